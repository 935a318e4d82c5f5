"""The running plan: what a screen shows of a session at one moment."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rich.cells import cell_len, set_cell_size
from rich.console import Group, RenderableType
from rich.text import Text

from audioworkout.cli.plan import COLOURS
from audioworkout.ground.text import clean
from audioworkout.ground.units import SECOND, Ms, clock
from audioworkout.plan.export.labels import Labels, labels_of
from audioworkout.plan.segments import Kind, Segment
from audioworkout.plan.timeline import Placed, Timeline

FONT = (
    ("███", "█ █", "█ █", "█ █", "███"),
    (" █ ", "██ ", " █ ", " █ ", "███"),
    ("███", "  █", "███", "█  ", "███"),
    ("███", "  █", "███", "  █", "███"),
    ("█ █", "█ █", "███", "  █", "  █"),
    ("███", "█  ", "███", "  █", "███"),
    ("███", "█  ", "███", "█ █", "███"),
    ("███", "  █", "  █", "  █", "  █"),
    ("███", "█ █", "███", "█ █", "███"),
    ("███", "█ █", "███", "  █", "███"),
)
COLON = (" ", "█", " ", "█", " ")
DIM = "bright_black"
KEYS = "space ▮▮   ← → 10 s   q ■"

# Heights from which on a screen has room for more than what is running now.
SPACED, HINTED, BIG, TITLED, PLACED, NEXT, WHOLE = 22, 20, 14, 6, 5, 4, 3
LIST = 3  # rows; in fewer a list of segments says nothing
TIMED = 50  # columns from which on the list has the times too
LEAST = 4  # columns of a name below which its end is cut off rather than its middle
SIGHT = 3  # of a list, one row in three is past


@dataclass(frozen=True, slots=True)
class Moment:
    """A time of a session: its segments (those that last), and which of them is on."""

    timeline: Timeline
    at: Ms
    segments: tuple[Placed, ...]
    index: int
    labels: Labels

    @property
    def placed(self) -> Placed:
        """The one that is on."""
        return self.segments[self.index]


def moment(timeline: Timeline, at: Ms) -> Moment:
    """What is on at a time; from the end on, the last segment."""
    at = max(0, min(at, timeline.length))
    segments = _lasting(timeline)
    index = bisect_right(segments, at, key=lambda placed: placed.start) - 1
    return Moment(timeline, at, segments, max(0, index), labels_of(timeline))


@lru_cache(1)  # asked for ten times a second
def _lasting(timeline: Timeline) -> tuple[Placed, ...]:
    return tuple(s for s in timeline.segments if s.end > s.start) or timeline.segments[:1]


def screen(
    timeline: Timeline,
    at: Ms,
    width: int,
    height: int,
    *,
    paused: bool = False,
    keys: bool = True,
) -> RenderableType:
    """The plan at a time, at most `width` columns and `height` rows.

    A small screen shows less; what is on and its time left go last. `keys`: which keys there are
    is shown too.
    """
    now = moment(timeline, at)
    top = list(_top(now, width, height, paused))
    foot = list(_foot(now, width, height, keys))
    room = height - len(top) - len(foot)
    rows = list(_list(now, width, room)) if room >= LIST else []
    gap = [_row("")] * (room - len(rows) if foot else 0)
    return Group(*(top + rows + gap + foot)[:height])


def what(segment: Segment, labels: Labels) -> tuple[str, str]:
    """What happens, in the workout's language, and how: `Push-ups` and `, 12 reps`."""
    side = clean(labels.side(segment.side))
    if segment.kind is Kind.SWITCH and side:
        return labels.word("switch_to", side=side), ""
    if segment.kind is not Kind.WORK:
        return labels.kind(segment.kind), ""
    name = clean(segment.exercise or "") or labels.kind(Kind.WORK)
    reps = labels.count("reps", segment.reps) if segment.reps else ""
    return name, "".join(f", {part}" for part in (side, reps) if part)


def place(segment: Segment, labels: Labels) -> str:
    """Where in the workout it is: `Round 2 of 3 · Set 1 of 4 · Main set`."""
    parts = []
    if segment.round and (segment.rounds or 0) > 1:
        number, of = str(segment.round), str(segment.rounds)
        parts.append(labels.phrases.words("round", round=number, rounds=of))
    if segment.set and (segment.sets or 0) > 1:
        number, of = str(segment.set), str(segment.sets)
        parts.append(labels.phrases.wordings("set", set=number, sets=of)[0].rstrip("."))
    if segment.section:
        parts.append(clean(segment.section))
    return " · ".join(parts)


def line(placed: Placed, labels: Labels) -> str:
    """A segment in a line, for where there is no screen: start, length, what."""
    length = clock(placed.length)
    parts = filter(None, ("".join(what(placed.segment, labels)), place(placed.segment, labels)))
    return f"{clock(placed.start):>7}  {length:>6}  {' · '.join(parts)}"


# From the top down


