"""The bars of the interval picture: work tall, rest low, a change lower; names and letters."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audioworkout.ground.text import clean
from audioworkout.ground.units import Ms
from audioworkout.plan.export import outline, shapes
from audioworkout.plan.export.labels import Labels
from audioworkout.plan.export.palette import work_class
from audioworkout.plan.export.text import width
from audioworkout.plan.segments import Kind, Segment
from audioworkout.plan.timeline import Placed

TALL = 128.0  # work
REST = 44.0
FLAT = 5.0  # what is only spoken
SIZE = 11.0  # of the texts
MOST_LEFT_OUT = 0.2  # of the letters; with fewer of them a row of letters tells nothing


@dataclass(frozen=True, slots=True)
class Look:
    """The class and the height of a kind's bars."""

    style: str
    height: float


LOOKS = {
    Kind.REST: Look("aw-rest", REST),
    Kind.PREPARE: Look("aw-rest", REST),
    Kind.TRANSITION: Look("aw-change", 24),
    Kind.SWITCH: Look("aw-change", 12),
    Kind.WELCOME: Look("aw-spoken", FLAT),
    Kind.SPEECH: Look("aw-spoken", FLAT),
    Kind.FINISH: Look("aw-spoken", FLAT),
}


@dataclass(frozen=True, slots=True)
class Scale:
    """From time to the place in the picture."""

    left: float
    right: float
    length: Ms

    def __call__(self, time: Ms) -> float:
        """Where a time lies between `left` and `right`."""
        return self.left + (self.right - self.left) * time / max(1, self.length)


@dataclass(frozen=True, slots=True)
class Bar:
    """What is drawn for a segment, or for several that are narrower than a unit."""

    start: float
    end: float
    segment: Segment

    @property
    def middle(self) -> float:
        """Halfway between start and end."""
        return (self.start + self.end) / 2

    @property
    def width(self) -> float:
        """The room for it along time, its distance to the next included."""
        return self.end - self.start

    @property
    def works(self) -> bool:
        """Whether there is an exercise to do."""
        return self.segment.kind is Kind.WORK

    def label(self, labels: Labels) -> str:
        """The exercise with its side."""
        name, side = clean(self.segment.exercise or ""), clean(labels.side(self.segment.side))
        return f"{name}, {side}" if side else name

    def letter(self, labels: Labels) -> str:
        """The side's letter, or ""."""
        return labels.letter(clean(self.segment.side or ""))


def bars(rows: Sequence[Placed], scale: Scale) -> Iterator[Bar]:
    """A bar a segment; one narrower than a unit joins those after it.

    A joint bar shows what fills most of its time.
    """
    joint: list[Placed] = []
    for row in rows:
        joint.append(row)
        if scale(row.end) - scale(joint[0].start) >= 1:
            yield Bar(scale(joint[0].start), scale(row.end), _most(joint))
            joint = []
    if joint:
        yield Bar(scale(joint[0].start), scale(joint[-1].end), _most(joint))


def _most(rows: Sequence[Placed]) -> Segment:
    """The first of the kind, and then of the exercise, that takes most of the time."""
    kinds: Counter[Kind] = Counter()
    exercises: Counter[str | None] = Counter()
    for row in rows:
        kinds[row.segment.kind] += row.length
        exercises[row.segment.exercise] += row.length
    segments = (row.segment for row in rows)
    return max(segments, key=lambda each: (kinds[each.kind], exercises[each.exercise]))


def shape(bar: Bar, numbers: dict[str, int], base: float) -> str:
    """The bar, standing on `base`; neighbours are kept apart where that leaves enough to see."""
    kind = bar.segment.kind
    wide = bar.width - (1 if bar.width >= 4 else 0)
    if kind is Kind.PREPARE:
        return shapes.ramp(LOOKS[kind].style, bar.start, base, wide, LOOKS[kind].height)
    look = LOOKS.get(kind) or Look(work_class(numbers[bar.segment.exercise or ""]), TALL)
    corner = 2 if wide >= 6 and look.height > FLAT else 0
    return shapes.rect(look.style, bar.start, base - look.height, wide, look.height, corner)


def names(row: Sequence[Bar], base: float, labels: Labels) -> list[str]:
    """The exercises' names in their bars, across or upward; none where one does not fit."""
    named = [(bar, bar.label(labels)) for bar in row if bar.works]
    if all(width(name, SIZE) + 8 <= bar.width for bar, name in named):
        y = base - TALL / 2 + 4
        return [shapes.text(bar.middle, y, name, "aw-on aw-mid") for bar, name in named]
    if all(bar.width >= 14 and width(name, SIZE) <= TALL - 16 for bar, name in named):
        return [shapes.upward(bar.middle + 3.5, base - 8, name, "aw-on") for bar, name in named]
    return []


def sides(row: Sequence[Bar], base: float, labels: Labels) -> list[str]:
    """L or R at the foot of the bars that are wide enough."""
    return [
        shapes.text(bar.middle, base - 8, letter, "aw-on aw-mid")
        for bar in row
        if bar.works and bar.width >= 10 and (letter := bar.letter(labels))
    ]


def letters(row: Sequence[Bar], numbers: dict[str, int], y: float) -> list[str]:
    """Each exercise's letter above the middle of its work, sides together.

    A letter that finds no room is left out; if too many are, all are.
    """
    drawn: list[str] = []
    runs = list(_runs(row))
    right = 0.0
    for run in runs:
        letter = outline.mark(numbers[run[0].segment.exercise or ""])
        middle, half = (run[0].start + run[-1].end) / 2, width(letter, SIZE, bold=True) / 2
        if middle - half > right:
            drawn.append(shapes.text(middle, y, letter, "aw-bold aw-mid"))
            right = middle + half
    return drawn if len(drawn) >= (1 - MOST_LEFT_OUT) * len(runs) else []


def _runs(row: Sequence[Bar]) -> Iterator[list[Bar]]:
    """The work on one exercise without a pause, switches included."""
    run: list[Bar] = []
    for bar in row:
        moves = bar.segment.kind in (Kind.WORK, Kind.SWITCH)
        if run and not (moves and run[0].segment.exercise == bar.segment.exercise):
            yield run
            run = []
        if moves:
            run.append(bar)
    if run:
        yield run
