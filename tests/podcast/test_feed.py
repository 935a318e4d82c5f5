"""The feed: reviewed as text, checked against the standards field by field, under any text."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

import checkout
from audioworkout.plan.export.subtitles import srt, vtt
from audioworkout.plan.segments import Speech
from audioworkout.plan.timeline import Chapter, Event, Timeline
from audioworkout.podcast.feed import chapters_json, rss
from audioworkout.podcast.feed.values import address, cut, line, prose
from audioworkout.podcast.shows.model import Episode, Funding, Person, Soundbite
from feed_rules import NS, RULES, Feed, Rule
from feeds import BARE, COVER, FULL, GUID, HOSTILE, SHOW, titled

GOLDEN = checkout.GOLDEN / "feed"
SAMPLE = Feed(rss(SHOW, (FULL, BARE), COVER, GUID).decode())


def channel(*episodes: Episode) -> ET.Element:
    return ET.fromstring(rss(SHOW, episodes, COVER, GUID))[0]


def item(episode: Episode) -> ET.Element:
    found = channel(episode).find("item")
    assert found is not None
    return found


def test_feed_as_reviewed(golden: Callable[[Path, str], None]) -> None:
    golden(GOLDEN / "feed.xml", SAMPLE.text)


def test_chapters_as_reviewed(golden: Callable[[Path, str], None]) -> None:
    golden(GOLDEN / "chapters.json", chapters_json(FULL, SHOW.link))


def test_newest_first_in_the_same_bytes_whatever_the_order() -> None:
    assert rss(SHOW, (BARE, FULL), COVER, GUID) == rss(SHOW, (FULL, BARE), COVER, GUID)


def test_a_show_without_episodes_was_never_built() -> None:
    assert channel().find("lastBuildDate") is None
    assert channel().find("item") is None


# PSP-1: The Podcast RSS Standard; required, then recommended, of channel and item.
PSP_CHANNEL = [
    "atom:link[@rel='self']", "title", "description", "link", "language",
    "itunes:category[@text]", "itunes:explicit", "itunes:image[@href]",
    "podcast:locked", "podcast:guid", "itunes:author",
]  # fmt: skip
PSP_ITEM = [
    "title", "enclosure[@url][@length][@type]", "guid",
    "link", "pubDate", "description", "itunes:duration", "itunes:image[@href]",
    "itunes:explicit", "podcast:transcript[@url][@type]",
]  # fmt: skip


@pytest.mark.parametrize("path", PSP_CHANNEL)
def test_psp_1_of_the_channel(path: str) -> None:
    assert channel(BARE).find(path, NS) is not None


@pytest.mark.parametrize("path", PSP_ITEM)
def test_psp_1_of_an_item(path: str) -> None:
    assert item(BARE).find(path, NS) is not None


LINK = "https://example.org/lungs/"
FEED = LINK + "feed.xml"
JSON_CHAPTERS = "application/json+chapters"
CAPTIONS = {"language": "en-US", "rel": "captions"}

CHANNEL_VALUES = {
    "atom:link": [
        (
            "",
            {
                "href": LINK + "feed.xml",
                "rel": "self",
                "type": "application/rss+xml",
            },
        )
    ],
    "itunes:image": [("", {"href": LINK + "cover-0a1b2c3d.jpg"})],
    "itunes:category": [("", {"text": "Health & Fitness"}), ("", {"text": "Sports"})],
    "itunes:category/itunes:category": [("", {"text": "Fitness"}), ("", {"text": "Nutrition"})],
    "itunes:explicit": [("false", {})],
    "itunes:author": [("Hill Runners", {})],
    "itunes:owner/itunes:name": [("Hill Runners", {})],
    "itunes:owner/itunes:email": [("coach@example.org", {})],
    "itunes:type": [("serial", {})],
    "podcast:guid": [(GUID, {})],
    "podcast:locked": [("yes", {"owner": "coach@example.org"})],
    "podcast:medium": [("podcast", {})],
    "podcast:funding": [
        ("Buy the club a coffee", {"url": "https://example.org/give?to=club&now=1"})
    ],
    "podcast:person": [
        (
            "Hill Runners",
            {
                "role": "host",
                "group": "cast",
                "href": "https://example.org/club",
                "img": "https://example.org/club.jpg",
            },
        ),
        ("The Band", {"role": "composer", "group": "audio post-production"}),
    ],
}
NOTES = (
    "<p>Up &lt;fast&gt;, down slow.</p>\n<p>Take water.</p>\n<ul>\n<li>00:00:00 Warm-up</li>\n"
    "<li>00:01:03 Stairs &lt;3</li>\n<li>00:30:00 Done</li>\n</ul>"
)
ITEM_VALUES = {
    "content:encoded": [(NOTES, {})],
    "itunes:title": [("Hills & Stairs", {})],
    "itunes:duration": [("1835", {})],
    "itunes:image": [("", {"href": LINK + "hills-4e5f6a7b.jpg"})],
    "itunes:explicit": [("true", {})],
    "itunes:season": [("2", {})],
    "itunes:episode": [("4", {})],
    "itunes:episodeType": [("full", {})],
    "podcast:season": [("2", {})],
    "podcast:episode": [("4", {})],
    "podcast:chapters": [
        (
            "",
            {
                "url": LINK + "hills.chapters.json",
                "type": "application/json+chapters",
            },
        )
    ],
    "podcast:transcript": [
        (
            "",
            {
                "url": LINK + "hills.vtt",
                "type": "text/vtt",
                "language": "en-US",
                "rel": "captions",
            },
        ),
        (
            "",
            {
                "url": LINK + "hills.srt",
                "type": "application/x-subrip",
                "language": "en-US",
                "rel": "captions",
            },
        ),
    ],
    "podcast:person": [
        ("A Guest", {"role": "guest", "group": "cast", "href": "https://example.org/guest"})
    ],
    "podcast:soundbite": [("The third flight", {"startTime": "73.250", "duration": "60.000"})],
    "podcast:alternateEnclosure": [
        ("", {"type": "audio/mp4", "length": "19000001", "lang": "en-US"}),
        ("", {"type": "audio/ogg", "length": "9000001", "lang": "en-US"}),
    ],
    "podcast:alternateEnclosure/podcast:source": [
        ("", {"uri": LINK + "hills.m4a"}),
        ("", {"uri": LINK + "hills.opus"}),
    ],
    "psc:chapters": [("", {"version": "1.2"})],
    "psc:chapters/psc:chapter": [
        ("", {"start": "00:00:00.000", "title": "Warm-up"}),
        ("", {"start": "00:01:03.250", "title": "Stairs <3"}),
        ("", {"start": "00:30:00.000", "title": "Done"}),
    ],
}


def _found(parent: ET.Element, path: str) -> list[tuple[str, dict[str, str]]]:
    return [((each.text or "").strip(), each.attrib) for each in parent.findall(path, NS)]


@pytest.mark.parametrize("path", CHANNEL_VALUES)
def test_values_of_the_channel(path: str) -> None:
    assert _found(channel(FULL), path) == CHANNEL_VALUES[path]


@pytest.mark.parametrize("path", ITEM_VALUES)
def test_values_of_an_item(path: str) -> None:
    assert _found(item(FULL), path) == ITEM_VALUES[path]


def test_all_that_has_a_namespace_is_checked() -> None:
    prefixes = {f"{{{uri}}}": f"{prefix}:" for prefix, uri in NS.items()}
    spelt = {
        re.sub(r"\{.*\}", lambda found: prefixes[found[0]], each.tag)
        for each in channel(FULL).iter()
    }
    checked = {part for path in (*CHANNEL_VALUES, *ITEM_VALUES) for part in path.split("/")}
    assert {tag for tag in spelt if ":" in tag} == checked


def test_what_an_episode_does_not_have_is_left_out() -> None:
    bare = item(replace(BARE, season=None, number=None))
    assert [re.sub(r"\{.*\}", "", each.tag) for each in bare] == [
        "title", "title", "link", "guid", "pubDate", "enclosure", "description", "encoded",
        "duration", "image", "explicit", "episodeType", "transcript", "transcript",
    ]  # fmt: skip


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_the_feed_keeps_the_validator_s_rule(rule: Rule) -> None:
    assert rule.keeps(SAMPLE)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_feed_that_breaks_the_rule_is_found(rule: Rule) -> None:
    old, new = rule.breaks
    assert old in SAMPLE.text
    assert not rule.keeps(Feed(SAMPLE.text.replace(old, new)))


@pytest.mark.parametrize("title", HOSTILE)
def test_no_title_breaks_a_rule(title: str) -> None:
    feed = Feed(rss(replace(SHOW, author=title), (titled(title), BARE), COVER, GUID).decode())
    assert [name for name, rule in RULES.items() if not rule.keeps(feed)] == []


SPOKEN = {
    HOSTILE[2]: "Bell , escape [31m and half a pair",
    HOSTILE[3]: "אימון רגליים abc",
    HOSTILE[7]: "word " * 50 + "word…",
    HOSTILE[8]: "x" * 254 + "…",
}
"""The titles that do not stay as they are."""


@pytest.mark.parametrize("title", HOSTILE)
def test_a_title_comes_back(title: str) -> None:
    expected = SPOKEN.get(title, title)
    found = item(titled(title))
    assert found.findtext("title") == expected
    assert found.findtext("itunes:title", None, NS) == expected
    chapter = found.find("psc:chapters/psc:chapter", NS)
    assert chapter is not None
    assert chapter.get("title") == expected
    listed = re.findall("<li>(.*)</li>", found.findtext("description") or "")
    assert unescape(listed[0]) == f"00:00:00 {expected}"
    assert json.loads(chapters_json(titled(title), SHOW.link))["chapters"][0]["title"] == expected


def test_a_date_is_told_in_utc() -> None:
    assert item(FULL).findtext("pubDate") == "Sun, 08 Mar 2026 05:30:00 +0000"


def test_an_address_that_is_not_ascii_is_encoded_once() -> None:
    assert address("https://example.org/für alle?a=%20&b=\ud800") == (
        "https://example.org/f%C3%BCr%20alle?a=%20&b="
    )


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [
        ("one two", 7, "one two"),
        ("one two three", 12, "one two…"),
        ("one two three", 10, "one two…"),
        ("one, two", 7, "one…"),
        ("ééééé", 9, "ééé…"),
        ("🏃🏃", 7, "🏃…"),
        ("🏃🏃", 6, ""),
        ("word", -5, ""),
    ],
)
def test_cut(text: str, most: int, expected: str) -> None:
    assert cut(text, most) == expected


def test_the_show_s_description_is_cut_at_4000_bytes() -> None:
    show = replace(SHOW, description="größer " * 1_000)
    text = ET.fromstring(rss(show, (), COVER, GUID)).findtext("channel/description")
    assert text == "größer " * 443 + "größer…"
    assert len(text.encode()) == 3_998


def test_a_long_description_makes_room_for_the_chapters() -> None:
    episode = replace(FULL, description="a < b & c " * 500)
    description = item(episode).findtext("description") or ""
    assert 3_970 < len(description.encode()) <= 4_000
    assert description.startswith("<p>a &lt; b &amp; c a &lt; b")
    assert "…</p>\n<ul>\n<li>00:00:00 Warm-up</li>" in description
    content = item(episode).findtext("content:encoded", "", NS)
    assert content.count("a &lt; b &amp; c") == 500


def test_chapters_that_take_too_much_room_are_for_the_full_notes() -> None:
    chapters = tuple(Chapter(at * 1_000, at * 1_000 + 1_000, "x" * 200) for at in range(20))
    found = item(replace(FULL, chapters=chapters))
    assert found.findtext("description") == "<p>Up &lt;fast&gt;, down slow.</p>\n<p>Take water.</p>"
    assert found.findtext("content:encoded", "", NS).count("<li>") == 20


def test_json_chapters_are_in_seconds() -> None:
    chapters = json.loads(chapters_json(FULL, SHOW.link))["chapters"]
    assert [(each["startTime"], each.get("endTime")) for each in chapters] == [
        (0, None),
        (63.25, None),
        (1800, 1834.5),
    ]


def test_json_of_an_episode_without_chapters() -> None:
    assert json.loads(chapters_json(BARE, SHOW.link)) == {
        "version": "1.2.0",
        "title": "What is coming",
        "fileName": "trailer.mp3",
        "chapters": [],
    }


ANY = st.text(st.characters(), max_size=400)  # half pairs too
WORDS = st.text(st.characters(), min_size=1, max_size=80)


@given(
    title=ANY,
    text=ANY,
    name=ANY,
    url=WORDS,
    time=st.datetimes(datetime(1970, 1, 2), datetime(2199, 1, 1)),
)
def test_any_text_comes_back_clean(
    title: str, text: str, name: str, url: str, time: datetime
) -> None:
    show = replace(
        SHOW,
        title=title,
        description=text,
        author=name,
        copyright=text,
        link="https://example.org/" + url,
        funding=(Funding("https://example.org/" + url, name),),
    )
    episode = replace(
        titled(title),
        description=text,
        persons=(Person(name, link="https://example.org/" + url),),
        soundbite=Soundbite(0, 60_000, text),
        published=time.replace(tzinfo=UTC),
    )
    top = ET.fromstring(rss(show, (episode,), COVER, GUID))[0]
    found = top.find("item")
    assert found is not None
    assert top.findtext("title") == line(title)
    assert top.findtext("description") == prose(text)
    assert top.findtext("itunes:author", None, NS) == line(name)
    assert top.findtext("copyright") == line(text)
    assert top.findtext("podcast:funding", None, NS) == line(name, 128)
    assert found.findtext("title") == line(title)
    assert found.findtext("podcast:person", None, NS) == line(name, 128)
    assert found.findtext("podcast:soundbite", None, NS) == line(text, 128)
    assert unescape(
        "\n".join(re.findall("<p>(.*)</p>", found.findtext("content:encoded", "", NS)))
    ) == re.sub("\n+", "\n", prose(text))
    assert (top.findtext("link") or "").isascii()


@given(st.text(st.characters(), max_size=3_000), st.integers(4, 400))
def test_a_cut_text_is_the_start_of_the_text(text: str, most: int) -> None:
    text = prose(text)
    short = cut(text, most)
    assert len(short.encode()) <= most
    assert short == text or text.startswith(short.removesuffix("…"))
    assert len(line(text, most)) <= most


@given(st.lists(st.text(st.characters(), min_size=1, max_size=300), min_size=1, max_size=4))
def test_transcripts_have_lines_of_at_most_65_characters(said: list[str]) -> None:
    events = tuple(Event(at * 30_000, 20_000, Speech(text)) for at, text in enumerate(said))
    session = Timeline("Legs", len(said) * 30_000, (), events, ())
    assert all(len(unescape(text)) <= 65 for text in vtt(session).splitlines())
    assert all(len(text) <= 65 for text in srt(session).splitlines())
