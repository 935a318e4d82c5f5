"""The metronome: a bed of beats under an exercise, in phase with its start."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from audioworkout.ground.units import MINUTE, Ms
from audioworkout.language.model import Work
from audioworkout.plan.segments import BEAT, Cue, Edge, Kind, Priority, Segment, Tone

CLEAR: Ms = 150  # between a beat and another tone's onset; nearer, the ear hears one blurred sound
PACED = {Tone(name) for name in ("rep", "down", "up")}


def with_metronome(segment: Segment, workouts: int | None) -> Segment:
    """A segment with a cue for each beat, where it is work that has a metronome.

    The step's beats a minute go before the `workouts`. Reps that have tones of their own keep
    to these, unless the step asks for beats.
    """
    if segment.kind is not Kind.WORK:
        return segment
    own = segment.source.metronome if isinstance(segment.source, Work) else None
    paced = any(cue.sound in PACED for cue in segment.cues)
    per_minute = own if own is not None else None if paced else workouts
    if not per_minute:
        return segment
    cues = (*segment.cues, *_beats(segment, per_minute))
    return replace(segment, cues=cues, metronome=per_minute)


def _beats(segment: Segment, per_minute: int) -> Iterator[Cue]:
    """The beats from the start on; the first moment is the go tone's, and all tones stay clear."""
    length = segment.length or 0
    onsets = _onsets(segment, length)
    for number in range(1, length * per_minute // MINUTE + 1):
        at = round(number * MINUTE / per_minute)
        after = bisect_left(onsets, at)
        if all(abs(onset - at) >= CLEAR for onset in onsets[after - 1 : after + 1]):
            yield Cue(BEAT.name, Edge.AT, at, Priority.REQUIRED, sound=BEAT)


def _onsets(segment: Segment, length: Ms) -> list[Ms]:
    """When a tone starts, those on both ends of the segment too."""
    tones = (cue.offset for cue in segment.cues if cue.sound)
    return sorted([0, *(at if at >= 0 else length + at for at in tones), length])
