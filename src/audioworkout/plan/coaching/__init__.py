"""Segments to cued segments: what to say, at which edge, in which wordings, how important.

Who listens must always know: what now, how long still, what next, which round, and that
it is over. Each exercise is announced by the pause before it or, where none is, over the
end of the work before. Nothing here knows how long a phrase takes.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from audioworkout.language.model import Workout
from audioworkout.plan.coaching.context import CoachingContext, Find
from audioworkout.plan.coaching.edges import finish, prepare, speech, welcome
from audioworkout.plan.coaching.metronome import with_metronome
from audioworkout.plan.coaching.pauses import pause
from audioworkout.plan.coaching.work import work
from audioworkout.plan.segments import Cue, Kind, Segment
from audioworkout.words.phrases import Phrases

_CUES: dict[Kind, Callable[[CoachingContext, int], Iterator[Cue]]] = {
    Kind.WELCOME: welcome,
    Kind.PREPARE: prepare,
    Kind.WORK: work,
    Kind.REST: pause,
    Kind.TRANSITION: pause,
    Kind.SWITCH: pause,
    Kind.SPEECH: speech,
    Kind.FINISH: finish,
}


def coach(
    segments: Sequence[Segment], workout: Workout, phrases: Phrases, find: Find
) -> tuple[Segment, ...]:
    """The same segments with their cues. `find` looks an exercise up by its name."""
    context = CoachingContext(tuple(segments), workout, phrases, find)
    cued = (
        replace(segment, cues=tuple(_CUES[segment.kind](context, index)))
        for index, segment in enumerate(segments)
    )
    return tuple(with_metronome(segment, workout.metronome) for segment in cued)
