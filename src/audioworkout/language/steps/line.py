"""The parts of one line as they are found, with their places in it."""

from collections.abc import Callable
from typing import Any

from parsimonious.nodes import Node

from audioworkout.language.durations import quoted
from audioworkout.language.grammar import Mistake, normalised

Knows = Callable[[str], bool]
"""Whether the catalogue has an exercise of a name."""

HOW = "write a dose and a name, such as `30s squats` or `12 push-ups`"


class Line:
    """What a step's line says so far: fields of `Parts`, words of the name, notes.

    `reads` tells whether another line would be read, for hints.
    """

    def __init__(self, text: str, knows: Knows, reads: Knows = lambda text: False) -> None:
        self.text = text
        self.knows = knows
        self.reads = reads
        self.found: dict[str, Any] = {}
        self.places: dict[str, tuple[int, int]] = {}
        self.words: list[Node] = []
        self.notes: list[str] = []
        self.doses: list[Node] = []

    def source(self, node: Node) -> str:
        """The text of a part as it was written."""
        return self.text[node.start : node.end].rstrip()

    def put(self, field: str, value: object, node: Node) -> None:
        """Note a part; raises Mistake where the line has it twice, or has two doses."""
        if field in self.found or (field == "reps" and "work" in self.found):
            earlier = self.text[slice(*self.places.get(field, self.places.get("work", (0, 0))))]
            message = f"both `{earlier}` and {quoted(self.source(node))} in one step"
            raise self.mistake(message, "make two lines of it, or leave one out", node)
        self.found[field] = value
        self.places[field] = (node.start, node.start + len(self.source(node)))

    def mistake(self, message: str, hint: str | None, node: Node) -> Mistake:
        """A mistake in a part of the line."""
        return Mistake(message, hint, start=node.start, end=node.start + len(self.source(node)))


def unquoted(text: str) -> str:
    """Free text with single spaces and without the quotation marks around it."""
    text = " ".join(text.split())
    inside = text[1:-1]
    if len(text) > 1 and normalised(text[0] + text[-1]) == '""' and '"' not in normalised(inside):
        return inside
    return text
