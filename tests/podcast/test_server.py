"""What the server gives away, in which parts, to whom, and what it keeps."""

import os
import re
import socket
import stat
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from email.utils import formatdate
from pathlib import Path
from random import Random

import pytest

from audioworkout.ground.diagnostics import WorkoutError
from audioworkout.podcast import server
from audioworkout.podcast.server import runner
from audioworkout.podcast.server.access_log import line
from audioworkout.podcast.server.rewriting import public_address
from served import (
    AUDIO,
    CHANGED,
    FILES,
    PUBLIC,
    Ask,
    Running,
    asking,
    feed,
    publish,
    received,
    serving,
)

SECRET = b"not to be seen"
DATE = formatdate(CHANGED, usegmt=True)
EARLIER, LATER = formatdate(CHANGED - 1, usegmt=True), formatdate(CHANGED + 1, usegmt=True)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret.txt").write_bytes(SECRET)
    return publish(outside / "public")


@pytest.fixture(scope="module")
def running(folder: Path) -> Iterator[Running]:
    with serving(folder) as found:
        yield found


@pytest.fixture(scope="module", params=["application", "uvicorn"])
def ask(request: pytest.FixtureRequest, folder: Path, running: Running) -> Ask:
    """Asks the application itself, and the same over sockets."""
    if request.param == "uvicorn":
        return running.ask
    return asking(server.application(folder), running.url)


# Parts


TAG = "THE TAG"  # stands for the entity tag in the tables
RANGES = [
    # Range, other headers, status, Content-Range, content of 0123456789
    ("bytes=0-3", {}, 206, "bytes 0-3/10", b"0123"),
    ("bytes=4-4", {}, 206, "bytes 4-4/10", b"4"),
    ("bytes=0-", {}, 206, "bytes 0-9/10", b"0123456789"),
    ("bytes=7-", {}, 206, "bytes 7-9/10", b"789"),
    ("bytes=9-", {}, 206, "bytes 9-9/10", b"9"),
    ("bytes=5-99", {}, 206, "bytes 5-9/10", b"56789"),
    ("bytes=0-18446744073709551615", {}, 206, "bytes 0-9/10", b"0123456789"),
    ("bytes=-3", {}, 206, "bytes 7-9/10", b"789"),
    ("bytes=-10", {}, 206, "bytes 0-9/10", b"0123456789"),
    ("bytes=-99", {}, 206, "bytes 0-9/10", b"0123456789"),
    ("BYTES=0-3", {}, 206, "bytes 0-3/10", b"0123"),
    ("bytes= 0-3 ", {}, 206, "bytes 0-3/10", b"0123"),
    ("bytes=,0-3,", {}, 206, "bytes 0-3/10", b"0123"),
    ("bytes=000000-00003", {}, 206, "bytes 0-3/10", b"0123"),
    # there is nothing to send
    ("bytes=10-", {}, 416, "bytes */10", None),
    ("bytes=10-12", {}, 416, "bytes */10", None),
    ("bytes=-0", {}, 416, "bytes */10", None),
    ("bytes=99-100,200-", {}, 416, "bytes */10", None),
    # written wrong, or in units that nobody knows: as if it were not there
    ("bytes=3-1", {}, 200, None, b"0123456789"),
    ("bytes=a-b", {}, 200, None, b"0123456789"),
    ("bytes=-", {}, 200, None, b"0123456789"),
    ("bytes=", {}, 200, None, b"0123456789"),
    ("bytes", {}, 200, None, b"0123456789"),
    ("bytes=1", {}, 200, None, b"0123456789"),
    ("bytes=--3", {}, 200, None, b"0123456789"),
    ("bytes=+1-3", {}, 200, None, b"0123456789"),
    ("bytes=1_0-", {}, 200, None, b"0123456789"),
    ("bytes=0 - 3", {}, 200, None, b"0123456789"),
    ("bytes=0-3;4-5", {}, 200, None, b"0123456789"),
    ("bytes=0-3,nonsense", {}, 200, None, b"0123456789"),
    ("bytes=0x1-0x3", {}, 200, None, b"0123456789"),
    (f"bytes=0-{'9' * 5000}", {}, 200, None, b"0123456789"),
    ("lines=0-3", {}, 200, None, b"0123456789"),
    # of several the whole, which a server may send
    ("bytes=0-1,4-5", {}, 200, None, b"0123456789"),
    ("bytes=0-0,-1", {}, 200, None, b"0123456789"),
    ("bytes=0-3,99-", {}, 200, None, b"0123456789"),
    # only if it is still the same
    ("bytes=0-3", {"If-Range": TAG}, 206, "bytes 0-3/10", b"0123"),
    ("bytes=0-3", {"If-Range": f"W/{TAG}"}, 200, None, b"0123456789"),
    ("bytes=0-3", {"If-Range": '"another"'}, 200, None, b"0123456789"),
    ("bytes=0-3", {"If-Range": DATE}, 206, "bytes 0-3/10", b"0123"),
    ("bytes=0-3", {"If-Range": EARLIER}, 200, None, b"0123456789"),
    ("bytes=0-3", {"If-Range": LATER}, 200, None, b"0123456789"),
    ("bytes=0-3", {"If-Range": "yesterday"}, 200, None, b"0123456789"),
    ("bytes=99-", {"If-Range": '"another"'}, 200, None, b"0123456789"),
    # what is known comes first
    ("bytes=0-3", {"If-None-Match": TAG}, 304, None, b""),
    ("bytes=0-3", {"If-Modified-Since": DATE}, 304, None, b""),
    ("bytes=0-3", {"If-Match": '"another"'}, 412, None, None),
]


