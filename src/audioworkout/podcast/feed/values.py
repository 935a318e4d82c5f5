"""The values of a feed: words cut to their limits, addresses, times."""

import re
from datetime import UTC, datetime
from email.utils import format_datetime
from urllib.parse import quote

from audioworkout.ground.text import ELLIPSIS, one_line, paragraphs

LINE = 255  # characters; PSP-1 and Apple on every value that has no limit of its own
LABEL = 128  # characters; Podcasting 2.0 on names of persons and on words for links

_RESERVED = "%/:?#[]@!$&'()*+,;=~"  # RFC 3986, and what is percent-encoded already
_LAST_WORD = re.compile(r"\s+\S*\Z")


def line(text: str, most: int = LINE) -> str:
    """One line of at most `most` characters, cut at a word."""
    words = one_line(text)
    return words if len(words) <= most else _ended(words[: most - 1], words[most - 1])


def prose(text: str) -> str:
    """Plain text: its lines made safe one by one, an empty line between two paragraphs."""
    return "\n\n".join(paragraphs(text))


def cut(text: str, most: int) -> str:
    """A text of at most `most` bytes of UTF-8, cut at a word."""
    data = text.encode()
    if len(data) <= most:
        return text
    kept = data[: max(0, most - len(ELLIPSIS.encode()))].decode(errors="ignore")
    return _ended(kept, text[len(kept)]) if kept else ""


def _ended(kept: str, following: str) -> str:
    """The words in front of `following`, the last of them whole where there are several."""
    if not following.isspace():
        kept = _LAST_WORD.sub("", kept)
    return kept.rstrip(" \n,;:·–-") + ELLIPSIS


def address(url: str) -> str:
    """A URL in ASCII: what else stands in it is percent-encoded."""
    return quote(url, safe=_RESERVED, errors="ignore")


def date(time: datetime) -> str:
    """A date as RFC 2822 has it, in UTC."""
    return format_datetime(time.astimezone(UTC))


def boolean(value: bool) -> str:
    """As Apple wants it: neither `yes` nor `clean`."""
    return "true" if value else "false"
