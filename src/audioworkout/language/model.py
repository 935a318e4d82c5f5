"""The workout as the rest of the program sees it: checked, frozen, free of spelling.

`workout.parse` makes these from a file; `lower` unrolls them. Every block keeps the
span that it was written at, so that a problem found late still names its line.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from audioworkout.ground.diagnostics import Span
from audioworkout.ground.units import Ms
from audioworkout.words.exercise import Exercise


@dataclass(frozen=True, slots=True)
class Range:
    """A whole number of something (ms, reps, rounds, sets), or a span to pick it from."""

    low: int
    high: int

    def pick(self, effort: float, step: int = 1) -> int:
        """The number at `effort` (0 is the low end, 1 the high), on a multiple of `step` above low.

        Halves round up, so that the middle of 3 to 4 rounds is 4.
        """
        steps = int((self.high - self.low) / step * effort + 0.5)
        return min(self.high, self.low + steps * step)


@dataclass(frozen=True, slots=True)
class Tempo:
    """Milliseconds down, in the pause below, up, and in the pause on top."""

    down: Ms
    bottom: Ms
    up: Ms
    top: Ms = 0

    @property
    def rep(self) -> Ms:
        """The length of one rep."""
        return self.down + self.bottom + self.up + self.top


@dataclass(frozen=True, slots=True)
class Time:
    """Work for a time (`30s`, `30-45s`), in ms."""

    length: Range


@dataclass(frozen=True, slots=True)
class Reps:
    """A number of repetitions (`12`, `8-12`)."""

    count: Range


@dataclass(frozen=True, slots=True)
class MaxReps:
    """As many repetitions as possible in a time (ms)."""

    within: Range


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a distance is done, in ms a kilometre: `text` is how the plan says it.

    `span` is None for the name of a pace (`5k pace`, `zone 2`) that nobody defined.
    """

    text: str  # "4:30/km", "2:05/500 m", "12 km/h", "5k pace"
    span: Range | None


@dataclass(frozen=True, slots=True)
class Distance:
    """A leg: metres as written for speech, and the time that pace or target gives it, in ms."""

    metres: float
    text: str  # "1 km", "400 m": as the athlete reads it
    length: Range
    pace: Pace | None = None


@dataclass(frozen=True, slots=True)
class Amount:
    """Something to get done that takes no known time: `400 m`, `20 calories`.

    It stands where the athlete works alone, and ends a slot of an EMOM, which it fills.
    """

    text: str
    is_distance: bool = True


Dose: TypeAlias = Time | Reps | MaxReps | Distance | Amount


@dataclass(frozen=True, slots=True)
class TimedWords:
    """Words at a set time inside a step; negative counts back from its end."""

    at: Ms
    text: str
    origin: Span


@dataclass(frozen=True, slots=True)
class Work:
    """An exercise with its dose.

    `dose` is None only inside a ladder or pyramid, whose rounds give it, or inside
    intervals, Tabata and AMRAP-like groups that set the time. `sides` holds `left` and
    `right` in the order to do them, `limb` what they are sides of (`leg`, `arm`, `side`).
    `hold` is a pause inside each rep, beside the rep's own time. `metronome` is in beats a
    minute: 0 for none, None for the workout's.
    """

    exercise: str
    dose: Dose | None
    origin: Span
    sides: tuple[str, ...] = ()
    limb: str = "side"
    switch: Ms | None = None
    sets: Range | None = None
    rest: Range | None = None
    tempo: Tempo | None = None
    every: Ms | None = None
    hold: Ms | None = None
    metronome: int | None = None
    weight: str | None = None
    intensity: str | None = None
    note: str | None = None
    say: str | None = None
    tip: str | None = None
    cues: tuple[TimedWords, ...] = ()


class PauseKind(StrEnum):
    """What a pause is for."""

    REST = "rest"
    TRANSITION = "transition"
    SILENCE = "silence"


@dataclass(frozen=True, slots=True)
class Pause:
    """A rest, a change of station, or plain silence."""

    kind: PauseKind
    length: Range
    origin: Span


@dataclass(frozen=True, slots=True)
class Say:
    """Words of the plan's own."""

    text: str
    origin: Span


