"""Sound files: whether an app can ask for them, jump in them and trust what the feed says."""

from audioworkout.podcast.online import answers
from audioworkout.podcast.online.findings import Findings, error, quoted, warning
from audioworkout.podcast.online.http import Answer, Client
from audioworkout.podcast.online.links import Link

SIP = 16  # bytes: enough to see what it is
MOST_DIGITS = 15

TYPES = {
    "audio/mpeg": ("audio/mpeg", "audio/mp3"),
    "audio/mp4": ("audio/mp4", "audio/x-m4a", "audio/m4a"),
    "audio/x-m4a": ("audio/mp4", "audio/x-m4a", "audio/m4a"),
    "audio/aac": ("audio/aac",),
    "audio/ogg": ("audio/ogg", "audio/opus", "application/ogg"),
    "audio/opus": ("audio/ogg", "audio/opus", "application/ogg"),
    "audio/flac": ("audio/flac", "audio/x-flac"),
    "audio/wav": ("audio/wav", "audio/x-wav", "audio/vnd.wave"),
}
"""A type in the feed, and the types that a server may call it by."""

HEAD = "Apple Podcasts asks by HEAD before it plays: allow it beside GET"
RANGES = "without ranges no app can jump: a host that answers `206 Partial Content` is needed"
COMPRESSED = "leave audio/* out of the server's compression: ranges count other bytes then"
LENGTHLESS = "have the server send Content-Length: apps show and check a download by it"
LENGTH = "upload sound and feed of one build, the feed last"
TYPE = "name the type in the feed: audio/mpeg for an MP3"
SERVED = "have the host send the type of the feed: browsers refuse others"
NOT_SOUND = "look at it in a browser: what is there is no such sound"


def findings(client: Client, link: Link, feed: str) -> Findings:
    """What is wrong with an enclosure; raises UnreachableError where nothing answers."""
    first = client.get(link.url, SIP, Range=f"bytes=0-{SIP - 1}", Accept_Encoding="identity")
    if failed := answers.refused(link.url, first):
        yield failed
        return
    yield from answers.way(link.url, first, feed)
    total = _total(first)
    yield from _opening(link, first)
    if total is None:
        yield error(link.url, _no_range(first), RANGES)
    else:
        yield from _end(client, link, total)
    yield from _head(client, link, total)
    yield from _types(link, first)


def _head(client: Client, link: Link, total: int | None) -> Findings:
    head = client.head(link.url, Accept_Encoding="gzip")
    if head.status != 200:
        yield error(link.url, f"answers HEAD with {head.line}", HEAD)
        return
    packed = head.headers.get("Content-Encoding", "identity").lower()
    stated = head.headers.get("Content-Length", "")
    if packed != "identity":
        yield error(link.url, f"is sent compressed ({quoted(packed)})", COMPRESSED)
        size = total
    elif (size := _number(stated)) is None:
        yield warning(link.url, "is sent without Content-Length", LENGTHLESS)
        size = total
    yield from _lengths(link, size, total)


def _lengths(link: Link, size: int | None, total: int | None) -> Findings:
    """The feed's, HEAD's and that of ranges should be one."""
    if size is not None and total is not None and size != total:
        message = f"has {size:,} bytes by HEAD, {total:,} bytes by its ranges"
        yield error(link.url, message, RANGES)
    length = _number(link.length)
    if not length:
        yield error(link.url, f"its length in the feed is {quoted(link.length)}", LENGTH)
    elif size is not None and length != size:
        message = f"has {size:,} bytes, by the feed it has {length:,}"
        yield error(link.url, message, LENGTH)


def _end(client: Client, link: Link, total: int) -> Findings:
    """The last bytes must be there as well: an upload may have broken off."""
    start = max(0, total - SIP)
    last = client.get(link.url, SIP, Range=f"bytes={start}-{total - 1}", Accept_Encoding="identity")
    if (last.status, _span(last)) != (206, (start, total - 1, total)):
        yield error(link.url, _no_range(last), RANGES)
    elif not last.whole or len(last.body) != total - start:
        yield error(link.url, "a range came with too few or too many bytes", RANGES)


def _total(first: Answer) -> int | None:
    """The size of all, if the first bytes came as they should."""
    span = _span(first)
    if first.status != 206 or span is None or not first.whole:
        return None
    start, end, total = span
    right = start == 0 and end == min(SIP, total) - 1 and len(first.body) == end + 1
    return total if right else None


def _span(answer: Answer) -> tuple[int, int, int] | None:
    """First and last byte and size that Content-Range states (RFC 9110, 14.4)."""
    unit, _, rest = answer.headers.get("Content-Range", "").partition(" ")
    numbers = [_number(part) for part in rest.replace("/", "-").split("-")]
    match numbers:
        case [int(start), int(end), int(total)] if unit == "bytes":
            return start, end, total
    return None


def _number(text: str) -> int | None:
    """A number of bytes, or None; one of more digits than any file has is none."""
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else None


def _no_range(answer: Answer) -> str:
    if answer.status != 206:
        return f"was asked for a range, and answers {answer.line} with all of it"
    stated = quoted(answer.headers.get("Content-Range", ""))
    return f"was asked for a range, and sends another (Content-Range: {stated})"


def _types(link: Link, first: Answer) -> Findings:
    if link.type not in TYPES:
        yield error(link.url, f"its type in the feed is {quoted(link.type)}", TYPE)
    else:
        yield from answers.mistyped(link.url, first, TYPES[link.type], SERVED)


def _opening(link: Link, first: Answer) -> Findings:
    """An MP3 begins with a tag or a frame; a page that says it is one begins otherwise."""
    sync = first.body[:1] == b"\xff" and first.body[1:2] >= b"\xe0"
    if link.type == "audio/mpeg" and not sync and not first.body.startswith(b"ID3"):
        yield error(link.url, "does not begin as an MP3 does", NOT_SOUND)
