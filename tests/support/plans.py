"""Generated workouts as texts: every form, every field, in many hands' spellings."""

import json
import re
from collections.abc import Callable
from random import Random
from typing import Any

from hypothesis import strategies as st

from audioworkout.ground.nodes import UNPRINTABLE
from audioworkout.language.document import parse

Data = Any  # text, a list or a mapping, as YAML has them

NAMES = st.sampled_from(
    [
        "squats",
        "push-ups",
        "single-leg balance",
        "side plank",
        "run",
        "The plank",
        "lunges, then a jump",
        "5 rounds",
        "max effort sprint",
        "rest day stretch",
        "écarté: slow",
        "bear # crawl",
        "90/90 hold",
        "press (strict)",
        "each",
        "plank 2",
        '"quoted" plank',
        "o'clock lunges",
        "rest",
        "leg press per leg",
        "exercises",
    ]
)
WORDS = st.one_of(
    st.sampled_from(
        [
            "Knees out, chest tall.",
            "alternating legs",
            "slow",
            "a: b",
            "say “hi” now",
            'with "quotes"',
            "it's # no comment",
            "- dash",
            "on",
            "12",
            "1:30",
            "*star",
            "{brace}",
            "tail:",
            "back\\slash",
            "x " * 70 + "end",
            "word",
        ]
    ),
    st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=12).filter(
        lambda words: bool(words.strip()) and not UNPRINTABLE.search(words)
    ),
)
SECONDS = st.integers(1, 5000)
MILLISECONDS = st.integers(1, 200_000).map(lambda ms: f"{ms / 1000:.3f} s")
DURATION = st.one_of(
    SECONDS.map("{}s".format),
    SECONDS.map("{} seconds".format),
    st.builds("{}:{:02}".format, st.integers(0, 90), st.integers(0, 59)),
    st.integers(1, 90).map("{} min".format),
    st.builds("{} min {} s".format, st.integers(1, 9), st.integers(1, 99)),
    st.sampled_from(["1h", "1:30:05", "1.5 min", "0.5 hours"]),
    MILLISECONDS,
)
DURATIONS = st.one_of(
    DURATION,
    st.builds(lambda low, more: f"{low}-{low + more}s", st.integers(1, 99), st.integers(0, 99)),
    st.builds(lambda low, more: f"{low} to {low + more} min", st.integers(1, 9), st.integers(0, 9)),
    st.just("45s-1:30"),
)
PAUSE = st.one_of(DURATIONS, st.just("0s"))
COUNT = st.one_of(
    st.integers(1, 40).map(str),
    st.builds(lambda low, more: f"{low}-{low + more}", st.integers(1, 9), st.integers(0, 9)),
    st.just("8–12"),
)
DISTANCE = st.sampled_from(["1 km", "400 m", "1 mile", "2.5 km", "100 yards", "0.5 k"])
PACE = st.sampled_from(
    [
        "5:00/km",
        "4:37/km",
        "8:00/mile",
        "7:13 min/mile",
        "12 km/h",
        "7.5 mph",
        "4:30-4:40/km",
        "1:45/100m",
    ]
)
TEMPO = st.sampled_from(["4-0-1", "3-1-1-0", "2-0-2-1", "1.5-0-1"])
METRONOME = st.sampled_from(["170", "170 bpm", "88spm", "OFF"])
SIDES = st.sampled_from(
    ["leg", "per arm", "side", ["left", "right"], ["right", "left"], ["right leg", "left leg"]]
)
MOMENT = st.sampled_from(["10s", "-10s", "1:00", "0s", "-1.5s"])


def some(**fields: st.SearchStrategy[Data]) -> st.SearchStrategy[dict[str, Data]]:
    return st.fixed_dictionaries({}, optional=fields)


def merged(*parts: dict[str, Data]) -> dict[str, Data]:
    return {key: value for part in parts for key, value in part.items()}


@st.composite
def shuffled(draw: st.DrawFn, mappings: st.SearchStrategy[dict[str, Data]]) -> dict[str, Data]:
    return dict(draw(st.permutations(list(draw(mappings).items()))))


def fixed(**fields: st.SearchStrategy[Data]) -> st.SearchStrategy[dict[str, Data]]:
    return st.fixed_dictionaries(fields)


# Steps

