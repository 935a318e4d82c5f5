"""An episode's description in HTML: its text, and its chapters with time stamps.

Elements of an RSS item's description are HTML, so the text is escaped for HTML here, and the
whole once more when the XML is written. Only tags that Apple Podcasts takes are used.
"""

from bisect import bisect_right
from collections.abc import Iterator
from html import escape

from audioworkout.ground.units import clock_with_hours
from audioworkout.plan.timeline import Chapter
from audioworkout.podcast.feed.values import cut, line, prose
from audioworkout.podcast.shows.model import Episode

DESCRIPTION = 4_000  # bytes; Apple and PSP-1
_FOR_CHAPTERS = 3_000  # bytes of them at most; a list that needs more is for the full notes alone


def description(episode: Episode) -> str:
    """At most 4,000 bytes: the text, cut where need be, and the chapters from 00:00:00 on."""
    chapters = _chapters(episode.chapters)
    if len(chapters.encode()) > _FOR_CHAPTERS:
        chapters = ""
    return _joined(_fitting(_text(episode), DESCRIPTION - len(chapters.encode()) - 1), chapters)


def full(episode: Episode) -> str:
    """All of the text and all chapters."""
    return _joined(_paragraphs(_text(episode)), _chapters(episode.chapters))


def _text(episode: Episode) -> str:
    return prose(episode.description) or ("" if episode.chapters else line(episode.title))


def _fitting(text: str, room: int) -> str:
    """The text in paragraphs, with as many words of it as fit in `room` bytes."""

    def size(most: int) -> int:
        return len(_paragraphs(cut(text, most)).encode())

    return _paragraphs(cut(text, bisect_right(range(room + 1), room, key=size) - 1))


def _paragraphs(text: str) -> str:
    return "\n".join(f"<p>{escape(part, quote=False)}</p>" for part in text.split("\n") if part)


def _chapters(chapters: tuple[Chapter, ...]) -> str:
    return "\n".join(["<ul>", *_items(chapters), "</ul>"]) if chapters else ""


def _items(chapters: tuple[Chapter, ...]) -> Iterator[str]:
    for chapter in chapters:
        title = escape(line(chapter.title), quote=False)
        yield f"<li>{clock_with_hours(chapter.start)} {title}</li>"


def _joined(*parts: str) -> str:
    return "\n".join(filter(None, parts))
