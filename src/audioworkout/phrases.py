"""What the coach says: one data file a language, looked up by cue.

Each cue has wordings from long to short with fields in braces. Numbers and durations are
put into words here, so that no engine has to guess at `90s` or `5s`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, lru_cache
from importlib import resources
from string import Formatter
from typing import Any, Self

from audioworkout.units import HOUR, MINUTE, SECOND, Ms

FALLBACK = "en"
PACKAGE = "audioworkout.data"


@dataclass(frozen=True)
class Phrases:
    """The phrases of one language, with a workout's own in front."""

    language: str
    data: Mapping[str, Any]
    own: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def iso_639_2(self) -> str:
        """The language's code of three letters, as ID3 wants it."""
        return str(self.data["iso_639_2"])

    def wordings(self, cue: str, **fields: str | None) -> tuple[str, ...]:
        """The wordings of a cue, longest first, whose fields all have a value."""
        known = {name: value for name, value in fields.items() if value is not None}
        own: Sequence[str] = self.own.get(cue, ())
        # A workout's wordings may all need a field that has no value here.
        return _filled(own, known) or _filled(self.data["cues"][cue], known)

    def lines(self, kind: str) -> tuple[str, ...]:
        """The lines of `praise` or `encouragement`."""
        return self.own.get(kind) or tuple(self.data[kind])

    def words(self, name: str, **fields: str) -> str:
        """A part of a sentence, such as how a tempo is said."""
        return str(self.data["words"][name]).format(**fields)

    def number(self, number: int) -> str:
        """A whole number in words."""
        return _number(number, self.language)

    def count(self, noun: str, number: int) -> str:
        """A number with its noun in the right plural: `three rounds`."""
        return self.counted(self.data["counts"][noun], number, self.number(number))

    def counted(self, forms: Mapping[str, str], number: int | Decimal, words: str) -> str:
        """A number, in these words, in the form for its CLDR plural category.

        `{n:f}` in a form is the number before a feminine noun, as `numbers` has it.
        """
        form = self.plural(forms, number)
        if "{n" not in form and number != 1:
            form = forms["other"]  # "une heure" has no room for one and a half
        return form.format(n=_Agreeing(words, self.data.get("numbers", {})))

    def plural(self, forms: Mapping[str, str], number: int | Decimal) -> str:
        """The form that goes with a number, of those by CLDR plural category."""
        return forms.get(_plural(number, self.language)) or forms["other"]

    def duration(self, length: Ms) -> str:
        """A length as one says it, to the second: `one minute thirty`, `two hours five minutes`."""
        seconds = max(1, (length + SECOND // 2) // SECOND) * SECOND
        hours, minutes, rest = seconds // HOUR, seconds % HOUR // MINUTE, seconds % MINUTE // SECOND
        if hours:
            # Nobody counts the seconds of an hour.
            minutes = (seconds % HOUR + MINUTE // 2) // MINUTE
            return self._pair("hour", hours, minutes, self.count("minute", minutes), "hour_minute")
        if minutes:
            return self._pair("minute", minutes, rest, self.number(rest), "minute_second")
        return self.count("second", rest)

    def _pair(self, unit: str, large: int, small: int, small_text: str, form: str) -> str:
        first = self.count(unit, large)
        if not small:
            return first
        template = self.data["durations"][form]
        return str(template).format(
            **{f"{unit}s": first, "minutes" if unit == "hour" else "seconds": small_text}
        )

    def side(self, side: str | None, limb: str) -> str | None:
        """`left` of a `leg`: `left leg`. A side that no language lists is said as written."""
        if side is None:
            return None
        limbs = self.data["sides"].get(side)
        return limbs.get(limb, limbs["side"]) if limbs else side

    def section(self, name: str) -> str:
        """The title of a part: the plan's own, or the language's for `warmup` and its like."""
        return str(self.data["sections"].get(name, name))

    def equipment(self, item: str) -> str:
        """What an item of the catalogue is called; one of the user's own as it is written."""
        return str(self.data.get("equipment", {}).get(item, item))

    def list(self, items: Sequence[str]) -> str:
        """Items in a row: `band, box and bench`."""
        if len(items) < 2:
            return "".join(items)
        forms = self.data["list"]
        return str(forms["and"]).format(first=forms["comma"].join(items[:-1]), last=items[-1])


def _filled(templates: Iterable[str], known: Mapping[str, str]) -> tuple[str, ...]:
    filled = (
        _sentence(template.format(**known))
        for template in templates
        if fields_of(template) <= known.keys()
    )
    return tuple(dict.fromkeys(filled))


@lru_cache(maxsize=512)
def fields_of(template: str) -> frozenset[str]:
    """The names of a template's fields. Raises ValueError where its braces do not pair."""
    return frozenset(name for _, name, _, _ in Formatter().parse(template) if name is not None)


@cache
def _load(language: str) -> Mapping[str, Any]:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    file = resources.files(PACKAGE) / "phrases" / f"{language}.yaml"
    data: Mapping[str, Any] = yaml.load(file.read_bytes(), Loader=loader)
    return data


def languages() -> tuple[str, ...]:
    """The languages that have a catalogue, as BCP 47 primary subtags."""
    files = (resources.files(PACKAGE) / "phrases").iterdir()
    return tuple(sorted(file.name[:-5] for file in files if file.name.endswith(".yaml")))


def phrases_for(
    language: str, own: Iterable[tuple[str, tuple[str, ...]]] = ()
) -> tuple[Phrases, bool]:
    """The phrases for a BCP 47 tag, and whether its language has any (else they are English)."""
    primary = language.split("-")[0].lower()
    known = primary in languages()
    data = _load(primary if known else FALLBACK)
    return Phrases(data["language"], data, dict(own)), known


def phrase_fields() -> Mapping[str, frozenset[str]]:
    """The cues that a workout may word itself, each with the fields that it may use."""
    data = _load(FALLBACK)
    fields = {
        cue: frozenset[str]().union(*(fields_of(wording) for wording in wordings))
        for cue, wordings in data["cues"].items()
    }
    return fields | dict.fromkeys(("praise", "encouragement"), frozenset())


_SENTENCE_START = re.compile(r"(?:^|[.!?] )\w")


def _sentence(text: str) -> str:
    return _SENTENCE_START.sub(lambda match: match[0].upper(), text)


@lru_cache(maxsize=1024)
def _number(number: int, language: str) -> str:
    from num2words import num2words

    return str(num2words(number, lang=language))


def _plural(number: int | Decimal, language: str) -> str:
    from babel import Locale

    return Locale.parse(language).plural_form(number)


class _Agreeing(str):
    """A number in words, which `{n:f}` changes word by word as `numbers` has it for `f`."""

    _numbers: Mapping[str, Mapping[str, str]]

    def __new__(cls, words: str, numbers: Mapping[str, Mapping[str, str]]) -> Self:
        agreeing = super().__new__(cls, words)
        agreeing._numbers = numbers
        return agreeing

    def __format__(self, gender: str) -> str:
        changed = self._numbers.get(gender, {})
        return re.sub(r"\w+", lambda word: changed.get(word[0], word[0]), self)
