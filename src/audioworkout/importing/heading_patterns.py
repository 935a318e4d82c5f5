"""Headings and closing lines as coaches write them, to the form of a list.

`Complete 3-5 rounds of:`, `Repeat`, `x5`, `3 sets of 20 reps, 30 s recovery:`, `EMOM 10`,
`rest 1 min between rounds`. A line counts as one only if every word of it is understood.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from audioworkout.importing.draft import Form
from audioworkout.importing.numbers import plain
from audioworkout.language.durations import format_duration, parse_pause

LONGEST = 160  # characters of a heading; the patterns below search a line from each place in it

UNIT = r"(?:hours?|hrs?|h|minutes?|mins?|m|seconds?|secs?|s)\b\.?"
ONE_TIME = rf"\d{{1,5}}(?:\.\d{{1,3}})?(?:-\d{{1,5}}(?:\.\d{{1,3}})?)? ?-?{UNIT}"
TIME = rf"(?:\d{{1,2}}:\d\d|{ONE_TIME}(?: ?(?:and )?{ONE_TIME})?)"
COUNT = r"\d{1,4}(?:-\d{1,4})?"
RESTS = r"(?:rest(?:ing)?|recover(?:y)?|break|pause)"
PLACES = {
    "between_exercises": r"(?:exercises?|movements?|moves?|stations?|each|them)",
    "between_rounds": r"(?:rounds?|circuits?|laps?|times through)",
    "between_sets": r"(?:sets?)",
}
BETWEEN = r"(?:in ?between|between|btw\.?|after)(?: (?:each|every|all|the|of))*"

DEFAULT_ROUNDS = "3-5"
DEFAULT_CAP = "20 min"


@dataclass(frozen=True, slots=True)
class Said:
    """What a line says about a list. `repeats`: the list stands above it."""

    form: Form
    repeats: bool = False
    opens: bool = False
    reason: str = ""


def duration(text: str) -> str:
    """A time as a workout file has it, from one of the spellings of TIME; raises Mistake."""
    spelled = re.sub(r"(?<=\d) ?-?m\b\.?", " min", text.strip())
    if spelled.isdigit():
        spelled += " min"
    span = parse_pause(spelled)
    if span.low == span.high:
        return format_duration(span.low)
    low, high = format_duration(span.low), format_duration(span.high)
    return f"{low[:-1] if low[-1] == high[-1] == 's' else low}-{high}"


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

FIELDS = {"cap": "length", "between_sets": "rest"}

# Words that say nothing of how often or how long.
SOFT = re.compile(
    r"complete|perform|do|doing|repeat|repeated|the|following|follow|list|sequence|exercises"
    r"|exercise|movements|all|of|for|total|in|a|an|then|please|this|these|through|block|above"
    r"|below|go|whole|workout|series|and|with|each|as|back|back-to-back|set-up|again|until"
    r"|done|you|will|your|by|to|from|start|top|beginning|finish|take|taking|turns"
)
COUNTED = re.compile(r"\b\d{1,2} (?:exercises|movements|moves|stations)\b")
CIRCUITS = frozenset(("circuit", "circuits"))
REPEATS = re.compile(r"\b(?:repeat|again|start over|go back)\b")
OPENS = re.compile(r":$|\b(?:of|following|below)$")


def said(text: str) -> Said | None:
    """What a line says about the list below or above it; None if it says more, or nothing.

    Raises Mistake where it is understood and cannot be.
    """
    spoken = plain(text).lower().strip()
    if len(spoken) > LONGEST:
        return None
    opens = bool(OPENS.search(spoken))
    repeats = bool(REPEATS.search(spoken))
    rest = spoken.strip(" :.!")
    form = Form()
    found: dict[str, str] = {}
    for field, pattern in OPTIONS:
        match = pattern.search(rest) if field not in found else None
        if match:
            found[field] = match[1]
            rest = f"{rest[: match.start()]} , {rest[match.end() :]}"
    words = _core(rest)
    said_form = _form(words)
    if said_form is None:
        return None
    form = said_form
    if not (form.kind or found or repeats):
        return None
    if set(found) == {"rest"} and not form.kind and not repeats:
        return None  # a rest on a line of its own
    return _completed(form, found, repeats, opens)


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


Build = Callable[[re.Match[str]], Form]


def _number(text: str) -> str:
    return text or "1"


def _minutes(text: str) -> str:
    return duration(text)


def _more(found: re.Match[str]) -> Form:
    return Form("rounds", str(int(found[1]) + 1))


def _times(found: re.Match[str]) -> Form:
    return Form("rounds", "2" if found[1] == "1" else found[1])


def _emom(found: re.Match[str]) -> Form:
    return Form("emom", _number(found[1]), _minutes(found[2]))


def _emom_slots(found: re.Match[str]) -> Form:
    minutes = int(found[1] or 1) * int(found[2])
    return Form("emom", found[1] or "1", f"{minutes} min")


def _every_total(found: re.Match[str]) -> Form:
    return Form("every", f"for {duration(found[2])}", duration(found[1]))


# The words that are left, and the form that they name.
FORMS: tuple[tuple[re.Pattern[str], Build], ...] = tuple(
    (re.compile(pattern), build)
    for pattern, build in (
        ("", lambda m: Form()),
        (rf"({COUNT}) ?x? rounds?", lambda m: Form("rounds", m[1])),
        (rf"({COUNT}) ?x? (?:circuits?|laps?|rotations?)", lambda m: Form("rounds", m[1])),
        (rf"rounds? ?x? ?({COUNT})", lambda m: Form("rounds", m[1])),
        (rf"({COUNT}) times", _times),
        (rf"(?:x ?({COUNT})|({COUNT}) ?x)", lambda m: Form("rounds", m[1] or m[2])),
        (r"(\d{1,3}) more (?:rounds?|times)", _more),
        (rf"({COUNT}) ?x? sets?", lambda m: Form("sets", m[1])),
        (rf"sets? x? ?({COUNT})", lambda m: Form("sets", m[1])),
        (
            rf"({COUNT}) (?:sets? )?(?:x )?({COUNT})(?: reps?)?",
            lambda m: Form("sets", m[1], dose=m[2]),
        ),
        (rf"({COUNT}) ?x ?({COUNT})(?: reps?)?", lambda m: Form("sets", m[1], dose=m[2])),
        (rf"({COUNT}) ?(?:x|sets?) ({TIME})", lambda m: Form("sets", m[1], dose=duration(m[2]))),
        (r"(\d{1,3}) ?(?:rft|rounds? fortime)", lambda m: Form("for_time", m[1])),
        (r"fortime (\d{1,3}) rounds?", lambda m: Form("for_time", m[1])),
        (r"(?:rounds )?(?:fortime|ft)", lambda m: Form("for_time")),
        (
            rf"(?:amrap|asmany rounds(?: reps)? possible) ?(?:in )?({TIME}|\d{{1,3}})",
            lambda m: Form("amrap", length=_minutes(m[1])),
        ),
        (rf"({TIME}|\d{{1,3}}) ?-?amrap", lambda m: Form("amrap", length=_minutes(m[1]))),
        (rf"e(\d{{0,2}})mom ({TIME}|\d{{1,3}})", _emom),
        (r"e(\d{0,2})mom x ?(\d{1,3})(?: rounds?)?", _emom_slots),
        (r"e(\d{0,2})mom (\d{1,3}) rounds?", _emom_slots),
        (rf"({TIME}|\d{{1,3}}) ?-?emom", lambda m: Form("emom", "1", _minutes(m[1]))),
        (
            rf"every minute on minute ({TIME})",
            lambda m: Form("emom", "1", duration(m[1])),
        ),
        (
            rf"every ({TIME}) x ?(\d{{1,3}})(?: (?:rounds?|sets?))?",
            lambda m: Form("every", f"x{m[2]}", duration(m[1])),
        ),
        (
            rf"every ({TIME}) (\d{{1,3}}) (?:rounds?|sets?|times)",
            lambda m: Form("every", f"x{m[2]}", duration(m[1])),
        ),
        (rf"every ({TIME}) ({TIME})", _every_total),
        (
            r"tabata(?: x ?(\d{1,3})| (\d{1,3})(?: (?:rounds?|intervals?))?)?",
            lambda m: Form("tabata", m[1] or m[2] or ""),
        ),
        (
            r"(?:ladder )?(\d{1,4}(?:-\d{1,4}){2,40})(?: reps?)?(?: (fortime|rft|ft))?",
            lambda m: Form("ladder_for_time" if m[2] else "ladder", m[1]),
        ),
        (rf"({COUNT}) intervals?", lambda m: Form("intervals", m[1])),
        (
            r"(?:choose|pick|select|any) (\d{1,2}|one|any)(?: group)?",
            lambda m: Form("any", m[1] if m[1].isdigit() else "1"),
        ),
        (r"superset ?x? ?(\d{1,3})(?: (?:rounds?|times))?", lambda m: Form("superset", m[1])),
        (r"(\d{1,3}) (?:rounds )?supersets?", lambda m: Form("superset", m[1])),
    )
)


def _form(words: str) -> Form | None:
    for pattern, build in FORMS:
        if found := pattern.fullmatch(words):
            return build(found)
    return None


def _completed(form: Form, found: dict[str, str], repeats: bool, opens: bool) -> Said:
    """The form with its options, and the choices that it takes to make one of them."""
    dose = found.pop("dose", "")
    if dose and not form.dose:
        form.dose = dose if dose.endswith(("rep", "reps")) else duration(dose)
    for field, text in found.items():
        setattr(form, FIELDS.get(field, field), duration(text))
    reasons: list[str] = []
    if repeats and not form.kind:
        form = replace(form, kind="rounds", count="")
    reasons.extend(_settle(form))
    return Said(form, repeats, opens, "; ".join(reasons))


def _settle(form: Form) -> list[str]:
    """Gives every option its place in the form; what was chosen for that."""
    reasons: list[str] = []
    if form.work and form.kind in ("", "rounds", "sets"):
        form.dose, form.work = form.work, ""
        if form.rest:
            form.between_exercises = form.between_exercises or form.rest
            form.between_rounds = form.between_rounds or form.rest
            form.rest = ""
    if form.rest and form.kind == "rounds":
        form.between_rounds, form.rest = form.rest, ""
        reasons.append("this rest is taken to be between rounds")
    if form.rest and form.kind == "sets" and not form.between_exercises:
        form.between_exercises = form.rest
        reasons.append("the rest is taken after every set, before the next exercise too")
    return reasons
