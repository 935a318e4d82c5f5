"""Rounds whose dose changes: ladders of reps and pyramids of time."""

from collections.abc import Iterator
from itertools import pairwise

from parsimonious.nodes import Node

from audioworkout.ground.units import SECOND, Ms
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
    Options,
    at,
    joined,
    rest_in,
    rest_text,
)
from audioworkout.language.grammar import Mistake, first, named, tree
from audioworkout.language.keys import Key, listed, maybe
from audioworkout.language.model import Ladder, Pyramid
from audioworkout.language.shapes import one_or_many, ref

# Ladders


def _ladder(node: Node, options: Options) -> Ladder:
    return Ladder(_rungs(node), rest_in(options, "h_rounds", "h_rest"))


def _rungs(node: Node) -> tuple[int, ...]:
    """The numbers of a ladder, written out."""
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
    return Pyramid(_climb(node), rest_in(options, "h_rounds", "h_rest"))


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
    return (f"pyramid {climb}{rest_text(form.between_rounds, ' between rounds')}",)


def _pyramid_entries(form: Pyramid) -> Entries:
    return [
        ("pyramid", listed(map(format_duration, form.rungs))),
        ("rest_between_rounds", maybe(format_times, form.between_rounds)),
    ]


PYRAMID = FormRow(
    Pyramid,
    grammar="pyramid",
    read=_pyramid,
    options={"h_rounds": "rest between rounds", "h_rest": "rest"},
    keys={
        "pyramid": Key(
            joined("10s-20s-30s-20s-10s", _parse_climb),
            one_or_many(ref("climb")),
            "A round for each duration.",
            ("10s-20s-30s-20s-10s",),
        )
    },
    beside=("rest_between_rounds",),
    build=lambda key, given: Pyramid(given[key], given.get("rest_between_rounds")),
    headings=_pyramid_heading,
    entries=_pyramid_entries,
    examples=("pyramid 10s-20s-10s",),
    needs={"pyramid": "pyramid 10s-20s-30s-20s-10s:"},
    doses=True,
)

ROWS = (LADDER, PYRAMID)
