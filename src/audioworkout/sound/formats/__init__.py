"""A session as a file: MP3, WAV, FLAC, Ogg Vorbis, Ogg Opus or M4A, all with the same marks.

Every format is written block by block, in bounded memory, and gives back the session's very
samples in number. A writer takes a path to write over; that the file stands there whole or not
at all is the caller's care (`files.set_aside`).
"""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from audioworkout.ground.diagnostics import WorkoutError
from audioworkout.sound import streaming
from audioworkout.sound.formats.bitrates import bitrate_for
from audioworkout.sound.mp3 import stream, tags

if TYPE_CHECKING:
    from audioworkout.sound.mp3.tags import Metadata
    from audioworkout.sound.streaming import Block, Progress

FORMATS = ("mp3", "wav", "flac", "ogg", "opus", "m4a")


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


def ready(name: str, channels: int, bitrate: int | None = None) -> None:
    """Tells early what would stop a writer: an invalid bitrate, an encoder that is missing.

    Raises WorkoutError.
    """
    if name not in FORMATS:
        raise WorkoutError(f"no format `{name}`: there are {', '.join(FORMATS)}")
    bitrate_for(name, channels, bitrate)
    if name == "m4a":
        from audioworkout.sound.formats import m4a

        m4a.encoder()


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
        rate = bitrate_for(name, channels, bitrate)
        checked = streaming.counted(blocks, samples, channels, progress)
        _write(name, path, checked, samples, channels, metadata, rate)

    return write


def _write(
    name: str,
    path: Path,
    blocks: "Iterable[Block]",
    samples: int,
    channels: int,
    metadata: "Metadata",
    bitrate: int,
) -> None:
    from audioworkout.sound.formats import m4a, wav, xiph

    match name:
        case "mp3":
            _write_mp3(path, blocks, samples, channels, metadata, bitrate)
        case "wav":
            wav.write(path, blocks, samples, channels, metadata)
        case "m4a":
            m4a.write(path, blocks, samples, channels, metadata, bitrate)
        case _:
            xiph.write(name, path, blocks, channels, metadata, bitrate)


def _write_mp3(
    path: Path,
    blocks: "Iterable[Block]",
    samples: int,
    channels: int,
    metadata: "Metadata",
    bitrate: int,
) -> None:
    with path.open("w+b") as out:
        stream.write_stream(
            out, tags.id3(metadata), blocks, samples, bitrate=bitrate, channels=channels
        )
