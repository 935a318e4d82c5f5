import subprocess
import sys
import unicodedata
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import lameenc
import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from audioworkout.ground import folders
from audioworkout.ground.cache import Cache
from audioworkout.plan.segments import Speech
from audioworkout.sound.clip_making import make_clip
from audioworkout.sound.clips import length
from audioworkout.sound.voice_chain import VoiceChain
from audioworkout.voices import Offer, Pcm, Voice, VoiceError, find_voice
from audioworkout.voices.recorded import RecordedVoice, file_name, unused
from audioworkout.voices.trim import trimmed
from fake import FakeVoice

RATE = 24_000


def recordings(folder: Path, *names: str) -> RecordedVoice:
    """A voice of files that hold their own names: enough for as long as nobody speaks."""
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / name).write_text(name)
    voice = find_voice(f"recorded:{folder}")
    assert isinstance(voice, RecordedVoice)
    return voice


# Which recording is whose


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("rest.wav", "Rest."),
        ("Rest.WAV", "rest"),
        ("012-rest-fifteen-seconds.mp3", "Rest. Fifteen seconds."),
        ("12. Rest, fifteen seconds!.flac", "Rest. Fifteen seconds."),
        ("3) rest_fifteen_seconds.ogg", "Rest. Fifteen seconds."),
        ("Pushups.opus", "Push-ups."),
        ("dont stop.m4a", "Don’t stop!"),
        ("elevation.wav", "Élévation"),
        (unicodedata.normalize("NFD", "Élévation.wav"), unicodedata.normalize("NFC", "Élévation")),
        ("Приседания.wav", "приседания!"),
        ("01 - 深蹲.wav", "深蹲。"),
        ("12 squats.wav", "12 squats"),
        ("012-12-squats.wav", "12 squats"),
        ("2-5-km.wav", "2.5 km"),
        ("3 2 1 go.wav", "3, 2, 1: go!"),
        (file_name(7, "a very " * 40 + "long phrase"), "a very " * 40 + "long phrase"),
        (file_name(7, "..."), "..."),
        (file_name(7, "Приседания"), "Приседания"),
    ],
)
def test_a_recording_is_its_phrases_whatever_the_spelling(
    tmp_path: Path, name: str, text: str
) -> None:
    assert recordings(tmp_path, name).file_of(text) == tmp_path / name


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("squat.wav", "squats"),
        ("12 squats.wav", "squats"),
        ("25-km.wav", "2.5 km"),
        ("rest.txt", "rest"),
        ("rest", "rest"),
        ("._rest.wav", "rest"),
        ("---.wav", "..."),
        ("мои.wav", "мой"),
        ("かき.wav", "がき"),
        (file_name(7, "a very " * 40 + "long phrase"), "a very " * 40 + "long phase"),
        (file_name(7, "..."), "!"),
    ],
)
def test_a_recording_is_not_another_phrases(tmp_path: Path, name: str, text: str) -> None:
    assert recordings(tmp_path, name).file_of(text) is None


def test_folders_are_no_recordings(tmp_path: Path) -> None:
    (tmp_path / "rest.wav").mkdir()
    assert recordings(tmp_path).file_of("rest") is None


def test_of_two_recordings_the_first_by_name_speaks_and_the_other_is_unused(
    tmp_path: Path,
) -> None:
    voice = recordings(tmp_path, "rest.wav", "014-rest.wav", "012-rest.wav", "012-rest.mp3")
    assert voice.file_of("Rest.") == tmp_path / "rest.wav", "one without a number is meant as it is"
    (tmp_path / "rest.wav").unlink()
    assert recordings(tmp_path).file_of("Rest.") == tmp_path / "012-rest.mp3"
    assert unused(tmp_path, ["Rest."]) == ("012-rest.wav", "014-rest.wav")


