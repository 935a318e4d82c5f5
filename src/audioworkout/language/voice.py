"""`voice`: one, or a chain of them; each by its name or as a mapping."""

import re
from typing import Annotated

from pydantic import PlainValidator

from audioworkout.ground.nodes import Mapping, Node, Sequence
from audioworkout.language.grammar import Mistake
from audioworkout.language.keys import Fields, fill, one_or_many, refusal, scalar
from audioworkout.language.model import VOICE_SPEEDS

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


class VoiceFields(Fields):
    """The long form of a voice."""

    voice: Annotated[str, PlainValidator(scalar(parse_voice, "a voice"))]
    speaker: Annotated[int | None, PlainValidator(scalar(parse_speaker, "a number"))] = None
    speed: Annotated[float | None, PlainValidator(scalar(parse_speed, "a speed"))] = None


def _voice(node: Node) -> str:
    if not isinstance(node, Mapping):
        return scalar(parse_voice, "a voice")(node)
    given = fill(VoiceFields, node, "a voice", {"voice": "voice: joe"})
    if (given.speaker is not None and "#" in given.voice) or (
        given.speed is not None and "@" in given.voice
    ):
        raise refusal("this is said twice", node.span, "in the name or as a key, not both")
    speaker = "" if given.speaker is None else f"#{given.speaker}"
    name, at, speed = given.voice.partition("@")
    speed = speed if given.speed is None else f"{given.speed:g}"
    return f"{name}{speaker}{'@' if speed else at}{speed}"


def voices(node: Node) -> tuple[str, ...]:
    """The adapter of the field: voices as `engine:name#speaker@speed`, the first choice first."""
    if isinstance(node, Sequence) and not node.items:
        raise refusal("this list names no voice", node.span, "write `voice: joe`, or delete it")
    return one_or_many(_voice)(node)