@pytest.mark.parametrize(("wanted", "more", "status", "span", "content"), RANGES)
def test_parts(
    ask: Ask,
    wanted: str,
    more: dict[str, str],
    status: int,
    span: str | None,
    content: bytes | None,
) -> None:
    tag = ask("/legs.m4a").headers["etag"]
    given = {name: value.replace(TAG, tag) for name, value in more.items()}
    answer = ask("/legs.m4a", {"Range": wanted, **given})
    assert (answer.status, answer.headers.get("content-range")) == (status, span)
    if content is not None:
        assert answer.body == content
    if status in (200, 206):
        assert answer.headers["content-type"] == "audio/mp4"


CONDITIONS = [
    # headers of a request without a range, status
    ({}, 200),
    ({"If-None-Match": TAG}, 304),
    ({"If-None-Match": f"W/{TAG}"}, 304),
    ({"If-None-Match": f'"a", {TAG} , W/"b"'}, 304),
    ({"If-None-Match": "*"}, 304),
    ({"If-None-Match": '"a"'}, 200),
    ({"If-None-Match": f"{TAG}."}, 200),
    ({"If-None-Match": '"a'}, 200),
    ({"If-Modified-Since": DATE}, 304),
    ({"If-Modified-Since": LATER}, 304),
    ({"If-Modified-Since": EARLIER}, 200),
    ({"If-Modified-Since": "Tuesday, 14-Nov-23 22:13:20 GMT"}, 304),
    ({"If-Modified-Since": "Tue Nov 14 22:13:20 2023"}, 304),
    ({"If-Modified-Since": "Tue Nov 14 22:13:19 2023"}, 200),
    ({"If-Modified-Since": "yesterday"}, 200),
    ({"If-Modified-Since": "Tue, 14 Nov 99999 22:13:20 GMT"}, 200),
    ({"If-None-Match": '"a"', "If-Modified-Since": DATE}, 200),
    ({"If-Match": TAG}, 200),
    ({"If-Match": "*"}, 200),
    ({"If-Match": f"W/{TAG}"}, 412),
    ({"If-Match": '"a"'}, 412),
    ({"If-Match": f'"a", {TAG}'}, 200),
    ({"If-Unmodified-Since": DATE}, 200),
    ({"If-Unmodified-Since": EARLIER}, 412),
    ({"If-Unmodified-Since": "yesterday"}, 200),
    ({"If-Match": TAG, "If-Unmodified-Since": EARLIER}, 200),
    ({"If-Match": TAG, "If-None-Match": TAG}, 304),
    ({"If-Range": DATE}, 200),
]


@pytest.mark.parametrize(("more", "status"), CONDITIONS)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("name", ["/legs.m4a", "/feed.xml"])
def test_conditions(ask: Ask, name: str, method: str, more: dict[str, str], status: int) -> None:
    known = ask(name)
    tag = known.headers["etag"]
    answer = ask(name, {key: value.replace(TAG, tag) for key, value in more.items()}, method)
    assert answer.status == status
    if status == 304:
        kept = {key: answer.headers.get(key) for key in ("etag", "cache-control", "last-modified")}
        assert kept == {key: known.headers[key] for key in kept}
        assert {"content-length", "content-type"}.isdisjoint(answer.headers)
    if status == 304 or method == "HEAD":
        assert answer.body == b""


