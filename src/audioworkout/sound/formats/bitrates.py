"""How an encoder that knows no bitrates is told one, in kbit/s."""

from itertools import pairwise

# The nominal rate at each tenth of Vorbis quality, by channels: vorbisenc's rate_mapping_44_un
# and rate_mapping_44_stereo.
VORBIS = {
    1: (48, 60, 70, 80, 86, 96, 110, 120, 140, 160, 240),
    2: (64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 500),
}
OPUS = (6, 256)  # the lowest and the highest rate a channel


def vorbis_quality(bitrate: int, channels: int) -> float:
    """Vorbis quality, from 0 to 1, whose nominal rate this is; between two tenths, in between."""
    for tenth, (low, high) in enumerate(pairwise(VORBIS[channels])):
        if bitrate <= high:
            return (tenth + (bitrate - low) / (high - low)) / 10
    raise ValueError(f"Vorbis has no {bitrate} kbit/s")


def opus_level(bitrate: int, channels: int) -> float:
    """libsndfile's compression level: 0 for its highest rate a channel, 1 for its lowest."""
    low, high = OPUS
    return 1 - (bitrate / channels - low) / (high - low)
