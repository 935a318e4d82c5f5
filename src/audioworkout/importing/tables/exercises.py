"""A row of a table to what it says to do."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import chain, repeat
from typing import Any

from audioworkout.ground.diagnostics import START
from audioworkout.importing import steps
from audioworkout.importing.draft import DraftItem, DraftStep, ImportedStep, Unread
from audioworkout.importing.formats.timed_rows import pause_kind
from audioworkout.importing.lines import PastedLine, unbulleted
from audioworkout.importing.plain_text import plain
from audioworkout.importing.tables import cells
from audioworkout.importing.tables.cells import CellDose, CellError
from audioworkout.importing.tables.headings import ColumnHeading, SheetColumn
from audioworkout.importing.tables.rows import SheetRow
from audioworkout.language.model import Dose, MaxReps, Pause, PauseKind, Range, Reps, Time, Work
from audioworkout.words import catalogue, tables

LABEL = re.compile(r"\(?([A-Z])([1-9])(?:[.:)]+ ?| [-–] ?| )(?=\S)")
LONGEST_NAME = 100  # characters; a longer one is prose
MOST_SIGNS = 8  # numbers and brackets in a cell of exercises
SIGNS = re.compile(r"\d+|[()]")
LONGEST_NOTE = 60  # characters; longer words are a tip, which is said where there is time
DISTANCES = frozenset(("km", "metres", "miles", "yards"))
SIDES = ("left", "right")
NAME_FIRST = re.compile(
    r"([^\W\d].*?) ?(?:[x:,]|- | -) ?(\d{1,4}(?:-\d{1,4})?"
    r"(?: ?(?:reps?|m|metres|meters|km|s|sec|seconds|min|minutes)\b)?"
    r"(?: ?(?:/|per|each) ?(?:side|leg|arm)| each)?)",
    re.I,
)
SEVERAL = re.compile(r" ?[+;&] ?(?=\d)|,? (?:and|then|und|et|y|e|en) (?=\d)|, (?=\d)|<br ?/?>")
GOES_ON = re.compile(r"…|\.\.\.|(?:repeat|continue|etc)\b", re.I)
LASTING = re.compile(r"\b(?:run|jog|walk|ride|bike|cycl\w+|row|rowing|swim|warm|cool)\b", re.I)
IN_ORDER = (
    SheetColumn.SCHEME,
    SheetColumn.SETS,
    SheetColumn.REPS,
    SheetColumn.DOSE,
    SheetColumn.TIME,
    SheetColumn.WORK,
    SheetColumn.DISTANCE,
)


@dataclass(frozen=True, slots=True)
class ExerciseRow:
    """A row with its cells by what they hold, and the heading of each."""

    line: PastedLine
    cells: Mapping[SheetColumn, str]
    headings: Mapping[SheetColumn, ColumnHeading]
    notes: tuple[str, ...] = ()

    def get(self, column: SheetColumn) -> str:
        """The text of a cell; empty where there is none, or it says `none`."""
        text = self.cells.get(column, "")
        return "" if cells.is_empty(text) else text

    @property
    def name(self) -> str:
        """What the row is about, without its number in the list."""
        text = unbulleted(
            self.cells.get(SheetColumn.EXERCISE, "") or self.cells.get(SheetColumn.KIND, "")
        )
        return LABEL.sub("", text, count=1) if LABEL.match(text) else text

    @property
    def label(self) -> str:
        """`A` of `A1`: the exercises of one letter take turns."""
        for text in (
            self.cells.get(SheetColumn.ORDER, ""),
            self.cells.get(SheetColumn.EXERCISE, ""),
        ):
            if found := LABEL.match(f"{text} -"):
                return found[1]
        return self.get(SheetColumn.SUPERSET)


def by_column(row: SheetRow, headings: Sequence[ColumnHeading]) -> ExerciseRow:
    """A row of a table below its headings."""
    paired = list(zip(headings, chain(row.cells, repeat("")), strict=False))
    known = {
        heading.column: (heading, cell) for heading, cell in reversed(paired) if heading.column
    }
    notes = tuple(
        cell
        for heading, cell in paired
        if heading.column is SheetColumn.NOTES and not cells.is_empty(cell)
    )
    return ExerciseRow(
        row.line,
        {column: cell for column, (_, cell) in known.items()},
        {column: heading for column, (heading, _) in known.items()},
        notes,
    )


@dataclass(slots=True)
class RowReading:
    """What a row comes to: its steps, the sets that they are done in, what was not read of it."""

    items: list[DraftItem] = field(default_factory=list)
    sets: Range | None = None

    def steps(self) -> list[DraftStep]:
        """The steps and pauses among the items."""
        return [item for item in self.items if isinstance(item, DraftStep)]


def read_row(row: ExerciseRow) -> RowReading:
    """The steps of a row, and the rests behind them; or why it is not read."""
    try:
        return _Row(row).reading()
    except CellError as error:
        return RowReading([Unread(row.line, str(error))])


class _Row:
    """A row while it is read; `told` is what is left out of it."""

    def __init__(self, row: ExerciseRow) -> None:
        self.row = row
        self.told: list[str] = []
        self.reasons: list[str] = []

    def reading(self) -> RowReading:
        if kind := pause_kind(self.row.name) or pause_kind(self.row.get(SheetColumn.KIND)):
            return RowReading([self.step(self.pause(kind))])
        if GOES_ON.match(self.row.name) or GOES_ON.match(next(iter(self.row.cells.values()), "")):
            raise CellError("it says to go on, and not how often")
        if not any(map(str.isalpha, self.row.name)):
            raise CellError("the row names no exercise")
        if len(self.row.name) > LONGEST_NAME or len(SIGNS.findall(self.row.name)) > MOST_SIGNS:
            raise CellError("it is too long for the name of an exercise")
        if several := items_of(self.row.name, self.row.line):
            return self.several(several)
        found = self.found()
        sets, rests = found.sets, self.rests(found)
        items: list[DraftItem] = []
        doses: Sequence[Dose | None] = found.several or (found.dose,)
        for index, one in enumerate(doses):
            last = index == len(doses) - 1
            work = self.work(replace(found, dose=one), None if found.several else rests[0])
            items.append(self.step(work))
            if pause := rests[1] if last else rests[0]:
                items.append(self.step(Pause(PauseKind.REST, pause, START)))
        items += [Unread(self.row.line, why) for why in self.told]
        return RowReading(items, sets)

    def several(self, several: list[DraftStep]) -> RowReading:
        """A cell that holds several steps with their doses; the row's rest is behind the last."""
        if any(self.row.get(column) for column in (*IN_ORDER, SheetColumn.WORK_REST)):
            raise CellError("several exercises in one row, and other cells give a dose")
        after = self.rest(SheetColumn.REST)
        pause = [self.step(Pause(PauseKind.REST, after, START))] if after else []
        return RowReading([*several, *pause, *(Unread(self.row.line, why) for why in self.told)])

    def step(self, step: ImportedStep) -> DraftStep:
        reasons, self.reasons = tuple(self.reasons), []
        return DraftStep(step, self.row.line, reasons)

    def found(self) -> CellDose:
        """What the row's doses and sets say together."""
        given = [found for column in IN_ORDER if (found := self.dose(column)) is not None]
        if SheetColumn.WORK_REST in self.row.cells and (halves := self.work_and_rest()):
            given.append(CellDose(Time(halves[0])))
        found = _together(given)
        if found.chosen:
            self.reasons.append(found.chosen)
        sets, limb = self.sets()
        found = replace(found, limb=found.limb or limb)
        if found.sets and sets and found.sets != sets:
            raise CellError(f"two numbers of sets: {found.sets.low} and {sets.low}")
        sets = found.sets or sets
        if found.several:
            if sets and sets != Range(len(found.several), len(found.several)):
                raise CellError(f"{len(found.several)} doses for {sets.low} sets")
            return replace(found, sets=None)
        return replace(found, sets=sets if sets and sets.high > 1 else None)

    def dose(self, column: SheetColumn) -> CellDose | None:
        text = self.row.get(column)
        if not text:
            return None
        heading = self.of_unit(self.row.headings[column])
        if column is SheetColumn.SETS and not cells.is_scheme(text):
            return None
        if cells.has_no_unit(text, heading) and _lasts(self.row.name):
            raise CellError(f"`{text}` could be `{text} s` or `{text} min`")
        if cells.HOURS.fullmatch(text) and _lasts(self.row.name):
            raise CellError(f"`{text[:-2]}` could be hours or minutes: format it as mm:ss")
        return cells.dose(text, heading)

    def of_unit(self, heading: ColumnHeading) -> ColumnHeading:
        """A heading of doses with the unit that another cell of the row has."""
        text = self.row.get(SheetColumn.UNIT)
        if not text or heading.column is SheetColumn.SETS:
            return heading
        unit = tables.unit(text)
        if unit is None:
            raise CellError(f"`{text}` is no unit of a dose")
        column = SheetColumn.DISTANCE if unit in DISTANCES else SheetColumn.TIME
        if unit not in cells.SCALE and unit not in DISTANCES:
            column, unit = SheetColumn.REPS, None
        return replace(heading, unit=unit, column=column)

    def sets(self) -> tuple[Range | None, str | None]:
        """The sets of a cell, and the limb of `3 per side`; the dose of `3x12` is none of it."""
        for column in (SheetColumn.SETS, SheetColumn.ROUND):
            if text := self.row.get(column):
                bare, limb = cells.without_sides(text)
                return (None if cells.is_scheme(bare) else cells.sets(bare)), limb
        return None, None

    def work_and_rest(self) -> tuple[Range, Range] | None:
        text = self.row.get(SheetColumn.WORK_REST)
        if not text:
            return None
        heading = self.row.headings[SheetColumn.WORK_REST]
        work, slash, rest = text.partition("/")
        if not slash:
            raise CellError(f"`{text}` is no work and rest such as 40s/20s")
        return cells.times(work.strip(), heading), cells.times(rest.strip(), heading)

    def rests(self, found: CellDose) -> tuple[Range | None, Range | None]:
        """The rest between the sets, and the one after the last of them."""
        between = self.rest(SheetColumn.REST)
        if SheetColumn.WORK_REST in self.row.cells and (halves := self.work_and_rest()):
            between = halves[1]
        after = (
            self.rest(SheetColumn.REST_AFTER)
            if SheetColumn.REST_AFTER in self.row.cells
            else between
        )
        return (between if found.sets or found.several else None), after

    def rest(self, column: SheetColumn) -> Range | None:
        if not self.row.get(column):
            return None
        try:
            return cells.rest(self.row.cells[column], self.row.headings[column])
        except CellError as error:
            self.told.append(f"its rest: {error}")
            return None

    def pause(self, kind: PauseKind) -> Pause:
        """A row that is a rest: the first of its times."""
        for column in (
            SheetColumn.TIME,
            SheetColumn.WORK,
            SheetColumn.DOSE,
            SheetColumn.REST,
            SheetColumn.REPS,
        ):
            if text := self.row.get(column):
                heading = replace(self.row.headings[column], column=SheetColumn.REST)
                return Pause(kind, cells.times(text, heading), START)
        raise CellError("a rest without a length")

    def work(self, found: CellDose, rest: Range | None) -> Work:
        named = self.named(found)
        dose, limb = found.dose or named.dose, found.limb or self.limb()
        given: dict[str, Any] = self.options(dose)
        given["note"] = ", ".join(filter(None, (named.note, given.get("note")))) or None
        if limb:
            given |= {"sides": SIDES, "limb": limb}
        if found.sets:
            given |= {"sets": found.sets, "rest": rest}
        return replace(named, dose=dose, **given)

    def named(self, found: CellDose) -> Work:
        """The exercise of the row's name, with what else the name says of it."""
        name = self.row.name
        if found.distance:
            return self.over_distance(name, found.distance)
        if not steps.known(name) and (own := self_dosed(name)):
            if found.dose or found.several or found.sets:
                raise CellError("both its name and another cell give a dose")
            self.reasons += own.reasons
            return own.step
        for said in (name, f'"{name.replace(chr(34), "")}"'):
            read = steps.in_notation(f"12 {said}").step
            if isinstance(read, Work) and _is_plain(read):
                return replace(read, dose=None)
        raise CellError(f"`{name}` names no exercise")

    def over_distance(self, name: str, distance: str) -> Work:
        pace = self.row.get(SheetColumn.PACE)
        at = f" at {pace if '/' in pace else f'{pace}/km'}" if pace else ""
        read = steps.read(f"{distance} {name}{at}", metres=True)
        if not read.dosed or not isinstance(read.step, Work):
            raise CellError(read.reasons[-1] if read.reasons else f"`{distance}` needs a pace")
        self.reasons += read.reasons
        return read.step

    def limb(self) -> str | None:
        """The limb of a column of sides; a single side or `alternating` goes into the note."""
        text = self.row.cells.get(SheetColumn.SIDE, "")
        if limb := cells.limb_of(text) or tables.limb(text):
            return self.known_limb() if limb == "side" else limb
        if text and tables.side(text) is None and not cells.is_empty(text):
            self.told.append(f"its side: `{text}`")
        return None

    def known_limb(self) -> str:
        """The limb that the catalogue has the exercise's sides of."""
        known = catalogue.find(self.row.name)
        return known.limb if known is not None and known.limb else "side"

    def options(self, dose: Dose | None) -> dict[str, Any]:
        """What the other cells say: the load, the effort, the tempo, the notes."""
        found: dict[str, Any] = {}
        notes: list[str] = []
        for given in (*self.loads(), self.tempo(dose)):
            notes += [given.pop("note")] if "note" in given else []
            found |= given
        side = tables.side(self.row.cells.get(SheetColumn.SIDE, ""))
        notes += [side] if side in ("left", "right", "alternating") else []
        for note in self.row.notes:
            if len(note) > LONGEST_NOTE:
                found["tip"] = f"{found['tip']} {note}" if "tip" in found else note
            else:
                notes.append(note)
        return found | ({"note": ", ".join(notes)} if notes else {})

    def loads(self) -> Iterator[dict[str, Any]]:
        for column, reader in (
            (SheetColumn.WEIGHT, cells.load),
            (SheetColumn.INTENSITY, cells.intensity),
        ):
            if text := self.row.get(column):
                try:
                    yield dict(reader(text, self.row.headings[column]))
                except CellError as error:
                    self.told.append(f"its load: {error}")

    def tempo(self, dose: Dose | None) -> dict[str, Any]:
        text = self.row.get(SheetColumn.TEMPO)
        if not text:
            return {}
        found = cells.tempo(text)
        if found is None or not isinstance(dose, Reps):
            return {"note": f"tempo {text}"}
        return {"tempo": found}


