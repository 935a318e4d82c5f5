"""A closed run: frames that need nothing from before them, so that they may follow any others."""

import struct
import zlib
from dataclasses import dataclass

_MAGIC = b"AWR1"
_HEAD = struct.Struct("<4sIII")  # magic, frame size, frames, CRC-32 of what follows
_PREFIX_CRC = struct.Struct("<H")


class DamagedRunError(ValueError):
    """Packed bytes that are not a run as `Run.pack` wrote it."""


@dataclass(frozen=True, slots=True)
class Run:
    """Frames of one size, and the CRC-16 of each prefix; each prefix of a closed run is closed."""

    frame_size: int
    data: bytes
    crcs: bytes

    @property
    def frames(self) -> int:
        """How many frames there are."""
        return len(self.data) // self.frame_size

    def crc(self, frames: int) -> int:
        """CRC-16/ARC of the first frames."""
        crc: int = _PREFIX_CRC.unpack_from(self.crcs, 2 * (frames - 1))[0] if frames else 0
        return crc

    def prefix(self, frames: int) -> memoryview:
        """The bytes of the first frames, not copied."""
        return memoryview(self.data)[: frames * self.frame_size]

    def pack(self) -> bytes:
        """The run as bytes for a store."""
        body = self.data + self.crcs
        return _HEAD.pack(_MAGIC, self.frame_size, self.frames, zlib.crc32(body)) + body

    @classmethod
    def unpack(cls, packed: bytes) -> "Run":
        """The run that was packed; raises `DamagedRunError` if a bit of it changed."""
        if len(packed) < _HEAD.size:
            raise DamagedRunError("too short for a run")
        magic, frame_size, frames, checksum = _HEAD.unpack_from(packed)
        body = packed[_HEAD.size :]
        if (magic, len(body)) != (_MAGIC, frames * (frame_size + 2)):
            raise DamagedRunError("not a run, or cut short")
        if zlib.crc32(body) != checksum:
            raise DamagedRunError("the run's checksum does not match")
        return cls(frame_size, body[: frames * frame_size], body[frames * frame_size :])
