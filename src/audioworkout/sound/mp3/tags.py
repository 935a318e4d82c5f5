"""The ID3v2.3 tag: what a player shows of a session, its chapters and its plan as lyrics.

Version 2.3 and never 2.4: ffmpeg reads no chapter of a 2.4 tag at all once one chapter's frame
passes 127 bytes. mutagen writes each frame; their order is ours, so that chapters lie in the
file as they play.
"""

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from mutagen.id3 import (
    APIC,
    CHAP,
    COMM,
    CTOC,
    ID3,
    TALB,
    TCON,
    TDAT,
    TIT2,
    TLEN,
    TPE1,
    TPE2,
    TRCK,
    TYER,
    USLT,
    WOAF,
    CTOCFlags,
    Encoding,
    Frame,
)

from audioworkout.ground.text import one_line, shortened
from audioworkout.ground.units import Ms, lrc_time
from audioworkout.plan.timeline import Chapter

MAX_CHILDREN = 255  # of a table of contents: their number is one byte
MAX_LINE = 250  # characters of a title, name or lyrics line; longer ones are cut
MAX_TAG = 1 << 28  # bytes: the tag's size has 28 bits
NO_OFFSET = 0xFFFFFFFF  # of a chapter: its times count, not its bytes
FRONT_COVER = 3
HEADER = 10  # bytes of the tag's header


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the tag holds; what is empty or None is left out."""

    title: str
    length: Ms
    artist: str = ""
    album: str = ""
    album_artist: str = ""
    page: str = ""
    """The URL of a page about it."""
    track: int | None = None
    genre: str = ""
    released: date | None = None
    comment: str = ""
    cover: bytes | None = None
    """A JPEG."""
    language: str = "eng"
    """The ISO 639-2 code of comment and lyrics."""
    chapters: tuple[Chapter, ...] = ()
    lyrics: tuple[tuple[Ms, str], ...] = ()
    """Lines with the time each is sung, or trained, from."""


def id3(metadata: Metadata) -> bytes:
    """The whole tag, to stand at the start of a file. Equal metadata gives equal bytes.

    Raises `ValueError` for a cover that is not a JPEG, a language that is not a code of three
    letters, and a tag past 256 MiB.
    """
    body = b"".join(map(_encoded, _frames(metadata)))
    if len(body) >= MAX_TAG:
        raise ValueError(f"a tag of {len(body)} bytes passes ID3's {MAX_TAG}")
    size = bytes(len(body) >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\3\0\0" + size + body


def tag_line(text: str) -> str:
    """Text as a title can hold it: no control characters, no half characters, not overlong."""
    return shortened(_plain(text), MAX_LINE)


def comment_text(metadata: Metadata) -> str:
    """The comment, its lines kept, without control characters."""
    return "\n".join(map(_plain, metadata.comment.splitlines()))


def lyrics_text(metadata: Metadata) -> str:
    """The plan as LRC lyrics: a line each, behind its time."""
    return "\n".join(f"[{lrc_time(time)}]{tag_line(text)}" for time, text in metadata.lyrics)


def chapter_titles(metadata: Metadata) -> tuple[str, ...]:
    """The title of each chapter in one line; its number, where it has none."""
    titles = enumerate(metadata.chapters, 1)
    return tuple(tag_line(chapter.title) or str(number) for number, chapter in titles)


def _plain(text: str) -> str:
    return one_line(text, directions=True, broken="\N{REPLACEMENT CHARACTER}")


def _frames(metadata: Metadata) -> Iterator[Frame]:
    yield from _text_frames(metadata)
    yield from _page_frames(metadata)
    yield from _language_frames(metadata)
    yield from _contents(metadata.chapters)
    titled = zip(metadata.chapters, chapter_titles(metadata), strict=True)
    for index, (chapter, title) in enumerate(titled):
        yield _chapter(index, chapter, title)
    if metadata.cover is not None:
        yield _picture(metadata.cover)


def _text_frames(metadata: Metadata) -> Iterator[Frame]:
    released = metadata.released
    texts: dict[Callable[..., Frame], str] = {
        TIT2: metadata.title,
        TPE1: metadata.artist,
        TPE2: metadata.album_artist,
        TALB: metadata.album,
        TRCK: str(metadata.track or ""),
        TCON: metadata.genre,
        TYER: f"{released:%Y}" if released else "",
        TDAT: f"{released:%d%m}" if released else "",
        TLEN: str(metadata.length),
    }
    for frame, text in texts.items():
        line = tag_line(text)
        if line:
            yield frame(encoding=_encoding(line), text=line)


def _page_frames(metadata: Metadata) -> Iterator[Frame]:
    if metadata.page.isascii() and metadata.page:
        yield WOAF(url=metadata.page)


def _language_frames(metadata: Metadata) -> Iterator[Frame]:
    if len(metadata.language) != 3 or not metadata.language.isascii():
        raise ValueError(f"expected a language such as `eng`, found `{metadata.language}`")
    for frame, text in ((COMM, comment_text(metadata)), (USLT, lyrics_text(metadata))):
        if text:
            yield frame(encoding=_encoding(text), lang=metadata.language, desc="", text=text)


def _contents(chapters: Sequence[Chapter]) -> Iterator[Frame]:
    """One table of the chapters; past 255 of them, a table of tables."""
    ordered, top = CTOCFlags.ORDERED, CTOCFlags.ORDERED | CTOCFlags.TOP_LEVEL
    names = [_name(index) for index in range(len(chapters))]
    parts = range(0, len(names), MAX_CHILDREN)
    if len(parts) == 1:
        yield CTOC("toc", flags=top, child_element_ids=names, sub_frames=[])
    elif parts:
        tables = [f"toc{part}" for part in parts]
        yield CTOC("toc", flags=top, child_element_ids=tables, sub_frames=[])
        for table, part in zip(tables, parts, strict=True):
            children = names[part : part + MAX_CHILDREN]
            heading = _title(f"{part + 1} to {part + len(children)}")
            yield CTOC(table, flags=ordered, child_element_ids=children, sub_frames=[heading])


def _chapter(index: int, chapter: Chapter, title: str) -> Frame:
    return CHAP(
        element_id=_name(index),
        start_time=chapter.start,
        end_time=chapter.end,
        start_offset=NO_OFFSET,
        end_offset=NO_OFFSET,
        sub_frames=[_title(title)],
    )


def _name(index: int) -> str:
    return f"ch{index}"


def _title(text: str) -> Frame:
    return TIT2(encoding=_encoding(text), text=text)


def _picture(jpeg: bytes) -> Frame:
    if not jpeg.startswith(b"\xff\xd8\xff"):
        raise ValueError("the cover is no JPEG")
    return APIC(encoding=0, mime="image/jpeg", type=FRONT_COVER, desc="", data=jpeg)


def _encoding(text: str) -> int:
    """ISO 8859-1 where it suffices, else UTF-16: version 2.3 knows no others."""
    latin = all(char <= "\xff" for char in text)
    return int(Encoding.LATIN1 if latin else Encoding.UTF16)


def _encoded(frame: Frame) -> bytes:
    """A frame's bytes: those of a tag that holds nothing else, without the tag's header."""
    tag, file = ID3(), io.BytesIO()
    tag.add(frame)
    tag.save(file, v1=0, v2_version=3, padding=lambda info: 0)
    return file.getvalue()[HEADER:]
