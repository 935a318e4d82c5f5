"""Text for a cover: what can be drawn of it, how wide it is, and lines that fill their room.

Letters are those of Roboto Black. What it lacks is taken from the fonts of the system, and what
they lack too is left out, since a box says nothing. Widths are in ems, the size of the font.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from io import BytesIO
from typing import TypeAlias
from xml.sax.saxutils import escape

from PIL import Image

from audioworkout.ground.text import ELLIPSIS, clean
from audioworkout.plan.export import shapes
from audioworkout.podcast.artwork import drawing

ROBOTO = "Roboto"
EMOJI = "Noto Color Emoji,Apple Color Emoji,Segoe UI Emoji,Noto Emoji"

# What is seen as one: a flag, or a character with its marks, or emoji that are joined.
_MARK = "[\u0300-\u036f\u20d0-\u20ff\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]*"
_CLUSTER = re.compile(f"[\U0001f1e6-\U0001f1ff]{{2}}|.{_MARK}(?:\u200d.{_MARK})*")
_NEVER_FIRST = ("Pe", "Pf", "Po", "Lm")  # Unicode categories: 」 and 。 begin no line
_BREAK_AFTER = "-–—/·"

CAPITALS = 0.711  # ems: how high Roboto's capitals are
MISSING = "\U0010fffd"  # for private use: no font has it
TRIED = 24  # px: the size at which the system's fonts are tried out
CELL = 6 * TRIED, 2 * TRIED  # px
STAND_IN = 1.25  # how much wider letters are in the font that has all of a text
BEARING = 0.08  # ems that a letter keeps free beside it


@dataclass(frozen=True, slots=True)
class Letter:
    """What is drawn as one, and the room it takes in ems."""

    text: str
    width: float
    family: str | None = ROBOTO
    """None: whatever font of the system has it."""

    @property
    def is_foreign(self) -> bool:
        """Whether the fonts of the system are needed."""
        return self.family != ROBOTO


Line: TypeAlias = tuple[Letter, ...]

DOTS = Letter(ELLIPSIS, 0.8)


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of one size; both in the unit of the room that they fill."""

    lines: tuple[Line, ...]
    size: float


def letters(text: str) -> Line:
    """What can be drawn of a text: one line, of 300 characters at most."""
    clusters = _clusters(text)
    known = _known(clusters)
    row = trimmed(letter for cluster in clusters if (letter := known[cluster]))
    if not runs_leftward(row):
        return row
    return tuple(
        letter if letter.is_foreign else replace(letter, width=letter.width * STAND_IN)
        for letter in row
    )


def missing(text: str) -> str:
    """What no font of this computer has of a text, each once, in order; a cover leaves it out."""
    known = _known(_clusters(text))
    return "".join(
        cluster
        for cluster, letter in known.items()
        if not letter and unicodedata.category(cluster[0]) not in ("Cf", "Mn", "Mc", "Me")
    )


def _clusters(text: str) -> list[str]:
    found: list[str] = _CLUSTER.findall(unicodedata.normalize("NFC", clean(text)))
    return found


def _known(clusters: Sequence[str]) -> dict[str, Letter | None]:
    known = {cluster: _roboto(cluster) for cluster in clusters}
    return known | _foreign([cluster for cluster, letter in known.items() if not letter])


def trimmed(row: Iterable[Letter]) -> Line:
    """The letters without spaces at the ends and after spaces."""
    kept: list[Letter] = []
    for letter in row:
        if not _is_space(letter) or (kept and not _is_space(kept[-1])):
            kept.append(letter)
    return tuple(kept[:-1] if kept and _is_space(kept[-1]) else kept)


def runs_leftward(row: Line) -> bool | None:
    """Whether a text is read from the right, by its first letter that says so; else None."""
    for letter in row:
        direction = unicodedata.bidirectional(letter.text[0])
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return None


def markup(row: Line, left: float, size: float) -> str:
    """The inside of an SVG `text` of that size that starts at `left`.

    Each run has its place, since resvg leaves room for each character of a joint emoji, and
    takes all of a text from one font if it can.
    """
    parts: list[str] = []
    for run in _runs(row):
        family = f' font-family="{EMOJI}"' if run[0].family == EMOJI else ""
        words = escape("".join(letter.text for letter in run))
        parts.append(f'<tspan x="{shapes.number(left)}"{family}>{words}</tspan>')
        left += room_of(run) * size
    return "".join(parts)


def leftward_markup(row: Line) -> str:
    """The same for a text that is read from the right; where it starts, the `text` says."""
    parts = [
        f'<tspan font-family="{EMOJI}">{words}</tspan>' if run[0].family == EMOJI else words
        for run in _runs(row)
        if (words := escape("".join(letter.text for letter in run)))
    ]
    # resvg knows of no `direction`, but of isolates.
    return f"\u2067{''.join(parts)}\u2069"


def _runs(row: Line) -> Iterator[Line]:
    """Emoji one by one, and what is of one font between them, spaces included."""
    run: list[Letter] = []
    for letter in row:
        family = run[0].family if run else letter.family
        if run and (family == EMOJI or (letter.family != family and not _is_space(letter))):
            yield tuple(run)
            run = []
        run.append(letter)
    if run:
        yield tuple(run)


def room_of(row: Iterable[Letter]) -> float:
    """How wide a line is, in ems."""
    return sum(letter.width for letter in row)


