"""A session as a file: MP3, WAV, FLAC, Ogg Vorbis, Ogg Opus or M4A, all with the same marks.

Every format is written block by block, in bounded memory, and gives back the session's very
samples in number. A writer takes a path to write over; that the file stands there whole or not
at all is the caller's care (`files.atomic_write`).
"""

from collections.abc import Iterable
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Protocol

from audioworkout.ground.diagnostics import WorkoutError
from audioworkout.sound import streaming
from audioworkout.sound.formats.table import ALTERNATES, FORMATS, Format

if TYPE_CHECKING:
    from audioworkout.sound.mp3.tags import Metadata
    from audioworkout.sound.streaming import Block, Progress

__all__ = [
    "ALTERNATES",
    "FORMATS",
    "Format",
    "Writer",
    "format_by_name",
    "format_of",
    "ready",
    "writer",
]

_MEANT = {"mp4": "m4a", "m4b": "m4a", "aac": "m4a", "wave": "wav", "aiff": "wav", "oga": "ogg"}


class Writer(Protocol):
    """Writes a session into a file of one format."""

    def __call__(
        self,
        path: Path,
        blocks: "Iterable[Block]",
        samples: int,
        channels: int,
        metadata: "Metadata",
        *,
        bitrate: int | None = None,
        progress: "Progress | None" = None,
    ) -> None:
        """Writes over `path`; without a bitrate (kbit/s), at the format's own.

        Raises ValueError if the blocks are not as many samples or channels as said, OSError
        if the file cannot be written, WorkoutError as `ready` does.
        """


def format_of(path: str) -> str:
    """The format that a file's ending says, MP3 without one; raises WorkoutError for no such."""
    ending = PurePath(path).suffix[1:].lower()
    if not ending or ending in FORMATS:
        return ending or "mp3"
    known = ", ".join(f"`.{name}`" for name in FORMATS)
    meant = _MEANT.get(ending)
    write = PurePath(path).with_suffix(f".{meant}") if meant else f"{path}.mp3"
    raise WorkoutError(
        f"{path}: nothing is written as `.{ending}`, there is {known}; write `{write}`"
    )


def format_by_name(path: PurePath) -> str | None:
    """The format that an ending is of, whether it is the usual one or not; None for no sound's."""
    ending = path.suffix[1:].lower()
    return next((name for name, row in FORMATS.items() if ending in row.endings), None)


def ready(name: str, channels: int | None, bitrate: int | None = None) -> None:
    """Tells early what would stop a writer: an invalid bitrate, an encoder that is missing.

    Where the channels are not known yet (None), a rate that hangs on them is left for later.
    Raises WorkoutError.
    """
    if name not in FORMATS:
        raise WorkoutError(f"no format `{name}`: there are {', '.join(FORMATS)}")
    form = FORMATS[name]
    if channels is not None or not form.rates_differ:
        form.bitrate(channels or 1, bitrate)
    form.require()


def writer(name: str) -> Writer:
    """The writer of one of `FORMATS`."""

    def write(
        path: Path,
        blocks: "Iterable[Block]",
        samples: int,
        channels: int,
        metadata: "Metadata",
        *,
        bitrate: int | None = None,
        progress: "Progress | None" = None,
    ) -> None:
        ready(name, channels, bitrate)
        rate = FORMATS[name].bitrate(channels, bitrate)
        checked = streaming.counted(blocks, samples, channels, progress)
        FORMATS[name].load()(path, checked, samples, channels, metadata, rate)

    return write
