"""MPEG-1 Layer III at 48 kHz, constant bitrate: the grid that all linking stands on.

At 48 kHz a frame of 1,152 samples lasts exactly 24 ms and needs no padding, so its size is
three bytes for each kbit/s and a frame's number gives its byte and its time.
"""

from audioworkout.ground.units import SAMPLE_RATE, SAMPLES_PER_MS, Ms

MP3_FRAME = 1152  # samples in an MPEG-1 Layer III frame
FRAME_MS: Ms = MP3_FRAME // SAMPLES_PER_MS

ENCODER_DELAY = 576  # samples LAME puts before the first one, as it writes into the Info tag
DECODER_DELAY = 529  # samples every Layer III decoder adds: 528 + 1 of the synthesis filterbank
DELAY = ENCODER_DELAY + DECODER_DELAY

BITRATES = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)  # kbit/s

SIDE_INFO = {1: 17, 2: 32}  # bytes, by channels
HEADER = 4  # bytes

_SYNC_MPEG1_LAYER3 = 0xFFFB  # without the header's CRC
_RATE_48K = 0b01 << 10
_MODE = {1: 0b11 << 6, 2: 0b01 << 6}  # by channels: mono, joint stereo
_ORIGINAL = 1 << 2


def frame_size(bitrate: int) -> int:
    """Bytes in a frame at a bitrate (kbit/s)."""
    return bitrate * 1000 * MP3_FRAME // (8 * SAMPLE_RATE)


def header(bitrate: int, channels: int = 1) -> bytes:
    """The four bytes that start each frame at a bitrate (kbit/s).

    In joint stereo the fourth also says, frame by frame, how the channels are coded.
    """
    index = BITRATES.index(bitrate) + 1
    mode = _MODE[channels] | _ORIGINAL
    return (_SYNC_MPEG1_LAYER3 << 16 | index << 12 | _RATE_48K | mode).to_bytes(4, "big")


def frames_for(samples: int) -> int:
    """The fewest frames that a decoder needs to give back that many samples."""
    return -(-(samples + DELAY) // MP3_FRAME)


def main_data_begin(frame: bytes) -> int:
    """How many bytes before this frame its audio data starts; 0 for the first of a closed run."""
    return int.from_bytes(frame[HEADER : HEADER + 2], "big") >> 7
