"""The welcome, the time to get ready, speech of the plan's own, and the finish."""

from collections.abc import Iterator
from dataclasses import replace
from typing import assert_never

from audioworkout.ground.units import MINUTE, SECOND, Ms
from audioworkout.language.model import (
    Amount,
    Distance,
    MaxReps,
    Pause,
    Play,
    Reps,
    Say,
    Time,
    Work,
)
from audioworkout.plan.coaching.announce import announcement, naming, with_reps
from audioworkout.plan.coaching.context import CoachingContext, ticks, tone
from audioworkout.plan.coaching.pauses import reminder
from audioworkout.plan.segments import Cue, Edge, Kind, Priority, Sample, Segment
from audioworkout.words.pieces import SAID_IN_TURN, pieces


def welcome(context: CoachingContext, index: int) -> Iterator[Cue]:
    """What the session is, what it needs, and what comes first."""
    phrases, workout, required = context.phrases, context.workout, Priority.REQUIRED
    yield context.cue("title", Edge.START, title=workout.title, priority=required)
    if context.on("welcome"):
        rounds, exercises = _extent(context)
        yield context.cue(
            "welcome",
            Edge.START,
            total=phrases.duration(_rounded(context.total)),
            rounds=phrases.count("round", rounds) if rounds > 1 else None,
            exercises=phrases.count("exercise", exercises),
        )
        needed = _equipment(context)
        if needed:
            yield context.cue("equipment", Edge.START, equipment=phrases.list(needed))
    yield from announcement(context, index, Edge.START)


def _extent(context: CoachingContext) -> tuple[int, int]:
    """Rounds (1 where the plan has no one number of them) and different exercises.

    Warm-up and cool-down do not count: the welcome speaks of the workout proper.
    """
    main = [context.segments[index] for index in context.works]
    main = [work for work in main if work.section not in ("warmup", "cooldown")] or main
    rounds = {work.rounds for work in main}
    names = {name for work in main for name in _names(work)}
    return rounds.pop() or 1 if len(rounds) == 1 else 1, len(names)


def _names(work: Segment) -> list[str | None]:
    """What is done: an exercise, or each of a list."""
    return [step.exercise for step in work.listing] or [work.exercise]


def _rounded(total: Ms) -> Ms:
    """A total as one says it beforehand: to the minute, or to half a minute where it is short."""
    unit = MINUTE if total >= 5 * MINUTE else MINUTE // 2
    return max(unit, (total + unit // 2) // unit * unit)


def _equipment(context: CoachingContext) -> list[str]:
    known = [context.find(context.segments[index].exercise or "") for index in context.works]
    return list(
        dict.fromkeys(
            context.phrases.equipment(item)
            for exercise in known
            if exercise
            for item in exercise.equipment
        )
    )


def prepare(context: CoachingContext, index: int) -> Iterator[Cue]:
    """`Get ready`, and the countdown."""
    length = context.segments[index].length or 0
    yield from ticks(length)
    if context.on("welcome"):
        yield context.cue("get_ready", Edge.END)
    yield from reminder(context, index, index + 1)


def speech(context: CoachingContext, index: int) -> Iterator[Cue]:
    """The plan's own words or file, or a list that the athlete works through alone."""
    segment = context.segments[index]
    required = Priority.REQUIRED
    if context.segments[index - 1].kind is Kind.WORK:
        yield replace(tone("rest"), edge=Edge.START)
    match segment.source:
        case Say(text):
            for part in pieces(text, SAID_IN_TURN, context.phrases.language):
                yield Cue("say", Edge.START, 0, required, (part,))
        case Play(file):
            yield Cue("play", Edge.START, 0, required, sound=Sample(file))
        case Work() | Pause() | None:
            pass  # of a list that is read out below
        case never:
            assert_never(never)
    yield from announcement(context, index, Edge.START)
    for step in segment.listing:
        yield _listed(context, segment, step)


def _listed(context: CoachingContext, segment: Segment, step: Work) -> Cue:
    """A line of the list that an AMRAP or a list for time reads out before the start."""
    phrases, effort = context.phrases, context.workout.effort
    called = context.called(step.exercise)
    row = replace(segment, source=step, exercise=called, listing=(), times=1)
    fields = naming(context, row)
    name = fields["exercise"] or ""
    match step.dose:
        case Reps(count):
            name = with_reps(phrases, step, count.pick(effort), name)
        case Time(length):
            duration = phrases.duration(length.pick(effort, SECOND))
            name = phrases.words("amount", amount=duration, exercise=name)
        case Distance() | Amount() | MaxReps() | None:
            pass  # named so already
        case never:
            assert_never(never)
    if step.sets:
        sets = phrases.count("set", step.sets.pick(effort))
        counted = isinstance(step.dose, Reps | Time | Distance | Amount)
        name = phrases.words("sets" if counted else "sets_open", sets=sets, exercise=name)
    side = phrases.side("each", step.limb) if step.sides else fields["side"]
    fields |= {"exercise": name, "side": side}
    return context.cue("list_item", Edge.START, priority=Priority.REQUIRED, naming=fields)


def finish(context: CoachingContext, _index: int) -> Iterator[Cue]:
    """That it is over, how long it took, and a line of praise."""
    yield replace(tone("finish"), edge=Edge.START)
    yield context.cue("finish", Edge.START, priority=Priority.REQUIRED)
    if context.on("farewell"):
        yield context.cue("farewell", Edge.START, total=context.phrases.duration(context.total))
        yield Cue("praise", Edge.START, wordings=(context.drawn("praise", 0),))
