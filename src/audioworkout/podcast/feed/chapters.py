"""An episode's chapters as a file: JSON Chapters 1.2 of Podcasting 2.0."""

import json

from audioworkout.ground.units import SECOND, Ms, short_seconds
from audioworkout.plan.timeline import Chapter
from audioworkout.podcast.feed.values import address, line
from audioworkout.podcast.shows.model import Episode

VERSION = "1.2.0"


def chapters_json(episode: Episode, base: str) -> str:
    """The chapters with their starts in seconds, the last with its end.

    Each links to the episode's page, its start as a media fragment (`#t=63.25`); `base` is the
    show's link.
    """
    page = address(base + episode.page)
    chapters = [_chapter(chapter, page) for chapter in episode.chapters]
    if chapters:
        chapters[-1]["endTime"] = _seconds(episode.chapters[-1].end)
    data = {
        "version": VERSION,
        "title": line(episode.title),
        "fileName": episode.audio.name,
        "chapters": chapters,
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _chapter(chapter: Chapter, page: str) -> dict[str, object]:
    url = f"{page}#t={short_seconds(chapter.start)}"
    return {"startTime": _seconds(chapter.start), "title": line(chapter.title), "url": url}


def _seconds(time: Ms) -> float:
    """A time as JSON has it: `90`, `63.25`."""
    return time // SECOND if time % SECOND == 0 else time / SECOND
