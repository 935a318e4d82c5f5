"""Time: the unit that every stage shares, and how a time is written.

Time is a whole number of milliseconds everywhere between the workout file and the
encoder. It is turned into samples once, from absolute time, so rounding never adds up.
"""

from typing import TypeAlias

Ms: TypeAlias = int
"""A time or a length in whole milliseconds."""

SECOND: Ms = 1_000
MINUTE: Ms = 60_000
HOUR: Ms = 3_600_000

SAMPLE_RATE = 48_000  # Hz; one MP3 frame (1,152 samples) lasts exactly 24 ms
SAMPLES_PER_MS = SAMPLE_RATE // 1_000


def samples(time: Ms) -> int:
    """The sample at which a time falls; exact, since a millisecond is 48 samples."""
    return time * SAMPLES_PER_MS


# A time as text, wherever no language has a say in it


def clock(time: Ms) -> str:
    """As a clock shows it, cut to the second: `1:05`, `12:00`, `1:02:03`."""
    hours, minutes, seconds = _parts(time)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def clock_with_hours(time: Ms) -> str:
    """Two figures each, cut to the second: `00:01:13`."""
    hours, minutes, seconds = _parts(time)
    return f"{hours:02}:{minutes:02}:{seconds:02}"


def timestamp(time: Ms, point: str = ".") -> str:
    """To the millisecond: `00:01:13.250`.

    So have it WebVTT, Vorbis chapters and Normal Play Time (RFC 2326, clause 3.6); SubRip has a
    comma as its `point`.
    """
    return f"{clock_with_hours(time)}{point}{time % SECOND:03}"


def minutes(time: Ms) -> str:
    """To the millisecond, minutes going on past 59: `1:05.250`."""
    return f"{time // MINUTE}:{time % MINUTE // SECOND:02}.{time % SECOND:03}"


def lrc_time(time: Ms) -> str:
    """As LRC lyrics have it, cut to hundredths, minutes going on past 59: `02:05.50`."""
    return f"{time // MINUTE:02}:{time % MINUTE // SECOND:02}.{time % SECOND // 10:02}"


def decimal_seconds(time: Ms) -> str:
    """Seconds with three decimals: `73.250`, `90.000`."""
    return f"{time // SECOND}.{time % SECOND:03}"


def short_seconds(time: Ms) -> str:
    """Seconds with as many decimals as it takes: `73.25`, `90`."""
    return decimal_seconds(time).rstrip("0").rstrip(".")


def _parts(time: Ms) -> tuple[int, int, int]:
    """Hours, minutes and seconds."""
    return time // HOUR, time % HOUR // MINUTE, time % MINUTE // SECOND
