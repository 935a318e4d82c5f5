"""Mixing clips at their places into blocks of PCM, a few seconds at a time."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from audioworkout.units import SAMPLE_RATE

Samples: TypeAlias = npt.NDArray[np.float32]

BLOCK = 10 * SAMPLE_RATE  # samples mixed at once: what bounds the memory
FULL_SCALE = 32768


class OverloadError(ValueError):
    """Sounds that together pass full scale: levels are planned, never clipped."""


@dataclass(frozen=True, slots=True)
class Clip:
    """Mono s16le PCM at 48 kHz that starts at sample `start`, `gain_db` above its own level."""

    start: int
    pcm: bytes
    gain_db: float = 0.0

    @property
    def end(self) -> int:
        """The sample after the last."""
        return self.start + len(self.pcm) // 2


def silence(start: int, count: int) -> Samples:
    """A bed of nothing."""
    return np.zeros(count, np.float32)


def mix(
    clips: Sequence[Clip], count: int, bed: Callable[[int, int], Samples] = silence
) -> Iterator[bytes]:
    """`count` samples of the clips over a bed, as blocks of mono s16le PCM.

    `bed(start, count)` gives the bed's samples with full scale 1.
    """
    for start in range(0, count, BLOCK):
        stop = min(start + BLOCK, count)
        block = bed(start, stop - start) * FULL_SCALE
        for clip in clips:
            _add(block, start, clip)
        yield _pcm(block)


def _add(block: Samples, start: int, clip: Clip) -> None:
    first, last = max(clip.start, start), min(clip.end, start + len(block))
    if first >= last:
        return
    part = np.frombuffer(clip.pcm, "<i2", last - first, 2 * (first - clip.start))
    block[first - start : last - start] += part * np.float32(10 ** (clip.gain_db / 20))


def _pcm(block: Samples) -> bytes:
    rounded = np.rint(block)
    peak = float(np.abs(rounded).max(initial=0))
    if peak >= FULL_SCALE:
        over_db = 20 * np.log10(peak / FULL_SCALE)
        raise OverloadError(f"sounds that overlap pass full scale by {over_db:.1f} dB")
    pcm: bytes = rounded.astype("<i2").tobytes()
    return pcm
