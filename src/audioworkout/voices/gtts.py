"""Google Translate's voice, by the gTTS package: every language, but only with a network.

The service counts requests by address. Where it asks to slow down, all threads pause.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from audioworkout.ground.cache import digest
from audioworkout.voices import Offer, Pcm, gtts_service, stretching
from audioworkout.voices.gtts_accents import ACCENTS, LONGEST, RENAMED

FORMAT = 1  # raise it whenever the same phrase would give other samples
PARTS = 1  # raise it whenever a text would be sent in other parts, or words
AT_ONCE = 4

ABBREVIATED = re.compile(r"(?:dr|jr|mr|mrs|ms|msgr|prof|sr|st)\.|Esq\.", re.IGNORECASE)
"""Where gTTS would drop a full stop as an abbreviation's: `Rest.` ends in one of them."""


class GttsEngine:
    """A voice for each language that gTTS knows, and for some of their accents."""

    def voice(self, name: str, folder: Path) -> "GttsVoice":
        """The voice of a language (`de`) or an accent (`en-au`); raises VoiceError."""
        tag = name.strip().lower().replace("_", "-")
        tag = next((new for new, old in RENAMED.items() if tag == old), tag)
        if tag not in ACCENTS:
            return GttsVoice(tag, gtts_service.language(name, RENAMED.get(tag, tag)), "com")
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
        """Language, accent and format; for what is sent otherwise than gTTS would, that too."""
        same = len(text) <= LONGEST and not ABBREVIATED.search(text)
        return digest("gtts", FORMAT, self.code, self.domain, *(() if same else (PARTS,)))

    def speak(self, text: str, rate_percent: int) -> Pcm:
        """The phrase, asked of Google; see `Voice.speak`."""
        return stretching.paced(gtts_service.patiently(self.code, self.domain, text), rate_percent)


def _bcp47(tag: str) -> str:
    language, dash, region = tag.partition("-")
    return language + dash + region.upper()
