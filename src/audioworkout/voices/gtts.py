"""Google Translate's voice, by the gTTS package: every language, but only with a network.

The service counts requests by address. Where it asks to slow down, all threads pause.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from audioworkout import voices
from audioworkout.ground.cache import digest
from audioworkout.voices import Offer, Pcm

FORMAT = 1  # raise it whenever the same phrase would give other samples
AT_ONCE = 4

ACCENTS = {
    "en": ("en", "com"),
    "en-us": ("en", "us"),
    "en-gb": ("en", "co.uk"),
    "en-au": ("en", "com.au"),
    "en-ca": ("en", "ca"),
    "en-in": ("en", "co.in"),
    "en-ie": ("en", "ie"),
    "en-za": ("en", "co.za"),
    "en-ng": ("en", "com.ng"),
    "de": ("de", "com"),
    "fr": ("fr", "com"),
    "fr-fr": ("fr", "fr"),
    "fr-ca": ("fr-CA", "ca"),
    "es": ("es", "com"),
    "es-es": ("es", "es"),
    "es-mx": ("es", "com.mx"),
    "es-us": ("es", "us"),
    "it": ("it", "com"),
    "pt": ("pt", "com"),
    "pt-br": ("pt", "com.br"),
    "pt-pt": ("pt-PT", "pt"),
    "nl": ("nl", "com"),
}
"""The language and the top-level domain that gTTS takes for an accent. These need no gTTS to
look up; its other languages are known under their own codes and come from `com`."""

RENAMED = {"he": "iw", "jv": "jw"}  # BCP 47's codes, and those that Google kept


class GttsEngine:
    """A voice for each language that gTTS knows, and for some of their accents."""

    def voice(self, name: str, folder: Path) -> "GttsVoice":
        """The voice of a language (`de`) or an accent (`en-au`); raises VoiceError."""
        tag = name.strip().lower().replace("_", "-")
        tag = next((new for new, old in RENAMED.items() if tag == old), tag)
        if tag not in ACCENTS:
            return GttsVoice(tag, voices.gtts_service.language(name, RENAMED.get(tag, tag)), "com")
        return GttsVoice(tag, *ACCENTS[tag])

    def offers(self) -> Iterator[Offer]:
        """The languages that this program speaks, and their accents."""
        for tag in sorted(ACCENTS, key=lambda tag: "-" in tag):
            yield Offer(f"gtts:{tag}", _bcp47(tag), "needs the network")


@dataclass(frozen=True, slots=True)
class GttsVoice:
    """A language as Google's site of a country, `translate.google.<domain>`, speaks it."""

    tag: str
    code: str
    domain: str

    @property
    def name(self) -> str:
        """Engine and language: `gtts:en-au`."""
        return f"gtts:{self.tag}"

    @property
    def language(self) -> str:
        """A BCP 47 tag."""
        return _bcp47(self.tag)

    @property
    def at_once(self) -> int:
        """As many as a browser would ask for side by side."""
        return AT_ONCE

    def key(self, text: str) -> str:
        """Language, accent and format."""
        return digest("gtts", FORMAT, self.code, self.domain)

    def speak(self, text: str, rate_percent: int) -> Pcm:
        """The phrase, asked of Google; see `Voice.speak`."""
        return voices.stretching.paced(voices.gtts_service.patiently(self, text), rate_percent)


def _bcp47(tag: str) -> str:
    language, dash, region = tag.partition("-")
    return language + dash + region.upper()
