"""A session as a file: MP3, WAV, FLAC, Ogg Vorbis, Ogg Opus or M4A, all with the same marks.

Every format is written block by block, in bounded memory, and gives back the session's very
samples in number. A writer takes a path to write over; that the file stands there whole or not
at all is the caller's care (`files.set_aside`).
"""

from collections.abc import Iterable
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Protocol

from audioworkout.ground.diagnostics import WorkoutError
from audioworkout.sound.formats.bitrates import bitrate_for
from audioworkout.sound.streaming import Progress, counted

if TYPE_CHECKING:
    from audioworkout.sound.mp3.tags import Metadata
    from audioworkout.sound.streaming import Block

FORMATS = ("mp3", "wav", "flac", "ogg", "opus", "m4a")

ENDINGS = {
    "mp3": ("mp3",),
    "wav": ("wav", "wave"),
    "flac": ("flac",),
    "ogg": ("ogg", "oga"),
    "opus": ("opus", "ogg"),
    "m4a": ("m4a", "m4b", "mp4"),
}
"""What a file of each format may be called."""

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
        progress: Progress | None = None,
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
    return next((name for name, endings in ENDINGS.items() if ending in endings), None)


def ready(name: str, channels: int, bitrate: int | None = None) -> None:
    """Tells early what would stop a writer: a bitrate that is none, an encoder that is missing.

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
        progress: Progress | None = None,
    ) -> None:
        ready(name, channels, bitrate)
        rate = bitrate_for(name, channels, bitrate)
        sound = counted(blocks, samples, channels, progress)
        _write(name, path, sound, samples, channels, metadata, rate)

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
    from audioworkout.sound.mp3.stream import write_stream
    from audioworkout.sound.mp3.tags import id3

    with path.open("w+b") as out:
        write_stream(out, id3(metadata), blocks, samples, bitrate=bitrate, channels=channels)
