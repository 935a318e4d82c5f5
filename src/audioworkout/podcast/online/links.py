"""The files that a feed names, each once."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from xml.etree.ElementTree import Element

from audioworkout.podcast.online.xml import ITUNES, PODCAST

Kind = Literal["audio", "picture", "chapters", "transcript"]


@dataclass(frozen=True, slots=True)
class Link:
    """A file, with the length and type that the feed gives it ("" for none)."""

    kind: Kind
    url: str
    type: str = ""
    length: str = ""


def links(channel: Element) -> tuple[Link, ...]:
    """All of them: the show's cover first, then episode by episode."""
    found = [Link("picture", _attribute(e, "href")) for e in channel.findall(f"{ITUNES}image")]
    for item in channel.findall("item"):
        found += _of(item)
    return tuple(dict.fromkeys(found))


def _of(item: Element) -> Iterator[Link]:
    for enclosure in item.findall("enclosure"):
        yield _audio(enclosure, _attribute(enclosure, "url"))
    for alternate in item.findall(f"{PODCAST}alternateEnclosure"):
        for source in alternate.findall(f"{PODCAST}source"):
            yield _audio(alternate, _attribute(source, "uri"))
    for image in item.findall(f"{ITUNES}image"):
        yield Link("picture", _attribute(image, "href"))
    for chapters in item.findall(f"{PODCAST}chapters"):
        yield Link("chapters", _attribute(chapters, "url"), _type(chapters))
    for transcript in item.findall(f"{PODCAST}transcript"):
        yield Link("transcript", _attribute(transcript, "url"), _type(transcript))


def _audio(element: Element, url: str) -> Link:
    return Link("audio", url, _type(element), _attribute(element, "length"))


def _type(element: Element) -> str:
    return _attribute(element, "type").partition(";")[0].strip().lower()


def _attribute(element: Element, name: str) -> str:
    return element.get(name, "").strip()
