"""The bed of a session: which music when, how loud, from the first sample to the last."""

import math
import tracemalloc
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from audioworkout.ground.cache import Cache
from audioworkout.ground.diagnostics import START, WorkoutError
from audioworkout.language.model import Music, Tracks
from audioworkout.plan.segments import Kind
from audioworkout.sound.loudness import k_weighted
from audioworkout.sound.music.bed import Interval, MusicBed
from audioworkout.sound.music.measure import measured
from audioworkout.sound.music.tracks import tracks
from audioworkout.sound.streaming import Block

RATE = 48_000
STEP = 4_800


def noise(seconds: float, seed: int, lowest: int, highest: int, channels: int = 2) -> Any:
    """Noise of some frequencies, at about -20 dBFS."""
    count = round(seconds * RATE)
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal((count, channels)), axis=0)
    spectrum[: round(lowest * seconds)] = 0
    spectrum[round(highest * seconds) :] = 0
    sound = np.fft.irfft(spectrum, count, axis=0)
    return sound / sound.std() / 10


BANDS = {"main": (300, 800), "work": (1_000, 2_000), "rest": (3_000, 5_000)}


@cache
def song_of(name: str) -> Any:
    return noise(20, len(name), *BANDS[name])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in BANDS:
        soundfile.write(tmp_path / f"{name}.wav", song_of(name), RATE, subtype="FLOAT")
    return tmp_path


ALONE = Music(("main.wav",), START)
BOTH = replace(ALONE, work=Tracks(("work.wav",)), rest=Tracks(("rest.wav",)))
PLAN = (
    (0, 3_000, Kind.WELCOME),
    (3_000, 8_000, Kind.WORK),
    (8_000, 10_000, Kind.SWITCH),
    (10_000, 15_000, Kind.WORK),
    (15_000, 20_000, Kind.REST),
    (20_000, 26_000, Kind.WORK),
    (26_000, 31_000, Kind.TRANSITION),
    (31_000, 36_017, Kind.FINISH),
)


def bed(folder: Path, music: Music, plan: tuple[Interval, ...] = PLAN, seed: int = 0) -> MusicBed:
    return MusicBed(plan, music, folder=folder, cache=Cache(folder / "cache"), seed=seed)


def played(bed: MusicBed) -> Block:
    return np.concatenate(list(bed.blocks()))


def song(folder: Path, name: str) -> Any:
    """A song at the level of all music."""
    (track,) = tracks((f"{name}.wav",), folder)
    return song_of(name) * 10 ** ((-20 - measured(track).integrated) / 20)


def heard(sound: Block, name: str, start: float, end: float) -> float:
    """The power, in dB, that a stretch (s) has in the band of a song; 0 is the song itself."""
    part = sound[round(start * RATE) : round(end * RATE)].astype(np.float64)
    power = np.abs(np.fft.rfft(part * np.hanning(len(part))[:, None], axis=0)) ** 2
    low, high = (round(edge * len(part) / RATE) for edge in BANDS[name])
    return 10 * math.log10(power[low:high].sum() / len(part) ** 2 + 1e-20) + 20


