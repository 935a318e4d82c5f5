"""`coaching`: how much is said."""

from dataclasses import replace

from audioworkout.ground.nodes import Mapping, Node, Scalar
from audioworkout.ground.spelling import did_you_mean
from audioworkout.language.keys import (
    Key,
    choice,
    collect,
    each,
    entries_of,
    lower,
    plain,
    properties,
    refusal,
    scalar,
    switch,
    switched,
)
from audioworkout.language.model import COACHING_LEVELS, CUES, Coaching
from audioworkout.language.shapes import Schema, either, ref, word

Cue = tuple[str, bool]

LEVEL = Key(
    scalar(choice(*COACHING_LEVELS), "a level"),
    word(*COACHING_LEVELS),
    "How much is said.",
    write=each(lower),
)
SWITCHES = {
    name: Key(scalar(switch, "`on` or `off`"), ref("switch"), words, write=switched)
    for name, words in CUES.items()
}


def _coaching(node: Node) -> Coaching:
    """A level, or a mapping of a level and cues to switch on or off."""
    if isinstance(node, Scalar):
        return Coaching(LEVEL.read(node))
    settings = collect(_setting, entries_of(node, "`quiet`, `standard`, `full` or a mapping"))
    level = next((setting for setting in settings if isinstance(setting, str)), Coaching().level)
    cues = [cue for setting in settings if isinstance(setting, tuple) for cue in setting]
    return Coaching(level, tuple(cues))


def _setting(entry: tuple[Scalar, Node]) -> str | tuple[Cue, ...]:
    key, value = entry
    if key.text == "level":
        level: str = LEVEL.read(value)
        return level
    if key.text == "cues":
        return collect(_cue, entries_of(value, "a mapping such as `{halfway: off}`"))
    return (_cue(entry),)


def _cue(entry: tuple[Scalar, Node]) -> Cue:
    key, value = entry
    if key.text not in SWITCHES:
        hint = did_you_mean(key.text, CUES) or f"cues are {', '.join(CUES)}"
        raise refusal(f"unknown cue `{key.text}`", key.span, hint)
    return key.text, SWITCHES[key.text].read(value)


def _written(node: Node) -> Node:
    """A level alone as one word; cues directly below `coaching`.

    A cue that stands both inside `cues` and beside it stays as it is: merging would lose one.
    """
    if not isinstance(node, Mapping):
        return LEVEL.write(node)
    level = [(key, LEVEL.write(value)) for key, value in node.entries if key.text == "level"]
    cues = [
        (inner_key, switched(inner))
        for key, value in node.entries
        if key.text != "level"
        for inner_key, inner in (value.entries if isinstance(value, Mapping) else [(key, value)])
    ]
    if len({key.text for key, _ in cues}) < len(cues):
        return plain(node)
    if not cues:
        return level[0][1] if level else Scalar(Coaching().level, node.span)
    return replace(node, entries=(*level, *cues))


_LEVEL: Schema = {**LEVEL.shape, "description": LEVEL.words}

COACHING = Key(
    _coaching,
    either(
        _LEVEL,
        {
            "type": "object",
            "properties": {
                "level": _LEVEL,
                "cues": {
                    "type": "object",
                    "description": "Single cues, on or off.",
                    "properties": properties(SWITCHES),
                    "additionalProperties": False,
                },
                **properties(SWITCHES),
            },
            "additionalProperties": False,
        },
    ),
    "How much is said: a level, and single cues on or off.",
    write=_written,
)
