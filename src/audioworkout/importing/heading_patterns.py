"""Headings and closing lines as coaches write them, to the form of a list.

`Complete 3-5 rounds of:`, `Repeat`, `x5`, `3 sets of 20 reps, 30 s recovery:`, `EMOM 10`,
`rest 1 min between rounds`. A line counts as one only if every word of it is understood.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from audioworkout.ground.units import MINUTE, Ms
from audioworkout.importing.draft import DraftForm, DraftGroup
from audioworkout.importing.lines import PastedLine
from audioworkout.importing.plain_text import plain
from audioworkout.language.durations import parse_pause
from audioworkout.language.forms.row import slots_in
from audioworkout.language.forms.timed import tabata
from audioworkout.language.grammar import Mistake
from audioworkout.language.model import (
    Amrap,
    AnyOf,
    Circuit,
    DeathBy,
    Dose,
    Emom,
    ForTime,
    Intervals,
    Ladder,
    Range,
    Reps,
    Sets,
    Superset,
    Time,
)

LONGEST = 160  # characters of a heading; the patterns below search a line from each place in it

UNIT = r"(?:hours?|hrs?|h|minutes?|mins?|m|seconds?|secs?|s)\b\.?"
ONE_TIME = rf"\d{{1,5}}(?:\.\d{{1,3}})?(?:-\d{{1,5}}(?:\.\d{{1,3}})?)? ?-?{UNIT}"
TIME = rf"(?:\d{{1,2}}:\d\d|{ONE_TIME}(?: ?(?:and )?{ONE_TIME})?)"
COUNT = r"\d{1,4}(?:-\d{1,4})?"
RESTS = r"(?:rest(?:ing)?|recover(?:y)?|break|pause)"
PLACES = {
    "between_exercises": (
        r"(?:exercises?|movements?|moves?|stations?|each(?! (?:round|set|circuit|lap))|them)"
    ),
    "between_rounds": r"(?:rounds?|circuits?|laps?|times through)",
    "between_sets": r"(?:sets?)",
}
BETWEEN = r"(?:in ?between|between|btw\.?|after)(?: (?:each|every|all|the|of))*"

DEFAULT_ROUNDS = Range(3, 5)
DEFAULT_CAP: Ms = 20 * MINUTE
UNSAID = Range(0, 0)


@dataclass(frozen=True, slots=True)
class ListDirective:
    """What a line says about a list. `repeats`: the list stands above it."""

    form: DraftForm
    repeats: bool = False
    opens: bool = False
    reason: str = ""

    @property
    def only_options(self) -> bool:
        """Whether it says something of the list's steps and rests, but not how it is done."""
        return self.form.form is None

    def group(self, line: PastedLine, name: str = "") -> DraftGroup:
        """The list that is done as this line says, still empty."""
        return DraftGroup(self.form, name, sources=[(line, self.reason)])


def duration(text: str) -> Range:
    """A time in ms, from one of the spellings of TIME or as minutes; raises Mistake."""
    spelled = re.sub(r"(?<=\d) ?-?m\b\.?", " min", text.strip())
    return parse_pause(f"{spelled} min" if spelled.isdigit() else spelled)


def number(text: str) -> Range:
    """A count, or a range of counts."""
    low, _, high = text.partition("-")
    return Range(int(low), int(high or low))


# Parts that can stand anywhere in such a line: the field of the form, and where its text is.
OPTIONS: tuple[tuple[str, re.Pattern[str]], ...] = (
    *(
        (field, re.compile(pattern))
        for field, place in PLACES.items()
        for pattern in (
            rf"\b(?:{RESTS} )?(?:for |of )?({TIME})(?: of)?(?: {RESTS})? {BETWEEN} {place}\b",
            rf"\b{RESTS} {BETWEEN} {place}:? (?:for |of )?({TIME})",
            rf"\b{BETWEEN} {place}:? (?:take |a )?{RESTS}? ?(?:for |of )?({TIME})(?: {RESTS})?",
        )
    ),
    ("of", re.compile(rf"^(?:then,? )?({TIME}) of$")),
    ("cap", re.compile(rf"\b(?:time cap|cap|tc)(?: of|:)? ({TIME}|\d{{1,3}})(?=$|[ ,;)])")),
    ("cap", re.compile(rf"({TIME}) (?:time )?cap\b")),
    ("work", re.compile(rf"({TIME})(?: of)? (?:work|on)\b")),
    ("work", re.compile(rf"\b(?:work|on)(?: for|:)? ({TIME})")),
    ("rest", re.compile(rf"({TIME})(?: of)? (?:{RESTS}|off)(?=$|[ ,;:)])")),
    ("rest", re.compile(rf"\b(?:{RESTS}|off)(?: for|:)? ({TIME})")),
    ("dose", re.compile(rf"\beach(?: (?:exercise|movement|station|one))?(?: done)? for ({TIME})")),
    (
        "dose",
        re.compile(
            rf"({TIME}|{COUNT} reps?)(?: of)? (?:for |on )?(?:each|per|every|apiece)"
            rf"(?! (?:leg|arm|side|hand|foot))(?: (?:exercise|movement|station|move|one))?\b"
        ),
    ),
)

