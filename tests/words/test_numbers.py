"""Numbers in words."""

import pytest
from num2words import num2words

from audioworkout.words.numbers import ENGLISH


def test_each_number_below_a_hundred_is_known_with_a_hyphen_and_with_a_space() -> None:
    words = {number: num2words(number, lang="en") for number in range(1, 100)}
    read = {number: ENGLISH.in_figures(word) for number, word in words.items()}
    spaced = {number: ENGLISH.in_figures(word.replace("-", " ")) for number, word in words.items()}
    assert read == spaced == {number: str(number) for number in range(1, 100)}


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("thirty-five seconds, then forty", "35 seconds, then 40"),
        ("Ten push-ups", "10 push-ups"),
        ("often, at a stone's throw", "often, at a stone's throw"),
        ("twenty-eleven", "20-11"),
        ("10 or twelve", "10 or 12"),
    ],
)
def test_numbers_in_a_text(text: str, figures: str) -> None:
    assert ENGLISH.in_figures(text) == figures
