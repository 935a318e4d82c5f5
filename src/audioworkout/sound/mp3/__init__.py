"""MP3 by linking: islands of sound encoded once, and put in a row."""

from audioworkout.ground.lazy import lazy_modules

__getattr__ = lazy_modules(__name__, "encode", "stream", "tags")  # numpy, LAME; mutagen
