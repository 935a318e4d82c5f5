"""The lists of a long text, and which of them are to be done."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from audioworkout.importing.documents.entries import PieceKind, TextPiece
from audioworkout.importing.documents.facts import SCHEDULE, facts
from audioworkout.importing.documents.standing import Standing, Stood, can_name, stood
from audioworkout.importing.draft import HINT
from audioworkout.importing.heading_patterns import ListDirective
from audioworkout.importing.part_headings import PART, part_heading
from audioworkout.importing.plain_text import plain
from audioworkout.language.model import Pause, Work

MOST_WORDS = 10  # of a heading

NUMBERED = re.compile(r"\(?\d{1,2}[.)]\s")
OF_A_PLAN = re.compile(
    r"\b(?:workouts?|circuits?|exercises?|routines?|sessions?|warm|cool|rounds?|sets?|blocks?"
    r"|part|superset"
    r"|moves?|movements|emom|amrap|tabata|day|strength|core|mobility|stretch(?:es|ing)?|drills?"
    r"|activation"
    r"|finisher|plyo\w*|wod|metcon|hiit|legs?|upper|lower|body|abs|arms?|balance|prehab|rehab)\b",
    re.I,
)
NOT_OF_A_PLAN = re.compile(
    r"\b(?:benefits?|why|how (?:to use|often|it works)|what (?:you|to|is|are)|equipment"
    r"|you(?:'ll| will)? need|tips?|mistakes?"
    r"|faqs?|questions?|references?|sources?|notes?|the week|schedule|progress(?:ion)?|results?"
    r"|nutrition|eat(?:ing)?"
    r"|comments?|about|gear|muscles)\b",
    re.I,
)
LABELLED = re.compile(r"[A-Za-z][\w /-]{2,30}: \S")  # `Muscles worked: quads`
UNREAD_HEADING = "its heading says how it is done, and no rule reads that"
DOES = re.compile(
    r"(?:repeat|rest|do|perform|complete|then|go|take|hold|run|walk|jog|swim|ride|row|start"
    r"|finish|end)\b",
    re.I,
)
OPTIONAL = re.compile(
    r"\b(?:if|optional|instead|alternatives?|add(?:ing)? in|can (?:also )?add|more options"
    r"|swaps?)\b",
    re.I,
)
UNREAD = re.compile(
    r"\d ?(?:rounds?|sets?|times|x)\b(?! (?:a|per) week)|\d ?min(?:ute)?s? of:?$|\bevery (?:\d|min)"
    r"|\b(?:amrap|emom|for time|as many|repeat)\b",
    re.I,
)
"""A heading with one of these that is not understood says how its list is done, all the same."""
GENERAL = re.compile(
    r"(?:(?:here(?:'s|’s| is| are)|now|so) )?(?:the|your|this|my|our|a|sample|example|full|first"
    r"|today(?:'s|’s))*"
    r" ?(?:workouts?|work-?outs?|exercises?|training|circuit|session|routine|program(?:me)?"
    r"|moves?|list)?"
    r" ?(?:plan|instructions?|directions?|details?|itself|overview|list|breakdown|steps)?:?",
    re.I,
)


@dataclass(frozen=True)
class StepRun:
    """Lines that stand together: their indexes, that of their heading (-1 for none), its phase."""

    entries: tuple[TextPiece, ...]
    indexes: tuple[int, ...]
    section: int
    heading: str
    phase: str

    @cached_property
    def stood(self) -> tuple[Stood, ...]:
        """What each line is."""
        return tuple(stood(entry.body) for entry in self.entries)

    def count(self, *standings: Standing) -> int:
        """How many lines are one of these."""
        return sum(one.standing in standings for one in self.stood)

    @property
    def forms_only(self) -> bool:
        """Whether no line of it is to be done."""
        return self.count(Standing.FORM) == len(self.entries)

    @property
    def said(self) -> ListDirective | None:
        """What the heading says of the list."""
        return part_heading(self.heading).directive if self.heading else None

    @property
    def gives_doses(self) -> bool:
        """Whether the heading or a line of it says how long or how often each step is done."""
        forms = (*(one.says for one in self.stood), self.said)
        return any(
            says is not None
            and (says.form.dose or says.form.work or (says.form.form and _doses(says)))
            for says in forms
        )

    @property
    def works(self) -> list[Work]:
        """Its steps of work."""
        return [one.step for one in self.stood if isinstance(one.step, Work)]

    @property
    def rests(self) -> list[Pause]:
        """The rests that stand in it as lines."""
        return [one.step for one in self.stood if isinstance(one.step, Pause)]


def _doses(says: ListDirective) -> bool:
    from_form = type(says.form.form).__name__
    return from_form in ("Ladder", "Pyramid", "Intervals", "DeathBy", "Amrap")


def is_heading(entries: Sequence[TextPiece], index: int) -> bool:
    """Whether a piece names what stands below it."""
    entry = entries[index]
    if entry.kind is PieceKind.HEADING:
        return True
    below = entries[index + 1] if index + 1 < len(entries) else None
    if entry.kind is PieceKind.ITEM and below is not None and _numbers_a_part(entry, below):
        return True
    if entry.kind is not PieceKind.LINE or below is None or len(entry.body.split()) > MOST_WORDS:
        return False
    found = part_heading(entry.body)
    if found.phase:
        return not found.rest
    if stood(entry.body).standing is not Standing.OTHER:
        return False
    if facts(entry.body, entry.line) and not entry.body.endswith(":"):
        return False
    if LABELLED.match(entry.body) and not PART.match(entry.body):
        return False
    if entry.body.endswith(":") or below.kind in (PieceKind.ITEM, PieceKind.TABLE):
        return True
    if below.kind is PieceKind.PROSE and _is_titled(entry.body):
        return True
    above_apart = entry.apart and (below.kind is PieceKind.LINE or below.apart)
    return above_apart and entry.body[-1:] not in ".!?,;" and not DOES.match(entry.body)


def _is_titled(text: str) -> bool:
    """Whether the words of a line begin with capital letters, as those of headings do."""
    words = [word for word in text.split() if len(word) > 3]
    return len(words) > 1 and all(word[:1].isupper() for word in words) and text[-1:].isalnum()


def _numbers_a_part(entry: TextPiece, below: TextPiece) -> bool:
    """Whether a numbered line is the heading of the bullets or the sentences below it."""
    if not NUMBERED.match(entry.line.text) or NUMBERED.match(below.line.text):
        return False
    listed = below.kind is PieceKind.ITEM and below.line.level[0] > entry.line.level[0]
    return listed and stood(entry.body).standing not in (Standing.KNOWN, Standing.NAME)


def runs_of(entries: Sequence[TextPiece], taken: Collection[int]) -> list[StepRun]:
    """The lists of a text in order, to be done or not."""
    found: list[StepRun] = []
    current: list[int] = []
    section, heading, phase = -1, "", "workout"

    def close() -> None:
        if current:
            lines = tuple(entries[index] for index in current)
            found.append(StepRun(lines, tuple(current), section, heading, phase))
            current.clear()

    for index, entry in enumerate(entries):
        if index in taken:
            continue
        if is_heading(entries, index):
            close()
            section, heading = index, entry.body
            phase = part_heading(entry.body).phase or "workout"
        elif entry.kind in (PieceKind.ITEM, PieceKind.LINE):
            if current and _begins(entries, current, index):
                close()
            current.append(index)
        else:
            close()
    close()
    return found


def _begins(entries: Sequence[TextPiece], current: Sequence[int], index: int) -> bool:
    """Whether a line begins another list: a blank line parts it from one whose lines are close."""
    if not entries[index].apart:
        return False
    if entries[index].kind is not entries[current[-1]].kind:
        return True
    return len(current) > 1 and not all(entries[at].apart for at in current[1:])


def refusal(run: StepRun) -> str:
    """Why a list is not to be done that its heading forbids or hides; empty if nothing does."""
    if OPTIONAL.search(run.heading):
        return HINT
    unread = UNREAD.search(plain(SCHEDULE.sub("", run.heading.lower())))
    return UNREAD_HEADING if unread and run.said is None else ""


def accepted(run: StepRun, doses: bool) -> bool:
    """Whether a list is to be done. `doses`: sentences say how long or how often each step is."""
    known, other_steps = run.count(Standing.KNOWN), run.count(Standing.STEP)
    rests, forms = run.count(Standing.REST), run.count(Standing.FORM)
    below, names, other = (
        run.count(Standing.DOSE),
        run.count(Standing.NAME),
        run.count(Standing.OTHER),
    )
    dosed = doses or run.gives_doses or below > 0
    if dosed:
        likely = sum(map(could_name, run.entries, run.stood))
        names, other = names + likely, other - likely
    if known:
        useful = known + other_steps + rests + below + forms + names
        of_plan = known > 1 and OF_A_PLAN.search(run.heading) is not None
        return (2 if of_plan else 1) * useful >= other
    if NOT_OF_A_PLAN.search(run.heading):
        return False
    of_plan = bool(OF_A_PLAN.search(run.heading)) or rests > 0 or forms > 0 or below > 0 or doses
    if other_steps:
        return of_plan and other_steps + rests + below + names > other
    return dosed and run.count(Standing.NAME) > 0 and names >= max(2, other)


def could_name(entry: TextPiece, what: Stood) -> bool:
    """Whether a line may name an exercise that the catalogue has not."""
    if what.standing is not Standing.OTHER or any(map(str.isdigit, entry.body)):
        return False
    return can_name(entry.body) and len(entry.body.split()) <= 5 and entry.body[-1:] not in ".:;,"
