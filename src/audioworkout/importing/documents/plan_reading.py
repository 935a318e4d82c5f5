"""The pieces of one plan to its draft: which of them are steps, and what the prose says of them."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from audioworkout.importing import part_headings
from audioworkout.importing.documents import attaching, numbered
from audioworkout.importing.documents.entries import Entry, Kind, sentences
from audioworkout.importing.documents.facts import Facts, facts, is_hint, opens_hint
from audioworkout.importing.documents.footnotes import Footnote, mark_of
from audioworkout.importing.documents.runs import (
    GENERAL,
    Run,
    accepted,
    could_name,
    is_heading,
    runs_of,
)
from audioworkout.importing.documents.sentence_lists import list_in, steps_in
from audioworkout.importing.documents.sessions import SessionPart, session_part
from audioworkout.importing.documents.standing import Standing, Stood, stood
from audioworkout.importing.draft import HINT, PROSE, DraftPlan, DraftStep, Unread
from audioworkout.importing.formats import free_text
from audioworkout.importing.heading_patterns import duration
from audioworkout.importing.lines import PastedLine
from audioworkout.importing.tables import read_rows
from audioworkout.language.model import Range, Work

BLANKS = re.compile(r"(?:\b\w+: ?)?[_.…]{3,}|\b(?:name|date|patient|therapist): *(?=$|\w+:)", re.I)
NOT_HERE = "it is not said which list it is about"
OTHERWISE = "another line says otherwise"
TWICE = "the list says so itself"


NOTHING = Facts()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a plan takes from the text around it: its notes, its gait, what goes for all plans."""

    notes: dict[str, Footnote]
    gait: str = ""
    shared: Facts = NOTHING


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
    draft = reader.draft(titled=head is not None or not _is_title(entries))
    if head is not None:
        draft.title, draft.title_line = BLANKS.sub("", head.body).strip(" :-–—|"), head
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
        self.loose: list[PastedLine] = []  # what was read, and no heading was made of
        self.sentences: list[_Sentence] = []
        self.chosen: list[Run] = []

    def draft(self, *, titled: bool) -> DraftPlan:
        """The draft. `titled`: none of the pieces is the plan's title."""
        self.take_notes()
        self.take_explained()
        self.sentences = self.read_sentences()
        runs = self.runs()
        self.sentences += self.outside(runs)
        self.chosen = self.runs()
        lines = self.lines(self.chosen) or self.lines_of_names() or self.lines_in_prose()
        draft = free_text.read_lines(lines, titled=titled) if lines else DraftPlan()
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
                else:
                    self.loose.append(entry.line)
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
            if hint:
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
        return [
            run for run in every if run in chosen or (run.forms_only and run.section in sections)
        ]

    def doses(self, run: Run) -> bool:
        """Whether sentences of its section, or of no list's, give a list its doses."""
        said = (one.facts for one in self.sentences if one.section in (run.section, -1))
        return any(found.dose or found.work or found.intervals for found in said) or bool(
            self.around.shared.dose or self.around.shared.work
        )

    def lines(self, runs: Sequence[Run]) -> list[PastedLine | None]:
        """The lines that are to be read in their places, with what sentences say of the lists."""
        if not any(not run.forms_only for run in runs):
            return []
        said = self.assigned(runs)
        inside = {index: run for run in runs for index in run.indexes}
        found: list[PastedLine | None] = []
        for index, entry in enumerate(self.entries):
            if entry.apart and found and found[-1] is not None:
                found.append(None)
            if index in inside:
                run = inside[index]
                found += self.line_of(run, index, said)
            elif is_heading(self.entries, index) and index not in self.taken:
                found += self.heading(index, runs)
        return found

    def line_of(self, run: Run, index: int, said: dict[Run, Facts]) -> list[PastedLine]:
        """A line of a list, and above its first what else is said of the list."""
        entry = self.entries[index]
        what = run.stood[run.indexes.index(index)]
        lines: list[PastedLine] = []
        if run in said and index == run.indexes[_first(run)]:
            lines += self.opening(run, said[run])
        if what.standing is Standing.FORM and self.is_repeat(what) and self.knows_rounds(run, said):
            self.sources.setdefault(said[run].lines[0], []).append(entry.line)
        elif self.passes(run, index, what.standing):
            lines.append(entry.line)
        return lines

    def is_repeat(self, what: Stood) -> bool:
        """Whether a line is `Repeat` without a number."""
        return what.says is not None and what.says.form.open and what.says.repeats

    def knows_rounds(self, run: Run, said: dict[Run, Facts]) -> bool:
        return run in said and bool(said[run].rounds)

    def passes(self, run: Run, index: int, standing: Standing) -> bool:
        """Whether a line of a list is read in its place; one that is not becomes a comment."""
        entry = self.entries[index]
        if standing is not Standing.OTHER:
            return True
        below = self.entries[index + 1] if index + 1 < len(self.entries) else None
        dosed = self.doses(run) or run.gives_doses
        dosed = dosed or (below is not None and stood(below.body).standing is Standing.DOSE)
        if (dosed and could_name(entry, run.stood[run.indexes.index(index)])) or is_part(
            entry.body
        ):
            return True
        inside = self.sentences_of(entry, index, run.section)
        self.sentences += inside
        return False

    def heading(self, index: int, runs: Sequence[Run]) -> list[PastedLine]:
        """A heading whose list is to be done, unless it says no more than that."""
        entry = self.entries[index]
        end = next(
            (
                at
                for at in range(index + 1, len(self.entries))
                if is_heading(self.entries, at)
                and at not in self.taken
                and (self.entries[at].level or 9) <= (entry.level or 9)
            ),
            len(self.entries),
        )
        leads = any(index < run.indexes[0] < end for run in runs if not run.forms_only)
        named = part_headings.part_heading(entry.body)
        bare = GENERAL.fullmatch(entry.body) or part_headings.is_prose(entry.body)
        if leads and (named.phase or named.directive or not bare):
            return [entry.line]
        self.remarks.append(Unread(entry.line, PROSE))
        return []

    def assigned(self, runs: Sequence[Run]) -> dict[Run, Facts]:
        """What sentences say of each list."""
        lists = [run for run in runs if not run.forms_only]
        main = [run for run in lists if run.phase == "workout"] or lists
        found: dict[Run, Facts] = {}
        for sentence in self.sentences:
            if not sentence.facts:
                continue
            target = _target(sentence, lists, main)
            if target is None:
                sentence.reason = NOT_HERE
                continue
            have = found.get(target, Facts())
            if have.contradict(sentence.facts):
                sentence.reason = OTHERWISE
            else:
                found[target] = have.and_those(sentence.facts)
                sentence.used = True
        if shared := self.around.shared:
            for run in main:
                given = shared if len(main) == 1 else shared.without("rounds", "sets", "intervals")
                found[run] = found.get(run, Facts()).and_those(given)
        return {run: said for run, said in found.items() if said}

    def opening(self, run: Run, said: Facts) -> list[PastedLine]:
        """The heading of a list, in words of its own for what sentences say of it."""
        left = self.left_open(run, said)
        if not left:
            for sentence in self.sentences:
                if sentence.line in said.lines and sentence.line not in self.loose:
                    sentence.used, sentence.reason = False, TWICE
            return []
        first, *others = left.lines
        level = (run.entries[0].line.level[0], 0)
        line = replace(first, body=left.heading(), level=level)
        self.sources[line] = list(others)
        return [line]

    def left_open(self, run: Run, said: Facts) -> Facts:
        """What sentences say and the list does not say itself."""
        works, rests = run.works, run.rests
        dosed = bool(works) and all(one.dose for one in works) and not run.count(Standing.NAME)
        if rests:
            said = said.without("between_exercises", "rest")
        last = next((it for it in reversed(run.stood) if it.standing is not Standing.FORM), None)
        if rests and said.between_rounds and last and last.step is rests[-1]:
            said = said.without("between_rounds")
        if dosed and not said.intervals:
            said = said.without("dose")
            if said.work:
                between = said.between_exercises or (said.rest if not rests else "")
                said = replace(said.without("work", "rest"), between_exercises=between)
        if any(one.sets for one in works):
            if said.between_sets:
                self.rest_between_sets(run, said)
            said = said.without("sets", "between_sets")
        if self.has_form(run):
            said = said.without("rounds", "sets", "intervals")
        return said

    def rest_between_sets(self, run: Run, said: Facts) -> None:
        """The rest between the sets that the steps have, in each step."""
        length = duration(said.between_sets)
        self.loose += [line for line in said.lines if line not in self.loose]
        for entry in run.entries:
            self.changes[entry.line.number].append(_rested(length))

    def has_form(self, run: Run) -> bool:
        """Whether the heading or a line beside the list says how often it is done."""
        beside = [other for other in self.chosen if other.section == run.section]
        says = [one.says for other in beside for one in other.stood if one.says is not None]
        headed = run.said
        return any(
            it is not None and it.form.form is not None and not it.form.open
            for it in (*says, headed)
        )

    # Lists that stand in sentences

    def lines_of_names(self) -> list[PastedLine | None]:
        """The exercises that a text explains and then refers to, if sentences give their dose."""
        said = facts_in(self.sentences).and_those(self.around.shared)
        if not self.names or not (said.dose or said.work):
            return []
        text = " ".join(one.text for one in self.sentences)
        names = {number: one.name for number, one in self.names.items()}
        chosen = numbered.order(text, names) or list(names)
        head = replace(said.lines[0], body=said.heading(), level=(0, 0))
        lines: list[PastedLine | None] = [head]
        self.sources[head] = list(said.lines[1:])
        for number in chosen:
            one = self.names.pop(number)
            lines.append(replace(one.entry.line, body=one.name, level=(2, 1)))
            self.give_tip(one.entry.line, one.tips)
        for sentence in self.sentences:
            sentence.used = sentence.used or sentence.line in said.lines
        return lines

    def lines_in_prose(self) -> list[PastedLine | None]:
        """The lists that sentences hold; steps only where two sentences hold some."""
        found: list[PastedLine | None] = []
        alone: list[tuple[_Sentence, list[PastedLine]]] = []
        for sentence in self.sentences:
            if sentence.reason == HINT or is_hint(sentence.text):
                continue
            if lines := list_in(sentence.text, sentence.line):
                found += [*lines, None]
                sentence.used = True
            elif lines := steps_in(sentence.text, sentence.line):
                alone.append((sentence, lines))
        if found or len(alone) < 2:
            return found
        said = facts_in([one for one in self.sentences if one not in [each for each, _ in alone]])
        if said:
            head = replace(said.lines[0], body=said.heading(), level=(0, 0))
            found.append(head)
            self.sources[head] = list(said.lines[1:])
        for _, lines in alone:
            found += [replace(line, level=(2, 1)) for line in lines]
        for sentence in self.sentences:
            sentence.used = sentence.line in said.lines or sentence in [one for one, _ in alone]
        return found

    def add_session(self, draft: DraftPlan) -> None:
        """What sentences say of an endurance session; beside a list, its warm-up and cooldown."""
        begun = "workout"
        listed = any(any(True for _ in phase.steps()) for phase in draft.phases.values())
        parts: list[tuple[_Sentence, SessionPart]] = []
        for sentence in self.sentences:
            if sentence.used or sentence.reason == HINT or is_hint(sentence.text):
                continue
            part = session_part(sentence.text, sentence.line, self.around.gait, begun)
            if part is not None:
                parts.append((sentence, part))
                begun = part.phase
        if not listed and sum(len(part.items) for _, part in parts) < 2:
            return
        for sentence, part in parts:
            phase = draft.phases[part.phase]
            if listed and (part.phase == "workout" or any(True for _ in phase.steps())):
                continue
            sentence.used = True
            phase.items += part.items
            for words in part.left:
                left = replace(sentence.line, text=words)
                self.remarks.append(Unread(left, "no number says how much of it"))

    # The end

    def finish(self, draft: DraftPlan) -> None:
        """Puts into the draft what was found beside it."""
        attaching.change_steps(draft, self.changes)
        attaching.add_sources(draft, self.sources)
        draft.phases["workout"].sources += [(line, "") for line in self.loose]
        read = {line.number for line in _lines_of(draft)}
        for entry in self.entries:
            if entry.kind is Kind.TABLE:
                self.table(draft, entry)
        for one in self.names.values():
            for entry in (one.entry, *one.below):
                if entry.line.number not in read:
                    self.remarks.append(Unread(entry.line, PROSE))
        self.remarks += _unused(self.sentences)

    def table(self, draft: DraftPlan, entry: Entry) -> None:
        """A table's steps at its place; one that says nothing of a plan becomes a comment."""
        found = read_rows(entry.rows)
        if found is None:
            self.remarks.append(Unread(entry.line, "a table with other headings than a plan's"))
            return
        for name, phase in found.phases.items():
            draft.phases[name].items += phase.items
            draft.phases[name].sources += phase.sources
        draft.head += found.head


