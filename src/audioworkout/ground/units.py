"""Time, loudness and effort: the units that every stage shares.

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


def clock(time: Ms) -> str:
    """A time as a clock shows it, cut to the second: `1:05`, `12:00`, `1:02:03`."""
    seconds = time // SECOND
    hours, minutes, seconds = seconds // 3600, seconds // 60 % 60, seconds % 60
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
