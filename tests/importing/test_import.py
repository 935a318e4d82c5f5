"""Plans in other notations, as workout files: reviewed texts, and what holds for any input."""

import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from hypothesis import example, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

import checkout
from audioworkout.cli.import_ import PlanFormat, import_
from audioworkout.ground.nodes import MAX_LENGTH
from audioworkout.ground.units import MINUTE, SECOND
from audioworkout.importing import FORMATS, ImportRefusedError, convert, convert_all
from audioworkout.importing.draft import DraftForm
from audioworkout.importing.heading_patterns import directive
from audioworkout.importing.lines import MAX_LINES, lines_of
from audioworkout.importing.plain_text import plain
from audioworkout.importing.spelling import line_of
from audioworkout.importing.steps import in_notation, read
from audioworkout.language.document import parse
from audioworkout.language.forms.timed import tabata
from audioworkout.language.model import (
    Amrap,
    Circuit,
    Emom,
    ForTime,
    Intervals,
    Ladder,
    Range,
    Reps,
    Sets,
    Time,
)
from audioworkout.language.steps.line import HOW
from fake import timeline

GOLDEN = checkout.GOLDEN / "import"
PLANS = sorted(path for path in GOLDEN.iterdir() if path.suffix != ".yaml")


def imported(text: str, **options: str) -> str:
    return convert(text, **options).text


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.name)
def test_a_plan_becomes_the_workout_that_was_reviewed(
    path: Path, golden: Callable[[Path, str], None]
) -> None:
    made = convert_all(path.read_bytes().decode("utf-8"), name=path.name)
    texts = []
    for one in made:
        told = "".join(f"# {told.line}: {told.kind}: {told.reason}\n" for told in one.remarks)
        texts.append(f"{one.text}\n# Read as {one.format}\n{told}")
    golden(path.with_name(f"{path.name}.yaml"), "\n---\n\n".join(texts))


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.name)
def test_what_was_imported_can_be_coached(path: Path) -> None:
    for made in convert_all(path.read_bytes().decode("utf-8"), name=path.name):
        assert timeline(made.text).length > 0


@pytest.mark.parametrize("path", [p for p in PLANS if p.suffix in (".txt", ".wod")], ids=str)
def test_no_line_is_lost(path: Path) -> None:
    source = path.read_bytes().decode("utf-8")
    made = "\n".join(one.text for one in convert_all(source, name=path.name))
    assert missing(source, made) == []


# Steps


@pytest.mark.parametrize(
    ("pasted", "step"),
    [
        ("30 seconds of squats", "30s squats"),
        ("Ten push-ups", "10 push-ups"),
        ("one-arm row x 12", "12 one-arm row"),
        ("Nordic curls – 2 sets of 3–5 reps", "2 x 3-5 Nordic curls"),
        ("Leg extension: 2 × 8–12 each leg", "2 x 8-12 Leg extension per leg"),
        ("Plank, hold for thirty-five seconds", "35s Plank"),
        ('30" plank', "30s plank"),
        ("1½ min wall sit", "1:30 wall sit"),
        ("rest ½ min", "rest 30s"),
        ("1,000 m row", "1000 m row at 4:30/km"),
        ("Thruster 12 x 43/30 kg", None),
        ("12 thrusters 43/30 kg", "12 thrusters, weight 43/30 kg"),
        ("10 box jumps 24/20 in", "10 box jumps (24/20 in)"),
        ("Goblet squat 3x10 (rest 90s)", "3 x 10 Goblet squat, rest 1:30"),
        ("5 m run", None),
        ("Rest as needed", None),
        ("play nicely", None),
    ],
)
def test_a_step(pasted: str, step: str | None) -> None:
    reading = read(pasted)
    assert (line_of(reading.step) if reading.step and reading.dosed else None) == step


def test_number_words_count_only_in_front_of_what_is_counted() -> None:
    assert plain("three to five rounds of single-leg, one-arm work") == (
        "3-5 rounds of single-leg, one-arm work"
    )


# Headings


def times(low: int, high: int | None = None) -> Range:
    return Range(low * SECOND, (high or low) * SECOND)


