"""Files of other programs that are not read, each refused in one line."""

import re
from collections.abc import Callable
from itertools import pairwise

from audioworkout.importing.formats import timer_exports
from audioworkout.importing.formats.json_values import loaded
from audioworkout.importing.lines import PastedText

HEAD = 2_000  # characters in which a file says what it is
MOST_LINES = 2_000

# What a file of a program begins with, or is named, and what it is.
KINDS: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (re.compile(r"<workout_file\b"), ".zwo", "Zwift workouts"),
    (re.compile(r"<TrainingCenterDatabase\b"), ".tcx", "Garmin's TCX files"),
    (re.compile(r"<gpx\b"), ".gpx", "GPX tracks"),
    (re.compile(r"\[COURSE HEADER\]", re.I), ".erg", "ERG and MRC files"),
    (re.compile(r"<\?xml\b"), ".xml", "XML files"),
)
KEY = re.compile(r"( *)(- +)?[a-z_][A-Za-z0-9_-]{0,40}:(?: +\S.*)?")
ITEM = re.compile(r" *- +\S.*")


def refusal(pasted: PastedText) -> str | None:
    """Why a file of another program is not read, in one line; None where it may be a plan."""
    return next((told for rule in RULES if (told := rule(pasted))), None)


def _kind(pasted: PastedText) -> str | None:
    head, name = pasted.text[:HEAD], pasted.name.lower()
    found = next((it for mark, end, it in KINDS if mark.search(head) or name.endswith(end)), None)
    return f"{found} are not read; the plan as text is" if found else None


def _json(pasted: PastedText) -> str | None:
    """JSON of no known shape, or none at all though it begins like JSON."""
    bare = pasted.text.lstrip("\ufeff \t\r\n")
    if not re.match(r"[{\[]\s*(?:[{\"]|$)", bare):
        return None
    data = loaded(bare)
    if data is None:
        return "this JSON is broken"
    known = any(workouts(data) for workouts, _ in timer_exports.SHAPED)
    return None if known else f"of JSON only {timer_exports.SHAPES} are read"


def _yaml(pasted: PastedText) -> str | None:
    """YAML whose lists hold objects of several keys, as programs write it and no plan is pasted."""
    lines = [line for line in pasted.text.splitlines()[:MOST_LINES] if line.strip()]
    lines = [line for line in lines if not line.lstrip().startswith(("#", "---"))]
    if not all(KEY.fullmatch(line) or ITEM.fullmatch(line) for line in lines):
        return None
    pairs = ((KEY.fullmatch(one), KEY.fullmatch(below)) for one, below in pairwise(lines))
    objects = any(
        one and below and one[2] and not below[2] and len(below[1]) == len(one[1] + one[2])
        for one, below in pairs
    )
    return "this is YAML of another program; only a plan as text is read" if objects else None


RULES: tuple[Callable[[PastedText], str | None], ...] = (_kind, _json, _yaml)
