import hashlib
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from audioworkout import voices
from audioworkout.voices import Offer, Pcm, UnavailableError, VoiceError, espeak, find_voice
from checkout import TESTS

PHRASES = {
    "espeak:en-us": ("Rest. Fifteen seconds.", "Next: single-leg balance, left leg.", "Go!"),
    "espeak:de": ("Pause. Fünfzehn Sekunden.", "Als Nächstes: Kniebeugen, linkes Bein.", "Los!"),
    "espeak:fr": ("Repos. Quinze secondes.", "Ensuite : équilibre sur une jambe.", "À mi-chemin."),
    "espeak:es": ("Descanso. Quince segundos.", "Siguiente: sentadillas.", "Vamos."),
    "espeak:en+f5": ("Rest. Fifteen seconds.", "How are you?"),  # noise of breath
    "espeak:en+whisper": ("Rest. Fifteen seconds.",),
    "espeak:en+klatt4": ("Round two of five.", "Thirty-five squats."),  # another synthesiser
    "espeak:zh": ("休息十五秒。",),
}
SPOKEN = [(spec, text) for spec, texts in PHRASES.items() for text in texts]


def speak(text: str, spec: str = "espeak:en", rate: int = 100) -> Pcm:
    return find_voice(spec).speak(text, rate)


@pytest.mark.parametrize("text", ["", "!", "…", "💪"])
def test_what_has_no_word_is_silent(text: str) -> None:
    assert speak(text) == Pcm(b"", speak("go").sample_rate)


def fingerprint(job: tuple[str, str]) -> str:
    spec, text = job
    return hashlib.sha256(speak(text, spec).samples).hexdigest()


@pytest.mark.parametrize(
    ("spec", "name", "language", "voice"),
    [
        ("espeak:de", "espeak:de", "de", "gmw/de"),
        ("espeak:DE", "espeak:de", "de", "gmw/de"),
        ("espeak:de-AT", "espeak:de", "de", "gmw/de"),
        ("espeak:de+F3", "espeak:de+f3", "de", "gmw/de+f3"),
        ("espeak:de+mr serious", "espeak:de+Mr serious", "de", "gmw/de+Mr serious"),
        ("espeak:en", "espeak:en", "en", "gmw/en"),
        ("espeak:en_GB", "espeak:en-gb", "en-GB", "gmw/en"),
        ("espeak:en-us", "espeak:en-us", "en-US", "gmw/en-US"),
        ("espeak:en-gb-x-rp", "espeak:en-gb-x-rp", "en-GB-x-rp", "gmw/en-GB-x-rp"),
        ("espeak:es-MX", "espeak:es-mx", "es-MX", "roa/es-419"),
        ("espeak:pt-BR", "espeak:pt-br", "pt-BR", "roa/pt-BR"),
        ("espeak:zh-Hans-CN", "espeak:zh", "zh", "sit/cmn"),
        ("espeak:no", "espeak:no", "no", "gmq/nb"),
        ("espeak:fa-latn", "espeak:fa-latn", "fa-Latn", "ira/fa-Latn"),
        ("espeak:ca-va", "espeak:ca-va", "ca-valencia", "roa/ca-va"),
    ],
)
def test_a_language_is_a_voice(spec: str, name: str, language: str, voice: str) -> None:
    found = find_voice(spec)
    assert isinstance(found, espeak.EspeakVoice)
    assert (found.name, found.language, found.voice) == (name, language, voice)


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        ("espeak:german", r"has no language `german`; there is: de, and more"),
        ("espeak:klingn", r"has no language `klingn`; there is: piqd, and more"),
        ("espeak:francais", r"`francais`; there is: en, de, fr, es, it, pt, nl, and more"),
        ("espeak:", r"has no language ``; there is: en, de, fr, es, it, pt, nl, and more"),
        ("espeak:../../de", r"has no language `../../de`; there is: en, de"),
        ("espeak:de+wisper", r"has no variant `wisper`; there is: whisper, whisperf, and more"),
        ("espeak:de+", r"no variant ``; there is: f1, f2, f3, f4, f5, m1, m2, m3, m4, m5, m6, m7"),
        ("espeak:de+../f3", r"has no variant `../f3`"),
    ],
)
def test_what_espeak_has_not_is_told_with_what_it_has(spec: str, message: str) -> None:
    with pytest.raises(VoiceError, match=message):
        find_voice(spec)


def test_the_main_languages_lead_the_list() -> None:
    offers = voices.offers("espeak")
    assert [(offer.spec, offer.note) for offer in offers[:7]] == [
        ("espeak:en", "English (Great Britain)"),
        ("espeak:de", "German"),
        ("espeak:fr", "French (France)"),
        ("espeak:es", "Spanish (Spain)"),
        ("espeak:it", "Italian"),
        ("espeak:pt", "Portuguese (Portugal)"),
        ("espeak:nl", "Dutch"),
    ]
    assert len(offers) > 100


def test_each_language_is_listed_once_by_a_name_that_means_it() -> None:
    offers = voices.offers("espeak")
    found = [find_voice(offer.spec) for offer in offers]
    assert [(voice.name, voice.language) for voice in found] == [
        (offer.spec, offer.language) for offer in offers
    ]
    assert len({voice.key("") for voice in found}) == len(offers)


