"""What the feed says of an episode, row by row."""

from collections.abc import Iterator
from dataclasses import dataclass

from audioworkout.ground.units import SECOND, decimal_seconds, timestamp
from audioworkout.podcast.feed import notes
from audioworkout.podcast.feed.elements import Content, Node, Row
from audioworkout.podcast.feed.people import people
from audioworkout.podcast.feed.values import LABEL, address, boolean, date, line
from audioworkout.podcast.shows.model import Episode, Show


@dataclass(frozen=True, slots=True)
class FeedItem:
    """An episode in its show."""

    show: Show
    episode: Episode

    def url(self, name: str) -> str:
        """Where a file of the published folder is."""
        return address(self.show.link + name)


def _title(item: FeedItem) -> str:
    return line(item.episode.title)


def _enclosure(item: FeedItem) -> Node:
    audio = item.episode.audio
    url, length = item.url(audio.name), str(audio.size)
    return Node(attributes={"url": url, "length": length, "type": audio.type})


def _guid(item: FeedItem) -> Node:
    return Node(item.episode.guid, {"isPermaLink": "false"})


def _duration(item: FeedItem) -> str:
    return str((item.episode.length + SECOND // 2) // SECOND)


def _season(item: FeedItem) -> Content:
    return None if item.episode.season is None else str(item.episode.season)


def _number(item: FeedItem) -> Content:
    return None if item.episode.number is None else str(item.episode.number)


def _chapters_file(item: FeedItem) -> Content:
    if not item.episode.chapters:
        return None
    url = item.url(item.episode.chapters_file)
    return Node(attributes={"url": url, "type": "application/json+chapters"})


def _transcripts(item: FeedItem) -> Iterator[Node]:
    files = ((item.episode.vtt, "text/vtt"), (item.episode.srt, "application/x-subrip"))
    for name, kind in files:
        attributes = {"url": item.url(name), "type": kind}
        yield Node(attributes=attributes | {"language": item.episode.language, "rel": "captions"})


def _soundbite(item: FeedItem) -> Content:
    bite = item.episode.soundbite
    if bite is None:
        return None
    times = {"startTime": decimal_seconds(bite.start), "duration": decimal_seconds(bite.length)}
    return Node(line(bite.title, LABEL), times)


def _alternates(item: FeedItem) -> Iterator[Node]:
    for file in item.episode.alternates:
        source = Node(attributes={"uri": item.url(file.name)})
        attributes = {"type": file.type, "length": str(file.size), "lang": item.episode.language}
        yield Node(attributes=attributes, children=(("podcast:source", source),))


def _simple_chapters(item: FeedItem) -> Content:
    """Podlove Simple Chapters 1.2: the chapters in the feed itself, for those who fetch no file."""
    if not item.episode.chapters:
        return None
    chapters = tuple(
        (
            "psc:chapter",
            Node(attributes={"start": timestamp(each.start), "title": line(each.title)}),
        )
        for each in item.episode.chapters
    )
    return Node(attributes={"version": "1.2"}, children=chapters)


ROWS: tuple[Row[FeedItem], ...] = (
    ("title", _title),
    ("itunes:title", _title),
    ("link", lambda item: item.url(item.episode.page)),
    ("guid", _guid),
    ("pubDate", lambda item: date(item.episode.published)),
    ("enclosure", _enclosure),
    ("description", lambda item: notes.description(item.episode)),
    ("content:encoded", lambda item: notes.full(item.episode)),
    ("itunes:duration", _duration),
    ("itunes:image", lambda item: Node(attributes={"href": item.url(item.episode.image)})),
    ("itunes:explicit", lambda item: boolean(item.episode.explicit)),
    ("itunes:season", _season),
    ("itunes:episode", _number),
    ("itunes:episodeType", lambda item: item.episode.type),
    ("podcast:season", _season),
    ("podcast:episode", _number),
    ("podcast:chapters", _chapters_file),
    ("podcast:transcript", _transcripts),
    ("podcast:person", lambda item: people(item.episode.persons)),
    ("podcast:soundbite", _soundbite),
    ("podcast:alternateEnclosure", _alternates),
    ("psc:chapters", _simple_chapters),
)
