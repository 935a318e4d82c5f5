"""Options that several commands share."""

from collections.abc import Iterable, Iterator
from glob import escape, glob
from pathlib import Path
from typing import Annotated, Any

import typer

from audioworkout.language import document
from audioworkout.language.model import COACHING_LEVELS


def _workouts(incomplete: str) -> Iterator[str]:
    yield from (name for name in document.inputs.bundled_names() if name.startswith(incomplete))
    matching = glob(f"{escape(incomplete)}*")  # noqa: PTH207 (Path.glob takes no absolute ones)
    for path in map(Path, sorted(matching)):
        if path.is_dir():
            yield f"{path}/"
        elif path.suffix in (".yaml", ".yml"):
            yield str(path)


def _effort(text: str) -> float:
    try:
        return document.parse_effort(text)
    except ValueError as wrong:
        raise typer.BadParameter(str(wrong)) from wrong


def _coaching(text: str) -> str:
    if text not in COACHING_LEVELS:
        raise typer.BadParameter(f"expected {', '.join(COACHING_LEVELS)}; found `{text}`")
    return text


def one_of(names: Iterable[str], *declarations: str, text: str) -> Any:
    """An option that takes one of a table's names, which completion and help then list."""
    known = tuple(names)

    def parse(text: str) -> str:
        if text not in known:
            listed = ", ".join(f"'{name}'" for name in known)
            raise typer.BadParameter(f"'{text}' is not one of {listed}.")
        return text

    return typer.Option(
        *declarations,
        parser=parse,
        metavar=f"<{'|'.join(known)}>",
        autocompletion=lambda incomplete: [name for name in known if name.startswith(incomplete)],
        help=text,
    )


Workout = Annotated[
    str,
    typer.Argument(
        metavar="WORKOUT",
        help="A file, the name of a bundled workout (`core`), or `-` for standard input.",
        autocompletion=_workouts,
    ),
]
Workouts = Annotated[
    list[str],
    typer.Argument(
        metavar="WORKOUT...",
        help="Files, names of bundled workouts (`core`), or `-` for standard input.",
        autocompletion=_workouts,
    ),
]
Voice = Annotated[
    str | None,
    typer.Option(
        metavar="VOICE",
        help="`name` or `engine:name`, or several with commas between, in place of the file's.",
    ),
]
Effort = Annotated[
    float | None,
    typer.Option(
        parser=_effort,
        metavar="EFFORT",
        help="`low`, `middle`, `high`, or 0 to 1: where inside the file's ranges.",
    ),
]
Coaching = Annotated[
    str | None,
    typer.Option(
        parser=_coaching,
        metavar="LEVEL",
        help=f"How much is said: {', '.join(COACHING_LEVELS)}.",
    ),
]
