"""The JSON Schema takes what `parse` takes, and refuses what is wrong in structure."""

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from audioworkout.ground.assets import workouts
from audioworkout.language.document import parse
from audioworkout.language.document.file import FILE
from audioworkout.language.exercises import EXERCISE
from audioworkout.language.formatting import formatted
from audioworkout.language.forms.table import GROUP
from audioworkout.language.keys import Key
from audioworkout.language.model import COACHING_LEVELS, CUES
from audioworkout.language.patterns import whole
from audioworkout.language.schema import SHAPES, schema
from audioworkout.language.schema.blocks import BLOCKS, HEADINGS, LINES
from audioworkout.language.shapes import resolved
from audioworkout.language.steps.pauses import KEYS as PAUSES
from audioworkout.language.steps.table import KEYS as STEP
from checkout import TESTS
from command import run
from editor_yaml import Editor, as_json
from plans import FILE as FILES
from plans import JUNK, TEXTS, Data

STARTER = TESTS.parent / "src" / "audioworkout" / "words" / "data" / "starter.yaml"
SHIPPED = [*sorted(workouts().rglob("*.yaml")), STARTER]
BROKEN = sorted((TESTS / "golden" / "diagnostics").glob("*.yaml"))
VALIDATOR = jsonschema.Draft202012Validator(schema())


def refusals(text: str) -> list[tuple[Any, ...]]:
    """Where in a workout's text the schema finds mistakes."""
    data = as_json(yaml.load(text, Loader=Editor))
    return [tuple(error.absolute_path) for error in VALIDATOR.iter_errors(data)]


def test_it_is_a_schema_without_remote_references() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    references = set(re.findall(r'"\$ref": "([^"]*)"', json.dumps(schema())))
    assert references == {f"#/$defs/{name}" for name in schema()["$defs"]}
    assert not set(SHAPES) & set(BLOCKS)


def test_every_key_is_described() -> None:
    for keys in (FILE, STEP, GROUP, EXERCISE, PAUSES):
        assert all(key.words.endswith(".") for key in keys.values())


def test_editors_can_offer_levels_and_cues() -> None:
    level, switches = resolved(FILE["coaching"].shape)["anyOf"]
    assert level["anyOf"][0] == {"enum": list(COACHING_LEVELS)}
    assert set(switches["properties"]) == {"level", "cues", *CUES}


@pytest.mark.parametrize(
    ("name", "keys"), [("file", FILE), ("step", STEP), ("group", GROUP), ("pauses", PAUSES)]
)
def test_examples_fit_their_keys(name: str, keys: dict[str, Key]) -> None:
    for key in keys.values():
        fits = jsonschema.Draft202012Validator({**resolved(key.shape), "$defs": schema()["$defs"]})
        assert [example for example in key.examples if not fits.is_valid(example)] == [], name


