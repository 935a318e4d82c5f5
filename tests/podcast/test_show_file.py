"""Show files: what they make, and what is refused, where, with which way out."""

import re
from dataclasses import replace
from datetime import datetime
from fnmatch import fnmatch
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from audioworkout.ground.diagnostics import START, Severity, WorkoutError, render
from audioworkout.language.grammar import Mistake
from audioworkout.podcast.shows import is_show, parse, read_show
from audioworkout.podcast.shows.dates import dates, parse_date, parse_every
from audioworkout.podcast.shows.document import FUNDING_KEYS, SHOW, show_schema
from audioworkout.podcast.shows.entries import KEYS as EPISODE
from audioworkout.podcast.shows.entries import MOST
from audioworkout.podcast.shows.model import Entry, Funding, Person, Show
from audioworkout.podcast.shows.people import KEYS as PERSON
from audioworkout.podcast.shows.values import (
    MOST_BYTES,
    categories,
    names,
    parse_category,
    parse_email,
    slug_of,
)
from checkout import ROOT
from editor_yaml import Editor, as_json

DOCS = (ROOT / "docs" / "show.md").read_text("utf-8")
CODE = re.compile(r"`([^`]+)`")
BERLIN = ZoneInfo("Europe/Berlin")

FILES = (
    "legs.yaml",
    "legs.png",
    "Beine & Pö.yaml",
    "../Старт 1.yaml",
    "week-1/mon.yaml",
    "week-1/thu.yaml",
    "week-2/mon.yaml",
    "week-10/mon.yaml",
)

HEAD = """\
title: Legs at seven
description: Two sessions a week.
author: Hill Runners
email: coach@example.org
link: https://example.org/legs
"""

BARE = Show(
    "Legs at seven",
    "Two sessions a week.",
    "Hill Runners",
    "coach@example.org",
    "https://example.org/legs/",
    (Entry("core", START, slug="core"),),
    START,
)


def look(spec: str) -> tuple[str, ...]:
    """A folder with FILES in it."""
    return tuple(
        name
        for name in FILES
        if name == spec or (fnmatch(name, spec) and name.count("/") == spec.count("/"))
    )


def made(text: str) -> Show:
    """The show of a text, without places."""
    show, problems = parse(text, look)
    assert show is not None, problems
    return replace(
        show, origin=START, entries=tuple(replace(entry, origin=START) for entry in show.entries)
    )


def show_of(*lines: str) -> Show:
    return made(HEAD + "\n".join(lines) + "\n")


def entries(listed: str) -> tuple[Entry, ...]:
    return show_of(f"episodes: {listed}").entries


def whole(part: str) -> str:
    """A part of a show file with the keys that it lacks."""
    lacking = (HEAD + "episodes: [core]\n").splitlines(keepends=True)
    given = re.findall(r"^(\w+):", part, re.MULTILINE)
    return part + "".join(line for line in lacking if line.partition(":")[0] not in given)


def problems(text: str) -> list[str]:
    return [problem.message for problem in parse(text, look)[1]]


# What it makes


def test_the_shortest_show() -> None:
    assert show_of("episodes: core") == BARE


