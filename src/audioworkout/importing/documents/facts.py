"""What a sentence says of a list that stands elsewhere: its rounds, its rests, its doses."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from typing import Any

from audioworkout.importing.heading_patterns import BETWEEN, COUNT, OPTIONS, RESTS, TIME
from audioworkout.importing.lines import PastedLine
from audioworkout.importing.plain_text import plain

LONGEST = 400  # characters of a sentence; a longer one says no such thing

# A sentence with one of these tells of another way to do it, of a plan of weeks, or of a past.
HINT = re.compile(
    r"\b(?:if|unless|too (?:easy|hard|long|much|short)|build(?:ing)? (?:up )?to|work(?:ing)? up to"
    r"|progress(?:ing|ion)?|beginners?|advanced|intermediate|novices?|optional(?:ly)?|harder"
    r"|easier|eventually|over time|challenge|instead|alternatively|weeks?|months?|years?|days?"
    r"|daily|maybe|could|might|study|studies|research|burns?|calories|minutes? (?:read|long)"
    r"|you can|ratios?|typically|i (?:then |also |always |often |just )?(?:do|prefer|like"
    r"|recommend|suggest)|my suggestion|miles? a|more"
    r" advanced|as you get|once you(?:'re| are| can)? (?:able|comfortable|ready|fit)"
    r"|when (?:that|this|it) (?:is|gets|feels|becomes)|no more than|at least|usually|often|i (?:did"
    r"|do|used|usually)|we did|used to|never|don't|do not|avoid)\b"
)
SCHEDULE = re.compile(
    r",? ?\b(?:(?:\d{1,2}(?:-\d{1,2})?|once|twice|once or twice|a few|several)"
    r"(?: (?:to|or) (?:\d{1,2}|twice))?(?: (?:times|days|sessions))? (?:a|per|each|every) week"
    r"|every (?:other |second )?day|(?:on )?\d non-consecutive days)\b"
)
ASKS = re.compile(r"\b(?:how (?:many|long|often|much)|what)\b", re.I)
SWITCH = re.compile(r"^(?:too |need |want |ready |feeling |short |not enough|got )", re.I)

N = r"(\d{1,2}(?:-\d{1,2})?)"
VERB = (
    r"\b(?:repeat(?:ed|ing)?|do(?:ing)?|go(?:ing)? (?:through|round|around)|complet(?:e|ing)"
    r"|perform(?:ing)?|(?:run|work|cycle|get|move|rotate)(?:ing)? (?:your way )?through|cycle"
    r"|circle)\b"
)
LOOP = (
    r"(?:list|circuits?|rounds?|sequence|routine|set|exercises?|moves?|movements?|stations?|lap"
    r"|all)"
)
END = (
    r"\b(?:when|once|after|at the end|upon|on finishing|having)\b[^.;]{0,70}?"
    rf"\b{LOOP}\b[^.;]{{0,40}}?"
)
EACH = r"(?:each|every)(?: (?:single|of (?:the|these|those)))*"
EXERCISE = (
    r"(?:exercises?|movements?|moves?|drills?|stretch(?:es)?|poses?|positions?|stations?|one)"
)
LIMBS = r"(?! ?(?:leg|arm|side|hand|foot|way|direction))"


@dataclass(frozen=True, slots=True)
class Facts:
    """What sentences say of a list, each in the words of a heading; empty where nothing is said.

    `repeats`: they ask to begin the list again. `closes`: they are about the list above them.
    `lines` are what they were read from.
    """

    rounds: str = ""
    sets: str = ""
    intervals: str = ""
    dose: str = ""
    work: str = ""
    rest: str = ""  # of no place, or after work
    between_exercises: str = ""
    between_rounds: str = ""
    between_sets: str = ""
    closes: bool = False
    lines: tuple[PastedLine, ...] = field(default=())

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in NAMES)

    def and_those(self, other: "Facts") -> "Facts":
        """These, and those of others that these leave open."""
        both: dict[str, Any] = {name: getattr(self, name) or getattr(other, name) for name in NAMES}
        lines = dict.fromkeys((*self.lines, *other.lines))
        return replace(self, **both, closes=self.closes or other.closes, lines=tuple(lines))

    def without(self, *names: str) -> "Facts":
        """These without some."""
        blank: dict[str, Any] = dict.fromkeys(names, "")
        return replace(self, **blank)

    def contradict(self, other: "Facts") -> str:
        """The first thing that both name and not alike; empty if there is none."""
        return next(
            (
                name
                for name in NAMES
                if getattr(self, name)
                and getattr(other, name)
                and getattr(self, name) != getattr(other, name)
            ),
            "",
        )

    def heading(self) -> str:
        """They as the heading of a list, in words that every reader of headings knows."""
        rest = self.rest
        between_rounds, between_sets = self.between_rounds, self.between_sets
        if self.sets and rest and not between_sets and not self.work:
            between_sets, rest = rest, ""
        if self.rounds and between_sets and not self.sets:
            between_rounds, between_sets = between_rounds or between_sets, ""
        once = self.between_exercises or (self.work and rest)
        head = next(
            (
                spelled
                for spelled, given in (
                    (f"{self.intervals} intervals", self.intervals),
                    (f"{self.sets} sets", self.sets),
                    (f"{self.rounds} rounds", self.rounds),
                    ("1 round", once),
                )
                if given
            ),
            "",
        )
        parts = (
            head,
            self.dose and f"{self.dose} each",
            self.work and f"{self.work} work",
            rest and f"{rest} rest",
            self.between_exercises and f"rest {self.between_exercises} between exercises",
            between_rounds and f"rest {between_rounds} between rounds",
            between_sets and f"rest {between_sets} between sets",
        )
        return f"{', '.join(filter(None, parts))}:"


NAMES = tuple(each.name for each in fields(Facts) if each.name not in ("closes", "lines"))

Read = Callable[[re.Match[str]], str]


def _first(found: re.Match[str]) -> str:
    return next(filter(None, found.groups()), "")


def _more(found: re.Match[str]) -> str:
    return str(int(found[1]) + 1)


def _twice(found: re.Match[str]) -> str:
    del found
    return "2"


def _seconds(found: re.Match[str]) -> str:
    return f"{found[1]} s"


# What a sentence is searched for, in order; the first that is found of a name counts.
PATTERNS: tuple[tuple[str, re.Pattern[str], Read], ...] = tuple(
    (name, re.compile(pattern), read)
    for name, pattern, read in (
        ("intervals", rf"\b{N} (?:\w+ )?intervals\b", _first),
        ("intervals", rf"\buntil (?:you have done |you've done )?all {N}\b", _first),
        ("rounds", r"\b(\d{1,2}) more (?:times|rounds)\b", _more),
        ("rounds", rf"\b{N} times (?:in all|in total|altogether|through|over)\b", _first),
        (
            "rounds",
            rf"\b{N} (?:full |total |complete |whole |more )?(?:rounds|circuits|laps|cycles"
            r"|rotations|times through|sets of (?:the|this) (?:circuit|list|sequence))\b",
            _first,
        ),
        (
            "rounds",
            rf"{VERB}[^.;:]{{0,60}}?\b{N} times\b(?! (?:a|per|each|every|on)\b)",
            _first,
        ),
        (
            "rounds",
            rf"{VERB}[^.;:]{{0,40}}?\b{LOOP}[^.;:]{{0,20}}?\btwice\b(?! (?:a|per|each|every)\b)",
            _twice,
        ),
        ("between_rounds", rf"{END}\b(?:take|rest|recover|pause|have)(?: for)? ({TIME})", _first),
        ("between_rounds", rf"{END}\b({TIME})(?: of| off)? ?(?:{RESTS})?\b", _first),
        (
            "between_rounds",
            rf"\b{RESTS}(?: for)? ({TIME})\b[^.;:]{{0,20}}\b(?:and|before|then)\b"
            rf"[^.;:]{{0,20}}\b(?:repeat|start|begin|go|do|return)",
            _first,
        ),
        ("work", rf"\bwork(?:ing)?(?: hard)?(?: for)? ({TIME})", _first),
        (
            "rest",
            rf"\b{RESTS}(?: for)? (\d{{1,3}})(?=$|[ ,;.)])(?! ?(?:s|m|x|-|rounds|times))",
            _seconds,
        ),
        ("between_exercises", rf"\b(?:take|have) ({TIME}) {BETWEEN} {EXERCISE}", _first),
        (
            "dose",
            rf"\b(?:do|perform|hold|complete|keep|stay in) {EACH}(?! ?(?:sets?|rounds?|circuits?"
            rf"|sides?|legs?|days?)) ?{EXERCISE}?[^.;:\d]{{0,25}}?"
            rf"(?:for )?({TIME}|{COUNT} (?:reps|repetitions|times))(?! {BETWEEN})",
            _first,
        ),
        (
            "dose",
            rf"\b({TIME}|{COUNT} (?:reps|repetitions)),? (?:of |for |on |at )?each\b{LIMBS}",
            _first,
        ),
        (
            "dose",
            rf"\b({TIME}|{COUNT} (?:reps|repetitions)) (?:of|for|on) (?:all|every)(?: of)?"
            rf"(?: (?:the|these|those))?(?: \d+)? {EXERCISE}",
            _first,
        ),
        (
            "dose",
            rf"\b{EACH} {EXERCISE} (?:is done |is held |comes |lasts |takes |(?:will|should) be"
            rf" \w+ )?[^.;:\d]{{0,40}}?"
            rf"(?:for )({TIME}|{COUNT} (?:reps|repetitions))",
            _first,
        ),
        (
            "sets",
            rf"\b{N} sets (?:of {COUNT} ?(?:reps|repetitions)? )?(?:(?:of|for|on) )?(?:each|every"
            rf"|all)\b",
            _first,
        ),
        (
            "dose",
            rf"\b{EACH} {EXERCISE} (?:lasts|takes|is) ({TIME})",
            _first,
        ),
        (
            "between_exercises",
            rf"\b({TIME})(?: of rest)? to (?:change(?: over)?|switch|move|get (?:ready|into)|set"
            rf" up|transition)\b",
            _first,
        ),
        ("sets", rf"\b(?:do|perform|complete) {N} sets\b", _first),
    )
)
CHANGING = re.compile(
    r"\b(?:increas\w+|decreas\w+|until you(?:r|'ve)? (?:reach|get)|work your way|descending"
    r"|ascending|add(?:ing)?"
    r" (?:a|one|two|\d+) reps?|fewer|each time|this time)\b"
)
TIMES = re.compile(r"\d ?x ?\d")  # a step of its own
BOTH_WAYS = re.compile(r"\b(?:in )?(?:each|per|every|both) (?:directions?|ways?)\b")
IN_BRACKETS = re.compile(r"\([^()]*\)")
BACK_TO_BACK = re.compile(
    r"\b(?:right|straight|directly|immediately) (?:after|into|to|from)|back[- ]to[- ]back"
    r"|\b(?:no|without(?: any| a)?) (?:rest|break|pause)s? (?:in ?)?between\b"
)
CLOSING = re.compile(
    r"\b(?:repeat|again|start over|go back|more times|in all|(?:the )?list|above|once you|when you"
    r"|go through|through it)\b"
)


@lru_cache(maxsize=1024)
def _found(sentence: str) -> tuple[tuple[str, str], ...]:
    text = SCHEDULE.sub("", plain(sentence).lower().strip(" .!"))
    text = BOTH_WAYS.sub("per side", text)
    if TIMES.search(text) or CHANGING.search(text):
        return ()
    text, aside = IN_BRACKETS.sub(" ", text), " ".join(IN_BRACKETS.findall(text))
    if len(text) > LONGEST or not any(map(str.isdigit, text + " 2" * ("twice" in text))):
        return ()
    if HINT.search(text):
        return ()
    found: dict[str, str] = {}
    for name, pattern, read in PATTERNS:
        if name not in found and (match := pattern.search(text)):
            found[name] = _spelled(read(match))
    for name, option in OPTIONS:
        where = f"{text} {aside}" if name.startswith("between") else text
        if name in NAMES and name not in found and (match := option.search(where)):
            found[name] = _spelled(match[1])
    if BACK_TO_BACK.search(text) and "rest" in found:
        found.setdefault("between_rounds", found.pop("rest"))
    return tuple(_sorted_out(found).items())


def _sorted_out(found: dict[str, str]) -> dict[str, str]:
    """Without what one phrase says twice, and without a single round."""
    placed = {found.get(name) for name in ("between_exercises", "between_rounds", "between_sets")}
    if found.get("rest") in placed:
        found.pop("rest", None)
    if found.get("rounds") == "1":
        del found["rounds"]
    if found.get("work") and found.get("dose") == found.get("work"):
        del found["dose"]
    timed = "dose" in found and not found["dose"].endswith("reps")
    if timed and "rest" in found and "sets" not in found:
        found["work"] = found.pop("dose")
    return found


def _spelled(text: str) -> str:
    text = re.sub(r"repetitions|times", "reps", text.strip())
    return " ".join(re.sub(r"-(?=[a-z])", " ", text).split())


def facts(sentence: str, line: PastedLine) -> Facts:
    """What a sentence says of a list; empty where it says nothing, or tells of another way."""
    found = dict(_found(sentence))
    if not found:
        return Facts()
    return Facts(**found, closes=bool(CLOSING.search(sentence.lower())), lines=(line,))


def is_hint(sentence: str) -> bool:
    """Whether a sentence tells of another way to do it, which is the reader's choice."""
    return bool(HINT.search(SCHEDULE.sub("", plain(sentence).lower())))


def opens_hint(sentence: str) -> bool:
    """Whether a question comes before another way to do it: `Too easy?`."""
    asks = sentence.rstrip().endswith("?") and not ASKS.search(sentence)
    return asks or (sentence.endswith(("?", ":")) and bool(SWITCH.match(sentence)))
