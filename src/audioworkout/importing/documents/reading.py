"""A long text to the drafts of the plans in it; a text without prose goes on as it is."""

import re
from collections.abc import Sequence
from dataclasses import replace

from audioworkout.importing import inline_lists, part_headings, steps
from audioworkout.importing.documents import furniture, plans
from audioworkout.importing.documents.entries import PieceKind, TextPiece, of_text, sentences
from audioworkout.importing.documents.facts import facts
from audioworkout.importing.documents.footnotes import footnotes
from audioworkout.importing.documents.plan_reading import Surroundings, draft_of
from audioworkout.importing.documents.said import facts_of
from audioworkout.importing.documents.sessions import usual_gait
from audioworkout.importing.documents.standing import Standing, stood
from audioworkout.importing.documents.wording import in_notation
from audioworkout.importing.draft import HINT, PROSE, DraftPlan, Unread
from audioworkout.importing.formats import free_text
from audioworkout.importing.heading_patterns import TIME
from audioworkout.importing.lines import PastedLine, PastedText
from audioworkout.importing.plain_text import plain
from audioworkout.language.model import Work

WEEK = "the days of a week are not planned yet"
FOR_ALL = re.compile(
    r"\b(?:in|for|of|to) (?:both|all|each|every)\b(?= (?:workouts?|days?|sessions?|plans?|of"
    r" (?:them|these))|[.,;]|$)",
    re.I,
)
CLOCK = re.compile(r"\b\d{1,2}:\d\d\b")
RESTS = re.compile(rf"rest(?:ing)?(?: time| period)?s? ?: ?({TIME}) ?\.?", re.I)
WHOLE = "it is the title of the whole text"
FRONT = "it is about the file"
ASIDE = (PROSE, HINT, WEEK, WHOLE, FRONT)
"""The reasons of lines in which no plan is to be looked for."""


def fits(pasted: PastedText) -> bool:
    """Any text can hold a plan."""
    del pasted
    return True


def read(pasted: PastedText) -> list[DraftPlan]:
    """The drafts of a text's plans, at least one."""
    entries, title, front = of_text(pasted)
    if title is None and not front and is_bare(entries):
        return [free_text.read(pasted)]
    return plans_in(entries, title, [Unread(line, FRONT) for line in front if line is not title])


def is_bare(entries: Sequence[TextPiece]) -> bool:
    """Whether a text is one plan in short lines, with nothing around it."""
    if any(entry.kind in (PieceKind.PROSE, PieceKind.TABLE) for entry in entries):
        return False
    if any(_outside(entry) for entry in entries) or footnotes(entries):
        return False
    return len(plans.split(entries).plans) < 2 and not plans.week_days(entries)


def _outside(entry: TextPiece) -> bool:
    body = entry.body
    return furniture.is_furniture(body) or (
        furniture.is_greeting(body) and not any(map(str.isdigit, body))
    )


def plans_in(
    entries: Sequence[TextPiece], title: PastedLine | None, remarks: Sequence[Unread] = ()
) -> list[DraftPlan]:
    """The drafts of the plans that the pieces of a text hold. `title`: a line that names it."""
    remarks = list(remarks)
    inside = _inside(entries, remarks)
    notes = footnotes(inside)
    gait = usual_gait(" ".join(entry.body for entry in entries))
    named, inside = _title(inside, title)
    found = plans.split(inside)
    if len(found.plans) == 1:
        return [draft_of(found.plans[0], named, Surroundings(notes, gait), remarks)]
    everywhere = [entry for entry in inside if FOR_ALL.search(entry.body)]
    shared = Surroundings(notes, gait, facts_of([*found.common, *everywhere]))
    said = {line.number for line in shared.shared.lines}
    above = [Unread(it.line, PROSE) for it in found.common if it.line.number not in said]
    if named is not None:
        above.insert(0, Unread(named, WHOLE))
    return [
        draft_of(span[1:], span[0].line, shared, [*above, *_within(remarks, found.plans, index)])
        for index, span in enumerate(found.plans)
    ]


