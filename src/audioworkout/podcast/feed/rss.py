"""The feed: RSS 2.0 with the elements of Apple, Podcasting 2.0 and Podlove."""

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from audioworkout.podcast.feed import channel, item
from audioworkout.podcast.feed.elements import document, fill
from audioworkout.podcast.shows.model import Episode, Show

# By name and in order: readers that know a prefix and no namespaces are still about.
NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "psc": "http://podlove.org/simple-chapters",
}


def rss(show: Show, episodes: Sequence[Episode], image: str, guid: str) -> bytes:
    """The feed of a show, newest episode first; `image` names its cover, `guid` is its own.

    Its date of build is that of the newest episode, so the same show gives the same bytes.
    """
    newest_first = sorted(episodes, key=lambda episode: episode.published, reverse=True)
    newest = newest_first[0].published if newest_first else None
    root = ET.Element("rss", {"version": "2.0"} | _declared())
    top = ET.SubElement(root, "channel")
    fill(top, channel.ROWS, channel.Channel(show, image, guid, newest))
    for episode in newest_first:
        fill(ET.SubElement(top, "item"), item.ROWS, item.FeedItem(show, episode))
    return document(root)


def _declared() -> dict[str, str]:
    return {f"xmlns:{prefix}": uri for prefix, uri in NAMESPACES.items()}
