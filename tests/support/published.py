"""A small published show, made by hand: a feed in which nothing is wrong, and its files."""

import io
import json
from functools import cache

from PIL import Image

from hosting import Served

MP3 = b"ID3\x03\x00\x00\x00\x00\x00\x00" + bytes(range(256)) * 8
CHAPTERS = json.dumps({"version": "1.2.0", "chapters": [{"startTime": 0, "title": "Warm-up"}]})
VTT = "WEBVTT\n\n00:00.000 --> 00:02.000\nWelcome.\n"
SRT = "1\n00:00:00,000 --> 00:00:02,000\nWelcome.\n"

FEED = """\
<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
  xmlns:podcast="https://podcastindex.org/namespace/1.0" xmlns:atom="http://www.w3.org/2005/Atom">
  <channel>
    <title>Morning</title>
    <description>Ten minutes before breakfast.</description>
    <link>BASE</link>
    <atom:link rel="self" type="application/rss+xml" href="BASEfeed.xml"/>
    <language>en</language>
    <itunes:author>A coach</itunes:author>
    <itunes:image href="BASEcover.jpg"/>
    <itunes:category text="Health &amp; Fitness"><itunes:category text="Fitness"/></itunes:category>
    <itunes:explicit>false</itunes:explicit>
    <podcast:guid>2ed5b4a8-39a5-5a3b-8b34-7fcb0a1b9d0e</podcast:guid>
    <podcast:locked>yes</podcast:locked>
    <item>
      <title>Legs</title>
      <guid isPermaLink="false">legs-1</guid>
      <pubDate>Mon, 02 Feb 2026 06:00:00 +0000</pubDate>
      <enclosure url="BASElegs.mp3" length="LENGTH" type="audio/mpeg"/>
      <itunes:image href="BASElegs.jpg"/>
      <itunes:duration>1200</itunes:duration>
      <podcast:chapters url="BASElegs.chapters.json" type="application/json+chapters"/>
      <podcast:transcript url="BASElegs.vtt" type="text/vtt"/>
      <podcast:transcript url="BASElegs.srt" type="application/x-subrip"/>
    </item>
    <item>
      <title>Core</title>
      <guid isPermaLink="false">core-1</guid>
      <pubDate>Sun, 01 Feb 2026 06:00:00 GMT</pubDate>
      <enclosure url="BASEcore.mp3" length="LENGTH" type="audio/mpeg"/>
    </item>
  </channel>
</rss>
"""


@cache
def picture(width: int = 1400, height: int = 1400, mode: str = "RGB", form: str = "JPEG") -> bytes:
    made = io.BytesIO()
    Image.new(mode, (width, height)).save(made, form)
    return made.getvalue()


def huge(side: int) -> bytes:
    """A JPEG that says that it is larger than it is."""
    small = picture(100, 100)
    place = small.index(b"\xff\xc0") + 5  # after the marker, the length and the depth
    return small[:place] + side.to_bytes(2, "big") * 2 + small[place + 4 :]


def written(base: str, text: str = FEED) -> bytes:
    return text.replace("BASE", base).replace("LENGTH", str(len(MP3))).encode()


def folder(base: str) -> dict[str, bytes]:
    """A published show."""
    return {
        "feed.xml": written(base),
        "cover.jpg": picture(),
        "legs.jpg": picture(),
        "legs.mp3": MP3,
        "core.mp3": MP3,
        "legs.chapters.json": CHAPTERS.encode(),
        "legs.vtt": VTT.encode(),
        "legs.srt": SRT.encode(),
    }


TYPES = {
    "feed.xml": "application/rss+xml; charset=utf-8",
    "jpg": "image/jpeg",
    "mp3": "audio/mpeg",
    "legs.chapters.json": "application/json+chapters",
    "vtt": "text/vtt",
    "srt": "application/x-subrip",
}


def served(base: str) -> dict[str, Served]:
    """The same as a good host sends it."""
    return {
        name: Served(body, TYPES.get(name) or TYPES[name.rpartition(".")[2]])
        for name, body in folder(base).items()
    }
