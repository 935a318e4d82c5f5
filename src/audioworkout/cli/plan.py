"""`audioworkout plan`: the plan as a table, as data, as a picture, as text to read along."""

import sys
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audioworkout.cli import options
from audioworkout.cli.console import print_cache_problem, print_table, print_warnings, progress
from audioworkout.cli.terminal import put
from audioworkout.ground import cache as caching
from audioworkout.ground import files
from audioworkout.ground.diagnostics import WorkoutError
from audioworkout.ground.units import clock
from audioworkout.language import document
from audioworkout.plan.export import FORMATS, exported
from audioworkout.plan.export import labels as labelling
from audioworkout.plan.segments import Kind, Segment
from audioworkout.plan.timeline import Placed, Timeline
from audioworkout.session import compiling

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

TABLE = "table"  # the form that only a terminal has
BAR = 30  # characters for the whole session
COLOURS = {
    Kind.WORK: "bold red",
    Kind.REST: "green",
    Kind.TRANSITION: "cyan",
    Kind.SWITCH: "cyan",
    Kind.PREPARE: "yellow",
    Kind.WELCOME: "dim",
    Kind.SPEECH: "magenta",
    Kind.FINISH: "dim",
}


def _start(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError as wrong:
        message = f"expected a time such as `2026-05-31T18:30`, found `{text}`"
        raise typer.BadParameter(message) from wrong


def plan(
    workout: options.Workout,
    form: Annotated[
        str,
        options.one_of(
            (TABLE, *FORMATS),
            "--format",
            text="A table; data (json, csv); every sound (listing); a picture (svg, png);"
            " subtitles (srt, vtt, lrc); a calendar entry (ics); a card to print (markdown).",
        ),
    ] = TABLE,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Write to a file, not to the terminal."
        ),
    ] = None,
    dark: Annotated[bool, typer.Option("--dark", help="A png on a dark ground.")] = False,
    start: Annotated[
        datetime | None,
        typer.Option(parser=_start, metavar="TIME", help="When the calendar entry begins."),
    ] = None,
    voice: options.Voice = None,
    effort: options.Effort = None,
    coaching: options.Coaching = None,
) -> None:
    """Show a workout's plan: what happens when."""
    source = document.inputs.read(workout)
    chosen = compiling.Options(voice=voice, effort=effort, coaching=coaching)
    with progress(source.stem, quiet=False) as bar:
        session = compiling.compile_workout(source, chosen, caching.Cache(), bar)
    if form == TABLE and output is None:
        print_table(table(session.timeline))
    else:
        _put(_shown(session.timeline, form, dark, start), output)
    print_warnings(source, session.timeline.warnings)
    print_cache_problem(session.cache)


def _shown(timeline: Timeline, form: str, dark: bool, start: datetime | None) -> str | bytes:
    """The plan in a form; options that belong to another form are refused."""
    for name, wanted, given in (("dark", "png", dark), ("start", "ics", start)):
        if given and form != wanted:
            raise typer.BadParameter(f"--{name} goes with --format {wanted} only")
    match form:
        case "table":
            return _plain_table(timeline)
        case "png":
            return exported(form, timeline, theme="dark" if dark else "light")
        case "ics":
            return exported(form, timeline, start=start or _tomorrow())
        case _:
            return exported(form, timeline)


def _tomorrow() -> datetime:
    """Seven in the morning, local time: when a plan is likely to be done next."""
    day = datetime.now() + timedelta(days=1)
    return day.replace(hour=7, minute=0, second=0, microsecond=0)


def _put(shown: str | bytes, output: Path | None) -> None:
    data = shown if isinstance(shown, bytes) else shown.encode("utf-8")
    if output is not None:
        files.write_whole(output, data)
        print(output)
    elif isinstance(shown, bytes) and sys.stdout.isatty():
        raise WorkoutError("a picture is nothing for a terminal: name a file with `-o`")
    else:
        put(data)


def _plain_table(timeline: Timeline) -> str:
    from rich.console import Console

    written = StringIO()
    Console(file=written, width=80).print(table(timeline))
    return written.getvalue()


def table(timeline: Timeline) -> "Table":
    """The plan, a row a segment, each with its place in the session as a bar."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    labels = labelling.labels_of(timeline)
    work = sum(s.length for s in timeline.segments if s.segment.kind is Kind.WORK)
    view = Table(
        title=Text(f"{timeline.title} · {clock(timeline.length)}, {labels.work(work)}"),
        title_justify="left",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
    )
    view.add_column("at", justify="right", style="dim")
    view.add_column("for", justify="right")
    view.add_column("what", overflow="fold", min_width=18)
    view.add_column("round", justify="right", style="dim")
    view.add_column("", min_width=BAR, no_wrap=True)
    section = None
    for row in timeline.segments:
        if row.segment.section != section and row.segment.section:
            view.add_section()
            view.add_row("", "", Text(row.segment.section, style="bold"), "", "")
        section = row.segment.section
        view.add_row(
            clock(row.start),
            clock(row.length),
            _what(row.segment, labels),
            _round(row.segment),
            _bar(row, timeline.length),
        )
    return view


def _what(segment: Segment, labels: "labelling.Labels") -> "Text":
    """What happens, in the workout's language."""
    from rich.text import Text

    side = labels.side(segment.side)
    if segment.kind is Kind.SWITCH and side:
        return Text(labels.word("switch_to", side=side), style="dim")
    if segment.kind is not Kind.WORK:
        return Text(labels.kind(segment.kind), style="dim")
    name = f"{segment.reps} {segment.exercise}" if segment.reps else segment.exercise or ""
    return Text(", ".join(part for part in (name, side) if part))


def _round(segment: Segment) -> str:
    parts = []
    if segment.round and (segment.rounds or 0) > 1:
        parts.append(f"{segment.round}/{segment.rounds}")
    if segment.set and (segment.sets or 0) > 1:
        parts.append(f"set {segment.set}/{segment.sets}")
    return " ".join(parts)


def _bar(row: Placed, length: int) -> "Text":
    """The segment's stretch of the session, in the colour of its kind."""
    from rich.text import Text

    start = min(BAR - 1, row.start * BAR // length)
    end = max(start + 1, -(-row.end * BAR // length))
    bar = Text("·" * start, style="bright_black")
    bar.append("█" * (end - start), style=COLOURS[row.segment.kind])
    bar.append("·" * (BAR - end), style="bright_black")
    return bar
