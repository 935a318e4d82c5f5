"""A group's heading to the form of the group, and the name that may stand before it."""

import re
from dataclasses import dataclass
from itertools import islice
from typing import Any

from parsimonious.nodes import Node

from audioworkout.ground.spelling import slip_of
from audioworkout.language.durations import quoted
from audioworkout.language.forms.row import FormRow, Options, at
from audioworkout.language.forms.table import LEADS, NEEDS, OPTIONS, RULES
from audioworkout.language.grammar import Mistake, named, normalised, part, tree
from audioworkout.language.model import Form, Section

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
    lead = next((word for word in LEADS if re.match(rf"{word}(?=[ ,:]|$)", plain)), "")
    if DOSED.search(plain):
        hint = f"a heading is such as {EXAMPLES}; a name with numbers goes into `name:`"
        raise Mistake(f"cannot read the heading {quoted(name)}", hint)
    if example := NEEDS.get(plain) or NEEDS.get(lead):
        raise Mistake(f"cannot read the heading {quoted(name)}", f"write `{example}`")
    if near := slip_of(plain, KEYWORDS):
        hint = f"did you mean `{near}`? A name that is spoken goes into `name:`"
        raise Mistake(f"unknown heading {quoted(name)}", hint)
    return name


KEYWORDS = (*NEEDS, "round")


def _form(whole: Node) -> Form:
    kind = next(named(next(named(whole, "form")), *RULES))
    options: Options = {}
    for separator_and_option in named(whole, "h_option"):
        option = next(named(separator_and_option, *OPTIONS))
        if option.expr_name in options:
            message = f"`{OPTIONS[option.expr_name]}` twice in one heading"
            raise at(option, message, "leave one out")
        options[option.expr_name] = option
    row = RULES[kind.expr_name]
    for name, option in options.items():
        if name not in row.options:
            raise _misplaced(kind, name, option, row)
    assert row.read
    form: Form = row.read(kind, options)
    return form


def _misplaced(kind: Node, name: str, option: Node, row: FormRow[Any]) -> Mistake:
    if name == "h_rest" and {"h_exercises", "h_rounds"} <= set(row.options):
        rest = part(option, "times").text
        hint = f"write `{rest} between exercises` or `{rest} between rounds`"
        return at(option, "this rest could be between exercises or between rounds", hint)
    message = f"{quoted(option.text)} has no meaning behind {quoted(kind.text)}"
    return at(option, message, None)
