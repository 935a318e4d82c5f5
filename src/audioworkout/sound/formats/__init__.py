"""A session as a file: MP3, WAV, FLAC, Ogg Vorbis, Ogg Opus or M4A, all with the same marks.

Every format is written block by block, in bounded memory, and gives back the session's very
samples in number. A writer takes a path to write over; that the file stands there whole or not
at all is the caller's care (`files.atomic_write`).
"""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from audioworkout.ground.diagnostics import WorkoutError
from audioworkout.sound.formats.table import ALTERNATES, FORMATS, Format
from audioworkout.sound.streaming import Progress, counted

if TYPE_CHECKING:
    from audioworkout.sound.mp3.tags import Metadata
    from audioworkout.sound.streaming import Block

__all__ = ["ALTERNATES", "FORMATS", "Format", "Writer", "ready", "writer"]


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
        progress: Progress | None = None,
    ) -> None:
        """Writes over `path`; without a bitrate (kbit/s), at the format's own.

        Raises ValueError if the blocks are not as many samples or channels as said, OSError
        if the file cannot be written, WorkoutError as `ready` does.
        """


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
        progress: Progress | None = None,
    ) -> None:
        ready(name, channels, bitrate)
        rate = FORMATS[name].bitrate(channels, bitrate)
        sound = counted(blocks, samples, channels, progress)
        FORMATS[name].load()(path, sound, samples, channels, metadata, rate)

    return write
