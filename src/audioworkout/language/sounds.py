"""What sounds beside the words: `sounds`, `music`, `mix`, `metronome` and `pause`."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from audioworkout.ground.nodes import Mapping, Node, Scalar
from audioworkout.ground.spelling import did_you_mean
from audioworkout.ground.units import MINUTE, Ms
from audioworkout.language.durations import (
    format_beats,
    format_duration,
    parse_metronome,
    parse_switch,
    quoted,
)
from audioworkout.language.grammar import Mistake, normalised
from audioworkout.language.keys import (
    Key,
    Write,
    choice,
    collect,
    each,
    entries_of,
    fill,
    keyed,
    lower,
    one_or_many,
    plain_text,
    refusal,
    scalar,
    shape_of,
    switch,
    switched,
)
from audioworkout.language.model import (
    FILLERS,
    MIX_PRESETS,
    SOUND_PACKS,
    TONE_ROLES,
    Mix,
    Music,
    SoundChoice,
    Tracks,
)
from audioworkout.language.shapes import METRONOME as BEATS_SHAPE
from audioworkout.language.shapes import Schema, either, in_any_letters, ref, text, word

MOST_GAIN = 24.0  # dB: beyond, either the music or the coach would be lost
DEEPEST = 40.0  # dB: music that goes further down is gone
LOUDNESS = (-30.0, -14.0)  # LUFS; louder the limiter takes back, softer is lost on a phone
LONGEST_FADE: Ms = MINUTE
FILES = ("files", "file", "folder")
"""The names of one key: what it holds tells a file from a folder."""


def parse_gain(text: str) -> float:
    """Decibels from -24 to 24, with or without their unit; raises Mistake."""
    return _number(text, "dB", -MOST_GAIN, MOST_GAIN, "a gain", "-6")


def parse_duck(text: str) -> float:
    """How far music goes down, 0 to 40 dB, with or without its minus, as what is added to it.

    Raises Mistake.
    """
    depth = _number(text, "dB", -DEEPEST, DEEPEST, "decibels", "-12")
    return 0.0 - abs(depth)


def parse_loudness(text: str) -> float:
    """LUFS, with or without their unit; raises Mistake."""
    return _number(text, "LUFS", *LOUDNESS, "a loudness", "-16")


def _number(text: str, unit: str, low: float, high: float, what: str, example: str) -> float:
    pattern = rf"([+-]?[0-9]{{1,2}}(?:\.[0-9]{{1,2}})?)\s*(?:{unit.lower()})?"
    found = re.fullmatch(pattern, normalised(text).strip(), re.ASCII)
    if found and low <= float(found[1]) <= high:
        return float(found[1])
    raise Mistake(
        f"expected {what} from {low:g} to {high:g} {unit}, such as `{example}`,"
        f" found {quoted(text)}"
    )


def parse_fade(text: str) -> Ms:
    """A duration of at most a minute, zero allowed, `400ms` too; raises Mistake."""
    found = re.fullmatch(r"([0-9]{1,5})\s*ms", text.strip().lower(), re.ASCII)
    fade = int(found[1]) if found else parse_switch(text)
    if fade <= LONGEST_FADE:
        return fade
    raise Mistake(f"{quoted(text)} is longer than a minute, the longest fade")


def parse_pause(text: str) -> str:
    """`air`, `silence`, or a file: text with an ending or a folder in it; raises Mistake."""
    given = " ".join(text.split())
    if given.lower() in FILLERS:
        return given.lower()
    if re.search(r"[./\\]", given):
        return given
    message = f"expected `air`, `silence` or a sound file such as `sea.mp3`, found {quoted(given)}"
    raise Mistake(message, did_you_mean(given, FILLERS))


# Numbers as keys


def _shape(low: float, high: float, unit: str) -> Schema:
    pattern = rf"^\s*(\+|-)?[0-9]{{1,2}}(\.[0-9]{{1,2}})?\s*({unit})?\s*$"
    return either({"type": "number", "minimum": low, "maximum": high}, in_any_letters(pattern))


def _written(parse: Callable[[str], float]) -> Write:
    return each(lambda words: f"{parse(words) + 0.0:g}")  # never `-0`


def _gain(words: str) -> Key:
    shape = _shape(-MOST_GAIN, MOST_GAIN, "db")
    return Key(
        scalar(parse_gain, "decibels such as `-6`"), shape, words, write=_written(parse_gain)
    )


def _fade(words: str) -> Key:
    return Key(
        scalar(parse_fade, "a duration such as `1.5s`"),
        either(ref("gap"), text(r"^\s*[0-9]{1,5}\s*[mM][sS]\s*$")),
        words,
        write=each(lambda fade: format_duration(parse_fade(fade))),
    )


# Sounds

_pack = scalar(choice(*SOUND_PACKS), "a sound pack's name")

SOUND_KEYS = {
    "pack": Key(_pack, word(*SOUND_PACKS), "The sound pack.", write=each(lower)),
    **{
        role: Key(plain_text, ref("text"), f"A file for: {words}.")
        for role, words in TONE_ROLES.items()
    },
}


def _sounds(node: Node) -> SoundChoice:
    """A pack, or a mapping of a pack and of roles to files of one's own."""
    if isinstance(node, Scalar):
        return SoundChoice(_pack(node))
    given = dict(collect(_sound, entries_of(node, "a sound pack's name or a mapping")))
    pack = given.pop("pack", SoundChoice().pack)
    return SoundChoice(pack, tuple((role, given[role]) for role in TONE_ROLES if role in given))


