"""The plan in words: a card to print, as Markdown, and plain lines for a calendar."""

import re
from collections.abc import Iterator

from audioworkout.ground.text import clean
from audioworkout.ground.units import clock
from audioworkout.plan.export import outline
from audioworkout.plan.export.fold import CardBlock, CardRow, blocks, pause
from audioworkout.plan.export.labels import Labels, labels_of
from audioworkout.plan.segments import Kind
from audioworkout.plan.timeline import Timeline

_MARKUP = re.compile(r"[\\`*_{}\[\]<>#|~&]")


def markdown(timeline: Timeline) -> str:
    """A card: title, total, and a table a block, with equal rounds written once."""
    labels = labels_of(timeline)
    paragraphs = [f"# {_safe(clean(timeline.title))}", total(timeline)]
    for block in blocks(timeline):
        if block.title:
            paragraphs.append(f"## {_safe(block.title)}")
        if heading := block.heading(labels):
            paragraphs.append(f"**{heading}:**")
        paragraphs.append(_table(block, labels))
        if block.after:
            paragraphs.append(f"{_rest_after(block, labels)}.")
    return "\n\n".join(paragraphs) + "\n"


def plain(timeline: Timeline) -> str:
    """The same without markup, a line a row."""
    labels = labels_of(timeline)
    lines = [total(timeline)]
    for block in blocks(timeline):
        head = ", ".join(part for part in (block.title, block.heading(labels)) if part)
        lines += ["", f"{head}:"] if head else [""]
        lines += ["- " + ", ".join(_parts(row, labels)) for row in block.rows]
        if block.after:
            lines.append(_rest_after(block, labels))
    return "\n".join(lines)


def total(timeline: Timeline) -> str:
    """`14:52 in all, work 10:00.`"""
    labels = labels_of(timeline)
    work = labels.work(outline.work_length(timeline))
    return f"{labels.word('total', time=clock(timeline.length), work=work)}."


def _rest_after(block: CardBlock, labels: Labels) -> str:
    return labels.word("rest_after", length=pause(block.after, labels))


def _table(block: CardBlock, labels: Labels) -> str:
    heads = labels.columns
    rows = [_cells(row, labels) for row in block.rows]
    kept = [i for i in range(len(heads)) if i < 2 or any(row[i] for row in rows)]
    table = [heads, tuple("---" for _ in heads), *rows]
    return "\n".join("| " + " | ".join(row[i] for i in kept) + " |" for row in table)


def _cells(row: CardRow, labels: Labels) -> tuple[str, str, str, str]:
    if not row.doses:
        return labels.kind(Kind.REST), pause(row.after, labels), "", ""
    sides = _safe(", ".join(row.sides))
    return _safe(row.name), row.dose(labels), sides, row.rest(labels)


def _parts(row: CardRow, labels: Labels) -> Iterator[str]:
    if not row.doses:
        yield labels.word("resting", length=pause(row.after, labels))
        return
    yield f"{row.name} {row.dose(labels)}"
    if row.sides:
        yield labels.phrases.list(row.sides)
    if rest := row.rest(labels):
        yield labels.word("resting", length=rest)


def _safe(text: str) -> str:
    """Text that Markdown takes as it is."""
    return _MARKUP.sub(lambda found: f"\\{found[0]}", text)
