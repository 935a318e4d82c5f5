"""What a short line of a long text is: a step, a rest, a dose, a heading's words, or neither."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from audioworkout.ground.diagnostics import START
from audioworkout.importing import inline_lists, steps
from audioworkout.importing.heading_patterns import ListDirective, directive
from audioworkout.importing.part_headings import phase_of
from audioworkout.language.grammar import Mistake
from audioworkout.language.model import Pause, Work

LONGEST = 240  # characters
MOST_WORDS = 8  # of a name that the catalogue has not

NO_NAME = re.compile(
    r"\b(?:weeks?|months?|years?|days?|plans?|reasons?|tips?|ways?|comments?|best|minutes?|mins?"
    r"|hours?|seconds?|secs?|people|things|read|times?|workouts?|sessions?|exercises?|movements?"
    r"|questions?|percent|calories|articles?|posts?|you|your|we|i|it|is|are|was|were|be|that"
    r"|because"
    r"|until|who|which|what|why|how|can|will|should|better|more|most|new|reps?|sets?|rounds?"
    r"|total|circuits?|routines?|program(?:me)?s?|hiit|challenge|guide|recipes?|podcasts?"
    r"|videos?|episodes?|foods?|items?|pages?|steps to|of all|a week|a"
    r" day)\b"
    r"|[%$€£@]",
    re.I,
)
MOVES = re.compile(
    r"(?:[\w-]+ ){0,3}(?:runs?|running|jogs?|jogging|walks?|walking|rides?|cycling|biking|rows?"
    r"|rowing|swim"
    r"|swimming|ski|skiing|hike|strides?|sprints?|march|marching|stretch(?:es|ing)?|hold|planks?)",
    re.I,
)
ONLY_STOPS = re.compile(r"(?:the|a|an|of|and|or|to|in|on|for|with|at|by|from|then|\W|\d)*", re.I)


class Standing(StrEnum):
    """What a line can be in a list. `KNOWN`: a step of an exercise of the catalogue."""

    KNOWN = "known step"
    STEP = "step"
    NAME = "name"
    REST = "rest"
    DOSE = "dose"
    FORM = "form"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Stood:
    """What a line is, with its step and with what it says of its list."""

    standing: Standing
    step: Work | Pause | None = None
    says: ListDirective | None = None


OTHER = Stood(Standing.OTHER)


def known(name: str) -> bool:
    """Whether the catalogue has an exercise, or one of two, or a way to move."""
    parts = re.split(r" or |/| \(", name)
    return any(steps.known(part.strip(" )")) for part in parts) or bool(MOVES.fullmatch(name))


def can_name(text: str) -> bool:
    """Whether a text that the catalogue has not can name an exercise."""
    words = re.sub(r"\([^()]*\)", "", text).split()
    return (
        0 < len(words) <= MOST_WORDS
        and not NO_NAME.search(" ".join(words))
        and not ONLY_STOPS.fullmatch(text)
        and text[-1:] not in "?!"
    )


@lru_cache(maxsize=2048)
def stood(body: str) -> Stood:
    """What a line is, by its words alone."""
    if len(body) > LONGEST or phase_of(body):
        return OTHER
    try:
        says = directive(body)
    except Mistake:
        return OTHER
    if says is not None:
        return Stood(Standing.FORM, says=says)
    if not any(map(str.isalnum, body)):
        return OTHER
    return _step(body)


def _step(body: str) -> Stood:
    reading = steps.read(body)
    if isinstance(reading.step, Pause):
        return Stood(Standing.REST, reading.step)
    if isinstance(reading.step, Work) and reading.dosed:
        name = reading.step.exercise
        if name.lower() == "run" and "run" not in body.lower():
            return OTHER  # a distance alone, which a text may be about
        if known(name):
            return Stood(Standing.KNOWN, reading.step)
        return Stood(Standing.STEP, reading.step) if can_name(name) else OTHER
    if steps.with_dose(Work(steps.STAND_IN, None, START), body) is not None:
        return Stood(Standing.DOSE)
    if (several := steps.several(body)) or _headed(body):
        works = [it.step for it in several if isinstance(it.step, Work)]
        everything = all(known(work.exercise) for work in works)
        return Stood(Standing.KNOWN if everything else Standing.OTHER)
    return _name(body, reading.step)


def _headed(body: str) -> bool:
    """Whether a line is a heading and its list, all of whose exercises are known."""
    if ":" not in body or not any(map(str.isdigit, body)):
        return False
    head, _, rest = body.partition(":")
    if inline_lists.spoken(head) is None and len(head.split()) > 4:
        return False
    parts = inline_lists.LIST.split(rest)
    return len(parts) > 1 and all(
        isinstance(step := steps.read(part.strip()).step, Work) and known(step.exercise)
        for part in parts
    )


def _name(body: str, step: object) -> Stood:
    """An exercise without a dose; its sides and notes may stand beside it."""
    name = step.exercise if isinstance(step, Work) else body
    if known(name) and (can_name(name) or steps.known(name)):
        return Stood(Standing.NAME, step if isinstance(step, Work) else None)
    return OTHER
