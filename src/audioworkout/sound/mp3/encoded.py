"""Objects: the encoded form of each distinct shape, found in the store or made.

A lookup goes from memory (bounded by KEPT_BYTES) to the store to the encoder. What comes from the
store is checked for damage and length and, if anything is wrong, made again: the store costs
time, never correctness.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import astuple
from typing import Protocol

from audioworkout.ground.cache import digest
from audioworkout.plan.segments import Sound
from audioworkout.sound.mp3 import encode
from audioworkout.sound.mp3.islands import Shape
from audioworkout.sound.mp3.lame import Encoding, encoder_version
from audioworkout.sound.mp3.run import DamagedRunError, Run

KIND = "object"
OBJECT_FORMAT = 2  # part of each key: raise it whenever the same shape would sound different
KEPT_BYTES = 32 * 1024 * 1024  # of objects that stay in memory between planning and writing
ENCODERS = 2  # at work side by side: LAME runs outside the interpreter's lock


class SoundSource(Protocol):
    """Where sounds come from."""

    def key(self, sound: Sound) -> str:
        """A name of the sound's samples: equal only if they are."""

    def pcm(self, sound: Sound) -> bytes:
        """The sound as mono s16le PCM at 48 kHz; asked only when an object must be made."""


class ObjectStore(Protocol):
    """A content-addressed store. It may forget entries, and refuse by `OSError`."""

    def get(self, kind: str, key: str) -> bytes | None:
        """What was put, or None."""

    def put(self, kind: str, key: str, data: bytes) -> object:
        """Keeps an entry, if it can; what is returned is not looked at."""


class EncodedIslands:
    """Finds objects in memory, then in the store, and makes what neither has."""

    def __init__(self, sounds: SoundSource, store: ObjectStore, encoding: Encoding) -> None:
        self._sounds = sounds
        self._store = store
        self._encoding = encoding
        self._how = (OBJECT_FORMAT, encoder_version(), *astuple(encoding))
        self._sound_keys: dict[Sound, str] = {}
        self._shapes: dict[str, Shape] = {}
        self._keys: dict[Shape, str] = {}
        self._kept: dict[str, Run] = {}
        self._kept_bytes = 0

    def key(self, shape: Shape) -> str:
        """The key of a shape's object: a hash of everything that makes it sound as it does."""
        if shape not in self._keys:
            self._keys[shape] = self._key(shape)
        return self._keys[shape]

    def _key(self, shape: Shape) -> str:
        placements = tuple(
            (self._sound_key(placed.sound), placed.offset, placed.length, float(placed.gain_db))
            for placed in shape.placements
        )
        key = digest(KIND, self._how, shape.frames, placements)
        self._shapes[key] = shape
        return key

    def load(self, key: str) -> Run:
        """The object of a key that `key` gave: from memory, from the store, or encoded now."""
        return self._found(key) or self._put(key, self._make(key, self._clips(key)))

    def runs(self, keys: Iterable[str]) -> Iterator[tuple[str, Run]]:
        """Each key's object, those that must be made last."""
        missing = []
        for key in keys:
            run = self._found(key)
            if run:
                yield key, run
            else:
                missing.append(key)
        if missing:
            # The longest first, so that no encoder is left alone with a long one at the end.
            missing.sort(key=lambda key: self._shapes[key].frames, reverse=True)
            yield from self._made(missing)

    def _sound_key(self, sound: Sound) -> str:
        if sound not in self._sound_keys:
            self._sound_keys[sound] = self._sounds.key(sound)
        return self._sound_keys[sound]

    def _found(self, key: str) -> Run | None:
        if key in self._kept:
            return self._kept[key]
        try:
            packed = self._store.get(KIND, key)
            run = Run.unpack(packed) if packed is not None else None
        except (OSError, DamagedRunError):
            return None
        if run and run.frames != self._shapes[key].frames:
            return None
        return self._keep(key, run) if run else None

    def _put(self, key: str, run: Run) -> Run:
        with suppress(OSError):
            self._store.put(KIND, key, run.pack())
        return self._keep(key, run)

    def _keep(self, key: str, run: Run) -> Run:
        if self._kept_bytes + len(run.data) <= KEPT_BYTES:
            self._kept[key] = run
            self._kept_bytes += len(run.data)
        return run

    def _made(self, keys: Iterable[str]) -> Iterator[tuple[str, Run]]:
        """Objects made side by side, a few ahead of the one that is asked for."""
        waiting: deque[tuple[str, Future[Run]]] = deque()
        with ThreadPoolExecutor(ENCODERS) as pool:
            for key in keys:
                waiting.append((key, pool.submit(self._make, key, self._clips(key))))
                if len(waiting) > ENCODERS:
                    key, run = waiting.popleft()
                    yield key, self._put(key, run.result())
            for key, run in waiting:
                yield key, self._put(key, run.result())

    def _clips(self, key: str) -> dict[Sound, bytes]:
        return {
            sound: self._sounds.pcm(sound)
            for sound in dict.fromkeys(placed.sound for placed in self._shapes[key].placements)
        }

    def _make(self, key: str, clips: dict[Sound, bytes]) -> Run:
        return encode.encoded_shape(self._shapes[key], clips, self._encoding)
