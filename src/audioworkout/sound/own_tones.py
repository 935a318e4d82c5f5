"""A sound of one's own made into a tone: cut at its onset, faded, as loud as a pack's."""

import numpy as np

from audioworkout.ground.units import SAMPLES_PER_MS, Ms, samples
from audioworkout.sound.loudness import Signal, active, limited

PEAK_DB = -6.0  # dBFS of a tone: the voice goes on under it
ONSET = 0.1  # of the peak: where a sound of one's own begins, whatever breath is before it
END_DB = -50.0  # under the peak: where it has died away
FADE_IN = 24  # samples: half a millisecond
FADE_OUT: Ms = 30
HALVINGS = 10  # of the decibels that limiting is asked to make up for: within 0.02 dB
MOST_LIMITED = 16.0


def made(sample: bytes, most: Ms, like: bytes) -> bytes:
    """The length in the file, in four bytes, and the tone's samples; none of silence."""
    heard = _sounding(_signal(sample))
    if not len(heard):
        return bytes(4)
    kept = _faded(heard[: samples(most)])
    tone = _as_loud(kept, active(_signal(like)))
    pcm = np.round(tone * 32767).astype("<i2").tobytes()
    return (len(heard) // SAMPLES_PER_MS).to_bytes(4, "little") + bytes(pcm)


def _signal(pcm: bytes) -> Signal:
    return np.asarray(np.frombuffer(pcm, "<i2") / 32768)


def _sounding(signal: Signal) -> Signal:
    """From the onset, half a millisecond before it, until it has died away; whole ms."""
    size = np.abs(signal)
    peak = size.max(initial=0)
    if not peak:
        return signal[:0]
    first = max(int(np.argmax(size >= ONSET * peak)) - FADE_IN, 0)
    last = int(np.flatnonzero(size > peak * 10 ** (END_DB / 20))[-1]) + 1
    return np.pad(signal[first:last], (0, -(last - first) % SAMPLES_PER_MS))


def _faded(signal: Signal) -> Signal:
    """With both ends faded; the end over at most half of what there is."""
    out = min(samples(FADE_OUT), len(signal) // 2)
    steps = np.minimum(np.arange(len(signal)) / FADE_IN, 1)
    ends = np.minimum(np.arange(len(signal))[::-1] / out, 1)
    return np.asarray(signal * (1 - np.cos(np.pi * steps)) * (1 - np.cos(np.pi * ends)) / 4)


def _as_loud(signal: Signal, level: float) -> Signal:
    """At `level` LUFS by `active`, or as near as limiting by MOST_LIMITED dB brings it."""
    ceiling = 10 ** (PEAK_DB / 20)
    low = level - active(signal)
    if np.abs(signal).max() * 10 ** (low / 20) <= ceiling:
        return np.asarray(signal * 10 ** (low / 20))
    high = low + MOST_LIMITED
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        reached = active(limited(signal * 10 ** (middle / 20), ceiling))
        low, high = (middle, high) if reached < level else (low, middle)
    return limited(signal * 10 ** (low / 20), ceiling)
