"""Every key of a workout file: what it holds, and how it looks."""

from dataclasses import dataclass
from typing import Any

from audioworkout.language.model import COACHING_LEVELS, CUES
from audioworkout.language.schema.audio import METRONOME, MIX, MUSIC, PAUSE, SOUNDS
from audioworkout.language.schema.shapes import Schema, either, mapping, one_or_many, ref, word


@dataclass(frozen=True, slots=True)
class Key:
    """A key's value, its description and examples of it."""

    shape: Schema
    description: str
    examples: tuple[Any, ...] = ()

    def schema(self) -> Schema:
        """The key as a property of a JSON Schema."""
        shown = {"examples": list(self.examples)} if self.examples else {}
        return {**self.shape, "description": self.description, **shown}


def properties(keys: dict[str, Key]) -> Schema:
    """The keys of a mapping, as properties of a JSON Schema."""
    return {name: key.schema() for name, key in keys.items()}


CUE_SWITCHES = {
    name: {**ref("switch"), "description": description} for name, description in CUES.items()
}
LEVEL = {**word(*COACHING_LEVELS), "description": "How much is said."}
COACHING: Schema = either(
    LEVEL,
    {
        "type": "object",
        "properties": {
            "level": LEVEL,
            "cues": {
                "type": "object",
                "description": "Single cues, on or off.",
                "properties": CUE_SWITCHES,
                "additionalProperties": False,
            },
            **CUE_SWITCHES,
        },
        "additionalProperties": False,
    },
)

LONG_VOICE: Schema = {
    "type": "object",
    "properties": {
        "voice": {**ref("voice"), "description": "`name` or `engine:name`."},
        "speaker": {**ref("speaker"), "description": "Its number, in a model that has several."},
        "speed": {**ref("speed"), "description": "Times the voice's own speed."},
    },
    "required": ["voice"],
    "additionalProperties": False,
}

EXERCISE = {
    "aliases": Key(ref("texts"), "Other names of the exercise.", (["press-ups"],)),
    "sided": Key(ref("switch"), "Whether it is done on one side, then on the other."),
    "limb": Key(ref("text"), "What the sides are sides of.", ("leg", "arm", "side")),
    "seconds_per_rep": Key(ref("seconds"), "How long one rep takes, in seconds.", (3, 2.5)),
    "equipment": Key(ref("texts"), "What it takes; the welcome names it.", ("dumbbell",)),
    "muscles": Key(ref("texts"), "The muscles that it trains.", (["glutes", "hamstrings"],)),
    "tips": Key(ref("texts"), "One tip, or several with the longest first."),
    "position": Key(ref("text"), "How to get into position."),
    "kind": Key(ref("text"), "The kind of exercise.", ("strength", "running")),
}

FILE = {
    "title": Key(
        ref("text"),
        "The MP3's title, and the first words spoken.",
        ("Lower body blast",),
    ),
    "description": Key(ref("text"), "What the workout is for: it goes into the MP3's tags."),
    "author": Key(ref("text"), "Who made the workout."),
    "image": Key(ref("text"), "The cover's file, from the folder of this one.", ("cover.jpg",)),
    "date": Key(ref("date"), "The workout's date.", ("2024-05-31",)),
    "language": Key(ref("language"), "The language that is spoken.", ("en", "pt-BR")),
    "voice": Key(
        one_or_many(either(ref("voice"), LONG_VOICE)),
        "`name` or `engine:name`; each phrase is spoken by the first of them that has it.",
        ("joe", "espeak:de", ["recorded:me", "joe"]),
    ),
    "coaching": Key(COACHING, "How much is said: a level, and single cues on or off."),
    "sounds": Key(
        SOUNDS,
        "The sound pack: ticks, tones and the finish; files of your own in place of some.",
        ("boxing", {"pack": "wood", "go": "gong.wav"}),
    ),
    "music": Key(
        MUSIC,
        "What plays under the coach: sound files and folders, in order or shuffled.",
        ("run.mp3", ["a.mp3", "b/"], {"files": "music/", "shuffled": True, "duck_db": -15}),
    ),
    "mix": Key(
        MIX,
        "How loud what is: a preset, and what differs from it.",
        ("outdoor", {"preset": "earphones", "speech_db": 2}),
    ),
    "metronome": Key(METRONOME, "Beats a minute under the work.", (170, "off")),
    "pause": Key(
        PAUSE, "What fills the time between sounds; a file is looped.", ("air", "sea.mp3")
    ),
    "effort": Key(
        ref("effort"),
        "Where inside every range (`8-12`, `3-5 rounds`) a rendering lies.",
        ("low", "middle", "high", 0.5),
    ),
    "seed": Key(ref("whole number"), "What every random choice derives from.", (1,)),
    "lead_in": Key(ref("gap"), "Time from the end of the welcome to the first go.", ("10s",)),
    "exercises": Key(
        mapping(
            {
                "type": "object",
                "properties": properties(EXERCISE),
                "additionalProperties": False,
            },
            propertyNames={"pattern": r"\S"},
        ),
        "This file's own exercises, and what it knows better than the catalogue.",
    ),
    "say_as": Key(
        mapping(ref("text")), "How words are pronounced: spelling to sound.", ({"RDL": "R D L"},)
    ),
    "phrases": Key(mapping(ref("texts")), "Other wordings of what is said, the longest first.", ()),
    "silence_warnings": Key(ref("texts"), "Rules whose warnings are not shown."),
    "warmup": Key(ref("list"), "What is done before."),
    "workout": Key(ref("list"), "The workout itself: steps and groups, in order."),
    "cooldown": Key(ref("list"), "What is done after."),
}

