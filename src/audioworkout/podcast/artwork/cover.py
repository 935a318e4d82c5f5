"""Covers: a title that fills its room, and a session as bars that stand on the lower edge.

All sizes are in thousandths of the picture's side. The bars are those of the interval picture,
in its colours for the dark. Texts reach a contrast of 4.5:1 and bars 3:1 (WCAG 2.2, 1.4.3 and
1.4.11).
"""

import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from audioworkout.ground.language_tags import primary
from audioworkout.plan.export import shapes
from audioworkout.plan.export.palette import DARK, work_class
from audioworkout.plan.timeline import Timeline
from audioworkout.podcast.artwork import columns, drawing, lettering
from audioworkout.podcast.artwork.columns import CHANGE, WORK, Column
from audioworkout.podcast.artwork.lettering import CAPITALS, ROBOTO, Letter, Line

WHOLE = 1000.0
MARGIN = 64.0
ROOM = WHOLE - 2 * MARGIN
BELOW = 48.0  # between one text and the next
PANEL = 572.0  # how high an episode's panel is
TALL, SHOW_TALL = 362.0, 400.0  # a column of work
GAP, CORNER = 10.0, 12.0  # of columns

BETWEEN_PARTS = "·"  # in a label
LAST_PART = 0.62  # of the room: for the last part of a label that has others
OTHER_PARTS = 0.48, 0.4, 0.32, 0.24  # their size, of the last part's
BETWEEN_SEASONS = 3  # colours; with it neighbours across two seasons differ too
LEFTWARD = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})

FILLS = {
    "ground": DARK.card,
    "text": DARK.text,
    "muted": DARK.muted,
    "on": DARK.on_work,
    "rest": DARK.rest,
    "change": DARK.change,
    **{work_class(number): colour for number, colour in enumerate(DARK.work)},
}

# A session like any other: width, height, and the exercise's number.
STYLISED = tuple(
    Column(width / 15, height, exercise)
    for width, height, exercise in (
        (3, 0.4, 2),
        (1, CHANGE, None),
        (3, 0.6, 4),
        (1, CHANGE, None),
        (3, 0.8, 1),
        (1, CHANGE, None),
        (3, WORK, 0),
    )
)


@dataclass(frozen=True, slots=True)
class Box:
    """Where a text stands, from its first capitals to its last base line, and how.

    `sizes` go down, and the first that fits is taken; `low` texts stand on the lower edge.
    """

    style: str
    top: float
    bottom: float
    sizes: Sequence[float]
    most: int = 1
    low: bool = False


TITLE_SIZES = range(260, 65, -6)
NUMBERED_SIZES = range(152, 65, -6)
LABEL_SIZES = range(260, 70, -10)
AUTHOR_SIZES = (56,)
MOST_LINES = 4


def show_cover(title: str, author: str, language: str) -> bytes:
    """The cover of a show, as JPEG of 3000 × 3000 px in RGB; the same bytes for the same texts.

    `language` is a BCP 47 tag; it says where a title begins that has no letters to say so.
    """
    name, by = lettering.letters(title), lettering.letters(author)
    top = MARGIN
    parts = list(bars(stylised(title), SHOW_TALL))
    if by:
        end = top + AUTHOR_SIZES[0] * CAPITALS
        parts += text(by, language, Box("muted", top, end, AUTHOR_SIZES))
        top = end + BELOW
    end = WHOLE - SHOW_TALL - MARGIN
    parts += text(name, language, Box("text", top, end, TITLE_SIZES, MOST_LINES))
    return _made(parts, (*name, *by))


def episode_cover(title: str, label: str, timeline: Timeline) -> bytes:
    """The cover of an episode, as JPEG of 3000 × 3000 px in RGB; the same bytes for the same.

    `label` is its number, such as `S1 · E3` or `7`, or "". Neighbours in a season have panels
    of different colours.
    """
    name, number = lettering.letters(title), lettering.letters(label)
    parts = [shapes.rect(work_class(_panel(label or title)), 0, 0, WHOLE, PANEL)]
    parts += bars(columns.columns(timeline) or stylised(title), TALL)
    top, sizes = MARGIN, TITLE_SIZES
    if number:
        drawn, end = _label(number)
        parts += drawn
        top, sizes = end + BELOW, NUMBERED_SIZES
    box = Box("on", top, PANEL - MARGIN, sizes, MOST_LINES, low=True)
    parts += text(name, timeline.language, box)
    return _made(parts, (*name, *number))


