"""A playlist: which track when, as loud as which, and how one goes over into the next."""

import math
from collections.abc import Callable, Generator, Iterator
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from audioworkout.ground.diagnostics import WorkoutError
from audioworkout.sound.loudness import OFFSET, k_weighted
from audioworkout.sound.music import reading
from audioworkout.sound.music.measure import measured
from audioworkout.sound.music.playlist import Playlist
from audioworkout.sound.music.tracks import Track, tracks
from audioworkout.sound.streaming import Block

RATE = 48_000
STEP = 4_800


def hiss(seconds: float, seed: int, highest: int = 2_000, channels: int = 2) -> Any:
    """Noise up to some frequency, at about -20 dBFS."""
    dice = np.random.default_rng(seed)
    count = round((seconds + 1) * RATE)
    spectrum = np.fft.rfft(dice.standard_normal((count, channels)), axis=0)
    spectrum[round(highest * (seconds + 1)) :] = 0
    noise = np.fft.irfft(spectrum, count, axis=0)[RATE:]  # as a whole it would be a seamless loop
    return noise / noise.std() / 10


def files(folder: Path, *sounds: Any) -> tuple[Track, ...]:
    """Tracks called `0.wav`, `1.wav` and so on."""
    for number, sound in enumerate(sounds):
        soundfile.write(folder / f"{number}.wav", sound, RATE, subtype="FLOAT")
    return tracks(tuple(f"{number}.wav" for number in range(len(sounds))), folder)


def playlist(
    row: tuple[Track, ...], crossfade: int = 1_000, *, seed: int | None = None, channels: int = 2
) -> Playlist:
    return Playlist(
        row,
        measured,
        crossfade=crossfade,
        shuffled=seed is not None,
        seed=seed or 0,
        channels=channels,
    )


