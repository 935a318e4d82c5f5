"""What a feed says of the show and of each episode: Apple's requirements, and those of PSP-1.

Apple: https://podcasters.apple.com/support/823-podcast-requirements; PSP-1:
https://github.com/Podcast-Standards-Project/PSP-1-Podcast-RSS-Specification
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from itertools import pairwise
from xml.etree.ElementTree import Element

from audioworkout.ground.text import clean
from audioworkout.podcast.online.findings import Findings, error, quoted, warning
from audioworkout.podcast.online.xml import ATOM, ITUNES, PODCAST, text

MOST_DESCRIPTION = 4000  # bytes, by Apple

REQUIRED = "Apple Podcasts refuses a feed without it"
RECOMMENDED = "PSP-1 recommends it"
EXPLICIT = "write true or false, in small letters"
DATE = "write it by RFC 2822, such as `Mon, 02 Feb 2026 06:00:00 +0000`"
ORDER = "put the newest first: some apps show the order of the feed"
ONCE = "apps take episodes with one guid for one episode, and show only one"
OWN_FILE = "Apple Podcasts ignores an episode whose enclosure another episode has"
NO_GUID = "without a guid that stays, each change makes the episode a new one"
NUMBERS = "a serial show is sorted by its numbers, so each episode needs one"
DURATION = "write seconds, or HH:MM:SS"
LATER = "some apps show it at once, others hide it: upload the feed when its time has come"
SELF = "let the show file's `link` be where the folder is, and publish again"
FOR_ALL = 'PSP-1 requires <atom:link rel="self"> with the feed\'s own address'
NOTHING = "publish at least one episode: directories refuse an empty feed"

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_RFC_2822 = re.compile(
    rf"(?P<day>{'|'.join(_DAYS)}), \d{{1,2}} (?:{_MONTHS}) \d{{4}} \d\d:\d\d(?::\d\d)? "
    r"(?:[+-]\d{4}|GMT|UT|UTC|[ECMP][SD]T)"
)
_DURATION = re.compile(r"\d+|(?:\d+:)?[0-5]?\d:[0-5]\d")


def channel_fields(channel: Element, url: str) -> Findings:
    """What the show lacks or says in a way that is not understood."""
    for name, there in _CHANNEL.items():
        if not there(channel):
            yield error(url, f"the feed has no <{name}>", REQUIRED)
    for name, tag in _CHANNEL_TOO.items():
        if not text(channel, tag):
            yield warning(url, f"the feed has no <{name}>", RECOMMENDED)
    yield from _explicit(channel, url, "the feed")
    size = len(text(channel, "description").encode())
    if size > MOST_DESCRIPTION:
        hint = f"Apple Podcasts takes {MOST_DESCRIPTION:,} bytes"
        yield warning(url, f"the feed's <description> has {size:,} bytes", hint)


def self_link(channel: Element, url: str, fetched: Iterable[str]) -> Findings:
    """A link to itself that is missing, or leads elsewhere than to where the feed came from."""
    links = [link for link in channel.findall(f"{ATOM}link") if link.get("rel") == "self"]
    if not links:
        yield warning(url, "the feed has no link to itself", FOR_ALL)
    elif (named := links[0].get("href", "").strip()) not in fetched:
        yield error(url, f"the feed says that it is at {quoted(named)}", SELF)


def item_fields(channel: Element, url: str, now: datetime) -> Findings:
    """What single episodes lack or say wrong, and what does not go together.

    A guid or a file that two episodes share makes apps show only one of them.
    """
    items = channel.findall("item")
    if not items:
        yield error(url, "the feed has no episode", NOTHING)
    serial = text(channel, f"{ITUNES}type").lower() == "serial"
    dates: list[datetime] = []
    for number, item in enumerate(items, 1):
        name = named(item, number)
        yield from _item(item, url, name, serial=serial)
        yield from _date(item, url, name, now, dates)
    if any(older < newer for older, newer in pairwise(dates)):
        yield warning(url, "the episodes are not in the order of their dates", ORDER)
    yield from _twice((text(item, "guid") for item in items), url, "guid", ONCE)
    enclosures = (item.find("enclosure") for item in items)
    found = ("" if e is None else e.get("url", "").strip() for e in enclosures)
    yield from _twice(found, url, "enclosure", OWN_FILE)


def named(item: Element, number: int) -> str:
    """What to call an episode in a message: its title, or its place in the feed."""
    title = clean(text(item, "title"))
    return f"episode “{title}”" if title else f"episode {number} of the feed"


def _item(item: Element, url: str, name: str, *, serial: bool) -> Findings:
    """What one episode lacks. Only a serial show needs numbers: apps play it in their order."""
    if not text(item, "title") and not text(item, f"{ITUNES}title"):
        yield error(url, f"{name} has no <title>", REQUIRED)
    if not text(item, "guid"):
        yield error(url, f"{name} has no <guid>", NO_GUID)
    if item.find("enclosure") is None:
        yield error(url, f"{name} has no <enclosure>", REQUIRED)
    yield from _explicit(item, url, name)
    full = text(item, f"{ITUNES}episodeType").lower() in ("", "full")
    if serial and full and not text(item, f"{ITUNES}episode").isdecimal():
        yield error(url, f"{name} has no number though the show is serial", NUMBERS)
    duration = text(item, f"{ITUNES}duration")
    if duration and not _DURATION.fullmatch(duration):
        yield warning(url, f"{name} lasts {quoted(duration)}", DURATION)


def _explicit(element: Element, url: str, name: str) -> Findings:
    found = text(element, f"{ITUNES}explicit")
    if found and found not in ("true", "false"):
        yield error(url, f"{name} says {quoted(found)} in <itunes:explicit>", EXPLICIT)


def _date(item: Element, url: str, name: str, now: datetime, dates: list[datetime]) -> Findings:
    """What is wrong with an episode's date; a right one is added to `dates`."""
    found = text(item, "pubDate")
    date = _rfc_2822(found)
    if date is None:
        yield error(url, f"{name} is dated {quoted(found)}", DATE)
        return
    dates.append(date)
    if date > now:
        yield warning(url, f"{name} is dated in the future: {found}", LATER)


