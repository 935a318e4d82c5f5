"""A workout to what is heard: compiled to a timeline, rendered to a file."""

from audioworkout.ground.lazy import lazy_modules

# the whole compiler
__getattr__ = lazy_modules(__name__, "api", "compiling", "rendering", "trust")
