"""Paces that nobody can hold."""

from collections.abc import Iterator
from typing import assert_never

from audioworkout.ground.diagnostics import Diagnostic, warning
from audioworkout.ground.units import SECOND, Ms, clock
from audioworkout.language.model import Amount, Distance, MaxReps, Reps, Time, Work
from audioworkout.plan.advice.plan import Plan, amount, written
from audioworkout.words.exercise import Exercise

HURRIED = 1 / 3  # of the usual time for a rep; records for a minute take longer
COUNTED = frozenset({"strength", "core", "plyometric", "cardio"})
RECORDS = (
    (100, 9.58),
    (400, 43.03),
    (1_000, 131.96),
    (1_500, 206.00),
    (5_000, 755.36),
    (10_000, 1_571.00),
)
"""Metres and seconds of the men's world records on the track, as of 2024."""


def pace(plan: Plan) -> Iterator[Diagnostic]:
    """Reps three times as fast as usual, and runs faster than the world record."""
    for work in written(plan):
        match work.dose:
            case Distance():
                yield from _run(work, work.dose, plan.find(work.exercise))
            case Reps():
                yield from _reps(work, plan.find(work.exercise))
            case Time() | MaxReps() | Amount() | None:
                pass  # no pace can be told from these
            case never:
                assert_never(never)


def _reps(work: Work, known: Exercise | None) -> Iterator[Diagnostic]:
    rep = work.every or (work.tempo.rep if work.tempo else None)
    if rep is None or known is None or known.kind not in COUNTED:
        return
    usual = round(known.seconds_per_rep * SECOND)
    if rep < usual * HURRIED:
        message = (
            f"nobody can do `{work.exercise}` in {amount(rep)} a rep: {amount(usual)} is usual"
        )
        hint = f"write `every {known.seconds_per_rep:g}s`, or leave the pace out"
        yield warning(message, work.origin, hint, rule="pace")


def _run(work: Work, dose: Distance, known: Exercise | None) -> Iterator[Diagnostic]:
    if known is None and "run" not in work.exercise.casefold().split():
        return
    if known is not None and known.kind != "run":
        return
    record = _record(dose.metres)
    fastest = dose.length.low
    if record is not None and fastest < record:
        message = (
            f"{dose.text} in {clock(fastest)} is {_per_km(fastest, dose.metres)}/km, "
            f"faster than the world record ({_per_km(record, dose.metres)}/km)"
        )
        hint = "check the distance, and whether a time or a pace such as `at 5:00/km` is meant"
        yield warning(message, work.origin, hint, rule="pace")


def _record(metres: float) -> Ms | None:
    """A time (ms) that nobody beats: the pace of the record over the next shorter distance."""
    held = [seconds / length for length, seconds in RECORDS if length <= metres]
    return round(held[-1] * metres * SECOND) if held else None


def _per_km(time: Ms, metres: float) -> str:
    return clock(round(time * 1_000 / metres))
