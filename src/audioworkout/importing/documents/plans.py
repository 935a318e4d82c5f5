"""Where a text holds several plans: which of its headings begins one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from audioworkout.importing.documents.entries import PieceKind, TextPiece
from audioworkout.importing.documents.standing import Standing, stood
from audioworkout.importing.part_headings import phase_of

NUMBER = r"(?:\d{1,2}|[A-H]|one|two|three|four|five|six|seven)"
NUMBERED = re.compile(
    rf"(?:the )?(?:workout|work-out|session|routine|day|training|plan|program(?:me)?|option"
    rf"|version)"
    rf" ?(?:no\.?|number|#|nr\.?)? ?{NUMBER}(?=$|[\s:.,()–—-])(?! ?(?:x|×|sets?|rounds?|min"
    rf"|times)\b)",
    re.I,
)
WEEKDAY = re.compile(
    r"(?:on )?(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?s?\b\.?(?:"
    r" ?\([^()]*\))?(?=$|\s*[:–—-])",
    re.I,
)
NAMED = re.compile(
    r".{2,60}\b(?:workout|routine|session|day|circuit|program(?:me)?)(?: (?:no\.? ?)?\d{1,2}|"
    r" [A-H])?(?: ?\(.{0,60}\))?:?",
    re.I,
)
GENERAL = re.compile(
    r"(?:the|your|this|my|our|a|an|full|whole|main|sample|example|here(?:'s|’s| is)|today(?:'s"
    r"|’s)|tomorrow(?:'s|’s))(?: (?:the|your))?"
    r" ?(?:\w+ )?(?:workout|routine|session|circuit|program(?:me)?):?"
    r"|(?:about|how|why|what|when|tips|before|after)\b.*",
    re.I,
)
WEEK = re.compile(
    r"(?:on )?(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?s?\b\.?(?:"
    r" ?\([^()]*\))?\s*[:–—-]\s*\S.*"
    r"|(?:week|day) \d{1,2}\s*[:–—-]\s*\S.*",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Split:
    """A text's plans: what stands before the first, and each with its heading on top."""

    common: tuple[TextPiece, ...]
    plans: tuple[tuple[TextPiece, ...], ...]


def split(entries: Sequence[TextPiece]) -> Split:
    """The plans of a text; one without a heading of its own where no two headings begin plans."""
    heads = _heads(entries)
    if len(heads) < 2:
        return Split((), (tuple(entries),))
    spans = [tuple(entries[start:end]) for start, end in pairwise((*heads, len(entries)))]
    return Split(tuple(entries[: heads[0]]), tuple(spans))


def _heads(entries: Sequence[TextPiece]) -> list[int]:
    """The indexes of the headings that begin plans."""
    for way in (_numbered, _on_a_day, _named):
        found = [index for index, entry in enumerate(entries) if way(entry)]
        found = _at_one_level(entries, found)
        spans = pairwise((*found, len(entries)))
        kept = [start for start, end in spans if _has_steps(entries[start + 1 : end])]
        if len(kept) > 1:
            return kept
    return []


def _at_one_level(entries: Sequence[TextPiece], found: list[int]) -> list[int]:
    if not found:
        return []
    top = min(entries[index].level or 9 for index in found)
    return [index for index in found if (entries[index].level or 9) == top]


def _numbered(entry: TextPiece) -> bool:
    return entry.kind in (PieceKind.HEADING, PieceKind.LINE) and bool(NUMBERED.match(entry.body))


def _on_a_day(entry: TextPiece) -> bool:
    if entry.kind not in (PieceKind.HEADING, PieceKind.LINE) or not WEEKDAY.match(entry.body):
        return False
    return entry.kind is PieceKind.HEADING or entry.apart


def _named(entry: TextPiece) -> bool:
    """A marked heading that calls something a workout; the title above all is none."""
    marked = entry.kind is PieceKind.HEADING and entry.level > 1
    if not marked or phase_of(entry.body) or GENERAL.fullmatch(entry.body):
        return False
    return bool(NAMED.fullmatch(entry.body))


STEPS = (Standing.KNOWN, Standing.STEP, Standing.NAME, Standing.DOSE)


def _has_steps(entries: Sequence[TextPiece]) -> bool:
    return any(
        entry.kind is PieceKind.TABLE
        or (entry.kind in (PieceKind.ITEM, PieceKind.LINE) and stood(entry.body).standing in STEPS)
        for entry in entries
    )


def _heads_list(entry: TextPiece, below: TextPiece | None) -> bool:
    """Whether a day is the heading of the list right below it."""
    if below is None or entry.kind is PieceKind.ITEM or WEEK.fullmatch(below.body):
        return False
    return below.kind is PieceKind.ITEM or not below.apart


def week_days(entries: Sequence[TextPiece]) -> list[TextPiece]:
    """The lines of a week's plan, such as `Mon: Workout A`; empty if there are not two."""
    found = [
        entry
        for entry, below in zip(entries, [*entries[1:], None], strict=False)
        if entry.kind in (PieceKind.ITEM, PieceKind.LINE, PieceKind.PROSE)
        and WEEK.fullmatch(entry.body)
        and not _heads_list(entry, below)
    ]
    return found if len(found) > 1 else []
