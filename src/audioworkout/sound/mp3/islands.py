"""Islands: the stretches of a timeline whose sounds touch, overlap or lie close together.

An island becomes one encoded object. What shapes the object is kept relative to the island's
first frame, so that equal islands are equal values wherever they lie in the session.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from audioworkout.ground.units import Ms, samples
from audioworkout.plan.segments import BEAT, Sound
from audioworkout.plan.timeline import Event
from audioworkout.sound.mp3.frames import FRAME_MS, frames_for

ISLAND_GAP: Ms = 250  # sounds less than this apart share an island: room for the frames around a
# seam, and two of pause between them; phrases said in turn are just this far apart
BEAT_GAP: Ms = 120  # around a metronome's beat: just room for the frames around a seam, so that
# each beat is an island of its own, encoded once on each of the 24 phases of the grid
LEAD = 4  # frames before the first sound, whose spare bits it gets: with one, the first 200 ms
# of a phrase have up to 3 dB more of coding noise
SHORT_LEAD = 1  # where there is no room, and before beats: the first frame is near silent
TAIL = 1  # frames after the last one that is needed, for what the encoder smears


@dataclass(frozen=True, slots=True)
class Placement:
    """A sound `offset` after the start of its island."""

    sound: Sound
    offset: Ms
    length: Ms
    gain_db: float


@dataclass(frozen=True, slots=True)
class Shape:
    """All that an island's object depends on: sounds by their places, and a length in frames."""

    frames: int
    placements: tuple[Placement, ...]


@dataclass(frozen=True, slots=True)
class Island:
    """A shape at frame `start` of the session (24 ms each)."""

    start: int
    shape: Shape

    @property
    def end(self) -> int:
        """The frame after the last."""
        return self.start + self.shape.frames


def islands(events: Iterable[Event]) -> Iterator[Island]:
    """The islands of events that are sorted by their start, in order, none overlapping."""
    end: Ms = -ISLAND_GAP
    for group in _groups(events):
        short = group[0].sound == BEAT or group[0].start - end < ISLAND_GAP
        yield _island(group, SHORT_LEAD if short else LEAD)
        end = max(event.end for event in group)


def _groups(events: Iterable[Event]) -> Iterator[list[Event]]:
    group: list[Event] = []
    end: Ms = 0
    for event in events:
        if group and event.start - end >= _gap(group, event):
            yield group
            group = []
        end = max(end, event.end) if group else event.end
        group.append(event)
    if group:
        yield group


def _gap(group: list[Event], event: Event) -> Ms:
    """The pause that ends a group before an event."""
    return BEAT_GAP if BEAT in (event.sound, group[-1].sound) else ISLAND_GAP


def _island(group: list[Event], lead: int) -> Island:
    # Frames start on the grid of 24 ms, sounds anywhere: what is left is the first one's phase.
    start = max(group[0].start // FRAME_MS - lead, 0)
    origin: Ms = start * FRAME_MS
    end: Ms = max(event.end for event in group) - origin
    placements = tuple(
        Placement(event.sound, event.start - origin, event.length, event.gain_db) for event in group
    )
    return Island(start, Shape(frames_for(samples(end)) + TAIL, placements))
