"""Streams of blocks, re-blocked: taken by the sample, and mixed together again."""

from collections.abc import Generator, Sequence

import numpy as np

from audioworkout.sound.streaming import Block


class BlockReader:
    """A stream of blocks that hands out as many samples as are asked for."""

    def __init__(self, blocks: Generator[Block]) -> None:
        """Nothing is read before the first `take`."""
        self._blocks = blocks
        self._left: Block = np.zeros((0, 1), np.float32)

    def take(self, count: int) -> Block:
        """The next `count` samples; fewer at the end, then none."""
        parts = []
        while count:
            if not len(self._left):
                following = next(self._blocks, None)
                if following is None:
                    break
                self._left = following
            parts.append(self._left[:count])
            count -= len(parts[-1])
            self._left = self._left[len(parts[-1]) :]
        if not parts:
            return self._left
        return parts[0] if len(parts) == 1 else np.concatenate(parts)

    def close(self) -> None:
        """Nothing more is taken: what the stream has open is closed."""
        self._blocks.close()


def summed(parts: Sequence[tuple[int, Block]], count: int, channels: int) -> Block:
    """Parts mixed into a block, each from a sample of it on; a mono part into all channels.

    A part that fills the block is the block, since to copy it takes as long as to mix it.
    """
    if len(parts) == 1 and parts[0][1].shape == (count, channels):
        return parts[0][1]
    block = np.zeros((count, channels), np.float32)
    for at, part in parts:
        block[at : at + len(part)] += part
    return block
