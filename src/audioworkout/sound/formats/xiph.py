"""FLAC, Ogg Vorbis and Ogg Opus, with Vorbis comments.

Chapters are comments too: `CHAPTER000=00:00:00.000` and `CHAPTER000NAME=` (Xiph's "Chapter
Extension"), which players and ffmpeg read in all three.
"""

import base64
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from mutagen.flac import FLAC, Picture
from mutagen.ogg import OggPage
from mutagen.oggopus import OggOpus
from mutagen.oggvorbis import OggVorbis

from audioworkout.ground.diagnostics import WorkoutError
from audioworkout.ground.units import timestamp
from audioworkout.sound.formats.bitrates import opus_level, vorbis_quality
from audioworkout.sound.formats.sndfile import write_sound
from audioworkout.sound.formats.tagging import tagging
from audioworkout.sound.mp3.tags import (
    FRONT_COVER,
    Metadata,
    chapter_titles,
    comment_text,
    lyrics_text,
    tag_line,
)
from audioworkout.sound.streaming import Block

MOST_CHAPTERS = 1000  # their number has three digits; those past it are left out
LARGEST_PICTURE = (1 << 24) - 64  # bytes: the size of a FLAC's metadata block has 24 bits
SERIAL = 1  # of the one stream of an Ogg file; libsndfile's is random


def write_flac(
    path: Path,
    blocks: "Iterable[Block]",
    samples: int,
    channels: int,
    metadata: Metadata,
    bitrate: int,
) -> None:
    """Writes over `path`; raises OSError if it cannot be written. A bitrate means nothing."""

    if metadata.cover is not None and len(metadata.cover) > LARGEST_PICTURE:
        raise WorkoutError("a cover of 16 MiB is too large for FLAC: take a smaller image")
    write_sound(path, blocks, channels, "FLAC", "PCM_16")
    with _tagged(FLAC, path, metadata) as file:
        if metadata.cover is not None:
            file.add_picture(_picture(metadata.cover))


def write_vorbis(
    path: Path,
    blocks: "Iterable[Block]",
    samples: int,
    channels: int,
    metadata: Metadata,
    bitrate: int,
) -> None:
    """Writes over `path`, at about a rate in kbit/s; raises OSError if it cannot be written."""

    level = 1 - vorbis_quality(bitrate, channels)
    write_sound(path, blocks, channels, "OGG", "VORBIS", level)
    _finish_ogg(OggVorbis, path, metadata)


def write_opus(
    path: Path,
    blocks: "Iterable[Block]",
    samples: int,
    channels: int,
    metadata: Metadata,
    bitrate: int,
) -> None:
    """Writes over `path`, at about a rate in kbit/s; raises OSError if it cannot be written."""

    write_sound(path, blocks, channels, "OGG", "OPUS", opus_level(bitrate, channels))
    _finish_ogg(OggOpus, path, metadata)


def _finish_ogg(kind: Callable[[Path], Any], path: Path, metadata: Metadata) -> None:
    """Equal samples and metadata are to give equal bytes: the serial number is always the same."""
    _set_serial(path)
    with _tagged(kind, path, metadata) as file:
        if metadata.cover is not None:
            packed = base64.b64encode(_picture(metadata.cover).write()).decode("ascii")
            file.tags.append(("METADATA_BLOCK_PICTURE", packed))


def _set_serial(path: Path) -> None:
    """Gives every page of an Ogg file the same serial number, whatever it had."""
    with path.open("r+b") as file:
        while True:
            start = file.tell()
            try:
                page = OggPage(file)
            except EOFError:
                return
            page.serial = SERIAL
            file.seek(start)
            file.write(page.write())


@contextmanager
def _tagged(kind: Callable[[Path], Any], path: Path, metadata: Metadata) -> Iterator[Any]:
    """A file with all comments, to be saved once its picture is in."""
    with tagging():
        file = kind(path)
        if file.tags is None:
            file.add_tags()
        file.tags.clear()
        for key, text in _comments(metadata):
            file.tags.append((key, text))
        yield file
        file.save()


def _picture(jpeg: bytes) -> Any:
    picture = Picture()
    picture.type, picture.mime, picture.data = FRONT_COVER, "image/jpeg", jpeg
    return picture


def _comments(metadata: Metadata) -> Iterator[tuple[str, str]]:
    released = metadata.released
    texts = {
        "TITLE": tag_line(metadata.title),
        "ARTIST": tag_line(metadata.artist),
        "ALBUM": tag_line(metadata.album),
        "ALBUMARTIST": tag_line(metadata.album_artist),
        "TRACKNUMBER": str(metadata.track or ""),
        "GENRE": tag_line(metadata.genre),
        "DATE": released.isoformat() if released else "",
        "DESCRIPTION": comment_text(metadata),
        "LYRICS": lyrics_text(metadata),
    }
    yield from ((key, text) for key, text in texts.items() if text)
    titled = zip(metadata.chapters, chapter_titles(metadata), strict=True)
    for number, (chapter, title) in enumerate(list(titled)[:MOST_CHAPTERS]):
        yield f"CHAPTER{number:03}", timestamp(chapter.start)
        yield f"CHAPTER{number:03}NAME", title
