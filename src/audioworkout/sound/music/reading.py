"""Sound files of any length as blocks of float samples at 48 kHz, mono or stereo.

libsndfile, which comes with soundfile, reads WAV, FLAC, MP3, Ogg Vorbis and Opus, and takes the
encoder's delay and padding off an MP3 where its tag tells them; ffmpeg reads the rest.
"""

import math
import os
import subprocess
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt
import soundfile
import soxr

from audioworkout.ground import ffmpeg
from audioworkout.ground.diagnostics import WorkoutError
from audioworkout.ground.files import open_regular
from audioworkout.ground.units import SAMPLE_RATE
from audioworkout.sound.streaming import Block

AT_ONCE = 1 << 14  # frames; where a file is damaged, up to as many before the damage are lost
LOUDEST = 4.0  # times full scale; lossy formats pass it by 6 dB, a damaged frame by 90 dB
LEAD = SAMPLE_RATE // 4  # samples read and dropped after a seek
LAST = 20 * SAMPLE_RATE  # samples at the end that are never sought: more than an Ogg page has
STANDARD_ERROR = 2  # its descriptor

# Channels in the order of WAV and FLAC, and of Vorbis and Opus: the letters of SHARES.
ORDERS = {3: "LRC", 4: "LRlr", 5: "LRClr", 6: "LRCflr", 7: "LRCfblr", 8: "LRCflrlr"}
OGG_ORDERS = {3: "LCR", 4: "LRlr", 5: "LCRlr", 6: "LCRlrf", 7: "LCRlrbf", 8: "LCRlrlrf"}
# What left and right get of each channel (ITU-R BS.775): front, centre, sides, back, low effects.
SHARES = {
    "L": (1.0, 0.0),
    "R": (0.0, 1.0),
    "C": (0.71, 0.71),
    "l": (0.71, 0.0),
    "r": (0.0, 0.71),
    "b": (0.5, 0.5),
    "f": (0.0, 0.0),
}