def test_recordings_that_no_phrase_is_spoken_with_are_listed(tmp_path: Path) -> None:
    recordings(tmp_path, "001-rest.wav", "002-halfwya.wav", "003-go.wav", "notes.txt", ".go.wav")
    assert unused(tmp_path, ["Rest.", "Halfway.", "Go!"]) == ("002-halfwya.wav",)
    assert unused(tmp_path, []) == ("001-rest.wav", "002-halfwya.wav", "003-go.wav")
    with pytest.raises(VoiceError, match="nowhere: No such file"):
        unused(tmp_path / "nowhere", [])


@pytest.mark.parametrize(
    ("number", "text", "name"),
    [
        (12, "Next: squats, left leg.", "012-next-squats-left-leg.wav"),
        (1234, "Don’t stop!", "1234-dont-stop.wav"),
        (1, "Élévation du bassin", "001-elevation-du-bassin.wav"),
        (2, "Fußheben", "002-fussheben.wav"),
        (3, "3, 2, 1, go", "003-3-2-1-go.wav"),
        (4, "Приседания. 30 секунд", "004-30-b98ef892.wav"),
        (5, "深蹲", "005-14906fe6.wav"),
        (6, "...", "006-ab5df625.wav"),
        (7, "x " * 60, f"007-{'x-' * 31}"[:65] + "-42f2d973.wav"),
    ],
)
def test_a_phrase_names_its_file(number: int, text: str, name: str) -> None:
    assert file_name(number, text) == name


@given(st.integers(0, 999_999), st.text(max_size=200))
def test_every_phrase_finds_the_file_that_was_named_for_it(number: int, text: str) -> None:
    name = file_name(number, text)
    assert name.isascii()
    assert len(name) <= 80
    with TemporaryDirectory() as folder:
        assert recordings(Path(folder), name).file_of(text) == Path(folder) / name


# Where recordings lie


