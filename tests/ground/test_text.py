"""Text that anybody wrote: what gets through the one door, and what does not."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioworkout.ground.text import clean, one_line, paragraphs, shortened


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("  Legs \t at\nseven ", "Legs at seven"),
        ("one\x00two\x1b[31m\r\nthree\x85four\u2028five", "one two [31m three four five"),
        ("evil\u202e3pm.exe\u2069 and \u200fso on", "evil 3pm.exe and so on"),
        ("half \ud83d a character, \ufffe none\ufeff", "half a character, none"),
        ("深蹲 💪🏽 ضغط", "深蹲 💪🏽 ضغط"),
    ],
)
def test_one_line_has_nothing_that_acts_on_what_shows_it(text: str, line: str) -> None:
    assert one_line(text) == line


def test_direction_marks_stay_and_half_characters_are_shown_where_that_is_asked_for() -> None:
    text = "\u200fa\u202eb \ud83d\n\ufffe"
    assert one_line(text, directions=True, broken="?") == "\u200fa\u202eb ? ?"


@given(st.text(st.characters()))
def test_no_text_gets_a_control_or_a_direction_mark_through(text: str) -> None:
    line = one_line(text)
    assert one_line(line) == line
    assert all(unicodedata.category(char) not in ("Cc", "Cs", "Zl", "Zp") for char in line)
    assert not {unicodedata.bidirectional(char) for char in line} & {
        *("LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI")
    }


def test_a_line_that_is_cut_ends_in_an_ellipsis_and_not_in_a_space() -> None:
    assert (shortened("twelve", 6), shortened("twelve", 5), shortened("ten more", 5)) == (
        "twelve",
        "twel…",
        "ten…",
    )
    assert clean("x\n" * 200) == "x " * 149 + "x…"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Slow.\nSteady.\n\n\n One minute\teach.\r\n", ("Slow.\nSteady.", "One minute each.")),
        ("a\r\nb\n \t\nc", ("a\nb", "c")),
        ("a\n\u200e\nb", ("a", "b")),
        (" \n\n", ()),
    ],
)
def test_empty_lines_part_paragraphs(text: str, parts: tuple[str, ...]) -> None:
    assert paragraphs(text) == parts
