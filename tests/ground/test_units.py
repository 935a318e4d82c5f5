"""Times as text: each form cut and padded as the formats that have it want."""

import pytest

from audioworkout.ground.units import (
    clock,
    clock_with_hours,
    decimal_seconds,
    lrc_time,
    minutes,
    short_seconds,
    timestamp,
)


@pytest.mark.parametrize(
    ("time", "texts"),
    [
        (0, ("0:00", "00:00:00", "00:00:00.000", "0:00.000", "00:00.00", "0.000", "0")),
        (59_999, ("0:59", "00:00:59", "00:00:59.999", "0:59.999", "00:59.99", "59.999", "59.999")),
        (65_250, ("1:05", "00:01:05", "00:01:05.250", "1:05.250", "01:05.25", "65.250", "65.25")),
        (90_000, ("1:30", "00:01:30", "00:01:30.000", "1:30.000", "01:30.00", "90.000", "90")),
        (
            6_000_010,
            (
                "1:40:00",
                "01:40:00",
                "01:40:00.010",
                "100:00.010",
                "100:00.01",
                "6000.010",
                "6000.01",
            ),
        ),
    ],
)
def test_a_time_in_each_form(time: int, texts: tuple[str, ...]) -> None:
    forms = (clock, clock_with_hours, timestamp, minutes, lrc_time, decimal_seconds, short_seconds)
    assert tuple(form(time) for form in forms) == texts


def test_subrip_has_a_comma_before_the_milliseconds() -> None:
    assert timestamp(65_250, ",") == "00:01:05,250"