def test_a_folder_beside_the_workout_comes_before_the_users_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(folders.DATA_VARIABLE, str(tmp_path / "data"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    beside, own = tmp_path / "workouts", tmp_path / "data/voices/recorded"
    for folder in (beside / "me", own / "me", own / "anna", tmp_path / "home/mine"):
        folder.mkdir(parents=True)
    found = {
        spec: folder_of(find_voice(f"recorded:{spec}", beside))
        for spec in ("me", "anna", "~/mine", "../home/mine", str(own / "me"))
    }
    assert found == {
        "me": beside / "me",
        "anna": own / "anna",
        "~/mine": tmp_path / "home/mine",
        "../home/mine": beside / "../home/mine",
        str(own / "me"): own / "me",
    }


def folder_of(voice: Voice) -> Path:
    assert isinstance(voice, RecordedVoice)
    return voice.folder


@pytest.mark.parametrize("name", ["you", "x" * 300, "/nowhere/x", "~nobody-here/x", "", "rest.wav"])
def test_recordings_that_are_not_there_are_told_with_a_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(folders.DATA_VARIABLE, str(tmp_path / "data"))
    (tmp_path / "rest.wav").touch()
    with pytest.raises(VoiceError) as refusal:
        find_voice(f"recorded:{name}", tmp_path)
    if name == "you":
        assert str(refusal.value) == (
            f"there are no recordings `you`: make the folder {tmp_path}/you or "
            f"{tmp_path}/data/voices/recorded/you and record each phrase into a file of its own "
            "there, named as the phrase, such as `rest-fifteen-seconds.wav`"
        )


def test_the_users_own_folders_are_offered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from audioworkout.voices import offers

    monkeypatch.setenv(folders.DATA_VARIABLE, str(tmp_path))
    assert offers("recorded") == ()
    own = tmp_path / "voices" / "recorded"
    own.mkdir(parents=True)
    (own / "readme.txt").touch()
    recordings(own / "me", "rest.wav", "go.mp3", "notes.txt")
    recordings(own / "anna", "rest.wav")
    recordings(own / "empty")
    assert offers("recorded") == (
        Offer("recorded:anna", "und", f"1 recording in {own}/anna"),
        Offer("recorded:empty", "und", f"0 recordings in {own}/empty", ready=False),
        Offer("recorded:me", "und", f"2 recordings in {own}/me"),
    )


# Keys


def test_the_key_is_the_content_whatever_the_name(tmp_path: Path) -> None:
    voice = recordings(tmp_path, "rest.wav", "go.wav")
    assert (voice.name, voice.language) == (f"recorded:{tmp_path}", "und")
    assert voice.at_once >= 1
    assert voice.key("Halfway.") is None
    rest, go = voice.key("Rest."), voice.key("Go!")
    assert len({rest, go, None}) == 3
    (tmp_path / "rest.wav").rename(tmp_path / "012-rest.wav")
    assert recordings(tmp_path).key("Rest.") == rest
    (tmp_path / "012-rest.wav").write_text("anew")
    assert recordings(tmp_path).key("Rest.") not in (rest, go)


def test_what_changes_between_key_and_speech_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "rest.wav", speech())
    voice = recordings(tmp_path)
    key = voice.key("rest")
    write(tmp_path / "rest.wav", speech(0.7))
    assert voice.key("rest") == key, "a file is read once"
    with pytest.raises(VoiceError, match=r"rest.wav changed while it was used"):
        voice.speak("rest", 100)


def test_finding_a_recording_loads_neither_decoder_nor_numerics(tmp_path: Path) -> None:
    recordings(tmp_path, "rest.wav")
    code = (
        "import sys; from audioworkout.voices import find_voice;"
        "assert find_voice(f'recorded:{sys.argv[1]}').key('rest');"
        "print({'numpy', 'soundfile', 'pedalboard', 'pydub', 'pydantic'} & set(sys.modules))"
    )
    call = [sys.executable, "-c", code, str(tmp_path)]
    assert subprocess.run(call, capture_output=True, text=True, check=True).stdout == "set()\n"


# Speech


def speech(seconds: float = 0.5, level: float = 0.5, rate: int = RATE) -> Any:
    """Something like a voice: 110 pulses a second that ring at 700 Hz, in syllables."""
    time = np.arange(round(seconds * rate)) / rate
    since_pulse = time % (1 / 110)
    syllable = 0.55 - 0.45 * np.cos(2 * np.pi * 4 * time)
    ringing = np.exp(-since_pulse * 500) * np.sin(2 * np.pi * 700 * since_pulse)
    return level * syllable * np.diff(ringing, prepend=0) * 4


def write(path: Path, signal: Any, rate: int = RATE, **how: Any) -> Path:
    soundfile.write(path, signal, rate, **how)
    return path


def spoken_ms(voice: Voice, text: str, rate: int = 100) -> float:
    pcm = voice.speak(text, rate)
    return len(pcm.samples) / 2 / pcm.sample_rate * 1000


@pytest.mark.parametrize(
    ("name", "how"),
    [
        ("rest.wav", {}),
        ("REST.WAV", {"subtype": "PCM_24"}),
        ("rest.Flac", {}),
        ("rest.mp3", {}),
        ("rest.ogg", {"format": "OGG", "subtype": "VORBIS"}),
        ("rest.opus", {"format": "OGG", "subtype": "OPUS"}),
        ("rest.aiff", {}),
    ],
)
@pytest.mark.parametrize("channels", [1, 2])
def test_a_recording_of_any_format_is_spoken_without_what_is_around_it(
    tmp_path: Path, name: str, how: dict[str, Any], channels: int
) -> None:
    heard = np.pad(speech(), RATE)
    write(tmp_path / name, np.stack([heard] * channels, axis=1), **how)
    assert spoken_ms(recordings(tmp_path), "Rest.") == pytest.approx(550, abs=50)


def test_an_mp3_by_another_encoder_is_spoken_too(tmp_path: Path) -> None:
    encoder = lameenc.Encoder()
    encoder.set_in_sample_rate(RATE)
    encoder.set_channels(1)
    encoder.silence()
    samples = np.round(np.pad(speech(), RATE) * 32767).astype("<i2").tobytes()
    (tmp_path / "rest.mp3").write_bytes(encoder.encode(samples) + encoder.flush())
    assert spoken_ms(recordings(tmp_path), "Rest.") == pytest.approx(550, abs=50)


def test_a_recording_is_paced(tmp_path: Path) -> None:
    write(tmp_path / "rest.wav", speech())
    voice = recordings(tmp_path)
    normal = spoken_ms(voice, "rest")
    assert normal == pytest.approx(500, abs=10)
    assert spoken_ms(voice, "rest", 125) == pytest.approx(normal / 1.25, abs=1)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "rest.wav: cannot be read as sound"),
        (b"no sound at all", "rest.wav: cannot be read as sound"),
        (None, "rest.wav: No such file"),
        (np.zeros(RATE), "rest.wav: nothing is heard in it; record “Rest.” again"),
    ],
    ids=["empty", "text", "gone", "silent"],
)
def test_a_broken_recording_is_told_and_left_to_the_next_voice(
    tmp_path: Path, content: Any, message: str
) -> None:
    folder = tmp_path / "me"
    voice = recordings(folder, "rest.wav")
    if content is None:
        (folder / "rest.wav").unlink()
    elif isinstance(content, bytes):
        (folder / "rest.wav").write_bytes(content)
    else:
        write(folder / "rest.wav", content)
    with pytest.raises(VoiceError) as refusal:
        voice.speak("Rest.", 100)
    assert f"{folder}/{message}" in str(refusal.value)
    other = FakeVoice()
    speaker = VoiceChain((recordings(folder), other), Cache(tmp_path / "cache"))
    assert speaker.length_of(Speech("Rest.")) > 0
    assert other.spoken == ["Rest."]


