"""Sessions of synthetic sounds, and stores that behave, for tests of the backend."""

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from audioworkout.plan.segments import Sound, Speech, Tone
from audioworkout.plan.timeline import Event, Timeline
from audioworkout.sound.mix import Clip, mix
from audioworkout.sound.mp3 import encoded
from audioworkout.sound.mp3.assembling import assemble
from audioworkout.sound.mp3.lame import Encoding
from audioworkout.sound.mp3.linker import write_mp3
from audioworkout.sound.mp3.tags import Metadata, id3
from listen import (
    RATE,
    Signal,
)

TICK, GO, WORDS = Tone("tick"), Tone("go"), Speech("Ten seconds.")
LENGTH: dict[Sound, int] = {TICK: 80, GO: 400, WORDS: 900}


def pcm(sound: Sound) -> bytes:
    """Two sharp tones, and noise with the outline of words."""
    at = np.arange(LENGTH[sound] * 48)
    if sound == WORDS:
        noise = np.random.default_rng(1).standard_normal(len(at))
        wave = 0.15 * np.convolve(noise, np.hanning(25) / 5, "same") * np.sin(at / 4000) ** 2
    else:
        pitch = 1000 if sound == TICK else 1320
        wave = sum(0.25 * np.sin(2 * np.pi * pitch * partial * at / RATE) for partial in (1, 1.5))
        wave = wave * np.minimum(1, np.minimum(at, at[::-1]) / 96)
    return bytes(np.rint(wave * 32767).astype("<i2"))


@dataclass
class Sounds:
    asked: int = 0

    def key(self, sound: Sound) -> str:
        return hashlib.sha256(repr(sound).encode()).hexdigest()

    def pcm(self, sound: Sound) -> bytes:
        self.asked += 1
        return pcm(sound)


@dataclass
class Store:
    """A dict that counts what is put."""

    entries: dict[tuple[str, str], bytes] = field(default_factory=dict)
    puts: int = 0

    def get(self, kind: str, key: str) -> bytes | None:
        return self.entries.get((kind, key))

    def put(self, kind: str, key: str, data: bytes) -> None:
        self.puts += 1
        self.entries[kind, key] = data


def session(length: int, events: Sequence[tuple[int, Sound]] = ()) -> Timeline:
    timed = tuple(Event(start, LENGTH[sound], sound) for start, sound in events)
    return Timeline("Session", length, (), timed, ())


def countdowns(length: int, every: int = 30_000) -> Timeline:
    """Words, three ticks and a go, again and again."""
    pattern = ((0, WORDS), (7000, TICK), (8000, TICK), (9000, TICK), (10_000, GO))
    starts = range(5003, length - 11_000, every)
    return session(length, [(start + after, sound) for start in starts for after, sound in pattern])


def link(timeline: Timeline, store: encoded.ObjectStore, encoding: Encoding | None = None) -> bytes:
    out = io.BytesIO()
    assemble(timeline, Sounds(), store, encoding or Encoding()).write(out)
    return out.getvalue()


def linked(
    folder: Path, timeline: Timeline, store: encoded.ObjectStore, encoding: Encoding | None = None
) -> Path:
    path = folder / "session.mp3"
    body = assemble(timeline, Sounds(), store, encoding or Encoding())
    with path.open("wb") as out:
        write_mp3(out, id3(Metadata(timeline.title, timeline.length)), body)
    return path


def wave(sound: Sound) -> Signal:
    return (np.frombuffer(pcm(sound), "<i2") / 32768).astype(np.float32)


def source(timeline: Timeline) -> bytes:
    clips = [Clip(event.start * 48, pcm(event.sound)) for event in timeline.events]
    return b"".join(mix(clips, timeline.length * 48))
