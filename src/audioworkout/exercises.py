"""The exercise catalogue: look-ups over `data/exercises.yaml`.

The file is indexed by its lines, and only the entries that a workout uses are parsed:
parsing all of it would take longer than everything else before the first sound.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib import resources
from typing import Any

import yaml

from audioworkout.model import Exercise

ENTRIES = re.compile(r"^([^\s#].*):$", re.MULTILINE)
ALIASES = re.compile(r"^  aliases: \[(.*)\]$", re.MULTILINE)

WORDS = re.compile(r"[^\W_]+")

SILENT = {"the", "of", "in"}  # words that do not change what an exercise is
PLURALS = (("sses", "ss"), ("shes", "sh"), ("ches", "ch"), ("xes", "x"), ("ies", "y"), ("ss", "ss"))
CLOSE = 0.79  # similarity from which a name is taken for a slip of the pen: 1 letter in 5


def find(name: str, own: Iterable[Exercise] = ()) -> Exercise | None:
    """The exercise of that name or alias, in a workout's own list first, or None.

    Letter case, accents, spaces, hyphens, `the`, `of`, `in` and plurals do not matter.
    """
    wanted = key(name)
    for exercise in own:
        if wanted in map(key, (exercise.name, *exercise.aliases)):
            return exercise
    canonical = _index().get(wanted)
    return None if canonical is None else _entry(canonical)


def close(name: str, own: Iterable[Exercise] = ()) -> str | None:
    """The name of the exercise that was probably meant, or None."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    known = _index() | {key(exercise.name): exercise.name for exercise in own}
    found = process.extractOne(
        key(name), list(known), scorer=OSA.normalized_similarity, score_cutoff=CLOSE
    )
    return known[found[0]] if found else None


def search(
    words: str = "",
    *,
    muscle: str | None = None,
    equipment: str | None = None,
    own: Iterable[Exercise] = (),
) -> tuple[Exercise, ...]:
    """The exercises whose name or alias has all the words, in the order of their names.

    `muscle` and `equipment` keep those that list one that holds the text; equipment
    `none` keeps those that need nothing.
    """
    own = tuple(own)
    named = {exercise.name for exercise in own}
    every = (*own, *(_entry(name) for name in names() if name not in named))
    wanted = [key(word) for word in words.split()]
    found = [
        exercise
        for exercise in every
        if any(
            all(word in key(name) for word in wanted) for name in (exercise.name, *exercise.aliases)
        )
        and (muscle is None or _lists(exercise.muscles, muscle))
        and (equipment is None or _lists(exercise.equipment or ("none",), equipment))
    ]
    return tuple(sorted(found, key=lambda exercise: exercise.name.casefold()))


def _lists(items: Iterable[str], text: str) -> bool:
    return any(key(text) in key(item) for item in items)


def names() -> tuple[str, ...]:
    """The canonical names of the catalogue, in the order of the file."""
    return tuple(_blocks())


@lru_cache(maxsize=4096)
def key(name: str) -> str:
    """What two spellings of one exercise have in common."""
    plain = name.casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain)
        plain = "".join(char for char in plain if not unicodedata.combining(char))
    words = WORDS.findall(plain.replace("'", ""))
    return "".join(_singular(word) for word in words if word not in SILENT)


def _singular(word: str) -> str:
    if not word.endswith("s"):
        return word
    for plural, singular in PLURALS:
        if word.endswith(plural):
            return word.removesuffix(plural) + singular
    return word.removesuffix("s") if len(word) > 2 else word


@cache
def _blocks() -> dict[str, str]:
    """The text of each entry, by its name."""
    text = resources.files("audioworkout.data").joinpath("exercises.yaml").read_text("utf-8")
    _, *parts = ENTRIES.split(text)
    return dict(zip(parts[::2], parts[1::2], strict=True))


@cache
def _index() -> dict[str, str]:
    """Canonical names by key; a name goes before another exercise's alias."""
    aliases = {
        key(alias): name
        for name, block in _blocks().items()
        if (line := ALIASES.search(block))
        for alias in line[1].split(",")
        if alias.strip()
    }
    return aliases | {key(name): name for name in _blocks()}


@cache
def _entry(name: str) -> Exercise:
    entry = yaml.load(_blocks()[name], Loader=LOADER) or {}
    fields: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()
    }
    return Exercise(name, **fields)


LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
