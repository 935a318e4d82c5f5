"""Text for a picture: measured, cut and broken to fit."""

import unicodedata

from audioworkout.ground.text import ELLIPSIS

# Advance widths of Roboto in hundredths of the font's size, to which other sans-serifs are close.
_WIDTHS = {
    char: width
    for width, chars in (
        (25, " '`ijl|"),
        (29, '!.,:;()[]{}I-"·'),
        (36, "frt/\\*^"),
        (52, "cksvxyz?_"),
        (57, "abdeghnopquFEJL$0123456789–×…"),
        (64, "ABCDGHKNOPQRSTUVXYZ#&~"),
        (75, "w%<=>+"),
        (90, "mMW@—"),
    )
    for char in chars
}
_OTHER = 70
_WIDE = 105  # ideographs and emoji
_SPARE, _SPARE_BOLD = 1.13, 1.26  # the reader may have no font narrower than DejaVu Sans


def width(text: str, size: float, *, bold: bool = False) -> float:
    """The room that a text takes in a sans-serif of `size`, in the same unit; rather too much."""
    return sum(map(_advance, text)) * size * (_SPARE_BOLD if bold else _SPARE) / 100


def _advance(char: str) -> int:
    known = _WIDTHS.get(char)
    if known is not None:
        return known
    if unicodedata.combining(char):
        return 0
    return _WIDE if unicodedata.east_asian_width(char) in "WF" else _OTHER


def fit(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """The text, or as much of it as fits in `room` with an ellipsis; "" where nothing does."""
    if width(text, size, bold=bold) <= room:
        return text
    room -= width(ELLIPSIS, size, bold=bold)
    used = 0.0
    for index, char in enumerate(text):
        used += width(char, size, bold=bold)
        if used > room:
            kept = text[:index].rstrip(" ,.;:·–-")
            return kept + ELLIPSIS if kept else ""
    return text


def wrap(text: str, size: float, room: float, most: int) -> list[str]:
    """The text, in bold, in at most `most` lines that fit in `room`, broken between words."""
    lines: list[str] = []
    words = text.split()
    while words:
        if len(lines) == most - 1:
            return [*lines, fit(" ".join(words), size, room, bold=True)]
        line = words.pop(0)
        while words and width(f"{line} {words[0]}", size, bold=True) <= room:
            line += f" {words.pop(0)}"
        lines.append(fit(line, size, room, bold=True))
    return lines


def isolated(text: str) -> str:
    """A text after which numbers keep their place even if it runs from right to left."""
    leftward = any(unicodedata.bidirectional(char) in ("R", "AL", "AN") for char in text)
    return f"{text}\u200e" if leftward else text
