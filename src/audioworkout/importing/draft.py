"""What a reader of pasted plans makes: a plan in pieces that know the lines they came from."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TypeAlias

from audioworkout.importing.lines import PastedLine
from audioworkout.language.model import Circuit, Dose, Form, Pause, Range, Say, Sets, Work

PROSE = "it reads as prose"
"""Why a line of a text around a plan was not read: nothing in it says what to do."""

HINT = "it tells of another way to do it"
"""Why a sentence was not read that says how to make a plan harder or easier."""

ImportedStep: TypeAlias = Work | Pause | Say


def has_dose(step: ImportedStep) -> bool:
    """Whether a step can be done as it stands, and needs no dose of its list."""
    return not isinstance(step, Work) or step.dose is not None


@dataclass(frozen=True, slots=True)
class Unread:
    """A line that stays a comment, and why."""

    line: PastedLine
    reason: str


@dataclass(frozen=True, slots=True)
class DraftStep:
    """A step and the line that it was read from. `reasons` tell what was chosen in reading it."""

    step: ImportedStep
    line: PastedLine
    reasons: tuple[str, ...] = ()

    @property
    def dosed(self) -> bool:
        """Whether it has a dose; one that has none takes that of its list."""
        return has_dose(self.step)


RESTS = ("rest", "between_exercises", "between_rounds")
"""The rests that a line can give a list: fields of `DraftForm`, and of the forms that take them."""

BESIDE = ("dose", "cap", "work", *RESTS)


@dataclass(frozen=True, slots=True)
class DraftForm:
    """How a list is done, as far as its lines say.

    `form` is None for a list that is done once. `open`: the number of rounds, the cap or the
    work time, which the form cannot be without, was not given, and `form` has the usual one.
    What a line says beside the form waits in the fields below until the list is complete:
    `dose` is for each of its steps that has none, the others have a place in some forms.
    """

    form: Form | None = None
    open: bool = False
    dose: Dose | None = None
    cap: Range | None = None  # ms
    work: Range | None = None  # ms, as the rests are
    rest: Range | None = None
    between_exercises: Range | None = None
    between_rounds: Range | None = None
    for_time: bool = False  # a ladder against the clock
    refusal: str = ""  # why the form cannot be written

    @property
    def rounds(self) -> Range | None:
        """How often the list is done, where it says so in rounds or sets."""
        match self.form:
            case Circuit(rounds) if not self.open:
                return rounds
            case Sets(sets):
                return sets
        return None

    def completed_by(self, other: "DraftForm") -> "DraftForm":
        """What two lines say of one list; what this one says goes before."""
        beside = {name: getattr(self, name) or getattr(other, name) for name in BESIDE}
        if self.form is None:
            return replace(other, **beside)
        if isinstance(self.form, Circuit) and self.open and other.rounds:
            form = replace(self.form, rounds=other.rounds)
            return replace(self, form=form, open=False, **beside)
        return replace(self, **beside)


@dataclass(slots=True)
class DraftGroup:
    """A list with its heading. Without a name and a form it is just its items.

    `sources` are the lines that the heading was made of, each with what was chosen (or "").
    """

    form: DraftForm = DraftForm()
    name: str = ""
    items: "list[DraftItem]" = field(default_factory=list)
    sources: list[tuple[PastedLine, str]] = field(default_factory=list)

    def steps(self) -> Iterator[DraftStep]:
        """The steps in it, at any depth."""
        for item in self.items:
            if isinstance(item, DraftStep):
                yield item
            elif isinstance(item, DraftGroup):
                yield from item.steps()

    def lines(self) -> Iterator[PastedLine]:
        """The lines of its items, at any depth."""
        for item in self.items:
            if isinstance(item, DraftGroup):
                yield from item.lines()
            else:
                yield item.line

    def tell(self, reason: str) -> None:
        """Adds what was chosen to the first line that the heading was made of."""
        if self.sources:
            line, chosen = self.sources[0]
            self.sources[0] = (line, f"{chosen}; {reason}" if chosen else reason)
        elif (first := next(self.lines(), None)) is not None:
            self.sources.append((first, reason))


DraftItem: TypeAlias = DraftStep | Unread | DraftGroup

PHASES = ("warmup", "workout", "cooldown")


@dataclass(slots=True)
class DraftPlan:
    """A whole plan. `head` are the lines above everything that the title did not take."""

    title: str = ""
    title_line: PastedLine | None = None
    description: list[PastedLine] = field(default_factory=list)
    head: list[Unread] = field(default_factory=list)
    phases: dict[str, DraftGroup] = field(
        default_factory=lambda: {phase: DraftGroup() for phase in PHASES},
    )

    def exercises(self) -> tuple[str, ...]:
        """The names of what is to be done, each once."""
        steps = (one.step for phase in self.phases.values() for one in phase.steps())
        return tuple(dict.fromkeys(step.exercise for step in steps if isinstance(step, Work)))


class RemarkKind(StrEnum):
    """What a remark is about. `UNFIT`: the line was read, and what it says cannot be rendered."""

    CHOSEN = "chosen"
    UNREAD = "not read"
    UNFIT = "cannot be rendered"


@dataclass(frozen=True, slots=True, order=True)
class ImportRemark:
    """What to tell about a line: what was chosen in reading it, or why it was not read."""

    line: int
    text: str
    kind: RemarkKind
    reason: str
