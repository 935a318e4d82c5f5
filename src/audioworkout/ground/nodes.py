"""YAML text to nodes that remember where they stood.

The parser's events are read one by one, so that nothing is resolved (`1:30`, `0310` and
`on` stay text), nothing recurses (a thousand brackets are counted, not followed) and an
alias is a copy of its anchor's node, counted before it is made.
"""

import codecs
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TypeAlias

import yaml

from audioworkout.ground.diagnostics import START, Diagnostic, Span, error
from audioworkout.ground.syntax_errors import syntax_error

MAX_LENGTH = 1 << 20  # characters of a file; a long programme has some 20,000
MAX_NODES = 10_000  # after aliases are written out; a long programme has some 500
MAX_DEPTH = 50  # lists and mappings inside each other


@dataclass(frozen=True, slots=True)
class Scalar:
    """A piece of text. `lines` are its source lines where it was written over several."""

    text: str
    span: Span
    start: int | None = None  # column of the first character, where the text stands as it is
    lines: tuple["Scalar", ...] = ()

    def at(self, start: int, end: int) -> Span:
        """The span of characters `start` to `end`; the whole span where they cannot be told."""
        if self.start is None:
            return self.span
        return Span(self.span.line, self.start + start, self.span.line, self.start + end)


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values in the order of the file; no key occurs twice."""

    entries: tuple[tuple[Scalar, "Node"], ...]
    span: Span

    def get(self, key: str) -> "Node | None":
        """The value of a key, or None."""
        return next((value for name, value in self.entries if name.text == key), None)


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: tuple["Node", ...]
    span: Span


Node: TypeAlias = Scalar | Mapping | Sequence

BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def decode(data: bytes) -> tuple[str, tuple[Diagnostic, ...]]:
    """A file's bytes as text, as near to it as possible, with an error where they are not text."""
    if len(data) > 4 * MAX_LENGTH:
        return "", (_too_long(),)
    encoding = next((name for bom, name in BOMS.items() if data.startswith(bom)), "utf-8")
    try:
        return data.decode(encoding), ()
    except UnicodeDecodeError as problem:
        text = data.decode(encoding, "replace").removeprefix("\ufeff")
        offset = len(data[: problem.start].decode(encoding, "replace").removeprefix("\ufeff"))
        message = f"this is not UTF-8 text (byte {data[problem.start]:#04x})"
        hint = "save the file as UTF-8" if b"\0" not in data else "is this a workout file?"
        return text, (error(message, _Places(text).span(offset), hint),)


def read(text: str) -> tuple[Node | None, tuple[Diagnostic, ...]]:
    """The file's one document, or None and the reasons why there is none.

    A text that is no YAML is read again up to where it is nested too deep: then the depth is told,
    whichever of the two the library complains of first.
    """
    if len(text) > MAX_LENGTH:
        return None, (_too_long(),)
    text = text.removeprefix("\ufeff")
    if unprintable := UNPRINTABLE.search(text):
        span = _Places(text).span(unprintable.start())
        return None, (_unprintable(unprintable[0], span),)
    builder = _Builder(text)
    if problem := builder.parse(text):
        deep = _Builder(text)
        deep.parse(_cut_where_deep(text))
        builder = deep if deep.too_deep else builder
        builder.problems.extend(() if deep.too_deep else (syntax_error(problem, text),))
    if builder.root is None and not builder.problems:
        hint = "begin with `title:` and `workout:`"
        return None, (error("the file is empty", START, hint),)
    problems = sorted(builder.problems, key=lambda problem: problem.span)
    return None if problems else builder.root, tuple(problems)


def _cut_where_deep(text: str) -> str:
    """The text up to the first bracket inside MAX_DEPTH others.

    A scanner that looks ahead may refuse deep brackets before their events come: PyYAML 6.0.4
    does at 1,000. Of the cut text they come in any case.
    """
    depth = 0
    for bracket in re.finditer(r"[\[\]{}]", text):
        depth = depth + 1 if bracket[0] in "[{" else max(0, depth - 1)
        if depth > MAX_DEPTH:
            return text[: bracket.end()]
    return ""


LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# What YAML 1.1 allows is U+0009, the line breaks and everything printable.
UNPRINTABLE = re.compile(
    "[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]"
)


def _unprintable(char: str, span: Span) -> Diagnostic:
    message = f"a control character (U+{ord(char):04X}) cannot stand in a workout"
    return error(message, span, "delete it")


def _too_long() -> Diagnostic:
    message = f"the file is too large: a workout has at most {MAX_LENGTH:,} characters"
    return error(message, START)


class _Stop(Exception):  # noqa: N818
    """Reading on would be of no use, or too dear."""


class _Places:
    """Offsets to lines and columns."""

    def __init__(self, text: str) -> None:
        self.starts = [0, *accumulate(len(line) for line in text.splitlines(keepends=True))]

    def span(self, offset: int, length: int = 1) -> Span:
        line = bisect_right(self.starts, offset)
        column = offset - self.starts[line - 1] + 1
        return Span(line, column, line, column + length)


@dataclass(slots=True)
class _Open:
    """A list or a mapping whose end has not been read."""

    kind: type[Mapping] | type[Sequence]
    start: Span
    anchor: str | None
    children: list[Node]
    size: int = 1


class _Builder:
    """Nodes from events, with a stack instead of recursion."""

    def __init__(self, text: str) -> None:
        self.lines = text.splitlines()
        self.problems: list[Diagnostic] = []
        self.root: Node | None = None
        self.stack: list[_Open] = []
        self.anchors: dict[str, tuple[Node, int]] = {}
        self.documents = 0
        self.total = 0
        self.too_deep = False

    def parse(self, text: str) -> yaml.MarkedYAMLError | None:
        """Feeds the events of a text; what the parser says against it, if it does."""
        try:
            for event in yaml.parse(text, Loader=LOADER):
                self.feed(event)
        except yaml.MarkedYAMLError as problem:
            return problem
        except _Stop:
            pass
        return None

    def feed(self, event: yaml.Event) -> None:
        span = _span(event)
        match event:
            case yaml.ScalarEvent():
                self.refuse_tag(event, span)
                self.add(self.scalar(event, span), 1, event.anchor)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self.refuse_tag(event, span)
                self.open(event, span)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self.close(span)
            case yaml.AliasEvent():
                self.alias(event.anchor or "", span)
            case yaml.DocumentStartEvent():
                self.documents += 1
                if self.documents > 1:
                    hint = "one file is one workout: delete the `---`, or make two files"
                    self.stop("a second document begins here", span, hint)

    def stop(self, message: str, span: Span, hint: str | None = None) -> None:
        self.problems.append(error(message, span, hint))
        raise _Stop

    def refuse_tag(
        self, event: yaml.ScalarEvent | yaml.MappingStartEvent | yaml.SequenceStartEvent, span: Span
    ) -> None:
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            message = f"tags such as `{tag}` have no meaning in a workout"
            self.problems.append(error(message, span, "delete it"))

    def scalar(self, event: yaml.ScalarEvent, span: Span) -> Scalar:
        text = event.value
        if span.line == span.end_line:
            line = self.lines[span.line - 1] if span.line <= len(self.lines) else ""
            if not event.style and (lost := NUMBERED.match(line, span.end_column - 1)):
                self.numbered(text, lost, span.line)
            quote = 1 if event.style else 0
            start = span.end_column - quote - len(text)
            exact = start >= span.column and line[start - 1 : start - 1 + len(text)] == text
            return Scalar(text, span, start if exact else None)
        if event.style in (None, "", "|"):
            return Scalar(text, span, None, tuple(self.source_lines(event, span)))
        return Scalar(text, span)

    def numbered(self, text: str, lost: re.Match[str], line: int) -> None:
        """Refuses `Leg day #3`, whose number YAML takes for a comment."""
        said = lost[0].strip()
        hint = f'write `"{text} {said}"` in quotes; a comment has a space behind its `#`'
        place = Span(line, lost.start() + 2, line, lost.end() + 1)
        self.problems.append(error(f"`{said}` would be a comment", place, hint))

    def source_lines(self, event: yaml.ScalarEvent, span: Span) -> Iterator[Scalar]:
        """A scalar over several lines, as lines: the list that someone pasted."""
        first = span.line + (event.style == "|")
        for number in range(first, min(span.end_line, len(self.lines)) + 1):
            line = self.lines[number - 1]
            begin = span.column - 1 if number == span.line else 0
            end = span.end_column - 1 if number == span.end_line else len(line)
            text = line[begin:end]
            begin += len(text) - len(text.lstrip())
            text = text.strip()
            if text:
                place = Span(number, begin + 1, number, begin + 1 + len(text))
                yield Scalar(text, place, begin + 1)

    def open(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent, span: Span) -> None:
        if len(self.stack) >= MAX_DEPTH:
            self.too_deep = True
            self.stop(f"lists and mappings are nested more than {MAX_DEPTH} deep", span)
        kind = Mapping if isinstance(event, yaml.MappingStartEvent) else Sequence
        self.stack.append(_Open(kind, span, event.anchor, []))

    def close(self, end: Span) -> None:
        done = self.stack.pop()
        span = replace(done.start, end_line=end.end_line, end_column=end.end_column)
        node: Node
        if done.kind is Sequence:
            node = Sequence(tuple(done.children), span)
        else:
            node = Mapping(tuple(self.entries(done.children)), span)
        self.add(node, done.size, done.anchor)

    def entries(self, children: list[Node]) -> Iterator[tuple[Scalar, Node]]:
        seen: dict[str, Span] = {}
        for key, value in zip(children[::2], children[1::2], strict=True):
            if not isinstance(key, Scalar):
                self.problems.append(error("a key must be text", key.span, KEY_HINT))
            elif key.text == "<<":
                self.problems.append(error("merge keys (`<<`) are not supported", key.span, MERGE))
            elif key.text in seen:
                line = seen[key.text].line
                hint = f"it stands in line {line} already"
                self.problems.append(error(f"repeated key `{key.text}`", key.span, hint))
            else:
                seen[key.text] = key.span
                yield key, value

    def add(self, node: Node, size: int, anchor: str | None) -> None:
        self.total += 1
        # An escape such as "\\0" brings in what the text itself may not hold.
        if isinstance(node, Scalar) and (found := UNPRINTABLE.search(node.text)):
            self.problems.append(_unprintable(found[0], node.span))
        if self.total > MAX_NODES or size > MAX_NODES:
            self.stop(f"the file holds more than {MAX_NODES:,} values", node.span)
        if anchor is not None:
            self.anchors[anchor] = (node, size)
        if self.stack:
            self.stack[-1].children.append(node)
            self.stack[-1].size += size
        else:
            self.root = node

    def alias(self, name: str, span: Span) -> None:
        if name in self.anchors:
            node, size = self.anchors[name]
            self.total += size - 1
            if self.total > MAX_NODES:
                message = f"the aliases multiply to more than {MAX_NODES:,} values"
                self.stop(message, span, "write fewer of them")
            self.add(_moved(node, span), size, None)
        elif any(parent.anchor == name for parent in self.stack):
            self.stop(f"`*{name}` stands inside `&{name}`: it would never end", span)
        else:
            hint = "an anchor (`&name`) must come before its aliases (`*name`)"
            self.stop(f"there is no anchor `&{name}`", span, hint)


NUMBERED = re.compile(r" #\d+\b(?=\s*$)")  # as coaches number their sessions
KEY_HINT = "a key with brackets or braces goes into quotes"
MERGE = "write the keys out; a whole block can be used again with `&name` and `*name`"


def _moved(node: Node, span: Span) -> Node:
    """The node as if it stood at its alias; what is inside keeps its place."""
    if isinstance(node, Scalar):
        return replace(node, span=span, start=None)
    return replace(node, span=span)


def _span(event: yaml.Event) -> Span:
    start, end = event.start_mark, event.end_mark
    assert start is not None
    assert end is not None
    return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)