def _rfc_2822(written: str) -> datetime | None:
    """The time, or None for what RFC 2822 does not allow, or a day that does not exist."""
    shape = _RFC_2822.fullmatch(written)
    if not shape:
        return None
    try:
        date = parsedate_to_datetime(written)
    except ValueError:
        return None
    if _DAYS[date.weekday()] != shape["day"]:
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)  # -0000: UTC, the zone not told


def _twice(found: Iterable[str], url: str, what: str, hint: str) -> Findings:
    for value, count in Counter(filter(None, found)).items():
        if count > 1:
            yield error(url, f"{count} episodes have the {what} {quoted(value)}", hint)


def _with_text(name: str) -> Callable[[Element], bool]:
    return lambda element: bool(text(element, name))


def _with_attribute(name: str, attribute: str) -> Callable[[Element], bool]:
    return lambda element: any(found.get(attribute) for found in element.findall(name))


_CHANNEL: dict[str, Callable[[Element], bool]] = {
    "title": _with_text("title"),
    "description": _with_text("description"),
    "link": _with_text("link"),
    "language": _with_text("language"),
    "itunes:image": _with_attribute(f"{ITUNES}image", "href"),
    "itunes:category": _with_attribute(f"{ITUNES}category", "text"),
    "itunes:explicit": _with_text(f"{ITUNES}explicit"),
}
"""What the show must have, and whether it is there."""

_CHANNEL_TOO = {
    "itunes:author": f"{ITUNES}author",
    "podcast:guid": f"{PODCAST}guid",
    "podcast:locked": f"{PODCAST}locked",
}
"""What the show should have, and its tag."""