class _Hush:
    """Keeps what libsndfile's MP3 decoder says of each damaged frame from the terminal.

    It writes to the process's own standard error; what else is written there meanwhile, by
    other threads, is lost.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._inside = 0
        self._kept: int | None = None

    def __enter__(self) -> None:
        with self._lock:
            self._inside += 1
            if self._inside == 1:
                with suppress(OSError):  # there may be none
                    self._kept = os.dup(STANDARD_ERROR)
                    nowhere = os.open(os.devnull, os.O_WRONLY)
                    os.dup2(nowhere, STANDARD_ERROR)
                    os.close(nowhere)

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._inside -= 1
            if not self._inside and self._kept is not None:
                os.dup2(self._kept, STANDARD_ERROR)
                os.close(self._kept)
                self._kept = None


hushed = _Hush()


class SoundFile(soundfile.SoundFile):  # type: ignore[misc]  # soundfile has no types
    """A file that is read from its beginning to its end.

    soundfile seeks after each read where it can. In an MP3 that costs time, and sound where a
    frame needs what lies far back; so it is told that it cannot.
    """

    def seekable(self) -> bool:
        """No."""
        return False


def blocks(path: Path, start: int = 0) -> Iterator[Block]:
    """What libsndfile reads of a file, as far as it gets, from sample `start` at 48 kHz on.

    Up to two channels. Raises WorkoutError where it cannot even begin.
    """
    file, left_out = _opened_near(path, start)
    with file:
        yield from _without(start - left_out, _at_48_khz(file))


def _opened_near(path: Path, start: int) -> tuple[SoundFile, int]:
    """The file, and the sample at 48 kHz that it is read from: `start`, or somewhat before.

    What is read first after a seek may not be right, and resamplers ring in; so LEAD is left.
    In the last page of an Ogg Vorbis file libsndfile seeks wrong; so LAST is left too. A file
    that cannot be sought in is read from the beginning.
    """
    file = opened(path)
    common = math.gcd(file.samplerate, SAMPLE_RATE)
    last = file.frames * SAMPLE_RATE // file.samplerate - LAST
    # A position must be whole at both rates: multiples of 147 samples at 44.1 kHz, of 160 at 48.
    units = max(0, min(start - LEAD, last)) // (SAMPLE_RATE // common)
    if units:
        try:
            with hushed:
                file.seek(units * file.samplerate // common)
        except soundfile.LibsndfileError:
            file.close()
            return opened(path), 0
    return file, units * SAMPLE_RATE // common


def _without(count: int, blocks: Iterator[Block]) -> Iterator[Block]:
    """The blocks without their first samples."""
    for block in blocks:
        if len(block) > count:
            yield block[count:]
        count = max(0, count - len(block))


def _at_48_khz(file: SoundFile) -> Iterator[Block]:
    mix = _downmix(file)
    if file.samplerate == SAMPLE_RATE:
        yield from _read(file, mix)
        return
    channels = min(file.channels, 2)
    resampler = soxr.ResampleStream(file.samplerate, SAMPLE_RATE, channels, "float32")
    for block in _read(file, mix):
        yield resampler.resample_chunk(block)
    yield resampler.resample_chunk(np.zeros((0, channels), np.float32), last=True)


def opened(path: Path) -> SoundFile:
    """The file, its header read. Raises WorkoutError if libsndfile cannot read it."""
    try:
        with hushed:
            return SoundFile(path)
    except (soundfile.LibsndfileError, OSError) as failed:
        raise WorkoutError(
            f"{path}: cannot be read as sound; WAV, FLAC, MP3, Ogg Vorbis and Opus can"
        ) from failed


def _read(file: SoundFile, mix: npt.NDArray[np.float32] | None) -> Iterator[Block]:
    while len(block := following(file)):
        np.clip(block, -LOUDEST, LOUDEST, out=block)
        if np.isnan(block).any():
            np.nan_to_num(block, copy=False)
        yield block if mix is None else block @ mix


def following(file: SoundFile) -> Block:
    """The next frames; none at the end, and where the decoder gives up.

    Blocks end at multiples of AT_ONCE, so that a damaged file ends at one place, wherever it is
    read from.
    """
    try:
        with hushed:
            count = AT_ONCE - file.tell() % AT_ONCE
            block: Block = file.read(count, "float32", always_2d=True)
    except soundfile.LibsndfileError:
        return np.zeros((0, 1), np.float32)
    return block


def _downmix(file: SoundFile) -> npt.NDArray[np.float32] | None:
    """How more than two channels become two: channels by left and right."""
    if file.channels <= 2:
        return None
    ogg = file.format == "OGG" and file.subtype != "FLAC"
    order = (OGG_ORDERS if ogg else ORDERS)[file.channels]
    return np.array([SHARES[channel] for channel in order], np.float32)


def blocks_by_ffmpeg(path: Path, kind: str, start: int = 0) -> Iterator[Block]:
    """The same by ffmpeg, from a file of the format `kind`, in stereo."""
    yield from _without(start, _by_ffmpeg(path, kind))


def _by_ffmpeg(path: Path, kind: str) -> Iterator[Block]:
    frame = 2 * np.dtype("<f4").itemsize
    target = ("-map", "0:a:0", "-ac", "2", "-ar", str(SAMPLE_RATE), "-f", "f32le", "pipe:1")
    source = ffmpeg.standard_input(kind)
    streams: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with (
        _open(path) as file,
        ffmpeg.start((source,), target, stdin=file, **streams) as process,
    ):
        try:
            assert process.stdout
            while data := process.stdout.read(AT_ONCE * frame):
                whole = len(data) // frame * frame
                yield np.frombuffer(data[:whole], "<f4").reshape(-1, 2)
        finally:
            process.kill()


def _open(path: Path) -> BinaryIO:
    try:
        return open_regular(path)
    except OSError as failed:
        raise WorkoutError(f"{path}: {failed.strerror or failed}") from failed


def require_ffmpeg(path: Path) -> None:
    """Raises WorkoutError, which names the file, if ffmpeg is not there to read it."""
    if not ffmpeg.installed():
        raise WorkoutError(
            f"{path}: reading this format takes ffmpeg, which is not installed; "
            "WAV, FLAC, MP3, Ogg Vorbis and Opus take nothing"
        )
