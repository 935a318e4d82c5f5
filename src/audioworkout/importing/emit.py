"""A draft as the text of a workout file that parses."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from audioworkout.ground.diagnostics import Severity
from audioworkout.importing.draft import (
    Draft,
    Form,
    Group,
    Item,
    Kind,
    Line,
    Remark,
    Step,
    Unread,
)
from audioworkout.importing.heading_patterns import SOFT
from audioworkout.importing.lines import unbulleted
from audioworkout.importing.numbers import plain
from audioworkout.language.document import parse
from audioworkout.language.forms.headings import heading
from audioworkout.language.grammar import Mistake
from audioworkout.language.model import Section, Workout
from audioworkout.plan.unrolling import unroll
from audioworkout.words import catalogue

ATTEMPTS = 8  # at a text that parses; each takes out what the one before could not keep
INDENT = "  "
IDLE = ("rest ", "transition ", "silence ", "say ")  # how steps begin that nobody works in

# How a form is written.
WRITTEN: dict[str, Callable[[Form], str]] = {
    "rounds": lambda f: f"{f.count} round{'s' * (f.count != '1')}",
    "sets": lambda f: f"{f.count} set{'s' * (f.count != '1')}",
    "intervals": lambda f: (
        f"{f.count} intervals of {f.work} work" + (f.rest and f", {f.rest} rest")
    ),
    "superset": lambda f: f"superset x{f.count}",
    "tabata": lambda f: f"tabata x{f.count}" if f.count else "tabata",
    "emom": lambda f: f"e{f.count if f.count != '1' else ''}mom {f.length}",
    "every": lambda f: f"every {f.length} {f.count}",
    "amrap": lambda f: f"amrap {f.length}",
    "for_time": lambda f: f"for time, cap {f.length}" + (f", {f.count} rounds" if f.count else ""),
    "ladder": lambda f: f.count,
    "any": lambda f: f"any {f.count} of",
}
RESTS = (
    ("rest", "rest {}"),
    ("between_exercises", "{} between exercises"),
    ("between_rounds", "{} between rounds"),
)

PLAIN = re.compile(r"[^\W_](?:[^\s:#]|:(?=\S)|(?<=\S)#| (?! *#))*")
"""A text that YAML takes as it is: no `: `, no ` #`, and it begins with a letter or a digit."""


def scalar(text: str) -> str:
    """A text as YAML that reads back as the same text."""
    if PLAIN.fullmatch(text) and not text.endswith((":", " ")):
        return text
    return "'" + text.replace("'", "''") + "'"


def form_text(form: Form) -> str:
    """The heading of a form; empty for none."""
    if not form.kind:
        return ""
    parts = [WRITTEN[form.kind](form)]
    rests = RESTS if form.kind != "intervals" else ()
    parts += [words.format(getattr(form, name)) for name, words in rests if getattr(form, name)]
    return ("alternating " if form.alternating else "") + ", ".join(parts)


@dataclass(slots=True)
class _Page:
    """The lines of a file as they are written, and the piece of the draft that each shows."""

    refused: dict[int, str]
    lines: list[str] = field(default_factory=list)
    owners: dict[int, Step | Group] = field(default_factory=dict)
    remarks: dict[Remark, None] = field(default_factory=dict)
    quoted: set[tuple[Line, str]] = field(default_factory=set)
    works: int = 0  # steps with something to do
    shown: set[int] = field(default_factory=set)  # numbers of lines that a comment quotes

    def write(self, text: str, owner: Step | Group | None = None) -> None:
        self.lines.append(text)
        if owner is not None:
            self.owners[len(self.lines)] = owner

    def source(self, indent: str, line: Line, shown: str, reason: str) -> None:
        """A comment with the original line, where something was chosen or left out."""
        if reason:
            self.remarks[Remark(line.number, line.text, Kind.CHOSEN, reason)] = None
        if (line, reason) in self.quoted or (not reason and line.number in self.shown):
            return
        if reason or lost(line.text, shown):
            self.quoted.add((line, reason))
            self.shown.add(line.number)
            self.write(f'{indent}# from: "{line.text}"' + (f": {reason}" if reason else ""))

    def unread(self, indent: str, line: Line, reason: str) -> None:
        self.remarks[Remark(line.number, line.text, Kind.UNREAD, reason)] = None
        if (line, reason) in self.quoted:
            return
        self.quoted.add((line, reason))
        self.shown.add(line.number)
        self.write(f'{indent}# not read: "{line.text}": {reason}')


def emit(draft: Draft) -> tuple[str | None, tuple[Remark, ...]]:
    """The text, or None if there is nothing to do in it; and what to tell about its making."""
    refused: dict[int, str] = {}
    for _ in range(ATTEMPTS):
        page = _Page(refused)
        _document(page, draft)
        if not page.works:
            break
        text = "\n".join(page.lines) + "\n"
        workout, problems = parse(text)
        if workout is not None:
            return text, tuple(sorted((*page.remarks, *_unfit(page, workout))))
        found = [problem for problem in problems if problem.severity is Severity.ERROR]
        for problem in found:
            owner = page.owners.get(problem.span.line)
            if owner is not None:
                refused.setdefault(id(owner), problem.message)
    return None, tuple(sorted(page.remarks))


def _unfit(page: _Page, workout: Workout) -> Iterator[Remark]:
    """What parses and cannot be rendered, such as a list that is longer than its slot."""
    for problem in unroll(workout, catalogue.find)[1]:
        match page.owners.get(problem.span.line):
            case Step(line=line) | Group(sources=[(line, _), *_]):
                yield Remark(line.number, line.text, Kind.UNFIT, problem.message)


SPELLED = {"warmup": "warmup warm up", "cooldown": "cooldown cool down"}


def _document(page: _Page, draft: Draft) -> None:
    if draft.title_line is not None:
        page.source("", draft.title_line, draft.title, "")
    page.write(f"title: {scalar(draft.title)}")
    if draft.description:
        text = " ".join(line.text for line in draft.description)
        page.write(f"description: {scalar(text)}")
    for note in draft.head:
        page.unread("", note.line, note.reason)
    for key, phase in draft.phases.items():
        if not (phase.items or phase.sources):
            continue
        page.write("")
        for line, reason in phase.sources:
            page.source("", line, SPELLED.get(key, key), reason)
        alive = any(_alive(item, page) for item in phase.items)
        if alive:
            page.write(f"{key}:")
        _list(page, phase.items, INDENT if alive else "")


def _alive(item: Item, page: _Page) -> bool:
    """Whether there is a step in an item."""
    if isinstance(item, Group):
        return any(_alive(inner, page) for inner in item.items)
    return isinstance(item, Step) and id(item) not in page.refused


def _list(page: _Page, items: list[Item], indent: str) -> None:
    for item in items:
        match item:
            case Unread(line, reason):
                page.unread(indent, line, reason)
            case Step(text, line, reasons):
                if id(item) in page.refused:
                    page.unread(indent, line, page.refused[id(item)])
                    continue
                page.source(indent, line, text, "; ".join(reasons))
                page.write(f"{indent}- {scalar(text)}", item)
                page.works += not text.startswith(IDLE)
            case Group():
                _group(page, item, indent)


def _group(page: _Page, group: Group, indent: str) -> None:
    refusal = page.refused.get(id(group), "")
    form = "" if refusal else form_text(group.form)
    alive = _alive(group, page)
    shown = ", ".join(filter(None, (group.name, form)))
    if not alive:
        for line, _ in group.sources:
            page.unread(indent, line, "there is nothing to do in its list")
        _list(page, group.items, indent)
        return
    for line, reason in group.sources:
        page.source(indent, line, shown, "; ".join(filter(None, (reason, refusal))))
    if not shown:
        _list(page, group.items, indent)
    elif _heads(group.name, form):
        page.write(f"{indent}- {scalar(shown)}:", group)
        _list(page, group.items, indent + 2 * INDENT)
    elif group.name:
        page.write(f"{indent}- name: {scalar(group.name)}", group)
        page.write(f"{indent}{INDENT}exercises:")
        inner = indent + 2 * INDENT
        if form:
            page.write(f"{inner}- {scalar(form)}:", group)
            inner += 2 * INDENT
        _list(page, group.items, inner)
    else:
        page.write(f"{indent}- {scalar(shown)}:", group)
        _list(page, group.items, indent + 2 * INDENT)


def _heads(name: str, form: str) -> bool:
    """Whether a name and a form make a heading that reads back as both."""
    text = ", ".join(filter(None, (name, form)))
    try:
        found = heading(text)
    except Mistake:
        return False
    return (found.name or "") == name and isinstance(found.form, Section) == (not form)


UNITS = {
    **dict.fromkeys(("second", "seconds", "sec", "secs"), "s"),
    **dict.fromkeys(("minute", "minutes", "mins", "m"), "min"),
    **dict.fromkeys(("recovery", "recover", "break", "pause", "resting"), "rest"),
    **dict.fromkeys(("circuits", "laps", "times"), "rounds"),
    **dict.fromkeys(("every", "each"), "per"),
    **dict.fromkeys(("move", "moves", "movement", "movements", "stations"), "exercises"),
}
SILENT = re.compile(
    r"s|min|x|a|an|of|in|the|for|with|on|and|per|rep|reps|repetitions|sets|set|at|to|is|rounds"
    r"|round|rest|hold|held"
)


def lost(source: str, shown: str) -> bool:
    """Whether words or numbers of a line are not in what became of it."""
    return any(
        not (SOFT.fullmatch(word) or SILENT.fullmatch(word))
        for word in _words(unbulleted(source)) - _words(shown)
    )


def _words(text: str) -> set[str]:
    joined = re.sub(r"(?<=[^\W\d_])[-'](?=[^\W\d_])", "", plain(text).lower())
    return set(_tokens(joined))


def _tokens(text: str) -> Iterator[str]:
    for word in re.findall(r"[^\W\d_]+|\d+", text):
        yield UNITS.get(word, word)
