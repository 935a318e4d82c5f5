"""`audioworkout render`: workouts to MP3 files."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from audioworkout.cli import options
from audioworkout.cli.console import (
    print_cache_problem,
    print_error,
    print_notes,
    print_warnings,
    progress,
    size,
)
from audioworkout.ground import cache as caching
from audioworkout.ground import files
from audioworkout.ground.diagnostics import WorkoutError
from audioworkout.ground.units import clock
from audioworkout.language import document, sounds
from audioworkout.language.model import FILLERS, MIX_PRESETS
from audioworkout.session import compiling, rendering
from audioworkout.sound.formats import FORMATS, format_of

if TYPE_CHECKING:
    from audioworkout.session.compiling import CompiledSession

MOST_BITRATE = 999  # kbit/s; which of them a format has, its writer knows


SLASHES = ("/", os.sep)  # at the end of a name: a folder is meant, there or not
SKIPPED = (
    "warning: apps that skip silence cut digital pauses short, a 45 s rest to some 2 s;"
    " `--pause air` survives them"
)


CONSTANT = (
    "a variable rate is refused: phones seek in an MP3 by its bytes, and land seconds away from"
    " where they should; `--bitrate` sets the constant rate"
)


def _bitrate(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST_BITRATE:
        raise typer.BadParameter(f"expected kbit/s, such as 96; found `{text}`")
    return int(text)


def _loudness(text: str) -> float:
    try:
        return sounds.parse_loudness(text)
    except ValueError as wrong:
        raise typer.BadParameter(str(wrong)) from wrong


def _filler(text: str) -> str:
    """What fills the pauses; a file's path starts from here, not from the workout's folder."""
    try:
        filler = sounds.parse_pause(text)
    except ValueError as wrong:
        raise typer.BadParameter(str(wrong)) from wrong
    return filler if filler in FILLERS else str(Path(filler).absolute())


def _mix(text: str) -> str:
    if text not in MIX_PRESETS:
        raise typer.BadParameter(f"expected {', '.join(MIX_PRESETS)}; found `{text}`")
    return text


def _vbr(wanted: bool) -> None:
    if wanted:
        raise typer.BadParameter(CONSTANT)


def render(
    workouts: options.Workouts,
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE_OR_FOLDER",
            help="Where to put the MP3; `-` for standard output. Default: NAME.mp3 here.",
        ),
    ] = None,
    voice: options.Voice = None,
    effort: options.Effort = None,
    coaching: options.Coaching = None,
    format_: Annotated[
        str | None,
        options.one_of(
            FORMATS, "--format", text="The file's format. Default: as OUTPUT ends, else mp3."
        ),
    ] = None,
    bitrate: Annotated[
        int | None,
        typer.Option(
            parser=_bitrate,
            metavar="KBPS",
            help="Constant bit rate, kbit/s. Default: 64, with music in stereo 128.",
        ),
    ] = None,
    mix: Annotated[
        str | None,
        typer.Option(parser=_mix, metavar="PRESET", help=f"One of {', '.join(MIX_PRESETS)}."),
    ] = None,
    loudness: Annotated[
        float | None,
        typer.Option(parser=_loudness, metavar="LUFS", help="Of the whole: `-16` unless given."),
    ] = None,
    pause: Annotated[
        str | None,
        typer.Option(
            parser=_filler,
            metavar="FILLER",
            help="Between sounds: `air` is inaudible, and no app skips it; `silence`; or a file.",
        ),
    ] = None,
    stems: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Voice, tones and music apart, as WAV files, too."),
    ] = None,
    vbr: Annotated[
        bool, typer.Option("--vbr", callback=_vbr, help="Refused: phones could not seek.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print errors only.")] = False,
) -> None:
    """Render workouts to MP3 files, or to files of another format."""
    named = output if len(workouts) == 1 and not _is_no_file(output) else None
    if named is not None:
        _require_no_workout(Path(named), workouts)
    ending = _format(named, format_)
    targets = _targets(workouts, output, ending)
    cache = caching.Cache()
    chosen = compiling.Options(voice, effort, coaching, mix, loudness, pause)
    form = rendering.Output(ending, bitrate)
    rendering.require(form)
    failed = False
    for workout, target in zip(workouts, targets, strict=True):
        began = time.monotonic()
        try:
            source = document.inputs.read(workout)
            with progress(source.stem, quiet) as bar, _opened(target) as file:
                session = compiling.compile_workout(source, chosen, cache, bar)
                written = rendering.write(session, file, form, bar)
                if stems:
                    rendering.write_stems(session, _stems(stems, source.stem, workouts), bar)
        except WorkoutError as error:
            print_error(error)
            failed = True
            continue
        if not quiet:
            print_warnings(source, session.timeline.warnings)
            if session.workout.pause == "silence" and not session.workout.music:
                print(SKIPPED, file=sys.stderr)
            print_notes(session.notes)
            line = _summary(session, target, written, time.monotonic() - began)
            print(line, file=sys.stdout if target else sys.stderr, flush=True)
    if not quiet:
        print_cache_problem(cache)
    if failed:
        raise typer.Exit(1)


def _format(output: str | None, chosen: str | None) -> str:
    """The format to write, as a file is named. Raises WorkoutError where its ending differs."""
    if output is None:
        return chosen or "mp3"
    if chosen is None:
        return format_of(str(output))
    ending = Path(str(output)).suffix[1:].lower()
    says = [name for name, row in FORMATS.items() if ending in row.endings]
    if says and chosen not in says:
        raise WorkoutError(
            f"{output}: `.{ending}` says {says[0]}, and `--format` {chosen}; "
            f"end it in `.{chosen}`, or leave `--format` out"
        )
    return chosen


def _is_no_file(output: str | None) -> bool:
    """Whether it is a folder, a device, a pipe, or standard output, whose names say nothing."""
    return (
        output in (None, "-")
        or str(output).endswith(SLASHES)
        or (os.path.exists(str(output)) and not os.path.isfile(str(output)))  # noqa: PTH110, PTH113
    )


def _stems(folder: Path, stem: str, workouts: list[str]) -> Path:
    return folder / stem if len(workouts) > 1 else folder


def _opened(target: Path | None) -> AbstractContextManager[BinaryIO]:
    """Where an MP3 goes, opened before the work begins, so that what cannot be written fails."""
    return files.atomic_write(target) if target else _standard_output()


@contextmanager
def _standard_output() -> Iterator[BinaryIO]:
    if sys.stdout is None or sys.stdout.isatty():
        raise WorkoutError("an MP3 is not for a terminal; send standard output to a file or pipe")
    yield sys.stdout.buffer
    sys.stdout.flush()


def _targets(workouts: list[str], output: str | None, ending: str) -> list[Path | None]:
    """Where each workout goes. Raises WorkoutError rather than write over another's file."""
    if output == "-":
        if len(workouts) > 1:
            raise WorkoutError("standard output takes one workout; name a folder for several")
        return [None]
    targets = [Path(output or ".")]
    several = output is None or len(workouts) > 1 or output.endswith(SLASHES)
    if several or os.path.isdir(targets[0]):  # noqa: PTH112 (Path.is_dir raises for odd names)
        folder = _made(targets[0])
        targets = [folder / f"{document.inputs.stem(workout)}.{ending}" for workout in workouts]
    if len(set(targets)) < len(targets):
        raise WorkoutError("two workouts have the same name; render them one by one with `-o`")
    for target in targets:
        _require_no_workout(target, workouts)
    return list(targets)


def _made(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError as exists:
        raise WorkoutError(f"{folder}: a folder is needed here, and this is a file") from exists
    except OSError as failed:
        raise WorkoutError(f"cannot make the folder {folder}: {failed.strerror}") from failed
    return folder


def _require_no_workout(target: Path, workouts: list[str]) -> None:
    real = Path(os.path.realpath(target))
    if real.suffix.lower() in (".yaml", ".yml") or real in map(
        Path, map(os.path.realpath, workouts)
    ):
        raise WorkoutError(f"{target}: this is a workout, and its sound would replace it")


def _summary(session: "CompiledSession", target: Path | None, written: int, took: float) -> str:
    timeline = session.timeline
    chapters = len(timeline.chapters)
    parts = [
        str(target or "standard output"),
        clock(timeline.length),
        size(written),
        f"{chapters} chapter{'s' if chapters != 1 else ''}",
        f"{took:.1f} s",
    ]
    return "  ".join(parts)
