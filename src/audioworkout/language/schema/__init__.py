"""A JSON Schema of workout files, from the tables and the grammar that read them."""

from audioworkout.language import exercises, shapes, voice, wordings
from audioworkout.language.document import file
from audioworkout.language.keys import shape_of
from audioworkout.language.schema.blocks import BLOCKS
from audioworkout.language.shapes import Schema, resolved

__all__ = ["schema"]

SHAPES = {
    **shapes.SHAPES,
    **file.SHAPES,
    **exercises.SHAPES,
    **wordings.SHAPES,
    **voice.SHAPES,
}


def schema() -> Schema:
    """The JSON Schema (draft 2020-12) of a workout file.

    It takes every workout that `parse` takes, as editors see it after YAML 1.2, and refuses
    mistakes of structure. What a line says, and what its surroundings ask of it, are beyond it.
    """
    whole: Schema = resolved(
        {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": "urn:audioworkout:workout",
            "title": "Workout",
            "description": "A workout that `audioworkout render` turns into an MP3.",
            **shape_of(file.FILE),
            "$defs": SHAPES | BLOCKS,
        }
    )
    return whole