def test_every_key() -> None:
    text = """\
title: "Legs \\u202eat\\nseven"
description: |
  Two sessions a week.
  At home.


  Bring water.
author: Hill Runners
email: coach@example.org
link: HTTP://example.org:8000
language: pt-br
category: [running, health & fitness > nutrition, TRUE CRIME]
type: Serial
explicit: yes
image: legs.png
copyright: © Hill Runners
funding: {link: https://example.org/give, words: Give}
persons: [Hill Runners, {name: A Guest, role: Cover Art Designer, link: https://b.org, image: https://b.org/b}]
locked: no
bitrate: 128 kbit/s
voice: joe
also: [opus, m4a, opus]
timezone: europe/berlin
episodes:
  - workout: legs.yaml
    title: One
    description: Slow.
    slug: one
    date: 2027-07-05 18:30
    season: 2
    number: 1
    type: full
    explicit: no
    image: legs.png
    persons: Cy
"""
    assert made(text) == Show(
        title="Legs at seven",
        description="Two sessions a week.\nAt home.\n\nBring water.",
        author="Hill Runners",
        email="coach@example.org",
        link="HTTP://example.org:8000/",
        language="pt-BR",
        categories=(("Sports", "Running"), ("Health & Fitness", "Nutrition"), ("True Crime",)),
        type="serial",
        explicit=True,
        image="legs.png",
        copyright="© Hill Runners",
        funding=(Funding("https://example.org/give", "Give"),),
        persons=(
            Person("Hill Runners"),
            Person("A Guest", "cover art designer", "https://b.org", "https://b.org/b", "visuals"),
        ),
        locked=False,
        bitrate=128,
        voice="joe",
        also=("opus", "m4a"),
        timezone="Europe/Berlin",
        origin=START,
        entries=(
            Entry(
                "legs.yaml",
                START,
                title="One",
                description="Slow.",
                slug="one",
                date=datetime(2027, 7, 5, 18, 30, tzinfo=BERLIN),
                season=2,
                number=1,
                explicit=False,
                image="legs.png",
                persons=(Person("Cy"),),
            ),
        ),
    )


def test_a_pattern_counts_on_and_leaves_out_what_is_named() -> None:
    listed = "[{workout: week-1/thu.yaml, number: 9}, {workout: week-*/*.yaml, number: 2}]"
    assert [(e.workout, e.slug, e.number) for e in entries(listed)] == [
        ("week-1/thu.yaml", "week-1-thu", 9),
        ("week-1/mon.yaml", "week-1-mon", 2),
        ("week-2/mon.yaml", "week-2-mon", 3),
        ("week-10/mon.yaml", "week-10-mon", 4),
    ]


def test_a_list_is_a_row_as_a_pattern_is() -> None:
    listed = "{workout: [core, week-2/*.yaml, legs.yaml], date: 2027-03-27, every: day, season: 3}"
    found = show_of("timezone: Europe/Berlin", f"episodes: {listed}").entries
    assert [(e.workout, e.season, e.date and e.date.isoformat()) for e in found] == [
        ("core", 3, "2027-03-27T06:00:00+01:00"),
        ("week-2/mon.yaml", 3, "2027-03-28T06:00:00+02:00"),
        ("legs.yaml", 3, "2027-03-29T06:00:00+02:00"),
    ]


def test_a_link_from_outside_stands_in_for_the_file_s() -> None:
    text = whole("episodes: core\n").replace("link: https://example.org/legs\n", "")
    assert problems(text) == [
        "a show needs `link`: the address of the folder as listeners will see it"
    ]
    show, found = parse(text, look, link="http://127.0.0.1:8000/")
    assert found == ()
    assert show is not None
    assert show.feed_url == "http://127.0.0.1:8000/feed.xml"


def test_a_title_that_begins_with_its_number_is_a_warning() -> None:
    text = whole("episodes: {workout: core, title: 'Episode 3: Core', number: 3}\n")
    show, (warning,) = parse(text, look)
    assert show is not None
    assert render(warning, "show.yaml", text).splitlines() == [
        "show.yaml:1:21: warning: the title `Episode 3: Core` begins with a number,"
        " which apps would show twice",
        "  |",
        "1 | episodes: {workout: core, title: 'Episode 3: Core', number: 3}",
        "  |                     ^^^^",
        "  = hint: leave it out of the title and write it as `season` and `number`",
    ]
    assert parse(text.replace("Episode 3: Core", "10 minutes of core"), look)[1] == ()


# What is refused


def test_a_workout_is_no_show() -> None:
    assert problems("title: T\nworkout:\n  - 30s squats\n") == ["this is a workout, not a show"]


