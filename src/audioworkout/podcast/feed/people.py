"""Who takes part in a show or in one episode."""

from collections.abc import Iterable, Iterator

from audioworkout.podcast.feed.elements import Node
from audioworkout.podcast.feed.values import LABEL, address, line
from audioworkout.podcast.shows.model import Person


def people(persons: Iterable[Person]) -> Iterator[Node]:
    """Persons as Podcasting 2.0 has them."""
    for person in persons:
        attributes = {
            "role": person.role,
            "group": person.group,
            "href": person.link and address(person.link),
            "img": person.image and address(person.image),
        }
        yield Node(line(person.name, LABEL), attributes)
