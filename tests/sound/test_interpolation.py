"""Gains by the sample."""

import numpy as np

from audioworkout.sound.interpolation import interpolated, spread


def test_lines_are_straight_between_the_values_and_level_beyond_them() -> None:
    values = np.array([0.0, 1.0, 1.0, 3.0])
    whole = [0, 0, 0, 0.25, 0.5, 0.75, 1, 1, 1, 1, 1, 1.5, 2, 2.5, 3, 3, 3]
    assert interpolated(values, 4, -2, 17).tolist() == whole
    assert interpolated(values, 4, 3, 5).tolist() == whole[5:10]
    assert interpolated(values, 4, 20, 2).tolist() == [3, 3]


def test_each_channel_gets_the_same_value() -> None:
    assert spread(np.array([1, 2, 3], np.float32), 2).tolist() == [[1, 1], [2, 2], [3, 3]]
    assert spread(np.array([1, 2], np.float32), 1).tolist() == [[1], [2]]
