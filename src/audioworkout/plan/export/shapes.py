"""SVG elements as text: coordinates to a tenth, texts escaped."""

from collections.abc import Iterable
from xml.sax.saxutils import escape


def number(value: float) -> str:
    """A coordinate, to a tenth."""
    return f"{value:.1f}".removesuffix(".0")


def text(x: float, y: float, words: str, classes: str) -> str:
    """A text whose base line is at `y`."""
    return f'<text class="{classes}" x="{number(x)}" y="{number(y)}">{escape(words)}</text>'


def upward(x: float, y: float, words: str, classes: str) -> str:
    """A text that is read from below."""
    place = f"translate({number(x)} {number(y)}) rotate(-90)"
    return f'<text class="{classes}" transform="{place}">{escape(words)}</text>'


def line(x: float, y: float, x2: float, y2: float) -> str:
    """A straight line."""
    return f'<path class="aw-line" d="M{number(x)} {number(y)}L{number(x2)} {number(y2)}"/>'


def rect(classes: str, x: float, y: float, width: float, height: float, corner: float = 0) -> str:
    """A rectangle with its left upper corner at (x, y)."""
    rounded = f' rx="{number(corner)}"' if corner else ""
    return (
        f'<rect class="{classes}" x="{number(x)}" y="{number(y)}" '
        f'width="{number(width)}" height="{number(height)}"{rounded}/>'
    )


def ramp(classes: str, x: float, base: float, width: float, height: float) -> str:
    """A slope that rises to the right."""
    d = f"M{number(x)} {number(base)}h{number(width)}v{number(-height)}z"
    return f'<path class="{classes}" d="{d}"/>'


def group(name: str, shapes: Iterable[str]) -> str:
    """The shapes as a group; "" where there are none."""
    inside = "\n".join(shapes)
    return f'<g class="{name}">\n{inside}\n</g>' if inside else ""
