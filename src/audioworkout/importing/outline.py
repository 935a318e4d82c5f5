"""The lists of a plan while it is read: which are open, which line ends them."""

from dataclasses import dataclass

from audioworkout.importing.draft import Draft, Group, Line, Step, Unread
from audioworkout.importing.heading_patterns import Said

DEEPEST = 5  # lists in lists


@dataclass(slots=True)
class Open:
    """A list that may still grow: the level of its heading, and of its first item."""

    group: Group
    level: tuple[int, int] | None
    first: tuple[int, int] | None = None


class Outline:
    """A draft that grows at its end.

    `section` is the phase or the part that lists go to, `stack` the lists that are open in
    it, `last` the one that was closed last. `pending` is what was said of a list to come.
    """

    def __init__(self) -> None:
        self.made = Draft()
        self.phase = "workout"
        self.section = self.made.phases["workout"]
        self.part: Open | None = None
        self.stack: list[Open] = []
        self.last: Group | None = None
        self.pending: list[tuple[Line, Said]] = []
        self.started = False

    def border(self) -> None:
        """Closes the lists that have items."""
        while self.stack and self.stack[-1].group.items:
            self.last = self.stack.pop().group

    @property
    def top(self) -> Group | None:
        """The list that the next step goes to, if one is open."""
        return self.stack[-1].group if self.stack else None

    @property
    def grown(self) -> Group | None:
        """The open list if it has items, else the last that was closed."""
        return self.top if self.top is not None and self.top.items else self.last

    def kind(self) -> str:
        """The form of the open list."""
        return self.top.form.kind if self.top else ""

    def choice(self) -> str:
        """How many to pick of each labelled list, below a heading that says so."""
        return self.top.form.count if self.top and self.kind() == "any" else ""

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

    def open(self, group: Group, line: Line | None) -> None:
        """Begins a list below a heading, or (without a line) one that has none."""
        if line is not None:
            while self.stack and (
                len(self.stack) >= DEEPEST or self.ends_at_heading(self.stack[-1], line)
            ):
                self.last = self.stack.pop().group
            self.leave_part(line)
        parent = self.stack[-1].group if self.stack else self.section
        parent.items.append(group)
        self.stack.append(Open(group, line.level if line else None))
        for source, what in self.pending:
            merge(group, source, what)
        self.pending.clear()

    @staticmethod
    def ends_at_heading(top: Open, line: Line) -> bool:
        """Whether a list is over where a heading stands; one without items takes it in."""
        if top.level is None:
            return True
        if not top.group.items:
            return line.level < top.level
        return not (top.first is not None and top.first > top.level and line.level > top.level)

    def add(self, item: Step | Unread, line: Line) -> None:
        """Puts an item into the list that its depth belongs to, or a new one."""
        while (
            self.stack
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
            self.open(Group(), None)
        top = self.stack[-1]
        top.group.items.append(item)
        if top.first is None:
            top.first = line.level
        if self.part is not None and self.part.first is None:
            self.part.first = line.level
        self.started = True

    def leave_part(self, line: Line) -> None:
        """Ends a part whose list was deeper than its heading, at a line that is not."""
        part = self.part
        if part and part.first and part.level and part.first > part.level >= line.level:
            self.section = self.made.phases[self.phase]
            self.part = None


def merge(group: Group, line: Line, what: Said) -> None:
    """Adds to a list what another line says of it."""
    form = group.form
    for field in ("count", "length", "work", "rest", "between_exercises", "between_rounds", "dose"):
        if new := getattr(what.form, field):
            setattr(form, field, getattr(form, field) or new)
    form.kind = form.kind or what.form.kind
    group.sources.append((line, what.reason))


def repeat(group: Group, line: Line, what: Said) -> None:
    """A list that has a form is to be repeated: its rounds say so already, or it is nested."""
    only = group.items[0] if len(group.items) == 1 else None
    nested = isinstance(only, Group) and only.form.kind
    if group.form.kind == "rounds" and (nested or what.form.count in ("", group.form.count)):
        merge(group, line, what)
        return
    inner = Group(group.form, group.name, group.items, group.sources)
    group.form, group.name, group.items = what.form, "", [inner]
    group.sources = [(line, what.reason)]
