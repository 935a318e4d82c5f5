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

import yaml

from audioworkout.ground.language_tags import primary, region
from audioworkout.ground.units import HOUR, MINUTE, SECOND, Ms

FALLBACK = "en"
PACKAGE = "audioworkout.words.data"


@dataclass(frozen=True)
class Phrases:
    """The phrases of one language, with a workout's own in front."""

    language: str
    data: Mapping[str, Any]
    own: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    region: str = ""  # ISO 3166, in capitals

    @property
    def iso_639_2(self) -> str:
        """The language's code of three letters, as ID3 wants it."""
        return str(self.data["iso_639_2"])

    def wordings(self, cue: str, **fields: str | None) -> tuple[str, ...]:
        """The wordings of a cue, longest first, whose fields all have a value."""
        known = {name: value for name, value in fields.items() if value is not None}
        own: Sequence[str] = self.own.get(cue, ())
        # A workout's wordings may all need a field that has no value here.
        return self._filled(own, known) or self._filled(self.data["cues"][cue], known)

    def _filled(self, templates: Iterable[str], known: Mapping[str, str]) -> tuple[str, ...]:
        capitals = self.data.get("capitals", {})
        filled = (
            _sentence(template.format(**known), capitals)
            for template in templates
            if fields_of(template) <= known.keys()
        )
        return tuple(dict.fromkeys(filled))

    def lines(self, kind: str) -> tuple[str, ...]:
        """The lines of `praise` or `encouragement`."""
        return self.own.get(kind) or tuple(self.data[kind])

    def words(self, name: str, **fields: str) -> str:
        """A part of a sentence, such as how a tempo is said. Numbers in it may agree."""
        agreeing = {name: self._agreeing(text) for name, text in fields.items()}
        return str(self.data["words"][name]).format(**agreeing)

    @property
    def locale(self) -> str:
        """The name that CLDR has for the language in its region, or for the language."""
        return _locale(self.language, self.region)

    @property
    def numerals(self) -> str:
        """The name that num2words has for the language in its region."""
        numerals = self.data.get("numerals", {"default": self.language})
        return str(numerals.get(self.region, numerals["default"]))

    def number(self, number: int) -> str:
        """A whole number in words."""
        return _number(number, self.numerals)

    def reps(self, exercise: str, low: int, high: int) -> str:
        """An exercise with its number of reps, or the range of it: `twelve push-ups`."""
        forms, words = self.data["words"]["reps"], self.number(low)
        if low == high:
            form = self.plural(forms, low)
        else:
            form, words = forms["other"], self.words("range", low=words, high=self.number(high))
        number = format(self._agreeing(words), self.gender(exercise))
        return form.format(n=number, exercise=exercise)

    def gender(self, exercise: str) -> str:
        """`f` where an exercise's first word, which a number agrees with, is feminine; else `m`."""
        first = exercise.casefold().split(maxsplit=1)[:1]
        return "f" if first and first[0] in self.data.get("feminine", ()) else "m"

    def agreeing(self, words: str, gender: str) -> str:
        """A number's words before a noun of a gender."""
        return format(self._agreeing(words), gender)

    def _agreeing(self, words: str) -> "_Agreeing":
        return _Agreeing(words, self.data.get("numbers", {}))

    def count(self, noun: str, number: int) -> str:
        """A number with its noun in the right plural: `three rounds`."""
        return self.counted(self.data["counts"][noun], number, self.number(number))

    def counted(
        self, forms: Mapping[str, str], number: int | Decimal, words: str, **fields: str
    ) -> str:
        """A number, in these words, in the form for its CLDR plural category.

        `{n:f}` in a form is the number before a feminine noun, as `numbers` has it.
        """
        form = self.plural(forms, number)
        if "{n" not in form and number != 1:
            form = forms["other"]  # "une heure" has no room for one and a half
        return form.format(n=self._agreeing(words), **fields)

    def plural(self, forms: Mapping[str, str], number: int | Decimal) -> str:
        """The form that goes with a number, of those by CLDR plural category."""
        return forms.get(_plural(number, self.locale)) or forms["other"]

    def duration(self, length: Ms) -> str:
        """A length as one says it, to the second: `one minute thirty`, `two hours five minutes`."""
        seconds = max(1, (length + SECOND // 2) // SECOND) * SECOND
        if seconds >= HOUR:  # nobody counts the seconds of an hour
            seconds = (seconds + MINUTE // 2) // MINUTE * MINUTE
        hours, minutes, rest = seconds // HOUR, seconds % HOUR // MINUTE, seconds % MINUTE // SECOND
        templates = self.data["durations"]
        if hours and minutes:
            first, second = self.count("hour", hours), self.count("minute", minutes)
            return str(templates["hour_minute"]).format(hours=first, minutes=second)
        if minutes and rest:
            first, words = self.count("minute", minutes), self._agreeing(self.number(rest))
            form = self.plural(templates["minute_second"], rest)
            return form.format(minutes=first, seconds=words)
        units = (("hour", hours), ("minute", minutes), ("second", rest))
        return next(self.count(unit, number) for unit, number in units if number)

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


@lru_cache(maxsize=512)
def fields_of(template: str) -> frozenset[str]:
    """The names of a template's fields. Raises ValueError where its braces do not pair."""
    return frozenset(name for _, name, _, _ in Formatter().parse(template) if name is not None)


@cache
def _in_region(language: str, region: str) -> Mapping[str, Any]:
    """The data of a language, with what its `regions` say otherwise."""
    data = _load(language)
    return _merged(data, data.get("regions", {}).get(region, {}))


def _merged(data: Mapping[str, Any], other: Mapping[str, Any]) -> Mapping[str, Any]:
    changed = {
        key: _merged(data[key], value) if isinstance(value, Mapping) else value
        for key, value in other.items()
    }
    return {**data, **changed}


@cache
def _load(language: str) -> Mapping[str, Any]:
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
    known = primary(language) in languages()
    place = region(language)
    data = _in_region(primary(language) if known else FALLBACK, place if known else "")
    return Phrases(data["language"], data, dict(own), place), known


def piper_voice(language: str) -> str:
    """The Piper voice that a language's phrases recommend: for English the embedded one."""
    return str(phrases_for(language)[0].data["piper_voice"])


def phrase_fields() -> Mapping[str, frozenset[str]]:
    """The cues that a workout may word itself, each with the fields that it may use."""
    data = _load(FALLBACK)
    fields = {
        cue: frozenset[str]().union(*(fields_of(wording) for wording in wordings))
        for cue, wordings in data["cues"].items()
    }
    return fields | dict.fromkeys(("praise", "encouragement"), frozenset())


_SENTENCE_START = re.compile(r"(?:^|(?<=[.!?] ))\w+")


def _sentence(text: str, capitals: Mapping[str, str]) -> str:
    """Sentences begin with a capital; `capitals` has words that take another one."""

    def begun(match: re.Match[str]) -> str:
        return capitals.get(match[0]) or match[0][0].upper() + match[0][1:]

    return _SENTENCE_START.sub(begun, text)


SAID = {"fr_BE": ("quatre-vingt et un", "quatre-vingt-un")}
"""What num2words (0.5.14) says otherwise than people do, by its name for the language."""


@lru_cache(maxsize=1024)
def _number(number: int, numerals: str) -> str:
    from num2words import num2words

    return str(num2words(number, lang=numerals)).replace(*SAID.get(numerals, ("", "")))


@cache
def _locale(language: str, region: str) -> str:
    from babel import Locale, UnknownLocaleError

    try:
        return str(Locale.parse(f"{language}_{region}")) if region else language
    except (UnknownLocaleError, ValueError):
        return language


def _plural(number: int | Decimal, locale: str) -> str:
    from babel import Locale

    return Locale.parse(locale).plural_form(number)


class _Agreeing(str):
    """A number in words, which `{n:f}` changes word by word as `numbers` has it for `f`.

    `{n:m}` changes the last word alone: short forms stand right before the noun ("veintiún
    minutos", but "uno a dos minutos").
    """

    _numbers: Mapping[str, Mapping[str, str]]

    def __new__(cls, words: str, numbers: Mapping[str, Mapping[str, str]]) -> Self:
        agreeing = super().__new__(cls, words)
        agreeing._numbers = numbers
        return agreeing

    def __format__(self, gender: str) -> str:
        changed = self._numbers.get(gender, {})
        words = r"\w+$" if gender == "m" else r"\w+"
        return re.sub(words, lambda word: changed.get(word[0], word[0]), self)
