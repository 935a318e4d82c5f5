"""Workouts in the text notation of Intervals.icu.

A line with `- ` is a step: words to say, a duration or distance, a target. A line without
is a section's name, and `6x` at its end (or on its own) repeats the steps below until the
next name or an empty line. `m` is minutes, `mtr` metres.
(forum.intervals.icu, Workout Builder Syntax Quick Guide)
"""

import re
from dataclasses import replace

from audioworkout.importing import part_headings
from audioworkout.importing.draft import (
    DraftForm,
    DraftGroup,
    DraftItem,
    DraftPlan,
    DraftStep,
    Unread,
)
from audioworkout.importing.formats import intervals_icu_steps as steps
from audioworkout.importing.lines import PastedLine, PastedText
from audioworkout.language.grammar import MAX_LINE
from audioworkout.language.model import Circuit, Range, Work

BULLET = re.compile(r"[-*•–] ?(?=\S)")
REPEAT = re.compile(r"(?:(.*?)[\s:,(-]*(?<![^\s:,(-]))?([0-9]{1,3})\s?[xX×]\s*\)?\s*:?$")
REPEATS_BELOW = re.compile(r"()([0-9]{1,3}) ?[x×](?![^ ])")
TARGET = re.compile(
    r"[0-9]%|\bC?Z[1-9]|\b[0-9]{1,4} ?w\b|rpm\b|\bintensity="
    r"|\b(?:pace|ramp|free|freeride|maxeffort|HR|LTHR|press lap|RPE)\b",
    re.I,
)
SETTING = re.compile(r"pool length\b.*|[a-z_]+=\S+", re.I)


def fits(pasted: PastedText) -> bool:
    """Whether most steps have a duration and a target in this notation."""
    lines = [line for line in pasted.lines if line is not None and len(line.text) <= MAX_LINE]
    bodies = [bare for line in lines if (bare := _step_of(line)) and not REPEAT.fullmatch(bare)]
    good = [bare for bare in bodies if steps.dose(bare) and TARGET.search(bare)]
    return bool(good) and 2 * len(good) >= len(bodies)


def read(pasted: PastedText) -> DraftPlan:
    """The draft of a workout's text."""
    reader = _WorkoutText(pasted)
    for index, line in enumerate(pasted.lines):
        if line is None:
            reader.blank()
        else:
            reader.line(line, index)
    return reader.plan


def _step_of(line: PastedLine) -> str | None:
    """What stands behind the bullet of a step; None for a line without."""
    bullet = BULLET.match(line.text)
    return line.text[bullet.end() :] if bullet else None