def _is_title(entries: Sequence[Entry]) -> bool:
    """Whether a text begins with its title and how it is done: `Full body, 5 rounds`."""
    found = part_headings.part_heading(entries[0].body) if entries else None
    return bool(found and found.directive and not found.phase)


def facts_in(said: Sequence[_Sentence]) -> Facts:
    """What sentences say together of one list."""
    found = Facts()
    for sentence in said:
        found = found.and_those(sentence.facts)
    return found


def _unused(said: Sequence[_Sentence]) -> list[Unread]:
    """The sentences that became part of nothing, those that stand together as one."""
    found: list[Unread] = []
    before: _Sentence | None = None
    for sentence in said:
        if sentence.used:
            before = None
            continue
        alike = before is not None and (before.at, before.reason) == (sentence.at, sentence.reason)
        if alike and found:
            joined = f"{found[-1].line.text} {sentence.text}"
            found[-1] = replace(found[-1], line=replace(sentence.line, text=joined))
        else:
            found.append(Unread(sentence.line, sentence.reason))
        before = sentence
    return found


def _lines_of(draft: DraftPlan) -> list[PastedLine]:
    return [line for phase in draft.phases.values() for line in phase.lines()]


def _first(run: Run) -> int:
    """Where in a list the first line is that does not say how it is done."""
    return next((n for n, it in enumerate(run.stood) if it.standing is not Standing.FORM), 0)


