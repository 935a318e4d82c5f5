"""What looks like notation and is not read: refused, so that it is not taken for a name.

`found` looks for words of units, rounds, sets, rests, sides in seven languages; a plan that has
them where no rule of the grammar reads them would otherwise mean something else than it says.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from audioworkout.language.durations import quoted
from audioworkout.language.grammar import Mistake, normalised
from audioworkout.words.notation import ENGLISH, NotationWord, meaning, meanings, phrases

TOKEN = re.compile(r"(?:[^\s,;()\"/]|(?<=\d)/(?=\d))+|/")
NUMBER = re.compile(r"x?\d+(?:[.:]\d+)?(?:-\d+(?:\.\d+)?)?x?")
# `21-15-9`, `40/20`, `30'`, `3x10`, `50cal`: no words, whatever they mean.
FIGURES = re.compile(r"\d[\d.:x+'’′´`″”^°*%-]*(?:[a-z]{1,4})?\.?")
ORDINAL = re.compile(r"\d+(?:st|nd|rd|th|rm)\.?")
UNIT_IN_WORD = re.compile(r"\d+-([^\W\d]+)")
BETWEEN = re.compile(r"(?: *[+&,]| (?:and|then|plus|und|et|y|e|en))? *$")
COUNTED = ("second", "minute", "hour", "metre", "inch", "set", "rep", "round", "times")
IN_NOTES = ("second", "minute", "hour", "set", "rep", "round", "times", "rest")
COUNT_FIRST = re.compile(r"^(?:\d+(?:-\d+)? ?x? ?)+")
MINUTES = re.compile(r"(\d+) ?-?min")
MARKS = re.compile(r"[|→⇒>=·]+|->|=>")
LONG_NOTE = 3  # words; longer ones are sentences
PAUSES = ("pause", "pausa")  # in English and Spanish also a stop inside a rep

LIKE = {
    "second": "a time",
    "minute": "a time",
    "hour": "a time",
    "metre": "a distance",
    "inch": "a length",
    "calorie": "calories",
    "set": "sets",
    "rep": "reps",
    "round": "rounds",
    "times": "a number of times",
    "twice": "a number of times",
    "number": "a number",
    "rest": "a rest",
    "limb": "the sides to do",
    "per": "a dose for each",
    "scheme": "a heading",
}
OTHERS = {
    "at": "{part} says how hard, and nothing is read behind it",
    "figures": "{part} cannot stand inside a name",
    "marks": "{part} cannot stand inside a name",
    "work": "{part} names no exercise",
    "repeat": "a line cannot say how often to repeat",
    "failure": "{part}: a recording cannot wait for that",
}
"""What is said of each kind: what it looks like, or a message of its own."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text in small letters, and where it stands."""

    text: str
    start: int
    end: int

    @property
    def is_number(self) -> bool:
        """Whether it counts something, in figures or in words."""
        return bool(NUMBER.fullmatch(self.text) or self.meaning("number"))

    def meaning(self, *kinds: str) -> NotationWord | None:
        """What the word is, where it is of one of the kinds."""
        return meaning(self.text, *kinds)


@dataclass(frozen=True, slots=True)
class FoundNotation:
    """Notation in a text: its kind, and where it stands."""

    kind: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """The words of a text."""
    plain = normalised(text)
    cut = ((match, match[0].rstrip(".:!")) for match in TOKEN.finditer(plain))
    return [Token(word, match.start(), match.start() + len(word)) for match, word in cut if word]


# What is looked for: each rule gives what it finds


def _counted(words: list[Token], kinds: tuple[str, ...]) -> Iterator[FoundNotation]:
    """`45 Sekunden`, `2 rounds of`; but `20 round kicks` are kicks."""
    for index, (number, unit) in enumerate(pairwise(words)):
        found = unit.meaning(*kinds)
        if found is None or not number.is_number:
            continue
        behind = words[index + 2 : index + 3]
        single = found.language == ENGLISH and not unit.text.endswith("s")
        adjective = single and found.kind in ("round", "set", "rep") and behind
        if adjective and not behind[0].meaning("of") and number.text != "1":
            continue
        yield FoundNotation(found.kind, number.start, unit.end)


