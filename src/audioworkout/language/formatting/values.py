"""Values in one spelling each: what the keys of a file have in common."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from audioworkout.ground.nodes import Mapping, Node, Scalar, Sequence
from audioworkout.language.keys import SWITCHES

Tidy: TypeAlias = Callable[[Node], Node]


def plain(node: Node) -> Node:
    """Text with single spaces; a list of one as that one."""
    match node:
        case Scalar():
            return replace(node, text=single_spaces(node.text))
        case Sequence(items=(Scalar() as only,)):
            return plain(only)
        case Sequence(items):
            return replace(node, items=tuple(map(plain, items)))
        case Mapping(entries):
            return replace(node, entries=tuple((name, plain(given)) for name, given in entries))


def single_spaces(words: str) -> str:
    """Words with one space between them."""
    return " ".join(words.split())


def each(tidy: Callable[[str], str]) -> Tidy:
    """For a value that is one piece of text with a spelling of its own."""

    def apply(node: Node) -> Node:
        return replace(node, text=tidy(node.text)) if isinstance(node, Scalar) else plain(node)

    return apply


def word(words: str) -> str:
    """One of a few words."""
    return words.strip().lower()


def switched(node: Node) -> Node:
    """`on` or `off`."""
    return each(lambda words: "on" if SWITCHES[words.strip().lower()] else "off")(node)