STEP = {
    "exercise": Key(
        ref("name"), "What to do; a name that the catalogue knows brings its tips.", ("squats",)
    ),
    "work": Key(
        ref("durations"),
        "How long; beside `distance`, the time it takes; beside `reps: max`, the time there is.",
        ("30s", "1:30", "2 min", "30-45s"),
    ),
    "reps": Key(ref("reps"), "How many reps, or `max` with `work`.", (12, "8-12", "max")),
    "distance": Key(ref("distance"), "How far; takes a `pace` or `work`.", ("1 km", "400 m")),
    "pace": Key(ref("pace"), "How fast a distance is done.", ("5:00/km", "12 km/h")),
    "sets": Key(ref("count"), "How many sets, one after another.", (3, "2-3")),
    "rest": Key(ref("break"), "Between the sets.", ("60s",)),
    "sides": Key(
        ref("sides"),
        "Each side gets its full dose, one after the other.",
        ("leg", "arm", "side", ["left", "right"]),
    ),
    "switch": Key(ref("gap"), "Time to change sides.", ("5s",)),
    "tempo": Key(
        ref("tempo"), "Seconds down, in the pause below, up, and on top.", ("4-0-1", "3-1-1-0")
    ),
    "every": Key(ref("duration"), "One rep each such time.", ("2s",)),
    "metronome": Key(METRONOME, "Beats a minute under this step, or `off`.", (170, "off")),
    "weight": Key(ref("weight"), "Spoken with the announcement.", ("12 kg", "8 to 12 kg")),
    "intensity": Key(ref("text"), "Spoken with the announcement.", ("75%", "RPE 8")),
    "say": Key(ref("text"), "How the exercise is spoken."),
    "tip": Key(ref("text"), "One line on how to do it.", ("Knees out, chest tall.",)),
    "note": Key(ref("text"), "Spoken with the announcement.", ("alternating legs",)),
    "cues": Key(
        mapping(ref("text"), propertyNames=ref("moment")),
        "Words at set times inside the step; a negative time counts from its end.",
        ({"10s": "Breathe", "-10s": "Strong finish"},),
    ),
}

GROUP = {
    "name": Key(ref("text"), "Spoken before the group, and a chapter.", ("Main set",)),
    "say": Key(ref("text"), "Spoken before the group."),
    "rounds": Key(ref("count"), "Times through the list.", (5, "3-5")),
    "sets": Key(ref("count"), "Sets of each exercise before the next.", (3,)),
    "superset": Key(ref("count"), "Rounds without rest inside.", (3,)),
    "intervals": Key(
        ref("count"), "Intervals of `work` and `rest`; the exercises take turns.", (15,)
    ),
    "tabata": Key(ref("tabata"), "Intervals of 20 s work and 10 s rest.", (8,)),
    "emom": Key(ref("duration"), "The list on each minute, for so long.", ("10 min",)),
    "e2mom": Key(ref("duration"), "The list on each second minute, for so long.", ("12 min",)),
    "every": Key(ref("slots"), "The list in each slot.", ("90s x6", "2 min for 12 min")),
    "amrap": Key(ref("duration"), "As many rounds as possible in this time.", ("12 min",)),
    "for_time": Key(ref("duration"), "The list against the clock; ends at this time.", ("15 min",)),
    "ladder": Key(
        one_or_many(ref("rungs")), "A round for each number of reps.", ("10-8-6-4-2", "1..5")
    ),
    "pyramid": Key(
        one_or_many(ref("climb")), "A round for each duration.", ("10s-20s-30s-20s-10s",)
    ),
    "any": Key(ref("number"), "How many of the list are drawn.", (3,)),
    "shuffled": Key(ref("switch"), "The list in an order that is drawn.", (True,)),
    "alternating": Key(ref("switch"), "The steps take turns, one a slot.", (True,)),
    "work": Key(ref("durations"), "The work of each interval.", ("30s",)),
    "rest": Key(ref("break"), "The rest of each interval, or between sets.", ("15s",)),
    "rest_between_exercises": Key(ref("break"), "Between exercises.", ("15s",)),
    "rest_between_rounds": Key(ref("break"), "Between rounds.", ("60s",)),
    "exercises": Key(ref("list"), "The group's list."),
}

PAUSES = {
    "rest": Key(ref("durations"), "A rest.", ("15s",)),
    "recovery": Key(ref("durations"), "A rest.", ("15s",)),
    "transition": Key(ref("durations"), "Time to get to the next station.", ("10s",)),
    "silence": Key(ref("durations"), "Nothing is heard.", ("10s",)),
    "say": Key(ref("text"), "What is said.", ("Well done",)),
    "play": Key(ref("text"), "The sound file that is played.", ("intro.mp3",)),
}
