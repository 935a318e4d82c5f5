import io
import shutil
import struct
import subprocess
from pathlib import Path
from typing import Any

import lameenc
import numpy as np
import pytest
import soundfile

from audioworkout.voices import VoiceError
from audioworkout.voices.decode import MOST_MINUTES, decode

RATE = 48_000


def tone(seconds: float = 1.0, rate: int = RATE) -> Any:
    return 0.4 * np.sin(2 * np.pi * 440 * np.arange(round(seconds * rate)) / rate)


def written(kind: str, encoding: str, sound: Any = None, rate: int = RATE, **how: Any) -> bytes:
    file = io.BytesIO()
    sound = tone(rate=rate) if sound is None else sound
    soundfile.write(file, sound, rate, format=kind, subtype=encoding, **how)
    return file.getvalue()


def lame(sound: Any) -> bytes:
    """MP3 without any tag, so its delay and padding stay: 26 frames and more, of 192 bytes."""
    encoder = lameenc.Encoder()
    encoder.set_channels(1)
    encoder.set_in_sample_rate(RATE)
    encoder.set_out_sample_rate(RATE)
    encoder.set_bit_rate(64)
    encoder.silence()
    pcm = np.round(sound * 32767).astype("<i2").tobytes()
    return bytes(encoder.encode(pcm) + encoder.flush())


def signal(content: bytes) -> Any:
    return np.frombuffer(decode(content, "bell").samples, "<i2") / 32768


WAV = written("WAV", "PCM_16")
FLAC = written("FLAC", "PCM_16")
VORBIS = written("OGG", "VORBIS")
HISS = written("OGG", "VORBIS", np.random.default_rng(0).normal(0, 0.1, 2 * RATE))
OPUS = written("OGG", "OPUS")
MP3 = written("MP3", "MPEG_LAYER_III")
MP3_BARE = lame(tone())
FORMATS = {
    "wav": (WAV, 0.0001),
    "wav, 24 bit": (written("WAV", "PCM_24"), 0.0001),
    "wav, float": (written("WAV", "FLOAT"), 0.0001),
    "wav, A-law": (written("WAV", "ALAW"), 0.02),
    "aiff": (written("AIFF", "PCM_16"), 0.0001),
    "flac": (FLAC, 0.0001),
    "vorbis": (VORBIS, 0.02),
    "opus": (OPUS, 0.02),
    "mp3": (MP3, 0.02),
}


@pytest.mark.parametrize(("content", "error"), FORMATS.values(), ids=FORMATS)
def test_a_format_is_read_to_the_sample(content: bytes, error: float) -> None:
    heard = signal(content)
    assert len(heard) == RATE
    middle = slice(2000, -2000)
    assert np.abs(heard - tone())[middle].max() < error


@pytest.mark.parametrize("rate", [8_000, 22_050, 24_000, 32_000, 44_100, 48_000])
@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("bitrate", ["CONSTANT", "VARIABLE"])
def test_an_mp3_is_read_as_libsndfile_does(rate: int, channels: int, bitrate: str) -> None:
    sound = np.stack([tone(1.0, rate)] * channels, axis=1)
    content = written("MP3", "MPEG_LAYER_III", sound, rate, bitrate_mode=bitrate)
    theirs, _ = soundfile.read(io.BytesIO(content), always_2d=True)
    ours = signal(content)
    assert len(ours) == len(theirs) == rate
    assert np.abs(ours - theirs.mean(axis=1)).max() < 0.0001
    # Without its tag nothing says how long it is nor how much of it is the encoder's delay.
    untagged = signal(content.replace(b"Xing", bytes(4)).replace(b"Info", bytes(4)))
    delay = (1152 if rate >= 32_000 else 576) + 576 + 529
    assert np.abs(untagged[delay:][:rate] - ours).max() < 0.0001


def test_the_channels_are_mixed() -> None:
    left = written("WAV", "PCM_16", np.stack([tone(), 0 * tone()], axis=1))
    assert np.abs(signal(left) - tone() / 2).max() < 0.0001
    full = written("WAV", "PCM_16", np.ones((100, 8)))
    assert signal(full).min() == 32767 / 32768


