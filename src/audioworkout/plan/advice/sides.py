"""Sides that are trained unequally."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audioworkout.ground.diagnostics import Diagnostic, warning
from audioworkout.ground.units import clock
from audioworkout.language.model import Work
from audioworkout.plan.advice.plan import Plan
from audioworkout.plan.segments import Kind, Segment

NAMED_SIDE = re.compile(r"\b(left|right)\b", re.IGNORECASE)

SIDE_ALONE = re.compile(r"(left|right)( (side|leg|arm|hand|foot))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _OneSide:
    """Work of one side, and the exercise's name without the side."""

    exercise: str
    side: str
    segment: Segment


def one_sided(plan: Plan) -> Iterator[Diagnostic]:
    """Exercises of which one side does more than the other, over the whole session."""
    done: dict[str, list[_OneSide]] = {}
    for segment in plan.segments:
        sided = _sided(plan, segment) if segment.kind is Kind.WORK else None
        if sided is not None:
            known = plan.find(sided.exercise)
            name = known.name if known else sided.exercise.casefold()
            done.setdefault(name, []).append(sided)
    for work in done.values():
        yield from _compared(work)


def _sided(plan: Plan, segment: Segment) -> _OneSide | None:
    """The side that a segment trains: by the plan, by the exercise's name, or by a note like it.

    A name counts only if the rest of it is an exercise that has sides: `turn left` has none.
    """
    name = segment.exercise or ""
    if segment.side is not None:
        return _OneSide(name, segment.side, segment)
    note = segment.source.note if isinstance(segment.source, Work) else None
    if note and SIDE_ALONE.fullmatch(note):
        name = f"{name} {note}"
    found = NAMED_SIDE.findall(name)
    if len(found) != 1:
        return None
    rest = " ".join(NAMED_SIDE.sub(" ", segment.exercise or "").split())
    known = plan.find(rest)
    return _OneSide(rest, found[0].lower(), segment) if known and known.sided else None


def _compared(work: Sequence[_OneSide]) -> Iterator[Diagnostic]:
    """Counted sides are compared in reps; a mix of reps and times can only be compared in time."""
    left, right = ([one for one in work if one.side == side] for side in ("left", "right"))
    if _length(left) == _length(right):
        return
    more, less = (left, right) if _length(left) > _length(right) else (right, left)
    last = more[-1]
    other = "right" if last.side == "left" else "left"
    counted = all(one.segment.reps is not None for one in work)
    much, little = ((_reps if counted else _time)(some) for some in (more, less))
    message = (
        f"the {last.side} side does more of `{last.exercise}` than the {other}: "
        f"{much}, not {little}"
    )
    hint = "write `per side`, or as much for each side"
    yield warning(message, last.segment.origin, hint, rule="one-sided")


def _length(work: Sequence[_OneSide]) -> int:
    return sum(one.segment.length or 0 for one in work)


def _time(work: Sequence[_OneSide]) -> str:
    return clock(_length(work))


def _reps(work: Sequence[_OneSide]) -> str:
    return f"{sum(one.segment.reps or 0 for one in work)} reps"
