"""Notes below a list that belong to the lines with their mark: `*10 each side`."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from audioworkout.importing.documents.entries import PieceKind, TextPiece
from audioworkout.importing.plain_text import plain
from audioworkout.language.model import Range, Reps, Time, Work
from audioworkout.words.numbers import ENGLISH

MARK = r"(?:\*{1,3}|†|‡|§|[¹²³⁴]|\^\d|\(\*\))"
MARKED = re.compile(rf"(?<=[\w)\]\"'])\s?({MARK})(?=[\s,;:.()]|$)")
NOTE = re.compile(rf"\\?({MARK})\s*(?:[=:–-]\s*)?(?=\w)(.+)")
LIMB = r"(leg|arm|side|hand|foot|knee|hip|shoulder|elbow|ankle)"
ONE_THEN_OTHER = re.compile(
    rf"(\d{{1,4}})?(?: reps)? ?(?:with|on|for)? ?(?:the |your )?(right|left) ?{LIMB}?,? (?:and "
    rf"|then |and then |followed by )?"
    rf"(?:(\d{{1,4}})(?: reps)? ?)?(?:with|on|for)? ?(?:the |your )?(right|left|other)(?: {LIMB})?"
)
EACH = re.compile(
    rf"(?:that's |that is |do |i\.e\. |means |= )?(\d{{1,4}})?(?: reps| sec(?:ond)?s?| s)?"
    rf" ?(?:on |for |with )?"
    rf"(?:each|per|every|a|either|both) {LIMB}s?(?: in turn)?"
)

Change = Callable[[Work], Work | None]


@dataclass(frozen=True, slots=True)
class Footnote:
    """A note, and what it makes of a step; `change` gives None where it does not fit one."""

    entry: TextPiece
    mark: str
    change: Change | None


def footnotes(entries: Sequence[TextPiece]) -> dict[str, Footnote]:
    """The notes of a text by their mark, as far as lines have that mark."""
    marks = {found[1] for entry in entries if (found := MARKED.search(_text(entry)))}
    notes: dict[str, Footnote] = {}
    for entry in entries:
        found = NOTE.fullmatch(entry.line.text) if marks else None
        if found and found[1] in marks and found[1] not in notes and not _is_list(entry, entries):
            notes[found[1]] = Footnote(entry, found[1], change(found[2]))
    return notes


def _text(entry: TextPiece) -> str:
    return entry.body if entry.kind is not PieceKind.TABLE else ""


def _is_list(entry: TextPiece, entries: Sequence[TextPiece]) -> bool:
    """Whether an asterisk with a space behind it is the bullet of one of several items."""
    if not entry.line.text.startswith("* "):
        return False
    return sum(other.line.text.startswith("* ") for other in entries) > 1


def mark_of(body: str, notes: dict[str, Footnote]) -> tuple[str, Footnote | None]:
    """A line without its mark, and the note that the mark stands for."""
    found = MARKED.search(body)
    if found is None or found[1] not in notes:
        return body, None
    return f"{body[: found.start()]}{body[found.end() :]}", notes[found[1]]


def change(text: str) -> Change | None:
    """What a note makes of a step: which sides it is done on; None if it says anything else."""
    spoken = plain(ENGLISH.in_figures(text)).lower().strip(" .!")
    if found := ONE_THEN_OTHER.fullmatch(spoken):
        first, second = found[2], "left" if found[2] == "right" else "right"
        if found[5] not in (second, "other") or (found[4] or found[1]) != found[1]:
            return None
        return _sided(found[1], (first, second), found[3] or found[6] or "side")
    if found := EACH.fullmatch(spoken):
        return _sided(found[1], ("left", "right"), found[2])
    return None


def _sided(count: str | None, sides: tuple[str, str], limb: str) -> Change:
    """A step on both sides. Where the note has a number, the step's own is it, or both sides'."""

    def change(step: Work) -> Work | None:
        dose = step.dose
        if step.sides or not isinstance(dose, Reps | Time):
            return None
        own = dose.count if isinstance(dose, Reps) else dose.length
        unit = 1 if isinstance(dose, Reps) else 1000  # ms
        if count is not None:
            each = int(count) * unit
            if own not in (Range(each, each), Range(2 * each, 2 * each)):
                return None
            dose = Reps(Range(each, each)) if isinstance(dose, Reps) else Time(Range(each, each))
        return replace(step, dose=dose, sides=sides, limb=limb)

    return change
