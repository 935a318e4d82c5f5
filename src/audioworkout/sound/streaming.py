"""Samples on their way into a file: counted, rounded, and encoded while the next are made."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

Block: TypeAlias = npt.NDArray[np.float32]
"""Samples by channels at 48 kHz, full scale 1; at most 10 s."""

AHEAD = 2  # blocks that wait for the encoder: bounds the memory

Progress: TypeAlias = Callable[[int, int], None]
"""Called with the samples that are mixed, and with how many there will be."""

Item = TypeVar("Item")
Made = TypeVar("Made")


def counted(
    blocks: Iterable[Block], samples: int, channels: int, progress: Progress | None = None
) -> Iterator[Block]:
    """The same blocks; raises ValueError unless they are as many samples and channels as said."""
    done = 0
    for block in blocks:
        if block.ndim != 2 or block.shape[1] != channels:
            raise ValueError(f"a block of shape {block.shape} for {channels} channels")
        done += len(block)
        if done > samples:
            break
        if len(block):
            yield block
        if progress:
            progress(done, samples)
    if done != samples:
        raise ValueError(f"{samples} samples were announced, {done} have come")


def int16(block: Block) -> npt.NDArray[np.int16]:
    """Rounded to 16 bit, full scale 32,768, what lies beyond cut off.

    Without dither: it would turn digital silence into noise, and in speech and music the error
    of rounding (-98 dBFS) is noise already.
    """
    levels = block * np.float32(32768)
    np.rint(levels, out=levels)
    np.clip(levels, -32768, 32767, out=levels)
    return levels.astype("<i2")


def ahead(task: Callable[[Item], Made], items: Iterable[Item]) -> Iterator[Made]:
    """`task` of each item, in order, on a thread of its own while the next items are made.

    A pipeline of two stages: at most AHEAD results wait, so memory is bounded.

    What either side raises is raised here. The thread has ended when this has: close it, where
    it may be left early.
    """
    waiting: deque[Future[Made]] = deque()
    with ThreadPoolExecutor(1, "encoder") as thread:
        try:
            for item in items:
                waiting.append(thread.submit(task, item))
                if len(waiting) > AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            thread.shutdown(cancel_futures=True)


def each(task: Callable[[Item], object], items: Iterable[Item]) -> None:
    """`task` for each item, in order, on a thread of its own while the next items are made."""
    for _ in ahead(task, items):
        pass
