"""`audioworkout fmt`: workouts in their canonical form, in place."""

import difflib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audioworkout.cli.console import print_error
from audioworkout.cli.terminal import put
from audioworkout.ground import files
from audioworkout.ground.diagnostics import WorkoutError
from audioworkout.language import document, formatting
from audioworkout.session import compiling

if TYPE_CHECKING:
    from audioworkout.language.document.inputs import Source

STDIN = "-"


def fmt(
    names: Annotated[
        list[str],
        typer.Argument(metavar="FILE...", help="Workout files, or `-` for standard input."),
    ],
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit 1 if a file would change.")
    ] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Write nothing; print the changes.")] = False,
) -> None:
    """Write workouts in their canonical short form; comments stay, the meaning never changes."""
    failed = False
    for file in names:
        try:
            changed = _one(file, check, diff)
        except WorkoutError as error:
            print_error(error)
            failed = True
            continue
        failed |= check and changed
    if failed:
        raise typer.Exit(1)


def _one(file: str, check: bool, diff: bool) -> bool:
    """Formats one file; whether that changes it. Raises WorkoutError if it has mistakes."""
    source = _read(file)
    text = _formatted(source)
    changed = text != source.text
    if diff:
        put(_changes(source, text).encode())
    if check:
        if changed:
            print(f"{source.name}: would change", file=sys.stderr if diff else sys.stdout)
    elif not diff and file == STDIN:
        put(text.encode())
    elif not diff and changed:
        files.write_whole(Path(file), text.encode())
        print(f"{source.name}: formatted")
    return changed


def _read(file: str) -> "Source":
    # A workout that came with the program has a name, too, but is not there to be changed.
    if file != STDIN and not Path(file).is_file():
        found = "this is no file" if Path(file).exists() else "there is no such file"
        raise WorkoutError(f"{file}: {found}")
    return document.inputs.read(file)


def _formatted(source: "Source") -> str:
    accepted, problems = compiling.check(source, compiling.Options())
    text = None if accepted is None else formatting.formatted(source.text)[0]
    if text is None:
        message = f"{source.name}: a workout with mistakes is left as it is"
        raise WorkoutError(message, name=source.name, text=source.text, diagnostics=problems)
    return text


def _changes(source: "Source", text: str) -> str:
    before, after = source.text.splitlines(keepends=True), text.splitlines(keepends=True)
    rows = difflib.unified_diff(before, after, source.name, f"{source.name} (formatted)")
    return "".join(
        row if row.endswith("\n") else f"{row}\n\\ No newline at end of file\n" for row in rows
    )
