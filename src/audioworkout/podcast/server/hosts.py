"""Only requests that name this server are answered.

A page of another site can let its own name lead to this machine (DNS rebinding) and would then
read all that is served here as its own. Its name gives it away: the browser sends it as `Host`.
"""

import re
from collections.abc import Collection
from urllib.parse import unquote, urlsplit

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Receive, Scope, Send

from audioworkout.podcast.server import answers

_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9_-]+(?:\.[a-z0-9_-]+)*)\.?(:[0-9]{1,5})?", re.ASCII)


class Hosts:
    """Answers for `localhost`, the address that the client reached, and further `names`."""

    def __init__(self, app: ASGIApp, names: Collection[str] = ()) -> None:
        self.app = app
        self.names = frozenset(name.lower() for name in names) | {"localhost"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hands on what is meant for this server, its path and `Host` in their usual form."""
        headers = MutableHeaders(scope=scope)
        authority, path = _target(scope, headers.get("host"))
        host = _HOST.fullmatch(authority.lower())
        if not host:
            await answers.refusal(400, "the Host is no name")(scope, receive, send)
        elif host[1] not in self.names | {_bracketed(scope["server"][0])}:
            text = f"this server does not go by that name; it is http://{_own(scope)}/"
            await answers.refusal(421, text)(scope, receive, send)
        elif path == "*":
            await answers.no_file(scope["method"])(scope, receive, send)
        else:
            headers["host"] = host[1] + (host[2] or "")
            await self.app({**scope, "path": path}, receive, send)


def _target(scope: Scope, host: str | None) -> tuple[str, str]:
    """Host and path that are asked for, also where both stand in the request's first line."""
    path: str = scope["path"]
    raw = scope.get("raw_path", b"").decode("ascii", "replace")
    if raw.lower().startswith("http://"):
        try:
            whole = urlsplit(raw)
        except ValueError:
            return "", ""
        return whole.netloc, unquote(whole.path) or "/"
    return (_own(scope) if host is None else host), path


def _own(scope: Scope) -> str:
    """Where the client reached this server: HTTP/1.0 may leave the Host out."""
    address, port = scope["server"]
    return f"{_bracketed(address)}:{port}"


def _bracketed(address: str) -> str:
    return f"[{address}]" if ":" in address else address
