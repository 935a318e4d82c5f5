"""`voice`: one, or a chain of them; each by its name or as a mapping."""

import re

from audioworkout.ground.nodes import Mapping, Node, Sequence
from audioworkout.language import shapes
from audioworkout.language.grammar import Mistake
from audioworkout.language.keys import Key, fill, one_or_many, refusal, scalar, shape_of
from audioworkout.language.model import VOICE_SPEEDS
from audioworkout.language.shapes import Schema, either, ref, text

VOICE = re.compile(r"[\w.-]+(:[^\s,]+)?(#[0-9]+)?(@[0-9.]+)?")
PACED = re.compile(r"[^@]*@([0-9]+(?:\.[0-9]+)?)")


def parse_voice(text: str) -> str:
    """`name` or `engine:name`, with `#12` a speaker and with `@1.1` a speed; raises Mistake."""
    spec = text.strip()
    if not VOICE.fullmatch(spec):
        raise Mistake(f"expected a voice such as `joe` or `piper:joe`, found `{spec}`")
    if "@" in spec:
        paced = PACED.fullmatch(spec)
        parse_speed(paced[1] if paced else spec.partition("@")[2])
    return spec


def parse_speed(text: str) -> float:
    """How many times as fast as the voice's own speed; raises Mistake."""
    slowest, fastest = VOICE_SPEEDS
    found = text.strip()
    if re.fullmatch(r"[0-9]{1,2}(\.[0-9]{1,3})?", found) and slowest <= float(found) <= fastest:
        return float(found)
    raise Mistake(f"expected a speed from {slowest:g} to {fastest:g}, found `{found}`")


def parse_speaker(text: str) -> int:
    """The number of a speaker in a model that has several; raises Mistake."""
    if re.fullmatch(r"[0-9]{1,5}", text.strip()):
        return int(text)
    raise Mistake(f"expected a speaker's number, found `{text.strip()}`")


SHAPES: dict[str, Schema] = {
    "speaker": either(
        {"type": "integer", "minimum": 0, "maximum": 99_999}, text(r"^\s*[0-9]{1,5}\s*$")
    ),
    "speed": either(
        {"type": "number", "minimum": VOICE_SPEEDS[0], "maximum": VOICE_SPEEDS[1]},
        text(r"^\s*[0-9]{1,2}(\.[0-9]{1,3})?\s*$"),
    ),
    "voice": {**ref("text"), "pattern": rf"^\s*{VOICE.pattern}\s*$"},
}
KEYS = {
    "voice": Key(
        scalar(parse_voice, "a voice"),
        ref("voice"),
        "`name` or `engine:name`.",
        needed="voice: joe",
    ),
    "speaker": Key(
        scalar(parse_speaker, "a number"),
        ref("speaker"),
        "Its number, in a model that has several.",
    ),
    "speed": Key(scalar(parse_speed, "a speed"), ref("speed"), "Times the voice's own speed."),
}
"""The long form of a voice."""


def _voice(node: Node) -> str:
    if not isinstance(node, Mapping):
        alone: str = KEYS["voice"].read(node)
        return alone
    given = fill(KEYS, node, "a voice")
    spec, speaker, speed = given["voice"], given.get("speaker"), given.get("speed")
    if (speaker is not None and "#" in spec) or (speed is not None and "@" in spec):
        raise refusal("this is said twice", node.span, "in the name or as a key, not both")
    name, at, paced = spec.partition("@")
    number = "" if speaker is None else f"#{speaker}"
    return f"{name}{number}{at}{paced}" if speed is None else f"{name}{number}@{speed:g}"


def _voices(node: Node) -> tuple[str, ...]:
    """Voices as `engine:name#speaker@speed`, the first choice first."""
    if isinstance(node, Sequence) and not node.items:
        raise refusal("this list names no voice", node.span, "write `voice: joe`, or delete it")
    return one_or_many(_voice)(node)


VOICES = Key(
    _voices,
    shapes.one_or_many(either(ref("voice"), shape_of(KEYS))),
    "`name` or `engine:name`; each phrase is spoken by the first of them that has it.",
    ("joe", "espeak:de", ["recorded:me", "joe"]),
)
