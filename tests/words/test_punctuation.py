"""Marks between words: what an engine is given instead, and how espeak-ng's sounds have it."""

from functools import cache
from pathlib import Path

import pytest

import audioworkout.voices.piper  # noqa: F401  # before the runtime, which else reports
from audioworkout.words.phrases import languages
from audioworkout.words.pronunciation import pronounce, unread

SAID = {
    # pauses
    "Ready... set... go!": "Ready, set, go!",
    "Ready… Set… Go!": "Ready. Set. Go!",
    "3...2...1": "three, two, one",
    "Wait ...": "Wait.",
    "Ready....": "Ready.",
    "Go!...": "Go!",
    "(wait...) go": "wait, go",
    "Squat - press": "Squat, press",
    "Squat -- press": "Squat, press",
    "squat--press": "squat, press",
    "squat — press": "squat — press",
    "squats | lunges • rest": "squats, lunges, rest",
    "Plank (on your knees) then rest": "Plank, on your knees, then rest",
    "Plank (on your knees).": "Plank, on your knees.",
    "(Half) kneeling": "Half, kneeling",
    # marks in a row, alone, at the start
    "Go! ! Now": "Go! Now",
    "Go ! Now": "Go ! Now",
    "! Go": "Go",
    "Go?!Rest": "Go? Rest",
    "Go!!!": "Go!",
    "Rest.. Now": "Rest. Now",
    "Rest., now": "Rest, now",
    "Push-ups!.": "Push-ups!",
    # no space behind
    "Plank.Rest.": "Plank. Rest.",
    "plank.rest.": "plank. rest.",
    "Rest.30 s": "Rest. thirty seconds",
    "Round 3.Then rest": "Round three. Then rest",
    "30s.Rest": "thirty seconds. Rest",
    "Rest:now, one,two": "Rest: now, one, two",
    "Set:1": "Set: one",
    # which are no ends of sentences
    "6:30 a.m. run": "6:30 a.m. run",
    "E.g. squats": "for example squats",
    "example.com": "example.com",
    "see https://www.example.com/a?b=1.": "see example.com.",
    "www.example.com": "www.example.com",
    # what is no speech
    "go 💪🏽 now": "go now",
    "go ❤️ now": "go now",
    "1️⃣ squats": "one squats",
    "Nice :) work": "Nice work",
    "**bold** and *slow* word": "bold and slow word",
    "_slow_ snake_case": "slow snake case",
    "`slow` squat": "slow squat",
    "• squats": "squats",
    "- squats": "squats",
    "* squats": "squats",
    "do * this": "do this",
    "<b>slow</b> squat": "slow squat",
    "squat -> press": "squat to press",
    "[[skw]] {x} [y]": "skw, x, y",
    "rep(s) and set(s)": "reps and sets",
    "“slow” 'squat'": "“slow” 'squat'",
    # still a measure
    "3 * 8": "three times eight",
    "*3x8* @ -5 kg": "three times eight at minus five kilograms",
    "+5 kg... .5 km": "plus five kilograms, zero point five kilometers",
}


@pytest.mark.parametrize(("text", "said"), SAID.items(), ids=SAID)
def test_marks_are_pauses_or_nothing(text: str, said: str) -> None:
    assert pronounce(text) == said
    assert pronounce(said) == said
    assert unread(said) == ()


@pytest.mark.parametrize("text", ["💪", "!", "...", "—"])
def test_a_phrase_without_a_word_stays_for_the_voice_to_be_silent(text: str) -> None:
    assert pronounce(text) == text


def test_words_of_ones_own_keep_their_marks() -> None:
    assert pronounce("Go... on", "en", (("go", "g...o"),)) == "g...o, on"


@cache
def phonemes(text: str, voice: str) -> str:
    """What the neural voices are given: espeak-ng's phonemes with `|` at a sentence's end."""
    import piper
    from piper import espeakbridge

    espeakbridge.initialize(str(Path(piper.__file__).parent / "espeak-ng-data"))
    espeakbridge.set_voice(voice)
    found = espeakbridge.get_phonemes(text)
    return "".join(f"{said}{mark}{'|' if end else ' '}" for said, mark, end in found)


ESPEAK = {"en": "en-us", "pt": "pt-br"}

GLUES = [
    "Los... la!",
    "Los - la!",
    "Los -- la!",
    "Los (la) la!",
    "Los.La!",
    "Los,la!",
    "* Los | la!",
]


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("text", GLUES)
def test_each_language_pauses_where_its_engine_would_not(language: str, text: str) -> None:
    voice = ESPEAK.get(language, language)
    before, after = phonemes(text, voice), phonemes(pronounce(text, language), voice)
    assert before.count(",") + before.count("|") == 1
    assert after.count(",") + after.count("|") >= 2


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Go! !", "ɛkskləmˌeɪʃən"),
        ("Plank.Rest", "dˈɑːt"),
        ("do * it", "æstɚ"),
        ("go 💪", "flˈɛkst"),
    ],
)
def test_no_mark_is_called_by_its_name(text: str, named: str) -> None:
    assert named in phonemes(text, "en-us")
    assert named not in phonemes(pronounce(text), "en-us")
