"""`audioworkout publish`: a show to a folder that any static host serves."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audioworkout.cli.console import (
    print_cache_problem,
    print_notes,
    print_warnings,
    progress,
    size,
)
from audioworkout.cli.online import check_url
from audioworkout.ground import cache as caching
from audioworkout.ground.units import clock
from audioworkout.podcast import publish as publishing
from audioworkout.podcast import shows
from audioworkout.session import trust

if TYPE_CHECKING:
    from audioworkout.podcast.publish import Report

FOLDER = "public"  # beside the show file


def publish(
    show: Annotated[str, typer.Argument(metavar="SHOW", help="A show file, such as `show.yaml`.")],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FOLDER", help="Default: `public` beside the show file."
        ),
    ] = None,
    base_url: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Where the folder will be, in place of the show's link."),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Episodes that are dated in the future, too.")
    ] = False,
    allow_outside: Annotated[
        bool,
        typer.Option(
            "--allow-outside",
            help="Let workouts use files from outside of their folder and of your trusted places.",
        ),
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print errors only.")] = False,
    check: Annotated[
        bool,
        typer.Option(
            "--check-url",
            help="Look at what is online instead: where the show's link points, or, with a URL "
            "in place of SHOW, at that feed.",
        ),
    ] = False,
) -> None:
    """Publish a show: a podcast feed, pages and MP3s in a folder. What is unchanged is kept."""
    if check:
        _check(show, base_url, quiet=quiet, others=output is not None or everything)
        return
    path, cache = Path(show), caching.Cache()
    folder = output or path.parent / FOLDER
    with progress(path.stem, quiet) as bar:
        done = publishing.publish(
            path,
            folder,
            link=base_url,
            everything=everything,
            now=datetime.now(UTC),
            progress=bar,
            cache=cache,
            trust=trust.of_user(anywhere=allow_outside),
        )
    if not quiet:
        _summarise(done)
        print_cache_problem(cache)


def _check(show: str, base_url: str | None, *, quiet: bool, others: bool) -> None:
    """What is online, looked at as an app would."""
    if others:
        raise typer.BadParameter(
            "it writes nothing, so it goes without --output and --all", param_hint="--check-url"
        )
    check_url(show, link=base_url, quiet=quiet)


def _summarise(done: "Report") -> None:
    for source, problems in done.warnings:
        print_warnings(source, problems)
    print_notes(done.notes)
    for episode, state in done.episodes:
        if state != "unchanged":
            path = done.folder / episode.audio.name
            line = (path, clock(episode.length), size(episode.audio.size))
            print(f"{state:<8}", *line, sep="  ")
    for facts in done.later:
        print(f"{'later':<8}", f"{facts.published:%Y-%m-%d %H:%M} UTC", facts.slug, sep="  ")
    print(_counts(done))
    print(f"look at it: {done.folder / shows.INDEX}", f"feed: {done.feed_url}", sep="\n")


def _counts(done: "Report") -> str:
    """`public: 12 episodes, 1 new, 11 unchanged; 14 files written, 2 removed`."""
    number = len(done.episodes)
    parts = [f"{done.folder}: {number} episode{'' if number == 1 else 's'}"]
    for state in ("new", "changed", "unchanged"):
        if count := sum(state == found for _, found in done.episodes):
            parts.append(f"{count} {state}")
    if not done.written and not done.removed:
        return ", ".join(parts) + "; nothing to do"
    removed = f", {len(done.removed)} removed" if done.removed else ""
    files = f"{len(done.written)} file{'' if len(done.written) == 1 else 's'} written"
    return f"{', '.join(parts)}; {files}{removed}"
