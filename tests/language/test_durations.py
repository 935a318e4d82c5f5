"""Durations: every spelling, and what is no duration."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioworkout.language.durations import (
    LONGEST,
    format_duration,
    parse_count,
    parse_distance,
    parse_duration,
    parse_moment,
    parse_pace,
    parse_pause,
    parse_tempo,
    parse_times,
)
from audioworkout.language.grammar import Mistake
from audioworkout.language.model import Pace, Range, Tempo


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        ("30s", 30_000),
        ("30 s", 30_000),
        ("30 sec", 30_000),
        ("30 seconds", 30_000),
        ("30-second", 30_000),
        ("1 second", 1_000),
        ("0.25s", 250),
        ("1:30", 90_000),
        ("0:45", 45_000),
        ("1:02:03", 3_723_000),
        ("1 min 30 s", 90_000),
        ("1 min 30s", 90_000),
        ("1m30s", 90_000),
        ("1m 30s", 90_000),
        ("1.5 min", 90_000),
        ("90 seconds", 90_000),
        ("90min", 5_400_000),
        ("1h", 3_600_000),
        ("1 hour", 3_600_000),
        ("1h30m", 5_400_000),
        ("1 hour and 5 minutes", 3_900_000),
        ("12 h", 43_200_000),
        (" 2 MIN ", 120_000),
    ],
)
def test_spellings_of_a_duration(text: str, ms: int) -> None:
    assert parse_duration(text) == ms


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("30-45s", 30_000, 45_000),
        ("30–45 s", 30_000, 45_000),
        ("30 to 45 seconds", 30_000, 45_000),
        ("30s-45s", 30_000, 45_000),
        ("45s - 1 min", 45_000, 60_000),
        ("1-2 min", 60_000, 120_000),
        ("1:00-1:30", 60_000, 90_000),
        ("40s", 40_000, 40_000),
    ],
)
def test_ranges_of_durations(text: str, low: int, high: int) -> None:
    assert parse_times(text) == Range(low, high)


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("forty", "expected a duration such as `40s`, found `forty`", None),
        ("30", "`30` has no unit", "write `30s` or `30 min`"),
        ("3 m", "`3 m` could be 3 minutes or 3 metres", "write `3 min`, or `distance: 3 m`"),
        ("0s", "a duration must be more than zero, found `0s`", None),
        ("-5s", "a duration must be more than zero, found `-5s`", None),
        ("45-30s", "the range `45-30s` runs downwards", "write the smaller number first"),
        ("1:75", "`1:75` is no time: minutes and seconds end at 59", None),
        ("13 h", "`13 h` is longer than 12 hours, the longest allowed", None),
        (
            "9" * 60 + " min",
            "`" + "9" * 40 + "…` is longer than 12 hours, the longest allowed",
            None,
        ),
        ("", "expected a duration such as `40s`, found nothing", None),
    ],
)
def test_what_is_no_duration(text: str, message: str, hint: str | None) -> None:
    with pytest.raises(Mistake) as mistake:
        parse_times(text)
    assert (mistake.value.message, mistake.value.hint) == (message, hint)


def test_a_rest_may_be_zero_and_a_moment_negative() -> None:
    assert parse_pause("0s") == Range(0, 0)
    assert parse_moment("-10s") == -10_000
    assert parse_moment("1:00") == 60_000


def test_counts_distances_paces_and_tempos() -> None:
    assert parse_count("3-5") == Range(3, 5)
    assert parse_count("3 to 5 rounds") == Range(3, 5)
    assert parse_distance("400 m") == (400.0, "400 m")
    assert parse_distance("1.5 kilometres") == (1500.0, "1.5 km")
    assert parse_distance("2 miles") == (3218.688, "2 miles")
    assert parse_distance("100 yd") == (91.44, "100 yards")
    assert parse_pace("5:00/km") == Pace("5:00/km", Range(300_000, 300_000))
    assert parse_pace("5 min per km") == parse_pace("5 min/km") == parse_pace("5:00/km")
    assert parse_pace("8:00/mile").span == Range(298_258, 298_258)  # 480 s / 1.609344
    assert parse_pace("12 km/h") == Pace("12 km/h", Range(300_000, 300_000))
    assert parse_pace("4:30-4:40 min/km") == Pace("4:30-4:40/km", Range(270_000, 280_000))
    assert parse_pace("2:05/500m") == Pace("2:05/500 m", Range(250_000, 250_000))
    assert parse_pace("1:45 per 100 metres") == Pace("1:45/100 m", Range(1_050_000, 1_050_000))
    assert parse_pace("10–12 km/h") == Pace("10-12 km/h", Range(300_000, 360_000))
    assert parse_pace("my 10K pace") == Pace("10k pace", None)
    assert parse_pace("Z2") == parse_pace("zone 2") == Pace("zone 2", None)
    assert parse_tempo("4-0-1") == Tempo(4_000, 0, 1_000)
    assert parse_tempo("3-1-1.5-1") == Tempo(3_000, 1_000, 1_500, 1_000)


@pytest.mark.parametrize(
    ("parse", "text"),
    [
        (parse_count, "0"),
        (parse_count, "5-3"),
        (parse_count, "1001"),
        (parse_count, "1000000000"),
        (parse_count, "2.5"),
        (parse_tempo, "4-0"),
        (parse_tempo, "0-0-0"),
        (parse_distance, "3 h"),
        (parse_pace, "fast"),
        (parse_pace, "0 km/h"),
    ],
)
def test_numbers_out_of_bounds(parse: object, text: str) -> None:
    assert callable(parse)
    with pytest.raises(Mistake):
        parse(text)


@pytest.mark.parametrize(
    ("ms", "text"),
    [
        (45_000, "45s"),
        (1_500, "1.5s"),
        (90_000, "1:30"),
        (120_000, "2 min"),
        (3_600_000, "1 h"),
        (3_900_000, "65 min"),
        (3_723_000, "1:02:03"),
        (61_250, "1 min 1.25 s"),
    ],
)
def test_durations_as_a_file_writes_them(ms: int, text: str) -> None:
    assert format_duration(ms) == text


@given(st.integers(1, LONGEST))
def test_format_and_parse_are_inverse(ms: int) -> None:
    assert parse_duration(format_duration(ms)) == ms