def _sound(entry: tuple[Scalar, Node]) -> tuple[str, str]:
    key, value = entry
    if key.text not in SOUND_KEYS:
        hint = did_you_mean(key.text, SOUND_KEYS) or f"sounds are {', '.join(TONE_ROLES)}"
        raise refusal(f"unknown sound `{key.text}`", key.span, hint)
    return key.text, SOUND_KEYS[key.text].read(value)


SOUNDS = Key(
    _sounds,
    either(SOUND_KEYS["pack"].shape, shape_of(SOUND_KEYS)),
    "The sound pack: ticks, tones and the finish; files of your own in place of some.",
    ("boxing", {"pack": "wood", "go": "gong.wav"}),
    lambda node: keyed(SOUND_KEYS, node, "pack"),
)


# Music

_listed = one_or_many(plain_text)


def _paths(node: Node) -> tuple[str, ...]:
    paths = _listed(node)
    if not paths:
        raise refusal("this list is empty", node.span, "name a sound file or a folder")
    return paths


_PATHS: Schema = either(ref("text"), {"type": "array", "items": ref("text"), "minItems": 1})
_ONE_NAME: Schema = {
    "not": either(
        *(
            {"required": pair}
            for pair in (["files", "file"], ["files", "folder"], ["file", "folder"])
        )
    )
}
_NAMED = {
    "files": Key(_paths, _PATHS, "Sound files and folders of them, from the folder of this one."),
    "file": Key(_paths, _PATHS, "The same as `files`."),
    "folder": Key(_paths, _PATHS, "The same as `files`."),
}
_LOUDER = {"gain_db": _gain("How much louder it plays, in dB.")}
TRACKS_KEYS = _NAMED | _LOUDER


def _tracks(node: Node) -> Tracks:
    if not isinstance(node, Mapping):
        return Tracks(_paths(node))
    given = fill(TRACKS_KEYS, node, "music")
    return Tracks(_files_of(given, node), **given)


def _other(words: str) -> Key:
    return Key(
        _tracks,
        either(_PATHS, {**shape_of(TRACKS_KEYS), **_ONE_NAME}),
        words,
        write=lambda node: keyed(TRACKS_KEYS, _with_files(node), "files"),
    )


MUSIC_KEYS = {
    **_NAMED,
    "shuffled": Key(
        scalar(switch, "`on` or `off`"),
        ref("switch"),
        "In an order that is drawn.",
        write=switched,
    ),
    **_LOUDER,
    "duck_db": Key(
        scalar(parse_duck, "decibels such as `-12`"),
        _shape(-DEEPEST, DEEPEST, "db"),
        "How far music goes down under a cue at least, in dB.",
        write=_written(parse_duck),
    ),
    "attack": _fade("How long it takes to go down, before the cue."),
    "release": _fade("How long it takes to come back, after the cue."),
    "crossfade": _fade("How long one track runs into the next."),
    "fade_out": _fade("How long it fades at the end of the session."),
    "work": _other("Other music for work, or a gain."),
    "rest": _other("Other music for rests, or a gain."),
}


