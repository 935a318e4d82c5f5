"""How loud music is: the figures of programs that are not ours, measured once a content."""

import re
import shutil
import subprocess
from collections.abc import Callable, Generator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from audioworkout.ground.cache import Cache
from audioworkout.ground.diagnostics import WorkoutError
from audioworkout.sound.loudness import k_weighted
from audioworkout.sound.music.measure import Loudness, measured
from audioworkout.sound.music.tracks import Track, tracks
from listen import loudness_meter

RATE = 48_000


def song(seconds: float, channels: int, rate: int = RATE, seed: int = 0) -> Any:
    """Pink noise and a beat, loud and soft by turns, a pause within."""
    dice = np.random.default_rng(seed)
    count = round(seconds * rate)
    spectrum = np.fft.rfft(dice.standard_normal((count, channels)), axis=0)
    spectrum /= np.sqrt(np.maximum(np.arange(len(spectrum)), seconds * 20))[:, None]
    noise = np.fft.irfft(spectrum, count, axis=0)
    time = np.arange(count) / rate
    beat = np.exp(-20 * (time % 0.5)) * np.sin(2 * np.pi * 60 * time)
    level = np.where(time % 7 < 4, 1.0, 0.2) * (time % 11 < 9)
    sound = (noise / noise.std() / 8 + beat[:, None] / 3) * level[:, None]
    return sound.clip(-1, 1)


def track(folder: Path, sound: Any, rate: int = RATE, name: str = "song.wav") -> Track:
    soundfile.write(folder / name, sound, rate)
    return tracks((name,), folder)[0]


SONGS: dict[str, Callable[[], tuple[Any, int]]] = {
    "stereo": lambda: (song(12, 2), RATE),
    "mono": lambda: (song(12, 1), RATE),
    "44.1 kHz": lambda: (song(12, 2, 44_100), 44_100),
    "faint": lambda: (song(12, 2) / 100, RATE),
    "with an offset": lambda: (song(12, 2) / 2 + [0.1, -0.2], RATE),
    "left alone": lambda: (song(12, 2) * [1, 0], RATE),
    "half a second": lambda: (song(0.5, 2), RATE),
    "no whole step at its end": lambda: (song(10.07, 2), RATE),
}


@pytest.mark.parametrize("name", SONGS)
def test_loudness_is_what_pyloudnorm_measures(name: str, tmp_path: Path) -> None:
    sound, rate = SONGS[name]()
    song = track(tmp_path, sound, rate)
    at_48_khz = np.concatenate(list(song.blocks())).astype(np.float64)
    theirs = loudness_meter(RATE).integrated_loudness(at_48_khz)
    assert measured(song).integrated == pytest.approx(theirs, abs=0.1)


@pytest.mark.skipif(not shutil.which("ffmpeg"), reason="needs ffmpeg")
@pytest.mark.parametrize("name", sorted(SONGS.keys() - {"half a second"}))
def test_loudness_is_what_ffmpeg_measures(name: str, tmp_path: Path) -> None:
    song = track(tmp_path, *SONGS[name]())
    command = ["ffmpeg", "-nostats", "-i", str(song.path), "-af", "ebur128", "-f", "null", "-"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    theirs = float(re.findall(r"I: +(-[\d.]+) LUFS", told)[-1])
    assert measured(song).integrated == pytest.approx(theirs, abs=0.1)


@pytest.mark.parametrize("channels", [1, 2])
def test_powers_are_those_of_each_100_ms(channels: int, tmp_path: Path) -> None:
    sound = song(6.03, channels)
    loudness = measured(track(tmp_path, sound))
    assert loudness.length == round(6.03 * RATE)
    assert loudness.powers.dtype == np.float32
    written = np.round(sound * 32768).clip(-32768, 32767) / 32768  # as the file has it
    weighted = np.sum([k_weighted(channel) ** 2 for channel in written.T], axis=0)
    steps = [weighted[at : at + 4_800].mean() for at in range(0, len(weighted), 4_800)]
    assert len(steps) == 61
    assert loudness.powers == pytest.approx(np.array(steps), rel=1e-3, abs=1e-9)


def test_a_full_scale_sine_in_both_channels_reads_0_lufs(tmp_path: Path) -> None:
    sine = np.sin(2 * np.pi * 997 * np.arange(5 * RATE) / RATE)
    assert measured(track(tmp_path, np.stack([sine, sine], 1))).integrated == pytest.approx(
        0, abs=0.02
    )
    assert measured(track(tmp_path, sine)).integrated == pytest.approx(-3.01, abs=0.02)


def test_what_is_shorter_than_a_block_counts_as_if_it_went_on(tmp_path: Path) -> None:
    sine = np.sin(2 * np.pi * 997 * np.arange(RATE) / RATE)
    for count in (480, 4_800, 10_000):
        assert measured(track(tmp_path, sine[:count])).integrated == pytest.approx(-3.0, abs=0.3)


def test_silence_has_no_loudness(tmp_path: Path) -> None:
    loudness = measured(track(tmp_path, np.zeros((RATE, 2))))
    assert loudness.integrated == -np.inf
    assert list(loudness.powers) == [0] * 10


def same(one: Loudness, other: Loudness) -> bool:
    return (one.length, one.integrated) == (other.length, other.integrated) and np.array_equal(
        one.powers, other.powers
    )


def test_a_content_is_measured_once_whatever_its_name(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    first = track(tmp_path, song(3, 2))
    loudness = measured(first, cache)
    shutil.copy(first.path, tmp_path / "copy.wav")
    undecodable = replace(first, path=tmp_path / "copy.wav", kind="amr")
    assert same(measured(undecodable, cache), loudness)
    other = measured(track(tmp_path, song(3, 2, seed=1)), cache)
    assert not same(other, loudness)
    assert cache.stats()["music"].entries == 2


def test_no_more_is_measured_than_is_played(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    long, read = song(20, 2), []

    class Counted(Track):
        def blocks(self, start: int = 0) -> Generator[Any]:
            for block in super().blocks(start):
                read.append(len(block))
                yield block

    found = track(tmp_path, long)
    rain = Counted(found.path, found.channels, found.length)
    part = measured(rain, cache, 5 * RATE)
    assert part.length == 5 * RATE
    assert sum(read) < 6 * RATE
    assert same(part, measured(track(tmp_path, long[: 5 * RATE], name="part.wav")))
    assert measured(rain, cache).length == 20 * RATE
    assert measured(rain, cache, 5 * RATE).length == 20 * RATE  # which the cache has by now
    assert measured(rain, cache, 30 * RATE).length == 20 * RATE


def test_a_file_that_is_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(WorkoutError, match=r"gone\.wav: No such file or directory"):
        measured(Track(tmp_path / "gone.wav", 2))
