"""A workout file's text to a checked, frozen `Workout`, or to all that is wrong with it."""

from audioworkout.ground.lazy import lazy_modules
from audioworkout.language.document.file import parse_effort
from audioworkout.language.document.parsing import parse, parse_exercises, parse_lexicon
from audioworkout.language.voice import parse_voice

__all__ = ["parse", "parse_effort", "parse_exercises", "parse_lexicon", "parse_voice"]

__getattr__ = lazy_modules(__name__, "inputs")
