"""A compiler from workouts written in YAML to one hands-free MP3.

import audioworkout

session = audioworkout.compile_file("core")
session.timeline.length   # ms
session.save("core.mp3")
session.audio()           # pydub's AudioSegment
"""

from typing import TYPE_CHECKING

from audioworkout.ground.lazy import lazy_modules
from audioworkout.session import api as _api

if TYPE_CHECKING:
    from audioworkout.session.api import Session, WorkoutError, compile_file, compile_text

__all__ = ["Session", "WorkoutError", "compile_file", "compile_text"]

_heavy = lazy_modules(__name__, "cli", "importing", "voices")


def __getattr__(name: str) -> object:
    # Importing the package for its command line must not load the pipeline.
    return getattr(_api, name) if name in __all__ else _heavy(name)
