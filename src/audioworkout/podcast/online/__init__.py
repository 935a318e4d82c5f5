"""A published show as it is online, looked at as a podcast app and a directory would."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import closing
from datetime import UTC, datetime

from audioworkout.podcast.online import audio, feed, pictures, texts
from audioworkout.podcast.online.addresses import problem
from audioworkout.podcast.online.answers import refused
from audioworkout.podcast.online.findings import Finding, Findings, error
from audioworkout.podcast.online.http import AT_ONCE, Answer, Client, UnreachableError
from audioworkout.podcast.online.links import Kind, Link, links

__all__ = ["Finding", "Progress", "check"]

TIMEOUT = 30.0  # s without a byte, and until a file is read

Progress = Callable[[int, int], None]
"""Called with the number of files that were looked at, and of all."""

_LOOK: dict[Kind, Callable[[Client, Link, str], Findings]] = {
    "audio": audio.findings,
    "picture": pictures.findings,
    "chapters": texts.chapters,
    "transcript": texts.transcript,
}


def check(
    url: str, *, timeout: float = TIMEOUT, progress: Progress | None = None
) -> tuple[Finding, ...]:
    """All that an app or a directory would trip over, the feed's own first, then file by file.

    Asks for the feed, and of each sound for its first and last bytes only; four at once. A
    request is given up after `timeout` seconds without a byte, or when its body is not read by
    then. Whatever goes wrong is a finding; nothing is raised.
    """
    with closing(Client(timeout)) as client:
        if found := problem(url):
            return (found,)
        try:
            answer = client.get(url, feed.MOST_BYTES, Accept=", ".join(feed.TYPES))
        except UnreachableError as failed:
            return (error(url, str(failed), failed.hint),)
        return tuple(_of_feed(client, url, answer, progress))


def _of_feed(
    client: Client, url: str, answer: Answer, progress: Progress | None
) -> Iterator[Finding]:
    if failed := refused(url, answer):
        yield failed
        return
    channel = feed.channel(url, answer)
    if isinstance(channel, Finding):
        yield channel
        return
    yield from _so_far(url, feed.carried(client, url, answer))
    yield from feed.contents(channel, url, answer, datetime.now(UTC))
    yield from _of_files(client, links(channel), url, progress)


def _of_files(
    client: Client, files: tuple[Link, ...], url: str, progress: Progress | None
) -> Iterator[Finding]:
    pool = ThreadPoolExecutor(AT_ONCE)
    try:
        looks = [pool.submit(_of_file, client, link, url) for link in files]
        for done, _ in enumerate(as_completed(looks), 1):
            if progress:
                progress(done, len(looks))
        for look in looks:
            yield from look.result()
    finally:
        pool.shutdown(cancel_futures=True)


def _of_file(client: Client, link: Link, url: str) -> list[Finding]:
    if found := problem(link.url):
        return [found]
    return _so_far(link.url, _LOOK[link.kind](client, link, url))


def _so_far(url: str, findings: Findings) -> list[Finding]:
    """What is found until no answer comes, and that none comes."""
    found: list[Finding] = []
    try:
        for finding in findings:
            found.append(finding)  # what is found before a failure stays
    except UnreachableError as failed:
        found.append(error(url, str(failed), failed.hint))
    return found
