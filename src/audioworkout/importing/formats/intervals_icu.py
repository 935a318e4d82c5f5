"""Workouts in the text notation of Intervals.icu.

A line with `- ` is a step: words to say, a duration or distance, a target. A line without
is a section's name, and `6x` at its end (or on its own) repeats the steps below until the
next name. `m` is minutes, `mtr` metres.
(forum.intervals.icu, Workout Builder Syntax Quick Guide)
"""

import re
from dataclasses import dataclass

from audioworkout.ground.diagnostics import START
from audioworkout.ground.units import SECOND, Ms
from audioworkout.importing import part_headings
from audioworkout.importing.draft import DraftForm, DraftGroup, DraftPlan, DraftStep, Unread
from audioworkout.importing.formats.timed_rows import pause_kind
from audioworkout.importing.lines import PastedLine, PastedText
from audioworkout.importing.steps import parse_step
from audioworkout.language.durations import LONGEST, format_duration
from audioworkout.language.grammar import MAX_LINE, Mistake
from audioworkout.language.model import Circuit, Pause, PauseKind, Range

EASY_PACE = "6:00"  # min/km, for a distance whose target is no pace

STEP = re.compile(r"[-*•–] ?(?=\S)")
TIME = re.compile(
    r"(?<![\w.:/%-])(?=[0-9])(?:([0-9]{1,2})h)?(?:([0-9]{1,4})(?:m(?!tr|i|in|\w*[a-z])|'(?!'))"
    r"(?:([0-9]{1,2})(?=$| ))?)?(?:([0-9]{1,5})(?:s|\"|''))?(?![\w/%])",
)
DISTANCE = re.compile(r"(?<![\w.:/%-])([0-9]{1,5}(?:\.[0-9]{1,3})?) ?(km|mtr|mi|y)(?![\w/])", re.I)
REPEAT = re.compile(r"(?:(.*?)[\s:,-]*\b)?([0-9]{1,3})\s?[xX×]\s*$")
PACE = re.compile(
    r"([0-9]{1,2}:[0-5][0-9])(?:-[0-9]{1,2}:[0-5][0-9])?(?:/(km|mi))?(?: pace)?", re.I
)
TARGET = re.compile(
    r"[0-9]%|\bC?Z[1-9]|\b[0-9]{1,4} ?w\b|rpm\b"
    r"|\b(?:pace|ramp|freeride|HR|LTHR|press lap|RPE)\b",
    re.I,
)
PERCENT = re.compile(r"[0-9]{1,3}(?:-[0-9]{1,3})?%")
SPORTS = (
    (re.compile(r"/100m|/100y|\bswim", re.I), "swim"),
    (re.compile(r"\bpace\b|/km\b|/mi\b|\brun", re.I), "run"),
    (re.compile(r"[0-9]w\b|rpm\b|freeride|\bbike|\bcycl", re.I), "ride"),
)
RECOVERY = re.compile(r"(?:easy |active )?(?:recover(?:y|ies)?|rest)\b", re.I)
UNITS = {"km": "km", "mtr": "metres", "mi": "mi", "y": "yards"}


def fits(pasted: PastedText) -> bool:
    """Whether most steps have a duration and a target in this notation."""
    lines = [line for line in pasted.lines if line is not None and len(line.text) <= MAX_LINE]
    steps = [line for line in lines if STEP.match(line.text)]
    good = [line for line in steps if _dose(line.text) and TARGET.search(line.text)]
    return bool(good) and 2 * len(good) >= len(steps)


def read(pasted: PastedText) -> DraftPlan:
    """The draft of a workout's text."""
    reader = _WorkoutText(pasted)
    for index, line in enumerate(pasted.lines):
        if line is None:
            reader.blank()
        else:
            reader.line(line, index)
    return reader.plan


