"""What a published file is, by its name: media type, how long to keep it, who may read it."""

import re

from audioworkout.podcast import pages
from audioworkout.sound.formats import FORMATS

UNKNOWN = "application/octet-stream"
HTML = "text/html; charset=utf-8"
FEED = "application/rss+xml; charset=utf-8"
CHAPTERS = "application/json+chapters"
ADDRESSED = (".html", ".xml", ".json")  # may hold URLs of the show

# The longest ending that fits; a system's own table would differ from machine to machine.
TYPES = {f".{form.name}": form.media_type for form in FORMATS.values()} | {
    "feed.xml": FEED,
    ".chapters.json": CHAPTERS,
    ".css": "text/css; charset=utf-8",
    ".gif": "image/gif",
    ".html": HTML,
    ".ico": "image/x-icon",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".srt": "application/x-subrip",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".vtt": "text/vtt; charset=utf-8",
    ".webp": "image/webp",
    ".xml": "application/xml",
}
OPEN = re.compile(rf"feed\.xml|.*(\.chapters\.json|\.(vtt|srt|jpg|png|{'|'.join(FORMATS)}))")
HASHED = re.compile(r".*-[0-9a-f]{8}(-small)?\.jpg|assets/.*\.[0-9a-f]{8}\.(css|js)")
SCRIPTABLE = (HTML, TYPES[".svg"])
FOREVER = "public, max-age=31536000, immutable"  # a year; the name changes with the bytes
ASK = "no-cache"  # keep it, and ask whether it is still the same


def media_type(name: str) -> str:
    """The type of a file of that name; names are told apart by case nowhere."""
    endings = [ending for ending in TYPES if name.lower().endswith(ending)]
    return TYPES[max(endings, key=len)] if endings else UNKNOWN


def access(name: str) -> dict[str, str]:
    """Which other sites' pages may read a file: players on the web fetch feed, sound and text."""
    if not OPEN.fullmatch(name):
        return {}
    return {
        "access-control-allow-origin": "*",
        "access-control-expose-headers": "accept-ranges, content-range, etag",
    }


def headers(name: str) -> dict[str, str]:
    """The headers that come with a file, of that name from the folder."""
    kind = {"cache-control": FOREVER if HASHED.fullmatch(name) else ASK} | access(name)
    if media_type(name) in SCRIPTABLE:
        kind["content-security-policy"] = pages.CSP
    return kind
