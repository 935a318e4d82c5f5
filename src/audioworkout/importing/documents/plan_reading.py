"""The pieces of one plan to its draft: which of them are steps, and what the prose says of them."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from audioworkout.importing import part_headings
from audioworkout.importing.documents import attaching, numbered, openings, prose_plans, tables
from audioworkout.importing.documents.entries import PieceKind, TextPiece, sentences
from audioworkout.importing.documents.facts import Facts, facts
from audioworkout.importing.documents.footnotes import Footnote, mark_of
from audioworkout.importing.documents.runs import (
    GENERAL,
    StepRun,
    accepted,
    could_name,
    is_heading,
    refusal,
    runs_of,
)
from audioworkout.importing.documents.said import UNSURE, Sentence, sentences_of, unused
from audioworkout.importing.documents.standing import Standing, Stood, stood
from audioworkout.importing.draft import HINT, PROSE, DraftPlan, Unread
from audioworkout.importing.formats import free_text
from audioworkout.importing.heading_patterns import duration
from audioworkout.importing.lines import PastedLine

NO_STEP = re.compile(
    r"\b(?:total|weeks?|days?|comments?|read|people|percent|calories|reasons?)\b", re.I
)
BLANKS = re.compile(r"(?:\b\w+: ?)?[_.…]{3,}|\b(?:name|date|patient|therapist): *(?=$|\w+:)", re.I)
DONE = (Standing.KNOWN, Standing.STEP, Standing.NAME, Standing.DOSE, Standing.REST)
NOTHING = Facts()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a plan takes from the text around it: its notes, its gait, what goes for all plans."""

    notes: dict[str, Footnote]
    gait: str = ""
    shared: Facts = NOTHING


def draft_of(
    entries: Sequence[TextPiece],
    head: PastedLine | None,
    around: Surroundings,
    remarks: Sequence[Unread] = (),
) -> DraftPlan:
    """The draft of a plan. `head` is the line that names it; `remarks` go into it as comments."""
    reader = _PlanReader(list(entries), around)
    draft = reader.draft(titled=head is not None or not _is_title(entries))
    if head is not None:
        draft.title, draft.title_line = BLANKS.sub("", head.body).strip(" :-–—|"), head
    attaching.add_remarks(draft, [*remarks, *reader.remarks])
    return draft


