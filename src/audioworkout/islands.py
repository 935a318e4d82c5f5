"""Islands: the runs of a timeline whose sounds touch, overlap or lie close together.

An island becomes one encoded object. What shapes the object is kept relative to the island's
first frame, so that equal islands are equal values wherever they lie in the session.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from audioworkout.mp3.frames import FRAME_MS, frames_for
from audioworkout.segments import BEAT, Sound
from audioworkout.timeline import Event
from audioworkout.units import SECOND, Ms, samples

ISLAND_GAP: Ms = 600  # sounds less than this apart share an island; ticks, a second apart,
# do not: on only three phases of the grid, they are encoded three times in all
LONG_ISLAND: Ms = 30 * SECOND  # from this length on, a short gap ends an island
SHORT_GAP: Ms = 250  # room for the frames around a seam, and five of pause between them
BEAT_GAP: Ms = 120  # around a metronome's beat: just room for the frames around a seam, so that
# each beat is an island of its own, encoded once on each of the 24 phases of the grid
LEAD = 1  # frames before the first sound: the first frame of an encoder is near silent
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
    """A shape at a frame of the session."""

    start: int
    shape: Shape

    @property
    def end(self) -> int:
        """The frame after the last."""
        return self.start + self.shape.frames


def islands(events: Iterable[Event]) -> Iterator[Island]:
    """The islands of events that are sorted by their start, in order, none overlapping."""
    return map(_island, _groups(events))


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
    if BEAT in (event.sound, group[-1].sound):
        return BEAT_GAP
    return SHORT_GAP if event.start - group[0].start >= LONG_ISLAND else ISLAND_GAP


def _island(group: list[Event]) -> Island:
    start = max(group[0].start // FRAME_MS - LEAD, 0)
    origin: Ms = start * FRAME_MS
    end: Ms = max(event.end for event in group) - origin
    placements = tuple(
        Placement(event.sound, event.start - origin, event.length, event.gain_db) for event in group
    )
    return Island(start, Shape(frames_for(samples(end)) + TAIL, placements))