def test_all_mistakes_are_found_in_one_go() -> None:
    text = """\
title: Legs
descripton: x
email: ada
link: https://exämple.org/a b/
category: [Helth & Fitness, Sports, History, Comedy]
timezone: Mars
image: no.jpg
funding: [{link: x.org/give}]
episodes:
  - legz.yaml
  - {workout: week-1, nubmer: 1}
  - {workout: core, slug: The Core, season: 0, every: week}
  - []
"""
    assert [render(p, "s", text).splitlines()[0] for p in parse(text, look)[1]] == [
        "s:1:1: error: a show needs `author`",
        "s:2:1: error: unknown key `descripton`",
        "s:3:8: error: expected an address such as `coach@example.org`, found `ada`",
        "s:4:7: error: a link is of ASCII without spaces, found `https://exämple.org/a b/`",
        "s:5:12: error: there is no category `Helth & Fitness` in Apple's list",
        "s:6:11: error: expected a time zone such as `Europe/Berlin`, found `Mars`",
        "s:7:8: error: there is no file `no.jpg`",
        "s:8:12: error: funding needs `words`",
        "s:8:18: error: expected a link such as `https://example.org/legs/`, found `x.org/give`",
        "s:10:5: error: there is no workout `legz.yaml`",
        "s:11:15: error: `week-1` is a folder",
        "s:11:23: error: unknown key `nubmer`",
        "s:12:27: error: a slug has small letters a to z, digits and hyphens, 60 at most;"
        " found `The Core`",
        "s:12:45: error: expected a whole number from 1 to 9,999, found `0`",
        "s:13:5: error: expected text or a mapping with `workout`, found a list",
    ]
    assert [problem.hint for problem in parse(text, look)[1]] == [
        "write `author: Your Name`",
        "did you mean `description`?",
        None,
        "write `https://xn--exmple-cua.org/a%20b/`",
        "did you mean `Health & Fitness`?",
        None,
        "delete `image`, and a cover is made",
        "write `words: Support the show`",
        "write `https://x.org/give`",
        "did you mean `legs.yaml`?",
        "write `week-1/*.yaml`",
        "did you mean `number`?",
        "write `slug: the-core`",
        None,
        None,
    ]


def test_a_serial_show_needs_numbers_but_for_trailers_and_extras() -> None:
    text = """\
type: serial
episodes:
  - {workout: core, type: trailer}
  - {workout: legs.yaml, type: bonus}
  - {workout: week-1/thu.yaml, number: 7}
  - week-*/*.yaml
"""
    (problem,) = parse(whole(text), look)[1]
    assert (problem.span.line, problem.message, problem.hint) == (
        6,
        "`week-1/mon.yaml` has no number, and each episode of a serial show needs one",
        "write `- {workout: week-1/mon.yaml, number: 1}`; a pattern counts on from it",
    )


def test_two_episodes_with_one_number_or_slug_are_told_with_both_lines() -> None:
    text = """\
episodes:
  - {workout: core, season: 1, number: 1}
  - {workout: core, slug: again, season: 1, number: 1}
  - {workout: legs.yaml, slug: again, season: 2, number: 1}
"""
    found = parse(whole(text), look)[1]
    assert [(p.span.line, p.message, p.hint) for p in found] == [
        (
            3,
            "two episodes have the number 1 of season 1",
            "`core` has it in line 2: give each its own",
        ),
        (
            4,
            "two episodes have the slug `again`: `legs.yaml` here and `core` in line 3",
            "write `- {workout: legs.yaml, slug: …}` in one of the two",
        ),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the file is empty"),
        ("- core\n", "expected the keys of a show"),
        (whole("episodes: []\n"), "this list is empty"),
        (whole("title: '\u200e\u202e'\n"), "expected text, found characters that cannot be seen"),
        (
            whole(f"description: {'é' * (MOST_BYTES // 2)}x\n"),
            "the description has 4,001 bytes; 4,000 is the most that directories take",
        ),
        (whole(f"persons: {'x' * 129}\n"), "this has 129 characters; 128 is the most"),
        (whole("category: [Arts, News, Music, Comedy]\n"), "4 categories; directories take 3"),
        (
            whole("link: https://ada:secret@example.org/\n"),
            "a published link cannot hold a user's name or password",
        ),
        (
            whole("link: https://[::1\n"),
            "expected a link such as `https://example.org/legs/`, found `https://[::1`",
        ),
        (whole("language: qq\n"), "there is no language `qq`"),
        (whole("language: de-QQ\n"), "there is no country `QQ`"),
        (
            whole("episodes: {workout: core, date: 1066-10-14}\n"),
            "the year 1066 is out of reach: 1970 to 2199 are known",
        ),
        (
            whole("episodes: {workout: [core, legs.yaml], date: 2027-01-04, every: [week]}\n"),
            "expected a list of days such as `[monday, thursday]`",
        ),
        (
            whole("episodes: {workout: [core, legs.yaml], date: 2027-01-04, every: 400 days}\n"),
            "expected 1 to 366 days, found `400 days`",
        ),
    ],
)
def test_refused(text: str, message: str) -> None:
    assert problems(text) == [message]


