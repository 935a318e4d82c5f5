"""What sounds beside the words: `sounds`, `music`, `mix`, `metronome` and `pause`."""

import re
from typing import Annotated

from pydantic import PlainValidator

from audioworkout.ground.nodes import Mapping, Node, Scalar
from audioworkout.ground.spelling import did_you_mean
from audioworkout.ground.units import MINUTE, Ms
from audioworkout.language.durations import parse_metronome, parse_switch, quoted
from audioworkout.language.grammar import Mistake, normalised
from audioworkout.language.keys import (
    Fields,
    choice,
    collect,
    entries_of,
    fill,
    one_or_many,
    plain_text,
    refusal,
    scalar,
    switch,
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

MOST_GAIN = 24.0  # dB: beyond, either the music or the coach would be lost
DEEPEST = 40.0  # dB: music that goes further down is gone
LOUDNESS = (-30.0, -14.0)  # LUFS; louder the limiter takes back, softer is lost on a phone
LONGEST_FADE: Ms = MINUTE
FILES = ("files", "file", "folder")
"""The names of one key: what it holds tells a file from a folder."""

MUSIC = "a sound file, a folder or a list of them, such as `music: run.mp3`"


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


# Sounds


def sounds_of(node: Node) -> SoundChoice:
    """A pack, or a mapping of a pack and of roles to files of one's own."""
    if isinstance(node, Scalar):
        return SoundChoice(_pack(node))
    given = dict(collect(_sound, entries_of(node, "a sound pack's name or a mapping")))
    pack = given.pop("pack", SoundChoice().pack)
    return SoundChoice(pack, tuple((role, given[role]) for role in TONE_ROLES if role in given))


_pack = scalar(choice(*SOUND_PACKS), "a sound pack's name")


def _sound(entry: tuple[Scalar, Node]) -> tuple[str, str]:
    key, value = entry
    if key.text == "pack":
        return key.text, _pack(value)
    if key.text not in TONE_ROLES:
        hint = did_you_mean(key.text, ("pack", *TONE_ROLES))
        hint = hint or f"sounds are {', '.join(TONE_ROLES)}"
        raise refusal(f"unknown sound `{key.text}`", key.span, hint)
    return key.text, plain_text(value)


# Music

_listed = one_or_many(plain_text)


def _paths(node: Node) -> tuple[str, ...]:
    paths = _listed(node)
    if not paths:
        raise refusal("this list is empty", node.span, "name a sound file or a folder")
    return paths


PATHS = PlainValidator(_paths)
GAIN = PlainValidator(scalar(parse_gain, "decibels such as `-6`"))
FADE = PlainValidator(scalar(parse_fade, "a duration such as `1.5s`"))


class TracksFields(Fields):
    """The keys of the music of work or of rest."""

    files: Annotated[tuple[str, ...] | None, PATHS] = None
    file: Annotated[tuple[str, ...] | None, PATHS] = None
    folder: Annotated[tuple[str, ...] | None, PATHS] = None
    gain_db: Annotated[float, GAIN] = 0.0


def _tracks(node: Node) -> Tracks:
    if not isinstance(node, Mapping):
        return Tracks(_paths(node))
    given = fill(TracksFields, node, "music", {})
    return Tracks(_files_of(given, node), given.gain_db)


TRACKS = PlainValidator(_tracks)


class MusicFields(TracksFields):
    """The keys of the music."""

    shuffled: Annotated[bool | None, PlainValidator(scalar(switch, "`on` or `off`"))] = None
    duck_db: Annotated[
        float | None, PlainValidator(scalar(parse_duck, "decibels such as `-12`"))
    ] = None
    attack: Annotated[Ms | None, FADE] = None
    release: Annotated[Ms | None, FADE] = None
    crossfade: Annotated[Ms | None, FADE] = None
    fade_out: Annotated[Ms | None, FADE] = None
    work: Annotated[Tracks, TRACKS] = Tracks()
    rest: Annotated[Tracks, TRACKS] = Tracks()


def music_of(node: Node) -> Music | None:
    """Files and folders, or a mapping with `files`; None where it is `off`.

    Where only `work` and `rest` name music, that of `rest` plays outside of work.
    """
    if not isinstance(node, Mapping):
        off = isinstance(node, Scalar) and node.text.strip().lower() == "off"
        return None if off else Music(_paths(node), node.span)
    given = fill(MusicFields, node, "music", {})
    files, rest = _files_of(given, node), given.rest
    if not files and given.work.files and rest.files:
        files, rest = rest.files, Tracks(gain_db=rest.gain_db)
    if not files:
        hint = "write `files: run.mp3`, or name the music of both `work` and `rest`"
        first = node.entries[0][0].span if node.entries else node.span
        raise refusal("music needs `files`", first, hint)
    apart = (*FILES, "rest")
    settings = {key: value for key, value in given if value is not None and key not in apart}
    return Music(files, node.span, rest=rest, **settings)


def _files_of(given: TracksFields, node: Mapping) -> tuple[str, ...]:
    """What the one of FILES that is given names."""
    written = [key for key, _ in node.entries if key.text in FILES]
    if len(written) > 1:
        message = f"`{written[0].text}` and `{written[1].text}` mean the same"
        raise refusal(
            message, written[1].span, "put everything into one list: `files: [a.mp3, b/]`"
        )
    return given.files or given.file or given.folder or ()


# The mix


class MixFields(Fields):
    """The keys of a mix."""

    preset: Annotated[str, PlainValidator(scalar(choice(*MIX_PRESETS), "a preset"))] = "standard"
    speech_db: Annotated[float | None, GAIN] = None
    tones_db: Annotated[float | None, GAIN] = None
    music_db: Annotated[float | None, GAIN] = None
    loudness: Annotated[
        float | None, PlainValidator(scalar(parse_loudness, "a loudness such as `-16`"))
    ] = None


def mix_of(node: Node) -> Mix:
    """A preset, or a mapping of a preset and what differs from it."""
    if isinstance(node, Scalar):
        return Mix(scalar(choice(*MIX_PRESETS), "a preset")(node))
    given = fill(MixFields, node, "a mix", {})
    return Mix(**dict(given))


# The rest


def metronome_of(node: Node) -> int | None:
    """Beats a minute; None for none."""
    return scalar(parse_metronome, "beats a minute")(node) or None


pause_of = scalar(parse_pause, "`air`, `silence` or a sound file")
"""What fills the time between sounds."""
