"""The long form of a group: a mapping with `exercises`."""

from collections.abc import Callable
from typing import Annotated, Any

from pydantic import PlainValidator

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
from audioworkout.language.keys import Fields, collect, plain_text, refusal, scalar, switch
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

DURATION = "a duration such as `10 min`"
REST = PlainValidator(scalar(parse_pause, "a duration such as `15s`"))
COUNT = PlainValidator(scalar(parse_count, "a whole number"))
LENGTH = PlainValidator(scalar(parse_duration, DURATION))
SWITCH = PlainValidator(scalar(switch, "`on` or `off`"))


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


class GroupFields(Fields):
    """The keys of a group's long form, without its list: one form, and what goes with it."""

    name: Annotated[str | None, PlainValidator(plain_text)] = None
    say: Annotated[str | None, PlainValidator(plain_text)] = None
    rounds: Annotated[Range | None, COUNT] = None
    sets: Annotated[Range | None, COUNT] = None
    superset: Annotated[Range | None, COUNT] = None
    intervals: Annotated[Range | None, COUNT] = None
    tabata: Annotated[Intervals | None, PlainValidator(_tabata)] = None
    emom: Annotated[Ms | None, LENGTH] = None
    e2mom: Annotated[Ms | None, LENGTH] = None
    every: Annotated[
        tuple[Ms, int] | None, PlainValidator(scalar(parse_every, "such as `90s x6`"))
    ] = None
    amrap: Annotated[Ms | None, LENGTH] = None
    for_time: Annotated[Ms | None, LENGTH] = None
    ladder: Annotated[
        tuple[int, ...] | None, PlainValidator(_joined("10-8-6-4-2", parse_rungs))
    ] = None
    pyramid: Annotated[
        tuple[Ms, ...] | None, PlainValidator(_joined("10s-20s-30s-20s-10s", parse_climb))
    ] = None
    any: Annotated[int | None, PlainValidator(scalar(_one, "a whole number"))] = None
    shuffled: Annotated[bool | None, SWITCH] = None
    alternating: Annotated[bool | None, SWITCH] = None
    work: Annotated[Range | None, PlainValidator(scalar(parse_times, DURATION))] = None
    rest: Annotated[Range | None, REST] = None
    rest_between_exercises: Annotated[Range | None, REST] = None
    rest_between_rounds: Annotated[Range | None, REST] = None


def _intervals(given: GroupFields) -> Form:
    if given.work is None or given.intervals is None:
        raise Mistake("intervals need `work`", "write `work: 30s`", field="intervals")
    return Intervals(given.intervals, given.work, given.rest or Range(0, 0))


def _emom(slot: Ms) -> Callable[[GroupFields], Form]:
    def build(given: GroupFields) -> Form:
        total = given.emom if slot == MINUTE else given.e2mom
        return Emom(slot, slots_in(total or 0, slot), bool(given.alternating))

    return build


def _for_time(given: GroupFields) -> Form:
    rounds = given.rounds or Range(1, 1)
    if rounds.low != rounds.high:
        raise Mistake("`for_time` takes one number of rounds, no range", field="rounds")
    return ForTime(given.for_time or 0, rounds.low)


Build = Callable[[Any], Form]

# The key that makes the form, the keys that may stand beside it, and the form.
FORMS: dict[str, tuple[tuple[str, ...], Build]] = {
    "for_time": (("rounds",), _for_time),
    "rounds": (
        ("rest_between_exercises", "rest_between_rounds"),
        lambda g: Circuit(g.rounds, g.rest_between_exercises, g.rest_between_rounds),
    ),
    "sets": (
        ("rest", "rest_between_exercises"),
        lambda g: Sets(g.sets, g.rest, g.rest_between_exercises),
    ),
    "superset": (
        ("rest_between_rounds",),
        lambda g: Superset(g.superset, g.rest_between_rounds),
    ),
    "intervals": (("work", "rest"), _intervals),
    "tabata": ((), lambda g: g.tabata),
    "emom": (("alternating",), _emom(MINUTE)),
    "e2mom": (("alternating",), _emom(2 * MINUTE)),
    "every": (("alternating",), lambda g: Emom(g.every[0], g.every[1], bool(g.alternating))),
    "amrap": ((), lambda g: Amrap(g.amrap)),
    "ladder": (("rest_between_rounds",), lambda g: Ladder(g.ladder, g.rest_between_rounds)),
    "pyramid": (("rest_between_rounds",), lambda g: Pyramid(g.pyramid, g.rest_between_rounds)),
    "any": ((), lambda g: AnyOf(g.any)),
    "shuffled": ((), lambda g: Shuffled()),
}
ALWAYS = {"name", "say"}


def form_of(given: GroupFields, node: Mapping) -> Form:
    """The form that the keys describe; raises Mistakes where they describe two, or none."""
    present = [
        (key, value)
        for key, value in node.entries
        if key.text in GroupFields.model_fields and getattr(given, key.text) is not None
    ]
    names = {key.text for key, _ in present}
    kind = next((form for form in FORMS if form in names), None)
    allowed, build = FORMS[kind] if kind else ((), lambda _: Section())
    for key, _ in present:
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
