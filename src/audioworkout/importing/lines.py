"""A pasted text to lines: printable, without bullets, with a depth."""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from audioworkout.importing.plain_text import without_points
from audioworkout.language.grammar import MAX_LINE

MAX_LINES = 1_000  # that are not blank; a season of plans has fewer

# Unicode's control, format and private characters, and halves of pairs: none can be read aloud.
INVISIBLE = re.compile(
    "[\0-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5"
    "\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ud800-\udfff\ufe00-\ufe0f\ufeff\ufff0-\ufffb"
    "\ufffe\uffff]"
)
TAG = re.compile(r"</?(?:a|b|br|div|em|h[1-6]|i|li|ol|p|span|strong|u|ul)\b[^<>]{0,200}>", re.I)
BULLET = re.compile(
    r"(?:[•◦▪▫‣·●○■□➢➤►▶▸✓✔✅☐☑] ?|[*+–—−>-] +(?=\S)|\[[ xX]\] +)+"
    r"|(?:\(?[0-9]{1,2}[.)]|[A-Za-z][0-9]?[.)]|[A-H][0-9]{1,2}(?::| ?[-–—])|[0-9][a-h][.):])"
    r" +(?=\S)(?!\d{1,2}:\d\d [eE]\d?[mM])"  # `(10) 1:00 EMOM` has ten of them
)
EMPHASIS = re.compile(r"(\*\*|__|\*|_|`)(?=\S)(.{1,200}?)(?<=\S)\1(?![\w*])")
DECORATION = re.compile(r"[-=_*~#–—•·.|+{}()<>/\\\[\] ]+")  # with nothing between to read
TAB = 4  # columns


@dataclass(frozen=True, slots=True)
class PastedLine:
    """A line of the input, counted from 1.

    `text` is the line in printable characters with single spaces; `body` is what is left to
    read of it, without its bullet. `level` compares as the depth of lists does.
    """

    number: int
    text: str
    body: str
    level: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class PastedText:
    """A text to read: as it is, as lines (None for blank ones), and the name of its file."""

    text: str
    lines: tuple[PastedLine | None, ...]
    name: str = ""


def lines_of(text: str) -> list[PastedLine | None]:
    """The lines of a text in order; None for each that is blank or mere decoration."""
    found: list[PastedLine | None] = []
    for number, raw in enumerate(text.splitlines(), 1):
        line = line_of(number, raw)
        found.append(None if line is None or DECORATION.fullmatch(line.text) else line)
    return found


def line_of(number: int, raw: str) -> PastedLine | None:
    """One line, or None if nothing of it can be seen."""
    shown = printable(raw)
    text = " ".join(shown.split())
    if not text:
        return None
    indent = len(shown.expandtabs(TAB)) - len(shown.expandtabs(TAB).lstrip())
    body = bare = unbulleted(text)
    if body[:1] in "*_`" and len(body) <= MAX_LINE:
        body = EMPHASIS.sub(r"\2", body)
    body = without_points(body.strip())
    return PastedLine(number, text, body, (indent, int(bare != text)))


def unbulleted(text: str) -> str:
    """A line without its bullet or its number in the list."""
    bullet = BULLET.match(text)
    return text[bullet.end() :] if bullet else text


def printable(raw: str) -> str:
    """A line without markup, entities and what cannot be seen."""
    plain = INVISIBLE.sub("", html.unescape(raw) if "&" in raw else raw)
    if "<" in plain:
        plain = TAG.sub(" ", plain)
    # An entity can stand for a line break or for a character that cannot be seen.
    return INVISIBLE.sub("", re.sub(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]", " ", plain))


def single_spaced(lines: list[PastedLine | None]) -> list[PastedLine | None]:
    """The lines, without the blank ones between all lines of a text that was pasted apart."""
    seen = [index for index, line in enumerate(lines) if line is not None]
    gaps = [later - earlier - 1 for earlier, later in pairwise(seen)]
    if len(gaps) < 3 or sum(gap > 0 for gap in gaps) < 0.8 * len(gaps):
        return lines
    usual = min(gap for gap in gaps if gap > 0)
    kept: list[PastedLine | None] = []
    for index, gap in zip(seen, [*gaps, 0], strict=True):
        kept.append(lines[index])
        kept.extend([None] * (gap > usual))
    return kept


def count(lines: Iterable[PastedLine | None]) -> int:
    """How many lines there are to read."""
    return sum(line is not None for line in lines)
