"""`exercises`: a file's own exercises, and what it knows better than the catalogue."""

import re
from collections.abc import Callable
from dataclasses import replace

from audioworkout.ground.nodes import Mapping, Node, Scalar
from audioworkout.language.grammar import Mistake
from audioworkout.language.keys import (
    Key,
    collect,
    entries_of,
    fill,
    keyed,
    one_or_many,
    plain_text,
    scalar,
    shape_of,
    single_spaces,
    switch,
    switched,
)
from audioworkout.language.shapes import Schema, either, mapping, ref, text
from audioworkout.words import catalogue
from audioworkout.words.exercise import Exercise


def _seconds_per_rep(words: str) -> float:
    given = words.strip()
    if re.fullmatch(r"[0-9]{1,3}(\.[0-9]+)?", given) and 0.1 <= float(given) <= 120:
        return float(given)
    raise Mistake(f"expected seconds from 0.1 to 120, such as `2.5`, found `{given}`")


_texts = one_or_many(plain_text)

SHAPES: dict[str, Schema] = {
    "seconds": either(
        {"type": "number", "minimum": 0.1, "maximum": 120},
        text(r"^\s*[0-9]{1,3}(\.[0-9]+)?\s*$"),
    )
}
EXERCISE = {
    "aliases": Key(_texts, ref("texts"), "Other names of the exercise.", (["press-ups"],)),
    "sided": Key(
        scalar(switch, "`on` or `off`"),
        ref("switch"),
        "Whether it is done on one side, then on the other.",
        write=switched,
    ),
    "limb": Key(plain_text, ref("text"), "What the sides are sides of.", ("leg", "arm", "side")),
    "seconds_per_rep": Key(
        scalar(_seconds_per_rep, "a number"),
        ref("seconds"),
        "How long one rep takes, in seconds.",
        (3, 2.5),
    ),
    "equipment": Key(_texts, ref("texts"), "What it takes; the welcome names it.", ("dumbbell",)),
    "muscles": Key(
        _texts, ref("texts"), "The muscles that it trains.", (["glutes", "hamstrings"],)
    ),
    "tips": Key(_texts, ref("texts"), "One tip, or several with the longest first."),
    "position": Key(plain_text, ref("text"), "How to get into position."),
    "kind": Key(plain_text, ref("text"), "The kind of exercise.", ("strength", "running")),
}


def exercises_in(language: str) -> Callable[[Node], tuple[Exercise, ...]]:
    """What reads definitions of exercises whose other properties a language's catalogue knows."""

    def define(entry: tuple[Scalar, Node]) -> Exercise:
        key, value = entry
        name = single_spaces(key.text)
        given = fill(EXERCISE, value, "an exercise")
        found = catalogue.find(name, language=language) or Exercise(name)
        return replace(found, name=name, **given)

    return lambda node: collect(define, entries_of(node, "a mapping of names to exercises"))


def _written(node: Node) -> Node:
    """Definitions with their keys in one order."""
    assert isinstance(node, Mapping)
    return replace(
        node,
        entries=tuple(
            (replace(name, text=single_spaces(name.text)), keyed(EXERCISE, given))
            for name, given in node.entries
        ),
    )


EXERCISES = Key(
    exercises_in("en"),
    mapping(shape_of(EXERCISE), propertyNames={"pattern": r"\S"}),
    "This file's own exercises, and what it knows better than the catalogue.",
    write=_written,
)