# Words that say nothing of how often or how long.
SOFT = re.compile(
    r"complete|perform|do|doing|repeat|repeated|the|following|follow|list|sequence|exercises"
    r"|exercise|movements|all|of|for|total|in|a|an|then|please|this|these|through|block|above"
    r"|below|go|whole|workout|series|and|with|each|as|back|back-to-back|set-up|again|until"
    r"|done|you|will|your|by|to|from|start|top|beginning|finish|take|taking|turns|partners?"
)
COUNTED = re.compile(r"\b\d{1,2} (?:exercises|movements|moves|stations)\b")
CIRCUITS = frozenset(("circuit", "circuits"))
NUMBERED = re.compile(r"(?:round|set|circuit|block|station|exercise) \d{1,2}")
"""A heading by number, as `Round 2:` is: it says not how often, but which."""

NAMED_BY_NUMBER = re.compile(
    r"(?:circuit|block|part|station|section|group|session) \d{1,2} ?[-:,(]? ?"
    r"(?:x ?\d|\d{1,2} ?(?:x|rounds?))"
)
EACH_MINUTE = re.compile(r"\b(?:each|every) min(?:ute)?s? on (?:the|a) min(?:ute)?\b|\bemotm\b")
AS_YOU_CAN = re.compile(
    r"\bas many (?:rounds|reps|rounds and reps)(?: of the following)? as (?:you can|possible)"
    r"(?: (?:complete|do|manage|get|finish))?"
)
RUNGS = re.compile(r"\b\d{1,3}(?:, ?\d{1,3})+(?:,? and \d{1,3})?(?= ?(?:reps?\b|$|:|for time))")
REPEAT_COUNT = re.compile(r"\brepeat:? (\d{1,3})(?: ?x)?$")
REPEATS = re.compile(r"\b(?:repeat|again|start over|go back)\b")
OPENS = re.compile(r":$|\b(?:of|following|below)$")


@lru_cache(maxsize=1024)
def directive(text: str) -> ListDirective | None:
    """What a line says about the list below or above it; None if it says more, or nothing.

    Raises Mistake where it is understood and cannot be.
    """
    spoken = _usual(plain(text).lower().strip())
    if len(spoken) > LONGEST or NUMBERED.fullmatch(spoken.strip(" :.")):
        return None
    if NAMED_BY_NUMBER.match(spoken):
        return None  # the name of a part, and its form behind it
    repeats = bool(REPEATS.search(spoken))
    rest, found = _options(spoken.strip(" :.!"))
    form = _form(_core(rest))
    if form is None or not (form.form or found or repeats):
        return None
    if set(found) == {"rest"} and not form.form and not repeats:
        return None  # a rest on a line of its own
    return _completed(form, found, repeats, spoken)


def _usual(spoken: str) -> str:
    """The usual words for what whiteboards write in several ways."""
    spoken = EACH_MINUTE.sub("emom", re.sub(r"(?<=\d) ?rds?\b", " rounds", spoken))
    spoken = AS_YOU_CAN.sub("as many rounds as possible", spoken)
    spoken = RUNGS.sub(lambda found: "-".join(re.findall(r"\d+", found[0])), spoken)
    return REPEAT_COUNT.sub(r"repeat \1 times", spoken)


def _options(text: str) -> tuple[str, dict[str, str]]:
    """A line without its options, and their texts by field."""
    found: dict[str, str] = {}
    for field, pattern in OPTIONS:
        match = pattern.search(text) if field not in found else None
        if match:
            found[field] = match[1]
            text = f"{text[: match.start()]} , {text[match.end() :]}"
    return text, found


def _core(rest: str) -> str:
    """What is left of a line without politeness and punctuation."""
    rest = rest.replace("for time", "fortime").replace("as many", "asmany")
    rest = COUNTED.sub("", rest)
    words = re.findall(r"[a-z]+[0-9]+[a-z]+|[a-z]+(?:-[a-z]+)*|[0-9:.x-]+[a-z0-9]*", rest)
    if re.search(r"[^\sa-z0-9:.,;()/x+|-]", rest):
        return "?"
    kept = [word for word in words if not SOFT.fullmatch(word) and word not in {"-", ".", ":"}]
    if any(re.fullmatch(r"rounds?|times|x|x\d+|\d+x", word) for word in kept):
        kept = [word for word in kept if word not in CIRCUITS]
    return " ".join(word.rstrip(".:") for word in kept).strip()


