"""espeak-ng's English, listened to by a recogniser that is not ours.

It hears little of speech between perfect silences, as no microphone ever brought it any. So
espeak-ng speaks in a quiet room here.
"""

from importlib.util import find_spec

import numpy as np
import pytest

from audioworkout.voices import Pcm, find_voice
from recogniser import Recogniser, words

pytestmark = [
    pytest.mark.voice,
    pytest.mark.skipif(find_spec("pocketsphinx") is None, reason="needs pocketsphinx"),
]

ROOM = 0.001  # of full scale: noise at -60 dBFS

COACH = (
    "Rest. Fifteen seconds.",
    "Rest. Fifty seconds.",
    "One minute thirty.",
    "Right leg.",
    "Left leg.",
    "Halfway through.",
    "Get ready.",
    "Round two of five.",
    "Round three of five.",
    "Ten seconds left.",
    "Next: single leg balance.",
    "Workout complete.",
    "Three, two, one.",
)


@pytest.fixture(scope="module")
def recogniser() -> Recogniser:
    return Recogniser(COACH)


@pytest.mark.parametrize("rate", [100, 115])
@pytest.mark.parametrize("spec", ["espeak:en", "espeak:en-us", "espeak:en-us+f2"])
@pytest.mark.parametrize("text", COACH)
def test_each_phrase_is_told_from_the_others(
    recogniser: Recogniser, text: str, spec: str, rate: int
) -> None:
    spoken = find_voice(spec).speak(text, rate)
    assert recogniser.hear(in_a_room(spoken), spoken.sample_rate) == words(text)


def in_a_room(spoken: Pcm) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    signal = np.pad(np.frombuffer(spoken.samples, "<i2") / 32768, spoken.sample_rate // 4)
    return signal + np.random.default_rng(1).normal(0, ROOM, len(signal))
