"""What only the whole of a show can tell: episodes that get into each other's way."""

import re
from collections.abc import Iterator

from audioworkout.ground.diagnostics import Diagnostic, Span, error, warning
from audioworkout.podcast.shows.model import Entry, Show

NUMBERED = re.compile(
    r"(?:(?:episode|ep\.?|season) ?|s[0-9]+ ?e|# ?)[0-9]+|[0-9]{1,3}[.:)] ", re.IGNORECASE
)
"""How a title begins that repeats its episode's number."""


def remarks(show: Show) -> tuple[Diagnostic, ...]:
    """What directories would rather have otherwise, by place."""
    return tuple(
        warning(
            f"the title `{entry.title}` begins with a number, which apps would show twice",
            entry.origin,
            "leave it out of the title and write it as `season` and `number`",
            rule=None,
        )
        for entry in show.entries
        if entry.title and NUMBERED.match(entry.title)
    )


def clashes(show: Show) -> tuple[Diagnostic, ...]:
    """Every mistake among the episodes of a show, by place."""
    found = (*_numbers_missing(show), *_slugs_twice(show.entries), *_numbers_twice(show.entries))
    return tuple(sorted(dict.fromkeys(found), key=lambda problem: problem.span))


def _numbers_missing(show: Show) -> Iterator[Diagnostic]:
    """Apps play a serial show by number; trailers and extras stand outside of it."""
    told: set[Span] = set()  # a pattern is told once for all its files
    for entry in show.entries if show.type == "serial" else ():
        if entry.number is None and entry.type == "full" and entry.origin not in told:
            told.add(entry.origin)
            message = (
                f"`{entry.workout}` has no number, and each episode of a serial show needs one"
            )
            hint = f"write `- {{workout: {entry.workout}, number: 1}}`; a pattern counts on from it"
            yield error(message, entry.origin, hint)


def _slugs_twice(entries: tuple[Entry, ...]) -> Iterator[Diagnostic]:
    first: dict[str, Entry] = {}
    for entry in entries:
        slug = entry.slug or ""
        other = first.setdefault(slug, entry)
        if other is entry:
            continue
        if other.workout == entry.workout:
            hint = f"delete it, or give it a slug: `- {{workout: {entry.workout}, slug: {slug}-2}}`"
            message = f"`{entry.workout}` is an episode already, in line {other.origin.line}"
        else:
            hint = f"write `- {{workout: {entry.workout}, slug: …}}` in one of the two"
            message = (
                f"two episodes have the slug `{slug}`: `{entry.workout}` here"
                f" and `{other.workout}` in line {other.origin.line}"
            )
        yield error(message, entry.origin, hint)


def _numbers_twice(entries: tuple[Entry, ...]) -> Iterator[Diagnostic]:
    first: dict[tuple[int | None, int, str], Entry] = {}
    for entry in entries:
        if entry.number is None or entry.type == "bonus":  # has the number of what it belongs to
            continue
        other = first.setdefault((entry.season, entry.number, entry.type), entry)
        if other is not entry:
            season = f" of season {entry.season}" if entry.season else ""
            message = f"two episodes have the number {entry.number}{season}"
            where = f"`{other.workout}` has it in line {other.origin.line}"
            yield error(message, entry.origin, f"{where}: give each its own")
