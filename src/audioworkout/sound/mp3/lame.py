"""How LAME is asked to encode, and which LAME it is: known without loading it."""

from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import Literal

from audioworkout.sound.mp3.frames import BITRATES

QUALITY = 3  # LAME's -q, the default of its own command


@dataclass(frozen=True, slots=True)
class Encoding:
    """How an MP3 is encoded: a constant bitrate (kbit/s), and what fills the pauses."""

    bitrate: int = 64
    pause: Literal["air", "silence"] = "air"

    def __post_init__(self) -> None:
        if self.bitrate not in BITRATES:
            raise ValueError(f"no bit rate of MPEG-1 Layer III: {self.bitrate} kbit/s")
        if self.pause not in ("air", "silence"):
            raise ValueError(f"pauses are `air` or `silence`, not {self.pause!r}")


@cache
def encoder_version() -> str:
    """The encoder and its version."""
    return f"lameenc {version('lameenc')} q{QUALITY}"