def test_nothing_of_nothing_is_the_whole(ask: Ask) -> None:
    assert ask("/empty.txt").headers["content-length"] == "0"
    assert ask("/empty.txt", {"Range": "bytes=0-"}).status == 416
    assert ask("/empty.txt", {"Range": "bytes=-5"}).status == 200


# Whole files


@pytest.mark.parametrize("path", [f"/{name}" for name in FILES if name[0] != "."] + ["/feed.xml"])
def test_head_has_the_headers_of_get(ask: Ask, path: str) -> None:
    whole, head = ask(path), ask(path, method="HEAD")
    assert (whole.status, head.status, head.body) == (200, 200, b"")
    assert {**head.headers, "date": ""} == {**whole.headers, "date": ""}
    assert whole.headers["content-length"] == str(len(whole.body))
    assert whole.headers["accept-ranges"] == "bytes"


def test_head_takes_no_part(ask: Ask) -> None:
    head = ask("/legs.m4a", {"Range": "bytes=0-3"}, "HEAD")
    assert (head.status, head.headers["content-length"]) == (200, "10")


@pytest.mark.parametrize(
    ("path", "kind", "kept", "open_"),
    [
        ("/", "text/html; charset=utf-8", "no-cache", False),
        ("/legs.html", "text/html; charset=utf-8", "no-cache", False),
        ("/feed.xml", "application/rss+xml; charset=utf-8", "no-cache", True),
        ("/legs.mp3", "audio/mpeg", "no-cache", True),
        ("/legs.m4a", "audio/mp4", "no-cache", True),
        ("/legs.opus", "audio/ogg", "no-cache", True),
        ("/legs.chapters.json", "application/json+chapters", "no-cache", True),
        ("/legs.vtt", "text/vtt; charset=utf-8", "no-cache", True),
        ("/legs.srt", "application/x-subrip", "no-cache", True),
        ("/legs-0a1b2c3d.jpg", "image/jpeg", "public, max-age=31536000, immutable", True),
        (
            "/assets/style.0a1b2c3d.css",
            "text/css; charset=utf-8",
            "public, max-age=31536000, immutable",
            False,
        ),
        (
            "/assets/player.0a1b2c3d.js",
            "text/javascript; charset=utf-8",
            "public, max-age=31536000, immutable",
            False,
        ),
    ],
)
def test_types_and_keeping(ask: Ask, path: str, kind: str, kept: str, open_: bool) -> None:
    headers = ask(path).headers
    assert (headers["content-type"], headers["cache-control"]) == (kind, kept)
    assert headers.get("access-control-allow-origin") == ("*" if open_ else None)
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert ("default-src 'none'" in headers.get("content-security-policy", "")) == (
        kind.startswith("text/html")
    )
    assert headers["last-modified"] == DATE
    assert "server" not in headers


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"])
def test_other_methods(ask: Ask, method: str) -> None:
    answer = ask("/legs.mp3", method=method)
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS")


def test_options(ask: Ask) -> None:
    asked = {"Origin": "https://player.example", "Access-Control-Request-Method": "GET"}
    answer = ask("/legs.mp3", asked, "OPTIONS")
    assert (answer.status, answer.body) == (204, b"")
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "range" in answer.headers["access-control-allow-headers"]


# Under which address


def test_the_show_lies_where_the_client_found_it(running: Running, folder: Path) -> None:
    answer = running.ask("/feed.xml")
    moved = feed()
    for name in ("legs.mp3", "core.mp3", "feed.xml"):
        moved = moved.replace(f"{PUBLIC}{name}", f"{running.url}{name}")
    moved = moved.replace(f"<link>{PUBLIC}<", f"<link>{running.url}<")
    assert answer.body.decode() == moved
    assert (folder / "feed.xml").read_text() == feed()


