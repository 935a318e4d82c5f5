"""PCM to a closed run of frames, by one fresh LAME encoder."""

from collections.abc import Iterable, Mapping
from typing import Any

import lameenc
import numpy as np

from audioworkout.ground.units import SAMPLE_RATE, samples
from audioworkout.plan.segments import Sound
from audioworkout.sound.air import air
from audioworkout.sound.mix import Clip, mix, silence
from audioworkout.sound.mp3.crc import shifted, table
from audioworkout.sound.mp3.frames import MP3_FRAME, frame_size, header, main_data_begin
from audioworkout.sound.mp3.islands import Shape
from audioworkout.sound.mp3.lame import QUALITY, Encoding
from audioworkout.sound.mp3.run import Run

LOOKAHEAD = 2 * MP3_FRAME  # samples past the last frame, which the encoder looks at


class EncoderError(RuntimeError):
    """The encoder gave frames that cannot be linked."""


def encoder(bitrate: int, channels: int = 1) -> Any:
    """A fresh LAME for 48 kHz s16le PCM, at a constant bitrate (kbit/s); two channels are joint."""
    lame = lameenc.Encoder()
    lame.set_channels(channels)
    lame.set_in_sample_rate(SAMPLE_RATE)
    lame.set_out_sample_rate(SAMPLE_RATE)  # left alone, LAME would resample below 64 kbit/s
    lame.set_bit_rate(bitrate)
    lame.set_quality(QUALITY)
    lame.silence()
    return lame


def encoded_shape(shape: Shape, pcm: Mapping[Sound, bytes], encoding: Encoding) -> Run:
    """Mixes and encodes a shape; `pcm` as `SoundSource.pcm` gives it.

    Raises `ValueError` if a sound is longer than its place says.
    """
    for placed in shape.placements:
        if len(pcm[placed.sound]) > 2 * samples(placed.length):
            raise ValueError(f"longer than the planned {placed.length} ms: {placed.sound}")
    clips = [
        Clip(samples(placed.offset), pcm[placed.sound], placed.gain_db)
        for placed in shape.placements
    ]
    beds = {"air": air, "silence": silence}
    blocks = mix(clips, shape.frames * MP3_FRAME + LOOKAHEAD, beds[encoding.pause])
    return encode(blocks, shape.frames, encoding.bitrate)


def encode(blocks: Iterable[bytes], frames: int, bitrate: int) -> Run:
    """The first `frames` frames of 48 kHz mono s16le PCM at a constant bitrate (kbit/s).

    Sample i of the PCM decodes at i + 1,105 of the run. The PCM should go on past the last
    frame by a frame or two, for the encoder looks ahead.
    """
    lame = encoder(bitrate)
    encoded = bytearray()
    for block in blocks:
        encoded += lame.encode(block)
    encoded += lame.flush()
    data = bytes(encoded[: frames * frame_size(bitrate)])
    _check(data, frames, bitrate)
    return Run(frame_size(bitrate), data, running(data, frame_size(bitrate)))


def check_grid(data: bytes, bitrate: int) -> None:
    """Raises EncoderError unless each frame of a bitrate starts where the one before ends."""
    expected = header(bitrate)[:3]
    if any(data[at : at + 3] != expected for at in range(0, len(data), frame_size(bitrate))):
        raise EncoderError("a frame is not where the frame grid says")


def _check(data: bytes, frames: int, bitrate: int) -> None:
    size = frame_size(bitrate)
    if len(data) != frames * size:
        raise EncoderError(f"the encoder gave {len(data)} bytes for {frames} frames of {size}")
    check_grid(data, bitrate)
    if main_data_begin(data[:size]):
        raise EncoderError("the first frame refers to bytes before it")


def running(data: bytes, frame_size: int) -> bytes:
    """The CRC-16/ARC of each prefix of whole frames: 16 bits each, little-endian.

    A loop over bytes in Python would be slow. So NumPy advances all frames by one byte at a time,
    then each frame's checksum is combined with that of the frames before it.
    """
    frames = np.frombuffer(data, np.uint8).reshape(-1, frame_size)
    remainders = np.array(table(), np.uint16)
    crcs = np.zeros(len(frames), np.uint16)
    for column in np.ascontiguousarray(frames.T):  # byte i of every frame
        crcs = crcs >> 8 ^ remainders[(crcs ^ column) & 0xFF]
    low, high = shifted(frame_size)
    crc = 0
    prefixes = np.empty(len(frames), "<u2")
    for index, own in enumerate(crcs.tolist()):
        crc = low[crc & 0xFF] ^ high[crc >> 8] ^ own
        prefixes[index] = crc
    return prefixes.tobytes()
