"""What is heard during an exercise."""

from collections.abc import Iterator

from audioworkout.ground.units import SECOND, Ms
from audioworkout.language.model import Work
from audioworkout.plan.coaching.announce import announcement, tips
from audioworkout.plan.coaching.context import (
    AFTER_GO,
    HALFWAY_FROM,
    SHORT,
    CoachingContext,
    ticks,
    tone,
)
from audioworkout.plan.coaching.pauses import time_left
from audioworkout.plan.segments import Cue, Edge, Kind, Priority, Segment

TEN_SECONDS_FROM: Ms = 30 * SECOND
COUNTED_FROM: Ms = 1_200  # a rep under 1.2 s is ticked: no number is said in less
HALFWAY_TONE: Ms = 450  # "halfway" waits for its tone


def work(context: CoachingContext, index: int) -> Iterator[Cue]:
    """The cues of an exercise: go, what its length calls for, and what comes next."""
    segment = context.segments[index]
    length = segment.length or 0
    yield tone("go")
    if segment.reps is None:
        yield from ticks(length)
        yield from _marks(context, index)
    else:
        yield from _count(context, segment)
    if isinstance(segment.source, Work):
        for words in segment.source.cues:
            # From the end, a time is counted back; at the very start, the go tone has it.
            at = max(words.at, AFTER_GO) if words.at >= 0 else words.at
            wanted = Priority.WANTED
            yield Cue(
                "words", Edge.AT, at, wanted, (words.text,), slack=SECOND, origin=words.origin
            )
    yield from announcement(context, index, Edge.END)


def _marks(context: CoachingContext, index: int) -> Iterator[Cue]:
    """What is said inside timed work, from the plan's side.

    A quarter and five eighths lie clear of the middle, of the last ten seconds and of each other.
    """
    segment = context.segments[index]
    length = segment.length or 0
    if length >= HALFWAY_FROM and segment.side is None and not _dense(context, index):
        yield tone("halfway", length // 2)
        if context.on("halfway"):
            yield context.cue("halfway", Edge.AT, offset=length // 2 + HALFWAY_TONE)
    if context.on("ten_seconds") and length >= TEN_SECONDS_FROM:
        yield context.cue("ten_seconds", Edge.AT, offset=-10 * SECOND)
    yield from time_left(context, index)
    if context.midpoint and context.midpoint[0] == index and context.on("midpoint"):
        offset = context.midpoint[1]
        yield context.cue(
            "midpoint", Edge.AT, offset=offset, slack=offset, priority=Priority.OPTIONAL
        )
    if length >= TEN_SECONDS_FROM:
        optional, known = Priority.OPTIONAL, context.find(segment.exercise or "")
        if context.on("encouragement"):
            line = context.drawn("encouragement", context.works.index(index))
            yield Cue("encouragement", Edge.AT, length // 4, optional, (line,))
        form = tips(segment, known, context.occurrences[index] + 1)
        if context.on("form") and form:
            yield Cue("form", Edge.AT, length * 5 // 8, optional, form, slack=length // 16)


def _dense(context: CoachingContext, index: int) -> bool:
    """Whether short work lies between short rests, as in a Tabata: names and ticks are enough."""
    around = (context.segments[index - 1], context.segments[index + 1])
    short = (s.kind is Kind.REST and (s.length or 0) < SHORT for s in around)
    return (context.segments[index].length or 0) <= HALFWAY_FROM and any(short)


def _count(context: CoachingContext, segment: Segment) -> Iterator[Cue]:
    """Reps counted aloud, or ticked where one is too short for a number, and their strokes."""
    source, rep = segment.source, segment.rep or 0
    tempo = source.tempo if isinstance(source, Work) and source.every is None else None
    hold = (isinstance(source, Work) and source.hold) or 0
    aloud = context.on("count") and rep - hold >= COUNTED_FROM
    for number in range(1, (segment.reps or 0) + 1):
        start = (number - 1) * rep
        if tempo:
            if number > 1:  # the first is what the go tone marks
                yield tone("down", start)
            if tempo.up:
                yield tone("up", start + tempo.down + tempo.bottom)
        elif not aloud and number > 1:
            yield tone("rep", start)
        if aloud:
            offset = start + (AFTER_GO if number == 1 or tempo else 0)
            words = context.phrases.wordings("count", number=context.phrases.number(number))
            yield Cue("count", Edge.AT, offset, Priority.OPTIONAL, words)
        if hold:
            yield from _held(context, start + (rep - hold) // 2, hold, aloud)


def _held(context: CoachingContext, at: Ms, hold: Ms, aloud: bool) -> Iterator[Cue]:
    """The pause in a rep, half-way through its own time: the word or a tone, and a tone to go on.

    A hold of less than a second is over before the word is.
    """
    if aloud and hold >= SECOND:
        yield context.cue("hold", Edge.AT, offset=at, priority=Priority.OPTIONAL)
    else:
        yield tone("down", at)
    yield tone("up", at + hold)
