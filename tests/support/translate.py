"""Google Translate on this machine: a proxy that answers for every host that it is asked for.

gTTS takes its proxy from the environment and checks no certificate, so its own code talks to
this one as it would to Google, and nothing leaves the machine.
"""

import base64
import json
import socket
import ssl
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler
from socketserver import BaseRequestHandler, ThreadingTCPServer
from typing import Any
from urllib.parse import parse_qs

import trustme

RATE = 24_000  # Hz, what Google sends


@dataclass(frozen=True)
class Asked:
    """What a request asked for: words in a language, or else a page."""

    host: str
    text: str
    language: str


@dataclass(frozen=True)
class Reply:
    """What is sent back. `cut` bytes of the body are left out; `silent` sends nothing at all."""

    status: str = "200 OK"
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    cut: int = 0
    silent: bool = False


@dataclass
class Google:
    """A proxy at `port`. `reply` says what to answer; `hosts` and `asked` keep what came."""

    reply: Callable[[Asked], Reply]
    port: int = 0
    hosts: list[str] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)


def spoken(mp3: bytes) -> Reply:
    """Google's answer with a sound in it, as recorded: a length, a row and what follows."""
    row = ["wrb.fr", "jQ1olc", json.dumps([base64.b64encode(mp3).decode()]), None, None, None]
    line = json.dumps([[*row, "generic"], ["di", 61], ["af.httprm", 61, "-1", 25]])
    return Reply(body=f")]}}'\n\n{len(line)}\n{line.replace(', ', ',')}\n".encode())


@contextmanager
def serving(reply: Callable[[Asked], Reply]) -> Iterator[Google]:
    """A proxy for as long as the block runs."""
    google = Google(reply)
    with _Server(google) as server:
        google.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        try:
            yield google
        finally:
            google.over.set()
            server.shutdown()
    assert google.errors == []


def closed_port() -> int:
    """A port of this machine where nobody listens."""
    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port


class _Server(ThreadingTCPServer):
    daemon_threads = True

    def __init__(self, google: Google) -> None:
        super().__init__(("127.0.0.1", 0), _handler(google))
        self.google = google

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Keeps what went wrong here; that a client has hung up is its own concern."""
        error = sys.exception()
        if not isinstance(error, OSError):
            self.google.errors.append(repr(error))


def _handler(google: Google) -> type[BaseRequestHandler]:
    class Tunnel(BaseRequestHandler):
        def handle(self) -> None:
            opening = b""
            while not opening.endswith(b"\r\n\r\n"):
                opening += self.request.recv(1)
            host = opening.split()[1].decode()
            google.hosts.append(host)
            self.request.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            with _tls().wrap_socket(self.request, server_side=True) as secure:
                _Site(secure, host, google)

    return Tunnel


class _Site(BaseHTTPRequestHandler):
    """One request of the batchexecute protocol on a connection that is set up."""

    def __init__(self, connection: ssl.SSLSocket, host: str, google: Google) -> None:
        self.host = host
        self.google = google
        super().__init__(connection, ("127.0.0.1", 0), None)  # type: ignore[arg-type]

    def do_POST(self) -> None:
        size = int(self.headers["Content-Length"])
        form = parse_qs(self.rfile.read(size).decode())
        ((call,),) = json.loads(form["f.req"][0])
        assert (call[0], self.path) == ("jQ1olc", "/_/TranslateWebserverUi/data/batchexecute")
        text, language, speed, _ = json.loads(call[1])
        assert speed is None
        self._answer(Asked(self.host, text, language))

    def do_GET(self) -> None:
        self._answer(Asked(self.host, self.path, ""))

    def _answer(self, asked: Asked) -> None:
        self.google.asked.append(asked)
        reply = self.google.reply(asked)
        if reply.silent:
            self.google.over.wait(10)
            return
        code, _, reason = reply.status.partition(" ")
        self.send_response(int(code), reason)
        for name, value in reply.headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body[: len(reply.body) - reply.cut])

    def log_message(self, *args: Any) -> None:
        pass


@cache
def _tls() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("translate.google.com").configure_cert(context)
    return context
