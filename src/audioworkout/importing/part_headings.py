"""Which lines name something: the plan, its phases, its parts."""

import re
from dataclasses import dataclass

from audioworkout.importing.heading_patterns import ListDirective, directive
from audioworkout.importing.lines import PastedLine
from audioworkout.importing.steps import known
from audioworkout.language.grammar import Mistake

LONGEST_NAME = 80  # characters; a longer line is prose
MOST_WORDS = 9

PHASES = (
    (
        "warmup",
        re.compile(r"(?:the |a |general |dynamic )?warm(?:ing)?[ -]?up(?: routine| set)?", re.I),
    ),
    ("cooldown", re.compile(r"(?:the |a )?(?:cool(?:ing)?|warm)[ -]?down(?: routine)?", re.I)),
    (
        "workout",
        re.compile(
            r"(?:the )?(?:(?:main )?(?:workout|work ?-?out|circuit|session|routine|program(?:me)?)"
            r"|main(?: set| part| block| work)?|wod|metcon|exercises)",
            re.I,
        ),
    ),
)
PART = re.compile(
    r"(?:(?:part|session|block|circuit|superset|day|week|phase|stage|section|group|station)"
    r" (?:[0-9]{1,2}|[A-H])\b(?! ?[x×](?! ?[0-9]))|(?:round|set) [0-9]{1,2} ?:?$)",
    re.I,
)
PHASE_FIRST = re.compile(
    r"(warm(?:ing)?[ -]?up|cool(?:ing)?[ -]?down)(?: with| for)? +(?=\d)", re.I
)
KEYED = re.compile(r"(?:title|name|workout name)\s*[:=]\s+(?=\S)", re.I)
MARKDOWN = re.compile(r"(#{1,6})\s*(?=[^\s#])")
BRACKETS = re.compile(r" ?\([^()]*\)")
SPLIT = re.compile(r" [-–—|] |: |, | ?\(")
COUNT_BEHIND = re.compile(
    r"(.{1,60}?),? "
    r"(x ?[0-9]{1,3}|[0-9]{1,2} ?[x×] ?[0-9-]{1,5}|[0-9]{1,3} ?[x×]|[0-9-]{1,7} rounds?)$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class PartHeading:
    """A heading: its name, the phase that the name is of, and what it says of its list."""

    name: str
    phase: str | None
    directive: ListDirective | None
    rest: str = ""


def phase_of(name: str) -> str | None:
    """`warmup`, `workout` or `cooldown`, if a name is of one of them."""
    bare = name.strip(" :.*_")
    return next((phase for phase, words in PHASES if words.fullmatch(bare)), None)


def part_heading(text: str) -> PartHeading:
    """What a heading says: `Circuit 1 (3 rounds)`, `Main set 6x`, `Warm-up, 20 s each`."""
    bare = MARKDOWN.sub("", text, count=1).strip(" :")
    if (part := PART.match(bare)) and (behind := bare[part.end() :].strip(" -–—:,()")):
        try:
            found = directive(behind)
        except Mistake:
            found = None
        if found is not None:
            return PartHeading(part[0], None, found)
    for name, rest in _splits(bare):
        if not is_name(name):
            continue
        try:
            found = directive(rest.strip(" ()"))
        except Mistake:
            continue
        if found is not None:
            return PartHeading(name, phase_of(name), found)
    for name, rest in _splits(bare):
        if phase := phase_of(name):
            return PartHeading(name, phase, None, rest.strip())
    return PartHeading(bare, phase_of(bare), None)


def _splits(text: str) -> list[tuple[str, str]]:
    """The ways to take a heading for a name and something behind it."""
    found = [(text[: at.start()], text[at.end() :]) for at in list(SPLIT.finditer(text))[:4]]
    if phase := PHASE_FIRST.match(text):
        found.append((phase[1], text[phase.end() :]))
    if behind := COUNT_BEHIND.match(text):
        found.append((behind[1], behind[2]))
    return [(name.strip(" -–—:,("), rest) for name, rest in found]


def is_name(text: str) -> bool:
    """Whether a text can name a part of a plan."""
    return any(map(str.isalpha, text)) and not text[:1].isdigit() and len(text) <= LONGEST_NAME


def is_prose(text: str) -> bool:
    """Whether a line is too much of a sentence to name anything."""
    words = re.sub(r"\([^()]*\)", "", text).split()
    ends = text[-1:] in ".!?" and len(words) > 3
    return len(" ".join(words)) > LONGEST_NAME or len(words) > MOST_WORDS or ends


def is_title(line: PastedLine, followed: bool) -> bool:
    """Whether the first line of a text names the plan. `followed`: a list is right below it."""
    if line.level[1] or is_prose(line.body) or not any(map(str.isalpha, line.body)):
        return False
    return not (followed and names_exercise(line.body))


def names_exercise(text: str) -> bool:
    """Whether a text without its brackets is an exercise of the catalogue."""
    return known(BRACKETS.sub("", text).strip())
