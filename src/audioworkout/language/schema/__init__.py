"""A JSON Schema of workout files, from the tables and the grammar that read them."""

from audioworkout.language.schema.blocks import BLOCKS
from audioworkout.language.schema.keys import FILE, properties
from audioworkout.language.schema.shapes import SHAPES, Schema

__all__ = ["schema"]


def schema() -> Schema:
    """The JSON Schema (draft 2020-12) of a workout file.

    It takes every workout that `parse` takes, as editors see it after YAML 1.2, and refuses
    mistakes of structure. What a line says, and what its surroundings ask of it, are beyond it.
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:audioworkout:workout",
        "title": "Workout",
        "description": "A workout that `audioworkout render` turns into an MP3.",
        "type": "object",
        "properties": properties(FILE),
        "required": ["title", "workout"],
        "additionalProperties": False,
        "$defs": SHAPES | BLOCKS,
    }
