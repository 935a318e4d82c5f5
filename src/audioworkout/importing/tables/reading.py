"""A table, row by row, to a draft of a plan."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from audioworkout.importing import part_headings, steps
from audioworkout.importing.draft import (
    DraftForm,
    DraftGroup,
    DraftItem,
    DraftPlan,
    DraftStep,
    Unread,
)
from audioworkout.importing.heading_patterns import ListDirective
from audioworkout.importing.inline_lists import spoken
from audioworkout.importing.tables import minutes, schedule
from audioworkout.importing.tables.cells import has_no_unit
from audioworkout.importing.tables.exercises import (
    ExerciseRow,
    RowReading,
    by_column,
    read_row,
)
from audioworkout.importing.tables.headings import ColumnHeading, SheetColumn, headings_of
from audioworkout.importing.tables.rows import SheetRow, filled
from audioworkout.language.model import Circuit, Range, Work
from audioworkout.words import tables

MOST_ABOVE = 12  # rows above the headings: a title, a date, a coach's name
DATE = re.compile(r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}")
TURNS = re.compile(r"\b(?:super|tri|giant)[ -]?s[aeé]\w+|\b(?:circuit|circuito|zirkel)\b", re.I)
NUMBERED_TURNS = re.compile(rf"(?:{TURNS.pattern})(?: #?(?:[A-Z]|[0-9]{{1,2}}))?", re.I)
OF_LOG = "rows with dates are a log, no plan"
OF_WEEK = "a plan by days is not read: a table a day is"


def read_rows(rows: Sequence[SheetRow]) -> DraftPlan | None:
    """The draft of a table, or None if none of its first rows heads columns of a plan.

    Rows in a column that nobody knows, in a column by days, and cells that say nothing of a
    dose stay comments, each with its reason.
    """
    at = next((n for n, row in enumerate(rows[:MOST_ABOVE]) if headings_of(row)), None)
    if at is None:
        return None
    reader = _Table(rows[at])
    reader.above(rows[:at])
    for row in rows[at + 1 :]:
        reader.row(row)
    reader.end()
    return reader.plan


class _Table:
    """What has been read so far: rows wait until their section ends."""

    def __init__(self, head: SheetRow) -> None:
        self.plan = DraftPlan()
        self.phase = "workout"
        self.section = self.plan.phases["workout"]
        self.waiting: list[ExerciseRow] = []
        self.headings: tuple[ColumnHeading, ...] = ()
        self.head_line = head.line
        self.head(head)

    def above(self, rows: Sequence[SheetRow]) -> None:
        """The title, and what else stands above the headings."""
        for row in rows:
            words = list(dict.fromkeys(filled(row)))
            if len(words) == 1 and not self.plan.title and part_headings.is_name(words[0]):
                self.plan.title, self.plan.title_line = words[0], row.line
            elif words:
                self.plan.head.append(Unread(row.line, "it stands above the table"))

    def head(self, row: SheetRow) -> None:
        found = headings_of(row)
        assert found is not None
        self.headings, self.head_line = found, row.line
        unknown = [heading.text for heading in found if heading.column is None and heading.text]
        for text in unknown:
            self.plan.head.append(Unread(row.line, f"the column `{text}` is not known"))
        if not unknown:
            self.plan.phases["workout"].sources.append((row.line, ""))

    def row(self, row: SheetRow) -> None:
        """A row of any kind: headings again, a heading of a section, an exercise."""
        words = list(dict.fromkeys(filled(row)))
        if not words:
            return
        if len(words) > 1 and headings_of(row):
            self.end()
            self.head(row)
        elif tables.cell(words[0]) == "total":
            self.section.items.append(Unread(row.line, "a total is no step"))
        elif len(words) == 1 and not self.goes_on(words[0]):
            self.alone(words[0], row)
        elif len(words) == 2 and (what := spoken(": ".join(words))) and what.only_options:
            self.end()
            self.directive(what, row)
        else:
            self.waiting.append(by_column(row, self.headings))

    def goes_on(self, text: str) -> bool:
        """Whether a row says that the minutes above it are done again."""
        by_minutes = any(heading.column is SheetColumn.MINUTE for heading in self.headings)
        return by_minutes and minutes.GOES_ON.search(text) is not None

    def alone(self, text: str, row: SheetRow) -> None:
        """A row with one text: a phase, how the rows are done, a step, or a section's name."""
        name = text.strip(" :")
        if phase := tables.phase(name) or part_headings.phase_of(name):
            self.end()
            self.begin(phase, row)
        elif NUMBERED_TURNS.fullmatch(name):
            self.end()
            self.enter(name, row)
        elif (what := spoken(text)) is not None:
            self.end()
            self.directive(what, row)
        elif (reading := steps.read(text)).step is not None and reading.dosed:
            self.end()
            self.section.items.append(DraftStep(reading.step, row.line, reading.reasons))
        elif self.column_of(text, row) is SheetColumn.EXERCISE and steps.known(text):
            self.waiting.append(by_column(row, self.headings))
        elif part_headings.is_name(name) and not part_headings.is_prose(text):
            self.end()
            found = part_headings.part_heading(text)
            self.enter(found.name if found.directive else name, row)
            if found.directive:
                self.section.form = found.directive.form
        else:
            self.section.items.append(Unread(row.line, "it is no row of the table"))

    def directive(self, what: ListDirective, row: SheetRow) -> None:
        """How the rows above are done, or those below where none are above."""
        if not any(self.section.steps()):
            self.enter("", row)
        elif any(self.section is phase for phase in self.plan.phases.values()):
            self.section = _wrapped(self.section)
        self.section.form = self.section.form.completed_by(what.form)
        self.section.sources.append((row.line, what.reason))

    def column_of(self, text: str, row: SheetRow) -> SheetColumn | None:
        at = row.cells.index(text)
        return self.headings[at].column if at < len(self.headings) else None

    def begin(self, phase: str, row: SheetRow) -> None:
        """Enters a phase, or a section of its name where a later phase has begun."""
        order = list(self.plan.phases)
        begun = [name for name, group in self.plan.phases.items() if any(group.steps())]
        if any(order.index(name) > order.index(phase) for name in begun):
            self.enter(phase, row)
            return
        self.phase, self.section = phase, self.plan.phases[phase]
        self.section.sources.append((row.line, ""))

    def enter(self, name: str, row: SheetRow) -> None:
        """Begins a section; any but the warm-up's own ends the warm-up."""
        if self.phase == "warmup":
            self.phase = "workout"
        self.section = DraftGroup(name=name, sources=[(row.line, "")])
        self.plan.phases[self.phase].items.append(self.section)

    def end(self) -> None:
        """Reads the rows that wait, by what their columns are."""
        rows, self.waiting = self.waiting, []
        if not rows:
            return
        if any(heading.column is SheetColumn.DAY for heading in self.headings):
            days = {row.cells.get(SheetColumn.DAY, "") for row in rows} - {""}
            if any(map(DATE.search, days)):
                self.section.items += [Unread(row.line, OF_LOG) for row in rows]
                return
            if len(days) != 1 or SheetColumn.EXERCISE not in rows[0].headings:
                self.section.items += [Unread(row.line, OF_WEEK) for row in rows]
                return
        self.tell_seconds(rows)
        if TURNS.search(self.section.name):
            rows = [_labelled(row, self.section.name) for row in rows]
        for phase, some in _by_section(rows):
            self.part(phase, some)

    def tell_seconds(self, rows: Sequence[ExerciseRow]) -> None:
        """Tells of each column whose numbers have no unit that they are seconds."""
        told = [
            f"`{heading.text}`"
            for heading in self.headings
            if (column := heading.column)
            and any(has_no_unit(row.get(column), heading) for row in rows)
        ]
        if told:
            sources = self.plan.phases["workout"].sources
            sources[:] = [it for it in sources if it != (self.head_line, "")]
            sources.append((self.head_line, f"seconds: the numbers of {' and '.join(told)}"))

    def part(self, name: str, rows: list[ExerciseRow]) -> None:
        """The rows of one section."""
        line = SheetRow(rows[0].line, ())
        if phase := tables.phase(name) or part_headings.phase_of(name):
            self.begin(phase, line)
        elif name:
            self.enter(name, line)
            self.section.sources.clear()
        self.section.items += _rows(rows)


