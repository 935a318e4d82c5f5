"""The style sheet and the script of all pages, under names that change with what is in them."""

from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib import resources
from types import MappingProxyType

from audioworkout.plan.export import palette

HASH = 8  # hexadecimal digits in a name


@cache
def assets() -> Mapping[str, bytes]:
    """What goes into the folder `assets`: names such as `style.0a1b2c3d.css`, and contents."""
    style = "\n".join((_read("style.css"), _work(), palette.style("auto"), ""))
    contents = {"style.css": style, "player.js": _read("player.js")}
    return MappingProxyType(
        {_named(name, text.encode()): text.encode() for name, text in contents.items()}
    )


def asset(name: str) -> str:
    """The hashed name of `style.css` or `player.js`."""
    stem, _, ending = name.partition(".")
    return next(n for n in assets() if n.startswith(f"{stem}.") and n.endswith(f".{ending}"))


def _read(name: str) -> str:
    return (resources.files(__package__) / "static" / name).read_text(encoding="utf-8")


def _named(name: str, content: bytes) -> str:
    stem, _, ending = name.partition(".")
    return f"{stem}.{sha256(content).hexdigest()[:HASH]}.{ending}"


def _work() -> str:
    """The exercises' colours as the picture has them, for the chips beside their names."""
    dark = _chips(palette.DARK)
    return f"{_chips(palette.LIGHT)}@media (prefers-color-scheme:dark){{{dark}}}"


def _chips(colours: palette.Palette) -> str:
    rule = ".w{}{{background:{};color:{}}}"
    return "".join(rule.format(n, c, colours.on_work) for n, c in enumerate(colours.work))
