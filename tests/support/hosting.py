"""A host on this machine for a published folder: well-behaved, but for what a test asks of it."""

import gzip
import re
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

VALIDATOR = '"1"'


@dataclass(frozen=True, slots=True)
class Served:
    """A file and how it is sent. A status of 0 hangs up without an answer."""

    body: bytes
    type: str
    status: int = 200
    head: int | None = None
    """Another status for HEAD."""

    ranges: str = "kept"
    """Or `ignored`: all is sent; `shifted`: other bytes are; `short`: too few."""

    packed: bool = False
    sized: bool = True
    stated: int | None = None
    """A length that HEAD tells, if not the right one."""

    validated: bool = True
    heeded: bool = True
    """Whether the validator is compared with that of a request."""

    shared: bool = True
    location: str = ""
    cut: int = 0
    """Bytes that are left out before the server hangs up."""

    silent: bool = False
    trickling: bool = False


@dataclass
class Host:
    """The files by name, and what was asked for: method, name, User-Agent, Authorization."""

    files: dict[str, Served]
    base: str = ""
    asked: list[tuple[str, str, str | None, str | None]] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)


@contextmanager
def hosting(files: dict[str, Served], tls: ssl.SSLContext | None = None) -> Iterator[Host]:
    """A host for as long as the block runs; its `base` ends with a slash."""
    host = Host(files)

    class Handler(_Handler):
        the_host = host

    with _Server(("127.0.0.1", 0), Handler) as server:
        if tls:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        host.base = f"http{'s' * bool(tls)}://127.0.0.1:{server.server_address[1]}/"
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        try:
            yield host
        finally:
            host.over.set()
            server.shutdown()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients hang up when they have seen enough."""


class _Handler(BaseHTTPRequestHandler):
    the_host: Host

    def do_GET(self) -> None:
        name = self.path.lstrip("/")
        agent, login = self.headers["User-Agent"], self.headers["Authorization"]
        self.the_host.asked.append((self.command, name, agent, login))
        file = self.the_host.files.get(name, Served(b"", "text/plain", status=404))
        if file.silent:
            self.the_host.over.wait()
        if file.status and not file.silent:
            self._answer(file)

    do_HEAD = do_GET  # noqa: N815 (so the library calls it)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (as it is inherited)
        pass

    def _answer(self, file: Served) -> None:
        body = file.body
        status = file.head if self.command == "HEAD" and file.head else file.status
        headers = {"Content-Type": file.type}
        if file.location:
            headers["Location"] = file.location
        if file.validated:
            headers["ETag"] = VALIDATOR
            if file.heeded and self.headers["If-None-Match"] == VALIDATOR:
                status, body = 304, b""
        if file.shared and self.headers["Origin"]:
            headers["Access-Control-Allow-Origin"] = "*"
        asked = re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers["Range"] or "")
        if asked and status == 200 and file.ranges != "ignored":
            status, body = 206, self._range(file, int(asked[1]), int(asked[2]), headers)
        elif file.packed and "gzip" in self.headers["Accept-Encoding"]:
            headers["Content-Encoding"] = "gzip"
            body = gzip.compress(body)
        self._send(file, status, headers, body)

    def _range(self, file: Served, first: int, last: int, headers: dict[str, str]) -> bytes:
        last = min(last, len(file.body) - 1)
        if file.ranges == "shifted" and first:
            first -= 1
        headers["Content-Range"] = f"bytes {first}-{last}/{len(file.body)}"
        return file.body[first : last + (file.ranges != "short")]

    def _send(self, file: Served, status: int, headers: dict[str, str], body: bytes) -> None:
        if file.sized:
            stated = file.stated if self.command == "HEAD" else None
            headers["Content-Length"] = str(stated or len(body))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "HEAD":
            return
        with suppress(OSError):
            if file.trickling:
                self._trickle(body)
            self.wfile.write(body[: len(body) - file.cut])

    def _trickle(self, body: bytes) -> None:
        for byte in body:
            if self.the_host.over.wait(0.02):
                return
            self.wfile.write(bytes([byte]))
