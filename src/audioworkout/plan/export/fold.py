"""The plan as short as a coach writes it: sets in one row, equal rounds once."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from audioworkout.ground.text import clean
from audioworkout.ground.units import Ms
from audioworkout.plan.export import outline
from audioworkout.plan.export.labels import Labels, labels_of
from audioworkout.plan.paths import Loop, Pass, Unit, innermost
from audioworkout.plan.segments import Kind, Segment
from audioworkout.plan.timeline import Placed, Timeline

Pauses = tuple[tuple[Kind, Ms], ...]
"""Rests and transitions in a row."""

PAUSES = (Kind.REST, Kind.TRANSITION)


@dataclass(frozen=True, slots=True)
class CardRow:
    """An exercise with what follows it. `doses` holds one for each round that it stands for.

    `sets` are done in one go, with `between` after each but the last and `after` then.
    """

    name: str
    doses: tuple[outline.Dose, ...]
    sides: tuple[str, ...] = ()
    sets: int = 1
    between: Pauses = ()
    after: Pauses = ()

    def dose(self, labels: Labels) -> str:
        """`30 s`, `3 × 12 reps`, or where it changes from round to round `10, 8, 6 reps`."""
        amounts = [dose.amount(labels) for dose in self.doses]
        if len(set(amounts)) == 1:
            del amounts[1:]
        else:
            if all(dose.reps is not None for dose in self.doses):
                amounts[:-1] = [str(dose.reps) for dose in self.doses[:-1]]
        return (f"{self.sets} × " if self.sets > 1 else "") + ", ".join(amounts)

    def rest(self, labels: Labels) -> str:
        """`30 s`, `45 s between sets, then 1 min`, or "" where there is none."""
        between, after = pause(self.between, labels), pause(self.after, labels)
        if not between or self.between == self.after:
            return after
        between = labels.word("between_sets", length=between)
        return labels.word("then", first=between, last=after) if after else between


@dataclass(frozen=True, slots=True)
class CardBlock:
    """Rows that are done `times` times over, and a rest of its own after the last time.

    `title` is the section's, where a section starts.
    """

    rows: tuple[CardRow, ...]
    times: int = 1
    title: str = ""
    after: Pauses = ()

    def heading(self, labels: Labels) -> str:
        """`5 rounds`, or "" for what is done once."""
        return labels.count("rounds", self.times) if self.times > 1 else ""


def pause(pauses: Pauses, labels: Labels) -> str:
    """Rests and transitions in words: `30 s + 10 s to change over`."""
    return " + ".join(_pause(kind, labels.span(length), labels) for kind, length in pauses)


def _pause(kind: Kind, length: str, labels: Labels) -> str:
    return labels.word("change_over", length=length) if kind is Kind.TRANSITION else length


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of the card in the making: where it stands in the plan, and the pauses after it."""

    row: CardRow
    place: Segment | None = None
    pauses: tuple[Placed, ...] = ()


def blocks(timeline: Timeline) -> list[CardBlock]:
    """The session's exercises in order, folded.

    The path of each segment tells what belongs together. A set folds into the row of its first,
    a round into the block of its first, but only what was done alike: a round with another
    exercise in it, as the dice may have it, is listed.
    """
    labels = labels_of(timeline)
    named = bool(outline.sections(timeline))
    found: list[CardBlock] = []
    for section, run in groupby(timeline.segments, lambda placed: placed.segment.section):
        lines = list(_lines(list(run), labels))
        if found and len(lines) == 1 and not lines[0].row.doses:
            found[-1] = replace(found[-1], after=found[-1].after + lines[0].row.after)
            continue
        inside = list(_blocks(list(_sets_in_one(lines))))
        if inside and named:
            inside[0] = replace(inside[0], title=outline.heading(section or "", labels))
        found += inside
    return found


