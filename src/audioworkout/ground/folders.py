"""Where a user's own files lie: what they write, and what the program downloads for them."""

import os
from contextlib import suppress
from pathlib import Path

CONFIGURATION_VARIABLE = "AUDIOWORKOUT_CONFIG"  # names another folder than the user's own
DATA_VARIABLE = "AUDIOWORKOUT_DATA"


def configuration() -> Path:
    """The folder of `exercises.yaml`, `lexicon.yaml` and `voices.yaml`; it need not exist."""
    if named := os.environ.get(CONFIGURATION_VARIABLE):
        return Path(named)
    from platformdirs import user_config_path

    return user_config_path("audioworkout")


def data() -> Path:
    """The folder of downloaded voices; it need not exist."""
    if named := os.environ.get(DATA_VARIABLE):
        return Path(named)
    from platformdirs import user_data_path

    return user_data_path("audioworkout")


def at_home(name: str) -> Path:
    """A path in which `~` is one's home, where there is one."""
    with suppress(RuntimeError):
        return Path(name).expanduser()
    return Path(name)
