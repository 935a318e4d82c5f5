"""Tones: a pack is a folder of WAV files, one for each role, ready to be placed."""

import wave
from functools import cache

from audioworkout.assets import audio_assets
from audioworkout.cache import digest
from audioworkout.diagnostics import WorkoutError
from audioworkout.units import SAMPLE_RATE, SAMPLES_PER_MS, Ms

ROLES = ("tick", "go", "rest", "round_break", "halfway", "rep", "down", "up", "finish")
"""The sounds that a pack holds."""

FORMAT = (1, 2, SAMPLE_RATE)  # channels, bytes a sample, Hz


def packs() -> tuple[str, ...]:
    """The names of the sound packs."""
    return tuple(sorted(path.name for path in (audio_assets() / "sounds").iterdir()))


@cache
def tone_pcm(pack: str, name: str) -> bytes:
    """A tone as mono samples, 48 kHz, 16 bit little endian, a whole number of milliseconds.

    Raises WorkoutError if there is no such pack or tone, or if its file is of another format.
    """
    path = audio_assets() / "sounds" / pack / f"{name}.wav"
    if name not in ROLES:
        raise WorkoutError(f"no tone is called `{name}`; there are: {', '.join(ROLES)}")
    if pack not in packs():
        raise WorkoutError(f"no sound pack is called `{pack}`; there is: {', '.join(packs())}")
    try:
        with wave.open(str(path)) as file:
            if (file.getnchannels(), file.getsampwidth(), file.getframerate()) != FORMAT:
                raise WorkoutError(f"{path}: a tone must be mono, 16 bit, {SAMPLE_RATE} Hz")
            data: bytes = file.readframes(file.getnframes())
    except (OSError, EOFError, wave.Error) as error:
        raise WorkoutError(f"{path}: cannot be read as a WAV file ({error})") from error
    return data + bytes(-len(data) % (2 * SAMPLES_PER_MS))


def tone_length(pack: str, name: str) -> Ms:
    """How long a tone sounds."""
    return len(tone_pcm(pack, name)) // (2 * SAMPLES_PER_MS)


@cache
def tone_key(pack: str, name: str) -> str:
    """A hash of the tone's samples."""
    return digest("tone", tone_pcm(pack, name))
