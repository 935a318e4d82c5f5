"""What is found online, by a host on this machine that misbehaves in one way at a time."""

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import trustme
import typer

from audioworkout.cli import online as command
from audioworkout.ground.diagnostics import Severity
from audioworkout.podcast import online
from audioworkout.podcast.online import (
    Finding,
    addresses,
    answers,
    audio,
    check,
    feed,
    fields,
    http,
    pictures,
    texts,
)
from command import run
from hosting import Host, Served, hosting
from published import FEED, MP3, huge, picture, served, written

E, W = Severity.ERROR, Severity.WARNING


@pytest.fixture
def host(monkeypatch: pytest.MonkeyPatch) -> Iterator[Host]:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    with hosting({}) as there:
        there.files.update(served(there.base))
        yield there


def found(host: Host, **how: Any) -> list[tuple[Severity, str, str, str]]:
    """The findings, their addresses from the folder on."""
    return [
        (
            one.severity,
            one.url.removeprefix(host.base),
            one.message.replace(host.base, "/"),
            one.hint,
        )
        for one in check(f"{host.base}feed.xml", **how)
    ]


def test_nothing_is_found_where_nothing_is_wrong(host: Host) -> None:
    done: list[tuple[int, int]] = []
    assert check(f"{host.base}feed.xml", progress=lambda *at: done.append(at)) == ()
    assert done == [(number, 7) for number in range(1, 8)]


def test_only_the_ends_of_a_sound_are_asked_for(host: Host) -> None:
    check(f"{host.base}feed.xml")
    methods = [method for method, name, _, _ in host.asked if name == "legs.mp3"]
    assert methods == ["GET", "GET", "HEAD"]


