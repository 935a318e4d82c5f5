"""A voice that beeps: a tone for each letter, higher for later ones, and a pause for the rest.

It is here to be copied. What an engine promises, `audioworkout.voices` says.
"""

import math
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from audioworkout.voices import Offer, Pcm, VoiceError, digest

VERSION = 1  # raise it whenever the same text would sound otherwise: it is part of the key
RATE = 24_000  # Hz
BEEP = 0.08  # s
EDGE = 0.005  # s in which a beep rises and falls, so that it does not click
PITCHES = {"high": 880.0, "low": 220.0}  # Hz of an a


class BeepsEngine:
    """What the entry point names: a class without arguments."""

    def voice(self, name: str, folder: Path) -> "Beeper":
        """`beeps:high` or `beeps:low`; an error names the way out."""
        if name not in PITCHES:
            raise VoiceError(f"no beeper is called `{name}`; there is: {', '.join(PITCHES)}")
        return Beeper(f"beeps:{name}", PITCHES[name])

    def offers(self) -> Iterable[Offer]:
        """What the list of voices shows. `und` is no language in particular."""
        return [Offer(f"beeps:{name}", "und", f"from {hz:g} Hz") for name, hz in PITCHES.items()]


@dataclass(frozen=True, slots=True)
class Beeper:
    """One voice."""

    name: str
    pitch: float
    language: str = "und"
    at_once: int = 1  # pure Python gains nothing from a second thread

    def key(self, text: str) -> str | None:
        """All that shapes the sound besides text and speed; None for what cannot be said."""
        return digest("beeps", VERSION, self.pitch) if text.isascii() else None

    def speak(self, text: str, rate_percent: int) -> Pcm:
        """A beep a letter; at a `rate_percent` of 200 they are half as long."""
        count = round(BEEP * RATE * 100 / rate_percent)
        samples: list[int] = []
        for letter in text.lower():
            samples += self._beep(letter, count) if letter.isalpha() else [0] * count
        return Pcm(struct.pack(f"<{len(samples)}h", *samples), RATE)

    def _beep(self, letter: str, count: int) -> list[int]:
        turn = 2 * math.pi * self.pitch * 2 ** ((ord(letter) - ord("a")) / 12) / RATE
        edge = EDGE * RATE
        return [
            round(12_000 * min(1, at / edge, (count - at) / edge) * math.sin(turn * at))
            for at in range(count)
        ]
