"""Steps of a length that is rather a slip of the pen."""

from collections.abc import Iterator

from audioworkout.ground.diagnostics import Diagnostic, warning
from audioworkout.ground.units import MINUTE, Ms, clock
from audioworkout.plan.advice.plan import Plan
from audioworkout.plan.segments import Kind

LONGEST_WORK: Ms = 10 * MINUTE
LONGEST_REST: Ms = 15 * MINUTE
ENDURED = frozenset({"run", "cardio", "drill"})  # kinds that may go on for hours


def long_work(plan: Plan) -> Iterator[Diagnostic]:
    """Squats for half an hour: exercises of one place that go on without a break."""
    for segment in plan.segments:
        known = plan.known(segment)
        if known is None or known.kind in ENDURED or (segment.length or 0) <= LONGEST_WORK:
            continue
        time = clock(segment.length or 0)
        if segment.reps is None:
            message = f"`{segment.exercise}` goes on for {time} without a break"
            hint = "are seconds meant? Otherwise split it, such as `5 sets of …, rest 30s`"
        else:
            message = f"{segment.reps} `{segment.exercise}` take {time} without a break"
            hint = "split them into sets, such as `5 x 20 …, rest 30s`"
        yield warning(message, segment.origin, hint, rule="long-work")


def long_rest(plan: Plan) -> Iterator[Diagnostic]:
    """A rest of half an hour."""
    for segment in plan.segments:
        resting = segment.kind in (Kind.REST, Kind.TRANSITION)
        if resting and (segment.length or 0) > LONGEST_REST:
            message = f"a {segment.kind} of {clock(segment.length or 0)} in the middle of a session"
            hint = "are seconds meant?"
            yield warning(message, segment.origin, hint, rule="long-rest")