def test_pages_and_chapters_too(running: Running) -> None:
    here = f"127.0.0.1:{running.port}"
    page = FILES["legs.html"].decode()
    page = page.replace("https://example.org/legs/", f"http://{here}/")
    page = page.replace("podcast://example.org/legs/", f"podcast://{here}/")
    assert running.ask("/legs.html").body.decode() == page
    assert "pktc://subscribe/example.org/legs/feed.xml" in page  # it is fetched from elsewhere
    chapters = running.ask("/legs.chapters.json").body
    assert f'"http://{here}/legs-0a1b2c3d.jpg"'.encode() in chapters


def test_another_address_is_another_feed(running: Running) -> None:
    feeds = [running.ask("/feed.xml", {"Host": host}) for host in ("localhost", "localhost:9000")]
    assert b'url="http://localhost/legs.mp3"' in feeds[0].body
    assert b'url="http://localhost:9000/legs.mp3"' in feeds[1].body  # as through a tunnel
    assert feeds[0].headers["etag"] != feeds[1].headers["etag"]


@pytest.mark.parametrize(
    "text", ["", "<rss", "<rss><channel/></rss>", '<a xmlns="x"><link rel="self" href="y"/></a>']
)
def test_a_feed_that_does_not_say_where_it_lies(tmp_path: Path, text: str) -> None:
    (tmp_path / "feed.xml").write_text(text)
    assert public_address(tmp_path) is None


# Nothing outside


TRAVERSALS = [
    "/../secret.txt",
    "/assets/../../secret.txt",
    "/..%2fsecret.txt",
    "/%2e%2e/secret.txt",
    "/%2E%2E%2Fsecret.txt",
    "/.%2e/secret.txt",
    "/%2e%2e%2f%2e%2e%2f%2e%2e%2f%2e%2e%2f%2e%2e%2fetc/passwd",
    "/%252e%252e/secret.txt",
    "/%252e%252e%252fsecret.txt",
    "/..%252fsecret.txt",
    "/..\\secret.txt",
    "/..%5csecret.txt",
    "/%5c..%5csecret.txt",
    "/%c0%ae%c0%ae/secret.txt",
    "/%c0%ae%c0%ae%c0%afsecret.txt",
    "/%e0%80%ae%e0%80%ae/secret.txt",
    "/%u002e%u002e/secret.txt",
    "/%ef%bc%8e%ef%bc%8e/secret.txt",
    "/%e2%80%a5/secret.txt",
    "/.../secret.txt",
    "/....//secret.txt",
    "/..;/secret.txt",
    "/..%00/secret.txt",
    "/legs.mp3%00.html",
    "/%00",
    "//etc/passwd",
    "/%2fetc%2fpasswd",
    "//../secret.txt",
    "/./legs.mp3",
    "/assets/./style.0a1b2c3d.css",
    "/assets//style.0a1b2c3d.css",
    "/legs.mp3/",
    "/legs.mp3/.",
    "/legs.mp3.",
    "/legs.mp3%20",
    "/legs.mp3::$DATA",
    "/C:%5cwindows%5cwin.ini",
    "/c:/windows/win.ini",
    "/file:///etc/passwd",
    "/~root/.profile",
    "/assets",
    "/assets/",
    "/.audioworkout.json",
    "/%2eaudioworkout.json",
    "/assets/../.audioworkout.json",
    "/.nojekyll",
    "/.git/config",
    "/manifest-link.json",
    "/out.txt",
    "/up/secret.txt",
    "/loop.txt",
    "/pipe.txt",
    "/" + "a" * 300,
    "/" + "a/" * 3000,
    "/legs.mp3%0d%0aX-Injected:%20yes",
    "/index.html%0a",
]


@pytest.fixture
def linked(folder: Path) -> Iterator[Path]:
    """Links and a pipe in the folder."""
    links = {
        "out.txt": "../secret.txt",
        "up": "..",
        "manifest-link.json": ".audioworkout.json",
        "loop.txt": "loop.txt",
        "inside.mp3": "legs.mp3",
    }
    for name, target in links.items():
        (folder / name).symlink_to(target)
    os.mkfifo(folder / "pipe.txt")
    yield folder
    for name in (*links, "pipe.txt"):
        (folder / name).unlink()


def test_nothing_that_is_not_published(running: Running, linked: Path) -> None:
    assert (linked / "out.txt").read_bytes() == SECRET
    answers = {target: running.ask(target) for target in TRAVERSALS}
    assert {target: found.status for target, found in answers.items()} == dict.fromkeys(
        TRAVERSALS, 404
    )
    assert {found.body for found in answers.values()} == {b"there is no such file\n"}
    assert all("x-injected" not in found.headers for found in answers.values())


