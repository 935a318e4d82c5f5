"""What a page says beside the plan, in one language: words, dates and sizes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import resources
from typing import Any

import yaml
from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_decimal

from audioworkout.ground.language_tags import primary
from audioworkout.ground.text import clean
from audioworkout.ground.units import MINUTE, SECOND, Ms
from audioworkout.plan.export.labels import Labels, labels_for

FALLBACK = "en"
MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Words:
    """The words of `data/pages/XX.yaml`. `tag` is the BCP 47 tag of the language they are in."""

    tag: str
    data: Mapping[str, Any]
    labels: Labels

    def word(self, name: str, /, **fields: object) -> str:
        """The word of that name, filled."""
        return str(self.data[name]).format(**fields)

    def count(self, name: str, number: int) -> str:
        """A word in the plural that goes with a number: `3 episodes`."""
        return self.labels.phrases.plural(self.data[name], number).format(n=number)

    def type(self, name: str) -> str:
        """What an episode is beside a full one; "" for that."""
        return str(self.data["types"].get(name, ""))

    def date(self, when: datetime) -> str:
        """A day, in its own zone: `31 May 2026` as the language writes it."""
        return format_date(when, format="long", locale=self._locale)

    def megabytes(self, size: int) -> str:
        """A number of bytes as `6.6 MB`."""
        number = format_decimal(max(0.1, size / MEGABYTE), format="#,##0.0", locale=self._locale)
        return self.word("megabytes", n=number)

    def length(self, length: Ms) -> str:
        """A length cut to the second, as a clock shows it: `13:43 min`."""
        return self.labels.span(length // SECOND * SECOND)

    def about(self, length: Ms) -> str:
        """A length to the minute: `14 min`."""
        unit = MINUTE if length >= MINUTE else SECOND
        return self.labels.span((length + unit // 2) // unit * unit)

    def equipment(self, items: tuple[str, ...]) -> str:
        """What an episode needs, as a list in words."""
        phrases = self.labels.phrases
        return phrases.list([clean(phrases.equipment(item)) for item in items])

    @property
    def _locale(self) -> "Locale":
        try:
            return Locale.parse(self.tag, sep="-")
        except (UnknownLocaleError, ValueError):
            return Locale.parse(primary(self.tag))


def words_for(tag: str) -> Words:
    """The words for a BCP 47 tag; English ones where its language has none."""
    known = primary(tag) in languages()
    spoken = tag if known else FALLBACK
    return Words(spoken, _load(primary(spoken)), labels_for(spoken))


@cache
def languages() -> tuple[str, ...]:
    """The languages that pages have words in, as BCP 47 primary subtags."""
    files = (resources.files("audioworkout.words.data") / "pages").iterdir()
    return tuple(sorted(file.name[:-5] for file in files if file.name.endswith(".yaml")))


@cache
def _load(language: str) -> Mapping[str, Any]:
    file = resources.files("audioworkout.words.data") / "pages" / f"{language}.yaml"
    data: Mapping[str, Any] = yaml.safe_load(file.read_bytes())
    return data
