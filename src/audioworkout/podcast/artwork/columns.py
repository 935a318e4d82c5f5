"""A session as a few columns: what is left of the interval picture at the size of a thumbnail."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil

from audioworkout.plan.export import bars, outline
from audioworkout.plan.export.labels import SPOKEN
from audioworkout.plan.segments import Kind
from audioworkout.plan.timeline import Placed, Timeline

MOST = 16  # columns; at 60 pixels each is some 4 pixels wide, the gap included
FINEST = 400  # parts of the session that are told apart at all
LONGEST_REPEAT = 60  # columns; a longer stretch is not looked for twice
STEADY = 2.5  # how many times as wide as the narrowest column the widest is at most

WORK, REST, CHANGE = 1.0, 0.34, 0.2  # heights
HEIGHTS = {Kind.WORK: WORK, Kind.TRANSITION: CHANGE}


@dataclass(frozen=True, slots=True)
class Column:
    """`width` and `height` of a whole of 1; `exercise` is its number, None where nobody works."""

    width: float
    height: float
    exercise: int | None

    @property
    def pause(self) -> str:
        """What it is called where nobody works."""
        return "change" if self.height == CHANGE else "rest"

    def is_like(self, other: "Column") -> bool:
        """Whether both mean the same, however long."""
        return (self.height, self.exercise) == (other.height, other.exercise)


def columns(timeline: Timeline) -> tuple[Column, ...]:
    """At most 16 columns, 1 wide together; empty where a session has no work.

    Repeats stand for more repeats than are drawn, and a long column for more time than its
    width says: the picture tells sessions apart, it is not measured.
    """
    moving = [s for s in timeline.segments if s.end > s.start and _counts(s)]
    if not any(row.segment.kind is Kind.WORK for row in moving):
        return ()
    row = _fewer(_joined(list(_columns(moving))))
    longest = max(column.width for column in row)
    widths = [max(column.width, longest / STEADY**2) ** 0.5 for column in row]
    return tuple(
        replace(column, width=width / sum(widths))
        for column, width in zip(row, widths, strict=True)
    )


def _counts(row: Placed) -> bool:
    return row.segment.kind not in SPOKEN and row.segment.kind not in (Kind.PREPARE, Kind.SWITCH)


def _columns(segments: Sequence[Placed]) -> Iterator[Column]:
    numbers = outline.numbers(segments)
    scale = bars.Scale(0, FINEST, sum(row.length for row in segments))
    for bar in bars.bars(_closed(segments), scale):
        kind = bar.segment.kind
        exercise = numbers[bar.segment.exercise or ""] if bar.works else None
        yield Column(round(bar.width, 3), HEIGHTS.get(kind, REST), exercise)


def _closed(segments: Sequence[Placed]) -> list[Placed]:
    """The segments moved together over those that were left out."""
    moved: list[Placed] = []
    start = 0
    for row in segments:
        end = start + row.length
        moved.append(replace(row, start=start, end=end))
        start = end
    return moved


def _joined(row: Sequence[Column]) -> list[Column]:
    """Pauses in a row as one; work in a row too where there is no room for each."""
    few = len(row) <= MOST
    joined: list[Column] = []
    for column in row:
        if joined and joined[-1].is_like(column) and (column.exercise is None or not few):
            joined[-1] = replace(column, width=joined[-1].width + column.width)
        else:
            joined.append(column)
    return joined


def _fewer(row: list[Column]) -> list[Column]:
    """Half of the repeats as long as there are too many; then short pauses go; then pairs join."""
    while len(row) > MOST and (thinned := _thinned(row)):
        row = thinned
    if len(row) > MOST:
        row = _without_short_pauses(row)
    while len(row) > MOST:
        row = [max(row[at : at + 2], key=lambda c: c.width) for at in range(0, len(row), 2)]
    return row


def _thinned(row: Sequence[Column]) -> list[Column] | None:
    """The longest run of repeats with up to half of them left out; None where none repeats."""
    start, period, times = max(_repeats(row), key=lambda r: r[1] * r[2], default=(0, 0, 0))
    if not times:
        return None
    left = times - min(times // 2, ceil((len(row) - MOST) / period))
    stretched = (
        replace(column, width=column.width * times / left)
        for column in row[start : start + period * left]
    )
    return [*row[:start], *stretched, *row[start + period * times :]]


def _repeats(row: Sequence[Column]) -> Iterator[tuple[int, int, int]]:
    """Runs of repeats: where each starts, how long what is repeated is, and how often it comes."""
    for period in range(1, min(LONGEST_REPEAT, len(row) // 2) + 1):
        run = 0
        for at in range(period, len(row) + 1):
            if at < len(row) and row[at].is_like(row[at - period]):
                run += 1
                continue
            if run >= period:
                yield at - period - run, period, run // period + 1
            run = 0


def _without_short_pauses(row: Sequence[Column]) -> list[Column]:
    """As many pauses left out as are needed, the shortest first, and of equals every other."""
    surplus = len(row) - MOST
    gone: set[int] = set()
    for width in sorted({column.width for column in row if column.exercise is None}):
        equals = [at for at, c in enumerate(row) if c.exercise is None and c.width == width]
        most = min(surplus - len(gone), len(equals))
        gone |= {equals[number * len(equals) // most] for number in range(most)}
    return [column for at, column in enumerate(row) if at not in gone]
