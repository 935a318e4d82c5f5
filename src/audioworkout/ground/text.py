"""Text that anybody wrote, made safe to print, to show and to put into a file.

This is the one door: no control character, no half of a surrogate pair and, unless they are
asked for, no mark that turns the direction of what follows gets through it.
"""

import re
from itertools import groupby

ELLIPSIS = "…"
MOST_CHARACTERS = 300  # of a name or a title; nothing that a person reads at a glance is longer

_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
_NO_CHARACTERS = re.compile("[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")  # XML 1.0, clause 2.2
_DIRECTIONS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def one_line(text: str, *, directions: bool = False, broken: str = " ") -> str:
    """Text without line breaks, controls, direction marks and half characters; single spaces.

    `directions` keeps the marks; `broken` stands in for half characters and for those that are
    none (U+FFFE, say).
    """
    line = _NO_CHARACTERS.sub(broken, _CONTROLS.sub(" ", text))
    return " ".join((line if directions else _DIRECTIONS.sub(" ", line)).split())


def shortened(line: str, most: int) -> str:
    """A line of at most so many characters, an ellipsis at its end where it is cut."""
    return line if len(line) <= most else line[: most - 1].rstrip() + ELLIPSIS


def clean(text: str, most: int = MOST_CHARACTERS) -> str:
    """A name or a title: one line, cut."""
    return shortened(one_line(text), most)


def paragraphs(text: str) -> tuple[str, ...]:
    """An author's text in paragraphs, which empty lines part; each keeps its lines."""
    lines = map(one_line, text.splitlines())
    return tuple("\n".join(part) for filled, part in groupby(lines, bool) if filled)
