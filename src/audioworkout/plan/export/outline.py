"""What a session is made of: sections, rounds, exercises, doses.

A timeline lists what happens when. Whoever looks at a plan asks which exercises there are,
how long each, and how often; every form for the eye starts from here.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from audioworkout.ground.text import clean
from audioworkout.ground.units import Ms
from audioworkout.plan.export.labels import Labels, labels_of
from audioworkout.plan.paths import Loop, Unit, innermost
from audioworkout.plan.segments import Kind, Segment
from audioworkout.plan.timeline import Placed, Timeline

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A section or a round: from its first segment to its last."""

    start: Ms
    end: Ms
    title: str


@dataclass(frozen=True, slots=True)
class Dose:
    """How an exercise is done: for `length` ms or a number of reps, on `sides` sides."""

    length: Ms
    reps: int | None
    sides: int

    def text(self, labels: Labels) -> str:
        """`30 s`, `12 reps each side`."""
        amount = self.amount(labels)
        return labels.word("each_side", dose=amount) if self.sides > 1 else amount

    def amount(self, labels: Labels) -> str:
        """The same without the sides."""
        return labels.span(self.length) if self.reps is None else labels.count("reps", self.reps)


@dataclass(frozen=True, slots=True)
class ExerciseSummary:
    """An exercise of a section. `mark` is the same in every section; `dose` is in words."""

    name: str
    mark: str
    number: int
    dose: str

    def __str__(self) -> str:
        return f"{self.name}, {self.dose}"


@dataclass(frozen=True, slots=True)
class SectionSummary:
    """A section's exercises; `title` is empty where the session has no sections."""

    title: str
    length: Ms
    items: tuple[ExerciseSummary, ...]


def heading(section: str, labels: Labels) -> str:
    """A section's name as a heading."""
    return labels.phrases.section(clean(section))


def mark(number: int) -> str:
    """A short name for the exercise of that number: A to Z, then AA to ZZ, and so on."""
    letters = LETTERS[number % 26]
    while number >= 26:
        number = number // 26 - 1
        letters = LETTERS[number % 26] + letters
    return letters


def work_length(timeline: Timeline) -> Ms:
    """The time under work."""
    return sum(s.length for s in timeline.segments if s.segment.kind is Kind.WORK)


def sections(timeline: Timeline) -> list[Stretch]:
    """The named sections in order; empty where all of the session is one."""
    labels = labels_of(timeline)
    runs = [
        (name, list(run)) for name, run in groupby(timeline.segments, lambda s: s.segment.section)
    ]
    found = [
        Stretch(run[0].start, run[-1].end, heading(name, labels)) for name, run in runs if name
    ]
    return found if len({stretch.title for stretch in found}) > 1 else []


def rounds(rows: Sequence[Placed]) -> list[Stretch]:
    """The rounds of circuits and intervals, `title` being the round's number.

    A round ends with its last exercise: the rest before the next belongs to neither.
    """
    moving = [row for row in rows if row.segment.kind in (Kind.WORK, Kind.SWITCH)]
    runs = [list(run) for _, run in groupby(moving, lambda row: _round(row.segment))]
    return [
        Stretch(run[0].start, run[-1].end, str(run[0].segment.round))
        for run in runs
        if circuit(run[0].segment)
    ]


def _round(segment: Segment) -> tuple[object, ...]:
    return segment.section, circuit(segment), segment.round


def numbers(segments: Iterable[Placed]) -> dict[str, int]:
    """Each exercise's number, in the order of their first work."""
    found: dict[str, int] = {}
    for row in segments:
        if row.segment.kind is Kind.WORK:
            found.setdefault(row.segment.exercise or "", len(found))
    return found


def parts(timeline: Timeline) -> list[SectionSummary]:
    """The sections with their exercises; one without a title where there are no sections."""
    known, labels = numbers(timeline.segments), labels_of(timeline)
    named = bool(sections(timeline))
    found: dict[str, list[Placed]] = {}
    for row in timeline.segments:
        title = heading(row.segment.section or "", labels) if named else ""
        found.setdefault(title, []).append(row)
    return [
        SectionSummary(title, sum(s.length for s in inside), items)
        for title, inside in found.items()
        if (items := tuple(_items(inside, known, labels)))
    ]


def _items(
    rows: Sequence[Placed], known: dict[str, int], labels: Labels
) -> Iterator[ExerciseSummary]:
    doses: dict[str, list[Dose]] = {}
    for sides in efforts(rows):
        first = sides[0]
        dose = Dose(first.end - first.start, first.segment.reps, len(sides))
        doses.setdefault(first.segment.exercise or "", []).append(dose)
    for name, found in doses.items():
        shown = clean(name) or labels.kind(Kind.WORK)
        yield ExerciseSummary(shown, mark(known[name]), known[name], _in_short(found, labels))


def _in_short(doses: Sequence[Dose], labels: Labels) -> str:
    """The doses of an exercise: `5 × 30 s each side`, `10 s to 30 s, 5 times`."""
    kinds = sorted(set(doses), key=lambda dose: (dose.reps or 0, dose.length))
    low, high = kinds[0], kinds[-1].text(labels)
    if len(kinds) == 1:
        return high if len(doses) == 1 else f"{len(doses)} × {high}"
    counted = low.reps is not None and kinds[-1].reps is not None
    least = str(low.reps) if counted else labels.span(low.length)
    return labels.count("repeated", len(doses), dose=labels.word("range", low=least, high=high))


def efforts(rows: Iterable[Placed]) -> Iterator[list[Placed]]:
    """The work on each exercise as it comes, the sides of one taken together."""
    work = (row for row in rows if row.segment.kind is Kind.WORK)
    for _, sides in groupby(work, lambda row: row.segment.path):
        yield list(sides)


def circuit(segment: Segment) -> Loop | None:
    """The rounds that a segment is one of; None where there is but one."""
    return innermost(segment.path, Unit.ROUNDS) if (segment.rounds or 0) > 1 else None