class _PlanReader:
    """What has been read so far; `taken` are pieces that are part of others, by index."""

    def __init__(self, entries: list[TextPiece], around: Surroundings) -> None:
        self.entries = entries
        self.around = around
        self.taken: set[int] = set()
        self.remarks: list[Unread] = []
        self.changes: dict[int, list[attaching.Change]] = defaultdict(list)  # by line number
        self.sources: dict[PastedLine, list[PastedLine]] = {}
        self.names: dict[int, numbered.Explained] = {}  # exercises without a dose, by number
        self.loose: list[PastedLine] = []  # what was read, and no heading was made of
        self.said: list[Sentence] = []
        self.refused: dict[int, str] = {}  # why a line is not to be done, by its index

    def draft(self, *, titled: bool) -> DraftPlan:
        """The draft. `titled`: none of the pieces is the plan's title."""
        self.take_notes()
        self.take_explained()
        self.said = self.read_sentences()
        self.said += self.outside(self.runs())
        runs = self.runs()  # a list of names alone is one once its dose is known
        grids = tables.grids_of(self.entries)
        lines = self.lines(runs) or ([] if grids else self.lines_in_prose())
        draft = free_text.read_lines(lines, titled=titled) if lines else DraftPlan()
        for grid in grids:
            self.remarks += tables.add_grid(draft, grid, self.said)
        self.remarks += prose_plans.add_session(draft, self.said, self.around.gait)
        self.finish(draft)
        return draft

    # What is part of other pieces

    def take_notes(self) -> None:
        """Takes the marks off the lines that have one, for their notes to change the steps."""
        for index, entry in enumerate(self.entries):
            if note := self.note_at(entry):
                self.taken.add(index)
                if note.change is None:
                    self.remarks.append(Unread(entry.line, PROSE))
                else:
                    self.loose.append(entry.line)
                continue
            body, note = mark_of(entry.body, self.around.notes)
            if note is not None and entry.kind is not PieceKind.PROSE:
                self.entries[index] = entry.read_as(body)
                if note.change is not None:
                    self.changes[entry.line.number].append(attaching.noted(note.change))

    def note_at(self, entry: TextPiece) -> Footnote | None:
        """The note that a piece is."""
        notes = self.around.notes.values()
        return next((note for note in notes if note.entry.line == entry.line), None)

    def take_explained(self) -> None:
        """Takes the sentences below exercises for their tips, and for their doses."""
        places = {entry.line: index for index, entry in enumerate(self.entries)}
        every = numbered.explained(self.entries)
        found = [one for one in every if places[one.entry.line] not in self.taken]
        dosed = 2 * sum(one.dosed for one in found) >= len(found)
        for order, one in enumerate(found, 1):
            index = places[one.entry.line]
            self.taken.update(places[below.line] for below in one.below)
            if dosed:
                self.entries[index] = replace(one.entry.read_as(one.body), kind=PieceKind.ITEM)
                self.give_tip(one.entry.line, one.tips)
            else:
                self.taken.add(index)
                self.names[one.number or order] = one

    def give_tip(self, line: PastedLine, tips: Sequence[str]) -> None:
        """Gives the step of a line its tip; sentences that there is no room for are told."""
        tip, left = attaching.tip_of(tips)
        if tip:
            self.changes[line.number].append(attaching.with_tip(tip))
        if left:
            self.remarks.append(Unread(replace(line, text=left), PROSE))

    # Sentences

    def read_sentences(self) -> list[Sentence]:
        """The sentences of prose that is not part of another piece."""
        found: list[Sentence] = []
        section = -1
        for index, entry in enumerate(self.entries):
            if index in self.taken:
                continue
            if is_heading(self.entries, index):
                section = index
            elif entry.kind is PieceKind.PROSE and not self.is_tip(index):
                found += sentences_of(entry, index, section)
        return found

    def is_tip(self, index: int) -> bool:
        """Whether prose right below a step and deeper is about it; it then is its tip."""
        entry, above = self.entries[index], self.entries[index - 1] if index else None
        if above is None or above.kind is not PieceKind.ITEM or index - 1 in self.taken:
            return False
        if entry.line.level[0] <= above.line.level[0]:
            return False
        if stood(above.body).standing not in DONE:
            return False
        if any(facts(one, entry.line) for one in sentences(entry.body)):
            return False
        self.taken.add(index)
        self.give_tip(above.line, list(sentences(entry.body)))
        return True

    def outside(self, runs: Sequence[StepRun]) -> list[Sentence]:
        """What the lines say that are not in a list to be done."""
        inside = {index for run in runs for index in run.indexes}
        found: list[Sentence] = []
        for run in runs_of(self.entries, self.taken):
            for index, entry in zip(run.indexes, run.entries, strict=True):
                if index not in inside:
                    found += sentences_of(entry, index, run.section)
                    found[-1].reason = self.refused.get(index, found[-1].reason)
        return found

    # Lists

    def runs(self) -> list[StepRun]:
        """The lists that are to be done, with the lines that say how beside them."""
        every = runs_of(self.entries, self.taken)
        formed = {run.section for run in every if run.forms_only and any(map(_is_form, run.stood))}
        for run in every:
            reason = refusal(run)
            if reason == HINT or (reason and run.section not in formed):
                self.refused.update(dict.fromkeys(run.indexes, reason))
        chosen = [run for run in every if self.is_done(run)]
        sections = {run.section for run in chosen}
        return [it for it in every if it in chosen or (it.forms_only and it.section in sections)]

    def is_done(self, run: StepRun) -> bool:
        if run.forms_only or run.indexes[0] in self.refused:
            return False
        return accepted(run, self.doses(run))

    def doses(self, run: StepRun) -> bool:
        """Whether sentences give a list its doses: those of its section, or above all lists."""
        first = next((at for at in range(len(self.entries)) if self.is_list(at)), 0)
        said = [
            one.facts
            for one in self.said
            if one.section == run.section or (one.section < run.section and one.at < first)
        ]
        said.append(self.around.shared)
        return any(found.dose or found.work or found.intervals for found in said)

    def is_list(self, index: int) -> bool:
        """Whether a piece is a line that may be done."""
        entry = self.entries[index]
        return entry.kind in (PieceKind.ITEM, PieceKind.LINE) and stood(entry.body).standing in DONE

    def lines(self, runs: Sequence[StepRun]) -> list[PastedLine | None]:
        """The lines that are to be read in their places, with what sentences say of the lists."""
        if all(run.forms_only for run in runs):
            return []
        said = openings.assigned(self.said, runs, self.around.shared)
        inside = {index: run for run in runs for index in run.indexes}
        found: list[PastedLine | None] = []
        for index, entry in enumerate(self.entries):
            run = inside.get(index)
            if entry.apart and found and (run is None or index == run.indexes[0]):
                found.append(None)
            if run is not None:
                found += self.line_of(run, index, said.get(run, NOTHING), runs)
            elif is_heading(self.entries, index) and index not in self.taken:
                found += self.heading(index, runs)
        return found

    def line_of(
        self, run: StepRun, index: int, said: Facts, runs: Sequence[StepRun]
    ) -> list[PastedLine]:
        """A line of a list, and above its first what else is said of the list."""
        entry = self.entries[index]
        what = run.stood[run.indexes.index(index)]
        lines: list[PastedLine] = []
        if said and index == openings.first_step(run):
            beside = [other for other in runs if other.section == run.section]
            lines += self.opening(run, said, formed=openings.has_form(run, beside))
        if said.rounds and _is_repeat(what):
            self.sources.setdefault(said.lines[0], []).append(entry.line)
        elif self.passes(run, index, what):
            lines.append(entry.line)
        return lines

    def passes(self, run: StepRun, index: int, what: Stood) -> bool:
        """Whether a line of a list is read in its place; one that is not becomes a comment."""
        entry = self.entries[index]
        if what.standing is not Standing.OTHER or _is_part(entry.body):
            return True
        below = self.entries[index + 1] if index + 1 < len(self.entries) else None
        dose_below = below is not None and stood(below.body).standing is Standing.DOSE
        if (dose_below or run.gives_doses or self.doses(run)) and could_name(entry, what):
            return True
        inside = sentences_of(entry, index, run.section)
        if len(inside) == 1 and inside[0].reason == UNSURE and not NO_STEP.search(entry.body):
            return True
        self.said += inside
        return False

    def heading(self, index: int, runs: Sequence[StepRun]) -> list[PastedLine]:
        """A heading whose list is to be done, unless it says no more than that."""
        entry = self.entries[index]
        level = entry.level or 9
        headings = (at for at in range(index + 1, len(self.entries)) if self.is_border(at, level))
        end = next(headings, len(self.entries))
        leads = any(index < run.indexes[0] < end for run in runs if not run.forms_only)
        named = part_headings.part_heading(entry.body)
        bare = GENERAL.fullmatch(entry.body) or part_headings.is_prose(entry.body)
        if leads and (named.phase or named.directive or not bare):
            return [replace(entry.line, body=_spelled(entry))]
        self.remarks.append(Unread(entry.line, PROSE))
        return []

    def is_border(self, index: int, level: int) -> bool:
        """Whether a heading is of a level or above, and so ends what is below another."""
        if index in self.taken or not is_heading(self.entries, index):
            return False
        return (self.entries[index].level or 9) <= level

    def opening(self, run: StepRun, said: Facts, *, formed: bool) -> list[PastedLine]:
        """The heading of a list, in words of its own for what sentences say of it."""
        if said.between_sets and any(work.sets for work in run.works):
            self.loose += [line for line in said.lines if line not in self.loose]
            change = attaching.rested(duration(said.between_sets))
            for entry in run.entries:
                self.changes[entry.line.number].append(change)
        left = openings.left_open(run, said, formed=formed)
        if not left:
            self.tell_twice(said)
            return []
        first, *others = left.lines
        line = replace(first, body=left.heading(), level=(run.entries[0].line.level[0], 0))
        self.sources[line] = others
        return [line]

    def tell_twice(self, said: Facts) -> None:
        """That sentences say what their list says itself."""
        for sentence in self.said:
            if sentence.line in said.lines and sentence.line not in self.loose:
                sentence.used, sentence.reason = False, openings.TWICE

    def lines_in_prose(self) -> list[PastedLine | None]:
        """A plan that stands in sentences."""
        found, chosen = prose_plans.referred_list(self.names, self.said, self.around.shared)
        for one in chosen:
            self.give_tip(one.entry.line, one.tips)
        self.names = {number: one for number, one in self.names.items() if one not in chosen}
        if not chosen:
            found = prose_plans.lists_in(self.entries, self.said)
        self.sources |= found.sources
        return found.lines

    def finish(self, draft: DraftPlan) -> None:
        """Puts into the draft what was found beside it."""
        attaching.change_steps(draft, self.changes)
        attaching.add_sources(draft, self.sources)
        draft.phases["workout"].sources += [(line, "") for line in self.loose]
        for one in self.names.values():
            pieces = (one.entry, *one.below)
            self.remarks += [Unread(entry.line, PROSE) for entry in pieces]
        self.remarks += unused(self.said)


def _is_title(entries: Sequence[TextPiece]) -> bool:
    """Whether a text begins with its title and how it is done: `Full body, 5 rounds`."""
    found = part_headings.part_heading(entries[0].body) if entries else None
    return bool(found and found.directive and not found.phase)


def _spelled(entry: TextPiece) -> str:
    """A heading as readers of headings have it, what it says of its list in their words."""
    part = part_headings.PART.match(entry.body)
    if part is None:
        return f"{entry.body.rstrip(' :')}:"
    behind = entry.body[part.end() :].strip(" :–—-,")
    said = facts(behind, entry.line)
    return f"{part[0]}: {said.heading()}" if said else f"{part[0]}: {behind}".rstrip(" :") + ":"


def _is_form(one: Stood) -> bool:
    return one.says is not None and one.says.form.form is not None


def _is_repeat(one: Stood) -> bool:
    """Whether a line is `Repeat` without a number."""
    return one.says is not None and one.says.form.open and one.says.repeats


def _is_part(text: str) -> bool:
    """Whether a line of a list is the heading of a part of it."""
    named = text.endswith(":") and not part_headings.is_prose(text)
    return named or part_headings.PART.match(text) is not None
