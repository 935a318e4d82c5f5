"""A picture of the user's as cover art: checked, upright, square, in sRGB."""

import warnings
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from audioworkout.ground.diagnostics import WorkoutError
from audioworkout.ground.files import open_regular
from audioworkout.podcast.artwork.drawing import SIZE, encode

LEAST = 1400  # px: the least that podcast directories take
MOST_BYTES = 32 * 1024 * 1024
MOST_PIXELS = 16_000_000  # it is held in memory, at up to 4 bytes a pixel
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
NAMES = "JPEG, PNG, WebP or GIF"
ORIENTATION, PLACE = 0x0112, 0x8825  # of EXIF; the second is where a photo was taken
TOO_LARGE = (
    f"it has more than {MOST_PIXELS // 1_000_000} million pixels; {SIZE} × {SIZE} are enough"
)


def own_cover(path: Path, *, notice: Callable[[str], None] | None = None) -> bytes:
    """A user's picture as a cover: a square JPEG of 1400 to 3000 px in RGB.

    One that is such a JPEG already, and upright, in sRGB and without the place where it was
    taken, is returned byte for byte. `notice` is told what was cut off. Raises WorkoutError
    if there is no picture, or it cannot be read, is animated, or is too small or too large.
    """
    data = _read(path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of damaged metadata, and of sizes: checked here
        try:
            return _cover(data, path, notice)
        except WorkoutError:
            raise
        except Exception as bad:  # readers of damaged files raise whatever they stumble over
            raise WorkoutError(f"the image {path}: it is damaged ({bad})") from bad


def _read(path: Path) -> bytes:
    try:
        with open_regular(path) as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as failed:
        raise WorkoutError(f"the image {path}: {failed.strerror or failed}") from failed
    if len(data) > MOST_BYTES:
        most = MOST_BYTES // (1024 * 1024)
        raise WorkoutError(f"the image {path}: it has more than {most} MiB; save it smaller")
    return data


def _cover(data: bytes, path: Path, notice: Callable[[str], None] | None) -> bytes:
    with _opened(data, path) as picture:
        _check(picture, path)
        if _is_ready(picture):
            picture.load()  # raises where it is truncated
            return data
        picture.draft(picture.mode, (SIZE, SIZE))  # a JPEG is decoded no larger than is needed
        ImageOps.exif_transpose(picture, in_place=True)
        if notice and picture.width != picture.height:
            notice(f"the image {path}: it is not square, and its middle is used")
        profile = picture.info.get("icc_profile")
        return encode(_in_srgb(_on_white(_square(_direct(picture))), profile))


def _opened(data: bytes, path: Path) -> "Image.Image":
    try:
        return Image.open(BytesIO(data), formats=FORMATS)
    except UnidentifiedImageError as failed:
        raise WorkoutError(f"the image {path}: it is none, or not {NAMES}") from failed
    except Image.DecompressionBombError as failed:
        raise WorkoutError(f"the image {path}: {TOO_LARGE}") from failed


def _check(picture: "Image.Image", path: Path) -> None:
    wide, high = picture.size
    if wide * high > MOST_PIXELS:
        raise WorkoutError(f"the image {path}: {TOO_LARGE}")
    if min(wide, high) < LEAST:
        raise WorkoutError(
            f"the image {path}: it has {wide} × {high} pixels; "
            f"a cover has at least {LEAST} × {LEAST}"
        )
    # MPO is a JPEG with others behind it, as telephones take them.
    if picture.format != "MPO" and getattr(picture, "is_animated", False):
        raise WorkoutError(f"the image {path}: it is animated; save one picture of it")


def _is_ready(picture: "Image.Image") -> bool:
    exif = picture.getexif()
    return (
        picture.format == "JPEG"
        and picture.mode == "RGB"
        and picture.width == picture.height <= SIZE
        and exif.get(ORIENTATION, 1) == 1
        and PLACE not in exif
        and _is_srgb(picture.info.get("icc_profile"))
    )


def _is_srgb(profile: bytes | None) -> bool:
    if not profile:
        return True
    with suppress(ImageCms.PyCMSError, OSError):
        return "sRGB" in ImageCms.getProfileDescription(BytesIO(profile))
    return False


def _direct(picture: "Image.Image") -> "Image.Image":
    """The picture in grey, RGB or CMYK, or with transparency in RGBA."""
    if picture.mode != "RGBA" and picture.has_transparency_data:
        return picture.convert("RGBA")
    if picture.mode.startswith("I"):  # 16 bits of grey, which `convert` would cut at 255
        return picture.point(lambda value: value / 256).convert("L")
    return picture if picture.mode in ("L", "RGB", "RGBA", "CMYK") else picture.convert("RGB")


def _square(picture: "Image.Image") -> "Image.Image":
    """The middle of the picture, no larger than a cover may be."""
    side = min(*picture.size, SIZE)
    if picture.size == (side, side):
        return picture
    return ImageOps.fit(picture, (side, side), Image.Resampling.LANCZOS)


def _on_white(picture: "Image.Image") -> "Image.Image":
    if picture.mode != "RGBA":
        return picture
    ground = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(ground, picture).convert("RGB")


def _in_srgb(picture: "Image.Image", profile: bytes | None) -> "Image.Image":
    """The picture in sRGB; its own profile counts where it can be read and fits."""
    if profile and not _is_srgb(profile):
        with suppress(ImageCms.PyCMSError, OSError):
            given, wanted = (
                ImageCms.ImageCmsProfile(BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
            )
            converted = ImageCms.profileToProfile(picture, given, wanted, outputMode="RGB")
            if converted:
                return converted
    return picture.convert("RGB")
