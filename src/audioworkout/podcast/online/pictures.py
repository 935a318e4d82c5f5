"""Artwork: its type, size in pixels and colours, by Apple's requirements."""

from contextlib import suppress
from io import BytesIO

from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile

from audioworkout.podcast.online import answers
from audioworkout.podcast.online.findings import Findings, error, quoted, warning
from audioworkout.podcast.online.http import Client
from audioworkout.podcast.online.links import Link

HEADER = 1 << 18  # bytes: the size stands behind tags and colour profiles
SMALLEST, LARGEST = 1400, 3000  # pixels a side, by Apple

SIDES = f"make it square, {SMALLEST:,} to {LARGEST:,} pixels a side"
FORMAT = "save it as JPEG or PNG"
COLOURS = "save it in RGB, without transparency"
SERVED = "have the host send image/jpeg for .jpg, image/png for .png"

TYPES = {"JPEG": "image/jpeg", "PNG": "image/png"}


def findings(client: Client, link: Link, feed: str) -> Findings:
    """What is wrong with a picture; raises UnreachableError where nothing answers."""
    answer = client.get(link.url, HEADER)
    if failed := answers.refused(link.url, answer):
        yield failed
        return
    yield from answers.way(link.url, answer, feed)
    picture = _opened(answer.body)
    if picture is None or picture.format is None:
        yield error(link.url, f"is no picture that apps show ({quoted(answer.type)})", FORMAT)
        return
    yield from answers.mistyped(link.url, answer, (TYPES[picture.format],), SERVED)
    width, height = picture.size
    if width != height or not SMALLEST <= width <= LARGEST:
        yield error(link.url, f"has {width:,} × {height:,} pixels", SIDES)
    if picture.mode != "RGB":
        yield warning(link.url, f"its colours are {picture.mode}", COLOURS)


def _opened(start: bytes) -> "ImageFile | None":
    """What the header says; the picture itself is never decoded, however large it is."""
    for kind in (JpegImageFile, PngImageFile):
        with suppress(SyntaxError, ValueError, OSError):  # by which Pillow says: it is another
            return kind(BytesIO(start))
    return None