@pytest.mark.parametrize(
    "target",
    ["/legs.mp3", "/%6cegs.mp3", "/legs.mp3?a=../../secret.txt", "/inside.mp3", "{url}legs.mp3"],
)
def test_what_is_published_however_it_is_written(
    running: Running, linked: Path, target: str
) -> None:
    answer = running.ask(target.format(url=running.url))
    assert (answer.status, answer.body) == (200, AUDIO["legs.mp3"])


def test_what_may_not_be_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr("audioworkout.podcast.server.paths.Path.open", denied)
    ask = asking(server.application(folder), "http://localhost/")
    assert ask("/legs.mp3").status == 403


# Who is meant


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:{port}", 200),
        ("127.0.0.1", 200),
        ("localhost:{port}", 200),
        ("LOCALHOST:{port}", 200),
        ("localhost.:{port}", 200),
        ("localhost:9000", 200),
        ("evil.example", 421),
        ("evil.example:{port}", 421),
        ("127.0.0.1.evil.example", 421),
        ("localhost.evil.example", 421),
        ("192.0.2.7:{port}", 421),
        ("0.0.0.0:{port}", 421),
        ("[::1]:{port}", 421),
        ("2130706433", 421),
        ("", 400),
        ("localhost:port", 400),
        ("localhost/evil", 400),
        ("user@localhost", 400),
        ("localhost:", 400),
        ("lo<b>calhost", 400),
        ("[localhost]", 400),
    ],
)
def test_hosts(running: Running, host: str, status: int) -> None:
    answer = running.ask("/feed.xml", {"Host": host.format(port=running.port)})
    assert answer.status == status
    if status == 421:
        text = f"this server does not go by that name; it is {running.url}\n"
        assert answer.body.decode() == text


def test_the_first_line_counts_more_than_the_host(running: Running) -> None:
    evil = f"http://evil.example:{running.port}/feed.xml"
    assert running.ask(evil).status == 421
    assert running.ask(f"{running.url}feed.xml", {"Host": "evil.example"}).status == 200
    assert running.ask("http://[/feed.xml").status == 400
    assert running.ask("*", method="OPTIONS").status == 204
    assert running.ask("*").status == 405


def test_names_on_a_network(folder: Path) -> None:
    app = server.application(folder, known_as=("MyPC", "MyPC.local"))
    ask = asking(app, "http://192.168.0.2:8000/")
    hosts = ("mypc", "MYPC.local:80", "192.168.0.2:8000", "other.local")
    assert [ask("/", {"Host": host}).status for host in hosts] == [200, 200, 200, 421]


def test_without_host_in_http_1_0(running: Running) -> None:
    answer = running.send(b"GET /feed.xml HTTP/1.0\r\n\r\n")
    assert (answer.status, running.url.encode() in answer.body) == (200, True)


@pytest.mark.parametrize(
    "request_",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n",
        b"nonsense\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"y" * 40_000,
    ],
)
def test_what_is_no_request(running: Running, request_: bytes) -> None:
    assert running.send(request_).status == 400


def test_ipv6(folder: Path) -> None:
    listening = server.listen(0, lan=False)
    listening.close()
    if len(listening.sockets) < 2:
        pytest.skip("this machine has no IPv6 loopback")
    with serving(folder) as found:
        connection = socket.create_connection(("::1", found.port), timeout=20)
        with connection:
            connection.sendall(
                f"GET /feed.xml HTTP/1.0\r\nHost: [::1]:{found.port}\r\n\r\n".encode()
            )
            body = connection.makefile("rb").read()
    assert f"http://[::1]:{found.port}/legs.mp3".encode() in body


def test_no_answer_waits_for_the_clients_acknowledgement(running: Running) -> None:
    """By Nagle's algorithm the second half of an answer would, some 40 ms."""
    assert running.uvicorn
    with running.connect() as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        received(connection)
        held = [each.transport for each in running.uvicorn.server_state.connections]
        assert [
            transport.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
            for transport in held
            if transport.get_extra_info("peername") == connection.getsockname()
        ] == [1]


# Many at once, and those that do not read