Build = Callable[[re.Match[str]], DraftForm]


def _rounds(count: Range) -> DraftForm:
    return DraftForm(Circuit(count))


def _times(found: re.Match[str]) -> DraftForm:
    """`Repeat once` and `2 times`: the list is done twice."""
    count = number(found[1])
    return _rounds(Range(2, 2) if count == Range(1, 1) else count)


def _more(found: re.Match[str]) -> DraftForm:
    count = int(found[1]) + 1
    return _rounds(Range(count, count))


def _sets(count: str, dose: Dose | None = None) -> DraftForm:
    return DraftForm(Sets(number(count)), dose=dose)


def _reps(text: str) -> Reps:
    return Reps(number(text))


def _for_time(rounds: str = "1") -> DraftForm:
    return DraftForm(ForTime(DEFAULT_CAP, int(rounds)), open=True)


def _amrap(found: re.Match[str]) -> DraftForm:
    length = duration(found[1])
    return DraftForm(Amrap(length.low), refusal=not_one(length))


def _death_by(found: re.Match[str]) -> DraftForm:
    """`Death by`: its small word is gone from the line."""
    return DraftForm(DeathBy(DEFAULT_CAP), cap=duration(found[1]) if found[1] else None)


def not_one(length: Range) -> str:
    """Why a range cannot stand where one time is due; empty for one time."""
    return "" if length.low == length.high else "it takes one time, and this is a range"


def _every(slot: Range, total: Range) -> DraftForm:
    """Slots that fill a time; where they do not, the reason."""
    form = Emom(slot.low, 1)
    if refusal := not_one(slot) or not_one(total):
        return DraftForm(form, refusal=refusal)
    if not slot.low:
        return DraftForm(form, refusal="a slot must be longer than zero")
    try:
        return DraftForm(replace(form, slots=slots_in(total.low, slot.low)))
    except Mistake as mistake:
        return DraftForm(form, refusal=mistake.message)


def _slots(slot: Range, count: str) -> DraftForm:
    return DraftForm(Emom(slot.low, int(count)), refusal=not_one(slot))


def _minutes(text: str) -> Range:
    """The slot of `EMOM`, or of `E2MOM`."""
    minutes = int(text or 1) * MINUTE
    return Range(minutes, minutes)


def _tabata(found: re.Match[str]) -> DraftForm:
    count = found[1] or found[2]
    return DraftForm(tabata(number(count) if count else None))


def _ladder(found: re.Match[str]) -> DraftForm:
    rungs = tuple(map(int, found[1].split("-")))
    return DraftForm(Ladder(rungs), for_time=found[2] is not None)


def _intervals(found: re.Match[str]) -> DraftForm:
    return DraftForm(Intervals(number(found[1]), UNSAID, UNSAID), open=True)


def _any(found: re.Match[str]) -> DraftForm:
    return DraftForm(AnyOf(int(found[1]) if found[1].isdigit() else 1))


