"""A group on one line: a pair that is repeated, intervals that leave on the clock, a pyramid.

`6 x (1 min hard, 1 min easy)` means the heading `6 rounds` and the two steps as its list. A line is
taken apart here, and its heading and its steps are read where those of a list are.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from audioworkout.language.durations import quoted
from audioworkout.language.grammar import Mistake, normalised

TIME = r"\d+(?:\.\d+)? ?-?(?:s|secs?|seconds?|mins?|minutes?|hours?|h)\b|\d+:\d\d"
FAR = r"\d+(?:\.\d+)? ?(?:km?|m|miles?|mi|met(?:er|re)s?|yards?|yds?)\b"
COUNT = r" *(?P<count>\d+(?:-\d+)?) ?(?:x|times|rounds? of|sets? of) ?"
# What one does to recover on the move. Standing is `rest`, which the line of a step has.
EASY = re.compile(
    r"\b(?:easy|jog|jogging|jogs|walk|walking|float|floating|slow|slowly|light|lightly|spin|shuffle|trot|steady|moderate)\b"
)
STANDING = re.compile(r" +(?:recovery|recover|recoveries|rest)$")
BETWEEN = re.compile(r"\bbetween\b")

BRACKET = re.compile(rf"{COUNT}\((?P<inside>[^()]+(?:\([^()]*\)[^()]*)*)\)(?P<tail>.*)")
PARTS = re.compile(r" *(?:[,;+] *| / |/ ?(?=\d)|\b(?:and then|followed by|then|and(?= \d))\b) *")
THEN = r"\b(?:and then|followed by|alternating with|then|and)\b"
STRONG = re.compile(rf" *(?:[+;]| / |(?<!\bw)/|,? ?{THEN}) *(?={TIME}|{FAR})")
WEAK = re.compile(rf" *(?:,|,? ?\bwith\b|,? ?\bw/) *(?:an? )?(?={TIME}|{FAR})")
LEAVING = re.compile(
    rf"{COUNT}(?P<step>.+?),? +(?:(?:leaving|going|starting|start|leave|go)(?: every)? )?"
    rf"(?:on (?:the )?)(?P<slot>{TIME})(?: (?:seconds?|minutes?|mins?))? *"
)
CLIMB = re.compile(
    r" *(?:pyramid(?: of)? +)?(?P<climb>(?:\d[\d.:]*(?: ?(?:s|secs?|mins?))? ?(?:-|,|/) ?){2,}"
    r"\d[\d.:]* ?(?:s|secs?|seconds?|mins?|minutes?)\b)(?: of)? +(?P<name>[^\d,;()]+?)"
    r"(?P<tail>[,;] *.*| with .*)?"
)
RESTS = r"(?:rest(?:ing)?|recovery|recover|off)"
REST = re.compile(
    rf" *[,;]? *(?:with +)?(?:{RESTS} +(?P<first>{TIME})|(?P<last>{TIME})(?: of)? +{RESTS})"
    rf"(?: *(?:between|after) (?:the )?(?:rounds|sets|each|each round|each set))? *"
)
EQUAL = re.compile(r" *[,;]? *(?:with +)?(?:equal|same|the same) +(?:rest|recovery|recoveries) *")


@dataclass(frozen=True, slots=True)
class LinePiece:
    """A step in a line, and where it begins and ends there."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A line that is a group: its heading, and the steps of its list."""

    heading: str
    steps: tuple[LinePiece, ...]


def group_line(text: str) -> GroupLine | None:
    """The group that a line is, or None where it is a step; raises Mistake with the place in it."""
    plain = normalised(text)
    if '"' in plain:
        return None
    return (
        _bracket(text, plain) or _leaving(text, plain) or _climb(text, plain) or _pair(text, plain)
    )


def _rounds(count: str, rest: str = "") -> str:
    return f"{count} rounds" + (f", {rest} between rounds" if rest else "")


def _bracket(text: str, plain: str) -> GroupLine | None:
    """`3 x (10 push-ups, 10 squats), rest 60s`."""
    found = BRACKET.fullmatch(plain)
    if found is None or not re.match(r" *(?:\d|rest\b)", found["inside"]):
        return None
    tail = found["tail"].strip()
    rest = REST.fullmatch(tail) if tail else None
    if tail and rest is None:
        hint = "behind the bracket stands the rest between its rounds, such as `rest 60s`"
        raise Mistake(f"cannot read `{tail}`", hint, start=found.start("tail"), end=len(text))
    start = found.start("inside")
    ends = [0, *(cut for part in _cuts(found["inside"]) for cut in part), len(found["inside"])]
    pieces = [_piece(text, start + ends[i], start + ends[i + 1]) for i in range(0, len(ends), 2)]
    between = (rest["first"] or rest["last"]) if rest else ""
    return GroupLine(_rounds(found["count"], between), tuple(pieces))


