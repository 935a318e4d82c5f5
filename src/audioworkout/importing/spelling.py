"""The values of a draft as a workout file writes them, by the writer that `fmt` has.

Of the ways to write a step the one nearest to a pasted line is preferred: its effort stands
beside the exercise, and its note in brackets at the end.
"""

from collections.abc import Iterator
from dataclasses import replace

from audioworkout.ground import scalars
from audioworkout.ground.diagnostics import NOWHERE, START
from audioworkout.ground.nodes import Mapping, Scalar
from audioworkout.importing.draft import ImportedStep
from audioworkout.importing.steps import in_notation
from audioworkout.language.durations import format_duration
from audioworkout.language.formatting.entries import flow
from audioworkout.language.forms.headings import Heading, heading
from audioworkout.language.forms.written import short
from audioworkout.language.grammar import Mistake
from audioworkout.language.model import Amount, Form, ForTime, Section, Work
from audioworkout.language.steps import written

UNWRITTEN = Scalar("", NOWHERE)


def scalar(text: str) -> str:
    """A line of text as YAML: in single quotes where it needs any."""
    return text if scalars.scalar(text) == text else "'" + text.replace("'", "''") + "'"


def line_of(step: ImportedStep) -> str:
    """The first line that reads back as the step; if none does, one that the parser refuses."""
    found = next((way for way in _lines(step) if _reads_as(way, step)), None)
    return found or next(_plain_lines(step))


def entry_of(step: ImportedStep) -> str:
    """The step as an item of a list: on a line, or in the long form where only that says it."""
    line = line_of(step)
    if isinstance(step, Work) and _may_need_keys(step):
        long = next(way for way in written.spellings(step, UNWRITTEN) if isinstance(way, Mapping))
        return scalar(line) if _reads_as(line, step) else flow(long)
    return scalar(line)


def _may_need_keys(step: Work) -> bool:
    """Whether a line may not hold a step: `40 m` without a pace could be minutes."""
    bare = isinstance(step.dose, Amount) and step.dose.is_distance
    return bool(step.tip or step.cues or bare or step.sides[:1] == ("right",))


def _reads_as(text: str, step: ImportedStep) -> bool:
    return in_notation(text).step == step


def _lines(step: ImportedStep) -> Iterator[str]:
    """The ways to write a step; its name stands in quotes only where it is none without them.

    What is a name by itself and not behind its dose (`45 s`) was none in the pasted text.
    """
    if isinstance(step, Work) and (step.note or step.intensity):
        yield _as_pasted(step)
    ways = list(_plain_lines(step))
    quoted = f'"{step.exercise}"' if isinstance(step, Work) else ""
    yield from (way for way in ways if not quoted or quoted not in way)
    if isinstance(step, Work) and not _reads_as(step.exercise, Work(step.exercise, None, START)):
        yield from (way for way in ways if quoted in way)


def _plain_lines(step: ImportedStep) -> Iterator[str]:
    """The formatter's ways to write a step on a line."""
    for way in written.spellings(step, UNWRITTEN):
        if isinstance(way, Scalar):
            yield way.text


def _as_pasted(step: Work) -> str:
    """`12 squats at 70%, rest 1 min (slow)`."""
    whole = next(_plain_lines(replace(step, note=None, intensity=None)))
    bare = Work(step.exercise, step.dose, START, step.sides, step.limb, sets=step.sets)
    head = next(_plain_lines(bare))
    effort = f" at {step.intensity}" if step.intensity else ""
    note = f" ({step.note})" if step.note else ""
    return f"{head}{effort}{whole.removeprefix(head)}{note}"


def form_text(form: Form) -> str:
    """The heading of a form without a name; if none reads back, one that the parser refuses."""
    return heading_of(form) or next(_headings(form, ""))


def heading_of(form: Form | None, name: str = "") -> str | None:
    """The first heading that reads back as the form with the name before it, if there is one."""
    meant = Heading(form or Section(), name or None)
    return next((way for way in _headings(form, name) if _heads(way, meant)), None)


def _headings(form: Form | None, name: str) -> Iterator[str]:
    if isinstance(form, ForTime) and form.rounds > 1:
        cap = f"for time, cap {format_duration(form.cap)}, {form.rounds} rounds"
        yield f"{name}, {cap}" if name else cap
    yield from short(form or Section(), name or None)


def _heads(text: str, meant: Heading) -> bool:
    try:
        return heading(text) == meant
    except Mistake:
        return False
