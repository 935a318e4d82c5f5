"""The music's gain around cues."""

import numpy as np
import pytest

from audioworkout.sound.ducking import Powers, Window, ducking


def bed(seconds: float, lufs: float) -> Powers:
    return np.full(round(seconds * 10), 10 ** ((lufs + 0.691) / 10), np.float32)


def db(gains: object) -> np.ndarray:
    return np.asarray(20 * np.log10(np.asarray(gains)))


def test_the_music_is_down_for_the_whole_cue_and_back_after_it() -> None:
    curve = ducking(
        [Window(4_000, 6_000, -14.8)], bed(10, -21), least_db=-12, attack=400, release=1_200
    )
    gain = db(curve.gains(0, 480_000))
    assert gain[: 48 * 3_590].min() == pytest.approx(0, abs=0.01)
    assert gain[48 * 4_000 : 48 * 6_000].max() == pytest.approx(-12, abs=0.01)
    assert gain[48 * 3_800] == pytest.approx(-6, abs=0.5)
    assert gain[48 * 6_600] == pytest.approx(-6, abs=0.5)
    assert gain[48 * 7_220 :].min() == pytest.approx(0, abs=0.01)
    assert np.abs(np.diff(gain)).max() < 0.01, "no step between samples"


def test_loud_music_goes_further_down() -> None:
    curve = ducking(
        [Window(1_000, 2_000, -14.8)], bed(4, -10), least_db=-6, attack=200, release=200
    )
    assert -10 + db(curve.gains(48_000, 48_000)).max() <= -14.8 - 10


def test_a_loud_moment_counts_as_much_as_a_loud_bed() -> None:
    music = bed(6, -30)
    music[25:29] = bed(0.4, -8)
    curve = ducking([Window(1_000, 4_000, -15)], music, least_db=-6, attack=100, release=100)
    assert -8 + db(curve.gains(48 * 2_500, 48 * 400)).max() <= -25


def test_cues_close_together_do_not_let_it_up_between_them() -> None:
    windows = [Window(1_000, 2_000, -15), Window(2_300, 3_000, -15)]
    curve = ducking(windows, bed(5, -20), least_db=-12, attack=400, release=1_200)
    assert db(curve.gains(48_000, 96_000)).max() < -8


def test_cues_at_the_very_ends_are_ducked_too() -> None:
    windows = [Window(0, 500, -15), Window(4_500, 5_000, -15)]
    curve = ducking(windows, bed(5, -20), least_db=-12, attack=400, release=1_200)
    gain = db(curve.gains(0, 240_000))
    assert (gain[:24_000].max(), gain[-24_000:].max()) == pytest.approx((-12, -12), abs=0.01)


def test_blocks_of_the_curve_are_parts_of_one() -> None:
    curve = ducking([Window(700, 1_900, -15)], bed(3, -20), least_db=-9, attack=333, release=777)
    whole = curve.gains(0, 144_000)
    parts = [curve.gains(at, min(7_001, 144_000 - at)) for at in range(0, 144_000, 7_001)]
    assert np.allclose(np.concatenate(parts), whole, atol=1e-6)


def test_the_powers_follow_the_gain() -> None:
    music = bed(10, -20)
    curve = ducking([Window(3_000, 6_000, -15)], music, least_db=-12, attack=100, release=100)
    powers = 10 * np.log10(curve.powers(music)) - 0.691
    assert powers[10] == pytest.approx(-20, abs=0.01)
    assert powers[40] == pytest.approx(-32, abs=0.01)
