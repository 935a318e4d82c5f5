"""Equipment that nobody can fetch in the time there is."""

from collections.abc import Iterator
from itertools import pairwise

from audioworkout.ground.diagnostics import Diagnostic, Span, warning
from audioworkout.ground.units import SECOND, Ms
from audioworkout.language.model import Work
from audioworkout.plan.advice.plan import Plan, amount
from audioworkout.plan.segments import Kind, Segment

ENOUGH: Ms = 10 * SECOND  # to set one thing down, fetch another and get into position
AT_HAND = frozenset({"wall"})  # needs no fetching


def equipment_change(plan: Plan) -> Iterator[Diagnostic]:
    """Exercises for which something must be fetched within a few seconds.

    A line that is done in ten rounds is told once, where it is tightest.
    """
    works = [index for index, row in enumerate(plan.rows) if row.segment.kind is Kind.WORK]
    shortest: dict[Span, tuple[Ms, Diagnostic]] = {}
    for before, after in pairwise(works):
        gap = plan.rows[after].start - plan.rows[before].end
        held = _equipment(plan, plan.rows[before].segment)
        needed = _equipment(plan, plan.rows[after].segment)
        if gap >= ENOUGH or held is None or needed is None:
            continue
        fetched = [item for item in needed if item not in held and item not in AT_HAND]
        row = plan.rows[after]
        if fetched and (
            row.segment.origin not in shortest or gap < shortest[row.segment.origin][0]
        ):
            names = (plan.rows[before].segment.exercise or "", row.segment.exercise or "")
            shortest[row.segment.origin] = gap, _change(names, fetched, gap, row.segment.origin)
    for _, found in shortest.values():
        yield found


def _equipment(plan: Plan, work: Segment) -> tuple[str, ...] | None:
    """What an exercise is done with; None where nobody knows, as with a weight of any kind."""
    known = plan.known(work)
    if known is None:
        return None
    weighted = isinstance(work.source, Work) and work.source.weight is not None
    return None if weighted and not known.equipment else known.equipment


def _change(names: tuple[str, str], fetched: list[str], gap: Ms, origin: Span) -> Diagnostic:
    before, after = names
    time = f"only {amount(gap)}" if gap else "no time"
    things = " and the ".join(fetched)
    message = f"there is {time} after `{before}` to fetch the {things} for `{after}`"
    hint = f"put `transition {amount(ENOUGH)}` before it, or reorder the exercises"
    return warning(message, origin, hint, rule="equipment-change")
