"""Clips, tones, levels and mixing: 48 kHz throughout.

`clips`, `levels`, `tones` and `voice_chain` are light; what works on samples takes numpy and is
reached through this door, as `sound.loudness`.
"""

from typing import TYPE_CHECKING

from audioworkout.ground.lazy import lazy_modules

if TYPE_CHECKING:
    from audioworkout.sound import air as air
    from audioworkout.sound import clip_making as clip_making
    from audioworkout.sound import clips as clips
    from audioworkout.sound import formats as formats
    from audioworkout.sound import mixdown as mixdown
    from audioworkout.sound import mp3 as mp3
    from audioworkout.sound import music as music
    from audioworkout.sound import own_tones as own_tones
    from audioworkout.sound import playback as playback
    from audioworkout.sound import shaping as shaping
    from audioworkout.sound import streaming as streaming
    from audioworkout.sound import tones as tones

__getattr__ = lazy_modules(__name__)