def test_what_was_never_recorded_says_which_file_would_do(tmp_path: Path) -> None:
    with pytest.raises(VoiceError) as refusal:
        recordings(tmp_path).speak("Rest. Fifteen seconds.", 100)
    assert str(refusal.value) == (
        f"recorded:{tmp_path} has no recording of “Rest. Fifteen seconds.”: "
        f"record it as {tmp_path}/rest-fifteen-seconds.wav"
    )


# Trimming


def room(count: int, kind: str, seed: int = 1) -> Any:
    """What a microphone hears of a quiet room, at an RMS of 1."""
    spectrum = np.fft.rfft(np.random.default_rng(seed).normal(size=count))
    frequencies = np.maximum(np.fft.rfftfreq(count, 1 / RATE), 20)
    noise = np.fft.irfft(spectrum / frequencies ** {"white": 0, "pink": 0.5}.get(kind, 1), count)
    noise /= noise.std()
    if kind == "hum":
        time = np.arange(count) / RATE
        noise += 3 * np.sin(2 * np.pi * 50 * time) + np.sin(2 * np.pi * 150 * time)
    return noise / noise.std()


def recorded_in(kind: str, level_db: float, sound: Any, around: float = 1.0) -> Any:
    """A sound with a room before, under and after it, so many decibels below the sound."""
    padded = np.pad(sound, round(around * RATE))
    level = np.sqrt((sound**2).mean()) * 10 ** (level_db / 20)
    return padded + level * room(len(padded), kind)


def pcm(signal: Any) -> Pcm:
    return Pcm(np.clip(np.round(signal * 32767), -32768, 32767).astype("<i2").tobytes(), RATE)


def edges(signal: Any) -> tuple[float, float]:
    """Between which times of a signal, in ms, lies what is left of it after trimming."""
    kept = np.frombuffer(trimmed(pcm(signal)).samples, "<i2") / 32768
    size = 1 << (len(signal) + len(kept)).bit_length()
    product = np.fft.rfft(signal, size) * np.conj(np.fft.rfft(kept, size))
    start = int(np.fft.irfft(product, size).argmax())
    return start / RATE * 1000, (start + len(kept)) / RATE * 1000


@pytest.mark.parametrize("level_db", [-33, -40, -50, -60, -200])
@pytest.mark.parametrize("kind", ["white", "pink", "brown", "hum"])
@pytest.mark.parametrize("around", [0.2, 1.0])
def test_the_room_around_speech_is_cut_off(kind: str, level_db: float, around: float) -> None:
    start, end = edges(recorded_in(kind, level_db, speech(), around))
    assert -60 <= start - around * 1000 <= 10
    assert -10 <= end - around * 1000 - 500 <= 60


