"""PCM to a closed run of frames, by one fresh LAME encoder."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from audioworkout.ground.units import SAMPLE_RATE
from audioworkout.sound.mp3.crc import running
from audioworkout.sound.mp3.frames import frame_size, header, main_data_begin
from audioworkout.sound.mp3.run import Run

QUALITY = 3  # LAME's -q, the default of its own command


class EncoderError(RuntimeError):
    """The encoder gave frames that cannot be linked."""


@cache
def encoder_version() -> str:
    """The encoder and its version, found without loading it."""
    from importlib.metadata import version

    return f"lameenc {version('lameenc')} q{QUALITY}"


def encoder(bitrate: int, channels: int = 1) -> Any:
    """A fresh LAME for 48 kHz s16le PCM, at a constant rate in kbit/s; two channels are joint."""
    import lameenc

    lame = lameenc.Encoder()
    lame.set_channels(channels)
    lame.set_in_sample_rate(SAMPLE_RATE)
    lame.set_out_sample_rate(SAMPLE_RATE)  # left alone, LAME would resample below 64 kbit/s
    lame.set_bit_rate(bitrate)
    lame.set_quality(QUALITY)
    lame.silence()
    return lame


def encode(blocks: Iterable[bytes], frames: int, bitrate: int) -> Run:
    """The first `frames` frames of 48 kHz mono s16le PCM at a constant rate in kbit/s.

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
    """Raises EncoderError unless each frame of a rate in kbit/s starts where the last one ends."""
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
