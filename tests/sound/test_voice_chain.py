"""A voice with a memory, and a chain of them."""

import threading
from pathlib import Path

import pytest

from audioworkout.ground.cache import Cache
from audioworkout.plan.segments import Speech
from audioworkout.sound.clips import length
from audioworkout.sound.voice_chain import Share, VoiceChain
from audioworkout.voices import Pcm, UnavailableError, VoiceError
from fake import FakeVoice


class Murmur:
    """A voice that needs no model: 60 ms a character. Counts what it is asked to say."""

    name = "test:murmur"
    language = "en"
    at_once = 2

    def __init__(self, key: str = "1") -> None:
        self._key = key
        self.said: list[str] = []
        self._lock = threading.Lock()

    def key(self, text: str) -> str | None:
        return self._key

    def speak(self, text: str, rate_percent: int) -> Pcm:
        with self._lock:
            self.said.append(text)
        if text == "unspeakable":
            raise KeyboardInterrupt
        return FakeVoice().speak(text, rate_percent)


def test_a_phrase_is_spoken_once_and_read_from_then_on(tmp_path: Path) -> None:
    voice, again = Murmur(), Murmur()
    speaker = VoiceChain([voice], Cache(tmp_path))
    squats = Speech("squats, twelve")
    assert speaker.known_length(squats) is None
    first = speaker.length_of(squats)
    assert first == length(speaker.pcm(squats)) > 0
    later = VoiceChain([again], Cache(tmp_path))
    assert (later.known_length(squats), later.length_of(squats)) == (first, first)
    assert later.pcm(squats) == speaker.pcm(squats)
    assert later.prefetch([squats]) == 0
    assert (voice.said, again.said) == (["squats, twelve"], [])


def test_text_rate_and_voice_each_make_another_clip(tmp_path: Path) -> None:
    speaker, other = (
        VoiceChain([Murmur()], Cache(tmp_path)),
        VoiceChain([Murmur("2")], Cache(tmp_path)),
    )
    sounds = [Speech("lunges"), Speech("lunges", 110), Speech("lunges!")]
    keys = [made.key(sound) for made in (speaker, other) for sound in sounds]
    assert len(set(keys)) == 6
    assert speaker.length_of(sounds[1]) < speaker.length_of(sounds[0])


def test_prefetch_speaks_each_missing_phrase_once_and_tells_how_far_it_is(tmp_path: Path) -> None:
    voice = Murmur()
    speaker = VoiceChain([voice], Cache(tmp_path))
    speaker.length_of(Speech("known"))
    told: list[tuple[int, int]] = []
    sounds = [Speech(text) for text in ("known", "one", "two", "one", "three")]
    made = speaker.prefetch(sounds, threads=3, progress=lambda done, of: told.append((done, of)))
    assert made == 3
    assert sorted(voice.said) == ["known", "one", "three", "two"]
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_what_was_spoken_before_an_interruption_is_kept(tmp_path: Path) -> None:
    speaker = VoiceChain([Murmur()], Cache(tmp_path))
    sounds = [
        Speech(text)
        for text in ("the very first one", "the second one", "unspeakable", "never", "reached")
    ]
    with pytest.raises(KeyboardInterrupt):
        speaker.prefetch(sounds, threads=1)
    kept = VoiceChain([Murmur()], Cache(tmp_path))
    assert kept.known_length(sounds[0])
    assert kept.known_length(sounds[1])


