"""Lists that are done several times: sections, circuits, supersets and straight sets."""

from parsimonious.nodes import Node

from audioworkout.language.durations import format_count, format_times
from audioworkout.language.forms.row import (
    Entries,
    FormRow,
    Options,
    at,
    count_in,
    count_key,
    plural,
    rest_in,
    rest_text,
)
from audioworkout.language.grammar import first
from audioworkout.language.keys import Key, maybe
from audioworkout.language.model import Circuit, Section, Sets, Superset
from audioworkout.language.shapes import ref

SECTION = FormRow(Section, build=lambda key, given: Section(), entries=lambda form: [])
"""A list with a name: what a heading is that is no other, and a group without a form's key."""


# Circuits


def _rounds(node: Node, options: Options) -> Circuit:
    return Circuit(count_in(node), rest_in(options, "h_exercises"), rest_in(options, "h_rounds"))


def _rounds_heading(form: Circuit) -> tuple[str]:
    count = f"{format_count(form.rounds)} round{plural(form.rounds)}"
    between = rest_text(form.between_exercises, " between exercises")
    return (count + between + rest_text(form.between_rounds, " between rounds"),)


def _rounds_entries(form: Circuit) -> Entries:
    return [
        ("rounds", format_count(form.rounds)),
        ("rest_between_exercises", maybe(format_times, form.between_exercises)),
        ("rest_between_rounds", maybe(format_times, form.between_rounds)),
    ]


ROUNDS = FormRow(
    Circuit,
    grammar="rounds",
    read=_rounds,
    options={"h_exercises": "rest between exercises", "h_rounds": "rest between rounds"},
    keys={"rounds": Key(count_key, ref("count"), "Times through the list.", (5, "3-5"))},
    beside=("rest_between_exercises", "rest_between_rounds"),
    build=lambda key, given: Circuit(
        given[key], given.get("rest_between_exercises"), given.get("rest_between_rounds")
    ),
    headings=_rounds_heading,
    entries=_rounds_entries,
    examples=("5 rounds, 15s between exercises, 60s between rounds",),
    needs={"rounds": "5 rounds:"},
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
    count = first(node, "count") or options.get("h_repeats")
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
