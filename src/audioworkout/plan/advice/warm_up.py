"""Jumps and sprints on cold legs."""

from collections.abc import Iterator

from audioworkout.ground.diagnostics import Diagnostic, warning
from audioworkout.ground.units import MINUTE, SECOND, Ms
from audioworkout.language.model import Say
from audioworkout.plan.advice.plan import Plan, TimedExercise, amount, steps

WARM_AFTER: Ms = 3 * MINUTE  # of any work
MOVED_ENOUGH: Ms = 1 * MINUTE  # of easy movement
EXPLOSIVE = frozenset(
    {"bounding", "hard run", "hill bound", "hill sprint", "power skip", "sprint", "stride"}
)
STILL = frozenset({"stretch"})  # static stretching does not warm up


def no_warm_up(plan: Plan) -> Iterator[Diagnostic]:
    """The first jump or sprint, where next to nothing comes before it."""
    if plan.workout.warmup or _told(plan):
        return
    work: Ms = 0
    moved: Ms = 0
    for step in steps(plan):
        if "warm" in (step.section or "").casefold() or "warm" in step.name.casefold():
            return
        if work >= WARM_AFTER or moved >= MOVED_ENOUGH:
            return
        if _explosive(step):
            yield _cold(step, moved)
            return
        work += step.length
        moved += 0 if step.known and step.known.kind in STILL else step.length


def _told(plan: Plan) -> bool:
    """Whether the plan's own words speak of warming up."""
    sources = (segment.source for segment in plan.segments)
    return any(isinstance(said, Say) and "warm" in said.text.casefold() for said in sources)


def _explosive(step: TimedExercise) -> bool:
    known = step.known
    return known is not None and (known.kind == "plyometric" or known.name in EXPLOSIVE)


def _cold(step: TimedExercise, moved: Ms) -> Diagnostic:
    before = f"after {amount(moved // SECOND * SECOND)} of movement" if moved else "at once"
    message = f"`{step.name}` comes {before}, and the session has no warm-up"
    hint = "add `warmup:` with some minutes of easy movement, such as `3 min easy jog`"
    return warning(message, step.origin, hint, rule="no-warm-up")
