"""One line for each request, and one for each bug."""

import logging
from collections.abc import Callable
from datetime import datetime

from starlette.types import ASGIApp, Message, Receive, Scope, Send

LONGEST = 300  # characters of a path
CUT = 499  # the client went away before the answer, as web servers note it
Log = Callable[[str], None]

_faults = logging.getLogger("audioworkout.podcast.server")


class AccessLog:
    """Writes down what was asked and answered, once it is over."""

    def __init__(self, app: ASGIApp, log: Log | None = None) -> None:
        self.app = app
        self.log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hands on, and counts what goes out."""
        status, sent = 0, 0

        async def counted(message: Message) -> None:
            nonlocal status, sent
            await send(message)
            status = message.get("status", status)
            if scope["method"] != "HEAD":
                sent += len(message.get("body", b""))

        try:
            await self.app(scope, receive, counted)
        except Exception as bug:
            status = status or 500
            cause = _cause(bug)
            _faults.error("%s: %s: %s", _path(scope), type(cause).__name__, cause)
            raise
        finally:
            if self.log:
                self.log(line(scope, status or CUT, sent))


def line(scope: Scope, status: int, sent: int) -> str:
    """When (local time), who, what, and what came of it: status and bytes of content."""
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    client = scope["client"][0] if scope.get("client") else "-"
    return f"{now} {client} {scope['method']} {_path(scope)} {status} {sent}"


def _cause(bug: Exception) -> Exception:
    """What went wrong, which older releases of Starlette pack into a group."""
    while isinstance(bug, ExceptionGroup):
        bug = bug.exceptions[0]
    return bug


def _path(scope: Scope) -> str:
    """The path as it was sent; what is not visible ASCII is escaped, so that a line stays one."""
    raw: bytes = scope.get("raw_path") or scope["path"].encode()
    text = "".join(chr(b) if 0x20 < b < 0x7F else f"%{b:02x}" for b in raw)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
