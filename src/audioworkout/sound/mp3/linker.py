"""Linking: prefixes of closed runs in a row, behind an Info frame.

The checksum of the whole stands in the first frame, so the runs are gone through twice: once for
their checksums, once to write them. Between the two no run need be in memory; each is loaded by
its key again and checked against the plan, since the store may have changed meanwhile.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from audioworkout.sound.mp3.crc import combine
from audioworkout.sound.mp3.frames import frame_size
from audioworkout.sound.mp3.info import info_bitrate, info_frame
from audioworkout.sound.mp3.run import Run


class ChangedRunError(RuntimeError):
    """A run came back other than it was when the file was planned."""


@dataclass(frozen=True, slots=True)
class Piece:
    """The first `frames` frames of a run, by its key; `crc` is their CRC-16/ARC."""

    key: str
    frames: int
    crc: int


@dataclass(frozen=True, slots=True)
class Mp3Body:
    """An MP3 without its tag, as a plan: what it holds is read when it is written.

    `samples` is what a player that trims by the Info frame gives back.
    """

    bitrate: int
    samples: int
    pieces: tuple[Piece, ...]
    load: Callable[[str], Run]

    @property
    def frames(self) -> int:
        """Frames of sound, the Info frame not counted."""
        return sum(piece.frames for piece in self.pieces)

    @property
    def size(self) -> int:
        """Bytes that `write` writes."""
        return frame_size(info_bitrate(self.bitrate)) + self.frames * frame_size(self.bitrate)

    def write(self, out: BinaryIO) -> None:
        """Writes the Info frame and the frames, one run in memory at a time."""
        out.write(info_frame(self.bitrate, self.frames, self.samples, self._crc()))
        for piece in self.pieces:
            run = self.load(piece.key)
            if run.frames < piece.frames or run.crc(piece.frames) != piece.crc:
                raise ChangedRunError(f"object {piece.key} changed while it was linked")
            out.write(run.prefix(piece.frames))

    def _crc(self) -> int:
        crc, size = 0, frame_size(self.bitrate)
        for piece in self.pieces:
            crc = combine(crc, piece.crc, piece.frames * size)
        return crc


def write_mp3(out: BinaryIO, tag: bytes, body: Mp3Body) -> None:
    """Writes a whole file: the ID3 tag, then the body."""
    out.write(tag)
    body.write(out)
