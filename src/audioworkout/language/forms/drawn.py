"""Lists that chance decides on: a choice, and an order."""

from parsimonious.nodes import Node

from audioworkout.language.durations import MOST
from audioworkout.language.forms.row import FormRow, Options, at, one_key, switch_key
from audioworkout.language.grammar import part
from audioworkout.language.keys import Key
from audioworkout.language.model import AnyOf, Shuffled
from audioworkout.language.shapes import ref


def _any(node: Node, options: Options) -> AnyOf:
    del options
    count = part(node, "integer")
    if not 1 <= int(count.text) <= MOST:
        raise at(count, f"expected a number from 1 to {MOST:,}", None)
    return AnyOf(int(count.text))


def _enough(form: AnyOf, blocks: int) -> tuple[str, str] | None:
    if form.count <= blocks:
        return None
    return f"cannot choose {form.count} of {blocks}", "ask for fewer, or add to the list"


ANY = FormRow(
    AnyOf,
    grammar="any",
    read=_any,
    keys={"any": Key(one_key, ref("number"), "How many of the list are drawn.", (3,))},
    build=lambda key, given: AnyOf(given[key]),
    headings=lambda form: (f"any {form.count} of",),
    entries=lambda form: [("any", str(form.count))],
    examples=("any 3 of",),
    needs={"any": "any 3 of:"},
    check=_enough,
)

SHUFFLED = FormRow(
    Shuffled,
    grammar="shuffled",
    read=lambda node, options: Shuffled(),
    keys={
        "shuffled": Key(switch_key, ref("switch"), "The list in an order that is drawn.", (True,))
    },
    build=lambda key, given: Shuffled(),
    headings=lambda form: ("shuffled",),
    entries=lambda form: [("shuffled", "on")],
    examples=("shuffled",),
    needs={"shuffled": "shuffled:"},
    leads=("shuffled",),
)

ROWS = (ANY, SHUFFLED)
