"""A compiler from workouts written in YAML to one hands-free MP3.

import audioworkout

session = audioworkout.compile_file("core")
session.timeline.length   # ms
session.save("core.mp3")
session.audio()           # pydub's AudioSegment
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audioworkout.session.api import Session, WorkoutError, compile_file, compile_text

__all__ = ["Session", "WorkoutError", "compile_file", "compile_text"]


def __getattr__(name: str) -> object:
    # Importing the package for its command line must not load the pipeline.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from audioworkout.session import api

    return getattr(api, name)