@pytest.mark.parametrize("length", [20, 999, 1_000, 36_017])
def test_a_bed_is_as_long_as_the_session(folder: Path, length: int) -> None:
    music = bed(folder, ALONE, ((0, length, Kind.WORK),))
    blocks = list(music.blocks())
    assert sum(map(len, blocks)) == length * 48
    assert {block.dtype for block in blocks} == {np.dtype(np.float32)}
    assert {block.shape[1] for block in blocks} == {2} == {music.channels}
    assert max(map(len, blocks)) <= 10 * RATE
    assert len(music.powers()) == -(-length // 100)


def test_it_comes_and_goes_softly(folder: Path) -> None:
    sound = played(bed(folder, replace(ALONE, fade_out=4_000), ((0, 12_000, Kind.WORK),)))
    whole = song(folder, "main")[: 12 * RATE]
    gain = np.ones(12 * RATE)
    gain[:RATE] = np.sin(np.pi / 2 * (np.arange(RATE) + 0.5) / RATE) ** 2
    gain[8 * RATE :] = np.cos(np.pi / 2 * (np.arange(4 * RATE) + 0.5) / (4 * RATE)) ** 2
    assert np.abs(sound - whole * gain[:, None]).max() < 1e-5


def test_without_a_fade_it_still_ends_without_a_click(folder: Path) -> None:
    sound = played(bed(folder, replace(ALONE, fade_out=0), ((0, 3_000, Kind.WORK),)))
    assert np.abs(sound[-1]).max() < 1e-5
    assert np.abs(sound[-1_920:-960]).max() > 0.05  # 20 ms before the end nothing has changed


def test_work_and_rest_have_music_of_their_own(folder: Path) -> None:
    sound = played(bed(folder, replace(BOTH, fade_out=1_000)))
    whose = [(1.2, 2.4, "main"), (3.6, 14.4, "work"), (15.6, 19.4, "rest"), (20.6, 25.4, "work")]
    whose += [(26.6, 30.4, "rest"), (31.6, 34, "main")]
    alone = {name: heard(song(folder, name), name, 0, 20) for name in BANDS}
    for start, end, name in whose:
        for each in BANDS:
            power = heard(sound, each, start, end)
            assert power == pytest.approx(alone[name], abs=1.5) if each == name else power < -60


@pytest.mark.parametrize(
    ("name", "at", "position"),
    [
        ("main", 32, 3.5 + 32 - 30.5),  # heard until 3.5 s, and again from 30.5 s on
        ("rest", 27, 6 + 27 - 25.5),  # from 14.5 s to 20.5 s, and from 25.5 s on
        ("work", 22, 13 + 22 - 19.5),  # from 2.5 s to 15.5 s, and from 19.5 s on
    ],
)
def test_a_playlist_goes_on_where_it_stopped(
    name: str, at: int, position: float, folder: Path
) -> None:
    sound = played(bed(folder, replace(BOTH, fade_out=1_000)))[at * RATE :][: RATE // 4]
    wanted = song(folder, name)[round(position * RATE) :][: RATE // 4]
    assert np.abs(sound - wanted).max() < 1e-5


@pytest.mark.parametrize("since", [1, 2_600 * 48, 8_000 * 48 + 7, 25_700 * 48, 36_000 * 48])
def test_a_session_can_be_begun_anywhere(since: int, folder: Path) -> None:
    what = bed(folder, replace(BOTH, crossfade=700))
    whole = played(what)
    part = np.concatenate(list(what.blocks(since)))
    assert len(part) == len(whole) - since
    assert np.abs(part - whole[since:]).max() < 1e-6


def test_playlists_change_at_equal_power_around_the_boundary(folder: Path) -> None:
    sound = played(bed(folder, BOTH))
    work, rest = song(folder, "work"), song(folder, "rest")
    way = (np.arange(RATE) + 0.5)[:, None] / RATE * np.pi / 2
    wanted = work[12 * RATE : 13 * RATE] * np.cos(way) + rest[:RATE] * np.sin(way)
    assert np.abs(sound[round(14.5 * RATE) : round(15.5 * RATE)] - wanted).max() < 1e-5


def test_gains_of_work_and_rest_change_smoothly(folder: Path) -> None:
    quiet = replace(ALONE, gain_db=-3, work=Tracks(gain_db=2), rest=Tracks(gain_db=-9.5))
    gain = played(bed(folder, quiet)) / played(bed(folder, ALONE))
    decibels = 20 * np.log10(np.abs(gain).max(axis=1, where=np.isfinite(gain), initial=1e-9))
    for at, wanted in ((1.5, -3), (5, -1), (9, -1), (12, -1), (17, -12.5), (23, -1), (28, -12.5)):
        assert decibels[round(at * RATE)] == pytest.approx(wanted, abs=0.01)
    assert decibels[15 * RATE] == pytest.approx((-1 - 12.5) / 2, abs=0.01)
    assert decibels[round(14.5 * RATE)] == pytest.approx(-1, abs=0.01)
    assert decibels[round(15.5 * RATE)] == pytest.approx(-12.5, abs=0.01)
    slope = np.diff(decibels[RATE : 30 * RATE : 48])  # a millisecond each
    assert np.abs(slope).max() < 0.02


def test_the_same_files_for_work_are_the_same_music(folder: Path) -> None:
    same = replace(ALONE, work=Tracks(("main.wav",)))
    assert np.array_equal(played(bed(folder, same)), played(bed(folder, ALONE)))


PLANS = {
    "one piece": ((0, 31_000, Kind.WORK),),
    "usual": PLAN,
    "short": tuple(
        (at, at + 150, kind)
        for at, kind in zip(
            range(0, 9_000, 150), [Kind.WORK, Kind.REST, Kind.SPEECH] * 20, strict=True
        )
    ),
    "odd": (
        (0, 333, Kind.PREPARE),
        (333, 1_777, Kind.WORK),
        (1_777, 1_777, Kind.REST),
        (1_777, 4_999, Kind.FINISH),
    ),
}


@pytest.mark.parametrize("name", PLANS)
def test_what_sounds_is_what_the_powers_say(name: str, folder: Path) -> None:
    music = replace(BOTH, rest=Tracks(("rest.wav", "work.wav"), gain_db=-7), shuffled=True)
    what = bed(folder, music, PLANS[name])
    sound = played(what).astype(np.float64)
    weighted = np.sum([k_weighted(channel) ** 2 for channel in sound.T], axis=0)
    steps = np.pad(weighted, (0, -len(weighted) % STEP)).reshape(-1, STEP).mean(axis=1)
    told = what.powers()
    assert told.dtype == np.float32
    assert len(told) == len(steps)
    seconds = len(steps) // 10
    ours, theirs = (each[: 10 * seconds].reshape(-1, 10).mean(axis=1) for each in (told, steps))
    assert 10 * np.log10(ours) == pytest.approx(10 * np.log10(theirs), abs=0.5)


def jump(sound: Any) -> float:
    """The largest step from a sample to the next."""
    return float(np.abs(np.diff(sound, axis=0)).max())


def test_nothing_clicks_from_end_to_end(folder: Path) -> None:
    low = {name: noise(7, seed, 50, 150) for seed, name in enumerate(BANDS)}
    for name, sound in low.items():
        soundfile.write(folder / f"{name}.wav", sound, RATE, subtype="FLOAT")
    own = max(
        jump(sound) * 10 ** ((-20 - measured(track).integrated) / 20)
        for sound, track in zip(
            low.values(), tracks(tuple(f"{name}.wav" for name in low), folder), strict=True
        )
    )
    for plan, most in ((PLAN, own * 1.00001), (PLANS["short"], own * 1.1)):  # of three at once
        sound = played(bed(folder, replace(BOTH, crossfade=300), plan))
        assert jump(np.pad(sound, ((1, 1), (0, 0)))) <= most


def test_mono_is_mono_and_stereo_where_any_of_it_is(folder: Path) -> None:
    soundfile.write(folder / "rest.wav", song_of("rest")[:, :1], RATE, subtype="FLOAT")
    soundfile.write(folder / "work.wav", song_of("work")[:, 1:], RATE, subtype="FLOAT")
    mono = Music(("rest.wav",), START, work=Tracks(("work.wav",)))
    assert bed(folder, mono).channels == played(bed(folder, mono)).shape[1] == 1
    mixed = replace(mono, rest=Tracks(("main.wav",)))
    assert bed(folder, mixed).channels == played(bed(folder, mixed)).shape[1] == 2


def test_a_seed_gives_the_same_samples(folder: Path) -> None:
    shuffled = Music(tuple(f"{name}.wav" for name in BANDS), START, shuffled=True, crossfade=500)
    plan = ((0, 60_000, Kind.WORK),)
    one, same, other = (played(bed(folder, shuffled, plan, seed)) for seed in (3, 3, 4))
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)


def test_a_file_that_only_rest_names_is_missed_at_once(folder: Path) -> None:
    with pytest.raises(WorkoutError, match=r"gone\.mp3: there is no such file or folder"):
        bed(folder, replace(ALONE, rest=Tracks(("gone.mp3",))))


def test_a_long_session_takes_no_more_memory(folder: Path) -> None:
    soundfile.write(folder / "main.wav", song_of("main")[:, :1], RATE)

    def peak(minutes: int) -> int:
        plan = tuple((at * 60_000, (at + 1) * 60_000, Kind.WORK) for at in range(minutes))
        tracemalloc.start()
        try:
            for _ in bed(folder, ALONE, plan).blocks():
                pass
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(1)  # what is loaded and kept once
    assert abs(peak(4) - peak(1)) < 1_000_000  # four minutes have 46 MB
