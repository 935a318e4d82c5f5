"""Elements of XML from tables: rows of a tag and of the function that gives its content."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias, TypeVar
from xml.etree import ElementTree as ET

T = TypeVar("T")

# What XML 1.0 (clause 2.2) does not allow, and the controls of C1, which it discourages.
_ILLEGAL = re.compile("[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Node:
    """What an element holds: text, attributes (those that are None are left out), elements."""

    text: str = ""
    attributes: Mapping[str, str | None] = field(default_factory=dict)
    children: tuple[tuple[str, "Node"], ...] = ()


Content: TypeAlias = str | Node | Iterable[Node] | None
"""One element by its text or in full, several of the same name, or None: the tag is left out."""

Row: TypeAlias = tuple[str, Callable[[T], Content]]


def fill(parent: ET.Element, rows: Iterable[Row[T]], subject: T) -> ET.Element:
    """`parent`, with the elements that the rows give for `subject`, in the order of the rows."""
    for tag, content in rows:
        for node in _nodes(content(subject)):
            _append(parent, tag, node)
    return parent


def document(root: ET.Element) -> bytes:
    """A document in UTF-8, indented by two spaces, without what XML 1.0 does not allow.

    It changes `root`: the white space between its elements is part of it.
    """
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def _nodes(content: Content) -> Iterable[Node]:
    match content:
        case None:
            return ()
        case str():
            return (Node(content),)
        case Node():
            return (content,)
        case _:
            return content


def _append(parent: ET.Element, tag: str, node: Node) -> None:
    element = ET.SubElement(parent, tag)
    for name, value in node.attributes.items():
        if value is not None:
            element.set(name, _legal(value))
    element.text = _legal(node.text) or None
    for child_tag, child in node.children:
        _append(element, child_tag, child)


def _legal(text: str) -> str:
    return _ILLEGAL.sub("", text)
