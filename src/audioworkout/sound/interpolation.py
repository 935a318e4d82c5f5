"""Gains by the sample: straight lines between points that lie evenly, in as many channels."""

import numpy as np
import numpy.typing as npt


def lines(
    values: npt.NDArray[np.floating], step: int, start: int, count: int
) -> npt.NDArray[np.float32]:
    """The lines through values `step` samples apart, at `count` samples from sample `start` on.

    The first value is at sample 0. Before it and behind the last the lines run level.
    """
    first, last = start // step, -(-(start + count) // step)
    points = values.take(np.arange(first, last + 1), mode="clip").astype(np.float32)
    way = np.arange(step, dtype=np.float32) / np.float32(step)
    between = np.diff(points)[:, None] * way
    between += points[:-1, None]
    return between.reshape(-1)[start - first * step :][:count]


def spread(values: npt.NDArray[np.float32], channels: int) -> npt.NDArray[np.float32]:
    """A value for each sample in all channels: numpy is slow to work with a row of two by one."""
    wide = np.empty((len(values), channels), np.float32)
    for channel in range(channels):
        wide[:, channel] = values
    return wide
