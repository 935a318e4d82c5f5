"""Clips: spoken phrases and sound files as levelled samples, kept in the cache.

A clip is mono, 48 kHz, 16 bit signed little endian, and a whole number of milliseconds long.
How it is made of samples, `clip_making` knows.
"""

from pathlib import Path

from audioworkout.ground.cache import Cache, digest
from audioworkout.ground.diagnostics import WorkoutError
from audioworkout.ground.files import open_regular
from audioworkout.ground.units import SAMPLES_PER_MS, Ms
from audioworkout.sound import clip_making
from audioworkout.voices import decode

CLIP_FORMAT = 1  # raise it whenever the same speech would give another clip
KIND = "clip"
MOST_BYTES = 64_000_000  # of a sound file: six minutes of CD quality; longer is not a sound
BYTES_PER_MS = 2 * SAMPLES_PER_MS


def length(pcm: bytes) -> Ms:
    """How long a clip is."""
    return len(pcm) // BYTES_PER_MS


def read_sample(path: Path, cache: Cache | None = None) -> bytes:
    """A sound file as a clip: levelled like speech, its ends as they are.

    With a cache, the same content is decoded once. Raises WorkoutError.
    """
    try:
        with open_regular(path) as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise WorkoutError(f"{path}: {error.strerror or error}") from error
    if len(content) > MOST_BYTES:
        raise WorkoutError(f"{path}: a sound has at most {MOST_BYTES // 10**6} MB")
    key = digest("sample", CLIP_FORMAT, content)
    clip = cache.get(KIND, key) if cache else None
    if clip is None:
        clip = clip_making.as_it_is(decode.decode(content, str(path)))
        if cache:
            cache.put(KIND, key, clip)
    return clip