def _wrapped(group: DraftGroup) -> DraftGroup:
    """A new list with the items of a group, in the group."""
    inner = DraftGroup(items=group.items)
    group.items = [inner]
    return inner


def _labelled(row: ExerciseRow, name: str) -> ExerciseRow:
    """A row of a superset, which takes turns with the others of it."""
    return replace(row, cells={**row.cells, SheetColumn.SUPERSET: name, SheetColumn.ORDER: ""})


def _by_section(rows: Sequence[ExerciseRow]) -> list[tuple[str, list[ExerciseRow]]]:
    """The rows by the column that names their section; an empty cell repeats the one above."""
    named: list[tuple[str, ExerciseRow]] = []
    name = ""
    for row in rows:
        kind = row.get(SheetColumn.KIND)
        phase = "workout" if tables.cell(kind) == "work" else tables.phase(kind)
        section = row.get(SheetColumn.SECTION)
        if len(section) <= 2 and section:
            section = f"{row.headings[SheetColumn.SECTION].text} {section}"
        name = section or phase or name
        named.append((name, row))
    return [
        (name, [row for _, row in some]) for name, some in groupby(named, key=lambda one: one[0])
    ]


def _rows(rows: list[ExerciseRow]) -> list[DraftItem]:
    """The items of some rows: slots of an EMOM, numbered rounds, or one exercise after another."""
    rows = schedule.by_the_clock(rows)
    if SheetColumn.MINUTE in rows[0].headings:
        words = [" ".join(row.cells.values()) for row in rows]
        cells = [row.cells.get(SheetColumn.MINUTE, "") for row in rows]
        if minutes.is_table_of_slots(cells, words):
            return minutes.emom([schedule.slot_of(row) for row in rows])
        lengths = minutes.spans(cells) or [None] * len(rows)
        rows = [schedule.timed_by_minutes(*pair) for pair in zip(rows, lengths, strict=True)]
    rows = _filled_down(rows)
    numbers = [row.get(SheetColumn.ROUND) for row in rows]
    if _counts_up(numbers):
        return _numbered(rows, numbers)
    if len(set(numbers)) == 1 and numbers[0].isdigit() and len(rows) > 1:
        count = int(numbers[0])
        items = _turns([_without(row, SheetColumn.ROUND) for row in rows])
        return [DraftGroup(DraftForm(Circuit(Range(count, count))), items=items)]
    return _turns(rows)


