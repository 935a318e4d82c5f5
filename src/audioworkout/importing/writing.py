"""A draft as the text of a workout file that reads back as the draft."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from audioworkout.ground.diagnostics import START, Severity
from audioworkout.importing.draft import (
    DraftGroup,
    DraftItem,
    DraftPlan,
    DraftStep,
    ImportRemark,
    RemarkKind,
    Unread,
)
from audioworkout.importing.lines import PastedLine
from audioworkout.importing.lost_words import lost
from audioworkout.importing.spelling import entry_of, form_text, heading_of, scalar
from audioworkout.language.document import parse
from audioworkout.language.formatting.verify import bare
from audioworkout.language.model import Block, Form, Group, Section, Work, Workout
from audioworkout.plan.unrolling import unroll
from audioworkout.words import catalogue

ATTEMPTS = 8  # at a text that parses; each takes out what the one before could not keep
INDENT = "  "

Owner = DraftStep | DraftGroup


@dataclass(slots=True)
class _WorkoutFile:
    """The lines of a file as they are written, and the piece of the draft that each shows."""

    refused: dict[int, str]  # why a piece cannot stand in the file, by its `id`
    lines: list[str] = field(default_factory=list)
    owners: dict[int, Owner] = field(default_factory=dict)
    meant: dict[int, Block] = field(default_factory=dict)
    remarks: dict[ImportRemark, None] = field(default_factory=dict)
    quoted: set[tuple[PastedLine, str]] = field(default_factory=set)
    works: int = 0  # steps with something to do
    shown: set[int] = field(default_factory=set)  # numbers of lines that a comment quotes

    def write(self, text: str) -> None:
        self.lines.append(text)

    def block(self, text: str, owner: Owner, meant: Block) -> None:
        """The line of a step, or of a group's heading, and what is to be read in it."""
        self.lines.append(text)
        self.owners[len(self.lines)] = owner
        self.meant[len(self.lines)] = meant

    def source(self, indent: str, line: PastedLine, shown: str, reason: str) -> None:
        """A comment with the original line, where something was chosen or left out."""
        if reason:
            self.remark(line, RemarkKind.CHOSEN, reason)
        if (line, reason) in self.quoted or (not reason and line.number in self.shown):
            return
        if reason or lost(line.text, shown):
            self.quote(line, reason)
            self.write(f'{indent}# from: "{line.text}"' + (f": {reason}" if reason else ""))

    def unread(self, indent: str, line: PastedLine, reason: str) -> None:
        """A comment with a line that was not read."""
        self.remark(line, RemarkKind.UNREAD, reason)
        if (line, reason) not in self.quoted:
            self.quote(line, reason)
            self.write(f'{indent}# not read: "{line.text}": {reason}')

    def remark(self, line: PastedLine, kind: RemarkKind, reason: str) -> None:
        self.remarks[ImportRemark(line.number, line.text, kind, reason)] = None

    def quote(self, line: PastedLine, reason: str) -> None:
        self.quoted.add((line, reason))
        self.shown.add(line.number)

    def alive(self, item: DraftItem) -> bool:
        """Whether there is a step in an item."""
        if isinstance(item, DraftGroup):
            return any(map(self.alive, item.items))
        return isinstance(item, DraftStep) and id(item) not in self.refused


def write(plan: DraftPlan) -> tuple[str | None, tuple[ImportRemark, ...]]:
    """The text, or None if there is nothing to do in it; and what to tell about its making."""
    refused: dict[int, str] = {}
    for _ in range(ATTEMPTS):
        file = _WorkoutFile(refused)
        _document(file, plan)
        if not file.works:
            break
        text = "\n".join(file.lines) + "\n"
        workout, problems = parse(text)
        misread = list(_misread(file, workout)) if workout is not None else []
        if workout is not None and not misread:
            return text, tuple(sorted((*file.remarks, *_unfit(file, workout))))
        errors = [(it.span.line, it.message) for it in problems if it.severity is Severity.ERROR]
        for line, message in (*errors, *misread):
            if line in file.owners:
                refused.setdefault(id(file.owners[line]), message)
    return None, tuple(sorted(file.remarks))


