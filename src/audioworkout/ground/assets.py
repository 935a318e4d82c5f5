"""Where the data that comes with the program lies: sounds, cover, workouts."""

from pathlib import Path

_PACKAGE = Path(__file__).parents[1]
_CHECKOUT = _PACKAGE.parent.parent


def audio_assets() -> Path:
    """The folder of sound packs and cover art."""
    return _bundled("audio_assets")


def workouts() -> Path:
    """The folder of the workouts that ship."""
    return _bundled("workouts")


def _bundled(name: str) -> Path:
    """Inside the package, as the wheel installs it; else at the top of the checkout."""
    installed = _PACKAGE / name
    return installed if installed.is_dir() else _CHECKOUT / name
