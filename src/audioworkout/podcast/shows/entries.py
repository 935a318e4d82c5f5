"""The episodes of a show file: workouts by path, by name, and by pattern."""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import chain, repeat
from pathlib import PurePosixPath
from posixpath import normpath
from typing import Any, TypeAlias

from audioworkout.ground.diagnostics import Diagnostic, Span, error
from audioworkout.ground.nodes import Mapping, Node, Sequence
from audioworkout.ground.spelling import did_you_mean
from audioworkout.language.document import inputs
from audioworkout.language.grammar import Mistake
from audioworkout.language.keys import (
    Key,
    Mistakes,
    choice,
    collect,
    fill,
    plain_text,
    refusal,
    scalar,
    shape_of,
    switch,
)
from audioworkout.language.shapes import either, one_or_many, ref, text, word
from audioworkout.podcast.shows.dates import Every, dates, parse_date, parse_every
from audioworkout.podcast.shows.model import Entry
from audioworkout.podcast.shows.people import PERSONS, persons
from audioworkout.podcast.shows.values import (
    DESCRIPTION,
    NUMBER,
    RESERVED,
    SLUGS,
    TITLE,
    at_least_one,
    attempt,
    description,
    headed,
    parse_number,
    parse_slug,
    slug_of,
    taken,
    title,
)

Given: TypeAlias = dict[str, Any]

Look = Callable[[str], tuple[str, ...]]
"""The files that a path or a pattern names, from the show's folder; none where there is none.

Raises Mistake for a pattern that is not followed.
"""

MOST = 2_000  # episodes; Apple shows no more of a show
WILD = re.compile(r"[*?\[]")
FOR_ONE = ("title", "description", "slug")
"""Keys of one episode only."""


@dataclass(frozen=True, slots=True)
class Found:
    """A workout that an item names, and where; by a pattern or outright."""

    workout: str
    origin: Span
    by_pattern: bool = False


@dataclass(frozen=True, slots=True)
class ListItem:
    """An item of the list: its keys, and the workouts that it names."""

    given: Given
    found: tuple[Found, ...]


def _step(node: Node) -> Every:
    """The days of a row, as one text or a list of days."""
    if not isinstance(node, Sequence):
        return scalar(parse_every, "days such as `monday, thursday`")(node)
    parts = collect(scalar(parse_every, "a day of the week"), node.items)
    if not parts or not all(part.weekdays for part in parts):
        raise refusal("expected a list of days such as `[monday, thursday]`", node.span)
    return Every(weekdays=frozenset().union(*(part.weekdays for part in parts)))


def as_written(node: Node) -> Node:
    """For a key that is read apart, for its mistakes do not hide those of the others."""
    return node


KEYS = {
    "workout": Key(
        as_written,
        one_or_many(ref("text")),
        "A path, a pattern, the name of a bundled workout, or a list of such.",
        ("legs.yaml", "week-*/*.yaml", "core"),
        needed="workout: legs.yaml",
    ),
    "title": Key(title, TITLE, "In place of the workout's, without its number."),
    "description": Key(description, DESCRIPTION, "In place of the workout's."),
    "slug": Key(
        scalar(parse_slug, "a slug"),
        SLUGS,
        "The name of its files, in place of that of its path. Its GUID comes from it.",
    ),
    "date": Key(
        scalar(parse_date, "a date"),
        text(r"^\s*[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ,]+[0-9]{1,2}:.*)?\s*$"),
        "When it appears; with `every`, when the first of several does.",
        ("2027-01-04", "2027-01-04 18:30"),
    ),
    "every": Key(
        _step,
        one_or_many(ref("text")),
        "The days on which the others follow.",
        ("week", "2 days", "monday, thursday"),
    ),
    "season": Key(scalar(parse_number, "a number"), NUMBER, "The season."),
    "number": Key(
        scalar(parse_number, "a number"), NUMBER, "Its number; of several, that of the first."
    ),
    "type": Key(
        scalar(choice("full", "trailer", "bonus"), "a kind of episode"),
        word("full", "trailer", "bonus"),
        "`full` unless said.",
    ),
    "explicit": Key(scalar(switch, "`yes` or `no`"), ref("switch"), "In place of the show's."),
    "image": Key(plain_text, ref("text"), "A square JPEG or PNG, by its path."),
    "persons": Key(persons, PERSONS, "Who takes part, in place of those of the show."),
}
"""The keys of an episode, or of several that a pattern or a list names."""

EPISODES = one_or_many(either(ref("text"), shape_of(KEYS)))


def episodes(node: Node, look: Look, zone: tzinfo) -> tuple[Entry, ...]:
    """The episodes of a show, in the order of the file; raises Mistakes.

    A pattern leaves out what another item names outright. `zone` is that of dates without one.
    """
    items = at_least_one(lambda item: _item(item, look), "episodes: week-*/*.yaml")(node)
    count = sum(len(item.found) for item in items)
    if count > MOST:
        message = f"{count:,} episodes; {MOST:,} is the most that directories show"
        raise refusal(message, node.span, "make a second show of the older ones")
    named = {each.workout for item in items for each in item.found if not each.by_pattern}
    parts = collect(lambda item: tuple(_entries(item, named, zone)), items)
    return tuple(chain.from_iterable(parts))