def _within(
    remarks: Sequence[Unread], spans: Sequence[Sequence[TextPiece]], index: int
) -> list[Unread]:
    """The remarks of a plan's own lines; those above all plans are of each."""
    first, start = spans[0][0].line.number, spans[index][0].line.number
    last = index + 1 == len(spans)
    end = float("inf") if last else spans[index + 1][0].line.number
    return [it for it in remarks if it.line.number < first or start <= it.line.number < end]


def _inside(entries: Sequence[TextPiece], remarks: list[Unread]) -> list[TextPiece]:
    """The pieces without those of the page around them and of a week, which become remarks."""
    kept: list[TextPiece] = []
    ended = False
    week = {entry.line.number for entry in plans.week_days(entries)}
    begun = False
    for entry in entries:
        if not begun and entry.kind in (PieceKind.ITEM, PieceKind.LINE):
            begun = stood(entry.body).standing in (Standing.KNOWN, Standing.DOSE)
        ended = ended or (begun and furniture.ends_text(entry.body))
        if ended or _outside(entry):
            remarks.append(Unread(entry.line, PROSE))
        elif entry.line.number in week:
            remarks.append(Unread(entry.line, WEEK))
        elif entry.kind is PieceKind.TABLE:
            kept.append(entry)
        elif heading := _heads_list(entry):
            at = len(entry.body) - len(heading)
            kept += [entry.read_as(entry.body[:at].strip()), _form(entry, heading)]
        else:
            kept.append(entry.read_as(in_notation(entry.body)))
    return [_between_sets(kept, index) for index in range(len(kept))]


def _between_sets(entries: Sequence[TextPiece], index: int) -> TextPiece:
    """A line `Rest: 60 s` below exercises of several sets says what is between these."""
    rest = RESTS.fullmatch(plain(entries[index].body))
    if rest is None:
        return entries[index]
    above = index
    while above and not entries[above].apart:
        above -= 1
    steps = [stood(entry.body).step for entry in entries[above:index]]
    sets = any(isinstance(step, Work) and step.sets for step in steps)
    return entries[index].read_as(f"rest {rest[1]} between sets") if sets else entries[index]


def _form(entry: TextPiece, heading: str) -> TextPiece:
    line = replace(entry.line, text=heading, body=heading)
    return TextPiece(PieceKind.LINE, line, apart=False)


def _heads_list(entry: TextPiece) -> str:
    """The end of a sentence that heads the list below it: `…, which goes: 30 min EMOM of:`."""
    if entry.kind is not PieceKind.PROSE or not entry.body.endswith(":"):
        return ""
    *_, last = sentences(entry.body)
    if facts(last, entry.line):
        return ""
    for cut in list(re.finditer(r"(?:: |, | [–—-] )", last))[-6:]:
        rest = last[cut.end() :]
        says = inline_lists.spoken(rest)
        if says is not None and says.form.form is not None:
            return rest
    return ""


def _title(
    entries: Sequence[TextPiece], title: PastedLine | None
) -> tuple[PastedLine | None, list[TextPiece]]:
    """The line that names the text, and the pieces without it."""
    entries = list(entries)
    if title is not None:
        return title, [entry for entry in entries if entry.body != title.body]
    top = min((entry.level for entry in entries if entry.level), default=0)
    first = entries[0] if entries else None
    marked = next((entry for entry in entries if entry.level and entry.level == top), None)
    only = marked is not None and sum(entry.level == top for entry in entries) == 1
    chosen = marked if only or marked is first else first
    if chosen is None or not _can_be_title(chosen):
        return None, entries
    return chosen.line, [entry for entry in entries if entry is not chosen]


def _can_be_title(entry: TextPiece) -> bool:
    if entry.kind not in (PieceKind.HEADING, PieceKind.LINE):
        return False
    found = part_headings.part_heading(entry.body)
    if found.phase or found.directive or plans.NUMBERED.match(entry.body):
        return False
    if inline_lists.says_how(entry.body):
        return False
    if part_headings.PART.match(entry.body):
        return False
    if entry.kind is PieceKind.LINE and (entry.body[:1].islower() or CLOCK.search(entry.body)):
        return False
    standing = stood(entry.body).standing
    named = standing is Standing.NAME and not steps.known(entry.body)
    return standing is Standing.OTHER or named or entry.level == 1
