"""Every catalogue's every phrase and name, given to a voice of its language as it would be."""

import re
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat

import pytest
from test_catalogues import SAMPLES, phrases

from audioworkout.voices import find_voice
from audioworkout.words import catalogue
from audioworkout.words.phrases import languages, phrases_for
from audioworkout.words.pronunciation import pronounce

RAW = re.compile(r"[{}<>_/@#%]|\d+[a-z]+\b")  # a field, a mark, a measure such as `30s`


def said_in(language: str) -> set[str]:
    """What a coach may say in a language, as an engine is given it."""
    said, _ = phrases_for(language)
    names = {name: catalogue.find(name, language=language) for name in catalogue.names()}
    samples = SAMPLES | {
        "duration": said.duration(90_000),
        "rounds": said.count("round", 5),
        "number": said.number(21),
        "side": said.side("left", "leg") or "",
    }
    texts = {text for cue in phrases(language)["cues"] for text in said.wordings(cue, **samples)}
    texts |= {*said.lines("praise"), *said.lines("encouragement")}
    texts |= {known.called or name for name, known in names.items() if known}
    return {pronounce(text, language) for text in texts}


@pytest.mark.parametrize("language", languages())
def test_nothing_is_left_unfilled_or_raw(language: str) -> None:
    texts = said_in(language)
    assert len(texts) > 300
    assert [text for text in texts if RAW.search(text)] == []


@pytest.mark.slow
@pytest.mark.parametrize("language", languages())
def test_espeak_speaks_every_phrase_and_name(language: str) -> None:
    voice = find_voice(f"espeak:{language}")
    texts = sorted(said_in(language))
    with ThreadPoolExecutor(voice.at_once) as pool:
        lengths = [
            len(pcm.samples) / 2 / pcm.sample_rate
            for pcm in pool.map(voice.speak, texts, repeat(100))
        ]
    short = [text for text, length in zip(texts, lengths, strict=True) if length < 0.15]
    assert short == []
