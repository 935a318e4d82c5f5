"""Values of a JSON export, whatever stands in it."""

import json
from typing import Any

from audioworkout.importing.lines import PastedLine, printable

MOST = 1_000  # items of a list, and rounds


def loaded(text: str) -> Any:
    """The list or object of a JSON text, or None if it is none.

    Control characters may stand in its texts: an app that loses letters writes them.
    """
    bare = text.lstrip("\ufeff \t\r\n")
    if bare[:1] not in ("{", "["):
        return None
    try:
        return json.loads(bare, strict=False)
    except (ValueError, RecursionError):
        return None


def listed(value: Any) -> list[Any]:
    """A list as far as it is read; empty for anything else."""
    return value[:MOST] if isinstance(value, list) else []


def words(value: Any) -> str:
    """A text in printable characters and single spaces; empty for anything else."""
    return " ".join(printable(value).split()) if isinstance(value, str) else ""


def whole(value: Any) -> int:
    """A whole number from 0 on; 0 for anything else."""
    known = isinstance(value, int) and not isinstance(value, bool)
    return value if known and value > 0 else 0


def count(value: Any) -> int:
    """How often: a whole number from 1 to `MOST`; 1 for anything else."""
    return whole(value) if 0 < whole(value) <= MOST else 1


def shown(value: Any) -> PastedLine:
    """Anything in an export, as it can be shown in one line."""
    text = words(json.dumps(value, ensure_ascii=False)[:200])
    return PastedLine(1, text, text)
