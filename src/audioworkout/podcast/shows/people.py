"""Who takes part in a show or an episode."""

from typing import Annotated

from pydantic import PlainValidator

from audioworkout.ground.nodes import Node
from audioworkout.language.keys import Fields, fill, scalar
from audioworkout.podcast.shows.model import Person
from audioworkout.podcast.shows.values import WORDS, at_least_one, headed, parse_role, parse_url

URL = PlainValidator(scalar(parse_url, "a link"))


class PersonFields(Fields):
    """The keys of a person."""

    name: Annotated[str, WORDS]
    role: Annotated[tuple[str, str], PlainValidator(scalar(parse_role, "a role"))] = (
        "host",
        "cast",
    )
    link: Annotated[str | None, URL] = None
    image: Annotated[str | None, URL] = None


def _person(node: Node) -> Person:
    """A name, or a mapping with `name`."""
    given = fill(PersonFields, headed(node, "name"), "a person", {"name": "name: Hill Runners"})
    role, group = given.role
    return Person(given.name, role, given.link, given.image, group)


PERSONS = PlainValidator(at_least_one(_person, "persons: Hill Runners"))
"""One person or a list of them."""
