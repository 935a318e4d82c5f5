"""What is too long to be said at once: told by its line, or said in turns."""

from pathlib import Path

import pytest

from audioworkout.ground.cache import Cache
from audioworkout.ground.diagnostics import WorkoutError, render
from audioworkout.language.document.inputs import Source
from audioworkout.plan.segments import Speech
from audioworkout.session import compiling
from audioworkout.voices import Pcm, VoiceError, casting
from fake import FakeVoice, timeline

WORDS = "lift the left leg and hold it " * 14  # 420 characters


def mistakes(text: str) -> list[str]:
    source = Source("long.yaml", text, Path(), "long")
    with pytest.raises(WorkoutError) as refusal:
        compiling.compile_workout(source, compiling.Options(voice="joe"), Cache())
    return [render(found, "long.yaml", text).splitlines()[0] for found in refusal.value.diagnostics]


def test_a_long_title_and_a_long_tip_are_told_by_their_lines() -> None:
    text = f"""title: {WORDS.strip()}
workout:
  - exercise: squats
    work: 30s
  - 30s rest
  - exercise: plank
    work: 30s
    tip: {WORDS.strip()}
"""
    head = "too much to say at once: “Lift the left leg and hold it lift the l…” has"
    assert mistakes(text) == [
        f"long.yaml:1:8: error: {head} 420 characters, and 400 is the most",
        "long.yaml:6:5: error: too much to say at once: “lift the left leg and hold it lift the l…”"
        " has 419 characters, and 400 is the most",
    ]


def test_what_is_long_only_in_words_is_told_too() -> None:
    text = f"""title: Figures
language: de
workout:
  - exercise: Kniebeugen
    work: 30s
    note: {"777777 " * 20}
"""
    assert mistakes(text) == [
        "long.yaml:4:5: error: too much to say at once: “Erste Übung: Kniebeugen, 777777 777777 7…”"
        " has 1,345 characters when it is put into words, and 1,000 is the most"
    ]


class Picky(FakeVoice):
    """A voice that fails at one phrase, as a runtime may."""

    def speak(self, text: str, rate_percent: int) -> Pcm:
        if "Breathe" in text:
            raise VoiceError("fake:picky cannot speak “Breathe”")
        return super().speak(text, rate_percent)


def test_a_phrase_that_no_voice_can_speak_is_told_by_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(casting, "find_voice", lambda spec, folder: Picky())
    text = "title: T\nworkout:\n  - 30s squats\n  - say: Breathe 2x\n  - 30s plank\n"
    source = Source("t.yaml", text, Path(), "t")
    with pytest.raises(WorkoutError) as refusal:
        compiling.compile_workout(source, compiling.Options(voice="picky"), Cache(tmp_path))
    (found,) = refusal.value.diagnostics
    assert (found.span.line, found.message.splitlines()[0]) == (
        4,
        "fake:picky cannot speak “Breathe”",
    )
    assert found.hint == "word it differently, or name one more voice: `voice: [joe, espeak:en]`"


def test_a_long_say_is_said_in_turns() -> None:
    made = timeline(f"title: T\nworkout:\n  - say: {WORDS.strip()}\n  - 30s squats\n")
    said = [event.sound.text for event in made.events if isinstance(event.sound, Speech)]
    parts = [text for text in said if "left leg" in text]
    assert [len(part) for part in parts] == [198, 221]
    assert " ".join(parts).replace(",", "") == WORDS.strip()
