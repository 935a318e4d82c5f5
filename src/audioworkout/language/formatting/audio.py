"""`sounds`, `music`, `mix`, `metronome` and `pause` in one spelling each."""

from collections.abc import Callable
from collections.abc import Mapping as AbstractMapping
from dataclasses import replace

from audioworkout.ground.nodes import Mapping, Node, Scalar
from audioworkout.language.durations import format_duration, parse_metronome
from audioworkout.language.formatting.values import Tidy, each, plain, switched, word
from audioworkout.language.model import TONE_ROLES
from audioworkout.language.sounds import (
    FILES,
    parse_duck,
    parse_fade,
    parse_gain,
    parse_loudness,
    parse_pause,
)


def _number(parse: Callable[[str], float]) -> Tidy:
    return each(lambda words: f"{parse(words) + 0.0:g}")  # never `-0`


WORD = each(word)
GAIN = _number(parse_gain)
FADE = each(lambda words: format_duration(parse_fade(words)))
METRONOME = each(lambda words: str(parse_metronome(words) or "off"))
PAUSE = each(parse_pause)


def sounds(node: Node) -> Node:
    """A pack by its name alone; else the pack, then the sounds of one's own in their order."""
    return _keyed({"pack": WORD, **dict.fromkeys(TONE_ROLES, plain)}, node, "pack")


def mix(node: Node) -> Node:
    """A preset by its name alone."""
    gains = dict.fromkeys(("speech_db", "tones_db", "music_db"), GAIN)
    return _keyed({"preset": WORD, **gains, "loudness": _number(parse_loudness)}, node, "preset")


def music(node: Node) -> Node:
    """Files alone where nothing else is said; `off` is no file."""
    if _is_off(node):
        return WORD(node)
    tidy = _keyed(MUSIC, _with_files(node), "files")
    return node if _is_off(tidy) else tidy


def _is_off(node: Node) -> bool:
    return isinstance(node, Scalar) and word(node.text) == "off"


def _tracks(node: Node) -> Node:
    return _keyed(TRACKS, _with_files(node), "files")


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


TRACKS: dict[str, Tidy] = {"files": plain, "gain_db": GAIN}
MUSIC: dict[str, Tidy] = {
    "files": plain,
    "shuffled": switched,
    "gain_db": GAIN,
    "duck_db": _number(parse_duck),
    "attack": FADE,
    "release": FADE,
    "crossfade": FADE,
    "fade_out": FADE,
    "work": _tracks,
    "rest": _tracks,
}


def _keyed(order: AbstractMapping[str, Tidy], node: Node, lone: str) -> Node:
    """A mapping with its keys in one order, or the value of `lone` where that is all it has."""
    if not isinstance(node, Mapping):
        return order[lone](node)
    keys = list(order)
    entries = tuple(
        (name, order[name.text](given))
        for name, given in sorted(node.entries, key=lambda entry: keys.index(entry[0].text))
    )
    if [name.text for name, _ in entries] == [lone]:
        return entries[0][1]
    return replace(node, entries=entries)
