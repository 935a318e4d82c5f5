"""What helps to find one's way in the interval picture: sections, rounds, the time axis."""

from collections.abc import Iterator, Sequence

from audioworkout.ground.units import HOUR, MINUTE, SECOND, Ms, clock
from audioworkout.plan.export import shapes
from audioworkout.plan.export.bars import SIZE, Scale
from audioworkout.plan.export.labels import Labels
from audioworkout.plan.export.outline import Stretch
from audioworkout.plan.export.text import fit, width

TICKS: tuple[Ms, ...] = (
    *(n * SECOND for n in (5, 10, 15, 30)),
    *(n * MINUTE for n in (1, 2, 5, 10, 15, 20, 30)),
    *(n * HOUR for n in (1, 2, 4)),
)
NARROWEST_BAND = 3.0
LEAST_OF_TITLE = 0.6  # of a section; a line alone says more than `Wa…`


def sections(parts: Sequence[Stretch], scale: Scale, y: float, base: float) -> Iterator[str]:
    """A line from `y` down to `base` where each section starts; its title as far as it fits."""
    for part in parts:
        left = scale(part.start)
        yield shapes.line(left, y, left, base)
        title = fit(part.title, SIZE, scale(part.end) - left - 8, bold=True)
        if len(title) > LEAST_OF_TITLE * len(part.title):
            yield shapes.text(left + 5, y + 10, title, "aw-bold")


def round_titles(rounds: Sequence[Stretch], scale: Scale, labels: Labels) -> list[str]:
    """`Round 3` for each, or `3`, or every second, fifth or tenth number; [] where none fits."""
    rooms = [scale(each.end) - scale(each.start) for each in rounds]
    if not rounds or min(rooms) < NARROWEST_BAND:
        return []
    numbers = [each.title for each in rounds]
    for titles in ([labels.word("round", n=number) for number in numbers], numbers):
        if all(width(t, SIZE) + 2 <= room for t, room in zip(titles, rooms, strict=True)):
            return titles
    widest = max(width(each.title, SIZE) for each in rounds)
    for step in (2, 5, 10):
        if widest + 4 <= min(rooms) * step:
            return [each.title if int(each.title) % step == 0 else "" for each in rounds]
    return []


def bands(
    rounds: Sequence[Stretch], titles: Sequence[str], scale: Scale, y: float, base: float
) -> Iterator[str]:
    """A band behind each round from `y` to `base`, its title at the top; without titles none."""
    if not titles:
        return
    for each in rounds:
        left, right = scale(each.start) - 1, scale(each.end)
        yield shapes.rect("aw-band", left, y, right - left, base - y, 3)
    for each, title in zip(rounds, titles, strict=True):
        if title:
            middle = (scale(each.start) - 1 + scale(each.end)) / 2
            yield shapes.text(middle, y + 13, title, "aw-muted aw-mid")


def axis(length: Ms, scale: Scale, base: float, labels: Labels) -> Iterator[str]:
    """The base line, with marks at whole times that leave their labels room."""
    yield shapes.line(scale.left, base + 0.5, scale.right, base + 0.5)
    step = next((tick for tick in TICKS if _fits(tick, length, scale, labels)), TICKS[-1])
    for time in range(0, length + 1, step):
        x, label = scale(time), _label(time, step, labels)
        yield shapes.line(x, base + 1, x, base + 5)
        if not time:
            yield shapes.text(x, base + 17, label, "aw-muted")
        elif x + width(label, SIZE) / 2 > scale.right:
            yield shapes.text(scale.right, base + 17, label, "aw-muted aw-end")
        else:
            yield shapes.text(x, base + 17, label, "aw-muted aw-mid")


def _fits(step: Ms, length: Ms, scale: Scale, labels: Labels) -> bool:
    widest = width(_label(length // step * step, step, labels), SIZE)
    return scale(step) - scale(0) >= widest + 18


def _label(time: Ms, step: Ms, labels: Labels) -> str:
    if step < MINUTE:
        return clock(time)
    return labels.word("minute", n=str(time // MINUTE)) if time else "0"
