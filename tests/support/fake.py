"""A voice without an engine: 60 ms a character, at once."""

from collections.abc import Callable, Iterable
from pathlib import Path

from audioworkout.ground.units import Ms
from audioworkout.language.document import parse
from audioworkout.language.document.inputs import Source
from audioworkout.plan.segments import Sample, Sound, Speech, Tone
from audioworkout.plan.timeline import Timeline
from audioworkout.session.checked import unrolled
from audioworkout.session.compiling import coached, lay_out
from audioworkout.sound.tones import tone_length
from audioworkout.voices import Pcm


class FakeLengths:
    def known_length(self, sound: Sound) -> Ms | None:
        match sound:
            case Speech(text, rate_percent):
                return len(text) * 60 * 100 // rate_percent
            case Tone(name):
                return tone_length("classic", name)
            case Sample():
                return 3_000

    def estimate(self, speech: Speech) -> Ms:
        raise AssertionError(speech)

    def speak(self, speeches: Iterable[Speech], progress: Callable[[int, int], None]) -> None:
        raise AssertionError(speeches)


class FakeVoice:
    """Hums where the engine would speak."""

    name = "fake:hum"
    language = "en"
    at_once = 2

    def __init__(self) -> None:
        self.spoken: list[str] = []

    def key(self, text: str) -> str:
        return "fake"

    def speak(self, text: str, rate_percent: int) -> Pcm:
        self.spoken.append(text)
        samples = len(text) * 60 * 100 // rate_percent * 48
        wave = (b"\x00\x10" * 60 + b"\x00\xf0" * 60) * (samples // 120 + 1)
        return Pcm(wave[: 2 * samples], 48_000)


def timeline(text: str) -> Timeline:
    """The timeline of a workout's text; its mistakes fail the test."""
    workout, problems = parse(text)
    assert workout is not None, problems
    checked, problems = unrolled(Source("<text>", text, Path(), "workout"), workout)
    assert checked is not None, problems
    return lay_out(checked, coached(checked), FakeLengths())


__all__ = ["FakeLengths", "FakeVoice", "timeline"]
