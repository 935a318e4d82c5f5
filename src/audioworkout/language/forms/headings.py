"""A group's heading to the form of the group, and the name that may stand before it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from parsimonious.nodes import Node

from audioworkout.ground.spelling import slip_of
from audioworkout.ground.units import MINUTE, SECOND, Ms
from audioworkout.language.durations import (
    LONGEST,
    MOST,
    MOST_REPS,
    UNITS,
    count_of,
    duration_of,
    format_duration,
    quoted,
    scaled,
    times_of,
)
from audioworkout.language.grammar import Mistake, first, named, normalised, part, tree
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

TABATA = (20 * SECOND, 10 * SECOND, 8)  # Tabata et al. 1996: 20 s work, 10 s rest, 7 to 8 sets
"""Work and rest in ms, and the number of intervals."""

EXAMPLES = "`5 rounds`, `3 sets`, `superset x3`, `tabata`, `emom 10 min`, `amrap 12 min`, …"

# What makes a section's name look like a heading that was meant to be more.
DOSED = re.compile(r"\d\s*(x\b|rounds?|sets?|min|s\b|sec|times)|\bx\s*\d|^\d")


COMMAS = 3  # in a name before its form: `Pull, push and legs, 5 rounds`


@dataclass(frozen=True, slots=True)
class Heading:
    """What a heading says."""

    form: Form
    name: str | None = None


def heading(text: str) -> Heading:
    """The form of a group, from the line above its list; raises Mistake with the place in `text`.

    Text that is no other heading names a section. `Main set, 5 rounds` has both.
    """
    if whole := tree("heading", text):
        return Heading(_form(whole))
    for comma in islice(re.finditer(",", text), COMMAS):
        if whole := tree("heading", text, comma.end()):
            return Heading(_form(whole), _section_name(text[: comma.start()]))
    return Heading(Section(), _section_name(text))


def _section_name(text: str) -> str:
    name = " ".join(text.split())
    plain = normalised(name)
    if not name:
        raise Mistake("this heading is empty", f"write a name, or {EXAMPLES}")
    if name.count('"') % 2:
        hint = "put the whole line into single quotes: `- 'say \"Ready: go\"'`"
        raise Mistake("a colon inside quotation marks ends the line too early", hint)
    word = re.split(r"[ ,:]", plain)[0]
    if DOSED.search(plain):
        hint = f"a heading is such as {EXAMPLES}; a name with numbers goes into `name:`"
        raise Mistake(f"cannot read the heading {quoted(name)}", hint)
    if example := NEEDS.get(plain) or (word in COMPLETE and NEEDS.get(word)):
        raise Mistake(f"cannot read the heading {quoted(name)}", f"write `{example}`")
    if near := slip_of(plain, KEYWORDS):
        hint = f"did you mean `{near}`? A name that is spoken goes into `name:`"
        raise Mistake(f"unknown heading {quoted(name)}", hint)
    return name


NEEDS = {
    "rounds": "5 rounds:",
    "sets": "3 sets:",
    "superset": "superset x3:",
    "intervals": "15 intervals of 30s work, 15s rest:",
    "tabata": "tabata x8:",
    "emom": "emom 10 min:",
    "every": "every 90s x6:",
    "e2mom": "e2mom 12 min:",
    "amrap": "amrap 12 min:",
    "for time": "for time, cap 15 min:",
    "ladder": "ladder 10-8-6-4-2:",
    "pyramid": "pyramid 10s-20s-30s-20s-10s:",
    "any": "any 3 of:",
    "shuffled": "shuffled:",
}


KEYWORDS = (*NEEDS, "round")
COMPLETE = ("superset", "tabata", "emom", "e2mom", "amrap", "shuffled")
"""Headings that mean something without a number, so a name cannot begin with them."""


# Forms


OPTIONS = {
    "h_exercises": "rest between exercises",
    "h_rounds": "rest between rounds",
    "h_sets": "rest between sets",
    "h_rest": "rest",
    "h_cap": "cap",
    "h_work": "work",
    "h_alternating": "alternating",
    "h_repeats": "number of rounds",
}


def _form(whole: Node) -> Form:
    form = next(named(whole, "form"))
    kind = next(named(form, *FORMS))
    options: dict[str, Node] = {}
    for separator_and_option in named(whole, "h_option"):
        option = next(named(separator_and_option, *OPTIONS))
        if option.expr_name in options:
            message = f"`{OPTIONS[option.expr_name]}` twice in one heading"
            raise _at(option, message, "leave one out")
        options[option.expr_name] = option
    build, allowed = FORMS[kind.expr_name]
    for name, option in options.items():
        if name not in allowed:
            raise _misplaced(kind, name, option)
    built: Form = build(kind, options)
    return built


def _misplaced(kind: Node, name: str, option: Node) -> Mistake:
    if name == "h_rest" and kind.expr_name == "rounds":
        rest = part(option, "times").text
        hint = f"write `{rest} between exercises` or `{rest} between rounds`"
        return _at(option, "this rest could be between exercises or between rounds", hint)
    message = f"{quoted(option.text)} has no meaning behind {quoted(kind.text)}"
    return _at(option, message, None)


def _at(node: Node, message: str, hint: str | None) -> Mistake:
    return Mistake(message, hint, start=node.start, end=node.start + len(node.text.rstrip()))


def _rest(options: dict[str, Node], *names: str) -> Range | None:
    node = next((options[name] for name in names if name in options), None)
    return times_of(part(node, "times")) if node else None


def _count(node: Node) -> Range:
    return count_of(part(node, "count"))


def one(count: Range, node: Node) -> int:
    """The number, where a form takes no range."""
    if count.low != count.high:
        raise _at(node, f"expected one number, found the range {quoted(node.text)}", None)
    return count.low


def _rounds(node: Node, options: dict[str, Node]) -> Form:
    return Circuit(_count(node), _rest(options, "h_exercises"), _rest(options, "h_rounds"))


def _superset(node: Node, options: dict[str, Node]) -> Form:
    count = first(node, "count") or options.get("h_repeats")
    if count is None:
        raise _at(node, "how many times?", "write `superset x3:`")
    rounds = count_of(count if count.expr_name == "count" else part(count, "count"))
    return Superset(rounds, _rest(options, "h_rounds", "h_rest"))


def _sets(node: Node, options: dict[str, Node]) -> Form:
    rests = _rest(options, "h_sets", "h_rest")
    return Sets(_count(node), rests, _rest(options, "h_exercises"))


def _intervals(node: Node, options: dict[str, Node]) -> Form:
    work = _rest(options, "h_work")
    if work is None or work.low <= 0:
        hint = "write `15 intervals of 30s work, 15s rest:`"
        raise _at(node, "intervals need their work time", hint)
    return Intervals(_count(node), work, _rest(options, "h_rest") or Range(0, 0))


def _tabata(node: Node, options: dict[str, Node]) -> Form:
    del options
    count = first(node, "count")
    return tabata(count_of(count) if count else None)


def tabata(count: Range | None) -> Intervals:
    """Tabata's intervals, `count` of them where the plan says so."""
    work, rest, usual = TABATA
    return Intervals(count or Range(usual, usual), Range(work, work), Range(rest, rest), True)


