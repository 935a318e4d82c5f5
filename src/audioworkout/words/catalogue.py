"""The exercise catalogue: look-ups over `data/exercises.yaml` and its translations.

A file is indexed by its lines, and only the entries that a workout uses are parsed:
parsing all of it would take longer than everything else before the first sound. The
translation of an entry, in `data/exercises/`, has the entry's English name as its key.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from functools import cache, lru_cache
from importlib import resources
from typing import Any

import yaml

from audioworkout.ground.language_tags import primary
from audioworkout.ground.spelling import nearest
from audioworkout.words.exercise import Exercise

ENGLISH = "en"
PACKAGE = "audioworkout.words.data"

ENTRIES = re.compile(r"^([^\s#].*):$", re.MULTILINE)
ALIASES = re.compile(r"^  aliases: \[(.*)\]$", re.MULTILINE)

NAME = re.compile(r"^  name: [\"']?(.*?)[\"']?$", re.MULTILINE)
WORDS = re.compile(r"[^\W_]+")

PLURALS = (("sses", "ss"), ("shes", "sh"), ("ches", "ch"), ("xes", "x"), ("ies", "y"), ("ss", "ss"))
CLOSE = 0.79  # similarity from which a name is taken for a slip of the pen: 1 letter in 5


def find(name: str, own: Iterable[Exercise] = (), language: str = ENGLISH) -> Exercise | None:
    """The exercise of that name or alias, in a workout's own list first, or None.

    Letter case, accents, spaces, hyphens, words such as `the` and `of`, and plurals do not
    matter. In another `language` (a BCP 47 tag) its names count too, and go before English
    ones; what is found has its tips, and is `called` by its name if asked for in English.
    """
    tongue = _tongue(language)
    wanted = key(name, tongue)
    for exercise in own:
        if any(wanted == key(known, tongue) for known in (exercise.name, *exercise.aliases)):
            return _own_in(exercise, tongue)
    canonical = _index(tongue).get(wanted)
    if canonical is not None:
        return _in(canonical, tongue)
    canonical = _index(ENGLISH).get(key(name))
    if canonical is None:
        return None
    found = _in(canonical, tongue)
    return replace(found, called=_translation(canonical, tongue).get("name"))


def _tongue(language: str) -> str:
    """The language of a tag if the catalogue has it, else English."""
    spoken = primary(language)
    return spoken if spoken in _translated() else ENGLISH


def _own_in(exercise: Exercise, tongue: str) -> Exercise:
    """A user's exercise; what it leaves as the catalogue has it is translated."""
    canonical = _index(ENGLISH).get(key(exercise.name))
    if tongue == ENGLISH or canonical is None:
        return exercise
    english, local = _entry(canonical), _in(canonical, tongue)
    tips = local.tips if exercise.tips == english.tips else exercise.tips
    same = exercise.position == english.position
    return replace(exercise, tips=tips, position=local.position if same else exercise.position)


def close(name: str, own: Iterable[Exercise] = (), language: str = ENGLISH) -> str | None:
    """The name of the exercise that was probably meant, or None."""
    tongue = _tongue(language)
    known = _index(ENGLISH) | _index(tongue)
    known |= {key(exercise.name, tongue): exercise.name for exercise in own}
    found = nearest(key(name, tongue), known, alike=CLOSE)
    if found is None:
        return None
    meant = known[found]
    return str(_translation(meant, tongue).get("name", meant))


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


@cache
def first_words(language: str) -> frozenset[str]:
    """The first words of the names that a language has for exercises, in small letters."""
    names = [name[1] for block in _blocks(language).values() for name in NAME.finditer(block)]
    return frozenset(WORDS.findall(name.casefold())[0] for name in names)


@lru_cache(maxsize=4096)
def key(name: str, language: str = ENGLISH) -> str:
    """What two spellings of one exercise have in common, in a language of the catalogue."""
    plain = name.casefold().replace("’", "'")
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain)
        plain = "".join(char for char in plain if not unicodedata.combining(char))
    silent, elided = _small_words(language)
    words = WORDS.findall(elided.sub(r"\1 ", plain).replace("'", ""))
    return "".join(_singular(word) for word in words if word not in silent)


def _singular(word: str) -> str:
    if not word.endswith("s"):
        return word
    for plural, singular in PLURALS:
        if word.endswith(plural):
            return word.removesuffix(plural) + singular
    return word.removesuffix("s") if len(word) > 2 else word


@cache
def _translated() -> frozenset[str]:
    """The languages with a translation, as BCP 47 primary subtags."""
    files = resources.files(PACKAGE).joinpath("exercises").iterdir()
    return frozenset(file.name[:-5] for file in files if file.name.endswith(".yaml"))


@cache
def _parts(language: str) -> list[str]:
    """What stands before the first entry, then the English name and the text of each."""
    name = "exercises.yaml" if language == ENGLISH else f"exercises/{language}.yaml"
    return ENTRIES.split(resources.files(PACKAGE).joinpath(name).read_text("utf-8"))


@cache
def _small_words(language: str) -> tuple[frozenset[str], re.Pattern[str]]:
    """Words that do not change what an exercise is, and what finds those that are elided."""
    head = yaml.safe_load(_parts(language)[0])
    elided = "|".join(map(re.escape, head["elided"]))
    return frozenset(head["silent"]), re.compile(rf"\b({elided})'" if elided else r"(?!)()")


@cache
def _blocks(language: str = ENGLISH) -> dict[str, str]:
    """The text of each entry, by its English name."""
    _, *parts = _parts(language)
    return dict(zip(parts[::2], parts[1::2], strict=True))


@cache
def _index(language: str = ENGLISH) -> dict[str, str]:
    """English names by the key of each name; a name goes before another exercise's alias."""
    aliases = {
        key(alias, language): name
        for name, block in _blocks(language).items()
        if (line := ALIASES.search(block))
        for alias in line[1].split(",")
        if alias.strip()
    }
    if language == ENGLISH:
        return aliases | {key(name): name for name in _blocks()}
    names = {
        key(line[1], language): name
        for name, block in _blocks(language).items()
        if (line := NAME.search(block))
    }
    return aliases | names


@cache
def _entry(name: str) -> Exercise:
    return Exercise(name, **_fields(_blocks()[name]))


@cache
def _in(name: str, language: str) -> Exercise:
    """An entry with its position and tips in a language."""
    translation = _translation(name, language)
    texts = {field: translation[field] for field in ("position", "tips") if field in translation}
    return replace(_entry(name), **texts)


@cache
def _translation(name: str, language: str) -> dict[str, Any]:
    return {} if language == ENGLISH else _fields(_blocks(language).get(name, ""))


def _fields(block: str) -> dict[str, Any]:
    entry = yaml.load(block, Loader=LOADER) or {}
    return {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}


LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
