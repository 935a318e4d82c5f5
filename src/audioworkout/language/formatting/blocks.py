"""Lists of blocks as lines: steps, and groups with their lists."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from audioworkout.ground.diagnostics import NOWHERE
from audioworkout.ground.nodes import Mapping, Node, Scalar, Sequence
from audioworkout.ground.scalars import key, scalar
from audioworkout.language.document.blocks import Reader
from audioworkout.language.document.checks import ANYWHERE
from audioworkout.language.formatting.draft import WrittenLine
from audioworkout.language.formatting.entries import Page, entry, mark_all, placed
from audioworkout.language.formatting.verify import same_block
from audioworkout.language.forms import written
from audioworkout.language.forms.table import row_of
from audioworkout.language.keys import Mistakes, made, text
from audioworkout.language.model import Block, Group, Pause, Play, Say, Work
from audioworkout.language.steps.written import spellings


def reads_as(reader: Reader, node: Node, block: Block) -> bool:
    """Whether a spelling of a block means that block."""
    try:
        found = reader.blocks(Sequence((node,), NOWHERE), ANYWHERE)
    except Mistakes:
        return False
    return len(found) == 1 and same_block(found[0], block)


def list_lines(page: Page, node: Node, found: tuple[Block, ...], indent: int, parent: int) -> None:
    """The lines of a list; `indent` is the column of its dashes."""
    items = node.items if isinstance(node, Sequence) else _pasted(node)
    with page.draft.copy(page.anchors.is_alias(node)):
        for item, block in zip(items, found, strict=True):
            _item(page, item, block, indent, parent)


def _pasted(node: Node) -> tuple[Node, ...]:
    return node.lines if isinstance(node, Scalar) else ()


def listed(page: Page, head: str, node: Node) -> tuple[str, bool]:
    """The line above a list, and whether the list stands below it: not where it is an alias."""
    if reference := page.anchors.reference(node):
        return f"{head} {reference}", False
    anchor = None if page.draft.copying else page.anchors.definition(node)
    return (f"{head} {anchor}" if anchor else head), True


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an item of a list goes, and what stood there."""

    item: Node
    indent: int
    parent: int
    column: int
    anchor: str | None


def _item(page: Page, item: Node, block: Block, indent: int, parent: int) -> None:
    draft, anchors = page.draft, page.anchors
    column = draft.dash_column(item.span)
    if reference := anchors.reference(item):
        number = draft.add(WrittenLine(reference, indent, parent, column, dash=True, loose=True))
        draft.mark(number, item.span, column)
        return
    anchor = None if draft.copying else anchors.definition(item)
    spot = Spot(item, indent, parent, column, anchor)
    draft.mark(len(draft.lines), item.span, column)
    with draft.copy(anchors.is_alias(item)):
        if isinstance(block, Group) and isinstance(item, Mapping) and _lists(item):
            _group(page, spot, block)
        elif isinstance(block, Group):
            _as_written(page, spot)
        else:
            _step(page, spot, block)


def _step(page: Page, spot: Spot, block: Work | Pause | Say | Play) -> None:
    ways = spellings(block, spot.item)
    best = next((way for way in ways if reads_as(page.reader, way, block)), spot.item)
    if isinstance(best, Mapping):
        _keys(page, placed(best, spot.item), spot)
        return
    assert isinstance(best, Scalar)
    _scalar(page, spot, best.text)


def _lists(item: Mapping) -> bool:
    """Whether a group has its list below it: not `Main set: 6 x 1 min hard / 1 min easy`."""
    value = item.get("exercises") or item.entries[0][1]
    return isinstance(value, Sequence) or bool(isinstance(value, Scalar) and value.lines)


def _as_written(page: Page, spot: Spot) -> None:
    """A group on one line, with single spaces."""
    if isinstance(spot.item, Mapping):
        _keys(page, spot.item, spot)
    elif isinstance(spot.item, Scalar):
        _scalar(page, spot, " ".join(spot.item.text.split()))


def _scalar(page: Page, spot: Spot, text: str) -> None:
    words = scalar(text)
    written = f"{spot.anchor} {words}" if spot.anchor else words
    line = WrittenLine(written, spot.indent, spot.parent, spot.column, dash=True, loose=True)
    mark_all(page.draft, page.draft.add(line), spot.item)


def _keys(page: Page, given: Mapping, spot: Spot) -> None:
    """The lines of a long form; keys that it lost are part of the first."""
    draft = page.draft
    top = len(draft.lines)
    if spot.anchor:
        draft.add(
            WrittenLine(spot.anchor, spot.indent, spot.parent, spot.column, dash=True, loose=True)
        )
    for name, value in given.entries:
        if len(draft.lines) == top:
            first = WrittenLine("", spot.indent, spot.parent, spot.column, dash=True, loose=True)
            entry(page, name, value, first)
        else:
            entry(page, name, value, WrittenLine("", spot.indent + 2, top, name.span.column))
    _lost(page, spot.item, {name.text for name, _ in given.entries}, top)


def _lost(page: Page, item: Node, kept: set[str], line: int) -> None:
    if isinstance(item, Mapping):
        for name, value in item.entries:
            if name.text not in kept:
                page.draft.mark(line, name.span)
                mark_all(page.draft, line, value)


# Groups


def _group(page: Page, spot: Spot, group: Group) -> None:
    assert isinstance(spot.item, Mapping)
    draft = page.draft
    inside = spot.item.get("exercises") or spot.item.entries[0][1]
    name = next(name for name, value in spot.item.entries if value is inside)
    others = Mapping(tuple(e for e in spot.item.entries if e[1] is not inside), spot.item.span)
    written = others if others.entries else name.text
    head = next((head for head in _heads(group) if _fits(page.reader, head, group)), written)
    top = len(draft.lines)
    long = head if isinstance(head, Mapping) else Mapping((), NOWHERE)
    _keys(page, placed(long, others), replace(spot, item=others if long is head else long))
    line, below = listed(page, key(head) if isinstance(head, str) else "exercises:", inside)
    first = len(draft.lines) == top
    number = draft.add(
        WrittenLine(line, spot.indent, spot.parent, spot.column, dash=True, loose=True)
        if first
        else WrittenLine(line, spot.indent + 2, top, name.span.column),
        name.span,
    )
    if long is not head:
        _lost(page, others, set(), number)
    if below:
        list_lines(page, inside, group.blocks, spot.indent + 4, number)
    else:
        draft.mark(number, inside.span)


def _heads(group: Group) -> Iterator[str | Mapping]:
    """Ways to write the head of a group: a heading, or the keys of a long form."""
    if group.intro is None:
        yield from written.short(group.form, group.name)
    yield made(*written.long(group.form, group.name, group.intro))


def _fits(reader: Reader, head: str | Mapping, group: Group) -> bool:
    """Whether a head means the group's form, name and introduction, whatever its list."""
    enough = row_of(group.form).check(group.form, 1) is None
    count = 1 if enough else len(group.blocks)
    blank = Sequence((text("1s x"),) * count, NOWHERE)
    if isinstance(head, str):
        node = made((head, blank))
    else:
        node = Mapping((*head.entries, (text("exercises"), blank)), NOWHERE)
    found = reader.blocks(blank, ANYWHERE)
    return reads_as(reader, node, replace(group, blocks=found))
