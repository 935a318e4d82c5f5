"""`audioworkout import`: plans in other notations to workout files."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audioworkout import importing
from audioworkout.cli.terminal import put
from audioworkout.ground import files, nodes
from audioworkout.ground.diagnostics import WorkoutError
from audioworkout.language import document

if TYPE_CHECKING:
    from audioworkout.importing import ImportedFile, ImportRemark


class PlanFormat(StrEnum):
    """What a plan can be written in."""

    TEXT = "text"
    JSON = "json"
    INTERVALS = "intervals"
    WODCRAFT = "wodcraft"
    CSV = "csv"


def import_(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE",
            help="A plan as text, as JSON of Just Another Workout Timer, in the notation of "
            "Intervals.icu or WODCraft, or as CSV; `-` for standard input.",
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="The workout file to make."),
    ] = None,
    form: Annotated[
        PlanFormat | None, typer.Option("--from", help="The plan's format, in place of a guess.")
    ] = None,
    title: Annotated[
        str, typer.Option(metavar="TITLE", help="The title, in place of the plan's own.")
    ] = "",
    force: Annotated[bool, typer.Option("--force", help="Write over an existing file.")] = False,
) -> None:
    """Make a workout file from a plan as people paste it."""
    shown = _shown(file)
    try:
        made = importing.convert(
            _text(file), name="" if file == "-" else file, form=form, title=title
        )
    except importing.ImportRefusedError as refused:
        _tell(shown, refused.remarks)
        raise WorkoutError(f"{shown}: {refused}") from refused
    if out is None:
        put(made.text.encode())
    else:
        _write(out, made.text, force)
    _tell(shown, made.remarks)
    _sum_up(shown, made, out)


def _shown(file: str) -> str:
    return "<stdin>" if file == "-" else file


def _text(file: str) -> str:
    """The text of a plan: UTF-8, UTF-16 with a byte order mark, else Latin-1."""
    most = 4 * nodes.MAX_LENGTH + 1  # a character has up to four bytes
    try:
        data = (
            sys.stdin.buffer.read(most) if file == "-" else document.inputs.head(Path(file), most)
        )
    except OSError as failed:
        raise WorkoutError(f"cannot read {file}: {failed.strerror or failed}") from failed
    if len(data) == most:
        raise WorkoutError(
            f"{_shown(file)}: the text is longer than {nodes.MAX_LENGTH:,} characters"
        )
    encoding = next((name for bom, name in nodes.BOMS.items() if data.startswith(bom)), "utf-8")
    if encoding == "utf-8" and b"\0" in data:
        raise WorkoutError(f"{_shown(file)}: this is no text")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        if encoding != "utf-8":
            raise WorkoutError(f"{_shown(file)}: this is no text") from None
        return data.decode("latin-1")  # as Just Another Workout Timer exports


def _write(out: Path, text: str, force: bool) -> None:
    try:
        files.write_whole(out, text.encode(), over=force)
    except FileExistsError as exists:
        raise WorkoutError(f"{out} exists; `--force` writes over it") from exists


def _tell(name: str, remarks: "tuple[ImportRemark, ...]") -> None:
    """What was chosen and what was not read, on standard error, by line."""
    for remark in remarks:
        told = f'{name}:{remark.line}: {remark.kind}: "{remark.text}": {remark.reason}'
        print(told, file=sys.stderr)


def _sum_up(name: str, made: "ImportedFile", out: Path | None) -> None:
    kinds = [remark.kind for remark in made.remarks]
    counts = [f"{kinds.count(kind)} {kind}" for kind in dict.fromkeys(kinds)]
    where = f", written to {out}" if out is not None else ""
    what = f": {', '.join(counts)}" if counts else ""
    print(f"{name}: read as {made.format}{where}{what}", file=sys.stderr)
