"""The long form of a group: a mapping with `exercises`."""

from collections.abc import Callable
from typing import Any

from audioworkout.ground.nodes import Mapping, Node, Scalar, Sequence
from audioworkout.ground.units import MINUTE, Ms
from audioworkout.language.durations import parse_count, parse_duration, parse_pause, parse_times
from audioworkout.language.forms.headings import (
    parse_climb,
    parse_every,
    parse_rungs,
    slots_in,
    tabata,
)
from audioworkout.language.grammar import Mistake
from audioworkout.language.keys import Key, collect, plain_text, refusal, scalar, switch
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
from audioworkout.language.shapes import one_or_many, ref

DURATION = "a duration such as `10 min`"
_rest = scalar(parse_pause, "a duration such as `15s`")
_number = scalar(parse_count, "a whole number")
_length = scalar(parse_duration, DURATION)
_switch = scalar(switch, "`on` or `off`")


def _one(text: str) -> int:
    count = parse_count(text)
    if count.low != count.high:
        raise Mistake(f"expected one number, found the range `{text.strip()}`")
    return count.low


def _joined(separator: str, parse: Callable[[str], Any]) -> Callable[[Node], Any]:
    """For a row of numbers, in one text or as a list."""

    def adapt(node: Node) -> Any:
        if isinstance(node, Sequence):
            single = collect(scalar(parse, "a list of numbers"), node.items)
            if not single:
                raise refusal("this list is empty", node.span)
            return tuple(value for values in single for value in values)
        return scalar(parse, f"numbers such as `{separator}`")(node)

    return adapt


def _tabata(node: Node) -> Intervals:
    if isinstance(node, Scalar) and node.text in ("", "yes", "on", "true"):
        return tabata(None)
    return tabata(scalar(parse_count, "a number of intervals")(node))


GROUP = {
    "name": Key(plain_text, ref("text"), "Spoken before the group, and a chapter.", ("Main set",)),
    "say": Key(plain_text, ref("text"), "Spoken before the group."),
    "rounds": Key(_number, ref("count"), "Times through the list.", (5, "3-5")),
    "sets": Key(_number, ref("count"), "Sets of each exercise before the next.", (3,)),
    "superset": Key(_number, ref("count"), "Rounds without rest inside.", (3,)),
    "intervals": Key(
        _number, ref("count"), "Intervals of `work` and `rest`; the exercises take turns.", (15,)
    ),
    "tabata": Key(_tabata, ref("tabata"), "Intervals of 20 s work and 10 s rest.", (8,)),
    "emom": Key(_length, ref("duration"), "The list on each minute, for so long.", ("10 min",)),
    "e2mom": Key(
        _length, ref("duration"), "The list on each second minute, for so long.", ("12 min",)
    ),
    "every": Key(
        scalar(parse_every, "such as `90s x6`"),
        ref("slots"),
        "The list in each slot.",
        ("90s x6", "2 min for 12 min"),
    ),
    "amrap": Key(_length, ref("duration"), "As many rounds as possible in this time.", ("12 min",)),
    "for_time": Key(
        _length, ref("duration"), "The list against the clock; ends at this time.", ("15 min",)
    ),
    "ladder": Key(
        _joined("10-8-6-4-2", parse_rungs),
        one_or_many(ref("rungs")),
        "A round for each number of reps.",
        ("10-8-6-4-2", "1..5"),
    ),
    "pyramid": Key(
        _joined("10s-20s-30s-20s-10s", parse_climb),
        one_or_many(ref("climb")),
        "A round for each duration.",
        ("10s-20s-30s-20s-10s",),
    ),
    "any": Key(
        scalar(_one, "a whole number"), ref("number"), "How many of the list are drawn.", (3,)
    ),
    "shuffled": Key(_switch, ref("switch"), "The list in an order that is drawn.", (True,)),
    "alternating": Key(_switch, ref("switch"), "The steps take turns, one a slot.", (True,)),
    "work": Key(
        scalar(parse_times, DURATION), ref("durations"), "The work of each interval.", ("30s",)
    ),
    "rest": Key(_rest, ref("break"), "The rest of each interval, or between sets.", ("15s",)),
    "rest_between_exercises": Key(_rest, ref("break"), "Between exercises.", ("15s",)),
    "rest_between_rounds": Key(_rest, ref("break"), "Between rounds.", ("60s",)),
}
"""The keys of a group's long form, without its list: one form, and what goes with it."""

