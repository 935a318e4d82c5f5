"""Clips, tones, levels and mixing: 48 kHz throughout."""

from audioworkout.ground.lazy import lazy_modules

__getattr__ = lazy_modules(  # numpy, soxr, soundfile, pydub or pedalboard; PyYAML
    __name__,
    *("air", "clip_making", "clips", "ducking", "interpolation", "limiter", "loudness", "mix"),
    *("mixdown", "own_tones", "playback", "shaping", "streaming", "tones"),
)