@dataclass(frozen=True, slots=True)
class Play:
    """A sound file; its path starts from the workout's folder."""

    file: str
    origin: Span


@dataclass(frozen=True, slots=True)
class Section:
    """A named list, done once; its name is spoken and becomes a chapter."""


@dataclass(frozen=True, slots=True)
class Circuit:
    """Once through the list is a round. Steps without a dose of their own take `work`."""

    rounds: Range
    between_exercises: Range | None = None
    between_rounds: Range | None = None
    work: Range | None = None


@dataclass(frozen=True, slots=True)
class Superset:
    """Rounds without rest inside."""

    rounds: Range
    between_rounds: Range | None = None


@dataclass(frozen=True, slots=True)
class Sets:
    """Straight sets: every exercise is done `sets` times before the next."""

    sets: Range
    rest: Range | None = None
    between_exercises: Range | None = None


@dataclass(frozen=True, slots=True)
class Intervals:
    """The listed exercises take turns until `count` intervals are done."""

    count: Range
    work: Range
    rest: Range
    tabata: bool = False


@dataclass(frozen=True, slots=True)
class Emom:
    """The list starts anew on each mark; what is left of a slot is rest.

    `alternating`: the steps take turns, one a slot.
    """

    slot: Ms
    slots: int
    alternating: bool = False


@dataclass(frozen=True, slots=True)
class Amrap:
    """As many rounds as possible in `length` ms."""

    length: Ms


@dataclass(frozen=True, slots=True)
class ForTime:
    """The list against the clock, `rounds` times through, stopped at `cap` ms."""

    cap: Ms
    rounds: int = 1


@dataclass(frozen=True, slots=True)
class Ladder:
    """A round for each number of reps; steps without a number of their own take it."""

    rungs: tuple[int, ...]
    between_rounds: Range | None = None


@dataclass(frozen=True, slots=True)
class Pyramid:
    """A round for each duration (ms); steps without one of their own take it.

    `equal_rest`: between two rounds lies a rest as long as the round's duration.
    """

    rungs: tuple[Ms, ...]
    between_rounds: Range | None = None
    equal_rest: bool = False


@dataclass(frozen=True, slots=True)
class DeathBy:
    """Each minute more reps than in the one before, until the athlete fails or `cap` ms are over.

    Steps without a dose of their own take `first` reps in the first minute, `by` more in each.
    """

    cap: Ms
    first: int = 1
    by: int = 1


@dataclass(frozen=True, slots=True)
class AnyOf:
    """A seeded choice of `count` blocks, in the order of the list."""

    count: int


@dataclass(frozen=True, slots=True)
class Shuffled:
    """The list in a seeded order."""


Form: TypeAlias = (
    Section
    | Circuit
    | Superset
    | Sets
    | Intervals
    | Emom
    | Amrap
    | ForTime
    | Ladder
    | Pyramid
    | DeathBy
    | AnyOf
    | Shuffled
)


@dataclass(frozen=True, slots=True)
class Group:
    """A heading and its list."""

    form: Form
    blocks: tuple["Block", ...]
    origin: Span
    name: str | None = None
    intro: str | None = None  # `say:` of a long-form group: spoken before it


Block: TypeAlias = Work | Pause | Say | Play | Group


VOICE_SPEEDS = (0.5, 2.0)  # times its own speed; beyond, speech is hard to follow

COACHING_LEVELS = ("quiet", "standard", "full")

CUES = {
    "welcome": "total time, rounds or exercises, equipment; the title itself is always said",
    "position": "how to get into position for the first exercise",
    "section": "a section's name",
    "rest": "`Rest` and its length",
    "round": "`Round 2 of 5`, `Last round`",
    "set": "`Set 2 of 3`",
    "dose": "the length of the next exercise, where it changes",
    "tip": "a tip on the next exercise, as long as fits",
    "reminder": "the next exercise's name again, some 6 s before go",
    "halfway": "`Halfway` in an exercise of 20 s or more",
    "ten_seconds": "`Ten seconds` in an exercise of 30 s or more",
    "time_left": "the time left, on long intervals",
    "count": "reps counted aloud, and the holds in them",
    "midpoint": "`Halfway through`, in the middle of the whole",
    "last": "`Last one`",
    "encouragement": "a word of encouragement inside the work",
    "form": "a tip in the middle of the work",
    "farewell": "the time it took, and a line of praise",
}
"""The cues that a workout can switch, and what each says. Names, ticks and tones always sound."""


