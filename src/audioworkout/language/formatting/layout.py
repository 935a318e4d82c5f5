"""Lines and comments to text: indentation, empty lines, comments in columns."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from audioworkout.language.formatting.comments import Attached, Comment, blank_above
from audioworkout.language.formatting.draft import Draft, Mark, Position

GAP = 2  # spaces before the comments of adjacent lines, which stand below each other


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the result, without and with the comment behind it."""

    text: str
    comment: str = ""


BLANK = Row("")


def laid_out(draft: Draft, attached: Attached) -> str:
    """The text of a draft with its comments.

    A comment below a list belongs to the innermost list that it is indented for, so lists are
    closed one by one.
    """
    rows = [Row(comment.text) for comment in _spaced(attached.head)]
    rows += [BLANK] if attached.apart else []
    firsts = _firsts(draft)
    open_lines: list[int] = []
    for number, line in enumerate(draft.lines):
        while open_lines and open_lines[-1] != line.parent:
            rows += _below(draft, attached, open_lines.pop())
        opens = number == 0 or line.parent == number - 1
        part = list(_line(draft, attached, number, firsts.get(number)))
        rows += part[1:] if opens and part[0] == BLANK and not (rows and number == 0) else part
        open_lines.append(number)
    while open_lines:
        rows += _below(draft, attached, open_lines.pop())
    rows += [Row(comment.text) for comment in _spaced(attached.foot)]
    return "".join(f"{row}\n" for row in _aligned(_single_blanks(rows)))


def _spaced(comments: list[Comment]) -> Iterator[Comment]:
    """The comments, each empty line above one as a comment without text."""
    for comment in comments:
        if comment.blank:
            yield replace(comment, text="")
        yield comment


def _firsts(draft: Draft) -> dict[int, tuple[Position, bool]]:
    """Where each line begins in the source, and whether an empty line stands above it there."""
    first_on_row: dict[int, Mark] = {}
    first_of_line: dict[int, Mark] = {}
    for mark in sorted(draft.marks):
        first_on_row.setdefault(mark.start[0], mark)
        first_of_line.setdefault(mark.line, mark)
    return {
        line: (mark.start, first_on_row[mark.start[0]].line == line and blank_above(draft, mark))
        for line, mark in first_of_line.items()
    }


def _line(
    draft: Draft, attached: Attached, number: int, first: tuple[Position, bool] | None
) -> Iterator[Row]:
    """A line below the comments above it."""
    line = draft.lines[number]
    start, blank = first or ((0, 0), False)
    above = attached.above.get(number, [])
    before = [comment for comment in above if comment.at < start]
    inside = [comment for comment in above if comment.at >= start]
    comments: list[Comment | None] = [*_spaced(before), *([None] if blank else []), *inside]
    margin = " " * line.indent
    if line.apart:
        yield BLANK
    for comment in comments:
        if comment is not None and comment.text:
            yield Row(margin + comment.text)
        elif line.loose:
            yield BLANK
    behind = attached.behind.get(number)
    head, *more = line.text.split("\n")
    lead = "- " if line.dash else ""
    yield Row(margin + lead + head, behind.text if behind else "")
    yield from (Row(margin + " " * len(lead) + row) for row in more)


def _below(draft: Draft, attached: Attached, number: int) -> Iterator[Row]:
    line = draft.lines[number]
    for comment in _spaced(attached.below.get(number, [])):
        if comment.text:
            yield Row(" " * line.indent + comment.text)
        elif line.loose:
            yield BLANK


def _single_blanks(rows: list[Row]) -> Iterator[Row]:
    """No two empty rows below each other, and none at either end."""
    waiting = False
    begun = False
    for row in rows:
        if row == BLANK:
            waiting = begun
            continue
        if waiting:
            yield BLANK
        waiting, begun = False, True
        yield row


def _aligned(rows: Iterator[Row]) -> Iterator[str]:
    """The rows as text; comments behind adjacent rows stand in one column."""
    block: list[Row] = []
    for row in rows:
        if row.comment:
            block.append(row)
            continue
        yield from _columns(block)
        block = []
        yield row.text
    yield from _columns(block)


def _columns(block: list[Row]) -> Iterator[str]:
    width = max((len(row.text) for row in block), default=0) + GAP
    return (f"{row.text:<{width}}{row.comment}" for row in block)
