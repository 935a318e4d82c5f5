"""All forms of groups, and what follows from their rows."""

from typing import Any

from audioworkout.language.durations import parse_times
from audioworkout.language.forms import drawn, rounds, rungs, timed
from audioworkout.language.forms.row import FormRow, rest_key, switch_key
from audioworkout.language.keys import Key, plain_text, scalar
from audioworkout.language.model import Form
from audioworkout.language.shapes import ref

ROWS: tuple[FormRow[Any], ...] = (*rounds.ROWS, *timed.ROWS, *rungs.ROWS, *drawn.ROWS)
RULES = {row.grammar: row for row in ROWS if row.grammar}
"""Each form by its heading's part in the grammar."""

OPTIONS = {option: words for row in ROWS for option, words in row.options.items()}
"""The options of headings, by their parts in the grammar."""

NEEDS = {word: example for row in ROWS for word, example in row.needs.items()}
"""Words that are no heading by themselves, or hardly one, and how to complete them."""

LEADS = tuple(word for row in ROWS for word in row.leads)
"""Words that a section's name cannot begin with."""


def row_of(form: Form) -> FormRow[Any]:
    """The row of a form of the model."""
    return next(row for row in ROWS if row.spells(form))


# The long form

ALWAYS = {
    "name": Key(plain_text, ref("text"), "Spoken before the group, and a chapter.", ("Main set",)),
    "say": Key(plain_text, ref("text"), "Spoken before the group."),
}
BESIDE = {
    "alternating": Key(switch_key, ref("switch"), "The steps take turns, one a slot.", (True,)),
    "work": Key(
        scalar(parse_times, "a duration such as `10 min`"),
        ref("durations"),
        "The work of each interval.",
        ("30s",),
    ),
    "rest": Key(rest_key, ref("break"), "The rest of each interval, or between sets.", ("15s",)),
    "rest_between_exercises": Key(rest_key, ref("break"), "Between exercises.", ("15s",)),
    "rest_between_rounds": Key(rest_key, ref("break"), "Between rounds.", ("60s",)),
}
"""Keys that stand beside those of several forms."""

MADE = {key: row for row in ROWS for key in row.keys}
# A key that may stand beside another form's makes its own form only without that.
KINDS = dict(sorted(MADE.items(), key=lambda kind: not any(key in MADE for key in kind[1].beside)))
"""Each form by the keys that make it, those first that outdo others."""

OWN = {key: own for row in ROWS for key, own in row.own.items()}
GROUP = ALWAYS | {key: row.keys[key] for key, row in MADE.items()} | BESIDE | OWN
"""The keys of a group's long form, without its list: one form's, and what goes with it."""