def test_more_episodes_than_directories_show() -> None:
    many = tuple(f"{number}.yaml" for number in range(MOST + 1))
    text = whole("episodes: {workout: '*.yaml', date: 2199-12-31, every: 366 days}\n")
    show, (problem,) = parse(text, lambda spec: many)
    assert show is None
    assert problem.message == "2,001 episodes; 2,000 is the most that directories show"
    show, _ = parse(text, lambda spec: many[:MOST])
    assert show is not None
    assert show.entries[-1].date is not None
    assert show.entries[-1].date.year == 4203


@pytest.mark.parametrize("name", ["feed.yaml", "🔥.yaml", "LPT1.yaml"])
def test_a_file_whose_name_makes_no_slug(name: str) -> None:
    _, (problem,) = parse(whole(f"episodes: {name}\n"), lambda spec: (spec,))
    assert problem.message in (
        "`feed` is the name of another file of the show",
        "no file name for the web can be made of `🔥.yaml`",
        "`lpt1` is a device on Windows, where no file can be called so",
    )
    assert problem.hint == f"write `- {{workout: {name}, slug: legs}}`"


SHOWN = st.sampled_from([*SHOW, *EPISODE, "name", "x"])
TEXTS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["core", "*.yaml", "legs.yaml", "week-*/*.yaml", "2027-01-04", "monday", "1"]),
    st.sampled_from(["https://ä/", "http://[", "a@b.de", "no", "serial", "Sports > Running"]),
)
VALUES = st.recursive(
    TEXTS,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(SHOWN, inner, max_size=6)),
    max_leaves=20,
)


@given(st.dictionaries(SHOWN, VALUES, max_size=8), st.booleans())
def test_whatever_is_written_is_taken_or_refused(keys: dict[str, object], filled: bool) -> None:
    import json

    base = dict(re.findall(r"^(\w+): (.*)$", HEAD, re.MULTILINE)) if filled else {}
    text = json.dumps({**base, **keys}, ensure_ascii=False)
    show, found = parse(text, look)
    assert (show is None) == any(problem.severity is Severity.ERROR for problem in found)
    for problem in found:
        assert render(problem, "show.yaml", text)


@given(st.text())
def test_whatever_text_it_is(text: str) -> None:
    show, found = parse(text, look)
    assert show is None
    assert found


@given(st.text())
def test_slugs_are_safe_whatever_they_are_made_of(text: str) -> None:
    assert re.fullmatch(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*)?", slug_of(text))
    assert len(slug_of(text)) <= 60


# On disk


