"""The plan as short as a coach writes it: sets in one row, equal rounds once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from audioworkout.ground.text import clean
from audioworkout.ground.units import Ms
from audioworkout.plan.export import outline
from audioworkout.plan.export.labels import Labels, labels_of
from audioworkout.plan.segments import Kind
from audioworkout.plan.timeline import Placed, Timeline

Pauses = tuple[tuple[Kind, Ms], ...]
"""Rests and transitions in a row."""

PAUSES = (Kind.REST, Kind.TRANSITION)


@dataclass(frozen=True, slots=True)
class Step:
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
        if not between:
            return after
        between = labels.word("between_sets", length=between)
        return labels.word("then", first=between, last=after) if after else between


@dataclass(frozen=True, slots=True)
class Block:
    """Steps that are done `times` times over, and a rest of its own after the last time.

    `title` is the section's, where a section starts.
    """

    steps: tuple[Step, ...]
    times: int = 1
    title: str = ""
    after: Pauses = ()

    def heading(self, labels: Labels) -> str:
        """`5 rounds`, or "" for what is done once."""
        return labels.count("rounds", self.times) if self.times > 1 else ""


@dataclass(frozen=True, slots=True)
class _Placed:
    """A step with its place in rounds and sets."""

    step: Step
    round: int
    rounds: int
    set: int
    sets: int


def pause(pauses: Pauses, labels: Labels) -> str:
    """Rests and transitions in words: `30 s + 10 s to change over`."""
    return " + ".join(_pause(kind, labels.span(length), labels) for kind, length in pauses)


def _pause(kind: Kind, length: str, labels: Labels) -> str:
    return labels.word("change_over", length=length) if kind is Kind.TRANSITION else length


def blocks(timeline: Timeline) -> list[Block]:
    """The session's exercises in order, folded."""
    labels = labels_of(timeline)
    named = bool(outline.sections(timeline))
    found: list[Block] = []
    for section, run in groupby(timeline.segments, lambda row: row.segment.section):
        steps = list(_steps(list(run), labels))
        if found and len(steps) == 1 and not steps[0].step.doses:
            found[-1] = replace(found[-1], after=found[-1].after + steps[0].step.after)
            continue
        inside = list(_blocks(_in_one_go(steps)))
        if inside and named:
            inside[0] = replace(inside[0], title=outline.heading(section or "", labels))
        found += inside
    return found


def _steps(segments: Sequence[Placed], labels: Labels) -> Iterator[_Placed]:
    """Each exercise with its sides and the pauses up to the next; pauses that come first alone."""
    sides: list[Placed] = []
    pauses: list[tuple[Kind, Ms]] = []
    for row in segments:
        if row.segment.kind is Kind.WORK:
            if (sides and not outline.is_other_side(sides, row)) or (pauses and not sides):
                yield _step(sides, pauses, labels)
                sides, pauses = [], []
            sides.append(row)
        elif row.segment.kind in PAUSES:
            pauses.append((row.segment.kind, row.length))
    if sides or pauses:
        yield _step(sides, pauses, labels)


def _step(sides: Sequence[Placed], pauses: Sequence[tuple[Kind, Ms]], labels: Labels) -> _Placed:
    if not sides:
        return _Placed(Step("", (), after=tuple(pauses)), 1, 1, 1, 1)
    first = sides[0]
    dose = outline.Dose(first.end - first.start, first.segment.reps, len(sides))
    name = clean(first.segment.exercise or "") or labels.kind(Kind.WORK)
    names = tuple(clean(labels.side(row.segment.side)) for row in sides if row.segment.side)
    step = Step(name, (dose,), names, after=tuple(pauses))
    return _Placed(
        step,
        first.segment.round or 1,
        first.segment.rounds or 1,
        first.segment.set or 1,
        first.segment.sets or 1,
    )


def _in_one_go(steps: Sequence[_Placed]) -> list[_Placed]:
    """Sets that follow one another, with equal rests between, as one step."""
    folded: list[_Placed] = []
    index = 0
    while index < len(steps):
        run = steps[index : index + steps[index].sets]
        first, last = run[0], run[-1]
        if len(run) > 1 and _are_sets(run):
            step = replace(
                first.step, sets=len(run), between=first.step.after, after=last.step.after
            )
            folded.append(replace(first, step=step, set=1, sets=1))
            index += len(run)
        else:
            folded.append(first)
            index += 1
    return folded


def _are_sets(run: Sequence[_Placed]) -> bool:
    first = run[0]
    return [each.set for each in run] == list(range(1, first.sets + 1)) and all(
        replace(each.step, after=()) == replace(first.step, after=())
        and (each.round, each.rounds, each.sets) == (first.round, first.rounds, first.sets)
        and (each is run[-1] or each.step.after == first.step.after)
        for each in run
    )


def _blocks(steps: Sequence[_Placed]) -> Iterator[Block]:
    for rounds, run in groupby(_circuits(steps), lambda each: each[0]):
        steps_of = [step for _, step in run]
        folded = _folded(steps_of) if rounds is not None else None
        yield folded or Block(tuple(each.step for each in steps_of))


def _circuits(steps: Sequence[_Placed]) -> Iterator[tuple[int | None, _Placed]]:
    """Each step with the number of the circuit that it is in; None outside of circuits."""
    number, before = 0, None
    for step in steps:
        if before and (step.rounds != before.rounds or step.round < before.round):
            number += 1
        yield (number if step.rounds > 1 else None), step
        before = step


def _folded(steps: Sequence[_Placed]) -> Block | None:
    """A circuit's steps once; None where one round differs from another in more than doses."""
    rounds = [[s.step for s in run] for _, run in groupby(steps, lambda each: each.round)]
    first, last = rounds[0], rounds[-1]
    extra = last[-1].after
    if len(rounds) > 1:
        # What follows the last round may be that round's own rest, none, or another besides.
        own = first[-1].after
        extra = extra[len(own) :] if extra[: len(own)] == own else extra
        rounds[-1] = [*last[:-1], replace(last[-1], after=own)]
    for every in range(1, len(rounds) // 2 + 1):
        if len(rounds) % every:
            continue
        cycles = [
            [step for one in rounds[at : at + every] for step in one]
            for at in range(0, len(rounds), every)
        ]
        if _alike(cycles, doses_too=every > 1):
            columns = zip(*cycles, strict=True)
            merged = [replace(c[0], doses=tuple(step.doses[0] for step in c)) for c in columns]
            return Block(tuple(merged), len(cycles), after=extra)
    return None


def _alike(cycles: Sequence[Sequence[Step]], *, doses_too: bool) -> bool:
    def key(step: Step) -> Step:
        return step if doses_too else replace(step, doses=())

    return all(list(map(key, cycle)) == list(map(key, cycles[0])) for cycle in cycles)
