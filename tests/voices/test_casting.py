"""Who speaks: a file's own chain, or a voice that speaks its language."""

from pathlib import Path

import pytest

from audioworkout.ground.cache import Cache
from audioworkout.language.document import inputs
from audioworkout.session import compiling
from audioworkout.voices import Pcm, UnavailableError, Voice, VoiceError, casting, piper
from fake import FakeVoice


class Named(FakeVoice):
    def __init__(self, name: str, language: str, networked: bool = False) -> None:
        super().__init__()
        self.name = name
        self.language = language
        self.networked = networked

    def key(self, text: str) -> str:
        return self.name

    def speak(self, text: str, rate_percent: int) -> Pcm:
        if self.networked and not NETWORK:
            raise UnavailableError("Google Translate's voices cannot be reached")
        return super().speak(text, rate_percent)


NETWORK: list[str] = []  # what answers
GERMAN = "title: Kraft\nlanguage: de\nworkout: [30s squats]\n"


@pytest.fixture(autouse=True)
def voices(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {
        "joe": Named("piper:joe", "en-US"),
        "piper:de_DE-thorsten-medium": Named("piper:de_DE-thorsten-medium", "de-DE"),
        "gtts:de": Named("gtts:de", "de", networked=True),
        "espeak:de": Named("espeak:de", "de"),
        "espeak:pt-br": Named("espeak:pt-br", "pt-BR"),
        "gtts:pt": Named("gtts:pt", "pt"),
    }

    def find_voice(spec: str, folder: Path) -> Voice:
        if spec in known:
            return known[spec]
        raise VoiceError(f"no voice is called `{spec}`")

    NETWORK.clear()
    monkeypatch.setattr(casting, "find_voice", find_voice)
    monkeypatch.setattr(piper, "installed", lambda language: ())


def compiled(text: str, cache: Path, voice: str | None = None) -> compiling.CompiledSession:
    source = inputs.Source("kraft.yaml", text, Path(), "kraft")
    return compiling.compile_workout(source, compiling.Options(voice=voice), Cache(cache))


def speakers(session: compiling.CompiledSession) -> set[str]:
    shares = session.sounds.shares(session.timeline)
    return {share.voice for share in shares if share.phrases}


def test_english_is_spoken_by_the_embedded_voice(tmp_path: Path) -> None:
    session = compiled("title: Legs\nworkout: [30s squats]\n", tmp_path)
    assert (speakers(session), session.notes) == ({"piper:joe"}, ())


def test_an_installed_piper_voice_speaks_its_language_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(piper, "installed", lambda language: ("de_DE-thorsten-medium",))
    session = compiled(GERMAN, tmp_path)
    assert speakers(session) == {"piper:de_DE-thorsten-medium"}
    assert session.notes == ("piper:de_DE-thorsten-medium speaks, as no voice is named",)


def test_else_google_translate_where_the_network_answers(tmp_path: Path) -> None:
    NETWORK.append("translate.google.com")
    session = compiled(GERMAN, tmp_path)
    assert speakers(session) == {"gtts:de"}
    assert session.notes == (
        "gtts:de speaks, as no voice is named",
        "a neural voice that needs no network: audioworkout voices add de_DE-thorsten-medium",
    )


def test_else_espeak_and_the_reason_is_told(tmp_path: Path) -> None:
    session = compiled(GERMAN, tmp_path)
    assert speakers(session) == {"espeak:de"}
    assert session.notes == (
        "Google Translate's voices cannot be reached\n0 phrases are spoken and kept, "
        "11 are not yet",
        "espeak:de speaks, as no voice is named",
        "a neural voice that needs no network: audioworkout voices add de_DE-thorsten-medium",
    )


def test_what_the_network_spoke_once_needs_it_no_more(tmp_path: Path) -> None:
    NETWORK.append("translate.google.com")
    first = compiled(GERMAN, tmp_path)
    NETWORK.clear()
    assert speakers(compiled(GERMAN, tmp_path)) == {"gtts:de"}
    assert compiled(GERMAN, tmp_path).timeline == first.timeline


def test_a_region_goes_before_the_language() -> None:
    cast = casting.by_language("pt-BR", Path())
    assert [voice.name for found in cast for voice in found.voices] == ["gtts:pt", "espeak:pt-br"]


def test_a_chain_leaves_out_what_is_not_there_and_says_so(tmp_path: Path) -> None:
    session = compiled(GERMAN, tmp_path, voice="recorded:me,espeak:de")
    assert speakers(session) == {"espeak:de"}
    assert session.notes == ("no voice is called `recorded:me`",)


def test_a_chain_goes_on_phrase_by_phrase_where_the_network_ends(tmp_path: Path) -> None:
    session = compiled(GERMAN, tmp_path, voice="gtts:de,espeak:de")
    assert speakers(session) == {"espeak:de"}
    assert session.notes == (
        "spoken: 0 by gtts:de, 11 by espeak:de",
        "gtts:de: Google Translate's voices cannot be reached",
    )


def test_a_language_without_phrases_is_english_by_an_english_voice(tmp_path: Path) -> None:
    session = compiled("title: Nogi\nlanguage: pl\nworkout: [30s squats]\n", tmp_path)
    assert speakers(session) == {"piper:joe"}
    assert [warning.rule for warning in session.timeline.warnings] == ["language"]
