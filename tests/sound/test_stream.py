import io
import threading
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from audioworkout.plan.timeline import Chapter
from audioworkout.sound.mp3 import stream
from audioworkout.sound.mp3.encode import EncoderError, encode
from audioworkout.sound.mp3.frames import MP3_FRAME, frames_for, header
from audioworkout.sound.mp3.info import info_bitrate, info_frame
from audioworkout.sound.mp3.stream import write_stream
from audioworkout.sound.mp3.tags import Metadata, id3
from audioworkout.sound.streaming import AHEAD, ahead, int16
from listen import complaints, error_db, needs, run
from signals import Sound, blocks, chapters_of, decoded, lags, music, probed

FULL = Path("/dev/full")


def streamed(sound: Sound, bitrate: int = 128, size: int = 48_000, tag: bytes = b"") -> bytes:
    out = io.BytesIO()
    channels = sound.shape[1]
    written = write_stream(
        out, tag, blocks(sound, size), len(sound), bitrate=bitrate, channels=channels
    )
    assert written == len(out.getvalue()) == out.tell()
    return out.getvalue()


def threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("encoder")]


# --- time and sound ---


@needs("ffmpeg", "mp3val", "mp3guessenc")
@pytest.mark.parametrize(
    ("channels", "bitrate"), [(1, 32), (1, 64), (1, 320), (2, 32), (2, 64), (2, 128), (2, 320)]
)
def test_programs_that_check_mp3_files_find_nothing_and_every_sample_in_its_place(
    channels: int, bitrate: int, tmp_path: Path
) -> None:
    sound = music(12_345 * 48, channels)
    path = tmp_path / "session.mp3"
    path.write_bytes(streamed(sound, bitrate, tag=id3(Metadata("Core", 12_345))))

    heard = decoded(path, channels)

    assert (len(heard), lags(heard, sound)) == (len(sound), [0] * channels)
    assert complaints(path) == ""
    assert "WARNING" not in run("mp3val", path)
    report = run("mp3guessenc", "-v", path)
    assert "Tag verification      : passed" in report
    assert f"[ Length of original audio : {12_345 * 48} samples ]" in report
    assert ("joint stereo" if channels == 2 else "mono") in report.lower()


@needs("ffmpeg")
def test_the_channels_are_kept_apart(tmp_path: Path) -> None:
    sound = music(5 * 48_000, 2)
    path = tmp_path / "session.mp3"
    path.write_bytes(streamed(sound))

    heard = decoded(path, 2)

    for own in (0, 1):
        assert error_db(heard[:, own], sound[:, own]) > 15
        assert error_db(heard[:, own], sound[:, 1 - own]) < 0


@needs("ffmpeg")
@pytest.mark.parametrize("samples", [48, 1151, 1152, 1153, 48_000, 123_457])
def test_the_decoded_length_is_exact(samples: int, tmp_path: Path) -> None:
    path = tmp_path / "session.mp3"
    path.write_bytes(streamed(music(samples, 2)))

    assert len(decoded(path, 2)) == samples


@needs("ffprobe")
def test_ffprobe_reads_length_and_chapters(tmp_path: Path) -> None:
    parts = (Chapter(0, 1500, "Warm-up"), Chapter(1500, 6000, "Round 1"))
    path = tmp_path / "session.mp3"
    path.write_bytes(
        streamed(music(6 * 48_000, 2), tag=id3(Metadata("Core", 6000, chapters=parts)))
    )

    assert chapters_of(path) == [(0, "Warm-up"), (1500, "Round 1")]
    assert float(probed(path)["format"]["duration"]) == pytest.approx(6, abs=0.05)


# --- the stream ---


def test_a_mono_stream_is_what_encoding_in_one_go_gives() -> None:
    sound = music(100_000, 1)
    frames = frames_for(100_000)
    pcm = int16(sound).tobytes()
    whole = encode([pcm, bytes(8 * MP3_FRAME)], frames, 64)

    assert streamed(sound, 64) == info_frame(64, frames, 100_000, whole.crc(frames)) + whole.data


@pytest.mark.parametrize("size", [1, 700, 480_000])
def test_how_the_sound_is_cut_into_blocks_changes_no_byte(size: int) -> None:
    sound = music(20_000, 2)

    assert streamed(sound, size=size) == streamed(sound)


def test_every_frame_is_joint_stereo_on_the_grid() -> None:
    data = streamed(music(50_000, 2), 96)

    frames = [data[at : at + 4] for at in range(0, len(data), 288)]
    assert len(frames) == 1 + frames_for(50_000)
    assert {(head[:3], head[3] >> 6) for head in frames} == {(header(96, 2)[:3], 0b01)}


def test_the_file_may_hold_something_already() -> None:
    out = io.BytesIO()
    out.write(b"before")
    sound = music(5000, 1)

    size = write_stream(out, b"tag", blocks(sound), 5000, bitrate=64, channels=1)

    assert out.getvalue() == b"before" + b"tag" + streamed(sound, 64)
    assert size == len(out.getvalue()) - len(b"before")


@pytest.mark.parametrize(("channels", "bitrate", "own"), [(1, 32, 64), (2, 32, 64), (2, 320, 320)])
def test_the_info_frame_takes_a_rate_at_which_it_fits(
    channels: int, bitrate: int, own: int
) -> None:
    assert info_bitrate(bitrate, channels) == own


