"""MP3 files as they are met: tagged, cut short, damaged, with and without a length.

The frames are found here and pedalboard decodes them. By itself it believes the length that
a file states or, failing that, takes the bitrate for constant; so it is told the length.
libsndfile's decoder knows better, but writes to the terminal about each damaged frame.

A frame has no length of its own: it follows from the bitrate and the sample rate in its header. So
four bytes are taken for a header only if another header, a tag or the end of the file stands where
the frame would end; eleven set bits alone come by chance in every few kilobytes of sound.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import chain
from typing import BinaryIO

# ISO/IEC 11172-3 and 13818-3, Layer III; by the two bits that say which MPEG: 2.5, none, 2, 1.
_SAMPLE_RATES = ((11_025, 12_000, 8_000), (), (22_050, 24_000, 16_000), (44_100, 48_000, 32_000))
_SAMPLES = (576, 0, 576, 1152)
_LOW = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_HIGH = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_BITRATES = (_LOW, (), _LOW, _HIGH)  # kbit/s; 0, which leaves the size open, is not read
_SYNC = re.compile(rb"\xff[\xe2\xe3\xf2\xf3\xfa\xfb]")
_ANY_LAYER = re.compile(rb"\xff[\xe2-\xef\xf2-\xf7\xfa-\xff]")
_KIND = 0xFE0C  # of the header's second and third byte: which MPEG, the sample rate
_ROOMY = 0x90  # a header's bits for a bitrate whose frame has room for a Xing header

_ID3 = re.compile(rb"ID3[^\xff]{2}.([\0-\x7f]{4})", re.DOTALL)  # group: size, 7 bits a byte
# A frame of tags: flags, whose fields follow, then LAME's tag with the delay and the padding
# in samples, 12 bits each (gabriel.mp3-tech.org/mp3infotag.html).
_XING = re.compile(rb".{13,36}(?:Xing|Info|VBRI)", re.DOTALL)
_LAME = re.compile(rb"(?:Xing|Info)\0\0\0\x0f.{112}(?:LAME|Lav[cf]).{17}(...)", re.DOTALL)
_DECODER_DELAY = 529  # samples, of any Layer III decoder


@dataclass(frozen=True, slots=True)
class Stream:
    """An MP3 file that pedalboard reads to its end; of what it reads, `start` to `end` is sound."""

    file: BinaryIO
    start: int
    end: int


def is_mp3(content: bytes) -> bool:
    """Whether a file begins as MP3 does, damaged perhaps, tags aside; or as Layer I or II do."""
    start = _after_id3(content)
    return bool(_ANY_LAYER.match(content, start)) or (
        content.startswith(b"ID3") and not content.startswith(b"fLaC", start)
    )


def cleaned(content: bytes) -> Stream | None:
    """The whole frames of a file, behind one that states how many; None if nothing sounds."""
    frames = list(_frames(content, _after_id3(content)))
    tag = frames.pop(0) if frames and _XING.match(frames[0]) else b""
    if not frames:
        return None
    samples = len(frames) * _SAMPLES[frames[0][1] >> 3 & 3]
    file = BytesIO(b"".join(chain((_counted(frames),), frames)))
    before, after = _padding(tag)
    return Stream(file, before, samples - after) if before + after < samples else None


def _padding(tag: bytes) -> tuple[int, int]:
    """How many samples the encoder put before and after the sound, and the decoder moved."""
    lame = _LAME.search(tag)
    if lame is None:
        return 0, 0
    both = int.from_bytes(lame[1])
    return (both >> 12) + _DECODER_DELAY, max(0, (both & 0xFFF) - _DECODER_DELAY)


def _frames(content: bytes, start: int) -> Iterator[bytes]:
    """Each whole frame that looks like the first; what is between them is skipped."""
    like = None
    while found := _SYNC.search(content, start):
        start = found.start()
        header = content[start : start + 4]
        size = _size(header)
        kind = int.from_bytes(header[1:3]) & _KIND
        if size and like in (None, kind) and _followed(content, start + size):
            yield content[start : start + size]
            like, start = kind, start + size
        else:
            start += 1


def _size(header: bytes) -> int:
    """The bytes in a frame, by its header; 0 for four bytes that are not a header."""
    if len(header) < 4:
        return 0
    version, index, sample_rate = header[1] >> 3 & 3, header[2] >> 4, header[2] >> 2 & 3
    if index == 15 or sample_rate == 3:
        return 0
    kbits = _BITRATES[version][index]
    slots = _SAMPLES[version] // 8 * 1000 * kbits // _SAMPLE_RATES[version][sample_rate]
    return slots and slots + (header[2] >> 1 & 1)


def _followed(content: bytes, end: int) -> bool:
    """Whether a frame may end there: at another, at a tag or at the end of the file."""
    return end == len(content) or bool(
        _SYNC.match(content, end) or content.startswith((b"TAG", b"APETAGEX", b"ID3"), end)
    )


def _counted(frames: list[bytes]) -> bytes:
    """A frame with a Xing header, which states how many follow, in the format of the first."""
    first = frames[0]
    header = bytes((0xFF, first[1] | 1, _ROOMY | first[2] & 0x0C, first[3]))
    mpeg1, mono = first[1] >> 3 & 3 == 3, first[3] >> 6 == 3
    side = (17 if mono else 32) if mpeg1 else (9 if mono else 17)
    count = b"Xing\0\0\0\1" + len(frames).to_bytes(4)
    return (header + bytes(side) + count).ljust(_size(header), b"\0")


def _after_id3(content: bytes) -> int:
    """Where a file goes on after the tags at its beginning."""
    start = 0
    while tag := _ID3.match(content, start):
        size = 0
        for byte in tag[1]:
            size = size << 7 | byte
        start += 10 + size
    return start
