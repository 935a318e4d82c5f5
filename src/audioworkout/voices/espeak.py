"""espeak-ng: over a hundred languages by rule, small, offline, and plainly a machine's voice.

The library and its data come from the package `espeakng-loader`. Each phrase is spoken by a
process of its own, 20 ms or so. For the library keeps the phase of its oscillators, its gain
and its noise from phrase to phrase, which neither a seed nor initialising it again resets, so
that the samples would depend on what was said before; and there are texts that crash it.
"""

import os
import re
import subprocess
import sys
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from audioworkout.ground.cache import digest
from audioworkout.ground.spelling import nearest_few
from audioworkout.voices import Offer, Pcm, UnavailableError, VoiceError

FORMAT = 1  # raise it whenever the same text would be spoken otherwise

MAIN = ("en", "de", "fr", "es", "it", "pt", "nl")
"""The languages that a list begins with."""

BCP_47 = {
    "ca-ba": "ca-x-balear",
    "ca-nw": "ca-x-nw",
    "ca-va": "ca-valencia",
    "en-us-nyc": "en-US-x-nyc",
    "piqd": "tlh-Piqd",
    "py": "art-x-pyash",
    "ru-cl": "ru-x-classic",
}
"""What espeak-ng calls otherwise than the standard: its name, the standard's."""

PRIORITY = 5  # of a language in a voice's file that names none; the lowest is the best

# At 50 to 150 % of the words per minute that espeak-ng speaks unasked, phrases in five
# languages take as much longer or shorter, within 4 %; further up it hurries too much.
WORDS_PER_MINUTE = 175
BRISK, BEYOND = 150, 142  # per cent; and words per minute for each 100 % above it

SAMPLE_RATE = 22_050  # Hz, what espeak-ng sends
LONGEST = 60  # s for a phrase, which takes some hundredths

LANGUAGE_LINE = re.compile(r"^language\s+(\S+)(?:\s+(\d+))?", re.MULTILINE)
NAME_LINE = re.compile(r"^name\s+(.+?)\s*(?://.*)?$", re.MULTILINE)
PLAIN_VARIANT = re.compile(r"[fm]\d")
CLOSE = 75  # of 100: how much alike what is proposed must be
UNSPEAKABLE = frozenset({"Cc", "Cs", "Co"})  # control characters are commands to espeak-ng


@dataclass(frozen=True, slots=True)
class Tongue:
    """A file of espeak-ng's that describes how a language is spoken."""

    file: str
    """Its path below `lang`, which is its name for the library too."""

    title: str
    tag: str
    """The shortest name that means this file and no other, in small letters."""


@dataclass(frozen=True, slots=True)
class EspeakVoice:
    """A language, in the standard voice or one of the variants."""

    name: str
    language: str
    voice: str
    """What the library calls it: `gmw/de+f3`."""

    fingerprint: str

    @property
    def at_once(self) -> int:
        """As many as there are processors: each phrase has a process."""
        return os.cpu_count() or 1

    def key(self, text: str) -> str:
        """The same for every text: espeak-ng says them all."""
        return self.fingerprint

    def speak(self, text: str, rate_percent: int) -> Pcm:
        """`text`, taken as it stands: marks, tags and brackets mean nothing."""
        if not any(map(str.isalnum, text)):  # alone, a mark would be called by its name
            return Pcm(b"", SAMPLE_RATE)
        done = self._run(text, rate_percent)
        if done.returncode == 1:
            said = done.stderr.decode(errors="replace").splitlines()
            raise UnavailableError(f"{self.name}: {said[-1] if said else 'cannot speak'}")
        if done.returncode:
            raise VoiceError(f"{self.name} crashes at `{text}`; word it otherwise")
        return Pcm(done.stdout[4:], int.from_bytes(done.stdout[:4], "little"))

    def _run(self, text: str, rate_percent: int) -> "subprocess.CompletedProcess[bytes]":
        spoken = "".join(" " if unicodedata.category(c) in UNSPEAKABLE else c for c in text)
        try:
            return subprocess.run(
                self._command(rate_percent),
                input=spoken.encode(),
                capture_output=True,
                timeout=LONGEST,
            )
        except OSError as error:
            raise UnavailableError(
                f"espeak-ng needs Python to run it: {sys.executable}: {error.strerror}"
            ) from error
        except subprocess.TimeoutExpired:
            raise VoiceError(f"{self.name} finds no end to `{text}`; word it otherwise") from None

    def _command(self, rate_percent: int) -> list[str]:
        from espeakng_loader import get_library_path

        program = Path(__file__).with_name("espeak_child.py")
        arguments = (get_library_path(), _data(), self.voice, words_per_minute(rate_percent))
        return [sys.executable, "-I", "-S", str(program), *map(str, arguments)]


