"""Several steps on one line, with or without a heading before them."""

import re
from collections.abc import Iterator

from audioworkout.importing import steps
from audioworkout.importing.draft import DraftForm, DraftGroup, DraftStep
from audioworkout.importing.heading_patterns import TIME, ListDirective, directive, duration, number
from audioworkout.importing.lines import PastedLine
from audioworkout.importing.plain_text import plain
from audioworkout.language.forms.table import row_of
from audioworkout.language.grammar import Mistake
from audioworkout.language.model import AnyOf, Circuit, Distance, Form, Range, Time, Work


def is_plan(text: str) -> bool:
    """Whether a line that reads as a sentence is a list."""
    return bool(CHAINED.match(text) or ALTERNATED.fullmatch(plain(text)))


def gives_doses(form: Form | None) -> bool:
    """Whether steps in such a list need no dose of their own."""
    return form is not None and row_of(form).doses is True


REPEATED = re.compile(
    r"(\d{1,3}(?:-\d{1,3})?) ?(?:x|\*|times|rounds?(?: of)?:?) ?(\D{0,2}\d.+)", re.I
)
PARTS = re.compile(
    r" ?[/+&;] ?|, (?:then |and )?| then | and (?=\d)| with (?=\d)"
    r"|(?<=[a-z]) (?=\d[\d:.]{0,5} ?(?:s|secs?|seconds?|min|mins|minutes?)\b)",
    re.I,
)
TOGETHER = re.compile(r"[/+&]")
GAIT = re.compile(r"\b(?:run|jog|walk|float|stride|sprint)", re.I)
ALTERNATED = re.compile(
    rf"(?:then,? )?alternat(?:e|ing)(?: between)? ({TIME}(?: of)? [a-z -]+?),? (?:and|with|then) "
    rf"({TIME}(?: of)? [a-z -]+?),? for(?: a total of)? ({TIME})\.?",
    re.I,
)
CHAINED = re.compile(
    r"(?:\d|run|row|bike|swim|walk|jog|ski)\b.{1,60}, then (?:\d{1,3}|[a-z]{3,7})"
    r" (?:rounds?|times)\b.{0,20}:",
    re.I,
)
RUNGS = re.compile(r"\d/\d{1,3}/\d")
HOW = re.compile(r"\b(?:rounds?|amrap|emom|tabata|for time|as many|times through|x ?\d)\b", re.I)
MORE = re.compile(r"(,| with\b| wearing\b| in\b| using\b)")
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


def says_how(text: str) -> bool:
    """Whether a line says how a list is done, understood or not: it is no title."""
    head = MORE.split(text, maxsplit=1)[0]
    if RUNGS.search(text) or (HOW.search(text) and text.rstrip().endswith((":", " of"))):
        return True
    return any(spoken(it) is not None for it in (text, head))


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


def repeated(text: str, line: PastedLine, metres: bool) -> DraftGroup | None:
    """Rounds of two or more on one line: `6 x 1 min hard / 1 min easy`, `4 x (20 s on, 40 s off)`.

    Parts between commas must all be timed, or distances: `3 x 10 squats, 10 lunges` can mean that
    only the squats are done three times.
    """
    spelled = plain(text)
    if (turns := ALTERNATED.fullmatch(spelled)) is not None:
        return _alternated(turns, line, metres)
    found = REPEATED.fullmatch(spelled)
    if found is None or len(spelled) > steps.LONGEST:
        return None
    inside = found[2].strip()
    bracketed = inside[:1] in "([{"
    parts = [part.strip() for part in PARTS.split(inside.strip("()[]{} ")) if part.strip()]
    if not 2 <= len(parts) <= MOST_ITEMS:
        return None
    moving = GAIT.search(inside)
    parts = [f"{part} run" if moving and steps.BARE.fullmatch(part) else part for part in parts]
    readings = steps.dosed(parts, metres)
    works = [one.step for one in readings if isinstance(one.step, Work)]
    if len(works) < 2 and not (works and bracketed):
        return None
    whole = bracketed or TOGETHER.search(inside)
    if not (whole or all(isinstance(work.dose, Time | Distance) for work in works)):
        return None
    items = [DraftStep(one.step, line, one.reasons) for one in readings if one.step is not None]
    return DraftGroup(DraftForm(Circuit(number(found[1]))), items=[*items], sources=[(line, "")])


def _alternated(turns: re.Match[str], line: PastedLine, metres: bool) -> DraftGroup | None:
    """`alternate 60 s of running and 90 s of walking for 20 minutes`: rounds that fill the time."""
    readings = steps.dosed([turns[1], turns[2]], metres)
    lengths = [
        one.step.dose.length.low
        for one in readings
        if isinstance(one.step, Work) and isinstance(one.step.dose, Time)
    ]
    count, left = divmod(duration(turns[3]).low, sum(lengths) or 1)
    if len(lengths) != 2 or left or not count:
        return None
    items = [DraftStep(one.step, line, one.reasons) for one in readings if one.step is not None]
    form = DraftForm(Circuit(Range(count, count)))
    return DraftGroup(form, items=[*items], sources=[(line, f"{count} rounds fill {turns[3]}")])


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