def _lines(rows: Sequence[Placed], labels: Labels) -> Iterator[_Line]:
    """Each exercise with its sides and the pauses up to the next; pauses that come first alone."""
    shown = (row for row in rows if row.segment.kind in (Kind.WORK, *PAUSES))
    sides: list[Placed] = []
    for works, run in groupby(shown, lambda row: row.segment.kind is Kind.WORK):
        if not works:
            yield _line(sides, tuple(run), labels)
            sides = []
            continue
        for effort in outline.efforts(run):
            if sides:
                yield _line(sides, (), labels)
            sides = effort
    if sides:
        yield _line(sides, (), labels)


def _line(sides: Sequence[Placed], pauses: tuple[Placed, ...], labels: Labels) -> _Line:
    after = _lengths(pauses)
    if not sides:
        return _Line(CardRow("", (), after=after))
    first = sides[0]
    dose = outline.Dose(first.length, first.segment.reps, len(sides))
    name = clean(first.segment.exercise or "") or labels.kind(Kind.WORK)
    names = tuple(clean(labels.side(row.segment.side)) for row in sides if row.segment.side)
    return _Line(CardRow(name, (dose,), names, after=after), first.segment, pauses)


def _lengths(pauses: Iterable[Placed]) -> Pauses:
    return tuple((row.segment.kind, row.length) for row in pauses)


def _sets_in_one(lines: Sequence[_Line]) -> Iterator[_Line]:
    """Sets that follow one another, with equal rests between, as one row."""
    for loop, run in groupby(lines, _loop_of_sets):
        sets = list(run)
        yield from [_one_row(sets)] if loop and _are_alike(loop, sets) else sets


def _loop_of_sets(line: _Line) -> Loop | None:
    return innermost(line.place.path, Unit.SETS) if line.place else None


def _are_alike(loop: Loop, sets: Sequence[_Line]) -> bool:
    """Whether each set is one exercise, in the same dose, and before the last the same rest."""
    one_each = len({_turn(loop, line).number for line in sets}) == len(sets)
    rows = {replace(line.row, after=()) for line in sets}
    rests = {line.row.after for line in sets[:-1]}
    return one_each and len(rows) == len(rests) == 1


def _one_row(sets: Sequence[_Line]) -> _Line:
    first, last = sets[0], sets[-1]
    row = replace(first.row, sets=len(sets), between=first.row.after, after=last.row.after)
    return _Line(row, first.place, last.pauses)


def _blocks(lines: Sequence[_Line]) -> Iterator[CardBlock]:
    for loop, run in groupby(lines, lambda line: line.place and outline.circuit(line.place)):
        inside = list(run)
        folded = _rounds_in_one(loop, inside) if loop else None
        yield folded or CardBlock(tuple(line.row for line in inside))


def _rounds_in_one(loop: Loop, lines: Sequence[_Line]) -> CardBlock | None:
    """The rows of all rounds once; None where one round differs from another in more than doses.

    After its last exercise stands what follows that in the first round: the rest before the
    second. The last round has less of it, or none. What follows there without being of the
    circuit is a rest after the block.
    """
    rounds = [list(run) for _, run in groupby(lines, lambda line: _turn(loop, line).number)]
    *before, last = rounds[-1]
    own = rounds[0][-1].row.after
    of_round = [row for row in last.pauses if loop.turn(row.segment.path)]
    if len(rounds) == 1 or own[: len(of_round)] != _lengths(of_round):
        return None
    rounds[-1] = [*before, replace(last, row=replace(last.row, after=own))]
    if len({tuple(_without_dose(loop, line) for line in each) for each in rounds}) > 1:
        return None
    columns = zip(*([line.row for line in each] for each in rounds), strict=True)
    rows = (replace(same[0], doses=tuple(row.doses[0] for row in same)) for same in columns)
    return CardBlock(tuple(rows), len(rounds), after=_lengths(last.pauses[len(of_round) :]))


def _without_dose(loop: Loop, line: _Line) -> tuple[int, CardRow]:
    return _turn(loop, line).item, replace(line.row, doses=())


def _turn(loop: Loop, line: _Line) -> Pass:
    """The pass in which a line of the loop is done."""
    turn = loop.turn(line.place.path) if line.place else None
    assert turn is not None
    return turn
