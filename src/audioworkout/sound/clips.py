"""Clips: spoken phrases and sound files as levelled samples, kept in the cache.

A clip is mono, 48 kHz, 16 bit signed little endian, and a whole number of milliseconds long.
"""

import os
import threading
import warnings
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audioworkout.cache import Cache, digest
from audioworkout.diagnostics import WorkoutError
from audioworkout.segments import Speech
from audioworkout.units import SAMPLE_RATE, SAMPLES_PER_MS, Ms, samples
from audioworkout.voices import Pcm, Voice

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

_import_lock = threading.Lock()


def length(pcm: bytes) -> Ms:
    """How long a clip is."""
    return len(pcm) // BYTES_PER_MS


def make_clip(pcm: Pcm) -> bytes:
    """Speech as a clip: trimmed, faded at both ends, at SPEECH_LEVEL, no sample over CEILING_DB.

    Where nothing sounds, the clip is empty.
    """
    from audioworkout.sound.loudness import rotated

    signal = _trimmed(_resampled(pcm))
    if not len(signal):
        return b""
    return bytes(
        as_segment(_levelled(rotated(signal))).fade_in(FADE_IN).fade_out(FADE_OUT).raw_data
    )


def read_sample(path: Path, cache: Cache | None = None) -> bytes:
    """A sound file as a clip: levelled like speech, its ends as they are.

    WAV is read as it is; for other formats pydub calls ffmpeg. With a cache, the same
    content is decoded once. Raises WorkoutError.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise WorkoutError(f"{path}: {error.strerror or error}") from error
    if len(content) > MOST_BYTES:
        raise WorkoutError(f"{path}: a sound has at most {MOST_BYTES // 10**6} MB")
    key = digest("sample", CLIP_FORMAT, content)
    clip = cache.get(KIND, key) if cache else None
    if clip is None:
        clip = _decoded(path, content)
        if cache:
            cache.put(KIND, key, clip)
    return clip


def _decoded(path: Path, content: bytes) -> bytes:
    try:
        segment = _audio_segment().from_file(BytesIO(content))
    except FileNotFoundError as error:
        raise WorkoutError(
            f"{path}: reading what is not WAV takes ffmpeg, which is not installed"
        ) from error
    except Exception as error:  # pydub and wave raise many kinds, down to bare Exception
        raise WorkoutError(f"{path}: cannot be read as sound") from error
    segment = segment.set_channels(1).set_sample_width(2)
    return _levelled(_resampled(Pcm(segment.raw_data, segment.frame_rate)))


def as_segment(pcm: bytes) -> Any:
    """A clip as pydub's AudioSegment."""
    return _audio_segment()(data=pcm, sample_width=2, frame_rate=SAMPLE_RATE, channels=1)


class Speaker:
    """A voice with a memory: each phrase is spoken once and then read from the cache."""

    def __init__(self, voice: Voice, cache: Cache) -> None:
        self.voice = voice
        self.cache = cache
        self._lengths: dict[Speech, Ms] = {}
        self._unkept: dict[str, bytes] = {}  # what the cache would not take

    def key(self, sound: Speech) -> str:
        """The name of the clip in the cache: all that shapes it."""
        return digest("speech", CLIP_FORMAT, self.voice.key, sound.text, sound.rate)

    def length_of(self, sound: Speech) -> Ms:
        """The clip's length; spoken now if it never was."""
        known = self.known_length(sound)
        return length(self._make(sound)) if known is None else known

    def known_length(self, sound: Speech) -> Ms | None:
        """The clip's length; None if it was never spoken."""
        if sound not in self._lengths:
            size = self.cache.length(KIND, self.key(sound))
            if size is None:
                return None
            self._lengths[sound] = size // BYTES_PER_MS
        return self._lengths[sound]

    def pcm(self, sound: Speech) -> bytes:
        """The clip; spoken now if it never was, or if its entry was lost or damaged."""
        key = self.key(sound)
        data = self._unkept.get(key) or self.cache.get(KIND, key)
        return self._make(sound) if data is None else data

    def prefetch(
        self,
        sounds: Iterable[Speech],
        threads: int | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> int:
        """Speak what was never spoken, several phrases at a time; how many that were.

        `progress` is told how many are done, of how many. What is done stays done when an
        exception, Ctrl-C among them, ends the work early.
        """
        missing = [sound for sound in dict.fromkeys(sounds) if self.known_length(sound) is None]
        if not missing:
            return 0
        # The longest first, so that no thread is left alone with a long one at the end.
        missing.sort(key=lambda sound: len(sound.text), reverse=True)
        pool = ThreadPoolExecutor(threads or os.cpu_count() or 1)
        try:
            for done, future in enumerate(
                as_completed(pool.submit(self._make, s) for s in missing)
            ):
                future.result()
                if progress:
                    progress(done + 1, len(missing))
        finally:
            pool.shutdown(cancel_futures=True)
        return len(missing)

    def _make(self, sound: Speech) -> bytes:
        clip = make_clip(self.voice.speak(sound.text, sound.rate))
        key = self.key(sound)
        if not self.cache.put(KIND, key, clip):
            self._unkept[key] = clip
        self._lengths[sound] = length(clip)
        return clip


def _resampled(pcm: Pcm) -> "Signal":
    """At 48 kHz, with zeros to the next whole millisecond."""
    import numpy as np
    import soxr

    signal = np.frombuffer(pcm.samples, "<i2") / 32768
    if pcm.rate != SAMPLE_RATE:
        signal = soxr.resample(signal, pcm.rate, SAMPLE_RATE, quality="HQ")
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


def _audio_segment() -> Any:
    """pydub's class, imported without the warning that ffmpeg is missing: WAV needs none."""
    with _import_lock, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        os.environ.setdefault("PATH", os.defpath)  # pydub looks for ffmpeg there, unasked
        from pydub import AudioSegment
    return AudioSegment
