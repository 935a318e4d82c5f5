"""From nodes to values: the adapters that each model field parses its own text with."""

from collections.abc import Callable, Iterable
from contextvars import ContextVar
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from audioworkout.ground.diagnostics import Diagnostic, Span, error
from audioworkout.ground.nodes import Mapping, Node, Scalar, Sequence
from audioworkout.ground.spelling import did_you_mean
from audioworkout.language.grammar import Mistake

T = TypeVar("T")
M = TypeVar("M", bound="Fields")

TONGUE = ContextVar("tongue", default="en")
"""The language of the file that is read: it decides which names are exercises."""

MOST_ERRORS = 50  # at which reading a list ends: nobody corrects more in one go


class Fields(BaseModel):
    """A mapping of the workout language: its keys, each with the adapter that reads its node."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Mistakes(ValueError):  # noqa: N818
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
    """The adapter of a field that is one piece of text."""

    def adapt(node: Node) -> T:
        text_of(node, expected)
        assert isinstance(node, Scalar)
        try:
            return parse(node.text)
        except Mistake as mistake:
            raise located(mistake, node) from None

    return adapt


def items_of(node: Node, expected: str) -> tuple[Node, ...]:
    """The items of a list."""
    if not isinstance(node, Sequence):
        raise refusal(f"expected {expected}, found {what(node)}", node.span)
    return node.items


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
    """The adapter of a field that is one value or a list of them."""

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
    """The parser of a field that takes one of a few words."""

    def parse(text: str) -> str:
        name = text.strip().lower()
        if name in names:
            return name
        known = ", ".join(f"`{name}`" for name in names)
        raise Mistake(f"expected one of {known}, found `{text.strip()}`", did_you_mean(name, names))

    return parse


def fill(
    fields: type[M], node: Node, thing: str, examples: dict[str, str], *, more: Iterable[str] = ()
) -> M:
    """The fields of a mapping; raises Mistakes with all that is wrong with them.

    `thing` names the mapping in messages, `examples` show how to write a missing key, `more`
    are further keys that the caller reads itself and that may be meant by a misspelling.
    """
    entries = entries_of(node, thing)
    try:
        return fields.model_validate({key.text: value for key, value in entries})
    except ValidationError as problem:
        keys = {key.text: key for key, _ in entries}
        names = [*fields.model_fields, *more]
        found: list[Diagnostic] = []
        unknown = [key for key in keys if key not in names][:MOST_ERRORS]
        meant = {did_you_mean(key, names) for key in unknown}
        for details in problem.errors(include_url=False, include_input=False)[:MOST_ERRORS]:
            key = str(details["loc"][0])
            if details["type"] == "extra_forbidden":
                hint = did_you_mean(key, names)
                found.append(error(f"unknown key `{key}`", keys[key].span, hint))
            elif details["type"] == "missing" and f"did you mean `{key}`?" in meant:
                continue
            elif details["type"] == "missing":
                first_line = entries[0][0].span if entries else node.span
                hint = f"write `{examples[key]}`" if key in examples else None
                found.append(error(f"{thing} needs `{key}`", first_line, hint))
            else:
                found.extend(details["ctx"]["error"].diagnostics)
        raise Mistakes(*found) from None
