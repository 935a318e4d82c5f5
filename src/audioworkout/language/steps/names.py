"""The name of an exercise in a step's line, and the readings that it must not have."""

import re

from parsimonious.nodes import Node

from audioworkout.language.durations import quoted
from audioworkout.language.grammar import Mistake, named, normalised, part, tree
from audioworkout.language.steps import pauses, unread
from audioworkout.language.steps.line import HOW, Line, unquoted

FILLERS = {"of", "in", "the", "a", "an", "for", "with", "on", "and", "do"}
FILLERS |= {"de", "di", "da", "von", "van", "à"}  # `30s de plancha`: of, in other languages
LIMBS = {"feet": "foot"}
RESTS = ("rest", "recovery", "recover", "break", "pause", "transition", "silence")


def exercise_name(text: str) -> str:
    """An exercise's name as it is shown: single spaces, no article; raises Mistake."""
    words = unquoted(text).split()
    while words and normalised(words[0]) in FILLERS:
        words.pop(0)
    if not any(char.isalpha() for char in "".join(words)):
        raise Mistake(f"{quoted(text)} is no exercise")
    return " ".join(words)


def limb_of(text: str) -> str:
    """`leg` from `leg`, `legs` or `per leg`; raises Mistake."""
    found = tree("sides_field", text)
    if found is None:
        raise Mistake(f"expected sides such as `leg` or `per arm`, found {quoted(text)}")
    return limb_in(part(found, "limb"))


def limb_in(node: Node) -> str:
    """A `limb` part, as one of them."""
    limb: str = node.text
    return LIMBS.get(limb, limb.removesuffix("s"))


def name_of(line: Line) -> str:
    """The name of the exercise in a line; raises Mistake where there is none, or two."""
    words = list(line.words)
    while words and words[0].text in FILLERS:
        words.pop(0)
    while words and words[-1].text in FILLERS:
        words.pop()
    plain = normalised(line.text)
    if tree("heading_words", plain) and tree("heading", plain.strip()):
        hint = "put a colon behind it, and the list of its exercises below it"
        raise Mistake(f"{quoted(line.text)} is a heading without its list", hint)
    if not words:
        return _unnamed(line)
    if (
        words[0].text == "max"
        and "work" in line.found
        and [word.text for word in words[1:2]] != ["effort"]
    ):
        line.found["most"] = True  # `30s max push-ups`
        return _named(line, words[1:] or words)
    return _named(line, words)


def _named(line: Line, words: list[Node]) -> str:
    _check_split(line, words)
    shown = [line.source(word) for word in words]
    name = " ".join(unquoted(word) for word in shown).rstrip(" .;:!")
    name = _limb_in_name(line, name, words[0])
    _check_name(line, name, words)
    if not line.knows(name):
        _check_notation(line, words)
    return name


RUNNERS_PACE = re.compile(r".*/(?:km|mile)|(?:\d+k|mile|hm|(?:half )?marathon)(?: race)? pace")


def _unnamed(line: Line) -> str:
    """A distance at a pace that only runners have is a run; raises Mistake elsewhere."""
    if "distance" not in line.found:
        raise Mistake("this line names no exercise", HOW)
    pace = line.found.get("pace")
    if pace is None or not RUNNERS_PACE.fullmatch(pace.text):
        _, far = line.found["distance"]
        raise Mistake("this line names no exercise", f"write what to do, such as `{far} run`")
    return "run"


BARE = ("bare_reps", "reps_only")


def _check_notation(line: Line, words: list[Node]) -> None:
    """Refuses a name that holds notation, together with the lone number before it."""
    kept = [word for word in words if word.expr_name != "quoted"]
    if not kept:
        return
    for dose in line.doses:
        if dose.expr_name in BARE and dose.start < words[0].start:
            kept.append([*named(dose, "integer")][-1])  # of `8 to 12` the number beside the name
    text = "".join(
        char if any(node.start <= place < node.end for node in kept) else " "
        for place, char in enumerate(line.text)
    )
    rules = unread.NAME if line.found.keys() & {"work", "reps", "distance"} else unread.OPEN_NAME
    if one := unread.found(text, rules):
        raise unread.refusal(line.text, one, line.reads)


def _check_split(line: Line, words: list[Node]) -> None:
    for dose in line.doses:
        if words[0].start < dose.start < words[-1].start:
            message = f"words on both sides of {quoted(line.source(dose))}"
            hint = "write the dose before the name or behind it; one exercise a line"
            raise line.mistake(message, hint, dose)


def _check_name(line: Line, name: str, words: list[Node]) -> None:
    if not any(char.isalpha() for char in name):
        raise line.mistake(f"{quoted(name)} is no exercise", HOW, words[0])
    for word in (words[0], words[-1]):
        if word.text.isdigit():
            number = word.text
            if line.doses or words[0].text in RESTS:
                hint = f"write `{number}s` or `{number} min`, or make two lines of it"
                raise line.mistake(f"`{number}` has no unit", hint, word)
            rest = name.removesuffix(number).removeprefix(number).strip()
            message = f"`{name}` could be {number} reps or {number} seconds"
            raise line.mistake(message, f"write `{number} {rest}` or `{number}s {rest}`", word)
    for word in (words[0], words[-1]):
        if word.text == "rest" and len(words) > 1 and not line.knows(name):
            hint = "`rest 15s` stands on a line of its own; rests between exercises or "
            hint += "rounds go into the heading: `5 rounds, 15s between exercises:`"
            raise line.mistake("a rest takes a duration and nothing else", hint, word)
    if words[-1].text == "each":
        hint = f"write `per leg`, `per arm` or `per side` instead of `{words[-1].text}`"
        raise line.mistake("each what?", hint, words[-1])
    if (word := name.lower()) in pauses.KEYS:
        hint = f"write `{pauses.example(word)}`"
        raise line.mistake(f"`{name}` alone says too little", hint, words[0])


def _limb_in_name(line: Line, name: str, word: Node) -> str:
    """`per side planks` are side planks per side; `a side plank` can be either.

    The catalogue decides which of the two exists; where both do, the writer is asked.
    """
    if "sides" not in line.places:
        return name
    start, end = line.places["sides"]
    between = line.text[end : word.start]
    phrase = normalised(line.text[start:end]).split()
    if between.strip() or word.start < end or phrase[-1] != line.found["limb"]:
        return name
    longer = f"{phrase[-1]} {name}"
    if phrase[0] == "a" and not line.knows(name):
        if line.knows(longer):
            del line.found["sides"], line.found["limb"]
            return longer
        hint = f"write `per {phrase[-1]}`, or the name in quotes"
        message = f"`a {longer}` could be `{name}` on each {phrase[-1]}, or `{longer}`"
        raise Mistake(message, hint, start=start, end=end)
    if phrase[0] == "a" and line.knows(longer):
        hint = f"write `{longer} per {phrase[-1]}`, `{longer}` or `{name} per {phrase[-1]}`"
        message = f"`a {longer}` could be `{longer}`, or `{name}` on each {phrase[-1]}"
        raise Mistake(message, hint, start=start, end=end)
    return longer if line.knows(longer) else name