@dataclass(frozen=True, slots=True)
class DosedName:
    """The exercise of a cell that gives its dose too, and what was chosen in reading it."""

    step: Work
    reasons: tuple[str, ...] = ()


def self_dosed(text: str) -> DosedName | None:
    """The exercise of `Goblet squat × 8 reps` or `8 squats`; None where a text has no dose."""
    spoken = plain(text)
    if not any(map(str.isdigit, spoken)) or SEVERAL.search(spoken):
        return None
    for words in (NAME_FIRST.sub(r"\2 \1", spoken), spoken):
        read = steps.read(words, metres=True)
        if read.dosed and isinstance(read.step, Work):
            return DosedName(read.step, read.reasons)
    return None


def is_dosed(text: str) -> bool:
    """Whether a cell of exercises says how much of one or several to do."""
    with suppress(CellError):
        return self_dosed(text) is not None or SEVERAL.search(plain(text)) is not None
    return False


def items_of(text: str, line: PastedLine) -> list[DraftStep]:
    """The steps of a cell that holds several (`5 pull-ups + 10 push-ups`); empty if it does not."""
    parts = [part.strip(" ,;") for part in SEVERAL.split(plain(text))]
    found = [self_dosed(part) for part in parts if part]
    dosed = [one for one in found if one is not None]
    if len(found) < 2 or len(dosed) != len(found):
        return []
    return [DraftStep(one.step, line, one.reasons) for one in dosed]


def _lasts(name: str) -> bool:
    """Whether an exercise goes on for minutes as well as for seconds: a run, a warm-up."""
    if LASTING.search(name) or tables.phase(name):
        return True
    tongues = (words.language for words in tables.languages())
    found = (catalogue.find(name, language=tongue) for tongue in tongues)
    return any(one is not None and one.kind == "run" for one in found)


def _is_plain(read: Work) -> bool:
    """Whether `12` and a name were read as 12 reps, and nothing of the name as more of a dose."""
    return read.dose == Reps(Range(12, 12)) and read.sets is None and read.every is None


def _together(given: Sequence[CellDose]) -> CellDose:
    """What several cells say of one dose: one number, or as many as possible in a time."""
    if not given:
        return CellDose()
    endless = [one for one in given if one.endless]
    others = [one for one in given if not one.endless]
    if not endless:
        if len(others) > 1:
            raise CellError("two of its cells give a dose")
        return others[0]
    dose = others[0].dose if len(others) == 1 else None
    if not isinstance(dose, Time):
        raise CellError("as many as possible needs a time, such as 30 s")
    sets = endless[0].sets or others[0].sets
    return replace(others[0], dose=MaxReps(dose.length), sets=sets)