DOSE = st.one_of(
    fixed(work=DURATIONS),
    st.builds(
        merged,
        fixed(reps=COUNT),
        st.one_of(some(tempo=TEMPO), some(every=DURATION), some(hold=DURATION)),
    ),
    fixed(reps=st.just("max"), work=DURATIONS),
    fixed(distance=DISTANCE, pace=PACE),
    fixed(distance=DISTANCE, pace=st.just("5k")),
    fixed(distance=DISTANCE),
    fixed(calories=COUNT),
    fixed(distance=DISTANCE, work=st.sampled_from(["10 min", "9:59", "20 min"])),
    st.just({}),
)
LONG_STEP = shuffled(
    st.builds(
        merged,
        fixed(exercise=NAMES),
        DOSE,
        st.one_of(st.just({}), st.builds(merged, fixed(sets=COUNT), some(rest=PAUSE))),
        st.one_of(st.just({}), st.builds(merged, fixed(sides=SIDES), some(switch=DURATION))),
        some(
            weight=st.sampled_from(["12 kg", "8 to 12 kg", "2 x 10 kg", "heavy, but safe"]),
            intensity=st.sampled_from(["75%", "RPE 8", "easy"]),
            note=WORDS,
            tip=WORDS,
            say=WORDS,
            cues=st.dictionaries(MOMENT, WORDS, min_size=1, max_size=3),
            metronome=METRONOME,
        ),
    )
)
LINES = st.one_of(
    st.builds("{} {}".format, DURATIONS, NAMES),
    st.builds("{} of {} per leg".format, DURATIONS, NAMES),
    st.builds("{} {}".format, COUNT, NAMES),
    st.builds("{} x {} {}, rest {}".format, COUNT, COUNT, NAMES, DURATIONS),
    st.builds("{} {}, {}".format, DURATIONS, NAMES, WORDS),
    st.builds("rest {}".format, DURATIONS),
    st.builds("{} to change over".format, DURATIONS),
    st.builds("silence {}".format, DURATIONS),
    st.builds('say "{}"'.format, WORDS),
    st.builds("play {}".format, WORDS),
    st.sampled_from(
        [
            "squats x12",
            "push-ups × 12",
            "3 sets of 20 walking lunges",
            "15 seconds per arm in single-arm plank (30 seconds total)",
            "30s plank (elbows down) per side, switch 3s",
            "3-5 nordic curls, tempo 4-0-1",
            "12 swings, every 2s, weight 16 kg",
            "5 push-ups, hold 2s",
            "12 swings, every 4 s, 1.5s hold",
            "10 min run at 170 spm",
            "10 min run, metronome off",
            "max push-ups in 30s",
            "3 x max push-ups in 30s, rest 1:30",
            "1 km run at 5:00/km",
            "4 x 400m run at 1:40, rest 60s",
            "8 squats at 75%",
            "8 squats at 75% 1RM",
            "6 x 1 min hard / 1 min easy",
            "3 x (10 push-ups, 10 squats), rest 60s",
            "4 x 4 min hard, 3 min easy jog",
            "10 x 800 m in 3:30, 90s jog",
            "8 x 50 m swim on 1:00",
            "1-2-3-2-1 min hard, equal recovery",
            "20 cal row",
            "400m run",
            "10 min Z2 run",
            "5 min run at 5k pace",
            "5 min ride at 200 W",
            "5 min run at threshold",
            "3x12 squats w/ 60s rest",
            "squats, 3 sets of 12",
            "2 km run at threshold pace",
            "30s squats, slow (all the way down)",
            "• 30 seconds squats",
            'squats 30s, note "breathe"',
            'squats 30s, tip "chest up"',
            "30 seconds per side planks",
        ]
    ),
)
ANY_STEP = st.one_of(
    LINES,
    LONG_STEP,
    st.builds(lambda name, dose: {name: dose}, NAMES, st.one_of(DURATIONS, st.just("12 per leg"))),
    st.builds(lambda text: {"say": text}, WORDS),
    st.builds(lambda time: {"rest": time}, DURATIONS),
)


PACES = '{"5k": "4:30/km", "Threshold pace": "7:10/mile"}'


def accepted(block: Data) -> bool:
    """Whether a block can stand in a workout, by itself or below a heading that gives a dose."""
    plan = json.dumps([{"ladder 1..2": [block]}])
    return parse(f"title: t\npaces: {PACES}\nworkout: {plan}")[0] is not None


STEP = ANY_STEP.filter(accepted)

# Groups

