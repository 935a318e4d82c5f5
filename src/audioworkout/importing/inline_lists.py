"""Several steps on one line, with or without a heading before them."""

import re
from collections.abc import Iterator

from audioworkout.importing import steps
from audioworkout.importing.draft import DraftForm, DraftGroup, DraftStep
from audioworkout.importing.heading_patterns import ListDirective, directive
from audioworkout.importing.lines import PastedLine
from audioworkout.language.forms.table import row_of
from audioworkout.language.grammar import Mistake
from audioworkout.language.model import AnyOf, Form


def gives_doses(form: Form | None) -> bool:
    """Whether steps in such a list need no dose of their own."""
    return form is not None and row_of(form).doses is True


LABEL = re.compile(r"([A-Za-z][^:]{0,60}):\s+(?=\S)")
NOTE = re.compile(
    r"(?:notes?|tips?|stimulus|scaling|equipment|goal|easier|harder)\b[^:]{0,40}:", re.I
)
LIST = re.compile(r", (?:and |then )?|; ?| \+ ")
HEAD_WORD = re.compile(r"[a-z]{3}|\d-\d+-\d|rft|ft", re.I)
MOST_ITEMS = 30  # on one line
MOST_HEAD = 8  # words of a heading before a list


def spoken(text: str) -> ListDirective | None:
    """What a text says of a list, if it does nothing else and can be understood."""
    try:
        return directive(text)
    except Mistake:
        return None


def items(text: str, line: PastedLine, metres: bool, *, undosed: bool = False) -> list[DraftStep]:
    """The steps of a text; empty if it holds anything else. `undosed`: they need no dose."""
    parts = [text]
    if not steps.read(text, metres=metres).dosed:
        parts = [part.strip() for part in LIST.split(text) if part.strip()]
    if len(parts) > MOST_ITEMS:
        return []
    readings = steps.dosed(parts, metres, undosed=undosed)
    return [DraftStep(one.step, line, one.reasons) for one in readings if one.step is not None]


def headed(text: str, line: PastedLine, metres: bool, *, colon: bool = False) -> DraftGroup | None:
    """A form and its list: `21-15-9 thrusters, pull-ups`, `E2MOM 12: 12 deadlifts`.

    `colon`: only where a colon stands between them.
    """
    if len(text) > steps.LONGEST:
        return None
    for head, rest in _colons(text) if colon else _heads(text):
        what = spoken(head)
        if what is None or what.repeats or not (what.form.form or what.form.dose):
            continue
        undosed = gives_doses(what.form.form) or what.form.dose is not None
        if found := items(rest, line, metres, undosed=undosed):
            return DraftGroup(what.form, items=[*found], sources=[(line, what.reason)])
    return None


def labelled(
    text: str, line: PastedLine, metres: bool, choice: AnyOf | None = None
) -> DraftGroup | None:
    """A name and its list: `Core: 30 s plank, 20 sit-ups`. `choice`: how many of it to do."""
    label = LABEL.match(text)
    if label is None or NOTE.match(text) or len(text) > steps.LONGEST:
        return None
    found = items(text[label.end() :], line, metres, undosed=choice is not None)
    if not found:
        return None
    return DraftGroup(DraftForm(choice), label[1].strip(), [*found], [(line, "")])


def _colons(text: str) -> Iterator[tuple[str, str]]:
    """The ways to take a line for a heading and what follows it, at a colon."""
    for colon in re.finditer(r":(?=\s)", text[:100]):
        yield text[: colon.start()], text[colon.end() :].strip()


def _heads(text: str) -> Iterator[tuple[str, str]]:
    """The ways to take a line for a heading and what follows it."""
    yield from _colons(text)
    words = text.split(" ")
    for count in range(min(MOST_HEAD, len(words) - 1), 0, -1):
        head = " ".join(words[:count])
        if HEAD_WORD.search(head):
            yield head.rstrip(" ,:-–—"), " ".join(words[count:]).lstrip(" -–—:")
