import subprocess
import sys
import wave
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from audioworkout.ground.cache import Cache
from audioworkout.ground.diagnostics import WorkoutError
from audioworkout.sound import loudness
from audioworkout.sound.clip_making import CEILING_DB, SPEECH_LEVEL, as_segment, make_clip
from audioworkout.sound.clips import length, read_sample
from audioworkout.voices import Pcm
from audioworkout.voices.decode import decode
from listen import loudness_meter

RATE = 22_050
CEILING = 10 ** (CEILING_DB / 20)


def pulses(seconds: float, level: float = 0.5) -> Any:
    """Something like a voice: 110 pulses a second that ring at 700 Hz, in syllables."""
    time = np.arange(round(seconds * RATE)) / RATE
    since_pulse = time % (1 / 110)
    syllable = 0.55 - 0.45 * np.cos(2 * np.pi * 4 * time)
    ringing = np.exp(-since_pulse * 500) * np.sin(2 * np.pi * 700 * since_pulse)
    return level * syllable * np.diff(ringing, prepend=0) * 4


def pcm(signal: Any, rate: int = RATE) -> Pcm:
    return Pcm(np.round(signal * 32767).astype("<i2").tobytes(), rate)


def signal(clip: bytes) -> Any:
    return np.frombuffer(clip, "<i2") / 32768


def test_silence_around_speech_is_cut_to_a_breath() -> None:
    speech, silence = pulses(0.5), np.zeros(RATE)
    clip = make_clip(pcm(np.concatenate([silence, speech, silence])))
    assert len(clip) % 96 == 0
    assert length(clip) == pytest.approx(10 + 500 + 40, abs=5)
    inner = signal(make_clip(pcm(np.concatenate([speech, silence, speech]))))
    assert len(inner) / 48_000 == pytest.approx(2.05, abs=0.005), "a pause inside stays"


@pytest.mark.parametrize("seconds", [0.41, 0.5, 0.77, 1.3, 3.0])
@pytest.mark.parametrize("level", [0.02, 0.2, 0.9])
def test_every_clip_has_the_level_of_speech_by_another_meter(seconds: float, level: float) -> None:
    clip = signal(make_clip(pcm(pulses(seconds, level))))
    heard = loudness_meter(48_000).integrated_loudness(clip)
    assert heard == pytest.approx(SPEECH_LEVEL, abs=0.3)
    assert np.abs(clip).max() <= CEILING + 1 / 32768


@pytest.mark.parametrize("seconds", [0.06, 0.15, 0.3])
def test_a_word_too_short_for_the_meter_sounds_as_loud_as_the_others(seconds: float) -> None:
    clip = signal(make_clip(pcm(pulses(seconds, 0.1))))
    heard = loudness.active(clip) - loudness.ACTIVE_OVER_INTEGRATED
    assert heard == pytest.approx(SPEECH_LEVEL, abs=0.7)
    assert np.abs(clip).max() <= CEILING + 1 / 32768


def test_a_clip_starts_and_ends_without_a_click_and_has_no_offset() -> None:
    clip = signal(make_clip(pcm(pulses(0.8, 0.9))))
    assert np.abs(clip[:48]).max() < 0.01
    assert np.abs(clip[-48:]).max() < 0.01
    assert abs(clip.mean()) < 0.002


@pytest.mark.parametrize("rate", [16_000, 22_050, 24_000, 44_100, 48_000])
def test_a_voice_of_any_rate_keeps_its_pitch_and_its_length(rate: int) -> None:
    time = np.arange(rate) / rate
    clip = signal(make_clip(pcm(0.3 * np.sin(2 * np.pi * 440 * time), rate)))
    spectrum = np.abs(np.fft.rfft(clip, 48_000))
    assert spectrum.argmax() == pytest.approx(440, abs=1)
    assert len(clip) == pytest.approx(48_000 + 50 * 48, abs=48)


@pytest.mark.parametrize("samples", [b"", bytes(2000)])
def test_where_nothing_sounds_the_clip_is_empty(samples: bytes) -> None:
    assert make_clip(Pcm(samples, RATE)) == b""


@pytest.mark.parametrize(
    "heard",
    [
        np.random.default_rng(1).normal(0, 0.1, 48_000),
        0.5 * np.sin(2 * np.pi * 997 * np.arange(96_000) / 48_000),
        0.5 * np.sin(2 * np.pi * 60 * np.arange(96_000) / 48_000),
        np.repeat([0.5, 0.001, 0.05], 48_000) * np.random.default_rng(2).uniform(-1, 1, 144_000),
        np.random.default_rng(3).normal(0, 0.1, 48 * 437),
    ],
    ids=["noise", "1 kHz", "60 Hz", "gated", "437 ms"],
)
def test_loudness_is_what_another_meter_reads(heard: Any) -> None:
    expected = loudness_meter(48_000).integrated_loudness(heard)
    assert loudness.integrated(heard) == pytest.approx(expected, abs=0.1)


def test_a_full_sine_reads_what_the_standard_says() -> None:
    sine = np.sin(2 * np.pi * 997 * np.arange(144_000) / 48_000)
    assert loudness.integrated(sine) == pytest.approx(-3.01, abs=0.02)
    assert loudness.integrated(np.zeros(48_000)) == -np.inf
    assert loudness.active(np.zeros(480)) == -np.inf