# The words that are left, and the form that they name.
FORMS: tuple[tuple[re.Pattern[str], Build], ...] = tuple(
    (re.compile(pattern), build)
    for pattern, build in (
        ("", lambda m: DraftForm()),
        (rf"({COUNT}) ?x? rounds?", lambda m: _rounds(number(m[1]))),
        (rf"({COUNT}) ?x? (?:circuits?|laps?|rotations?)", lambda m: _rounds(number(m[1]))),
        (rf"rounds? ?x? ?({COUNT})", lambda m: _rounds(number(m[1]))),
        (rf"({COUNT}) times", _times),
        (rf"(?:x ?({COUNT})|({COUNT}) ?x)", lambda m: _rounds(number(m[1] or m[2]))),
        (r"(\d{1,3}) more (?:rounds?|times)", _more),
        (rf"({COUNT}) ?x? sets?", lambda m: _sets(m[1])),
        (rf"sets? x? ?({COUNT})", lambda m: _sets(m[1])),
        (
            rf"({COUNT}) (?:sets? )?(?:x )?({COUNT})(?: reps?)?",
            lambda m: _sets(m[1], _reps(m[2])),
        ),
        (rf"({COUNT}) ?x ?({COUNT})(?: reps?)?", lambda m: _sets(m[1], _reps(m[2]))),
        (rf"({COUNT}) ?(?:x|sets?) ({TIME})", lambda m: _sets(m[1], Time(duration(m[2])))),
        (r"(\d{1,3}) ?(?:rft|rounds? fortime)", lambda m: _for_time(m[1])),
        (r"fortime (\d{1,3}) rounds?", lambda m: _for_time(m[1])),
        (r"(?:rounds )?(?:fortime|ft)", lambda m: _for_time()),
        (rf"(?:amrap|asmany rounds(?: reps)? possible) ?(?:in )?({TIME}|\d{{1,3}})", _amrap),
        (rf"({TIME}|\d{{1,3}}) ?-?amrap", _amrap),
        (rf"death(?: ({TIME}|\d{{1,3}}))?", _death_by),
        (
            rf"e(\d{{0,2}})mom ({TIME}|\d{{1,3}})",
            lambda m: _every(_minutes(m[1]), duration(m[2])),
        ),
        (r"e(\d{0,2})mom x ?(\d{1,3})(?: rounds?)?", lambda m: _slots(_minutes(m[1]), m[2])),
        (r"e(\d{0,2})mom (\d{1,3}) rounds?", lambda m: _slots(_minutes(m[1]), m[2])),
        (rf"(\d{{1,3}}) ({TIME}) ?-?emom", lambda m: _slots(duration(m[2]), m[1])),
        (
            rf"({TIME}|\d{{1,3}}) ?-?emom",
            lambda m: _every(_minutes(""), duration(m[1])),
        ),
        (
            rf"every minute on minute ({TIME})",
            lambda m: _every(_minutes(""), duration(m[1])),
        ),
        (
            rf"every ({TIME}) x ?(\d{{1,3}})(?: (?:rounds?|sets?))?",
            lambda m: _slots(duration(m[1]), m[2]),
        ),
        (
            rf"every ({TIME}) (\d{{1,3}}) (?:rounds?|sets?|times)",
            lambda m: _slots(duration(m[1]), m[2]),
        ),
        (
            rf"every ({TIME}) ({TIME})",
            lambda m: _every(duration(m[1]), duration(m[2])),
        ),
        (r"tabata(?: x ?(\d{1,3})| (\d{1,3})(?: (?:rounds?|intervals?))?)?", _tabata),
        (r"(?:ladder )?(\d{1,4}(?:-\d{1,4}){2,40})(?: reps?)?(?: (fortime|rft|ft))?", _ladder),
        (rf"({COUNT}) intervals?", _intervals),
        (r"(?:choose|pick|select|any) (\d{1,2}|one|any)(?: group)?", _any),
        (
            r"superset ?x? ?(\d{1,3})(?: (?:rounds?|times))?",
            lambda m: DraftForm(Superset(number(m[1]))),
        ),
        (r"(\d{1,3}) (?:rounds )?supersets?", lambda m: DraftForm(Superset(number(m[1])))),
    )
)


def _form(words: str) -> DraftForm | None:
    for pattern, build in FORMS:
        if found := pattern.fullmatch(words):
            return build(found)
    return None


EACH = re.compile(r"\bbetween each(?: one)?\s*[.:]?$")
FIELDS = {"between_sets": "rest"}


def _completed(form: DraftForm, found: dict[str, str], repeats: bool, text: str) -> ListDirective:
    """The form with its options, and the choices that it takes to make one of them."""
    if isinstance(form.form, Circuit) and "between_rounds" not in found and EACH.search(text):
        found["between_rounds"] = found.pop("between_exercises", "")
    dose = found.pop("dose", "")
    if length := found.pop("of", ""):
        total = duration(length)
        form = DraftForm(Amrap(total.low), open=True, refusal=not_one(total))
    if dose and not form.dose:
        form = replace(form, dose=_dose(dose))
    beside: dict[str, Any] = {FIELDS.get(name, name): duration(it) for name, it in found.items()}
    form = replace(form, **beside)
    if repeats and form.form is None:
        form = replace(form, form=Circuit(DEFAULT_ROUNDS), open=True)
    form, reason = _placed(_worked(form))
    return ListDirective(form, repeats, bool(OPENS.search(text)), reason)


def _dose(text: str) -> Dose:
    if text.endswith(("rep", "reps")):
        return _reps(text.removesuffix("s").removesuffix("rep").strip())
    return Time(duration(text))


def _worked(form: DraftForm) -> DraftForm:
    """Times of work and rest, where the form has none of its own: the dose, and between steps."""
    if form.work is None or not isinstance(form.form, Circuit | Sets | None):
        return form
    form = replace(form, dose=Time(form.work), work=None)
    if form.rest is None:
        return form
    return replace(
        form,
        between_exercises=form.between_exercises or form.rest,
        between_rounds=form.between_rounds or form.rest,
        rest=None,
    )


def _placed(form: DraftForm) -> tuple[DraftForm, str]:
    """A rest of no place in its own words at one of the places it can have; and what was chosen."""
    if form.rest and isinstance(form.form, Circuit):
        chosen = "this rest is taken to be between rounds"
        return replace(form, between_rounds=form.rest, rest=None), chosen
    if form.rest and isinstance(form.form, Sets) and not form.between_exercises:
        chosen = "the rest is taken after every set, before the next exercise too"
        return replace(form, between_exercises=form.rest), chosen
    return form, ""
