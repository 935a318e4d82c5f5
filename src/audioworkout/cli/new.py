"""`audioworkout new`: a commented starter file."""

from importlib import resources
from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from audioworkout.ground import files
from audioworkout.ground.diagnostics import WorkoutError


def new(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to make.")],
    show: Annotated[
        bool, typer.Option("--show", help="A podcast of workouts, in place of a workout.")
    ] = False,
) -> None:
    """Write a commented starter workout that renders as it is."""
    starter, command = ("show.yaml", "publish") if show else ("starter.yaml", "render")
    text = (resources.files("audioworkout.words.data") / starter).read_text(encoding="utf-8")
    try:
        files.write_whole(file, text.encode(), over=False)
    except FileExistsError as exists:
        raise WorkoutError(f"{file} exists and is left as it is; choose another name") from exists
    print(f"{file}: edit it, then run `audioworkout {command} {quote(str(file))}`")