class _WorkoutText:
    """What has been read so far: steps go to the repeated list, else to the section."""

    def __init__(self, pasted: PastedText) -> None:
        self.lines = pasted.lines
        self.context = steps.context_of(pasted.text)
        self.plan = DraftPlan()
        self.phase = self.plan.phases["workout"]
        self.section = self.phase
        self.repeated: DraftGroup | None = None
        self.depth: int | None = None  # the indent of a bullet with deeper ones to repeat

    def blank(self) -> None:
        """Ends a list that has steps."""
        if self.repeated is not None and self.repeated.items:
            self.repeated = self.depth = None

    def line(self, line: PastedLine, index: int) -> None:
        """A step, a heading, or a remark."""
        body = _step_of(line)
        if len(line.text) > MAX_LINE:
            self.plan.head.append(Unread(line, "it is too long for a step"))
        elif body is not None:
            self.step(body, line, index)
        elif marked := part_headings.MARKDOWN.match(line.text):
            self.marked(line.text[marked.end() :], line, index)
        elif SETTING.fullmatch(line.text):
            self.plan.head.append(Unread(line, "a setting is no step"))
        elif self.is_title(line, index):
            self.plan.title, self.plan.title_line = line.text.strip(" :"), line
        elif not self.above_steps(index) or part_headings.is_prose(line.text):
            self.plan.head.append(Unread(line, "it reads as a remark"))
        else:
            self.heading(line.text, line)

    def step(self, body: str, line: PastedLine, index: int) -> None:
        """A step, or a bullet that repeats the deeper ones below it."""
        indent = line.level[0]
        if self.depth is not None and indent <= self.depth:
            self.repeated = self.depth = None
        deeper = self.deeper_below(index, indent)
        repeat = REPEAT.fullmatch(body) or (REPEATS_BELOW.match(body) if deeper else None)
        if repeat is None or (steps.dose(body) and not deeper):
            target = self.section if self.repeated is None else self.repeated
            target.items += steps.read(body, line, self.context)
            _interleave(target)
            return
        self.repeated = self.depth = None
        self.repeat(repeat, line)
        self.depth = indent if deeper else None

    def deeper_below(self, index: int, indent: int) -> bool:
        below = next((line for line in self.lines[index + 1 :] if line is not None), None)
        return below is not None and _step_of(below) is not None and below.level[0] > indent

    def marked(self, text: str, line: PastedLine, index: int) -> None:
        """A heading of Markdown: the title on top, else that of a section."""
        if self.plan.title_line is None and not any(self.phase.items):
            self.plan.title, self.plan.title_line = text.strip(), line
        elif self.above_steps(index):
            self.heading(text, line)
        else:
            self.plan.head.append(Unread(line, "it reads as a remark"))

    def heading(self, text: str, line: PastedLine) -> None:
        """A phase or a section, and how often the steps below it are repeated."""
        repeat = REPEAT.fullmatch(text)
        name = (repeat[1] or "" if repeat else text).strip(" :-")
        phase = part_headings.phase_of(name)
        if phase and self.may_begin(phase):
            self.phase = self.section = self.plan.phases[phase]
            self.phase.sources.append((line, ""))
        elif name:
            self.section = DraftGroup(name=name, sources=[(line, "")])
            self.phase.items.append(self.section)
        elif self.phase is self.plan.phases["warmup"] and self.phase.items:
            self.phase = self.section = self.plan.phases["workout"]
        self.repeated = self.depth = None
        if repeat:
            self.repeat(repeat, line)

    def repeat(self, found: re.Match[str], line: PastedLine) -> None:
        """Begins a list that is done so many times."""
        count = int(found[2])
        form = DraftForm(Circuit(Range(count, count))) if count > 1 else DraftForm()
        self.repeated = DraftGroup(form, sources=[(line, "")])
        self.section.items.append(self.repeated)

    def may_begin(self, phase: str) -> bool:
        """Whether no later phase has begun."""
        order = list(self.plan.phases)
        begun = [order.index(name) for name, group in self.plan.phases.items() if group.items]
        return order.index(phase) >= max(begun, default=0)

    def is_title(self, line: PastedLine, index: int) -> bool:
        """Whether a line is the first, and stands above other headings."""
        first = all(one is None for one in self.lines[:index])
        named = part_headings.is_name(line.text) or line.text[:1].isdigit()
        return first and named and not self.above_steps(index) and len(line.text.split()) <= 9

    def above_steps(self, index: int) -> bool:
        """Whether the next line that holds anything is a step."""
        below = next((line for line in self.lines[index + 1 :] if line is not None), None)
        return below is not None and _step_of(below) is not None


def _interleave(group: DraftGroup) -> None:
    """Two steps in a row that are each done as often (`8x 20s`, `8x 10s`) take turns."""
    count = _sets(group.items[-1])
    if count is None or len(group.items) < 2:
        return
    last, before = group.items[-1], group.items[-2]
    if _sets(before) == count and isinstance(before, DraftStep) and isinstance(last, DraftStep):
        reason = f"`{count.low}x` stands before each: they take turns"
        inner = DraftGroup(DraftForm(Circuit(count)), items=[_once(before), _once(last)])
        inner.sources.append((before.line, reason))
        group.items[-2:] = [inner]


def _sets(item: DraftItem) -> Range | None:
    return item.step.sets if isinstance(item, DraftStep) and isinstance(item.step, Work) else None


def _once(item: DraftItem) -> DraftItem:
    if isinstance(item, DraftStep) and isinstance(item.step, Work):
        return replace(item, step=replace(item.step, sets=None))
    return item
