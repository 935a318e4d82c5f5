"""A session in other forms: a picture, a table, a calendar's event, subtitles, a card.

Each is a pure function of a timeline; what draws or encodes is imported when it is called.
"""

from collections.abc import Callable, Mapping

from audioworkout.plan.export.calendar import ics
from audioworkout.plan.export.card import markdown
from audioworkout.plan.export.picture import png, svg
from audioworkout.plan.export.rows import csv
from audioworkout.plan.export.subtitles import lrc, srt, vtt

FORMATS: Mapping[str, Callable[..., str | bytes]] = {
    "svg": svg,
    "png": png,
    "csv": csv,
    "ics": ics,
    "srt": srt,
    "vtt": vtt,
    "lrc": lrc,
    "markdown": markdown,
}
"""What a timeline can be turned into, by name; `png` gives bytes, the others text."""

__all__ = ["FORMATS", "csv", "ics", "lrc", "markdown", "png", "srt", "svg", "vtt"]
