"""A session in other forms: a picture, a table, a calendar's event, subtitles, a card.

Each is a pure function of a timeline; what draws or encodes is imported when it is called.
"""

import pkgutil
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from audioworkout.ground.lazy import lazy_modules

if TYPE_CHECKING:
    from audioworkout.plan.timeline import Timeline

__getattr__ = lazy_modules(__name__, "labels")  # PyYAML

FORMATS: Mapping[str, str] = {
    "json": "timeline:json_text",
    "listing": "timeline:listing",
    "svg": "export.picture:svg",
    "png": "export.picture:png",
    "csv": "export.rows:csv",
    "ics": "export.calendar:ics",
    "srt": "export.subtitles:srt",
    "vtt": "export.subtitles:vtt",
    "lrc": "export.subtitles:lrc",
    "markdown": "export.card:markdown",
}
"""What a timeline can be turned into, by name, and the function that does it."""


def exported(form: str, timeline: "Timeline", **options: Any) -> str | bytes:
    """A timeline in one of `FORMATS`: bytes for `png`, text else; options are the function's."""
    made: str | bytes = pkgutil.resolve_name(f"audioworkout.plan.{FORMATS[form]}")(
        timeline, **options
    )
    return made
