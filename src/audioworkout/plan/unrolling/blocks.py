"""The recursion over a workout's blocks.

Each block is unrolled in a context: what its heading and the lists around it say of it. A list
hands its context on with a `Pass` more, so that each segment knows where it comes from.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import assert_never

from audioworkout.ground.diagnostics import Span, error
from audioworkout.ground.units import MINUTE, SECOND, Ms, clock
from audioworkout.language.model import (
    Amount,
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
from audioworkout.plan.paths import Pass, Unit
from audioworkout.plan.segments import Kind, Segment
from audioworkout.plan.unrolling.budget import Budget
from audioworkout.plan.unrolling.context import Context, UnrollingError, exercise_follows, steps_of
from audioworkout.plan.unrolling.slots import filled, within
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


class Unroller:
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

    def block(self, block: Block, context: Context) -> Iterator[Segment]:
        """The segments of a block in its context; raises UnrollingError."""
        self.budget.visit(block)
        match block:
            case Work():
                yield from self._work(block, context)
            case Pause():
                yield from self._pause(
                    PAUSE_KINDS[block.kind], block.length, block.origin, context, block
                )
            case Say() | Play():
                yield self._spoken(block, context)
            case Group():
                inner = replace(context, section=block.name or context.section)
                if block.intro:
                    yield self._spoken(Say(block.intro, block.origin), inner)
                yield from self._group(block, block.form, inner)
            case never:
                assert_never(never)

    def _pause(
        self,
        kind: Kind,
        length: Range,
        origin: Span,
        context: Context,
        source: Pause | None = None,
        *,
        breaks: bool = False,
        gives_way: bool = False,
    ) -> Iterator[Segment]:
        """A pause; one of no length is none."""
        if time := self._time(length):
            yield Segment(
                kind,
                time,
                origin,
                source,
                path=context.path,
                section=context.section,
                breaks=breaks,
                gives_way=gives_way,
            )

    def _spoken(self, block: Say | Play, context: Context) -> Segment:
        return Segment(
            Kind.SPEECH, None, block.origin, block, path=context.path, section=context.section
        )

    def _transition(
        self, exercise: str | None, origin: Span, context: Context
    ) -> Iterator[Segment]:
        """The workout's time to change over to an exercise, or to a group without one."""
        if self.transition is not None and self.budget.changes_to(exercise):
            yield from self._pause(Kind.TRANSITION, self.transition, origin, context)

    # Work

    def _work(self, work: Work, context: Context) -> Iterator[Segment]:
        """A step's segments: its sets, each with its sides."""
        if not context.clocked:
            yield from self._transition(work.exercise, work.origin, context)
        if work.sets is None:
            yield from self._sides(work, context)
            return
        sets = self._pick(work.sets)
        for number in range(1, sets + 1):
            inner = replace(context, set=number, sets=sets)
            yield from self._sides(work, inner.at(Pass(work.origin, Unit.SETS, number)))
            if work.rest is not None and (number < sets or not context.clocked):
                yield from self._pause(
                    Kind.REST,
                    work.rest,
                    work.origin,
                    context,
                    breaks=True,
                    gives_way=number == sets,
                )

    def _sides(self, work: Work, context: Context) -> Iterator[Segment]:
        length, reps, rep = self._dose(work, context)
        known = self.find(work.exercise)
        whole = Segment(
            Kind.WORK,
            length,
            work.origin,
            work,
            path=context.path,
            exercise=(known and known.called) or work.exercise,
            limb=work.limb,
            round=context.round,
            rounds=context.rounds,
            set=context.set,
            sets=context.sets,
            reps=reps,
            rep=rep,
            section=context.section,
        )
        if not work.sides:
            _require_inside(work, length)
            yield whole
            return
        switch = SWITCH if work.switch is None else work.switch
        if context.fixed or (context.shared and work.dose is None):
            switch = work.switch or 0
            length = (length - switch * (len(work.sides) - 1)) // len(work.sides)
            if length <= 0:
                message = "the switch between the sides leaves no time for the work"
                raise UnrollingError(error(message, work.origin, "shorten `switch`"))
        _require_inside(work, length)
        for number, side in enumerate(work.sides):
            if number and switch:
                yield replace(
                    whole, kind=Kind.SWITCH, length=switch, side=side, reps=None, rep=None
                )
            yield replace(whole, length=length, side=side)

    def _dose(self, work: Work, context: Context) -> tuple[Ms, int | None, Ms | None]:
        """Length in ms, number of reps, length of a rep: of a step, or of each of its sides."""
        dose = work.dose
        if context.fixed and dose is not None:
            message = f"`{work.exercise}` has a dose of its own, but its heading sets the time"
            raise UnrollingError(error(message, work.origin, "leave out one of the two"))
        match dose or context.dose:
            case Time(length) | MaxReps(length):
                return self._time(length), None, None
            case Distance(length=length):
                return length.pick(1 - self.effort, SECOND), None, None
            case Amount():
                return 0, None, None  # until its slot is known
            case Reps(count):
                reps, rep = self._pick(count), self._rep(work)
                return reps * rep, reps, rep
            case None:
                message = f"`{work.exercise}` has no dose"
                hint = f"write `30s {work.exercise}` or `12 {work.exercise}`"
                raise UnrollingError(error(message, work.origin, hint))
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

    def _group(self, group: Group, form: Form, context: Context) -> Iterator[Segment]:
        if isinstance(form, CLOCKED) and not context.clocked:
            yield from self._transition(None, group.origin, context)
            context = replace(context, clocked=True)
        match form:
            case Section():
                yield from self._row(group.blocks, context, Pass(group.origin))
            case Circuit(rounds, between_exercises, between_rounds, work):
                doses = [Time(work) if work else None] * self._pick(rounds)
                context = replace(context, shared=work is not None)
                yield from self._rounds(group, doses, context, between_exercises, between_rounds)
            case Superset(rounds, between_rounds):
                doses = [None] * self._pick(rounds)
                yield from self._rounds(group, doses, context, None, between_rounds)
            case Ladder(rungs, between_rounds):
                counts = [Reps(Range(rung, rung)) for rung in rungs]
                yield from self._rounds(group, counts, context, None, between_rounds)
            case Pyramid(rungs, between_rounds, equal_rest):
                times = [Time(Range(rung, rung)) for rung in rungs]
                rests = [time.length for time in times] if equal_rest else between_rounds
                yield from self._rounds(group, times, context, None, rests)
            case Sets(sets, rest, between_exercises):
                yield from self._straight_sets(
                    group, self._pick(sets), rest, between_exercises, context
                )
            case Intervals():
                yield from self._intervals(group, form, context)
            case Emom():
                yield from self._emom(group, form, context)
            case Amrap(length):
                yield from self._listed(group, length, 1, context)
            case ForTime(cap, rounds=times_through):
                yield from self._listed(group, cap, times_through, context)
            case DeathBy():
                yield from self._death_by(group, form, context)
            case AnyOf(count):
                chosen = sorted(self._draw(group).sample(range(len(group.blocks)), count))
                blocks = [group.blocks[index] for index in chosen]
                yield from self._row(blocks, context, Pass(group.origin))
            case Shuffled():
                blocks = list(group.blocks)
                self._draw(group).shuffle(blocks)
                yield from self._row(blocks, context, Pass(group.origin))
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
        context: Context,
        turn: Pass,
        between: Range | None = None,
        *,
        breaks: bool = False,
    ) -> Iterator[Segment]:
        """Blocks in a row, with a rest between two exercises that have none of their own.

        `turn` is the pass that they are done in, `turn.item` the place of the first in it.
        `breaks`: a pause at the end of the list separates two rounds.
        """
        for index, block in enumerate(blocks):
            inner = context.at(replace(turn, item=turn.item + index))
            for segment in self.block(block, inner):
                last = breaks and index == len(blocks) - 1 and isinstance(block, Pause)
                yield replace(segment, breaks=True) if last else segment
            if between is not None and exercise_follows(blocks, index):
                yield from self._pause(Kind.REST, between, turn.origin, inner)

    def _rounds(
        self,
        group: Group,
        doses: Sequence[Time | Reps | None],
        context: Context,
        between_exercises: Range | None,
        between_rounds: Range | Sequence[Range] | None,
    ) -> Iterator[Segment]:
        """Once through the list for each dose, with a rest between, or one for each round."""
        for number, dose in enumerate(doses, 1):
            inner = replace(
                context,
                round=number,
                rounds=len(doses),
                dose=dose or context.dose,
                set=None,
                sets=None,
            )
            turn = Pass(group.origin, Unit.ROUNDS, number)
            yield from self._row(group.blocks, inner, turn, between_exercises, breaks=True)
            if between_rounds is None or number == len(doses):
                continue
            rest = (
                between_rounds if isinstance(between_rounds, Range) else between_rounds[number - 1]
            )
            yield from self._pause(Kind.REST, rest, group.origin, inner.at(turn), breaks=True)

    def _straight_sets(
        self,
        group: Group,
        sets: int,
        rest: Range | None,
        between_exercises: Range | None,
        context: Context,
    ) -> Iterator[Segment]:
        for index, block in enumerate(group.blocks):
            outer = context.at(Pass(group.origin, item=index))
            if not isinstance(block, Work | Group):
                yield from self.block(block, outer)
                continue
            for number in range(1, sets + 1):
                inner = replace(outer, set=number, sets=sets)
                yield from self.block(block, inner.at(Pass(block.origin, Unit.SETS, number)))
                if rest is not None and (number < sets or not context.clocked):
                    last = number == sets
                    yield from self._pause(
                        Kind.REST, rest, group.origin, outer, breaks=True, gives_way=last
                    )
            if between_exercises is not None and exercise_follows(group.blocks, index):
                yield from self._pause(Kind.REST, between_exercises, group.origin, outer)

    def _intervals(self, group: Group, form: Intervals, context: Context) -> Iterator[Segment]:
        count = self._pick(form.count)
        steps = steps_of(group)
        rounds = -(-count // len(steps))
        for number in range(count):
            done, item = divmod(number, len(steps))
            inner = replace(
                context, round=done + 1, rounds=rounds, dose=Time(form.work), fixed=True
            ).at(Pass(group.origin, Unit.ROUNDS, done + 1, item))
            yield from self.block(steps[item], inner)
            if number < count - 1:
                yield from self._pause(Kind.REST, form.rest, group.origin, inner)

    def _emom(self, group: Group, form: Emom, context: Context) -> Iterator[Segment]:
        steps = steps_of(group) if form.alternating else None
        for slot in range(form.slots):
            inner = replace(context, round=slot + 1, rounds=form.slots)
            # Where exercises take turns, a pass is once through all of them: several slots.
            done, item = divmod(slot, len(steps)) if steps else (slot, 0)
            turn = Pass(group.origin, Unit.ROUNDS, done + 1, item)
            row = list(self._row([steps[item]] if steps else group.blocks, inner, turn))
            segments = filled(row, form.slot)
            yield from self._slot(group, segments, form.slot, inner.at(turn))

    def _slot(
        self, group: Group, segments: list[Segment], slot: Ms, context: Context
    ) -> Iterator[Segment]:
        """What is done in a slot, and the rest that is left of it; raises UnrollingError."""
        spent = sum(segment.length or 0 for segment in segments)
        if spent > slot:
            message = f"the list takes {clock(spent)}, longer than its slot of {clock(slot)}"
            hint = "fewer reps, a faster pace (`every 2s`), or a longer slot"
            raise UnrollingError(error(message, group.origin, hint))
        yield from segments
        if spent < slot:
            left = slot - spent
            yield from self._pause(Kind.REST, Range(left, left), group.origin, context, breaks=True)

    def _death_by(self, group: Group, form: DeathBy, context: Context) -> Iterator[Segment]:
        minutes = form.cap // MINUTE
        for minute in range(minutes):
            reps = form.first + minute * form.by
            inner = replace(context, round=minute + 1, rounds=minutes, dose=Reps(Range(reps, reps)))
            turn = Pass(group.origin, Unit.ROUNDS, minute + 1)
            segments = list(within(list(self._row(group.blocks, inner, turn)), MINUTE))
            yield from self._slot(group, segments, MINUTE, inner.at(turn))

    def _listed(self, group: Group, length: Ms, times: int, context: Context) -> Iterator[Segment]:
        """A list that the athlete works through alone: read out, then time calls."""
        name = group.name or ("AMRAP" if isinstance(group.form, Amrap) else "for time")
        steps = []
        for block in group.blocks:
            if not isinstance(block, Work):
                message = "this list is read out before the start: it takes exercises only"
                raise UnrollingError(error(message, block.origin, "move this line out of the list"))
            if block.metronome is not None:
                message = "nobody knows when this step is done: it takes no metronome of its own"
                hint = "the workout's `metronome` beats under the whole list"
                raise UnrollingError(error(message, block.origin, hint))
            steps.append(block)
        whole = Segment(
            Kind.SPEECH,
            None,
            group.origin,
            path=context.path,
            section=context.section,
            listing=tuple(steps),
            times=times,
        )
        yield whole
        if self.lead_in:
            yield replace(whole, kind=Kind.PREPARE, length=self.lead_in, listing=(), times=1)
        counts_up = isinstance(group.form, ForTime)
        yield replace(whole, kind=Kind.WORK, length=length, exercise=name, counts_up=counts_up)


def _require_inside(work: Work, length: Ms) -> None:
    """Refuses words at a time that the step, or each of its sides, does not have."""
    for words in work.cues:
        if not -length <= words.at < length:
            message = f"this step lasts {clock(length)}: it has no {clock(abs(words.at))}"
            raise UnrollingError(error(message, words.origin, "a time inside the step"))