def stylised(words: str) -> list[Column]:
    """A session like any other, in colours of its own for each title."""
    turn = _hash(words)
    return [
        column if column.exercise is None else replace(column, exercise=column.exercise + turn)
        for column in STYLISED
    ]


def bars(row: Sequence[Column], tall: float) -> Iterator[str]:
    """The columns from edge to edge, standing on the lower one."""
    left = 0.0
    for column in row:
        wide, high = column.width * (WHOLE + GAP) - GAP, column.height * tall
        style = work_class(column.exercise) if column.exercise is not None else column.pause
        # The lower corners lie outside of the picture.
        yield shapes.rect(style, left, WHOLE - high, wide, high + 2 * CORNER, CORNER)
        left += wide + GAP


def text(row: Line, language: str, box: Box) -> Iterator[str]:
    """The text as large as it fits; it begins at the side that it is read from."""
    leftward = lettering.runs_leftward(row)
    if leftward is None:
        leftward = primary(language) in LEFTWARD
    found = lettering.fill(row, ROOM, box.bottom - box.top, box.sizes, box.most)
    base = box.top + found.size * CAPITALS
    if box.low:
        base = box.bottom - found.size * (len(found.lines) - 1)
    for line in found.lines:
        yield _line(line, box.style, MARGIN, base, found.size, leftward=leftward)
        base += found.size


def _line(
    row: Line, style: str, left: float, base: float, size: float, *, leftward: bool = False
) -> str:
    """A line that starts at `left`, or as far from the right where it is set `leftward`."""
    x, anchor = (WHOLE - left, ' text-anchor="end"') if leftward else (left, "")
    if leftward or lettering.runs_leftward(row):
        words = lettering.leftward_markup(row)
    else:
        words = lettering.markup(row, left, size)
    place, y, high = map(shapes.number, (x, base, size))
    return f'<text class="{style}" x="{place}" y="{y}" font-size="{high}"{anchor}>{words}</text>'


def _label(words: Line) -> tuple[list[str], float]:
    """The label with its last part large and the others at the right, and its base line."""
    *others, last = _split(words) or [words]
    room = ROOM * LAST_PART if others else ROOM
    large = lettering.fill(last, room, WHOLE, LABEL_SIZES, 1)
    base = MARGIN + large.size * CAPITALS
    drawn = [_line(large.lines[0], "on", MARGIN, base, large.size)]
    if others:
        sizes = [large.size * share for share in OTHER_PARTS]
        small = lettering.fill(sum(others, ()), ROOM - room, WHOLE, sizes, 1)
        left = WHOLE - MARGIN - lettering.room_of(small.lines[0]) * small.size
        base_of_small = MARGIN + small.size * CAPITALS
        drawn.append(_line(small.lines[0], "on", left, base_of_small, small.size))
    return drawn, base


def _split(row: Line) -> list[Line]:
    """The parts of a label, between middle dots."""
    parts: list[list[Letter]] = [[]]
    for letter in row:
        if letter.text == BETWEEN_PARTS:
            parts.append([])
        else:
            parts[-1].append(letter)
    return [kept for part in parts if (kept := lettering.trimmed(part))]


def _panel(words: str) -> int:
    """The number of the panel's colour: it follows from the episode's number where there is one."""
    numbers = [int(found) for found in re.findall(r"[0-9]{1,9}", words)]
    if numbers:
        return numbers[-1] - 1 + BETWEEN_SEASONS * sum(numbers[:-1])
    return _hash(words)


def _hash(words: str) -> int:
    return zlib.crc32(words.encode("utf-8", "replace"))


def _made(parts: Iterable[str], row: Line) -> bytes:
    """The picture of these parts; `row` holds all letters that are in it."""
    style = "".join(f".{name}{{fill:{colour}}}" for name, colour in FILLS.items())
    whole = shapes.number(WHOLE)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{drawing.SIZE}" height="{drawing.SIZE}" '
        f'viewBox="0 0 {whole} {whole}" font-family="{ROBOTO}" font-weight="900">'
        f"<style>{style}</style>{shapes.rect('ground', 0, 0, WHOLE, WHOLE)}{''.join(parts)}</svg>"
    )
    foreign = any(letter.is_foreign for letter in row)
    return drawing.as_jpeg(drawing.draw(svg, foreign=foreign))
