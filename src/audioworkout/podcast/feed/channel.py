"""What the feed says of the show, row by row.

After RSS 2.0, Apple's requirements, PSP-1 and Podcasting 2.0. The e-mail address stands where
directories ask for it and nowhere else, so there is no `managingEditor`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from audioworkout.podcast.feed.elements import Content, Node, Row
from audioworkout.podcast.feed.people import people
from audioworkout.podcast.feed.values import LABEL, address, boolean, cut, date, line, prose
from audioworkout.podcast.shows.model import Show

DESCRIPTION = 4_000  # bytes; Apple and PSP-1


@dataclass(frozen=True, slots=True)
class Channel:
    """A show as it is published."""

    show: Show
    image: str
    """The cover's name in the published folder."""

    guid: str
    newest: datetime | None
    """When its newest episode was published; None if it has none."""

    def url(self, name: str) -> str:
        """Where a file of the published folder is."""
        return address(self.show.link + name)


class _Category(NamedTuple):
    name: str
    below: str | None = None


def _categories(channel: Channel) -> Iterator[Node]:
    """Apple's categories, those of one kind below one element."""
    paths = (_Category(*path[:2]) for path in channel.show.categories)
    for name, group in groupby(paths, key=lambda path: path.name):
        below = tuple(
            ("itunes:category", Node(attributes={"text": each.below}))
            for each in group
            if each.below
        )
        yield Node(attributes={"text": name}, children=below)


def _title(channel: Channel) -> str:
    return line(channel.show.title)


def _link(channel: Channel) -> str:
    return address(channel.show.link)


def _self(channel: Channel) -> Node:
    href = address(channel.show.feed_url)
    return Node(attributes={"href": href, "rel": "self", "type": "application/rss+xml"})


def _description(channel: Channel) -> str:
    return cut(prose(channel.show.description), DESCRIPTION)


def _copyright(channel: Channel) -> Content:
    return channel.show.copyright and line(channel.show.copyright)


def _image(channel: Channel) -> Node:
    """RSS asks for the channel's own title and link here."""
    url, title, link = channel.url(channel.image), _title(channel), _link(channel)
    return Node(children=(("url", Node(url)), ("title", Node(title)), ("link", Node(link))))


def _owner(channel: Channel) -> Node:
    name, email = Node(line(channel.show.author)), Node(line(channel.show.email))
    return Node(children=(("itunes:name", name), ("itunes:email", email)))


def _locked(channel: Channel) -> Node:
    return Node("yes" if channel.show.locked else "no", {"owner": line(channel.show.email)})


def _funding(channel: Channel) -> Iterator[Node]:
    for each in channel.show.funding:
        yield Node(line(each.words, LABEL), {"url": address(each.link)})


ROWS: tuple[Row[Channel], ...] = (
    ("atom:link", _self),
    ("title", _title),
    ("link", _link),
    ("description", _description),
    ("language", lambda channel: channel.show.language.lower()),
    ("copyright", _copyright),
    ("generator", lambda _: "audioworkout"),
    ("lastBuildDate", lambda channel: date(channel.newest) if channel.newest else None),
    ("image", _image),
    ("itunes:image", lambda channel: Node(attributes={"href": channel.url(channel.image)})),
    ("itunes:category", _categories),
    ("itunes:explicit", lambda channel: boolean(channel.show.explicit)),
    ("itunes:author", lambda channel: line(channel.show.author)),
    ("itunes:owner", _owner),
    ("itunes:type", lambda channel: channel.show.type),
    ("podcast:guid", lambda channel: channel.guid),
    ("podcast:locked", _locked),
    ("podcast:medium", lambda _: "podcast"),
    ("podcast:funding", _funding),
    ("podcast:person", lambda channel: people(channel.show.persons)),
)
