"""The grammar of a line, and the parse trees it gives."""

from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

from parsimonious.exceptions import ParseError
from parsimonious.grammar import Grammar
from parsimonious.nodes import Node

MAX_LINE = 400  # characters; a long step has some 120

# One character for one, so that a place in the normalised line is a place in the source.
SPELLINGS = str.maketrans(
    {
        "\t": " ",
        "\u00a0": " ",
        "\u2009": " ",
        "\u202f": " ",
        "–": "-",
        "—": "-",
        "−": "-",
        "‐": "-",
        "‑": "-",
        "×": "x",
        "✕": "x",
        "“": '"',
        "”": '"',
        "„": '"',
    }
)


class Mistake(ValueError):  # noqa: N818
    """What is wrong with a text. `start` and `end` delimit the part; None means all of it.

    `field` names the part of the step or heading, where its place is known to the caller.
    """

    def __init__(
        self,
        message: str,
        hint: str | None = None,
        *,
        start: int | None = None,
        end: int | None = None,
        field: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.start = start
        self.end = end
        self.field = field


def normalised(text: str) -> str:
    """The text in small letters with one kind of dash, cross and quote; as long as before."""
    lower = text.lower()
    if len(lower) != len(text):  # such as the Turkish İ, whose small form is two characters
        lower = "".join(small if len(small := char.lower()) == 1 else char for char in text)
    return lower.translate(SPELLINGS)


@cache
def grammar() -> Grammar:
    """The compiled grammar."""
    return Grammar(Path(__file__).with_name("grammar.peg").read_text(encoding="utf-8"))


@lru_cache(maxsize=4096)
def tree(rule: str, text: str, start: int = 0) -> Node | None:
    """The parse of `text` from `start` on by a rule of the grammar, or None where it does not fit.

    Raises Mistake where the text is too long to be a line.
    """
    if len(text) > MAX_LINE:
        raise Mistake(f"this line has more than {MAX_LINE} characters", "make several lines of it")
    whole: Node
    try:
        whole = grammar()[rule].match(normalised(text), start)
    except ParseError:
        return None
    return whole if whole.end == len(text) else None


def named(node: Node, *names: str) -> Iterator[Node]:
    """The outermost parts of a tree that carry one of the names, from left to right."""
    for child in node.children:
        if child.expr_name in names:
            yield child
        else:
            yield from named(child, *names)


def first(node: Node, name: str) -> Node | None:
    """The first part of that name, or None."""
    return next(named(node, name), None)


def part(node: Node, name: str) -> Node:
    """The first part of that name; the grammar guarantees that there is one."""
    return next(named(node, name))
