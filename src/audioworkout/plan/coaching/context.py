"""A session as the coach sees it: what precedes what, what is switched on, which words."""

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from audioworkout.ground.units import MINUTE, SECOND, Ms
from audioworkout.language.model import CUES, Pause, PauseKind, Work, Workout
from audioworkout.plan.segments import Cue, Edge, Kind, Priority, Segment, Tone
from audioworkout.words.exercise import Exercise
from audioworkout.words.phrases import Phrases

LEVELS = {
    "quiet": frozenset[str](),
    "standard": frozenset(CUES) - {"encouragement", "form"},
    "full": frozenset(CUES),
}


TICKS = (3 * SECOND, 2 * SECOND, 1 * SECOND)  # before the boundary
SHORT: Ms = 12 * SECOND  # an interval under this takes names only
AFTER_GO: Ms = 600  # speech waits for the go tone
HALFWAY_FROM: Ms = 20 * SECOND
MIDPOINT_FROM: Ms = 4 * MINUTE  # a shorter session needs no middle

PAUSES = (Kind.REST, Kind.TRANSITION, Kind.SWITCH, Kind.PREPARE, Kind.WELCOME)

Find = Callable[[str], Exercise | None]


@dataclass(frozen=True)
class CoachingContext:
    """Segments with their surroundings. Segments are named by their index."""

    segments: tuple[Segment, ...]
    workout: Workout
    phrases: Phrases
    find: Find

    def called(self, exercise: str) -> str:
        """An exercise's name as it is said in the workout's language."""
        known = self.find(exercise)
        return (known and known.called) or exercise

    @cached_property
    def switched_on(self) -> frozenset[str]:
        """The cues that level and single switches leave on."""
        coaching = self.workout.coaching
        on = set(LEVELS[coaching.level])
        for name, wanted in coaching.cues:
            (on.add if wanted else on.discard)(name)
        return frozenset(on)

    def on(self, name: str) -> bool:
        """Whether the workout wants a cue of `CUES`."""
        return name in self.switched_on

    @cached_property
    def works(self) -> tuple[int, ...]:
        """The exercises."""
        return tuple(i for i, segment in enumerate(self.segments) if segment.kind is Kind.WORK)

    @cached_property
    def previous_work(self) -> dict[int, Segment | None]:
        """For each exercise, the one before it."""
        pairs = zip(self.works, (None, *self.works), strict=False)
        return {now: None if before is None else self.segments[before] for now, before in pairs}

    @cached_property
    def announced(self) -> dict[int, int]:
        """For each segment that announces an exercise, the exercise's index."""
        return {self.announcer(index): index for index in reversed(self.works)}

    def announcer(self, index: int) -> int:
        """The segment that announces the exercise at `index`: the pause before it, if any."""
        spoken = None
        for before in range(index - 1, -1, -1):
            segment = self.segments[before]
            if segment.kind is Kind.PREPARE:
                continue
            if segment.listing or (segment.kind in PAUSES and not silent(segment)):
                return before
            if segment.kind is Kind.SPEECH:
                spoken = before if spoken is None else spoken
            elif segment.kind is Kind.WORK:
                return before if spoken is None else spoken
        return 0

    @cached_property
    def last(self) -> int | None:
        """The first side of the last exercise, where there are enough to make it news."""
        if len(self.works) < 3:
            return None
        index = self.works[-1]
        return self.works[-2] if self.turns(index) else index

    def turns(self, index: int) -> bool:
        """Whether an exercise is the other side of the one before."""
        now, before = self.segments[index], self.previous_work[index]
        if before is None or not isinstance(now.source, Work) or before.source is not now.source:
            return False
        same_turn = (now.round, now.set) == (before.round, before.set)
        return same_turn and now.side != before.side and now.side != now.source.sides[0]

    @cached_property
    def total(self) -> Ms:
        """The length of the plan's own intervals."""
        lengths = (s.length or 0 for s in self.segments if s.kind is not Kind.PREPARE)
        return sum(lengths)

    @cached_property
    def midpoint(self) -> tuple[int, Ms] | None:
        """The segment in which the middle of the whole is called, and where inside it.

        A pause takes the call at its start. Work takes it only where a minute is left after it, so
        that it does not meet the countdown; else it waits for the next segment.
        """
        if self.total < MIDPOINT_FROM:
            return None
        start: Ms = 0
        for index, segment in enumerate(self.segments):
            length = 0 if segment.kind is Kind.PREPARE else segment.length or 0
            inside = self.total // 2 - start
            if segment.kind in (Kind.REST, Kind.TRANSITION) and inside <= length:
                return index, 0
            if segment.kind is Kind.WORK and inside <= length - MINUTE:
                return index, max(inside, SECOND)
            start += length
        return None

    @cached_property
    def occurrences(self) -> dict[int, int]:
        """How often each exercise was done before, by index."""
        seen: dict[str | None, int] = {}
        counts = {}
        for index in self.works:
            name = self.segments[index].exercise
            counts[index] = seen.get(name, 0)
            seen[name] = counts[index] + 1
        return counts

    def drawn(self, kind: str, index: int) -> str:
        """A line of `praise` or `encouragement`; never the same twice in a row."""
        lines = self.phrases.lines(kind)
        dice = random.Random(f"{self.workout.seed}/{kind}")
        drawn = dice.randrange(len(lines))
        for _ in range(index):
            step = dice.randrange(1, len(lines)) if len(lines) > 1 else 0
            drawn = (drawn + step) % len(lines)
        return lines[drawn]

    def cue(
        self,
        name: str,
        edge: Edge,
        *,
        phrase: str | None = None,
        offset: Ms = 0,
        priority: Priority = Priority.WANTED,
        slack: Ms = 0,
        naming: Mapping[str, str | None] | None = None,
        **fields: str | None,
    ) -> Cue:
        """A spoken cue, in the wordings of `phrase` (by default `name`) that the fields fill."""
        wordings = self.phrases.wordings(phrase or name, **(naming or {}), **fields)
        return Cue(name, edge, offset, priority, wordings, slack=slack)


def silent(segment: Segment) -> bool:
    """Whether the plan asks for silence, in which nothing is announced."""
    return isinstance(segment.source, Pause) and segment.source.kind is PauseKind.SILENCE


def tone(name: str, offset: Ms = 0) -> Cue:
    """A tone at a time of its segment."""
    return Cue(name, Edge.AT, offset, Priority.REQUIRED, sound=Tone(name))


def ticks(length: Ms) -> Iterator[Cue]:
    """3, 2, 1; a countdown that the interval has no time for begins later."""
    for before in TICKS:
        if before + SECOND // 2 <= length:
            yield tone("tick", -before)
