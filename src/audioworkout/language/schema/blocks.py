"""Steps and groups as JSON Schema."""

from typing import Any

from audioworkout.language.document.blocks import GROUP_KEYS, STEP_KEYS
from audioworkout.language.forms.headings import COMMAS, DOSED, heading
from audioworkout.language.forms.row import FormRow
from audioworkout.language.forms.table import ALWAYS, GROUP, KINDS, NEEDS, ROWS
from audioworkout.language.grammar import Mistake
from audioworkout.language.keys import properties
from audioworkout.language.patterns import in_any_case, rough
from audioworkout.language.shapes import Schema, either, has, implies, ref, text
from audioworkout.language.steps import pauses
from audioworkout.language.steps.table import KEYS, RULES

# Its form stands at the beginning, behind a comma, or behind the words of a name.
HEADING = f"^(([^,]*,){{0,{COMMAS}}}|.*[ (:]) *{rough('form')}"


def _stands_alone(word: str) -> bool:
    try:
        heading(word)
    except Mistake:
        return False
    return True


UNFINISHED = in_any_case(
    rf"^\s*({'|'.join(word for word in NEEDS if not _stands_alone(word))})\s*$"
)
OWN_KEYS = f"^({'|'.join(sorted({*STEP_KEYS, *GROUP_KEYS}))})$"
LONG_KEYS = "^exercises?$"
PAUSE_KEYS = in_any_case(rf"^\s*({'|'.join(pauses.KEYS)})\s*$")


def _not(*patterns: str) -> Schema:
    return {"not": either(*({"pattern": pattern} for pattern in patterns))}


def _words_with(shape: Schema) -> list[str]:
    return [word for word, key in pauses.KEYS.items() if key.shape == shape]


LINES = [
    "30s squats",
    "12 push-ups",
    "8-12 lunges per leg",
    "30s side plank per side",
    "3 x 12 push-ups, rest 60s",
    "max push-ups in 30s",
    "400 m run at 1:40",
    "rest 15s",
    "transition 10s",
    'say "Shake it out"',
]
HEADINGS = (
    ", ".join(f"`{example}`" for row in ROWS for example in row.examples)
    + "; any other text names a section."
)


def _form(kind: str, row: FormRow[Any]) -> Schema:
    names = [kind, *row.beside, *sorted(ALWAYS), "exercises"]
    return {**has(kind, *row.needed), "propertyNames": {"enum": names}}


_LIST: Schema = {"exercises": {**ref("list"), "description": "The group's list."}}
SECTION: Schema = {"propertyNames": {"enum": [*sorted(ALWAYS), "exercises"]}}

BLOCKS: dict[str, Schema] = {
    "list": {
        "type": ["array", "string"],
        "minItems": 1,
        "items": ref("block"),
        "pattern": r"\S\s+\S|\S\s*\n",  # lines that were pasted where a list goes
    },
    "block": {
        "type": ["string", "object"],
        **implies({"type": "string"}, ref("line")),
        "else": {
            **implies({"type": "object", **has("exercise")}, ref("step")),
            "else": {
                **implies({"type": "object", **has("exercises")}, ref("group")),
                # No step or group without its main key: these tell editors what can follow.
                "else": either(*map(ref, ("headed", "pause", "dosed", "step", "group"))),
            },
        },
    },
    "line": {
        "title": "A step on one line",
        "description": "A dose and a name, or a rest, or words to say.",
        **text(r"\S"),
        "examples": LINES,
    },
    "step": {
        "title": "A step in its long form",
        "type": "object",
        "properties": properties(KEYS),
        **has("exercise"),
        "additionalProperties": False,
        "allOf": RULES,
    },
    "group": {
        "title": "A group in its long form",
        "type": "object",
        "properties": {**properties(GROUP), **_LIST},
        **has("exercises"),
        "additionalProperties": False,
        "allOf": [either(SECTION, *(_form(kind, row) for kind, row in KINDS.items()))],
    },
    "headed": {
        "title": "A heading and its list",
        "description": f"Headings are {HEADINGS}",
        "type": "object",
        "minProperties": 1,
        "maxProperties": 1,
        "propertyNames": {
            "allOf": [
                _not(LONG_KEYS, PAUSE_KEYS, UNFINISHED),
                either({"pattern": HEADING}, _not(in_any_case(DOSED.pattern))),
            ]
        },
        "patternProperties": {OWN_KEYS: {"type": "array"}},
        "additionalProperties": ref("list"),
    },
    "pause": {
        "title": "A rest, words or a sound",
        "type": "object",
        "minProperties": 1,
        "maxProperties": 1,
        "properties": properties(pauses.KEYS),
        "patternProperties": {
            in_any_case(rf"^\s*({'|'.join(_words_with(shape))})\s*$"): shape
            for shape in (ref("durations"), ref("text"))
        },
        "additionalProperties": False,
    },
    "dosed": {
        "title": "A name and its dose",
        "type": "object",
        "minProperties": 1,
        "maxProperties": 1,
        "propertyNames": _not(LONG_KEYS, OWN_KEYS, PAUSE_KEYS),
        "additionalProperties": either(
            text(r"\S"), {"type": "integer", "minimum": 1, "maximum": 10_000}
        ),
    },
}
