"""What a request asks of a file: all of it, a part, or nothing since it is known (RFC 9110).

Section 13.2.2 gives the order: `If-Match` or `If-Unmodified-Since`, then `If-None-Match` or
`If-Modified-Since`, then `Range`, which `If-Range` may void. What is not written by the
grammar counts as not sent.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Final

_TAG = r'(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"'
_TAGS = re.compile(rf"[ \t,]*{_TAG}(?:[ \t]*,[ \t,]*{_TAG})*[ \t,]*")
_UNIT = re.compile(r"bytes=(.*)", re.IGNORECASE)  # any other unit must be ignored
_SPAN = re.compile(r"([0-9]{0,20})-([0-9]{0,20})")  # as many digits as 2^64 has


@dataclass(frozen=True, slots=True)
class Version:
    """A file as it is now: its bytes, its strong entity tag, and its last change in s."""

    size: int
    tag: str
    modified: int


@dataclass(frozen=True, slots=True)
class ByteRange:
    """From a byte up to, but not including, another; never empty."""

    start: int
    stop: int


WHOLE: Final = "whole"
UNCHANGED: Final = "unchanged"  # 304
FAILED: Final = "failed"  # 412
UNSATISFIABLE: Final = "unsatisfiable"  # 416

Outcome = ByteRange | str


def judge(method: str, headers: Mapping[str, str], now: Version) -> Outcome:
    """What a GET or HEAD with these headers is answered with.

    Ranges are defined for GET alone. Of several ranges none is served: the whole is a right
    answer too, and no player asks for them.
    """
    if (tags := headers.get("if-match")) is not None:
        if not _among(tags, now.tag, strong=True):
            return FAILED
    elif (date := _date(headers.get("if-unmodified-since"))) is not None and now.modified > date:
        return FAILED
    if (tags := headers.get("if-none-match")) is not None:
        if _among(tags, now.tag, strong=False):
            return UNCHANGED
    elif (date := _date(headers.get("if-modified-since"))) is not None and now.modified <= date:
        return UNCHANGED
    wanted = headers.get("range")
    if wanted is None or method != "GET" or not _still(headers.get("if-range"), now):
        return WHOLE
    return _range(wanted, now.size)


def _among(tags: str, tag: str, *, strong: bool) -> bool:
    """Whether a list of tags holds this one; a weak tag never equals another strongly."""
    if tags.strip() == "*":
        return True
    if not _TAGS.fullmatch(tags):
        return False
    found = re.findall(_TAG, tags)
    return tag in found or (not strong and f"W/{tag}" in found)


def _still(condition: str | None, now: Version) -> bool:
    """Whether a part would fit what the client has: the same tag, or exactly the same date."""
    if condition is None:
        return True
    if '"' in condition:
        return condition.strip() == now.tag
    return _date(condition) == now.modified


def _date(text: str | None) -> int | None:
    """An HTTP date in s since 1970; None where there is none, or it is not a date."""
    if text is None:
        return None
    try:
        date = parsedate_to_datetime(text)
        return int((date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp())
    except (ValueError, TypeError, OverflowError):
        return None


def _range(text: str, size: int) -> Outcome:
    """What a Range header asks for: an unknown unit or a malformed range is ignored, and so are
    several ranges, which a server may answer with the whole (RFC 9110, 14.2).
    """
    unit = _UNIT.fullmatch(text.strip())
    written = [part.strip(" \t") for part in unit[1].split(",")] if unit else []
    spans = [_SPAN.fullmatch(part) for part in written if part]
    if not spans or not all(spans):
        return WHOLE
    found = [_span(span[1], span[2], size) for span in spans if span]
    if WHOLE in found:
        return WHOLE
    if all(part == UNSATISFIABLE for part in found):
        return UNSATISFIABLE
    return found[0] if len(found) == 1 else WHOLE


def _span(first: str, last: str, size: int) -> Outcome:
    """One range: `5-9`, `5-` or `-5`; WHOLE where it says nothing, or its end before its start."""
    if not first:
        if not last or (size == 0 and int(last)):
            return WHOLE
        return ByteRange(max(0, size - int(last)), size) if int(last) else UNSATISFIABLE
    if last and int(last) < int(first):
        return WHOLE
    if int(first) >= size:
        return UNSATISFIABLE
    return ByteRange(int(first), min(int(last) + 1, size) if last else size)
