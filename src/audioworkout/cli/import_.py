"""`audioworkout import`: plans in other notations to workout files."""

import sys
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from slugify import slugify

from audioworkout import importing
from audioworkout.cli.terminal import put
from audioworkout.ground import files, nodes
from audioworkout.ground.diagnostics import WorkoutError
from audioworkout.language import document

if TYPE_CHECKING:
    from audioworkout.importing import ImportedFile, ImportRemark

WIDTH = 100  # characters of a line on standard error; the file has each remark whole
LONGEST_QUOTE = 40  # characters of a line of the plan in it, so that the reason has room
LONGEST_SLUG = 60  # characters of a file's name


class PlanFormat(StrEnum):
    """What a plan can be written in."""

    TEXT = "text"
    HTML = "html"
    JSON = "json"
    INTERVALS = "intervals"
    WODCRAFT = "wodcraft"
    CSV = "csv"


def import_(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE",
            help="A plan as text, Markdown or a saved page, as CSV or an XLSX sheet, as the JSON "
            "of a timer, in the notation of Intervals.icu or WODCraft; `-` for standard input.",
        ),
    ],
    out: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="The workout file to make; a folder, such as `plans/`, takes a file a plan.",
        ),
    ] = None,
    form: Annotated[
        PlanFormat | None, typer.Option("--from", help="The plan's format, in place of a guess.")
    ] = None,
    title: Annotated[
        str, typer.Option(metavar="TITLE", help="The title, in place of the plan's own.")
    ] = "",
    plan: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, help="Which plan to take of a text that has several."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over an existing file.")] = False,
) -> None:
    """Make a workout file from a plan as people paste it."""
    shown = _shown(file)
    try:
        made = _converted(file, form, title)
    except importing.ImportRefusedError as refused:
        raise WorkoutError(f"{shown}: {refused}") from refused
    made = made if plan is None else _picked(shown, made, plan)
    if out is not None and _is_folder(out):
        places: list[Path | None] = [_folder(out) / name for name in _names(made)]
    elif len(made) == 1:
        places = [Path(out) if out else None]
    else:
        raise WorkoutError(_several(shown, made))
    _write_all(made, places, force)
    _tell(shown, [remark for one in made for remark in one.remarks])
    for one, place in zip(made, places, strict=True):
        _sum_up(shown, one, place)


def _shown(file: str) -> str:
    return "<stdin>" if file == "-" else file


def _converted(file: str, form: PlanFormat | None, title: str) -> "tuple[ImportedFile, ...]":
    name, data = "" if file == "-" else file, _data(file)
    if form is None and importing.is_workbook(data):
        return importing.convert_workbook(data, name=name, title=title)
    return importing.convert_all(_text(file, data), name=name, form=form, title=title)


def _data(file: str) -> bytes:
    """The bytes of a plan, as far as it may be long."""
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
    return data


def _text(file: str, data: bytes) -> str:
    """The text of a plan: UTF-8, UTF-16 with a byte order mark, else Latin-1."""
    encoding = next((name for bom, name in nodes.BOMS.items() if data.startswith(bom)), "utf-8")
    # Just Another Workout Timer, which exports the low byte of each letter, writes NUL for some.
    if encoding == "utf-8" and b"\0" in data and not data.lstrip().startswith((b"{", b"[")):
        raise WorkoutError(f"{_shown(file)}: this is no text")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        if encoding != "utf-8":
            raise WorkoutError(f"{_shown(file)}: this is no text") from None
        return data.decode("latin-1")


def _picked(shown: str, made: "tuple[ImportedFile, ...]", plan: int) -> "tuple[ImportedFile, ...]":
    if plan > len(made):
        plans = "1 plan" if len(made) == 1 else f"{len(made)} plans"
        raise WorkoutError(f"{shown}: there is no plan {plan}: the text has {plans}")
    return made[plan - 1 : plan]


def _is_folder(out: str) -> bool:
    return out.endswith(("/", "\\")) or Path(out).is_dir()


def _folder(out: str) -> Path:
    """The folder, made where it is not there."""
    try:
        Path(out).mkdir(parents=True, exist_ok=True)
    except OSError as failed:
        raise WorkoutError(f"cannot make {out}: {failed.strerror or failed}") from failed
    return Path(out)


def _names(made: "Sequence[ImportedFile]") -> Iterator[str]:
    """A file's name for each plan, from its title; no two are the same."""
    taken: set[str] = set()
    for one in made:
        stem = slugify(one.title, max_length=LONGEST_SLUG, word_boundary=True) or "workout"
        endings = ("", *(f"-{number}" for number in range(2, len(made) + 1)))
        name = next(f"{stem}{end}" for end in endings if f"{stem}{end}" not in taken)
        taken.add(name)
        yield f"{name}.yaml"


def _several(shown: str, made: "Sequence[ImportedFile]") -> str:
    titles = "".join(f'\n  {number} "{one.title}"' for number, one in zip(count(1), made))
    return (
        f"{shown}: there are {len(made)} plans in the text; `--plan N` takes one, "
        f"`-o FOLDER/` writes each to a file of its own:{titles}"
    )


def _write_all(made: "Sequence[ImportedFile]", places: Sequence[Path | None], force: bool) -> None:
    """Writes every plan, or none where a file of one is there already."""
    for place in places:
        if place is not None and not force and place.exists():
            raise WorkoutError(f"{place} exists; `--force` writes over it")
    for one, place in zip(made, places, strict=True):
        if place is None:
            put(one.text.encode())
        else:
            _write(place, one.text, force)


def _write(out: Path, text: str, force: bool) -> None:
    try:
        files.write_whole(out, text.encode(), over=force)
    except FileExistsError as exists:
        raise WorkoutError(f"{out} exists; `--force` writes over it") from exists


def _tell(name: str, remarks: "Sequence[ImportRemark]") -> None:
    """What was chosen and what was not read, on standard error, by line, each thing once."""
    prose: list[int] = []
    for remark in dict.fromkeys(remarks):
        if remark.reason == importing.PROSE:
            prose.append(remark.line)
            continue
        quoted = _cut(remark.text, LONGEST_QUOTE)
        told = f'{name}:{remark.line}: {remark.kind}: "{quoted}": {remark.reason}'
        print(_cut(told), file=sys.stderr)
    if prose:
        told = f"{name}: not read: {_runs(prose)}: {importing.PROSE}"
        print(_cut(told), file=sys.stderr)


def _runs(lines: Sequence[int]) -> str:
    """Numbers of lines, those next to each other as one: `lines 3-5, 9`."""
    runs: list[list[int]] = []
    for line in sorted(set(lines)):
        if runs and line <= runs[-1][-1] + 1:
            runs[-1].append(line)
        else:
            runs.append([line])
    shown = (f"{run[0]}-{run[-1]}" if run[1:] else str(run[0]) for run in runs)
    return ("lines " if lines[1:] else "line ") + ", ".join(shown)


def _cut(text: str, width: int = WIDTH) -> str:
    """A text of no more characters than that."""
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"


def _sum_up(name: str, made: "ImportedFile", out: Path | None) -> None:
    """What was read, and where it went."""
    kinds = [remark.kind for remark in made.remarks]
    counts = [f"{kinds.count(kind)} {kind}" for kind in dict.fromkeys(kinds)]
    what = f": {', '.join(counts)}" if counts else ""
    print(_cut(f"{name}: read: {', '.join(made.exercises)}"), file=sys.stderr)
    where = f", written to {out}" if out is not None else ""
    print(f"{name}: read as {made.format}{where}{what}", file=sys.stderr)
