"""A published show as it is online, looked at as a podcast app and a directory would."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import closing, suppress
from datetime import UTC, datetime
from itertools import islice

from audioworkout.podcast.online import audio, feed, pictures, texts
from audioworkout.podcast.online.addresses import problem
from audioworkout.podcast.online.answers import refused
from audioworkout.podcast.online.findings import Finding, Findings, error, warning
from audioworkout.podcast.online.http import AT_ONCE, Answer, Client, UnreachableError
from audioworkout.podcast.online.links import Kind, Link, links

__all__ = ["Finding", "Progress", "check"]

TIMEOUT = 30.0  # s that a request may take
WHOLE = 900.0  # s that all of them may take together
MOST_EPISODES = 2_000  # Apple shows no more
MOST_FINDINGS = 1_000
SPLIT = "split the show, or check it in parts: what was looked at stands above"

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
    request is given up after `timeout` seconds, the whole after WHOLE; of very many episodes,
    files or findings the first are looked at. Whatever goes wrong, and what was left out, is a
    finding; nothing is raised.
    """
    with closing(Client(timeout)) as client:
        if found := problem(url):
            return (found,)
        try:
            answer = client.get(url, feed.MOST_BYTES, Accept=", ".join(feed.TYPES))
        except UnreachableError as failed:
            return (error(url, str(failed), failed.hint),)
        return _bounded(url, _of_feed(client, url, answer, progress))


def _bounded(url: str, findings: Iterator[Finding]) -> tuple[Finding, ...]:
    found = tuple(islice(findings, MOST_FINDINGS + 1))
    if len(found) <= MOST_FINDINGS:
        return found
    told = f"more than {MOST_FINDINGS:,} things were found; the rest is left out"
    return (*found[:MOST_FINDINGS], error(url, told, "mend these first"))


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
    items = channel.findall("item")
    if len(items) > MOST_EPISODES:
        told = f"has {len(items):,} episodes; the first {MOST_EPISODES:,} were looked at"
        yield warning(url, told, SPLIT)
        further = set(items[MOST_EPISODES:])
        channel[:] = [child for child in channel if child not in further]
    yield from _so_far(url, feed.carried(client, url, answer))
    yield from feed.contents(channel, url, answer, datetime.now(UTC))
    yield from _of_files(client, links(channel), url, progress)


def _of_files(
    client: Client, files: tuple[Link, ...], url: str, progress: Progress | None
) -> Iterator[Finding]:
    pool = ThreadPoolExecutor(AT_ONCE)
    try:
        looks = [pool.submit(_of_file, client, link, url) for link in files]
        with suppress(TimeoutError):
            for done, _ in enumerate(as_completed(looks, WHOLE), 1):
                if progress:
                    progress(done, len(looks))
        late = [look for look in looks if look.cancel() or not look.done()]
        for look in looks:
            if look.done() and not look.cancelled():
                yield from look.result()
        if late:
            told = f"{len(late):,} of {len(looks):,} files were not looked at: it took"
            yield warning(url, f"{told} more than {WHOLE / 60:g} minutes", SPLIT)
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
