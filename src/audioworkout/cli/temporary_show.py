"""A show of workouts that nobody published, for as long as it is served."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from audioworkout.cli.console import print_cache_problem, print_notes, print_warnings, progress
from audioworkout.cli.publish import FOLDER
from audioworkout.ground import cache as caching
from audioworkout.ground import scalars
from audioworkout.ground.diagnostics import WorkoutError
from audioworkout.ground.text import clean
from audioworkout.language import document
from audioworkout.podcast import publish as publishing
from audioworkout.podcast import shows
from audioworkout.session import trust
from audioworkout.words import phrases

AUTHOR, EMAIL = "audioworkout", "nobody@example.org"  # RFC 2606: nobody's, for ever
SEVERAL = "Workouts"
NAMELESS = "workout"
LONGEST = 50  # characters of a slug, before a number is put behind it
DESCRIPTION = "Served by audioworkout from a machine on this network."


def checked(workouts: Sequence[str]) -> tuple[str, ...]:
    """The workouts, each once. Raises WorkoutError for what is not there, or is not a workout."""
    for workout in workouts:
        if workout == "-":
            raise WorkoutError("`serve` takes workouts by file or name, not from standard input")
        if shows.is_show(document.inputs.read(workout).text):
            raise WorkoutError(
                f"{workout}: this is a show; `audioworkout publish {workout}` writes it into a"
                " folder, which `serve` takes"
            )
    return tuple(dict.fromkeys(workouts))


def publish(
    workouts: Sequence[str], scratch: Path, link: str, *, allow_outside: bool = False
) -> Path:
    """Publishes workouts in a folder below `scratch`, as a show whose address is `link`."""
    show, folder, cache = scratch / "show.yaml", scratch / FOLDER, caching.Cache()
    show.write_text(show_text(workouts, link), encoding="utf-8")
    now = datetime.now(UTC)
    with progress("show", quiet=False) as bar:
        done = publishing.publish(
            show,
            folder,
            everything=True,
            now=now,
            progress=bar,
            cache=cache,
            trust=trust.of_user(anywhere=allow_outside).also(map(Path, workouts)),
        )
    for source, problems in done.warnings:
        print_warnings(source, problems)
    print_notes(done.notes)
    print_cache_problem(cache)
    return folder


def show_text(workouts: Sequence[str], link: str) -> str:
    """A show file that names the workouts by absolute path, the bundled ones by name."""
    titles, languages = zip(*map(_title_and_language, workouts), strict=True)
    show = {
        "title": titles[0] if len(workouts) == 1 else SEVERAL,
        "description": DESCRIPTION,
        "author": AUTHOR,
        "email": EMAIL,
        "link": link,
        "language": languages[0],
    }
    lines = [f"{key}: {scalars.scalar(text)}" for key, text in show.items()]
    lines.append("episodes:")
    for workout, slug in zip(workouts, slugs(workouts), strict=True):
        path = scalars.scalar(_path(workout), flow=True)
        lines.append(f"  - {{workout: {path}, slug: {slug}}}")
    return "\n".join(lines) + "\n"


def slugs(workouts: Sequence[str]) -> tuple[str, ...]:
    """File names for the web, each once: of the workout's own where it has letters for it."""
    given: list[str] = []
    for workout in workouts:
        slug = first = shows.slug_of(document.inputs.stem(workout)[:LONGEST]) or NAMELESS
        number = 1
        while slug in given or slug in shows.RESERVED:
            number += 1
            slug = f"{first}-{number}"
        given.append(slug)
    return tuple(given)


def _title_and_language(spec: str) -> tuple[str, str]:
    source = document.inputs.read(spec)
    parsed, problems = document.parse(source.text, phrase_fields=phrases.phrase_fields())
    if parsed is None:
        raise document.inputs.refused(source, problems)
    return clean(parsed.title) or SEVERAL, parsed.language


def _path(workout: str) -> str:
    path = Path(workout)
    return str(path.absolute()) if path.is_file() else workout
