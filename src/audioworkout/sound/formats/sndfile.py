"""Blocks through libsndfile into a file: WAV, FLAC, Ogg Vorbis and Ogg Opus."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, BinaryIO

import soundfile

from audioworkout.ground.diagnostics import WorkoutError
from audioworkout.ground.units import SAMPLE_RATE
from audioworkout.sound.streaming import Block, each, int16

SLICE = 1 << 14  # samples written at a time: libvorbis puts as many as it is given on the stack


class _Kept:
    """A file for libsndfile to write through that keeps the first error.

    libsndfile itself goes on without a word where an Ogg page cannot be written.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.failed: OSError | None = None

    def tell(self) -> int:
        return self._file.tell()

    def read(self, size: int) -> bytes:
        return self._file.read(size)

    def write(self, data: bytes) -> int:
        try:
            return self._file.write(data)
        except OSError as failed:
            self.failed = self.failed or failed
            return 0

    def seek(self, offset: int, whence: int = 0) -> int:
        try:
            return self._file.seek(offset, whence)  # writes first what is buffered
        except OSError as failed:
            self.failed = self.failed or failed
            return -1

    def check(self) -> None:
        """Raises the error that was kept."""
        if self.failed:
            raise self.failed


def write_sound(
    path: Path,
    blocks: Iterable[Block],
    channels: int,
    kind: str,
    subtype: str,
    level: float | None = None,
) -> None:
    """The blocks as a file of libsndfile's format and subtype, at its compression level.

    Raises OSError if the file cannot be written.
    """
    if not soundfile.check_format(kind, subtype):
        raise WorkoutError(f"the libsndfile of this machine is too old to write {subtype.title()}")
    with path.open("w+b") as file:
        out = _Kept(file)
        try:
            with soundfile.SoundFile(
                out, "w", SAMPLE_RATE, channels, subtype, None, kind, compression_level=level
            ) as sound:
                each(lambda block: _put(sound, block, out), blocks)
        except (
            soundfile.LibsndfileError,
            AssertionError,
        ):  # it asserts that all was written
            out.check()
            raise
        out.check()


def _put(sound: Any, block: Block, out: _Kept) -> None:
    samples = int16(block) if sound.subtype == "PCM_16" else block
    for start in range(0, len(samples), SLICE):
        sound.write(samples[start : start + SLICE])
        out.check()
