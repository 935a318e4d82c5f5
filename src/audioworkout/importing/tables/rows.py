"""A text to rows of cells: comma, semicolon, tab, or the bars of a Markdown table."""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from audioworkout.importing.lines import EMPHASIS, PastedLine, PastedText, printable

DELIMITERS = ("\t", ";", "|", ",")
BARS = re.compile(r"(?<!\\)\|")
RULE = re.compile(r"[\s|:+=-]*--[\s|:+=-]*|[\s|:+=-]*:-[\s|:+=-]*")
LINK = re.compile(r"!?\[([^\[\]]{1,200})\]\([^()\s]{0,500}\)")
MOST_COLUMNS = 60


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of a table: the line that it was read from, and its cells without markup."""

    line: PastedLine
    cells: tuple[str, ...]


def plain_cell(text: str) -> str:
    """A cell in printable characters and single spaces, without emphasis and links."""
    bare = " ".join(printable(LINK.sub(r"\1", text)).split())
    return EMPHASIS.sub(r"\2", bare).strip()


def rows_of(pasted: PastedText) -> list[SheetRow]:
    """The rows of a text, split at what its first lines are split at; without ruled lines."""
    sources = pasted.text.splitlines()
    lines = [line for line in pasted.lines if line is not None]
    raw = [(line, sources[line.number - 1]) for line in lines]
    delimiter = "|" if is_ruled(pasted) else _delimiter([source for _, source in raw])
    rows = [SheetRow(line, _cells(source, delimiter)) for line, source in raw]
    return [row for row in rows if not RULE.fullmatch(row.line.text)]


def is_ruled(pasted: PastedText) -> bool:
    """Whether a text is a Markdown table: bars in every line, and a rule or bars at their ends."""
    lines = [line.text for line in pasted.lines if line is not None]
    if len(lines) > 1 and all(line[:1] == line[-1:] == "|" and len(line) > 2 for line in lines):
        return True
    ruled = any("|" in line and RULE.fullmatch(line) for line in pasted.text.splitlines()[:20])
    return ruled and all("|" in line for line in lines)


def _cells(source: str, delimiter: str) -> tuple[str, ...]:
    cells = _bars(source) if delimiter == "|" else _split(source, delimiter)
    return tuple(map(plain_cell, cells[:MOST_COLUMNS]))


def _bars(source: str) -> list[str]:
    """The cells of a line of a Markdown table; `\\|` is a bar inside a cell."""
    cells = [cell.replace("\\|", "|") for cell in BARS.split(source.strip())]
    first = 1 if cells and not cells[0].strip() and source.strip().startswith("|") else 0
    last = len(cells) - 1 if len(cells) > 1 and source.strip().endswith("|") else len(cells)
    return cells[first:last]


def _delimiter(sources: list[str]) -> str:
    """What splits most of the first lines, each into as many cells as the others."""
    head = [source for source in sources[:12] if source.strip()]
    barred = all("|" in source for source in sources if source.strip())
    known = [one for one in DELIMITERS if one != "|" or barred]
    return max(known, key=lambda delimiter: _fit(head, delimiter), default=",")


def _fit(sources: Iterable[str], delimiter: str) -> tuple[int, int]:
    """How many lines have the most frequent number of cells, if more than one; and the number."""
    widths = [len(cells) for source in sources if len(cells := _split(source, delimiter)) > 1]
    usual = max(set(widths), key=widths.count, default=0)
    return widths.count(usual), usual


def _split(source: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([source], delimiter=delimiter, skipinitialspace=True), [])
    except csv.Error:
        return source.split(delimiter)


def filled(row: SheetRow) -> Iterator[str]:
    """The cells of a row that hold anything."""
    return (cell for cell in row.cells if cell)
