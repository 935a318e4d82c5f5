"""WAV, 16 bit; RF64 (EBU Tech 3306) where it passes 4 GiB.

Behind the samples stand the chapters as cue points with labels, which audio editors and ffmpeg
read, a `LIST INFO`, and an ID3 tag for cover and lyrics. The tag holds no chapters: ffmpeg would
mix them with the cue points.
"""

import struct
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from audioworkout.ground.units import samples as samples_at
from audioworkout.sound.formats.sndfile import write_sound
from audioworkout.sound.formats.tagging import cut
from audioworkout.sound.mp3.tags import Metadata, chapter_titles, comment_text, id3, tag_line
from audioworkout.sound.streaming import Block

LARGEST = (1 << 32) - 1024  # bytes of samples and marks; the header takes up to 104 more
LONGEST_LABEL = 255  # bytes: libsndfile and ffmpeg cut longer ones, through a character if need be
_SIZE = struct.Struct("<I")  # of a chunk, and at byte 4 of the file
_SIZE_AT = 4
_SIZE_RF64 = struct.Struct("<Q")  # in the `ds64` chunk
_SIZE_RF64_AT = 20
_CUE = struct.Struct("<II4sIII")  # name, position, chunk, its start, its block's, the sample


def write(
    path: Path,
    blocks: Iterable[Block],
    samples: int,
    channels: int,
    metadata: Metadata,
    bitrate: int = 0,
) -> None:
    """Writes over `path`; raises OSError if it cannot be written. A bitrate means nothing."""
    marks = _marks(metadata)
    large = 2 * channels * samples + len(marks) > LARGEST
    write_sound(path, blocks, channels, "RF64" if large else "WAV", "PCM_16")
    with path.open("r+b") as file:
        file.seek(0, 2)
        file.write(marks)
        size = file.tell() - 8
        file.seek(_SIZE_RF64_AT if large else _SIZE_AT)
        file.write((_SIZE_RF64 if large else _SIZE).pack(size))


def _marks(metadata: Metadata) -> bytes:
    tag = id3(replace(metadata, chapters=()))
    return _cues(metadata) + _info(metadata) + _chunk(b"id3 ", tag)


def _cues(metadata: Metadata) -> bytes:
    """A cue point at the start of each chapter, and its label."""
    if not metadata.chapters:
        return b""
    starts = [samples_at(chapter.start) for chapter in metadata.chapters]
    points = b"".join(_CUE.pack(n, at, b"data", 0, 0, at) for n, at in enumerate(starts, 1))
    titles = enumerate(chapter_titles(metadata), 1)
    labels = b"".join(
        _chunk(b"labl", _SIZE.pack(n) + _text(cut(title, LONGEST_LABEL))) for n, title in titles
    )
    cues = _chunk(b"cue ", _SIZE.pack(len(starts)) + points)
    return cues + _chunk(b"LIST", b"adtl" + labels)


def _info(metadata: Metadata) -> bytes:
    released = metadata.released
    texts = {
        b"INAM": tag_line(metadata.title),
        b"IART": tag_line(metadata.artist),
        b"IPRD": tag_line(metadata.album),
        b"ITRK": str(metadata.track or ""),
        b"IGNR": tag_line(metadata.genre),
        b"ICRD": released.isoformat() if released else "",
        b"ICMT": comment_text(metadata),
    }
    body = b"".join(_chunk(name, _text(text)) for name, text in texts.items() if text)
    return _chunk(b"LIST", b"INFO" + body) if body else b""


def _text(text: str) -> bytes:
    return text.encode() + b"\0"


def _chunk(name: bytes, body: bytes) -> bytes:
    return name + _SIZE.pack(len(body)) + body + b"\0" * (len(body) % 2)
