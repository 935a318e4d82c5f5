"""Music files as they are met: each is read right, or refused in a sentence."""

import io
import os
import shutil
import struct
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lameenc
import numpy as np
import pytest
import soundfile
from mutagen.flac import FLAC, Picture
from mutagen.id3 import APIC, ID3, TIT2

from audioworkout.ground.diagnostics import WorkoutError
from audioworkout.sound.music.measure import measured
from audioworkout.sound.music.tracks import tracks

SECONDS = 3
RATE = 48_000
LEFT, RIGHT = 440, 660  # Hz
HIGH_QUALITY, LOSSY = 0.001, 0.03
EDGE = RATE // 10  # samples at both ends that are not compared: codecs blur where sound begins
MP3_DELAY = 1_105  # samples that encoder and decoder add where no tag says so
needs_ffmpeg = pytest.mark.skipif(not shutil.which("ffmpeg"), reason="needs ffmpeg")


def music(rate: int = RATE, channels: int = 2, seconds: float = SECONDS) -> Any:
    """Sines of 440 Hz left and 660 Hz right; other channels have none."""
    time = np.arange(round(seconds * rate)) / rate
    silent = [0 * time] * (channels - 2)
    both = [0.4 * np.sin(2 * np.pi * pitch * time) for pitch in (LEFT, RIGHT)[:channels]]
    return np.stack(both + silent, axis=1)


def written(kind: str, encoding: str, rate: int = RATE, channels: int = 2, **how: Any) -> bytes:
    file = io.BytesIO()
    soundfile.write(file, music(rate, channels), rate, format=kind, subtype=encoding, **how)
    return file.getvalue()


def mp3(rate: int = RATE, channels: int = 2, mode: str = "VARIABLE") -> bytes:
    return written("MP3", "MPEG_LAYER_III", rate, channels, bitrate_mode=mode)


def bare_mp3() -> bytes:
    encoder = lameenc.Encoder()
    encoder.set_channels(2)
    encoder.set_in_sample_rate(RATE)
    encoder.set_out_sample_rate(RATE)
    encoder.set_bit_rate(128)
    encoder.silence()
    return bytes(
        encoder.encode(np.round(music() * 32767).astype("<i2").tobytes()) + encoder.flush()
    )


def with_cover(content: bytes, folder: Path) -> bytes:
    """Tagged with a picture of 300 kB."""
    path = folder / "tagged"
    path.write_bytes(content)
    picture = b"\xff\xd8\xff\xe0" + np.random.default_rng(0).bytes(300_000)
    if content.startswith(b"fLaC"):
        flac, cover = FLAC(path), Picture()
        cover.data, cover.type, cover.mime = picture, 3, "image/jpeg"
        flac.add_picture(cover)
        flac.save()
    else:
        tag = ID3()
        tag.add(TIT2(encoding=3, text="Título"))
        tag.add(APIC(encoding=3, mime="image/jpeg", type=3, desc="", data=picture))
        tag.save(path, v2_version=3)
    return path.read_bytes()


def surround(kind: str, encoding: str) -> bytes:
    """Six channels: left in the first, right where the container has the centre's neighbour."""
    file = io.BytesIO()
    soundfile.write(file, music(RATE, 6), RATE, format=kind, subtype=encoding)
    return file.getvalue()


def not_numbers() -> bytes:
    file = io.BytesIO()
    sound = music().astype(np.float32)
    sound[:3] = [[np.nan, np.inf], [-np.inf, 3e38], [-3e38, np.nan]]
    soundfile.write(file, sound, RATE, format="WAV", subtype="FLOAT")
    return file.getvalue()


def flipped(content: bytes, every: int, start: int) -> bytes:
    damaged = bytearray(content)
    for at in range(start, len(content), every):
        damaged[at] ^= 0x55
    return bytes(damaged)


def by_ffmpeg(*options: str) -> Callable[[Path], bytes]:
    def made(folder: Path) -> bytes:
        (folder / "in").write_bytes(written("WAV", "PCM_16", 44_100))
        files = str(folder / "in"), str(folder / "out")
        command = ["ffmpeg", "-v", "error", "-y", "-i", files[0], *options, files[1]]
        subprocess.run(command, check=True)
        return (folder / "out").read_bytes()

    return made


@dataclass(frozen=True)
class Right:
    """What is heard of a file: how much, in how many channels, how true."""

    made: Callable[[Path], bytes]
    error: float = HIGH_QUALITY
    channels: int = 2
    seconds: float = SECONDS
    delay: int = 0
    within: float = 0.0  # s that it may be longer or shorter


