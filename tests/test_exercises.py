"""Look-ups in the catalogue, against the whole file read as YAML."""

from pathlib import Path

import pytest
import yaml

from audioworkout import exercises
from audioworkout.model import Exercise

CATALOGUE = Path(__file__).parents[1] / "src/audioworkout/data/exercises.yaml"


def test_every_name_and_alias_finds_its_entry() -> None:
    entries = yaml.safe_load(CATALOGUE.read_text("utf-8"))
    assert exercises.names() == tuple(entries)
    for name, entry in entries.items():
        for spelling in (name, *entry.get("aliases", ())):
            found = exercises.find(spelling)
            assert found is not None, spelling
            assert found.name == name
            assert found.aliases == tuple(entry.get("aliases", ()))
            assert found.tips == tuple(entry["tips"])
            assert found.sided is entry["sided"]


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("Push-Ups", "push-up"),
        ("pushups", "push-up"),
        ("press ups", "push-up"),
        ("air squats", "squat"),
        ("single leg balance", "single-leg balance"),
        ("SIDE  PLANKS", "side plank"),
        ("crunches", "crunch"),
        ("A-skips", "A-skip"),
    ],
)
def test_spelling_does_not_matter(spelling: str, name: str) -> None:
    found = exercises.find(spelling)
    assert found is not None
    assert found.name == name


def test_what_is_not_there_is_not_found() -> None:
    assert exercises.find("wobbling") is None
    assert exercises.find("") is None
    assert exercises.close("wobbling") is None


def test_a_slip_of_the_pen_is_close() -> None:
    assert exercises.close("sqauts") == "squat"
    assert exercises.close("burpes") == "burpee"


def test_an_exercise_of_the_workout_goes_first() -> None:
    own = (Exercise("wiggle", aliases=("squats",)),)
    assert exercises.find("Wiggles", own) == own[0]
    assert exercises.find("squat", own) == own[0]
    assert exercises.close("wigle", own) == "wiggle"
