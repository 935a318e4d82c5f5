"""Voices: what turns a phrase into samples.

An engine is a class without arguments, found by the entry point group
`audioworkout.voices`; its name there is the `engine` of `engine:name`.
"""

import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module, metadata
from pathlib import Path
from threading import Event
from typing import Protocol, cast

from audioworkout.ground.cache import digest as digest
from audioworkout.ground.diagnostics import WorkoutError
from audioworkout.ground.lazy import LazyModule, lazy_modules
from audioworkout.language.model import VOICE_SPEEDS

__getattr__ = lazy_modules(  # numpy, soundfile, pedalboard; requests; gTTS; onnxruntime
    __name__, "decode", "download", "gtts_service", "piper_model", "recorded", "stretching", "trim"
)

GROUP = "audioworkout.voices"
DEFAULT_ENGINE = "piper"
# The engines of this package, which serve from a checkout that was never installed too.
BUILT_IN = {
    "piper": "audioworkout.voices.piper:PiperEngine",
    "gtts": "audioworkout.voices.gtts:GttsEngine",
    "espeak": "audioworkout.voices.espeak:EspeakEngine",
    "recorded": "audioworkout.voices.recorded:RecordedEngine",
    "command": "audioworkout.voices.command:CommandEngine",
}
# Where engines written for 0.3.1 import `digest` and `paced` from.
FORMER = {
    "audioworkout.cache": "audioworkout.ground.cache",
    "audioworkout.voices.pace": "audioworkout.voices.stretching",
}
SPEED = re.compile(r"@(\d+(?:\.\d+)?)$")


interrupted = Event()
"""Set by Ctrl-C: a voice that waits, for a network say, waits on this and gives up.

Of the process, as Ctrl-C is: a voice has no session that could hand it in.
"""


class VoiceError(WorkoutError):
    """A voice that is unknown or cannot be used here; the message names a way out.

    `phrase` is the text that could not be spoken, where it is that one alone.
    """

    phrase: str = ""


class UnavailableError(VoiceError):
    """A voice that can speak nothing at present, whatever the phrase: no network, say."""


@dataclass(frozen=True, slots=True)
class Pcm:
    """Mono samples, 16 bit signed little endian, `sample_rate` of them a second."""

    samples: bytes
    sample_rate: int


class Voice(Protocol):
    """One voice of an engine. Making it loads no model; the first `speak` does."""

    @property
    def name(self) -> str:
        """Engine and voice: `piper:joe`."""

    @property
    def language(self) -> str:
        """A BCP 47 tag; `und` where it may be any."""

    @property
    def at_once(self) -> int:
        """How many phrases are worth speaking side by side."""

    def key(self, text: str) -> str | None:
        """Everything but text and speed that shapes the samples, known without the model.

        None for a text that this voice does not have, as where it was never recorded.
        """

    def speak(self, text: str, rate_percent: int, /) -> Pcm:
        """`text` at about `rate_percent` of the voice's own speed (50 to 230).

        Called by position. Equal arguments give the same samples, in any order and on any thread;
        several threads may call at once. Raises VoiceError for a phrase that cannot be had,
        UnavailableError if none can.
        """


@dataclass(frozen=True, slots=True)
class Offer:
    """A line of the table of voices: what can be written, and why it can't be used, if so."""

    spec: str
    language: str
    note: str
    ready: bool = True


class Engine(Protocol):
    """A family of voices."""

    def voice(self, name: str, folder: Path) -> Voice:
        """The voice of that name, cheaply: no model is loaded. Raises VoiceError.

        A name that is a path starts from `folder`, the workout's.
        """

    def offers(self) -> Iterable[Offer]:
        """What this engine has to offer here, without loading a model or asking a network."""


@dataclass(frozen=True, slots=True)
class _Paced:
    """A voice at another speed than its own."""

    voice: Voice
    speed: float

    @property
    def name(self) -> str:
        return f"{self.voice.name}@{self.speed:g}"

    @property
    def language(self) -> str:
        return self.voice.language

    @property
    def at_once(self) -> int:
        return self.voice.at_once

    def key(self, text: str) -> str | None:
        key = self.voice.key(text)
        return key and digest(key, self.speed)

    def speak(self, text: str, rate_percent: int) -> Pcm:
        return self.voice.speak(text, round(rate_percent * self.speed))

    def release(self) -> None:
        release(self.voice)


def release(voice: Voice) -> None:
    """Lets go what a voice has loaded, where it has a method `release` for that."""
    if callable(let_go := getattr(voice, "release", None)):
        let_go()


def find_voice(spec: str, folder: Path = Path()) -> Voice:
    """The voice for `name`, `engine:name` or the path of a Piper model, `@1.1` times as fast.

    Paths start from `folder`. Raises VoiceError.
    """
    written_out = " " in spec  # a command line, which may end in an `@` of its own
    if not written_out and (found := SPEED.search(spec)):
        speed = float(found[1])
        slowest, fastest = VOICE_SPEEDS
        if not slowest <= speed <= fastest:
            raise VoiceError(f"`{spec}`: a speed is from {slowest:g} to {fastest:g}")
        return _Paced(find_voice(spec[: found.start()], folder), speed)
    engine, colon, name = spec.partition(":")
    if not colon or (spec.endswith(".onnx") and engine not in BUILT_IN):
        engine, name = DEFAULT_ENGINE, spec
    return _load(engine)().voice(name, folder)


def engines() -> tuple[str, ...]:
    """The names of the engines: this package's, then those that other packages bring."""
    return (*BUILT_IN, *sorted(_entry_points().keys() - BUILT_IN.keys()))


def offers(engine: str) -> tuple[Offer, ...]:
    """What an engine has to offer here; raises VoiceError if it cannot be loaded."""
    return tuple(_load(engine)().offers())


def _load(engine: str) -> Callable[[], Engine]:
    if engine in BUILT_IN:
        module, _, attribute = BUILT_IN[engine].partition(":")
        return cast(Callable[[], Engine], getattr(import_module(module), attribute))
    found = _entry_points()
    if engine not in found:
        known = ", ".join(sorted({*BUILT_IN, *found}))
        raise VoiceError(
            f"no voice engine is called `{engine}`; there is: {known} (write `engine:name`)"
        )
    for former, module in FORMER.items():
        sys.modules.setdefault(former, LazyModule(module))
    return found[engine]()


def _entry_points() -> dict[str, Callable[[], Callable[[], Engine]]]:
    return {point.name: point.load for point in metadata.entry_points(group=GROUP)}
