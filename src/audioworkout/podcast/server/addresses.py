"""Where the server listens, and under which addresses others reach it."""

import errno
import ipaddress
import socket
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from audioworkout.ground.diagnostics import WorkoutError

LOOPBACK, LOOPBACK6, EVERYWHERE = "127.0.0.1", "::1", "0.0.0.0"
DEFAULT_PORT = 8000
LAST_PORT = 65535
TRIED = 50  # ports after one that is taken
ELSEWHERE = ("192.0.2.1", 9)  # RFC 5737: an address for documents, that no machine has


@dataclass(frozen=True, slots=True)
class Listening:
    """Open sockets, their port, and the addresses to name, the best first."""

    sockets: tuple[socket.socket, ...]
    port: int
    addresses: tuple[str, ...]

    @property
    def urls(self) -> tuple[str, ...]:
        """The base URL at each address."""
        return tuple(f"http://{address}:{self.port}/" for address in self.addresses)

    def close(self) -> None:
        """Stops listening."""
        for each in self.sockets:
            each.close()


def listen(port: int, *, lan: bool) -> Listening:
    """Listens on this machine alone or, with `lan`, on each of its IPv4 addresses too.

    Port 0 is any that is free. Raises WorkoutError where the port cannot be had.
    """
    host = EVERYWHERE if lan else LOOPBACK
    first = _open(socket.AF_INET, host, port)
    port = first.getsockname()[1]
    try:
        sixth = (_open(socket.AF_INET6, LOOPBACK6, port),) if _has_loopback6() else ()
    except WorkoutError:
        first.close()
        raise
    outside = lan_address() if lan else None
    addresses = (outside, LOOPBACK) if outside and outside != LOOPBACK else (LOOPBACK,)
    return Listening((first, *sixth), port, addresses)


def lan_address() -> str | None:
    """The address that this machine goes out from; None where it is on no network.

    Connecting by UDP sends nothing: the system only chooses the way.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(ELSEWHERE)
        except OSError:
            return None
        address: str = probe.getsockname()[0]
        return address


def is_public(address: str) -> bool:
    """Whether an address can be reached from all over the internet."""
    return ipaddress.ip_address(address).is_global


def names() -> Iterator[str]:
    """What other machines on this network may call this one."""
    name = socket.gethostname()
    yield from (name, f"{name}.local")


def _open(family: int, host: str, port: int) -> socket.socket:
    opened = _socket(family)
    try:
        opened.bind((host, port))
        opened.listen()
    except OSError as failed:
        opened.close()
        raise WorkoutError(_refused(family, host, port, failed)) from failed
    return opened


def _socket(family: int) -> socket.socket:
    # Of a socket that does not name TCP, asyncio leaves Nagle's algorithm on: 40 ms a request.
    made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if family == socket.AF_INET6:
        made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    if sys.platform == "win32":  # there, SO_REUSEADDR lets two programs share a port
        made.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
    else:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    return made


def _has_loopback6() -> bool:
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_STREAM) as probe:
            probe.bind((LOOPBACK6, 0))
    except OSError:
        return False
    return True


def _refused(family: int, host: str, port: int, failed: OSError) -> str:
    if failed.errno == errno.EADDRINUSE:
        free = _free(family, host, port)
        way_out = f"; `--port {free}` is free" if free else ""
        return f"port {port} is taken by another program{way_out}"
    if failed.errno in (errno.EACCES, errno.EPERM):
        return f"port {port} is reserved to the system; `--port {DEFAULT_PORT}` is not"
    return f"cannot listen on {host}, port {port}: {failed.strerror}"


def _free(family: int, host: str, port: int) -> int | None:
    """The first port after one that is taken that is not."""
    for candidate in range(port + 1, min(port + TRIED, LAST_PORT) + 1):
        with _socket(family) as probe:
            try:
                probe.bind((host, candidate))
            except OSError:
                continue
            return candidate
    return None
