"""Who takes part in a show or an episode."""

from audioworkout.ground.nodes import Node
from audioworkout.language.keys import Key, fill, scalar, shape_of
from audioworkout.language.shapes import either, one_or_many
from audioworkout.podcast.shows.model import Person
from audioworkout.podcast.shows.values import (
    ROLE,
    SHORT,
    URL,
    at_least_one,
    headed,
    parse_role,
    parse_url,
    words,
)

KEYS = {
    "name": Key(words, SHORT, "The person's name.", needed="name: Hill Runners"),
    "role": Key(
        scalar(parse_role, "a role"), ROLE, "A role of the Podcast Taxonomy; `host` unless said."
    ),
    "link": Key(scalar(parse_url, "a link"), URL, "A page about them."),
    "image": Key(scalar(parse_url, "a link"), URL, "The address of a picture of them."),
}


def _person(node: Node) -> Person:
    """A name, or a mapping with `name`."""
    given = fill(KEYS, headed(node, "name"), "a person")
    role, group = given.pop("role", ("host", "cast"))
    return Person(role=role, group=group, **given)


persons = at_least_one(_person, "persons: Hill Runners")
"""Reads one person or a list of them."""

PERSONS = one_or_many(either(SHORT, shape_of(KEYS)))
