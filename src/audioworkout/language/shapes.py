"""The kinds of values, as JSON Schema.

Editors read YAML 1.2: `12`, `0.5` and `true` reach the schema as numbers and booleans, so
these are taken wherever their text would be. Patterns are made from the grammar only where a
schema is asked for: reading a workout needs none.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeAlias

from audioworkout.language.durations import BEATS, MOST, MOST_REPS
from audioworkout.language.patterns import in_any_case, whole

Schema: TypeAlias = dict[str, Any]
"""A JSON Schema; a callable in it stands for what it returns."""

Later: TypeAlias = Callable[[], str]

LETTER = r"[^\x00-@\[-`{-\x7f]"  # of any script
MORE_THAN_ZERO = {"pattern": "[1-9]"}


def ref(name: str) -> Schema:
    """What is defined under a name."""
    return {"$ref": f"#/$defs/{name}"}


def text(pattern: str | Later) -> Schema:
    """Text that fits a pattern."""
    return {"type": "string", "pattern": pattern}


def ruled(*rules: str) -> Schema:
    """Text that one of the rules of the grammar takes."""
    return text(partial(whole, *rules))


def in_any_letters(pattern: str) -> Schema:
    """Text that fits a pattern in capital or small letters."""
    return text(partial(in_any_case, pattern))


def either(*shapes: Schema) -> Schema:
    """One of several kinds of values."""
    return {"anyOf": list(shapes)}


def word(*names: str) -> Schema:
    """One of a few words, in capital or small letters."""
    return either({"enum": list(names)}, in_any_letters(rf"^\s*({'|'.join(names)})\s*$"))


def count(most: int) -> Schema:
    """A whole number from 1 on, or a range of them."""
    return either({"type": "integer", "minimum": 1, "maximum": most}, ruled("count_field"))


def one_or_many(shape: Schema) -> Schema:
    """A value, or a list of such values."""
    return either(shape, {"type": "array", "items": shape})


def mapping(values: Schema, **more: Any) -> Schema:
    """A mapping of any keys to values of one kind."""
    return {"type": "object", "additionalProperties": values, **more}


def has(*keys: str) -> Schema:
    """A mapping with the keys."""
    return {"required": list(keys)}


def none_of(*keys: str) -> Schema:
    """A mapping without any of the keys."""
    return {"not": {"anyOf": [has(key) for key in keys]}}


def implies(condition: Schema, then: Schema) -> Schema:
    """What fits one schema fits the other as well."""
    return {"if": condition, "then": then}


SIDE = text(lambda: rf"^\s*{in_any_case('(left|right)')}( .*)?$")

SHAPES: dict[str, Schema] = {
    "text": {"type": ["string", "number", "boolean"], "pattern": r"\S"},
    "texts": one_or_many(ref("text")),
    "name": text(LETTER),
    "switch": either({"type": "boolean"}, word("on", "yes", "true", "off", "no", "false")),
    "duration": {**ruled("duration"), "allOf": [MORE_THAN_ZERO]},
    "durations": {**ruled("times"), "allOf": [MORE_THAN_ZERO]},
    "break": ruled("times"),
    "gap": ruled("duration"),
    "moment": ruled("signed_field"),
    "count": count(MOST),
    "number": either({"type": "integer", "minimum": 1, "maximum": MOST}, text(r"^\s*[0-9]+\s*$")),
    "reps": either(word("max"), count(MOST_REPS)),
    "distance": ruled("distance", "plain_metres"),
    "pace": ruled("pace", "speed", "named_field"),
    "tempo": ruled("tempo_value"),
    "slots": ruled("every_field"),
    "rungs": either({"type": "integer", "minimum": 1, "maximum": MOST_REPS}, ruled("rungs_field")),
    "climb": ruled("climb_field"),
    "sides": either(
        ruled("sides_field"),
        {"type": "array", "items": SIDE, "minItems": 1, "maxItems": 2, "uniqueItems": True},
    ),
    "weight": text(LETTER),
    "tabata": either({"enum": [None, True, ""]}, word("on", "yes", "true"), ref("count")),
}

METRONOME = either(
    {"type": "integer", "minimum": BEATS[0], "maximum": BEATS[1]}, ruled("metronome_field")
)


def resolved(schema: Any) -> Any:
    """A schema with everything in it that was put off until now."""
    match schema:
        case dict():
            return {key: resolved(value) for key, value in schema.items()}
        case list():
            return [resolved(value) for value in schema]
    return schema() if callable(schema) else schema
