"""Loudness by ITU-R BS.1770, levelling, and a peak limiter. NumPy alone; mono at 48 kHz.

scipy's filters would do the same, but importing them takes as long as loading a voice
model. Signals are a whole number of milliseconds long, so that power, peaks and gain can
be worked out by the millisecond.
"""

import math
from collections.abc import Callable
from functools import lru_cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from audioworkout.ground.units import SAMPLE_RATE, SAMPLES_PER_MS, Ms

Signal: TypeAlias = npt.NDArray[np.float64]
"""Samples from -1 to 1."""

Spectrum: TypeAlias = npt.NDArray[np.complex128]

PerMs: TypeAlias = npt.NDArray[np.float64]
"""One value for each millisecond of a signal."""

# BS.1770-4, tables 1 and 2: the head's shelf and the low cut, b0 b1 b2 and a1 a2 at 48 kHz.
K_WEIGHTING = (
    (
        (1.53512485958697, -2.69169619938640, 1.19839281085285),
        (-1.69065929318241, 0.73248077421585),
    ),
    ((1.0, -2.0, 1.0), (-1.99004745483398, 0.99007225036621)),
)
OFFSET = -0.691  # dB; what makes a 997 Hz sine of full scale in one channel read -3.01 LKFS
GATING_BLOCK: Ms = 400
STEP: Ms = 100  # from a gating block to the next: they overlap by three quarters
ABSOLUTE_GATE = -70.0  # LUFS
RELATIVE_GATE = -10.0  # LU

ACTIVE_FRAME: Ms = 20
ACTIVE_RANGE = 20.0  # dB under the loudest frame: below it is a pause, not sound
ACTIVE_OVER_INTEGRATED = 1.5  # LU by which `active` reads more than `integrated` on a spoken word

LONGEST_TRANSFORM = 10 * SAMPLE_RATE  # samples of a signal that goes through a filter as a whole
SIZES = 32  # of transforms, the last ones used: clips of up to 10 s have 20
RINGING = SAMPLE_RATE // 10  # samples after which the filters' responses are below 1e-10

ROTATOR_HZ, ROTATOR_Q, ROTATOR_STAGES = 300.0, 0.7, 4

LOOK_AHEAD: Ms = 5  # to either side of a peak: a period of a low voice, so that gain does not buzz
MOST_LIMITED = 16.0  # dB that the limiter is asked to make up for at most
HALVINGS = 10  # of that range, to find the gain: within 0.02 dB


def integrated(signal: Signal) -> float:
    """Gated loudness in LUFS; -inf for silence and for what is shorter than 350 ms.

    The last block may lack up to half a step, as in pyloudnorm: the end of a short signal
    would not count otherwise.
    """
    return _integrated(power_per_ms(signal))


def active(signal: Signal) -> float:
    """Loudness in LUFS of the sounding part, however short; -inf for silence.

    Frames of 20 ms stand for the blocks of 400 ms, and what lies 20 dB under the loudest
    one is left out.
    """
    return _active(power_per_ms(signal))


def levelled(signal: Signal, level: float, ceiling_db: float) -> Signal:
    """The signal at `level` LUFS with no sample over `ceiling_db` dBFS; silence as it is.

    Measured by `integrated` from 400 ms on, below that by `active` on the same scale. The
    limiter takes loudness away, so the gain is searched for that gives it back.
    """
    power, peaks = power_per_ms(signal), peak_per_ms(signal)
    ceiling = 10 ** (ceiling_db / 20)
    raw = loudness_of(power)
    if raw == -math.inf:
        return signal
    low, high = level - raw, level - raw + MOST_LIMITED
    if peaks.max() * 10 ** (low / 20) <= ceiling:
        return signal * 10 ** (low / 20)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        gain = 10 ** (middle / 20)
        reached = loudness_of(limited_power(power, peaks, gain, ceiling))
        low, high = (middle, high) if reached < level else (low, middle)
    return limited(signal * 10 ** (low / 20), ceiling)


def limited(signal: Signal, ceiling: float) -> Signal:
    """The signal with no sample beyond `ceiling` (of full scale), turned down around peaks."""
    gain = limiting(peak_per_ms(signal), ceiling)
    centres = np.arange(len(gain)) * SAMPLES_PER_MS + SAMPLES_PER_MS / 2
    smooth = np.interp(np.arange(len(signal)), centres, gain)
    return np.clip(signal * smooth, -ceiling, ceiling)


def limited_power(power: PerMs, peaks: PerMs, gain: float, ceiling: float) -> PerMs:
    """The K-weighted power of a signal at `gain`, as much as `limited` leaves of it.

    An estimate without filtering again: the limiter's gain changes slowly against the ringing of
    the K-weighting, so to limit and then filter is nearly the same as to filter and then limit.
    """
    return np.asarray(power * (gain * limiting(peaks * gain, ceiling)) ** 2)


def limiting(peaks: PerMs, ceiling: float) -> PerMs:
    """The gain at the centre of each millisecond; between centres it runs straight.

    What a peak needs holds for 6 ms to either side of it and is then averaged over a
    triangle of 5 ms to either side: so neither its own millisecond nor the next ones,
    which the straight lines lead to, ever have more gain than the peak needs.
    """
    needed = ceiling / np.maximum(peaks, ceiling)
    held = _lowest_within(np.pad(needed, LOOK_AHEAD, mode="edge"), LOOK_AHEAD + 1)
    return _averaged(_averaged(held, LOOK_AHEAD + 1), LOOK_AHEAD + 1)