def test_a_wav_from_a_pipe_that_states_no_length() -> None:
    assert WAV[4:8] + WAV[40:44] == struct.pack("<II", len(WAV) - 8, len(WAV) - 44)
    piped = WAV[:4] + b"\xff" * 4 + WAV[8:40] + b"\xff" * 4 + WAV[44:]
    assert np.abs(signal(piped) - tone()).max() < 0.0001


def test_what_is_no_number_is_no_noise() -> None:
    wild = np.array([np.nan, np.inf, -np.inf, 3e38, -3e38, 0.5], np.float32)
    heard = signal(written("WAV", "FLOAT", wild))
    assert list(heard) == [0, 32767 / 32768, -1, 32767 / 32768, -1, 0.5]


def test_mp3_files_in_a_row_are_read_as_one() -> None:
    heard = signal(MP3_BARE + lame(tone() / 2))
    assert len(heard) == 2 * len(signal(MP3_BARE))
    first, second = np.split(heard, 2)
    assert np.abs(first).max() == pytest.approx(0.4, abs=0.02)
    assert np.abs(second[4000:]).max() == pytest.approx(0.2, abs=0.02)


def id3(size: int) -> bytes:
    return b"ID3\x03\0\0" + bytes((size >> 21, size >> 14 & 127, size >> 7 & 127, size & 127))


TAGGED = {
    "in front": id3(1000) + bytes(1000) + MP3_BARE,
    "twice in front": id3(300) + bytes(300) + id3(5) + bytes(5) + MP3_BARE,
    "with what looks like a frame": id3(400) + MP3_BARE[:400] + MP3_BARE,
    "behind": MP3_BARE + b"TAG" + bytes(125),
    "an end that is none": MP3_BARE + b"\xff\xfb",
}


@pytest.mark.parametrize("content", TAGGED.values(), ids=TAGGED)
def test_tags_are_no_sound(content: bytes) -> None:
    assert np.array_equal(signal(content), signal(MP3_BARE))


def flipped(content: bytes, every: int, start: int = 4) -> bytes:
    damaged = bytearray(content)
    for at in range(start, len(content), every):
        damaged[at] ^= 0x55
    return bytes(damaged)


