"""Tables: files in rows and columns and what they come to, the words of headings, of cells."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import checkout
from audioworkout.importing import ImportRefusedError, convert
from audioworkout.importing.lines import PastedLine
from audioworkout.importing.tables import SheetRow, read_rows
from audioworkout.importing.tables.headings import SheetColumn, headings_of
from audioworkout.language.document import parse
from audioworkout.words import tables
from unrolled import plans, unrolled

FOLDERS = [checkout.GOLDEN / name for name in ("tables", "exports", "intervals")]
FILES = sorted(path for folder in FOLDERS for path in folder.iterdir() if path.suffix != ".plans")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_becomes_the_plan_that_it_means(
    path: Path, golden: Callable[[Path, str], None]
) -> None:
    golden(path.with_name(f"{path.name}.plans"), plans(path))


def steps_of(text: str) -> list[str]:
    """The headings and steps of what a text makes, without comments and indentation."""
    lines = [line.strip() for line in convert(text).text.splitlines()]
    return [line.removeprefix("- ") for line in lines if line.startswith("- ")]


def told_of(text: str) -> list[str]:
    """What is told of a text, whether or not a workout came of it."""
    try:
        return [remark.reason for remark in convert(text).remarks]
    except ImportRefusedError as refused:
        return [remark.reason for remark in refused.remarks]


# Headings


def columns(*cells: str) -> list[str | None] | None:
    """What the columns hold that a row of cells heads."""
    line = PastedLine(1, " | ".join(cells), "")
    found = headings_of(SheetRow(line, cells))
    return None if found is None else [one.column for one in found]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("Exercise", "Sets", "Reps"), ["exercise", "sets", "reps"]),
        (("exercise_name", "restSeconds", "weight_kg"), ["exercise", "rest", "weight"]),
        (("#", "Move", "Sets × Reps"), ["order", "exercise", "scheme"]),
        (("Move", "Work/Rest"), ["exercise", "work and rest"]),
        (("Name", "Reps or time", "Hold [sec]"), ["exercise", "dose", "time"]),
        (("Exercise", "Sets", "Tempo"), ["exercise", "sets", "tempo"]),
        (("Esercizio", "Serie", "Tempo"), ["exercise", "sets", "time"]),
        (("Übung", "Sätze", "Wdh.", "Pause (Sek.)"), ["exercise", "sets", "reps", "rest"]),
        (("Core A", "Sets", "Reps"), ["exercise", "sets", "reps"]),
        (("Exercise", "Muscles", "Reps"), ["exercise", None, "reps"]),
        (("Exercise", "Target reps", "RPE cible"), ["exercise", "reps", "intensity"]),
        (("Mon", "Tue", "Wed"), ["day", "day", "day"]),
        (("Squats", "30"), None),
        (("Rest", "60"), None),
        (("Price", "Amount"), None),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, tuple) else "",
)
def test_headings(cells: tuple[str, ...], expected: list[str | None] | None) -> None:
    assert columns(*cells) == expected


def test_every_language_has_a_heading_for_every_column() -> None:
    mixtures = {SheetColumn.SCHEME, SheetColumn.WORK_REST}
    for words in tables.languages():
        assert set(words.columns.values()) == set(SheetColumn) - mixtures, words.language
        assert set(words.limbs.values()) == {"side", "leg", "arm", "hand", "foot"}, words.language
        kinds = set(tables.languages()[0].cells.values())
        assert set(words.cells.values()) == kinds, words.language


@pytest.mark.parametrize("words", tables.languages(), ids=lambda words: words.language)
def test_each_language_heads_a_table(words: tables.TableWords) -> None:
    """The first heading of each column, and a rest between the sets."""
    first: dict[str, str] = {}
    for heading, key in words.columns.items():
        first.setdefault(key, heading)
    head = ",".join(first[key] for key in ("exercise", "sets", "reps", "rest"))
    assert steps_of(f"{head}\nBurpees,3,12,45 s\n") == ["3 x 12 Burpees, rest 45s", "rest 45s"]


# Cells


@pytest.mark.parametrize(
    ("cell", "step"),
    [
        ("12", "12 Hop"),
        ("12 reps", "12 Hop"),
        ("x12", "12 Hop"),
        ("8–12", "8-12 Hop"),
        ("8 to 12", "8-12 Hop"),
        ("8 / leg", "8 Hop per leg"),
        ("8 per leg", "8 Hop per leg"),
        ("10e", "10 Hop per side"),
        ("10 (each)", "10 Hop per side"),
        ("10 L/R", "10 Hop per side"),
        ("20s / side", "20s Hop per side"),
        ("1:00", "1 min Hop"),
        ("0:30", "30s Hop"),
        ('30"', "30s Hop"),
        ("1'30", "1:30 Hop"),
        ("45 sec.", "45s Hop"),
        ("30-45 s", "30-45s Hop"),
        ("1,5 Min.", "1:30 Hop"),
        ("30 Sek. pro Seite", "30s Hop per side"),
        ("12 Wdh.", "12 Hop"),
        ("10 par jambe", "10 Hop per leg"),
        ("3x10", "3 x 10 Hop"),
        ("3 sets of 8-10", "3 x 8-10 Hop"),
        ("2 x 30s/side", "2 x 30s Hop per side"),
        ("max in 30s", "max Hop in 30s"),
        ("10+", "10 Hop"),
        ("8–10/jbe", "8-10 Hop per leg"),
        ("400 m", "400 m Hop at 6:00/km"),
    ],
)
def test_a_cell_of_doses(cell: str, step: str) -> None:
    assert steps_of(f"Exercise;Reps\nHop;{cell}\nHop;5\n") == [step, "5 Hop"]


@pytest.mark.parametrize(
    "cell",
    ["10/8", "12-8", "10+10", "15 cal", "~10", "max", "AMRAP", "some", "3 m", "12-Oct", "8. Dez",
     "2025-12-08", "8/12/2025", "10 or so", "-12", "12.5.", "a few", "as long as possible"],
)  # fmt: skip
def test_a_cell_that_is_no_dose_is_told(cell: str) -> None:
    text = f"Exercise;Reps\nHop;{cell}\nHop;5\n"
    assert steps_of(text) == ["5 Hop"]
    assert len(told_of(text)) == 1


@pytest.mark.parametrize("cell", ["—", "-", "none", "0", "", "n/a", "keine", "aucun", "no rest"])
def test_no_rest(cell: str) -> None:
    assert steps_of(f"Exercise;Sets;Reps;Rest\nHop;3;5;{cell}\nHop;1;5;\n") == [
        "3 x 5 Hop",
        "5 Hop",
    ]


@pytest.mark.parametrize("cell", ["as needed", "2", "60/90", "a bit"])
def test_a_rest_that_is_not_read_is_told(cell: str) -> None:
    text = f"Exercise;Reps;Rest\nHop;5;{cell}\n"
    assert steps_of(text) == ["5 Hop"]
    assert told_of(text)[0].startswith("its rest: ")


def test_a_number_of_a_run_could_be_minutes() -> None:
    text = "Exercise;Time\nEasy run;30\nPlank;30\n"
    assert steps_of(text) == ["30s Plank"]
    assert "`30` could be `30 s` or `30 min`" in told_of(text)


def test_a_unit_in_the_heading_is_of_all_numbers() -> None:
    assert steps_of("Exercise;Time (min);Rest [s]\nEasy run;30;90\nWalk;1.5;\n") == [
        "30 min Easy run",
        "rest 1:30",
        "1:30 Walk",
    ]


def test_a_unit_in_a_column_of_its_own() -> None:
    text = "Exercise,Amount,Unit\nSquat,10,reps\nPlank,30,seconds\nJog,2,km\nRow,1,min\nHop,3,h\n"
    assert steps_of(text) == [
        "10 Squat",
        "30s Plank",
        "2 km Jog at 6:00/km",
        "1 min Row",
        "3 h Hop",
    ]
    assert told_of("Exercise,Reps,Unit\nSquat,10,furlong\n") == ["`furlong` is no unit of a dose"]


@pytest.mark.parametrize(
    ("cell", "end"),
    [
        ("20", "weight 20 kg"),
        ("2x12", "weight 2 x 12 kg"),
        ("2 x 12,5", "weight 2 x 12.5 kg"),
        ("45 lbs", "weight 45 lb"),
        ("24/16", "weight 24/16 kg"),
    ],
)
def test_a_load(cell: str, end: str) -> None:
    assert steps_of(f"Exercise;Reps;Weight (kg)\nSquat;5;{cell}\n") == [f"5 Squat, {end}"]


# Rows


@pytest.mark.parametrize(
    ("rows", "steps"),
    [
        ("Squats x 10\n10 push-ups\nPlank: 45s", ["10 Squats", "10 push-ups", "45s Plank"]),
        ("5 pull-ups + 10 push-ups", ["5 pull-ups", "10 push-ups"]),
        ("1. Squats x 10\nA) 5 lunges", ["10 Squats", "5 lunges"]),
    ],
)
def test_an_exercise_with_its_own_dose(rows: str, steps: list[str]) -> None:
    table = "".join(f"{row};\n" for row in rows.splitlines())
    assert steps_of(f"Exercise;Notes\n{table}Burpees x 2;\n") == [*steps, "2 Burpees"]


@pytest.mark.parametrize(
    ("sets", "reps", "steps"),
    [
        ("3", "10, 8, 6", ["10 Hop", "8 Hop", "6 Hop"]),
        ("", "10/8/6", ["10 Hop", "8 Hop", "6 Hop"]),
        ("3x10/10/6", "", ["10 Hop", "10 Hop", "6 Hop"]),
        ("3x12", "", ["3 x 12 Hop"]),
        ("3 per side", "10 s", ["3 x 10s Hop per side"]),
        ("4", "10, 8, 6", []),
        ("3x12 drop set", "", []),
        ("3 x hold", "", []),
    ],
)
def test_sets_and_reps(sets: str, reps: str, steps: list[str]) -> None:
    text = f"Exercise;Sets;Reps\nHop;{sets};{reps}\nSquat;1;5\n"
    assert steps_of(text) == [*steps, "5 Squat"]
    assert bool(told_of(text)) == (not steps)


def test_two_doses_are_told() -> None:
    assert told_of("Exercise;Reps\nSquats x 10;12\nHop;5\n") == [
        "both its name and another cell give a dose"
    ]
    assert told_of("Exercise;Reps;Time\nSquats;12;30s\nHop;5;\n") == [
        "two of its cells give a dose"
    ]


def test_sets_that_are_numbered_are_single() -> None:
    text = "Exercise,Set,Reps\nSquat,1,8\n,2,8\n,3,6\nRow,1,10\n"
    assert steps_of(text) == ["8 Squat", "8 Squat", "6 Squat", "10 Row"]
    assert steps_of("Exercise,Set,Reps\nSquat,3,8\nRow,3,10\n") == ["3 x 8 Squat", "3 x 10 Row"]


def test_what_takes_no_known_time_fills_its_minute() -> None:
    text = "Minute,Exercise,Reps\n1,Row,15 cal\n2,Carry,40 m\n3,12 cal bike,\n4,Run × 200 m,\n"
    assert steps_of(text) == [
        "alternating emom 4 min:",
        "15 calories Row",
        "{exercise: Carry, distance: 40 m}",
        "12 calories bike",
        "{exercise: Run, distance: 200 m}",
    ]


@pytest.mark.parametrize("name", ["Superset 1", "Tri-set", "Circuit A", "Supersatz"])
def test_the_rows_of_a_superset_take_turns(name: str) -> None:
    text = f"Exercise;Sets;Reps;Rest\n{name};;;\nCurl;3;10;\nDip;3;8;60 s\n"
    assert unrolled(convert(text).text)[:4] == [
        "work Curl x10",
        "work Dip x8",
        "rest 60s",
        "work Curl x10",
    ]


@pytest.mark.parametrize(
    ("row", "minutes"),
    [
        ("…;(goes on for 12 minutes)", 12),
        ("...;repeat for a total of 8 min", 8),
        ("4–12;Repeat minutes 1-3", 12),
        ("etc.;until minute 9", 9),
        ("usw.;bis Minute 15", 15),
        ("…;4 rounds in all", 8),
        ("…;x 5", 10),
    ],
)
def test_a_table_by_minutes_goes_on(row: str, minutes: int) -> None:
    text = f"Minute;Exercise\n1;10 squats\n2;5 burpees\n{row}\n"
    assert steps_of(text)[0] == f"alternating emom {minutes} min:"


def test_numbers_that_could_be_two_things_are_told() -> None:
    assert steps_of("Exercise;Rep(s);Set(s)\nHop;12;3\n") == ["3 x 12 Hop"]
    assert steps_of("Exercise;Reps/Time\nHop;12\nPlank;30 s\n") == ["12 Hop", "30s Plank"]
    for head in ("Reps/Secs", "Reps or time (s)", "Time (sec) / Reps"):
        text = f"Exercise;{head}\nHop;12\nPlank;30 s\nBurpees;9 reps\n"
        assert steps_of(text) == ["30s Plank", "9 Burpees"]
        assert told_of(text) == ["`12` could be `12 reps` or `12 s`"]


def test_a_log_is_no_plan() -> None:
    text = "Date,Time,Exercise,Notes\n2025-11-04,07:00:00,Bench press,strong\n"
    assert told_of(text) == ["rows with dates are a log, no plan"]


def test_a_rest_between_rounds_is_of_the_rows_above() -> None:
    text = "| Exercise | Work | Rest |\n|---|---|---|\n| Jabs | 20 s | 40 s |\n| Plank | 20 s | |\n"
    text += "| **Rest between rounds** | | **1-2 minutes** |\n| Repeat 4 times | | |\n"
    assert steps_of(text) == [
        "4 rounds, 1-2 min between rounds:",
        "20s Jabs",
        "rest 40s",
        "20s Plank",
    ]


def test_rows_of_a_page_are_read_as_those_of_a_text_are() -> None:
    cells = [("Exercise", "Reps"), ("Squats", "12")]
    rows = [SheetRow(PastedLine(n, " ".join(row), ""), row) for n, row in enumerate(cells, 1)]
    draft = read_rows(rows)
    assert draft is not None
    assert len(list(draft.phases["workout"].steps())) == 1
    assert read_rows(rows[1:]) is None


PIECES = (
    "Exercise Sets Reps Time Rest Minute Round Side Notes Day Pause Übung 3 12 8-12 1:00 30s "
    "10,8,6 … Squats Plank Rest max - 8/leg 12-Oct 60/90 Total A1 A2 repeat 0 99999 ½ | \" ' = \\"
)
CELLS = st.sampled_from(PIECES.split(" "))
ROWS = st.lists(st.lists(CELLS, min_size=1, max_size=6), min_size=1, max_size=9)


@given(ROWS, st.sampled_from([";", ",", "\t", " | "]))
@settings(max_examples=200, deadline=None)
def test_any_table_becomes_a_workout_or_is_refused(rows: list[list[str]], between: str) -> None:
    try:
        made = convert("\n".join(between.join(row) for row in rows), form="csv")
    except ImportRefusedError:
        return
    workout, problems = parse(made.text)
    assert workout is not None, problems
