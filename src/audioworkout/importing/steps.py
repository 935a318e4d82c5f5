"""A pasted line to a step: as it is where the language has it, else its parts put in order."""

import re
from collections import defaultdict
from dataclasses import dataclass, fields, replace
from enum import Enum, auto
from functools import lru_cache

from audioworkout.ground.diagnostics import START
from audioworkout.importing.draft import ImportedStep, has_dose
from audioworkout.importing.plain_text import plain
from audioworkout.language.grammar import MAX_LINE, Mistake
from audioworkout.language.model import Amount, Play, Work
from audioworkout.language.steps.dose import needs_pace
from audioworkout.language.steps.short import step
from audioworkout.words import catalogue

STAND_IN = "qqq"  # a name that no line has: what else a text says, it says of the dose
LONGEST = 240  # characters of a line whose parts are put in order; a longer one has prose in it
SHORT = 100  # characters of a line that is told with a way out; a longer one is prose
MAX_PARTS = 12  # of a line, between commas and dashes

# Minutes a kilometre takes where a plan gives none: an easy pace of someone who trains.
PACES = (
    (re.compile(r"\b(?:row|rowing|rower|ski|skierg|erg)\b", re.I), "4:30"),
    (re.compile(r"\b(?:bike|biking|cycling|cycle|ride|echo|assault)\b", re.I), "2:30"),
    (re.compile(r"\b(?:swim|swimming)\b", re.I), "22:00"),
    (re.compile(r"\b(?:walk|walking|hike|carry|march|sled|lunges?)\b", re.I), "12:00"),
)
RUNNING = "6:00"


@dataclass(frozen=True, slots=True)
class StepReading:
    """A step and what was chosen in reading it; or why there is none."""

    step: ImportedStep | None
    reasons: tuple[str, ...] = ()

    @property
    def dosed(self) -> bool:
        """Whether there is a step, and it has its dose."""
        return self.step is not None and has_dose(self.step)


Rewrite = tuple[re.Pattern[str], str, str]


def _rewrites(*rows: tuple[str, str, str]) -> tuple[Rewrite, ...]:
    return tuple((re.compile(row[0], re.I), row[1], row[2]) for row in rows)


TIME_UNIT = r"(?:s|secs?|seconds?|mins?|minutes?)"
AMOUNT = r"\d{1,4}(?:\.\d{1,2})?(?:-\d{1,4})?"
MASS = rf"{AMOUNT} ?(?:kgs?|lbs?|pounds?|pood)"
LOAD = rf"(?:{MASS} ?/ ?{MASS}|{AMOUNT} ?/ ?{MASS}|{MASS})"
LENGTH = r"(?:inch(?:es)?|in|cm|ft|foot|\"|'')"
SIZE = rf"(?:{AMOUNT}(?: ?{LENGTH})? ?/ ?{AMOUNT} ?{LENGTH}|{AMOUNT} ?{LENGTH})"

HAS_LOAD = re.compile(rf"\b(?:{LOAD})\b")

