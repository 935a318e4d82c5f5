"""`audioworkout play`: a workout through the loudspeaker, and what is running on the screen."""

import shlex
import sys
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from audioworkout.cli import options
from audioworkout.cli.console import print_cache_problem, print_notes, print_warnings, progress
from audioworkout.cli.terminal import console
from audioworkout.ground import cache as caching
from audioworkout.ground.diagnostics import WorkoutError
from audioworkout.ground.spelling import nearest
from audioworkout.ground.units import Ms, clock
from audioworkout.language import document, durations
from audioworkout.plan.timeline import Timeline
from audioworkout.session import compiling, rendering
from audioworkout.sound import playback

if TYPE_CHECKING:
    from audioworkout.cli.keys import Pressed
    from audioworkout.sound.playback import OnTime, OutputDevice

LISTED = 12  # titles that a message names


def _time(text: str) -> Ms:
    try:
        return durations.parse_switch(text)
    except ValueError as wrong:
        raise typer.BadParameter(f"{wrong}; write `12:00` or `90s`") from wrong


def play(
    workout: options.Workout,
    begin: Annotated[
        int | None,
        typer.Option(
            "--from", parser=_time, metavar="TIME", help="Where to begin: `12:00`, `90s`."
        ),
    ] = None,
    section: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="The section, chapter or exercise to begin with."),
    ] = None,
    voice: options.Voice = None,
    effort: options.Effort = None,
    coaching: options.Coaching = None,
) -> None:
    """Play a workout, and show what is running.

    Space pauses and goes on, the arrows left and right jump 10 s, q quits.
    """
    if begin is not None and section is not None:
        raise typer.BadParameter("--from and --section both say where to begin: give one")
    source = document.inputs.read(workout)
    device = _device(workout)
    chosen = compiling.Options(voice=voice, effort=effort, coaching=coaching)
    with progress(source.stem, quiet=False) as bar:
        session = compiling.compile_workout(source, chosen, caching.Cache(), bar)
    timeline = session.timeline
    start = beginning(timeline, section) if section is not None else _inside(timeline, begin or 0)
    print_warnings(source, timeline.warnings)
    print_notes(session.notes)
    print_cache_problem(session.cache)
    sound = rendering.mixdown(session)
    with _shown(timeline) as (show, keys):
        heard = playback.stream(
            device, sound.blocks, timeline.length, start=start, on_time=show, keys=keys
        )
    if heard < timeline.length:
        at = clock(heard)
        print(f"stopped at {at} of {clock(timeline.length)}; go on with `--from {at}`")


def _device(workout: str) -> "OutputDevice":
    """The sound device, looked for before anything is spoken."""
    try:
        return playback.output()
    except WorkoutError as silent:
        way_out = f"`audioworkout render {shlex.quote(workout)}` makes an MP3 to play elsewhere"
        raise WorkoutError(f"{silent}; {way_out}") from silent


def _inside(timeline: Timeline, begin: Ms) -> Ms:
    if begin >= timeline.length:
        length = clock(timeline.length)
        raise WorkoutError(f"--from {clock(begin)} is past the end: the workout is {length} long")
    return begin


def beginning(timeline: Timeline, name: str) -> Ms:
    """Where a section or chapter begins; of several that are called so the first.

    Case, accents, spaces and punctuation make no difference. `Squats` is enough of
    `Round 1 of 2 · Squats`, and so is `round 1` where nothing has that very name.
    Raises WorkoutError, with what might be meant, where there is none.
    """
    titles = _titles(timeline)
    starts: dict[str, Ms] = {}
    for start, title in titles:
        for called in (title, *title.split(" · ")):
            starts.setdefault(_folded(called), start)
    wanted = _folded(name)
    longer = (title for title in starts if wanted and title.startswith(wanted))
    if (found := starts.get(wanted, starts.get(next(longer, "")))) is not None:
        return found
    raise WorkoutError(
        f"no section or chapter is called `{name}`; {_meant(name, [title for _, title in titles])}"
    )


def _titles(timeline: Timeline) -> list[tuple[Ms, str]]:
    """Sections and chapters, each with its start, in order; a section before its chapters."""
    sections = [(s.start, s.segment.section) for s in timeline.segments if s.segment.section]
    return sorted(
        [*sections, *((chapter.start, chapter.title) for chapter in timeline.chapters)],
        key=lambda found: found[0],
    )


def _meant(name: str, titles: list[str]) -> str:
    """The title that is nearest to a name, or what there is."""
    parts = dict.fromkeys(part for title in titles for part in (title, *title.split(" · ")))
    if meant := nearest(name, parts, fold=_folded):
        return f"did you mean `{meant}`?"
    known = [f"`{title}`" for title in dict.fromkeys(titles)]
    more = f" and {len(known) - LISTED} more" if len(known) > LISTED else ""
    return f"there are {', '.join(known[:LISTED])}{more}"


def _folded(text: str) -> str:
    """What makes a title this title: its letters and digits, without case and accents."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKD", text).casefold()))


# What is shown


@contextmanager
def _shown(timeline: Timeline) -> "Iterator[tuple[OnTime, Pressed]]":
    """What to call as time goes by, and what tells which keys were pressed."""
    terminal = console()
    if not sys.stdout or not sys.stdout.isatty() or terminal.is_dumb_terminal:
        yield _lines(timeline), tuple
        return
    from rich.live import Live

    from audioworkout.cli.keys import pressed
    from audioworkout.cli.running import screen

    with pressed() as keys, Live(console=terminal, screen=True, auto_refresh=False) as live:

        def show(at: Ms, paused: bool) -> None:
            width, height = terminal.size
            view = screen(timeline, at, width, height, paused=paused, keys=keys is not tuple)
            live.update(view, refresh=True)

        yield show, keys


def _lines(timeline: Timeline) -> "Callable[[Ms, bool], None]":
    """Prints each segment as it begins."""
    from audioworkout.cli.running import line, moment

    shown = -1

    def show(at: Ms, _: bool) -> None:
        nonlocal shown
        now = moment(timeline, at)
        for index in range(shown + 1 if shown >= 0 else now.index, now.index + 1):
            print(line(now.segments[index], now.labels), flush=True)
        shown = max(shown, now.index)

    return show