def _misread(file: _WorkoutFile, workout: Workout) -> Iterator[tuple[int, str]]:
    """The lines that read back as something else than the draft has, and what to tell of them."""
    for phase in (workout.warmup, workout.workout, workout.cooldown):
        for block in _flat(phase):
            line = block.origin.line
            found = replace(block, blocks=()) if isinstance(block, Group) else block
            if file.meant.get(line) != bare(found):
                yield line, "written as a step it would mean something else"


def _flat(blocks: tuple[Block, ...]) -> Iterator[Block]:
    for block in blocks:
        yield block
        if isinstance(block, Group):
            yield from _flat(block.blocks)


def _unfit(file: _WorkoutFile, workout: Workout) -> Iterator[ImportRemark]:
    """What parses and cannot be rendered, such as a list that is longer than its slot."""
    for problem in unroll(workout, catalogue.find)[1]:
        match file.owners.get(problem.span.line):
            case DraftStep(line=line) | DraftGroup(sources=[(line, _), *_]):
                yield ImportRemark(line.number, line.text, RemarkKind.UNFIT, problem.message)


SPELLED = {"warmup": "warmup warm up", "cooldown": "cooldown cool down"}


def _document(file: _WorkoutFile, plan: DraftPlan) -> None:
    if plan.title_line is not None:
        file.source("", plan.title_line, plan.title, "")
    file.write(f"title: {scalar(plan.title)}")
    if plan.description:
        text = " ".join(line.text for line in plan.description)
        file.write(f"description: {scalar(text)}")
    for note in plan.head:
        file.unread("", note.line, note.reason)
    for key, phase in plan.phases.items():
        if phase.items or phase.sources:
            file.write("")
            _phase(file, key, phase)


def _phase(file: _WorkoutFile, key: str, phase: DraftGroup) -> None:
    for line, reason in phase.sources:
        file.source("", line, SPELLED.get(key, key), reason)
    alive = file.alive(phase)
    if alive:
        file.write(f"{key}:")
    _list(file, phase.items, INDENT if alive else "")


def _list(file: _WorkoutFile, items: list[DraftItem], indent: str) -> None:
    for item in items:
        match item:
            case Unread(line, reason):
                file.unread(indent, line, reason)
            case DraftStep():
                _step(file, item, indent)
            case DraftGroup():
                _group(file, item, indent)


def _step(file: _WorkoutFile, item: DraftStep, indent: str) -> None:
    if id(item) in file.refused:
        file.unread(indent, item.line, file.refused[id(item)])
        return
    text = entry_of(item.step)
    file.source(indent, item.line, text, "; ".join(item.reasons))
    file.block(f"{indent}- {text}", item, item.step)
    file.works += isinstance(item.step, Work)


def _group(file: _WorkoutFile, group: DraftGroup, indent: str) -> None:
    if not file.alive(group):
        for line, _ in group.sources:
            file.unread(indent, line, "there is nothing to do in its list")
        _list(file, group.items, indent)
        return
    refusal = file.refused.get(id(group)) or group.form.refusal
    form = None if refusal else group.form.form
    shown = ", ".join(filter(None, (group.name, form_text(form) if form else "")))
    for line, reason in group.sources:
        file.source(indent, line, shown, "; ".join(filter(None, (reason, refusal))))
    _list(file, group.items, _heading(file, group, group.name, form, indent))


def _heading(
    file: _WorkoutFile, group: DraftGroup, name: str, form: Form | None, indent: str
) -> str:
    """The lines of a heading, if a list has one; how far the list below it is indented."""
    if not name and form is None:
        return indent
    inner = indent + 2 * INDENT
    whole = heading_of(form, name)
    if name and whole is None:
        file.block(f"{indent}- name: {scalar(name)}", group, _empty(None, name))
        file.write(f"{indent}{INDENT}exercises:")
        return _heading(file, group, "", form, inner)
    text = whole or (form_text(form) if form else "")
    file.block(f"{indent}- {scalar(text)}:", group, _empty(form, name))
    return inner


def _empty(form: Form | None, name: str) -> Group:
    """A group as its heading says it, without its list."""
    return Group(form or Section(), (), START, name or None)
