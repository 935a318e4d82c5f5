"""What stands in a cell: a dose, a rest, a number of sets, a load."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from audioworkout.ground.units import HOUR, MINUTE, SECOND, Ms
from audioworkout.importing.plain_text import plain
from audioworkout.importing.steps import STAND_IN, in_notation
from audioworkout.importing.tables.headings import ColumnHeading, SheetColumn
from audioworkout.language.durations import (
    LONGEST,
    parse_count,
    parse_reps,
    parse_tempo,
    parse_times,
)
from audioworkout.language.grammar import Mistake
from audioworkout.language.model import Amount, Dose, MaxReps, Range, Reps, Tempo, Time, Work
from audioworkout.words import tables

SCALE: dict[str, Ms] = {"s": SECOND, "min": MINUTE, "h": HOUR}
LONGEST_DOSE = 60  # characters; a longer cell is prose
LEAST_SECONDS = 10  # a smaller number without a unit could be minutes
EMPTY = re.compile(r"[-–—−_.x/ ]*|0(?:[:.,]0+)*(?: h)?")
HOURS = re.compile(r"(\d{1,3}):([0-5]\d) h")  # a sheet's format without seconds
LONGEST_USUAL: Ms = 20 * MINUTE  # of an exercise whose cell could be hours or minutes
LONGEST_REST: Ms = 10 * MINUTE
SHORTEST: Ms = 5 * SECOND
NUMBER = r"\d{1,5}(?:[.,]\d{1,2})?"
BARE = re.compile(rf"({NUMBER})(?:-({NUMBER}))?")
SERIES = re.compile(r"\d{1,4}(?: ?[,/;-] ?\d{1,4}){1,11}")
SETS = re.compile(r"(\d{1,3}(?:-\d{1,3})?) ?(?:x|sets?(?: of)?) ?(?=\D*\d|max|amrap)", re.I)
WORD = re.compile(r"[^\W\d_]+\.?")
PRIMES = re.compile(r"""(\d{1,3}) ?'(?!') ?(?:(\d{1,2}) ?(?:"|'')?)?|(\d{1,4}) ?(?:"|'')""")
MAX_IN = re.compile(r"(?:max|amrap|amap)(?: reps)?(?: in| for)? (.+)|(.+) (?:max|amrap)")
DISTANCE = re.compile(rf"({NUMBER}) ?(km|metres|miles|yards|m|k)", re.I)
BRACKETED = re.compile(r"(.*?) ?\(([^()]{1,40})\)")
OF_ONE = re.compile(r"% ?(?:of )?(?:1 ?rm|rm)\b", re.I)
DATE = re.compile(
    r"\d{4}-\d\d-\d\d(?:[ T].*)?|\d{1,2}[./]\d{1,2}[./](?:\d{2}|\d{4})"
    r"|(\d{1,2})\.?[- ]([^\W\d_]{3,5})\.?|([^\W\d_]{3,5})\.?[- ](\d{1,2})"
)


class CellError(ValueError):
    """A cell that is not read; the message says why and what would do."""


@dataclass(frozen=True, slots=True)
class CellDose:
    """What a cell gives an exercise: a dose (or several, a set each), sets, a limb for sides.

    `distance` is one without a pace, in a workout file's words. `endless`: as many as possible,
    in a time that another cell has to say.
    """

    dose: Dose | None = None
    sets: Range | None = None
    limb: str | None = None
    several: tuple[Dose, ...] = ()
    distance: str = ""
    endless: bool = False
    chosen: str = ""


def is_empty(text: str) -> bool:
    """Whether a cell says nothing, or `none`."""
    return EMPTY.fullmatch(text) is not None or tables.cell(text) == "none"


def dose(text: str, heading: ColumnHeading) -> CellDose:
    """What a cell of reps, of times or of both says; raises CellError."""
    if len(text) > LONGEST_DOSE:
        raise CellError("it is too long for a dose")
    refuse_date(text)
    words, limb = without_sides(english(plain(text)))
    if words.startswith("-"):
        raise CellError(f"`{words}` is less than zero")
    found = _sets_and_dose(words, heading)
    return replace(found, limb=found.limb or limb or heading.limb)


def _sets_and_dose(words: str, heading: ColumnHeading) -> CellDose:
    ahead = SETS.match(words)
    if ahead is None:
        return _dose(words, heading)
    inner, limb = without_sides(words[ahead.end() :])
    found = _dose(inner, replace(heading, column=SheetColumn.DOSE))
    return replace(found, sets=parse_count(ahead[1]), limb=limb)


def _dose(words: str, heading: ColumnHeading) -> CellDose:
    for reader in READERS:
        if found := reader(words, heading):
            return found
    if heading.column in TIMED:
        times(words, heading)
    raise CellError(f"`{words}` is no dose such as 12, 8-12 or 30 s")


def _bare(words: str, heading: ColumnHeading) -> CellDose | None:
    """A number without a unit: reps, or a time in a column of times."""
    if not BARE.fullmatch(words):
        return None
    if heading.column is SheetColumn.DOSE and heading.unit in SCALE:
        raise CellError(f"`{words}` could be `{words} reps` or `{words} {heading.unit}`")
    if (
        heading.column in (SheetColumn.TIME, SheetColumn.WORK, SheetColumn.WORK_REST)
        or heading.unit in SCALE
    ):
        return CellDose(Time(times(words, heading)))
    if heading.column is SheetColumn.DISTANCE:
        if heading.unit is None:
            raise CellError(f"`{words}` has no unit: km or m?")
        return CellDose(distance=f"{words} {heading.unit}")
    if low_first(words):
        return CellDose(Reps(_counted(words)))
    return None


def low_first(words: str) -> bool:
    """Whether a range runs upwards, so that it is none of the sets one after the other."""
    low, _, high = words.partition("-")
    return not high or float(low.replace(",", ".")) <= float(high.replace(",", "."))


def _counted(words: str) -> Range:
    try:
        return parse_reps(words)
    except Mistake as mistake:
        raise CellError(mistake.message) from mistake


def _reps(words: str, heading: ColumnHeading) -> CellDose | None:
    found = re.fullmatch(r"x? ?(\d{1,5}(?:-\d{1,5})?)(\+?) ?(?:reps|x)?", words)
    if found is None or not low_first(found[1]) or (found[2] and heading.column in TIMED):
        return None
    chosen = f"at least {found[1]}" if found[2] else ""
    return CellDose(Reps(_counted(found[1])), chosen=chosen)


def _time(words: str, heading: ColumnHeading) -> CellDose | None:
    try:
        return CellDose(Time(times(words, heading)))
    except CellError:
        return None


def _max(words: str, heading: ColumnHeading) -> CellDose | None:
    if tables.cell(words) == "max":
        return CellDose(endless=True)
    found = re.fullmatch(
        r"(?:max|amrap|amap)(?: reps)?(?: in| for)? (.+)|(.+) (?:max|amrap)", words
    )
    if found is None or not any(map(str.isdigit, words)):
        return None
    return CellDose(MaxReps(times(found[1] or found[2], heading)))


def _distance(words: str, heading: ColumnHeading) -> CellDose | None:
    found = DISTANCE.fullmatch(words)
    if found is None or (found[2] == "m" and heading.column in TIMED):
        return None
    unit = {"m": "metres", "k": "km"}.get(found[2].lower(), found[2].lower())
    if (
        found[2].lower() == "m"
        and heading.column is not SheetColumn.DISTANCE
        and float(found[1]) < 10
    ):
        raise CellError(f"`{words}` could be minutes or metres")
    return CellDose(distance=f"{found[1].replace(',', '.')} {unit}")


def _calories(words: str, heading: ColumnHeading) -> CellDose | None:
    """`15 cal`: they take no known time, so that they stand in an EMOM alone."""
    del heading
    found = re.fullmatch(r"(\d{1,4}) calories", words)
    return CellDose(Amount(f"{found[1]} calories", is_distance=False)) if found else None


def _series(words: str, heading: ColumnHeading) -> CellDose | None:
    """`10, 8, 6`: a number for each set."""
    bare = re.sub(r" ?(?:reps|s|min)$", "", words)
    two = len(re.findall(r"\d+", bare)) == 2
    if not SERIES.fullmatch(bare) or (two and ", " not in bare):
        return None
    unit = words[len(bare) :].strip() or None
    numbers = re.findall(r"\d+", bare)
    spelled = heading if unit is None else replace(heading, unit=unit)
    doses = [_bare(number, spelled) for number in numbers]
    return CellDose(several=tuple(one.dose for one in doses if one and one.dose))


TIMED = frozenset(
    (
        SheetColumn.TIME,
        SheetColumn.WORK,
        SheetColumn.REST,
        SheetColumn.REST_AFTER,
        SheetColumn.WORK_REST,
    )
)
READERS: tuple[Callable[[str, ColumnHeading], CellDose | None], ...] = (
    _bare,
    _reps,
    _max,
    _distance,
    _calories,
    _time,
    _series,
)


def times(words: str, heading: ColumnHeading) -> Range:
    """A time, or a range of times, in ms; a number takes the unit of its heading, else seconds.

    Raises CellError.
    """
    if len(words) > LONGEST_DOSE:
        raise CellError("it is too long for a time")
    refuse_date(words)
    words = english(plain(words))
    if words.startswith("-"):
        raise CellError(f"`{words}` is less than zero")
    if bare := BARE.fullmatch(words):
        return _scaled(bare, heading, words)
    if hours := HOURS.fullmatch(words):
        return _of_hours(hours, heading)
    if heading.column in TIMED:
        words = re.sub(r"(?<=\d) ?m\b", " min", words)
    try:
        found = parse_times(PRIMES.sub(_primes, words))
    except Mistake as mistake:
        raise CellError(mistake.message) from mistake
    return found


def _of_hours(found: re.Match[str], heading: ColumnHeading) -> Range:
    """`0:45 h`: as it is, or the minutes and seconds that were typed where that is too long."""
    large, small = int(found[1]), int(found[2])
    as_shown, as_typed = (large * HOUR + small * MINUTE, large * MINUTE + small * SECOND)
    rests = heading.column in (SheetColumn.REST, SheetColumn.REST_AFTER)
    most = LONGEST_REST if rests else LONGEST_USUAL
    likely = {one for one in (as_shown, as_typed) if SHORTEST <= one <= most}
    if len(likely) != 1:
        raise CellError(f"`{found[1]}:{found[2]}` could be hours or minutes: format it as mm:ss")
    return Range(*[likely.pop()] * 2)


def has_no_unit(text: str, heading: ColumnHeading) -> bool:
    """Whether a cell of times is a mere number, and its heading has no unit either."""
    if heading.column not in TIMED or heading.unit is not None:
        return False
    bare = BARE.fullmatch(plain(text))
    return bare is not None and float(bare[1].replace(",", ".")) >= LEAST_SECONDS


def _scaled(bare: re.Match[str], heading: ColumnHeading, words: str) -> Range:
    low, high = (float((bare[group] or bare[1]).replace(",", ".")) for group in (1, 2))
    if heading.unit not in SCALE and low < LEAST_SECONDS:
        raise CellError(f"`{words}` could be `{words} s` or `{words} min`")
    scale = SCALE.get(heading.unit or "s", SECOND)
    found = Range(round(low * scale), round(high * scale))
    if not 0 < found.low <= found.high <= LONGEST:
        raise CellError(f"`{words}` is no time")
    return found


def _primes(found: re.Match[str]) -> str:
    """`1'30"` and `30''`: minutes and seconds."""
    if found[3]:
        return f"{found[3]} s"
    return f"{found[1]} min {found[2]} s" if found[2] else f"{found[1]} min"


def rest(text: str, heading: ColumnHeading) -> Range | None:
    """A rest in ms, None for none; raises CellError."""
    if is_empty(text):
        return None
    words = english(plain(text))
    bare = re.sub(r"^(?:rest|pause)(?: for)? |,? ?(?:rest|between sets|after)$", "", words)
    return times(bare, replace(heading, column=SheetColumn.REST))


def is_scheme(text: str) -> bool:
    """Whether a cell says sets and a dose: `3x12`."""
    return SETS.match(english(plain(text))) is not None


def sets(text: str) -> Range | None:
    """A number of sets, None for none; raises CellError."""
    if is_empty(text):
        return None
    refuse_date(text)
    words = re.sub(r"^x ?| ?(?:x|sets?|rounds?)$", "", english(plain(text)))
    words = re.sub(r"\.0+$", "", words)
    try:
        return parse_count(words)
    except Mistake as mistake:
        raise CellError(f"`{text}` is no number of sets") from mistake


def english(text: str) -> str:
    """A cell in small letters, with the units of any language as a workout file writes them."""
    return WORD.sub(lambda word: tables.unit(word[0]) or word[0].lower(), text)


def without_sides(words: str) -> tuple[str, str | None]:
    """A dose without its sides, and the limb that these are of (`8 / leg`, `20s each`)."""
    inner = BRACKETED.fullmatch(words)
    if inner and inner[1] and (limb := limb_of(inner[2])):
        return inner[1].strip(), limb
    for at in re.finditer(r"(?<=[\w)]) ?(?=[/ ])|(?<=\d)(?=e(?:a|/s)?$)", words):
        if limb := limb_of(words[at.end() :]):
            return words[: at.start()].strip(" ,"), limb
    return words, None


def limb_of(text: str) -> str | None:
    """The limb of `/ leg`, `per arm`, `each`; None where a text says nothing of sides."""
    bare = tables.folded(text.replace("/", " per ", 1) if text.strip().startswith("/") else text)
    each, _, last = bare.rpartition(" ")
    if each in tables.each() and (limb := tables.limb(last)):
        return limb
    return "side" if tables.side(bare) == "both" or tables.side(text) == "both" else None


def load(text: str, heading: ColumnHeading) -> dict[str, str]:
    """The `weight`, `intensity` or `note` of a cell; raises CellError for a bare number."""
    words = re.sub(r"(?<=\d) ?x ?(?=\d)", " x ", english(plain(text)))
    if tables.cell(text) == "bodyweight":
        return {"note": text}
    if re.fullmatch(rf"(?:\d x )?{NUMBER}(?:[/-]{NUMBER})?", words):
        if heading.unit == "%":
            return {"intensity": f"{words}%"}
        if heading.unit is None:
            raise CellError(f"`{text}` has no unit: kg or lb?")
        words = f"{words} {heading.unit}"
    words = OF_ONE.sub("% of 1RM", words.replace(",", "."))
    options = (("intensity", f"at {words}"), ("weight", f"weight {words}"))
    for field, line in options if "%" in words or "rpe" in words else options[1:]:
        if any(map(str.isdigit, words)) and (value := _option(field, line)):
            return {field: value}
    return {"note": text}


def intensity(text: str, heading: ColumnHeading) -> dict[str, str]:
    """The `intensity` of a cell, in the words of its heading where it is but a number."""
    words = plain(text)
    if BARE.fullmatch(words):
        label = "%" in heading.text or heading.unit == "%"
        words = f"{words}%" if label else f"{heading.text.strip()} {words}"
    value = _option("intensity", f"at {words}") or _option("intensity", f"at {words.upper()}")
    return {"intensity": value} if value else {"note": words}


def _option(field: str, words: str) -> str | None:
    """What an option of a step says, if a step with it says nothing else."""
    for between in (", ", " "):
        found = in_notation(f"12 {STAND_IN}{between}{words}").step
        if isinstance(found, Work) and found.exercise == STAND_IN and not found.note:
            value = getattr(found, field)
            if isinstance(value, str):
                return value
    return None


def tempo(text: str) -> Tempo | None:
    """The tempo of `3-1-1`, `3/1/1/0` or `3110`; None where a cell has other signs."""
    words = plain(text).strip()
    if re.fullmatch(r"\d{3,4}", words):
        words = "-".join(words)
    try:
        return parse_tempo(re.sub(r" ?[/:. -] ?", "-", words))
    except Mistake:
        return None


def refuse_date(text: str) -> None:
    """Raises CellError for a date, which a spreadsheet makes of `8-12`."""
    found = DATE.fullmatch(text.strip())
    month = found and (found[2] or found[3])
    if found and (not month or tables.is_month(month)):
        raise CellError(f"`{text}` is a date: write a range as text")
