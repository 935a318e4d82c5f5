"""All that a step can say, and the step that follows from what one says."""

from dataclasses import replace
from typing import Any

from audioworkout.ground.diagnostics import Span
from audioworkout.language.durations import pace_name
from audioworkout.language.grammar import Mistake
from audioworkout.language.keys import Key, scalar
from audioworkout.language.model import Pace, Work
from audioworkout.language.shapes import ref
from audioworkout.language.steps.dose import DOSE, check_total, dose_of
from audioworkout.language.steps.names import exercise_name
from audioworkout.language.steps.option import DOSE_PARTS, Option, Paces, Parts
from audioworkout.language.steps.options import OPTIONS

EXERCISE = Option(
    Key(
        scalar(exercise_name, "an exercise's name"),
        ref("name"),
        "What to do; a name that the catalogue knows brings its tips.",
        ("squats",),
        needed="exercise: squats",
    )
)
STEP = {"exercise": EXERCISE, **DOSE, **OPTIONS}
KEYS = {name: option.key for name, option in STEP.items()}
RULES = [rule for option in STEP.values() for rule in option.rules]


def build(found: dict[str, Any], origin: Span, paces: Paces) -> Work:
    """The step, once its parts fit together; raises Mistake with the `field` to blame."""
    found = _settled(found, paces)
    dosed = {name: value for name, value in found.items() if name in DOSE_PARTS}
    others = {name: value for name, value in found.items() if name not in DOSE_PARTS}
    parts = Parts(step=Work(dose=None, origin=origin, **others), **dosed)
    for option in STEP.values():
        for check in option.checks:
            check(parts)
    dose = dose_of(parts)
    check_total(parts, dose)
    return replace(parts.step, dose=dose)


def _settled(found: dict[str, Any], paces: Paces) -> dict[str, Any]:
    """The parts with the name of a pace looked up; where it times nothing, it is an intensity."""
    pace: Pace | None = found.get("pace")
    if pace is None or pace.span is not None:
        return found
    if "distance" in found and (known := paces.get(pace_name(pace.text))):
        return found | {"pace": replace(pace, span=known.span)}
    if "intensity" in found:
        message = f"both `{found['intensity']}` and `{pace.text}` in one step"
        raise Mistake(message, "leave one out", field="pace")
    return {
        **{name: value for name, value in found.items() if name != "pace"},
        "intensity": pace.text,
    }