# What the language would take for a part of the name, and what is read instead.
ALWAYS = _rewrites(
    (r",? ?@ ?z(?:one )?(\d)\b", r" at zone \1", ""),
    (
        rf"^(?:rest|recover(?:y)?)(?: for|:)? (\d{{1,3}}:\d\d|\d{{1,4}} ?{TIME_UNIT})"
        r" at zone \d$",
        r"rest \1",
        "the zone of a rest is not said",
    ),
    (r" ?\((rest [^()]{1,40})\)", r", \1", ""),
    (rf"^([a-z].{{2,60}}?),? ({LOAD}) x ?(\d{{1,3}})$", r"\3 \1, weight \2", ""),
    (rf"^({LOAD}) ([a-z][^,]{{2,60}})(?=,|$)", r"\2, weight \1", ""),
    (
        rf"(?<!weight)(?<!weight )(?:,? (?:@|at|with) ?|,? ?@? ?)\(?(?<![\d./-])"
        rf"({LOAD}(?: or {LOAD})?)\b\)?",
        r", weight \1",
        "",
    ),
    (rf"(?<=[a-z]),? @? ?\(?({SIZE}(?:,? or {SIZE})?)(?=$|[,) ])\)?(?: box\b)?", r" (\1)", ""),
    (
        r"^(\d{1,4} ?(?:ft|foot|feet|m|yards?)) ([a-z][a-z -]{2,30}), (\d{1,3})"
        r" (?:ascents?|trips?)$",
        r"\3 \2 (\1)",
        "",
    ),
    (r"^(\d{1,5})/\d{1,5}(?= ?(?:cal|m|km|reps?)\b)", r"\1", "the first of two numbers"),
)
# What stands in pasted lines and not in the language, and what is read instead.
REWRITES = _rewrites(
    (r" ?[/|,]? ?\b(?:p|pause|rest|r): ?(\d{1,4} ?(?:s|sec|min)\b)", r", rest \1", ""),
    (rf" ?/ ?(\d{{1,4}} ?{TIME_UNIT}) (?:rest|off|pause|break|recovery)$", r", rest \1", ""),
    (rf"\b(\d{{1,4}} ?{TIME_UNIT}) holds?$", r"\1", ""),
    (r"^\[([^\[\]]{1,20})\] ?", r"\1 ", ""),
    (r"^((?:rest |hold )?\d{1,4}) ?(?:\"|'')(?= |$|,|:)", r"\1 s", ""),
    (r"^((?:rest |hold )?\d{1,4}) ?'(?= |$|,|:)", r"\1 min", ""),
    (r" @ ?(RPE ?\d+)", r" at \1", ""),
    (r"^(?:hold|do|perform|then|and)(?: an?| the)? (?=\d)", "", ""),
    (r"\b(?:hold|held|perform(?:ed)?|continue|go)(?: it)? for (?=\d)", "", ""),
    (r"\b(?:about|approx\.?|approximately|around|ca\.?|~|up to|at least) ?(?=\d)", "", ""),
    (r"(?<=\d)\+(?= |$)", "", ""),
    (r"\b(\d{1,4}) ?(?:times|x)$", r"\1 reps", ""),
    (r"\((?:each|per) (side|leg|arm|hand|foot)\)", r"per \1", ""),
    (r"\b(?:each|per) way\b", "per side", ""),
    (r"\b(?:e/s\b|ea\.? side\b)", "per side", ""),
    (r"\b(?:on )?both (side|leg|arm|hand)s\b", r"per \1", "each side is done in turn"),
)
METRES = re.compile(r"\b(\d{2,5}) ?m(?= |$|,)")
DISTANCE = re.compile(
    r"\b\d{1,6}(?:\.\d{1,3})? ?(?:km?|mi|miles?|yards?|yds?|kilomet(?:er|re)s?|met(?:er|re)s?)\b",
    re.I,
)
BARE = re.compile(r"\d[\d.:]{0,6} ?(?:m|km|met(?:er|re)s?|miles?|mi|yards?)", re.I)
SEPARATOR = re.compile(r" - |: |, ?|; ?| \| |\t|(?<=[0-9a-z])\.\s+(?=[A-Z0-9])")
BRACKET = re.compile(r"\(([^()]*)\)")
SIDES = re.compile(r"^(?:on |for )?(?:each|per|every) (?:leg|arm|side|hand|foot)$", re.I)


def parse_step(text: str, *, hinted: bool = True) -> ImportedStep:
    """The step that a line of the workout language describes; raises Mistake, `hinted` or not."""
    found = step(text, START, known, hinted=hinted)
    if isinstance(found, Play):
        raise Mistake("it would play a file")
    if isinstance(found, Work) and isinstance(found.dose, Amount) and found.dose.is_distance:
        raise Mistake(*needs_pace(found, found.dose))
    return found


def known(name: str) -> bool:
    """Whether the catalogue has an exercise of that name."""
    return catalogue.find(name) is not None


