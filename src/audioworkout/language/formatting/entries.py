"""Keys and their values as lines."""

from dataclasses import replace

from audioworkout.ground.diagnostics import NOWHERE
from audioworkout.ground.nodes import Mapping, Node, Scalar, Sequence
from audioworkout.ground.scalars import WIDTH, key, scalar, value
from audioworkout.language.document.blocks import Reader
from audioworkout.language.formatting.anchors import Anchors
from audioworkout.language.formatting.comments import Comment
from audioworkout.language.formatting.draft import Draft, Position, WrittenLine
from audioworkout.language.model import Pace

Paces = tuple[tuple[str, Pace], ...]


class Page:
    """A draft with what its lines need to know of the source."""

    def __init__(
        self, text: str, comments: tuple[Comment, ...], language: str, paces: Paces
    ) -> None:
        self.reader = Reader(language, paces)
        self.draft = Draft(text)
        self.anchors = Anchors(text)
        self.commented = sorted(comment.at for comment in comments)

    def has_comment(self, node: Node) -> bool:
        """Whether a comment stands inside a node, between its first and its last text."""
        if self.draft.copying or self.anchors.is_alias(node):
            return False
        return any(_start(node) < at < _end(node) for at in self.commented)


def _start(node: Node) -> Position:
    """Where the first text of a node begins; the node itself begins at its anchor."""
    match node:
        case Sequence(items=(first, *_)) | Mapping(entries=((first, _), *_)):
            return _start(first)
    return node.span.line, node.span.column


def _end(node: Node) -> Position:
    """Where the last text of a node ends; a list in YAML goes on to the next text."""
    match node:
        case Sequence(items=(*_, last)) | Mapping(entries=(*_, (_, last))):
            return _end(last)
    return node.span.end_line, node.span.end_column


def entry(page: Page, name: Scalar, given: Node, place: WrittenLine) -> None:
    """The lines of a key and its value, the first where `place` says."""
    draft = page.draft
    head = key(name.text)
    inner = place.indent + 2 if place.dash else place.indent
    behind, children = _value(page, given, head, inner)
    number = draft.add(replace(place, text=head + behind), name.span)
    with draft.copy(page.anchors.is_alias(given)):
        if isinstance(given, Scalar) or not children:
            mark_all(draft, number, given)
        elif isinstance(given, Sequence):
            for item in given.items:
                _item(page, item, inner + 2, number)
        else:
            for inner_name, value_of in given.entries:
                column = inner_name.span.column
                below = WrittenLine(
                    "", inner + 2, number, column, loose=place.loose and not place.dash
                )
                entry(page, inner_name, value_of, below)


def _value(page: Page, given: Node, head: str, indent: int) -> tuple[str, bool]:
    """What stands behind a key, and whether the value goes below it."""
    match given:
        case Scalar(text=""):
            return "", False
        case Scalar(text):
            return " " + value(text, indent, before=len(head)), False
        case Sequence(items=()) | Mapping(entries=()):
            return " " + flow(given), False
        case Sequence():
            line = flow(given)
            short = indent + len(head) + 1 + len(line) <= WIDTH
            return (" " + line, False) if short and not page.has_comment(given) else ("", True)
    return "", True


def _item(page: Page, item: Node, indent: int, parent: int) -> None:
    draft = page.draft
    column = draft.dash_column(item.span)
    text = scalar(item.text) if isinstance(item, Scalar) else flow(item)
    number = draft.add(WrittenLine(text, indent, parent, column, dash=True))
    draft.mark(number, item.span, column)


def mark_all(draft: Draft, line: int, node: Node) -> None:
    """Notes that a line stands for all of a node."""
    draft.mark(line, node.span)
    match node:
        case Sequence(items=items):
            for item in items:
                mark_all(draft, line, item)
        case Mapping(entries=entries):
            for name, given in entries:
                draft.mark(line, name.span)
                mark_all(draft, line, given)


def flow(node: Node) -> str:
    """A value on one line."""
    match node:
        case Scalar(text):
            return scalar(text, flow=True)
        case Sequence(items):
            return f"[{', '.join(map(flow, items))}]"
        case Mapping(entries):
            pairs = (f"{scalar(name.text, flow=True)}: {flow(given)}" for name, given in entries)
            return f"{{{', '.join(pairs)}}}"


def placed(new: Mapping, old: Node) -> Mapping:
    """A mapping whose entries stand where those of the same keys stood."""
    if not isinstance(old, Mapping):
        return new
    places = {name.text: (name.span, given) for name, given in old.entries}

    def place(name: Scalar, given: Node) -> tuple[Scalar, Node]:
        span, was = places.get(name.text, (NOWHERE, None))
        return Scalar(name.text, span), given if was is None else _at(given, was)

    return Mapping(tuple(place(name, given) for name, given in new.entries), old.span)


def _at(new: Node, old: Node) -> Node:
    match new, old:
        case Scalar(text), _:
            return Scalar(text, old.span)
        case Mapping(entries), Mapping(entries=were) if len(entries) == len(were):
            pairs = zip(entries, were, strict=True)
            return Mapping(
                tuple((Scalar(a.text, c.span), _at(b, d)) for (a, b), (c, d) in pairs), old.span
            )
        case Sequence(items), Sequence(items=were) if len(items) == len(were):
            return Sequence(tuple(_at(a, b) for a, b in zip(items, were, strict=True)), old.span)
    return new
