"""One deadline for a whole request: connection, handshake, headers and body together.

The libraries' own timeouts count from byte to byte, so that a server which sends one now and then
is waited for as long as it likes. Here a connection is shut down when time is up, whatever is read
from it just then.
"""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

_running = threading.local()


class Watch:
    """The time that one request has; `expired` tells that it ran out."""

    def __init__(self) -> None:
        self.expired = False
        self._lock = threading.Lock()
        self._twins: list[socket.socket] = []

    def over(self, connection: socket.socket) -> None:
        """A connection that the request goes over; one that comes too late is shut at once.

        It gets a second handle, which stays where TLS or a response takes over the first.
        """
        twin = socket.fromfd(connection.fileno(), connection.family, connection.type)
        with self._lock:
            self._twins.append(twin)
            if self.expired:
                _shut(twin)

    def expire(self) -> None:
        """Time is up."""
        with self._lock:
            self.expired = True
            for twin in self._twins:
                _shut(twin)

    def close(self) -> None:
        """Gives the handles back."""
        with self._lock:
            for twin in self._twins:
                twin.close()
            self._twins.clear()


@contextmanager
def within(seconds: float) -> Iterator[Watch]:
    """All that this thread asks for inside takes no longer."""
    watch = Watch()
    timer = threading.Timer(seconds, watch.expire)
    timer.daemon = True
    timer.start()
    _running.watch = watch
    try:
        yield watch
    finally:
        timer.cancel()
        _running.watch = None
        watch.close()


def _shut(connection: socket.socket) -> None:
    with suppress(OSError):  # it has ended already
        connection.shutdown(socket.SHUT_RDWR)


def _watched(connection: socket.socket | None) -> None:
    watch: Watch | None = getattr(_running, "watch", None)
    if watch and connection:
        watch.over(connection)


class _Watched:
    sock: socket.socket | None

    def _new_conn(self) -> socket.socket:
        made: socket.socket = super()._new_conn()  # type: ignore[misc]
        _watched(made)
        return made

    def request(self, *arguments: Any, **options: Any) -> None:
        _watched(self.sock)  # the connection may be an earlier request's
        super().request(*arguments, **options)  # type: ignore[misc]


class _Connection(_Watched, HTTPConnection):
    pass


class _SecureConnection(_Watched, HTTPSConnection):
    pass


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


POOLS = {"http": _Pool, "https": _SecurePool}


class WatchedAdapter(HTTPAdapter):
    """Connections that `within` can end, through a proxy too."""

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        """Makes the pools of such connections."""
        super().init_poolmanager(*arguments, **options)
        self.poolmanager.pool_classes_by_scheme = POOLS

    def proxy_manager_for(self, *arguments: Any, **options: Any) -> Any:
        """The same for a proxy's."""
        manager = super().proxy_manager_for(*arguments, **options)
        manager.pool_classes_by_scheme = POOLS
        return manager