@pytest.mark.parametrize("filtered", [loudness.k_weighted, loudness.phase_rotated])
def test_a_long_signal_is_filtered_in_pieces(
    filtered: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    noise = np.random.default_rng(5).standard_normal(25 * 48_000 + 480) * 0.1
    pieces = filtered(noise)
    monkeypatch.setattr(loudness, "LONGEST_TRANSFORM", len(noise))
    assert np.abs(pieces - filtered(noise)).max() < 1e-10


def test_the_limiter_turns_down_around_a_peak_and_leaves_the_rest() -> None:
    quiet = 0.1 * np.sin(2 * np.pi * 500 * np.arange(48_000) / 48_000)
    loud = quiet.copy()
    loud[24_000:24_048] *= 9
    held = loudness.limited(loud, 0.5)
    assert np.abs(held).max() <= 0.5
    assert held[:23_000] == pytest.approx(quiet[:23_000], abs=1e-12)
    assert held[25_000:] == pytest.approx(quiet[25_000:], abs=1e-12)
    gain = held[23_000:25_000][np.abs(quiet[23_000:25_000]) > 0.05]
    gain /= loud[23_000:25_000][np.abs(quiet[23_000:25_000]) > 0.05]
    assert np.abs(np.diff(gain)).max() < 0.03, "no step in the gain"


@pytest.mark.parametrize("seed", range(20))
def test_the_limiter_needs_no_clipping(seed: int) -> None:
    random = np.random.default_rng(seed)
    wild = random.normal(0, 0.2, 48 * 200) * (random.uniform(size=48 * 200) > 0.7)
    wild[random.integers(0, len(wild), 5)] = random.choice([-8.0, 8.0], 5)
    peaks = np.abs(wild).reshape(-1, 48).max(axis=1)
    centres = np.arange(len(peaks)) * 48 + 24
    gain = np.interp(np.arange(len(wild)), centres, loudness.limiting(peaks, 0.7))
    assert np.abs(wild * gain).max() <= 0.7 + 1e-9


def test_turning_the_phases_keeps_the_spectrum_and_lowers_the_peaks() -> None:
    voice = np.repeat(pulses(1.0), 1)[: 48 * 450]
    turned = loudness.phase_rotated(voice)
    assert np.abs(turned).max() < 0.9 * np.abs(voice).max()
    assert loudness.integrated(turned) == pytest.approx(loudness.integrated(voice), abs=0.05)


def test_a_clip_is_a_pydub_segment_for_whoever_scripts() -> None:
    segment = as_segment(make_clip(pcm(pulses(0.5))))
    assert (segment.frame_rate, segment.channels, segment.sample_width) == (48_000, 1, 2)
    assert len(segment[100:200]) == 100


def write_wav(path: Path, samples: Any, rate: int, channels: int) -> None:
    with wave.open(str(path), "wb") as file:
        file.setparams((channels, 2, rate, 0, "NONE", ""))
        file.writeframes(np.round(samples * 32767).astype("<i2").tobytes())


def test_a_stereo_wav_of_another_rate_is_read_as_a_clip(tmp_path: Path) -> None:
    time = np.arange(44_100) / 44_100
    stereo = np.stack([0.4 * np.sin(2 * np.pi * 1000 * time), 0 * time], axis=1).ravel()
    write_wav(tmp_path / "bell.wav", stereo, 44_100, 2)
    clip = read_sample(tmp_path / "bell.wav")
    assert length(clip) == 1000
    assert np.abs(np.fft.rfft(signal(clip))).argmax() == 1000
    assert loudness.integrated(signal(clip)) == pytest.approx(SPEECH_LEVEL, abs=0.1)


def test_a_sample_is_decoded_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_wav(tmp_path / "bell.wav", pulses(0.5), RATE, 1)
    cache = Cache(tmp_path / "cache")
    first = read_sample(tmp_path / "bell.wav", cache)
    decoded: list[str] = []

    def noted(content: bytes, name: str) -> Pcm:
        decoded.append(name)
        return decode(content, name)

    monkeypatch.setattr("audioworkout.voices.decode.decode", noted)
    assert read_sample(tmp_path / "bell.wav", cache) == first
    assert decoded == []
    write_wav(tmp_path / "bell.wav", pulses(0.6), RATE, 1)
    assert length(read_sample(tmp_path / "bell.wav", cache)) == 600
    assert decoded == [str(tmp_path / "bell.wav")]


@pytest.mark.parametrize(
    ("content", "message"), [(None, "No such file"), (b"no sound at all", "be read as sound")]
)
def test_a_sample_that_cannot_be_read_is_the_users_mistake(
    tmp_path: Path, content: bytes | None, message: str
) -> None:
    if content:
        (tmp_path / "bell.mp3").write_bytes(content)
    with pytest.raises(WorkoutError, match=message):
        read_sample(tmp_path / "bell.mp3")


def test_known_clips_and_tones_need_no_numerics() -> None:
    code = (
        "import sys; from audioworkout.sound import clips, tones;"
        "tones.tone_length('classic', 'go');"
        "print({'numpy', 'scipy', 'pydub', 'soxr'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
