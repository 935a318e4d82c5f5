"""Tables of names and times: `squats;30`, with `;`, `,` or tabs, and seconds or `mm:ss`."""

import csv
import re
from collections.abc import Iterator

from audioworkout.importing import steps
from audioworkout.importing.draft import DraftPlan, DraftStep, Unread
from audioworkout.importing.formats.timed_rows import timed
from audioworkout.importing.lines import PastedLine, PastedText

DELIMITERS = (";", "\t", ",")
CLOCK = re.compile(
    r"(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)|(\d{1,6})(?:\.0+)?(?: ?(?:s|sec|seconds?))?", re.I
)
HEADER = re.compile(
    r"(?:name|exercise|activity|step|interval|seconds?|secs?|time|duration|length|rounds?|#|no\.?)"
    r"(?: ?\(.{1,20}\))?|duration_s|time_s",
    re.I,
)


def fits(pasted: PastedText) -> bool:
    """Whether every line is a row with a name and a time, save for a header."""
    rows = list(_rows(pasted))
    if rows and _is_header(rows[0][1]):
        rows = rows[1:]
    elif len(rows) < 2:
        return False
    return bool(rows) and all(_name_and_time(cells) for _, cells in rows)


def read(pasted: PastedText) -> DraftPlan:
    """The draft of a table: a step a row."""
    draft = DraftPlan()
    items = draft.phases["workout"].items
    for index, (line, cells) in enumerate(_rows(pasted)):
        found = _name_and_time(cells)
        if found is not None:
            items.append(timed(*found, line))
        elif index == 0 and _is_header(cells):
            draft.phases["workout"].sources.append((line, ""))
        else:
            items.append(_other(cells, line))
    return draft


def _rows(pasted: PastedText) -> Iterator[tuple[PastedLine, list[str]]]:
    """The cells of each line, split at the delimiter that the first lines have."""
    sources = pasted.text.splitlines()
    lines = [line for line in pasted.lines if line is not None]
    head = [sources[line.number - 1] for line in lines[:5]]
    delimiter = next((d for d in DELIMITERS if head and all(d in row for row in head)), ",")
    for line in lines:
        source = sources[line.number - 1] if delimiter == "\t" else line.text
        try:
            cells = next(csv.reader([source], delimiter=delimiter, skipinitialspace=True), [])
        except csv.Error:
            cells = source.split(delimiter)
        yield line, [" ".join(cell.split()) for cell in cells]


def _is_header(cells: list[str]) -> bool:
    named = [cell for cell in cells if cell]
    return len(named) > 1 and sum(bool(HEADER.fullmatch(cell)) for cell in named) >= 2


def _name_and_time(cells: list[str]) -> tuple[str, int] | None:
    """The one name and the one time of a row."""
    times = [cell for cell in cells if CLOCK.fullmatch(cell)]
    names = [cell for cell in cells if cell and not CLOCK.fullmatch(cell)]
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


def _other(cells: list[str], line: PastedLine) -> DraftStep | Unread:
    """A row with other columns: read as the words that it holds."""
    reading = steps.read(" ".join(filter(None, cells)))
    if reading.step is not None and reading.dosed:
        return DraftStep(reading.step, line, (*reading.reasons, "the columns are read as one text"))
    return Unread(line, "a row takes a name and a time")
