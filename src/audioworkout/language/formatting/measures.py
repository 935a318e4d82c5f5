"""Numbers with units as a workout file writes them, each in one spelling."""

from collections.abc import Iterator

from audioworkout.ground.units import HOUR, SECOND, Ms
from audioworkout.language.durations import format_duration, parse_pace
from audioworkout.language.grammar import Mistake
from audioworkout.language.model import Range, Tempo

KM_PER_MILE = 1.609344


def times(span: Range) -> str:
    """`45s`, `30-45s`, `45s-1:30`."""
    low, high = format_duration(span.low), format_duration(span.high)
    if span.low == span.high:
        return low
    number, unit = _split(low)
    if unit and _split(high)[1] == unit:
        return f"{number}-{high}"
    return f"{low}-{high}"


def _split(duration: str) -> tuple[str, str]:
    """A duration of one unit as its number and its unit; without a unit where it has several."""
    number = duration.rstrip("abcdefghijklmnopqrstuvwxyz ")
    plain = number.replace(".", "").isdigit()
    return (number, duration[len(number) :]) if plain else (duration, "")


def counts(span: Range) -> str:
    """`12`, `8-12`."""
    return str(span.low) if span.low == span.high else f"{span.low}-{span.high}"


def tempo(value: Tempo) -> str:
    """`4-0-1`, with a fourth number where there is a pause on top."""
    phases = [value.down, value.bottom, value.up, *([value.top] if value.top else [])]
    return "-".join(format(phase / SECOND, ".3f").rstrip("0").rstrip(".") for phase in phases)


def pace(value: Ms) -> str | None:
    """`5:00/km`, or the first other spelling that reads as exactly this pace; None without one."""
    for text in _paces(value):
        try:
            if parse_pace(text) == value:
                return text
        except Mistake:
            continue
    return None


def _paces(value: Ms) -> Iterator[str]:
    yield f"{_clock(value)}/km"
    yield f"{_clock(round(value * KM_PER_MILE / SECOND) * SECOND)}/mile"
    for unit, factor in (("km/h", 1.0), ("mph", KM_PER_MILE)):
        for digits in range(4):
            yield f"{HOUR / value / factor:.{digits}f} {unit}"


def _clock(value: Ms) -> str:
    minutes, seconds = divmod(value // SECOND, 60)
    return f"{minutes}:{seconds:02}"
