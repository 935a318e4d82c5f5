"""The coach over music, measured by what is not ours: pyloudnorm, and the stems."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest

from audioworkout.sound.ducking import Powers
from audioworkout.sound.loudness import power_per_ms
from audioworkout.sound.mix import CEILING_DB
from audioworkout.sound.mixdown import STEMS, Mixdown, TimedClip
from audioworkout.sound.streaming import Block
from audioworkout.sound.tones import tone_pcm
from listen import loudness_meter

SECOND = 48_000
GO = tone_pcm("classic", "go")


def hum(seconds: float, lufs: float) -> Block:
    """Two channels of dull noise at a loudness."""
    noise = np.random.default_rng(3).standard_normal((round(seconds * SECOND), 2))
    noise = np.apply_along_axis(lambda c: np.convolve(c, np.ones(6), "same"), 0, noise)
    measured = loudness_meter(SECOND).integrated_loudness(noise)
    loud: Block = (noise * 10 ** ((lufs - measured) / 20)).astype(np.float32)
    return loud


class Hum:
    """Music of one level."""

    channels = 2

    def __init__(self, seconds: float, lufs: float, block: int = 7 * SECOND) -> None:
        self.samples = hum(seconds, lufs)
        self.block = block

    def blocks(self, since: int = 0) -> Iterator[Block]:
        for at in range(since, len(self.samples), self.block):
            block: Block = self.samples[at : at + self.block]
            yield block

    def powers(self) -> Powers:
        power = np.sum([power_per_ms(c.astype(float)) for c in self.samples.T], axis=0)
        return np.asarray(power.reshape(-1, 100).mean(axis=1), dtype=np.float32)


def speech(seconds: float, lufs: float = -14.8) -> bytes:
    """Noise in syllables, as loud as a clip of speech is."""
    time = np.arange(round(seconds * SECOND)) / SECOND
    voice = hum(seconds, -20)[:, 0] * (0.55 - 0.45 * np.cos(2 * np.pi * 4 * time))
    measured = loudness_meter(SECOND).integrated_loudness(voice)
    loud = np.clip(voice * 10 ** ((lufs - measured) / 20), -0.63, 0.63)
    return bytes(np.rint(loud * 32768).astype("<i2"))


def coach(length: int) -> list[TimedClip]:
    """Each ten seconds a phrase of two, and a tone."""
    words = speech(2)
    parts = []
    for start in range(1_000, length - 5_000, 10_000):
        parts.append(TimedClip("voice", start, words, 0.0, ducks=True))
        parts.append(TimedClip("tones", start + 4_000, GO, 0.0, ducks=False))
    return parts


def whole(blocks: Iterator[Block]) -> Block:
    together: Block = np.concatenate(list(blocks))
    return together


def loudness(samples: Any) -> float:
    return float(loudness_meter(SECOND).integrated_loudness(samples))


@pytest.mark.slow
@pytest.mark.parametrize("target", [-14.0, -16.0, -20.0])
@pytest.mark.parametrize("music", [-30.0, -21.0, -16.0])
def test_the_whole_has_the_loudness_asked_for_and_no_peak_over_the_ceiling(
    target: float, music: float
) -> None:
    mixdown = Mixdown(coach(60_000), 60_000, target, Hum(60, music))
    mixed = whole(mixdown.blocks())
    assert len(mixed) == 60 * SECOND
    assert loudness(mixed) == pytest.approx(target, abs=0.8)
    assert np.abs(mixed).max() <= 10 ** (CEILING_DB / 20)


@pytest.mark.parametrize("music", [-28.0, -18.0, -12.0])
def test_speech_lies_ten_units_above_the_music_while_it_lasts(music: float) -> None:
    mixdown = Mixdown(coach(60_000), 60_000, -16.0, Hum(60, music))
    stems = {stem: whole(mixdown.stem(stem)) for stem in STEMS}
    for start in range(1_000, 55_000, 10_000):
        during = slice(start * 48, (start + 2_000) * 48)
        above = loudness(stems["voice"][during]) - loudness(stems["music"][during])
        assert above >= 10
        between = slice((start + 5_000) * 48, (start + 8_000) * 48)
        lowered = loudness(stems["music"][between]) - loudness(stems["music"][during])
        assert lowered >= 11.5


def test_the_stems_add_up_to_the_whole() -> None:
    mixdown = Mixdown(coach(30_000), 30_000, -20.0, Hum(30, -30), airy=False)
    total = np.sum([whole(mixdown.stem(stem)) for stem in STEMS], axis=0)
    assert np.abs(total - whole(mixdown.blocks())).max() < 1e-6


def test_a_tone_starts_at_its_sample_with_music_too() -> None:
    mixdown = Mixdown(coach(30_000), 30_000, -16.0, Hum(30, -20))
    tone = np.frombuffer(GO, "<i2")[: 48 * 100].astype(float)
    mixed = whole(mixdown.blocks()).mean(axis=1)
    for start in (5_000, 15_000):
        around = mixed[(start - 20) * 48 : (start + 120) * 48]
        match = np.correlate(around, tone, "valid")
        assert abs(int(match.argmax()) - 20 * 48) <= 1


def test_without_music_the_air_carries_the_pauses() -> None:
    mixdown = Mixdown(coach(30_000), 30_000, -16.0)
    mixed = whole(mixdown.blocks())
    assert (mixdown.channels, mixed.shape) == (1, (30 * SECOND, 1))
    pauses = np.abs(mixed[: 30 * SECOND // 4_800 * 4_800]).reshape(-1, 4_800).max(axis=1)
    assert pauses[1:].min() > 1024 / 32768


@dataclass(eq=False)
class Elsewhere:
    """A clip that is read whenever it is asked for."""

    pcm: bytes

    def __len__(self) -> int:
        return len(self.pcm)

    def __bytes__(self) -> bytes:
        return self.pcm


def test_a_clip_may_be_read_when_it_is_needed() -> None:
    held = coach(30_000)
    read = [replace(part, pcm=Elsewhere(bytes(part.pcm))) for part in held]
    one, other = (Mixdown(parts, 30_000, -16.0) for parts in (held, read))
    assert np.array_equal(whole(one.blocks()), whole(other.blocks()))


def test_a_session_of_silence_is_not_blown_up() -> None:
    assert Mixdown([], 10_000, -16.0, airy=False).correction_db == 0
    assert (
        Mixdown([TimedClip("tones", 0, GO, -40.0, ducks=False)], 10_000, -16.0).correction_db == 6.0
    )
