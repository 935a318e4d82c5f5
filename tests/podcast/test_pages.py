"""Pages as text: what they say, where they link, and what hostile words cannot do to them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest

from audioworkout.plan.timeline import Timeline
from audioworkout.podcast.pages import CSP, assets, episode_page, show_page
from audioworkout.podcast.pages.subscribe import apps, is_private
from audioworkout.podcast.pages.words import languages, words_for
from audioworkout.podcast.shows.model import Funding, Person, Show
from audioworkout.words.phrases import fields_of
from audioworkout.words.phrases import languages as spoken_languages
from fake import timeline
from sample_show import (
    HOSTILE,
    SHOW,
    WORKOUTS,
    episode,
    hostile_episode,
    hostile_session,
    hostile_show,
    on,
    tips,
)

SMALL = "core-0a1b2c3d-small.jpg"
PLAN = """\
title: Core
workout:
  - 2 rounds:
      - 12 push-ups
      - rest 10s
      - 15s side plank per side
  - rest 20s
cooldown:
  - 37.5s walk
"""
SAFE = (
    "</title></script><script>alert(1)</script>\"'><img src=x onerror=alert(1)> ]]> {{ 7*7 }} "
    "[31m \U0001f3cb\ufe0f שלום xxx"
)


def parsed(page: str) -> Element:
    """The page as a browser reads it; html5lib raises where HTML is broken."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    document: Element = parser.parse(page)
    return document


def page_of(session: Timeline, show: Show = SHOW, **changes: Any) -> str:
    facts = replace(episode("core", session, 3), **changes)
    return episode_page(show, facts, session, tips(session), SMALL)


def text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def named(root: Element, path: str) -> list[str]:
    return [text(found) for found in root.iterfind(path)]


def section(root: Element, label: str) -> Element:
    found = root.find(f".//section[@aria-labelledby='{label}']")
    assert found is not None
    return found


# What they say


def test_an_episode_says_what_it_is() -> None:
    root = parsed(page_of(timeline(PLAN)))
    head = root.find("body/header")
    assert head is not None
    assert text(head) == (
        "Legs & Core Season 1 · Episode 3 Core 3:54 min work 2:37 May 3, 2026 "
        "Equipment: band and box"
    )
    assert named(root, "head/title") == ["Core · Legs & Core"]
    assert named(root, ".//div[@class='prose']/p") == ["Slow and steady.", "One minute each."]


def test_chapters_are_links_into_the_recording() -> None:
    root = parsed(page_of(timeline(PLAN)))
    found = [(text(a), a.get("href")) for a in section(root, "chapters").iter("a")]
    assert found[:3] == [
        ("0:00 Welcome", "core.mp3#t=0"),
        ("0:20 Round 1 of 2 · push-ups", "core.mp3#t=20.24"),
        ("1:00 Round 1 of 2 · side plank, left", "core.mp3#t=60.24"),
    ]
    assert len(found) == len(timeline(PLAN).chapters)


def test_the_plan_as_tables() -> None:
    plan = section(parsed(page_of(timeline(PLAN))), "plan")
    assert named(plan, ".//h3") == ["Workout", "Cool-down"]
    assert named(plan, ".//caption") == ["2 rounds"]
    assert [[text(cell) for cell in row] for row in plan.iter("tr")] == [
        ["Exercise", "Dose", "Sides", "Rest"],
        ["A push-ups", "12 reps", "", "10 s"],
        ["B side plank", "15 s", "left, right", ""],
        ["Exercise", "Dose"],
        ["C walk", "37.5 s"],
    ]
    assert named(plan, ".//p") == ["Rest after that: 20 s"]


def test_exercises_have_their_tips() -> None:
    session = timeline(PLAN)
    found = section(parsed(page_of(session)), "exercises")
    assert named(found, ".//h3") == ["A push-ups", "B side plank", "C walk"]
    known = tips(session)
    expected = [*known["push-ups"], *known["side plank"], *known["walk"]]
    assert expected
    assert named(found, ".//p") == expected


