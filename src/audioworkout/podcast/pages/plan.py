"""A session as its page shows it: the picture, the steps, the table of the plan, the tips."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from markupsafe import Markup

from audioworkout.ground.units import Ms
from audioworkout.plan.export import outline, palette, picture
from audioworkout.plan.export.fold import Block, blocks, pause
from audioworkout.plan.export.fold import Step as Folded
from audioworkout.plan.export.labels import Labels, labels_of
from audioworkout.plan.export.text import clean, one_line
from audioworkout.plan.segments import Kind
from audioworkout.plan.timeline import Placed, Timeline

NARROW, WIDE = 340, 1080  # px; the wide one is shown at two thirds of it, so texts are as large
ABOVE, BELOW = 8, 24  # from the base line of the facts down, and from the plot to the axis' end
SVG = "{http://www.w3.org/2000/svg}"
STYLES = {
    Kind.REST: "rest",
    Kind.PREPARE: "rest",
    Kind.TRANSITION: "change",
    Kind.SWITCH: "change",
}
CUT = {f"{SVG}title", f"{SVG}style", "aw-card", "aw-facts aw-muted", "aw-legend"}


@dataclass(frozen=True, slots=True)
class Step:
    """A stretch of the session. `style` is the class of its mark; work is `w` and a digit."""

    start: Ms
    end: Ms
    label: str
    style: str


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table. `mark` is the exercise's letter in the picture, "" for a rest."""

    mark: str
    style: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A block of the plan. `title` is a section's, `heading` such as `5 rounds`; both may be ""."""

    title: str
    heading: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    after: str


@dataclass(frozen=True, slots=True)
class Exercise:
    """An exercise, with its letter in the picture and its tips."""

    name: str
    mark: str
    style: str
    tips: tuple[str, ...]


def pictures(timeline: Timeline) -> "tuple[Markup, Markup]":
    """The interval picture for a phone and for a wide screen, to stand in a page.

    What the page says itself is cut off: title, facts and legend. So is the style, which the
    page's policy would refuse. The title is the picture's name for those who do not see it.
    """
    return _picture(timeline, NARROW), _picture(timeline, WIDE)


def _picture(timeline: Timeline, width: int) -> "Markup":
    root = ET.fromstring(picture.svg(replace(timeline, title=""), width=width))
    shapes = {shape.get("class", ""): shape for shape in root}
    top = float(shapes["aw-facts aw-muted"].get("y", "")) + ABOVE
    plot = shapes["aw-plot"]
    bottom = float(plot.get("y", "")) + float(plot.get("height", "")) + BELOW
    wide = root.get("viewBox", "").split()[2]
    root.set("viewBox", f"0 {top:g} {wide} {bottom - top:g}")
    root.set("aria-label", clean(timeline.title))
    del root.attrib["width"], root.attrib["height"]
    for shape in list(root):
        if shape.tag in CUT or shape.get("class") in CUT:
            root.remove(shape)
    for shape in root.iter():
        shape.tag = shape.tag.removeprefix(SVG)  # in a page it needs no namespace
    return Markup(ET.tostring(root, encoding="unicode"))


def steps(timeline: Timeline) -> tuple[Step, ...]:
    """What happens when, in order; what takes no time is left out."""
    labels, numbers = labels_of(timeline), outline.numbers(timeline.segments)
    return tuple(
        Step(row.start, row.end, _label(row, labels), _style(row, numbers))
        for row in timeline.segments
        if row.end > row.start
    )


def _label(row: Placed, labels: Labels) -> str:
    side = clean(labels.side(row.side))
    if row.kind is Kind.SWITCH and side:
        return labels.word("switch_to", side=side)
    if row.kind in STYLES:
        return labels.legend(row.kind)
    if row.kind is not Kind.WORK:
        return labels.kind(row.kind)
    name = clean(row.exercise or "") or labels.kind(row.kind)
    reps = labels.count("reps", row.reps) if row.reps else ""
    return ", ".join(filter(None, (name, side, reps)))


def _style(row: Placed, numbers: Mapping[str, int]) -> str:
    if row.kind is Kind.WORK:
        return _work_style(numbers[row.exercise or ""])
    return STYLES.get(row.kind, "spoken")


def _work_style(number: int) -> str:
    return f"w{number % len(palette.LIGHT.work)}"


def tables(timeline: Timeline) -> tuple[Table, ...]:
    """The plan, a table a block, with equal rounds once; columns without an entry are left out."""
    labels = labels_of(timeline)
    work = labels.kind(Kind.WORK)
    numbers = outline.numbers(timeline.segments)
    shown = {clean(name) or work: number for name, number in numbers.items()}
    return tuple(_table(block, shown, labels) for block in blocks(timeline))


def _table(block: Block, numbers: Mapping[str, int], labels: Labels) -> Table:
    cells = [_cells(step, labels) for step in block.steps]
    kept = [i for i in range(len(labels.columns)) if i < 2 or any(row[i] for row in cells)]
    after = labels.word("rest_after", length=pause(block.after, labels)) if block.after else ""
    return Table(
        block.title,
        block.heading(labels),
        tuple(labels.columns[i] for i in kept),
        tuple(
            Row(*_chip(step, numbers), tuple(row[i] for i in kept))
            for step, row in zip(block.steps, cells, strict=True)
        ),
        after,
    )


def _chip(step: Folded, numbers: Mapping[str, int]) -> tuple[str, str]:
    if not step.doses:
        return "", "rest"
    return outline.mark(numbers[step.name]), _work_style(numbers[step.name])


def _cells(step: Folded, labels: Labels) -> tuple[str, str, str, str]:
    if not step.doses:
        return labels.kind(Kind.REST), pause(step.after, labels), "", ""
    return step.name, step.dose(labels), ", ".join(step.sides), step.rest(labels)


def exercises(timeline: Timeline, tips: Mapping[str, tuple[str, ...]]) -> tuple[Exercise, ...]:
    """The exercises that have tips, in the order of their first work."""
    return tuple(_exercises(timeline, tips))


def _exercises(timeline: Timeline, tips: Mapping[str, tuple[str, ...]]) -> Iterator[Exercise]:
    for name, number in outline.numbers(timeline.segments).items():
        if said := tuple(filter(None, map(one_line, tips.get(name, ())))):
            yield Exercise(clean(name), outline.mark(number), _work_style(number), said)