def played(row: Playlist, seconds: float) -> Block:
    blocks = islice(row.blocks(), -(-round(seconds * RATE) // 24_000))
    return np.concatenate(list(blocks))[: round(seconds * RATE)]


def loudness(sound: Block) -> float:
    """Ungated, in LUFS."""
    power = sum(float((k_weighted(channel.astype(float)) ** 2).mean()) for channel in sound.T)
    return OFFSET + 10 * math.log10(power)


def turns(row: Playlist, count: int) -> list[tuple[str, float, float, float, float]]:
    """Name, start, end, fade in and fade out, in seconds."""
    return [
        (
            turn.cut.track.path.stem,
            turn.start / RATE,
            turn.end / RATE,
            turn.fade_in / RATE,
            turn.fade_out / RATE,
        )
        for turn in islice(row.turns(), count)
    ]


def test_tracks_follow_each_other_and_begin_again(tmp_path: Path) -> None:
    row = playlist(files(tmp_path, hiss(5, 0), hiss(4, 1), hiss(6, 2)))
    assert turns(row, 5) == [
        ("0", 0, 5, 0, 1),
        ("1", 4, 8, 1, 1),
        ("2", 7, 13, 1, 1),
        ("0", 12, 17, 1, 1),
        ("1", 16, 20, 1, 1),
    ]


def test_a_fade_takes_a_third_of_a_short_track(tmp_path: Path) -> None:
    row = playlist(files(tmp_path, hiss(9, 0), hiss(1.5, 1)), 4_000)
    assert turns(row, 4) == [
        ("0", 0, 9, 0, 0.5),
        ("1", 8.5, 10, 0.5, 0.5),
        ("0", 9.5, 18.5, 0.5, 0.5),
        ("1", 18, 19.5, 0.5, 0.5),
    ]


def test_without_a_crossfade_tracks_are_joined_as_they_are(tmp_path: Path) -> None:
    first, second = hiss(1, 0), hiss(2, 1)
    first[:9_600] = 0
    row = files(tmp_path, first, second)
    heard = played(playlist(row, 0), 4)
    gains = [10 ** ((-20 - measured(track).integrated) / 20) for track in row]
    whole = np.concatenate((first * gains[0], second * gains[1], first * gains[0]))
    assert np.abs(heard - whole).max() < 1e-6


def test_a_seed_shuffles_every_round_anew(tmp_path: Path) -> None:
    row = files(tmp_path, *(hiss(1, seed) for seed in range(5)))

    def order(seed: int) -> list[str]:
        return [name for name, *_ in turns(playlist(row, seed=seed), 100)]

    names = order(1)
    rounds = [names[at : at + 5] for at in range(0, 100, 5)]
    assert all(sorted(each) == list("01234") for each in rounds)
    assert len({tuple(each) for each in rounds}) > 10
    assert all(one != other for one, other in pairwise(names))
    assert names == order(1) != order(2)


def test_two_tracks_take_turns_in_any_order(tmp_path: Path) -> None:
    row = files(tmp_path, hiss(1, 0), hiss(1, 1))
    for seed in range(10):
        names = [name for name, *_ in turns(playlist(row, seed=seed), 20)]
        assert "".join(names) in {"01" * 10, "10" * 10}


def test_every_track_is_as_loud_as_the_others(tmp_path: Path) -> None:
    row = files(tmp_path, hiss(4, 0), hiss(4, 1) / 6, hiss(4, 2) * 3, hiss(4, 3, channels=1) / 2)
    heard = played(playlist(row), 13)
    for begin in (0.5, 3.5, 6.5, 9.5):
        middle = heard[round((begin + 0.6) * RATE) : round((begin + 2.4) * RATE)]
        assert loudness(middle) == pytest.approx(-20, abs=0.3)


def test_mono_stays_mono_where_all_is(tmp_path: Path) -> None:
    heard = played(playlist(files(tmp_path, hiss(3, 0, channels=1)), channels=1), 4)
    assert heard.shape == (4 * RATE, 1)
    assert loudness(heard[:RATE]) == pytest.approx(-20, abs=0.3)


FAINT = {"silence": (0.0, -np.inf), "hum": (1e-4, 0.0), "faint": (0.01, 20.0)}


@pytest.mark.parametrize("name", FAINT)
def test_what_is_faint_is_not_amplified_to_noise(name: str, tmp_path: Path) -> None:
    level, gain_db = FAINT[name]
    sound = hiss(3, 0) * level
    heard = played(playlist(files(tmp_path, sound)), 1)
    wanted = 0 if not level else 10 ** (gain_db / 20) * sound[:RATE]
    assert np.abs(heard - wanted).max() < 1e-7


def faded(before: Any, after: Any) -> Any:
    """Two sounds over each other at equal power, as anyone would write it down."""
    way = (np.arange(len(before)) + 0.5) / len(before) * np.pi / 2
    return before * np.cos(way)[:, None] + after * np.sin(way)[:, None]


def test_a_crossfade_is_one_of_equal_power(tmp_path: Path) -> None:
    sounds = hiss(4, 0), hiss(3.7, 1)
    row = files(tmp_path, *sounds)
    one, other = (
        sound * 10 ** ((-20 - measured(track).integrated) / 20)
        for sound, track in zip(sounds, row, strict=True)
    )
    heard = played(playlist(row), 5)
    fade = faded(one[3 * RATE :], other[:RATE])
    wanted = np.concatenate((one[: 3 * RATE], fade, other[RATE : 2 * RATE]))
    assert np.abs(heard - wanted).max() < 1e-5
    powers = (heard**2).reshape(-1, RATE // 2, 2).mean(axis=(1, 2))
    assert 10 * np.log10(powers / powers.mean()) == pytest.approx(0, abs=0.5)


def jump(sound: Any) -> float:
    """The largest step from a sample to the next."""
    return float(np.abs(np.diff(sound, axis=0)).max())


@pytest.mark.parametrize("count", [1, 2, 3])
def test_nothing_clicks_where_tracks_meet(count: int, tmp_path: Path) -> None:
    sounds = [hiss(3 + number / 7, number, highest=200) for number in range(count)]
    row = files(tmp_path, *sounds)
    scaled = [
        sound * 10 ** ((-20 - measured(track).integrated) / 20)
        for sound, track in zip(sounds, row, strict=True)
    ]
    own = max(map(jump, scaled))
    assert jump(np.concatenate(scaled * 2)) > 4 * own  # a plain joint clicks
    assert jump(played(playlist(row, 500), 20)) <= own * 1.00001


def test_silence_at_the_ends_of_a_track_is_left_out(tmp_path: Path) -> None:
    silence = np.zeros((2 * RATE, 2))
    sounds = [np.concatenate((silence, hiss(4, seed), silence[:RATE] + 1e-6)) for seed in (0, 1)]
    row = playlist(files(tmp_path, *sounds))
    for turn in islice(row.turns(), 3):
        assert turn.cut.begin == 2 * RATE
        assert turn.cut.end == pytest.approx(6 * RATE, abs=STEP)
    heard = played(row, 20)
    assert (heard**2).reshape(-1, STEP, 2).mean(axis=(1, 2)).min() > 1e-3


def test_a_pause_within_a_track_stays(tmp_path: Path) -> None:
    pause = np.zeros((2 * RATE, 2))
    sound = np.concatenate((hiss(2, 0), pause, hiss(2, 1)))
    assert turns(playlist(files(tmp_path, sound)), 1) == [("0", 0, 6, 0, 1)]


@pytest.mark.parametrize("seconds", [0.6, 3])
def test_two_tracks_are_open_at_most(
    seconds: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = files(tmp_path, *(hiss(seconds, seed) for seed in range(4)))
    watched = Watch(reading.blocks)
    monkeypatch.setattr(reading, "blocks", watched)
    list(islice(playlist(row).blocks(), 40))
    assert (watched.most, watched.open) == (2, 0)


class Watch:
    """Counts how many streams are open."""

    def __init__(self, blocks: Callable[[Path, int], Iterator[Block]]) -> None:
        self._blocks = blocks
        self.open = self.most = 0

    def __call__(self, path: Path, start: int) -> Generator[Block]:
        self.open += 1
        self.most = max(self.most, self.open)
        try:
            yield from self._blocks(path, start)
        finally:
            self.open -= 1


@pytest.mark.parametrize("start", [1, 5_000, 100_000, 144_100, 400_001])
def test_a_playlist_can_be_begun_anywhere(start: int, tmp_path: Path) -> None:
    row = files(tmp_path, hiss(3, 0), np.concatenate((np.zeros((RATE, 2)), hiss(2.5, 1))))
    whole = played(playlist(row), 12)
    music = playlist(row)
    part = np.concatenate(list(islice(music.blocks(start), 6)))
    assert np.abs(part - whole[start:][: len(part)]).max() < 1e-6
    again = np.concatenate(list(islice(music.blocks(start), 6)))
    assert np.array_equal(part, again)


def test_what_sounds_is_what_the_powers_say(tmp_path: Path) -> None:
    beat = np.exp(-8 * (np.arange(5 * RATE) / RATE % 0.5))[:, None]
    row = files(tmp_path, hiss(5, 0) * beat, hiss(3.33, 1, channels=1), hiss(2.5, 2, 8_000) * 4)
    music = playlist(row)
    heard = played(music, 30)
    weighted = sum(k_weighted(channel.astype(float)) ** 2 for channel in heard.T)
    steps = np.asarray(weighted).reshape(-1, STEP).mean(axis=1)
    told = music.energies(np.arange(301) * STEP)
    assert 10 * np.log10(told.reshape(-1, 10).mean(axis=1)) == pytest.approx(
        10 * np.log10(steps.reshape(-1, 10).mean(axis=1)), abs=0.5
    )
    # Other edges, even where they meet, change nothing in the sum.
    edges = np.sort(np.append(np.arange(301) * STEP + 17, [99_999, 99_999]))
    assert music.energies(edges).sum() == pytest.approx(
        music.energies(np.arange(17, 300 * STEP + 18, 100)).sum(), rel=1e-3
    )


def test_what_is_too_short_for_music_is_refused(tmp_path: Path) -> None:
    row = playlist(files(tmp_path, hiss(3, 0), hiss(0.3, 1)))
    with pytest.raises(WorkoutError) as refused:
        next(row.blocks())
    assert str(refused.value) == (f"{tmp_path / '1.wav'}: lasts 0.3 s; music lasts 0.5 s at least")
