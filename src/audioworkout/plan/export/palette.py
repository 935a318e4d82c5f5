"""The colours of the interval picture, and the style sheet that applies them.

Texts reach a contrast of 4.5:1 and shapes 3:1 against what lies behind them (WCAG 2.2,
criteria 1.4.3 and 1.4.11), in both themes.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Theme: TypeAlias = Literal["auto", "light", "dark"]


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as `#rrggbb`. Exercises take turns with `work`; `on_work` is text upon them."""

    card: str
    border: str
    band: str
    text: str
    muted: str
    axis: str
    rest: str
    change: str
    spoken: str
    on_work: str
    work: tuple[str, ...]


LIGHT = Palette(
    card="#ffffff",
    border="#d8dee8",
    band="#eef2f7",
    text="#0f172a",
    muted="#475569",
    axis="#64748b",
    rest="#74859c",
    change="#475569",
    spoken="#64748b",
    on_work="#ffffff",
    work=(
        "#2563eb",
        "#c2410c",
        "#0f766e",
        "#7c3aed",
        "#a16207",
        "#be185d",
        "#4d7c0f",
        "#0e7490",
    ),
)

DARK = Palette(
    card="#0f172a",
    border="#334155",
    band="#1c273c",
    text="#f1f5f9",
    muted="#a8b5c7",
    axis="#8494aa",
    rest="#71829a",
    change="#a8b5c7",
    spoken="#8494aa",
    on_work="#0b1220",
    work=(
        "#60a5fa",
        "#fb923c",
        "#2dd4bf",
        "#b79cfb",
        "#facc15",
        "#f472b6",
        "#a3e635",
        "#22d3ee",
    ),
)

# Roboto comes first since `png` draws with it; elsewhere the reader's own sans-serif will do.
FONTS = 'Roboto,system-ui,-apple-system,"Segoe UI","Helvetica Neue",Arial,sans-serif'


def style(theme: Theme) -> str:
    """The rules of a picture, bound to its theme's class so that pictures on one page differ."""
    scope = f".aw-{theme}"
    base = (
        f"{scope} text{{font-family:{FONTS};font-size:11px;unicode-bidi:isolate}}"
        f"{scope} .aw-title{{font-size:17px;font-weight:700}}"
        f"{scope} .aw-facts,{scope} .aw-legend text{{font-size:13px}}"
        f"{scope} .aw-legend .aw-chip{{font-size:11px}}"
        f"{scope} .aw-bold{{font-weight:700}}"
        f"{scope} .aw-plot{{fill:none}}"
        f"{scope} .aw-mid{{text-anchor:middle}}"
        f"{scope} .aw-end{{text-anchor:end}}"
    )
    if theme == "dark":
        return base + _colours(scope, DARK)
    if theme == "light":
        return base + _colours(scope, LIGHT)
    dark = _colours(scope, DARK)
    return f"{base}{_colours(scope, LIGHT)}@media (prefers-color-scheme:dark){{{dark}}}"


def _colours(scope: str, palette: Palette) -> str:
    fills = {
        "text": palette.text,
        ".aw-muted": palette.muted,
        ".aw-band": palette.band,
        ".aw-rest": palette.rest,
        ".aw-change": palette.change,
        ".aw-spoken": palette.spoken,
        **{f".aw-w{number}": colour for number, colour in enumerate(palette.work)},
        ".aw-on": palette.on_work,
    }
    rules = [f"{scope} {name}{{fill:{colour}}}" for name, colour in fills.items()]
    rules.append(f"{scope} .aw-card{{fill:{palette.card};stroke:{palette.border}}}")
    rules.append(f"{scope} .aw-line{{stroke:{palette.axis}}}")
    return "".join(rules)


def work_class(number: int) -> str:
    """The class of an exercise's bars and chip, by its number."""
    return f"aw-w{number % len(LIGHT.work)}"