Given = dict[str, Any]


def _intervals(given: Given) -> Form:
    if "work" not in given:
        raise Mistake("intervals need `work`", "write `work: 30s`", field="intervals")
    return Intervals(given["intervals"], given["work"], given.get("rest", Range(0, 0)))


def _emom(key: str, slot: Ms) -> Callable[[Given], Form]:
    return lambda given: Emom(slot, slots_in(given[key], slot), given.get("alternating", False))


def _for_time(given: Given) -> Form:
    rounds = given.get("rounds", Range(1, 1))
    if rounds.low != rounds.high:
        raise Mistake("`for_time` takes one number of rounds, no range", field="rounds")
    return ForTime(given["for_time"], rounds.low)


Build = Callable[[Given], Form]

# The key that makes the form, the keys that may stand beside it, and the form.
FORMS: dict[str, tuple[tuple[str, ...], Build]] = {
    "for_time": (("rounds",), _for_time),
    "rounds": (
        ("rest_between_exercises", "rest_between_rounds"),
        lambda g: Circuit(
            g["rounds"], g.get("rest_between_exercises"), g.get("rest_between_rounds")
        ),
    ),
    "sets": (
        ("rest", "rest_between_exercises"),
        lambda g: Sets(g["sets"], g.get("rest"), g.get("rest_between_exercises")),
    ),
    "superset": (
        ("rest_between_rounds",),
        lambda g: Superset(g["superset"], g.get("rest_between_rounds")),
    ),
    "intervals": (("work", "rest"), _intervals),
    "tabata": ((), lambda g: g["tabata"]),
    "emom": (("alternating",), _emom("emom", MINUTE)),
    "e2mom": (("alternating",), _emom("e2mom", 2 * MINUTE)),
    "every": (
        ("alternating",),
        lambda g: Emom(g["every"][0], g["every"][1], g.get("alternating", False)),
    ),
    "amrap": ((), lambda g: Amrap(g["amrap"])),
    "ladder": (
        ("rest_between_rounds",),
        lambda g: Ladder(g["ladder"], g.get("rest_between_rounds")),
    ),
    "pyramid": (
        ("rest_between_rounds",),
        lambda g: Pyramid(g["pyramid"], g.get("rest_between_rounds")),
    ),
    "any": ((), lambda g: AnyOf(g["any"])),
    "shuffled": ((), lambda g: Shuffled()),
}
ALWAYS = {"name", "say"}


def form_of(given: Given, node: Mapping) -> Form:
    """The form that the keys describe; raises Mistakes where they describe two, or none."""
    kind = next((form for form in FORMS if form in given), None)
    allowed, build = FORMS[kind] if kind else ((), lambda _: Section())
    for key, _ in node.entries:
        if key.text not in {kind, *allowed, *ALWAYS}:
            raise refusal(*_misfit(key.text, kind, key))
    try:
        return build(given)
    except Mistake as mistake:
        blame = node.get(mistake.field or kind or "") or node
        raise refusal(mistake.message, blame.span, mistake.hint) from None


def _misfit(key: str, kind: str | None, node: Scalar) -> tuple[str, Any, str | None]:
    if kind is None:
        forms = ", ".join(f"`{form}`" for form in FORMS)
        return f"`{key}` needs a form beside it", node.span, f"one of {forms}"
    if key in FORMS:
        hint = "put one group into the list of the other"
        return f"`{kind}` and `{key}` in one group", node.span, hint
    if key == "rest" and "rest_between_rounds" in FORMS[kind][0]:
        hint = "write `rest_between_rounds`"
        if "rest_between_exercises" in FORMS[kind][0]:
            hint = "write `rest_between_exercises` or `rest_between_rounds`"
        return f"`rest` beside `{kind}` could be one of two", node.span, hint
    return f"`{key}` has no meaning beside `{kind}`", node.span, None
