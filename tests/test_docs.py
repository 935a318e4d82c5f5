"""The documents: examples compile, tables show what the program does, nothing is left out."""

import re
import runpy
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, get_args

import pytest
import typer

from audioworkout.cli import app
from audioworkout.cli.plan import TABLE
from audioworkout.ground.cache import FOLDER_VARIABLE
from audioworkout.ground.diagnostics import Span
from audioworkout.ground.nodes import MAX_DEPTH, MAX_LENGTH, MAX_NODES
from audioworkout.language import durations, grammar
from audioworkout.language.document import parse, parsing
from audioworkout.language.document.file import FILE
from audioworkout.language.durations import format_duration, parse_times
from audioworkout.language.exercises import EXERCISE
from audioworkout.language.forms import headings
from audioworkout.language.forms.table import GROUP, KINDS, OPTIONS, RULES
from audioworkout.language.grammar import tree
from audioworkout.language.model import (
    COACHING_LEVELS,
    CUES,
    MIX_PRESETS,
    SOUND_PACKS,
    TONE_ROLES,
    Form,
    Pause,
    Play,
    Say,
)
from audioworkout.language.sounds import MIX_KEYS, MUSIC_KEYS
from audioworkout.language.steps import pauses, short
from audioworkout.language.steps.table import STEP
from audioworkout.plan import advice
from audioworkout.plan.coaching.context import LEVELS
from audioworkout.plan.export import FORMATS as EXPORTS
from audioworkout.plan.segments import Kind, Segment, Speech
from audioworkout.plan.unrolling import unroll
from audioworkout.plan.unrolling.budget import LONGEST, MOST_SEGMENTS
from audioworkout.podcast import shows
from audioworkout.podcast.shows import is_show
from audioworkout.sound import tones
from audioworkout.sound.formats import FORMATS
from audioworkout.voices import casting
from audioworkout.words import catalogue
from audioworkout.words.phrases import fields_of, phrase_fields, phrases_for
from audioworkout.words.pieces import SAID_AT_ONCE
from checkout import ROOT
from fake import FakeVoice, timeline
from fences import BLOCK, blocks

README = (ROOT / "README.md").read_text("utf-8")
LANGUAGE = (ROOT / "docs" / "language.md").read_text("utf-8")
PAGES = {path.name: path for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))}

LIST = ["10s squats", "10s lunges", "10s plank"]

CODE = re.compile(r"`([^`]+)`")


def table(heading: str, section: str = "# ") -> list[tuple[str, ...]]:
    """The rows of a section's table whose first cells are these, without sub-headings."""
    start = LANGUAGE.index(f"\n| {heading} |", LANGUAGE.index(section)) + 1
    rows = LANGUAGE[start:].partition("\n\n")[0].splitlines()[2:]
    cells = (tuple(cell.strip() for cell in row.strip("|").split("|")) for row in rows)
    return [row for row in cells if not row[0].startswith("**")]


def code(cell: str) -> list[str]:
    """What stands in backticks in a cell."""
    return CODE.findall(cell)


# What a text makes


def item(line: str) -> str:
    """A line as an item of a YAML list; quoted, unless it is a key with its value."""
    return f"- {line}" if ": " in line else "- '" + line.replace("'", "''") + "'"


def headed(heading: str, listed: list[str]) -> str:
    """A heading with its list."""
    head = heading.removesuffix(":").replace("'", "''")
    return "\n".join([f"- '{head}':", *(f"    {item(line)}" for line in listed)])


def framed(block: str) -> str:
    """A block in a workout, with an exercise before it and one behind, so that no rest is last."""
    indented = "\n".join(f"  {line}" for line in block.splitlines())
    return f"title: T\nworkout:\n  - 10s begin\n{indented}\n  - 10s end\n"


def messages(text: str) -> list[str]:
    """What is wrong with a workout."""
    made, problems = parse(text)
    if made is not None:
        problems = unroll(made, catalogue.find)[1]
    return [problem.message for problem in problems]


def made(block: str) -> Any:
    """What a block is in the model, wherever it stands."""
    workout, problems = parse(framed(block))
    assert workout is not None, problems
    return without_spans(workout.workout[1])


def without_spans(value: Any) -> Any:
    if isinstance(value, Span):
        return None
    if is_dataclass(value) and not isinstance(value, type):
        parts = ((field.name, getattr(value, field.name)) for field in fields(value))
        return type(value).__name__, {name: without_spans(part) for name, part in parts}
    return tuple(map(without_spans, value)) if isinstance(value, tuple) else value


def plan(block: str) -> list[str]:
    """What a block becomes, a segment an item."""
    workout, problems = parse(framed(block))
    assert workout is not None, problems
    segments, refused = unroll(workout, catalogue.find)
    assert refused == ()
    body = [s for s in segments if s.kind not in (Kind.WELCOME, Kind.FINISH)]
    return [shown(segment) for segment in body[2:-1]]


