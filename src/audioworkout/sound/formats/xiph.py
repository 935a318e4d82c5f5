"""FLAC, Ogg Vorbis and Ogg Opus, with Vorbis comments.

Chapters are comments too: `CHAPTER000=00:00:00.000` and `CHAPTER000NAME=` (Xiph's "Chapter
Extension"), which players and ffmpeg read in all three.
"""

import base64
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from mutagen.flac import FLAC, Picture
from mutagen.ogg import OggPage
from mutagen.oggopus import OggOpus
from mutagen.oggvorbis import OggVorbis

from audioworkout.ground.diagnostics import WorkoutError
from audioworkout.ground.units import HOUR, MINUTE, SECOND, Ms
from audioworkout.sound.formats.bitrates import opus_level, vorbis_quality
from audioworkout.sound.formats.sndfile import write_sound
from audioworkout.sound.formats.tagging import tagging
from audioworkout.sound.mp3.tags import (
    FRONT_COVER,
    Metadata,
    chapter_titles,
    comment_text,
    lyrics_text,
    one_line,
)
from audioworkout.sound.streaming import Block

MOST_CHAPTERS = 1000  # their number has three digits; those past it are left out
LARGEST_PICTURE = (1 << 24) - 64  # bytes: the size of a FLAC's metadata block has 24 bits
SERIAL = 1  # of the one stream of an Ogg file; libsndfile's is random


def write(
    name: str,
    path: Path,
    blocks: Iterable[Block],
    channels: int,
    metadata: Metadata,
    bitrate: int,
) -> None:
    """Writes over `path` as `flac`, `ogg` or `opus`; the last two at about a rate in kbit/s.

    Equal samples and metadata give equal bytes. Raises OSError if it cannot be written.
    """
    match name:
        case "flac":
            _check_cover(metadata)
            write_sound(path, blocks, channels, "FLAC", "PCM_16")
        case "ogg":
            level = 1 - vorbis_quality(bitrate, channels)
            write_sound(path, blocks, channels, "OGG", "VORBIS", level)
            _set_serial(path)
        case _:
            level = opus_level(bitrate, channels)
            write_sound(path, blocks, channels, "OGG", "OPUS", level)
            _set_serial(path)
    _tag(name, path, metadata)


def _check_cover(metadata: Metadata) -> None:
    if metadata.cover is not None and len(metadata.cover) > LARGEST_PICTURE:
        raise WorkoutError("a cover of 16 MiB is too large for FLAC: take a smaller image")


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


def _tag(name: str, path: Path, metadata: Metadata) -> None:
    kinds: dict[str, Callable[[Path], Any]] = {"flac": FLAC, "ogg": OggVorbis, "opus": OggOpus}
    with tagging():
        file = kinds[name](path)
        if file.tags is None:
            file.add_tags()
        file.tags.clear()
        for key, text in _comments(metadata):
            file.tags.append((key, text))
        if metadata.cover is not None:
            picture = _picture(metadata.cover)
            if name == "flac":
                file.add_picture(picture)
            else:
                packed = base64.b64encode(picture.write()).decode("ascii")
                file.tags.append(("METADATA_BLOCK_PICTURE", packed))
        file.save()


def _picture(jpeg: bytes) -> Any:
    picture = Picture()
    picture.type, picture.mime, picture.data = FRONT_COVER, "image/jpeg", jpeg
    return picture


def _comments(metadata: Metadata) -> Iterator[tuple[str, str]]:
    released = metadata.released
    texts = {
        "TITLE": one_line(metadata.title),
        "ARTIST": one_line(metadata.artist),
        "ALBUM": one_line(metadata.album),
        "ALBUMARTIST": one_line(metadata.album_artist),
        "TRACKNUMBER": str(metadata.track or ""),
        "GENRE": one_line(metadata.genre),
        "DATE": released.isoformat() if released else "",
        "DESCRIPTION": comment_text(metadata),
        "LYRICS": lyrics_text(metadata),
    }
    yield from ((key, text) for key, text in texts.items() if text)
    titled = zip(metadata.chapters, chapter_titles(metadata), strict=True)
    for number, (chapter, title) in enumerate(list(titled)[:MOST_CHAPTERS]):
        yield f"CHAPTER{number:03}", _clock(chapter.start)
        yield f"CHAPTER{number:03}NAME", title


def _clock(time: Ms) -> str:
    minutes, seconds = time % HOUR // MINUTE, time % MINUTE // SECOND
    return f"{time // HOUR:02}:{minutes:02}:{seconds:02}.{time % SECOND:03}"
