"""The rates, in kbit/s, that a format can have, and how its encoder is told."""

from itertools import pairwise

from audioworkout.ground.diagnostics import WorkoutError
from audioworkout.sound.mp3.frames import BITRATES

DEFAULT = {1: 64, 2: 128}  # by channels
LOSSLESS = {"wav": "WAV", "flac": "FLAC"}
NAMES = {"mp3": "MP3", "ogg": "Ogg Vorbis", "opus": "Opus", "m4a": "M4A"}

# Lowest and highest, by channels: what libvorbis names for its qualities 0 to 10, what
# libsndfile lets Opus have (6 to 256 a channel), what ffmpeg's AAC-LC does well.
RANGES = {
    "ogg": {1: (48, 240), 2: (64, 500)},
    "opus": {1: (6, 256), 2: (12, 512)},
    "m4a": {1: (24, 256), 2: (48, 512)},
}

# The nominal rate at each tenth of Vorbis quality, by channels: vorbisenc's rate_mapping_44_un
# and rate_mapping_44_stereo.
VORBIS = {
    1: (48, 60, 70, 80, 86, 96, 110, 120, 140, 160, 240),
    2: (64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 500),
}


def bitrate_for(name: str, channels: int, chosen: int | None) -> int:
    """The rate of a format's file: the chosen one, or the default; 0 where nothing is lost.

    Raises WorkoutError for a rate that the format cannot have.
    """
    if name in LOSSLESS:
        if chosen is not None:
            raise WorkoutError(f"{LOSSLESS[name]} keeps every sample and has no bitrate to choose")
        return 0
    rate = DEFAULT[channels] if chosen is None else chosen
    sound = {1: "mono", 2: "stereo"}[channels]
    if name == "mp3" and rate not in BITRATES:
        can = ", ".join(map(str, BITRATES))
        raise WorkoutError(f"MP3 has no {rate} kbit/s; it has {can}")
    low, high = RANGES.get(name, {}).get(channels, (rate, rate))
    if not low <= rate <= high:
        raise WorkoutError(f"{NAMES[name]} has no {rate} kbit/s in {sound}; it has {low} to {high}")
    return rate


def vorbis_quality(bitrate: int, channels: int) -> float:
    """Vorbis quality, from 0 to 1, whose nominal rate this is; between two tenths, in between."""
    for tenth, (low, high) in enumerate(pairwise(VORBIS[channels])):
        if bitrate <= high:
            return (tenth + (bitrate - low) / (high - low)) / 10
    raise ValueError(f"Vorbis has no {bitrate} kbit/s")


def opus_level(bitrate: int, channels: int) -> float:
    """libsndfile's compression level: 0 for its highest rate a channel, 1 for its lowest."""
    low, high = RANGES["opus"][1]
    return 1 - (bitrate / channels - low) / (high - low)
