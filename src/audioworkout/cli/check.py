"""`audioworkout check`: every mistake and warning, without rendering."""

import typer

from audioworkout.cli import options
from audioworkout.cli.console import note, progress, report, warn
from audioworkout.diagnostics import WorkoutError
from audioworkout.units import clock


def check(
    workouts: options.Workouts,
    voice: options.Voice = None,
    effort: options.Effort = None,
    coaching: options.Coaching = None,
) -> None:
    """Check workouts: every mistake and warning with line, column and a way out."""
    from audioworkout import build, inputs
    from audioworkout.cache import Cache

    chosen = build.Options(voice=voice, effort=effort, coaching=coaching)
    cache = Cache()
    failed = False
    for workout in workouts:
        try:
            source = inputs.read(workout)
            with progress(source.stem, quiet=False) as bar:
                timeline = build.compile_workout(source, chosen, cache, bar).timeline
        except WorkoutError as error:
            report(error)
            failed = True
            continue
        warn(source, timeline.warnings)
        count = len(timeline.warnings)
        found = f"{count} warning{'s' if count != 1 else ''}" if count else "no mistake"
        print(f"{source.name}: {found}, {clock(timeline.length)}")
    note(cache)
    if failed:
        raise typer.Exit(1)
