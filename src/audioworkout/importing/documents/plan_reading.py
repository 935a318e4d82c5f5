"""The pieces of one plan to its draft: which of them are steps, and what the prose says of them."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from audioworkout.importing import part_headings
from audioworkout.importing.documents import attaching, numbered
from audioworkout.importing.documents.entries import Entry, Kind, sentences
from audioworkout.importing.documents.facts import Facts, facts, is_hint, opens_hint
from audioworkout.importing.documents.footnotes import Footnote, mark_of
from audioworkout.importing.documents.runs import Run, accepted, is_heading
from audioworkout.importing.documents.sentence_lists import list_in, steps_in
from audioworkout.importing.documents.sessions import SessionPart, session_part
from audioworkout.importing.documents.standing import Standing, can_name, stood
from audioworkout.importing.draft import PROSE, DraftPlan, DraftStep, Unread
from audioworkout.importing.formats import free_text
from audioworkout.importing.lines import PastedLine
from audioworkout.language.model import Work

HINT = "it tells of another way to do it"
NOT_HERE = "it is not said which list it is about"
OTHERWISE = "another line says otherwise"
TWICE = "the list says so itself"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a plan takes from the text around it: its notes, its gait, what goes for all plans."""

    notes: dict[str, Footnote]
    gait: str = ""
    shared: Facts = Facts()


def facts_of(entries: Sequence[Entry]) -> Facts:
    """What the sentences of some pieces say together of lists that stand elsewhere."""
    found = Facts()
    for entry in entries:
        for sentence in sentences(entry.body):
            found = found.and_those(facts(sentence, replace(entry.line, text=sentence)))
    return found


def draft_of(
    entries: Sequence[Entry],
    head: PastedLine | None,
    around: Surroundings,
    remarks: Sequence[Unread] = (),
) -> DraftPlan:
    """The draft of a plan. `head` is the line that names it; `remarks` go into it as comments."""
    reader = _PlanReader(list(entries), around)
    draft = reader.draft()
    if head is not None:
        draft.title, draft.title_line = head.body.strip(" :"), head
    attaching.add_remarks(draft, [*remarks, *reader.remarks])
    return draft


@dataclass(slots=True)
class _Sentence:
    """A sentence of prose: the piece that it is of, the heading above, what it says of a list.

    `used`: it became part of the plan. `reason` tells why it did not.
    """

    at: int
    section: int
    text: str
    line: PastedLine
    facts: Facts
    used: bool = False
    reason: str = PROSE


