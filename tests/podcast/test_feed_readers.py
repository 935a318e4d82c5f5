"""The feed as programs see it that are not ours: two readers in Python, two in JavaScript."""

import io
import json
import os
import shutil
import subprocess
import sys
from html import unescape
from pathlib import Path
from typing import Any

import feedparser
import podcastparser
import pytest

import checkout
from audioworkout.ground.text import one_line
from audioworkout.podcast.feed import rss
from audioworkout.podcast.feed.values import LABEL, line
from feeds import BARE, COVER, FULL, GUID, HOSTILE, SHOW, titled

NODE = checkout.TESTS / "support" / "node"
URL = "https://example.org/lungs/feed.xml"
LINK = "https://example.org/lungs/"
SAMPLE = rss(SHOW, (FULL, BARE), COVER, GUID)


def node() -> str:
    """The Node.js to run; a test that needs it skips where it or the readers are missing."""
    beside = str(Path(sys.executable).parent)
    path = shutil.which("node", path=os.pathsep.join((beside, os.environ["PATH"])))
    if path is None:
        pytest.skip("there is no node on this machine")
    if not (NODE / "node_modules").is_dir():
        pytest.skip("the readers are not installed: run `npm ci --ignore-scripts` in tests/node")
    return path


def javascript(folder: Path, *feeds: bytes) -> list[dict[str, Any]]:
    """What partytime and feedsmith see in each feed."""
    files = [folder / f"{number}.xml" for number in range(len(feeds))]
    for file, feed in zip(files, feeds, strict=True):
        file.write_bytes(feed)
    done = subprocess.run(
        [node(), NODE / "read.js", *files], capture_output=True, check=True, timeout=60
    )
    seen: list[dict[str, Any]] = json.loads(done.stdout)
    return seen


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return javascript(tmp_path_factory.mktemp("feed"), SAMPLE)[0]


NOTES = (
    "<p>Up &lt;fast&gt;, down slow.</p>\n<p>Take water.</p>\n<ul>\n<li>00:00:00 Warm-up</li>\n"
    "<li>00:01:03 Stairs &lt;3</li>\n<li>00:30:00 Done</li>\n</ul>"
)


def test_podcastparser() -> None:
    show = podcastparser.parse(URL, io.BytesIO(SAMPLE))
    # It knows Podcasting 2.0 by the address that its namespace had at first.
    trailer, hills = show.pop("episodes")
    assert show == {
        "title": "Lungs & Legs",
        "description": "Intervals for 3 < 5 km.\n\nNo machines, no jumping.",
        "link": LINK,
        "language": "en-us",
        "generator": "audioworkout",
        "cover_url": LINK + COVER,
        "explicit": False,
        "type": "serial",
        "itunes_author": "Hill Runners",
        "itunes_owner": {"name": "Hill Runners", "email": "coach@example.org"},
        "itunes_categories": [["Health & Fitness", "Fitness", "Nutrition"], ["Sports"]],
    }
    assert hills == {
        "title": "Hills & Stairs",
        "guid": FULL.guid,
        "link": LINK + "hills.html",
        "published": 1772947800,
        "total_time": 1835,
        "description": "Up <fast>, down slow.\n\nTake water.\n\n * 00:00:00 Warm-up\n\n"
        " * 00:01:03 Stairs <3\n\n * 00:30:00 Done",
        "description_html": NOTES,
        "enclosures": [
            {"url": LINK + "hills.mp3", "file_size": 22_014_720, "mime_type": "audio/mpeg"}
        ],
        "episode_art_url": LINK + "hills-4e5f6a7b.jpg",
        "explicit": True,
        "season": 2,
        "number": 4,
        "type": "full",
        "chapters": [
            {"start": 0, "title": "Warm-up"},
            {"start": 63, "title": "Stairs <3"},
            {"start": 1800, "title": "Done"},
        ],
        "payment_url": None,
    }
    assert (trailer["guid"], trailer["type"]) == (BARE.guid, "trailer")


