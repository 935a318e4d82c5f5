"""A form, an option and a key of the language stand each in one room: what an addition touches."""

import ast
from dataclasses import fields
from functools import cache
from typing import get_args

import pytest

from audioworkout.language.document.file import FILE
from audioworkout.language.forms.table import OPTIONS as HEADING_OPTIONS
from audioworkout.language.forms.table import ROWS, RULES, row_of
from audioworkout.language.grammar import grammar
from audioworkout.language.model import Form, Section, Work, Workout
from audioworkout.language.steps.dose import DOSE
from audioworkout.language.steps.options import BEHIND_COMMAS, OPTIONS
from audioworkout.language.steps.short import READ
from audioworkout.language.steps.table import STEP
from checkout import ROOT

SOURCE = ROOT / "src" / "audioworkout"
FORMS = [form for form in get_args(Form) if form is not Section]


@cache
def known() -> dict[str, tuple[set[str], set[str]]]:
    """What each file of the language and the plan takes from the model, and what it asks for."""
    found: dict[str, tuple[set[str], set[str]]] = {}
    for path in (*SOURCE.glob("language/**/*.py"), *SOURCE.glob("plan/**/*.py")):
        taken, asked = found.setdefault(str(path.relative_to(SOURCE)), (set(), set()))
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "audioworkout.language.model":
                taken |= {name.name for name in node.names}
            elif isinstance(node, ast.Attribute):
                asked.add(node.attr)
    return found


def asking_for(field: str) -> set[str]:
    """The files that ask something for a field."""
    return {path for path, (_, asked) in known().items() if field in asked}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_a_form_is_known_to_its_room_and_to_the_unrolling(form: type) -> None:
    taking = {path for path, (taken, _) in known().items() if form.__name__ in taken}
    (room,) = taking - {"plan/unrolling/blocks.py"}
    assert room.startswith("language/forms/")


def test_every_form_has_a_row_and_every_row_a_heading() -> None:
    assert {row.form for row in ROWS} == set(get_args(Form))
    assert set(RULES) == {part.name for part in grammar()["form"].members}
    options = grammar()["h_option"].members[1].members
    assert set(HEADING_OPTIONS) == {part.name for part in options}
    assert row_of(Section()).form is Section


def test_an_option_of_a_step_is_a_field_of_the_model_and_a_row() -> None:
    of_the_dose = {*DOSE, "dose", "origin", "limb"}
    assert set(OPTIONS) == {field.name for field in fields(Work)} - of_the_dose - {"exercise"}
    assert set(STEP) == {"exercise", *DOSE, *OPTIONS}
    assert {id(option) for option in BEHIND_COMMAS} == {
        id(option) for name, option in OPTIONS.items() if name != "cues"
    }


def test_every_option_of_the_grammar_is_read() -> None:
    parts = {part.name for part in grammar()["option"].members[0].members}
    elsewhere = {
        "o_sides",
        "o_at",
        "o_mass",
        "o_dose",
    }  # parts of a line that may stand behind a comma too
    assert parts <= {*READ, *elsewhere}


def test_a_key_of_the_file_is_a_field_of_the_model_and_a_row() -> None:
    others = {"origin", "places", "silenced"}
    assert set(FILE) - {"silence_warnings"} == {f.name for f in fields(Workout)} - others


def test_an_option_is_known_to_its_room_and_to_the_passes_that_obey_it() -> None:
    assert asking_for("hold") == {
        "language/steps/options.py",
        "plan/unrolling/blocks.py",
        "plan/unrolling/slots.py",
        "plan/coaching/announce.py",
        "plan/coaching/work.py",
    }


def test_a_key_is_known_to_the_pass_that_obeys_it() -> None:
    assert asking_for("transition") == {"plan/unrolling/blocks.py"}
