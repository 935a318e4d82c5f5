"""`audioworkout show`: the plan as a table, as JSON, or as a listing."""

import json
import os
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from audioworkout.cli import options
from audioworkout.cli.console import note, progress, warn
from audioworkout.segments import Kind
from audioworkout.timeline import Placed, Timeline, as_json, listing
from audioworkout.units import clock

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

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


class Format(StrEnum):
    """How the plan is shown."""

    TABLE = "table"
    JSON = "json"
    LISTING = "listing"


def show(
    workout: options.Workout,
    form: Annotated[
        Format, typer.Option("--format", help="A table, JSON, or every sound with its time.")
    ] = Format.TABLE,
    voice: options.Voice = None,
    effort: options.Effort = None,
    coaching: options.Coaching = None,
) -> None:
    """Show a workout's plan: what happens when."""
    from audioworkout import build
    from audioworkout.cache import Cache

    source = build.read(workout)
    chosen = build.Options(voice=voice, effort=effort, coaching=coaching)
    with progress(source.stem, quiet=False) as bar:
        session = build.compile_workout(source, chosen, Cache(), bar)
    timeline = session.timeline
    match form:
        case Format.JSON:
            print(json.dumps(as_json(timeline), indent=2))
        case Format.LISTING:
            print(listing(timeline), end="")
        case Format.TABLE:
            from rich.console import Console

            console = Console(color_system=None) if os.environ.get("NO_COLOR") else Console()
            console.print(table(timeline))
            warn(source, timeline.warnings)
    note(session.cache)


def table(timeline: Timeline) -> "Table":
    """The plan, a row a segment, each with its place in the session as a bar."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    work = sum(s.end - s.start for s in timeline.segments if s.kind is Kind.WORK)
    view = Table(
        title=Text(f"{timeline.title} · {clock(timeline.length)}, work {clock(work)}"),
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
    for segment in timeline.segments:
        if segment.section != section and segment.section:
            view.add_section()
            view.add_row("", "", Text(segment.section, style="bold"), "", "")
        section = segment.section
        view.add_row(
            clock(segment.start),
            clock(segment.end - segment.start),
            _what(segment),
            _round(segment),
            _bar(segment, timeline.length),
        )
    return view


def _what(segment: Placed) -> "Text":
    from rich.text import Text

    if segment.kind is not Kind.WORK:
        side = f" to {segment.side}" if segment.side else ""
        return Text(segment.kind + side, style="dim")
    name = f"{segment.reps} {segment.exercise}" if segment.reps else segment.exercise or ""
    return Text(", ".join(part for part in (name, segment.side) if part))


def _round(segment: Placed) -> str:
    parts = []
    if segment.round and (segment.rounds or 0) > 1:
        parts.append(f"{segment.round}/{segment.rounds}")
    if segment.set and (segment.sets or 0) > 1:
        parts.append(f"set {segment.set}/{segment.sets}")
    return " ".join(parts)


def _bar(segment: Placed, length: int) -> "Text":
    """The segment's stretch of the session, in the colour of its kind."""
    from rich.text import Text

    start = min(BAR - 1, segment.start * BAR // length)
    end = max(start + 1, -(-segment.end * BAR // length))
    bar = Text("·" * start, style="bright_black")
    bar.append("█" * (end - start), style=COLOURS[segment.kind])
    bar.append("·" * (BAR - end), style="bright_black")
    return bar
