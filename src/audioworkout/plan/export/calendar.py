"""The session as an event for a calendar."""

from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

from audioworkout.ground.text import clean
from audioworkout.plan.export.card import plain
from audioworkout.plan.timeline import Timeline

UNDATED = datetime(2000, 1, 1, 7)
STAMP = "20000101T000000Z"  # a fixed one, so that equal plans give equal files
FOLD = 75  # octets in a line without its end (RFC 5545, 3.1)
NAMESPACE = uuid5(NAMESPACE_URL, "https://pypi.org/project/audioworkout/")


def ics(timeline: Timeline, start: datetime | None = None, uid: str | None = None) -> str:
    """An iCalendar file (RFC 5545) of one event, with the plan as its description.

    A `start` without zone is floating, so the event is at that time wherever the athlete
    is; one with a zone is given in UTC. A plan without a date is put on 1 January 2000.
    The event of the same title and start keeps its `uid`, so that a new import replaces it.
    """
    begin = _date_time(start or UNDATED)
    title = clean(timeline.title)
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//audioworkout//audioworkout//EN",
        "BEGIN:VEVENT",
        f"UID:{_escaped(clean(uid or str(uuid5(NAMESPACE, f'{title} {begin}'))))}",
        f"DTSTAMP:{STAMP}",
        f"DTSTART:{begin}",
        f"DURATION:PT{-(-timeline.length // 1000)}S",
        f"SUMMARY:{_escaped(title)}",
        f"DESCRIPTION:{_escaped(plain(timeline))}",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _date_time(time: datetime) -> str:
    if time.tzinfo is None:
        return f"{time:%Y%m%dT%H%M%S}"
    return f"{time.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    """A value of type TEXT (3.3.11)."""
    for char in "\\;,":
        text = text.replace(char, f"\\{char}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> str:
    """The line cut after at most 75 octets, each piece but the first behind a space (3.1)."""
    pieces, octets = [""], 0
    for char in line:
        octets += len(char.encode())
        if octets > FOLD:
            pieces.append("")
            octets = 1 + len(char.encode())
        pieces[-1] += char
    return "\r\n ".join(pieces)