class _WorkoutText:
    """What has been read so far: steps go to the repeated list, else to the section."""

    def __init__(self, pasted: PastedText) -> None:
        self.lines = pasted.lines
        self.sport = _sport(pasted.text)
        self.plan = DraftPlan()
        self.phase = self.plan.phases["workout"]
        self.section = self.phase
        self.repeated: DraftGroup | None = None

    def blank(self) -> None:
        """Ends a list that has steps."""
        if self.repeated is not None and self.repeated.items:
            self.repeated = None

    def line(self, line: PastedLine, index: int) -> None:
        """A step, a heading, or a remark."""
        if len(line.text) > MAX_LINE:
            self.plan.head.append(Unread(line, "it is too long for a step"))
        elif step := STEP.match(line.text):
            target = self.section if self.repeated is None else self.repeated
            target.items.append(_step(line.text[step.end() :], line, self.sport))
        elif not _above_steps(self.lines, index) or part_headings.is_prose(line.text):
            self.plan.head.append(Unread(line, "it reads as a remark"))
        else:
            self.heading(line)

    def heading(self, line: PastedLine) -> None:
        """A phase or a section, and how often the steps below it are repeated."""
        repeat = REPEAT.fullmatch(line.text)
        name = (repeat[1] or "" if repeat else line.text).strip(" :")
        phase = part_headings.phase_of(name)
        if phase and self.may_begin(phase):
            self.phase = self.section = self.plan.phases[phase]
            self.phase.sources.append((line, ""))
        elif name:
            self.section = DraftGroup(name=name, sources=[(line, "")])
            self.phase.items.append(self.section)
        self.repeated = None
        if repeat:
            count = int(repeat[2])
            form = DraftForm(Circuit(Range(count, count)))
            self.repeated = DraftGroup(form, sources=[(line, "")])
            self.section.items.append(self.repeated)

    def may_begin(self, phase: str) -> bool:
        """Whether no later phase has begun."""
        order = list(self.plan.phases)
        begun = [order.index(name) for name, group in self.plan.phases.items() if group.items]
        return order.index(phase) >= max(begun, default=0)


def _sport(text: str) -> str:
    found = next((sport for words, sport in SPORTS if words.search(text)), None)
    return found or "steady effort"


def _above_steps(lines: tuple[PastedLine | None, ...], index: int) -> bool:
    below = next((line for line in lines[index + 1 :] if line is not None), None)
    return below is not None and bool(STEP.match(below.text))


@dataclass(frozen=True, slots=True)
class _FoundDose:
    """A duration (in ms) or a distance (without one), and where it stands in the step."""

    text: str
    start: int
    end: int
    length: Ms | None = None


def _dose(text: str) -> _FoundDose | None:
    """The first duration or distance of a step."""
    found = [
        _FoundDose(format_duration(length), at.start(), at.end(), length)
        for at in TIME.finditer(text)
        if 0 < (length := _milliseconds(at)) <= LONGEST
    ]
    found += [
        _FoundDose(f"{at[1]} {UNITS[at[2].lower()]}", at.start(), at.end())
        for at in DISTANCE.finditer(text)
    ]
    return min(found, key=lambda dose: dose.start, default=None)


def _milliseconds(at: re.Match[str]) -> Ms:
    hours, minutes, odd, seconds = (int(group or 0) for group in at.groups())
    return ((hours * 60 + minutes) * 60 + odd + seconds) * SECOND


def _step(text: str, line: PastedLine, sport: str) -> DraftStep | Unread:
    dose = _dose(text)
    if dose is None:
        return Unread(line, "it has no duration, such as `10m` or `30s`")
    cue = text[: dose.start].strip(" ,:-")
    target = " ".join(text[dose.end :].split())
    if pause_kind(cue) is PauseKind.REST and not target and dose.length is not None:
        return DraftStep(Pause(PauseKind.REST, Range(dose.length, dose.length), START), line)
    name = _name(cue, sport)
    reasons: tuple[str, ...] = ()
    if dose.length is None:
        pace, target, reasons = _pace(target)
        name += f" at {pace}"
    words = f"{dose.text} {name}{_effort(target)}"
    try:
        return DraftStep(parse_step(words), line, reasons)
    except Mistake as mistake:
        return Unread(line, mistake.message)


def _pace(target: str) -> tuple[str, str, tuple[str, ...]]:
    """The pace of a distance, what else its target says, and what was chosen."""
    if found := PACE.search(target):
        left = "" if found[0] == target else target
        return f"{found[1]}/{found[2] or 'km'}", left, ()
    return f"{EASY_PACE}/km", target, (f"no pace is given: {EASY_PACE}/km",)


def _effort(target: str) -> str:
    """A target in per cent is an effort, any other a note."""
    if PERCENT.fullmatch(target):
        return f" at {target}"
    return f" ({target.translate(BRACKETS)})" if target else ""


BRACKETS = str.maketrans({"(": "[", ")": "]", '"': "'"})


def _name(cue: str, sport: str) -> str:
    """What to call a step: its words, or the sport that the targets are of."""
    if not any(map(str.isalpha, cue)):
        return sport
    recovery = RECOVERY.match(cue)
    if recovery and recovery.end() == len(cue):
        return "recovery effort" if sport == "steady effort" else f"recovery {sport}"
    return cue
