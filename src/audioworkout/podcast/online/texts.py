"""Chapters and transcripts: what is in them, and whether players in a web page may read them."""

import json

from audioworkout.podcast.online import answers
from audioworkout.podcast.online.findings import Findings, error, quoted, warning
from audioworkout.podcast.online.http import Answer, Client
from audioworkout.podcast.online.links import Link

MOST_BYTES = 5_000_000

CHAPTERS = "application/json+chapters"
TRANSCRIPTS = {
    "text/vtt": ("text/vtt",),
    "application/x-subrip": ("application/x-subrip", "application/srt", "text/srt", "text/plain"),
    "application/srt": ("application/x-subrip", "application/srt", "text/srt", "text/plain"),
    "text/html": ("text/html",),
    "text/plain": ("text/plain",),
    "application/json": ("application/json",),
}
"""A type in the feed, and the types that a server may call it by (Podcasting 2.0)."""

NAME_CHAPTERS = f"name it {CHAPTERS} in the feed"
NAME_TRANSCRIPT = "name it text/vtt or application/x-subrip in the feed"
SERVED = "have the host send the type of the feed"
UPLOAD = "publish and upload it again"


def chapters(client: Client, link: Link, feed: str) -> Findings:
    """What is wrong with a chapter file; raises UnreachableError where nothing answers."""
    if link.type != CHAPTERS:
        yield warning(link.url, f"its type in the feed is {quoted(link.type)}", NAME_CHAPTERS)
    answer = client.get(link.url, MOST_BYTES)
    if failed := answers.refused(link.url, answer):
        yield failed
        return
    yield from answers.way(link.url, answer, feed)
    if not _are_chapters(answer):
        message = "is no chapter file: JSON with a version and chapters with their startTime"
        yield error(link.url, message, UPLOAD)
        return
    yield from answers.mistyped(link.url, answer, (CHAPTERS, "application/json"), SERVED)
    yield from answers.unshared(link.url, answer)


def transcript(client: Client, link: Link, feed: str) -> Findings:
    """What is wrong with a transcript; raises UnreachableError where nothing answers."""
    answer = client.get(link.url, MOST_BYTES)
    if failed := answers.refused(link.url, answer):
        yield failed
        return
    yield from answers.way(link.url, answer, feed)
    if link.type not in TRANSCRIPTS:
        yield warning(link.url, f"its type in the feed is {quoted(link.type)}", NAME_TRANSCRIPT)
    else:
        yield from answers.mistyped(link.url, answer, TRANSCRIPTS[link.type], SERVED)
    if link.type == "text/vtt" and not answer.body.removeprefix(b"\xef\xbb\xbf").startswith(
        b"WEBVTT"
    ):
        yield error(link.url, "does not begin with WEBVTT", UPLOAD)
    yield from answers.unshared(link.url, answer)


def _are_chapters(answer: Answer) -> bool:
    """Whether a file is what the JSON Chapters Format 1.2.0 asks for."""
    try:
        held = json.loads(answer.body)
    except (ValueError, RecursionError):
        return False
    if not isinstance(held, dict) or not isinstance(held.get("version"), str):
        return False
    found = held.get("chapters")
    return isinstance(found, list) and all(
        isinstance(chapter, dict) and type(chapter.get("startTime")) in (int, float)
        for chapter in found
    )
