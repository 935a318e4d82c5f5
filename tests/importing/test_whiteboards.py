"""Whiteboards, chats and notes: the workout file of each, and each thing to do."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import checkout
from audioworkout.importing import ImportRefusedError, convert_all
from audioworkout.importing.steps import NO_NAME
from audioworkout.language.document import parse
from audioworkout.language.model import Group, Work
from unrolled import plans

WHITEBOARDS = sorted((checkout.GOLDEN / "whiteboards").glob("*.txt"))


@pytest.mark.parametrize("path", WHITEBOARDS, ids=lambda path: path.stem)
def test_a_whiteboard_becomes_the_plan_that_it_means(
    path: Path, golden: Callable[[Path, str], None]
) -> None:
    golden(path.with_suffix(".plans"), plans(path))


WORDS = (
    *("of", "the", "then", "and", "each", "per", "x", "with", "for", "to", "rest", "repeat"),
    *("3", "10", "21-15-9", "1:30", ":20", "30s", "45 sec", "5 min", "400 m", "1/4 mile", "2x"),
    *("rounds", "rounds:", "sets", "reps", "times", "set 2", "Round 1:", "A1", "emom", "amrap"),
    *("for time:", "push-ups", "squats", "run", "plank", "95/65 lb.", "@z2", "24 inch", "/", "-"),
    *("Monday", "{", "}", "(", ")", ":", ",", "+", "\n", "\n", "\n", "\n\n", "- ", "  "),
)
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=24).map(" ".join)


def works(block: object) -> list[Work]:
    """The work in a block, at any depth."""
    if isinstance(block, Work):
        return [block]
    return [work for one in block.blocks for work in works(one)] if isinstance(block, Group) else []


@settings(max_examples=300)
@given(TEXTS)
def test_no_step_is_called_by_small_words_units_or_numbers(text: str) -> None:
    try:
        made = convert_all(text)
    except ImportRefusedError:
        return
    for one in made:
        workout, problems = parse(one.text)
        assert workout is not None, problems
        blocks = (*workout.warmup, *workout.workout, *workout.cooldown)
        for work in (work for block in blocks for work in works(block)):
            assert not NO_NAME.fullmatch(work.exercise), one.text
            assert work.exercise[0] not in "@=:/"
