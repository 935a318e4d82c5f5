"""Sound files to samples: recordings, played sounds and what a voice sends, by one decoder.

libsndfile, which comes with soundfile, reads WAV, FLAC, Ogg Vorbis and Opus; pedalboard reads
MP3. What neither reads, M4A among others, ffmpeg reads, if that is installed.
"""

import os
import threading
import warnings
from collections.abc import Callable
from io import BytesIO
from subprocess import DEVNULL, PIPE, TimeoutExpired
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from pedalboard.io import AudioFile
from soundfile import LibsndfileError, SoundFile

from audioworkout.ground import ffmpeg
from audioworkout.voices import Pcm, VoiceError
from audioworkout.voices.mpeg import cleaned, is_mp3

Frames: TypeAlias = NDArray[np.float32]
"""Frames by channels; full scale is 1."""

MOST_MINUTES = 10  # at 48 kHz, in proportion at higher rates; longer is not a sound
MOST_SAMPLES = MOST_MINUTES * 60 * 48_000
MOST_CHANNELS = 8  # 7.1
LOWEST_SAMPLE_RATE, HIGHEST_SAMPLE_RATE = 4_000, 192_000  # Hz
AT_ONCE = 1 << 16  # frames read at a time: a length that a header claims reserves no memory

QUIETLY: dict[str, Any] = {"stdin": PIPE, "stdout": PIPE, "stderr": DEVNULL}
PATIENCE = 120  # s for ffmpeg, which takes a few for ten minutes of sound

_import_lock = threading.Lock()


def decode(content: bytes, name: str) -> Pcm:
    """The sound in a file's content, its channels mixed; `name` says in errors which file.

    A file that was cut short gives what is left of it, where that can be told. Raises
    VoiceError.
    """
    if is_mp3(content):
        return _read_mp3(content, name)
    try:
        with SoundFile(BytesIO(content)) as file:
            pcm = _read(
                file.channels,
                file.samplerate,
                lambda: file.read(AT_ONCE, "float32", always_2d=True),
                name,
            )
            claimed = file.frames
    except LibsndfileError:
        return _read_by_ffmpeg(content, name)
    if len(pcm.samples) < 2 * claimed:
        raise VoiceError(f"{name}: is damaged, it can be read only in part")
    return pcm


def audio_segment() -> Any:
    """pydub's class, imported without the warning that ffmpeg is missing.

    The lock is since warnings' filters are global, and phrases are decoded on several threads.
    """
    with _import_lock, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        os.environ.setdefault("PATH", os.defpath)  # pydub looks for ffmpeg there, unasked
        from pydub import AudioSegment
    return AudioSegment


def _read(channels: int, sample_rate: int, block: Callable[[], Frames], name: str) -> Pcm:
    """What `block` hands out, until it is empty."""
    known = LOWEST_SAMPLE_RATE <= sample_rate <= HIGHEST_SAMPLE_RATE
    if not (1 <= channels <= MOST_CHANNELS and known):
        raise VoiceError(
            f"{name}: {channels} channels at {sample_rate} Hz; a sound has up to {MOST_CHANNELS} "
            f"channels at {LOWEST_SAMPLE_RATE} to {HIGHEST_SAMPLE_RATE} Hz"
        )
    most = min(MOST_SAMPLES, MOST_MINUTES * 60 * sample_rate)
    samples = bytearray()
    while mixed := _mixed(block()):
        samples += mixed
        if len(samples) > 2 * most:
            raise VoiceError(
                f"{name}: longer than {most / sample_rate / 60:g} minutes, the most for a sound"
            )
    if not samples:
        raise VoiceError(f"{name}: there is no sound in it")
    return Pcm(bytes(samples), sample_rate)


def _mixed(block: Frames) -> bytes:
    """The mean of the channels as 16 bit; a damaged float file holds NaN."""
    mono = np.clip(np.nan_to_num(block), -1, 1).mean(axis=1)
    levels: NDArray[np.int16] = np.clip(np.round(mono * 32768), -32768, 32767).astype("<i2")
    return levels.tobytes()


def _read_mp3(content: bytes, name: str) -> Pcm:
    damaged = VoiceError(f"{name}: cannot be read as MP3, it is damaged or cut short")
    stream = cleaned(content)
    if stream is None:
        raise damaged
    try:
        with AudioFile(stream.file) as file:
            sample_rate = int(file.samplerate)
            pcm = _read(file.num_channels, sample_rate, lambda: file.read(AT_ONCE).T, name)
    except ValueError:  # no frame that pedalboard takes for one
        raise damaged from None
    return Pcm(pcm.samples[2 * stream.start : 2 * stream.end], sample_rate)


def _read_by_ffmpeg(content: bytes, name: str) -> Pcm:
    kind = ffmpeg.sniffed(content[: ffmpeg.LONGEST_MAGIC], ffmpeg.SOUND_FORMATS)
    if kind is None:
        raise VoiceError(
            f"{name}: cannot be read as sound; WAV, FLAC, MP3, Ogg Vorbis, Opus and M4A can"
        )
    if not ffmpeg.installed():
        raise VoiceError(
            f"{name}: reading this format takes ffmpeg, which is not installed; "
            "WAV, FLAC, MP3, Ogg Vorbis and Opus take nothing"
        )
    wav = _as_wav(content, kind)
    if wav is None:
        raise VoiceError(f"{name}: cannot be read as sound")
    return decode(wav, name)


def _as_wav(content: bytes, kind: str) -> bytes | None:
    """What ffmpeg makes of a sound: mono, 16 bit, a second more than the most; None if nothing."""
    most = ("-t", str(60 * MOST_MINUTES + 1))
    target = ("-map", "0:a:0", *most, "-ac", "1", "-c:a", "pcm_s16le", "-f", "wav", "pipe:1")
    try:
        with ffmpeg.start((ffmpeg.standard_input(kind),), target, **QUIETLY) as process:
            try:
                wav, _ = process.communicate(content, PATIENCE)
            finally:
                process.kill()
    except (OSError, TimeoutExpired):
        return None
    return wav if process.returncode == 0 else None