@pytest.mark.parametrize("level_db", [-40, -50, -60])
def test_a_clip_of_a_home_recording_is_as_long_as_its_speech(level_db: float) -> None:
    clip = make_clip(trimmed(pcm(recorded_in("pink", level_db, speech()))))
    assert length(clip) == pytest.approx(500 + 10 + 40, abs=60)


def hiss(seconds: float, level_db: float) -> Any:
    """An s: noise above 4 kHz, so many decibels below the speech."""
    noise = np.fft.rfft(np.random.default_rng(2).normal(size=round(seconds * RATE)))
    noise[np.fft.rfftfreq(round(seconds * RATE), 1 / RATE) < 4000] = 0
    signal = np.fft.irfft(noise)
    loud = np.sqrt((speech() ** 2).mean())
    return signal / signal.std() * loud * 10 ** (level_db / 20)


@pytest.mark.parametrize("kind", ["brown", "hum"])
def test_a_soft_consonant_below_the_room_in_sum_is_kept(kind: str) -> None:
    soft = hiss(0.15, -42)
    start, end = edges(recorded_in(kind, -38, np.concatenate([soft, speech(), soft])))
    assert -60 <= start - 1000 <= 10
    assert -10 <= end - 1800 <= 60


def test_the_stop_before_a_final_t_does_not_part_it_from_its_word() -> None:
    word = np.concatenate([speech(), np.zeros(RATE // 10), hiss(0.02, -15)])
    _, end = edges(recorded_in("pink", -50, word))
    assert -10 <= end - 1620 <= 60


def test_the_click_that_starts_a_recording_is_cut_off() -> None:
    signal = recorded_in("pink", -50, speech())
    signal[2400:2500] += 0.5
    signal[-2500:-2400] += 0.5
    start, end = edges(signal)
    assert -60 <= start - 1000 <= 10
    assert -10 <= end - 1500 <= 60


def test_pauses_inside_a_phrase_stay() -> None:
    phrase = np.concatenate([speech(), np.zeros(RATE), speech()])
    start, end = edges(recorded_in("pink", -50, phrase))
    assert end - start == pytest.approx(2000, abs=80)


def test_what_was_trimmed_already_keeps_its_first_sample_and_its_last() -> None:
    word = speech()[600:-600]
    word -= word.mean()
    kept = np.frombuffer(trimmed(pcm(word)).samples, "<i2") / 32768
    assert kept == pytest.approx(word, abs=2 / 32768)


def test_margins_rise_from_nothing_and_a_constant_offset_is_gone() -> None:
    kept = trimmed(pcm(recorded_in("white", -33, speech()) + 0.1))
    samples = np.frombuffer(kept.samples, "<i2") / 32768
    assert np.abs(samples[:24]).max() < 0.002
    assert np.abs(samples[-24:]).max() < 0.002
    assert abs(samples.mean()) < 0.01


def test_a_steady_sound_is_no_room() -> None:
    tone = 0.3 * np.sin(2 * np.pi * 440 * np.arange(RATE) / RATE)
    assert len(trimmed(pcm(tone)).samples) == 2 * RATE


@pytest.mark.parametrize("samples", [b"", bytes(2), bytes(4 * RATE)])
def test_where_nothing_sounds_nothing_is_left(samples: bytes) -> None:
    assert trimmed(Pcm(samples, RATE)) == Pcm(b"", RATE)


@pytest.mark.parametrize("rate", [4_000, 8_000, 11_025, 44_100, 96_000])
def test_recordings_of_any_rate_are_trimmed(rate: int) -> None:
    signal = np.pad(speech(rate=rate), rate)
    kept = trimmed(Pcm(np.round(signal * 32767).astype("<i2").tobytes(), rate))
    assert kept.sample_rate == rate
    assert len(kept.samples) / 2 / rate == pytest.approx(0.55, abs=0.05)