def test_it_says_who_asks_and_sends_no_password(
    host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    check(f"{host.base}feed.xml")
    told = {(agent, login) for _, _, agent, login in host.asked}
    assert len(told) == 1
    agent, login = told.pop()
    assert (agent or "").startswith("audioworkout/")
    assert login is None


BEHAVIOURS: dict[str, tuple[str, dict[str, Any], list[tuple[Severity, str, str]]]] = {
    "feed: not there": (
        "feed.xml",
        {"status": 404},
        [(E, "is not given out: 404 Not Found", answers.MISSING)],
    ),
    "feed: login": (
        "feed.xml",
        {"status": 401},
        [(E, "asks for a login: 401 Unauthorized", answers.LOGIN)],
    ),
    "feed: too many requests": (
        "feed.xml",
        {"status": 429},
        [(E, "is not given out: 429 Too Many Requests", answers.BUSY)],
    ),
    "feed: broken server": (
        "feed.xml",
        {"status": 500},
        [(E, "is not given out: 500 Internal Server Error", answers.SERVER)],
    ),
    "feed: hangs up": (
        "feed.xml",
        {"status": 0},
        [(E, "the server hangs up without an answer", http.AGAIN)],
    ),
    "feed: breaks off": (
        "feed.xml",
        {"cut": 99},
        [(E, "the answer breaks off before its end", http.AGAIN)],
    ),
    "feed: type": (
        "feed.xml",
        {"type": "text/plain"},
        [
            (
                W,
                "is served as `text/plain`, "
                "expected application/rss+xml or application/xml or text/xml",
                feed.SERVED,
            )
        ],
    ),
    "feed: charset": (
        "feed.xml",
        {"type": "text/xml; charset=ISO-8859-1"},
        [(E, "the server says `iso-8859-1`, the feed `utf-8`", feed.UTF_8)],
    ),
    "feed: compressed": ("feed.xml", {"packed": True}, []),
    "feed: no length": ("feed.xml", {"sized": False}, []),
    "feed: no validator": (
        "feed.xml",
        {"validated": False},
        [(W, "is sent without ETag and Last-Modified", answers.AT_A_TIME)],
    ),
    "feed: no 304": (
        "feed.xml",
        {"heeded": False},
        [(W, "did not change, and is sent again (200 OK)", feed.UNCHANGED)],
    ),
    "audio: not there": (
        "legs.mp3",
        {"status": 404},
        [(E, "is not given out: 404 Not Found", answers.MISSING)],
    ),
    "audio: forbidden": (
        "legs.mp3",
        {"status": 403},
        [(E, "is not given out: 403 Forbidden", answers.LOGIN)],
    ),
    "audio: no HEAD": (
        "legs.mp3",
        {"head": 405},
        [(E, "answers HEAD with 405 Method Not Allowed", audio.HEAD)],
    ),
    "audio: HEAD forbidden": (
        "legs.mp3",
        {"head": 403},
        [(E, "answers HEAD with 403 Forbidden", audio.HEAD)],
    ),
    "audio: hangs up": (
        "legs.mp3",
        {"status": 0},
        [(E, "the server hangs up without an answer", http.AGAIN)],
    ),
    "audio: breaks off": (
        "legs.mp3",
        {"cut": 8},
        [(E, "the answer breaks off before its end", http.AGAIN)],
    ),
    "audio: other size": (
        "legs.mp3",
        {"body": MP3[:-100]},
        [(E, "has 1,958 bytes, by the feed it has 2,058", audio.LENGTH)],
    ),
    "audio: HEAD tells another size": (
        "legs.mp3",
        {"stated": 2000},
        [
            (E, "has 2,000 bytes by HEAD, 2,058 bytes by its ranges", audio.RANGES),
            (E, "has 2,000 bytes, by the feed it has 2,058", audio.LENGTH),
        ],
    ),
    "audio: no size": (
        "legs.mp3",
        {"sized": False},
        [(W, "is sent without Content-Length", audio.LENGTHLESS)],
    ),
    "audio: ranges ignored": (
        "legs.mp3",
        {"ranges": "ignored"},
        [(E, "was asked for a range, and answers 200 OK with all of it", audio.RANGES)],
    ),
    "audio: other range": (
        "legs.mp3",
        {"ranges": "shifted"},
        [
            (
                E,
                "was asked for a range, and sends another (Content-Range: `bytes 2041-2057/2058`)",
                audio.RANGES,
            )
        ],
    ),
    "audio: short range": (
        "legs.mp3",
        {"ranges": "short"},
        [
            (
                E,
                "was asked for a range, and sends another (Content-Range: `bytes 0-15/2058`)",
                audio.RANGES,
            )
        ],
    ),
    "audio: compressed": (
        "legs.mp3",
        {"packed": True},
        [(E, "is sent compressed (`gzip`)", audio.COMPRESSED)],
    ),
    "audio: type": (
        "legs.mp3",
        {"type": "application/octet-stream"},
        [
            (
                W,
                "is served as `application/octet-stream`, expected audio/mpeg or audio/mp3",
                audio.SERVED,
            )
        ],
    ),
    "audio: a page": (
        "legs.mp3",
        {"body": b"<html>" + MP3[6:]},
        [(E, "does not begin as an MP3 does", audio.NOT_SOUND)],
    ),
    "audio: redirected": (
        "legs.mp3",
        {"status": 302, "location": "core.mp3"},
        [(W, "is redirected to `/core.mp3`", http.DIRECT)],
    ),
    "audio: redirected to itself": (
        "legs.mp3",
        {"status": 301, "location": "legs.mp3"},
        [(E, "redirects in a circle", http.DIRECT)],
    ),
    "audio: redirected to a file": (
        "legs.mp3",
        {"status": 301, "location": "file:///etc/passwd"},
        [(E, "redirects to `file:///etc/passwd`, which is no web address", http.DIRECT)],
    ),
    "picture: not there": (
        "legs.jpg",
        {"status": 404},
        [(E, "is not given out: 404 Not Found", answers.MISSING)],
    ),
    "picture: small": (
        "legs.jpg",
        {"body": picture(100, 100)},
        [(E, "has 100 × 100 pixels", pictures.SIDES)],
    ),
    "picture: no square": (
        "legs.jpg",
        {"body": picture(1400, 1500)},
        [(E, "has 1,400 × 1,500 pixels", pictures.SIDES)],
    ),
    "picture: large": (
        "cover.jpg",
        {"body": picture(3001, 3001)},
        [(E, "has 3,001 × 3,001 pixels", pictures.SIDES)],
    ),
    "picture: a bomb": (
        "cover.jpg",
        {"body": huge(50_000)},
        [(E, "has 50,000 × 50,000 pixels", pictures.SIDES)],
    ),
    "picture: print": (
        "cover.jpg",
        {"body": picture(mode="CMYK")},
        [(W, "its colours are CMYK", pictures.COLOURS)],
    ),
    "picture: PNG as JPEG": (
        "cover.jpg",
        {"body": picture(form="PNG")},
        [(W, "is served as `image/jpeg`, expected image/png", pictures.SERVED)],
    ),
    "picture: none": (
        "cover.jpg",
        {"body": b"<svg/>", "type": "image/svg+xml"},
        [(E, "is no picture that apps show (`image/svg+xml`)", pictures.FORMAT)],
    ),
    "chapters: none": (
        "legs.chapters.json",
        {"body": b'{"chapters": [{"startTime": "0"}]}'},
        [
            (
                E,
                "is no chapter file: JSON with a version and chapters with their startTime",
                texts.UPLOAD,
            )
        ],
    ),
    "chapters: deep": (
        "legs.chapters.json",
        {"body": b"[" * 100_000},
        [
            (
                E,
                "is no chapter file: JSON with a version and chapters with their startTime",
                texts.UPLOAD,
            )
        ],
    ),
    "chapters: type": (
        "legs.chapters.json",
        {"type": "text/plain"},
        [
            (
                W,
                "is served as `text/plain`, expected application/json+chapters or application/json",
                texts.SERVED,
            )
        ],
    ),
    "chapters: not shared": (
        "legs.chapters.json",
        {"shared": False},
        [(W, "has no `Access-Control-Allow-Origin: *`", answers.SHARED)],
    ),
    "transcript: not shared": (
        "legs.vtt",
        {"shared": False},
        [(W, "has no `Access-Control-Allow-Origin: *`", answers.SHARED)],
    ),
    "transcript: type": (
        "legs.vtt",
        {"type": "application/octet-stream"},
        [(W, "is served as `application/octet-stream`, expected text/vtt", texts.SERVED)],
    ),
    "transcript: none": (
        "legs.vtt",
        {"body": b"<html>"},
        [(E, "does not begin with WEBVTT", texts.UPLOAD)],
    ),
    "transcript: gone": (
        "legs.srt",
        {"status": 410},
        [(E, "is not given out: 410 Gone", answers.MISSING)],
    ),
    "terminal codes": (
        "legs.mp3",
        {"type": "a\x1b[31mudio/\x07mpeg"},
        [(W, "is served as `a [31mudio/ mpeg`, expected audio/mpeg or audio/mp3", audio.SERVED)],
    ),
}


@pytest.mark.parametrize("case", BEHAVIOURS)
def test_a_host_that_misbehaves(host: Host, case: str) -> None:
    name, how, expected = BEHAVIOURS[case]
    host.files[name] = replace(host.files[name], **how)
    assert found(host) == [(severity, name, message, hint) for severity, message, hint in expected]


SHOW, _, _ = FEED.partition("    <item>")
ITEM = FEED[FEED.index("    <item>") : FEED.index("    </item>") + 12]

FEEDS: dict[str, tuple[str, str, list[tuple[Severity, str, str]]]] = {
    "not well-formed": (
        "</title>\n    <desc",
        "</titel>\n    <desc",
        [(E, "is no well-formed XML: mismatched tag (line 5, column 21)", feed.WELL_FORMED)],
    ),
    "a web page": (
        '<?xml version="1.0" encoding="UTF-8"?>',
        "\n<!DOCTYPE HTML><html>",
        [(E, "is a web page, not a feed", feed.ADDRESS)],
    ),
    "entities": (
        "<rss",
        '<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>\n<rss',
        [
            (
                E,
                "declares entities, by which a small file can fill a computer's memory",
                feed.WELL_FORMED,
            )
        ],
    ),
    "an entity outside": (
        "<rss",
        '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]>\n<rss',
        [
            (
                E,
                "declares entities, by which a small file can fill a computer's memory",
                feed.WELL_FORMED,
            )
        ],
    ),
    "another encoding": (
        "UTF-8",
        "ISO-8859-1",
        [
            (E, "the server says `utf-8`, the feed `iso-8859-1`", feed.UTF_8),
        ],
    ),
    "unknown encoding": (
        "UTF-8",
        "EBCDIC-9",
        [
            (E, "is no XML that can be read: unknown encoding: EBCDIC-9", feed.WELL_FORMED),
        ],
    ),
    "Atom": ("rss", "feed", [(E, "expected <rss> with a <channel>, found <feed>", feed.ADDRESS)]),
    "no title": ("<title>Morning</title>", "", [(E, "the feed has no <title>", fields.REQUIRED)]),
    "no language": (
        "<language>en</language>",
        " ",
        [(E, "the feed has no <language>", fields.REQUIRED)],
    ),
    "no picture": (
        '<itunes:image href="BASEcover.jpg"/>',
        "",
        [(E, "the feed has no <itunes:image>", fields.REQUIRED)],
    ),
    "no guid of the show": (
        "podcast:guid>",
        "podcast:else>",
        [(W, "the feed has no <podcast:guid>", fields.RECOMMENDED)],
    ),
    "explicit": (
        "<itunes:explicit>false",
        "<itunes:explicit>no",
        [(E, "the feed says `no` in <itunes:explicit>", fields.EXPLICIT)],
    ),
    "explicit, of an episode": (
        "<title>Legs</title>",
        "<title>Legs</title><itunes:explicit>clean</itunes:explicit>",
        [(E, "episode “Legs” says `clean` in <itunes:explicit>", fields.EXPLICIT)],
    ),
    "long description": (
        "Ten minutes",
        "é" * 2001,
        [(W, "the feed's <description> has 4,020 bytes", "Apple Podcasts takes 4,000 bytes")],
    ),
    "no self link": (
        'rel="self"',
        'rel="hub"',
        [(W, "the feed has no link to itself", fields.FOR_ALL)],
    ),
    "self link elsewhere": (
        'href="BASEfeed.xml"',
        'href="https://example.org/feed.xml"',
        [(E, "the feed says that it is at `https://example.org/feed.xml`", fields.SELF)],
    ),
    "no episode": ("item>", "else>", [(E, "the feed has no episode", fields.NOTHING)]),
    "no title of an episode": (
        "<title>Core</title>",
        "",
        [(E, "episode 2 of the feed has no <title>", fields.REQUIRED)],
    ),
    "no guid": (
        '<guid isPermaLink="false">legs-1</guid>',
        "",
        [(E, "episode “Legs” has no <guid>", fields.NO_GUID)],
    ),
    "a guid twice": ("core-1", "legs-1", [(E, "2 episodes have the guid `legs-1`", fields.ONCE)]),
    "an enclosure twice": (
        "BASEcore.mp3",
        "BASElegs.mp3",
        [(E, "2 episodes have the enclosure `/legs.mp3`", fields.OWN_FILE)],
    ),
    "no enclosure": (
        '<enclosure url="BASEcore.mp3" length="LENGTH" type="audio/mpeg"/>',
        "",
        [(E, "episode “Core” has no <enclosure>", fields.REQUIRED)],
    ),
    "a serial without numbers": (
        "<title>Morning</title>",
        "<title>Morning</title><itunes:type>serial</itunes:type>",
        [
            (E, "episode “Legs” has no number though the show is serial", fields.NUMBERS),
            (E, "episode “Core” has no number though the show is serial", fields.NUMBERS),
        ],
    ),
    "duration": ("1200<", "20 min<", [(W, "episode “Legs” lasts `20 min`", fields.DURATION)]),
    "ISO date": (
        "Sun, 01 Feb 2026 06:00:00 GMT",
        "2026-02-01T06:00:00Z",
        [(E, "episode “Core” is dated `2026-02-01T06:00:00Z`", fields.DATE)],
    ),
    "wrong day of the week": (
        "Sun, 01 Feb",
        "Tue, 01 Feb",
        [(E, "episode “Core” is dated `Tue, 01 Feb 2026 06:00:00 GMT`", fields.DATE)],
    ),
    "no such day": (
        "Sun, 01 Feb",
        "Sun, 31 Feb",
        [(E, "episode “Core” is dated `Sun, 31 Feb 2026 06:00:00 GMT`", fields.DATE)],
    ),
    "no date": (
        "<pubDate>Sun, 01 Feb 2026 06:00:00 GMT</pubDate>",
        "",
        [(E, "episode “Core” is dated nothing", fields.DATE)],
    ),
    "in the future": (
        "Mon, 02 Feb 2026",
        "Sun, 02 Feb 2200",
        [
            (
                W,
                "episode “Legs” is dated in the future: Sun, 02 Feb 2200 06:00:00 +0000",
                fields.LATER,
            )
        ],
    ),
    "oldest first": (
        "Mon, 02 Feb 2026",
        "Mon, 05 Jan 2026",
        [(W, "the episodes are not in the order of their dates", fields.ORDER)],
    ),
}


@pytest.mark.parametrize("case", FEEDS)
def test_a_feed_that_is_wrong(host: Host, case: str) -> None:
    old, new, expected = FEEDS[case]
    assert old in FEED
    text = written(host.base, FEED.replace(old, new))
    host.files["feed.xml"] = replace(host.files["feed.xml"], body=text)
    assert found(host) == [
        (severity, "feed.xml", message, hint) for severity, message, hint in expected
    ]


NAMED: dict[str, tuple[str, str, list[tuple[Severity, str, str, str]]]] = {
    "audio: beyond ASCII": (
        "BASElegs.mp3",
        "BASElégs.mp3",
        [
            (
                E,
                "légs.mp3",
                "the address `/légs.mp3` has characters beyond ASCII or spaces",
                addresses.PLAIN,
            ),
        ],
    ),
    "audio: not in full": (
        "BASElegs.mp3",
        "legs.mp3",
        [
            (
                E,
                "legs.mp3",
                "expected an address with http:// or https://, found `legs.mp3`",
                addresses.FULL,
            ),
        ],
    ),
    "audio: a file": (
        "BASElegs.mp3",
        "file:///etc/passwd",
        [
            (
                E,
                "file:///etc/passwd",
                "expected an address with http:// or https://, found `file:///etc/passwd`",
                addresses.FULL,
            ),
        ],
    ),
    "audio: none": ("BASElegs.mp3", "", [(E, "", "an address is empty", addresses.FULL)]),
    "audio: a password": (
        "BASElegs.mp3",
        "http://me:secret@example.org/legs.mp3",
        [
            (
                E,
                "http://me:secret@example.org/legs.mp3",
                "the address has a user's name or a password in it",
                addresses.OPEN,
            ),
        ],
    ),
    "audio: no length": (
        'core.mp3" length="LENGTH"',
        'core.mp3"',
        [
            (E, "core.mp3", "its length in the feed is nothing", audio.LENGTH),
        ],
    ),
    "audio: length zero": (
        'core.mp3" length="LENGTH"',
        'core.mp3" length="0"',
        [
            (E, "core.mp3", "its length in the feed is `0`", audio.LENGTH),
        ],
    ),
    "audio: length of no file": (
        'core.mp3" length="LENGTH"',
        f'core.mp3" length="{"9" * 5000}"',
        [(E, "core.mp3", f"its length in the feed is `{'9' * 299}…`", audio.LENGTH)],
    ),
    "audio: no type": (
        'length="LENGTH" type="audio/mpeg"/>\n    </item>',
        'length="LENGTH"/>\n    </item>',
        [
            (E, "core.mp3", "its type in the feed is nothing", audio.TYPE),
        ],
    ),
    "alternate": (
        "<itunes:duration>",
        '<podcast:alternateEnclosure type="audio/mp4" length="7">'
        '<podcast:source uri="BASElegs.m4a"/></podcast:alternateEnclosure><itunes:duration>',
        [(E, "legs.m4a", "is not given out: 404 Not Found", answers.MISSING)],
    ),
    "chapters: type": (
        "application/json+chapters",
        "application/json",
        [
            (
                W,
                "legs.chapters.json",
                "its type in the feed is `application/json`",
                texts.NAME_CHAPTERS,
            ),
        ],
    ),
    "transcript: type": (
        '"text/vtt"',
        '"vtt"',
        [
            (W, "legs.vtt", "its type in the feed is `vtt`", texts.NAME_TRANSCRIPT),
        ],
    ),
}


@pytest.mark.parametrize("case", NAMED)
def test_a_file_that_a_feed_names_wrong(host: Host, case: str) -> None:
    old, new, expected = NAMED[case]
    assert FEED.count(old) == 1
    text = written(host.base, FEED.replace(old, new))
    host.files["feed.xml"] = replace(host.files["feed.xml"], body=text)
    assert found(host) == expected


def test_five_redirections_are_followed_and_six_are_not(host: Host) -> None:
    for number in range(7):
        host.files[f"{number}"] = Served(b"", "text/plain", status=302, location=f"{number + 1}")
    host.files["6"] = host.files["legs.mp3"]
    for start, expected in (
        ("1", [(W, "1", "is redirected to `/6`", http.DIRECT)]),
        ("0", [(E, "0", "redirects more than 5 times", http.DIRECT)]),
    ):
        text = written(host.base, FEED.replace("BASElegs.mp3", f"BASE{start}"))
        host.files["feed.xml"] = replace(host.files["feed.xml"], body=text)
        assert found(host) == expected


@pytest.mark.parametrize("how", [{"silent": True}, {"trickling": True}])
def test_a_slow_host_is_not_waited_for(host: Host, how: dict[str, Any]) -> None:
    host.files["feed.xml"] = replace(host.files["feed.xml"], **how)
    late = (E, "feed.xml", "takes longer than 0.2 s to answer", http.AGAIN)
    assert found(host, timeout=0.2) == [late]


def drip(connection: socket.socket, start: bytes) -> None:
    """Answers byte by byte, without an end."""
    with connection, suppress(OSError):
        connection.recv(10_000)
        connection.sendall(start)
        while True:
            connection.sendall(b"a")
            time.sleep(0.05)


@pytest.mark.parametrize(
    "start",
    [b"", b"HTTP/1.1 200 OK\r\nX-Slow: ", b"HTTP/1.1 200 OK\r\n\r\n"],
    ids=["status", "headers", "body"],
)
def test_one_deadline_holds_for_a_host_that_drips(start: bytes) -> None:
    """Each byte comes in time, and the answer never."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=lambda: drip(server.accept()[0], start), daemon=True).start()
        url = f"http://127.0.0.1:{server.getsockname()[1]}/feed.xml"
        began = time.monotonic()
        found = check(url, timeout=0.5)
        assert time.monotonic() - began < 5
    assert [(each.severity, each.message) for each in found] == [
        (E, "takes longer than 0.5 s to answer")
    ]


def test_redirections_share_the_deadline(host: Host) -> None:
    for number in range(4):
        host.files[f"{number}"] = Served(b"", "text/plain", status=302, location=f"{number + 1}")
    host.files["4"] = Served(b"x" * 100, "text/plain", trickling=True)
    began = time.monotonic()
    (late,) = check(f"{host.base}0", timeout=0.4)
    assert late.message == "takes longer than 0.4 s to answer"
    assert time.monotonic() - began < 5


def test_the_whole_has_bounds_and_says_so(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(online, "MOST_EPISODES", 1)
    assert found(host) == [
        (W, "feed.xml", "has 2 episodes; the first 1 were looked at", online.SPLIT)
    ]
    asked = [name for _, name, _, _ in host.asked]
    assert "legs.mp3" in asked
    assert "core.mp3" not in asked
    monkeypatch.setattr(online, "MOST_EPISODES", 2)
    monkeypatch.setattr(online, "WHOLE", 0.3)
    host.files["core.mp3"] = replace(host.files["core.mp3"], silent=True)
    (late,) = found(host, timeout=1.0)
    told = f"files were not looked at: it took more than {0.3 / 60:g} minutes"
    assert late[2].endswith(told)
    monkeypatch.setattr(online, "MOST_FINDINGS", 1)
    host.files["legs.mp3"] = replace(host.files["legs.mp3"], status=404)
    host.files["legs.jpg"] = replace(host.files["legs.jpg"], status=404)
    assert [each[2] for each in found(host, timeout=0.2)][1:] == [
        "more than 1 things were found; the rest is left out"
    ]


def test_a_feed_too_large_is_not_read(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "MOST_BYTES", 1_000_000)
    host.files["feed.xml"] = replace(host.files["feed.xml"], body=bytes(2_000_000), packed=True)
    large = (E, "feed.xml", "is larger than 1 MB and was not read", feed.SMALLER)
    assert found(host) == [large]


def test_a_redirected_feed_may_name_either_address(host: Host) -> None:
    host.files["old.xml"] = Served(b"", "text/plain", status=301, location="feed.xml")
    assert check(f"{host.base}old.xml") == (
        Finding(W, f"{host.base}old.xml", f"is redirected to `{host.base}feed.xml`", http.DIRECT),
    )


@pytest.mark.parametrize(
    ("url", "message", "hint"),
    [
        (
            "ftp://example.org/f",
            "expected an address with http:// or https://, found `ftp://example.org/f`",
            addresses.FULL,
        ),
        (
            "http://[::1",
            "expected an address with http:// or https://, found `http://[::1`",
            addresses.FULL,
        ),
        (
            "http://localhost:x/",
            "expected an address with http:// or https://, found `http://localhost:x/`",
            addresses.FULL,
        ),
        ("", "an address is empty", addresses.FULL),
    ],
)
def test_what_is_no_address(url: str, message: str, hint: str) -> None:
    assert check(url) == (Finding(E, url, message, hint),)


def test_nobody_is_there(host: Host) -> None:
    with closing(socket.socket()) as reserved:
        reserved.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{reserved.getsockname()[1]}/feed.xml"
        nobody = Finding(
            E, url, "no server answers there", "start the server, or correct the address"
        )
        assert check(url) == (nobody,)


def test_a_host_that_nobody_knows(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    url = "http://coach.example/feed.xml"
    hint = "look for a typing error in the name"
    assert check(url) == (Finding(E, url, "no such host is known", hint),)


def elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """`coach.example` is this machine."""
    resolve = socket.getaddrinfo

    def here(host: Any, *args: Any, **kwargs: Any) -> Any:
        return resolve("127.0.0.1" if host == "coach.example" else host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", here)


def test_plain_http_is_warned_of(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere(monkeypatch)
    base = host.base.replace("127.0.0.1", "coach.example")
    host.files.update(served(base))
    assert check(f"{base}feed.xml") == tuple(
        Finding(W, f"{base}{name}", "comes by http", addresses.ENCRYPTED) for name in IN_ORDER
    )


IN_ORDER = (
    "feed.xml",
    "cover.jpg",
    "legs.mp3",
    "legs.jpg",
    "legs.chapters.json",
    "legs.vtt",
    "legs.srt",
    "core.mp3",
)


def test_https_with_one_sound_by_http(
    host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere(monkeypatch)
    authority, context = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("coach.example").configure_cert(context)
    with hosting({}, context) as safe:
        base = safe.base.replace("127.0.0.1", "coach.example")
        plain = host.base.replace("127.0.0.1", "coach.example")
        safe.files.update(served(base))
        text = FEED.replace("BASElegs.mp3", f"{plain}legs.mp3")
        safe.files["feed.xml"] = replace(safe.files["feed.xml"], body=written(base, text))
        untrusted = Finding(
            E, f"{base}feed.xml", "its certificate is not accepted", "renew the host's certificate"
        )
        assert check(f"{base}feed.xml") == (untrusted,)
        authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "ca.pem"))
        mixed = "comes by http though the feed comes by https"
        expected = Finding(W, f"{plain}legs.mp3", mixed, addresses.ENCRYPTED)
        assert check(f"{base}feed.xml") == (expected,)


# The command


def test_the_command_says_so_when_all_is_well(
    host: Host, capsys: pytest.CaptureFixture[str]
) -> None:
    command.check_url(f"{host.base}feed.xml")
    url = f"{host.base}feed.xml"
    expected = (f"{url}: nothing that a podcast app would trip over\n", "")
    assert capsys.readouterr() == expected


def test_the_command_puts_together_what_has_one_way_out(
    host: Host, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("legs.vtt", "legs.srt"):
        host.files[name] = replace(host.files[name], shared=False)
    del host.files["core.mp3"]
    with pytest.raises(typer.Exit) as ended:
        command.check_url(f"{host.base}feed.xml")
    assert ended.value.exit_code == 1
    base = host.base
    assert capsys.readouterr() == (
        f"{base}feed.xml: 1 error, 2 warnings\n",
        f"{base}legs.vtt: warning: has no `Access-Control-Allow-Origin: *`\n"
        f"{base}legs.srt: warning: has no `Access-Control-Allow-Origin: *`\n"
        f"  = hint: {answers.SHARED}\n"
        f"{base}core.mp3: error: is not given out: 404 Not Found\n"
        f"  = hint: {answers.MISSING}\n",
    )


def test_the_command_shows_the_first_three_of_many_alike(
    host: Host, capsys: pytest.CaptureFixture[str]
) -> None:
    items = "".join(
        ITEM.replace("Legs", f"E{n}").replace("legs-1", f"e{n}").replace("legs.mp3", f"e{n}.mp3")
        for n in range(5)
    )
    text = SHOW + items + "  </channel>\n</rss>\n"
    host.files["feed.xml"] = replace(host.files["feed.xml"], body=written(host.base, text))
    with pytest.raises(typer.Exit):
        command.check_url(f"{host.base}feed.xml")
    lines = [f"{host.base}e{n}.mp3: error: is not given out: 404 Not Found" for n in range(3)]
    expected = [*lines, "  and 2 more alike", f"  = hint: {answers.MISSING}"]
    out, err = capsys.readouterr()
    assert out == f"{host.base}feed.xml: 5 errors\n"
    assert err.splitlines() == expected


SHOW_FILE = """\
title: Morning
description: Ten minutes before breakfast.
author: A coach
email: coach@example.org
link: {base}
episodes: [core]
"""


@pytest.mark.parametrize(
    "words", [("show.yaml",), ("URL",), ("other.yaml", "--base-url", "BASE"), ("URL", "--quiet")]
)
def test_publish_looks_where_it_is_told(host: Host, tmp_path: Path, words: tuple[str, ...]) -> None:
    (tmp_path / "show.yaml").write_text(SHOW_FILE.format(base=host.base))
    (tmp_path / "other.yaml").write_text(SHOW_FILE.format(base="https://example.org/"))
    host.files["legs.vtt"] = replace(host.files["legs.vtt"], shared=False)
    url = f"{host.base}feed.xml"
    places = {"URL": url, "BASE": host.base}
    given = [places.get(word, word) for word in words]
    done = run("publish", *given, "--check-url", cache=tmp_path / "cache", cwd=tmp_path)
    warned = (
        f"{host.base}legs.vtt: warning: has no `Access-Control-Allow-Origin: *`\n"
        f"  = hint: {answers.SHARED}\n"
    )
    told = ("", "") if "--quiet" in words else (f"{url}: 1 warning\n", warned)
    assert (done.code, done.out.decode(), done.err) == (0, *told)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["other.yaml", "show.yaml"]


def test_publish_ends_with_1_where_an_app_would_fail(host: Host, tmp_path: Path) -> None:
    del host.files["feed.xml"]
    url = f"{host.base}feed.xml"
    done = run("publish", url, "--check-url", cache=tmp_path / "cache")
    found = f"{url}: error: is not given out: 404 Not Found\n  = hint: {answers.MISSING}\n"
    assert (done.code, done.out.decode(), done.err) == (1, f"{url}: 1 error\n", found)


def test_looking_goes_without_what_is_for_writing(tmp_path: Path) -> None:
    done = run("publish", "show.yaml", "--check-url", "--all", cache=tmp_path / "cache")
    assert done.code == 2
    assert "it writes nothing, so it goes without --output and --all" in done.err