def shown(segment: Segment) -> str:
    match segment:
        case Segment(kind=Kind.WORK, reps=None):
            text = f"{format_duration(segment.length or 0)} {segment.exercise}"
        case Segment(kind=Kind.WORK):
            text = f"{segment.reps} {segment.exercise} in {format_duration(segment.length or 0)}"
        case Segment(kind=Kind.SPEECH, source=Say(words)):
            return f"say “{words}”"
        case Segment(kind=Kind.SPEECH, source=None):
            return "the list"
        case Segment(kind=Kind.SPEECH, source=Play(file)):
            return f"play {file}"
        case Segment(source=Pause(kind)):
            return f"{kind} {format_duration(segment.length or 0)}"
        case _:
            return f"{segment.kind} {format_duration(segment.length or 0)}"
    side = f", {segment.side} {segment.limb}" if segment.side else ""
    number = f", set {segment.set}/{segment.sets}" if segment.set else ""
    return text + side + number


def row_id(row: tuple[str, ...]) -> str:
    return row[0].strip("`")


# Examples


def complete(text: str) -> str:
    """An example as a whole workout: steps and lone keys get what they lack."""
    if text.lstrip().startswith("- "):
        return "title: T\nworkout:\n" + "".join(f"  {line}\n" for line in text.splitlines())
    given = re.findall(r"^(\w+):", text, re.MULTILINE)
    lacking = {"title": "T", "workout": "[30s squats]"}
    return text + "".join(f"{key}: {value}\n" for key, value in lacking.items() if key not in given)


ALL = [example for page in (README, LANGUAGE) for example in blocks(page, "yaml")]
SHOWS = [example for example in ALL if is_show(example)]
EXAMPLES = [example for example in ALL if example not in SHOWS]


@pytest.mark.parametrize("text", EXAMPLES)
def test_examples_compile_without_warning(text: str) -> None:
    whole = complete(text)
    assert parse(whole, phrase_fields=phrase_fields())[1] == ()
    assert timeline(whole).warnings == ()


@pytest.mark.parametrize("text", SHOWS)
def test_shows_are_read_without_warning(text: str) -> None:
    show, problems = shows.parse(text, lambda spec: (spec,))
    assert show
    assert problems == ()


def test_pictures_are_what_the_script_draws() -> None:
    drawn = runpy.run_path(str(ROOT / "scripts" / "make_pictures.py"))["pictures"]()
    stored = {path.stem: path.read_text("utf-8") for path in (ROOT / "docs/pictures").glob("*.svg")}
    assert sorted(stored) == sorted(drawn)
    assert stored == drawn, "run scripts/make_pictures.py"


def test_the_python_examples_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "cache"))
    monkeypatch.setattr(casting, "find_voice", lambda spec, folder: FakeVoice())
    monkeypatch.chdir(tmp_path)
    examples = [e for page in PAGES.values() for e in blocks(page.read_text("utf-8"), "python")]
    assert len(examples) >= 2
    for example in examples:
        exec(compile(example, "example", "exec"), {})
    assert (tmp_path / "core.mp3").stat().st_size > 1_000_000


# Tables that say what is written, and what comes of it


@pytest.mark.parametrize("row", table("written | milliseconds"), ids=row_id)
def test_durations(row: tuple[str, ...]) -> None:
    expected = int(row[1].replace(",", ""))
    for text in code(row[0]):
        assert (text, durations.parse_duration(text)) == (text, expected)
    assert row[1] == f"{expected:,}"


@pytest.mark.parametrize("row", table("range | low effort"), ids=row_id)
def test_ranges(row: tuple[str, ...]) -> None:
    timed = any(char.isalpha() for char in row[1])
    for text in code(row[0]):
        if timed:
            found = [format_duration(parse_times(text).pick(e, 1000)) for e in (0, 0.5, 1)]
        else:
            found = [str(durations.parse_count(text).pick(e)) for e in (0, 0.5, 1)]
        assert (text, *found) == (text, *row[1:])


STEPS = table("line | plan")
HEARD = table("line | heard")
LONG_STEPS = table("key | what it holds | long form | the same as")
HEADINGS = table("heading | its list | plan")
SAME = table("heading | the same as")
LONG_GROUPS = table("key | beside it")
REFUSED = table("written | the message")
WARNINGS = table("warning | when")
OWN = table("key | what it holds", "## Your own exercises")
MUSIC = table("music | what it holds")


@pytest.mark.parametrize("row", STEPS, ids=row_id)
def test_steps(row: tuple[str, ...]) -> None:
    (line,) = code(row[0])
    assert " · ".join(plan(item(line))) == row[1]


