"""Spreadsheets (XLSX) to rows of cells, by openpyxl.

What a spreadsheet keeps as a number and shows as a time comes as the time that it shows: a
duration is stored in days, and its number format alone tells it from a date.
"""

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile

from audioworkout.importing.draft import DraftPlan, Unread
from audioworkout.importing.lines import MAX_LINES, PastedLine
from audioworkout.importing.tables.reading import read_rows
from audioworkout.importing.tables.rows import MOST_COLUMNS, SheetRow, plain_cell

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

MAGIC = b"PK\x03\x04"
NEEDED = "reading sheets takes openpyxl: pip install 'audioworkout[sheets]'"
HEADINGS = "headings such as exercise, sets, reps, time and rest"
NO_BOOK = "this is no XLSX workbook: save it as XLSX or CSV"
MOST_ROWS = 4 * MAX_LINES  # with the empty ones
MOST_BYTES = 64 << 20  # unpacked
EPOCH = datetime(1899, 12, 30)  # day 0 of a sheet's numbers
HOURS_AND_MINUTES = re.compile(r"^[^sS]*h+:mm[^sS]*$", re.I)
QUOTED = re.compile(r'"[^"]*"|\\.|\[\$[^\]]*\]|\[[A-Za-z]{4,}\]')  # words and colours in a format
TIMES = re.compile(r"[hs]", re.I)
UNIT = re.compile(r'"([^"]{1,12})"$')
UNNAMED = re.compile(
    r"(?:sheet|tabelle|feuille?|hoja|foglio|planilha|folha|blad|worksheet) ?\d*", re.I
)


class SheetError(ValueError):
    """A workbook that cannot be read; the message says why and what would do."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet with anything in it: its name, and its rows with the numbers that it gives them."""

    name: str
    rows: tuple[SheetRow, ...]


def is_workbook(data: bytes) -> bool:
    """Whether a file's first bytes are those of a workbook of Excel's format (a zip archive)."""
    return data.startswith(MAGIC)


def drafts(data: bytes) -> list[DraftPlan]:
    """The draft of each sheet that holds a table, with its name as the title; raises SheetError."""
    found: list[DraftPlan] = []
    others: list[Unread] = []
    for sheet in read_workbook(data):
        draft = read_rows(sheet.rows)
        if draft is None:
            reason = f"the sheet `{sheet.name}` has no {HEADINGS}"
            others.append(Unread(sheet.rows[0].line, reason))
            continue
        draft.title = draft.title or title_of(sheet)
        found.append(draft)
    if not found:
        raise SheetError(f"no sheet has {HEADINGS}")
    found[0].head += others
    return found


def read_workbook(data: bytes) -> tuple[Sheet, ...]:
    """The sheets of a workbook that are shown and hold anything; raises SheetError."""
    try:
        import openpyxl
    except ImportError as absent:
        raise SheetError(NEEDED) from absent
    try:
        _refuse_bomb(data)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what a sheet has beside its cells
            written = openpyxl.load_workbook(BytesIO(data))
            book = openpyxl.load_workbook(BytesIO(data), data_only=True)
    except SheetError:
        raise
    except Exception as broken:  # what a broken file makes openpyxl raise is of many kinds
        raise SheetError(NO_BOOK) from broken
    shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    found = (Sheet(one.title, tuple(_rows(one, written[one.title]))) for one in shown)
    return tuple(sheet for sheet in found if sheet.rows)


def _refuse_bomb(data: bytes) -> None:
    """Raises SheetError for what is no workbook, or grows beyond all measure when unpacked."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
    except BadZipFile as broken:
        raise SheetError(NO_BOOK) from broken
    if not any(entry.filename == "xl/workbook.xml" for entry in entries):
        raise SheetError(NO_BOOK)
    if sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise SheetError("the workbook is too large")


def _rows(sheet: "Worksheet", written: "Worksheet") -> Iterator[SheetRow]:
    """The rows that hold anything, a merged cell's value in each of its rows.

    `written` is the sheet with its formulas: one that no program has reckoned stays as it is.
    """
    merged = _merged(sheet)
    columns = min(sheet.max_column, MOST_COLUMNS)
    for number in range(1, min(sheet.max_row, MOST_ROWS) + 1):
        at = [(number, column) for column in range(1, columns + 1)]
        cells = (
            merged.get(one) or text_of(sheet.cell(*one)) or _formula(written, one) for one in at
        )
        shown = tuple(map(plain_cell, cells))
        if any(shown):
            text = " | ".join(shown).rstrip(" |")
            yield SheetRow(PastedLine(number, text, text), shown)


def _formula(sheet: "Worksheet", at: tuple[int, int]) -> str:
    """The formula of a cell, `=A1*2`; empty where it has none."""
    value = sheet.cell(*at).value
    return value if isinstance(value, str) and value.startswith("=") else ""


def _merged(sheet: "Worksheet") -> dict[tuple[int, int], str]:
    """The text of each cell below the first of a merged column."""
    found: dict[tuple[int, int], str] = {}
    for area in list(sheet.merged_cells.ranges)[:MAX_LINES]:
        first = text_of(sheet.cell(area.min_row, area.min_col))
        for row in range(area.min_row + 1, min(area.max_row, MOST_ROWS) + 1):
            found[row, area.min_col] = first
    return found


def text_of(cell: "Cell | Any") -> str:
    """The value of a cell as its sheet shows it; a duration as hours, minutes and seconds."""
    value, shape = cell.value, QUOTED.sub("", cell.number_format or "")
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case int() | float():
            return _counted(value, cell.number_format or "", shape)
        case timedelta():
            return _duration(value.total_seconds(), shape)
        case time():
            return _time_of_day(value, shape)
        case datetime():
            return _dated(value, shape)
        case date():
            return value.isoformat()
    return str(value)


def _counted(value: float, given: str, shape: str) -> str:
    """A number in the unit of its format (`0 "kg"`, `0%`)."""
    if shape.endswith("%"):
        return f"{_number(value * 100)}%"
    unit = UNIT.search(given)
    return f"{_number(value)} {unit[1].strip()}" if unit else _number(value)


def _number(value: float) -> str:
    """A number without a fraction that is a mistake of binary arithmetic."""
    rounded = round(value, 4)
    return str(int(rounded)) if rounded == int(rounded) else str(rounded)


def _dated(value: datetime, shape: str) -> str:
    """A date; of the years 1899 and 1900 the time of day, which is a duration as it is shown."""
    if value.year > EPOCH.year + 1 or not (value.time() > time() or TIMES.search(shape)):
        return value.date().isoformat()
    return _duration(-1, shape) if value < EPOCH else _time_of_day(value.time(), shape)


def _time_of_day(value: time, shape: str) -> str:
    seconds = (value.hour * 60 + value.minute) * 60 + value.second + value.microsecond / 1e6
    return _duration(seconds, shape)


def _duration(seconds: float, shape: str) -> str:
    """`0:01:30`, or `0:45 h` for a format of hours and minutes alone; `-` before a negative one."""
    whole = round(abs(seconds))
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    sign = "-" if seconds < 0 else ""
    if HOURS_AND_MINUTES.search(shape) and not rest:
        return f"{sign}{hours}:{minutes:02d} h"
    return f"{sign}{hours}:{minutes:02d}:{rest:02d}"


def title_of(sheet: Sheet) -> str:
    """The name of a sheet, if it is none that its program gave."""
    return "" if UNNAMED.fullmatch(sheet.name) else sheet.name