def _top(now: Moment, width: int, height: int, paused: bool) -> Iterator[Text]:
    placed, spaced = now.placed, height >= SPACED
    style = COLOURS[placed.segment.kind]
    length = placed.length
    left = clock(min(_up(placed.end - now.at), length))
    if height >= TITLED:
        mark = "▮▮ " if paused else ""
        yield _row(_apart(mark + clean(now.timeline.title), _whole(now), width), "bold")
    if spaced:
        yield _row("")
    for text in _heading(placed, now.labels, width, 2 if height >= BIG else 1):
        yield _row(text, f"bold {style}")
    if height >= BIG:
        blank = [""] if spaced else []
        scale = min(2, width // _columns(clock(length)))  # one for the whole of a segment
        yield from (_row(row, style) for row in (*blank, *_big(left, scale), *blank))
    yield _bar(now.at - placed.start, length, width, style, left)
    if height >= PLACED:
        yield _row(_cut(place(placed.segment, now.labels), width), DIM)
    if height >= NEXT:
        yield _row(_next(now, width), "bold")
    if spaced:
        yield _row("")


def _foot(now: Moment, width: int, height: int, keys: bool) -> Iterator[Text]:
    if height >= SPACED:
        yield _row("")
    if height >= WHOLE:
        seconds = now.timeline.length // SECOND - now.at // SECOND  # with the time gone, the whole
        yield _bar(now.at, now.timeline.length, width, "default", clock(seconds * SECOND))
    if keys and height >= HINTED:
        yield _row(_cut(KEYS, width), DIM)


def _list(now: Moment, width: int, room: int) -> Iterator[Text]:
    """The segments around the one that is on."""
    first = max(0, min(now.index - room // SIGHT, len(now.segments) - room))
    for index, placed in enumerate(now.segments[first : first + room], start=first):
        row = _listed(placed, now.labels, width, index == now.index)
        past = DIM if index < now.index else ""
        yield _row(row, "bold reverse" if index == now.index else past)


def _listed(placed: Placed, labels: Labels, width: int, current: bool) -> str:
    start = f"{clock(placed.start):>7}  " if width >= TIMED else ""
    mark = "▸" if current else " "
    name, how = what(placed.segment, labels)
    row = f"{mark} {start}{clock(placed.length):>5}  {name}"
    return _apart(_cut(row, width, how), "", width)


# Pieces


def _heading(placed: Placed, labels: Labels, width: int, most: int) -> list[str]:
    """What is on, broken between words into at most so many lines."""
    name, how = what(placed.segment, labels)
    words = f"{name[:1].upper()}{name[1:]}{how}".split()
    lines: list[str] = []
    while words and len(lines) < most - 1:
        row = words.pop(0)
        while words and cell_len(f"{row} {words[0]}") <= width:
            row += f" {words.pop(0)}"
        lines.append(_cut(row, width))
    rest = " ".join(words)
    return [*lines, _cut(rest.removesuffix(how), width, how)] if rest else lines


def _next(now: Moment, width: int) -> str:
    """What follows, up to the next work; that alone where there is no room for more."""
    coming: list[tuple[str, str]] = []
    for placed in now.segments[now.index + 1 :]:
        name, how = what(placed.segment, now.labels)
        coming.append((f"→ {name}", f"{how} {clock(placed.length)}"))
        if placed.segment.kind is Kind.WORK:
            break
    whole = "  ".join(map("".join, coming))
    return whole if cell_len(whole) <= width else _cut(coming[-1][0], width, coming[-1][1])


def _whole(now: Moment) -> str:
    return f"{clock(now.at)} / {clock(now.timeline.length)}"


def _up(left: Ms) -> Ms:
    """A time left, in whole seconds: the last one is 0:01, as long as it lasts."""
    return -(-left // SECOND) * SECOND


def _columns(text: str) -> int:
    """The columns that big digits take at scale 1."""
    return sum(len(_glyph(char)[0]) + 2 for char in text) - 2


def _big(text: str, scale: int) -> list[str]:
    """Big digits in five rows, `scale` times as wide; no rows where `scale` is 0."""
    rows = zip(*map(_glyph, text), strict=True) if scale else ()
    return ["".join(cell * scale for cell in "  ".join(parts)) for parts in rows]


def _glyph(char: str) -> tuple[str, ...]:
    return COLON if char == ":" else FONT[int(char)]


def _bar(done: Ms, of: Ms, width: int, style: str, left: str) -> Text:
    """A bar and the time left behind it."""
    room = max(0, width - len(left) - 1)
    halves = 2 * room * min(max(done, 0), of) // max(1, of)
    full = "━" * (halves // 2) + "╸" * (halves % 2)
    bar = Text(full, style, no_wrap=True)
    bar.append("─" * (room - len(full)), DIM)
    bar.append(f" {left}"[-width:], "bold")
    return bar


def _row(text: str, style: str = "") -> Text:
    return Text(text, style, no_wrap=True, overflow="crop")


def _cut(text: str, width: int, end: str = "") -> str:
    """The text on a line of so many columns; an ellipsis before its end where it is longer."""
    if cell_len(text + end) <= width:
        return text + end
    room = width - cell_len(end) - 1
    if end and room < LEAST:
        return _cut(text + end, width)
    return set_cell_size(text, room).rstrip() + "…" + end


def _apart(left: str, right: str, width: int) -> str:
    """Two texts at either end of a line; the left one is cut where it is too long."""
    if cell_len(right) > width // 2:
        right = ""
    room = width - cell_len(right) - (1 if right else 0)
    text = set_cell_size(_cut(left, room), room)
    return f"{text} {right}" if right else text