def test_feedparser() -> None:
    found = feedparser.parse(SAMPLE)
    assert (found.bozo, found.version) == (False, "rss20")
    feed = found.feed
    assert feed.title == "Lungs & Legs"
    assert feed.subtitle == "Intervals for 3 < 5 km.\n\nNo machines, no jumping."
    assert feed.link == LINK
    assert feed.links[0] == {"href": URL, "rel": "self", "type": "application/rss+xml"}
    assert feed.image.href == LINK + COVER
    assert feed.authors == [{"name": "Hill Runners", "email": "coach@example.org"}]
    assert [tag.term for tag in feed.tags] == ["Health & Fitness", "Fitness", "Nutrition", "Sports"]
    assert (feed.podcast_guid, feed.podcast_medium) == (GUID, "podcast")
    assert feed.podcast_locked == {"owner": "coach@example.org"}
    assert feed.podcast_funding == {"url": SHOW.funding[0].link}
    hills, trailer = found.entries
    assert (hills.title, hills.id, hills.guidislink) == ("Hills & Stairs", FULL.guid, False)
    assert hills.published_parsed[:6] == (2026, 3, 8, 5, 30, 0)
    assert hills.summary == hills.content[0].value == NOTES
    assert hills.enclosures == [
        {"href": LINK + "hills.mp3", "length": "22014720", "type": "audio/mpeg"}
    ]
    numbers = (hills.itunes_season, hills.itunes_episode, hills.itunes_duration)
    assert numbers == ("2", "4", "1835")
    assert hills.podcast_soundbite == {"starttime": "73.250", "duration": "60.000"}
    assert [(each.start, each.title) for each in hills.psc_chapters.chapters] == [
        ("00:00:00.000", "Warm-up"),
        ("00:01:03.250", "Stairs <3"),
        ("00:30:00.000", "Done"),
    ]
    assert (trailer.id, trailer.itunes_episodetype) == (BARE.guid, "trailer")


@pytest.mark.slow
def test_partytime_sees_the_show(seen: dict[str, Any]) -> None:
    show = seen["partytime"]
    assert {key: show[key] for key in show.keys() - {"items", "lastUpdate", "pc20support"}} == {
        "type": 0,
        "title": "Lungs & Legs",
        "description": "Intervals for 3 < 5 km. No machines, no jumping.",
        "link": LINK,
        "language": "en-us",
        "generator": "audioworkout",
        "copyright": "Hill Runners",
        "author": "Hill Runners",
        "owner": {"name": "Hill Runners", "email": "coach@example.org"},
        "explicit": False,
        "image": {"url": LINK + COVER, "title": "Lungs & Legs", "link": LINK},
        "itunesImage": LINK + COVER,
        "itunesType": "serial",
        "itunesBlock": False,
        "itunesComplete": False,
        "itunesCategory": ["Health & Fitness > Fitness", "Health & Fitness > Nutrition", "Sports"],
        "categories": ["health", "fitness", "nutrition", "sports"],
        "pubsub": {"self": URL},
        "pubDate": "2026-03-08T05:30:00.000Z",
        "lastBuildDate": "2026-03-08T05:30:00.000Z",
        "lastPubDate": "2026-03-08T05:30:00.000Z",
        "newestItemPubDate": "2026-03-08T05:30:00.000Z",
        "oldestItemPubDate": "2026-03-01T06:00:00.000Z",
        "guid": GUID,
        "medium": "podcast",
        "locked": True,
        "podcastBlocked": "no",
        "podcastOwner": "coach@example.org",
        "podcastFunding": [{"message": "Buy the club a coffee", "url": SHOW.funding[0].link}],
        "podcastPeople": [
            {
                "name": "Hill Runners",
                "role": "Host",
                "group": "Cast",
                "href": "https://example.org/club",
                "img": "https://example.org/club.jpg",
            },
            {"name": "The Band", "role": "Composer", "group": "Audio Post-Production"},
        ],
        "podcastSeasons": {"1": {"number": 1}, "2": {"number": 2}},
    }