def test_several_requests_on_one_connection(running: Running) -> None:
    one = "GET /legs.mp3 HTTP/1.1\r\nHost: localhost\r\nRange: bytes={}-{}\r\n\r\n"
    with running.connect() as connection, connection.makefile("rb") as stream:
        for start in (0, 1000, 2000):
            connection.sendall(one.format(start, start + 99).encode())
            head = b"".join(iter(stream.readline, b"\r\n"))
            assert b" 206 " in head
            assert stream.read(100) == AUDIO["legs.mp3"][start : start + 100]


@pytest.mark.slow
def test_a_thousand_parts_by_fifty_clients_five_at_a_time(running: Running) -> None:
    def client(number: int) -> int:
        random, right = Random(number), 0
        for _ in range(20):
            name = random.choice(tuple(AUDIO))
            start = random.randrange(300_000)
            stop = random.randrange(start, 300_000)
            answer = running.ask(f"/{name}", {"Range": f"bytes={start}-{stop}"})
            right += answer.status == 206 and answer.body == AUDIO[name][start : stop + 1]
        return right

    with ThreadPoolExecutor(5) as clients:  # of one address, which has ten connections
        assert sum(clients.map(client, range(50))) == 1000


def resident() -> int:
    """The bytes of memory that this process holds now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.fixture
def big(folder: Path) -> Iterator[Path]:
    """A file of 200 MB, which takes no room."""
    path = folder / "big.mp3"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    yield path
    path.unlink()


def test_those_who_do_not_read(running: Running, big: Path) -> None:
    """Nine clients ask for 200 MB each and read nothing: others are served, memory is flat."""
    before = resident()
    threads = threading.active_count()
    idle = [running.connect() for _ in range(9)]
    try:
        for connection in idle:
            connection.sendall(b"GET /big.mp3 HTTP/1.1\r\nHost: localhost\r\n\r\n")
        for connection in idle:
            assert connection.recv(100).startswith(b"HTTP/1.1 200 ")
        assert running.ask("/legs.mp3").body == AUDIO["legs.mp3"]
        assert resident() - before < 20_000_000
        assert threading.active_count() - threads <= 40  # anyio's pool, which all share
    finally:
        for connection in idle:
            connection.close()


def test_one_address_has_ten_connections(running: Running) -> None:
    """And is served again once it gives one back; each may be kept alive."""
    request = b"GET /legs.vtt HTTP/1.1\r\nHost: localhost\r\n\r\n"
    opened = [running.connect() for _ in range(10)]
    try:
        for connection in opened:
            connection.sendall(request)
            assert connection.recv(100).startswith(b"HTTP/1.1 200 ")
        with running.connect() as eleventh, suppress(ConnectionError):
            eleventh.sendall(request)
            assert eleventh.recv(100) == b""
        for connection in opened:
            connection.sendall(request)
            assert connection.recv(100)
        opened.pop().close()
        time.sleep(0.3)
        assert running.ask("/legs.vtt").status == 200
    finally:
        for connection in opened:
            connection.close()


@pytest.mark.slow
def test_flat_memory_over_a_long_file(running: Running, big: Path) -> None:
    before, most, left = resident(), 0, big.stat().st_size
    with running.connect() as connection:
        connection.sendall(b"GET /big.mp3 HTTP/1.0\r\n\r\n")
        left += len(connection.recv(65536).partition(b"\r\n\r\n")[0]) + 4 - 65536
        while data := connection.recv(1 << 20):
            left -= len(data)
            most = max(most, resident())
    assert most - before < 20_000_000


@pytest.mark.parametrize(
    "begun",
    [
        b"",
        b"GET /big.mp3 HTTP/1.1\r\nHost: loc",
        b"GET /big.mp3 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n",
    ],
    ids=["silence", "half a head", "no reading", "half a body"],
)
def test_who_lets_wait_is_dropped(
    folder: Path, big: Path, monkeypatch: pytest.MonkeyPatch, begun: bytes
) -> None:
    monkeypatch.setattr(runner, "PATIENCE", 0.2)
    with serving(folder) as found, found.connect() as connection:
        connection.sendall(begun)
        wait_until_lost(connection)


def wait_until_lost(connection: socket.socket) -> None:
    """Returns when the other side has gone; asks nothing of it and reads nothing."""
    for _ in range(2000):
        state = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0]
        if state != TCP_ESTABLISHED:
            return
        time.sleep(0.01)
    pytest.fail("the connection is still held")


TCP_ESTABLISHED = 1


def test_who_reads_slowly_is_not_dropped(running: Running, big: Path) -> None:
    more_than_the_system_holds = 16 << 20
    with running.connect() as connection:
        connection.sendall(b"GET /big.mp3 HTTP/1.0\r\n\r\n")
        for _ in range(3):
            got = 0
            while got < more_than_the_system_holds:
                got += len(connection.recv(1 << 20))
            assert looked_at(running, connection)
        assert not all(looked_at(running, connection) for _ in range(20))


def looked_at(running: Running, connection: socket.socket) -> bool:
    """Whether the server keeps a connection, of which it waits for the client to read."""
    assert running.uvicorn
    (held,) = (
        protocol
        for protocol in running.uvicorn.server_state.connections
        if isinstance(protocol, runner.PatientProtocol)
        and protocol.client == connection.getsockname()
    )
    while not held.flow.write_paused:
        time.sleep(0.01)
    done = threading.Event()
    held.loop.call_soon_threadsafe(held.look)
    held.loop.call_soon_threadsafe(done.set)
    done.wait()
    return not held.transport.is_closing()


# The journal


def test_a_line_for_each_request(folder: Path) -> None:
    lines: list[str] = []
    with serving(folder, lines.append) as found:
        found.ask("/legs.mp3", {"Range": "bytes=0-9"})
        found.ask("/legs.html", method="HEAD")
        found.ask("/%0d%0aGET%20/fake%1b[2J?q=a")
        found.ask("/", {"Host": "evil.example"})
    times, rest = zip(*(text.split(" ", 1) for text in lines), strict=True)
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", each) for each in times)
    refused = f"this server does not go by that name; it is {found.url}\n"
    assert rest == (
        "127.0.0.1 GET /legs.mp3 206 10",
        "127.0.0.1 HEAD /legs.html 200 0",
        "127.0.0.1 GET /%0d%0aGET%20/fake%1b[2J 404 22",
        f"127.0.0.1 GET / 421 {len(refused)}",
    )


def test_a_line_stays_a_line() -> None:
    scope = {"client": None, "method": "GET", "path": "/a\n\x1b[2J\x85é" + "x" * 400}
    text = line(scope, 404, 0)
    assert text.split(" ", 1)[1].startswith("- GET /a%0a%1b[2J%c2%85%c3%a9xxx")
    assert text.endswith("x… 404 0")
    assert len(text) < 400


def test_a_fault_is_told_and_serving_goes_on(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise OSError(5, "Input/output error")

    lines: list[str] = []
    with serving(folder, lines.append) as found:
        with monkeypatch.context() as patch:
            patch.setattr("audioworkout.podcast.server.paths.Path.open", broken)
            assert found.ask("/legs.mp3").status == 500
        assert found.ask("/legs.mp3").status == 200
    assert [text.split()[-2:] for text in lines] == [["500", "0"], ["200", "300000"]]
    assert caplog.messages == ["/legs.mp3: OSError: [Errno 5] Input/output error"]


def test_a_file_that_is_cut_short_while_it_is_sent(
    folder: Path, big: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with serving(folder) as found, found.connect() as connection:
        connection.sendall(b"GET /big.mp3 HTTP/1.0\r\n\r\n")
        connection.recv(100)
        os.truncate(big, 1000)
        got = 0
        while data := connection.recv(1 << 20):
            got += len(data)
    assert got < 200_000_000
    assert caplog.messages == ["/big.mp3: OSError: the file became shorter while it was sent"]


# What is served at all


def test_only_a_published_folder(tmp_path: Path) -> None:
    assert stat.S_ISDIR(publish(tmp_path / "public").stat().st_mode)
    assert server.require(tmp_path / "public") == tmp_path / "public"
    (tmp_path / "half").mkdir()
    (tmp_path / "half" / "feed.xml").touch()
    messages = []
    for name in ("", "half", "none"):
        with pytest.raises(WorkoutError) as refused:
            server.require(tmp_path / name)
        messages.append(str(refused.value).replace(str(tmp_path), "HERE"))
    assert messages == [
        "HERE: this is no published show; did you mean `HERE/public`?",
        "HERE/half: this is no published show, which has a feed.xml and a .audioworkout.json;"
        " `audioworkout publish SHOW.yaml -o HERE/half` writes one",
        "HERE/none: there is no such folder",
    ]
