"""The words that plans are written with in each language: units, rounds, sets, rests, sides.

A file a language in `data/notation`. Full stops behind abbreviations do not count, nor do capitals.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

PACKAGE = "audioworkout.words.data"
ENGLISH = "en"

# How each kind of word is written in the workout language; a limb and a number say it themselves.
WRITTEN = {
    "second": "s",
    "minute": "min",
    "hour": "h",
    "set": "sets",
    "rep": "reps",
    "round": "rounds",
    "times": "times",
    "rest": "rest",
    "work": "work",
    "per": "per",
    "of": "of",
    "repeat": "repeat",
}


@dataclass(frozen=True, slots=True)
class NotationWord:
    """What a word is in one language: its kind, and how the workout language writes it."""

    language: str
    kind: str
    written: str


@cache
def _files() -> dict[str, dict[str, dict[str, str] | list[str]]]:
    folder = resources.files(PACKAGE) / "notation"
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".yaml"))
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    return {
        name.removesuffix(".yaml"): yaml.load((folder / name).read_text("utf-8"), loader)
        for name in sorted(names, key=lambda name: name != f"{ENGLISH}.yaml")
    }


def _entries() -> Iterator[tuple[str, NotationWord]]:
    for language, kinds in _files().items():
        for kind, words in kinds.items():
            given = words if isinstance(words, dict) else dict.fromkeys(words)
            for word, said in given.items():
                yield word, NotationWord(language, kind, said or WRITTEN.get(kind, word))


@cache
def _index() -> dict[str, tuple[NotationWord, ...]]:
    index: dict[str, list[NotationWord]] = {}
    for word, meaning in _entries():
        index.setdefault(word, []).append(meaning)
    return {word: tuple(meanings) for word, meanings in index.items()}


@cache
def phrases(kind: str) -> re.Pattern[str]:
    """Finds the phrases of a kind that has phrases in place of words, in any language."""
    found = sorted({word for word, meaning in _entries() if meaning.kind == kind}, key=len)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, reversed(found)))})(?!\w)")


def meanings(word: str) -> Sequence[NotationWord]:
    """What a word in small letters is in each language that plans are written with it, English
    first."""
    return _index().get(word.rstrip("."), ())


def meaning(word: str, *kinds: str) -> NotationWord | None:
    """What a word in small letters is, where it is of one of the kinds in any language."""
    return next((found for found in meanings(word) if found.kind in kinds), None)
