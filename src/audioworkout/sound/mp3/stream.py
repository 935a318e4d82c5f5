"""A session as one stream: one encoder from the first sample to the last, for what has no pauses.

Under music there is nothing to link. The Info frame tells what only the end knows, so it is
written over at last.
"""

from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from itertools import chain
from typing import BinaryIO

from audioworkout.sound.mp3.crc import combine
from audioworkout.sound.mp3.encode import EncoderError, check_grid, encoder, running
from audioworkout.sound.mp3.frames import MP3_FRAME, frame_size, frames_for
from audioworkout.sound.mp3.info import info_bitrate, info_frame
from audioworkout.sound.streaming import Block, Progress, ahead, counted, int16

BEYOND = 4 * MP3_FRAME  # samples of silence behind the last, for the encoder looks ahead
PIECE = 1 << 17  # bytes; frames are summed side by side, so a few take as long as hundreds


def write_stream(
    out: BinaryIO,
    tag: bytes,
    blocks: Iterable[Block],
    samples: int,
    *,
    bitrate: int,
    channels: int,
    progress: Progress | None = None,
) -> int:
    """Writes a whole MP3 at a constant bitrate (kbit/s); its size in bytes.

    A player that trims by the Info frame gives back exactly `samples` samples, none late. With
    two channels the stream is joint stereo. The next blocks are made while the last ones are
    encoded, so that the encoder never waits; two of them at most.

    Raises ValueError if `out` cannot seek, or if the blocks are not what was said.
    """
    if not out.seekable():
        raise ValueError("an MP3 in one stream goes to a file that can seek: spool it first")
    start, frames = out.tell(), frames_for(samples)
    out.write(tag)
    info = out.tell()
    out.write(bytes(frame_size(info_bitrate(bitrate, channels))))
    crc = 0
    sound = counted(blocks, samples, channels, progress)
    with closing(_encoded(sound, bitrate, channels)) as encoded:
        for data in _whole_frames(encoded, frames, bitrate):
            out.write(data)
            crc = combine(crc, _crc(data, bitrate), len(data))
    end = out.tell()
    out.seek(info)
    out.write(info_frame(bitrate, frames, samples, crc, channels))
    out.seek(end)
    return end - start


def _encoded(blocks: Iterable[Block], bitrate: int, channels: int) -> Generator[bytes, None, None]:
    lame = encoder(bitrate, channels)
    pcm = (int16(block).tobytes() for block in blocks)
    yield from ahead(lame.encode, chain(pcm, (bytes(2 * channels * BEYOND),)))
    yield lame.flush()


def _whole_frames(encoded: Iterable[bytes], frames: int, bitrate: int) -> Iterator[bytes]:
    """Exactly that many frames, each piece a whole number of them, on the frame grid."""
    size = frame_size(bitrate)
    left, rest = frames * size, bytearray()
    for data in encoded:
        rest += data
        whole = min(len(rest) // size * size, left)
        if whole < min(PIECE, left):
            continue
        piece = bytes(rest[:whole])
        check_grid(piece, bitrate)
        if piece:
            yield piece
        left -= whole
        del rest[:whole]
    if left:
        lacking = -(-(left - len(rest)) // size)
        raise EncoderError(f"the encoder gave {lacking} of {frames} frames too few")


def _crc(data: bytes, bitrate: int) -> int:
    return int.from_bytes(running(data, frame_size(bitrate))[-2:], "little")
