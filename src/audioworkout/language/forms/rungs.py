"""Rounds whose dose changes: ladders of reps, pyramids of time, and death by."""

from collections.abc import Iterator
from itertools import pairwise

from parsimonious.nodes import Node

from audioworkout.ground.units import MINUTE, SECOND, Ms
from audioworkout.language.durations import (
    LONGEST,
    MOST,
    MOST_REPS,
    UNITS,
    duration_of,
    format_duration,
    format_times,
    quoted,
    scaled,
)
from audioworkout.language.forms.row import (
    Entries,
    FormRow,
    Given,
    Options,
    at,
    joined,
    length_key,
    one_key,
    rest_in,
    rest_text,
    slots_in,
    switch_key,
)
from audioworkout.language.grammar import Mistake, first, named, part, tree
from audioworkout.language.keys import Key, listed, maybe
from audioworkout.language.model import DeathBy, Ladder, Pyramid
from audioworkout.language.shapes import one_or_many, ref

# Ladders


def _ladder(node: Node, options: Options) -> Ladder:
    return Ladder(_rungs(node), rest_in(options, "h_rounds", "h_rest"))


def _rungs(node: Node) -> tuple[int, ...]:
    """The numbers of a ladder, written out.

    Two numbers alone are refused: `10-8` can be a range, too.
    """
    steps = first(node, "steps")
    numbers = [int(number.text) for number in named(steps or node, "integer")]
    if max(numbers) > MOST_REPS or min(numbers) < 1:
        raise at(node, f"the numbers of a ladder go from 1 to {MOST_REPS:,}", None)
    if steps is None:
        if len(numbers) == 2:
            begin, finish = numbers
            hint = f"write `ladder {begin}..{finish}`, or `ladder: [{begin}, {finish}]` in the "
            message = f"`{begin}-{finish}` could be two rounds, or all numbers between"
            raise at(node, message, hint + "long form for two rounds")
        return tuple(numbers)
    begin, finish, stride = (*numbers, 1)[:3]
    stride = stride if begin <= finish else -stride
    rungs = range(begin, finish + (1 if stride > 0 else -1), stride)
    if len(rungs) > MOST:
        raise at(node, f"a ladder has at most {MOST:,} rounds", None)
    return tuple(rungs)


def _parse_rungs(text: str) -> tuple[int, ...]:
    found = tree("rungs_field", text)
    if found is None:
        raise Mistake(f"expected numbers such as `10-8-6-4-2` or `1..5`, found {quoted(text)}")
    return _rungs(found)


def _ladder_headings(form: Ladder) -> list[str]:
    tail = rest_text(form.between_rounds, " between rounds")
    return [rungs + tail for rungs in sorted(_ways(form.rungs), key=len)]


def _ways(rungs: tuple[int, ...]) -> Iterator[str]:
    """A ladder as its numbers, or as its first, last and stride."""
    numbers = "-".join(map(str, rungs))
    if len(rungs) > 2:
        yield numbers
    stride = rungs[1] - rungs[0] if len(rungs) > 1 else 1
    if stride and all(b - a == stride for a, b in pairwise(rungs)):
        by = "" if abs(stride) == 1 else f" by {abs(stride)}"
        yield f"ladder {rungs[0]}..{rungs[-1]}{by}"
    yield f"ladder {numbers}"


def _ladder_entries(form: Ladder) -> Entries:
    return [
        ("ladder", listed(map(str, form.rungs))),
        ("rest_between_rounds", maybe(format_times, form.between_rounds)),
    ]


LADDER = FormRow(
    Ladder,
    grammar="ladder",
    read=_ladder,
    options={"h_rounds": "rest between rounds", "h_rest": "rest"},
    keys={
        "ladder": Key(
            joined("10-8-6-4-2", _parse_rungs),
            one_or_many(ref("rungs")),
            "A round for each number of reps.",
            ("10-8-6-4-2", "1..5"),
        )
    },
    beside=("rest_between_rounds",),
    build=lambda key, given: Ladder(given[key], given.get("rest_between_rounds")),
    headings=_ladder_headings,
    entries=_ladder_entries,
    examples=("ladder 10-8-6-4-2",),
    needs={"ladder": "ladder 10-8-6-4-2:"},
    doses=True,
)


# Pyramids


def _pyramid(node: Node, options: Options) -> Pyramid:
    equal = "h_equal" in options
    if equal and (rest := options.get("h_rounds") or options.get("h_rest")):
        raise at(rest, f"{quoted(rest.text)} beside an equal rest", "leave out one of the two")
    return Pyramid(_climb(node), rest_in(options, "h_rounds", "h_rest"), equal)


def _long_pyramid(key: str, given: Given) -> Pyramid:
    rest, equal = given.get("rest_between_rounds"), given.get("equal_rest", False)
    if rest is not None and equal:
        raise Mistake("two rests between rounds", "leave out one", field="equal_rest")
    return Pyramid(given[key], rest, equal)


