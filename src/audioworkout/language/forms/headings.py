"""A group's heading to the form of the group, and the name that may stand before it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from parsimonious.nodes import Node

from audioworkout.ground.spelling import slip_of
from audioworkout.language.durations import quoted
from audioworkout.language.forms.row import Options, at
from audioworkout.language.forms.table import LEADS, NEEDS, OPTIONS, RULES
from audioworkout.language.grammar import Mistake, named, normalised, tree
from audioworkout.language.model import COACHING_LEVELS, Form, Section
from audioworkout.language.steps import unread

EXAMPLES = "`5 rounds`, `40/20 x 3`, `3 sets`, `tabata`, `emom 10 min`, `amrap 12 min`, …"

# What makes a section's name look like a heading that was meant to be more.
DOSED = re.compile(r"\d\s*(x\b|rounds?|sets?|min|s\b|sec|times)|\bx\s*\d|^\d")


# Between a name and its form: a space, a dash, a colon, a bracket.
GAP = re.compile(r"(?<=[^ ,]) *(?: - |: ?| \(| )(?=[a-z0-9])")
SPACED_DASH = re.compile(r"\d+ +[-–—] +\d")
BRACKETS = str.maketrans("()", ", ")  # `5 rounds for time (cap 20 min)`
GAPS = 6  # words of a name before its form
LADDER_FOR_TIME = re.compile(r" *(?:ladder +)?(\d+(?:-\d+)+),? +for time")
COMMAS = 3  # in a name before its form: `Pull, push and legs, 5 rounds`


@dataclass(frozen=True, slots=True)
class Heading:
    """What a heading says."""

    form: Form
    name: str | None = None


def heading(text: str, *, lone: bool = False) -> Heading:
    """The form of a group, from the line above its list; raises Mistake with the place in `text`.

    Text that is no other heading names a section. `Main set, 5 rounds` has both. `lone`: its list
    is one step, so that a rest can only lie between rounds.
    """
    if ladder := LADDER_FOR_TIME.match(normalised(text)):
        hint = f"write `{ladder[1]}:`, or `for time, cap 15 min:` with all rounds in its list"
        raise Mistake("a ladder for time is not read", hint)
    if whole := tree("heading", text):
        return Heading(_form(whole, lone))
    if whole := tree("heading", text.translate(BRACKETS)):
        return Heading(_form(whole, lone))
    for name, start, end in (*_behind_commas(text), *_behind_words(text)):
        if whole := tree("heading", text[:end], start):
            return Heading(_form(whole, lone), _section_name(text[:name]))
    return Heading(Section(), _section_name(text))


def _behind_commas(text: str) -> Iterator[tuple[int, int, int]]:
    """Where a name may end, and where the form behind it begins and ends."""
    for comma in islice(re.finditer(",", text), COMMAS):
        yield comma.start(), comma.end(), len(text)


def _behind_words(text: str) -> Iterator[tuple[int, int, int]]:
    """The same for `Main set x3`, `Main set - 3 rounds` and `Main set (3 rounds)`."""
    for gap in islice(GAP.finditer(normalised(text)), GAPS):
        if SPACED_DASH.match(text, gap.end()):  # `Circuit 1 - 3x`: no range
            continue
        bracket = gap[0].endswith("(") and text.rstrip().endswith(")")
        yield gap.start(), gap.end(), text.rindex(")") if bracket else len(text)


def _section_name(text: str) -> str:
    name = " ".join(text.split())
    plain = normalised(name)
    if not name:
        raise Mistake("this heading is empty", f"a name, or {EXAMPLES}")
    if name.count('"') % 2:
        hint = "put the whole line into single quotes: `- 'say \"Ready: go\"'`"
        raise Mistake("a colon inside quotation marks ends the line too early", hint)
    lead = next((word for word in LEADS if re.match(rf"{word}(?=[ ,:]|$)", plain)), "")
    if example := NEEDS.get(plain) or NEEDS.get(lead) or _completed(plain):
        hint = f"write `{_with_number(example, plain)}`"
        raise Mistake(f"cannot read the heading {quoted(name)}", hint)
    if one := unread.found(name, unread.SECTION):
        raise unread.refusal(name, one, _reads, ":")
    if (said := plain.rpartition(",")[2].strip()) in COACHING_LEVELS and "," in plain:
        hint = f"`coaching: {said}` at the top holds for the whole file"
        raise Mistake(f"a section has no coaching of its own: {quoted(name)}", hint)
    if DOSED.search(plain):
        hint = f"{EXAMPLES}; a name with numbers goes into `name:`"
        raise Mistake(f"cannot read the heading {quoted(name)}", hint)
    if near := slip_of(plain, KEYWORDS):
        hint = f"did you mean `{near}`? A name that is spoken goes into `name:`"
        raise Mistake(f"unknown heading {quoted(name)}", hint)
    return name


KEYWORDS = (*NEEDS, "round")


def _completed(plain: str) -> str | None:
    """`ladder 1 2 3`, `every 2 min`: how to complete a heading that says what it is."""
    if plain.startswith("every ") and tree("every_field", plain.removeprefix("every ")):
        return f"{plain} x6:"
    if not (climb := re.match(r"(ladder|pyramid)\b.*\d", plain)):
        return None
    found = re.findall(r"\d+", plain)
    numbers = "-".join(found) if len(found) > 2 else "..".join(found)
    return f"ladder {numbers}:" if climb[1] == "ladder" else f"pyramid {numbers}s:"


def _with_number(example: str, plain: str) -> str:
    """An example with the writer's own number, where there is one."""
    own = re.findall(r"\d+", plain)
    theirs = re.findall(r"\d+", example)
    return example.replace(theirs[-1], own[0]) if len(own) == 1 and theirs else example


def _reads(text: str) -> bool:
    """Whether a line is a heading that is more than a section's name."""
    try:
        return not isinstance(heading(text).form, Section)
    except Mistake:
        return False


def _form(whole: Node, lone: bool) -> Form:
    kind = next(named(next(named(whole, "form")), *RULES))
    options: Options = {}
    for separator_and_option in named(whole, "h_option"):
        option = next(named(separator_and_option, *OPTIONS))
        if option.expr_name in options:
            message = f"`{OPTIONS[option.expr_name]}` twice in one heading"
            raise at(option, message, "leave one out")
        options[option.expr_name] = option
    row = RULES[kind.expr_name]
    if lone and row.lone_rest and not options.keys() & {row.lone_rest, "h_work"}:
        rest = {"h_rest": row.lone_rest}
        options = {rest.get(name, name): option for name, option in options.items()}
    for name, option in options.items():
        if name not in row.options:
            message = f"{quoted(option.text)} has no meaning behind {quoted(kind.text)}"
            raise at(option, message, None)
    assert row.read
    form: Form = row.read(kind, options)
    return form
