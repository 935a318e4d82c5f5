"""Voices: what turns a phrase into samples.

An engine is a class without arguments, found by the entry point group
`audioworkout.voices`; its name there is the `engine` of `engine:name`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol, cast

from audioworkout.diagnostics import WorkoutError

GROUP = "audioworkout.voices"
DEFAULT_ENGINE = "piper"
# The engines of this package, which serve from a checkout that was never installed too.
BUILT_IN = {"piper": "audioworkout.voices.piper:PiperEngine"}


class VoiceError(WorkoutError):
    """A voice that is unknown or cannot be used here; the message names a way out."""


@dataclass(frozen=True, slots=True)
class Pcm:
    """Mono samples, 16 bit signed little endian, `rate` of them a second."""

    samples: bytes
    rate: int


class Voice(Protocol):
    """One voice of an engine. Making it loads no model; the first `speak` does."""

    @property
    def name(self) -> str:
        """Engine and voice: `piper:joe`."""

    @property
    def key(self) -> str:
        """Everything but text and rate that shapes the samples, known without the model."""

    @property
    def language(self) -> str:
        """A BCP 47 tag."""

    def speak(self, text: str, rate: int) -> Pcm:
        """`text` at about `rate` per cent of the voice's own speed (100 to 115).

        The same text and rate give the same samples, in any order and on any thread;
        several threads may call at once.
        """


class Engine(Protocol):
    """A family of voices."""

    def voice(self, name: str) -> Voice:
        """The voice of that name, cheaply: no model is loaded. Raises VoiceError."""


def find_voice(spec: str) -> Voice:
    """The voice for `name`, `engine:name` or the path of a Piper model. Raises VoiceError."""
    engine, colon, name = spec.partition(":")
    if not colon or (spec.endswith(".onnx") and engine not in BUILT_IN):
        engine, name = DEFAULT_ENGINE, spec
    return _load(engine)().voice(name)


def _load(engine: str) -> Callable[[], Engine]:
    if engine in BUILT_IN:
        module, _, attribute = BUILT_IN[engine].partition(":")
        return cast(Callable[[], Engine], getattr(import_module(module), attribute))
    from importlib.metadata import entry_points

    found = {point.name: point for point in entry_points(group=GROUP)}
    if engine not in found:
        known = ", ".join(sorted({*BUILT_IN, *found}))
        raise VoiceError(
            f"no voice engine is called `{engine}`; there is: {known} (write `engine:name`)"
        )
    return cast(Callable[[], Engine], found[engine].load())
