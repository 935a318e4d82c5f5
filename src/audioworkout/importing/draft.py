"""What a reader of pasted plans makes: a plan in pieces that know the lines they came from."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the input, counted from 1.

    `text` is the line in printable characters with single spaces; `body` is what is left to
    read of it, without its bullet. `level` compares as the depth of lists does.
    """

    number: int
    text: str
    body: str
    level: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Pasted:
    """A text to read: as it is, as lines (None for blank ones), and the name of its file."""

    text: str
    lines: tuple[Line | None, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Unread:
    """A line that stays a comment, and why."""

    line: Line
    reason: str


@dataclass(frozen=True, slots=True)
class Step:
    """A step as a workout file has it. `reasons` tell what was chosen in reading its line.

    One that is not `dosed` takes what its list's heading gives.
    """

    text: str
    line: Line
    reasons: tuple[str, ...] = ()
    dosed: bool = True


@dataclass(slots=True)
class Form:
    """How a list is done, as text that a heading takes; an empty field was not said.

    `kind` names the form as `WRITTEN` in `emit` does. `dose` is what each step of the list
    gets that has none.
    """

    kind: str = ""
    count: str = ""
    length: str = ""
    work: str = ""
    rest: str = ""
    between_exercises: str = ""
    between_rounds: str = ""
    dose: str = ""
    alternating: bool = False


@dataclass(slots=True)
class Group:
    """A list with its heading. Without a name and a form it is just its items.

    `sources` are the lines that the heading was made of, each with what was chosen (or "").
    """

    form: Form = field(default_factory=Form)
    name: str = ""
    items: "list[Item]" = field(default_factory=list)
    sources: list[tuple[Line, str]] = field(default_factory=list)

    def steps(self) -> Iterator[Step]:
        """The steps in it, at any depth."""
        for item in self.items:
            if isinstance(item, Step):
                yield item
            elif isinstance(item, Group):
                yield from item.steps()


Item: TypeAlias = Step | Unread | Group

PHASES = ("warmup", "workout", "cooldown")


@dataclass(slots=True)
class Draft:
    """A whole plan. `head` are the lines above everything that the title did not take."""

    title: str = ""
    title_line: Line | None = None
    description: list[Line] = field(default_factory=list)
    head: list[Unread] = field(default_factory=list)
    phases: dict[str, Group] = field(
        default_factory=lambda: {phase: Group() for phase in PHASES},
    )


class Kind(StrEnum):
    """What a remark is about. `UNFIT`: the line was read, and what it says cannot be rendered."""

    CHOSEN = "chosen"
    UNREAD = "not read"
    UNFIT = "cannot be rendered"


@dataclass(frozen=True, slots=True, order=True)
class Remark:
    """What to tell about a line: what was chosen in reading it, or why it was not read."""

    line: int
    text: str
    kind: Kind
    reason: str
