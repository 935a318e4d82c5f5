"""Mixing clips at their places into blocks of samples, a few seconds at a time."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from audioworkout.ground.units import SAMPLE_RATE
from audioworkout.sound.limiter import limited_blocks
from audioworkout.sound.streaming import Block

Samples: TypeAlias = npt.NDArray[np.float32]
"""One channel; full scale is 1."""

LONGEST_BLOCK = 10 * SAMPLE_RATE  # samples mixed at once: what bounds the memory
FULL_SCALE = 32768
CEILING_DB = -3.5  # dBTP of what is mixed; MP3 adds up to 2.2, and -1 is allowed


class Stored(Protocol):
    """Bytes, or what reads as many of them whenever it is asked."""

    def __len__(self) -> int: ...

    def __bytes__(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Clip:
    """Mono s16le PCM at 48 kHz that starts at sample `start`, `gain_db` above its own level."""

    start: int
    pcm: Stored
    gain_db: float = 0.0

    @property
    def end(self) -> int:
        """The sample after the last."""
        return self.start + len(self.pcm) // 2


def silence(start: int, count: int) -> Samples:
    """A bed of nothing."""
    return np.zeros(count, np.float32)


def mixed(
    clips: Sequence[Clip], count: int, bed: Callable[[int, int], Samples] = silence
) -> Iterator[Samples]:
    """`count` samples of the clips over a bed, in blocks.

    `bed(start, count)` gives the bed's samples.
    """
    for start in range(0, count, LONGEST_BLOCK):
        block = bed(start, min(LONGEST_BLOCK, count - start))
        add(block, start, clips)
        yield block


def add(block: Samples, start: int, clips: Iterable[Clip]) -> None:
    """Adds to a block from sample `start` on what the clips have there."""
    for clip in clips:
        first, last = max(clip.start, start), min(clip.end, start + len(block))
        if first < last:
            part = np.frombuffer(bytes(clip.pcm), "<i2", last - first, 2 * (first - clip.start))
            block[first - start : last - start] += part * np.float32(
                10 ** (clip.gain_db / 20) / FULL_SCALE
            )


def mix(
    clips: Sequence[Clip], count: int, bed: Callable[[int, int], Samples] = silence
) -> Iterator[bytes]:
    """The same as mono s16le PCM, with no true peak over CEILING_DB."""
    blocks = (block[:, None] for block in mixed(clips, count, bed))
    return map(pcm, limited_blocks(blocks, CEILING_DB))


def pcm(block: Block) -> bytes:
    """Samples as s16le PCM, channels interleaved; nothing may be at full scale or over it."""
    return np.rint(block * FULL_SCALE).astype("<i2").tobytes()