NO_NAME = re.compile(
    r"(?:(?:of|the|an?|and|or|to|in|on|for|with|at|by|from|then|each|every|per|until|more|total|repeat"
    r"|partners?|times|x|reps?|repetitions?|sets?|rounds?|laps?|circuits?|s|secs?|seconds?|min|mins"
    r"|minutes?|h|hours?|m|km|mi|miles?|met(?:er|re)s?|yards?|cals?|calories|kgs?|lbs?|pounds?|pood|cm|inch(?:es)?|[a-h])\b"
    r"|[\W\d_])*"
    r"|(?:set|round|circuit|block|part|station|exercise|superset|day|week|step|move|group|section)"
    r" ?#?(?:\d{1,3}|[a-h])"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day\b.*",
    re.I,
)
"""What is never an exercise's name: small words, units, numbers, the labels of lists."""


@lru_cache(maxsize=1024)
def read(body: str, *, metres: bool = False) -> StepReading:
    """The step that a line without its bullet describes.

    `metres`: a lone `m` is metres always. A step without a dose may get one from its list's
    heading.
    """
    found = _read(body, metres)
    if isinstance(found.step, Work) and (
        NO_NAME.fullmatch(found.step.exercise) or found.step.exercise[0] in "@=:/"
    ):
        return StepReading(None, (f"`{found.step.exercise}` is no exercise",))
    return found


def _read(body: str, metres: bool) -> StepReading:
    if len(body) > MAX_LINE:
        return StepReading(None, ("the line is too long for a step",))
    if FOR_TIME.search(body):
        return StepReading(None, ("`for time` is of a list",))
    if found := REPS_OR_REST.search(body):
        return StepReading(None, (f"`{found[1]}` could be reps with a rest, or a range of times",))
    spoken = plain(body)
    if (found := SWUM.fullmatch(spoken)) and int(found[1]) % 25 == 0:
        return StepReading(None, (f"`{found[1]}` could be metres or reps; write `{found[1]} m`",))
    if refusal := _refusal(spoken):
        return StepReading(None, (refusal,))
    reasons: list[str] = []
    spoken = _rewritten(spoken, ALWAYS, reasons)
    direct = in_notation(spoken)
    if direct.dosed:
        return replace(direct, reasons=tuple(reasons))
    if len(body) > LONGEST:
        return direct
    rewritten = _rewritten(spoken, REWRITES, reasons)
    arranged = _rearranged(rewritten, reasons, metres)
    if arranged is None and direct.step is None and len(spoken) <= SHORT:
        return in_notation(spoken, hinted=True)
    return arranged or direct


FOR_TIME = re.compile(r",? for time[.!]?$", re.I)
REPS_OR_REST = re.compile(
    r"\d ?[x×] ?(\d{1,3} [-–—] \d{1,4} ?(?:s|secs?|seconds?|min|mins|minutes?))\b", re.I
)
SWUM = re.compile(
    r"(?:\d{1,2} ?x ?)?(\d{2,5})(?: (?:warm[- ]?up|cool[- ]?down|free(?:style)?|fly|butterfly|im"
    r"|back(?:stroke)?|breast(?:stroke)?|kick|pull|choice|swim|drill|easy|steady|hard|fast))+",
    re.I,
)
RESTS = re.compile(r"(?:no |short |quick )?(?:rest|recovery|recover|break|pause)\b[^0-9]*", re.I)


def _refusal(spoken: str) -> str:
    """Why a line is not tried as a step; empty where it is."""
    if spoken.lower().startswith(("play ", "say ")) and '"' not in spoken:
        return "it reads as prose"
    return "a rest without a length" if RESTS.fullmatch(spoken) else ""


def _rewritten(text: str, rewrites: tuple[Rewrite, ...], reasons: list[str]) -> str:
    for pattern, becomes, reason in rewrites:
        changed = pattern.sub(becomes, text)
        if changed != text and reason:
            reasons.append(reason)
        text = changed
    return single_spaced(text).strip(" ,")


def single_spaced(text: str) -> str:
    """A text with one space between words, and none around it."""
    return " ".join(text.split())