def test_every_step_with_its_times() -> None:
    rows = [a for a in parsed(page_of(timeline(PLAN))).iter("a") if a.get("data-end")]
    assert [(text(a), a.get("data-start"), a.get("data-end")) for a in rows][1:7] == [
        ("0:10 get ready 0:10", "10.24", "20.24"),
        ("0:20 push-ups, 12 reps 0:30", "20.24", "50.24"),
        ("0:50 rest 0:10", "50.24", "60.24"),
        ("1:00 side plank, left 0:15", "60.24", "75.24"),
        ("1:15 switch to right 0:05", "75.24", "80.24"),
        ("1:20 side plank, right 0:15", "80.24", "95.24"),
    ]
    assert ["data-work" in a.attrib for a in rows][1:7] == [False, True, False, True, False, True]


def test_the_picture_can_carry_a_cursor() -> None:
    session = timeline(PLAN)
    pictures = list(parsed(page_of(session)).iterfind(".//figure//{http://www.w3.org/2000/svg}svg"))
    assert [picture.get("data-length") for picture in pictures] == [str(session.length)] * 2
    assert [picture.get("aria-label") for picture in pictures] == ["Core", "Core"]
    for picture in pictures:
        plots = [shape for shape in picture.iter() if shape.get("class") == "aw-plot"]
        left, top, wide, high = (float(n) for n in picture.get("viewBox", "").split())
        x, y, width, height = (
            float(plots[0].get(name, "")) for name in ("x", "y", "width", "height")
        )
        assert left < x < x + width < left + wide
        assert top < y < y + height < top + high


def test_neighbours() -> None:
    session = timeline(PLAN)
    newer, older = episode("newer", session, 4), replace(episode("older", session, 2), title="<b>")
    page = episode_page(SHOW, episode("core", session, 3), session, {}, "x.jpg", newer, older)
    links = parsed(page).iterfind(".//nav/a")
    assert [(text(a), a.get("href"), a.get("rel")) for a in links] == [
        ("Newer Core", "newer.html", "next"),
        ("Older <b>", "older.html", "prev"),
        ("All episodes", "index.html", None),
    ]
    first = episode_page(SHOW, episode("core", session, 3), session, {}, "x.jpg")
    assert named(parsed(first), ".//nav/a") == ["All episodes"]


def test_a_show_lists_its_episodes_by_season() -> None:
    session = timeline(PLAN)
    third, second = episode("c", session, 3), episode("b", session, 2)
    episodes = (
        replace(third, season=2, explicit=True),
        replace(second, type="bonus", equipment=()),
        replace(episode("a", session), title="Loose"),
    )
    listed = [(each, f"{each.slug}-0a1b2c3d-small.jpg") for each in episodes]
    root = parsed(show_page(SHOW, listed, "cover-00000000-small.jpg"))
    assert [text(h) for h in root.iterfind(".//main/div[@class='wide']/section/h2")] == [
        "Season 2",
        "Season 1",
        "Episodes",
    ]
    assert named(root, ".//ol[@class='episodes']/li") == [
        "Core Episode 3 4 min May 3, 2026 Explicit band and box Download MP3: Core, 6.6 MB",
        "Core Episode 2 · Bonus 4 min May 2, 2026 Download MP3: Core, 6.6 MB",
        "Loose 4 min May 1, 2026 band and box Download MP3: Loose, 6.6 MB",
    ]
    covers = [image.get("src") for image in root.iterfind(".//li/img")]
    assert covers == [f"{slug}-0a1b2c3d-small.jpg" for slug in "cba"]
    assert named(root, "body/header/div") == [
        "Legs & Core By Hill Runners · 3 episodes With Hill Runners, A Guest"
    ]


def test_a_page_in_german() -> None:
    session = timeline(PLAN.replace("title: Core\n", "title: Rumpf\nlanguage: de\n"))
    page = page_of(session, replace(SHOW, language="de"))
    root = parsed(page)
    assert root.get("lang") == "de"
    assert [text(h) for h in root.iter("h2")] == [
        "Kapitel",
        "Der Plan",
        "So geht’s",
        "Schritt für Schritt",
        "Abonnieren",
        "Aufs Handy",
        "Unterstützen",
    ]
    assert named(root, "body/header/div")[0].startswith("Staffel 1 · Folge 3 Rumpf")
    assert "3. Mai 2026" in page
    assert "6,6 MB" in page
    assert "Geräte: <bdi>Fitnessband und Box</bdi>" in page