def _music(node: Node) -> Music | None:
    """Files and folders, or a mapping with `files`; None where it is `off`.

    Where only `work` and `rest` name music, that of `rest` plays outside of work.
    """
    if not isinstance(node, Mapping):
        return None if _is_off(node) else Music(_paths(node), node.span)
    given = fill(MUSIC_KEYS, node, "music")
    files, work, rest = _files_of(given, node), given.get("work"), given.pop("rest", Tracks())
    if not files and work and work.files and rest.files:
        files, rest = rest.files, Tracks(gain_db=rest.gain_db)
    if not files:
        hint = "write `files: run.mp3`, or name the music of both `work` and `rest`"
        first = node.entries[0][0].span if node.entries else node.span
        raise refusal("music needs `files`", first, hint)
    return Music(files, node.span, rest=rest, **given)


def _files_of(given: dict[str, Any], node: Mapping) -> tuple[str, ...]:
    """What the one of FILES that is given names, which leaves the others."""
    written = [key for key, _ in node.entries if key.text in FILES]
    if len(written) > 1:
        message = f"`{written[0].text}` and `{written[1].text}` mean the same"
        raise refusal(
            message, written[1].span, "put everything into one list: `files: [a.mp3, b/]`"
        )
    paths: tuple[str, ...] = given.pop(written[0].text) if written else ()
    return paths


def _is_off(node: Node) -> bool:
    return isinstance(node, Scalar) and lower(node.text) == "off"


def _written_music(node: Node) -> Node:
    """Files alone where nothing else is said; `off` is not a file."""
    if _is_off(node):
        return each(lower)(node)
    tidy = keyed(MUSIC_KEYS, _with_files(node), "files")
    return node if _is_off(tidy) else tidy


def _with_files(node: Node) -> Node:
    """A mapping whose files stand under their first name."""
    if not isinstance(node, Mapping):
        return node
    return replace(
        node,
        entries=tuple(
            (replace(name, text=FILES[0]) if name.text in FILES else name, given)
            for name, given in node.entries
        ),
    )


MUSIC = Key(
    _music,
    either(
        _PATHS,
        {
            **shape_of(MUSIC_KEYS),
            **_ONE_NAME,
            "anyOf": [
                *({"required": [key]} for key in FILES),
                {"required": ["work", "rest"]},
            ],
        },
    ),
    "What plays under the coach: sound files and folders, in order or shuffled.",
    ("run.mp3", ["a.mp3", "b/"], {"files": "music/", "shuffled": True, "duck_db": -15}),
    _written_music,
)


# The mix

MIX_KEYS = {
    "preset": Key(
        scalar(choice(*MIX_PRESETS), "a preset"),
        word(*MIX_PRESETS),
        "What the mix is for.",
        write=each(lower),
    ),
    "speech_db": _gain("The coach's gain in dB."),
    "tones_db": _gain("The tones' gain in dB."),
    "music_db": _gain("The music's gain in dB."),
    "loudness": Key(
        scalar(parse_loudness, "a loudness such as `-16`"),
        _shape(*LOUDNESS, "lufs"),
        "Of the whole, in LUFS.",
        write=_written(parse_loudness),
    ),
}


def _mix(node: Node) -> Mix:
    """A preset, or a mapping of a preset and what differs from it."""
    if isinstance(node, Scalar):
        return Mix(MIX_KEYS["preset"].read(node))
    return Mix(**fill(MIX_KEYS, node, "a mix"))


MIX = Key(
    _mix,
    either(MIX_KEYS["preset"].shape, shape_of(MIX_KEYS)),
    "How loud what is: a preset, and what differs from it.",
    ("outdoor", {"preset": "earphones", "speech_db": 2}),
    lambda node: keyed(MIX_KEYS, node, "preset"),
)


# The rest


def _metronome(node: Node) -> int | None:
    """Beats a minute; None for none."""
    return scalar(parse_metronome, "beats a minute")(node) or None


METRONOME = Key(
    _metronome,
    BEATS_SHAPE,
    "Beats a minute under the work.",
    (170, "off"),
    each(lambda words: format_beats(parse_metronome(words))),
)
PAUSE = Key(
    scalar(parse_pause, "`air`, `silence` or a sound file"),
    either(word(*FILLERS), text(r"[./\\]")),
    "What fills the time between sounds; a file is looped.",
    ("air", "sea.mp3"),
    each(parse_pause),
)
