import base64
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import mutagen
import numpy as np
import pytest
import soundfile
from mutagen.flac import Picture

from audioworkout.ground import assets
from audioworkout.ground.diagnostics import WorkoutError
from audioworkout.ground.files import atomic_write
from audioworkout.plan.timeline import Chapter
from audioworkout.sound.formats import FORMATS, bitrates, m4a, ready, wav, writer, xiph
from audioworkout.sound.formats.bitrates import opus_level, vorbis_quality
from audioworkout.sound.mp3.tags import Metadata
from audioworkout.sound.streaming import int16
from listen import complaints, error_db, needs
from signals import Sound, blocks, chapters_of, decoded, lags, music, probed

LENGTH = 6_007  # ms
SAMPLES = LENGTH * 48
JPEG = (assets.audio_assets() / "cover.jpg").read_bytes()
CHAPTERS = (
    Chapter(0, 1_500, "Warm-up"),
    Chapter(1_500, 4_001, "Round 1 = “squats”; #1 \\ ½"),
    Chapter(4_001, LENGTH, "深蹲 💪🏽 ضغط"),
)
PLAN = Metadata(
    title="Legs & <b>core</b>",
    length=LENGTH,
    artist="Coach",
    album="Winter",
    track=4,
    genre="Fitness",
    released=date(2026, 1, 9),
    comment="Two lines,\nthe second with ≥ 1 sign.",
    cover=JPEG,
    chapters=CHAPTERS,
    lyrics=((0, "Warm-up"), (61_505, "Reverse plank")),
)
LRC = "[00:00.00]Warm-up\n[01:01.50]Reverse plank"

HOSTILE = [
    "Plank",
    "<script>alert(1)</script> & \"'",
    "深蹲 💪🏽 ضغط",
    "one\x00two\x1b[31m\r\nthree\x85four\u2028five",
    "half \ud83d character",
    "\ufeff\ufffe bytes that look like marks",
    "💪" * 5000,
    "CHAPTER001=00:00:01.000",
    "[CHAPTER]\nSTART=0\n;#=\\/",
    " ",
    "",
]

AAC = [
    pytest.param("pyav", marks=pytest.mark.skipif(m4a._pyav() < 16, reason="no PyAV")),
    pytest.param("ffmpeg", marks=needs("ffmpeg")),
]
ALL = [
    pytest.param(name, marks=pytest.mark.skipif(m4a._pyav() < 16, reason="no PyAV"))
    if name == "m4a"
    else name
    for name in FORMATS
]


