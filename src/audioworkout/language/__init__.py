"""The workout language: its model, and how each part of it is read, written and described."""

from audioworkout.ground.lazy import lazy_modules

# parsimonious, pydantic, PyYAML
__getattr__ = lazy_modules(__name__, "document", "durations", "formatting", "schema", "sounds")
