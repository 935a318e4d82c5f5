"""`audioworkout exercises`: what the catalogue knows."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audioworkout.cli.console import print_table
from audioworkout.ground.diagnostics import WorkoutError
from audioworkout.language import document
from audioworkout.words import catalogue

if TYPE_CHECKING:
    from rich.table import Table

    from audioworkout.words.exercise import Exercise

IN_FULL = 3  # so few exercises are shown with all that is known of them


def exercises(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[WORDS]", help="Words of the name.")
    ] = None,
    muscle: Annotated[
        str | None, typer.Option(metavar="M", help="Only those that train this muscle.")
    ] = None,
    equipment: Annotated[
        str | None,
        typer.Option(metavar="E", help="Only those with this equipment; `none` for those without."),
    ] = None,
) -> None:
    """Search the exercise catalogue, your own exercises included."""
    own = document.inputs.own_exercises(Path())
    found = catalogue.search(" ".join(words or []), muscle=muscle, equipment=equipment, own=own)
    if not found:
        raise WorkoutError(f"no exercise fits; {_known(own, muscle, equipment)}")
    if len(found) <= IN_FULL:
        print("\n".join(map(_card, found)), end="")
        return
    print_table(_table(found))


def _known(own: "tuple[Exercise, ...]", muscle: str | None, equipment: str | None) -> str:
    """What can be asked for in place of a muscle or an equipment that no exercise has."""
    every = catalogue.search(own=own)
    for name, given, words in (
        ("muscles", muscle, {word for one in every for word in one.muscles}),
        ("equipment", equipment, {word for one in every for word in one.equipment}),
    ):
        if given is not None and not any(given.casefold() in word.casefold() for word in words):
            return f"{name}: {', '.join(sorted(words))}"
    return "try fewer words, or `audioworkout exercises`"


def _table(found: "tuple[Exercise, ...]") -> "Table":
    from rich import box
    from rich.table import Table

    view = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    view.add_column("exercise", style="bold", overflow="fold")
    view.add_column("kind")
    view.add_column("muscles")
    view.add_column("equipment")
    for exercise in found:
        side = f" (per {exercise.limb})" if exercise.sided else ""
        rest = (", ".join(exercise.muscles), ", ".join(exercise.equipment))
        view.add_row(exercise.name + side, exercise.kind, *rest)
    return view


def _card(exercise: "Exercise") -> str:
    rows = {
        "also": ", ".join(exercise.aliases),
        "kind": exercise.kind,
        "sides": f"each {exercise.limb}" if exercise.sided else "",
        "pace": f"{exercise.seconds_per_rep:g} s a rep",
        "muscles": ", ".join(exercise.muscles),
        "equipment": ", ".join(exercise.equipment),
        "position": exercise.position or "",
        "tips": "\n             ".join(exercise.tips),
    }
    lines = [f"  {label:<10} {text}" for label, text in rows.items() if text]
    return "\n".join([exercise.name, *lines, ""])
