"""Anchors and aliases: which there are, and which the result can keep.

Steps, groups and lists of steps keep theirs. Anything else that was given by an alias is
written out, as is an alias whose anchor comes later in the result or is not kept.
"""

from dataclasses import dataclass

import yaml

from audioworkout.ground.nodes import LOADER, Mapping, Node, Scalar, Sequence
from audioworkout.language.formatting.draft import Position

KINDS: dict[type[yaml.Event], type] = {
    yaml.ScalarEvent: Scalar,
    yaml.MappingStartEvent: Mapping,
    yaml.SequenceStartEvent: Sequence,
}


@dataclass(frozen=True, slots=True)
class Anchor:
    """A name for a node, and where that stands: a later anchor may take the same name."""

    name: str
    at: Position


class Anchors:
    """The anchors and aliases of a text, and those that the result has so far."""

    def __init__(self, text: str) -> None:
        self.defined: dict[tuple[Position, type], Anchor] = {}
        self.aliases: dict[Position, Anchor] = {}
        self.current: dict[str, Anchor] = {}
        latest: dict[str, Anchor] = {}
        for event in yaml.parse(text, Loader=LOADER):
            if not isinstance(event, yaml.NodeEvent) or event.anchor is None:
                continue
            mark = event.start_mark
            assert mark is not None
            at = (mark.line + 1, mark.column + 1)
            if isinstance(event, yaml.AliasEvent):
                self.aliases[at] = latest[event.anchor]
            else:
                latest[event.anchor] = Anchor(event.anchor, at)
                self.defined[at, KINDS[type(event)]] = latest[event.anchor]

    def is_alias(self, node: Node) -> bool:
        """Whether the source has an alias in the node's place."""
        return (node.span.line, node.span.column) in self.aliases

    def reference(self, node: Node) -> str | None:
        """`*name` where the node can stay an alias."""
        anchor = self.aliases.get((node.span.line, node.span.column))
        if anchor is None or self.current.get(anchor.name) != anchor:
            return None
        return f"*{anchor.name}"

    def definition(self, node: Node) -> str | None:
        """`&name` where the node has an anchor; from here on aliases can refer to it."""
        anchor = self.defined.get(((node.span.line, node.span.column), type(node)))
        if anchor is None or self.is_alias(node):
            return None
        self.current[anchor.name] = anchor
        return f"&{anchor.name}"
