"""XLSX sheets: what their cells show, whatever kind of value is behind it."""

import builtins
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
import typer
from typer.testing import CliRunner

from audioworkout.cli.import_ import import_
from audioworkout.ground.diagnostics import WorkoutError
from audioworkout.importing import ImportRefusedError, convert_workbook, is_workbook
from audioworkout.importing.tables import sheets

openpyxl = pytest.importorskip("openpyxl")
SECOND = 1 / 86_400  # of a day, in which sheets count


def workbook(**rows: Sequence[Sequence[Any]]) -> bytes:
    """A workbook with a sheet for each list of rows; a pair is a value with a number format."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, lines in rows.items():
        sheet = book.create_sheet(name)
        for at, line in enumerate(lines, 1):
            for column, value in enumerate(line, 1):
                cell = sheet.cell(at, column)
                cell.value, shape = value if isinstance(value, tuple) else (value, None)
                cell.number_format = shape or cell.number_format
    return saved(book)


def saved(book: Any) -> bytes:
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def steps_of(data: bytes) -> list[str]:
    lines = [line.strip() for one in convert_workbook(data) for line in one.text.splitlines()]
    return [line.removeprefix("- ") for line in lines if line.startswith("- ")]


@pytest.mark.parametrize(
    ("value", "step"),
    [
        (time(0, 1, 30), "1:30 Plank"),
        (timedelta(seconds=90), "1:30 Plank"),
        (datetime(1899, 12, 30, 0, 1, 30), "1:30 Plank"),
        (datetime(1899, 12, 31, 0, 1, 30), "1:30 Plank"),
        (datetime(1900, 1, 1, 0, 1, 30), "1:30 Plank"),
        ((45 * SECOND, "mm:ss"), "45s Plank"),
        ((45 * SECOND, "[mm]:ss"), "45s Plank"),
        ((45 * SECOND, "h:mm:ss"), "45s Plank"),
        ((45 * SECOND, "yyyy-mm-dd"), "45s Plank"),
        ((90 * SECOND, "mm:ss.0;@"), "1:30 Plank"),
        ((90, '0 "s"'), "1:30 Plank"),
        ((60 * SECOND, "h:mm"), "1 min Plank"),  # a minute: one second is no exercise
        ((45 * 60 * SECOND, "h:mm"), "45s Plank"),  # typed as 0:45; 45 minutes are no plank
        (45.0, "45s Plank"),
        ("1:30", "1:30 Plank"),
    ],
    ids=str,
)
def test_a_duration(value: Any, step: str) -> None:
    assert steps_of(workbook(A=[["Exercise", "Time"], ["Plank", value]])) == [step]


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (timedelta(seconds=-45), "`-0:00:45` is less than zero"),
        ((-0.001, "h:mm:ss"), "`-0:00:01` is less than zero"),
        (datetime(2026, 12, 8), "`2026-12-08` is a date: write a range as text"),
        (date(2026, 12, 8), "`2026-12-08` is a date: write a range as text"),
        (date(1900, 1, 1), "`1900-01-01` is a date: write a range as text"),
        ((5 * 60 * SECOND, "h:mm"), "`0:05` could be hours or minutes: format it as mm:ss"),
        (2, "`2` could be `2 s` or `2 min`"),
        ("=1+1", "expected a duration"),
    ],
    ids=str,
)
def test_what_is_no_duration_is_told(value: Any, reason: str) -> None:
    with pytest.raises(ImportRefusedError) as refused:
        convert_workbook(workbook(A=[["Exercise", "Time"], ["Plank", value]]))
    assert reason in refused.value.remarks[0].reason


def test_numbers_are_shown_as_their_format_shows_them() -> None:
    head = ["Exercise", "Reps", "Weight", "Intensity"]
    row = ["Squat", 8.0, (60, '0.0 "kg"'), (0.75, "0%")]
    assert steps_of(workbook(A=[head, row])) == ["8 Squat at 75%, weight 60 kg"]


def test_a_title_merged_cells_and_empty_rows() -> None:
    book = openpyxl.Workbook()
    rows = [["Leg day"], [], ["Exercise", "Set", "Reps"], ["Squat", 1, 8], [None, 2, 6], []]
    for row in rows:
        book.active.append(row)
    book.active.merge_cells("A4:A5")
    (made,) = convert_workbook(saved(book))
    assert made.title == "Leg day"
    assert steps_of(saved(book)) == ["8 Squat", "6 Squat"]


def test_each_sheet_with_a_plan_is_a_workout() -> None:
    head = ["Exercise", "Reps"]
    book = workbook(Legs=[head, ["Squat", 8]], Notes=[["Sleep well"]], Sheet2=[head, ["Row", 9]])
    legs, other = convert_workbook(book, name="my_week.xlsx")
    assert (legs.title, other.title) == ("Legs", "My week")
    assert [remark.reason for remark in legs.remarks] == [
        "the sheet `Notes` has no headings such as exercise, sets, reps, time and rest"
    ]


def test_what_is_no_workbook_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    zipped = BytesIO()
    with ZipFile(zipped, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    broken = workbook(A=[["Exercise", "Reps"], ["Squat", 8]])[:-40]
    for data in (zipped.getvalue(), broken, b"PK\x03\x04"):
        assert is_workbook(data)
        with pytest.raises(ImportRefusedError, match="no XLSX workbook"):
            convert_workbook(data)
    with pytest.raises(ImportRefusedError, match="no sheet has headings"):
        convert_workbook(workbook(A=[["hello", "world"]]))
    monkeypatch.setattr(sheets, "MOST_BYTES", 100)
    with pytest.raises(ImportRefusedError, match="too large"):
        convert_workbook(workbook(A=[["Exercise", "Reps"]]))


def test_a_missing_library_is_told_with_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "openpyxl":
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ImportRefusedError, match=r"pip install 'audioworkout\[sheets\]'"):
        convert_workbook(b"PK\x03\x04")


app = typer.Typer()
app.command("import")(import_)


@app.callback()
def _root() -> None:
    pass


def test_the_command_writes_a_file_for_each_sheet(tmp_path: Path) -> None:
    head = ["Exercise", "Reps"]
    plan = tmp_path / "week.xlsx"
    plan.write_bytes(workbook(Legs=[head, ["Squat", 8]], Arms=[head, ["Curl", 9]]))
    several = CliRunner().invoke(app, ["import", str(plan)])
    assert isinstance(several.exception, WorkoutError)
    assert '1 "Legs"' in str(several.exception)
    done = CliRunner().invoke(app, ["import", str(plan), "-o", f"{tmp_path}/plans/"])
    assert done.exit_code == 0, done.exception
    assert {path.name for path in (tmp_path / "plans").iterdir()} == {"arms.yaml", "legs.yaml"}
    text = (tmp_path / "plans" / "legs.yaml").read_text(encoding="utf-8")
    assert text == "title: Legs\n\nworkout:\n  - 8 Squat\n"


def test_an_export_with_a_lost_letter_that_is_a_zero_byte(tmp_path: Path) -> None:
    plan, out = tmp_path / "export.json", tmp_path / "plan.yaml"
    exercise = b'{"name":"\0wiczenie","duration":30}'
    plan.write_bytes(b'{"title":"T","sets":[{"repetitions":1,"exercises":[' + exercise + b"]}]}")
    done = CliRunner().invoke(app, ["import", str(plan), "-o", str(out)])
    assert done.exit_code == 0, done.exception
    assert out.read_text(encoding="utf-8").splitlines()[-1] == "  - 30s wiczenie"
