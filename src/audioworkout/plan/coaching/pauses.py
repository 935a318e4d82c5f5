"""What is heard in a pause."""

from collections.abc import Iterator

from audioworkout.ground.units import MINUTE, SECOND, Ms
from audioworkout.plan.coaching.announce import announcement, naming
from audioworkout.plan.coaching.context import SHORT, CoachingContext, silent, ticks, tone
from audioworkout.plan.segments import Cue, Edge, Kind

REMINDER_FROM: Ms = 15 * SECOND
REMINDER_AT: Ms = -6 * SECOND
LONG: Ms = 2 * MINUTE  # from here on the time left is called each minute
VERY_LONG: Ms = 10 * MINUTE  # and from here on each five


def pause(context: CoachingContext, index: int) -> Iterator[Cue]:
    """That it is a pause, how long it is, what comes next, and the countdown.

    The order here is the order in which they are said.
    """
    segment = context.segments[index]
    length = segment.length or 0
    before, after = context.segments[index - 1], context.segments[index + 1]
    if silent(segment):
        return
    if before.kind is Kind.WORK or segment.breaks:
        yield tone("round_break" if segment.breaks else "rest")
    if after.kind is Kind.WORK:
        yield from ticks(length)
    if context.on("rest") and length >= SHORT:
        phrase = "transition" if segment.kind is Kind.TRANSITION else "rest"
        duration = context.phrases.duration(length)
        yield context.cue("rest", Edge.START, phrase=phrase, duration=duration)
    if context.on("midpoint") and context.midpoint == (index, 0):
        yield context.cue("midpoint", Edge.START)
    yield from announcement(context, index, Edge.START)
    yield from time_left(context, index)
    announced = context.announced.get(index)
    if announced is not None and after.kind is Kind.WORK:
        yield from reminder(context, index, announced)


def reminder(context: CoachingContext, index: int, announced: int) -> Iterator[Cue]:
    """The name of the next exercise again, shortly before it starts."""
    length = context.segments[index].length or 0
    if context.on("reminder") and length >= REMINDER_FROM:
        fields = naming(context, context.segments[announced]) | {"details": None}
        slack = 3 * SECOND
        yield context.cue("reminder", Edge.AT, offset=REMINDER_AT, slack=slack, naming=fields)


def time_left(context: CoachingContext, index: int) -> Iterator[Cue]:
    """The time left, or gone, at sensible marks of a long interval."""
    segment = context.segments[index]
    length = segment.length or 0
    if not context.on("time_left") or length < LONG:
        return
    step = 5 * MINUTE if length >= VERY_LONG else MINUTE
    marks = {*range(step, length, step), MINUTE}
    for left in sorted(marks, reverse=True):
        at = length - left
        halfway = segment.kind is Kind.WORK and abs(at - length // 2) < 5 * SECOND
        if at < 10 * SECOND or halfway:
            continue
        called = at if segment.counts_up else left
        phrase = "time_gone" if segment.counts_up else "time_left"
        duration = context.phrases.duration(called)
        yield context.cue("time_left", Edge.AT, phrase=phrase, offset=at, duration=duration)
