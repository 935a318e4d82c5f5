import threading
from typing import Any

import numpy as np
import pytest

from audioworkout.voices import Pcm
from audioworkout.voices.stretching import paced

RATE = 24_000
SECONDS = 2.0
PITCH = 130  # Hz


def speech(rate: int = RATE) -> Pcm:
    """Something like a voice: harmonics in syllables, and a breath; the same each time."""
    time = np.arange(round(SECONDS * rate)) / rate
    voice = sum(np.sin(2 * np.pi * PITCH * n * time) / n for n in range(1, 12))
    syllables = 0.55 - 0.45 * np.cos(2 * np.pi * 4 * time)
    breath = np.random.default_rng(1).normal(0, 0.005, len(time))
    return pcm(0.15 * voice * syllables + breath, rate)


def pcm(signal: Any, rate: int = RATE) -> Pcm:
    return Pcm(np.round(np.clip(signal, -1, 1) * 32767).astype("<i2").tobytes(), rate)


def signal(pcm: Pcm) -> Any:
    return np.frombuffer(pcm.samples, "<i2") / 32768


def pitch(pcm: Pcm) -> float:
    """The fundamental in Hz, by the peak of the autocorrelation, between samples."""
    sound = signal(pcm)
    spectrum = np.abs(np.fft.rfft(sound, 2 * len(sound))) ** 2
    echoes = np.fft.irfft(spectrum)
    low, high = round(pcm.sample_rate / 250), round(pcm.sample_rate / 70)
    at = low + int(echoes[low:high].argmax())
    before, peak, after = echoes[at - 1 : at + 2]
    return float(pcm.sample_rate / (at + (before - after) / (2 * (before - 2 * peak + after))))


RATES = [50, 80, 93, 107, 115, 150, 230]


@pytest.mark.parametrize("rate", RATES)
def test_speech_is_shorter_by_the_rate_to_the_sample(rate: int) -> None:
    result = paced(speech(), rate)
    assert (result.sample_rate, len(result.samples)) == (
        RATE,
        2 * round(SECONDS * RATE * 100 / rate),
    )


@pytest.mark.parametrize("sampling", [16_000, 22_050, 24_000, 48_000])
@pytest.mark.parametrize("rate", RATES)
def test_the_pitch_stays(rate: int, sampling: int) -> None:
    assert pitch(paced(speech(sampling), rate)) == pytest.approx(PITCH, rel=0.01)


@pytest.mark.parametrize("rate", RATES)
def test_the_level_stays(rate: int) -> None:
    before, after = signal(speech()), signal(paced(speech(), rate))
    assert 20 * np.log10(after.std() / before.std()) == pytest.approx(0, abs=1)


@pytest.mark.parametrize("rate", RATES)
def test_what_sounds_from_half_a_second_on_does_so_at_the_new_speed(rate: int) -> None:
    sound = signal(speech()).copy()
    sound[: RATE // 2] = 0
    sound[RATE:] = 0
    heard = np.flatnonzero(np.abs(signal(paced(pcm(sound), rate))) > 0.03) / RATE
    assert heard[0] * rate / 100 == pytest.approx(0.5, abs=0.03)
    assert heard[-1] * rate / 100 == pytest.approx(1.0, abs=0.03)


def test_at_its_own_speed_it_is_what_it_was() -> None:
    assert paced(speech(), 100) == speech()


def test_the_same_speech_gives_the_same_bytes_on_any_thread() -> None:
    expected = [paced(speech(), rate) for rate in RATES]
    results: dict[int, list[Pcm]] = {}

    def work(number: int) -> None:
        results[number] = [paced(speech(), rate) for rate in RATES]

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [results[number] for number in range(4)] == [expected] * 4


@pytest.mark.parametrize("rate", RATES)
def test_the_loudest_sound_does_not_wrap_around(rate: int) -> None:
    full = pcm(np.sin(2 * np.pi * PITCH * np.arange(RATE) / RATE))
    assert np.abs(np.diff(signal(paced(full, rate)))).max() < 0.2


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("samples", [0, 1, 2, 10, 100, 1000])
def test_the_shortest_sounds_have_their_length_too(samples: int, rate: int) -> None:
    sound = pcm(np.full(samples, 0.1))
    assert len(paced(sound, rate).samples) == 2 * round(samples * 100 / rate)
