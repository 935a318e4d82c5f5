"""A text with all that is short in it put into words."""

import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import Any

from audioworkout.words.phrases import FALLBACK, Phrases, phrases_for
from audioworkout.words.pronunciation.measures import Measures, NoMeasureError
from audioworkout.words.pronunciation.nouns import Nouns
from audioworkout.words.pronunciation.ordinals import Ordinals
from audioworkout.words.pronunciation.patterns import (
    DONE,
    GROUPED,
    apart,
    is_part_of_word,
    loose,
    replaced,
    whole,
)
from audioworkout.words.pronunciation.punctuation import spaced, tidied

Pairs = tuple[tuple[str, str], ...]
"""Spellings, each with its pronunciation; of two alike the first counts."""

PASSES = 4  # what is replaced may have kept its neighbour from being: `X/5-a`
WORDS = re.compile(r"\w+")


@lru_cache(maxsize=4096)
def pronounce(text: str, language: str = FALLBACK, say_as: Pairs = ()) -> str:
    """A text as an engine is given it, with single spaces; never nothing instead of something.

    `say_as` goes first: whole words, letter case aside, a longer spelling before a shorter;
    what it says is not replaced again. A text that was pronounced stays as it is.
    """
    said: list[str] = []
    text = written = " ".join(GROUPED.sub("", text.replace(DONE, " ")).split())
    if say_as:
        spellings, sounds = _ranked(say_as)

        def keep(match: re.Match[str]) -> str:
            said.append(sounds[(match.lastindex or 0) - 1])
            return apart(match, DONE)

        text = spellings.sub(keep, text)
    for _ in range(PASSES):
        before, text = text, tidied(_reader(language).read(spaced(text)))
        if text == before:
            break
    rest = iter(said)
    return " ".join(re.sub(DONE, lambda _: next(rest), text).split()) or written


@lru_cache(maxsize=64)
def _ranked(say_as: Pairs) -> tuple[re.Pattern[str], tuple[str, ...]]:
    """A group for each spelling, the longest first, and the pronunciations in that order."""
    pairs = sorted(say_as, key=lambda pair: -len(pair[0]))
    pattern = "|".join(f"({whole(' '.join(spelling.split()))})" for spelling, _ in pairs)
    return re.compile(pattern, re.IGNORECASE), tuple(sound for _, sound in pairs)


class SpokenFormReader:
    """Puts the abbreviations, measures and marks of one language into words."""

    def __init__(self, phrases: Phrases) -> None:
        self._units = _section(phrases, "units")
        self._marks = _section(phrases, "marks")
        self._measures = Measures(
            phrases, self._units, _section(phrases, "spoken"), str(self._marks["×"])
        )
        self._nouns = Nouns(phrases)
        self._ordinals = Ordinals(phrases, self._nouns)
        shorts = _shorts(phrases)
        self._sounds = tuple(shorts.values())
        self._pattern = re.compile("|".join(replaced(self._units, self._marks, shorts)))
        self._words = {word for short in shorts for word in WORDS.findall(short.lower())[:1]}
        wordless = (short for short in shorts if not WORDS.search(short))
        signs = re.escape("".join((*self._marks, loose(self._units), *wordless)))
        self._signs = re.compile(f"[0-9/{signs}]")

    def read(self, text: str) -> str:
        """A text in words."""
        for _ in range(PASSES):
            if not self._may_change(text):
                break
            before, text = (
                text,
                " ".join(self._pattern.sub(self._said, self._ordinals.read(text)).split()),
            )
            if text == before:
                break
        return text

    def _may_change(self, text: str) -> bool:
        """Whether a text may have something to replace; most have nothing, which shows fast."""
        if self._signs.search(text):
            return True
        return not self._words.isdisjoint(WORDS.findall(text.lower()))

    def _said(self, match: re.Match[str]) -> str:
        """What is said instead of a match."""
        if match.lastgroup is None:
            return apart(match, self._sounds[(match.lastindex or 0) - 1])
        if is_part_of_word(match):
            return match[0]
        say: Mapping[str, Callable[[str], str]] = {
            "tempo": self._measures.tempo,
            "measure": self._measures.measure,
            "repeated": self._measures.repeated,
            "mark": self._mark,
            "loose": self._measures.loose,
            "slash": lambda _: " ",
        }
        try:
            said = say[match.lastgroup](match[0])
        except NoMeasureError:
            return match[0]
        return apart(match, self._nouns.agreeing(said, match[0], match.string[match.end() :]))

    def _mark(self, text: str) -> str:
        return str(self._marks["×" if text in "xX" else text])


def _section(phrases: Phrases, name: str) -> Mapping[str, Any]:
    """A section of a language's data, in English what it lacks."""
    english, _ = phrases_for(FALLBACK)
    merged: Mapping[str, Any] = english.data[name] | phrases.data.get(name, {})
    return merged


def _shorts(phrases: Phrases) -> dict[str, str]:
    """Abbreviations and what is said instead, the longest first."""
    english, _ = phrases_for(FALLBACK)
    letters = (*english.data["letters"], *phrases.data.get("letters", ()))
    known = {short: " ".join(short) for short in letters}
    known |= {str(short): said for short, said in phrases.data.get("abbreviations", {}).items()}
    return dict(sorted(known.items(), key=lambda pair: (-len(pair[0]), pair[0])))


@cache
def _reader(language: str) -> SpokenFormReader:
    return SpokenFormReader(phrases_for(language)[0])
