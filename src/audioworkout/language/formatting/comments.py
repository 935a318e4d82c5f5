"""The comments of a YAML text, and the line of the result that each belongs to."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from audioworkout.ground.nodes import LOADER
from audioworkout.language.formatting.draft import Draft, Mark, Position

COMMENT = re.compile(r"(?:(?<=[ \t])|^)#")
INDICATORS = re.compile(r"[\s?:\[{,-]*|(?:---|\.\.\.|%).*")
"""What can stand before a comment that belongs to what follows it: `- # the finisher`."""

MODELINE = re.compile(r"#\s*(yaml-language-server:|vim?:|-\*-)")


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment without the white space around it.

    `own` tells that no text of the workout stands before it on its line, `blank` that the
    line above is empty, `column` where it stands; 0 where it follows a dash alone.
    """

    at: Position
    text: str
    own: bool
    blank: bool
    column: int


def scan(text: str) -> tuple[Comment, ...]:
    """The comments of a YAML text that reads without mistake, from top to bottom."""
    rows = text.splitlines()
    covered = _covered(text)
    return tuple(_comments(rows, covered))


def _comments(rows: list[str], covered: dict[int, list[tuple[int, int]]]) -> Iterator[Comment]:
    for number, row in enumerate(rows, 1):
        for found in COMMENT.finditer(row):
            start = found.start()
            if any(begin <= start < end for begin, end in covered.get(number, ())):
                continue
            before = row[:start]
            own = INDICATORS.fullmatch(before) is not None
            alone = not before.strip()
            blank = alone and number > 1 and not rows[number - 2].strip()
            column = start + 1 if alone else 0
            yield Comment((number, start + 1), row[start:].rstrip(), own, blank, column)
            break


def _covered(text: str) -> dict[int, list[tuple[int, int]]]:
    """The stretches of each line that are text of the workout, where `#` begins no comment."""
    covered: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for event in yaml.parse(text, Loader=LOADER):
        if not isinstance(event, yaml.ScalarEvent):
            continue
        start, end = event.start_mark, event.end_mark
        assert start is not None
        assert end is not None
        block = event.style in ("|", ">")  # a comment may follow the sign itself
        for line in range(start.line + block, end.line + 1):
            begin = start.column if line == start.line else 0
            finish = end.column if line == end.line else 1 << 30
            covered[line + 1].append((begin, finish))
    return covered


@dataclass(slots=True)
class Attached:
    """The comments of a draft: at the head of the file, at its lines, and at its foot."""

    head: list[Comment] = field(default_factory=list)
    apart: bool = False  # whether an empty line stands below the head
    above: dict[int, list[Comment]] = field(default_factory=lambda: defaultdict(list))
    behind: dict[int, Comment] = field(default_factory=dict)
    below: dict[int, list[Comment]] = field(default_factory=lambda: defaultdict(list))
    foot: list[Comment] = field(default_factory=list)


def attach(comments: tuple[Comment, ...], draft: Draft) -> Attached:
    """Each comment at its line.

    One behind text stays behind the line that the text became; where several meet, the
    last stays and the others go above. One on a line of its own belongs to what follows,
    unless it is indented deeper: then it ends the list that it stands in.
    """
    result = Attached()
    marks = sorted(draft.marks)
    starts = [mark.start for mark in marks]
    opening: list[Comment] = []
    for comment in comments:
        index = bisect_right(starts, comment.at)
        before = marks[index - 1] if index else None
        after = marks[index] if index < len(marks) else None
        if before is None:
            opening.append(comment)
        elif not comment.own:
            _behind(result, before.line, comment)
        else:
            _own(result, draft, comment, before, after)
    if opening:
        _open(result, opening, draft, marks[0])
    for found in result.above.values():
        found.sort(key=lambda comment: comment.at)
    return result


def _behind(result: Attached, line: int, comment: Comment) -> None:
    if line in result.behind:
        result.above[line].append(result.behind[line])
    result.behind[line] = comment


def _own(
    result: Attached, draft: Draft, comment: Comment, before: Mark, after: Mark | None
) -> None:
    if after and (after.line == before.line or comment.column <= after.column):
        result.above[after.line].append(comment)
        return
    owner: int | None = before.line
    while owner is not None and draft.lines[owner].column > comment.column:
        owner = draft.lines[owner].parent
    parent = None if owner is None else draft.lines[owner].parent
    if after is None:
        (result.foot if parent is None or owner is None else result.below[owner]).append(comment)
    elif owner is None or draft.lines[after.line].parent in (owner, parent):
        result.above[after.line].append(comment)
    else:
        result.below[owner].append(comment)


def _open(result: Attached, opening: list[Comment], draft: Draft, first: Mark) -> None:
    """Comments before everything: the file's, up to the last empty line or modeline."""
    blanks = [comment.blank for comment in opening[1:]] + [blank_above(draft, first)]
    heads = [
        number
        for number, (comment, blank) in enumerate(zip(opening, blanks, strict=True), 1)
        if blank or MODELINE.match(comment.text)
    ]
    split = heads[-1] if heads else 0
    result.head.extend(opening[:split])
    result.apart = split > 0 and blanks[split - 1]
    result.above[first.line].extend(opening[split:])


def blank_above(draft: Draft, mark: Mark) -> bool:
    """Whether an empty line stands above a place of the source."""
    line = mark.start[0]
    return 1 < line <= len(draft.rows) + 1 and not draft.rows[line - 2].strip()
