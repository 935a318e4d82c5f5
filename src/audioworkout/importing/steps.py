"""A pasted line to a step: as it is where the language has it, else its parts put in order."""

import re
from dataclasses import dataclass
from functools import lru_cache

from audioworkout.importing import shape
from audioworkout.importing.numbers import plain
from audioworkout.language.grammar import MAX_LINE, Mistake
from audioworkout.language.model import Pause, Play, Say, Work

STAND_IN = "qqq"  # a name that no line has: what else a text says, it says of the dose
LONGEST = 240  # characters of a line whose parts are put in order; a longer one has prose in it
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
class Reading:
    """A step's line and what was chosen in reading it; or why there is none."""

    text: str | None
    reasons: tuple[str, ...] = ()
    dosed: bool = True


Rewrite = tuple[re.Pattern[str], str, str]


def _rewrites(*rows: tuple[str, str, str]) -> tuple[Rewrite, ...]:
    return tuple((re.compile(row[0], re.I), row[1], row[2]) for row in rows)


# What the language would take for a part of the name, and what is read instead.
ALWAYS = _rewrites(
    (r" ?\((rest [^()]{1,40})\)", r", \1", ""),
    (
        r",? ?@? ?(\d{1,4}(?:\.\d)?/\d{1,4}(?:\.\d)? ?(?:kgs?|lbs?|pounds?|pood))\b",
        r", weight \1",
        "",
    ),
    (r",? ?@? ?(\d{1,3}(?:\.\d)? ?pood)\b", r", weight \1", ""),
    (r"(?<=[a-z]) @? ?(\d{1,3}(?:/\d{1,3})? ?(?:inch(?:es)?|in|cm|ft)\b\.?)", r" (\1)", ""),
    (r"^(\d{1,5})/\d{1,5}(?= ?(?:cal|m|km|reps?)\b)", r"\1", "the first of two numbers"),
)
# What stands in pasted lines and not in the language, and what is read instead.
REWRITES = _rewrites(
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
SEPARATOR = re.compile(r" - |: |, ?|; ?| \| |\t|(?<=[0-9a-z])\.\s+(?=[A-Z0-9])")
BRACKET = re.compile(r"\(([^()]*)\)")
SIDES = re.compile(r"^(?:on |for )?(?:each|per|every) (?:leg|arm|side|hand|foot)$", re.I)


@lru_cache(maxsize=1024)
def read(body: str, *, metres: bool = False) -> Reading:
    """The step that a line without its bullet describes.

    `metres`: a lone `m` is metres always. A reading without a dose has the line that its
    list's heading may give one to.
    """
    if len(body) > MAX_LINE:
        return Reading(None, ("the line is too long for a step",))
    spoken = plain(body)
    if spoken.lower().startswith(("play ", "say ")) and '"' not in spoken:
        return Reading(None, ("it reads as prose",))
    if re.fullmatch(
        r"(?:no |short |quick )?(?:rest|recovery|recover|break|pause)\b[^0-9]*", spoken, re.I
    ):
        return Reading(None, ("a rest without a length",))
    reasons: list[str] = []
    spoken = _rewritten(spoken, ALWAYS, reasons)
    direct = _direct(spoken)
    if direct.text is not None and direct.dosed:
        return Reading(direct.text, tuple(reasons))
    if len(body) > LONGEST:
        return direct
    spoken = _rewritten(spoken, REWRITES, reasons)
    for text in (spoken, _paced(spoken, metres)):
        for found in (_direct(text), _arranged(text)):
            if found.text is not None and found.dosed:
                paced = [] if text == spoken else [f"no pace is given: {_pace(text)}/km"]
                return Reading(found.text, (*reasons, *paced, *found.reasons))
    return direct


def _rewritten(text: str, rewrites: tuple[Rewrite, ...], reasons: list[str]) -> str:
    for pattern, becomes, reason in rewrites:
        changed = pattern.sub(becomes, text)
        if changed != text and reason:
            reasons.append(reason)
        text = changed
    return " ".join(text.split()).strip(" ,")


def _direct(text: str) -> Reading:
    """The reading of a line that the language has."""
    try:
        block = shape.read(text)
    except Mistake as mistake:
        return Reading(
            None, (f"{mistake.message}; {mistake.hint}" if mistake.hint else str(mistake),)
        )
    match block:
        case Play():
            return Reading(None, ("it would play a file",))
        case Say():
            return Reading(text)
        case Pause():
            return Reading(shape.line(block))
        case Work(dose=dose):
            return Reading(shape.line(block) or text.strip(), (), dose is not None)


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


def _arranged(text: str) -> Reading:
    """The reading of a line whose dose stands apart: `Nordic curls – 2 sets of 3–5 reps`."""
    brackets = [inside.strip() for inside in BRACKET.findall(text)]
    parts = [part.strip() for part in SEPARATOR.split(BRACKET.sub(" ", text)) if part.strip(" .")]
    if not parts or len(parts) + len(brackets) > MAX_PARTS:
        return Reading(None)
    names: list[str] = []
    doses: list[str] = []
    options: list[str] = []
    notes: list[str] = []
    for index, part in enumerate([*parts, *brackets]):
        part = " ".join(part.split())
        if _is_dose(part):
            doses.append(part)
        elif SIDES.fullmatch(part) or _is_sets(part):
            (options if _is_sets(part) else doses).append(part)
        elif _is_option(part):
            options.append(part)
        elif index < len(parts) and not names:
            names.append(part)
        else:
            notes.append(part)
    if not names or not doses:
        return Reading(None)
    line = ", ".join([f"{' '.join(doses)} {names[0]}", *options])
    for end in ("", *(f" ({note})" for note in notes)):
        line += end
    return _direct(line)


def _probe(text: str) -> Work | None:
    """The step of a text, if it names nothing but the stand-in."""
    block = shape.block_of(text)
    alone = isinstance(block, Work) and block.exercise == STAND_IN and not block.note
    return block if alone and isinstance(block, Work) else None


def _is_dose(part: str) -> bool:
    """Whether a text is nothing but a dose: `2 sets of 3-5 reps`, `15 each side`."""
    work = _probe(f"{part} {STAND_IN}") if any(map(str.isdigit, part)) else None
    return work is not None and work.dose is not None


def _is_sets(part: str) -> bool:
    work = _probe(f"{part} {STAND_IN}") if any(map(str.isdigit, part)) else None
    return work is not None and work.dose is None and work.sets is not None


def _is_option(part: str) -> bool:
    """Whether a text is an option behind a comma, such as `tempo 3-1-1` or `rest 60s`."""
    return _probe(f"2 x 12 {STAND_IN}, {part}") is not None


def is_dose(text: str) -> bool:
    """Whether a line is a dose alone, of an exercise that is named elsewhere."""
    return _is_dose(plain(text))


def several(body: str, *, metres: bool = False) -> list[Reading]:
    """The steps of a line that holds more than one, each with its dose; empty if it does not."""
    spoken = plain(body)
    if len(spoken) > LONGEST:
        return []
    for separator in (r" ?[;|] ?| \+ | / |, (?:then |and )?| then | and (?=\d)", r" and | \+ "):
        parts = [part for part in re.split(separator, spoken) if part.strip()]
        if not 2 <= len(parts) <= MAX_PARTS:
            continue
        readings = [read(part.strip(), metres=metres) for part in parts]
        if all(reading.text is not None and reading.dosed for reading in readings):
            return readings
    return []
