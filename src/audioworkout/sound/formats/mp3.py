"""MP3 from blocks, in one stream; what is linked of cached objects goes another way."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from audioworkout.sound.mp3.stream import write_stream
from audioworkout.sound.mp3.tags import Metadata, id3

if TYPE_CHECKING:
    from audioworkout.sound.streaming import Block


def write(
    path: Path,
    blocks: "Iterable[Block]",
    samples: int,
    channels: int,
    metadata: Metadata,
    bitrate: int,
) -> None:
    """Writes over `path`, at a rate in kbit/s; raises OSError if it cannot be written."""
    with path.open("w+b") as out:
        write_stream(out, id3(metadata), blocks, samples, bitrate=bitrate, channels=channels)