class _PlanReader:
    """What has been read so far; `taken` are pieces that are part of others, by index."""

    def __init__(self, entries: list[Entry], around: Surroundings) -> None:
        self.entries = entries
        self.around = around
        self.taken: set[int] = set()
        self.remarks: list[Unread] = []
        self.changes: dict[int, list[attaching.Change]] = defaultdict(list)
        self.sources: dict[PastedLine, list[PastedLine]] = {}
        self.names: dict[int, numbered.Explained] = {}  # exercises without a dose, by number

    def draft(self) -> DraftPlan:
        self.take_notes()
        self.take_explained()
        self.sentences = self.read_sentences()
        runs = self.runs()
        self.sentences += self.outside(runs)
        runs = self.runs()
        lines = self.lines(runs) or self.lines_of_names() or self.lines_in_prose()
        draft = free_text.read_lines(lines, titled=True) if lines else DraftPlan()
        self.add_session(draft)
        self.finish(draft)
        return draft

    # What is part of other pieces

    def take_notes(self) -> None:
        """Takes the marks off the lines that have one, for their notes to change the steps."""
        notes = self.around.notes
        for index, entry in enumerate(self.entries):
            note = next((note for note in notes.values() if note.entry.line == entry.line), None)
            if note is not None:
                self.taken.add(index)
                if note.change is None:
                    self.remarks.append(Unread(entry.line, PROSE))
                continue
            body, note = mark_of(entry.body, notes)
            if note is None or entry.kind is Kind.PROSE:
                continue
            self.entries[index] = entry.read_as(body)
            if note.change is not None:
                self.changes[entry.line.number].append(_noted(note))

    def take_explained(self) -> None:
        """Takes the sentences below exercises for their tips, and for their doses."""
        found = [one for one in numbered.explained(self.entries) if self.at(one) not in self.taken]
        if not found:
            return
        dosed = 2 * sum(one.dosed for one in found) >= len(found)
        for order, one in enumerate(found, 1):
            index = self.at(one)
            self.taken.update(self.entries.index(below) for below in one.below)
            if dosed:
                self.entries[index] = replace(one.entry.read_as(one.body), kind=Kind.ITEM)
                self.give_tip(one.entry.line, one.tips)
            else:
                self.taken.add(index)
                self.names[one.number or order] = one

    def at(self, one: numbered.Explained) -> int:
        """The index of an explained exercise."""
        return next(i for i, entry in enumerate(self.entries) if entry.line == one.entry.line)

    def give_tip(self, line: PastedLine, tips: Sequence[str]) -> None:
        tip = attaching.tip_of(tips)
        if tip:
            self.changes[line.number].append(attaching.with_tip(tip))
        left = " ".join(tips)[len(tip) :].strip()
        if left:
            self.remarks.append(Unread(replace(line, text=left), PROSE))

    # Sentences

    def read_sentences(self) -> list[_Sentence]:
        """The sentences of prose that is not part of another piece."""
        found: list[_Sentence] = []
        section = -1
        for index, entry in enumerate(self.entries):
            if index in self.taken:
                continue
            if is_heading(self.entries, index):
                section = index
            elif entry.kind is Kind.PROSE and not self.is_tip(index):
                found += self.sentences_of(entry, index, section)
        return found

    def is_tip(self, index: int) -> bool:
        """Whether prose right below a step is about it; it then is its tip."""
        entry, above = self.entries[index], self.entries[index - 1] if index else None
        if above is None or above.kind is not Kind.ITEM or index - 1 in self.taken:
            return False
        if entry.apart and entry.line.level <= above.line.level:
            return False
        if stood(above.body).standing not in (Standing.KNOWN, Standing.STEP, Standing.NAME):
            return False
        if any(facts(one, entry.line) for one in sentences(entry.body)):
            return False
        self.taken.add(index)
        self.give_tip(above.line, list(sentences(entry.body)))
        return True

    def sentences_of(self, entry: Entry, index: int, section: int) -> list[_Sentence]:
        found: list[_Sentence] = []
        hinted = False
        for text in sentences(entry.body):
            line = replace(entry.line, text=text)
            hint = hinted or opens_hint(text) or is_hint(text)
            said = Facts() if hint else facts(text, line)
            sentence = _Sentence(index, section, text, line, said)
            if hint and any(map(str.isdigit, text)):
                sentence.reason = HINT
            found.append(sentence)
            hinted = opens_hint(text) or (hinted and not text.endswith("."))
        return found

    def outside(self, runs: Sequence[Run]) -> list[_Sentence]:
        """What the lines say that are not in a list to be done."""
        inside = {index for run in runs for index in run.indexes}
        found: list[_Sentence] = []
        for run in runs_of(self.entries, self.taken):
            for index, entry in zip(run.indexes, run.entries, strict=True):
                if index not in inside:
                    found += self.sentences_of(entry, index, run.section)
        return found

    # Lists

    def runs(self) -> list[Run]:
        """The lists that are to be done, with the lines that say how beside them."""
        every = runs_of(self.entries, self.taken)
        chosen = [run for run in every if not run.forms_only and accepted(run, self.doses(run))]
        sections = {run.section for run in chosen}
        return [run for run in every if run in chosen or (run.forms_only and run.section in sections)]

    def doses(self, run: Run) -> bool:
        """Whether sentences of its section, or of no list's, give a list its doses."""
        said = (one.facts for one in self.sentences if one.section in (run.section, -1))
        return any(found.dose or found.work or found.intervals for found in said) or bool(
            self.around.shared.dose or self.around.shared.work
        )