def _sides(words: list[Token]) -> Iterator[FoundNotation]:
    for per, limb in pairwise(words):
        if limb.meaning("limb") and (per.text == "/" or per.meaning("per")):
            yield FoundNotation("limb", per.start, limb.end)


def _each(words: list[Token]) -> Iterator[FoundNotation]:
    for each, what in pairwise(words):
        if (found := each.meaning("per")) and found.language == ENGLISH:
            yield FoundNotation("per", each.start, what.end)


def _rests(words: list[Token]) -> Iterator[FoundNotation]:
    """A rest at the end, or a foreign one at the beginning: `pause squats` are squats."""
    first, last = words[0], words[-1]
    if last.meaning("rest"):
        yield FoundNotation("rest", last.start, last.end)
    elif (found := first.meaning("rest")) and found.language != ENGLISH:
        yield FoundNotation("rest", first.start, first.end)


def _rest_note(words: list[Token]) -> Iterator[FoundNotation]:
    last = words[-1]
    if last.meaning("rest") and (len(words) == 1 or last.text not in PAUSES):
        yield FoundNotation("rest", words[0].start, last.end)


def _lone_key(words: list[Token]) -> Iterator[FoundNotation]:
    """`45s work`, `Rounds: 3`: a name that is nothing but such a word."""
    kinds = ("work", "set", "rep", "round", "times", "second", "minute", "calorie")
    if len(words) == 1 and (found := words[0].meaning(*kinds)):
        yield FoundNotation(found.kind, words[0].start, words[0].end)


def _any(*kinds: str) -> Callable[[list[Token]], Iterator[FoundNotation]]:
    def rule(words: list[Token]) -> Iterator[FoundNotation]:
        for word in words:
            if found := word.meaning(*kinds):
                yield FoundNotation(found.kind, word.start, word.end)

    return rule


def _on_the_minute(words: list[Token]) -> Iterator[FoundNotation]:
    for first, second, third in zip(words, words[1:], words[2:], strict=False):
        if (first.text, second.text) == ("on", "the") and third.meaning("minute", "hour"):
            yield FoundNotation("scheme", first.start, third.end)


def _labels(words: list[Token]) -> Iterator[FoundNotation]:
    """`Set 1: 8 reps`, which says of what on another line."""
    if len(words) == 2 and words[0].meaning("set", "round") and words[1].is_number:
        yield FoundNotation("work", words[0].start, words[1].end)


def _marks(words: list[Token]) -> Iterator[FoundNotation]:
    """Marks between several things: a row of a table, an arrow."""
    for word in words:
        if MARKS.fullmatch(word.text):
            yield FoundNotation("marks", word.start, word.end)


def _at(words: list[Token]) -> Iterator[FoundNotation]:
    """`2 min @ goal`: how hard, in words that are not known."""
    for word in words:
        if word.text == "@" or (word.text == "at" and word in (words[0], words[-1])):
            yield FoundNotation("at", word.start, word.end)


def _repeats(words: list[Token]) -> Iterator[FoundNotation]:
    for word in words:
        found = word.meaning("repeat")
        if found and (word is words[0] or found.language != ENGLISH):
            yield FoundNotation("repeat", word.start, word.end)


def _figures(words: list[Token]) -> Iterator[FoundNotation]:
    """Figures inside a name; a number at its end is refused with its two readings."""
    for word in words:
        inside = word not in (words[0], words[-1])
        plain = word.text.isdigit()
        if ORDINAL.fullmatch(word.text) or (word is words[0] and NUMBER.fullmatch(word.text)):
            continue
        if (plain and inside) or (not plain and FIGURES.fullmatch(word.text)):
            yield FoundNotation("figures", word.start, word.end)
        elif (unit := UNIT_IN_WORD.match(word.text)) and meaning(unit[1], *COUNTED):
            yield FoundNotation("second", word.start, word.end)


