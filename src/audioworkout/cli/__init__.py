"""The command line: one command a file; alone prints and exits."""

import gc
import os
import signal
import sys
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from io import TextIOWrapper
from typing import Annotated, cast

import typer

from audioworkout.cli.cache import app as cache
from audioworkout.cli.check import check
from audioworkout.cli.console import print_error
from audioworkout.cli.exercises import exercises
from audioworkout.cli.fmt import fmt
from audioworkout.cli.import_ import import_
from audioworkout.cli.list_ import list_workouts
from audioworkout.cli.new import new
from audioworkout.cli.plan import plan
from audioworkout.cli.play import play
from audioworkout.cli.publish import publish
from audioworkout.cli.render import render
from audioworkout.cli.schema import schema
from audioworkout.cli.serve import serve
from audioworkout.cli.sounds import sounds
from audioworkout.cli.terminal import guarded
from audioworkout.cli.voices import app as voices
from audioworkout.ground.diagnostics import WorkoutError
from audioworkout.ground.interrupts import ENDED, listening

NAME = "audioworkout"
FAILED = 1
UNEXPECTED = 3
INTERRUPTED = ENDED + signal.SIGINT
GARBAGE = 50_000  # new objects before a search for cycles; at 700, those take 20 ms of a start
DEBUG = "AUDIOWORKOUT_DEBUG"  # any value: an unexpected error shows its traceback

app = typer.Typer(
    name=NAME,
    help="Turn a workout written in YAML into one MP3 that coaches you through it.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _version(wanted: bool) -> None:
    if wanted:
        try:
            print(f"audioworkout {version('audioworkout')}")
        except PackageNotFoundError:
            print("audioworkout (not installed)")
        raise typer.Exit


@app.callback()
def _options(
    show_version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    pass


app.command()(render)
app.command()(publish)
app.command()(check)
app.command()(plan)
app.command("show", hidden=True)(plan)  # its name before shows were podcasts
app.command()(play)
app.command()(new)
app.command("list")(list_workouts)
app.command()(exercises)
app.command("import")(import_)
app.command()(fmt)
app.command()(schema)
app.command()(serve)
app.command()(sounds)
app.add_typer(voices, name="voices")
app.add_typer(cache, name="cache")


# Typer carries a copy of click, or is built on click where it is older.
UsageError = cast(type[typer.BadParameter], typer.BadParameter.__base__)


def main() -> None:
    """Runs the command and exits.

    0 done, 1 workout or environment, 2 usage, 3 bug, 130 Ctrl-C, 143 SIGTERM.
    """
    with guarded():
        code = _done()
    sys.exit(code)


def _done() -> int:
    """Runs the command; its exit code."""
    code: int
    came: list[int] = []
    try:
        with listening() as came:
            command = typer.main.get_command(app)
            code = command.main(prog_name=NAME, standalone_mode=False)
            print(end="", flush=True)
    except UsageError as usage:
        usage.show()
        code = usage.exit_code
    except (KeyboardInterrupt, typer.Abort):
        code = INTERRUPTED
    except WorkoutError as error:
        print_error(error)
        code = FAILED
    except OSError as failed:
        if not isinstance(failed, BrokenPipeError):
            print(f"error: {failed.strerror or failed}", file=sys.stderr)
        _forget_output()
        code = FAILED
    except Exception as bug:
        if os.environ.get(DEBUG):
            raise
        print(f"unexpected error: {type(bug).__name__}: {bug}", file=sys.stderr)
        print(f"this is a bug; {DEBUG}=1 shows where it happened", file=sys.stderr)
        code = UNEXPECTED
    if code == INTERRUPTED:  # which Typer, too, makes of a KeyboardInterrupt
        print("interrupted", file=sys.stderr)
        code = ENDED + came[-1] if came else code
    return code


def run() -> None:
    """`main` for a process of its own, which exits with os._exit, skipping the teardown.

    Freeing what a cached rendering loaded takes a tenth of its time (60 ms), and every file
    that matters is closed by then.
    """
    # OpenBLAS keeps its worker threads spinning while idle; nothing here needs more than one.
    # OpenBLAS worker threads spin while idle; nothing here needs more than one.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    gc.set_threshold(GARBAGE)
    try:
        main()
    except SystemExit as end:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):  # not where it was closed
                with suppress(OSError):
                    stream.flush()
        os._exit(end.code if isinstance(end.code, int) else 0)  # None: all is well


def _forget_output() -> None:
    """What is still to be written to an output that fails must not fail again at exit."""
    if isinstance(sys.stdout, TextIOWrapper):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
