"""Requests as an app makes them, with bounds to how long, how much and how far."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from importlib.metadata import PackageNotFoundError, version
from urllib.parse import urljoin

import requests
from requests import RequestException, Session, Timeout
from requests.exceptions import InvalidURL, ProxyError, SSLError
from urllib3.exceptions import (
    DecodeError,
    HTTPError,
    NameResolutionError,
    NewConnectionError,
    ReadTimeoutError,
)

from audioworkout.podcast.online.addresses import parted
from audioworkout.podcast.online.deadlines import WatchedAdapter, within
from audioworkout.podcast.online.findings import quoted

CONNECT_TIMEOUT = 10.0  # s
MOST_HOPS = 5
REDIRECTS = (301, 302, 303, 307, 308)
PIECE = 1 << 14  # bytes; compressed a thousandfold, still no more than a computer holds
AT_ONCE = 4
ORIGIN = "https://player.example"  # a page of another host: some hosts name who may read only then

AGAIN = "try again, or see the host's own notices"
DIRECT = "write the address that it ends at, or undo the redirection"


class UnreachableError(Exception):
    """No answer came, or none that can be read; `hint` is a way out."""

    def __init__(self, message: str, hint: str = AGAIN) -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sent."""

    url: str
    """Where it came from, after redirections."""

    hops: tuple[str, ...]
    """The addresses that redirected, in order."""

    status: int
    reason: str
    headers: Mapping[str, str]
    """Found in any case."""

    body: bytes
    """Without its compression."""

    whole: bool
    """False where there was more than asked for; that was not read."""

    @property
    def line(self) -> str:
        """Status and reason: `404 Not Found`."""
        return f"{self.status} {self.reason}".strip()

    @property
    def type(self) -> str:
        """The media type, in lower case and without parameters; "" where none is stated."""
        return self.headers.get("Content-Type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str:
        """The charset that Content-Type names, in lower case, or ""."""
        found = re.search(r"""charset\s*=\s*["']?([^\s"';]+)""", self._content_type, re.IGNORECASE)
        return found[1].lower() if found else ""

    @property
    def _content_type(self) -> str:
        return self.headers.get("Content-Type", "")


class Client:
    """Asks; several threads may share one.

    `timeout` is how many seconds a request may take with all that belongs to it: redirections,
    headers and as much of the body as is wanted.
    """

    def __init__(self, timeout: float) -> None:
        self.timeout = timeout
        self._session = Session()
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, WatchedAdapter())
        self._session.auth = _nobody
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self._session.headers["User-Agent"] = f"audioworkout/{_version()} (publish --check-url)"
        self._session.headers["Origin"] = ORIGIN

    def close(self) -> None:
        """Ends its connections."""
        self._session.close()

    def head(self, url: str, **headers: str) -> Answer:
        """The answer to HEAD; see `get`."""
        return self._asked("HEAD", url, headers, 0)

    def get(self, url: str, most: int, **headers: str) -> Answer:
        """The answer to GET, redirections followed, of its body the first `most` bytes.

        Headers are named with `_` for `-`. Raises UnreachableError without an answer, in a circle
        of redirections or after more than five, and for an answer that breaks off.
        """
        return self._asked("GET", url, headers, most)

    def _asked(self, method: str, url: str, headers: Mapping[str, str], most: int) -> Answer:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        hops: list[str] = []
        with within(self.timeout) as watch:
            while True:
                try:
                    answer = self._answer(method, url, named, most, tuple(hops))
                except UnreachableError as failed:
                    raise (self._late() if watch.expired else failed) from failed
                if watch.expired:  # what ends with the connection may look complete
                    raise self._late()
                target = answer.headers.get("Location")
                if answer.status not in REDIRECTS or not target:
                    return answer
                hops.append(url)
                url = _next(url, target, hops)

    def _answer(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        most: int,
        hops: tuple[str, ...],
    ) -> Answer:
        timeouts = (min(CONNECT_TIMEOUT, self.timeout), self.timeout)
        try:
            with self._session.request(
                method, url, headers=headers, stream=True, allow_redirects=False, timeout=timeouts
            ) as response:
                body, whole = b"", True
                if method == "GET" and response.status_code not in REDIRECTS:
                    body, whole = self._body(response, most)
                return Answer(
                    url, hops, response.status_code, response.reason, response.headers, body, whole
                )
        except (RequestException, HTTPError, OSError, ValueError) as failed:
            raise self._explained(failed) from failed

    def _body(self, response: "requests.Response", most: int) -> tuple[bytes, bool]:
        """At most `most` bytes, and whether that is all."""
        body = bytearray()
        # read1, unlike read and iter_content, returns with what there is.
        while piece := response.raw.read1(PIECE, decode_content=True):
            body += piece
            if len(body) > most:
                return bytes(body[:most]), False
        return bytes(body), True

    def _late(self) -> UnreachableError:
        return UnreachableError(f"takes longer than {self.timeout:g} s to answer")

    def _explained(self, failed: Exception) -> UnreachableError:
        """What a library raised, in a sentence."""
        cause = getattr(failed.args[0] if failed.args else None, "reason", None)
        sentences = (
            (Timeout | ReadTimeoutError, str(self._late()), AGAIN),
            (SSLError, "its certificate is not accepted", "renew the host's certificate"),
            (ProxyError, "the proxy of this computer refuses", "ask without the proxy"),
            (InvalidURL | ValueError, "is no address", "write it as a browser shows it"),
        )
        for kind, sentence, hint in sentences:
            if isinstance(failed, kind):
                return UnreachableError(sentence, hint)
        if isinstance(cause, NameResolutionError):
            return UnreachableError("no such host is known", "look for a typing error in the name")
        return UnreachableError(*_broken(failed))


def _broken(failed: Exception) -> tuple[str, str]:
    cause = getattr(failed.args[0] if failed.args else None, "reason", None)
    if isinstance(cause, NewConnectionError):
        return "no server answers there", "start the server, or correct the address"
    if isinstance(failed, DecodeError):
        return "is compressed in a way that cannot be undone", "switch the compression off"
    if isinstance(failed, HTTPError):
        return "the answer breaks off before its end", AGAIN
    return "the server hangs up without an answer", AGAIN


def _next(url: str, target: str, hops: list[str]) -> str:
    """Where a redirection leads; raises UnreachableError where it should not be followed."""
    try:
        # Servers send UTF-8 here, which http.client reads as Latin-1.
        there = urljoin(url, target.encode("latin-1").decode("utf-8", "replace"))
    except ValueError:
        there = target
    if parted(there) is None:
        raise UnreachableError(f"redirects to {quoted(target)}, which is no web address", DIRECT)
    if there in hops:
        raise UnreachableError("redirects in a circle", DIRECT)
    if len(hops) > MOST_HOPS:
        raise UnreachableError(f"redirects more than {MOST_HOPS} times", DIRECT)
    return there


def _nobody(request: "requests.PreparedRequest") -> "requests.PreparedRequest":
    """No login: without one, requests would take a password from the user's ~/.netrc."""
    return request


def _version() -> str:
    try:
        return version("audioworkout")
    except PackageNotFoundError:
        return "0"
