"""`audioworkout check`: every mistake and warning, without rendering."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from audioworkout.cli import options
from audioworkout.cli.console import print_cache_problem, print_error, print_warnings, progress
from audioworkout.ground import cache as caching
from audioworkout.ground.diagnostics import WorkoutError
from audioworkout.ground.units import clock
from audioworkout.language import document
from audioworkout.podcast import shows
from audioworkout.session import compiling

if TYPE_CHECKING:
    from audioworkout.language.document.inputs import Source
    from audioworkout.session.compiling import Options


def check(
    workouts: options.Workouts,
    voice: options.Voice = None,
    effort: options.Effort = None,
    coaching: options.Coaching = None,
) -> None:
    """Check workouts, or shows: every mistake and warning with line, column and a way out."""
    chosen = compiling.Options(voice=voice, effort=effort, coaching=coaching)
    cache = caching.Cache()
    failed = False
    for workout in workouts:
        try:
            _check(document.inputs.read(workout), chosen, cache)
        except WorkoutError as error:
            print_error(error)
            failed = True
        except _Reported:
            failed = True
    print_cache_problem(cache)
    if failed:
        raise typer.Exit(1)


class _Reported(Exception):  # noqa: N818
    """Mistakes that were shown already."""


def _check(source: "Source", chosen: "Options", cache: "caching.Cache") -> None:
    path = Path(source.name)
    if shows.is_show(source.text) and path.is_file():
        _check_show(path, chosen, cache)
    else:
        _check_workout(source, chosen, cache)


def _check_workout(source: "Source", chosen: "Options", cache: "caching.Cache") -> None:
    with progress(source.stem, quiet=False) as bar:
        timeline = compiling.compile_workout(source, chosen, cache, bar).timeline
    print_warnings(source, timeline.warnings)
    count = len(timeline.warnings)
    found = f"{count} warning{'s' if count != 1 else ''}" if count else "no mistake"
    print(f"{source.name}: {found}, {clock(timeline.length)}")


def _check_show(path: Path, chosen: "Options", cache: "caching.Cache") -> None:
    """A show with each of its workouts, which speak in its voice; then what today would bring."""
    source, show, warnings = shows.read_show(path)
    print_warnings(source, warnings)
    spoken = replace(chosen, voice=chosen.voice or show.voice)
    failed = False
    for spec in dict.fromkeys(shows.workout_of(entry, path.parent) for entry in show.entries):
        try:
            _check_workout(document.inputs.read(spec), spoken, cache)
        except WorkoutError as error:
            print_error(error)
            failed = True
    if failed:
        raise _Reported
    ledger = shows.read_ledger(shows.ledger_path(path))
    planned = shows.schedule(show, shows.facts_of(show, path.parent), ledger, datetime.now(UTC))
    if planned.diagnostics:
        raise document.inputs.refused(source, planned.diagnostics)
    later = f", {len(planned.later)} of them later" if planned.later else ""
    count = len(show.entries)
    print(f"{source.name}: no mistake, {count} episode{'s' if count != 1 else ''}{later}")
