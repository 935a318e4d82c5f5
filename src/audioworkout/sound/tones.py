"""Tones: a pack is a folder of WAV files, one for each role, ready to be placed.

A file of one's own can stand in for a pack's tone: it is made like one.
"""

import wave
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from audioworkout.ground.assets import audio_assets
from audioworkout.ground.cache import Cache, digest
from audioworkout.ground.diagnostics import WorkoutError
from audioworkout.ground.spelling import did_you_mean
from audioworkout.ground.units import SAMPLE_RATE, SAMPLES_PER_MS, Ms
from audioworkout.sound import clips, own_tones

ROLES = ("tick", "go", "rest", "round_break", "halfway", "rep", "down", "up", "finish", "beat")
"""The sounds that a pack holds."""

FORMAT = (1, 2, SAMPLE_RATE)  # channels, bytes a sample, Hz

LONGEST: Mapping[str, Ms] = {
    "tick": 300,  # the next comes a second later, and a word may have to end before it
    "go": 560,  # speech follows 600 ms after its start
    "rest": 1_000,  # speech waits for its end
    "round_break": 1_500,
    "halfway": 400,  # speech follows 450 ms after its start
    "rep": 150,  # reps may be half a second apart
    "down": 400,
    "up": 400,
    "finish": 6_000,
    "beat": 100,  # beats may be a quarter of a second apart
}
"""How long a sound of one's own may last in each role."""

OWN_FORMAT = 1  # raise it whenever the same file would give another tone
KIND = "tone"


@dataclass(frozen=True, slots=True)
class OwnTone:
    """A sound of one's own as a tone: samples as `tone_pcm` gives them, its length in the file."""

    pcm: bytes
    whole: Ms

    @property
    def length(self) -> Ms:
        """How long it sounds."""
        return clips.length(self.pcm)

    @property
    def cut(self) -> bool:
        """Whether its end was faded out, since its role has no time for it."""
        return self.length < self.whole


class Tones:
    """The tones of a session: a pack's, and files of one's own in place of some of its roles."""

    def __init__(
        self, pack: str, own: Mapping[str, Path] | None = None, cache: Cache | None = None
    ) -> None:
        self._pack = pack
        self._files = own or {}
        self._cache = cache
        self._own: dict[str, OwnTone] = {}

    def own(self, name: str) -> OwnTone | None:
        """The file that stands in for a role, if one does. Raises WorkoutError."""
        if name in self._files and name not in self._own:
            self._own[name] = own_tone(self._files[name], name, self._pack, self._cache)
        return self._own.get(name)

    def pcm(self, name: str) -> bytes:
        """A tone's samples, as `tone_pcm` gives them."""
        own = self.own(name)
        return own.pcm if own else tone_pcm(self._pack, name)

    def length(self, name: str) -> Ms:
        """How long a tone sounds."""
        return clips.length(self.pcm(name))

    def key(self, name: str) -> str:
        """A hash of the tone's samples."""
        own = self.own(name)
        return digest("tone", own.pcm) if own else tone_key(self._pack, name)


def packs() -> tuple[str, ...]:
    """The names of the sound packs."""
    folders = (audio_assets() / "sounds").iterdir()
    return tuple(sorted(path.name for path in folders if path.is_dir()))


def described() -> Mapping[str, Mapping[str, str]]:
    """What each of the `packs` and `roles` is, in a few words, in the order to show them."""
    text = (audio_assets() / "sounds" / "packs.yaml").read_text("utf-8")
    words: Mapping[str, Mapping[str, str]] = yaml.safe_load(text)
    return words


@cache
def tone_pcm(pack: str, name: str) -> bytes:
    """A tone as mono samples, 48 kHz, 16 bit little endian, a whole number of milliseconds.

    Raises WorkoutError if there is no such pack or tone, or if its file is of another format.
    """
    if name not in ROLES:
        raise WorkoutError(f"no tone is called `{name}`; {_known(name, ROLES)}")
    if pack not in packs():
        raise WorkoutError(f"no sound pack is called `{pack}`; {_known(pack, packs())}")
    path = audio_assets() / "sounds" / pack / f"{name}.wav"
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
    return clips.length(tone_pcm(pack, name))


@cache
def tone_key(pack: str, name: str) -> str:
    """A hash of the tone's samples."""
    return digest("tone", tone_pcm(pack, name))


def own_tone(path: Path, role: str, pack: str, cache: Cache | None = None) -> OwnTone:
    """A sound file in place of a pack's tone: from its onset on, as loud as that tone.

    Its first millisecond sounds, no sample passes PEAK_DB, and it lasts LONGEST[role] at
    most. With a cache, the same content is worked on once. Raises WorkoutError.
    """
    sample = clips.read_sample(path, cache)
    key = digest("own tone", OWN_FORMAT, role, tone_key(pack, role), sample)
    kept = cache.get(KIND, key) if cache else None
    if kept is None:
        kept = own_tones.made(sample, LONGEST[role], tone_pcm(pack, role))
        if cache:
            cache.put(KIND, key, kept)
    tone = OwnTone(kept[4:], int.from_bytes(kept[:4], "little"))
    if not tone.pcm:
        raise WorkoutError(f"{path}: nothing sounds in it; name another file for `{role}`")
    return tone


def _known(word: str, names: Iterable[str]) -> str:
    return did_you_mean(word, names) or f"there are: {', '.join(names)}"
