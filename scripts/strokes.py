"""Strokes: decaying partials that make a tone, from a table to samples.

The same table gives the same bytes: sines, products and sums, and no noise but dense partials.
"""

from dataclasses import dataclass
from random import Random

import numpy as np

from audioworkout.ground.units import SAMPLE_RATE, Ms, samples
from audioworkout.sound.loudness import Signal


@dataclass(frozen=True)
class Stroke:
    """Partials (Hz: amplitude) from `start` on; `bend` multiplies their pitch by the end.

    `half_life` is that of the lowest partial's amplitude. A partial at r times its pitch
    decays r ** `damping` times as fast, as in wood and in anything struck softly. `release`
    is the fade at the end, at most half the stroke.
    """

    start: Ms
    length: Ms
    partials: dict[float, float]
    half_life: Ms
    bend: float = 1.0
    attack: Ms = 1
    release: Ms = 12
    damping: float = 0.0


@dataclass(frozen=True)
class Sound:
    """Strokes, and the peak of all together in dBFS.

    At -6 dBFS a tone starts 2 to 4 LU above the speech, which peaks at -3 dBFS but is
    mostly far below, and leaves room for speech to go on under it. `drive` bends the
    loudest samples (1: hardly, 3: much), so that what dies away soon is as loud.
    """

    peak_db: float
    strokes: tuple[Stroke, ...]
    drive: float = 0.0


def cluster(seed: int, count: int, low: float, high: float, size: float) -> dict[float, float]:
    """Partials at random between two frequencies: what a slap sounds like, as a table.

    Python promises the sequence of `Random.random` for a seed.
    """
    dice = Random(seed)
    return {
        low * (high / low) ** dice.random(): size if dice.random() < 0.5 else -size
        for _ in range(count)
    }


def render(sound: Sound) -> Signal:
    """The strokes together, at the sound's peak."""
    signal = np.zeros(samples(max(stroke.start + stroke.length for stroke in sound.strokes)))
    for stroke in sound.strokes:
        start = samples(stroke.start)
        signal[start : start + samples(stroke.length)] += struck(stroke)
    if sound.drive:
        signal = np.tanh(signal / np.abs(signal).max() * sound.drive)
    return np.asarray(signal / np.abs(signal).max() * 10 ** (sound.peak_db / 20))


def struck(stroke: Stroke) -> Signal:
    """One stroke: its partials under a swift attack, a decay and a faded end."""
    time = np.arange(samples(stroke.length)) / SAMPLE_RATE
    whole = stroke.length / 1000
    # A pitch that runs from 1 to `bend` in a straight line has this integral.
    turns = time + (stroke.bend - 1) * time**2 / (2 * whole)
    lowest = min(stroke.partials)
    tone = sum(
        size * np.sin(2 * np.pi * hz * turns) * _decay(time, stroke, hz / lowest)
        for hz, size in stroke.partials.items()
    )
    attack = np.minimum(time * 1000 / stroke.attack, 1)
    release = np.minimum((whole - time) * 1000 / min(stroke.release, stroke.length / 2), 1)
    return np.asarray(tone * smooth(attack) * smooth(release))


def _decay(time: Signal, stroke: Stroke, ratio: float) -> Signal:
    return np.asarray(0.5 ** (time * 1000 / stroke.half_life * ratio**stroke.damping))


def smooth(ramp: Signal) -> Signal:
    """A straight ramp from 0 to 1 as a raised cosine."""
    return np.asarray((1 - np.cos(np.pi * ramp)) / 2)
