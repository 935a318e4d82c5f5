"""A published folder made by hand, and ways to ask a server for it."""

import asyncio
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPResponse
from pathlib import Path
from random import Random

import httpx
from starlette.applications import Starlette
from uvicorn import Server

from audioworkout.podcast import server
from audioworkout.podcast.server import runner
from audioworkout.podcast.server.access_log import Log

PUBLIC = "https://example.org/legs/"
CHANGED = 1_700_000_000  # s; Tue, 14 Nov 2023 22:13:20 GMT
TITLES = ("Beine & Bauch <schnell>", "Core 💪 ‮x")
AUDIO = {f"{slug}.mp3": Random(slug).randbytes(300_000) for slug in ("legs", "core")}
ITEM = """\
<item><title>{title}</title><guid isPermaLink="false">{slug}-1</guid>
<pubDate>Mon, {day} Jan 2026 07:00:00 +0000</pubDate>
<enclosure url="https://example.org/legs/{slug}.mp3" length="300000" type="audio/mpeg"/></item>
"""
FEED = """\
<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>
<title>Legs</title><link>https://example.org/legs/</link><description>Two of them.</description>
<atom:link href="https://example.org/legs/feed.xml" rel="self" type="application/rss+xml"/>
<docs>https://example.org/legs/elsewhere.html https://example.org/legs-more/ https://example.org/</docs>
{items}</channel></rss>
"""
PAGE = """\
<link rel="canonical" href="https://example.org/legs/legs.html"><audio src="legs.mp3"></audio>
<a href="podcast://example.org/legs/feed.xml">app</a> <a href="pktc://subscribe/example.org/legs/feed.xml">
"""
FILES = {
    "index.html": PAGE.encode(),
    "legs.html": PAGE.encode(),
    "legs.chapters.json": b'{"version": "1.2.0", "chapters": '
    b'[{"startTime": 0, "img": "https://example.org/legs/legs-0a1b2c3d.jpg"}]}',
    "legs.vtt": "WEBVTT\n\n00:00.000 --> 00:01.000\nGo – now\n".encode(),
    "legs.srt": b"1\n00:00:00,000 --> 00:00:01,000\nGo\n",
    "legs.m4a": b"0123456789",
    "legs.opus": b"OggS",
    "legs-0a1b2c3d.jpg": b"\xff\xd8\xff\xe0",
    "assets/style.0a1b2c3d.css": b"body {}",
    "assets/player.0a1b2c3d.js": b"let a",
    "empty.txt": b"",
    ".nojekyll": b"",
    ".audioworkout.json": b'{"format": 1}',
}


def feed() -> str:
    """The feed as it is published."""
    titles = [title.replace("&", "&amp;").replace("<", "&lt;") for title in TITLES]
    slugs = ("legs", "core")
    rows = zip(titles, slugs, (12, 5), strict=True)
    return FEED.format(items="".join(ITEM.format(title=t, slug=s, day=d) for t, s, d in rows))


def publish(folder: Path) -> Path:
    """Writes the folder, each file of one age."""
    (folder / "assets").mkdir(parents=True)
    for name, content in {**FILES, **AUDIO, "feed.xml": feed().encode()}.items():
        (folder / name).write_bytes(content)
        os.utime(folder / name, (CHANGED, CHANGED))
    return folder


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sent; the names of headers in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes


Ask = Callable[..., Answer]
"""Called with a target, and perhaps headers and a method."""


def asking(app: Starlette, url: str) -> Ask:
    """Asks an application that is reached at a base URL, without a socket."""

    def ask(target: str, headers: Mapping[str, str] | None = None, method: str = "GET") -> Answer:
        async def request() -> Answer:
            transport = httpx.ASGITransport(app=app)
            async with httpx.AsyncClient(transport=transport, base_url=url) as client:
                done = await client.request(method, target, headers=headers)
                return Answer(done.status_code, dict(done.headers), done.content)

        return asyncio.run(request())

    return ask


@dataclass(frozen=True, slots=True)
class Running:
    """A server on loopback."""

    port: int
    uvicorn: Server | None = None  # where it runs in this process

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=20)

    def ask(
        self, target: str, headers: Mapping[str, str] | None = None, method: str = "GET"
    ) -> Answer:
        """One request as it is given, on a connection of its own."""
        given = {"Host": f"127.0.0.1:{self.port}", "Connection": "close", **(headers or {})}
        lines = [f"{method} {target} HTTP/1.1", *(f"{k}: {v}" for k, v in given.items()), "", ""]
        return self.send("\r\n".join(lines).encode("latin-1"), method)

    def send(self, request: bytes, method: str = "GET") -> Answer:
        """Bytes as they are; the answer to them."""
        with self.connect() as connection:
            connection.sendall(request)
            return received(connection, method)


def received(connection: socket.socket, method: str = "GET") -> Answer:
    """The next answer on a connection."""
    response = HTTPResponse(connection, method=method)
    response.begin()
    body = response.read()
    headers = {name.lower(): value for name, value in response.getheaders()}
    response.close()
    return Answer(response.status, headers, body)


@contextmanager
def serving(folder: Path, log: Log | None = None) -> Iterator[Running]:
    """The folder on a port of loopback, by a thread of this process."""
    listening = server.listen(0, lan=False)
    uvicorn = runner.server(server.application(folder, log=log))
    thread = threading.Thread(target=uvicorn.run, args=(list(listening.sockets),))
    thread.start()
    try:
        while not uvicorn.started:
            time.sleep(0.01)
        yield Running(listening.port, uvicorn)
    finally:
        uvicorn.should_exit = True
        thread.join()
