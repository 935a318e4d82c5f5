"""Tables: CSV with any delimiter, Markdown tables, and mere rows of a name and a time."""

import re
from collections.abc import Sequence

from audioworkout.importing.draft import DraftPlan, Unread
from audioworkout.importing.formats.timed_rows import timed
from audioworkout.importing.lines import PastedText
from audioworkout.importing.tables import SheetRow, read_rows
from audioworkout.importing.tables.headings import headings_of
from audioworkout.importing.tables.rows import filled, is_ruled, rows_of

CLOCK = re.compile(
    r"(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)|(\d{1,6})(?:\.0+)?(?: ?(?:s|sec|seconds?))?", re.I
)
FIRST = 12  # rows in which the headings are looked for


def fits(pasted: PastedText) -> bool:
    """Whether a text is rows below headings, a Markdown table, or a name and a time a row."""
    rows = rows_of(pasted)
    if is_ruled(pasted) or _is_headed(rows):
        return True
    return len(rows) > 1 and all(_name_and_time(row) for row in rows)


def _is_headed(rows: Sequence[SheetRow]) -> bool:
    """Whether a row of headings has rows of as many columns below it."""
    at = next((n for n, row in enumerate(rows[:FIRST]) if headings_of(row)), None)
    if at is None or at + 1 >= len(rows):
        return False
    wide = sum(len(list(filled(row))) > 1 for row in rows[at + 1 :])
    return 2 * wide >= len(rows) - at - 1


def read(pasted: PastedText) -> DraftPlan:
    """The draft of a table: by its headings, or a name and a time a row."""
    rows = rows_of(pasted)
    return read_rows(rows) or _timed(rows)


def _timed(rows: Sequence[SheetRow]) -> DraftPlan:
    draft = DraftPlan()
    for row in rows:
        found = _name_and_time(row)
        item = timed(*found, row.line) if found else Unread(row.line, NEEDED)
        draft.phases["workout"].items.append(item)
    return draft


NEEDED = "a table needs headings such as exercise, sets, reps, time and rest"


def _name_and_time(row: SheetRow) -> tuple[str, int] | None:
    """The one name and the one time of a row."""
    times = [cell for cell in row.cells if CLOCK.fullmatch(cell)]
    names = [cell for cell in row.cells if cell and not CLOCK.fullmatch(cell)]
    if len(times) != 1 or len(names) != 1 or not any(map(str.isalpha, names[0])):
        return None
    return names[0], seconds(times[0])


def seconds(text: str) -> int:
    """A time in seconds from `90`, `1:30` or `1:00:00`; 0 from what is none."""
    found = CLOCK.fullmatch(text)
    if found is None:
        return 0
    hours, minutes, rest, plain = found.groups()
    return int(plain) if plain else (int(hours or 0) * 60 + int(minutes)) * 60 + int(rest)
