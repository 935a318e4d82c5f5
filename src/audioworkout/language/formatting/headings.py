"""The ways to write the head of a group, the preferred one first."""

from collections.abc import Iterator
from itertools import pairwise
from typing import assert_never

from audioworkout.ground.diagnostics import NOWHERE
from audioworkout.ground.nodes import Node, Sequence
from audioworkout.ground.units import MINUTE
from audioworkout.language.durations import LONGEST, format_count, format_duration, format_times
from audioworkout.language.forms.headings import TABATA
from audioworkout.language.keys import text
from audioworkout.language.model import (
    Amrap,
    AnyOf,
    Circuit,
    Emom,
    Form,
    ForTime,
    Intervals,
    Ladder,
    Pyramid,
    Range,
    Section,
    Sets,
    Shuffled,
    Superset,
)

Entries = list[tuple[str, Node | str | None]]


def short(form: Form, name: str | None) -> Iterator[str]:
    """Headings of a form, with the name that may stand before it; each must still be read."""
    if isinstance(form, Section):
        yield name or ""
        return
    for heading in _headings(form):
        yield f"{name}, {heading}" if name else heading


def _headings(form: Form) -> Iterator[str]:
    match form:
        case Circuit(rounds, exercises, between):
            count = f"{format_count(rounds)} round{_plural(rounds)}"
            yield count + _rest(exercises, " between exercises") + _rest(between, " between rounds")
        case Superset(rounds, between):
            yield f"superset x{format_count(rounds)}{_rest(between, ' between rounds')}"
        case Sets(sets, rest, exercises):
            count = f"{format_count(sets)} set{_plural(sets)}"
            own = "" if rest is None else f", rest {format_times(rest)}"
            yield count + own + _rest(exercises, " between exercises")
        case Intervals(tabata=True):
            yield _tabata(form)
        case Intervals(count, work, rest):
            head = f"{format_count(count)} interval{_plural(count)} of"
            tail = _rest(rest, " rest") if rest.high else ""
            yield f"{head} {format_times(work)} work{tail}"
        case Emom():
            yield from _emom(form)
        case Amrap(length):
            yield f"amrap {format_duration(length)}"
        case ForTime(cap, rounds):
            head = "" if rounds == 1 else f"{rounds} rounds "
            yield f"{head}for time, cap {format_duration(cap)}"
        case Ladder(rungs, between):
            tail = _rest(between, " between rounds")
            yield from (rung + tail for rung in sorted(_ladders(rungs), key=len))
        case Pyramid(climb, between):
            steps = "-".join(map(format_duration, climb))
            yield f"pyramid {steps}{_rest(between, ' between rounds')}"
        case AnyOf(count):
            yield f"any {count} of"
        case Shuffled():
            yield "shuffled"


def _plural(count: Range) -> str:
    return "" if count.high == 1 else "s"


def _rest(rest: Range | None, where: str) -> str:
    return "" if rest is None else f", {format_times(rest)}{where}"


def _tabata(form: Intervals) -> str:
    usual = Range(TABATA[2], TABATA[2])
    return "tabata" if form.count == usual else f"tabata x{format_count(form.count)}"


def _emom(form: Emom) -> Iterator[str]:
    head = "alternating " if form.alternating else ""
    total = format_duration(form.slot * form.slots)
    minutes, rest = divmod(form.slot, MINUTE)
    if minutes == 1 and not rest:
        yield f"{head}emom {total}"
    if minutes == 2 and not rest:
        yield f"{head}e2mom {total}"
    yield f"{head}every {format_duration(form.slot)} x{form.slots}"


def _ladders(rungs: tuple[int, ...]) -> Iterator[str]:
    """A ladder as its numbers, or as its first, last and stride."""
    numbers = "-".join(map(str, rungs))
    if len(rungs) > 2:
        yield numbers
    stride = rungs[1] - rungs[0] if len(rungs) > 1 else 1
    if stride and all(b - a == stride for a, b in pairwise(rungs)):
        by = "" if abs(stride) == 1 else f" by {abs(stride)}"
        yield f"ladder {rungs[0]}..{rungs[-1]}{by}"
    yield f"ladder {numbers}"


def long(form: Form, name: str | None, intro: str | None) -> Entries:
    """The keys of a group's long form, without its list."""
    return [("name", name), ("say", intro), *_entries(form)]


def _entries(form: Form) -> Entries:
    match form:
        case Section():
            return []
        case Circuit(rounds, exercises, between):
            return [
                ("rounds", format_count(rounds)),
                ("rest_between_exercises", _times(exercises)),
                ("rest_between_rounds", _times(between)),
            ]
        case Superset(rounds, between):
            return [
                ("superset", format_count(rounds)),
                ("rest_between_rounds", _times(between)),
            ]
        case Sets(sets, rest, exercises):
            return [
                ("sets", format_count(sets)),
                ("rest", _times(rest)),
                ("rest_between_exercises", _times(exercises)),
            ]
        case Intervals(count, tabata=True):
            return [("tabata", format_count(count))]
        case Intervals(count, work, rest):
            pause = _times(rest) if rest.high else None
            return [
                ("intervals", format_count(count)),
                ("work", format_times(work)),
                ("rest", pause),
            ]
        case Emom():
            return _long_emom(form)
        case Amrap(length):
            return [("amrap", format_duration(length))]
        case ForTime(cap, rounds):
            return [
                ("for_time", format_duration(cap)),
                ("rounds", None if rounds == 1 else str(rounds)),
            ]
        case Ladder(rungs, between):
            return [
                ("ladder", _list(map(str, rungs))),
                ("rest_between_rounds", _times(between)),
            ]
        case Pyramid(climb, between):
            return [
                ("pyramid", _list(map(format_duration, climb))),
                ("rest_between_rounds", _times(between)),
            ]
        case AnyOf(count):
            return [("any", str(count))]
        case Shuffled():
            return [("shuffled", "on")]
        case never:
            assert_never(never)


def _times(rest: Range | None) -> str | None:
    return None if rest is None else format_times(rest)


def _list(values: Iterator[str]) -> Node:
    return Sequence(tuple(map(text, values)), NOWHERE)


def _long_emom(form: Emom) -> Entries:
    total = form.slot * form.slots
    alternating = ("alternating", "on" if form.alternating else None)
    key = {MINUTE: "emom", 2 * MINUTE: "e2mom"}.get(form.slot)
    if key and total <= LONGEST:
        return [(key, format_duration(total)), alternating]
    return [("every", f"{format_duration(form.slot)} x{form.slots}"), alternating]