def test_another_language_than_the_pages_is_marked() -> None:
    root = parsed(show_page(replace(SHOW, language="sv"), (), "x.jpg"))
    assert root.get("lang") == "en"
    assert [h.get("lang") for h in root.iter("h1")] == ["sv"]
    root = parsed(show_page(replace(SHOW, language="pt-BR"), (), "x.jpg"))
    assert (root.get("lang"), [h.get("lang") for h in root.iter("h1")]) == ("pt-BR", [None])


# Words


def templates_of(language: str) -> Iterator[tuple[str, str]]:
    for name, inside in words_for(language).data.items():
        if isinstance(inside, dict):
            yield from ((f"{name}.{key}", words) for key, words in inside.items())
        else:
            yield name, inside


def test_pages_speak_every_language_that_coaches_do() -> None:
    assert languages() == spoken_languages()


@pytest.mark.parametrize("language", languages())
def test_every_language_has_every_word_with_its_fields(language: str) -> None:
    found, english = dict(templates_of(language)), dict(templates_of("en"))
    assert {k: fields_of(v) for k, v in found.items()} == {
        k: fields_of(v) for k, v in english.items()
    }
    assert all(words.strip() for words in found.values())


def test_every_word_is_used() -> None:
    package = resources.files("audioworkout.podcast.pages")
    files = [*(package / "templates").iterdir(), *package.iterdir()]
    source = "".join(file.read_text("utf-8") for file in files if file.is_file())
    unused = [name for name in words_for("en").data if f'"{name}"' not in source]
    assert unused == []


# Links, policy, size


def published(slugs: str = "core") -> set[str]:
    names = {"index.html", "feed.xml", *(f"assets/{name}" for name in assets())}
    for slug in slugs.split():
        endings = (".html", ".mp3", ".m4a", ".vtt", ".srt", "-0a1b2c3d-small.jpg")
        names |= {slug + ending for ending in endings}
    return names


@pytest.mark.parametrize("page", ["episode", "show"])
def test_links_lead_to_published_files_and_where_the_author_says(page: str) -> None:
    session = timeline(PLAN)
    facts = episode("core", session, 3)
    pages: dict[str, Callable[[], str]] = {
        "episode": lambda: page_of(session, persons=SHOW.persons),
        "show": lambda: show_page(SHOW, ((facts, SMALL),), SMALL),
    }
    root = parsed(pages[page]())
    links = {e.get(name, "") for e in root.iter() for name in ("href", "src")} - {""}
    inside = {link.partition("#")[0] for link in links if ":" not in link}
    assert inside <= published()
    assert {link for link in links if ":" in link} == {
        "https://example.org/legs/" + ("core.html" if page == "episode" else ""),
        "https://example.org/give",
        "https://example.org/club",
        *(link for _, link in apps(SHOW.feed_url)),
    }


@pytest.mark.parametrize("page", ["episode", "show"])
def test_nothing_in_a_page_needs_a_laxer_policy(page: str) -> None:
    session = timeline(PLAN)
    facts = episode("core", session, 3)
    pages = {
        "episode": page_of(session),
        "show": show_page(SHOW, ((facts, SMALL),), SMALL),
    }
    root = parsed(pages[page])
    policies = [m.get("content") for m in root.iter("meta") if m.get("http-equiv")]
    assert policies == [CSP]
    assert "unsafe" not in CSP
    assert [e.tag for e in root.iter("style")] == []
    assert [e.text for e in root.iter("script") if e.text] == []
    handlers = [name for e in root.iter() for name in e.attrib if re.match("on|style$", name)]
    assert handlers == []


def test_what_a_shared_link_shows_is_absolute() -> None:
    root = parsed(page_of(timeline(PLAN)))
    shown = {m.get("property"): m.get("content") for m in root.iter("meta") if m.get("property")}
    assert shown == {
        "og:type": "website",
        "og:site_name": "Legs & Core",
        "og:title": "Core",
        "og:description": "Slow and steady. One minute each.",
        "og:audio": "https://example.org/legs/core.mp3",
        "og:audio:type": "audio/mpeg",
        "og:url": "https://example.org/legs/core.html",
        "og:image": "https://example.org/legs/core-0a1b2c3d-small.jpg",
        "og:image:width": "600",
        "og:image:height": "600",
    }


