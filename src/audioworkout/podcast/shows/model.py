"""What a show file says, and what is known of an episode once it is rendered."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from audioworkout.ground.diagnostics import Span
from audioworkout.ground.units import Ms
from audioworkout.plan.timeline import Chapter

ShowType = Literal["episodic", "serial"]
EpisodeType = Literal["full", "trailer", "bonus"]


FEED, INDEX = "feed.xml", "index.html"  # in the published folder
MANIFEST = ".audioworkout.json"  # in it, hidden: what it was made of
ASSETS = "assets"  # the folder of style sheet and script in it
PUBLIC_BITRATE = 96  # kbit/s: what podcast directories recommend for speech, and more


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who takes part; `role` and its `group` by the Podcast Taxonomy, in lower case."""

    name: str
    role: str = "host"
    link: str | None = None
    image: str | None = None
    group: str = "cast"


@dataclass(frozen=True, slots=True)
class Funding:
    """Where listeners can give money, and the words for it."""

    link: str
    words: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An episode as the show file names it; None: the workout's own, or worked out."""

    workout: str
    """A path that exists, from the show file's folder, or the name of a bundled workout."""

    origin: Span
    title: str | None = None
    description: str | None = None
    slug: str | None = None
    """Always there in a show that was read."""

    date: datetime | None = None
    """Aware of its zone."""

    season: int | None = None
    number: int | None = None
    type: EpisodeType = "full"
    explicit: bool | None = None
    image: str | None = None
    persons: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class Show:
    """A checked show file."""

    title: str
    description: str
    author: str
    email: str
    link: str
    """The base URL, with a slash at its end: the published folder as listeners see it."""

    entries: tuple[Entry, ...]
    origin: Span
    language: str = "en"
    categories: tuple[tuple[str, ...], ...] = (("Health & Fitness", "Fitness"),)
    explicit: bool = False
    type: ShowType = "episodic"
    image: str | None = None
    copyright: str | None = None
    funding: tuple[Funding, ...] = ()
    persons: tuple[Person, ...] = ()
    locked: bool = True
    bitrate: int = PUBLIC_BITRATE
    voice: str | None = None
    also: tuple[str, ...] = ()
    """Further formats of each episode, as alternate enclosures."""

    timezone: str = "UTC"
    """The zone, by its IANA name, of dates that name none."""

    @property
    def feed_url(self) -> str:
        """Where apps subscribe."""
        return self.link + FEED


@dataclass(frozen=True, slots=True)
class File:
    """A published file: its name from the published folder, bytes, and media type."""

    name: str
    size: int
    type: str


@dataclass(frozen=True, slots=True)
class Soundbite:
    """A stretch that stands for the episode, from 15 to 120 s of it."""

    start: Ms
    length: Ms
    title: str


@dataclass(frozen=True, slots=True)
class Episode:
    """A rendered episode: all that the feed and the show's page say of it."""

    slug: str
    guid: str
    title: str
    description: str
    """Plain text as the author wrote it; may be empty."""

    published: datetime
    length: Ms
    language: str
    chapters: tuple[Chapter, ...]
    audio: File
    image: str
    """The artwork's name in the published folder, as of the page, chapters and transcripts."""

    page: str
    chapters_file: str
    vtt: str
    srt: str
    season: int | None = None
    number: int | None = None
    type: EpisodeType = "full"
    explicit: bool = False
    persons: tuple[Person, ...] = ()
    alternates: tuple[File, ...] = ()
    soundbite: Soundbite | None = None
    equipment: tuple[str, ...] = ()
    work: Ms = 0
    """How much of it is work."""
