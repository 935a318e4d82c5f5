"""What the outdoor mix does to clips: speech of less range, tones of more brightness.

A clip keeps its length and its loudness, so that a plan is the same in every mix. Whoever
changes how a clip comes out raises `levels.SHAPING`, which is part of each key.
"""

import numpy as np
from pedalboard import Compressor, HighShelfFilter

from audioworkout.ground.units import SAMPLE_RATE
from audioworkout.sound.clip_making import CEILING_DB, SPEECH_LEVEL
from audioworkout.sound.loudness import levelled

# Speech at SPEECH_LEVEL: its vowels lie some 10 dB over the threshold, its consonants near it.
THRESHOLD_DB, RATIO, ATTACK_MS, RELEASE_MS = -28.0, 3.0, 3.0, 90.0
SHELF_HZ, SHELF_DB = 1_800.0, 5.0
TONE_PEAK_DB = -6.0  # dBFS, as the packs have it


def dense(clip: bytes) -> bytes:
    """Speech compressed 3 to 1, at the loudness that it had: soft syllables come up."""
    signal = np.frombuffer(clip, "<i2").astype(np.float32) / np.float32(32768)
    if not signal.any():
        return clip
    compress = Compressor(THRESHOLD_DB, RATIO, ATTACK_MS, RELEASE_MS)
    pressed = compress(signal, SAMPLE_RATE).astype(np.float64)
    return _pcm(levelled(pressed, SPEECH_LEVEL, CEILING_DB))


def bright(tone: bytes) -> bytes:
    """A tone with more of its partials over 1.8 kHz, peaks as high as a pack's may be."""
    signal = np.frombuffer(tone, "<i2").astype(np.float32) / np.float32(32768)
    raised = HighShelfFilter(SHELF_HZ, SHELF_DB)(signal, SAMPLE_RATE)
    peak, allowed = float(np.abs(raised).max(initial=0)), 10 ** (TONE_PEAK_DB / 20)
    return _pcm(raised * (allowed / peak) if peak > allowed else raised)


def _pcm(signal: object) -> bytes:
    return np.round(np.asarray(signal) * 32767).astype("<i2").tobytes()
