"""The application on sockets: uvicorn, with an end to all waiting."""

import asyncio
import logging
import signal
import socket
import struct
import sys
from collections.abc import Sequence
from typing import Any

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

PATIENCE = 30.0  # s without anything moving, after which, at the next look, a client is dropped
KEEP_ALIVE = 5  # s that an idle connection stays open for another request
FAREWELL = 3  # s that downloads which still run are given when the server ends
MOST_CONNECTIONS = 100  # each takes up to two files, and some systems allow 256 open ones
MOST_OF_ONE = 10  # connections from one address; a browser opens six
LINGER = "hh" if sys.platform == "win32" else "ii"  # struct linger: on or off, s
LONGEST_HEAD = 32768  # bytes of a request's first line and headers


class PatientProtocol(H11Protocol):
    """HTTP/1.1 by h11, whose clients must go on asking or reading.

    uvicorn itself waits without end for the rest of a request's headers, and for a client that
    does not read. nginx drops such clients after 60 s; so does this, after 30 to 60.
    """

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begins to look whether anything moves; what cannot be sent is told at once."""
        super().connection_made(transport)
        if self._of_one() > MOST_OF_ONE:
            self._next_look = self.loop.call_later(0, _reset, transport)
            return
        transport.set_write_buffer_limits(high=0)
        self._drained = 0
        self._mark: tuple[Any, int] = (None, 0)
        self._next_look = self.loop.call_later(PATIENCE, self.look)

    def _of_one(self) -> int:
        """How many connections come from this one's address."""
        clients = [getattr(each, "client", None) for each in self.connections]
        return sum(bool(self.client and c and c[0] == self.client[0]) for c in clients)

    def connection_lost(self, exc: Exception | None) -> None:
        """Ends the looking."""
        self._next_look.cancel()
        super().connection_lost(exc)

    def resume_writing(self) -> None:
        """Counts that all which was to be sent has gone."""
        self._drained += 1
        super().resume_writing()

    def look(self) -> None:
        """Drops a client where nothing has moved since the last look."""
        mark = (self.cycle, self._drained)
        working = self.cycle is not None and not self.cycle.response_complete
        if mark == self._mark and (not working or self.flow.write_paused):
            _reset(self.transport)
            return
        self._mark = mark
        self._next_look = self.loop.call_later(PATIENCE, self.look)


def _reset(transport: asyncio.Transport) -> None:
    """Gives a connection up, and with it what the system holds to be sent."""
    opened = transport.get_extra_info("socket")
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack(LINGER, 1, 0))
    transport.abort()  # closing it would wait for the client to read


def server(app: ASGIApp) -> uvicorn.Server:
    """A server for the application, whose `run` takes the sockets to listen on."""
    config = uvicorn.Config(
        app,
        loop="asyncio",
        http=PatientProtocol,
        ws="none",
        lifespan="off",
        log_config=None,
        log_level=logging.CRITICAL + 1,  # the journal tells requests and faults
        access_log=False,
        proxy_headers=False,
        server_header=False,
        limit_concurrency=MOST_CONNECTIONS,
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=FAREWELL,
        h11_max_incomplete_event_size=LONGEST_HEAD,
    )
    return uvicorn.Server(config)


def serve(app: ASGIApp, sockets: Sequence[socket.socket]) -> None:
    """Answers on listening sockets until SIGTERM; at Ctrl-C it ends with KeyboardInterrupt.

    Downloads that run are given FAREWELL seconds more; a second Ctrl-C cuts them short.
    """
    before = signal.signal(signal.SIGTERM, lambda *_: None)  # raised again when all has ended
    try:
        server(app).run(sockets=list(sockets))
    finally:
        signal.signal(signal.SIGTERM, before)