def _target(said: _Sentence, lists: Sequence[Run], main: Sequence[Run]) -> Run | None:
    """The list that a sentence is about: in its section the one below or above, else the only."""
    near = [run for run in lists if run.section == said.section]
    above = [run for run in near if run.indexes[0] < said.at]
    below = [run for run in near if run.indexes[0] > said.at]
    if above and (said.facts.closes or not below):
        return above[-1]
    if below:
        return below[0]
    return main[0] if len(main) == 1 else None


def _noted(note: Footnote) -> attaching.Change:
    """The change of a step that a footnote asks for."""

    def change(step: DraftStep) -> DraftStep:
        changed = note.change(step.step) if note.change and isinstance(step.step, Work) else None
        if changed is None:
            return replace(step, reasons=(*step.reasons, "its note does not fit it"))
        return replace(step, step=changed)

    return change


def _rested(length: Range) -> attaching.Change:
    """The change that gives a step of several sets the rest between them."""

    def change(step: DraftStep) -> DraftStep:
        work = step.step
        if not isinstance(work, Work) or not work.sets or work.rest:
            return step
        return replace(step, step=replace(work, rest=length))

    return change


def is_part(text: str) -> bool:
    """Whether a line of a list is the heading of a part of it."""
    return bool(part_headings.PART.match(text)) or (
        text.endswith(":") and not part_headings.is_prose(text)
    )
