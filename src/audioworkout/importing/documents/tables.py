"""Tables between prose, with what sentences say of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from audioworkout.importing.documents import attaching
from audioworkout.importing.documents.entries import PieceKind, TextPiece
from audioworkout.importing.documents.runs import is_heading
from audioworkout.importing.documents.said import Sentence, together
from audioworkout.importing.draft import DraftGroup, DraftItem, DraftPlan, DraftStep, Unread
from audioworkout.importing.heading_patterns import directive, duration
from audioworkout.importing.lines import PastedLine
from audioworkout.importing.part_headings import part_heading
from audioworkout.importing.tables import read_rows
from audioworkout.language.model import Range, Work

UNKNOWN = "a table with other headings than a plan's"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its piece, the index of the heading above (-1 for none), and that heading.

    `alone`: it is the only one, so that no heading has to tell it from others.
    """

    entry: TextPiece
    section: int
    heading: PastedLine | None
    alone: bool
    found: DraftPlan | None


def grids_of(entries: Sequence[TextPiece]) -> list[Grid]:
    """The tables of a plan, in order, if any is one of exercises."""
    found: list[Grid] = []
    section = -1
    for index, entry in enumerate(entries):
        if entry.kind is PieceKind.TABLE:
            heading = entries[section].line if section >= 0 else None
            found.append(Grid(entry, section, heading, True, read_rows(entry.rows)))
        elif is_heading(entries, index):
            section = index
    read = sum(grid.found is not None for grid in found)
    return [replace(grid, alone=read == 1) for grid in found] if read else []


def add_grid(draft: DraftPlan, grid: Grid, said: Sequence[Sentence]) -> list[Unread]:
    """Puts a table's steps at its place in a draft; gives what is to be told of the table."""
    if grid.found is None:
        return [Unread(grid.entry.line, UNKNOWN)]
    named = part_heading(grid.heading.body) if grid.heading else None
    for name, phase in grid.found.phases.items():
        if not phase.items:
            continue
        into = named.phase if named and named.phase and name == "workout" else name
        group = _headed(phase, grid, said)
        if named and not named.phase and not grid.alone and grid.heading:
            group = replace(group, name=named.name)
        _insert(draft.phases[into], group, grid.entry.line.number)
    return grid.found.head


def _headed(phase: DraftGroup, grid: Grid, said: Sequence[Sentence]) -> DraftGroup:
    """The steps of a table, in the rounds that the sentences of its section give them."""
    group = DraftGroup(items=phase.items, sources=phase.sources)
    if not all(isinstance(item, DraftStep | Unread) for item in phase.items):
        return group  # it has a form of its own
    near = [one for one in said if one.facts and one.section in (grid.section, -1)]
    facts = together(near).without("dose", "work", "rest", "intervals")
    steps = (item.step for item in phase.items if isinstance(item, DraftStep))
    if any(isinstance(step, Work) and step.sets for step in steps):
        if facts.between_sets:
            group.items = _rested(group.items, duration(facts.between_sets))
            group.sources = [*group.sources, *((line, "") for line in facts.lines)]
        facts = facts.without("sets", "rounds", "between_sets", "between_rounds")
    what = directive(facts.heading()) if facts else None
    if what is None:
        return group
    for one in near:
        one.used = True
    return replace(group, form=what.form, sources=[(line, "") for line in facts.lines])


def _rested(items: Sequence[DraftItem], length: Range) -> list[DraftItem]:
    """Steps of several sets with the rest between them, in ms."""
    change = attaching.rested(length)
    return [change(item) if isinstance(item, DraftStep) else item for item in items]


def _insert(phase: DraftGroup, group: DraftGroup, number: int) -> None:
    """Puts a list behind all that stands above it in the text."""

    def below(item: DraftItem) -> bool:
        first = next(item.lines(), None) if isinstance(item, DraftGroup) else item.line
        return first is not None and first.number > number

    at = next((n for n, item in enumerate(phase.items) if below(item)), len(phase.items))
    phase.items.insert(at, group)