def _emom(node: Node, options: dict[str, Node]) -> Form:
    alternating = "h_alternating" in options or first(node, "h_alternating") is not None
    shape = next(named(node, "emom_total", "emom_slots", "every"))
    if shape.expr_name == "every":
        return every_of(shape, alternating)
    minutes = part(shape, "emom_slot").text.strip("emo") or "1"
    if not 1 <= int(minutes[:4]) <= 720:
        raise _at(shape, f"a slot of {minutes} minutes is too long or too short", None)
    slot = int(minutes) * MINUTE
    if shape.expr_name == "emom_slots":
        return Emom(slot, one(_count(shape), shape), alternating)
    return Emom(slot, slots_in(duration_of(part(shape, "duration")), slot), alternating)


def every_of(node: Node, alternating: bool) -> Emom:
    """`every 90s x6`, `every 2 min for 12 min`."""
    slot_node = part(node, "slot")
    slot = MINUTE if first(slot_node, "every_minute") else duration_of(slot_node)
    if slot <= 0:
        raise _at(slot_node, "a slot must be longer than zero", None)
    if first(node, "times_x"):
        return Emom(slot, one(_count(node), node), alternating)
    total = [duration for duration in named(node, "duration") if duration.start > slot_node.start]
    if not total:
        raise _at(node, "how many slots?", "write `every 90s x6` or `every 90s for 9 min`")
    return Emom(slot, slots_in(duration_of(total[-1]), slot), alternating)


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


def _amrap(node: Node, options: dict[str, Node]) -> Form:
    del options
    return Amrap(_above_zero(duration_of(part(node, "duration"))))


def _above_zero(time: Ms) -> Ms:
    if time <= 0:
        raise Mistake("a duration must be more than zero")
    return time


def _for_time(node: Node, options: dict[str, Node]) -> Form:
    limit = options.get("h_cap") or node
    cap = first(limit, "duration")
    if cap is None:
        hint = "write `for time, cap 15 min:`"
        raise _at(node, "`for time` needs a cap, the time at which it ends", hint)
    count = first(node, "count") or options.get("h_repeats")
    if count is None:
        return ForTime(_above_zero(duration_of(cap)))
    rounds = count_of(count if count.expr_name == "count" else part(count, "count"))
    return ForTime(_above_zero(duration_of(cap)), one(rounds, count))


