"""The plan in words: a card to print, as Markdown, and plain lines for a calendar."""

import re
from collections.abc import Iterator

from audioworkout.export import outline
from audioworkout.export.fold import Block, Step, blocks, pause
from audioworkout.export.text import clean
from audioworkout.timeline import Timeline
from audioworkout.units import clock

HEADINGS = ("Exercise", "Dose", "Sides", "Rest")
_MARKUP = re.compile(r"[\\`*_{}\[\]<>#|~&]")


def markdown(timeline: Timeline) -> str:
    """A card: title, total, and a table a block, with equal rounds written once."""
    paragraphs = [f"# {_safe(clean(timeline.title))}", total(timeline)]
    for block in blocks(timeline):
        if block.title:
            paragraphs.append(f"## {_safe(block.title)}")
        if block.heading:
            paragraphs.append(f"**{block.heading}:**")
        paragraphs.append(_table(block))
        if block.after:
            paragraphs.append(f"Rest after that: {pause(block.after)}.")
    return "\n\n".join(paragraphs) + "\n"


def plain(timeline: Timeline) -> str:
    """The same without markup, a line a step."""
    lines = [total(timeline)]
    for block in blocks(timeline):
        head = ", ".join(part for part in (block.title, block.heading) if part)
        lines += ["", f"{head}:"] if head else [""]
        lines += map(_line, block.steps)
        if block.after:
            lines.append(f"Rest after that: {pause(block.after)}")
    return "\n".join(lines)


def total(timeline: Timeline) -> str:
    """`14:52 in all, work 10:00.`"""
    return f"{clock(timeline.length)} in all, work {clock(outline.work_length(timeline))}."


def _table(block: Block) -> str:
    rows = [_cells(step) for step in block.steps]
    kept = [i for i in range(len(HEADINGS)) if i < 2 or any(row[i] for row in rows)]
    table = [HEADINGS, tuple("---" for _ in HEADINGS), *rows]
    return "\n".join("| " + " | ".join(row[i] for i in kept) + " |" for row in table)


def _cells(step: Step) -> tuple[str, str, str, str]:
    if not step.doses:
        return "rest", pause(step.after), "", ""
    return _safe(step.name), step.dose, _safe(", ".join(step.sides)), step.rest


def _line(step: Step) -> str:
    return "- " + ", ".join(_parts(step))


def _parts(step: Step) -> Iterator[str]:
    if not step.doses:
        yield f"rest {pause(step.after)}"
        return
    yield f"{step.name} {step.dose}"
    if step.sides:
        yield " and ".join(step.sides)
    if step.rest:
        yield f"rest {step.rest}"


def _safe(text: str) -> str:
    """Text that Markdown takes as it is."""
    return _MARKUP.sub(lambda found: f"\\{found[0]}", text)
