"""Several steps on one line, with or without a heading before them."""

import re
from collections.abc import Iterator

from audioworkout.importing import steps
from audioworkout.importing.draft import Form, Group, Line, Step
from audioworkout.importing.heading_patterns import Said, said
from audioworkout.language.grammar import Mistake

UNDOSED = ("amrap", "for_time", "ladder_for_time", "ladder", "tabata", "intervals")
"""Forms whose steps need no dose of their own."""

LABEL = re.compile(r"([A-Za-z][^:]{0,60}):\s+(?=\S)")
NOTE = re.compile(
    r"(?:notes?|tips?|stimulus|scaling|equipment|goal|easier|harder)\b[^:]{0,40}:", re.I
)
LIST = re.compile(r", (?:and |then )?|; ?| \+ ")
HEAD_WORD = re.compile(r"[a-z]{3}|\d-\d+-\d|rft|ft", re.I)
MOST_ITEMS = 30  # on one line
MOST_HEAD = 8  # words of a heading before a list


def spoken(text: str) -> Said | None:
    """What a text says of a list, if it does nothing else and can be understood."""
    try:
        return said(text)
    except Mistake:
        return None


def items(text: str, line: Line, metres: bool, undosed: bool = False) -> list[Step]:
    """The steps of a text; empty if it holds anything else. `undosed`: they need no dose."""
    whole = steps.read(text, metres=metres)
    readings = [whole]
    if whole.text is None or not whole.dosed:
        parts = [part for part in LIST.split(text) if part.strip()]
        if len(parts) > MOST_ITEMS:
            return []
        readings = [steps.read(part.strip(), metres=metres) for part in parts]
    if not all(reading.text and (reading.dosed or undosed) for reading in readings):
        return []
    return [Step(one.text or "", line, one.reasons, one.dosed) for one in readings]


def headed(text: str, line: Line, metres: bool, colon: bool = False) -> Group | None:
    """A form and its list: `21-15-9 thrusters, pull-ups`, `E2MOM 12: 12 deadlifts`.

    `colon`: only where a colon stands between them.
    """
    if len(text) > steps.LONGEST:
        return None
    for head, rest in _colons(text) if colon else _heads(text):
        what = spoken(head)
        if what is None or not (what.form.kind or what.form.dose) or what.repeats:
            continue
        undosed = what.form.kind in UNDOSED or bool(what.form.dose)
        if found := items(rest, line, metres, undosed):
            return Group(what.form, items=list(found), sources=[(line, what.reason)])
    return None


def labelled(text: str, line: Line, metres: bool, chosen: str) -> Group | None:
    """A name and its list: `Core: 30 s plank, 20 sit-ups`. `chosen`: how many of it to do."""
    label = LABEL.match(text)
    if label is None or NOTE.match(text) or len(text) > steps.LONGEST:
        return None
    found = items(text[label.end() :], line, metres, bool(chosen))
    form = Form("any", chosen) if chosen else Form()
    return Group(form, label[1], list(found), [(line, "")]) if found else None


def _colons(text: str) -> Iterator[tuple[str, str]]:
    """The ways to take a line for a heading and what follows it, at a colon."""
    for colon in [at.start() for at in re.finditer(r":(?=\s)", text[:100])]:
        yield text[:colon], text[colon + 1 :].strip()


def _heads(text: str) -> Iterator[tuple[str, str]]:
    """The ways to take a line for a heading and what follows it."""
    yield from _colons(text)
    words = text.split(" ")
    for count in range(min(MOST_HEAD, len(words) - 1), 0, -1):
        head = " ".join(words[:count])
        if HEAD_WORD.search(head):
            yield head.rstrip(" ,:-–—"), " ".join(words[count:]).lstrip(" -–—:")
