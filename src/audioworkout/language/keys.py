"""A key of the workout language in one row: how it is read, written and described.

A mapping's keys are a table, `dict[str, Key]`. `fill` reads the mapping, `keyed` puts it in its
one spelling, `properties` describes it as JSON Schema; what a mapping must have, and in which
order it stands, are the table's.
"""

from collections.abc import Callable, Iterable
from collections.abc import Mapping as AbstractMapping
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from typing import Any, TypeAlias, TypeVar

from audioworkout.ground.diagnostics import NOWHERE, Diagnostic, Span, error
from audioworkout.ground.nodes import Mapping, Node, Scalar, Sequence
from audioworkout.ground.spelling import did_you_mean
from audioworkout.language.grammar import Mistake
from audioworkout.language.shapes import Schema

T = TypeVar("T")

Write: TypeAlias = Callable[[Node], Node]
"""Puts a value that was read without mistake in its one spelling."""

MOST_ERRORS = 50  # at which reading a list ends: nobody corrects more in one go


class Mistakes(Exception):  # noqa: N818
    """Everything that is wrong with a node and what is below it."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__("; ".join(diagnostic.message for diagnostic in diagnostics))
        self.diagnostics = diagnostics


def refusal(message: str, span: Span, hint: str | None = None) -> Mistakes:
    """One error, to be raised."""
    return Mistakes(error(message, span, hint))


def located(mistake: Mistake, node: Scalar) -> Mistakes:
    """A mistake in a text, at its place in the file."""
    start, end = mistake.start, mistake.end
    begin = 0 if start is None else start
    span = node.span if start is None else node.at(begin, len(node.text) if end is None else end)
    return refusal(mistake.message, span, mistake.hint)


def what(node: Node) -> str:
    """What a node is, in a message."""
    match node:
        case Mapping():
            return "a mapping"
        case Sequence():
            return "a list"
        case Scalar(text=""):
            return "nothing"
        case Scalar():
            return "text"


def text_of(node: Node, expected: str = "text") -> str:
    """The text of a scalar, with single spaces at its line breaks and none around it."""
    if not isinstance(node, Scalar) or not node.text.strip():
        raise refusal(f"expected {expected}, found {what(node)}", node.span)
    return node.text.strip()


def scalar(parse: Callable[[str], T], expected: str = "text") -> Callable[[Node], T]:
    """The adapter of a value that is one piece of text."""

    def adapt(node: Node) -> T:
        text_of(node, expected)
        assert isinstance(node, Scalar)
        try:
            return parse(node.text)
        except Mistake as mistake:
            raise located(mistake, node) from None

    return adapt


def entries_of(node: Node, expected: str) -> tuple[tuple[Scalar, Node], ...]:
    """The entries of a mapping."""
    if not isinstance(node, Mapping):
        raise refusal(f"expected {expected}, found {what(node)}", node.span)
    return node.entries


def collect(parse: Callable[[Any], T], nodes: Iterable[Any]) -> tuple[T, ...]:
    """Each node parsed; what is wrong with any of them is raised together, up to MOST_ERRORS."""
    values: list[T] = []
    found: list[Diagnostic] = []
    for node in nodes:
        try:
            values.append(parse(node))
        except Mistakes as mistakes:
            found.extend(mistakes.diagnostics)
            if len(found) >= MOST_ERRORS:
                break
    if found:
        raise Mistakes(*found)
    return tuple(values)


def one_or_many(parse: Callable[[Node], T]) -> Callable[[Node], tuple[T, ...]]:
    """The adapter of a value that is one value or a list of them."""

    def adapt(node: Node) -> tuple[T, ...]:
        return collect(parse, node.items if isinstance(node, Sequence) else (node,))

    return adapt


def plain_text(node: Node) -> str:
    """One piece of text as it stands, with single spaces."""
    return " ".join(text_of(node).split())


SWITCHES = {"on": True, "yes": True, "true": True, "off": False, "no": False, "false": False}


def switch(text: str) -> bool:
    """`on`, `yes`, `true` or their opposites."""
    try:
        return SWITCHES[text.strip().lower()]
    except KeyError:
        raise Mistake(f"expected `on` or `off`, found `{text.strip()}`") from None


def choice(*names: str) -> Callable[[str], str]:
    """The parser of a value that takes one of a few words."""

    def parse(text: str) -> str:
        name = text.strip().lower()
        if name in names:
            return name
        known = ", ".join(f"`{name}`" for name in names)
        raise Mistake(f"expected one of {known}, found `{text.strip()}`", did_you_mean(name, names))

    return parse


# Values in one spelling each


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


def each(write: Callable[[str], str]) -> Write:
    """For a value that is one piece of text with a spelling of its own."""

    def apply(node: Node) -> Node:
        return replace(node, text=write(node.text)) if isinstance(node, Scalar) else plain(node)

    return apply


def lower(words: str) -> str:
    """One of a few words."""
    return words.strip().lower()


def switched(node: Node) -> Node:
    """`on` or `off`."""
    return each(lambda words: "on" if SWITCHES[lower(words)] else "off")(node)


# Nodes that stand nowhere in the source


def text(words: str) -> Scalar:
    """A piece of text."""
    return Scalar(words, NOWHERE)


def listed(values: Iterable[str]) -> Sequence:
    """A list of texts."""
    return Sequence(tuple(map(text, values)), NOWHERE)


def made(*entries: tuple[str, Node | str | None]) -> Mapping:
    """A mapping of the entries that have a value."""
    return Mapping(
        tuple(
            (text(key), text(value) if isinstance(value, str) else value)
            for key, value in entries
            if value is not None
        ),
        NOWHERE,
    )


def maybe(write: Callable[[T], str], value: T | None) -> str | None:
    """A value as text, where there is one."""
    return None if value is None else write(value)


# Mappings


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a mapping.

    `read` raises Mistakes. `shape` is the value as JSON Schema, `words` describe it, `examples`
    are values. `needed` is how to write a key that its mapping must have ("" shows none).
    """

    read: Callable[[Node], Any]
    shape: Schema = field(default_factory=dict)
    words: str = ""
    examples: tuple[Any, ...] = ()
    write: Write = plain
    needed: str | None = None

    def schema(self) -> Schema:
        """The key as a property of a JSON Schema."""
        shown = {"examples": list(self.examples)} if self.examples else {}
        return {**self.shape, "description": self.words, **shown}