def written(
    folder: Path,
    name: str,
    sound: Sound,
    metadata: Metadata = PLAN,
    bitrate: int | None = None,
    size: int = 100_000,
) -> Path:
    path = folder / f"session.{name}"
    channels = sound.shape[1]
    writer(name)(path, blocks(sound, size), len(sound), channels, metadata, bitrate=bitrate)
    return path


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """No file grows past `size` bytes: a disk that fills up."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.fixture
def aac(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """M4A by one of its two encoders alone."""
    if request.param == "ffmpeg":
        monkeypatch.setattr(m4a, "_pyav", lambda: 0)
    return str(request.param)


# --- sound ---


@needs("ffmpeg")
@pytest.mark.slow
@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("name", ALL)
def test_every_sample_is_in_its_place(name: str, channels: int, tmp_path: Path) -> None:
    sound = music(SAMPLES, channels)

    path = written(tmp_path, name, sound)

    heard = decoded(path, channels)
    padding = -(SAMPLES + 1024) % 1024 if name == "m4a" else 0  # ffmpeg plays an AAC's last frame
    assert (len(heard), lags(heard, sound)) == (SAMPLES + padding, [0] * channels)
    assert error_db(heard[:SAMPLES], sound) > 15
    assert complaints(path) == ""


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("name", ["wav", "flac"])
def test_lossless_files_give_back_the_rounded_samples(
    name: str, channels: int, tmp_path: Path
) -> None:
    sound = music(SAMPLES, channels) * 4  # and what is over full scale is cut off

    samples, rate = soundfile.read(written(tmp_path, name, sound), dtype="int16", always_2d=True)

    assert rate == 48_000
    np.testing.assert_array_equal(samples, int16(sound))


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("samples", [1, 48, 1000, 48_000, 123_457])
@pytest.mark.parametrize("name", ["wav", "flac", "ogg", "opus"])
def test_libsndfile_counts_the_very_samples(
    name: str, samples: int, channels: int, tmp_path: Path
) -> None:
    path = written(tmp_path, name, music(samples, channels))

    assert len(soundfile.read(path)[0]) == soundfile.info(path).frames == samples


@needs("ffmpeg")
@pytest.mark.slow
@pytest.mark.parametrize("aac", AAC, indirect=True)
@pytest.mark.parametrize("length", [1, 21, 1000, 10_240, 12_345])
def test_an_m4a_is_as_long_as_the_session_to_the_millisecond(
    length: int, aac: str, tmp_path: Path
) -> None:
    sound = music(length * 48, 2)

    path = written(tmp_path, "m4a", sound, Metadata("", length))

    stream, *others = probed(path)["streams"]
    assert others == []
    assert float(stream["start_time"]) == 0
    assert float(stream["duration"]) == pytest.approx(length / 1000, abs=0.001)
    assert 0 <= len(decoded(path, 2)) - length * 48 < 1024
    if length >= 1000:
        assert lags(decoded(path, 2)[: len(sound)], sound) == [0, 0]


@pytest.mark.parametrize("name", [name for name in ALL if name != "ogg"])  # libvorbis looks ahead
def test_a_block_may_be_long_or_short(name: str, tmp_path: Path) -> None:
    sound = music(SAMPLES, 2)

    whole = written(tmp_path, name, sound, size=10 * 48_000).read_bytes()

    assert written(tmp_path, name, sound, size=4801).read_bytes() == whole


def test_vorbis_in_short_blocks_is_as_long(tmp_path: Path) -> None:
    path = written(tmp_path, "ogg", music(123_457, 2), size=100)

    assert len(soundfile.read(path)[0]) == 123_457


@pytest.mark.slow
@pytest.mark.parametrize("name", ALL)
def test_the_same_session_gives_the_same_bytes(name: str, tmp_path: Path) -> None:
    sound = music(48_000, 2)
    first = written(tmp_path, name, sound).read_bytes()
    time.sleep(1.1)  # some containers would keep the second of writing, or a number drawn from it

    assert written(tmp_path, name, sound).read_bytes() == first


# --- tags ---


@needs("ffprobe")
@pytest.mark.parametrize("name", ALL)
def test_chapters_title_and_cover_are_read_back_by_ffprobe(name: str, tmp_path: Path) -> None:
    path = written(tmp_path, name, music(SAMPLES, 1))

    found = probed(path)
    tags = {**found["format"].get("tags", {}), **found["streams"][0].get("tags", {})}
    seen = {key.lower(): text for key, text in tags.items()}
    assert chapters_of(path) == [(part.start, part.title) for part in CHAPTERS]
    assert {key: seen[key] for key in ("title", "artist", "album", "genre", "date", "comment")} == {
        "title": PLAN.title,
        "artist": PLAN.artist,
        "album": PLAN.album,
        "genre": PLAN.genre,
        "date": "2026-01-09",
        "comment": PLAN.comment,
    }
    assert seen["track"].startswith("4")
    pictures = [kind for kind in found["streams"] if kind["codec_type"] == "video"]
    assert [picture["codec_name"] for picture in pictures] == ["mjpeg"]


@pytest.mark.parametrize("name", ["flac", "ogg", "opus"])
def test_vorbis_comments(name: str, tmp_path: Path) -> None:
    tags: Any = mutagen.File(written(tmp_path, name, music(SAMPLES, 1)))

    comments = {key.upper(): texts for key, texts in tags.tags.items()}
    packed = comments.pop("METADATA_BLOCK_PICTURE", [])
    pictures = [Picture(base64.b64decode(picture)) for picture in packed] or tags.pictures
    assert [(picture.type, picture.mime) for picture in pictures] == [(3, "image/jpeg")]
    assert pictures[0].data == JPEG
    assert comments == {
        "TITLE": ["Legs & <b>core</b>"],
        "ARTIST": ["Coach"],
        "ALBUM": ["Winter"],
        "TRACKNUMBER": ["4"],
        "GENRE": ["Fitness"],
        "DATE": ["2026-01-09"],
        "DESCRIPTION": ["Two lines,\nthe second with ≥ 1 sign."],
        "LYRICS": [LRC],
        "CHAPTER000": ["00:00:00.000"],
        "CHAPTER000NAME": ["Warm-up"],
        "CHAPTER001": ["00:00:01.500"],
        "CHAPTER001NAME": ["Round 1 = “squats”; #1 \\ ½"],
        "CHAPTER002": ["00:00:04.001"],
        "CHAPTER002NAME": ["深蹲 💪🏽 ضغط"],
    }


@pytest.mark.parametrize("aac", AAC, indirect=True)
def test_m4a_tags(aac: str, tmp_path: Path) -> None:
    file: Any = mutagen.File(written(tmp_path, "m4a", music(SAMPLES, 1)))

    tags = dict(file.tags)
    assert [bytes(cover) for cover in tags.pop("covr")] == [JPEG]
    assert tags.pop("\xa9too")[0].startswith("Lavf")
    assert [bytes(text) for text in tags.pop("----:com.apple.iTunes:iTunSMPB")] == [
        b" 00000000 00000400 000001B0 0000000000046650" + 8 * b" 00000000"
    ]
    assert tags == {
        "\xa9nam": ["Legs & <b>core</b>"],
        "\xa9ART": ["Coach"],
        "\xa9alb": ["Winter"],
        "\xa9gen": ["Fitness"],
        "\xa9day": ["2026-01-09"],
        "\xa9cmt": ["Two lines,\nthe second with ≥ 1 sign."],
        "\xa9lyr": [LRC],
        "trkn": [(4, 0)],
    }
    nero = [(round(part.start * 1000), part.title) for part in file.chapters]
    assert nero == [(part.start, part.title) for part in CHAPTERS]


@needs("ffprobe")
@pytest.mark.parametrize("aac", AAC, indirect=True)
def test_an_m4a_has_a_chapter_track_and_its_index_first(aac: str, tmp_path: Path) -> None:
    path = written(tmp_path, "m4a", music(SAMPLES, 1))

    kinds = [
        (stream["codec_type"], stream["codec_tag_string"]) for stream in probed(path)["streams"]
    ]
    assert kinds[:2] == [("audio", "mp4a"), ("data", "text")]
    assert path.read_bytes().index(b"moov") < path.read_bytes().index(b"mdat")
    assert chapters_of(path) == [(part.start, part.title) for part in CHAPTERS]


def test_wav_cue_points_are_read_back_by_libsndfile_and_the_id3_tag_by_mutagen(
    tmp_path: Path,
) -> None:
    path = written(tmp_path, "wav", music(SAMPLES, 2))

    with soundfile.SoundFile(path) as file:
        lines = [line.strip() for line in file.extra_info.splitlines()]
    cues = [line.split()[3:7:3] for line in lines if line.startswith("Cue ID")]
    labels = [line for line in lines if line.startswith("labl")]
    assert cues == [["1", "0"], ["2", "72000"], ["3", "192048"]]
    assert labels == [f"labl : {n} : {part.title}" for n, part in enumerate(CHAPTERS, 1)]
    assert "INAM : Legs & <b>core</b>" in lines
    tag: Any = mutagen.File(path)
    assert tag["APIC:"].data == JPEG
    assert str(tag["USLT::eng"]) == LRC
    assert tag.tags.getall("CHAP") == []


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("large", [False, True])
def test_the_sizes_in_a_wav_are_right(
    large: bool, channels: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wav, "LARGEST", 0 if large else 1 << 32)

    data = written(tmp_path, "wav", music(48_001, channels)).read_bytes()

    start, size, kind = data[:4], int.from_bytes(data[4:8], "little"), data[8:12]
    if large:
        assert (start, size, kind, data[12:16]) == (b"RF64", 0xFFFFFFFF, b"WAVE", b"ds64")
        size = int.from_bytes(data[20:28], "little")
        assert int.from_bytes(data[28:36], "little") == 48_001 * 2 * channels
        assert int.from_bytes(data[36:44], "little") == 48_001
    else:
        assert (start, kind) == (b"RIFF", b"WAVE")
    assert size == len(data) - 8


@needs("ffmpeg")
def test_an_rf64_is_read_back_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wav, "LARGEST", 0)
    sound = music(SAMPLES, 2)

    path = written(tmp_path, "wav", sound)

    assert complaints(path) == ""
    np.testing.assert_array_equal(decoded(path, 2) * 32768, int16(sound))
    assert chapters_of(path) == [(part.start, part.title) for part in CHAPTERS]


@pytest.mark.parametrize("name", ALL)
def test_what_is_empty_is_left_out(name: str, tmp_path: Path) -> None:
    file: Any = mutagen.File(written(tmp_path, name, music(4800, 1), Metadata("Core", 100)))

    assert sorted(file.tags.keys()) == {
        "mp3": ["TIT2", "TLEN"],
        "wav": ["TIT2", "TLEN"],
        "m4a": ["----:com.apple.iTunes:iTunSMPB", "\xa9nam", "\xa9too"],
    }.get(name, ["title"])


@needs("ffmpeg")
@pytest.mark.parametrize("name", ALL)
def test_hostile_titles_are_read_back_as_one_line(name: str, tmp_path: Path) -> None:
    ends = range(500, 500 * len(HOSTILE) + 500, 500)
    parts = tuple(Chapter(at - 500, at, title) for at, title in zip(ends, HOSTILE, strict=True))
    hostile = Metadata(
        HOSTILE[3], LENGTH, HOSTILE[2], HOSTILE[1], comment=HOSTILE[8], chapters=parts
    )

    path = written(tmp_path, name, music(SAMPLES, 1), hostile)

    assert complaints(path) == ""
    longest = "💪" * 63 if name in ("m4a", "wav") else "💪" * 249 + "…"
    assert chapters_of(path) == [
        (0, "Plank"),
        (500, "<script>alert(1)</script> & \"'"),
        (1000, "深蹲 💪🏽 ضغط"),
        (1500, "one two [31m three four five"),
        (2000, "half � character"),
        (2500, "� bytes that look like marks"),
        (3000, longest),
        (3500, "CHAPTER001=00:00:01.000"),
        (4000, "[CHAPTER] START=0 ;#=\\/"),
        (4500, "10"),
        (5000, "11"),
    ]
    found = probed(path)
    tags = {**found["format"].get("tags", {}), **found["streams"][0].get("tags", {})}
    seen = {key.lower(): text for key, text in tags.items()}
    assert seen["title"] == "one two [31m three four five"
    assert seen["comment"] == "[CHAPTER]\nSTART=0\n;#=\\/"


@needs("ffmpeg")
@pytest.mark.parametrize("aac", ["ffmpeg"], indirect=True)
def test_hostile_titles_pass_through_ffmpeg_too(aac: str, tmp_path: Path) -> None:
    test_hostile_titles_are_read_back_as_one_line("m4a", tmp_path)


@needs("ffprobe")
@pytest.mark.parametrize("aac", ["ffmpeg"], indirect=True)
def test_a_backslash_at_a_titles_end_takes_no_chapter_along(aac: str, tmp_path: Path) -> None:
    parts = (
        Chapter(0, 500, "one \\"),
        Chapter(500, 1000, "two \\\\"),
        Chapter(1000, 6007, "three"),
    )

    path = written(tmp_path, "m4a", music(SAMPLES, 1), replace(PLAN, chapters=parts))

    assert chapters_of(path) == [(0, "one \\ "), (500, "two \\\\ "), (1000, "three")]


@needs("ffprobe")
@pytest.mark.parametrize("name", ALL)
def test_a_path_may_look_like_an_address_or_an_option(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for path in (Path("http:session.part"), Path("-y ü💪%d.part")):
        writer(name)(path, blocks(music(4800, 1)), 4800, 1, PLAN)
        assert probed(path.resolve())["format"]


# --- rates ---


@needs("ffprobe")
@pytest.mark.parametrize(
    ("channels", "bitrate"), [(1, 48), (1, 64), (1, 110), (1, 240), (2, 64), (2, 128), (2, 500)]
)
def test_a_vorbis_file_names_the_rate_that_was_asked_for(
    channels: int, bitrate: int, tmp_path: Path
) -> None:
    path = written(tmp_path, "ogg", music(48_000, channels), bitrate=bitrate)

    named = int(probed(path)["streams"][0]["bit_rate"]) / 1000
    assert named == pytest.approx(bitrate, rel=0.05)


@pytest.mark.slow
@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("name", ["mp3", "opus", *ALL[-1:]])
def test_the_size_follows_the_rate(name: str, channels: int, tmp_path: Path) -> None:
    sound, plain = music(10 * 48_000, channels), Metadata("", 10_000)

    def rate(bitrate: int | None) -> float:
        return written(tmp_path, name, sound, plain, bitrate).stat().st_size * 8 / 10_000

    assert rate(None) == pytest.approx(64 * channels, rel=0.15)
    assert rate(96) == pytest.approx(96, rel=0.15)


@pytest.mark.parametrize(
    ("name", "channels", "bitrate", "message"),
    [
        ("mp3", 1, 65, "MP3 has no 65 kbit/s; it has 32, 40, 48"),
        ("ogg", 1, 47, "Ogg Vorbis has no 47 kbit/s in mono; it has 48 to 240"),
        ("opus", 2, 513, "Opus has no 513 kbit/s in stereo; it has 12 to 512"),
        ("m4a", 1, 0, "M4A has no 0 kbit/s in mono; it has 24 to 256"),
        ("wav", 1, 64, "WAV keeps every sample and has no bitrate to choose"),
        ("flac", 2, 128, "FLAC keeps every sample and has no bitrate to choose"),
        ("aiff", 1, None, "no format `aiff`: there are mp3, wav, flac, ogg, opus, m4a"),
    ],
)
def test_a_rate_or_format_that_is_none_is_refused_before_a_file_is_touched(
    name: str, channels: int, bitrate: int | None, message: str, tmp_path: Path
) -> None:
    with pytest.raises(WorkoutError, match=message):
        ready(name, channels, bitrate)
    with pytest.raises(WorkoutError, match=message):
        writer(name)(tmp_path / "x", iter(()), 0, channels, PLAN, bitrate=bitrate)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("channels", [1, 2])
def test_vorbis_quality_is_read_off_the_encoders_table(channels: int) -> None:
    table = bitrates.VORBIS[channels]

    assert [vorbis_quality(rate, channels) for rate in table] == pytest.approx(
        [tenth / 10 for tenth in range(11)]
    )
    assert vorbis_quality(table[0] + (table[1] - table[0]) // 2, channels) == pytest.approx(0.05)
    with pytest.raises(ValueError, match="no 501 kbit/s"):
        vorbis_quality(501, channels)


def test_opus_levels() -> None:
    assert [opus_level(*rate) for rate in ((6, 1), (256, 1), (12, 2), (512, 2))] == [1, 0, 1, 0]


def test_default_rates() -> None:
    assert {
        name: [form.bitrate(channels, None) for channels in (1, 2)]
        for name, form in FORMATS.items()
    } == {
        "mp3": [64, 128],
        "wav": [0, 0],
        "flac": [0, 0],
        "ogg": [64, 128],
        "opus": [64, 128],
        "m4a": [64, 128],
    }


# --- what goes wrong ---


def test_m4a_without_an_encoder_names_both_ways_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(m4a, "_pyav", lambda: 0)
    monkeypatch.setattr(shutil, "which", lambda program: None)

    with pytest.raises(WorkoutError, match=r"audioworkout\[m4a\].*or the program ffmpeg"):
        ready("m4a", 2)


def test_a_pyav_that_cannot_write_chapters_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(m4a, "version", lambda name: "15.1.0")
    monkeypatch.setattr(shutil, "which", lambda program: "/usr/bin/ffmpeg")

    assert m4a.encoder() is m4a._by_ffmpeg


def test_an_old_libsndfile_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(soundfile, "check_format", lambda kind, subtype: False)

    with pytest.raises(WorkoutError, match="too old to write Opus"):
        written(tmp_path, "opus", music(4800, 1))


def test_a_cover_too_large_for_flac_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xiph, "LARGEST_PICTURE", len(JPEG) - 1)

    with pytest.raises(WorkoutError, match="too large for FLAC: take a smaller image"):
        written(tmp_path, "flac", music(4800, 1))


def test_a_cover_as_large_as_flac_holds_is_read_back(tmp_path: Path) -> None:
    cover = JPEG.ljust(xiph.LARGEST_PICTURE, b"\0")

    path = written(tmp_path, "flac", music(4800, 1), replace(PLAN, cover=cover))

    tags: Any = mutagen.File(path)
    assert tags.pictures[0].data == cover


def leave_whole(folder: Path, name: str, sound: Iterator[Sound], error: type[Exception]) -> None:
    """A writing that fails, and what must not have changed by it."""
    target = folder / f"session.{name}"
    target.write_bytes(b"what was there")
    with pytest.raises(error), atomic_write(target) as aside:
        writer(name)(Path(aside.name), sound, 40 * 48_000, 2, PLAN)
    assert target.read_bytes() == b"what was there"
    assert [path.name for path in folder.iterdir()] == [target.name]


@pytest.mark.slow
@pytest.mark.parametrize("size", [20_000, 120_000, 300_000])
@pytest.mark.parametrize("name", ALL)
def test_a_full_disk_leaves_no_half_file(name: str, size: int, tmp_path: Path) -> None:
    noise = np.random.default_rng(1).uniform(-0.5, 0.5, (40 * 48_000, 2)).astype(np.float32)

    with largest_file(size):
        leave_whole(tmp_path, name, blocks(noise), WorkoutError)


@pytest.mark.parametrize("name", ALL)
def test_a_disk_that_is_full_before_the_tags_leaves_no_half_file(name: str, tmp_path: Path) -> None:
    target = tmp_path / f"session.{name}"

    with (
        largest_file(len(JPEG) - 20_000),
        pytest.raises(WorkoutError, match=r"cannot write .*: File too large"),
        atomic_write(target) as aside,
    ):
        writer(name)(Path(aside.name), blocks(music(4800, 1)), 4800, 1, PLAN)
    assert list(tmp_path.iterdir()) == []


@needs("ffmpeg")
@pytest.mark.parametrize("aac", ["ffmpeg"], indirect=True)
def test_a_full_disk_stops_ffmpeg_too(aac: str, tmp_path: Path) -> None:
    with largest_file(100_000):
        leave_whole(tmp_path, "m4a", blocks(music(40 * 48_000, 2)), WorkoutError)


def broken() -> Iterator[Sound]:
    yield music(48_000, 2)
    raise ZeroDivisionError


@pytest.mark.parametrize("name", ALL)
def test_an_error_while_mixing_leaves_no_half_file(name: str, tmp_path: Path) -> None:
    leave_whole(tmp_path, name, broken(), ZeroDivisionError)


@needs("ffmpeg")
@pytest.mark.parametrize("aac", ["ffmpeg"], indirect=True)
def test_an_error_while_mixing_stops_ffmpeg_too(aac: str, tmp_path: Path) -> None:
    leave_whole(tmp_path, "m4a", broken(), ZeroDivisionError)


@needs("ffmpeg")
@pytest.mark.parametrize("aac", ["ffmpeg"], indirect=True)
def test_what_ffmpeg_says_is_passed_on(aac: str, tmp_path: Path) -> None:
    sound = music(48_000, 1)

    with pytest.raises(WorkoutError, match=r"ffmpeg cannot write the M4A: .*No such file"):
        writer("m4a")(tmp_path / "none" / "x.m4a", blocks(sound), 48_000, 1, PLAN)


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "m4a"])
def test_a_folder_that_is_not_there_is_an_os_error(name: str, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        writer(name)(tmp_path / "none" / "x", blocks(music(4800, 1)), 4800, 1, PLAN)


def test_a_rate_that_hangs_on_the_channels_is_left_for_when_they_are_known() -> None:
    ready("opus", None, 300)
    with pytest.raises(WorkoutError, match="Opus has no 300 kbit/s in mono"):
        ready("opus", 1, 300)
    with pytest.raises(WorkoutError, match="MP3 has no 300 kbit/s"):
        ready("mp3", None, 300)


def test_choosing_a_format_loads_nothing_heavy() -> None:
    script = """
import sys
from audioworkout.sound.formats import ready
ready('opus', 2, 96)
print(sorted({'numpy', 'soundfile', 'mutagen', 'av', 'lameenc'} & set(sys.modules)))
"""

    assert subprocess.check_output([sys.executable, "-c", script], text=True) == "[]\n"
