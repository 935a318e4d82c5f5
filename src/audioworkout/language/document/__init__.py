"""A workout file's text to a checked, frozen `Workout`, or to all that is wrong with it."""

from audioworkout.language.document.file import (
    parse,
    parse_effort,
    parse_exercises,
    parse_lexicon,
    parse_seed,
)
from audioworkout.language.voice import parse_voice

__all__ = ["parse", "parse_effort", "parse_exercises", "parse_lexicon", "parse_seed", "parse_voice"]
