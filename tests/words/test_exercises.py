"""Look-ups in the catalogue, against the whole file read as YAML."""

import pytest
import yaml

from audioworkout.words import catalogue
from audioworkout.words.exercise import Exercise
from checkout import ROOT

CATALOGUE = ROOT / "src/audioworkout/words/data/exercises.yaml"


def test_every_name_and_alias_finds_its_entry() -> None:
    entries = yaml.safe_load(CATALOGUE.read_text("utf-8"))
    del entries["silent"], entries["elided"]
    assert catalogue.names() == tuple(entries)
    for name, entry in entries.items():
        for spelling in (name, *entry.get("aliases", ())):
            found = catalogue.find(spelling)
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
    found = catalogue.find(spelling)
    assert found is not None
    assert found.name == name


def test_what_is_not_there_is_not_found() -> None:
    assert catalogue.find("wobbling") is None
    assert catalogue.find("") is None
    assert catalogue.close("wobbling") is None


def test_a_slip_of_the_pen_is_close() -> None:
    assert catalogue.close("sqauts") == "squat"
    assert catalogue.close("burpes") == "burpee"


def test_an_exercise_of_the_workout_goes_first() -> None:
    own = (Exercise("wiggle", aliases=("squats",)),)
    assert catalogue.find("Wiggles", own) == own[0]
    assert catalogue.find("squat", own) == own[0]
    assert catalogue.close("wigle", own) == "wiggle"