@lru_cache(maxsize=4096)
def in_notation(text: str, *, hinted: bool = False) -> StepReading:
    """The reading of a line of the workout language; why it is none, `hinted` with a way out."""
    try:
        return StepReading(parse_step(text, hinted=hinted))
    except Mistake as mistake:
        told = f"{mistake.message}; {mistake.hint}" if mistake.hint else mistake.message
        return StepReading(None, (told,))


def _rearranged(text: str, reasons: list[str], metres: bool) -> StepReading | None:
    """The step of a line with its parts in order, or with a pace; None if it gets no dose."""
    if not any(map(str.isdigit, text)):
        return None
    paced = _paced(text, metres)
    for spelled in dict.fromkeys((text, paced)):
        chosen = [] if spelled == text else [f"no pace is given: {_pace(paced)}/km"]
        for reader in (in_notation, _arranged):
            found = reader(spelled)
            if found.dosed:
                return replace(found, reasons=(*reasons, *chosen, *found.reasons))
    return None


def _pace(text: str) -> str:
    return next((pace for pattern, pace in PACES if pattern.search(text)), RUNNING)


def _paced(text: str, metres: bool) -> str:
    """The line with a pace, where it has a distance that the language wants one for."""
    spelled = METRES.sub(
        lambda found: f"{found[1]} metres" if metres or int(found[1]) >= 50 else found[0], text
    )
    if metres:
        spelled = re.sub(r"\b(\d{1,5}) ?m(?= |$|,)", r"\1 metres", spelled)
    if not DISTANCE.search(spelled) or " at " in spelled:
        return spelled
    head, comma, tail = spelled.partition(",")
    return f"{head.rstrip()} at {_pace(text)}/km{comma}{tail}"


class _Part(Enum):
    """What a part of a line says, between commas and dashes."""

    NAME = auto()
    DOSE = auto()
    OPTION = auto()
    NOTE = auto()


def _arranged(text: str) -> StepReading:
    """The reading of a line whose dose stands apart: `Nordic curls – 2 sets of 3–5 reps`."""
    brackets = list(map(single_spaced, BRACKET.findall(text)))
    outside = SEPARATOR.split(BRACKET.sub(" ", text))
    parts = [single_spaced(part) for part in outside if part.strip(" .")]
    if not parts or len(parts) + len(brackets) > MAX_PARTS:
        return StepReading(None)
    if not any(map(_is_dose, (*parts, *brackets))):
        return StepReading(None)
    found = _sorted(parts, brackets)
    if not found[_Part.NAME] or not found[_Part.DOSE]:
        return StepReading(None)
    head = " ".join((*found[_Part.DOSE], *found[_Part.NAME]))
    line = ", ".join((head, *found[_Part.OPTION]))
    return in_notation(line + "".join(f" ({note})" for note in found[_Part.NOTE]))


def _sorted(parts: list[str], brackets: list[str]) -> dict[_Part, list[str]]:
    """The parts of a line by what they say; the first that says nothing else is the name."""
    found: dict[_Part, list[str]] = defaultdict(list)
    for index, part in enumerate((*parts, *brackets)):
        what = _what(part)
        if what is _Part.NOTE and index < len(parts) and not found[_Part.NAME]:
            what = _Part.NAME
        found[what].append(part)
    return found


# What a dose is written with: a part with another word is not tried, which would be a parse.
ALL_DOSE = re.compile(
    r"(?:[^a-z]|(?<![a-z])(?:s|secs?|seconds?|mins?|minutes?|h|hrs?|hours?|m|km?|mi|miles?|met(?:er|re)s?"
    r"|kilomet(?:er|re)s?|yards?|yds?|reps?|repetitions?|sets?|x|times|rounds?|of|per|each|every|the"
    r"|an?|on|both|for|and|to|or|total|max(?:imum)?|in|at|with|as|many|possible|legs?|arms?|sides?"
    r"|hands?|foot|feet|knees?|hips?|shoulders?|elbows?|ankles?|left|right|alternating|then|rest"
    r"|tempo|hold|switch|metronome|weight|kgs?|lbs?|pounds?|pood|rpe|zone|z|pace|cals?|calories|mph"
    r"|kph|bpm|spm|inch(?:es)?|ft|cm|in|easy|hard|steps?)(?![a-z]))+",
    re.I,
)
NO_OPTION = re.compile(
    r"(?!.*\b(?:alternat|per|each|every|side|both|switch|note|tip|say|hold|rest|tempo|weight|at)"
    r")\D+",
    re.I,
)