def _cuts(inside: str) -> Iterator[tuple[int, int]]:
    """Where one step of a bracket ends and the next begins: words behind a comma are a note."""
    for cut in PARTS.finditer(inside):
        if re.match(r"(?:\d|rest\b|max\b)", inside[cut.end() :]) and cut.start():
            yield cut.start(), cut.end()


def _piece(text: str, start: int, end: int) -> LinePiece:
    return LinePiece(text[start:end].strip(), start, end)


def _pair(text: str, plain: str) -> GroupLine | None:
    """`6 x 1 min hard / 1 min easy`; behind a comma the second of the two must be an easy one."""
    begin = re.match(COUNT, plain)
    if begin is None:
        return None
    for rule, sure in ((STRONG, True), (WEAK, False)):
        for cut in rule.finditer(plain, begin.end()):
            second = plain[cut.end() :].strip()
            if not sure and ("," in second or not EASY.search(second)):
                continue
            if comma := re.search("[,;]", second):
                start = cut.end() + comma.start()
                first = text[begin.end() : cut.start()].strip()
                hint = (
                    f"write `{begin['count']} x ({first}, {text[cut.end() : start]}){text[start:]}`"
                )
                message = f"{quoted(text[start:].strip(' ,;'))} could be of one step or of both"
                raise Mistake(message, hint, start=start, end=len(text))
            return GroupLine(_rounds(begin["count"]), _two(text, plain, begin.end(), cut))
    return None


def _two(text: str, plain: str, start: int, cut: re.Match[str]) -> tuple[LinePiece, LinePiece]:
    """The steps before and behind a cut."""
    first, second = _piece(text, start, cut.start()), _piece(text, cut.end(), len(text))
    if between := BETWEEN.search(plain, cut.end()):
        hint = f"write `{plain[:start].strip()} ({first.text}, …)`: the second is done after each"
        raise Mistake(
            "`between` would leave out the last", hint, start=between.start(), end=between.end()
        )
    if EASY.search(normalised(second.text)):
        easy = STANDING.sub("", normalised(second.text))  # `3 min jog recovery` is a jog
        second = LinePiece(second.text[: len(easy)], second.start, second.end)
    if re.search(r"\b(?:jog|walk|float)", normalised(second.text)):
        first = _running(first)
    return first, second


def _running(piece: LinePiece) -> LinePiece:
    """`800 m in 3:30` before a jog is a run."""
    far = re.match(FAR, normalised(piece.text))
    rest = piece.text[far.end() :] if far else ""
    if far is None or not re.fullmatch(r"(?: (?:in|at|@) .*)?", rest):
        return piece
    return LinePiece(f"{_metres(piece.text[: far.end()])} run{rest}", piece.start, piece.end)


def _metres(text: str) -> str:
    """The same with metres that cannot be minutes."""
    return re.sub(r"(\d) ?m\b", r"\1 metres", text)


def _leaving(text: str, plain: str) -> GroupLine | None:
    """`10 x 100 m swim on 2:00`."""
    found = LEAVING.fullmatch(plain)
    if found is None:
        return None
    if "-" in found["count"]:
        raise Mistake("expected one number of intervals", start=0, end=found.end("count"))
    step = _piece(text, *found.span("step"))
    step = LinePiece(_metres(step.text), step.start, step.end)
    return GroupLine(f"every {found['slot']} x{found['count']}", (step,))


def _climb(text: str, plain: str) -> GroupLine | None:
    """`1-2-3-2-1 min hard, equal recovery`."""
    found = CLIMB.fullmatch(plain)
    if found is None:
        return None
    climb = re.sub(r" ?[-,/] ?", "-", found["climb"])
    tail = found["tail"] or ""
    rest = REST.fullmatch(tail)
    if EQUAL.fullmatch(tail):
        climb += ", equal rest"
    elif rest is not None:
        climb += f", {rest['first'] or rest['last']} between rounds"
    elif tail.strip():
        hint = "`equal recovery`, or a rest such as `rest 60s`"
        raise Mistake(
            f"cannot read `{tail.strip(' ,;')}`", hint, start=found.start("tail"), end=len(text)
        )
    return GroupLine(f"pyramid {climb}", (_piece(text, *found.span("name")),))
