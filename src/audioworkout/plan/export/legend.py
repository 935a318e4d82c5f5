"""The legend of the interval picture: exercises with their doses, and the other kinds."""

from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape

from audioworkout.ground.units import SECOND
from audioworkout.plan.export import outline, shapes
from audioworkout.plan.export.labels import SPOKEN, labels_of
from audioworkout.plan.export.palette import work_class
from audioworkout.plan.export.text import fit, isolated, width
from audioworkout.plan.segments import Kind
from audioworkout.plan.timeline import Timeline

SIZE = 13.0
ROW = 22.0
CHIP = 17.0
GAP = 8.0
BETWEEN = 24.0  # from column to column
KEY_BETWEEN = 14.0
MOST = 30  # exercises that are listed; a picture is no book


@dataclass(frozen=True, slots=True)
class LegendKey:
    """How a kind of segment is told: class, height of its sample."""

    kind: Kind
    style: str
    height: float


KEYS = (
    LegendKey(Kind.REST, "aw-rest", 14),
    LegendKey(Kind.TRANSITION, "aw-change", 8),
    LegendKey(Kind.SWITCH, "aw-change", 4),
    LegendKey(Kind.PREPARE, "aw-rest", 14),
    LegendKey(Kind.SPEECH, "aw-spoken", 2),
)


@dataclass(frozen=True, slots=True)
class Legend:
    """Shapes, and where they end."""

    shapes: tuple[str, ...]
    bottom: float


def legend(timeline: Timeline, x: float, y: float, room: float) -> Legend:
    """The legend from (x, y) on, `room` wide.

    It ends after `MOST` entries in all, counted over the parts, and says how many it left out.
    """
    drawn: list[str] = []
    labels = labels_of(timeline)
    parts = outline.parts(timeline)
    left = MOST
    columns = _columns([item for part in parts for item in part.items[:MOST]], room)
    wide = (room + BETWEEN) / columns - BETWEEN
    for part in parts:
        items, left = part.items[:left], max(0, left - len(part.items))
        if not items:
            break
        if part.title:
            head = f"{part.title} · {labels.span(_to_second(part.length))}"
            drawn.append(shapes.text(x, y + 13, fit(head, SIZE, room, bold=True), "aw-bold"))
            y += ROW
        for index, item in enumerate(items):
            row, column = divmod(index, columns)
            drawn += _entry(item, x + column * (wide + BETWEEN), y + row * ROW, wide)
        y += -(-len(items) // columns) * ROW + 6
    hidden = sum(len(part.items) for part in parts) - MOST
    if hidden > 0:
        drawn.append(shapes.text(x, y + 13, labels.count("more", hidden), "aw-muted"))
        y += ROW
    keys, bottom = _keys(timeline, x, y, room)
    return Legend((*drawn, *keys), bottom)


def _to_second(length: int) -> int:
    return (length + SECOND // 2) // SECOND * SECOND


def _columns(items: list[outline.ExerciseSummary], room: float) -> int:
    widest = max(
        (CHIP + GAP + width(f"{item.name}   {item.dose}", SIZE) for item in items), default=room
    )
    return max(1, min(3, int((room + BETWEEN) // (widest + BETWEEN))))


def _entry(item: outline.ExerciseSummary, x: float, y: float, room: float) -> Iterator[str]:
    """A chip with the exercise's letter, its name, its dose; the name gives way."""
    yield shapes.rect(work_class(item.number), x, y, CHIP, CHIP, 3)
    yield shapes.text(x + CHIP / 2, y + 12.5, item.mark, "aw-on aw-chip aw-mid")
    room -= CHIP + GAP
    beside = room - width(f"{item.name}   ", SIZE)  # a short name leaves its dose more
    dose = fit(item.dose, SIZE, max(room * 0.6, beside))
    name = fit(item.name, SIZE, room - width(f"   {dose}", SIZE))
    place = f'x="{shapes.number(x + CHIP + GAP)}" y="{shapes.number(y + 13)}"'
    amount = f'<tspan class="aw-muted" dx="7">{escape(dose)}</tspan>'
    yield f"<text {place}>{escape(isolated(name))}{amount}</text>"


def _keys(timeline: Timeline, x: float, y: float, room: float) -> tuple[list[str], float]:
    """Samples of the kinds that occur beside work, in lines; and where the last line ends."""
    seen = {row.segment.kind for row in timeline.segments if row.end > row.start}
    kinds = {Kind.SPEECH if kind in SPOKEN else kind for kind in seen}
    labels = labels_of(timeline)
    drawn: list[str] = []
    left, bottom = x, y
    for key in KEYS:
        if key.kind not in kinds:
            continue
        words = labels.legend(key.kind)
        wide = CHIP + GAP + width(words, SIZE)
        if left + wide > x + room:
            left, y = x, y + ROW
        sample = shapes.ramp if key.kind is Kind.PREPARE else _block
        drawn.append(sample(key.style, left, y + 15, CHIP, key.height))
        drawn.append(shapes.text(left + CHIP + GAP, y + 13, words, "aw-muted"))
        left += wide + KEY_BETWEEN
        bottom = y + CHIP
    return drawn, bottom


def _block(style: str, x: float, base: float, wide: float, high: float) -> str:
    return shapes.rect(style, x, base - high, wide, high)
