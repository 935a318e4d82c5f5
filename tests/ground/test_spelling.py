"""Slips of the pen: which known word was meant, and where none was."""

import pytest

from audioworkout.ground.spelling import (
    did_you_mean,
    nearest,
    nearest_few,
    one_letter_off,
    slip_of,
)

KEYS = ("title", "rest_between_rounds", "voice", "Europe/Berlin")


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("titel", "title"),
        ("Rest between-rounds", "rest_between_rounds"),
        ("europe/berlni", "Europe/Berlin"),
        ("voices", "voice"),
        ("music", None),
        ("", None),
    ],
)
def test_the_nearest_word_is_meant_whatever_its_case_and_spaces(
    word: str, meant: str | None
) -> None:
    assert nearest(word, KEYS) == meant
    assert did_you_mean(word, KEYS) == (None if meant is None else f"did you mean `{meant}`?")


def test_of_two_words_that_are_as_near_the_first_is_meant() -> None:
    assert (nearest("bat", ["cat", "hat"]), nearest("bat", ["hat", "cat"])) == ("cat", "hat")


def test_what_makes_no_difference_is_told() -> None:
    assert nearest("e-t-i-l-t", ["title"], fold=lambda word: word.replace("-", "")[::-1]) is None
    assert nearest("t-i-t-e-l", ["title"], fold=lambda word: word.replace("-", "")) == "title"


def test_few_words_are_named_the_nearest_first() -> None:
    names = ["whisperf", "croak", "whisper"]
    assert nearest_few("wisper", names, 2, alike=75) == ["whisper", "whisperf"]
    assert nearest_few("wisper", names, 1, alike=75) == ["whisper"]


def test_part_of_a_word_is_enough_where_that_is_asked_for() -> None:
    names = ["en_GB-alba-medium", "de_DE-thorsten-high"]
    assert nearest_few("alba", names, 5, alike=70) == []
    assert nearest_few("alba", names, 5, alike=70, partly=True) == ["en_GB-alba-medium"]


@pytest.mark.parametrize(
    ("word", "off"),
    [("tempp", True), ("temo", True), ("temppo", True), ("tepmo", True), ("tempo", False)],
)
def test_one_letter_is_wrong_missing_too_many_or_swapped(word: str, off: bool) -> None:
    assert one_letter_off(word, "tempo") is off
    assert slip_of(word, ["rest", "tempo"]) == ("tempo" if off else None)


def test_a_word_of_three_letters_is_no_slip_of_another() -> None:
    assert slip_of("cab", ["cap", "every"]) is None