NAME = st.sampled_from(["Main set", "Legs: part two", "Pull, push", "exercises", "rest", "Core #1"])
HEADING = st.one_of(
    NAME,
    st.builds("{} rounds".format, COUNT),
    st.builds("{} rounds, {} between rounds".format, COUNT, PAUSE),
    st.builds("{} rounds, {} between exercises".format, COUNT, PAUSE),
    st.builds("{} rounds of {} work, {} rest".format, COUNT, DURATIONS, PAUSE),
    st.builds("{} rounds, {} each, {} between rounds".format, COUNT, DURATIONS, PAUSE),
    st.builds("{}/{} x {}".format, st.integers(6, 90), st.integers(6, 90), COUNT),
    st.builds("{} rounds with {} rest".format, COUNT, DURATIONS),
    st.builds("{} x{}".format, st.just("Main set"), COUNT),
    st.builds("{}, {} sets, rest {}".format, NAME, COUNT, PAUSE),
    st.builds("superset x{}, rest {}".format, COUNT, PAUSE),
    st.builds("{} intervals of {} work, {} rest".format, COUNT, DURATIONS, PAUSE),
    st.builds("every {} x{}".format, DURATION, st.integers(1, 20)),
    st.builds("alternating every {} x{}".format, DURATION, st.integers(1, 20)),
    st.builds("amrap {}".format, DURATION),
    st.builds("{} rounds for time, cap {}".format, st.integers(1, 9), DURATION),
    st.just("any 1 of"),
    st.lists(st.integers(1, 30), min_size=3, max_size=6).map(
        lambda rungs: "-".join(map(str, rungs))
    ),
    st.builds(
        "ladder {}..{} by {}".format, st.integers(1, 30), st.integers(1, 30), st.integers(1, 4)
    ),
    st.lists(DURATION, min_size=2, max_size=4).map(lambda climb: f"pyramid {'-'.join(climb)}"),
    st.builds(
        "death by, cap {} min, from {}, by {}".format,
        st.integers(1, 9),
        st.integers(1, 9),
        st.integers(1, 9),
    ),
    st.sampled_from(
        [
            "death by 10 min",
            "tabata",
            "tabata x6",
            "emom 10 min",
            "Finisher, e2mom 12 min",
            "alternating emom 10 min",
            "e3mom x4",
            "emom x1000",
            "shuffled",
            "repeat three times",
            "40s/20s",
            "twice",
            "40s on / 20s off x 3",
            "5 rounds for time (cap 20 min)",
            "Main set (3 rounds)",
            "superset x3",
            "pyramid 10-20-10s, equal rest",
            "12 min amrap",
        ]
    ),
)
FORM = st.one_of(
    st.just({}),
    st.builds(
        merged,
        fixed(rounds=COUNT),
        some(work=DURATIONS, rest_between_exercises=PAUSE, rest_between_rounds=PAUSE),
    ),
    st.builds(merged, fixed(sets=COUNT), some(rest=PAUSE, rest_between_exercises=PAUSE)),
    st.builds(merged, fixed(superset=COUNT), some(rest_between_rounds=PAUSE)),
    st.builds(merged, fixed(intervals=COUNT, work=DURATIONS), some(rest=PAUSE)),
    fixed(tabata=st.sampled_from(["", "on", "8", "6-8"])),
    fixed(emom=st.just("10 min"), alternating=st.sampled_from(["on", "off"])),
    fixed(e2mom=st.just("12 min")),
    fixed(every=st.builds("{} x{}".format, DURATION, st.integers(1, 9))),
    fixed(amrap=DURATION),
    st.builds(merged, fixed(for_time=DURATION), some(rounds=st.just("3"))),
    fixed(ladder=st.lists(st.integers(1, 9).map(str), min_size=1, max_size=4)),
    fixed(pyramid=st.lists(DURATION, min_size=1, max_size=4)),
    st.builds(
        merged, fixed(death_by=st.just("4 min")), some(**{"from": st.just("3"), "by": st.just("2")})
    ),
    fixed(any=st.just("1")),
    fixed(shuffled=st.sampled_from(["on", "yes"])),
)


def grouped(lists: st.SearchStrategy[Data]) -> st.SearchStrategy[Data]:
    """A group of such a list: a heading, or the long form."""
    short = HEADING.map(lambda heading: {heading: ["1s x"]})
    long = st.builds(merged, some(name=NAME, say=WORDS), FORM, fixed(exercises=st.just(["1s x"])))
    heads = st.one_of(short, shuffled(long)).filter(accepted)
    return st.builds(_filled, heads, lists)


def _filled(head: dict[str, Data], inside: Data) -> dict[str, Data]:
    return {key: inside if value == ["1s x"] else value for key, value in head.items()}


LIST: st.SearchStrategy[Data] = st.recursive(
    st.lists(STEP, min_size=1, max_size=4),
    lambda lists: st.lists(st.one_of(STEP, grouped(lists)), min_size=1, max_size=3),
    max_leaves=4,
)

