"""The gender of the noun behind a number, which the number agrees with."""

import re
from collections.abc import Mapping
from functools import cached_property

from audioworkout.words import catalogue
from audioworkout.words.phrases import Phrases

NEXT = re.compile(r" ([^\W\d_]+)")
PLAIN = re.compile("[0-9]+(?:[-–][0-9]+)?")  # a number or a range, without a unit


class Nouns:
    """What a language's data and the names of its exercises tell of its nouns."""

    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases
        ends: Mapping[str, list[str]] = phrases.data.get("nouns", {})
        self._ends = {gender: tuple(words) for gender, words in ends.items()}
        self._stiff = re.compile(phrases.data.get("unagreeing", "(?!)"))

    def gender(self, word: str) -> str | None:
        """`m`, `f` or `n`; None for a word that is no noun that is known."""
        noun = word.casefold()
        for gender, ends in self._ends.items():
            if noun.endswith(ends):
                return gender
        if noun in self._phrases.data.get("feminine", ()):
            return "f"
        known = self._exercises & {noun, f"{noun}s", f"{noun}es"}
        return "m" if known and not self._stiff.match(noun) else None

    @cached_property
    def _exercises(self) -> frozenset[str]:
        """The first words of exercises, in a language that has the feminine ones of them."""
        if "feminine" not in self._phrases.data:
            return frozenset()
        return catalogue.first_words(self._phrases.language)

    def agreeing(self, words: str, written: str, after: str) -> str:
        """A number's words before what comes `after` it: `una`, before `flexión`."""
        noun = NEXT.match(after)
        if noun is None or not PLAIN.fullmatch(written):
            return words
        gender = self.gender(noun[1])
        return self._phrases.agreeing(words, gender) if gender else words
