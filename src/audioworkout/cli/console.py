"""What the commands print: diagnostics, progress, sizes."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from audioworkout.cli.terminal import console
from audioworkout.ground.diagnostics import Diagnostic, WorkoutError, render

if TYPE_CHECKING:
    from rich.table import Table

    from audioworkout.ground.cache import Cache
    from audioworkout.language.document.inputs import Source
    from audioworkout.session.compiling import Progress

STAGES = {
    "episode": "episodes",
    "speak": "speaking",
    "encode": "encoding",
    "download": "downloading",
}


def print_error(error: WorkoutError) -> None:
    """All diagnostics of an error, or its message where it has none, on standard error."""
    if error.errors:
        for each in error.errors:
            print_error(each)
    elif error.diagnostics:
        print_diagnostics(error.diagnostics, error.name, error.text)
    else:
        print(f"error: {error}", file=sys.stderr)


def print_diagnostics(problems: Iterable[Diagnostic], name: str, text: str) -> None:
    """Diagnostics with their source lines, on standard error."""
    for problem in problems:
        print(render(problem, name, text), file=sys.stderr)


def print_warnings(source: "Source", problems: Iterable[Diagnostic]) -> None:
    """The warnings of a workout that compiled."""
    print_diagnostics(problems, source.name, source.text)


def print_notes(notes: Iterable[str]) -> None:
    """What the user should know, though nothing is wrong."""
    for text in notes:
        print(f"note: {text}", file=sys.stderr)


def print_cache_problem(cache: "Cache") -> None:
    """Whatever kept the cache from taking what was made."""
    if cache.problem:
        print(f"note: the cache could not be used: {cache.problem}", file=sys.stderr)


def size(count: int) -> str:
    """A number of bytes as people read it: `6.4 MB`."""
    for unit, worth in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if count >= worth:
            return f"{count / worth:.1f} {unit}"
    return f"{count} bytes"


@contextmanager
def progress(name: str, quiet: bool) -> "Iterator[Progress | None]":
    """A bar on a terminal while phrases are spoken and sounds encoded; elsewhere nothing."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console(stderr=True), transient=True) as bar:
        tasks = {
            stage: bar.add_task(f"{name}: {label}", visible=False)
            for stage, label in STAGES.items()
        }

        def update(stage: str, done: int, total: int) -> None:
            bar.update(tasks[stage], completed=done, total=total, visible=True)

        yield update


def print_table(view: "Table") -> None:
    """A table on standard output."""
    console().print(view)