def test_lines_and_headings_that_editors_show_can_be_read() -> None:
    plan = [*LINES, *({heading: ["9 lunges"] * 3} for heading in re.findall("`(.*?)`", HEADINGS))]
    assert parse(f"title: t\nworkout: {json.dumps(plan)}")[1] == ()


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_what_ships_is_valid(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert refusals(text) == []
    assert refusals(formatted(text)[0] or "") == []


@given(TEXTS)
def test_what_parse_takes_is_valid(given_text: tuple[str, list[str]]) -> None:
    text, _ = given_text
    if parse(text)[0] is not None:
        assert refusals(text) == []
        assert refusals(formatted(text)[0] or "") == []


def parts(data: Data) -> Iterator[tuple[Data, Any]]:
    """Every place inside data: what holds it, and its key or index."""
    for key in list(data) if isinstance(data, dict) else range(len(data)):
        yield data, key
        if isinstance(data[key], dict | list):
            yield from parts(data[key])


def spoiled(data: Data, junk: Data, random: Random) -> Data:
    """Data with something else in one place, or under another key."""
    data = deepcopy(data)
    holder, key = random.choice(list(parts(data)))
    if isinstance(holder, dict) and random.random() < 0.3:
        holder[random.choice([*STEP, *GROUP, *FILE, "5 rounds", "wrk"])] = holder.pop(key)
    else:
        holder[key] = junk
    return data


@given(st.builds(spoiled, FILES, JUNK, st.randoms(use_true_random=True)))
def test_a_spoiled_workout_is_read_or_refused_and_never_raises(data: Data) -> None:
    text = json.dumps(data)
    workout, problems = parse(text)
    assert (workout is None) == bool(problems)
    if workout is not None:
        assert refusals(text) == []


# Mistakes

STEP_MISTAKES = [
    "{}",
    "[]",
    "[30s squats]",
    "",
    "12",
    "{exercise: squats, wrk: 30s}",
    "{exercise: squats, work: 30}",
    "{exercise: squats, work: forty}",
    "{exercise: squats, work: 0s}",
    "{exercise: squats, work: 3 m}",
    "{exercise: squats, work: [30s]}",
    "{exercise: squats, work: 30s, reps: 12}",
    "{exercise: squats, reps: 12, distance: 1 km, pace: 5:00/km}",
    "{exercise: squats, reps: 0}",
    "{exercise: squats, reps: 2.5}",
    "{exercise: squats, reps: max}",
    "{exercise: squats, reps: 12, rest: 60s}",
    "{exercise: squats, work: 30s, switch: 5s}",
    "{exercise: squats, work: 30s, tempo: 4-0-1}",
    "{exercise: squats, reps: 5, tempo: 4-0-1, every: 2s}",
    "{exercise: squats, reps: 5, tempo: slow}",
    "{exercise: squats, work: 30s, hold: 2s}",
    "{exercise: squats, reps: 5, tempo: 4-0-1, hold: 2s}",
    "{exercise: squats, reps: 5, hold: 2}",
    "{exercise: squats, reps: 5, weight: 12}",
    "{exercise: squats, work: 30s, sides: [left, left]}",
    "{exercise: squats, work: 30s, sides: ears}",
    "{exercise: squats, work: 30s, cues: {soon: Breathe}}",
    "{exercise: squats, work: 30s, cues: [Breathe]}",
    "{exercise: squats, work: 30s, tip: [Chest up]}",
    "{exercise: run, calories: 20, work: 1 min}",
    "{exercise: run, work: 10 min, pace: 5:00/km}",
    "{exercise: 12, work: 30s}",
    "{work: 30s, tip: Chest up}",
    "{rounds: 5}",
    "{rounds: 5, exercises: []}",
    "{rounds: five, exercises: [30s squats]}",
    "{rounds: 2000, exercises: [30s squats]}",
    "{rounds: 5, tabata: 8, exercises: [30s squats]}",
    "{rounds: 5, rest: 60s, exercises: [30s squats]}",
    "{intervals: 15, exercises: [squats]}",
    "{rest_between_rounds: 60s, exercises: [30s squats]}",
    "{amrap: 12 min, rest: 15s, exercises: [12 squats]}",
    "{amrap: 12, exercises: [12 squats]}",
    "{every: 90s, exercises: [12 squats], for: 9 min}",
    "{ladder: ten, exercises: [squats]}",
    "{pyramid: [10], exercises: [squats]}",
    "{death_by: ten, exercises: [squats]}",
    "{death_by: 10 min, rest: 15s, exercises: [squats]}",
    "{shuffled: maybe, exercises: [30s squats]}",
    "{round: 5, exercises: [30s squats]}",
    "{5 rounds: }",
    "{5 rounds: []}",
    "{5 rounds: {30s: squats}}",
    "{5 rounds: [30s squats], rest: 15s}",
    "{5 ronds: [30s squats]}",
    "{3 minutes of fun: [30s squats]}",
    "{rest: soon}",
    "{rest: 15}",
    "{rest: [15s]}",
    "{say: [Well done]}",
    "{push-ups: {work: 30s}}",
]


@pytest.mark.parametrize("step", STEP_MISTAKES)
def test_a_mistaken_step_is_refused_where_check_refuses_it(step: str) -> None:
    text = f"title: t\nworkout:\n  - 30s squats\n  - {step}\n"
    assert parse(text)[0] is None
    assert {path[:2] for path in refusals(text)} == {("workout", 1)}


FILE_MISTAKES = [
    ("workout: [30s squats]", ()),
    ("title: t", ()),
    ("title: t\nworkout: [30s squats]\nwrk: 1", ()),
    ("title: t\nworkout: []", ("workout",)),
    ("title: t\nworkout:", ("workout",)),
    ("title: t\nworkout: squats", ("workout",)),
    ("title: t\nworkout: {30s squats: on}", ("workout",)),
    ("title: t\nworkout: [30s squats]\nwarmup: 12", ("warmup",)),
    ("title: [t]\nworkout: [30s squats]", ("title",)),
    ("title:\nworkout: [30s squats]", ("title",)),
    ("title: t\nworkout: [30s squats]\nvoice: two words", ("voice",)),
    ("title: t\nworkout: [30s squats]\ncoaching: loud", ("coaching",)),
    ("title: t\nworkout: [30s squats]\ncoaching: {haflway: off}", ("coaching",)),
    ("title: t\nworkout: [30s squats]\ncoaching: {tip: maybe}", ("coaching",)),
    ("title: t\nworkout: [30s squats]\nsounds: loud", ("sounds",)),
    ("title: t\nworkout: [30s squats]\nsounds: {og: gong.wav}", ("sounds",)),
    ("title: t\nworkout: [30s squats]\nmusic: []", ("music",)),
    ("title: t\nworkout: [30s squats]\nmusic: {gain_db: -3}", ("music",)),
    ("title: t\nworkout: [30s squats]\nmusic: {file: a.mp3, folder: b}", ("music",)),
    ("title: t\nworkout: [30s squats]\nmusic: {files: a.mp3, gain_db: 25}", ("music",)),
    ("title: t\nworkout: [30s squats]\nmusic: {files: a.mp3, attack: 400}", ("music",)),
    ("title: t\nworkout: [30s squats]\nmix: outdor", ("mix",)),
    ("title: t\nworkout: [30s squats]\nmix: {loudness: -8}", ("mix",)),
    ("title: t\nworkout: [30s squats]\nmetronome: fast", ("metronome",)),
    ("title: t\nworkout: [30s squats]\nmetronome: 300", ("metronome",)),
    ("title: t\nworkout: [30s squats]\npause: silense", ("pause",)),
    ("title: t\nworkout: [30s squats]\neffort: 2", ("effort",)),
    ("title: t\nworkout: [30s squats]\neffort: hard", ("effort",)),
    ("title: t\nworkout: [30s squats]\nseed: lucky", ("seed",)),
    ("title: t\nworkout: [30s squats]\nseed: 1.5", ("seed",)),
    ("title: t\nworkout: [30s squats]\nlead_in: 10", ("lead_in",)),
    ("title: t\nworkout: [30s squats]\nlead_in: 10-20s", ("lead_in",)),
    ("title: t\nworkout: [30s squats]\ntransition: 10", ("transition",)),
    ("title: t\nworkout: [30s squats]\ntransition: 0s", ("transition",)),
    ("title: t\nworkout: [30s squats]\ndate: tomorrow", ("date",)),
    ("title: t\nworkout: [30s squats]\nlanguage: Klingon!", ("language",)),
    ("title: t\nworkout: [30s squats]\nexercises: [x]", ("exercises",)),
    ("title: t\nworkout: [30s squats]\nexercises: {x: {sidded: on}}", ("exercises", "x")),
    ("title: t\nworkout: [30s squats]\nsay_as: {x: [y]}", ("say_as", "x")),
    ("title: t\nworkout: [30s squats]\nphrases: {go: {x: y}}", ("phrases", "go")),
]


@pytest.mark.parametrize(("text", "path"), FILE_MISTAKES)
def test_a_mistaken_key_is_refused_where_check_refuses_it(text: str, path: tuple[str]) -> None:
    assert parse(text)[0] is None
    assert set(refusals(text)) == {path}


@pytest.mark.parametrize(
    ("rule", "good", "bad"),
    [
        (
            "duration",
            ["30s", "30 S", "1:30", "1 min 30 s", "1m30s", "1.5 min", "1h"],
            ["30", "3 m"],
        ),
        ("times", ["30-45s", "30 – 45 seconds", "45s to 1:30"], ["30-45", "s"]),
        ("count_field", ["12", "8-12", "5 ROUNDS"], ["x", "-3"]),
        ("pace", ["5:00/km", "5:00 per Mile"], ["5:00"]),
        ("tempo_value", ["4-0-1", "3-1-1-0", "1.5–0–1"], ["4-0"]),
    ],
)
def test_patterns_come_from_the_grammar(rule: str, good: list[str], bad: list[str]) -> None:
    assert [text for text in good if not re.search(whole(rule), text)] == []
    assert [text for text in bad if re.search(whole(rule), text)] == []


# Mistakes of the golden diagnostics that a schema cannot see, and why

LINE = "what a line says is no structure"
UNSEEN = {
    r"a colon inside quotation marks": "any text names a section",
    r"has no dose|needs a pace or a time": "a heading further up may give it",
    r"`\d+ h` is longer than|is no time|must be more than zero$|is less than zero": LINE,
    r"a rest of no length|alone says too little|is a heading without its list": LINE,
    r"unknown option `|a colon is missing behind|is another step|cannot stand inside": LINE,
    r"which is not read here|a recording cannot wait": "a pattern has no words",
    r"cannot read the heading `EMOM|a ladder for time|no coaching of its own": LINE,
    r"would be a comment": "no editor shows a comment to the schema",
    r"cannot read `|is another exercise|has no unit|`max` needs a time": LINE,
    r"both `|a rest takes a duration and nothing else|cannot say how often": LINE,
    r"`tempo` paces reps|`switch` needs sides|the rest of a step goes": LINE,
    r"the total says|this total cannot be checked": LINE,
    r"beats a minute, found `999`": LINE,
    r"could be|does one side after the other": LINE,
    r"runs downwards|more than 1,000": "a pattern cannot compare numbers",
    r"do not fill|cannot choose|at this pace takes|faster than anyone": "it takes arithmetic",
    r"sets inside sets": "a heading further up may have them",
    r"unknown heading `tabatta`": "any text names a section",
    r"expected a list of steps, found text": "lines pasted there look like this, too",
    r"repeated key": "editors' YAML parsers report it themselves",
}


def mistakes(path: Path) -> list[tuple[int, str]]:
    """The line and the message of each error in a golden file."""
    found = path.with_suffix(".txt").read_text(encoding="utf-8")
    pattern = re.compile(r"^[^ :]+:(\d+):\d+: error: (.*)$", re.MULTILINE)
    return [(int(line), message) for line, message in pattern.findall(found)]


def lines(node: yaml.Node, path: tuple[Any, ...]) -> range:
    """The lines of the part of a file that a path leads to."""
    for step in path:
        if isinstance(node, yaml.SequenceNode):
            node = node.value[step]
        else:
            node = next(value for key, value in node.value if key.value == step)
    block = isinstance(node, yaml.CollectionNode) and not node.flow_style
    return range(node.start_mark.line + 1, node.end_mark.line + 2 - block)  # ends at the next text


def unseen(path: Path) -> list[str]:
    """The golden errors on lines where the schema finds nothing."""
    text = path.read_text(encoding="utf-8")
    node = yaml.compose(text, Loader=Editor)
    assert node is not None
    paths = refusals(text)
    seen = {line for at in paths if at for line in lines(node, at)}
    at_top = () in paths
    return [
        message
        for line, message in mistakes(path)
        if line not in seen
        and not (at_top and re.search(r"unknown key|needs `|keys|merge|not a workout", message))
    ]


READABLE = [
    p
    for p in BROKEN
    if p.stem
    not in (
        "alias-loop",
        "dash-apart",
        "key-without-colon",
        "second-colon",
        "star-bullets",
        "tabs",
        "unclosed-quote",
    )
]


def test_what_the_schema_cannot_see_is_listed() -> None:
    missed = [message for path in READABLE for message in unseen(path)]
    assert [m for m in missed if not any(re.search(kind, m) for kind in UNSEEN)] == []
    assert [kind for kind in UNSEEN if not any(re.search(kind, m) for m in missed)] == []


def test_the_command_prints_it(tmp_path: Path) -> None:
    done = run("schema", cache=tmp_path)
    assert (done.code, done.err) == (0, "")
    assert json.loads(done.out) == schema()