def _lowest_within(values: PerMs, reach: int) -> PerMs:
    """At each place the least value no more than `reach` away (a sliding minimum).

    The minimum of a window is that of two windows half as wide: the width is doubled until it is
    there, which takes log2(width) passes over the array.
    """
    width = 2 * reach + 1
    least = np.pad(values, reach, constant_values=np.inf)
    have = 1
    while have < width:
        shift = min(have, width - have)
        least = np.minimum(least[:-shift], least[shift:])
        have += shift
    return least


def _averaged(values: PerMs, width: int) -> PerMs:
    """The moving average over `width` values; shorter than `values` by `width - 1`."""
    return np.convolve(values, np.full(width, 1 / width), mode="valid")


def loudness_of(power: PerMs) -> float:
    """Loudness in LUFS by `integrated` from 400 ms on, below that by `active` on the same scale."""
    if len(power) >= GATING_BLOCK:
        return _integrated(power)
    return _active(power) - ACTIVE_OVER_INTEGRATED


def _integrated(power: PerMs) -> float:
    return gated(_means(np.pad(power, (0, STEP // 2)), STEP, STEP))


def gated(powers: PerMs) -> float:
    """Integrated loudness in LUFS, from the K-weighted mean square of each 100 ms."""
    blocks = _means(powers, GATING_BLOCK // STEP, 1)
    heard = blocks[blocks > 10 ** ((ABSOLUTE_GATE - OFFSET) / 10)]
    if not len(heard):
        return -math.inf
    loud = heard[heard > heard.mean() * 10 ** (RELATIVE_GATE / 10)]
    return _lufs(float(loud.mean()))


def _active(power: PerMs) -> float:
    frames = _means(np.pad(power, (0, ACTIVE_FRAME // 2)), ACTIVE_FRAME, ACTIVE_FRAME)
    if not frames.any():
        return -math.inf
    return _lufs(float(frames[frames > frames.max() * 10 ** (-ACTIVE_RANGE / 10)].mean()))


def _means(power: PerMs, block: Ms, step: Ms) -> PerMs:
    """The mean of each whole block, one every `step`: differences of the cumulative sum."""
    total = np.concatenate(([0.0], np.cumsum(power)))
    starts = np.arange(0, len(power) - block + 1, step)
    return np.asarray((total[starts + block] - total[starts]) / block)


def power_per_ms(signal: Signal) -> PerMs:
    """The mean square of each millisecond, K-weighted."""
    return np.asarray((k_weighted(signal).reshape(-1, SAMPLES_PER_MS) ** 2).mean(axis=1))


def peak_per_ms(signal: Signal) -> PerMs:
    """The highest sample of each millisecond, of either sign."""
    return np.asarray(np.abs(signal).reshape(-1, SAMPLES_PER_MS).max(axis=1))


def k_weighted(signal: Signal) -> Signal:
    """The signal through BS.1770's two filters, as long as it was."""
    return _filtered(signal, _k_weighting)


def phase_rotated(signal: Signal) -> Signal:
    """The signal through a phase rotator: its spectrum stays, as broadcasters do with speech.

    A voice's pulses have all their partials in step, and stand up to 22 dB over its
    loudness; turned apart by allpass filters, they need about 2 dB less of the limiter.
    """
    return _filtered(signal, _rotation)


def _filtered(signal: Signal, response: Callable[[int], Spectrum]) -> Signal:
    """The signal through a filter, by one FFT: padded, so that its ringing does not wrap around.

    A long signal goes through in pieces (overlap-save), or one FFT would take 5 MiB a second.
    """
    if len(signal) > LONGEST_TRANSFORM:
        starts = range(0, len(signal), LONGEST_TRANSFORM - RINGING)
        return np.concatenate([_piece(signal, start, response) for start in starts])
    size = _transform_size(len(signal) + RINGING)
    return np.fft.irfft(np.fft.rfft(signal, size) * response(size), size)[: len(signal)]


def _piece(signal: Signal, start: int, response: Callable[[int], Spectrum]) -> Signal:
    """A piece of a long signal, filtered after what rings into it."""
    first = max(0, start - RINGING)
    stop = start + LONGEST_TRANSFORM - RINGING
    return _filtered(signal[first:stop], response)[start - first :]


def _transform_size(least: int) -> int:
    """The next size that is 4 to 7 times a power of two: fast, and few enough to remember."""
    unit = 1 << (least.bit_length() - 3)
    return -(-least // unit) * unit


@lru_cache(maxsize=SIZES)
def _k_weighting(size: int) -> Spectrum:
    """K-weighting's frequency response, at the frequencies of a real FFT of `size` samples."""
    z = _delay(size)
    shelf, low_cut = (
        (b0 + z * (b1 + z * b2)) / (1 + z * (a1 + z * a2)) for (b0, b1, b2), (a1, a2) in K_WEIGHTING
    )
    return np.asarray(shelf * low_cut)


@lru_cache(maxsize=SIZES)
def _rotation(size: int) -> Spectrum:
    """The phase rotator's frequency response, at the frequencies of a real FFT of `size` samples.

    Second-order allpass filters, one after the other.
    """
    z = _delay(size)
    k = math.tan(math.pi * ROTATOR_HZ / SAMPLE_RATE)
    scale = 1 + k / ROTATOR_Q + k * k
    a1, a2 = 2 * (k * k - 1) / scale, (1 - k / ROTATOR_Q + k * k) / scale
    return np.asarray(((a2 + z * (a1 + z)) / (1 + z * (a1 + z * a2))) ** ROTATOR_STAGES)


def _delay(size: int) -> Spectrum:
    """The delay by a sample, z^-1, at the frequencies of a real FFT of `size` samples."""
    return np.asarray(np.exp(-2j * np.pi * np.arange(size // 2 + 1) / size))


def _lufs(power: float) -> float:
    return OFFSET + 10 * math.log10(power)
