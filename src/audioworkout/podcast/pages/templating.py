"""What both pages share: templates, the policy, links, and words made safe to show."""

from functools import cache
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined

from audioworkout.ground.text import clean, paragraphs
from audioworkout.ground.units import clock, short_seconds
from audioworkout.podcast.pages.assets import asset
from audioworkout.podcast.pages.words import Words, words_for
from audioworkout.podcast.shows.model import ASSETS, FEED, INDEX, Episode

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)
"""The Content-Security-Policy of every page: its own folder, no inline script, no inline style."""

WEB = ("http", "https")
SUMMARY = 200  # characters of a description that a shared link shows


def rendered(template: str, language: str, **values: object) -> str:
    """A page from a template, with the words of a language."""
    words = words_for(language)
    return _environment().get_template(template).render(words=words, **values)


@cache
def _environment() -> "Environment":
    found = Environment(
        loader=PackageLoader("audioworkout.podcast.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters |= {
        "clean": clean,
        "paragraphs": paragraphs,
        "summary": summary,
        "seconds": short_seconds,
        "place": place,
        "standing": standing,
        "clock": clock,
    }
    found.globals |= {
        "CSP": CSP,
        "asset": lambda name: f"{ASSETS}/{asset(name)}",
        "feed": FEED,
        "index": INDEX,
        "web": web,
    }
    return found


def summary(text: str) -> str:
    """The beginning of an author's text on one line, of at most 200 characters."""
    return clean(text, SUMMARY)


def place(episode: Episode, words: Words) -> str:
    """Where an episode stands in its show: `Season 1 · Episode 3`, or ""."""
    season = words.word("season", n=episode.season) if episode.season is not None else ""
    return " · ".join(filter(None, (season, standing(episode, words))))


def standing(episode: Episode, words: Words) -> str:
    """The same within its season: `Episode 3`, `Trailer`, or ""."""
    number = words.word("episode", n=episode.number) if episode.number is not None else ""
    return " · ".join(filter(None, (number, words.type(episode.type))))


def web(link: str | None) -> bool:
    """Whether a link may be followed from a page: http or https, never script."""
    try:
        return urlsplit(link or "").scheme.lower() in WEB
    except ValueError:
        return False
