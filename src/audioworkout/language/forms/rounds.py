"""Lists that are done several times: sections, circuits, supersets and straight sets."""

from parsimonious.nodes import Node

from audioworkout.language.durations import format_count, format_times, quoted, times_of
from audioworkout.language.forms.row import (
    COUNTS,
    Entries,
    FormRow,
    Options,
    at,
    count_in,
    count_key,
    plural,
    rest_in,
    rest_text,
    work_and_rest,
)
from audioworkout.language.grammar import first, named, part
from audioworkout.language.keys import Key, maybe
from audioworkout.language.model import Circuit, Range, Section, Sets, Superset
from audioworkout.language.shapes import ref

SECTION = FormRow(Section, build=lambda key, given: Section(), entries=lambda form: [])
"""A list with a name: what a heading is that is no other, and a group without a form's key."""


# Circuits


def _rounds(node: Node, options: Options) -> Circuit:
    rounds = count_in(node) if next(named(node, *COUNTS), None) else Range(1, 1)
    work, off = _work_and_rest(node, options)
    between_exercises = rest_in(options, "h_exercises") or off
    between_rounds = rest_in(options, "h_rounds", "h_with") or off
    return Circuit(rounds, between_exercises, between_rounds, work)


def _work_and_rest(node: Node, options: Options) -> tuple[Range | None, Range | None]:
    """What steps without a dose take, and the rest behind each step; raises Mistake."""
    pair = options.get("h_pair") or (node if first(node, "work_rest") else None)
    work = options.get("h_work") or first(node, "h_work")
    rest = options.get("h_rest") or first(node, "h_rest")
    if pair is not None:
        if other := work or rest:
            message = f"{quoted(other.text)} beside {quoted(part(pair, 'work_rest').text)}"
            raise at(other, message, "leave out one of the two")
        return work_and_rest(pair)
    if work is None and rest is not None:
        times = part(rest, "times").text
        hint = f"write `{times} between exercises` or `{times} between rounds`"
        raise at(rest, "this rest could be between exercises or between rounds", hint)
    if work is None:
        return None, None
    span = times_of(part(work, "times"))
    if span.low <= 0:
        raise at(work, "a duration must be more than zero", None)
    return span, times_of(part(rest, "times")) if rest else None


def _rounds_heading(form: Circuit) -> tuple[str]:
    count = f"{format_count(form.rounds)} round{plural(form.rounds)}"
    if form.work:
        count += f" of {format_times(form.work)} work"
        if form.between_exercises and form.between_exercises == form.between_rounds:
            return (count + rest_text(form.between_rounds, " rest"),)
    between = rest_text(form.between_exercises, " between exercises")
    return (count + between + rest_text(form.between_rounds, " between rounds"),)


def _rounds_entries(form: Circuit) -> Entries:
    return [
        ("rounds", format_count(form.rounds)),
        ("work", maybe(format_times, form.work)),
        ("rest_between_exercises", maybe(format_times, form.between_exercises)),
        ("rest_between_rounds", maybe(format_times, form.between_rounds)),
    ]


ROUNDS = FormRow(
    Circuit,
    grammar="rounds",
    read=_rounds,
    options={
        "h_exercises": "rest between exercises",
        "h_rounds": "rest between rounds",
        "h_with": "rest",
        "h_work": "work",
        "h_rest": "rest",
        "h_pair": "work and rest",
    },
    keys={"rounds": Key(count_key, ref("count"), "Times through the list.", (5, "3-5"))},
    beside=("work", "rest_between_exercises", "rest_between_rounds"),
    build=lambda key, given: Circuit(
        given[key],
        given.get("rest_between_exercises"),
        given.get("rest_between_rounds"),
        given.get("work"),
    ),
    headings=_rounds_heading,
    entries=_rounds_entries,
    examples=(
        "5 rounds, 15s between exercises, 60s between rounds",
        "3 rounds of 40s work, 20s rest",
    ),
    needs={"rounds": "5 rounds:"},
    gives_dose=lambda form: form.work is not None,
    lone_rest="h_rounds",
)


# Straight sets


def _sets(node: Node, options: Options) -> Sets:
    rests = rest_in(options, "h_sets", "h_rest")
    return Sets(count_in(node), rests, rest_in(options, "h_exercises"))


def _sets_heading(form: Sets) -> tuple[str]:
    count = f"{format_count(form.sets)} set{plural(form.sets)}"
    own = "" if form.rest is None else f", rest {format_times(form.rest)}"
    return (count + own + rest_text(form.between_exercises, " between exercises"),)


def _sets_entries(form: Sets) -> Entries:
    return [
        ("sets", format_count(form.sets)),
        ("rest", maybe(format_times, form.rest)),
        ("rest_between_exercises", maybe(format_times, form.between_exercises)),
    ]


SETS = FormRow(
    Sets,
    grammar="set_group",
    read=_sets,
    options={
        "h_exercises": "rest between exercises",
        "h_sets": "rest between sets",
        "h_rest": "rest",
    },
    keys={"sets": Key(count_key, ref("count"), "Sets of each exercise before the next.", (3,))},
    beside=("rest", "rest_between_exercises"),
    build=lambda key, given: Sets(
        given[key], given.get("rest"), given.get("rest_between_exercises")
    ),
    headings=_sets_heading,
    entries=_sets_entries,
    examples=("3 sets, rest 60s",),
    needs={"sets": "3 sets:"},
    in_sets=True,
)


# Supersets


def _superset(node: Node, options: Options) -> Superset:
    count = next(named(node, *COUNTS), None) or options.get("h_repeats")
    if count is None:
        raise at(node, "how many times?", "write `superset x3:`")
    return Superset(count_in(count), rest_in(options, "h_rounds", "h_rest"))


def _superset_heading(form: Superset) -> tuple[str]:
    between = rest_text(form.between_rounds, " between rounds")
    return (f"superset x{format_count(form.rounds)}{between}",)


def _superset_entries(form: Superset) -> Entries:
    return [
        ("superset", format_count(form.rounds)),
        ("rest_between_rounds", maybe(format_times, form.between_rounds)),
    ]


SUPERSET = FormRow(
    Superset,
    grammar="superset",
    read=_superset,
    options={"h_rounds": "rest between rounds", "h_rest": "rest", "h_repeats": "number of rounds"},
    keys={"superset": Key(count_key, ref("count"), "Rounds without rest inside.", (3,))},
    beside=("rest_between_rounds",),
    build=lambda key, given: Superset(given[key], given.get("rest_between_rounds")),
    headings=_superset_heading,
    entries=_superset_entries,
    examples=("superset x3",),
    needs={"superset": "superset x3:"},
    leads=("superset",),
)

ROWS = (SECTION, ROUNDS, SETS, SUPERSET)
