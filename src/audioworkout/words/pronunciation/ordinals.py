"""Ordinals as they are written, in words: `3. Runde`, `2e`, `1ª`, `1st`."""

import re
from functools import lru_cache
from typing import Any

from audioworkout.words.phrases import Phrases
from audioworkout.words.pronunciation.nouns import NEXT, Nouns
from audioworkout.words.pronunciation.patterns import W


class Ordinals:
    """Says the ordinals of one language, by its `ordinals`.

    `marks` are written behind a number, each with the form that it asks for ("" for the one of
    the noun behind it). Of `loose` ones, which mean other things too, those with a noun behind
    them are ordinals. `forms` are replacements, `all` first; `endings` are added by what comes
    before the number and the noun's gender, the first that fits. After `unless` no loose one is.
    """

    def __init__(self, phrases: Phrases, nouns: Nouns) -> None:
        rules: dict[str, Any] = phrases.data.get("ordinals", {})
        self._numerals, self._nouns = phrases.numerals, nouns
        self._forms = rules.get("forms", {})
        self._endings = [(re.compile(before), by) for before, by in rules.get("endings", ())]
        self._unless = re.compile(rules.get("unless", "(?!)"))
        self._marks, self._loose = rules.get("marks", {}), rules.get("loose", ())
        joints = rules.get("and", "[-/]")
        self._others = rf"(?: ?(?:{joints}) ?[0-9]{{1,3}}(?:{{mark}}))*"
        tight = "|".join(map(re.escape, sorted(self._marks, key=len, reverse=True)))
        loose = "|".join(map(re.escape, self._loose))
        marks = rf"(?P<mark>{tight or '(?!)'})(?!{W})"
        marks += rf"|(?P<loose>{loose or '(?!)'})(?= ?[^\W_]|[-–/][0-9])"
        number = rf"(?<!{W})(?<![0-9][.,:/-])(?P<number>[0-9]{{1,3}})"
        self._pattern = re.compile(f"{number}(?:{marks})")

    def read(self, text: str) -> str:
        """A text with its ordinals in words."""
        return self._pattern.sub(self._said, text)

    def _said(self, match: re.Match[str]) -> str:
        """The ordinal, in words.

        A mark that also ends sentences (`3.` in German) makes one only before a noun whose gender
        is known, and never behind a word that labels numbers (`Seite 3.`).
        """
        mark = match["mark"] or match["loose"]
        gender = self._gender(match.string[match.end() :], mark)
        before = match.string[: match.start()].rstrip()
        if match["loose"] and (gender is None or self._labels(before)):
            return match[0]
        form = self._marks.get(mark) or gender or "m"
        said = _ordinal(int(match["number"]), self._numerals)
        for key in ("all", form, f"{form}, noun" if gender else ""):
            for wrong, right in self._forms.get(key, ()):
                said = re.sub(wrong, right, said)
        return said + self._ending(before.lower(), form)

    def _labels(self, before: str) -> bool:
        """Whether a number belongs to what is before it: `Satz 3. Runde zwei`, `bis 10.`"""
        word = re.search(r"[^\W\d_]+$", before)
        named = word is not None and self._nouns.gender(word[0]) is not None
        return named or self._unless.search(before.lower()) is not None

    def _gender(self, after: str, mark: str) -> str | None:
        """The gender of the noun behind, or behind other ordinals: `2. und 3. Runde`."""
        others = re.match(self._others.replace("{mark}", re.escape(mark)), after)
        noun = NEXT.match(after, others.end() if others else 0)
        return self._nouns.gender(noun[1]) if noun else None

    def _ending(self, before: str, gender: str) -> str:
        for pattern, endings in self._endings:
            if pattern.search(before):
                return str(endings.get(gender, ""))
        return ""


@lru_cache(maxsize=512)
def _ordinal(number: int, numerals: str) -> str:
    from num2words import num2words

    return str(num2words(number, lang=numerals, to="ordinal"))
