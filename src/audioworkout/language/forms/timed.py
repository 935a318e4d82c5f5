"""Lists by the clock: intervals, Tabata, EMOM, AMRAP and for time."""

from collections.abc import Iterator

from parsimonious.nodes import Node

from audioworkout.ground import nodes
from audioworkout.ground.units import MINUTE, SECOND, Ms
from audioworkout.language.durations import (
    LONGEST,
    duration_of,
    format_count,
    format_duration,
    format_times,
    parse_count,
    quoted,
)
from audioworkout.language.forms.row import (
    Entries,
    FormRow,
    Given,
    Options,
    at,
    count_in,
    count_key,
    length_key,
    one,
    plural,
    rest_in,
    rest_text,
    slots_in,
    work_and_rest,
)
from audioworkout.language.grammar import Mistake, first, named, part, tree
from audioworkout.language.keys import Key, scalar
from audioworkout.language.model import Amrap, Emom, ForTime, Intervals, Range
from audioworkout.language.shapes import ref


def _above_zero(time: Ms) -> Ms:
    if time <= 0:
        raise Mistake("a duration must be more than zero")
    return time


# Intervals


def _intervals(node: Node, options: Options) -> Intervals:
    if pair := options.get("h_pair"):
        return Intervals(count_in(node), *work_and_rest(pair))
    work = rest_in(options, "h_work")
    if work is None or work.low <= 0:
        hint = "write `15 intervals of 30s work, 15s rest:`"
        raise at(node, "intervals need their work time", hint)
    return Intervals(count_in(node), work, rest_in(options, "h_rest") or Range(0, 0))


def _long_intervals(key: str, given: Given) -> Intervals:
    if "work" not in given:
        raise Mistake("intervals need `work`", "write `work: 30s`", field=key)
    return Intervals(given[key], given["work"], given.get("rest", Range(0, 0)))


def _intervals_heading(form: Intervals) -> tuple[str]:
    head = f"{format_count(form.count)} interval{plural(form.count)} of"
    tail = rest_text(form.rest, " rest") if form.rest.high else ""
    return (f"{head} {format_times(form.work)} work{tail}",)


def _intervals_entries(form: Intervals) -> Entries:
    return [
        ("intervals", format_count(form.count)),
        ("work", format_times(form.work)),
        ("rest", format_times(form.rest) if form.rest.high else None),
    ]


INTERVALS = FormRow(
    Intervals,
    grammar="intervals",
    read=_intervals,
    options={"h_work": "work", "h_rest": "rest", "h_pair": "work and rest"},
    keys={
        "intervals": Key(
            count_key,
            ref("count"),
            "Intervals of `work` and `rest`; the exercises take turns.",
            (15,),
        )
    },
    beside=("work", "rest"),
    needed=("work",),
    build=_long_intervals,
    headings=_intervals_heading,
    entries=_intervals_entries,
    examples=("15 intervals of 30s work, 15s rest",),
    needs={"intervals": "15 intervals of 30s work, 15s rest:"},
    doses=True,
    only=lambda form: not form.tabata,
)


# Tabata

TABATA_TIMES = (20 * SECOND, 10 * SECOND, 8)
"""Work and rest in ms, and the number of intervals (Tabata et al. 1996 have 7 to 8)."""


def tabata(count: Range | None) -> Intervals:
    """Tabata's intervals, `count` of them where the plan says so."""
    work, rest, usual = TABATA_TIMES
    return Intervals(count or Range(usual, usual), Range(work, work), Range(rest, rest), True)


def _tabata(node: Node, options: Options) -> Intervals:
    del options
    form = tabata(count_in(node) if first(node, "count") else None)
    if first(node, "work_rest") is None:
        return form
    own = Intervals(form.count, *work_and_rest(node))
    return form if (own.work, own.rest) == (form.work, form.rest) else own


def _tabata_key(node: nodes.Node) -> Intervals:
    if isinstance(node, nodes.Scalar) and node.text in ("", "yes", "on", "true"):
        return tabata(None)
    return tabata(scalar(parse_count, "a number of intervals")(node))


def _long_tabata(key: str, given: Given) -> Intervals:
    form: Intervals = given[key]
    return form


def _tabata_heading(form: Intervals) -> tuple[str]:
    usual = form == tabata(None)
    return ("tabata" if usual else f"tabata x{format_count(form.count)}",)


TABATA = FormRow(
    Intervals,
    grammar="tabata",
    read=_tabata,
    keys={"tabata": Key(_tabata_key, ref("tabata"), "Intervals of 20 s work and 10 s rest.", (8,))},
    build=_long_tabata,
    headings=_tabata_heading,
    entries=lambda form: [("tabata", format_count(form.count))],
    examples=("tabata x8",),
    needs={"tabata": "tabata x8:"},
    leads=("tabata",),
    doses=True,
    only=lambda form: form.tabata,
)


# EMOM: every minute on the minute

SLOTS = {"emom": MINUTE, "e2mom": 2 * MINUTE}
"""The keys of a whole time, and the slot of each in ms."""


def _emom(node: Node, options: Options) -> Emom:
    alternating = "h_alternating" in options or first(node, "h_alternating") is not None
    shape = next(named(node, "emom_total", "emom_slots", "every"))
    if shape.expr_name == "every":
        return _every(shape, alternating)
    minutes = part(shape, "emom_slot").text.strip("emo") or "1"
    if not 1 <= int(minutes[:4]) <= 720:
        raise at(shape, f"a slot of {minutes} minutes is too long or too short", None)
    slot = int(minutes) * MINUTE
    if shape.expr_name == "emom_slots":
        return Emom(slot, one(count_in(shape), shape), alternating)
    return Emom(slot, slots_in(duration_of(part(shape, "duration")), slot), alternating)


