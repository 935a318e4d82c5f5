"""The headings of a table: which column holds what, and in which unit."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from audioworkout.importing.tables.rows import SheetRow, filled
from audioworkout.words import tables

LONGEST_HEADING = 60  # characters; a longer cell heads no column


class SheetColumn(StrEnum):
    """What a column holds; the keys of `columns` in the words of each language, and mixtures."""

    EXERCISE = "exercise"
    SETS = "sets"
    REPS = "reps"
    TIME = "time"
    WORK = "work"
    REST = "rest"
    REST_AFTER = "rest_after"
    WEIGHT = "weight"
    SIDE = "side"
    NOTES = "notes"
    ROUND = "round"
    MINUTE = "minute"
    DAY = "day"
    ORDER = "order"
    TEMPO = "tempo"
    INTENSITY = "intensity"
    DISTANCE = "distance"
    PACE = "pace"
    SECTION = "section"
    SUPERSET = "superset"
    KIND = "kind"
    DOSE = "dose"  # reps or a time, as each cell says
    UNIT = "unit"  # of the row's dose
    SCHEME = "scheme"  # sets and reps: `3 x 10`
    WORK_REST = "work and rest"  # `40s/20s`


DOSES = frozenset(
    (
        SheetColumn.REPS,
        SheetColumn.TIME,
        SheetColumn.WORK,
        SheetColumn.DISTANCE,
        SheetColumn.DOSE,
        SheetColumn.SCHEME,
    )
)
TIMED = frozenset(
    (
        SheetColumn.TIME,
        SheetColumn.WORK,
        SheetColumn.REST,
        SheetColumn.REST_AFTER,
        SheetColumn.WORK_REST,
        SheetColumn.DOSE,
    )
)
MEASURES = DOSES | {SheetColumn.SETS, SheetColumn.REST, SheetColumn.WORK_REST, SheetColumn.ROUND}
OF_UNIT = {
    "s": SheetColumn.TIME,
    "kg": SheetColumn.WEIGHT,
    "lb": SheetColumn.WEIGHT,
    "km": SheetColumn.DISTANCE,
    "metres": SheetColumn.DISTANCE,
    "miles": SheetColumn.DISTANCE,
}
MEASURED = frozenset(("s", "min", "h", "kg", "lb", "km", "metres", "miles", "%"))
MIXTURES: tuple[tuple[frozenset[SheetColumn], SheetColumn], ...] = (
    (frozenset((SheetColumn.SETS, SheetColumn.REPS)), SheetColumn.SCHEME),
    (frozenset((SheetColumn.SETS, SheetColumn.DOSE)), SheetColumn.SCHEME),
    (frozenset((SheetColumn.SETS, SheetColumn.TIME)), SheetColumn.SCHEME),
    (frozenset((SheetColumn.SETS, SheetColumn.REPS, SheetColumn.TIME)), SheetColumn.SCHEME),
    (frozenset((SheetColumn.WORK, SheetColumn.REST)), SheetColumn.WORK_REST),
    (frozenset((SheetColumn.WEIGHT, SheetColumn.INTENSITY)), SheetColumn.WEIGHT),
    (frozenset((SheetColumn.SECTION, SheetColumn.EXERCISE)), SheetColumn.EXERCISE),
    (frozenset((SheetColumn.NOTES, SheetColumn.TEMPO)), SheetColumn.NOTES),
    (frozenset((SheetColumn.ROUND, SheetColumn.SETS)), SheetColumn.SETS),
)
BRACKET = re.compile(r"[(\[{]([^()\[\]{}]{1,30})[)\]}]")
JOINED = re.compile(r" ?[/&+,] ?| (?:x|×|or|and|oder|und|ou|et|o|y|e|of|en) ", re.I)
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
NUMBER = re.compile(r"[\d.,:–-]+")
NUMBERED_DAY = re.compile(r"(?:day|tag|jour|día|dia|giorno|dag) \d{1,2}", re.I)
IN = re.compile(r" (?:in|en|em)$")


@dataclass(frozen=True, slots=True)
class ColumnHeading:
    """A column: what it holds (None: not known), its heading, its unit, the sides it is for."""

    column: SheetColumn | None
    text: str
    unit: str | None = None
    limb: str | None = None


def headings_of(row: SheetRow) -> tuple[ColumnHeading, ...] | None:
    """The columns that a row heads, or None if it is no row of headings.

    The language that knows most of them goes first where two read a word differently.
    """
    cells = row.cells
    if any(len(cell) > LONGEST_HEADING or NUMBER.fullmatch(cell) for cell in cells):
        return None
    if len(list(filled(row))) < 2:
        return None
    names = [words.language for words in tables.languages()]
    tongues = tuple(sorted(names, key=lambda name: -_known(cells, name)))
    found = [_heading(cell, tongues) for cell in cells]
    if sum(map(_names_day, cells)) >= 3:
        return tuple(replace(one, column=one.column or SheetColumn.DAY) for one in found)
    known = {one.column for one in found if one.column}
    if SheetColumn.DAY in known:
        return _distinct(found)
    if len(known) >= 2 and known & {SheetColumn.EXERCISE, SheetColumn.MINUTE, SheetColumn.KIND}:
        return _distinct(found)
    first = next(index for index, cell in enumerate(cells) if cell or index == len(cells) - 1)
    if len(known & MEASURES) >= 2 and found[0].column is None and first <= 1:
        return _distinct([replace(found[0], column=SheetColumn.EXERCISE), *found[1:]])
    return None


def _distinct(found: Sequence[ColumnHeading]) -> tuple[ColumnHeading, ...]:
    """The headings, the first of two that hold the same; the later ones are not known."""
    seen: set[SheetColumn] = set()
    kept = []
    for one in found:
        again = one.column in seen and one.column is not SheetColumn.NOTES
        kept.append(replace(one, column=None) if again else one)
        seen |= {one.column} if one.column else set()
    return tuple(kept)


def _names_day(cell: str) -> bool:
    return tables.is_day(cell) or NUMBERED_DAY.fullmatch(cell) is not None


def _known(cells: Sequence[str], language: str) -> int:
    return sum(_heading(cell, (language,)).column is not None for cell in cells)


@lru_cache(maxsize=4096)
def _heading(cell: str, languages: tuple[str, ...]) -> ColumnHeading:
    """The column of a cell, by the words of the languages in their order."""
    known = {words.language: words for words in tables.languages()}
    tongues = [known[language] for language in languages]
    text = CAMEL.sub(" ", cell)
    behind = BRACKET.search(text)
    bare = BRACKET.sub(" ", text)
    limb = _limb(behind[1]) if behind else None
    column, unit = _column(bare, tongues)
    if behind and limb is None:
        unit = _unit(behind[1]) or unit
        if tables.folded(behind[1]) == "m":
            unit = "metres" if column is SheetColumn.DISTANCE else "min"
    if unit == "s" and column not in TIMED:
        unit = None  # `Rep(s)` is a plural
    return ColumnHeading(column, cell, unit, limb)


def _column(
    text: str, tongues: Sequence[tables.TableWords]
) -> tuple[SheetColumn | None, str | None]:
    """What a heading without its bracket names, and a unit behind it (`rest_s`, `Pause in Sek`)."""
    name = tables.folded(text)
    if column := _named(name, tongues):
        return column, _unit(name)
    if column := OF_UNIT.get(tables.unit(name) or ""):
        return column, tables.unit(name)
    head, _, last = name.rpartition(" ")
    unit = _unit(last)
    if head and unit in MEASURED and (column := _named(IN.sub("", head), tongues)):
        return column, unit
    return _mixed(text, tongues)


def _named(name: str, tongues: Sequence[tables.TableWords]) -> SheetColumn | None:
    if name == "#":
        return SheetColumn.ORDER
    for words in tongues:
        kept = " ".join(word for word in name.split() if word not in words.qualifiers)
        if found := words.columns.get(name) or words.columns.get(kept):
            return SheetColumn(found)
    return None


def _mixed(
    text: str, tongues: Sequence[tables.TableWords]
) -> tuple[SheetColumn | None, str | None]:
    """A column of two kinds, such as `Reps/Time` and `Sets x Reps`; its unit in `Reps/Secs`."""
    parts = [part for part in JOINED.split(" ".join(text.split())) if part.strip()]
    if not 2 <= len(parts) <= 4:
        return None, None
    named = [_column(part, tongues) for part in parts]
    found = frozenset(column for column, _ in named if column)
    if len([column for column, _ in named if column]) < len(named):
        return None, None
    if len(found) == 1:
        return named[0]
    if found <= DOSES:
        return SheetColumn.DOSE, next((unit for _, unit in named if unit in MEASURED), None)
    return next((column for kinds, column in MIXTURES if found <= kinds), None), None


def _unit(text: str) -> str | None:
    unit = tables.unit(text)
    return "%" if text.strip() == "%" else unit


def _limb(text: str) -> str | None:
    """`leg` of `per leg`; `side` of `each`."""
    return next(_sides_in(text), None)


def _sides_in(text: str) -> Iterator[str]:
    words = tables.folded(text).split()
    if (
        len(words) > 1
        and " ".join(words[:-1]) in tables.each()
        and (limb := tables.limb(words[-1]))
    ):
        yield limb
    if tables.side(text) == "both":
        yield "side"