@pytest.mark.slow
def test_partytime_supports_all_that_is_said(seen: dict[str, Any]) -> None:
    assert seen["partytime"]["pc20support"] == {
        "1": ["locked", "funding", "transcript", "chapters", "soundbite"],
        "2": ["person", "season", "episode"],
        "3": ["guid", "alternateEnclosure"],
        "4": ["medium"],
    }


@pytest.mark.slow
def test_partytime_sees_the_episodes(seen: dict[str, Any]) -> None:
    hills, trailer = seen["partytime"]["items"]
    # It decodes text twice, so what was escaped for HTML is not any more.
    assert hills.pop("content") == unescape(NOTES)
    assert hills.pop("description") == unescape(NOTES).replace("\n", " ")
    assert hills == {
        "title": "Hills & Stairs",
        "guid": FULL.guid,
        "link": LINK + "hills.html",
        "pubDate": "2026-03-08T05:30:00.000Z",
        "enclosure": {"url": LINK + "hills.mp3", "length": 22_014_720, "type": "audio/mpeg"},
        "duration": 1835,
        "explicit": True,
        "image": LINK + "hills-4e5f6a7b.jpg",
        "itunesImage": LINK + "hills-4e5f6a7b.jpg",
        "itunesSeason": 2,
        "itunesEpisode": 4,
        "itunesEpisodeType": "full",
        "podcastSeason": {"number": 2},
        "podcastEpisode": {"number": 4},
        "podcastChapters": {
            "url": LINK + "hills.chapters.json",
            "type": "application/json+chapters",
        },
        "podcastTranscripts": [
            {
                "url": LINK + "hills.vtt",
                "type": "text/vtt",
                "language": "en-US",
                "rel": "captions",
            },
            {
                "url": LINK + "hills.srt",
                "type": "application/srt",  # its own name for application/x-subrip
                "language": "en-US",
                "rel": "captions",
            },
        ],
        "podcastPeople": [
            {
                "name": "A Guest",
                "role": "Guest",
                "group": "Cast",
                "href": "https://example.org/guest",
            }
        ],
        "podcastSoundbites": [{"startTime": 73.25, "duration": 60, "title": "The third flight"}],
        "alternativeEnclosures": [
            {
                "type": kind,
                "length": length,
                "lang": "en-US",
                "default": False,
                "source": [{"uri": LINK + name, "contentType": kind}],
            }
            for kind, length, name in (
                ("audio/mp4", 19_000_001, "hills.m4a"),
                ("audio/ogg", 9_000_001, "hills.opus"),
            )
        ],
    }
    assert (trailer["guid"], trailer["itunesEpisodeType"]) == (BARE.guid, "trailer")
    assert trailer["enclosure"] == {
        "url": LINK + "trailer.mp3",
        "length": 245_760,
        "type": "audio/mpeg",
    }


@pytest.mark.slow
def test_feedsmith_sees_the_show(seen: dict[str, Any]) -> None:
    show = seen["feedsmith"]
    assert {key: value for key, value in show.items() if key != "items"} == {
        "title": "Lungs & Legs",
        "description": "Intervals for 3 < 5 km.\n\nNo machines, no jumping.",
        "link": LINK,
        "language": "en-us",
        "copyright": "Hill Runners",
        "generator": "audioworkout",
        "lastBuildDate": "Sun, 08 Mar 2026 05:30:00 +0000",
        "image": {"url": LINK + COVER, "title": "Lungs & Legs", "link": LINK},
        "atom": {"links": [{"href": URL, "rel": "self", "type": "application/rss+xml"}]},
        "itunes": {
            "image": LINK + COVER,
            "explicit": False,
            "author": "Hill Runners",
            "type": "serial",
            "owner": {"name": "Hill Runners", "email": "coach@example.org"},
            "categories": [
                {
                    "text": "Health & Fitness",
                    "categories": [{"text": "Fitness"}, {"text": "Nutrition"}],
                },
                {"text": "Sports"},
            ],
        },
        "podcast": {
            "guid": GUID,
            "medium": "podcast",
            "locked": {"value": True, "owner": "coach@example.org"},
            "fundings": [{"url": SHOW.funding[0].link, "display": "Buy the club a coffee"}],
            "persons": [
                {
                    "display": "Hill Runners",
                    "role": "host",
                    "group": "cast",
                    "href": "https://example.org/club",
                    "img": "https://example.org/club.jpg",
                },
                {"display": "The Band", "role": "composer", "group": "audio post-production"},
            ],
        },
    }


