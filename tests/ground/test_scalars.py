"""Text as YAML: it reads back as the same text, with quotation marks only where they are needed."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from audioworkout.ground.scalars import key, scalar


@pytest.mark.parametrize(
    ("text", "double", "single"),
    [
        ("10 push-ups", "10 push-ups", "10 push-ups"),
        ("say: go", '"say: go"', "'say: go'"),
        ("it's #1 #2", '"it\'s #1 #2"', "'it''s #1 #2'"),
        ('"go": now', "'\"go\": now'", "'\"go\": now'"),
        ("", '""', "''"),
        ("two\nlines", '"two\\nlines"', '"two\\nlines"'),
    ],
)
def test_a_text_is_quoted_where_it_must_be(text: str, double: str, single: str) -> None:
    assert (scalar(text), scalar(text, quote="'")) == (double, single)


def test_inside_brackets_a_comma_needs_quotes() -> None:
    assert (scalar("a, b"), scalar("a, b", flow=True)) == ("a, b", '"a, b"')


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"))))
def test_any_text_reads_back(text: str) -> None:
    for written in (scalar(text), scalar(text, quote="'")):
        assert yaml.load(f"- {written}", yaml.BaseLoader) == [text]
    assert yaml.load(f"[{scalar(text, flow=True)}]", yaml.BaseLoader) == [text]


def test_a_key_too_long_for_yaml_takes_a_line_of_its_own() -> None:
    assert key("rounds") == "rounds:"
    long = "x" * 1_001
    assert yaml.load(f"{key(long)} 1", yaml.BaseLoader) == {long: "1"}