def test_patterns_are_resolved_in_the_show_s_folder_in_natural_order(tmp_path: Path) -> None:
    folder = tmp_path / "show"
    for name in ("b/w10.yaml", "b/w2.yaml", "b/W1.yaml", "b/exercises.yaml", "lexicon.yaml"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x")
    for name in (".hidden.yaml", "show.published.yaml", "../up.yaml", "[1].yaml"):
        (folder / name).write_text("x")
    (folder / "folder.yaml").mkdir()
    path = folder / "show.yaml"
    path.write_text(HEAD + "episodes: ['**/*.yaml', ../*.yaml]\n")
    source, show, warnings = read_show(path)
    assert (source.stem, warnings) == ("show", ())
    assert [(entry.workout, entry.slug) for entry in show.entries] == [
        ("[1].yaml", "1"),
        ("b/W1.yaml", "b-w1"),
        ("b/w2.yaml", "b-w2"),
        ("b/w10.yaml", "b-w10"),
        ("../up.yaml", "up"),
    ]
    path.write_text(HEAD + "episodes: {workout: './b/../[1].yaml', title: One}\n")
    assert read_show(path)[1].entries[0].workout == "[1].yaml"


def test_a_file_with_mistakes_raises_them_all(tmp_path: Path) -> None:
    path = tmp_path / "show.yaml"
    path.write_text(HEAD.replace("Hill Runners", "") + "episodes: [legs.yaml]\n")
    with pytest.raises(WorkoutError, match="2 mistakes") as raised:
        read_show(path)
    assert [problem.message for problem in raised.value.diagnostics] == [
        "expected text, found nothing",
        "there is no workout `legs.yaml`",
    ]


def test_a_base_url_is_checked_as_a_link_is(tmp_path: Path) -> None:
    path = tmp_path / "show.yaml"
    path.write_text(HEAD + "episodes: core\n")
    assert read_show(path, link="http://10.0.0.7:8000")[1].link == "http://10.0.0.7:8000/"
    with pytest.raises(WorkoutError) as raised:
        read_show(path, link="example.org/legs")
    assert str(raised.value) == (
        "the base URL: expected a link such as `https://example.org/legs/`,"
        " found `example.org/legs`; write `https://example.org/legs`"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (HEAD + "episodes: core\n", True),
        ("title: x\nepisodes:\n", True),
        ("title: x\nworkout: [30s squats]\n", False),
        ("title: x\nworkout: []\nepisodes: core\n", False),
        ("[", False),
        ("- episodes\n", False),
    ],
)
def test_which_file_is_a_show(text: str, expected: bool) -> None:
    assert is_show(text) == expected


# The document


def table(heading: str) -> list[list[str]]:
    """The rows of the table whose first cell is this."""
    start = DOCS.index(f"\n| {heading} |") + 1
    rows = DOCS[start:].partition("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", row[1:-1])] for row in rows]


def code(cell: str) -> str:
    return str(CODE.findall(cell)[0])


def keys(heading: str) -> list[str]:
    return sorted(code(row[0]) for row in table(heading))


def test_every_key_is_documented() -> None:
    assert keys("key") == sorted(SHOW)
    assert keys("key of an episode") == sorted(EPISODE)
    assert keys("key of a person") == sorted(PERSON)
    assert keys("key of funding") == sorted(FUNDING_KEYS)


@pytest.mark.parametrize("row", [row for row in table("key") if row[2]], ids=lambda row: row[0])
def test_defaults_are_as_documented(row: list[str]) -> None:
    assert made(whole(f"{code(row[0])}: {code(row[2])}\n")) == BARE


@pytest.mark.parametrize("part", re.findall(r"^```yaml\n(.*?)^```$", DOCS, re.DOTALL | re.M))
def test_examples_are_taken_without_warning(part: str) -> None:
    assert parse(whole(part), look)[1] == ()


@pytest.mark.parametrize(
    "row", table("written | in the zone Europe/Berlin"), ids=lambda row: row[0]
)
def test_dates(row: list[str]) -> None:
    when = parse_date(code(row[0])).at(BERLIN)
    zone = when.strftime("%z")
    assert row[1] == f"{when:%Y-%m-%d %H:%M} {zone[:3]}:{zone[3:]}"


@pytest.mark.parametrize("row", table("every"), ids=lambda row: row[0])
def test_rows_of_dates(row: list[str]) -> None:
    every = parse_every(code(row[0]).strip("[]"))
    found = islice(dates(parse_date("2027-01-04"), every, BERLIN), 4)
    assert row[1] == ", ".join(f"{when:%Y-%m-%d}" for when in found)
    listed = f"{{workout: week-*/*.yaml, date: 2027-01-04, every: {code(row[0])}}}"
    if "," not in code(row[0]) or "[" in code(row[0]):
        written = [f"{entry.date:%Y-%m-%d}" for entry in entries(listed)]
        assert row[1] == ", ".join(written)


def test_a_row_of_dates_stays_at_its_time_by_the_clock_when_summer_begins() -> None:
    found = islice(dates(parse_date("2027-03-27 18:30"), parse_every("day"), BERLIN), 2)
    assert [when.isoformat() for when in found] == [
        "2027-03-27T18:30:00+01:00",
        "2027-03-28T18:30:00+02:00",
    ]


