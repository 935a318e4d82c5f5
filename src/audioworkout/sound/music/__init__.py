"""Music under the coach: files to tracks of one loudness, playlists, and the bed of a session.

Heavy (numpy, soundfile, soxr) and reached through this door.
"""

from typing import TYPE_CHECKING

from audioworkout.ground.lazy import lazy_modules

if TYPE_CHECKING:
    from audioworkout.sound.music import bed as bed
    from audioworkout.sound.music import tracks as tracks

__getattr__ = lazy_modules(__name__)
