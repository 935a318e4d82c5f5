"""A show with two episodes, one with all that an episode can have, one with next to nothing."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from audioworkout.ground.diagnostics import START
from audioworkout.plan.timeline import Chapter
from audioworkout.podcast.shows.model import Episode, File, Funding, Person, Show, Soundbite

GUID = "9b024349-ccf0-5f69-a609-6b82873eab3c"
COVER = "cover-0a1b2c3d.jpg"

SHOW = Show(
    title="Lungs & Legs",
    description="Intervals for 3 < 5 km.\n\nNo machines, no jumping.",
    author="Hill Runners",
    email="coach@example.org",
    link="https://example.org/lungs/",
    entries=(),
    origin=START,
    language="en-US",
    categories=(("Health & Fitness", "Fitness"), ("Health & Fitness", "Nutrition"), ("Sports",)),
    type="serial",
    copyright="Hill Runners",
    funding=(Funding("https://example.org/give?to=club&now=1", "Buy the club a coffee"),),
    persons=(
        Person(
            "Hill Runners", link="https://example.org/club", image="https://example.org/club.jpg"
        ),
        Person("The Band", role="composer", group="audio post-production"),
    ),
)

FULL = Episode(
    slug="hills",
    guid="6f1c7d52-6a53-5b5c-9f35-0d6f8f2f6f11",
    title="Hills & Stairs",
    description="Up <fast>, down slow.\nTake water.",
    published=datetime(2026, 3, 8, 6, 30, tzinfo=timezone(timedelta(hours=1))),
    length=1_834_500,
    language="en-US",
    chapters=(
        Chapter(0, 63_250, "Warm-up"),
        Chapter(63_250, 1_800_000, "Stairs <3"),
        Chapter(1_800_000, 1_834_500, "Done"),
    ),
    audio=File("hills.mp3", 22_014_720, "audio/mpeg"),
    image="hills-4e5f6a7b.jpg",
    page="hills.html",
    chapters_file="hills.chapters.json",
    vtt="hills.vtt",
    srt="hills.srt",
    season=2,
    number=4,
    explicit=True,
    persons=(Person("A Guest", role="guest", link="https://example.org/guest"),),
    alternates=(
        File("hills.m4a", 19_000_001, "audio/mp4"),
        File("hills.opus", 9_000_001, "audio/ogg"),
    ),
    soundbite=Soundbite(73_250, 60_000, "The third flight"),
)

BARE = Episode(
    slug="trailer",
    guid="0e0a7a6e-57a5-5d43-8a0e-9f4f4f7d7d22",
    title="What is coming",
    description="",
    published=datetime(2026, 3, 1, 6, 0, tzinfo=UTC),
    length=20_499,
    language="en-US",
    chapters=(),
    audio=File("trailer.mp3", 245_760, "audio/mpeg"),
    image="trailer-8c9d0e1f.jpg",
    page="trailer.html",
    chapters_file="trailer.chapters.json",
    vtt="trailer.vtt",
    srt="trailer.srt",
    season=1,
    number=1,
    type="trailer",
)

HOSTILE = (
    "<b>Bold</b> & <script>alert(1)</script>",
    "CDATA ]]> ends here",
    "Bell \x07, escape \x1b[31m and half a pair \ud83d",
    "אימון רגליים \u202eabc\u202c",
    "🏃🏽‍♀️ Run 🇩🇪",
    "Salt &amp; pepper &lt;b&gt;",
    "\"quoted\" 'twice' --> <!-- no comment -->",
    "word " * 1_000,
    "x" * 5_000,
    "%s {0} ${x} \\n",
    "1000",
)
"""Titles that somebody will have."""


def titled(title: str) -> Episode:
    """The full episode under another title, with chapters, a soundbite and a guest of that name."""
    return replace(
        FULL,
        title=title,
        description=title,
        chapters=(Chapter(0, 60_000, title), Chapter(60_000, FULL.length, "Done")),
        persons=(Person(title, role="guest"),),
        soundbite=Soundbite(0, 60_000, title),
    )