@pytest.mark.parametrize(
    ("written", "address"),
    [
        (" coach@example.org ", "coach@example.org"),
        ("O'Neil+feed@Mail.Example.org", "O'Neil+feed@Mail.Example.org"),
        ("coach@bücher.example.org", "coach@xn--bcher-kva.example.org"),
    ],
)
def test_an_address_that_mail_can_reach(written: str, address: str) -> None:
    assert parse_email(written) == address


@pytest.mark.parametrize(
    "written",
    [
        *("ada", "ada@localhost", ".ada@example.org", "ada.@example.org", "a..b@example.org"),
        *("ada@-example.org", "ada@example.invalid", "ädä@example.org", f"{65 * 'a'}@example.org"),
    ],
)
def test_an_address_that_no_mail_reaches_is_refused(written: str) -> None:
    message = f"expected an address such as `coach@example.org`, found `{written}`"
    with pytest.raises(Mistake, match=re.escape(message[:80])):
        parse_email(written)


@pytest.mark.parametrize("row", table("workout"), ids=lambda row: row[0])
def test_slugs(row: list[str]) -> None:
    assert entries(f'["{code(row[0])}"]')[0].slug == code(row[1])


@pytest.mark.parametrize("row", table("written | message"), ids=lambda row: row[0])
def test_what_is_refused(row: list[str]) -> None:
    assert problems(whole(code(row[0]) + "\n")) == [row[1]]
    assert problems(whole(code(row[2]) + "\n")) == []


def test_every_category_is_found_by_its_name_and_its_path() -> None:
    assert len(categories()) == 19 + 91
    for path in categories():
        assert parse_category(" > ".join(path).upper()) == parse_category(path[-1]) == path


def test_every_role_has_one_group() -> None:
    roles = [role for listed in names()["roles"].values() for role in listed]
    assert len(roles) == len(set(roles)) == 57


# The schema


SCHEMA = jsonschema.Draft202012Validator(show_schema())


def fits(text: str) -> bool:
    return bool(SCHEMA.is_valid(as_json(yaml.load(text, Loader=Editor))))


def test_it_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(show_schema())


TAKEN = [
    *re.findall(r"^```yaml\n(.*?)^```$", DOCS, re.DOTALL | re.MULTILINE),
    *(code(row[2]) + "\n" for row in table("written | message")),
    *(f"{code(row[0])}: {code(row[2])}\n" for row in table("key") if row[2]),
    *(f"episodes: {{workout: core, date: {code(row[0])}}}\n" for row in table("written")),
    "episodes: {workout: core, slug: 1e3, number: 7}\n",
    "language: PT_br\nbitrate: 128 kbit/s\ncategory: [running, arts]\nexplicit: No\n",
    "title: 2027\npersons: 7\nfunding: [{link: HTTP://a.b, words: 1}]\n",
]


@pytest.mark.parametrize("part", TAKEN)
def test_the_schema_takes_what_is_taken(part: str) -> None:
    assert problems(whole(part)) == []
    assert fits(whole(part))


@given(st.dictionaries(SHOWN, VALUES, max_size=4))
def test_the_schema_takes_whatever_is_taken(keys: dict[str, object]) -> None:
    import json

    base = dict(re.findall(r"^(\w+): (.*)$", HEAD, re.MULTILINE))
    text = json.dumps({**base, "episodes": "core", **keys}, ensure_ascii=False)
    if parse(text, look)[0] is not None:
        assert fits(text)


@pytest.mark.parametrize(
    "part",
    [
        "titel: x\n",
        "link: ftp://example.org/\n",
        "type: series\n",
        "bitrate: 100\n",
        "also: mp3\n",
        "episodes: {title: x}\n",
        "episodes: {workout: core, number: 0}\n",
        "episodes: {workout: core, slug: A b}\n",
        "episodes: {workout: core, slug: feed}\n",
        "episodes: {workout: core, date: tomorrow}\n",
        "persons: {role: host}\n",
        "funding: https://example.org/\n",
    ],
)
def test_the_schema_refuses_mistakes_of_structure(part: str) -> None:
    assert problems(whole(part))
    assert not fits(whole(part))
