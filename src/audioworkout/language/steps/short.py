"""A step's line to a step of the model."""

import re
from functools import partial
from types import MappingProxyType

from parsimonious.nodes import Node

from audioworkout.ground.diagnostics import START, Span
from audioworkout.ground.spelling import slip_of
from audioworkout.language.durations import format_count, quoted
from audioworkout.language.grammar import Mistake, first, named, normalised, part, tree
from audioworkout.language.model import Pause, Play, Say, Work
from audioworkout.language.steps import unread
from audioworkout.language.steps.dose import minutes_or_metres, total_in
from audioworkout.language.steps.line import HOW, Knows, Line, unquoted
from audioworkout.language.steps.names import FILLERS, name_of
from audioworkout.language.steps.option import Paces, Read
from audioworkout.language.steps.options import BEHIND_COMMAS
from audioworkout.language.steps.pauses import pause_of, words_of
from audioworkout.language.steps.table import STEP, build

# A bullet, and a label such as `1.`, `A1.` or `b)`.
BULLET = re.compile(r"\s*(?:[•◦▪‣·*–—-]\s+)*\s*(?:(?:[0-9]{1,2}|[A-Za-z][0-9]{0,2})[.)]\s+(?=\S))?")
OPTIONS = tuple(option.word for option in BEHIND_COMMAS if option.word)
EXAMPLES = {
    option.word: f"{option.word} {option.key.examples[0]}"
    for option in BEHIND_COMMAS
    if option.word and option.key.examples
}

EASY_WAY = re.compile(r"(?:easy |slow )?(?:jog|walk|float|recover)\b")
DECIMAL_COMMA = re.compile(r"[0-9]+,[0-9]+")
THOUSANDS = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")
QUOTED = re.compile(r'"[^"]*"')


NO_PACES: Paces = MappingProxyType({})


def step(
    text: str,
    origin: Span,
    knows: Knows,
    name: str | None = None,
    paces: Paces = NO_PACES,
    *,
    hinted: bool = True,
) -> Work | Pause | Say | Play:
    """The step that a line describes; raises Mistake with the place in `text`.

    Unless `hinted`, the mistake has no way out that must be tried first: each try is a parse.

    `knows` tells whether a name is an exercise of the catalogue, which decides between two
    readings of some lines. `name` is the exercise where it stands apart (`push-ups: 30s`), `paces`
    are those that the file defines.
    """
    bullet = BULLET.match(text)
    start = bullet.end() if bullet else 0
    if not text[start:].strip():
        raise Mistake("this line is empty", HOW)
    _no_primes(text)
    whole = tree("step", text, start)
    if whole is None:
        raise Mistake("a bracket or a quotation mark is missing its partner", start=start)
    kind = next(named(whole, "say", "play", "repeat", "pause", "work"))
    match kind.expr_name:
        case "say" | "play":
            return words_of(kind, text, origin)
        case "repeat":
            hint = "write `5 rounds:` above the list, and the list indented below it"
            raise Mistake("a line cannot say how often to repeat", hint, start=start)
        case "pause":
            return pause_of(kind, origin)
    if comma := DECIMAL_COMMA.search(QUOTED.sub(_blank, normalised(text))):
        number = comma[0].replace(",", "" if THOUSANDS.fullmatch(comma[0]) else ".")
        hint = f"write `{number}`, or a space behind the comma"
        raise Mistake("a number takes no comma", hint, start=comma.start(), end=comma.end())
    reads = partial(_reads, knows) if hinted else _untried
    return _work(Line(text, knows, reads), kind, name, origin, paces)


def _reads(knows: Knows, text: str) -> bool:
    """Whether a line is a step with its dose, or a pause."""
    try:
        read = step(text, START, knows, hinted=False)
    except Mistake:
        return False
    return not isinstance(read, Work) or read.dose is not None


def _untried(text: str) -> bool:
    del text
    return False


PRIMES = re.compile(r"[0-9]+ ?(['’‘′´`]{1,2}|[″»])(?=[ ,;)0-9]|$)")
UNIT_OF_PRIME = {"'": " min", '"': "s"}


def _no_primes(text: str) -> None:
    """Refuses `30"` and `10'`, which are seconds and minutes to some, inches and feet to others."""
    plain = normalised(text)
    marks = [place for place, char in enumerate(plain) if char == '"'][::2]
    opening = next((place for place in marks if _is_prime(plain, place)), None)
    prime = PRIMES.search(QUOTED.sub(_blank, plain)) if opening is None else None
    if prime:
        opening, end = prime.start(1), prime.end(1)
        unit = UNIT_OF_PRIME["'" if end == opening + 1 and prime[1] not in "″»" else '"']
    elif opening is not None:
        end, unit = opening + 1, UNIT_OF_PRIME['"']
    else:
        return
    number = re.search(r"[0-9.:]+ ?$", text[:opening])
    assert number
    shown = text[number.start() : end]
    hint = f"write `{number[0].strip()}{unit}` for a time; a length goes into `note`"
    message = f"`{shown}` could be a time or a length"
    raise Mistake(message, hint, start=number.start(), end=end)


