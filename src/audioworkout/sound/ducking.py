"""Ducking: music goes down before a cue, stays down while it lasts, and comes back after it.

The whole curve is known beforehand, so the way down is over when the cue begins. It is a gain
in dB on a grid of GRID ms, to be interpolated: each cue draws its ramps and depth into it, and
where cues overlap the lowest gain holds, so that music never comes up between two words.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from audioworkout.ground.units import SAMPLES_PER_MS, Ms
from audioworkout.sound.interpolation import interpolated
from audioworkout.sound.loudness import OFFSET

GRID: Ms = 10  # between the points of the curve; between them it runs straight
POWER_STEP: Ms = 100  # of the music's powers
CLEAR = 10.5  # LU that speech lies above the music at least: 10, and half a unit for rounding
MOMENT = 4  # steps of power that loudness is read over: BS.1770's 400 ms

Powers: TypeAlias = npt.NDArray[np.float32]
"""The K-weighted mean square of each 100 ms, channels added."""


@dataclass(frozen=True, slots=True)
class Window:
    """A cue over music: from when to when (ms), and how loud it is (LUFS)."""

    start: Ms
    end: Ms
    loudness: float


@dataclass(frozen=True, slots=True)
class DuckingCurve:
    """A gain over time, a value each GRID ms."""

    values: npt.NDArray[np.float32]

    def gains(self, start: int, count: int) -> npt.NDArray[np.float32]:
        """The gain of each of `count` samples from sample `start` on."""
        return interpolated(self.values, GRID * SAMPLES_PER_MS, start, count)

    def powers(self, bed: Powers) -> Powers:
        """The bed's powers after the gain."""
        each = POWER_STEP // GRID
        points = self.values[: len(bed) * each].reshape(-1, each)
        return np.asarray(bed * np.einsum("ij,ij->i", points, points) / each, dtype=np.float32)


def ducking(
    windows: Iterable[Window],
    bed: Powers,
    *,
    least_db: float,
    attack: Ms,
    release: Ms,
) -> DuckingCurve:
    """The gain that takes a bed down by `least_db` (negative) under each cue, or further.

    Further where the bed is loud: speech stays CLEAR above it.
    """
    decibels = np.zeros(len(bed) * POWER_STEP // GRID + 2, np.float32)
    fall, rise = _ramp(attack)[::-1], _ramp(release)
    momentary = _momentary(bed)
    for window in windows:
        depth = min(least_db, window.loudness - CLEAR - _loudest(momentary, window))
        first, last = window.start // GRID, -(-window.end // GRID)  # grid points, last rounded up
        shape = np.concatenate((fall, np.ones(last - first + 1), rise)) * depth
        begin = first - len(fall)  # before the session, for a cue at its start: cut off below
        part = decibels[max(begin, 0) : begin + len(shape)]
        np.minimum(part, shape[max(-begin, 0) :][: len(part)], out=part)
    decibels *= np.log(10) / 20  # in place: of hours there are millions
    return DuckingCurve(np.exp(decibels, out=decibels))


def _ramp(length: Ms) -> npt.NDArray[np.float64]:
    """From 1 to 0 as a raised cosine, a value each GRID ms: no edge that the ear could catch."""
    steps = max(1, length // GRID)
    return np.asarray((1 + np.cos(np.pi * np.arange(1, steps + 1) / (steps + 1))) / 2)


def _momentary(bed: Powers) -> npt.NDArray[np.float64]:
    """The loudness of the 400 ms that begin at each step, in LUFS."""
    padded = np.pad(bed.astype(np.float64), (0, MOMENT - 1), mode="edge") if len(bed) else bed
    means = np.convolve(padded, np.full(MOMENT, 1 / MOMENT), mode="valid")
    return np.asarray(OFFSET + 10 * np.log10(np.maximum(means, 1e-12)))


def _loudest(momentary: npt.NDArray[np.float64], window: Window) -> float:
    first = max(0, window.start // POWER_STEP - MOMENT + 1)
    last = -(-window.end // POWER_STEP)
    return float(momentary[first:last].max(initial=-120.0))
