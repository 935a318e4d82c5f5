"""A form of groups in one row: how it is read short and long, written, checked and described."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeAlias, TypeVar

from parsimonious.nodes import Node

from audioworkout.ground import nodes
from audioworkout.ground.units import MINUTE, SECOND, Ms
from audioworkout.language.durations import (
    MOST,
    count_of,
    duration_of,
    format_duration,
    format_times,
    limited,
    parse_count,
    parse_duration,
    parse_pause,
    quoted,
    scaled,
    times_of,
)
from audioworkout.language.grammar import Mistake, first, named, part
from audioworkout.language.keys import Key, collect, refusal, scalar, switch
from audioworkout.language.model import Range
from audioworkout.words.numbers import ENGLISH

F = TypeVar("F")

Options: TypeAlias = dict[str, Node]
"""The options of a heading, by their names in the grammar."""

Given: TypeAlias = dict[str, Any]
"""What the keys of a group hold."""

Entries: TypeAlias = list[tuple[str, nodes.Node | str | None]]


@dataclass(frozen=True, slots=True)
class FormRow(Generic[F]):
    """A form of the model: its heading, its keys, and what it means for the steps in its list.

    `grammar` names its heading's part there, `options` those that the heading takes, in words;
    `read` raises Mistake. Each of `keys` makes the form, beside those of `beside`, of which it
    needs `needed`, and no other form has `own`; `build` takes the key that was given, and raises
    Mistake. `headings` gives the ways to write the heading, the preferred one first, `entries`
    the keys of the long form. `examples` are headings for editors. `needs` says how to complete
    a heading that is just such a word; a name cannot begin with one of `leads`.

    `doses`: steps need no dose of their own (True), need one (False), or as outside (None);
    `gives_dose` tells where a form of the class gives them one. `in_sets`: the list is done in
    sets. `untimed`: its steps may take no known time. `lone_rest` is the option that a rest is
    where the list is one step. `check` tells what is wrong with so many blocks in the list, and a
    way out. Where two forms share a class, `only` tells them apart.
    """

    form: type[F]
    build: Callable[[str, Given], F]
    entries: Callable[[F], Entries]
    grammar: str = ""
    read: Callable[[Node, Options], F] | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    keys: Mapping[str, Key] = field(default_factory=dict)
    beside: tuple[str, ...] = ()
    own: Mapping[str, Key] = field(default_factory=dict)
    needed: tuple[str, ...] = ()
    headings: Callable[[F], Iterable[str]] = lambda form: ()
    examples: tuple[str, ...] = ()
    needs: Mapping[str, str] = field(default_factory=dict)
    leads: tuple[str, ...] = ()
    doses: bool | None = None
    gives_dose: Callable[[F], bool] = lambda form: False
    in_sets: bool = False
    lone_rest: str = ""
    untimed: bool = False
    check: Callable[[F, int], tuple[str, str] | None] = lambda form, blocks: None
    only: Callable[[F], bool] = lambda form: True

    def spells(self, form: object) -> bool:
        """Whether it is this row that a form of the model is written by."""
        return isinstance(form, self.form) and self.only(form)


# Parts of a heading


def at(node: Node, message: str, hint: str | None) -> Mistake:
    """A mistake in a part of a heading."""
    return Mistake(message, hint, start=node.start, end=node.start + len(node.text.rstrip()))


def rest_in(options: Options, *names: str) -> Range | None:
    """The times of the first of these options that is given."""
    node = next((options[name] for name in names if name in options), None)
    return times_of(part(node, "times")) if node else None


def count_in(node: Node) -> Range:
    """The count in a part of a heading, or that part itself; in figures or in words."""
    found = node if node.expr_name in COUNTS else next(named(node, *COUNTS))
    if found.expr_name == "count":
        return count_of(found)
    number = TWICE.get(found.text) or ENGLISH.value(found.text)
    assert number
    return Range(number, number)


COUNTS = ("count", "number_word", "twice")
TWICE = {"twice": 2, "thrice": 3}


def work_and_rest(node: Node) -> tuple[Range, Range]:
    """`40/20`: two times, in seconds where neither has a unit; raises Mistake."""
    pair = part(node, "work_rest")
    sides = (part(pair, "on_time"), part(pair, "off_time"))
    bare = [side for side in sides if side.children[0].expr_name == "number"]
    if len(bare) == 1:
        number = bare[0].text
        raise at(bare[0], f"`{number}` has no unit", f"write `{number}s` or `{number} min`")
    if bare and all(float(side.text) <= MOST_MINUTES for side in bare):
        on, off = (side.text for side in sides)
        hint = f"write `{on}:00/{off}:00` or `{on}s/{off}s`"
        raise at(pair, f"`{pair.text}` could be minutes or seconds", hint)
    work, rest = (_seconds(side) for side in sides)
    if work.low <= 0:
        raise at(sides[0], "a duration must be more than zero", None)
    return work, rest


MOST_MINUTES = 5  # up to here `3/1` may be minutes


def _seconds(side: Node) -> Range:
    if times := first(side, "times"):
        return times_of(times)
    if first(side, "clock"):
        time = duration_of(side)
    else:
        unit = MINUTE if first(side, "on_minutes") else SECOND
        found = first(side, "number")
        assert found
        time = limited(scaled(found.text, unit), side)
    return Range(time, time)


def one(count: Range, node: Node) -> int:
    """The number, where a form takes no range."""
    if count.low != count.high:
        raise at(node, f"expected one number, found the range {quoted(node.text)}", None)
    return count.low


def slots_in(total: Ms, slot: Ms) -> int:
    """How many slots fill a time exactly; raises Mistake where they do not."""
    slots, left = divmod(total, slot)
    if left or not slots:
        shorter, longer = format_duration(slots * slot), format_duration((slots + 1) * slot)
        hint = f"write {longer}" if not slots else f"write {shorter} or {longer}"
        message = f"slots of {format_duration(slot)} do not fill {format_duration(total)}"
        raise Mistake(message, hint)
    if slots > MOST:
        raise Mistake(f"{slots:,} slots are more than {MOST:,}, the most allowed")
    return slots


# Keys


def _one(text: str) -> int:
    count = parse_count(text)
    if count.low != count.high:
        raise Mistake(f"expected one number, found the range `{text.strip()}`")
    return count.low


rest_key = scalar(parse_pause, "a duration such as `15s`")
count_key = scalar(parse_count, "a whole number")
one_key = scalar(_one, "a whole number")
length_key = scalar(parse_duration, "a duration such as `10 min`")
switch_key = scalar(switch, "`on` or `off`")


def joined(example: str, parse: Callable[[str], tuple[int, ...]]) -> Callable[[nodes.Node], Any]:
    """Reads a row of numbers, in one text or as a list."""

    def read(node: nodes.Node) -> tuple[int, ...]:
        if isinstance(node, nodes.Sequence):
            single = collect(scalar(parse, "a list of numbers"), node.items)
            if not single:
                raise refusal("this list is empty", node.span)
            return tuple(value for values in single for value in values)
        return scalar(parse, f"numbers such as `{example}`")(node)

    return read


# Back to text


def plural(count: Range) -> str:
    """The ending of what is counted."""
    return "" if count.high == 1 else "s"


def rest_text(rest: Range | None, where: str) -> str:
    """`, 15s between exercises`, where there is such a rest."""
    return "" if rest is None else f", {format_times(rest)}{where}"