@pytest.mark.parametrize("row", HEARD, ids=row_id)
def test_what_is_heard(row: tuple[str, ...]) -> None:
    (line,) = code(row[0])
    events = timeline(framed(f"- rest 1 min\n{item(line)}")).events
    spoken = [event.sound.text for event in events if isinstance(event.sound, Speech)]
    wanted = re.findall("“([^”]+)”", row[1])
    assert wanted
    assert [text for text in spoken if text in wanted] == wanted


@pytest.mark.parametrize("row", LONG_STEPS, ids=row_id)
def test_long_steps(row: tuple[str, ...]) -> None:
    (key,), (mapping,) = code(row[0]), code(row[2])
    assert f"{key}: " in mapping
    long = made(f"- emom 9 min:\n    - {mapping}")  # where a step may take no known time
    for line in code(row[3]):
        assert made(headed("emom 9 min:", [line])) == long


@pytest.mark.parametrize("row", HEADINGS, ids=row_id)
def test_headings(row: tuple[str, ...]) -> None:
    (heading,) = code(row[0])
    assert " · ".join(plan(headed(heading, code(row[1])))) in row[2].split(", or: ")


@pytest.mark.parametrize("row", SAME, ids=row_id)
def test_spellings_of_headings(row: tuple[str, ...]) -> None:
    (heading,) = code(row[0])
    others = code(row[1])
    assert others
    for other in others:
        assert made(headed(other, LIST)) == made(headed(heading, LIST))


@pytest.mark.parametrize("row", LONG_GROUPS, ids=lambda row: row[2])
def test_long_groups(row: tuple[str, ...]) -> None:
    (mapping,), (heading,) = code(row[2]), code(row[3])
    long = mapping.removesuffix("}") + f", exercises: [{', '.join(LIST)}]}}"
    assert made(f"- {long}") == made(headed(heading, LIST))
    for key in code(row[0]):
        assert f"{key}: " in mapping
        assert tuple(code(row[1])) == KINDS[key].beside


@pytest.mark.parametrize("row", REFUSED, ids=row_id)
def test_what_is_refused(row: tuple[str, ...]) -> None:
    def block(text: str) -> str:
        listed = ["squats"] if "taba" in text else LIST
        return headed(text, listed) if text.endswith(":") else item(text)

    (line,) = code(row[0])
    assert messages(framed(block(line))) == [row[1]]
    assert code(row[2])
    for way_out in code(row[2]):
        assert (way_out, messages(framed(block(way_out)))) == (way_out, [])


@pytest.mark.parametrize("row", WARNINGS, ids=row_id)
def test_warnings(row: tuple[str, ...]) -> None:
    (rule,) = code(row[0])
    if lines := code(row[2]):
        text = "title: T\nworkout:\n" + "".join(f"  {item(line)}\n" for line in lines)
        assert {warning.rule for warning in timeline(text).warnings} == {rule}


@pytest.mark.parametrize("row", table("key | what it holds | default"), ids=row_id)
def test_defaults(row: tuple[str, ...]) -> None:
    (key,) = code(row[0])
    text = "title: T\nworkout: [30s squats]\n"
    for default in code(row[2]):
        assert parse(f"{text}{key}: {default}\n") == parse(text)
    assert (FILE[key].needed is not None) == row[1].startswith("required")


@pytest.mark.parametrize("row", MUSIC, ids=row_id)
def test_defaults_of_music(row: tuple[str, ...]) -> None:
    (key,) = code(row[0])
    for default in code(row[2]):
        text = "title: T\nworkout: [30s squats]\nmusic: {{files: a.mp3{}}}\n"
        given, bare = (parse(text.format(part))[0] for part in (f", {key}: {default}", ""))
        assert without_spans(given) == without_spans(bare)


def test_limits() -> None:
    hours = f"{LONGEST // 3_600_000} h"
    assert [row[1].partition(" (")[0] for row in table("what | most")] == [
        f"{MAX_LENGTH:,}",
        f"{MAX_NODES:,}",
        f"{MAX_DEPTH}",
        f"{parsing.MAX_WRITTEN:,}",
        f"{grammar.MAX_LINE}",
        f"{SAID_AT_ONCE}",
        f"{durations.LONGEST // 3_600_000} h",
        hours,
        f"{MOST_SEGMENTS:,}",
        f"{durations.MOST:,}",
        f"{durations.MOST_REPS:,}",
    ]


# Nothing is left out


def keys(rows: list[tuple[str, ...]]) -> list[str]:
    """The first cells' codes."""
    return sorted(key for row in rows for key in code(row[0]))


def test_every_key_is_documented() -> None:
    assert keys(table("key | what it holds | default")) == sorted(FILE)
    assert keys(LONG_STEPS) == sorted(STEP)
    assert keys(OWN) == sorted(EXERCISE)
    assert keys(LONG_GROUPS) == sorted(KINDS)
    beside = {key for row in LONG_GROUPS for key in code(row[1])}
    assert {*KINDS, *beside, "name", "say"} == set(GROUP)


