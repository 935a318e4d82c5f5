"""The lists of a plan while it is read: which are open, which line ends them."""

from dataclasses import dataclass, replace

from audioworkout.importing.draft import DraftForm, DraftGroup, DraftPlan, DraftStep, Unread
from audioworkout.importing.heading_patterns import ListDirective
from audioworkout.importing.lines import PastedLine
from audioworkout.language.model import AnyOf, Circuit, Emom, Pause, Superset

DEEPEST = 5  # lists in lists


@dataclass(slots=True)
class OpenList:
    """A list that may still grow: the level of its heading, and of its first item."""

    group: DraftGroup
    level: tuple[int, int] | None
    first: tuple[int, int] | None = None


class DraftBuilder:
    """A draft that grows at its end.

    `section` is the phase or the part that lists go to, `stack` the lists that are open in
    it, `last` the one that was closed last. `pending` is what was said of a list to come.
    """

    def __init__(self) -> None:
        self.made = DraftPlan()
        self.phase = "workout"
        self.section = self.made.phases["workout"]
        self.part: OpenList | None = None
        self.stack: list[OpenList] = []
        self.last: DraftGroup | None = None
        self.pending: list[tuple[PastedLine, ListDirective]] = []
        self.started = False

    def border(self) -> None:
        """Closes the lists that have items."""
        while self.stack and self.stack[-1].group.items:
            self.last = self.stack.pop().group

    @property
    def top(self) -> DraftGroup | None:
        """The list that the next step goes to, if one is open."""
        return self.stack[-1].group if self.stack else None

    @property
    def in_slots(self) -> bool:
        """Whether the open list has a slot a step or a round, which its lines may number."""
        return self.top is not None and isinstance(self.top.form.form, Emom)

    @property
    def choice(self) -> AnyOf | None:
        """How many to pick of each labelled list, below a heading that says so."""
        form = self.top.form.form if self.top else None
        return form if isinstance(form, AnyOf) else None

    def has_steps(self) -> bool:
        """Whether the phase has begun."""
        return any(True for _ in self.made.phases[self.phase].steps())

    def enter(self, phase: str) -> None:
        """Ends everything, and begins a phase."""
        self.phase = phase
        self.section = self.made.phases[phase]
        self.stack.clear()
        self.last = None
        self.part = None

    def open(self, group: DraftGroup, line: PastedLine | None) -> None:
        """Begins a list below a heading, or (without a line) one that has none."""
        if line is not None:
            while self.stack and (
                len(self.stack) >= DEEPEST or self.ends_at_heading(self.stack[-1], line)
            ):
                self.last = self.stack.pop().group
            self.leave_part(line)
        parent = self.stack[-1].group if self.stack else self.section
        parent.items.append(group)
        self.stack.append(OpenList(group, line.level if line else None))
        for source, what in self.pending:
            merge(group, source, what)
        self.pending.clear()

    @staticmethod
    def ends_at_heading(top: OpenList, line: PastedLine) -> bool:
        """Whether a list is over where a heading stands; one without items takes it in."""
        if top.level is None:
            return True
        if not top.group.items:
            return line.level < top.level
        return not (top.first is not None and top.first > top.level and line.level > top.level)

    def add(self, item: DraftStep | Unread, line: PastedLine) -> None:
        """Puts an item into the list that its depth belongs to, or a new one."""
        while (
            self.stack
            and not self.rests_between(item, line)
            and (top := self.stack[-1]).level is not None
            and top.first is not None
            and top.first > top.level >= line.level
        ):
            self.last = self.stack.pop().group
        if not self.stack:
            self.leave_part(line)
            if isinstance(item, Unread):
                self.section.items.append(item)
                return
            self.open(DraftGroup(), None)
        top = self.stack[-1]
        top.group.items.append(item)
        if top.first is None:
            top.first = line.level
        if self.part is not None and self.part.first is None:
            self.part.first = line.level
        self.started = True

    def rests_between(self, item: DraftStep | Unread, line: PastedLine) -> bool:
        """Whether a rest without a bullet ends a superset whose exercises have them."""
        top = self.stack[-1]
        rests = isinstance(item, DraftStep) and isinstance(item.step, Pause)
        superset = isinstance(top.group.form.form, Superset)
        return rests and superset and top.first is not None and top.first[0] == line.level[0]

    def leave_part(self, line: PastedLine) -> None:
        """Ends a part whose list was deeper than its heading, at a line that is not."""
        part = self.part
        if part and part.first and part.level and part.first > part.level >= line.level:
            self.section = self.made.phases[self.phase]
            self.part = None


def merge(group: DraftGroup, line: PastedLine, what: ListDirective) -> None:
    """Adds to a list what another line says of it."""
    group.form = group.form.completed_by(what.form)
    group.sources.append((line, what.reason))


def repeat(group: DraftGroup, line: PastedLine, what: ListDirective) -> None:
    """A list that has a form is to be repeated: its rounds say so already, or it is nested."""
    if isinstance(group.form.form, Circuit) and (_nested(group) or _agree(group.form, what.form)):
        merge(group, line, what)
        return
    inner = replace(group)
    group.form, group.name, group.items = what.form, "", [inner]
    group.sources = [(line, what.reason)]


def _nested(group: DraftGroup) -> bool:
    """Whether a list holds nothing but a list with a form of its own."""
    only = group.items[0] if len(group.items) == 1 else None
    return isinstance(only, DraftGroup) and only.form.form is not None


def _agree(one: DraftForm, other: DraftForm) -> bool:
    """Whether the second of two forms says no other number of rounds than the first."""
    return other.rounds is None or other.rounds == one.rounds
