"""A show file on disk, and the workouts that it names."""

import posixpath
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path, PurePath

from audioworkout.ground.diagnostics import Diagnostic, WorkoutError
from audioworkout.ground.nodes import Mapping as Node
from audioworkout.ground.nodes import read
from audioworkout.language import document
from audioworkout.language.document import inputs
from audioworkout.language.grammar import Mistake
from audioworkout.podcast.shows.document import parse
from audioworkout.podcast.shows.entries import WILD, Look
from audioworkout.podcast.shows.ledger import ENDING
from audioworkout.podcast.shows.model import Entry, Show
from audioworkout.podcast.shows.patterns import Patterns
from audioworkout.podcast.shows.schedule import WorkoutFacts
from audioworkout.podcast.shows.values import parse_link
from audioworkout.words.phrases import phrase_fields

NO_WORKOUTS = (inputs.OWN_EXERCISES, inputs.OWN_LEXICON, "voices.yaml")
"""Files that lie beside workouts and that no pattern means."""


def read_show(
    path: Path, *, link: str | None = None
) -> tuple[inputs.Source, Show, tuple[Diagnostic, ...]]:
    """The show of a file, with its patterns resolved, and its warnings.

    `link` is a base URL in place of the file's own. Raises WorkoutError with every mistake.
    """
    source = inputs.read(path)
    show, problems = parse(source.text, _look(path), link=link and _base_url(link))
    if show is None:
        raise inputs.refused(source, problems)
    return source, show, problems


def _base_url(link: str) -> str:
    try:
        return parse_link(link)
    except Mistake as mistake:
        hint = f"; {mistake.hint}" if mistake.hint else ""
        raise WorkoutError(f"the base URL: {mistake.message}{hint}") from None


def _look(show: Path) -> Look:
    """The files of a show's folder by path or pattern, in natural order, with slashes.

    It raises Mistake for a pattern that is not followed.
    """
    folder = show.parent
    patterns = Patterns(folder)

    @cache
    def look(spec: str) -> tuple[str, ...]:
        if "\0" in spec:
            return ()
        if (folder / spec).is_file():
            return (_tidy(spec),)
        if not WILD.search(spec):
            return ()
        found = dict.fromkeys(map(_tidy, patterns.found(spec)))
        return tuple(sorted(filter(meant, found), key=natural))

    def meant(name: str) -> bool:
        path = folder / name
        if path.name in NO_WORKOUTS or path.name.endswith(ENDING):
            return False
        return path.is_file() and not path.samefile(show)

    return look


def _tidy(name: str) -> str:
    return posixpath.normpath(PurePath(name).as_posix())


def natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """The key of natural order: numbers by value, letters whatever their case."""
    parts = re.findall(r"([0-9]+)|([^0-9]+)", name)
    return tuple((bool(text), int(digits or 0), text.casefold()) for digits, text in parts)


def workout_of(entry: Entry, folder: Path) -> str | Path:
    """What `inputs.read` takes for an episode of the show in a folder."""
    path = folder / entry.workout
    return path if path.is_file() else entry.workout


def facts_of(show: Show, folder: Path) -> Mapping[str, WorkoutFacts]:
    """What the plan asks of each workout; raises WorkoutError with every mistake of the first."""
    return {entry.workout: _facts(workout_of(entry, folder)) for entry in show.entries}


def _facts(spec: str | Path) -> WorkoutFacts:
    source = inputs.read(spec)
    parsed, problems = document.parse(source.text, phrase_fields=phrase_fields())
    if parsed is None:
        raise inputs.refused(source, problems)
    return WorkoutFacts(parsed.title, parsed.description, parsed.date)


def is_show(text: str) -> bool:
    """Whether a file's text is that of a show: it has `episodes`, and no `workout`."""
    root, _ = read(text)
    return isinstance(root, Node) and root.get("episodes") is not None and not root.get("workout")