def _climb(node: Node) -> tuple[Ms, ...]:
    """The durations of a pyramid; a unit behind the last number holds for all."""
    climbs = list(named(node, "climb"))
    bare = [first(climb, "duration") is None for climb in climbs]
    if any(bare[-1:]) or (any(bare) and not all(bare[:-1])):
        message = f"{quoted(climbs[bare.index(True)].text)} has no unit"
        raise at(climbs[bare.index(True)], message, "write `pyramid 10s-20s-30s-20s-10s:`")
    unit = next(named(climbs[-1], *UNITS), None)
    if any(bare) and unit is None:
        raise at(climbs[0], f"{quoted(climbs[0].text)} has no unit", None)
    scale = UNITS[unit.expr_name] if unit else SECOND
    times = [
        scaled(climb.text, scale) if alone else duration_of(climb)
        for climb, alone in zip(climbs, bare, strict=True)
    ]
    if min(times) <= 0 or max(times) > LONGEST:
        raise at(node, "each duration must be more than zero and at most 12 hours", None)
    return tuple(times)


def _parse_climb(text: str) -> tuple[Ms, ...]:
    found = tree("climb_field", text)
    if found is None:
        raise Mistake(f"expected durations such as `10s-20s-30s`, found {quoted(text)}")
    return _climb(found)


def _pyramid_heading(form: Pyramid) -> tuple[str]:
    climb = "-".join(map(format_duration, form.rungs))
    rest = ", equal rest" if form.equal_rest else rest_text(form.between_rounds, " between rounds")
    return (f"pyramid {climb}{rest}",)


def _pyramid_entries(form: Pyramid) -> Entries:
    return [
        ("pyramid", listed(map(format_duration, form.rungs))),
        ("rest_between_rounds", maybe(format_times, form.between_rounds)),
        ("equal_rest", "on" if form.equal_rest else None),
    ]


PYRAMID = FormRow(
    Pyramid,
    grammar="pyramid",
    read=_pyramid,
    options={"h_rounds": "rest between rounds", "h_rest": "rest", "h_equal": "equal rest"},
    keys={
        "pyramid": Key(
            joined("10s-20s-30s-20s-10s", _parse_climb),
            one_or_many(ref("climb")),
            "A round for each duration.",
            ("10s-20s-30s-20s-10s",),
        )
    },
    beside=("rest_between_rounds", "equal_rest"),
    own={
        "equal_rest": Key(
            switch_key, ref("switch"), "A rest between rounds as long as the one before.", (True,)
        )
    },
    build=_long_pyramid,
    headings=_pyramid_heading,
    entries=_pyramid_entries,
    examples=("pyramid 10s-20s-10s",),
    needs={"pyramid": "pyramid 10s-20s-30s-20s-10s:"},
    doses=True,
)

# Death by: more reps each minute

MOST_A_MINUTE = 120  # reps: two a second


def _death_by(node: Node, options: Options) -> DeathBy:
    cap = first(options.get("h_cap") or node, "duration")
    if cap is None:
        hint = "write `death by, cap 10 min:`"
        raise at(node, "`death by` needs a cap, the time at which it ends at the latest", hint)
    begin, by = (_reps(options.get(name)) for name in ("h_from", "h_by"))
    return _capped(duration_of(cap), begin, by)


def _reps(option: Node | None) -> int:
    if option is None:
        return 1
    number = part(option, "integer")
    if not 1 <= int(number.text) <= MOST:
        raise at(number, f"expected a number of reps from 1 to {MOST:,}", None)
    return int(number.text)


def _capped(cap: Ms, begin: int, by: int) -> DeathBy:
    last = begin + by * (slots_in(cap, MINUTE) - 1)
    if last > MOST_A_MINUTE:
        message = f"the last minute would have {last:,} reps; nobody does more than {MOST_A_MINUTE}"
        raise Mistake(message, "an earlier cap, or fewer reps more each minute")
    return DeathBy(cap, begin, by)


def _death_by_heading(form: DeathBy) -> tuple[str]:
    begin = "" if form.first == 1 else f", from {form.first}"
    by = "" if form.by == 1 else f", by {form.by}"
    return (f"death by, cap {format_duration(form.cap)}{begin}{by}",)


def _death_by_entries(form: DeathBy) -> Entries:
    return [
        ("death_by", format_duration(form.cap)),
        ("from", None if form.first == 1 else str(form.first)),
        ("by", None if form.by == 1 else str(form.by)),
    ]


DEATH_BY = FormRow(
    DeathBy,
    grammar="death_by",
    read=_death_by,
    options={"h_cap": "cap", "h_from": "from", "h_by": "by"},
    keys={
        "death_by": Key(
            length_key,
            ref("duration"),
            "A rep more each minute, until you fail or this time is over.",
            ("10 min",),
        )
    },
    beside=("from", "by"),
    own={
        "from": Key(one_key, ref("number"), "The reps of the first minute.", (5,)),
        "by": Key(one_key, ref("number"), "How many more reps each minute has.", (2,)),
    },
    build=lambda key, given: _capped(given[key], given.get("from", 1), given.get("by", 1)),
    headings=_death_by_heading,
    entries=_death_by_entries,
    examples=("death by, cap 10 min",),
    needs={"death by": "death by, cap 10 min:"},
    leads=("death by",),
    doses=True,
)

ROWS = (LADDER, PYRAMID, DEATH_BY)