Keys: TypeAlias = AbstractMapping[str, Key]


def properties(keys: Keys) -> Schema:
    """The keys of a mapping, as properties of a JSON Schema."""
    return {name: key.schema() for name, key in keys.items()}


def required(keys: Keys) -> list[str]:
    """The keys that a mapping must have."""
    return [name for name, key in keys.items() if key.needed is not None]


def shape_of(keys: Keys) -> Schema:
    """A mapping as JSON Schema."""
    needed = {"required": required(keys)} if required(keys) else {}
    return {
        "type": "object",
        "properties": properties(keys),
        **needed,
        "additionalProperties": False,
    }


def fill(keys: Keys, node: Node, thing: str, *, more: Iterable[str] = ()) -> dict[str, Any]:
    """What a mapping gives, by key; raises Mistakes with all that is wrong with it.

    `thing` names the mapping in messages, `more` are further keys that the caller reads itself
    and that may be meant by a misspelling.
    """
    entries = entries_of(node, thing)
    written = {key.text: (key, value) for key, value in entries}
    unknown = {
        name: error(f"unknown key `{name}`", key.span, did_you_mean(name, (*keys, *more)))
        for name, (key, _) in islice(
            ((name, entry) for name, entry in written.items() if name not in keys), MOST_ERRORS
        )
    }
    meant = {problem.hint for problem in unknown.values()}
    given: dict[str, Any] = {}
    wrong: list[tuple[Diagnostic, ...]] = []
    for name, key in keys.items():
        if name in written:
            try:
                given[name] = key.read(written[name][1])
            except Mistakes as mistakes:
                wrong.append(mistakes.diagnostics)
        elif key.needed is not None:
            place = entries[0][0].span if entries else node.span
            hint = f"write `{key.needed}`" if key.needed else None
            missing = error(f"{thing} needs `{name}`", place, hint)
            wrong.append(() if f"did you mean `{name}`?" in meant else (missing,))
    wrong += [(problem,) for problem in unknown.values()]
    if wrong:
        raise Mistakes(*chain.from_iterable(wrong[:MOST_ERRORS]))
    return given


def keyed(keys: Keys, node: Node, lone: str | None = None) -> Node:
    """A mapping with its keys in their order, or the value of `lone` where that is all it has."""
    if not isinstance(node, Mapping):
        return node if lone is None else keys[lone].write(node)
    order = list(keys)
    entries = tuple(
        (name, keys[name.text].write(given))
        for name, given in sorted(node.entries, key=lambda entry: order.index(entry[0].text))
    )
    if [name.text for name, _ in entries] == [lone]:
        return entries[0][1]
    return replace(node, entries=entries)