def _number_first(words: list[Token]) -> Iterator[FoundNotation]:
    if len(words) > 1 and words[0].meaning("number"):
        yield FoundNotation("number", words[0].start, words[0].end)


def _schemes_in_figures(words: list[Token]) -> Iterator[FoundNotation]:
    """`5x5`, `21-15-9`: in a section's name, which may have `1` or `2-3`."""
    for word in words:
        scheme = word.text.count("-") > 1 or re.search(r"\dx|x\d|\d/\d", word.text)
        if scheme and FIGURES.fullmatch(word.text):
            yield FoundNotation("figures", word.start, word.end)


Rule = Callable[[list[Token]], Iterator[FoundNotation]]

NAME: tuple[Rule, ...] = (
    lambda words: _counted(words, COUNTED),
    _sides,
    _each,
    _on_the_minute,
    _any("scheme", "twice"),
    _repeats,
    _rests,
    _lone_key,
    _at,
    _marks,
    _figures,
)
"""What a name of an exercise must not hold."""

NAME_APART: tuple[Rule, ...] = (*NAME, _labels)
"""What a name that stands before a colon must not hold."""

OPEN_NAME: tuple[Rule, ...] = (*NAME, _number_first)
"""What a name without a dose must not hold."""

NOTE: tuple[Rule, ...] = (
    lambda words: _counted(words, IN_NOTES),
    _sides,
    _any("twice"),
    _repeats,
    _rest_note,
)
"""What a note must not hold."""

SECTION: tuple[Rule, ...] = (
    lambda words: _counted(words, COUNTED),
    _sides,
    _each,
    _on_the_minute,
    _any("scheme", "twice"),
    _repeats,
    _schemes_in_figures,
)
"""What a section's name must not hold."""


def found(text: str, rules: tuple[Rule, ...]) -> FoundNotation | None:
    """The first notation in a text that one of the rules knows, or None."""
    if both := phrases("both_sides").search(normalised(text)):
        return FoundNotation("limb", both.start(), both.end())
    if rules is not NOTE and (phrase := phrases("failure").search(normalised(text))):
        return FoundNotation("failure", phrase.start(), phrase.end())
    words = tokens(text)
    if rules is NOTE and len(words) > LONG_NOTE:
        return None
    every = (one for rule in rules for one in rule(words)) if words else iter(())
    return next(every, None)


# How to write it


def in_english(text: str) -> str:
    """A line with the notation of other languages in English; its other words stay."""
    words = tokens(text)
    out, end = "", 0
    for before, word, behind in zip([None, *words], words, [*words[1:], None], strict=False):
        said = _said(before, word, behind)
        if said is None:
            continue
        glued = said == "s" and before is not None
        out += text[end : word.start].rstrip() if glued else text[end : word.start]
        out += said
        end = word.end + (text[word.end : word.end + 1] == ".")
    return out + text[end:]


def _said(before: Token | None, word: Token, behind: Token | None) -> str | None:
    """A word in English, None where it stays."""
    if any(known.language == ENGLISH for known in meanings(word.text)) and not word.text.isalpha():
        return None
    counted = word.meaning("second", "minute", "hour", "set", "rep", "round", "times")
    if counted and before is not None and before.is_number:
        return "reps" if counted.kind == "times" else counted.written
    if twice := word.meaning("twice"):
        return f"{twice.written} rounds"
    if number := word.meaning("number"):
        follows = behind is not None and (behind.meaning(*COUNTED) or before is None)
        return number.written if follows else None
    if (per := word.meaning("per")) and behind is not None and behind.meaning("limb"):
        return per.written
    if (limb := word.meaning("limb")) and before is not None and before.meaning("per"):
        return limb.written
    if (of := word.meaning("of")) and before is not None and before.meaning("set"):
        return of.written
    rest = word.meaning("rest")
    return rest.written if rest and (before is None or behind is None) else None