CANNOT = "bell: cannot be read as sound; WAV, FLAC, MP3, Ogg Vorbis, Opus and M4A can"
NO_MP3 = "bell: cannot be read as MP3, it is damaged or cut short"
BROKEN = {
    "empty": (b"", CANNOT),
    "a byte": (b"\xff", CANNOT),
    "text": (b"#EXTM3U\nhttp://example.com/bell.mp3\n", CANNOT),
    "zeros": (bytes(10_000), CANNOT),
    "wav without sound": (written("WAV", "PCM_16", tone()[:0]), "bell: there is no sound in it"),
    "wav cut in its header": (WAV[:30], CANNOT),
    "wav with a rate of 1 Hz": (
        WAV[:24] + struct.pack("<I", 1) + WAV[28:],
        "bell: 1 channels at 1 Hz; a sound has up to 8 channels at 4000 to 192000 Hz",
    ),
    "wav with 200 channels": (
        written("WAV", "PCM_16", np.zeros((10, 200))),
        "bell: 200 channels at 48000 Hz; a sound has up to 8 channels at 4000 to 192000 Hz",
    ),
    "flac cut in half": (FLAC[: len(FLAC) // 2], CANNOT),
    "flac with flipped bits": (flipped(FLAC, 997, 200), CANNOT),
    "vorbis without its middle": (
        VORBIS[:4200] + VORBIS[5000:],
        "bell: there is no sound in it",
    ),
    "vorbis with a hole": (
        HISS[:13_000] + HISS[13_300:],
        "bell: is damaged, it can be read only in part",
    ),
    "opus with flipped bits": (flipped(OPUS, 97), CANNOT),
    "mp3 tag and nothing else": (id3(100) + bytes(100), NO_MP3),
    "half a frame": (MP3_BARE[:100], NO_MP3),
    "mp3 with flipped bits in each header": (flipped(MP3_BARE, 192, 2), NO_MP3),
    "an mp4 of nothing": (b"\0\0\0\x18ftypM4A \0\0\0\0", "bell: "),
}


@pytest.mark.parametrize(("content", "message"), BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_one_clear_error(
    content: bytes, message: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(VoiceError) as error:
        decode(content, "bell")
    assert str(error.value).startswith(message)
    assert "\n" not in str(error.value)
    assert capfd.readouterr() == ("", "")


LEFT = {
    "wav cut short": (WAV[: 44 + 48_000], 24_000),
    "wav cut within a sample": (WAV[: 44 + 48_001], 24_000),
    "mp3 cut within its eleventh frame": (MP3_BARE[: 192 * 10 + 100], 10 * 1152),
    "mp3 without its eleventh frame": (
        MP3_BARE[:1920] + MP3_BARE[2112:],
        len(MP3_BARE) // 192 * 1152 - 1152,
    ),
    "mp3 with its eleventh header lost": (
        MP3_BARE[:1920] + bytes(4) + MP3_BARE[1924:],
        len(MP3_BARE) // 192 * 1152 - 2 * 1152,  # and the tenth, which seems to end elsewhere
    ),
    "mp3 with noise in its frames": (flipped(MP3_BARE, 192, 60), len(MP3_BARE) // 192 * 1152),
}


@pytest.mark.parametrize(("content", "samples"), LEFT.values(), ids=LEFT)
def test_what_is_left_of_a_damaged_file_is_heard(
    content: bytes, samples: int, capfd: pytest.CaptureFixture[str]
) -> None:
    heard = signal(content)
    assert len(heard) == samples
    assert np.abs(heard[2000:6000]).max() == pytest.approx(0.4, abs=0.02)
    assert capfd.readouterr() == ("", "")


def test_a_session_is_no_sound() -> None:
    silence = np.zeros(MOST_MINUTES * 60 * 8_000 + 1, np.int16)
    with pytest.raises(VoiceError, match="bell: longer than 10 minutes, the most for a sound"):
        decode(written("FLAC", "PCM_16", silence, 8_000), "bell")
    assert len(decode(written("FLAC", "PCM_16", silence[1:], 8_000), "bell").samples) == 9_600_000


M4A_WITHOUT_FFMPEG = (
    "bell.m4a: reading this format takes ffmpeg, which is not installed; "
    "WAV, FLAC, MP3, Ogg Vorbis and Opus take nothing"
)


def test_where_ffmpeg_is_missing_it_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(VoiceError) as error:
        decode(b"\0\0\0\x18ftypM4A \0\0\0\0", "bell.m4a")
    assert str(error.value) == M4A_WITHOUT_FFMPEG


OTHERS = {
    "m4a": ("-c:a", "aac", "-f", "ipod"),
    "webm": ("-c:a", "libopus", "-f", "webm"),
    "wma": ("-c:a", "wmav2", "-f", "asf"),
    "aac": ("-c:a", "aac", "-f", "adts"),
}


needs_ffmpeg = pytest.mark.skipif(not shutil.which("ffmpeg"), reason="needs ffmpeg")


@needs_ffmpeg
@pytest.mark.parametrize("options", OTHERS.values(), ids=OTHERS)
def test_ffmpeg_reads_the_rest(tmp_path: Path, options: tuple[str, ...]) -> None:
    (tmp_path / "bell.wav").write_bytes(WAV)
    files = str(tmp_path / "bell.wav"), str(tmp_path / "bell")
    subprocess.run(["ffmpeg", "-v", "error", "-i", files[0], *options, files[1]], check=True)
    heard = signal((tmp_path / "bell").read_bytes())
    assert len(heard) == pytest.approx(RATE, abs=0.06 * RATE)
    spectrum = np.abs(np.fft.rfft(heard))
    assert spectrum.argmax() * RATE / len(heard) == pytest.approx(440, abs=1)


@needs_ffmpeg
def test_an_m4a_whose_index_stands_at_its_end_is_read_whole(tmp_path: Path) -> None:
    """As most are; and so long that no pipe holds all that is before it."""
    noise = ("-f", "lavfi", "-i", "anoisesrc=d=120:r=48000:seed=1")
    target = ("-c:a", "aac", "-b:a", "256k", "-f", "ipod", str(tmp_path / "long.m4a"))
    subprocess.run(["ffmpeg", "-v", "error", *noise, *target], check=True)
    content = (tmp_path / "long.m4a").read_bytes()
    assert content.index(b"mdat") < content.index(b"moov")
    assert len(signal(content)) == pytest.approx(120 * RATE, abs=0.06 * RATE)
