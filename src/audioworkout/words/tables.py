"""The words of training tables, from `data/tables/`: headings of columns, units, cells."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

import yaml

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
BREAKS = re.compile(r"[^\w%#°º/&+]+|_")


@dataclass(frozen=True, slots=True)
class TableWords:
    """The words of one language, each folded by `folded`.

    `columns` maps a heading to its column's key, and `qualifiers` may stand beside it. `units`
    maps a unit to its symbol in a workout file, `limbs` a word to the limb, `sides` and `cells`
    what a cell says to its key, `phases` to the file's key. `days` and `months` tell a week's
    table, and a number that a spreadsheet took for a date.
    """

    language: str
    columns: Mapping[str, str]
    qualifiers: frozenset[str]
    units: Mapping[str, str]
    each: frozenset[str]
    limbs: Mapping[str, str]
    sides: Mapping[str, str]
    cells: Mapping[str, str]
    phases: Mapping[str, str]
    days: frozenset[str]
    months: frozenset[str]


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """A text without letter case, accents and punctuation: what its spellings have in common."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("ß", "ss").replace("’", "'"))
    kept = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(BREAKS.sub(" ", kept).split())


@cache
def languages() -> tuple[TableWords, ...]:
    """The words of every language; English, which goes first where two disagree, in front."""
    files = (resources.files("audioworkout.words.data") / "tables").iterdir()
    names = sorted(file.name.removesuffix(".yaml") for file in files if file.name.endswith("yaml"))
    return tuple(_words(name) for name in sorted(names, key=lambda name: name != "en"))


def _words(language: str) -> TableWords:
    file = resources.files("audioworkout.words.data") / "tables" / f"{language}.yaml"
    data: Mapping[str, Any] = yaml.load(file.read_bytes(), Loader=LOADER)
    return TableWords(
        language,
        columns=_by_word(data["columns"]),
        qualifiers=_folded(data["qualifiers"]),
        units=_by_word(data["units"]),
        each=_folded(data["each"]),
        limbs=_by_word(data["limbs"]),
        sides=_by_word(data["sides"]),
        cells=_by_word(data["cells"]),
        phases=_by_word(data["phases"]),
        days=_folded(data["days"]),
        months=_folded(data["months"]),
    )


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(folded, words))


def _by_word(listed: Mapping[str, Iterable[str]]) -> dict[str, str]:
    return {folded(str(word)): key for key, words in listed.items() for word in words}


@cache
def _everywhere(kind: str) -> Mapping[str, str]:
    """The words of a kind in all languages; what an earlier one says goes before."""
    found: dict[str, str] = {}
    for words in reversed(languages()):
        found |= getattr(words, kind)
    return found


def unit(word: str) -> str | None:
    """The symbol of a unit (`s`, `min`, `reps`, `kg`, …) in any language, or None."""
    return _everywhere("units").get(folded(word))


def limb(word: str) -> str | None:
    """The limb (`leg`, `side`, …) that a word of any language names, or None."""
    return _everywhere("limbs").get(folded(word))


def side(text: str) -> str | None:
    """What a cell says of sides (`both`, `left`, `right`, `none`, `alternating`), or None."""
    return _everywhere("sides").get(folded(text))


def cell(text: str) -> str | None:
    """What a cell stands for (`none`, `max`, `rest`, `change`, `work`, …), or None."""
    return _everywhere("cells").get(folded(text))


def phase(text: str) -> str | None:
    """The phase (`warmup`, `workout`, `cooldown`) that a heading of any language names."""
    return _everywhere("phases").get(folded(text))


@cache
def each() -> frozenset[str]:
    """The words of all languages that stand before a limb, as in `per leg`."""
    return frozenset().union(*(words.each for words in languages()))


def is_day(text: str) -> bool:
    """Whether a text is the name of a day of the week, in full or short."""
    return any(folded(text) in words.days for words in languages())


def is_month(text: str) -> bool:
    """Whether a text is the short name of a month."""
    return any(folded(text) in words.months for words in languages())
