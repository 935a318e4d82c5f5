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
from audioworkout.cli.console import note, progress, remark, report, size, warn
from audioworkout.diagnostics import WorkoutError
from audioworkout.mp3.frames import BITRATES
from audioworkout.units import clock

if TYPE_CHECKING:
    from audioworkout.build import Session

SLASHES = ("/", os.sep)  # at the end of a name: a folder is meant, there or not
SKIPPED = (
    "warning: apps that skip silence cut digital pauses short, a 45 s rest to some 2 s;"
    " `--pause air` survives them"
)


def _bitrate(given: str | int) -> int:
    text = str(given)  # typer parses the default too
    if not text.isdecimal() or int(text) not in BITRATES:
        known = ", ".join(map(str, BITRATES))
        raise typer.BadParameter(f"an MP3 at 48 kHz has one of {known} kbit/s; found `{text}`")
    return int(text)


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
    bitrate: Annotated[
        int, typer.Option(parser=_bitrate, metavar="KBPS", help="Constant bit rate, kbit/s.")
    ] = 64,
    pause: Annotated[
        options.Pause,
        typer.Option(help="Between sounds: `air` is inaudible, and no app skips it."),
    ] = options.Pause.AIR,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print errors only.")] = False,
) -> None:
    """Render workouts to MP3 files."""
    from audioworkout import build, inputs
    from audioworkout.cache import Cache

    targets = _targets(workouts, output)
    if pause is options.Pause.SILENCE and not quiet:
        print(SKIPPED, file=sys.stderr)
    cache = Cache()
    chosen = build.Options(voice=voice, effort=effort, coaching=coaching)
    failed = False
    for workout, target in zip(workouts, targets, strict=True):
        began = time.monotonic()
        try:
            source = inputs.read(workout)
            with progress(source.stem, quiet) as bar, _opened(target) as file:
                session = build.compile_workout(source, chosen, cache, bar)
                written = build.write(session, file, bitrate, pause.value, bar)
        except WorkoutError as error:
            report(error)
            failed = True
            continue
        if not quiet:
            warn(source, session.timeline.warnings)
            remark(session.notes)
            line = _summary(session, target, written, time.monotonic() - began)
            print(line, file=sys.stdout if target else sys.stderr, flush=True)
    if not quiet:
        note(cache)
    if failed:
        raise typer.Exit(1)


def _opened(target: Path | None) -> AbstractContextManager[BinaryIO]:
    """Where an MP3 goes, opened before the work begins, so that what cannot be written fails."""
    from audioworkout import files

    return files.set_aside(target) if target else _standard_output()


@contextmanager
def _standard_output() -> Iterator[BinaryIO]:
    if sys.stdout is None or sys.stdout.isatty():
        raise WorkoutError("an MP3 is not for a terminal; send standard output to a file or pipe")
    yield sys.stdout.buffer
    sys.stdout.flush()


def _targets(workouts: list[str], output: str | None) -> list[Path | None]:
    """Where each workout goes. Raises WorkoutError rather than write over another's file."""
    from audioworkout.inputs import stem

    if output == "-":
        if len(workouts) > 1:
            raise WorkoutError("standard output takes one workout; name a folder for several")
        return [None]
    targets = [Path(output or ".")]
    several = output is None or len(workouts) > 1 or output.endswith(SLASHES)
    if several or os.path.isdir(targets[0]):  # noqa: PTH112 (Path.is_dir raises for odd names)
        folder = _made(targets[0])
        targets = [folder / f"{stem(workout)}.mp3" for workout in workouts]
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
        raise WorkoutError(f"{target}: this is a workout, and an MP3 would replace it")


def _summary(session: "Session", target: Path | None, written: int, took: float) -> str:
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
