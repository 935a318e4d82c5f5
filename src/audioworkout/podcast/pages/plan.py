"""A session as its page shows it: the picture, the steps, the table of the plan, the tips."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from audioworkout.ground.text import clean, one_line
from audioworkout.ground.units import Ms
from audioworkout.plan.export import outline, palette, picture
from audioworkout.plan.export.fold import CardBlock, CardRow, blocks, pause
from audioworkout.plan.export.labels import Labels, labels_of
from audioworkout.plan.segments import Kind, Segment
from audioworkout.plan.timeline import Timeline

NARROW, WIDE = 340, 1080  # px; the wide one is shown at two thirds of it, so texts are as large
STYLES = {
    Kind.REST: "rest",
    Kind.PREPARE: "rest",
    Kind.TRANSITION: "change",
    Kind.SWITCH: "change",
}


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """A stretch of the session. `style` is the class of its mark; work is `w` and a digit."""

    start: Ms
    end: Ms
    label: str
    style: str


@dataclass(frozen=True, slots=True)
class TableRow:
    """A line of a table. `mark` is the exercise's letter in the picture, "" for a rest."""

    mark: str
    style: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanTable:
    """A block of the plan. `title` is a section's, `heading` such as `5 rounds`; both may be ""."""

    title: str
    heading: str
    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]
    after: str


@dataclass(frozen=True, slots=True)
class ExerciseTips:
    """An exercise, with its letter in the picture and its tips."""

    name: str
    mark: str
    style: str
    tips: tuple[str, ...]


def pictures(timeline: Timeline) -> "tuple[Markup, Markup]":
    """The interval picture for a phone and for a wide screen, to stand in a page."""
    narrow, wide = (Markup(picture.inline_svg(timeline, width=width)) for width in (NARROW, WIDE))
    return narrow, wide


def steps(timeline: Timeline) -> tuple[TimelineEntry, ...]:
    """What happens when, in order; what takes no time is left out."""
    labels, numbers = labels_of(timeline), outline.numbers(timeline.segments)
    return tuple(
        TimelineEntry(
            start=row.start,
            end=row.end,
            label=_label(row.segment, labels),
            style=_style(row.segment, numbers),
        )
        for row in timeline.segments
        if row.length
    )


def _label(segment: Segment, labels: Labels) -> str:
    side = clean(labels.side(segment.side))
    if segment.kind is Kind.SWITCH and side:
        return labels.word("switch_to", side=side)
    if segment.kind in STYLES:
        return labels.legend(segment.kind)
    if segment.kind is not Kind.WORK:
        return labels.kind(segment.kind)
    name = clean(segment.exercise or "") or labels.kind(segment.kind)
    reps = labels.count("reps", segment.reps) if segment.reps else ""
    return ", ".join(filter(None, (name, side, reps)))


def _style(segment: Segment, numbers: Mapping[str, int]) -> str:
    if segment.kind is Kind.WORK:
        return _work_style(numbers[segment.exercise or ""])
    return STYLES.get(segment.kind, "spoken")


def _work_style(number: int) -> str:
    return f"w{number % len(palette.LIGHT.work)}"


def tables(timeline: Timeline) -> tuple[PlanTable, ...]:
    """The plan, a table a block, with equal rounds once; columns without an entry are left out."""
    labels = labels_of(timeline)
    work = labels.kind(Kind.WORK)
    numbers = outline.numbers(timeline.segments)
    shown = {clean(name) or work: number for name, number in numbers.items()}
    return tuple(_table(block, shown, labels) for block in blocks(timeline))


def _table(block: CardBlock, numbers: Mapping[str, int], labels: Labels) -> PlanTable:
    """A table of the page; columns empty in every row are left out, but for the first two."""
    cells = [_cells(row, labels) for row in block.rows]
    kept = [i for i in range(len(labels.columns)) if i < 2 or any(row[i] for row in cells)]
    return PlanTable(
        title=block.title,
        heading=block.heading(labels),
        columns=tuple(labels.columns[i] for i in kept),
        rows=tuple(
            TableRow(*_chip(row, numbers), cells=tuple(texts[i] for i in kept))
            for row, texts in zip(block.rows, cells, strict=True)
        ),
        after=labels.word("rest_after", length=pause(block.after, labels)) if block.after else "",
    )


def _chip(row: CardRow, numbers: Mapping[str, int]) -> tuple[str, str]:
    if not row.doses:
        return "", "rest"
    return outline.mark(numbers[row.name]), _work_style(numbers[row.name])


def _cells(row: CardRow, labels: Labels) -> tuple[str, str, str, str]:
    if not row.doses:
        return labels.kind(Kind.REST), pause(row.after, labels), "", ""
    return row.name, row.dose(labels), ", ".join(row.sides), row.rest(labels)


def exercises(timeline: Timeline, tips: Mapping[str, tuple[str, ...]]) -> tuple[ExerciseTips, ...]:
    """The exercises that have tips, in the order of their first work."""
    return tuple(_exercises(timeline, tips))


def _exercises(timeline: Timeline, tips: Mapping[str, tuple[str, ...]]) -> Iterator[ExerciseTips]:
    for name, number in outline.numbers(timeline.segments).items():
        if said := tuple(filter(None, map(one_line, tips.get(name, ())))):
            yield ExerciseTips(
                name=clean(name), mark=outline.mark(number), style=_work_style(number), tips=said
            )