def _ladder(node: Node, options: dict[str, Node]) -> Form:
    return Ladder(rungs_of(node), _rest(options, "h_rounds", "h_rest"))


def rungs_of(node: Node) -> tuple[int, ...]:
    """The numbers of a ladder, written out."""
    steps = first(node, "steps")
    numbers = [int(number.text) for number in named(steps or node, "integer")]
    if max(numbers) > MOST_REPS or min(numbers) < 1:
        raise _at(node, f"the numbers of a ladder go from 1 to {MOST_REPS:,}", None)
    if steps is None:
        if len(numbers) == 2:
            begin, finish = numbers
            hint = f"write `ladder {begin}..{finish}`, or `ladder: [{begin}, {finish}]` in the "
            message = f"`{begin}-{finish}` could be two rounds, or all numbers between"
            raise _at(node, message, hint + "long form for two rounds")
        return tuple(numbers)
    begin, finish, stride = (*numbers, 1)[:3]
    stride = stride if begin <= finish else -stride
    rungs = range(begin, finish + (1 if stride > 0 else -1), stride)
    if len(rungs) > MOST:
        raise _at(node, f"a ladder has at most {MOST:,} rounds", None)
    return tuple(rungs)


def _pyramid(node: Node, options: dict[str, Node]) -> Form:
    return Pyramid(climb_of(node), _rest(options, "h_rounds", "h_rest"))


def climb_of(node: Node) -> tuple[Ms, ...]:
    """The durations of a pyramid; a unit behind the last number holds for all."""
    climbs = list(named(node, "climb"))
    bare = [first(climb, "duration") is None for climb in climbs]
    if any(bare[-1:]) or (any(bare) and not all(bare[:-1])):
        message = f"{quoted(climbs[bare.index(True)].text)} has no unit"
        raise _at(climbs[bare.index(True)], message, "write `pyramid 10s-20s-30s-20s-10s:`")
    unit = next(named(climbs[-1], *UNITS), None)
    if any(bare) and unit is None:
        raise _at(climbs[0], f"{quoted(climbs[0].text)} has no unit", None)
    scale = UNITS[unit.expr_name] if unit else SECOND
    times = [
        scaled(climb.text, scale) if alone else duration_of(climb)
        for climb, alone in zip(climbs, bare, strict=True)
    ]
    if min(times) <= 0 or max(times) > LONGEST:
        raise _at(node, "each duration must be more than zero and at most 12 hours", None)
    return tuple(times)


def _any(node: Node, options: dict[str, Node]) -> Form:
    del options
    count = part(node, "integer")
    if not 1 <= int(count.text) <= MOST:
        raise _at(count, f"expected a number from 1 to {MOST:,}", None)
    return AnyOf(int(count.text))


def _shuffled(node: Node, options: dict[str, Node]) -> Form:
    del node, options
    return Shuffled()


FORMS: dict[str, tuple[Callable[[Node, dict[str, Node]], Any], tuple[str, ...]]] = {
    "rounds": (_rounds, ("h_exercises", "h_rounds")),
    "superset": (_superset, ("h_rounds", "h_rest", "h_repeats")),
    "set_group": (_sets, ("h_exercises", "h_sets", "h_rest")),
    "intervals": (_intervals, ("h_work", "h_rest")),
    "tabata": (_tabata, ()),
    "emom": (_emom, ("h_alternating",)),
    "amrap": (_amrap, ()),
    "for_time": (_for_time, ("h_cap", "h_repeats")),
    "ladder": (_ladder, ("h_rounds", "h_rest")),
    "pyramid": (_pyramid, ("h_rounds", "h_rest")),
    "any": (_any, ()),
    "shuffled": (_shuffled, ()),
}


# Fields of the long form


def parse_every(text: str) -> tuple[Ms, int]:
    """`90s x6` or `2 min for 12 min`: the slot in ms and the number of slots; raises Mistake."""
    found = tree("every_field", text)
    if found is None:
        raise Mistake(f"expected slots such as `90s x6`, found {quoted(text)}")
    emom = every_of(found, False)
    return emom.slot, emom.slots


def parse_rungs(text: str) -> tuple[int, ...]:
    """`10-8-6-4-2`, `1..5` or one number; raises Mistake."""
    found = tree("rungs_field", text)
    if found is None:
        raise Mistake(f"expected numbers such as `10-8-6-4-2` or `1..5`, found {quoted(text)}")
    return rungs_of(found)


def parse_climb(text: str) -> tuple[Ms, ...]:
    """`10s-20s-30s-20s-10s`, in ms; raises Mistake."""
    found = tree("climb_field", text)
    if found is None:
        raise Mistake(f"expected durations such as `10s-20s-30s`, found {quoted(text)}")
    return climb_of(found)
