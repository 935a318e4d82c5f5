"""When episodes appear: dates as they are written, and rows of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from zoneinfo import ZoneInfo, available_timezones

from audioworkout.ground.spelling import did_you_mean
from audioworkout.language.grammar import Mistake

MORNING = time(6)
"""When an episode appears whose date has no time."""

YEARS = range(1970, 2200)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LONGEST_STEP = 366  # days between two episodes of a row

DATE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:(?:[T ]|, )([0-9]{1,2}:.*))?", re.IGNORECASE)
CLOCK = re.compile(
    r"([0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?) ?(Z|UTC|[+-][0-9]{2}:?[0-9]{2})?", re.IGNORECASE
)
STEP = re.compile(r"(?:([0-9]{1,3}) )?(day|week)s?")


@dataclass(frozen=True, slots=True)
class When:
    """A date with its time of day; aware where an offset from UTC is written, else of the show."""

    day: date
    time: time = MORNING

    def at(self, zone: tzinfo) -> datetime:
        """The moment, in a zone unless it has one."""
        return datetime.combine(self.day, self.time, self.time.tzinfo or zone)


@dataclass(frozen=True, slots=True)
class Every:
    """How a row of dates goes on: on some days of the week, 0 for Monday, or by days."""

    days: int = 1
    weekdays: frozenset[int] = frozenset()


def parse_date(text: str) -> When:
    """`2027-01-04`, with a time and an offset from UTC if wanted; raises Mistake."""
    found = DATE.fullmatch(" ".join(text.split()))
    try:
        if found is None:
            raise ValueError
        when = When(date.fromisoformat(found[1]), _time(found[2]) if found[2] else MORNING)
    except ValueError:
        raise Mistake(
            "expected a date such as `2027-01-04` or `2027-01-04 18:30`,"
            f" found `{text.strip()[:60]}`"
        ) from None
    if when.day.year in YEARS:
        return when
    raise Mistake(f"the year {when.day.year} is out of reach: {YEARS[0]} to {YEARS[-1]} are known")


def _time(text: str) -> time:
    found = CLOCK.fullmatch(text)
    if found is None:
        raise ValueError
    clock, offset = found[1].rjust(8 if found[1].count(":") > 1 else 5, "0"), found[2] or ""
    return time.fromisoformat(clock + offset.upper().replace("UTC", "Z"))


def parse_every(text: str) -> Every:
    """`day`, `2 weeks`, or days of the week such as `monday, thursday`; raises Mistake."""
    given = " ".join(text.lower().split())
    if found := STEP.fullmatch(given):
        days = int(found[1] or 1) * (7 if found[2] == "week" else 1)
        if 1 <= days <= LONGEST_STEP:
            return Every(days)
        raise Mistake(f"expected 1 to {LONGEST_STEP} days, found `{given}`")
    words = [word for word in re.split(r"[, ]+|\band\b", given) if word]
    return Every(weekdays=frozenset(map(_weekday, words or [given])))


def _weekday(word: str) -> int:
    for number, name in enumerate(WEEKDAYS):
        if len(word) >= 2 and f"{name}s".startswith(word):
            return number
    message = f"expected `week`, `2 days` or days such as `monday, thursday`, found `{word[:60]}`"
    raise Mistake(message, did_you_mean(word, WEEKDAYS))


def dates(first: When, every: Every, zone: tzinfo) -> Iterator[datetime]:
    """The moments of a row without end, from its first day on, at the same time by the clock."""
    from dateutil.rrule import DAILY, rrule

    weekdays = sorted(every.weekdays) or None
    yield from rrule(DAILY, first.at(zone), interval=every.days, byweekday=weekdays)


def parse_zone(text: str) -> str:
    """A time zone's IANA name, as its database spells it; raises Mistake."""
    name = text.strip()
    if name.upper() == "UTC":
        return "UTC"
    names = {known.lower(): known for known in sorted(available_timezones())}
    try:
        return names[name.lower().replace(" ", "_")]
    except KeyError:
        message = f"expected a time zone such as `Europe/Berlin`, found `{name[:60]}`"
        raise Mistake(message, did_you_mean(name, names.values())) from None


def zone_of(name: str) -> tzinfo:
    """The zone of a name that `parse_zone` gave."""
    return UTC if name == "UTC" else ZoneInfo(name)
