"""What makes the same of the same."""

from functools import cache
from importlib.metadata import PackageNotFoundError, version

from audioworkout.sound.mp3.lame import encoder_version


@cache
def program_version() -> str:
    """The program's version and the encoder's: with another, all is made again."""
    try:
        return f"{version('audioworkout')}, {encoder_version()}"
    except PackageNotFoundError:
        return encoder_version()