WARNINGS = table("warning | when")
OWN = table("key | what it holds |\n| --- | --- |\n| `aliases`")


def parts(rule: str, text: str) -> set[str]:
    """The names of the grammar's rules that read a text."""
    whole = tree(rule, text)
    return set() if whole is None else set(_names(whole))


def _names(node: Any) -> Iterator[str]:
    yield node.expr_name
    for child in node.children:
        yield from _names(child)


def test_every_part_of_a_line_is_documented() -> None:
    lines = [text for row in (*STEPS, *HEARD, *REFUSED) for text in code(row[0])]
    read = {name for line in lines for name in parts("step", line.replace(": ", " "))}
    assert set(short.READ) | set(pauses.KINDS) | {"say", "play", "repeat"} <= read


def test_every_heading_is_documented() -> None:
    rows = (*HEADINGS, *SAME, *REFUSED)
    lines = [text for row in rows for text in code(row[0]) + code(row[1])]
    read = {name for line in lines for name in parts("heading", line.removesuffix(":"))}
    shapes = {"emom_total", "emom_slots", "every", "every_minute", "steps", "three_rungs"}
    assert set(RULES) | set(OPTIONS) | shapes <= read
    shown = {code(row[0])[0].removesuffix(":") for row in HEADINGS}
    forms = {type(headings.heading(heading).form) for heading in shown}
    assert forms == set(get_args(Form))


def test_every_cue_is_documented() -> None:
    rows = {code(row[0])[0]: row[1:] for row in table("cue | quiet")}
    assert tuple(LEVELS) == COACHING_LEVELS
    assert rows == {
        name: (*("on" if name in LEVELS[level] else "" for level in LEVELS), meaning)
        for name, meaning in CUES.items()
    }


def test_all_that_sounds_is_documented() -> None:
    assert {code(row[0])[0]: row[1] for row in table("sound | what it stands for")} == TONE_ROLES
    described = {code(row[0])[0]: row[1] for row in table("`sounds:` | what is heard")}
    assert described == tones.described()["packs"]
    assert tuple(described) == SOUND_PACKS
    assert keys(MUSIC) == sorted(MUSIC_KEYS)
    assert tuple(code(row[0])[0] for row in table("`mix:` | what it is for")) == MIX_PRESETS
    assert keys(table("mix | what it holds")) == sorted(MIX_KEYS)


def test_every_phrase_is_documented() -> None:
    data = phrases_for("en")[0].data
    lines = {kind: [data[kind][0]] for kind in ("praise", "encouragement")}
    rows = {code(row[0])[0]: (code(row[1]), row[2]) for row in table("cue | fields")}
    assert rows == {
        cue: (sorted(set().union(*map(fields_of, wordings))), wordings[0])
        for cue, wordings in {**data["cues"], **lines}.items()
    }


def test_every_warning_is_documented() -> None:
    assert keys(WARNINGS) == sorted((*advice.RULES, *advice.ELSEWHERE))


def options(command: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Each command alone, and with each of its options."""
    yield name, ""
    for param in command.params:
        yield from ((name, option) for option in param.opts if option.startswith("-"))
    for below in getattr(command, "commands", {}).values():
        if not below.hidden:
            yield from options(below, f"{name} {below.name}".strip())


def test_every_command_and_option_is_documented() -> None:
    documented = {
        (name, option): code(row[2])
        for row in table("command | option")
        for name in code(row[0]) or [""]
        for option in ["", *code(row[1])]
    }
    there = set(options(typer.main.get_command(app)))
    assert set(documented) == there
    assert documented["plan", "--format"] == [TABLE, *EXPORTS]
    assert documented["render", "--format"] == list(FORMATS)
    assert set(re.findall(r"^`?audioworkout (\w+)", README, re.MULTILINE)) <= dict(there).keys()


# Links


LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def anchors(text: str) -> set[str]:
    """The anchors that GitHub gives a page's headings."""
    found: dict[str, int] = {}
    for title in re.findall(r"^#+ (.+)$", BLOCK.sub("", text), re.MULTILINE):
        slug = re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")
        found[slug] = found.get(slug, -1) + 1
        if found[slug]:
            found[f"{slug}-{found[slug]}"] = 0
    return set(found)


@pytest.mark.parametrize("name", PAGES)
def test_links_resolve(name: str) -> None:
    page = PAGES[name]
    for link in LINK.findall(BLOCK.sub("", page.read_text("utf-8"))):
        if "://" in link:
            continue
        file, _, anchor = link.partition("#")
        target = page.parent / file if file else page
        assert target.is_file(), link
        assert not anchor or anchor in anchors(target.read_text("utf-8")), link