def _is_prime(text: str, place: int) -> bool:
    """Whether a mark is of the number before it, and opens no name: `30 "plank"` has a name."""
    names = text[place - 1] == " " and QUOTED.match(text, place) and text[place + 1] not in ' "'
    return not names and re.search("[0-9] ?$", text[:place]) is not None


def _blank(quoted_text: re.Match[str]) -> str:
    return "_" * len(quoted_text[0])


def _work(line: Line, node: Node, name: str | None, origin: Span, paces: Paces) -> Work:
    for piece in named(node, *READ):
        READ[piece.expr_name](line, piece)
    if name is None:
        name = name_of(line)
    elif (one := unread.found(name, unread.NAME_APART)) and not line.knows(name):
        mistake = unread.refusal(name, one, line.reads)
        raise Mistake(mistake.message, mistake.hint)
    elif extra := [word for word in line.words if word.text not in FILLERS]:
        message = f"`{name}` and {quoted(line.source(extra[0]))}: which is the exercise?"
        raise line.mistake(message, "write the dose alone, or the step on one line", extra[0])
    _reps_or_metres(line, name)
    if line.notes:
        line.found["note"] = ", ".join(line.notes)
    minutes_or_metres(line, name)
    try:
        return build({"exercise": name, **line.found}, origin, paces)
    except Mistake as mistake:
        start, end = line.places.get(mistake.field or "", (None, None))
        raise Mistake(mistake.message, mistake.hint, start=start, end=end) from None


MANY = 100  # reps in a set, from which swimmers and runners mean metres


def _reps_or_metres(line: Line, name: str) -> None:
    """`5 x 100 free` is a hundred metres to a swimmer."""
    reps, sets = line.found.get("reps"), line.found.get("sets")
    said = any(dose.expr_name == "reps" for dose in line.doses)
    if sets and reps and reps.low >= MANY and not said and not line.knows(name):
        count = f"{format_count(sets)} x {format_count(reps)}"
        hint = f"write `{count} reps {name}`, or `{count} m {name}` with its pace"
        raise Mistake(f"`{count}` could be reps or metres", hint)


# What is no option: words of the name, brackets, words behind a comma


def _word(line: Line, node: Node) -> None:
    line.words.append(node)


def _bracket(line: Line, node: Node) -> None:
    inside = part(node, "in_brackets")
    text = line.text[inside.start : inside.end].strip()
    if not text or total_in(line, text, node):
        return
    if tree("sides", text):
        hint = f'write `{text}` without brackets, or `note "{text}"`'
        message = f"`({text})` could be the sides to do, or a note"
        raise line.mistake(message, hint, node)
    if one := unread.found(text, unread.NOTE):
        raise line.mistake(
            unread.refusal(text, one, line.reads).message,
            f'`note "{text}"` says that it is a note',
            node,
        )
    line.notes.append(unquoted(text))


def _free(line: Line, node: Node) -> None:
    """Words behind a comma: a note, unless they look like something else."""
    text = unquoted(line.source(node))
    word = normalised(text).split()[0] if text.split() else ""
    if not word:
        return
    if first(node, "quoted") is None:
        _check_free(line, text, word, node)
    line.places["note"] = (node.start, node.end)
    line.notes.append(text)


def _bracketed(first: str, second: str) -> str:
    """`3 x 10 squats` and `30s plank` as a group on one line."""
    count, cross, step = normalised(first).partition("x ")
    if not cross or not count.strip().isdigit():
        return f"2 x ({first.strip()}, {second})"
    return f"{count.strip()} x ({first[-len(step) :].strip()}, {second})"


def _check_free(line: Line, text: str, word: str, node: Node) -> None:
    if near := slip_of(word, OPTIONS):
        hint = f'did you mean `{near}`? A note goes into `note "{text}"`'
        raise line.mistake(f"unknown option {quoted(text)}", hint, node)
    if line.reads(text):
        before = line.text[: node.start].rstrip(" ,;-–—")
        hint = "make two lines of it"
        if line.reads(before):
            hint += f", or write `{_bracketed(before, text)}`"
        raise line.mistake(f"{quoted(text)} is another step", hint, node)
    if word in OPTIONS or any(char.isdigit() for char in text):
        written = EXAMPLES.get(word)
        hint = f"write `{written}`" if written else f'`note "{text}"` says that it is a note'
        raise line.mistake(f"cannot read {quoted(text)}", hint, node)
    if "sets" in line.found and EASY_WAY.match(normalised(text)):
        hint = f'give it a time, such as `60s {text}`, or write `note "{text}"`'
        raise line.mistake(f"{quoted(text)} between the sets takes an unknown time", hint, node)
    if one := unread.found(text, unread.NOTE):
        english = unread.rewritten(line.text, line.reads)
        hint = f"write `{english}`" if english else f'a note goes into `note "{text}"`'
        raise line.mistake(unread.refusal(text, one, line.reads).message, hint, node)
    if line.knows(text):
        hint = f'one exercise a line; a note goes into `note "{text}"`'
        raise line.mistake(f"{quoted(text)} is another exercise", hint, node)


READ: dict[str, Read] = {
    "word": _word,
    "quoted": _word,
    "bracket": _bracket,
    "free": _free,
    **{part: read for option in STEP.values() for part, read in option.reads.items()},
}
"""What reads each part of the grammar; the parts inside a listed part are read by its reader."""