# Files

EXERCISE = some(
    aliases=st.one_of(WORDS, st.lists(WORDS, max_size=3)),
    sided=st.sampled_from(["on", "off", "yes", "TRUE"]),
    limb=st.just("paw"),
    seconds_per_rep=st.sampled_from(["2", "2.50"]),
    equipment=st.lists(WORDS, max_size=2),
    tips=st.lists(WORDS, min_size=1, max_size=2),
    position=WORDS,
)
COACHING = st.one_of(
    st.sampled_from(["quiet", "Standard", "full"]),
    some(
        level=st.sampled_from(["quiet", "full"]),
        halfway=st.sampled_from(["on", "off"]),
        cues=some(tip=st.just("no"), welcome=st.just("TRUE")),
    ),
)
PATHS = st.one_of(
    st.sampled_from(["run.mp3", "music/", "two  words.mp3", "off"]), st.just(["a.mp3", "b/"]), WORDS
)
GAIN = st.sampled_from(["-3", "+2.50 dB", "-0", "12db"])
FADE = st.sampled_from(["400ms", "0.4 s", "0s", "1 min"])
TRACKS = st.one_of(PATHS, some(files=PATHS, gain_db=GAIN), fixed(folder=PATHS))
MUSIC = st.one_of(
    PATHS,
    shuffled(
        st.builds(
            merged,
            st.one_of(fixed(files=PATHS), fixed(file=PATHS), fixed(folder=PATHS)),
            some(
                shuffled=st.sampled_from(["on", "no"]),
                gain_db=GAIN,
                duck_db=GAIN,
                attack=FADE,
                release=FADE,
                crossfade=FADE,
                fade_out=FADE,
                work=TRACKS,
                rest=TRACKS,
            ),
        )
    ),
    fixed(work=PATHS, rest=PATHS),
)
MIX = st.one_of(
    st.sampled_from(["Outdoor", "quiet"]),
    some(
        preset=st.just("Earphones"),
        speech_db=GAIN,
        tones_db=GAIN,
        music_db=GAIN,
        loudness=st.sampled_from(["-14", "-16.5 LUFS"]),
    ),
)
SOUNDS = st.one_of(
    st.just("Classic"), shuffled(some(pack=st.just("wood"), rest=WORDS, go=st.just("gong.wav")))
)
FILE = shuffled(
    st.builds(
        merged,
        fixed(
            title=WORDS,
            workout=LIST,
            paces=st.just({"5k": "4:30/km", "Threshold pace": "7:10/mile"}),
        ),
        some(
            warmup=st.lists(STEP, min_size=1, max_size=3),
            cooldown=st.lists(STEP, min_size=1, max_size=3),
            description=WORDS,
            author=WORDS,
            image=st.just("cover.jpg"),
            date=st.sampled_from(["2024-05-31", "20240531"]),
            language=st.sampled_from(["en", "pt-BR"]),
            voice=st.sampled_from(["joe", ["joe"], ["piper:x", "joe"]]),
            coaching=COACHING,
            sounds=SOUNDS,
            music=MUSIC,
            mix=MIX,
            metronome=METRONOME,
            pause=st.sampled_from(["Air", "silence", "sea.mp3", "sounds/sea  of.wav"]),
            effort=st.sampled_from(["low", "Middle", "0.50", ".5", "1", "0.123456789"]),
            seed=st.sampled_from(["7", "-3", "007"]),
            transition=DURATIONS,
            lead_in=st.sampled_from(["10 seconds", "0s", "1 min"]),
            exercises=st.dictionaries(NAMES, EXERCISE, max_size=2),
            say_as=st.dictionaries(WORDS, WORDS, max_size=2),
            phrases=st.dictionaries(WORDS, st.one_of(WORDS, st.lists(WORDS, max_size=2))),
            silence_warnings=st.one_of(WORDS, st.lists(WORDS, max_size=2)),
        ),
    )
)

JUNK: st.SearchStrategy[Data] = st.one_of(
    st.sampled_from(["", "30", "soon", "30s", "0s", "-5", "5 rounds", "on", "1e9 s", "9" * 400]),
    WORDS,
    ANY_STEP,
    st.lists(WORDS, max_size=2),
    st.dictionaries(WORDS, WORDS, max_size=2),
    st.sampled_from([[[]], [{}], {"": ""}, {"exercises": []}, {"rounds": {}}]),
)
"""What may stand where something else belongs."""


# Spellings of a file as YAML