def test_assets_are_named_by_their_content_and_refer_to_nothing() -> None:
    names = sorted(assets())
    assert [re.sub(r"\.[0-9a-f]{8}\.", ".", name) for name in names] == ["player.js", "style.css"]
    for name, content in assets().items():
        assert name.split(".")[1] == sha256(content).hexdigest()[:8]
        found = re.findall(rb"https?://[^\"]*|url\(|@import", content)
        assert set(found) <= {b"http://www.w3.org/2000/svg"}


@pytest.mark.parametrize("path", sorted(WORKOUTS.rglob("*.yaml")), ids=lambda path: path.stem)
def test_a_page_of_each_bundled_workout_stays_under_100_kb(path: Path) -> None:
    session = timeline(path.read_text(encoding="utf-8"))
    page = page_of(session)
    parsed(page)
    assert len(page.encode()) + sum(map(len, assets().values())) < 100_000


def test_the_same_facts_give_the_same_page() -> None:
    assert page_of(timeline(PLAN)) == page_of(timeline(PLAN))


# What is hostile


def test_hostile_words_are_shown_as_words() -> None:
    session = hostile_session(timeline(PLAN))
    facts, tips = hostile_episode("core", session), {HOSTILE: (HOSTILE,)}
    for page in (
        episode_page(hostile_show(), facts, session, tips, "x.jpg", facts, facts),
        show_page(hostile_show(), ((facts, "x.jpg"),), "x.jpg"),
    ):
        root = parsed(page)
        assert [text(h).startswith(SAFE) for h in root.iter("h1")] == [True]
        assert len(list(root.iter("script"))) == 1
        assert {image.get("onerror") for image in root.iter("img")} == {None}
        assert not re.search("[\x00-\x08\x0b-\x1f\u202e\ud800\uffff]", page)
        page.encode()


def test_a_link_that_is_no_web_page_is_not_followed() -> None:
    script = "javascript:alert(1)"
    show = replace(
        SHOW, funding=(Funding(script, "Give"),), persons=(Person("Jo", link="data:text/html,x"),)
    )
    page = show_page(show, (), "x.jpg")
    assert "With <bdi>Jo</bdi>" in page
    assert script not in page
    assert "data:text" not in page


# Subscribing


def test_apps_are_handed_the_feed() -> None:
    assert apps("https://example.org/a b/feed.xml?x=1&y") == (
        ("Apple Podcasts", "podcast://example.org/a b/feed.xml?x=1&y"),
        (
            "Overcast",
            "overcast://x-callback-url/add?url=https%3A%2F%2Fexample.org%2Fa%20b%2Ffeed.xml%3Fx%3D1%26y",
        ),
        ("Pocket Casts", "pktc://subscribe/example.org/a b/feed.xml?x=1&y"),
        ("AntennaPod", "antennapod-subscribe://example.org/a b/feed.xml?x=1&y"),
        ("Podcast Addict", "podcastaddict://example.org/a b/feed.xml?x=1&y"),
    )


@pytest.mark.parametrize(
    ("url", "private"),
    [
        ("http://192.168.1.5:8000/", True),
        ("http://10.0.0.1/", True),
        ("http://127.0.0.1:8000/", True),
        ("http://169.254.3.4/", True),
        ("http://100.64.0.1/", True),
        ("http://[::1]:8000/", True),
        ("http://[fd00::1]/", True),
        ("http://[fe80::1%25eth0]/", True),
        ("http://localhost:8000/", True),
        ("http://laptop/", True),
        ("http://laptop.local/", True),
        ("http://nas.home.arpa/", True),
        ("https://example.org/", False),
        ("https://local.example.org/", False),
        ("http://93.184.216.34/", False),
        ("http://[2606:2800:220:1::1]/", False),
    ],
)
def test_an_address_that_only_a_home_reaches(url: str, private: bool) -> None:
    assert is_private(url) is private
    shown = words_for("en").word("private")
    page = show_page(on(url), (), "x.jpg")
    assert (shown in page) is private
    assert ("Pocket Casts</a>" not in page) is private
