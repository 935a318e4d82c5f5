"""The file that keeps GUIDs and first dates: read as it was written, and refused where wrong."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from audioworkout.ground.diagnostics import WorkoutError, render
from audioworkout.podcast.shows import (
    Known,
    Ledger,
    dump_ledger,
    episode_guid,
    ledger_path,
    parse_ledger,
    read_ledger,
    show_guid,
)
from audioworkout.podcast.shows.values import RESERVED

GUID = "917393e3-1b1e-5cef-ace4-edaa54e1f810"
LINK = "https://example.org/legs/"
JANUARY = datetime(2027, 1, 4, 6, tzinfo=UTC)

LEDGER = Ledger(
    GUID,
    LINK,
    (
        Known("legs", "f2b6c1a2-5a0e-5d6b-8f0e-3f2b7b1f4c11", JANUARY),
        Known("core", "https://old.example/?p=7: it's #1", JANUARY + timedelta(seconds=90)),
    ),
)

TEXT = """\
guid: 917393e3-1b1e-5cef-ace4-edaa54e1f810
link: https://example.org/legs/
episodes:
  legs: 2027-01-04 06:00Z f2b6c1a2-5a0e-5d6b-8f0e-3f2b7b1f4c11
  core: '2027-01-04 06:01:30Z https://old.example/?p=7: it''s #1'
"""


def test_the_file_says_what_it_is_and_holds_a_line_an_episode() -> None:
    dumped = dump_ledger(LEDGER)
    comment, _, data = dumped.partition("\n\n")
    assert data == TEXT
    assert all(line.startswith("# ") for line in comment.splitlines())
    assert parse_ledger(dumped) == (LEDGER, ())
    assert list(yaml.safe_load(dumped)["episodes"]) == ["legs", "core"]


def test_an_empty_ledger() -> None:
    empty = Ledger(GUID, LINK)
    assert dump_ledger(empty).endswith("episodes: {}\n")
    assert parse_ledger(dump_ledger(empty)) == (empty, ())


SLUGS = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,3}", fullmatch=True).filter(
    lambda slug: slug not in RESERVED
)
GUIDS = st.from_regex(r"[!-~]{1,20}( [!-~]{1,9}){0,2}", fullmatch=True)
DATES = st.datetimes(datetime(1970, 1, 2), datetime(2199, 12, 30), timezones=st.timezones()).map(
    lambda date: date.replace(microsecond=0).astimezone(UTC)
)


@given(st.lists(st.tuples(SLUGS, GUIDS, DATES), unique_by=(lambda k: k[0], lambda k: k[1])))
def test_what_is_written_is_read_and_written_the_same(
    rows: list[tuple[str, str, datetime]],
) -> None:
    known = tuple(Known(*row) for row in sorted(rows, key=lambda row: (row[2], row[0])))
    ledger = Ledger(GUID, LINK, known)
    text = dump_ledger(ledger)
    assert parse_ledger(text) == (ledger, ())
    assert dump_ledger(Ledger(GUID, LINK, known[::-1])) == text


@given(st.text())
def test_whatever_text_it_is(text: str) -> None:
    ledger, found = parse_ledger(text)
    assert ledger is None
    assert found


@given(st.text(), st.text())
def test_whatever_an_episode_is(slug: str, value: str) -> None:
    import json

    text = json.dumps({"guid": GUID, "link": LINK, "episodes": {slug: value}}, ensure_ascii=False)
    ledger, found = parse_ledger(text)
    assert (ledger is None) == bool(found)
    for problem in found:
        assert render(problem, "x.published.yaml", text)


def test_all_mistakes_are_found_in_one_go() -> None:
    text = """\
guid: 917393e3
lnk: https://example.org/
episodes:
  Legs: 2027-01-04 06:00Z a
  core: 2027-01-04 06:00 a
  arms: 2027-13-04 06:00Z a
  back: 2027-01-04 06:00Z ä
  hips: [a]
"""
    found = [render(p, "l", text).splitlines()[0] for p in parse_ledger(text)[1]]
    assert found == [
        "l:1:7: error: expected a GUID such as `917393e3-1b1e-5cef-ace4-edaa54e1f810`,"
        " found `917393e3`",
        "l:2:1: error: unknown key `lnk`",
        "l:4:3: error: a slug has small letters a to z, digits and hyphens, 60 at most;"
        " found `Legs`",
        "l:5:9: error: expected a date in UTC and a GUID, such as"
        f" `2027-01-04 06:00Z {GUID}`, found `2027-01-04 06:00 a`",
        "l:6:9: error: expected a date such as `2027-01-04` or `2027-01-04 18:30`,"
        " found `2027-13-04 06:00Z`",
        "l:7:9: error: expected a GUID in ASCII, found `ä`",
        "l:8:9: error: expected a date and a GUID, found a list",
    ]


def test_one_guid_for_two_episodes_is_refused() -> None:
    text = TEXT.replace("f2b6c1a2-5a0e-5d6b-8f0e-3f2b7b1f4c11", "a").replace(
        "https://old.example/?p=7: it''s #1", "a"
    )
    (problem,) = parse_ledger(text)[1]
    assert (problem.span.line, problem.message) == (5, "`core` has the GUID of `legs`")


def test_reading_from_disk(tmp_path: Path) -> None:
    path = ledger_path(tmp_path / "my.show.yaml")
    assert path == tmp_path / "my.show.published.yaml"
    assert read_ledger(path) is None
    path.write_text(TEXT)
    assert read_ledger(path) == LEDGER
    path.write_text("")
    with pytest.raises(WorkoutError, match="1 mistake") as raised:
        read_ledger(path)
    (problem,) = raised.value.diagnostics
    assert problem.message == "the file is empty"
    assert problem.hint is not None
    assert problem.hint.startswith("take back the one that was committed")


@pytest.mark.parametrize(
    ("url", "guid"),
    [  # the examples of Podcasting 2.0, https://github.com/Podcastindex-org/podcast-namespace
        ("https://mp3s.nashownotes.com/pc20rss.xml", "917393e3-1b1e-5cef-ace4-edaa54e1f810"),
        ("http://podnews.net/rss", "9b024349-ccf0-5f69-a609-6b82873eab3c"),
        ("https://podnews.net/rss//", "9b024349-ccf0-5f69-a609-6b82873eab3c"),
    ],
)
def test_a_show_s_guid(url: str, guid: str) -> None:
    assert show_guid(url) == guid


def test_an_episode_s_guid_comes_from_its_show_s_and_its_slug() -> None:
    assert episode_guid(GUID, "legs") == "100e2bcd-894c-50e1-a61d-4f98b127abc7"
    assert episode_guid(GUID, "core") != episode_guid(GUID, "legs")
    assert episode_guid(show_guid(LINK), "legs") != episode_guid(GUID, "legs")
