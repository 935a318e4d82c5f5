"""What one step says, however it was spelled, and the step that follows from it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from audioworkout.ground.diagnostics import Span
from audioworkout.ground.units import MINUTE, Ms, clock
from audioworkout.language.durations import LONGEST, format_duration
from audioworkout.language.grammar import Mistake
from audioworkout.language.model import (
    Distance,
    Dose,
    MaxReps,
    Range,
    Reps,
    Tempo,
    Time,
    TimedWords,
    Work,
)

FASTEST: Ms = MINUTE  # per kilometre: faster than any runner, so such a target is a slip


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a step; the short and the long form both fill these.

    `work` is a time in ms: the dose itself, or the target of a distance or of `most` (as
    many reps as possible). `total` is what a bracket claims the sum to be.
    """

    exercise: str
    work: Range | None = None
    reps: Range | None = None
    most: bool = False
    distance: tuple[float, str] | None = None
    pace: Ms | None = None
    sets: Range | None = None
    rest: Range | None = None
    sides: tuple[str, ...] = ()
    limb: str = "side"
    switch: Ms | None = None
    tempo: Tempo | None = None
    every: Ms | None = None
    metronome: int | None = None
    weight: str | None = None
    intensity: str | None = None
    note: str | None = None
    say: str | None = None
    tip: str | None = None
    cues: tuple[TimedWords, ...] = ()
    total: Time | Reps | None = None


def build(parts: Parts, origin: Span) -> Work:
    """The step, once its parts fit together; raises Mistake with the `field` to blame."""
    for check in CHECKS:
        check(parts)
    dose = _dose(parts)
    _check_total(parts, dose)
    return Work(
        parts.exercise,
        dose,
        origin,
        parts.sides,
        parts.limb,
        parts.switch,
        parts.sets,
        parts.rest,
        parts.tempo,
        parts.every,
        parts.metronome,
        parts.weight,
        parts.intensity,
        parts.note,
        parts.say,
        parts.tip,
        parts.cues,
    )


def _dose(parts: Parts) -> Dose | None:
    if parts.distance is not None:
        return _distance(*parts.distance, parts)
    if parts.most:
        if parts.work is None:
            hint = f"write `max {parts.exercise} in 30s`"
            raise Mistake("`max` needs a time", hint, field="reps")
        return MaxReps(parts.work)
    if parts.reps is not None:
        return Reps(parts.reps)
    return Time(parts.work) if parts.work is not None else None


def _distance(metres: float, text: str, parts: Parts) -> Distance:
    if metres <= 0:
        raise Mistake("a distance must be more than zero", field="distance")
    paced = None if parts.pace is None else scaled_pace(metres, parts.pace)
    target = parts.work.low if parts.work is not None else None
    if parts.work is not None and parts.work.low != parts.work.high:
        raise Mistake("a distance takes one time, no range", field="work")
    length = target if paced is None else paced
    if length is None:
        example = clock(scaled_pace(metres, 5 * MINUTE))
        hint = (
            f"write `{text} {parts.exercise} at 5:00/km` or `{text} {parts.exercise} at {example}`"
        )
        raise Mistake(f"`{text}` needs a pace or a time", hint, field="distance")
    if paced is not None and target is not None and abs(paced - target) > 500:
        message = f"{text} at this pace takes {format_duration(_second(paced))}"
        raise Mistake(f"{message}, not {format_duration(target)}", "leave out one", field="work")
    if paced is None and metres >= 400 and length / metres * 1000 <= FASTEST:
        time = clock(length)
        hint = f"write `at {time}/km` for the pace, or the time that the whole distance takes"
        message = f"{text} in {time} is faster than anyone runs; is `{time}` a pace?"
        raise Mistake(message, hint, field="work")
    if length > LONGEST:
        raise Mistake(f"{text} takes more than 12 hours, the longest allowed", field="distance")
    return Distance(metres, text, max(1, length), parts.pace)


def scaled_pace(metres: float, pace: Ms) -> Ms:
    """How long a distance takes at a pace per kilometre."""
    return round(metres / 1000 * pace)


