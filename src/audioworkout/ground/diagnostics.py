"""What is wrong with a workout, where, and what would do: data first, text last."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

SHOWN = 160  # characters of a source line that are shown; what is around them is left out
BEFORE = 60  # of them before the place that is meant


class Severity(StrEnum):
    """An error stops the compiler; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of the source. Lines and columns count from 1; the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int

    def within(self, start: int, end: int) -> "Span":
        """The part from character `start` to `end` of a span that lies on one line."""
        return Span(self.line, self.column + start, self.line, self.column + end)


START = Span(1, 1, 1, 1)
NOWHERE = Span(0, 0, 0, 0)
"""The place of what the source does not have."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One mistake or warning. `rule` names a warning that a file can silence."""

    severity: Severity
    message: str
    span: Span
    hint: str | None = None
    rule: str | None = None


def error(message: str, span: Span, hint: str | None = None) -> Diagnostic:
    """A mistake."""
    return Diagnostic(Severity.ERROR, message, span, hint)


def warning(message: str, span: Span, hint: str | None = None, *, rule: str | None) -> Diagnostic:
    """A warning, by the name of its rule; of a show, which silences none, without one."""
    return Diagnostic(Severity.WARNING, message, span, hint, rule)


class WorkoutError(Exception):
    """A workout that cannot be used, or an environment that cannot make it.

    `diagnostics` point into `text`, the source of the workout that `name` names. Where
    nothing of the source is to blame (a missing file, say), `diagnostics` is empty and
    the message says it all. Where several workouts are to blame, `errors` has one for each.
    """

    def __init__(
        self,
        message: str,
        *,
        name: str = "",
        text: str = "",
        diagnostics: Iterable[Diagnostic] = (),
        errors: "Iterable[WorkoutError]" = (),
    ) -> None:
        super().__init__(message)
        self.name = name
        self.text = text
        self.diagnostics = tuple(diagnostics)
        self.errors = tuple(errors)

    @classmethod
    def of(cls, errors: "Sequence[WorkoutError]") -> "WorkoutError":
        """One error for all: the only one as it is."""
        return errors[0] if len(errors) == 1 else cls("\n".join(map(str, errors)), errors=errors)


def render(diagnostic: Diagnostic, name: str, text: str) -> str:
    """A diagnostic as a compiler prints it: position, message, source line, underline, hint."""
    span = diagnostic.span
    head = f"{name}:{span.line}:{span.column}: {diagnostic.severity}: {diagnostic.message}"
    if diagnostic.rule:
        head += f" [{diagnostic.rule}]"
    gutter = " " * len(str(span.line))
    lines = [head]
    source = text.splitlines()
    if 0 < span.line <= len(source):
        end = span.end_column if span.end_line == span.line else len(source[span.line - 1]) + 1
        line, column = _window(source[span.line - 1], span.column)
        width = max(1, min(end - span.column, len(line) + 1 - column))
        # Tabs stay tabs, so that the underline stands where the terminal puts the text.
        indent = "".join("\t" if char == "\t" else " " for char in line[: column - 1])
        lines += [f"{gutter} |", f"{span.line} | {line}", f"{gutter} | {indent}{'^' * width}"]
    if diagnostic.hint:
        lines.append(f"{gutter} = hint: {diagnostic.hint}")
    return "\n".join(lines)


def _window(line: str, column: int) -> tuple[str, int]:
    """As much of a line as is shown, and where a column of it is now."""
    if len(line) <= SHOWN:
        return line, column
    start = max(0, min(column - 1 - BEFORE, len(line) - SHOWN))
    opening, closing = "…" * (start > 0), "…" * (start + SHOWN < len(line))
    return opening + line[start : start + SHOWN] + closing, column - start + len(opening)
