"""Where a user's own files lie: what they write, and what the program downloads for them."""

import os
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