def _second(time: Ms) -> Ms:
    return (time + 500) // 1000 * 1000


# Checks


def _one_dose(parts: Parts) -> None:
    if parts.reps is not None and (parts.work is not None or parts.distance is not None):
        hint = "a step lasts a time, a number of reps or a distance: leave out one of them"
        raise Mistake("two doses in one step", hint, field="work" if parts.work else "distance")


def _above_zero(parts: Parts) -> None:
    for field in ("work", "every"):
        value = getattr(parts, field)
        if value is not None and (value.low if isinstance(value, Range) else value) <= 0:
            raise Mistake("a duration must be more than zero", field=field)


def _needs(parts: Parts, field: str, other: str, message: str, hint: str) -> None:
    if getattr(parts, field) is not None and not getattr(parts, other):
        raise Mistake(message, hint, field=field)


def _pacing_needs_reps(parts: Parts) -> None:
    timed = parts.work is not None or parts.distance is not None
    for field in ("tempo", "every"):
        if getattr(parts, field) is not None and timed:
            raise Mistake(f"`{field}` paces reps, and this step has a time", PACED, field=field)
    if parts.tempo is not None and parts.every is not None:
        hint = "a tempo sets the length of a rep already: leave out one of them"
        raise Mistake("`tempo` and `every` in one step", hint, field="every")


PACED = "write a number of reps, such as `5 squats, tempo 4-0-1` or `12 swings, every 2s`"


def _pace_needs_distance(parts: Parts) -> None:
    if parts.pace is not None and parts.distance is None:
        hint = "write `1 km run at 5:00/km`; a run by time takes `note` for its pace"
        raise Mistake("a pace needs a distance", hint, field="pace")


def _alternating_has_no_sides(parts: Parts) -> None:
    if parts.sides and parts.note and "alternat" in parts.note.lower():
        hint = f"keep `per {parts.limb}`, or keep the note and write the reps or time of both"
        message = f"`per {parts.limb}` does one side after the other, `alternating` takes turns"
        raise Mistake(message, hint, field="note")


CHECKS: tuple[Callable[[Parts], None], ...] = (
    _one_dose,
    _above_zero,
    partial(
        _needs,
        field="rest",
        other="sets",
        message="the rest of a step goes between its sets, and this step has none",
        hint="write the rest on a line of its own: `rest 15s`",
    ),
    partial(
        _needs,
        field="switch",
        other="sides",
        message="`switch` needs sides",
        hint="write `per leg`, or `sides: [left, right]` in the long form",
    ),
    _pacing_needs_reps,
    _pace_needs_distance,
    _alternating_has_no_sides,
)


def _check_total(parts: Parts, dose: Dose | None) -> None:
    """A total in brackets must be the sum over sides, or over sides and sets."""
    if parts.total is None:
        return
    shown: Callable[[int], str]
    match parts.total, dose:
        case Time(claimed), Time(single):
            shown = format_duration
        case Reps(claimed), Reps(single):
            shown = str
        case _:
            hint = "a total repeats the kind of dose: seconds for seconds, reps for reps"
            raise Mistake("this total cannot be checked against the dose", hint, field="total")
    sums = list(_sums(single, len(parts.sides) or 1, parts.sets))
    if claimed not in sums:
        message = f"the total says {_shown(claimed, shown)}, but "
        message += (
            f"{len(parts.sides) or 1} × {_shown(single, shown)} make {_shown(sums[0], shown)}"
        )
        if parts.sets is not None:
            message += f", and {_shown(parts.sets, str)} sets make {_shown(sums[1], shown)}"
        raise Mistake(message, "correct one of the two", field="total")


def _sums(single: Range, sides: int, sets: Range | None) -> Iterator[Range]:
    one = Range(single.low * sides, single.high * sides)
    yield one
    if sets is not None:
        yield Range(one.low * sets.low, one.high * sets.high)


def _shown(span: Range, shown: Callable[[int], str]) -> str:
    if span.low == span.high:
        return shown(span.low)
    return f"{shown(span.low)} to {shown(span.high)}"
