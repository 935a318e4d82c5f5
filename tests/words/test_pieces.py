"""A long text in pieces, cut where a speaker would breathe."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioworkout.words.pieces import inside_sentences, pieces


@pytest.mark.parametrize(
    ("text", "language", "cut"),
    [
        ("Rest. Now lift.", "en", ["Rest. Now lift."]),
        (
            "Lift the left leg. Lift the right leg.",
            "en",
            ["Lift the left leg.", "Lift the right leg."],
        ),
        ("lift the left leg, the right one too", "en", ["lift the left leg,", "the right one too"]),
        ("lift a left leg and the other one", "en", ["lift a left leg,", "and the other one"]),
        ("heb das linke Bein und das rechte", "de", ["heb das linke Bein,", "und das rechte"]),
        ("lift the left leg slowly upwards", "xx", ["lift the left leg,", "slowly upwards"]),
        ("l" * 41, "en", ["l" * 14, "l" * 14, "l" * 13]),
    ],
)
def test_a_text_is_cut_where_one_would_breathe(text: str, language: str, cut: list[str]) -> None:
    assert pieces(text, 20, language) == cut


def test_a_short_sentence_stays_whole_beside_a_long_one() -> None:
    text = "Go. Lift the left leg, and hold it. Rest. Go."
    assert inside_sentences(text, 20, "en") == ["Go. Lift the left leg,", "and hold it. Rest. Go."]
    assert inside_sentences(text, 40, "en") == [text]


@given(st.text("ab ,.!é", max_size=300), st.integers(4, 60))
def test_no_piece_is_too_long_and_no_word_is_lost(text: str, longest: int) -> None:
    text = " ".join(text.split())
    cut = pieces(text, longest, "en")
    assert max(map(len, cut)) <= longest + 1
    assert "".join(cut).replace(",", "").replace(" ", "") == text.replace(",", "").replace(" ", "")
    assert all(before and after for before, after in pairwise(cut))
