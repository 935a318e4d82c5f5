"""The top-level keys of a file, each with all that it takes to read, write and describe it."""

import re
from dataclasses import replace
from datetime import date

from audioworkout.ground.nodes import Node, Scalar
from audioworkout.language.coaching import COACHING
from audioworkout.language.document.blocks import Reader
from audioworkout.language.durations import (
    format_duration,
    format_times,
    pace_name,
    parse_pace,
    parse_switch,
    parse_times,
)
from audioworkout.language.exercises import EXERCISES, exercises_in
from audioworkout.language.grammar import Mistake
from audioworkout.language.keys import (
    Key,
    collect,
    each,
    entries_of,
    lower,
    one_or_many,
    plain_text,
    refusal,
    scalar,
)
from audioworkout.language.model import Pace
from audioworkout.language.shapes import Schema, either, mapping, ref, text, word
from audioworkout.language.sounds import METRONOME, MIX, MUSIC, PAUSE, SOUNDS
from audioworkout.language.voice import VOICES
from audioworkout.language.wordings import LANGUAGE, PHRASES, SAY_AS

EFFORTS = {"low": 0.0, "middle": 0.5, "high": 1.0}


def parse_effort(words: str) -> float:
    """`low`, `middle`, `high` or a number from 0 to 1; raises Mistake."""
    word = words.strip().lower()
    if word in EFFORTS:
        return EFFORTS[word]
    if re.fullmatch(r"0(\.\d+)?|1(\.0+)?|\.\d+", word, re.ASCII):
        return float(word)
    raise Mistake(f"expected `low`, `middle`, `high` or a number from 0 to 1, found `{word}`")


def _format_effort(words: str) -> str:
    given = lower(words)
    number = f"{parse_effort(given):g}"
    exact = given[0] in "01." and float(number) == float(given) and "e" not in number
    return number if exact else given


def _seed(words: str) -> int:
    if re.fullmatch(r"-?[0-9]{1,18}", words.strip()):
        return int(words)
    raise Mistake(f"expected a whole number, found `{words.strip()}`")


def _date(words: str) -> str:
    try:
        return date.fromisoformat(words.strip()).isoformat()
    except ValueError:
        found = words.strip()
        raise Mistake(f"expected a date such as `2024-05-31`, found `{found}`") from None


def _list(words: str, needed: str | None = None) -> Key:
    return Key(Reader("en").blocks, ref("list"), words, needed=needed)


def paces_in(node: Node) -> tuple[tuple[str, Pace], ...]:
    """The paces that a file defines, by the names that `pace_name` gives; raises Mistakes."""
    return collect(_pace, entries_of(node, "a mapping such as `{5k: 4:30/km}`"))


def _pace(entry: tuple[Scalar, Node]) -> tuple[str, Pace]:
    key, value = entry
    pace = scalar(parse_pace, "a pace such as `5:00/km`")(value)
    if pace.span is None:
        raise refusal(f"`{pace.text}` is no pace", value.span, "write `5:00/km`")
    return pace_name(key.text), pace


SHAPES: dict[str, Schema] = {
    "effort": either(
        {"type": "number", "minimum": 0, "maximum": 1},
        word(*EFFORTS),
        text(r"^\s*(0(\.[0-9]+)?|1(\.0+)?|\.[0-9]+)\s*$"),
    ),
    "whole number": either({"type": "integer"}, text(r"^\s*-?[0-9]{1,18}\s*$")),
    "date": either(
        text(r"^\s*[0-9]{4}-?([0-9]{2}-?[0-9]{2}|W[0-9]{2}(-?[0-9])?)\s*$"),
        {"type": "integer", "minimum": 10101, "maximum": 99991231},
    ),
}
SECTIONS = {
    "warmup": _list("What is done before."),
    "workout": _list(
        "The workout itself: steps and groups, in order.",
        "workout:` and a list of steps below it, such as `- 30s squats",
    ),
    "cooldown": _list("What is done after."),
}
FILE = {
    "title": Key(
        plain_text,
        ref("text"),
        "The MP3's title, and the first words spoken.",
        ("Lower body blast",),
        needed="title: Lower body blast",
    ),
    "description": Key(
        plain_text, ref("text"), "What the workout is for: it goes into the MP3's tags."
    ),
    "author": Key(plain_text, ref("text"), "Who made the workout."),
    "image": Key(
        plain_text,
        ref("text"),
        "The cover's file, from the folder of this one.",
        ("cover.jpg",),
    ),
    "date": Key(scalar(_date, "a date"), ref("date"), "The workout's date.", ("2024-05-31",)),
    "language": LANGUAGE,
    "voice": VOICES,
    "coaching": COACHING,
    "sounds": SOUNDS,
    "music": MUSIC,
    "mix": MIX,
    "metronome": METRONOME,
    "pause": PAUSE,
    "effort": Key(
        scalar(parse_effort, "an effort"),
        ref("effort"),
        "Where inside every range (`8-12`, `3-5 rounds`) a rendering lies.",
        ("low", "middle", "high", 0.5),
        each(_format_effort),
    ),
    "seed": Key(
        scalar(_seed, "a whole number"),
        ref("whole number"),
        "What every random choice derives from.",
        (1,),
        each(lambda words: str(_seed(words))),
    ),
    "lead_in": Key(
        scalar(parse_switch, "a duration such as `10s`"),
        ref("gap"),
        "Time from the end of the welcome to the first go.",
        ("10s",),
        each(lambda words: format_duration(parse_switch(words))),
    ),
    "transition": Key(
        scalar(parse_times, "a duration such as `10s`"),
        ref("durations"),
        "Time to change over between two exercises that have no pause between them.",
        ("10s",),
        each(lambda words: format_times(parse_times(words))),
    ),
    "paces": Key(
        paces_in,
        mapping(ref("pace")),
        "How fast your paces are: `800 m run at 5k pace` takes as long as they say.",
        ({"5k": "4:30/km", "marathon": "5:15/km"},),
    ),
    "exercises": EXERCISES,
    "say_as": SAY_AS,
    "phrases": PHRASES,
    "silence_warnings": Key(
        one_or_many(plain_text), ref("texts"), "Rules whose warnings are not shown."
    ),
    **SECTIONS,
}
"""The keys in their order. An empty line stands above each list of blocks."""


def keys_in(language: str, paces: tuple[tuple[str, Pace], ...] = ()) -> dict[str, Key]:
    """The keys of a file whose exercises have names of a language, and which has such paces."""
    read = Reader(language, paces).blocks
    lists = {name: replace(key, read=read) for name, key in SECTIONS.items()}
    return FILE | lists | {"exercises": replace(EXERCISES, read=exercises_in(language))}
