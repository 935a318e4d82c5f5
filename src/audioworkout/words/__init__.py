"""What is said and shown, in each language: the catalogue, phrases, and their pronunciation."""

from audioworkout.ground.lazy import lazy_modules

# PyYAML
__getattr__ = lazy_modules(__name__, "catalogue", "phrases", "tables")