def _without(row: ExerciseRow, column: SheetColumn) -> ExerciseRow:
    return replace(row, cells={key: cell for key, cell in row.cells.items() if key is not column})


def _filled_down(rows: Sequence[ExerciseRow]) -> list[ExerciseRow]:
    """The rows, one without a name with that of the row above, if its sets are numbered on."""
    numbered = _sets_are_numbered(rows)
    found: list[ExerciseRow] = []
    for row in rows:
        if numbered:
            row = _without(row, SheetColumn.SETS)
        if not row.cells.get(SheetColumn.EXERCISE) and found and numbered:
            name = found[-1].cells.get(SheetColumn.EXERCISE, "")
            row = replace(row, cells={**row.cells, SheetColumn.EXERCISE: name})
        found.append(row)
    return found


def _sets_are_numbered(rows: Sequence[ExerciseRow]) -> bool:
    """Whether a column of sets says which set a row is, not how many there are."""
    pairs = [(row.cells.get(SheetColumn.EXERCISE, ""), row.get(SheetColumn.SETS)) for row in rows]
    if not all(number.isdigit() for _, number in pairs):
        return False
    on = [
        int(later[1]) == int(earlier[1]) + 1
        for earlier, later in pairwise(pairs)
        if later[0] in ("", earlier[0])
    ]
    begins = pairs[0][1] in ("0", "1")
    return begins and bool(on) and all(on)


def _counts_up(numbers: Sequence[str]) -> bool:
    """Whether a column numbers rounds: 1, 1, 2, 2, 3, 3."""
    if not all(number.isdigit() for number in numbers) or len(set(numbers)) < 2:
        return False
    found = list(map(int, numbers))
    return found[0] == 1 and all(later - one in (0, 1) for one, later in pairwise(found))


def _numbered(rows: Sequence[ExerciseRow], numbers: Sequence[str]) -> list[DraftItem]:
    """The rows by the number of their round; rounds that are the same are written once."""
    bare = [_without(row, SheetColumn.ROUND) for row in rows]
    some = groupby(zip(numbers, bare, strict=True), key=lambda one: one[0])
    lists = [(number, _turns([row for _, row in group])) for number, group in some]
    done = [[item.step for item in items if isinstance(item, DraftStep)] for _, items in lists]
    unread = [item for _, items in lists for item in items if isinstance(item, Unread)]
    if all(one == done[0] for one in done) and len(done[0]) == len(lists[0][1]) and not unread:
        count = len(lists)
        group = DraftGroup(DraftForm(Circuit(Range(count, count))), items=lists[0][1])
        group.sources = [
            (item.line, "")
            for _, items in lists[1:]
            for item in items
            if not isinstance(item, DraftGroup)
        ]
        return [group]
    return [DraftGroup(name=f"Round {number}", items=items) for number, items in lists]


def _turns(rows: Sequence[ExerciseRow]) -> list[DraftItem]:
    """The rows one after the other; those of one letter (`A1`, `A2`) take turns."""
    items: list[DraftItem] = []
    for label, some in groupby(rows, key=lambda row: row.label):
        group = list(some)
        readings = [read_row(row) for row in group]
        if label and len(group) > 1 and (circuit := _superset(group, readings)):
            items.append(circuit)
        else:
            items += [item for reading in readings for item in reading.items]
    return items


def _superset(rows: Sequence[ExerciseRow], readings: Sequence[RowReading]) -> DraftGroup | None:
    """Exercises that take turns, as often as each has sets; None where the sets differ."""
    sets = {reading.sets for reading in readings}
    if len(sets) != 1 or None in sets or any(not reading.steps() for reading in readings):
        return None
    rounds = next(found for found in sets if found is not None)
    items = [_once(item) for reading in readings for item in reading.items]
    reason = "exercises of one letter take turns"
    return DraftGroup(DraftForm(Circuit(rounds)), items=items, sources=[(rows[0].line, reason)])


def _once(item: DraftItem) -> DraftItem:
    if isinstance(item, DraftStep) and isinstance(item.step, Work):
        return replace(item, step=replace(item.step, sets=None, rest=None))
    return item