def _every(node: Node, alternating: bool) -> Emom:
    """`every 90s x6`, `every 2 min for 12 min`."""
    slot_node = part(node, "slot")
    slot = MINUTE if first(slot_node, "every_minute") else duration_of(slot_node)
    if slot <= 0:
        raise at(slot_node, "a slot must be longer than zero", None)
    if first(node, "times_x"):
        return Emom(slot, one(count_in(node), node), alternating)
    total = [duration for duration in named(node, "duration") if duration.start > slot_node.start]
    if not total:
        raise at(node, "how many slots?", "write `every 90s x6` or `every 90s for 9 min`")
    return Emom(slot, slots_in(duration_of(total[-1]), slot), alternating)


def _parse_every(text: str) -> Emom:
    found = tree("every_field", text)
    if found is None:
        raise Mistake(f"expected slots such as `90s x6`, found {quoted(text)}")
    return _every(found, False)


def _long_emom(key: str, given: Given) -> Emom:
    alternating = given.get("alternating", False)
    if key == "every":
        return Emom(given[key].slot, given[key].slots, alternating)
    return Emom(SLOTS[key], slots_in(given[key], SLOTS[key]), alternating)


def _emom_headings(form: Emom) -> Iterator[str]:
    head = "alternating " if form.alternating else ""
    for key, slot in SLOTS.items():
        if form.slot == slot:
            yield f"{head}{key} {format_duration(slot * form.slots)}"
    yield f"{head}every {format_duration(form.slot)} x{form.slots}"


def _emom_entries(form: Emom) -> Entries:
    total = form.slot * form.slots
    alternating = ("alternating", "on" if form.alternating else None)
    key = next((key for key, slot in SLOTS.items() if form.slot == slot), None)
    if key and total <= LONGEST:
        return [(key, format_duration(total)), alternating]
    return [("every", f"{format_duration(form.slot)} x{form.slots}"), alternating]


EMOM = FormRow(
    Emom,
    grammar="emom",
    read=_emom,
    options={"h_alternating": "alternating"},
    keys={
        "emom": Key(
            length_key, ref("duration"), "The list on each minute, for so long.", ("10 min",)
        ),
        "e2mom": Key(
            length_key,
            ref("duration"),
            "The list on each second minute, for so long.",
            ("12 min",),
        ),
        "every": Key(
            scalar(_parse_every, "such as `90s x6`"),
            ref("slots"),
            "The list in each slot.",
            ("90s x6", "2 min for 12 min"),
        ),
    },
    beside=("alternating",),
    build=_long_emom,
    headings=_emom_headings,
    entries=_emom_entries,
    examples=("emom 10 min", "every 90s x6"),
    needs={"emom": "emom 10 min:", "every": "every 90s x6:", "e2mom": "e2mom 12 min:"},
    untimed=True,
    leads=("emom", "e2mom"),
    doses=False,
)


# AMRAP: as many rounds as possible


def _amrap(node: Node, options: Options) -> Amrap:
    del options
    return Amrap(_above_zero(duration_of(part(node, "duration"))))


AMRAP = FormRow(
    Amrap,
    grammar="amrap",
    read=_amrap,
    keys={
        "amrap": Key(
            length_key, ref("duration"), "As many rounds as possible in this time.", ("12 min",)
        )
    },
    build=lambda key, given: Amrap(given[key]),
    headings=lambda form: (f"amrap {format_duration(form.length)}",),
    entries=lambda form: [("amrap", format_duration(form.length))],
    examples=("amrap 12 min",),
    needs={"amrap": "amrap 12 min:"},
    untimed=True,
    leads=("amrap",),
    doses=True,
)


# For time


def _for_time(node: Node, options: Options) -> ForTime:
    cap = first(options.get("h_cap") or node, "duration")
    if cap is None:
        hint = f"write `{node.text.strip()}, cap 15 min:`"
        raise at(node, "`for time` needs a cap, the time at which it ends", hint)
    count = first(node, "count") or options.get("h_repeats")
    length = _above_zero(duration_of(cap))
    return ForTime(length) if count is None else ForTime(length, one(count_in(count), count))


def _long_for_time(key: str, given: Given) -> ForTime:
    rounds = given.get("rounds", Range(1, 1))
    if rounds.low != rounds.high:
        raise Mistake("`for_time` takes one number of rounds, no range", field="rounds")
    return ForTime(given[key], rounds.low)


def _for_time_heading(form: ForTime) -> tuple[str]:
    head = "" if form.rounds == 1 else f"{form.rounds} rounds "
    return (f"{head}for time, cap {format_duration(form.cap)}",)


def _for_time_entries(form: ForTime) -> Entries:
    rounds = None if form.rounds == 1 else str(form.rounds)
    return [("for_time", format_duration(form.cap)), ("rounds", rounds)]


FOR_TIME = FormRow(
    ForTime,
    grammar="for_time",
    read=_for_time,
    options={"h_cap": "cap", "h_repeats": "number of rounds"},
    keys={
        "for_time": Key(
            length_key,
            ref("duration"),
            "The list against the clock; ends at this time.",
            ("15 min",),
        )
    },
    beside=("rounds",),
    build=_long_for_time,
    headings=_for_time_heading,
    entries=_for_time_entries,
    examples=("for time, cap 15 min",),
    needs={"for time": "for time, cap 15 min:"},
    untimed=True,
    doses=True,
)

ROWS = (INTERVALS, TABATA, EMOM, AMRAP, FOR_TIME)