@dataclass(frozen=True, slots=True)
class Coaching:
    """The level, and single cues (names of `CUES`) switched on or off against it."""

    level: str = "standard"
    cues: tuple[tuple[str, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class Tracks:
    """Music for one kind of interval: files and folders as written, and a gain over the rest.

    Without files it is the workout's own music at another gain.
    """

    files: tuple[str, ...] = ()
    gain_db: float = 0.0


@dataclass(frozen=True, slots=True)
class Music:
    """What plays under the coach, from the workout's folder, brought to one loudness.

    `duck_db` is how far a cue lowers it at least, over `attack` before the cue and `release`
    after it. `work` and `rest` differ from the rest of the session.
    """

    files: tuple[str, ...]
    origin: Span
    shuffled: bool = False
    gain_db: float = 0.0
    duck_db: float = -12.0
    attack: Ms = 400
    release: Ms = 1_200
    crossfade: Ms = 4_000
    fade_out: Ms = 5_000
    work: Tracks = Tracks()
    rest: Tracks = Tracks()


FILLERS = ("air", "silence")  # of pauses; anything else is a file

MIX_PRESETS = ("standard", "outdoor", "earphones", "quiet")


@dataclass(frozen=True, slots=True)
class Mix:
    """How loud what is: a preset, and gains and a loudness (LUFS) of the file's own over it."""

    preset: str = "standard"
    speech_db: float | None = None
    tones_db: float | None = None
    music_db: float | None = None
    loudness: float | None = None


SOUND_PACKS = ("classic", "soft", "bright", "boxing", "wood")

TONE_ROLES = {
    "tick": "3, 2, 1",
    "go": "work starts",
    "rest": "a rest starts",
    "round_break": "a break between rounds or sets",
    "halfway": "half the work is done",
    "rep": "a rep that is too short to be counted aloud",
    "down": "down, or hold",
    "up": "up, or go on",
    "finish": "it is over",
    "beat": "the metronome",
}
"""The sounds of a pack, and what each stands for."""


@dataclass(frozen=True, slots=True)
class SoundChoice:
    """A sound pack, and files of one's own in place of some of its sounds, by role."""

    pack: str = "classic"
    own: tuple[tuple[str, str], ...] = ()  # in the order of TONE_ROLES


@dataclass(frozen=True, slots=True)
class Workout:
    """A whole workout file.

    `metronome` is in beats a minute, None for none. `pause` fills the time between sounds:
    `air`, `silence`, or a file that is looped. `transition` (ms) goes between two exercises that
    follow each other without a pause. `places` has the span of each key's value.
    """

    title: str
    workout: tuple[Block, ...]
    origin: Span
    warmup: tuple[Block, ...] = ()
    cooldown: tuple[Block, ...] = ()
    description: str | None = None
    author: str | None = None
    image: str | None = None
    date: str | None = None
    language: str = "en"
    voice: tuple[str, ...] = ()  # none: one that speaks the language
    coaching: Coaching = Coaching()
    sounds: SoundChoice = SoundChoice()
    music: Music | None = None
    mix: Mix = Mix()
    metronome: int | None = None
    pause: str = "air"
    effort: float = 0.5
    seed: int = 0
    lead_in: Ms = 10_000
    transition: Range | None = None
    paces: tuple[tuple[str, Pace], ...] = ()
    exercises: tuple[Exercise, ...] = ()
    say_as: tuple[tuple[str, str], ...] = ()
    phrases: tuple[tuple[str, tuple[str, ...]], ...] = ()
    silenced: tuple[str, ...] = ()
    places: tuple[tuple[str, Span], ...] = field(default=(), compare=False, repr=False)

    def place_of(self, key: str) -> Span:
        """Where the value of a top-level key is written; the file's first key where it is not."""
        return dict(self.places).get(key, self.origin)
