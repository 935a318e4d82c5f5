"""Feeds read safely: nothing outside is fetched, nothing inside is multiplied."""

from typing import NoReturn
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from xml.parsers import expat

ATOM = "{http://www.w3.org/2005/Atom}"
ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
PODCAST = "{https://podcastindex.org/namespace/1.0}"


class UnreadableError(Exception):
    """No XML, or XML that declares entities."""


def read(body: bytes) -> Element:
    """The root of a document; raises UnreadableError.

    A first pass refuses every declaration of an entity, so the second has none to expand.
    """
    guard = expat.ParserCreate()
    guard.EntityDeclHandler = _refuse
    try:
        guard.Parse(body, True)
        return ElementTree.fromstring(body)
    except expat.ExpatError as wrong:
        reason = expat.ErrorString(wrong.code)
        place = f"line {wrong.lineno}, column {wrong.offset + 1}"
        raise UnreadableError(f"is no well-formed XML: {reason} ({place})") from wrong
    except (ElementTree.ParseError, ValueError, LookupError) as wrong:
        raise UnreadableError(f"is no XML that can be read: {wrong}") from wrong


def encoding(body: bytes) -> str:
    """The encoding that a document declares, in lower case; UTF-8 where it declares none."""
    found: list[str] = []
    parser = expat.ParserCreate()
    parser.XmlDeclHandler = lambda version, encoding, standalone: found.append(encoding or "")
    parser.Parse(body[:200], False)
    return (found[0] if found and found[0] else "utf-8").lower()


def text(element: Element, name: str) -> str:
    """The text of a child without space around it; "" where there is none."""
    return (element.findtext(name) or "").strip()


def _refuse(*_: object) -> NoReturn:
    raise UnreadableError("declares entities, by which a small file can fill a computer's memory")
