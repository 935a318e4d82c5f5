"""From SVG to JPEG, and what is asked of a JPEG once it is made."""

import hashlib
from functools import cache
from io import BytesIO

import font_roboto
import resvg_py
from PIL import Image, ImageFont

SIZE = 3000  # px, square: the most that podcast directories take
SMALL = 600  # px: sharp at 300 on a phone, and small enough for the tag of an MP3
QUALITY = 88
DENSITY = (72, 72)  # dots an inch, as the directories ask
ENLARGED = 200  # px: the size of letters at which they are measured


def draw(svg: str, *, foreign: bool) -> bytes:
    """The drawing as PNG, in Roboto Black; `foreign` letters come from the system's fonts."""
    return resvg_py.svg_to_bytes(
        svg_string=svg, font_files=[font_roboto.RobotoBlack], skip_system_fonts=not foreign
    )


@cache
def font() -> "ImageFont.FreeTypeFont":
    """Roboto Black, to be measured."""
    basic = ImageFont.Layout.BASIC
    return ImageFont.truetype(font_roboto.RobotoBlack, ENLARGED, layout_engine=basic)


def as_jpeg(png: bytes) -> bytes:
    """An opaque PNG as JPEG; the same bytes whenever it is made of the same."""
    with Image.open(BytesIO(png)) as picture:
        return encode(picture.convert("RGB"))


def encode(picture: "Image.Image") -> bytes:
    """A picture in RGB as baseline JPEG, without metadata."""
    file = BytesIO()
    picture.save(file, "JPEG", quality=QUALITY, optimize=True, dpi=DENSITY, exif=b"")
    return file.getvalue()


def small(jpeg: bytes, size: int = SMALL) -> bytes:
    """The picture `size` px square, for pages and for the tag of an MP3."""
    with Image.open(BytesIO(jpeg)) as picture:
        picture.draft("RGB", (2 * size, 2 * size))
        return encode(picture.convert("RGB").resize((size, size), Image.Resampling.LANCZOS))


def content_name(stem: str, jpeg: bytes) -> str:
    """A name that changes when the picture does: `STEM-1f3a90bc.jpg`."""
    return f"{stem}-{hashlib.sha256(jpeg).hexdigest()[:8]}.jpg"