COMMENTS = ["# one", "#two", "# three: 3", "#", "# - 20s squats", "# `x` # y"]


class Pen:
    """Writes data as YAML, each part in a style of its own, with comments between."""

    def __init__(self, random: Random, *, comments: bool = True) -> None:
        self.random = random
        self.commenting = comments
        self.anchors: list[str] = []
        self.open: list[str] = []
        self.comments: list[str] = []

    def chance(self, one_in: int) -> bool:
        return self.random.randrange(one_in) == 0

    def remark(self) -> str:
        comment = self.random.choice(COMMENTS)
        self.comments.append(comment)
        return comment

    def behind(self) -> str:
        return f"  {self.remark()}\n" if self.commenting and self.chance(6) else "\n"

    def between(self) -> str:
        text = ""
        while self.commenting and self.chance(6):
            blank = self.chance(2)
            text += "\n" if blank else " " * self.random.randrange(9) + self.remark() + "\n"
        return text

    def scalar(self, text: str) -> str:
        if PLAIN.fullmatch(text) and text.lower() != "null":
            return text
        if self.chance(2) and all(map(str.isprintable, text)):
            return "'" + text.replace("'", "''") + "'"
        return "".join(['"', *(_escaped(char) for char in text), '"'])

    def flow(self, data: Data) -> str:
        match data:
            case str():
                return self.scalar(data)
            case list():
                return "[" + ", ".join(map(self.flow, data)) + "]"
        return "{" + ", ".join(f"{self.scalar(k)}: {self.flow(v)}" for k, v in data.items()) + "}"

    def alias(self) -> str:
        """Now and then an alias in place of what should stand here, but of nothing around it."""
        names = [name for name in self.anchors if name not in self.open]
        if self.commenting and names and self.chance(20):
            return f" *{self.random.choice(names)}"
        return ""

    def anchored(self, write: Callable[[str], str]) -> str:
        """What `write` makes, which begins now and then with an anchor; a name can come twice."""
        names = [name for name in "abc" if name not in self.open]
        if not self.commenting or not names or not self.chance(8):
            return write("")
        self.open.append(self.random.choice(names))
        written = write(f" &{self.open[-1]}")
        self.anchors.append(self.open.pop())
        return written

    def value(self, data: Data, indent: int) -> str:
        """What stands behind `key:`, up to the end of its last line."""
        if alias := self.alias():
            return alias + self.behind()
        return self.anchored(lambda anchor: anchor + self.below(data, indent))

    def below(self, data: Data, indent: int) -> str:
        """A value behind its key, or on the lines below it."""
        if isinstance(data, str):
            return f" {self.scalar(data)}{self.behind()}"
        if not data or self.chance(6):
            return f" {self.flow(data)}{self.behind()}"
        step = self.random.randint(1, 4)
        return self.behind() + self.block(data, indent + step)

    def block(self, data: Data, indent: int) -> str:
        margin = " " * indent
        if isinstance(data, dict):
            lines = (
                f"{self.between()}{margin}{self.scalar(key)}:{self.value(value, indent)}"
                for key, value in data.items()
            )
            return "".join(lines)
        return "".join(self.between() + self.item(item, indent) for item in data)

    def item(self, data: Data, indent: int) -> str:
        margin = " " * indent
        if alias := self.alias():
            return f"{margin}-{alias}{self.behind()}"
        return margin + "-" + self.anchored(lambda anchor: self.dashed(data, indent, anchor))

    def dashed(self, data: Data, indent: int, anchor: str) -> str:
        """What stands behind a dash, up to the end of the item."""
        if not isinstance(data, dict) or not data or self.chance(6):
            return f"{anchor} {self.flow(data)}{self.behind()}"
        if anchor or self.chance(4):
            return f"{anchor}{self.behind()}{self.block(data, indent + 2)}"
        (key, value), *others = data.items()
        first = f" {self.scalar(key)}:{self.value(value, indent + 2)}"
        return first + self.block(dict(others), indent + 2)


PLAIN = re.compile(r"[A-Za-z0-9]+([ ,.:-]?[A-Za-z0-9])*")


def _escaped(char: str) -> str:
    if char in '"\\':
        return "\\" + char
    return char if " " <= char <= "~" else f"\\U{ord(char):08X}"


def _text(data: Data, random: Random) -> tuple[str, list[str]]:
    pen = Pen(random)
    return pen.between() + pen.block(data, 0) + pen.between(), pen.comments


TEXTS = st.builds(_text, FILE, st.randoms(use_true_random=True))
"""Workouts' texts, and the comments in each."""
