"""Clips: spoken phrases and sound files as levelled samples, kept in the cache.

A clip is mono, 48 kHz, 16 bit signed little endian, and a whole number of milliseconds long.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from audioworkout.ground.cache import Cache, digest
from audioworkout.ground.diagnostics import WorkoutError
from audioworkout.ground.files import open_regular
from audioworkout.ground.units import SAMPLE_RATE, SAMPLES_PER_MS, Ms, samples
from audioworkout.voices import Pcm
from audioworkout.voices.decode import audio_segment, decode

if TYPE_CHECKING:
    from audioworkout.sound.loudness import Signal

CLIP_FORMAT = 1  # raise it whenever the same speech would give another clip
KIND = "clip"
MOST_BYTES = 64_000_000  # of a sound file: six minutes of CD quality; a session is no sound
BYTES_PER_MS = 2 * SAMPLES_PER_MS

SPEECH_LEVEL = -14.8  # LUFS of a clip: with the pauses and tones of a session, -16 in all
CEILING_DB = -4.0  # dBFS; air adds up to 0.5 dB, MP3 up to 2, and -1 dBTP is allowed

EDGE_RANGE_DB = 50.0  # below the loudest millisecond: silence
LEAD: Ms = 10
TAIL: Ms = 40
FADE_IN: Ms = 3
FADE_OUT: Ms = 15


def length(pcm: bytes) -> Ms:
    """How long a clip is."""
    return len(pcm) // BYTES_PER_MS


def make_clip(pcm: Pcm) -> bytes:
    """Speech as a clip: trimmed, faded at both ends, at SPEECH_LEVEL, no sample over CEILING_DB.

    Where nothing sounds, the clip is empty.
    """
    from audioworkout.sound.loudness import phase_rotated

    signal = _trimmed(_resampled(pcm))
    if not len(signal):
        return b""
    return bytes(
        as_segment(_levelled(phase_rotated(signal))).fade_in(FADE_IN).fade_out(FADE_OUT).raw_data
    )


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
        clip = _levelled(_resampled(decode(content, str(path))))
        if cache:
            cache.put(KIND, key, clip)
    return clip


def as_segment(pcm: bytes, channels: int = 1) -> Any:
    """A clip as pydub's AudioSegment."""
    return audio_segment()(data=pcm, sample_width=2, frame_rate=SAMPLE_RATE, channels=channels)


def _resampled(pcm: Pcm) -> "Signal":
    """At 48 kHz, with zeros to the next whole millisecond."""
    import numpy as np
    import soxr

    signal = np.frombuffer(pcm.samples, "<i2") / 32768
    if pcm.sample_rate != SAMPLE_RATE:
        signal = soxr.resample(signal, pcm.sample_rate, SAMPLE_RATE, quality="HQ")
    return np.pad(signal, (0, -len(signal) % SAMPLES_PER_MS))


def _trimmed(signal: "Signal") -> "Signal":
    """With a breath of silence at both ends, no less and no more; cut at whole milliseconds."""
    import numpy as np

    power = (signal.reshape(-1, SAMPLES_PER_MS) ** 2).mean(axis=1)
    heard = np.flatnonzero(power > power.max(initial=0) * 10 ** (-EDGE_RANGE_DB / 10))
    if not len(heard):
        return signal[:0]
    first, last = int(heard[0]), int(heard[-1]) + LEAD + 1 + TAIL
    padded = np.pad(signal, (samples(LEAD), samples(TAIL)))
    return padded[samples(first) : samples(last)]


def _levelled(signal: "Signal") -> bytes:
    """At SPEECH_LEVEL, peaks limited, as 16 bit samples."""
    import numpy as np

    from audioworkout.sound.loudness import levelled

    return np.round(levelled(signal, SPEECH_LEVEL, CEILING_DB) * 32767).astype("<i2").tobytes()
