"""How measures and marks are written, as patterns over the spellings of a language's units."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

DONE = "\ue000"  # stands for what is pronounced, so that nothing in it is replaced again
W = rf"[\w{DONE}]"
LETTER = rf"(?:[^\W\d_]|{DONE})"
DASH = "(?:[-–‑−]| [-–—] )"  # closed up, or between two spaces
TIMES = "[xX×*]"
GROUPED = re.compile(  # 1'500, 1 500 with a space that doesn't break, 1 050 with any
    r"(?<=[0-9])(?:['’\u00a0\u202f\u2009](?=[0-9]{3}(?![0-9]))| (?=0[0-9]{2}(?![0-9])))"
)
TEMPO = r"(?<!\w)[0-9]{2}X[0-9](?!\w)"  # as some coaches write 3-0-X-1
OF_THE_DAY = r" ?(?i:[ap]\.?m)\b"  # after a clock: no length, and every engine reads it
GLUED = rf"{TIMES}(?:[0-9]|(?!{W}))"  # 3x12, 5x
LONE_X = rf"[xX](?!{W})"  # a stroke of a tempo as fast as can be
HYPHENED = re.compile(f"-{LETTER}")
TIME_UNITS = ("second", "minute", "hour")

Units = Mapping[str, Mapping[str, Any]]
"""The rows of a language's `units`, by name."""


def whole(spelling: str) -> str:
    """Matches a spelling as whole words; a mark at its edge may touch a word (`w/band`)."""
    before = rf"(?<!{W})" if re.match(r"\w", spelling) else ""
    after = rf"(?!{W})" if re.search(r"\w$", spelling) else ""
    return before + re.escape(spelling) + after


def apart(match: re.Match[str], said: str) -> str:
    """What is said instead of a match, with a space where a word touches it."""
    start, end = match.span()
    left = " " if re.match(W, match.string[max(0, start - 1) : start]) else ""
    right = " " if re.match(W, match.string[end : end + 1]) else ""
    return left + said + right


def spelled(units: Units, rows: Iterable[str], after: str = "") -> str:
    """Matches the spellings of units: of one letter as they are, longer ones in any case.

    What comes `after` is asked of spellings that end in a letter.
    """
    spellings = {spelling for row in rows for spelling in units[row]["written"]}
    return "|".join(
        (s if len(s) == 1 and s.isalpha() else f"(?i:{re.escape(s)})")
        + (after if s[-1].isalpha() else "")
        for s in sorted(spellings, key=lambda s: (-len(s), s))
    )


def loose(units: Units) -> str:
    """The marks that are units, `%` and `°`, which may come without a number."""
    written = (spelling for row in units.values() for spelling in row["written"])
    return "".join(s for s in written if len(s) == 1 and not s.isalpha())


def is_part_of_word(match: re.Match[str]) -> bool:
    """Whether a match is just a number, and the first part of a word: `5-a-side`."""
    return match[0].isdecimal() and bool(HYPHENED.match(match.string, match.end()))


def item(units: Units) -> str:
    """Matches a number with its unit, a clock (`1:30`), or a length in one (`1m30s`)."""
    hour, minute, second = (spelled(units, [row]) for row in TIME_UNITS[::-1])
    joint = rf"[0-9]{{1,3}}(?:{hour}|{minute}|m)[0-9]{{1,2}}(?:{minute}|{second}|m)?"
    joint += rf"(?:(?<![0-9])[0-9]{{1,2}}(?:{second})?)?(?!{W})"
    clock = rf"[0-9]{{1,3}}(?::[0-9]{{2}}){{1,2}}(?![0-9:])(?!{OF_THE_DAY})"
    clock += rf"(?: ?(?P<of>{spelled(units, TIME_UNITS, rf'(?!{W})')})|(?!{W}))"
    number = r"(?:[0-9]+(?:[.,][0-9]+)*[¼½¾]?|[.,][0-9]+)(?![0-9])"
    unit = rf" ?(?P<unit>{spelled(units, units, rf'(?!{W})')})"
    bare = rf"(?!(?!{GLUED}){W})(?!['’]{LETTER})"
    return rf"(?P<joint>{joint})|(?P<clock>{clock})|(?P<number>{number})(?:{unit}|{bare})"


def measure(units: Units) -> str:
    """Matches items with dashes, `x` and slashes between: `3x8-12 kg`, `5:00/km`."""
    one = "(?>" + re.sub(r"\?P<\w+>", "?:", item(units)) + ")"
    start = rf"(?:(?<!{W})|(?<=(?<!{W})[xX]))(?<!{W}[-–‑'’])(?<![0-9][.,:/])"
    minus = r"(?:(?<![0-9] )(?<![.,)\]%°])[-−](?=[.,]?[0-9]))?"
    end = r"(?:(?<![0-9])|(?![xX.,:/-][0-9]))"
    between = rf"(?:{DASH}| ?{TIMES} ?| ?/ ?)"
    per = spelled(units, (row for row in units if "per" in units[row]), rf"(?!{W})")
    return (
        rf"{start}{minus}{one}(?:{between}{one}|-{LONE_X}){{0,60}}"
        rf"(?: ?[xX×](?!{W}))?(?: ?/ ?(?:{per}))?(?:\+(?! ?[0-9]))?{end}"
    )


def signs(marks: Iterable[str]) -> str:
    """Matches marks; `#` and `x` only before a number, where they are marks."""
    plain = "".join(re.escape(mark) for mark in marks if mark != "#")
    return rf"[{plain}]|#(?= ?[0-9])|(?<!{W})[xX](?= ?[0-9])"


def replaced(units: Units, marks: Iterable[str], shorts: Iterable[str]) -> Iterator[str]:
    """All that is replaced, as groups: one for each short form, then those that have a name."""
    for short in shorts:
        yield f"((?i:{whole(short)}))" if short.islower() else f"({whole(short)})"
    yield f"(?P<tempo>{TEMPO})"
    yield f"(?P<measure>{measure(units)})"
    yield rf"(?P<repeated>(?:(?<!{W})[xX]|×) ?[0-9]+(?:[-–][0-9]+)?(?= ?(?:[.,;:!?)]|$)))"
    yield f"(?P<mark>{signs(marks)})"
    yield f"(?P<loose>[{re.escape(loose(units))}])"
    yield r"(?P<slash>/(?! ?[0-9])|(?<![0-9])/)"
