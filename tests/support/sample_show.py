"""A show with episodes of bundled workouts and of hostile ones, without a build or a voice."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from audioworkout.ground.diagnostics import START
from audioworkout.plan.export.outline import work_length
from audioworkout.plan.segments import Kind, Segment
from audioworkout.plan.timeline import Timeline
from audioworkout.podcast.shows.model import Entry, Episode, File, Funding, Person, Show
from audioworkout.words import catalogue
from checkout import ROOT

HOSTILE = (
    "</title></script><script>alert(1)</script>\"'><img src=x onerror=alert(1)> ]]> {{ 7*7 }}"
    "\x00\x1b[31m\u202e \U0001f3cb\ufe0f \ud800 \uffff שלום " + 5000 * "x"
)
WORKOUTS = ROOT / "workouts"

SHOW = Show(
    "Legs & Core",
    "Strength at home.\n\nA new session each week.\nBring a band.",
    "Hill Runners",
    "coach@example.org",
    "https://example.org/legs/",
    (Entry("core", START),),
    START,
    funding=(Funding("https://example.org/give", "Buy us a band"),),
    persons=(Person("Hill Runners", link="https://example.org/club"), Person("A Guest")),
)


def episode(slug: str, session: Timeline, number: int | None = None) -> Episode:
    """The facts of an episode as a build knows them."""
    return Episode(
        slug=slug,
        guid=f"guid-{slug}",
        title=session.title,
        description="Slow and steady.\n\nOne minute each.",
        published=datetime(2026, 5, number or 1, 6, 0, tzinfo=UTC),
        length=session.length,
        language=session.language,
        chapters=session.chapters,
        audio=File(f"{slug}.mp3", 6_612_345, "audio/mpeg"),
        image=f"{slug}-0a1b2c3d.jpg",
        page=f"{slug}.html",
        chapters_file=f"{slug}.chapters.json",
        vtt=f"{slug}.vtt",
        srt=f"{slug}.srt",
        season=1 if number else None,
        number=number,
        alternates=(File(f"{slug}.m4a", 5_000_000, "audio/mp4"),),
        equipment=("band", "box"),
        work=work_length(session),
    )


def tips(session: Timeline) -> Mapping[str, tuple[str, ...]]:
    """The catalogue's tips for what the session has."""
    names = {
        s.segment.exercise
        for s in session.segments
        if s.segment.kind is Kind.WORK and s.segment.exercise
    }
    found = {name: catalogue.find(name, language=session.language) for name in names}
    return {name: known.tips for name, known in found.items() if known}


def on(link: str) -> Show:
    """The show at another address."""
    return replace(SHOW, link=link)


def hostile_show(link: str = SHOW.link) -> Show:
    """The show with nothing but hostile words."""
    return replace(
        on(link),
        title=HOSTILE,
        description=HOSTILE,
        author=HOSTILE,
        copyright=HOSTILE,
        funding=(Funding("https://example.org/give", HOSTILE),),
        persons=(Person(HOSTILE),),
    )


def _hostile(segment: Segment) -> Segment:
    name, side = segment.exercise and HOSTILE, segment.side and HOSTILE
    return replace(segment, exercise=name, side=side, section=HOSTILE)


def hostile_session(session: Timeline) -> Timeline:
    """A session with nothing but hostile words."""
    return replace(
        session,
        title=HOSTILE,
        segments=tuple(replace(row, segment=_hostile(row.segment)) for row in session.segments),
        chapters=tuple(replace(chapter, title=HOSTILE) for chapter in session.chapters),
    )


def hostile_episode(slug: str, session: Timeline) -> Episode:
    """The facts of a hostile session."""
    return replace(
        episode(slug, session, 3), title=HOSTILE, description=HOSTILE, equipment=(HOSTILE,)
    )
