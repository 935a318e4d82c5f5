"""What is wrong with any answer, whatever file it is: its status, its way there, who may read."""

from audioworkout.podcast.online.addresses import unencrypted
from audioworkout.podcast.online.findings import Finding, Findings, error, quoted, warning
from audioworkout.podcast.online.http import DIRECT, ORIGIN, Answer

LOGIN = "no app has a password: let everybody read the folder"
MISSING = "upload the folder again, the feed last"
BUSY = "the host is overloaded or limits requests: try again later, or take another host"
SERVER = "see the server's own log"
SHARED = "players in a web page may not read it: send `Access-Control-Allow-Origin: *` with it"
AT_A_TIME = "each update costs a whole download: have the server send ETag or Last-Modified"

_HINTS = {401: LOGIN, 403: LOGIN, 407: LOGIN, 404: MISSING, 410: MISSING, 429: BUSY, 503: BUSY}
_ASKS_FOR_A_LOGIN = (401, 407)


def refused(url: str, answer: Answer) -> Finding | None:
    """An answer without the file, unless it is one with it."""
    if answer.status in (200, 206):
        return None
    asks = "asks for a login" if answer.status in _ASKS_FOR_A_LOGIN else "is not given out"
    return error(url, f"{asks}: {answer.line}", _HINTS.get(answer.status, SERVER))


def way(url: str, answer: Answer, feed: str) -> Findings:
    """Redirections and plain http on the way to an answer."""
    yield from unencrypted(url, feed)
    if answer.hops:
        yield warning(url, f"is redirected to {quoted(answer.url)}", DIRECT)
        if url.startswith("https://"):
            yield from unencrypted(answer.url, feed)


def unshared(url: str, answer: Answer) -> Findings:
    """A file that a player in a web page may not read."""
    if answer.headers.get("Access-Control-Allow-Origin", "").strip() not in ("*", ORIGIN):
        yield warning(url, "has no `Access-Control-Allow-Origin: *`", SHARED)


def mistyped(url: str, answer: Answer, expected: tuple[str, ...], hint: str) -> Findings:
    """A media type that is none of those expected."""
    if answer.type not in expected:
        wanted = " or ".join(expected)
        yield warning(url, f"is served as {quoted(answer.type)}, expected {wanted}", hint)