def test_without_a_cache_that_takes_them_clips_stay_in_memory(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    voice = Murmur()
    speaker = VoiceChain([voice], Cache(tmp_path / "file"))
    speaker.prefetch([Speech("one"), Speech("two")])
    assert speaker.length_of(Speech("one")) == length(speaker.pcm(Speech("one"))) > 0
    assert sorted(voice.said) == ["one", "two"]


def test_a_clip_that_is_damaged_after_it_was_measured_is_spoken_again(tmp_path: Path) -> None:
    speaker = VoiceChain([Murmur()], Cache(tmp_path))
    first = speaker.pcm(Speech("one"))
    (file,) = tmp_path.rglob("*.entry")
    file.write_bytes(file.read_bytes()[:-1] + b"!")
    assert speaker.pcm(Speech("one")) == first


def test_a_silent_phrase_is_a_clip_of_no_length(tmp_path: Path) -> None:
    voice = Murmur()
    speaker = VoiceChain([voice], Cache(tmp_path))
    assert (speaker.length_of(Speech("")), speaker.pcm(Speech(""))) == (0, b"")
    assert voice.said == [""]


class Some(Murmur):
    """Has only some phrases, as a folder of recordings does."""

    name = "test:some"

    def __init__(self, *known: str) -> None:
        super().__init__("some")
        self.known = known

    def key(self, text: str) -> str | None:
        return f"some {text}" if text in self.known else None


class Failing(Murmur):
    """A network voice: some phrases are refused, and after `patience` of them all are."""

    name = "test:failing"

    def __init__(self, patience: int) -> None:
        super().__init__("failing")
        self.patience = patience

    def speak(self, text: str, rate_percent: int) -> Pcm:
        super().speak(text, rate_percent)
        if text.startswith("bad"):
            raise VoiceError(f"no sound for {text}")
        if len(self.said) > self.patience:
            raise UnavailableError("no network")
        return FakeVoice().speak(text, rate_percent)


def test_what_the_first_voice_does_not_have_the_next_one_speaks(tmp_path: Path) -> None:
    some, all_ = Some("go", "rest"), Murmur()
    speaker = VoiceChain([some, all_], Cache(tmp_path))
    sounds = [Speech("go"), Speech("squats"), Speech("rest")]
    speaker.prefetch(sounds)
    assert (sorted(some.said), all_.said) == (["go", "rest"], ["squats"])
    assert speaker.shares(sounds) == (
        Share("test:some", 2, ("it has no “squats”",)),
        Share("test:murmur", 1),
    )
    again = VoiceChain([Some("go", "rest"), Murmur()], Cache(tmp_path))
    assert again.prefetch(sounds) == 0
    assert [again.key(sound) for sound in sounds] == [speaker.key(sound) for sound in sounds]


def test_without_a_voice_for_a_phrase_nothing_is_spoken(tmp_path: Path) -> None:
    some = Some("go")
    speaker = VoiceChain([some], Cache(tmp_path))
    with pytest.raises(VoiceError) as refusal:
        speaker.prefetch(map(Speech, ("go", "one", "two", "three", "four")))
    assert str(refusal.value) == (
        "test:some cannot speak “one”, “two”, “three” and 1 more;"
        " name a voice that speaks the rest: `voice: [test:some, joe]`"
    )
    assert some.said == []


def test_a_phrase_that_is_refused_goes_to_the_next_voice_alone(tmp_path: Path) -> None:
    failing, next_ = Failing(patience=99), Murmur()
    speaker = VoiceChain([failing, next_], Cache(tmp_path))
    sounds = [Speech("good"), Speech("bad one"), Speech("fine")]
    speaker.prefetch(sounds)
    assert next_.said == ["bad one"]
    assert speaker.shares(sounds)[0] == Share("test:failing", 2, ("no sound for bad one",))


def test_a_voice_that_can_speak_nothing_more_is_not_asked_again(tmp_path: Path) -> None:
    failing, next_ = Failing(patience=1), Murmur()
    speaker = VoiceChain([failing, next_], Cache(tmp_path))
    sounds = [Speech(text) for text in ("the first of all", "second one", "third", "4")]
    speaker.prefetch(sounds, threads=1)
    assert failing.said == ["the first of all", "second one"]
    assert next_.said == ["second one", "third", "4"]
    assert speaker.shares(sounds)[0] == Share("test:failing", 1, ("no network",))


def test_a_lone_voice_that_fails_says_what_is_kept(tmp_path: Path) -> None:
    sounds = [Speech(text) for text in ("the first of all", "second one", "third")]
    with pytest.raises(UnavailableError) as refusal:
        VoiceChain([Failing(patience=1)], Cache(tmp_path)).prefetch(sounds, threads=1)
    assert str(refusal.value) == "no network\n1 phrases are spoken and kept, 2 are not yet"
    kept = VoiceChain([Failing(patience=0)], Cache(tmp_path))
    assert kept.known_length(sounds[0])
    assert kept.known_length(sounds[1]) is None


def test_a_clip_that_is_lost_is_spoken_again_by_the_voice_that_was_measured(
    tmp_path: Path,
) -> None:
    failing, next_ = Failing(patience=0), Murmur()
    speaker = VoiceChain([failing, next_], Cache(tmp_path))
    first = speaker.pcm(Speech("go"))
    for file in tmp_path.rglob("*.entry"):
        file.unlink()
    failing.patience = 99
    assert speaker.pcm(Speech("go")) == first
    assert next_.said == ["go", "go"]
