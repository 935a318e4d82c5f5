"""Samples to clips: resampled, trimmed, levelled, faded."""

from typing import Any

import numpy as np
import soxr

from audioworkout.ground.units import SAMPLE_RATE, SAMPLES_PER_MS, Ms, samples
from audioworkout.sound.loudness import Signal, levelled, phase_rotated
from audioworkout.voices import Pcm
from audioworkout.voices.decode import audio_segment

SPEECH_LEVEL = -14.8  # LUFS of a clip: with the pauses and tones of a session, -16 in all
CEILING_DB = -4.0  # dBFS; air adds up to 0.5 dB, MP3 up to 2, and -1 dBTP is allowed

EDGE_RANGE_DB = 50.0  # below the loudest millisecond: silence
LEAD: Ms = 10
TAIL: Ms = 40
FADE_IN: Ms = 3
FADE_OUT: Ms = 15


def make_clip(pcm: Pcm) -> bytes:
    """Speech as a clip: trimmed, faded at both ends, at SPEECH_LEVEL, no sample over CEILING_DB.

    Where nothing sounds, the clip is empty.
    """
    signal = _trimmed(_resampled(pcm))
    if not len(signal):
        return b""
    return bytes(
        as_segment(_levelled(phase_rotated(signal))).fade_in(FADE_IN).fade_out(FADE_OUT).raw_data
    )


def as_it_is(pcm: Pcm) -> bytes:
    """A sound as a clip: at SPEECH_LEVEL, its ends as they are."""
    return _levelled(_resampled(pcm))


def as_segment(pcm: bytes, channels: int = 1) -> Any:
    """A clip as pydub's AudioSegment."""
    return audio_segment()(data=pcm, sample_width=2, frame_rate=SAMPLE_RATE, channels=channels)


def _resampled(pcm: Pcm) -> Signal:
    """At 48 kHz, with zeros to the next whole millisecond."""
    signal = np.frombuffer(pcm.samples, "<i2") / 32768
    if pcm.sample_rate != SAMPLE_RATE:
        signal = soxr.resample(signal, pcm.sample_rate, SAMPLE_RATE, quality="HQ")
    return np.pad(signal, (0, -len(signal) % SAMPLES_PER_MS))


def _trimmed(signal: Signal) -> Signal:
    """With a breath of silence at both ends, no less and no more; cut at whole milliseconds."""
    power = (signal.reshape(-1, SAMPLES_PER_MS) ** 2).mean(axis=1)
    heard = np.flatnonzero(power > power.max(initial=0) * 10 ** (-EDGE_RANGE_DB / 10))
    if not len(heard):
        return signal[:0]
    first, last = int(heard[0]), int(heard[-1]) + LEAD + 1 + TAIL
    padded = np.pad(signal, (samples(LEAD), samples(TAIL)))
    return padded[samples(first) : samples(last)]


def _levelled(signal: Signal) -> bytes:
    """At SPEECH_LEVEL, peaks limited, as 16 bit samples."""
    return np.round(levelled(signal, SPEECH_LEVEL, CEILING_DB) * 32767).astype("<i2").tobytes()
