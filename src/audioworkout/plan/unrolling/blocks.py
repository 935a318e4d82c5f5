"""The recursion over a workout's blocks."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import assert_never

from audioworkout.ground.diagnostics import Span, error
from audioworkout.ground.units import MINUTE, SECOND, Ms, clock
from audioworkout.language.model import (
    Amrap,
    AnyOf,
    Block,
    Circuit,
    DeathBy,
    Distance,
    Emom,
    Form,
    ForTime,
    Group,
    Intervals,
    Ladder,
    MaxReps,
    Pause,
    PauseKind,
    Play,
    Pyramid,
    Range,
    Reps,
    Say,
    Section,
    Sets,
    Shuffled,
    Superset,
    Time,
    Work,
    Workout,
)
from audioworkout.plan.segments import Kind, Segment
from audioworkout.plan.unrolling.context import (
    Budget,
    RefusedError,
    Spot,
    exercise_follows,
    steps_of,
)
from audioworkout.plan.unrolling.slots import within
from audioworkout.words.exercise import Exercise

SWITCH: Ms = 5 * SECOND  # from side to side, unless the plan says otherwise
SECONDS_PER_REP = 3.0  # an unhurried pace, for an exercise that no catalogue knows

CLOCKED = (Intervals, Emom, DeathBy)
"""The forms whose heading sets when each step begins."""

PAUSE_KINDS = {
    PauseKind.REST: Kind.REST,
    PauseKind.TRANSITION: Kind.TRANSITION,
    PauseKind.SILENCE: Kind.REST,
}

Find = Callable[[str], Exercise | None]


class Unroll:
    """The recursion over blocks."""

    def __init__(self, workout: Workout, find: Find) -> None:
        self.effort = workout.effort
        self.seed = workout.seed
        self.lead_in = workout.lead_in
        self.transition = workout.transition
        self.find = find
        self.budget = Budget()
        self.draws: dict[Span, tuple[int, int]] = {}

    def _pick(self, span: Range) -> int:
        return span.pick(self.effort)

    def _time(self, span: Range) -> Ms:
        """A length inside a range of times, on a whole second above the low end."""
        return span.pick(self.effort, SECOND)

    def block(self, block: Block, place: Spot) -> Iterator[Segment]:
        """The segments of a block at its place; raises RefusedError."""
        self.budget.visit(block)
        match block:
            case Work():
                yield from self._work(block, place)
            case Pause():
                yield from self._pause(
                    PAUSE_KINDS[block.kind], block.length, block.origin, place, block
                )
            case Say() | Play():
                yield Segment(Kind.SPEECH, None, block.origin, block, section=place.section)
            case Group():
                inner = replace(place, section=block.name or place.section)
                if block.intro:
                    say = Say(block.intro, block.origin)
                    yield Segment(Kind.SPEECH, None, block.origin, say, section=inner.section)
                yield from self._group(block, block.form, inner)
            case never:
                assert_never(never)

    def _pause(
        self,
        kind: Kind,
        length: Range,
        origin: Span,
        place: Spot,
        source: Pause | None = None,
        *,
        breaks: bool = False,
    ) -> Iterator[Segment]:
        """A pause; one of no length is none."""
        if time := self._time(length):
            yield Segment(kind, time, origin, source, section=place.section, breaks=breaks)

    def _transition(self, exercise: str | None, origin: Span, place: Spot) -> Iterator[Segment]:
        """The workout's time to change over to an exercise, or to a group without one."""
        if self.transition is not None and self.budget.changes_to(exercise):
            yield from self._pause(Kind.TRANSITION, self.transition, origin, place)

    # Work

    def _work(self, work: Work, place: Spot) -> Iterator[Segment]:
        """A step's segments: its sets, each with its sides."""
        if not place.clocked:
            yield from self._transition(work.exercise, work.origin, place)
        if work.sets is None:
            yield from self._sides(work, place)
            return
        sets = self._pick(work.sets)
        for number in range(1, sets + 1):
            yield from self._sides(work, replace(place, set=number, sets=sets))
            if work.rest is not None and number < sets:
                yield from self._pause(Kind.REST, work.rest, work.origin, place, breaks=True)

    def _sides(self, work: Work, place: Spot) -> Iterator[Segment]:
        length, reps, rep = self._dose(work, place)
        known = self.find(work.exercise)
        whole = Segment(
            Kind.WORK,
            length,
            work.origin,
            work,
            exercise=(known and known.called) or work.exercise,
            limb=work.limb,
            round=place.round,
            rounds=place.rounds,
            set=place.set,
            sets=place.sets,
            reps=reps,
            rep=rep,
            section=place.section,
        )
        if not work.sides:
            _require_inside(work, length)
            yield whole
            return
        switch = SWITCH if work.switch is None else work.switch
        if place.fixed:  # the heading's time holds for the step, so its sides share it
            switch = work.switch or 0
            length = (length - switch * (len(work.sides) - 1)) // len(work.sides)
            if length <= 0:
                message = "the switch between the sides leaves no time for the work"
                raise RefusedError(error(message, work.origin, "shorten `switch`"))
        _require_inside(work, length)
        for number, side in enumerate(work.sides):
            if number and switch:
                yield replace(
                    whole, kind=Kind.SWITCH, length=switch, side=side, reps=None, rep=None
                )
            yield replace(whole, length=length, side=side)

    def _dose(self, work: Work, place: Spot) -> tuple[Ms, int | None, Ms | None]:
        """Length in ms, number of reps, length of a rep: of a step, or of each of its sides."""
        dose = work.dose
        if place.fixed and dose is not None:
            message = f"`{work.exercise}` has a dose of its own, but its heading sets the time"
            raise RefusedError(error(message, work.origin, "leave out one of the two"))
        match dose or place.dose:
            case Time(length) | MaxReps(length):
                return self._time(length), None, None
            case Distance(length=length):
                return length, None, None
            case Reps(count):
                reps, rep = self._pick(count), self._rep(work)
                return reps * rep, reps, rep
            case None:
                message = f"`{work.exercise}` has no dose"
                hint = f"write `30s {work.exercise}` or `12 {work.exercise}`"
                raise RefusedError(error(message, work.origin, hint))
            case never:
                assert_never(never)

    def _rep(self, work: Work) -> Ms:
        if work.every is not None:
            return work.every
        if work.tempo is not None:
            return work.tempo.rep
        known = self.find(work.exercise)
        own = round((known.seconds_per_rep if known else SECONDS_PER_REP) * SECOND)
        return own + (work.hold or 0)

    # Groups

    def _group(self, group: Group, form: Form, place: Spot) -> Iterator[Segment]:
        if isinstance(form, CLOCKED) and not place.clocked:
            yield from self._transition(None, group.origin, place)
            place = replace(place, clocked=True)
        match form:
            case Section():
                yield from self._row(group.blocks, place)
            case Circuit(rounds, between_exercises, between_rounds):
                doses = [None] * self._pick(rounds)
                yield from self._rounds(group, doses, place, between_exercises, between_rounds)
            case Superset(rounds, between_rounds):
                doses = [None] * self._pick(rounds)
                yield from self._rounds(group, doses, place, None, between_rounds)
            case Ladder(rungs, between_rounds):
                counts = [Reps(Range(rung, rung)) for rung in rungs]
                yield from self._rounds(group, counts, place, None, between_rounds)
            case Pyramid(rungs, between_rounds):
                times = [Time(Range(rung, rung)) for rung in rungs]
                yield from self._rounds(group, times, place, None, between_rounds)
            case Sets(sets, rest, between_exercises):
                yield from self._straight_sets(
                    group, self._pick(sets), rest, between_exercises, place
                )
            case Intervals():
                yield from self._intervals(group, form, place)
            case Emom():
                yield from self._emom(group, form, place)
            case Amrap(length):
                yield from self._listed(group, length, 1, place)
            case ForTime(cap, rounds=times_through):
                yield from self._listed(group, cap, times_through, place)
            case DeathBy():
                yield from self._death_by(group, form, place)
            case AnyOf(count):
                chosen = sorted(self._draw(group).sample(range(len(group.blocks)), count))
                yield from self._row([group.blocks[index] for index in chosen], place)
            case Shuffled():
                blocks = list(group.blocks)
                self._draw(group).shuffle(blocks)
                yield from self._row(blocks, place)
            case never:
                assert_never(never)

    def _draw(self, group: Group) -> random.Random:
        """The dice of one pass through a group: the same each time the file is compiled."""
        # By the order of the groups, not their lines: a comment changes no choice.
        number, passes = self.draws.get(group.origin, (len(self.draws), 0))
        self.draws[group.origin] = number, passes + 1
        return random.Random(f"{self.seed}/{number}/{passes}")

    def _row(
        self,
        blocks: Sequence[Block],
        place: Spot,
        between: Range | None = None,
        *,
        origin: Span | None = None,
        breaks: bool = False,
    ) -> Iterator[Segment]:
        """Blocks in a row, with a rest between two exercises that have none of their own.

        `breaks`: a pause at the end of the list separates two rounds.
        """
        for index, block in enumerate(blocks):
            for segment in self.block(block, place):
                last = breaks and index == len(blocks) - 1 and isinstance(block, Pause)
                yield replace(segment, breaks=True) if last else segment
            if between is not None and exercise_follows(blocks, index):
                yield from self._pause(Kind.REST, between, origin or block.origin, place)

    def _rounds(
        self,
        group: Group,
        doses: Sequence[Time | Reps | None],
        place: Spot,
        between_exercises: Range | None,
        between_rounds: Range | None,
    ) -> Iterator[Segment]:
        for number, dose in enumerate(doses, 1):
            inner = replace(
                place, round=number, rounds=len(doses), dose=dose or place.dose, set=None, sets=None
            )
            yield from self._row(
                group.blocks, inner, between_exercises, origin=group.origin, breaks=True
            )
            if between_rounds is not None and number < len(doses):
                yield from self._pause(Kind.REST, between_rounds, group.origin, inner, breaks=True)

    def _straight_sets(
        self,
        group: Group,
        sets: int,
        rest: Range | None,
        between_exercises: Range | None,
        place: Spot,
    ) -> Iterator[Segment]:
        for index, block in enumerate(group.blocks):
            if not isinstance(block, Work | Group):
                yield from self.block(block, place)
                continue
            for number in range(1, sets + 1):
                yield from self.block(block, replace(place, set=number, sets=sets))
                if rest is not None and number < sets:
                    yield from self._pause(Kind.REST, rest, group.origin, place, breaks=True)
            if between_exercises is not None and exercise_follows(group.blocks, index):
                yield from self._pause(Kind.REST, between_exercises, group.origin, place)

    def _intervals(self, group: Group, form: Intervals, place: Spot) -> Iterator[Segment]:
        count = self._pick(form.count)
        steps = steps_of(group)
        rounds = -(-count // len(steps))
        for number in range(count):
            inner = replace(
                place,
                round=number // len(steps) + 1,
                rounds=rounds,
                dose=Time(form.work),
                fixed=True,
            )
            yield from self.block(steps[number % len(steps)], inner)
            if number < count - 1:
                yield from self._pause(Kind.REST, form.rest, group.origin, place)

    def _emom(self, group: Group, form: Emom, place: Spot) -> Iterator[Segment]:
        steps = steps_of(group) if form.alternating else None
        for slot in range(form.slots):
            inner = replace(place, round=slot + 1, rounds=form.slots)
            blocks = [steps[slot % len(steps)]] if steps else group.blocks
            yield from self._slot(group, list(self._row(blocks, inner)), form.slot, inner)

    def _slot(
        self, group: Group, segments: list[Segment], slot: Ms, place: Spot
    ) -> Iterator[Segment]:
        """What is done in a slot, and the rest that is left of it; raises RefusedError."""
        spent = sum(segment.length or 0 for segment in segments)
        if spent > slot:
            message = f"the list takes {clock(spent)}, longer than its slot of {clock(slot)}"
            hint = "fewer reps, a faster pace (`every 2s`), or a longer slot"
            raise RefusedError(error(message, group.origin, hint))
        yield from segments
        if spent < slot:
            left = slot - spent
            yield from self._pause(Kind.REST, Range(left, left), group.origin, place, breaks=True)

    def _death_by(self, group: Group, form: DeathBy, place: Spot) -> Iterator[Segment]:
        minutes = form.cap // MINUTE
        for minute in range(minutes):
            reps = form.first + minute * form.by
            inner = replace(place, round=minute + 1, rounds=minutes, dose=Reps(Range(reps, reps)))
            segments = list(within(list(self._row(group.blocks, inner)), MINUTE))
            yield from self._slot(group, segments, MINUTE, inner)

    def _listed(self, group: Group, length: Ms, times: int, place: Spot) -> Iterator[Segment]:
        """A list that the athlete works through alone: read out, then time calls."""
        name = group.name or ("AMRAP" if isinstance(group.form, Amrap) else "for time")
        steps = []
        for block in group.blocks:
            if not isinstance(block, Work):
                message = "this list is read out before the start: it takes exercises only"
                raise RefusedError(error(message, block.origin, "move this line out of the list"))
            if block.metronome is not None:
                message = "nobody knows when this step is done: it takes no metronome of its own"
                hint = "the workout's `metronome` beats under the whole list"
                raise RefusedError(error(message, block.origin, hint))
            steps.append(block)
        whole = Segment(
            Kind.SPEECH,
            None,
            group.origin,
            section=place.section,
            listing=tuple(steps),
            times=times,
        )
        yield whole
        if self.lead_in:
            yield Segment(Kind.PREPARE, self.lead_in, group.origin, section=place.section)
        counts_up = isinstance(group.form, ForTime)
        yield replace(whole, kind=Kind.WORK, length=length, exercise=name, counts_up=counts_up)


def _require_inside(work: Work, length: Ms) -> None:
    """Refuses words at a time that the step, or each of its sides, does not have."""
    for words in work.cues:
        if not -length <= words.at < length:
            message = f"this step lasts {clock(length)}: it has no {clock(abs(words.at))}"
            raise RefusedError(error(message, words.origin, "a time inside the step"))
