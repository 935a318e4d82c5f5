"""A placed plan as the rules see it, and what several of them ask it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import assert_never

from audioworkout.ground.diagnostics import Span
from audioworkout.ground.units import SECOND, Ms
from audioworkout.language.model import (
    Amount,
    Block,
    Distance,
    Group,
    MaxReps,
    Pause,
    Play,
    Reps,
    Say,
    Time,
    Work,
    Workout,
)
from audioworkout.plan.segments import Kind, Segment
from audioworkout.plan.timeline import Event, Placed
from audioworkout.words.exercise import Exercise

Find = Callable[[str], Exercise | None]
Close = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Plan:
    """A workout with all that was made of it.

    `rows` and `events` are what `place` made of the cued segments, a row for each segment.
    `find` looks an exercise up by its name, `close` names the exercise that was probably meant.
    """

    workout: Workout
    rows: tuple[Placed, ...]
    events: tuple[Event, ...]
    find: Find
    close: Close

    @property
    def segments(self) -> Iterator[Segment]:
        """The segments with their cues, in order."""
        return (row.segment for row in self.rows)

    def known(self, segment: Segment) -> Exercise | None:
        """What is known of the exercise of a segment of work; None of a list of exercises."""
        if segment.kind is not Kind.WORK or segment.listing:
            return None
        return self.find(segment.exercise or "")


@dataclass(frozen=True, slots=True)
class TimedExercise:
    """An exercise that is done: what is known of it, for how long, and where it is written."""

    name: str
    known: Exercise | None
    length: Ms
    origin: Span
    section: str | None


def steps(plan: Plan) -> Iterator[TimedExercise]:
    """The exercises in the order in which they are done.

    Of a list that the athlete works through alone, once through it, in estimated lengths.
    """
    for segment in plan.segments:
        if segment.kind is not Kind.WORK:
            continue
        if not segment.listing:
            yield TimedExercise(
                name=segment.exercise or "",
                known=plan.known(segment),
                length=segment.length or 0,
                origin=segment.origin,
                section=segment.section,
            )
        for work in segment.listing:
            known = plan.find(work.exercise)
            yield TimedExercise(
                name=work.exercise,
                known=known,
                length=_listed_length(plan, work, known),
                origin=work.origin,
                section=segment.section,
            )


def _listed_length(plan: Plan, work: Work, known: Exercise | None) -> Ms:
    match work.dose:
        case Time(length):
            return length.pick(plan.workout.effort, SECOND)
        case Reps(count):
            seconds_per_rep = known.seconds_per_rep if known else 0
            return round(count.pick(plan.workout.effort) * seconds_per_rep * SECOND)
        case Distance() | Amount() | MaxReps() | None:
            return 0
        case never:
            assert_never(never)


def written(plan: Plan) -> Iterator[Work]:
    """The steps of the file, each once, whether or not this rendering does them."""
    workout = plan.workout
    yield from _works((*workout.warmup, *workout.workout, *workout.cooldown))


def _works(blocks: tuple[Block, ...]) -> Iterator[Work]:
    for block in blocks:
        match block:
            case Work():
                yield block
            case Group():
                yield from _works(block.blocks)
            case Pause() | Say() | Play():
                pass
            case never:
                assert_never(never)


def amount(time: Ms) -> str:
    """A short time as a plan writes it: `5 s`, `2.5 s`."""
    return f"{time / SECOND:g} s"
