"""Segments with anchored cues: the plan before any speech has been measured."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import TypeAlias

from audioworkout.ground.diagnostics import Span
from audioworkout.ground.units import Ms
from audioworkout.language.model import Pause, Play, Say, Work
from audioworkout.plan.paths import Path


class Kind(StrEnum):
    """What a segment is for."""

    WELCOME = "welcome"
    PREPARE = "prepare"
    WORK = "work"
    REST = "rest"
    TRANSITION = "transition"
    SWITCH = "switch"
    SPEECH = "speech"
    FINISH = "finish"


@dataclass(frozen=True, slots=True)
class Speech:
    """Words, spoken at `rate_percent` of the voice's own speed (100 to 115)."""

    text: str
    rate_percent: int = 100


@dataclass(frozen=True, slots=True)
class Tone:
    """A sound of the pack: one of TONE_ROLES."""

    name: str


@dataclass(frozen=True, slots=True)
class Sample:
    """A sound file, by its path."""

    path: str


Sound: TypeAlias = Speech | Tone | Sample

BEAT = Tone("beat")
"""The metronome's. It goes on under speech, which neither waits for it nor gives way to it."""


class Edge(StrEnum):
    """What a cue's time is counted from.

    START: as soon as the segment's start allows, in turn with the others that do.
    END: in turn with the others that do, done before the countdown.
    AT: `offset` ms after the segment's start, or before its end where negative.
    """

    START = "start"
    END = "end"
    AT = "at"


class Priority(IntEnum):
    """What becomes of a cue that does not fit.

    OPTIONAL is left out in silence, WANTED with a warning; REQUIRED is said earlier,
    if need be over the end of an interval before.
    """

    OPTIONAL = 0
    WANTED = 1
    REQUIRED = 2


@dataclass(frozen=True, slots=True)
class Cue:
    """A planned sound. Exactly one of `wordings` (longest first) and `sound` is given.

    `slack` is how much earlier than its time an AT cue may start.
    """

    name: str
    edge: Edge
    offset: Ms = 0
    priority: Priority = Priority.WANTED
    wordings: tuple[str, ...] = ()
    sound: Tone | Sample | None = None
    slack: Ms = 0
    origin: Span | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the session. `length` is None where it is as long as what it says.

    `path` is where in the groups it was unrolled: equal for the sides of one exercise alone.
    `rep` is the length of one repetition where they are paced. `breaks` marks a rest
    between rounds or sets; one that `gives_way` is the last of the rests of sets, in whose place
    any pause goes that follows it. `source` is the block that it was unrolled from. `listing` is
    what an AMRAP or a list for time asks for, `times` through, read out before it;
    `counts_up` calls the time gone there, not the time left. `metronome` is in beats a
    minute, None where none beats.
    """

    kind: Kind
    length: Ms | None
    origin: Span
    source: Work | Pause | Say | Play | None = None
    path: Path = ()
    exercise: str | None = None
    side: str | None = None
    limb: str = "side"
    round: int | None = None
    rounds: int | None = None
    set: int | None = None
    sets: int | None = None
    reps: int | None = None
    rep: Ms | None = None
    section: str | None = None
    breaks: bool = False
    gives_way: bool = False
    listing: tuple[Work, ...] = ()
    times: int = 1
    counts_up: bool = False
    metronome: int | None = None
    cues: tuple[Cue, ...] = ()
