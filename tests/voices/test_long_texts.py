"""What an engine is given of a long text: no more at once than it takes."""

import threading
from typing import Any

import pytest

from audioworkout.voices import VoiceError, find_voice, piper, piper_model

SENTENCE = (
    "keep the back long and breathe out slowly while the hips come up and the shoulders stay "
    "away from the ears, then let the hips sink until they nearly touch the floor and breathe in, "
    "hold there for a moment with the ribs down and the head heavy and start again from the top"
)  # of 55 words
CUT = [
    "keep the back long and breathe out slowly while the hips come up and the shoulders stay "
    "away from the ears,",
    "then let the hips sink until they nearly touch the floor and breathe in,",
    "hold there for a moment with the ribs down and the head heavy and start again from the top",
]


class Engine:
    """Notes what it is given; says a sample a character."""

    class config:  # noqa: N801
        sample_rate, length_scale = 1_000, 1.0

    def __init__(self, error: Exception | None = None) -> None:
        self.given: list[str] = []
        self.error = error

    def synthesize(self, text: str, settings: Any) -> list[Any]:
        if self.error:
            raise self.error
        self.given.append(text)
        parts = [part for part in text.replace(".", ".|").split("|") if part]
        return [type("Chunk", (), {"audio_int16_bytes": b"\1\0" * len(part)}) for part in parts]


def joe(engine: Engine) -> piper.PiperVoice:
    voice = find_voice("joe")
    assert isinstance(voice, piper.PiperVoice)
    voice._loaded.append(engine)
    return voice


def test_a_long_sentence_comes_in_pieces_without_a_pause_between() -> None:
    engine = Engine()
    spoken = joe(engine).speak(SENTENCE, 100)
    assert engine.given == CUT
    assert len(spoken.samples) == 2 * sum(map(len, CUT))


def test_slow_speech_is_cut_earlier() -> None:
    engine = Engine()
    joe(engine).speak(SENTENCE, 50)
    assert max(map(len, engine.given)) <= piper.LONGEST // 2
    assert " ".join(engine.given).replace(",", "") == SENTENCE.replace(",", "")


def test_a_text_of_short_sentences_comes_whole() -> None:
    engine, text = Engine(), "Lift one leg. Hold it there." * 20
    joe(engine).speak(text, 100)
    assert engine.given == [text]


def test_only_what_is_cut_has_another_key() -> None:
    voice = find_voice("joe")
    assert voice.key("Rest.") == voice.key("Lift one leg. " * 40)
    assert voice.key("Rest.") != voice.key(SENTENCE)


@pytest.mark.parametrize("error", [MemoryError(), RuntimeError("no room"), ValueError()])
def test_what_the_runtime_raises_loses_one_phrase(error: Exception) -> None:
    with pytest.raises(VoiceError) as refusal:
        joe(Engine(error)).speak(SENTENCE, 100)
    assert type(refusal.value) is VoiceError
    assert str(refusal.value) == (
        f"piper:joe cannot speak “{SENTENCE[:60]}…” ({type(error).__name__}); word it otherwise"
    )


@pytest.mark.parametrize("text", ["", "!", "…", "💪"])
def test_what_has_no_word_is_silent(text: str) -> None:
    engine = Engine()
    assert joe(engine).speak(text, 100).samples == b""
    assert engine.given == []


def test_a_sentence_of_other_sounds_is_cut_between_words() -> None:
    words = [*"one ", *"two "] * 100
    cut = list(piper_model._bounded(words))
    assert [len(part) for part in cut] == [260, 260, 260, 20]
    assert all(part[-1] == " " for part in cut)
    assert [sound for part in cut for sound in part] == words
    assert [len(part) for part in piper_model._bounded(["a"] * 600)] == [260, 260, 80]


def test_there_is_room_for_so_much_at_once() -> None:
    room, entered = piper_model._Room(10), threading.Event()

    def enter() -> None:
        with room.of(20):
            entered.set()

    with room.of(5), room.of(5):
        other = threading.Thread(target=enter)
        other.start()
        assert not entered.wait(0.05)
    assert entered.wait(5)
    other.join()


@pytest.mark.voice
def test_the_engine_itself_is_bounded() -> None:
    voice = find_voice("joe")
    assert isinstance(voice, piper.PiperVoice)
    given = [len(part) for part in voice._engine().phonemize(f"{SENTENCE} {SENTENCE}")]
    assert len(given) > 1
    assert max(given) <= piper_model.MOST_PHONEMES