HINTS = {
    "round": "`{n} rounds:` is a heading, with its list below it",
    "set": "write `{n} x 12 …`",
    "rep": "write `12 …` in a line of the list",
    "twice": "write `2 x 12 …`, or the heading `2 rounds:`",
    "times": "write `{n} …`, or the heading `{n} rounds:`",
    "repeat": "write the heading `3 rounds:`, and the list below it",
    "rest": "a rest stands on a line of its own: `rest 15s`",
    "limb": "write `per leg`, `per arm` or `per side`",
    "per": "write `per leg`, `per arm` or `per side`",
    "scheme": "a heading ends with a colon, and its list stands below it",
    "work": "name the exercise",
    "failure": "write `max push-ups in 60s`, or pause the player yourself",
    "calorie": 'write a time, with `note "{n} calories"`',
    "inch": 'write `note "{n} in"`',
    "metre": "write `m`, `km`, `miles` or `yards`",
    "number": "write the number in figures",
    "marks": "one step a line; `audioworkout import` reads tables",
    "at": 'write `at 75%`, `at zone 2`, `at 5k pace` or `note "…"`',
    "figures": "one dose and one exercise a line; put a name with figures into quotes",
}


def refusal(text: str, one: FoundNotation, reads: Callable[[str], bool], end: str = "") -> Mistake:
    """The mistake of a text that holds notation; `reads` tells whether a line would be read.

    `end` is what a line of its kind ends with, such as the colon of a heading.
    """
    part = text[one.start : one.end]
    looks = "{part} looks like " + LIKE.get(one.kind, "") + ", which is not read here"
    message = OTHERS.get(one.kind, looks).format(part=quoted(part))
    hint = next(_ways(text, one, reads, end))
    return Mistake(message, hint, start=one.start, end=one.end)


def rewritten(text: str, reads: Callable[[str], bool]) -> str | None:
    """A line with its notation in English, where that is read and is another."""
    english = " ".join(in_english(text).split())
    return english if english != " ".join(text.split()) and reads(english) else None


def _ways(text: str, one: FoundNotation, reads: Callable[[str], bool], end: str) -> Iterator[str]:
    """Hints, the best first."""
    if english := rewritten(text, reads):
        yield f"write `{english}{end}`"
    part = text[one.start : one.end]
    before, behind = BETWEEN.sub("", text[: one.start]).strip(), text[one.start :].strip()
    around = " ".join((before, text[one.end :].strip())).strip()
    match one.kind:
        case "second" | "minute" | "hour" if end:
            yield "a heading with a time is such as `amrap 5 min:`; a name goes into `name:`"
        case "failure" if end and (minutes := MINUTES.search(normalised(text))):
            yield f"write `amrap {minutes[1]} min:`"
        case "scheme" if "minute" in part and end:
            number = next((word.text for word in tokens(text) if word.text.isdigit()), "10")
            yield f"write `emom {number} min:`"
        case "figures" if end:
            yield "a name with such figures goes into `name:`"
        case "figures" if reads(before) and reads(behind):
            yield f"make two lines of it: `{before}` and `{behind}`"
        case "figures" if part[:-1].isdigit() and reads(fixed := text.replace(part, part[:-1])):
            yield f"write `{fixed}`"
        case "failure" if reads(most := f"max {COUNT_FIRST.sub('', around)} in 60s"):
            yield f"write `{most}`, or pause the player yourself"
        case "per" if "minute" in part:
            yield "the heading `emom 10 min:` does its list each minute"
    number = next((word.text for word in tokens(part) if word.text.isdigit()), "3")
    yield HINTS.get(one.kind, "write `30s`, `2 min` or `1 h`").format(n=number)