class EspeakEngine:
    """Languages (`de`, `en-gb`), each also in a variant (`de+f3`)."""

    def voice(self, name: str, folder: Path) -> EspeakVoice:
        """The voice for a language, or for the next more general: German for `de-AT`.

        Raises VoiceError.
        """
        wanted, plus, variant = name.partition("+")
        tag, tongue = _tongue(wanted)
        suffix = f"+{_variant(variant)}" if plus else ""
        voice = tongue.file + suffix
        key = digest("espeak", FORMAT, version("espeakng-loader"), voice)
        return EspeakVoice(f"espeak:{tag}{suffix}", bcp_47(tag), voice, key)

    def offers(self) -> tuple[Offer, ...]:
        """Every language, the main ones first."""
        try:
            tongues = {tongue.file: tongue for tongue in _tongues().values()}.values()
        except VoiceError as error:
            return (Offer("espeak:en", "en", str(error), ready=False),)
        return tuple(
            Offer(f"espeak:{tongue.tag}", bcp_47(tongue.tag), tongue.title)
            for tongue in sorted(tongues, key=_place_in_list)
        )


def words_per_minute(rate_percent: int) -> int:
    """What to tell espeak-ng for `rate_percent` of its own speed."""
    brisk = min(rate_percent, BRISK) * WORDS_PER_MINUTE
    return round((brisk + (max(rate_percent, BRISK) - BRISK) * BEYOND) / 100)


def bcp_47(tag: str) -> str:
    """One of espeak-ng's names for a language, as the standard spells it."""
    if tag in BCP_47:
        return BCP_47[tag]
    language, *rest = tag.split("-")
    private = rest.index("x") if "x" in rest else len(rest)
    cased = [_cased(part) if i < private else part for i, part in enumerate(rest)]
    return "-".join([language, *cased])


def _cased(part: str) -> str:
    if len(part) == 2:
        return part.upper()
    return part.title() if len(part) == 4 else part


def _place_in_list(tongue: Tongue) -> tuple[int, str]:
    return (MAIN.index(tongue.tag) if tongue.tag in MAIN else len(MAIN), tongue.tag)


def _tongue(wanted: str) -> tuple[str, Tongue]:
    tongues = _tongues()
    tag = wanted.lower().replace("_", "-")
    while tag:
        if tag in tongues:
            return tag, tongues[tag]
        tag = tag.rpartition("-")[0]
    listed = sorted(set(tongues.values()), key=_place_in_list, reverse=True)
    titled = {tongue.title.partition(" (")[0].lower(): tongue.tag for tongue in listed}
    close = _close(wanted, {**titled, **{tag: tag for tag in tongues}})
    raise VoiceError(
        f"espeak-ng has no language `{wanted}`; there is: {', '.join(close or MAIN)}, and more"
    )


def _variant(wanted: str) -> str:
    variants = {path.name.lower(): path.name for path in (_data() / "voices" / "!v").iterdir()}
    if wanted.lower() in variants:
        return variants[wanted.lower()]
    usual = sorted(name for name in variants if PLAIN_VARIANT.fullmatch(name))
    close = _close(wanted, variants) or usual
    raise VoiceError(f"espeak-ng has no variant `{wanted}`; there is: {', '.join(close)}, and more")


def _close(wanted: str, known: dict[str, str]) -> list[str]:
    """What the keys stand for that are spelled much like it, without doubles."""
    found = nearest_few(wanted.lower(), known, 3, alike=CLOSE)
    return list(dict.fromkeys(known[match] for match in found))


@cache
def _tongues() -> dict[str, Tongue]:
    """What each name for a language means."""
    data = _data() / "lang"
    files = sorted(path for path in data.rglob("*") if path.is_file())
    texts = {path: path.read_text(encoding="utf-8") for path in files}
    named = {path: _names(path, text) for path, text in texts.items()}
    best: dict[str, Path] = {}
    for path, names in named.items():
        for name, priority in names.items():
            if name not in best or priority < named[best[name]][name]:
                best[name] = path
    tongues = {}
    for path, names in named.items():
        own = min((n for n in names if best[n] == path), key=lambda n: (names[n], len(n)))
        title = NAME_LINE.search(texts[path])
        tongues[path] = Tongue(
            path.relative_to(data).as_posix(), title[1] if title else path.name, own
        )
    return {name: tongues[path] for name, path in best.items()}


def _names(path: Path, text: str) -> dict[str, int]:
    """The names of a language with their priorities, the file's own among them."""
    names = {path.name.lower(): PRIORITY}
    for name, priority in LANGUAGE_LINE.findall(text):
        names[name.lower()] = int(priority or PRIORITY)
    return names


def _data() -> Path:
    spec = find_spec("espeakng_loader")
    if spec is None or spec.origin is None:
        raise VoiceError("espeak-ng is not installed: pip install espeakng-loader")
    return Path(spec.origin).parent / "espeak-ng-data"