@pytest.mark.parametrize(
    ("line", "form"),
    [
        ("Complete 3-5 rounds of:", DraftForm(Circuit(Range(3, 5)))),
        ("Repeat", DraftForm(Circuit(Range(3, 5)), open=True)),
        ("Repeat 5 times", DraftForm(Circuit(Range(5, 5)))),
        ("Repeat once more", DraftForm(Circuit(Range(2, 2)))),
        ("x5", DraftForm(Circuit(Range(5, 5)))),
        ("perform five rounds", DraftForm(Circuit(Range(5, 5)))),
        ("Repeat for a total of 4 rounds", DraftForm(Circuit(Range(4, 4)))),
        (
            "3 sets of 20 reps, 30 s recovery:",
            DraftForm(
                Sets(Range(3, 3)),
                dose=Reps(Range(20, 20)),
                rest=times(30),
                between_exercises=times(30),
            ),
        ),
        ("5 RFT", DraftForm(ForTime(20 * MINUTE, 5), open=True)),
        ("for time, cap 12 min", DraftForm(ForTime(20 * MINUTE), open=True, cap=times(720))),
        ("21-15-9", DraftForm(Ladder((21, 15, 9)))),
        ("21-15-9 for time", DraftForm(Ladder((21, 15, 9)), for_time=True)),
        ("Tabata", DraftForm(tabata(None))),
        ("E2MOM 12", DraftForm(Emom(2 * MINUTE, 6))),
        (
            "E2MOM 11",
            DraftForm(Emom(2 * MINUTE, 1), refusal="slots of 2 min do not fill 11 min"),
        ),
        (
            "AMRAP 10-12 min",
            DraftForm(Amrap(10 * MINUTE), refusal="it takes one time, and this is a range"),
        ),
        (
            "15 intervals, 30 s work and 15 s rest:",
            DraftForm(
                Intervals(Range(15, 15), Range(0, 0), Range(0, 0)),
                open=True,
                work=times(30),
                rest=times(15),
            ),
        ),
        (
            "40 s work, 20 s rest",
            DraftForm(dose=Time(times(40)), between_exercises=times(20), between_rounds=times(20)),
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_heading(line: str, form: DraftForm) -> None:
    found = directive(line)
    assert found is not None
    assert found.form == form


@pytest.mark.parametrize("line", ["Squats", "Workout", "Rest 15 s", "5 minutes of rounds work ok"])
def test_no_heading(line: str) -> None:
    assert directive(line) is None


def test_rests_between_go_into_the_heading() -> None:
    text = "30s squats\n30s lunges\nrest 15 seconds between movements\n"
    text += "rest 1 min between rounds\nRepeat 4 times\n"
    assert "  - 4 rounds, 15s between exercises, 1 min between rounds:\n" in imported(text)


def test_a_repeat_without_a_number_says_what_was_chosen() -> None:
    made = convert("30s squats\nRepeat")
    assert made.text == (
        "title: Imported workout\n\nworkout:\n"
        '  # from: "Repeat": no number is given: 3-5 rounds, the effort picks\n'
        "  - 3-5 rounds:\n      - 30s squats\n"
    )
    assert [(remark.line, remark.kind) for remark in made.remarks] == [(2, "chosen")]


def test_what_is_not_read_stays_in_place_and_is_told() -> None:
    made = convert("30s squats\nRest as needed\n20s lunges")
    assert made.text.splitlines()[3:] == [
        "  - 30s squats",
        '  # not read: "Rest as needed": a rest without a length',
        "  - 20s lunges",
    ]
    assert [(r.line, r.text, r.kind) for r in made.remarks] == [(2, "Rest as needed", "not read")]


def test_intervals_icu_minutes_and_text_metres() -> None:
    assert "  - 10 min run at 60%\n" in imported("- run 10m 60%", form="intervals")
    assert "  - 400 m run at 6:00/km\n" in imported("400m run")


def test_what_parses_and_cannot_be_rendered_is_told() -> None:
    made = convert("EMOM 30: 5 pull-ups, 10 push-ups, 25 air squats")
    assert [(told.line, told.kind) for told in made.remarks] == [(1, "cannot be rendered")]


def steps_of(text: str) -> list[str]:
    """The headings and steps of what a text makes, without comments and indentation."""
    lines = [line.strip() for line in imported(text).splitlines()]
    return [line for line in lines if line.startswith("- ")]


@pytest.mark.parametrize(
    ("pasted", "lines"),
    [
        ("Legs\nDeath by burpees", ["- death by, cap 20 min:", "- burpees"]),
        ("Death by: 10 min\nburpees", ["- death by, cap 10 min:", "- burpees"]),
        ("Tabata\n20 s squats\n10 burpees", ["- tabata:", "- squats", '- burpees, note "10 reps"']),
        (
            "For time\ncap: 10:00\n10 burpees\nrest 10s\n5 squats",
            ["- for time, cap 10 min:", "- 10 burpees", "- 5 squats"],
        ),
        (
            "2-1-3 for time\nburpees\n5 squats",
            ["- for time, cap 20 min:"]
            + [line for rung in (2, 1, 3) for line in (f"- {rung} burpees", "- 5 squats")],
        ),
        ("Squats\n3 x 10\nRest 60 seconds between sets", ["- 3 x 10 Squats, rest 1 min"]),
        (
            "40 s work\n20 s rest\n\nsquats\nlunges\nx3",
            [
                "- 3 rounds, 20s between exercises, 20s between rounds:",
                "- 40s squats",
                "- 40s lunges",
            ],
        ),
        ("10 push-ups, 15 squats\nRepeat", ["- 3-5 rounds:", "- 10 push-ups", "- 15 squats"]),
        ("2 sets:\n3 x 10 squats", ["- 2 rounds:", "- 3 x 10 squats"]),
        ("30s each: squats, lunges", ["- 30s squats", "- 30s lunges"]),
        ("Run 5k", ["- 5 km Run at 6:00/km"]),
        ("15 intervals:\n30 s squats\n12 lunges", ["- 30s squats", "- 12 lunges"]),
        ("Fentes : 10 lunges, 12 squats", ["- Fentes:", "- 10 lunges", "- 12 squats"]),
    ],
    ids=lambda value: value[:12] if isinstance(value, str) else "",
)
def test_lists(pasted: str, lines: list[str]) -> None:
    assert steps_of(pasted) == lines


def test_what_would_mean_something_else_in_the_language_is_not_read() -> None:
    made = convert("30s squats\n8x500 en 1'40\" rec 1'30\"\n3 sets x 45 s")
    assert steps_of("30s squats\n8x500 en 1'40\" rec 1'30\"\n3 sets x 45 s") == ["- 30s squats"]
    assert [(told.line, told.reason) for told in made.remarks] == [
        (2, '`40"` could be a time or a length; write `40s` for a time; a length goes into `note`'),
        (3, f"this line names no exercise; {HOW}"),
    ]


def test_lists_nest_only_so_deep() -> None:
    text = "".join(f"{' ' * depth}5 rounds:\n" for depth in range(300)) + " " * 300 + "30s squats"
    assert steps_of(text) == [*["- 5 rounds:"] * 5, "- 30s squats"]
    again = "a:\n" * 400 + "30s squats\n" + "Repeat 3 times\nRepeat 4 times\n" * 200
    assert steps_of(again)[-1] == "- 30s squats"


def test_exports_of_the_timer_are_read_alone_or_wrapped() -> None:
    one = '{"title":"T","sets":[{"repetitions":2,"exercises":[{"name":"Squats","duration":30}]}]}'
    expected = "title: T\n\nworkout:\n  - 2 rounds:\n      - 30s Squats\n"
    assert imported(one) == imported(f'{{"workouts":[{one}]}}') == expected


@pytest.mark.parametrize(
    "text", ["Squats,30\nPause,1:00\n", "name\tseconds\nSquats\t30\npause\t60\n"]
)
def test_tables(text: str) -> None:
    made = convert(text)
    assert made.format == "csv"
    steps = [line for line in made.text.splitlines() if line.startswith("  - ")]
    assert steps == ["  - 30s Squats", "  - rest 1 min"]


@pytest.mark.parametrize(
    ("title", "name", "expected"),
    [("", "", "Imported workout"), ("", "a/leg_day.txt", "Leg day"), ("Mine: #1", "x", "Mine: #1")],
)
def test_the_title(title: str, name: str, expected: str) -> None:
    workout, _ = parse(imported("30s squats\n", title=title, name=name))
    assert workout is not None
    assert workout.title == expected


# What holds for any text


def missing(source: str, made: str) -> list[str]:
    """The lines of a text whose words are not in what was made of it."""
    shown = "\n".join(line.lstrip(" -'") for line in made.splitlines())
    body = words(shown)
    lost = []
    for line in lines_of(source):
        if line is None or line.text in shown:
            continue
        if words(line.body) - body:
            lost.append(line.text)
    return lost


SAME = {"seconds": "s", "second": "s", "sec": "s", "minute": "min", "minutes": "min", "m": "min"}
# What a short form says in other words, or in a symbol.
SILENT = re.compile(
    r"(?:of|in|for|the|a|each|per|perform|complete|rounds?|times|sets|reps|with|and|on|off|x|is|done"
    r"|recovery|pause|movements|moves|exercises?|stations|work|total|workout|main|set|s|min|to|warmup|cooldown"
    r"|repeat|following|do|then|rest)"
)


def words(text: str) -> set[str]:
    joined = re.sub(r"\b(warm|cool|buy|cash)[- ](up|down|in|out)\b", r"\1\2", plain(text).lower())
    found = {SAME.get(word, word) for word in re.findall(r"[^\W\d_]+|\d+", joined)}
    return {word for word in found if not SILENT.fullmatch(word)}


PIECES = (
    "30 s squats 5 rounds rest between 1 min : - • x 12 each leg Repeat of EMOM AMRAP 10 21-15-9 "
    "push-ups , ( ) \" ' # 2 sets warm-up cool down for time 400m run 1:30 per side ½ & @ 75% "
    "- - * tabata any 3 of 0 -5 99999999 {} [] | > ! % ? no"
)
WORDS = st.sampled_from(PIECES.split(" "))
LINES = st.lists(WORDS, max_size=9).map(" ".join)
TEXTS = st.one_of(
    st.lists(LINES, max_size=12).map("\n".join),
    st.text(max_size=200),
    st.lists(st.one_of(LINES, st.just("")), max_size=15).map("\n".join),
)


@given(TEXTS, st.sampled_from([None, *sorted(set(FORMATS) - {"html"})]))
@settings(max_examples=300)
@example("30s squats\n&#10;&#0;x", None)
@example("a: 'b\n\t- 30s \"squats", None)
@example("squats 30s\n{" * 40, "wodcraft")
@example("[" * 5000, "json")
@example("é;30\n—;5", "csv")
def test_any_text_becomes_a_workout_or_is_refused(text: str, form: str | None) -> None:
    try:
        made = convert(text, form=form)
    except ImportRefusedError:
        return
    workout, problems = parse(made.text)
    assert workout is not None, problems
    if made.format in ("text", "intervals", "wodcraft"):
        assert missing(text, made.text) == []


@pytest.mark.parametrize(
    "text",
    [
        "10 a, " * 60,
        "1 " * 199,
        "rest between " * 30,
        "(" * 399,
        "1-1-" * 99,
        "- 1m" + "1" * 390,
        "a:" * 190,
        "x 1 x " * 60,
    ],
    ids=lambda text: text[:8],
)
def test_a_hostile_line_takes_no_time(text: str) -> None:
    begun = time.process_time()
    convert("30s squats\n" + "\n".join(f"{text}{number}" for number in range(5)))
    assert time.process_time() - begun < 5


def test_the_work_grows_no_faster_than_the_text() -> None:
    def steps_tried(numbers: range) -> int:
        before = in_notation.cache_info().misses
        text = "".join(f"{n} squats of kind {n}, with words: {n} of them\n" for n in numbers)
        convert(f"30s squats\n{text}")
        return in_notation.cache_info().misses - before

    assert steps_tried(range(1000, 1300)) <= 2.1 * steps_tried(range(2000, 2150))


def test_what_is_too_much_is_refused() -> None:
    with pytest.raises(ImportRefusedError, match="longer than"):
        convert("x" * (MAX_LENGTH + 1))
    with pytest.raises(ImportRefusedError, match="lines"):
        convert("30s squats\n" * (MAX_LINES + 1))


# The command


def test_the_command_offers_each_format() -> None:
    assert set(PlanFormat) == set(FORMATS)


app = typer.Typer()
app.command("import")(import_)


@app.callback()
def _root() -> None:
    pass


def run(*args: str, given: bytes = b"") -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["import", *args], input=given)
    return done.exit_code, done.stdout, done.stderr


def test_the_command_writes_yaml_out_and_remarks_to_the_other_stream() -> None:
    code, out, err = run("-", given=b"30s squats\nRepeat\nRest as needed\n")
    assert code == 0
    assert out.startswith("title: Imported workout\n")
    assert err.splitlines()[-4:] == [
        '<stdin>:2: chosen: "Repeat": no number is given: 3-5 rounds, the effort picks',
        '<stdin>:3: not read: "Rest as needed": a rest without a length',
        "<stdin>: read: squats",
        "<stdin>: read as text: 1 chosen, 1 not read",
    ]


def test_the_command_writes_over_nothing(tmp_path: Path) -> None:
    plan, out = tmp_path / "plan.txt", tmp_path / "plan.yaml"
    plan.write_text("30s squats", encoding="utf-8")
    out.write_text("mine", encoding="utf-8")
    assert run(str(plan), "-o", str(out))[0] != 0
    assert out.read_text(encoding="utf-8") == "mine"
    assert run(str(plan), "-o", str(out), "--force", "--title", "T")[0] == 0
    assert out.read_text(encoding="utf-8") == "title: T\n\nworkout:\n  - 30s squats\n"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00\x01\x02",
        b"\x89PNG\r\n\x1a\n\x00",
        b"hello",
        b"x" * (10 << 20),
        b"{}",
        b"\xff\xfe",
    ],
    ids=["empty", "binary", "image", "prose", "10 MB", "json", "half"],
)
def test_the_command_refuses_without_a_traceback(data: bytes) -> None:
    code = (
        "import sys, typer\nfrom audioworkout.cli.import_ import import_\n"
        "from audioworkout.ground.diagnostics import WorkoutError\n"
        "try:\n    import_('-')\nexcept WorkoutError as error:\n    sys.exit(f'error: {error}')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input=data, capture_output=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.decode().splitlines()[-1].startswith("error: ")
    assert b"Traceback" not in done.stderr