def fill(row: Line, room: float, high: float, sizes: Sequence[float], most: int) -> Lines:
    """The text as large as it fits: `room` wide, `high` from capitals to the last base line.

    `sizes` go down; there are at most `most` lines. At the last size words are broken, and what
    is too much gives way to an ellipsis.
    """
    for size in sizes:
        lines = _wrapped(_pieces(row), room / size)
        fits = len(lines) <= _lines_in(high, size, most)
        if fits and all(room_of(line) <= room / size for line in lines):
            return Lines(tuple(lines), size)
    size = sizes[-1]
    broken = (part for piece in _pieces(row) for part in _parts(piece, room / size))
    lines = _wrapped(broken, room / size)
    return Lines(_cut(lines, _lines_in(high, size, most), room / size), size)


def _lines_in(high: float, size: float, most: int) -> int:
    return max(1, min(most, int(high / size + 1 - CAPITALS)))


def _is_space(letter: Letter) -> bool:
    return letter.text == " "


def _is_wide(letter: Letter) -> bool:
    return unicodedata.east_asian_width(letter.text[0]) in "WF"


def _pieces(row: Line) -> Iterator[Line]:
    """What is not broken: words, each with the space before it; ideographs one by one."""
    piece: list[Letter] = []
    for letter in row:
        if piece and _parts_from(piece[-1], letter):
            yield tuple(piece)
            piece = []
        piece.append(letter)
    if piece:
        yield tuple(piece)


def _parts_from(before: Letter, letter: Letter) -> bool:
    if _is_space(letter) or _is_space(before):
        return _is_space(letter)
    if _is_wide(before) or _is_wide(letter):
        return unicodedata.category(letter.text[0]) not in _NEVER_FIRST
    return before.text in _BREAK_AFTER


def _parts(piece: Line, room: float) -> Iterator[Line]:
    """A word that is too long for any line, in parts that are not."""
    part: list[Letter] = []
    for letter in piece:
        if part and room_of(part) + letter.width > room:
            yield tuple(part)
            part = []
        part.append(letter)
    yield tuple(part)


def _wrapped(pieces: Iterable[Line], room: float) -> list[Line]:
    lines: list[Line] = []
    for piece in pieces:
        if lines and room_of(lines[-1] + piece) <= room:
            lines[-1] += piece
        else:
            lines.append(piece[1:] if _is_space(piece[0]) else piece)
    return lines


def _cut(lines: Sequence[Line], most: int, room: float) -> tuple[Line, ...]:
    if len(lines) <= most:
        return tuple(lines)
    last = lines[most - 1]
    while last and (room_of(last) + DOTS.width > room or last[-1].text in " ,.;:·–-"):
        last = last[:-1]
    return (*lines[: most - 1], (*last, DOTS))


@cache
def _roboto(cluster: str) -> Letter | None:
    """A letter of Roboto's; None where it or a mark of it is not."""
    face = drawing.font()
    if cluster == " ":
        return Letter(cluster, face.getlength(cluster) / drawing.ENLARGED)
    box = bytes(face.getmask(MISSING))
    for char in cluster:
        mask = face.getmask(char)
        if unicodedata.category(char) == "Cf" or not mask.getbbox() or bytes(mask) == box:
            return None
    return Letter(cluster, face.getlength(cluster[0]) / drawing.ENLARGED)


def _foreign(clusters: Sequence[str]) -> dict[str, Letter | None]:
    """Letters that Roboto lacks; None for what no font of the system has.

    Nobody says which glyphs the system has. So each is drawn, and looked at: what is blank, or
    the same as what is surely missing, is not there.
    """
    if not clusters:
        return {}
    plain = _tried([MISSING, *(cluster[0] for cluster in clusters)], ROBOTO)
    coloured = _tried([MISSING, *clusters], EMOJI)
    found: dict[str, Letter | None] = {}
    for at, cluster in enumerate(clusters, 1):
        in_text = Letter(cluster[0], plain[at] or 0.0, None) if plain[at] is not None else None
        emoji = Letter(cluster, coloured[at] or 0.0, EMOJI) if coloured[at] is not None else None
        pictured = unicodedata.category(cluster[0]) in ("So", "Sk")
        found[cluster] = (emoji or in_text) if pictured else in_text
    return found


def _tried(texts: Sequence[str], family: str) -> list[float | None]:
    """How wide each is in a family, or in what stands in for it; None for what is not drawn.

    The first is what is surely missing.
    """
    wide, high = CELL
    drawn = "".join(
        f'<text x="{TRIED}" y="{high * at + 1.4 * TRIED:.1f}">{escape(text)}</text>'
        for at, text in enumerate(texts)
    )
    sheet = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high * len(texts)}">'
        f'<g font-family="{family}" font-weight="900" font-size="{TRIED}">{drawn}</g></svg>'
    )
    with Image.open(BytesIO(drawing.draw(sheet, foreign=True))) as picture:
        cells = [picture.crop((0, high * at, wide, high * (at + 1))) for at in range(len(texts))]
    missing = cells[0].tobytes()
    return [_width(text, cell, missing) for text, cell in zip(texts, cells, strict=True)]


def _width(text: str, cell: "Image.Image", missing: bytes) -> float | None:
    box = cell.getbbox()
    if box is None or cell.tobytes() == missing:
        return None
    return 0.0 if unicodedata.combining(text[0]) else (box[2] - TRIED) / TRIED + BEARING
