"""The feed itself: how it comes over the wire, and what is in it."""

from datetime import datetime
from xml.etree.ElementTree import Element

from audioworkout.ground.text import clean
from audioworkout.podcast.online import answers, fields, xml
from audioworkout.podcast.online.findings import Finding, Findings, error, quoted, warning
from audioworkout.podcast.online.http import Answer, Client

MOST_BYTES = 10_000_000
TYPES = ("application/rss+xml", "application/xml", "text/xml")

ADDRESS = "give the address of the feed itself, such as https://example.org/show/feed.xml"
SMALLER = "an app fetches all of it at each update: shorten descriptions, or start a new show"
SERVED = "have the host send application/rss+xml for feed.xml"
WELL_FORMED = "publish and upload it again; no app reads it as it is"
UTF_8 = "write the feed in UTF-8, and have no header say otherwise"
UNCHANGED = "each update costs a whole download: have the server answer 304 Not Modified"

_PAGES = (b"<!doctype html", b"<html")


def carried(client: Client, url: str, answer: Answer) -> Findings:
    """How a feed comes over the wire: type, charset, and whether it is sent anew each time."""
    yield from answers.way(url, answer, url)
    yield from answers.mistyped(url, answer, TYPES, SERVED)
    declared = xml.encoding(answer.body)
    if answer.charset and answer.charset != declared:
        message = f"the server says {quoted(answer.charset)}, the feed {quoted(declared)}"
        yield error(url, message, UTF_8)
    elif declared != "utf-8":
        yield warning(url, f"the feed is written in {quoted(declared)}", UTF_8)
    yield from _again(client, url, answer)


def channel(url: str, answer: Answer) -> Element | Finding:
    """The channel of an answer, or why there is none."""
    if not answer.whole:
        size = f"{MOST_BYTES // 1_000_000} MB"
        return error(url, f"is larger than {size} and was not read", SMALLER)
    if answer.body.lstrip()[:20].lower().startswith(_PAGES):
        return error(url, "is a web page, not a feed", ADDRESS)
    try:
        document = xml.read(answer.body)
    except xml.UnreadableError as unreadable:
        return error(url, str(unreadable), WELL_FORMED)
    found = document.find("channel") if document.tag == "rss" else None
    if found is None:
        return error(
            url, f"expected <rss> with a <channel>, found <{clean(document.tag)}>", ADDRESS
        )
    return found


def contents(found: Element, url: str, answer: Answer, now: datetime) -> Findings:
    """What is wrong with what a feed says."""
    yield from fields.channel_fields(found, url)
    yield from fields.self_link(found, url, (url, answer.url))
    yield from fields.item_fields(found, url, now)


def _again(client: Client, url: str, answer: Answer) -> Findings:
    """Whether a feed that did not change is sent again (RFC 9110, 13)."""
    named = {"If_None_Match": "ETag", "If_Modified_Since": "Last-Modified"}
    known = {asked: answer.headers[sent] for asked, sent in named.items() if sent in answer.headers}
    if not known:
        yield warning(url, "is sent without ETag and Last-Modified", answers.AT_A_TIME)
        return
    again = client.get(url, 0, **known)
    if again.status != 304:
        yield warning(url, f"did not change, and is sent again ({again.line})", UNCHANGED)
