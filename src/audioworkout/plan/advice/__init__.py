"""Advice: what a coach would say about a plan that is correct, but hardly meant like that."""

from collections.abc import Callable, Iterator

from audioworkout.ground.diagnostics import Diagnostic, Span, warning
from audioworkout.plan.advice.announcements import short_rest
from audioworkout.plan.advice.equipment import equipment_change
from audioworkout.plan.advice.lengths import long_rest, long_work
from audioworkout.plan.advice.names import unknown_exercise
from audioworkout.plan.advice.pace import pace
from audioworkout.plan.advice.plan import Plan
from audioworkout.plan.advice.pronunciation import pronunciation
from audioworkout.plan.advice.sides import one_sided
from audioworkout.plan.advice.total import total
from audioworkout.plan.advice.warm_up import no_warm_up

ELSEWHERE = ("cut-sound", "language", "left-out", "voice-language")  # rules that other stages apply


def unknown_rule(plan: Plan) -> Iterator[Diagnostic]:
    """Names under `silence_warnings` that silence nothing."""
    known = (*RULES, *ELSEWHERE)
    unknown = [f"`{name}`" for name in plan.workout.silenced if name not in known]
    if unknown:
        message = f"`silence_warnings` names no warning with {', '.join(unknown)}"
        hint = f"warnings are {', '.join(sorted(known))}"
        yield warning(message, plan.workout.origin, hint, rule="unknown-rule")


RULES: dict[str, Callable[[Plan], Iterator[Diagnostic]]] = {
    "short-rest": short_rest,
    "equipment-change": equipment_change,
    "one-sided": one_sided,
    "no-warm-up": no_warm_up,
    "pace": pace,
    "total": total,
    "unknown-exercise": unknown_exercise,
    "long-work": long_work,
    "long-rest": long_rest,
    "pronunciation": pronunciation,
    "unknown-rule": unknown_rule,
}
"""What a workout can silence, by the name it does so with."""


def advise(plan: Plan) -> tuple[Diagnostic, ...]:
    """The warnings of the rules that the workout does not silence, sorted by place.

    A rule says one thing about a step, however many rounds the step is done in.
    """
    found: dict[tuple[Span, str], Diagnostic] = {}
    for name, rule in RULES.items():
        if name not in plan.workout.silenced:
            for diagnostic in rule(plan):
                found.setdefault((diagnostic.span, name), diagnostic)
    return tuple(sorted(found.values(), key=lambda diagnostic: diagnostic.span))


__all__ = ["RULES", "Plan", "advise"]