def _what(part: str) -> _Part:
    """Whether a part is a dose, an option (which stands behind a comma), or words."""
    if _is_dose(part):
        return _Part.DOSE
    if NO_OPTION.fullmatch(part):
        return _Part.NOTE
    alone = _alone(part)
    optional = alone is not None and alone.sets is not None
    if optional or _probe(f"2 x 12 {STAND_IN}, {part}") is not None:
        return _Part.OPTION
    return _Part.NOTE


def _is_dose(part: str) -> bool:
    """Whether a text is nothing but a dose (`2 sets of 3-5 reps`), or the sides of one."""
    alone = _alone(part)
    if alone is not None and (alone.dose or alone.sets):
        return alone.dose is not None
    return SIDES.fullmatch(part) is not None


@lru_cache(maxsize=1024)
def _alone(part: str) -> Work | None:
    """The step of a text that says all of a step but its name."""
    if '"' not in part and not ALL_DOSE.fullmatch(part):
        return None
    head, comma, tail = _rewritten(part, ALWAYS, []).partition(",")
    return _probe(f"{head} {STAND_IN}{comma}{tail}") if any(map(str.isdigit, part)) else None


def _probe(text: str) -> Work | None:
    """The step of a text, if it names nothing but the stand-in."""
    found = in_notation(text).step
    alone = isinstance(found, Work) and found.exercise == STAND_IN and not found.note
    return found if alone and isinstance(found, Work) else None


def with_dose(above: Work, text: str) -> Work | None:
    """An exercise with the dose on a line of its own; None if the line says anything else."""
    dose = _alone(plain(text))
    if dose is None or dose.dose is None:
        return None
    bare = Work(STAND_IN, None, START)
    names = [field.name for field in fields(Work) if field.name not in ("exercise", "origin")]
    given = {name: value for name in names if (value := getattr(dose, name)) != getattr(bare, name)}
    if any(getattr(above, name) != getattr(bare, name) for name in given):
        return None
    return replace(above, **given)


def several(body: str, *, metres: bool = False) -> list[StepReading]:
    """The steps of a line that holds more than one, each with its dose; empty if it does not."""
    spoken = plain(body)
    if len(spoken) > LONGEST:
        return []
    for separator in (r" ?[;|] ?| \+ | / |, (?:then |and )?| then | and (?=\d)", r" and | \+ "):
        parts = [part.strip() for part in re.split(separator, spoken) if part.strip()]
        if any(map(BARE.fullmatch, parts)):
            continue  # `1 shuttle, 5 yards, 10 yards`: a distance alone is of what stands before
        if 2 <= len(parts) <= MAX_PARTS and (readings := dosed(parts, metres)):
            sets = {isinstance(it.step, Work) and it.step.sets is not None for it in readings}
            return readings if len(sets) == 1 else []  # `3 x 10 A, 10 B`: is B done once?
    return []


def dosed(parts: list[str], metres: bool, *, undosed: bool = False) -> list[StepReading]:
    """The step of each text; empty where one has no dose. `undosed`: they need none."""
    if not undosed and not all(map(_may_be_dosed, parts)):
        return []
    readings = []
    for part in parts:
        reading = read(part, metres=metres)
        if not (reading.dosed or (undosed and reading.step is not None)):
            return []
        readings.append(reading)
    return readings


def _may_be_dosed(text: str) -> bool:
    """Whether a text has a number, or is something to say."""
    return any(char.isdigit() or char == '"' for char in plain(text))
