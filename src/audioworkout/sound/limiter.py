"""A look-ahead limiter for true peaks, over blocks of any length: what is mixed fits the ceiling.

The gain at a sample depends on peaks up to CONTEXT ms before and after it. So the newest CONTEXT
ms are held back until the next block is there, and as many that were given out are kept: the
samples are the same however the sound is cut into blocks.

True peaks are read as BS.1770-4, annex 2 does: at four times the rate. Only where a sample comes
within 3 dB of the ceiling: no sound that a codec keeps rises more between two samples.
"""

from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

from audioworkout.ground.units import SAMPLES_PER_MS
from audioworkout.sound.interpolation import interpolated, spread
from audioworkout.sound.loudness import LOOK_AHEAD, limiting
from audioworkout.sound.streaming import Block

CONTEXT = 2 * LOOK_AHEAD + 4  # ms to either side that a gain depends on, and its neighbours' edges
HELD = CONTEXT * SAMPLES_PER_MS  # samples
NEAR = 0.7  # of the ceiling: -3 dB, by which a sine at a quarter of the rate peaks between samples
SOME = 8  # milliseconds looked at together: so few that numpy takes no other core for it
OVERSAMPLING = 4
TAPS = 12  # for each of the phases between two samples
MARGIN = 0.98  # -0.18 dB: what the short filter may read low


def limited_blocks(blocks: Iterable[Block], ceiling_db: float) -> Iterator[Block]:
    """The same sound, no true peak over `ceiling_db` dBTP, as many samples, none delayed.

    Channels are turned down together. Each block but the last is a whole number of ms.
    """
    ceiling = MARGIN * 10 ** (ceiling_db / 20)
    # `past`: given out already, but its peaks shape the next gains. `held`: not given out yet.
    past = held = np.zeros((0, 1), np.float32)
    for block in blocks:
        held = np.concatenate((held, block)) if len(held) else block
        ready = (len(held) - HELD) // SAMPLES_PER_MS * SAMPLES_PER_MS
        if ready <= 0:
            continue
        yield _limited(past, held, ready, ceiling)
        past = np.concatenate((past, held[:ready]))[-HELD:] if len(past) else held[:ready][-HELD:]
        held = held[ready:]
    if len(held):
        yield _limited(past, held, len(held), ceiling)


def _limited(past: Block, held: Block, count: int, ceiling: float) -> Block:
    """The first `count` samples of `held`, between what came before and what comes after."""
    whole = np.concatenate((past, held)) if len(past) else held
    peaks = true_peaks(whole, ceiling * NEAR)
    part: Block = held[:count]
    if peaks.max(initial=0) <= ceiling:
        return part
    centre = SAMPLES_PER_MS // 2  # a millisecond's gain is meant at its middle
    gain = interpolated(limiting(peaks, ceiling), SAMPLES_PER_MS, len(past) - centre, count)
    turned: Block = part * spread(gain, part.shape[1])
    return turned


def true_peaks(block: Block, near: float) -> npt.NDArray[np.float64]:
    """The highest true peak of any channel in each millisecond; below `near`, the sample peak.

    A last millisecond that is not whole counts as one.
    """
    samples = SAMPLES_PER_MS * block.shape[1]
    loudest = np.abs(np.ascontiguousarray(block)).reshape(-1)
    peaks = np.maximum.reduceat(loudest, np.arange(0, block.size, samples)).astype(np.float64)
    close = np.flatnonzero(peaks > near)
    if not len(close):
        return np.asarray(peaks)
    padded = np.pad(block, ((TAPS, TAPS + SAMPLES_PER_MS), (0, 0)))
    for some in np.array_split(close, -(-len(close) // SOME)):
        around = padded[some * SAMPLES_PER_MS + AROUND].reshape(len(AROUND), -1)
        between = np.abs(BETWEEN @ around).max(axis=0).reshape(len(some), -1).max(axis=1)
        peaks[some] = np.maximum(peaks[some], between)
    return np.asarray(peaks)


def _between() -> npt.NDArray[np.float32]:
    """The interpolation to four times the rate as one matrix product for a whole millisecond.

    A row for each point between two samples, a column for each sample around the millisecond: a
    windowed sinc of TAPS samples, shifted along.
    """
    phases = np.arange(1, OVERSAMPLING) / OVERSAMPLING
    at = np.arange(TAPS) - (TAPS // 2 - 1) - phases[:, None]
    kernel = np.sinc(at) * np.cos(np.pi * at / (TAPS + 1)) ** 2
    kernel /= kernel.sum(axis=1, keepdims=True)
    places = len(AROUND) - TAPS + 1
    moved = [np.pad(kernel, ((0, 0), (place, places - 1 - place))) for place in range(places)]
    return np.concatenate(moved).astype(np.float32)


AROUND = np.arange(SAMPLES_PER_MS + 2 * TAPS)[:, None]  # samples, from TAPS before one ms
BETWEEN = _between()