def test_a_key_tells_languages_variants_and_versions_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    specs = ("espeak:de", "espeak:de+f3", "espeak:de+f4", "espeak:nl")
    keys = {find_voice(spec).key("Los!") for spec in specs}
    monkeypatch.setattr(espeak, "version", lambda distribution: f"{distribution} 99")
    keys.add(find_voice("espeak:de").key("Los!"))
    assert len(keys) == 5
    assert find_voice("espeak:de").key("Los!") == find_voice("espeak:DE-at").key("Pause.")


def test_finding_and_listing_loads_neither_the_library_nor_ctypes() -> None:
    code = (
        "import sys; from audioworkout.voices import find_voice, offers;"
        "find_voice('espeak:de').key('Los!'); offers('espeak');"
        "print({'ctypes', 'espeakng_loader', 'rapidfuzz', 'numpy'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


SPEAK = """
import sys
from test_espeak import SPOKEN, fingerprint
for job in reversed(SPOKEN):
    print(fingerprint(job))
"""


@pytest.mark.slow
def test_a_phrase_has_the_same_samples_in_any_order_thread_and_process() -> None:
    alone = [fingerprint(job) for job in SPOKEN]
    assert len(set(alone)) == len(SPOKEN)
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(fingerprint, SPOKEN * 2)) == alone * 2
    command = [sys.executable, "-c", SPEAK]
    paths = os.pathsep.join([str(TESTS / "voices"), str(TESTS / "support")])
    settings = {**os.environ, "PYTHONPATH": paths}
    elsewhere = subprocess.run(command, capture_output=True, text=True, check=True, env=settings)
    assert elsewhere.stdout.split()[::-1] == alone
    assert elsewhere.stderr == ""


@pytest.mark.slow
def test_a_higher_rate_is_faster_in_proportion() -> None:
    languages = ("espeak:en-us", "espeak:de", "espeak:fr", "espeak:es")
    jobs = [(spec, text) for spec in languages for text in PHRASES[spec]]
    as_it_is = sum(len(speak(text, spec).samples) for spec, text in jobs)
    for rate in (50, 75, 107, 115, 150, 175, 200, 230):
        taken = sum(len(speak(text, spec, rate).samples) for spec, text in jobs)
        assert taken * rate / 100 / as_it_is == pytest.approx(1, abs=0.03), rate


@pytest.mark.parametrize("text", ["", " ", "...", "\n"])
def test_a_text_without_words_is_no_error(text: str) -> None:
    spoken = speak(text)
    assert spoken.sample_rate == 22_050
    assert len(spoken.samples) < 2 * 22_050 // 10


@pytest.mark.parametrize(
    ("text", "if_it_were_markup"),
    [
        ("[[rEst]]", "rest"),  # phonemes
        ("<b>Go</b>", "Go"),  # SSML
        ("a &lt; b", "a < b"),
    ],
)
def test_a_text_is_never_read_as_markup(text: str, if_it_were_markup: str) -> None:
    assert len(speak(text).samples) > 1.4 * len(speak(if_it_were_markup).samples)


def test_what_espeak_takes_for_commands_is_left_out() -> None:
    assert speak("\x0130P Go\x00 on\ue03c \ud800") == speak(" 30P Go  on   ")


def test_a_crash_costs_one_phrase(monkeypatch: pytest.MonkeyPatch) -> None:
    crash = [sys.executable, "-c", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"]
    monkeypatch.setattr(espeak.EspeakVoice, "_command", lambda self, rate: crash)
    with pytest.raises(VoiceError, match="espeak:de crashes at `Los!`; word it otherwise") as told:
        speak("Los!", "espeak:de")
    assert not isinstance(told.value, UnavailableError)


def test_a_phrase_without_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    endless = [sys.executable, "-c", "while True: pass"]
    monkeypatch.setattr(espeak.EspeakVoice, "_command", lambda self, rate: endless)
    monkeypatch.setattr(espeak, "LONGEST", 0.01)
    with pytest.raises(VoiceError, match="espeak:de finds no end to `Los!`; word it otherwise"):
        speak("Los!", "espeak:de")


def test_a_library_that_cannot_be_loaded_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("espeakng_loader.get_library_path", lambda: "/nowhere/libespeak.so")
    with pytest.raises(UnavailableError, match=r"espeak:de: espeak-ng cannot be loaded: /nowhere"):
        speak("Los!", "espeak:de")


def test_data_that_cannot_be_read_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    voice = find_voice("espeak:de")
    monkeypatch.setattr(espeak, "_data", lambda: Path("/nowhere"))
    with pytest.raises(UnavailableError, match="espeak:de: espeak-ng cannot read its data in /now"):
        voice.speak("Los!", 100)


def test_a_missing_python_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(UnavailableError, match="needs Python to run it: /nowhere/python: No such"):
        speak("Los!", "espeak:de")


def test_a_missing_package_is_told_with_the_command_that_brings_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    espeak._tongues.cache_clear()
    monkeypatch.setattr(espeak, "find_spec", lambda module: None)
    sentence = "espeak-ng is not installed: pip install espeakng-loader"
    with pytest.raises(VoiceError, match=sentence):
        find_voice("espeak:de")
    assert voices.offers("espeak") == (Offer("espeak:en", "en", sentence, ready=False),)


@pytest.mark.voice
def test_espeak_and_piper_share_a_process() -> None:
    jobs = [("espeak:en", "Halfway."), ("joe", "Halfway."), ("espeak:de", "Halbzeit.")]
    alone = [fingerprint(job) for job in jobs]
    assert [fingerprint(job) for job in reversed(jobs)] == alone[::-1]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(fingerprint, jobs * 4)) == alone * 4
