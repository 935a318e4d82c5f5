"""The formats that a session can be written in: one row each, and nothing that is heavy to load."""

import pkgutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, cast

from audioworkout.ground.diagnostics import WorkoutError
from audioworkout.sound.formats.bitrates import OPUS
from audioworkout.sound.mp3.frames import BITRATES

if TYPE_CHECKING:
    from audioworkout.sound.mp3.tags import Metadata
    from audioworkout.sound.streaming import Block

DEFAULT = {1: 64, 2: 128}  # kbit/s, by channels
SOUNDS = {1: "mono", 2: "stereo"}

Write: TypeAlias = "Callable[[Path, Iterable[Block], int, int, Metadata, int], None]"
"""Writes blocks over a path: samples, channels, metadata, and about a rate in kbit/s."""

Rates: TypeAlias = tuple[int, ...] | Mapping[int, tuple[int, int]] | None
"""In kbit/s: these alone; or from a lowest to a highest, by channels; None: nothing is lost."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format. What writes it is loaded by the first file.

    `writer` and `needs` are functions below this package, as `module:function`: the first writes
    a file, the second raises WorkoutError where what it takes is not installed.
    """

    name: str
    """Also the ending of its files."""
    title: str
    media_type: str
    rates: Rates
    writer: str
    needs: str = ""
    other_endings: tuple[str, ...] = ()
    """What its files may be called too."""
    is_alternate: bool = False
    """Whether a podcast may have it beside the MP3."""

    @property
    def endings(self) -> tuple[str, ...]:
        """What its files may be called."""
        return (self.name, *self.other_endings)

    @property
    def rates_differ(self) -> bool:
        """Whether mono and stereo have rates of their own."""
        return isinstance(self.rates, Mapping)

    def bitrate(self, channels: int, chosen: int | None) -> int:
        """The rate of a file in kbit/s: the chosen one, or the default; 0 where nothing is lost.

        Raises WorkoutError for a rate that the format does not have.
        """
        if self.rates is None:
            if chosen is not None:
                raise WorkoutError(f"{self.title} keeps every sample and has no bitrate to choose")
            return 0
        rate = DEFAULT[channels] if chosen is None else chosen
        if not isinstance(self.rates, Mapping):
            if rate not in self.rates:
                can = ", ".join(map(str, self.rates))
                raise WorkoutError(f"{self.title} has no {rate} kbit/s; it has {can}")
            return rate
        low, high = self.rates[channels]
        if not low <= rate <= high:
            has = f"{SOUNDS[channels]}; it has {low} to {high}"
            raise WorkoutError(f"{self.title} has no {rate} kbit/s in {has}")
        return rate

    def require(self) -> None:
        """Raises WorkoutError where what the writer takes is not installed."""
        if self.needs:
            _function(self.needs)()

    def load(self) -> "Write":
        """The function that writes a file."""
        return cast("Write", _function(self.writer))


def _function(name: str) -> Callable[..., None]:
    function: Callable[..., None] = pkgutil.resolve_name(f"audioworkout.sound.formats.{name}")
    return function


# Lowest and highest rates: what libvorbis names for its qualities 0 to 10, what libsndfile lets
# Opus have, what ffmpeg's AAC-LC does well.
FORMATS: Mapping[str, Format] = {
    row.name: row
    for row in (
        Format("mp3", "MP3", "audio/mpeg", BITRATES, "mp3:write"),
        Format("wav", "WAV", "audio/wav", None, "wav:write", other_endings=("wave",)),
        Format("flac", "FLAC", "audio/flac", None, "xiph:write_flac"),
        Format(
            "ogg",
            "Ogg Vorbis",
            "audio/ogg",
            {1: (48, 240), 2: (64, 500)},
            "xiph:write_vorbis",
            other_endings=("oga",),
        ),
        Format(
            "opus",
            "Opus",
            "audio/ogg",
            {channels: (channels * OPUS[0], channels * OPUS[1]) for channels in (1, 2)},
            "xiph:write_opus",
            other_endings=("ogg",),
            is_alternate=True,
        ),
        Format(
            "m4a",
            "M4A",
            "audio/mp4",
            {1: (24, 256), 2: (48, 512)},
            "m4a:write",
            needs="m4a:encoder",
            other_endings=("m4b", "mp4"),
            is_alternate=True,
        ),
    )
}

ALTERNATES = tuple(sorted(row.name for row in FORMATS.values() if row.is_alternate))