READ = {
    "wav": Right(lambda _: written("WAV", "PCM_16")),
    "wav, mono": Right(lambda _: written("WAV", "PCM_24", 44_100, 1), channels=1),
    "wav, 8 kHz": Right(lambda _: written("WAV", "PCM_16", 8_000, 1), channels=1),
    "wav, what is no number": Right(lambda _: not_numbers()),
    "aiff": Right(lambda _: written("AIFF", "PCM_16", 22_050)),
    "flac, 192 kHz": Right(lambda _: written("FLAC", "PCM_24", 192_000)),
    "flac, 11.025 kHz": Right(lambda _: written("FLAC", "PCM_16", 11_025)),
    "flac, six channels": Right(lambda _: surround("FLAC", "PCM_16")),
    "flac with cover": Right(lambda at: with_cover(written("FLAC", "PCM_16", 44_100), at)),
    "vorbis": Right(lambda _: written("OGG", "VORBIS", 44_100), LOSSY),
    "vorbis, mono, 8 kHz": Right(lambda _: written("OGG", "VORBIS", 8_000, 1), LOSSY, 1),
    "opus": Right(lambda _: written("OGG", "OPUS"), LOSSY),
    "mp3": Right(lambda _: mp3(44_100), LOSSY),
    "mp3, constant": Right(lambda _: mp3(RATE, 2, "CONSTANT"), LOSSY),
    "mp3, mono, 8 kHz": Right(lambda _: mp3(8_000, 1), 2 * LOSSY, 1),
    "mp3 with cover": Right(lambda at: with_cover(mp3(44_100), at), LOSSY),
    "mp3 without a length": Right(lambda _: bare_mp3(), LOSSY, delay=MP3_DELAY, within=0.08),
    "wav cut short": Right(lambda _: written("WAV", "PCM_16")[: 44 + 4 * RATE], seconds=1),
    "flac cut short": Right(
        lambda _: (whole := written("FLAC", "PCM_16"))[: len(whole) // 2], seconds=1.35, within=0.2
    ),
    "vorbis cut short": Right(
        lambda _: (whole := written("OGG", "VORBIS"))[: len(whole) * 2 // 3],
        LOSSY,
        seconds=1.5,
        within=0.5,
    ),
    "mp3 cut short": Right(
        lambda _: (whole := mp3(RATE, 2, "CONSTANT"))[: len(whole) // 2],
        LOSSY,
        seconds=1.5,
        within=0.1,
    ),
    "m4a": Right(by_ffmpeg("-c:a", "aac", "-f", "ipod"), LOSSY, within=0.03),
    "webm": Right(by_ffmpeg("-c:a", "libopus", "-f", "webm"), LOSSY, within=0.03),
    "wavpack": Right(by_ffmpeg("-c:a", "wavpack", "-f", "wv"), within=0.001),
}
BY_FFMPEG = {"m4a", "webm", "wavpack"}


@pytest.mark.parametrize(
    "name", [pytest.param(n, marks=needs_ffmpeg if n in BY_FFMPEG else ()) for n in READ]
)
def test_what_can_be_read_sounds_right(
    name: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    right = READ[name]
    (tmp_path / "song").write_bytes(right.made(tmp_path))
    (track,) = tracks(("song",), tmp_path)
    heard = np.concatenate(list(track.blocks()))
    assert track.channels == heard.shape[1] == right.channels
    assert heard.dtype == np.float32
    assert len(heard) / RATE == pytest.approx(right.seconds, abs=right.within + 1e-4)
    heard = heard[right.delay :]
    part = slice(EDGE, min(len(heard), SECONDS * RATE) - EDGE)
    wanted = music(RATE, right.channels)[part]
    assert np.abs(heard[part] - wanted).max() < right.error
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "name", [pytest.param(n, marks=needs_ffmpeg if n in BY_FFMPEG else ()) for n in READ]
)
def test_any_sample_can_be_the_first(name: str, tmp_path: Path) -> None:
    (tmp_path / "song").write_bytes(READ[name].made(tmp_path))
    (track,) = tracks(("song",), tmp_path)
    whole = np.concatenate(list(track.blocks()))
    for start in (1, 17_000, 40_001, len(whole) - 1):
        part = np.concatenate(list(track.blocks(start)))
        assert len(part) == len(whole) - start
        assert np.abs(part - whole[start:]).max() < 1e-4
    assert list(track.blocks(len(whole))) == []


@pytest.mark.slow
@pytest.mark.parametrize("kept", [1, 0.7])
@pytest.mark.parametrize(
    ("kind", "encoding", "rate"),
    [
        ("WAV", "PCM_16", 44_100),
        ("FLAC", "PCM_16", 44_100),
        ("OGG", "VORBIS", 44_100),
        ("OGG", "OPUS", 48_000),
        ("MP3", "MPEG_LAYER_III", 44_100),
    ],
)
def test_a_jump_lands_on_the_sample_in_a_whole_file_and_in_one_cut_short(
    kind: str, encoding: str, rate: int, kept: float, tmp_path: Path
) -> None:
    file = io.BytesIO()
    sound = music(rate, 2, 25) * np.random.default_rng(0).random((25 * rate, 1))
    soundfile.write(file, sound, rate, format=kind, subtype=encoding)
    (tmp_path / "song").write_bytes(file.getvalue()[: round(kept * len(file.getvalue()))])
    (track,) = tracks(("song",), tmp_path)
    whole = np.concatenate(list(track.blocks()))
    for start in (100_003, 700_000, len(whole) - 9_000):
        part = np.concatenate(list(track.blocks(start)))
        assert len(part) == len(whole) - start
        assert np.abs(part - whole[start:]).max() < 1e-4


def test_a_jump_beyond_the_end_of_a_file_cut_short_finds_nothing(tmp_path: Path) -> None:
    file = io.BytesIO()
    soundfile.write(file, music(RATE, 2, 60), RATE, format="FLAC", subtype="PCM_16")
    (tmp_path / "song").write_bytes(file.getvalue()[: len(file.getvalue()) // 4])
    (track,) = tracks(("song",), tmp_path)
    assert list(track.blocks(35 * RATE)) == []


def test_a_header_tells_the_length_where_it_can(tmp_path: Path) -> None:
    whole = mp3(44_100, 2, "CONSTANT")
    (tmp_path / "whole.mp3").write_bytes(whole)
    (tmp_path / "cut.mp3").write_bytes(whole[: len(whole) // 2])
    for name in ("whole.mp3", "cut.mp3"):
        (track,) = tracks((name,), tmp_path)
        assert track.length == SECONDS * RATE
    assert measured(track).length == pytest.approx(1.5 * RATE, abs=0.1 * RATE)


def test_centre_and_back_sound_on_the_sides_that_they_are_on(tmp_path: Path) -> None:
    time = np.arange(RATE) / RATE
    pitches = (200, 300, 400, 500, 600, 700)
    six = np.stack([0.2 * np.sin(2 * np.pi * pitch * time) for pitch in pitches], axis=1)
    orders = {"flac": "L R C low l r", "ogg": "L C R l r low"}
    for kind, order in orders.items():
        path = tmp_path / f"six.{kind}"
        soundfile.write(path, six, RATE)
        heard = np.concatenate(list(tracks((path.name,), tmp_path)[0].blocks()))
        spectrum = np.abs(np.fft.rfft(heard[:RATE], axis=0)) / (0.2 * RATE / 2)
        found = dict(zip(order.split(), spectrum[list(pitches)], strict=True))
        wanted = {
            "L": (1, 0),
            "R": (0, 1),
            "C": (0.71, 0.71),
            "l": (0.71, 0),
            "r": (0, 0.71),
            "low": (0, 0),
        }
        for channel, shares in wanted.items():
            assert found[channel] == pytest.approx(shares, abs=0.03), (kind, channel)


DAMAGED = {
    "mp3": lambda: flipped(bare_mp3(), 997, 10_000),
    "mp3 with junk": lambda: (good := bare_mp3())[:20_000] + bytes(range(256)) * 20 + good[20_000:],
    "flac": lambda: flipped(written("FLAC", "PCM_16"), 50_001, 100_000),
    "vorbis": lambda: flipped(written("OGG", "VORBIS"), 3_001, 12_000),
    "opus": lambda: flipped(written("OGG", "OPUS"), 5_001, 32_000),
}


@pytest.mark.parametrize("kind", DAMAGED)
def test_a_damaged_file_is_heard_as_far_as_it_can_be_read(
    kind: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "song").write_bytes(DAMAGED[kind]())
    (track,) = tracks(("song",), tmp_path)
    heard = np.concatenate(list(track.blocks()))
    assert 0.3 * RATE < len(heard) < 3.1 * RATE
    assert np.abs(heard).max() < 5  # what the decoder makes of damage is no bang
    assert np.abs(heard[4_800:9_600]).max() == pytest.approx(0.4, abs=LOSSY)
    assert measured(track).length == len(heard)
    assert capfd.readouterr() == ("", "")


WAV = written("WAV", "PCM_16")
CANNOT = "cannot be read as sound; WAV, FLAC, MP3, Ogg Vorbis and Opus can"
NOTHING = "there is no sound in it; remove it or name another file"
REFUSED = {
    "empty": (b"", "the file is empty; remove it or name another"),
    "a byte": (b"\xff", CANNOT),
    "text": (b"#EXTM3U\nhttp://example.com/song.mp3\n", CANNOT),
    "zeros": (bytes(10_000), CANNOT),
    "a picture": (b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(2_000), CANNOT),
    "wav cut in its header": (WAV[:30], CANNOT),
    "wav without sound": (WAV[:44], NOTHING),
    "wav at 1 Hz": (
        WAV[:24] + struct.pack("<I", 1) + WAV[28:],
        "2 channels at 1 Hz; music has up to 8 channels at 4000 to 192000 Hz",
    ),
    "wav with 9 channels": (
        written("WAV", "PCM_16", channels=9),
        "9 channels at 48000 Hz; music has up to 8 channels at 4000 to 192000 Hz",
    ),
    "mp3 tag alone": (b"ID3\x03\0\0\0\0\1\0" + bytes(128), CANNOT),
    "a frame's beginning": (bare_mp3()[:100], CANNOT),
    "vorbis headers alone": (written("OGG", "VORBIS")[:3_500], None),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_music_is_refused_in_a_sentence(
    name: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    content, message = REFUSED[name]
    (tmp_path / "song.mp3").write_bytes(content)
    with pytest.raises(WorkoutError) as refused:
        tracks(("song.mp3",), tmp_path)
    assert str(refused.value) in {
        f"{tmp_path / 'song.mp3'}: {each}" for each in ([message] if message else [CANNOT, NOTHING])
    }
    assert capfd.readouterr() == ("", "")


@needs_ffmpeg
def test_what_ffmpeg_finds_nothing_in_is_refused_when_it_is_measured(tmp_path: Path) -> None:
    (tmp_path / "song.m4a").write_bytes(b"\0\0\0\x18ftypM4A \0\0\0\0" + bytes(1_000))
    (track,) = tracks(("song.m4a",), tmp_path)
    with pytest.raises(WorkoutError) as refused:
        measured(track)
    assert str(refused.value) == f"{tmp_path / 'song.m4a'}: {NOTHING}"


def test_where_ffmpeg_is_missing_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "song.m4a").write_bytes(b"\0\0\0\x18ftypM4A \0\0\0\0")
    with pytest.raises(WorkoutError) as refused:
        tracks(("song.m4a",), tmp_path)
    assert str(refused.value) == (
        f"{tmp_path / 'song.m4a'}: reading this format takes ffmpeg, which is not installed; "
        "WAV, FLAC, MP3, Ogg Vorbis and Opus take nothing"
    )


def test_a_folder_gives_its_sound_files_by_name(tmp_path: Path) -> None:
    for name in ("b.WAV", "a.wav", "C.wav", "._a.wav", "cover.jpg", "list.m3u", "in/deep.wav"):
        path = tmp_path / "gym" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(WAV)
    (tmp_path / "gym" / "folder.wav").mkdir()
    (tmp_path / "last.wav").write_bytes(WAV)
    found = tracks(("gym", "last.wav", str(tmp_path / "gym" / "a.wav")), tmp_path)
    assert [track.path.name for track in found] == ["a.wav", "b.WAV", "C.wav", "last.wav", "a.wav"]


def test_a_tilde_is_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    (tmp_path / "song.wav").write_bytes(WAV)
    assert tracks(("~/song.wav",), Path("elsewhere"))[0].path == tmp_path / "song.wav"
    with pytest.raises(WorkoutError, match="there is no such file or folder"):
        tracks(("~nobody-of-that-name/song.wav",), tmp_path)


ABSENT = {
    "nowhere.mp3": "there is no such file or folder; paths start from the workout's folder",
    "nothing": "there is no sound file in this folder; put MP3 or WAV in it",
    "pipe": "this is neither a file nor a folder; name one of them",
}


@pytest.mark.parametrize("name", ABSENT)
def test_what_is_not_there_is_named(name: str, tmp_path: Path) -> None:
    (tmp_path / "nothing" / "inner").mkdir(parents=True)
    (tmp_path / "nothing" / "cover.jpg").write_bytes(b"\xff\xd8")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(WorkoutError) as refused:
        tracks((name,), tmp_path)
    assert str(refused.value) == f"{tmp_path / name}: {ABSENT[name]}"


def test_a_file_that_goes_missing_is_named(tmp_path: Path) -> None:
    (tmp_path / "song.wav").write_bytes(WAV)
    (track,) = tracks(("song.wav",), tmp_path)
    (tmp_path / "song.wav").unlink()
    with pytest.raises(WorkoutError, match=r"song\.wav: "):
        measured(track)
    with pytest.raises(WorkoutError, match=r"song\.wav: "):
        next(track.blocks())


@needs_ffmpeg
def test_ffmpeg_is_gone_when_no_more_is_read(tmp_path: Path) -> None:
    (tmp_path / "song.m4a").write_bytes(by_ffmpeg("-c:a", "aac", "-f", "ipod")(tmp_path))
    (track,) = tracks(("song.m4a",), tmp_path)
    blocks = track.blocks()
    next(blocks)
    blocks.close()  # an ffmpeg left behind would be a ResourceWarning, which is an error
