"""What checking a workout found, which all later stages take from here."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from audioworkout.ground.diagnostics import Diagnostic
from audioworkout.language.document.inputs import Source
from audioworkout.language.model import Workout
from audioworkout.plan.segments import Segment
from audioworkout.plan.unrolling import unroll
from audioworkout.words import catalogue
from audioworkout.words.exercise import Exercise


@dataclass(frozen=True, slots=True)
class Checked:
    """A workout without mistakes, unrolled.

    `find` looks an exercise up by its name as this workout knows it; `warnings` are those of
    its text. `overridden` names the keys whose value is the caller's, not the file's.
    """

    source: Source
    workout: Workout
    segments: tuple[Segment, ...]
    find: Callable[[str], Exercise | None]
    warnings: tuple[Diagnostic, ...] = ()
    overridden: frozenset[str] = frozenset()


def unrolled(
    source: Source,
    workout: Workout,
    warnings: tuple[Diagnostic, ...] = (),
    overridden: frozenset[str] = frozenset(),
) -> tuple[Checked | None, tuple[Diagnostic, ...]]:
    """A workout with its segments; None where something forbids them. And every diagnostic.

    The one place of a compile that unrolls: all later stages take its segments from here.
    """
    find = partial(catalogue.find, own=workout.exercises, language=workout.language)
    segments, mistakes = unroll(workout, find)
    problems = (*warnings, *mistakes)
    if mistakes:
        return None, problems
    return Checked(source, workout, segments, find, warnings, overridden), problems
