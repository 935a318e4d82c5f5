"""The limiter of the mix: true peaks under the ceiling, nothing else changed."""

import numpy as np
import pytest

from audioworkout.sound.limiter import limited_blocks, true_peaks
from audioworkout.sound.streaming import Block

CEILING_DB = -3.0


def noise(seconds: float, level: float, channels: int = 2) -> Block:
    dice = np.random.default_rng(1)
    samples = dice.standard_normal((round(48_000 * seconds), channels)) * level
    spectrum = np.fft.rfft(samples, axis=0)
    spectrum[round(16_000 * seconds) :] = 0  # where codecs at these rates end
    return np.fft.irfft(spectrum, len(samples), axis=0).astype(np.float32)


def limited(signal: Block, size: int = 48_000) -> Block:
    blocks = [signal[at : at + size] for at in range(0, len(signal), size)]
    return np.concatenate(list(limited_blocks(blocks, CEILING_DB)))


def oversampled_peak_db(signal: Block) -> float:
    """The true peak by a long transform, which has no part of the limiter in it."""
    spectrum = np.fft.rfft(signal, axis=0)
    size = 8 * len(signal)
    between = np.fft.irfft(np.pad(spectrum, ((0, size // 2 + 1 - len(spectrum)), (0, 0))), size, 0)
    return float(20 * np.log10(np.abs(between * 8).max()))


def test_what_stays_below_the_ceiling_is_not_touched() -> None:
    quiet = noise(3, 0.05)
    assert np.array_equal(limited(quiet), quiet)


@pytest.mark.parametrize("level", [0.2, 0.5, 2.0])
def test_no_true_peak_passes_the_ceiling(level: float) -> None:
    time = np.arange(48_000 * 2) / 48_000
    # A quarter of the rate, an eighth of a turn off: 3 dB higher between the samples than at them.
    sine = np.sin(2 * np.pi * 12_000 * time + np.pi / 4)
    voice = np.stack((sine * level, np.roll(sine, 7) * level / 2), axis=1).astype(np.float32)
    for loud in (voice, noise(2, level)[:, :1], noise(2, level)):
        assert oversampled_peak_db(limited(loud)) <= CEILING_DB


def test_the_blocks_that_come_make_no_difference() -> None:
    loud = noise(2.5, 0.4)
    whole = limited(loud, len(loud))
    assert len(whole) == len(loud)
    for size in (48 * 5, 48 * 37, 48_000):
        assert np.abs(limited(loud, size) - whole).max() < 1e-6


def test_a_peak_is_turned_down_around_itself_alone() -> None:
    signal = noise(1, 0.05)
    signal[24_000] = 0.9
    changed = np.flatnonzero(np.any(limited(signal) != signal, axis=1))
    assert 24_000 - 48 * 12 <= changed.min() < 24_000 < changed.max() <= 24_000 + 48 * 13


def test_true_peaks_lie_between_samples() -> None:
    time = np.arange(4_800) / 48_000
    sine = np.sin(2 * np.pi * 12_000 * time + np.pi / 4)[:, None].astype(np.float32)
    assert np.abs(sine).max() == pytest.approx(0.7071, abs=1e-3)
    assert true_peaks(sine, near=0.5)[5:-5].max() == pytest.approx(1.0, abs=0.02)
    assert true_peaks(sine, near=0.8).max() == pytest.approx(0.7071, abs=1e-3)
