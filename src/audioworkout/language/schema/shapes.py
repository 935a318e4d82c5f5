"""The kinds of values, as JSON Schema.

Editors read YAML 1.2: `12`, `0.5` and `true` reach the schema as numbers and booleans, so
these are taken wherever their text would be.
"""

from typing import Any

from audioworkout.language.document.file import EFFORTS, LANGUAGE
from audioworkout.language.durations import MOST, MOST_REPS
from audioworkout.language.keys import SWITCHES
from audioworkout.language.model import VOICE_SPEEDS
from audioworkout.language.schema.patterns import in_any_case, whole
from audioworkout.language.voice import VOICE

Schema = dict[str, Any]

LETTER = r"[^\x00-@\[-`{-\x7f]"  # of any script
MORE_THAN_ZERO = {"pattern": "[1-9]"}


def ref(name: str) -> Schema:
    """What is defined under a name."""
    return {"$ref": f"#/$defs/{name}"}


def text(pattern: str) -> Schema:
    """Text that fits a pattern."""
    return {"type": "string", "pattern": pattern}


def either(*shapes: Schema) -> Schema:
    """One of several kinds of values."""
    return {"anyOf": list(shapes)}


def word(*names: str) -> Schema:
    """One of a few words, in capital or small letters."""
    return either({"enum": list(names)}, text(in_any_case(rf"^\s*({'|'.join(names)})\s*$")))


def count(most: int) -> Schema:
    """A whole number from 1 on, or a range of them."""
    return either({"type": "integer", "minimum": 1, "maximum": most}, text(whole("count_field")))


def one_or_many(shape: Schema) -> Schema:
    """A value, or a list of such values."""
    return either(shape, {"type": "array", "items": shape})


def mapping(values: Schema, **more: Any) -> Schema:
    """A mapping of any keys to values of one kind."""
    return {"type": "object", "additionalProperties": values, **more}


SIDE = text(rf"^\s*{in_any_case('(left|right)')}( .*)?$")

SHAPES: dict[str, Schema] = {
    "text": {"type": ["string", "number", "boolean"], "pattern": r"\S"},
    "texts": one_or_many(ref("text")),
    "name": text(LETTER),
    "switch": either({"type": "boolean"}, word(*SWITCHES)),
    "duration": {**text(whole("duration")), "allOf": [MORE_THAN_ZERO]},
    "durations": {**text(whole("times")), "allOf": [MORE_THAN_ZERO]},
    "break": text(whole("times")),
    "gap": text(whole("duration")),
    "moment": text(whole("signed_field")),
    "count": count(MOST),
    "number": either({"type": "integer", "minimum": 1, "maximum": MOST}, text(r"^\s*[0-9]+\s*$")),
    "reps": either(word("max"), count(MOST_REPS)),
    "distance": text(whole("distance", "plain_metres")),
    "pace": text(whole("pace", "speed")),
    "tempo": text(whole("tempo_value")),
    "slots": text(whole("every_field")),
    "rungs": either(
        {"type": "integer", "minimum": 1, "maximum": MOST_REPS}, text(whole("rungs_field"))
    ),
    "climb": text(whole("climb_field")),
    "sides": either(
        text(whole("sides_field")),
        {"type": "array", "items": SIDE, "minItems": 1, "maxItems": 2, "uniqueItems": True},
    ),
    "weight": text(LETTER),
    "tabata": either({"enum": [None, True, ""]}, word("on", "yes", "true"), ref("count")),
    "effort": either(
        {"type": "number", "minimum": 0, "maximum": 1},
        word(*EFFORTS),
        text(r"^\s*(0(\.[0-9]+)?|1(\.0+)?|\.[0-9]+)\s*$"),
    ),
    "whole number": either({"type": "integer"}, text(r"^\s*-?[0-9]{1,18}\s*$")),
    "seconds": either(
        {"type": "number", "minimum": 0.1, "maximum": 120},
        text(r"^\s*[0-9]{1,3}(\.[0-9]+)?\s*$"),
    ),
    "date": either(
        text(r"^\s*[0-9]{4}-?([0-9]{2}-?[0-9]{2}|W[0-9]{2}(-?[0-9])?)\s*$"),
        {"type": "integer", "minimum": 10101, "maximum": 99991231},
    ),
    "language": text(rf"^\s*{LANGUAGE.pattern}\s*$"),
    "speaker": either(
        {"type": "integer", "minimum": 0, "maximum": 99_999}, text(r"^\s*[0-9]{1,5}\s*$")
    ),
    "speed": either(
        {"type": "number", "minimum": VOICE_SPEEDS[0], "maximum": VOICE_SPEEDS[1]},
        text(r"^\s*[0-9]{1,2}(\.[0-9]{1,3})?\s*$"),
    ),
    "voice": {**ref("text"), "pattern": rf"^\s*{VOICE.pattern}\s*$"},
}
