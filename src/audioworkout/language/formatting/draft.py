"""The lines of a formatted workout, and the places of the source that each stands for."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeAlias

from audioworkout.ground.diagnostics import NOWHERE, Span

Position: TypeAlias = tuple[int, int]
"""Line and column, from 1."""


@dataclass(frozen=True, slots=True)
class WrittenLine:
    """A line of the result. Further rows of it, such as folded text, follow a line break."""

    text: str
    indent: int
    parent: int | None  # the line that this one stands below
    column: int  # where it stood in the source
    dash: bool = False
    loose: bool = False  # whether an empty line may stand before it
    apart: bool = False  # whether one must


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """Where in the source a part of a line begins, and the column that tells its depth."""

    start: Position
    order: int
    line: int
    column: int


class Draft:
    """Lines in the order of the result; marks lead back to the source.

    `copying` tells that an alias is being written out: such lines have no marks.
    """

    def __init__(self, text: str) -> None:
        self.rows = text.splitlines()
        self.lines: list[WrittenLine] = []
        self.marks: list[Mark] = []
        self.copying = False

    def add(self, line: WrittenLine, *spans: Span) -> int:
        """Adds a line that stands for the spans; its number."""
        self.lines.append(line)
        number = len(self.lines) - 1
        for span in spans:
            self.mark(number, span)
        return number

    def mark(self, line: int, span: Span, column: int | None = None) -> None:
        """Notes that a line stands for a span of the source, at its own column or another."""
        if self.copying or span == NOWHERE:
            return
        place = span.column if column is None else column
        self.marks.append(Mark((span.line, span.column), len(self.marks), line, place))

    @contextmanager
    def copy(self, copying: bool) -> Iterator[None]:
        """Where `copying`, lines stand for nothing in the source: an alias is written out."""
        before = self.copying
        self.copying = before or copying
        try:
            yield
        finally:
            self.copying = before

    def dash_column(self, span: Span) -> int:
        """The column of the dash before a list's item; its own column where there is none."""
        if not 0 < span.line <= len(self.rows):
            return span.column
        before = self.rows[span.line - 1][: span.column - 1].rstrip()
        return len(before) if before.endswith("-") else span.column
