"""Gains by the sample: linear interpolation of evenly spaced points, over all channels."""

import numpy as np
import numpy.typing as npt


def interpolated(
    values: npt.NDArray[np.floating], step: int, start: int, count: int
) -> npt.NDArray[np.float32]:
    """Linear interpolation of values `step` samples apart, at `count` samples from `start` on.

    The first value is at sample 0. Before the first value and after the last it is constant.
    """
    first, last = start // step, -(-(start + count) // step)
    points = values.take(np.arange(first, last + 1), mode="clip").astype(np.float32)
    way = np.arange(step, dtype=np.float32) / np.float32(step)
    between = np.diff(points)[:, None] * way
    between += points[:-1, None]
    return between.reshape(-1)[start - first * step :][:count]


def spread(values: npt.NDArray[np.float32], channels: int) -> npt.NDArray[np.float32]:
    """A value for each sample, the same in all channels: samples by channels.

    Broadcasting (n, 1) over 2 channels is slow in NumPy; it is faster to fill columns.
    """
    wide = np.empty((len(values), channels), np.float32)
    for channel in range(channels):
        wide[:, channel] = values
    return wide