def test_progress_tells_the_samples_that_are_mixed() -> None:
    told: list[tuple[int, int]] = []
    sound = music(25_000, 1)

    write_stream(
        io.BytesIO(),
        b"",
        blocks(sound, 10_000),
        25_000,
        bitrate=64,
        channels=1,
        progress=lambda *now: told.append(now),
    )

    assert told == [(10_000, 25_000), (20_000, 25_000), (25_000, 25_000)]


# --- rounding ---


def test_samples_are_rounded_and_cut_off_at_full_scale() -> None:
    levels = np.array([0, 0.6, -0.6, 1.4, 32_766.7, 32_768, 40_000, -32_768, -40_000], np.float32)

    rounded = int16(levels[:, None] / np.float32(32768))

    assert rounded[:, 0].tolist() == [0, 1, -1, 1, 32767, 32767, 32767, -32768, -32768]


def test_silence_stays_digital_silence() -> None:
    assert not int16(np.zeros((100, 2), np.float32)).any()


# --- one thread mixes, one encodes ---


def test_the_next_item_is_made_while_the_last_one_is_worked_on() -> None:
    second_made = threading.Event()

    def items() -> Iterator[int]:
        yield 1
        second_made.set()
        yield 2

    def wait(item: int) -> bool:
        return second_made.wait(30)

    assert list(ahead(wait, items())) == [True, True]


def test_few_items_are_made_before_their_turn() -> None:
    made = [0]
    taken = [0]

    def items() -> Iterator[int]:
        for number in range(20):
            made[0] = number + 1
            assert made[0] - taken[0] <= AHEAD + 1
            yield number

    for number, doubled in enumerate(ahead(lambda item: 2 * item, items())):
        taken[0] = number + 1
        assert doubled == 2 * number


class Broken:
    def encode(self, pcm: bytes) -> bytes:
        raise RuntimeError("the encoder broke")


@pytest.mark.parametrize("error", [RuntimeError, OSError, KeyboardInterrupt])
def test_an_error_while_mixing_ends_both_sides(error: type[BaseException]) -> None:
    def broken() -> Iterator[Sound]:
        yield music(48_000, 1)
        raise error("the mixer broke")

    with pytest.raises(error, match="the mixer broke"):
        write_stream(io.BytesIO(), b"", broken(), 96_000, bitrate=64, channels=1)
    assert threads() == []


def test_an_error_while_encoding_ends_both_sides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "encoder", lambda *settings: Broken())

    with pytest.raises(RuntimeError, match="the encoder broke"):
        streamed(music(480_000, 1), 64)
    assert threads() == []


@pytest.mark.skipif(not FULL.exists(), reason="no /dev/full")
def test_a_full_disk_ends_both_sides() -> None:
    sound = music(480_000, 2)

    with (
        FULL.open("w+b", buffering=0) as out,
        pytest.raises(OSError, match="No space left on device"),
    ):
        write_stream(out, b"tag", blocks(sound), 480_000, bitrate=128, channels=2)
    assert threads() == []


class Canned:
    """Frames of no sound, as many as there are samples."""

    def encode(self, pcm: bytes) -> bytes:
        return len(pcm) // (4 * MP3_FRAME) * header(128, 2).ljust(384, b"\0")

    def flush(self) -> bytes:
        return b""


def test_memory_does_not_grow_with_the_length(monkeypatch: pytest.MonkeyPatch) -> None:
    class Nowhere(io.BytesIO):
        def write(self, data: object) -> int:
            return 0

    monkeypatch.setattr(stream, "encoder", lambda *settings: Canned())
    size = 40 * MP3_FRAME

    def peak(count: int) -> int:
        some = (np.zeros((size, 2), np.float32) for _ in range(count))
        tracemalloc.start()
        write_stream(Nowhere(), b"", some, count * size, bitrate=128, channels=2)
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return used

    peak(2)

    assert peak(100) < peak(10) + 2 * size * 4 < 20 * size * 4


# --- mistakes ---


def test_an_output_that_cannot_seek_is_refused() -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    with pytest.raises(ValueError, match="spool it first"):
        write_stream(Pipe(), b"", iter(()), 0, bitrate=64, channels=1)


@pytest.mark.parametrize(
    ("samples", "channels", "message"),
    [
        (999, 1, "999 samples were announced, 1000 have come"),
        (1001, 1, "1001 samples were announced, 1000 have come"),
        (1000, 2, r"a block of shape \(1000, 1\) for 2 channels"),
    ],
)
def test_blocks_that_are_not_what_was_said_are_refused(
    samples: int, channels: int, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        write_stream(
            io.BytesIO(), b"", blocks(music(1000, 1)), samples, bitrate=64, channels=channels
        )


def test_an_encoder_that_gives_too_little_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    class Short(Canned):
        def encode(self, pcm: bytes) -> bytes:
            return super().encode(pcm)[:-384]

    monkeypatch.setattr(stream, "encoder", lambda *settings: Short())

    with pytest.raises(EncoderError, match="frames too few"):
        streamed(music(20 * MP3_FRAME, 2), size=MP3_FRAME)
