"""The rows of a table that say when each begins, or how many minutes it takes."""

from dataclasses import replace

from audioworkout.ground.units import Ms
from audioworkout.importing.formats.timed_rows import pause_kind
from audioworkout.importing.tables import minutes
from audioworkout.importing.tables.exercises import ExerciseRow, is_dosed, read_row
from audioworkout.importing.tables.headings import DOSES, ColumnHeading, SheetColumn
from audioworkout.importing.tables.minutes import Slot
from audioworkout.language.durations import format_duration
from audioworkout.language.model import PauseKind


def by_the_clock(rows: list[ExerciseRow]) -> list[ExerciseRow]:
    """The rows, with their times as minutes where these are when each row begins."""
    if SheetColumn.TIME not in rows[0].headings or SheetColumn.MINUTE in rows[0].headings:
        return rows
    cells = [row.cells.get(SheetColumn.TIME, "") for row in rows]
    own = [cell for cell, row in zip(cells, rows, strict=True) if not _says_more(row)]
    if not minutes.is_clock(own):
        return rows
    if minutes.starts(own) and all(_says_more(row) or _has_dose(row) for row in rows):
        return [_starting(row) for row in rows]
    lengths = [*map(format_duration, minutes.between(own)), *[""] * len(rows)]
    return [
        replace(row, cells={**row.cells, SheetColumn.TIME: length})
        for row, length in zip(rows, lengths, strict=False)
    ]


def _has_dose(row: ExerciseRow) -> bool:
    """Whether a row says what to do beside when it begins."""
    others = DOSES - {SheetColumn.TIME}
    return any(row.get(column) for column in others) or is_dosed(row.name)


def _says_more(row: ExerciseRow) -> bool:
    return minutes.GOES_ON.search(" ".join(row.cells.values())) is not None


def _starting(row: ExerciseRow) -> ExerciseRow:
    """A row with its time as the minute in which it begins."""
    heading = replace(row.headings[SheetColumn.TIME], column=SheetColumn.MINUTE)
    cells = {
        **row.cells,
        SheetColumn.MINUTE: row.cells.get(SheetColumn.TIME, ""),
        SheetColumn.TIME: "",
    }
    return replace(row, cells=cells, headings={**row.headings, SheetColumn.MINUTE: heading})


def slot_of(row: ExerciseRow) -> Slot:
    """A row of an EMOM as its slot; a rest lasts as long as that."""
    words = " ".join(row.cells.values())
    minute = row.cells.get(SheetColumn.MINUTE, "")
    bare = replace(row, cells={**row.cells, SheetColumn.MINUTE: ""})
    if pause_kind(row.name) is PauseKind.REST:
        headings = {**row.headings, SheetColumn.TIME: ColumnHeading(SheetColumn.TIME, "")}
        bare = replace(bare, cells={**bare.cells, SheetColumn.TIME: "60 s"}, headings=headings)
    return Slot(minute, tuple(read_row(bare).items), row.line, words)


def timed_by_minutes(row: ExerciseRow, length: Ms | None) -> ExerciseRow:
    """A row whose minutes are how long it takes, as the cell says or as the rows together do."""
    heading = replace(row.headings[SheetColumn.MINUTE], column=SheetColumn.TIME, unit="min")
    own = row.cells.get(SheetColumn.MINUTE, "")
    cells = {**row.cells, SheetColumn.TIME: format_duration(length) if length else own}
    return replace(row, cells=cells, headings={**row.headings, SheetColumn.TIME: heading})
