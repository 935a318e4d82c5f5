"""The Info frame with LAME's extension: by it players know the length and trim to the sample.

Layout: the Xing header as LAME 3.100 writes it (VbrTag.c) and the "MP3 Info Tag rev 1"
specification (gabriel.mp3-tech.org/mp3infotag.html).
"""

import struct

from audioworkout.sound.mp3.crc import crc16
from audioworkout.sound.mp3.frames import (
    BITRATES,
    DELAY,
    ENCODER_DELAY,
    HEADER,
    MP3_FRAME,
    SIDE_INFO,
    frame_size,
    header,
)
from audioworkout.sound.mp3.lame import QUALITY

_HAS_FRAMES_BYTES_TOC_QUALITY = 0x0F
_TOC = bytes(index * 256 // 100 for index in range(100))  # constant bit rate: a straight line
_ENCODER = b"LAME3.100"
_QUALITY = 100 - 10 * QUALITY  # as LAME derives it from -q
_CBR = 0x01  # tag revision 0, method 1
_SOURCE_48K = 0b10 << 6
_STEREO_MODE = {1: 0b000 << 2, 2: 0b011 << 2}  # by channels: mono, joint stereo
_ATH_TYPE_4 = 0x04
_XING = struct.Struct(">4sIII100sI")
_LAME = struct.Struct(">9sBBfHHBB3sBBHIH")
_PADDING_LIMIT = 1 << 12
_CRC = 2  # bytes


def info_bitrate(bitrate: int, channels: int = 1) -> int:
    """The Info frame's bitrate (kbit/s): the stream's, or the lowest whose frame holds it."""
    needed = HEADER + SIDE_INFO[channels] + _XING.size + _LAME.size + _CRC
    return next(rate for rate in BITRATES if rate >= bitrate and frame_size(rate) >= needed)


def info_frame(bitrate: int, frames: int, samples: int, crc: int, channels: int = 1) -> bytes:
    """The Info frame of a stream of `frames` frames that decodes to `samples` samples.

    `crc` is the CRC-16/ARC of all the frames behind it.
    """
    padding = frames * MP3_FRAME - ENCODER_DELAY - samples
    if not DELAY - ENCODER_DELAY <= padding < _PADDING_LIMIT:
        raise ValueError(f"{frames} frames cannot stand for {samples} samples")
    own = info_bitrate(bitrate, channels)
    size = frame_size(own) + frames * frame_size(bitrate)
    xing = _XING.pack(b"Info", _HAS_FRAMES_BYTES_TOC_QUALITY, frames, size, _TOC, _QUALITY)
    delays = (ENCODER_DELAY << 12 | padding).to_bytes(3, "big")
    lame = _LAME.pack(
        _ENCODER,
        _CBR,
        0,  # lowpass: not known
        0.0,  # peak: not known
        0,  # replay gain, track
        0,  # replay gain, album
        _ATH_TYPE_4,
        min(bitrate, 255),
        delays,
        _SOURCE_48K | _STEREO_MODE[channels],
        0,  # gain changed by
        0,  # preset
        size,
        crc,
    )
    tag = header(own, channels) + bytes(SIDE_INFO[channels]) + xing + lame
    return (tag + crc16(tag).to_bytes(_CRC, "big")).ljust(frame_size(own), b"\0")