@pytest.mark.slow
def test_feedsmith_sees_the_episodes(seen: dict[str, Any]) -> None:
    hills, trailer = seen["feedsmith"]["items"]
    assert hills == {
        "title": "Hills & Stairs",
        "link": LINK + "hills.html",
        "description": NOTES,
        "content": {"encoded": NOTES},
        "enclosures": [{"url": LINK + "hills.mp3", "length": 22_014_720, "type": "audio/mpeg"}],
        "guid": {"value": FULL.guid, "isPermaLink": False},
        "pubDate": "Sun, 08 Mar 2026 05:30:00 +0000",
        "itunes": {
            "title": "Hills & Stairs",
            "duration": 1835,
            "image": LINK + "hills-4e5f6a7b.jpg",
            "explicit": True,
            "season": 2,
            "episode": 4,
            "episodeType": "full",
        },
        "podcast": {
            "season": {"number": 2},
            "episode": {"number": 4},
            "chapters": {"url": LINK + "hills.chapters.json", "type": "application/json+chapters"},
            "transcripts": [
                {"url": LINK + name, "type": kind, "language": "en-US", "rel": "captions"}
                for name, kind in (("hills.vtt", "text/vtt"), ("hills.srt", "application/x-subrip"))
            ],
            "persons": [
                {
                    "display": "A Guest",
                    "role": "guest",
                    "group": "cast",
                    "href": "https://example.org/guest",
                }
            ],
            "soundbites": [{"startTime": 73.25, "duration": 60, "display": "The third flight"}],
            "alternateEnclosures": [
                {
                    "type": kind,
                    "length": length,
                    "lang": "en-US",
                    "sources": [{"uri": LINK + name}],
                }
                for kind, length, name in (
                    ("audio/mp4", 19_000_001, "hills.m4a"),
                    ("audio/ogg", 9_000_001, "hills.opus"),
                )
            ],
        },
        "psc": {
            "chapters": [
                {"start": "00:00:00.000", "title": "Warm-up"},
                {"start": "00:01:03.250", "title": "Stairs <3"},
                {"start": "00:30:00.000", "title": "Done"},
            ]
        },
    }
    assert trailer["guid"] == {"value": BARE.guid, "isPermaLink": False}


@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_title_in_python(title: str) -> None:
    feed = rss(SHOW, (titled(title),), COVER, GUID)
    (episode,) = podcastparser.parse(URL, io.BytesIO(feed))["episodes"]
    assert episode["title"] == line(title)
    assert episode["chapters"][0] == {"start": 0, "title": line(title)}
    assert f"<li>00:00:00 {line(title)}</li>" in unescape(episode["description_html"])
    found = feedparser.parse(feed)
    assert not found.bozo
    assert found.entries[0].title == line(title)
    assert found.entries[0].psc_chapters.chapters[0].title == line(title)


@pytest.mark.slow
def test_hostile_titles_in_javascript(tmp_path: Path) -> None:
    feeds = [rss(SHOW, (titled(title),), COVER, GUID) for title in HOSTILE]
    for title, each in zip(HOSTILE, javascript(tmp_path, *feeds), strict=True):
        (episode,) = each["feedsmith"]["items"]
        assert episode["title"] == episode["itunes"]["title"] == line(title)
        assert episode["psc"]["chapters"][0]["title"] == line(title)
        assert episode["podcast"]["persons"][0]["display"] == line(title, LABEL)
        assert episode["podcast"]["soundbites"][0]["display"] == line(title, LABEL)
        (loose,) = each["partytime"]["items"]
        # It decodes text twice, and takes for a number what looks like one.
        assert loose.get("title") == (None if title.isdigit() else one_line(unescape(line(title))))
        assert loose["guid"] == FULL.guid