def _item(node: Node, look: Look) -> ListItem:
    mapping = headed(node, "workout")
    problems: list[Diagnostic] = []
    given = attempt(lambda: fill(KEYS, mapping, "an episode"), problems)
    specs = mapping.get("workout")
    found = None if specs is None else attempt(lambda: _workouts(specs, look), problems)
    if given is not None:
        several = isinstance(specs, Sequence) or any(each.by_pattern for each in found or ())
        problems += _of_one(given, mapping) if several else _of_several(given, mapping)
        if (image := given.get("image")) and not is_there(image, look):
            hint = "delete `image`, and one is made"
            problems.append(error(f"there is no file `{image}`", _at(mapping, "image"), hint))
    if given is None or found is None or problems:
        raise Mistakes(*problems)
    return ListItem(given, found)


def _workouts(node: Node, look: Look) -> tuple[Found, ...]:
    """What one name, path or pattern stands for, or a list of them."""
    each = at_least_one(lambda spec: _named(spec, look), "workout: legs.yaml")
    return tuple(chain.from_iterable(each(node)))


def _named(node: Node, look: Look) -> tuple[Found, ...]:
    spec = plain_text(node)
    try:
        files = look(spec)
    except Mistake as mistake:
        raise refusal(mistake.message, node.span, mistake.hint) from None
    pattern = WILD.search(spec) is not None and files != (normpath(spec),)
    if not files and spec in inputs.bundled_names():
        files = (spec,)
    if not files:
        raise _not_there(spec, pattern, look, node.span)
    return tuple(Found(file, node.span, pattern) for file in files)


def is_there(path: str, look: Look) -> bool:
    """Whether there is a file of that very name."""
    try:
        found = look(path)
        return bool(found) and (not WILD.search(path) or found == (normpath(path),))
    except Mistake:  # a pattern
        return False


def _not_there(spec: str, pattern: bool, look: Look, span: Span) -> Mistakes:
    start = "paths start from the folder of this file"
    if pattern:
        return refusal(f"no file fits the pattern `{spec}`", span, start)
    with suppress(Mistake):  # where there is too much to look through
        if look(f"{spec}/*.yaml"):
            return refusal(f"`{spec}` is a folder", span, f"write `{spec.rstrip('/')}/*.yaml`")
        known = (*inputs.bundled_names(), *look("*.yaml"), *look("*/*.yaml"))
        start = did_you_mean(spec, sorted(known[:MOST])) or start
    return refusal(f"there is no workout `{spec}`", span, start)


def _at(mapping: Mapping, key: str) -> Span:
    node = mapping.get(key)
    return mapping.span if node is None else node.span


def _of_several(given: Given, mapping: Mapping) -> Iterator[Diagnostic]:
    """Keys that one workout cannot have."""
    if "every" in given:
        hint = "give the `date` alone, or a pattern such as `workout: week-*/*.yaml`"
        yield error("`every` is for several workouts", _at(mapping, "every"), hint)


def _of_one(given: Given, mapping: Mapping) -> Iterator[Diagnostic]:
    """Keys that several workouts cannot have, or not without another."""
    for key in FOR_ONE:
        if key in given:
            hint = "write it into the workout, or give the episode an item of its own"
            yield error(f"`{key}` cannot be that of several episodes", _at(mapping, key), hint)
    if "every" in given and "date" not in given:
        hint = "write `date: 2027-01-04` beside it"
        yield error("`every` needs the `date` of the first", _at(mapping, "every"), hint)
    if "date" in given and "every" not in given:
        hint = "write `every: week`, `every: monday, thursday` or so beside it"
        yield error("several episodes cannot have one `date`", _at(mapping, "date"), hint)


def _entries(item: ListItem, named: set[str], zone: tzinfo) -> Iterator[Entry]:
    """The episodes of an item, each with its number and its date."""
    given = item.given
    kept = [each for each in item.found if not (each.by_pattern and each.workout in named)]
    apart = ("workout", "slug", "date", "every", "number")
    alike = {key: value for key, value in given.items() if key not in apart}
    first = given.get("number")
    for index, (found, date) in enumerate(zip(kept, _dates(given, zone), strict=False)):
        yield Entry(
            workout=found.workout,
            origin=found.origin,
            slug=given.get("slug") or _slug(found),
            date=date,
            number=None if first is None else first + index,
            **alike,
        )


def _dates(given: Given, zone: tzinfo) -> Iterable[datetime | None]:
    if "date" not in given:
        return repeat(None)
    return dates(given["date"], given.get("every", Every()), zone)


def _slug(found: Found) -> str:
    """The slug of a workout's path, without folders above the show's and without its ending."""
    path = PurePosixPath(found.workout).with_suffix("")
    parts = (path.name,) if path.is_absolute() else path.parts
    slug = slug_of("-".join(part for part in parts if part != ".."))
    if slug and slug not in RESERVED:
        return slug
    message = f"no file name for the web can be made of `{found.workout}`"
    if slug:
        message = taken(slug)
    hint = f"write `- {{workout: {found.workout}, slug: legs}}`"
    raise refusal(message, found.origin, hint)
