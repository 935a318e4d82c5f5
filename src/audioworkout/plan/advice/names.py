"""Names with a slip of the pen."""

from collections.abc import Iterator

from audioworkout.ground.diagnostics import Diagnostic, warning
from audioworkout.ground.spelling import one_letter_off
from audioworkout.plan.advice.plan import Plan, written
from audioworkout.words import catalogue


def unknown_exercise(plan: Plan) -> Iterator[Diagnostic]:
    """Names that are one letter away from an exercise's.

    Any other name is fine and spoken as written: two letters turn an incline push-up into a
    decline push-up, and a scapular push-up into a scapular pull-up.
    """
    for work in written(plan):
        if plan.find(work.exercise) is not None:
            continue
        meant = plan.close(work.exercise)
        if meant is not None and _slip(plan, work.exercise, meant):
            message = f"no exercise is called `{work.exercise}`: it has no tips and a guessed pace"
            hint = f"did you mean `{meant}`? A name of your own goes under `exercises:`"
            yield warning(message, work.origin, hint, rule="unknown-exercise")


def _slip(plan: Plan, name: str, meant: str) -> bool:
    """Whether one letter is wrong, missing, too many or swapped with its neighbour."""
    known = plan.find(meant)
    spellings = (meant, known.name, *known.aliases) if known else ()
    wanted = catalogue.key(name)
    return any(one_letter_off(wanted, catalogue.key(spelling)) for spelling in spellings)
