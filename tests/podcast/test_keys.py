"""What a key is made of: names and values, and nothing that nobody chose."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import pytest

from audioworkout.podcast.publish.keys import named
from audioworkout.podcast.shows.model import Person


@dataclass(frozen=True)
class Old:
    title: str
    day: date = date(2027, 1, 1)


@dataclass(frozen=True)
class Newer:
    title: str
    day: date = date(2027, 1, 1)
    theme: str | None = None
    links: tuple[str, ...] = field(default_factory=tuple)


def test_a_field_that_is_added_with_a_default_changes_no_key() -> None:
    assert named(Newer("Legs")) == named(Old("Legs")) == (("title", "Legs"),)


def test_a_field_changes_the_key_once_it_has_another_value() -> None:
    assert named(Newer("Legs", theme="dark")) == (("title", "Legs"), ("theme", "dark"))
    assert named(Newer("Legs", links=("a",))) == (("title", "Legs"), ("links", ("a",)))
    assert named(Old("Legs", date(2027, 1, 2))) == (("title", "Legs"), ("day", "2027-01-02"))


def test_what_is_inside_is_named_too() -> None:
    found = [(Person("A"), datetime(2027, 1, 1, 6, tzinfo=UTC)), None, 1, 1.5, True, b"x"]
    moment = "2027-01-01T06:00:00+00:00"
    assert named(found) == (((("name", "A"),), moment), None, 1, 1.5, True, b"x")


def test_a_field_can_be_left_out() -> None:
    assert named(Old("Legs", date(2027, 1, 2)), without=("day",)) == (("title", "Legs"),)


def test_what_has_no_stable_form_is_refused() -> None:
    with pytest.raises(TypeError, match="no part of a key"):
        named(object())
