"""Plans as people paste them, to a draft.

A list is a run of lines; a blank line, a heading or a smaller depth ends it. A heading says
how the list below is done, a closing line (`Repeat 5 times`) how the list above is.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from audioworkout.ground.diagnostics import START
from audioworkout.importing import inline_lists, part_headings, steps
from audioworkout.importing.draft import (
    DraftForm,
    DraftGroup,
    DraftPlan,
    DraftStep,
    ImportedStep,
    Unread,
)
from audioworkout.importing.draft_builder import DraftBuilder, OpenList, merge, repeat
from audioworkout.importing.heading_patterns import ListDirective, directive
from audioworkout.importing.lines import PastedLine, PastedText, single_spaced
from audioworkout.importing.part_headings import PartHeading
from audioworkout.importing.wrapped_lines import unbraced, unwrapped
from audioworkout.language.grammar import MAX_LINE, Mistake
from audioworkout.language.model import (
    Amrap,
    Circuit,
    Emom,
    ForTime,
    Pause,
    PauseKind,
    Range,
    Sets,
    Superset,
    Work,
)

WHOLE_PHASES = {"warmup": "warm-up", "cooldown": "cool-down"}
MOST_BEFORE = 3  # words of a name before the form of its list
RECOVERY = re.compile(r"\b(?:recover(?:y|ies)?|jog|easy)\b", re.I)
THEN = re.compile(r"then\b", re.I)
SET_ROW = re.compile(r"set ?#?(\d{1,2}) ?[:.)-] ?(?=\S)", re.I)
SLOT = re.compile(
    r"(?:odd|even|min(?:ute)?s?\.? ?\d{1,3}(?:[-,/ ]+\d{1,3})*)\s*[:)-]\s*(?=\S)", re.I
)


def fits(pasted: PastedText) -> bool:
    """Any text can be a plan."""
    del pasted
    return True


def read(pasted: PastedText) -> DraftPlan:
    """The draft of a pasted text."""
    return read_lines(single_spaced(unwrapped(unbraced(pasted))))


def read_lines(
    lines: Sequence[PastedLine | None], *, metres: bool = False, titled: bool = False
) -> DraftPlan:
    """The draft of a text's lines. `metres`: a lone `m` is metres always.

    `titled`: the lines hold neither a title nor a description, which were found before.
    """
    return _Reader(list(lines), metres, titled).draft()


class _Reader:
    """What has been read so far."""

    def __init__(self, lines: list[PastedLine | None], metres: bool, titled: bool) -> None:
        self.lines = lines
        self.metres = metres
        self.titled = titled
        self.plan = DraftBuilder()
        self.first = next((index for index, line in enumerate(lines) if line is not None), 0)
        self.parts = sum(bool(line and part_headings.PART.match(line.body)) for line in lines)
        self.main: int | None = None  # the index of the last heading of the workout proper
        self.at = 0  # the index of the line that is being read
        self.blank_before = True
        self.closed: DraftGroup | None = None

    def draft(self) -> DraftPlan:
        for index, line in enumerate(self.lines):
            self.at = index
            if line is None:
                self.blank()
                continue
            self.line(line)
            self.blank_before = False
        for line, _ in self.plan.pending:
            self.plan.section.items.append(Unread(line, "there is no list that it could be about"))
        return self.plan.made

    def blank(self) -> None:
        self.blank_before = True
        if not self.goes_on():
            self.closed = self.plan.top  # what this line may have ended, or only parted
            self.plan.border()
        if not self.plan.stack and self.warmed_up():
            self.plan.enter("workout")

    def goes_on(self) -> bool:
        """Whether a list against the clock goes on below a blank line: it has no other end."""
        top = self.plan.top
        if top is None or not isinstance(top.form.form, ForTime | Amrap):
            return False
        after = next((line for line in self.lines[self.at + 1 :] if line is not None), None)
        if after is None:
            return False
        return steps.read(after.body, metres=self.metres).dosed or bool(THEN.match(after.body))

    def warmed_up(self) -> bool:
        """Whether a warm-up can end here without a heading that ends it."""
        return self.plan.phase == "warmup" and self.plan.has_steps() and not self.main_ahead()

    def main_ahead(self) -> bool:
        """Whether a heading that begins the workout proper is still to come."""
        if self.main is None:
            found = (index for index, line in enumerate(self.lines) if line and _is_main(line))
            self.main = max(found, default=-1)
        return self.main > self.at

    def line(self, line: PastedLine) -> None:
        """Puts a line where it belongs, by the first reading that fits."""
        if THEN.fullmatch(line.body.strip(" ,:")):
            self.plan.border()
            self.plan.section.items.append(Unread(line, "the list above ends here"))
            return
        if len(line.body) > MAX_LINE:
            self.plan.add(Unread(line, "it is too long for a step"), line)
            return
        readers = (self.title, self.dose, self.heading, self.directive, self.step)
        if not any(read(line) for read in readers):
            self.unread(line)

    def title(self, line: PastedLine) -> bool:
        """The plan's name, on the first line; its form may stand behind it."""
        if self.titled or self.plan.made.title_line is not None:
            return False
        if self.plan.started or self.at > self.first:
            return False
        keyed = part_headings.KEYED.match(line.body)
        text = line.body[keyed.end() :] if keyed else line.body
        marked = part_headings.MARKDOWN.match(text)
        text = text[marked.end() :] if marked else text
        if inline_lists.says_how(text):
            return False
        found = part_headings.part_heading(text)
        if found.phase or not (marked or keyed or self.could_be_title(line, text, found)):
            return False
        self.plan.made.title = found.name if found.directive else text.strip(" :")
        self.plan.made.title_line = line
        if found.directive and found.directive.only_options:
            self.plan.pending.append((line, found.directive))
        elif found.directive:
            self.plan.open(found.directive.group(line), line)
        return True

    def could_be_title(self, line: PastedLine, text: str, found: PartHeading) -> bool:
        followed = self.below() is not None
        if not part_headings.is_title(line, followed) or self.is_part(line):
            return False
        if not any(self.lines[self.at + 1 :]):
            return False  # it is all there is
        if found.directive is not None and found.directive.form.dose:
            below = self.below()
            reading = below and steps.read(below.body, metres=self.metres)
            return bool(reading and reading.step and not reading.dosed)
        if found.directive is not None or (not followed and not any(map(str.isdigit, text))):
            return True
        if inline_lists.spoken(text) is not None or self.inline(text, line) is not None:
            return False
        reading = steps.read(text, metres=self.metres)
        return not reading.dosed and not steps.several(text, metres=self.metres)

    def below(self) -> PastedLine | None:
        """The line right below this one."""
        return self.lines[self.at + 1] if self.at + 1 < len(self.lines) else None

    def is_part(self, line: PastedLine) -> bool:
        """Whether a line is numbered as a part, and (on top of a text) is not the only one."""
        if not part_headings.PART.match(line.body):
            return False
        return self.parts > 1 or self.plan.made.title_line is not None or self.plan.started

    def heading(self, line: PastedLine) -> bool:
        """A phase, or a part with a name of its own."""
        marked = part_headings.MARKDOWN.match(line.text)
        text = line.text[marked.end() :] if marked else line.body
        found = part_headings.part_heading(text)
        if found.phase:
            self.begin_phase(found, line)
            return True
        whole = inline_lists.spoken(text)
        if whole is not None or inline_lists.NOTE.match(text):
            return False
        numbered = found.directive is not None and part_headings.PART.match(text)
        if not (marked or text.endswith(":") or self.is_part(line) or numbered):
            return False
        if not part_headings.is_name(found.name):
            return False
        if part_headings.is_prose(found.name) and not marked:
            return False
        if (found.directive is None or found.directive.only_options) and (
            self.says_more(text, line) or self.named_form(text, line) or self.unclear(text, line)
        ):
            return True
        self.begin_part(found, line)
        return True

    def named_form(self, text: str, line: PastedLine) -> bool:
        """A heading with a word or two before its form: `Chipper for time (25 min cap):`."""
        words = text.split()
        for count in range(1, min(MOST_BEFORE, len(words) - 1) + 1):
            what = inline_lists.spoken(" ".join(words[count:]))
            if what is not None and not what.only_options:
                self.plan.open(what.group(line, " ".join(words[:count]).strip(' :-–—,“”"')), line)
                self.plan.started = True
                return True
        return False

    def unclear(self, text: str, line: PastedLine) -> bool:
        """A heading that says how its list is done, in words that are not understood."""
        if part_headings.PART.match(text) or not inline_lists.HOW.search(text):
            return False
        self.plan.border()
        self.plan.section.items.append(Unread(line, "how its list is done cannot be read"))
        self.plan.started = True
        return True

    def says_more(self, text: str, line: PastedLine) -> bool:
        """A heading whose form is clear, and has words behind it: they are told, and not said."""
        head, mark, rest = (
            inline_lists.MORE.split(text, maxsplit=1)
            if inline_lists.MORE.search(text)
            else (text, "", "")
        )
        what = inline_lists.spoken(head) if mark else None
        if what is None or what.only_options:
            return False
        told = f"“{f'{mark} {rest}'.strip(' ,:')}” is not said"
        self.plan.open(what.group(line), line)
        self.plan.stack[-1].group.tell(told)
        self.plan.started = True
        return True

    def begin_phase(self, found: PartHeading, line: PastedLine) -> None:
        assert found.phase
        order = list(self.plan.made.phases)
        latest = max(
            (
                order.index(name)
                for name, group in self.plan.made.phases.items()
                if any(group.steps())
            ),
            default=0,
        )
        if order.index(found.phase) < latest:
            self.begin_part(found, line)
            return
        self.plan.enter(found.phase)
        self.plan.made.phases[found.phase].sources.append((line, ""))
        self.describe(found, line, self.plan.section)

    def begin_part(self, found: PartHeading, line: PastedLine) -> None:
        if self.warmed_up():
            self.plan.enter("workout")
        self.plan.stack.clear()
        self.plan.last = None
        root = self.plan.made.phases[self.plan.phase]
        if self.plan.section.items or not root.items or root.items[-1] is not self.plan.section:
            self.plan.section = root  # a heading right below a heading is of a part of its part
        if found.directive and not found.directive.only_options:
            self.plan.open(found.directive.group(line, found.name), line)
            return
        part, above = DraftGroup(name=found.name, sources=[(line, "")]), self.plan.section
        above.items.append(part)
        self.plan.section = part
        self.describe(found, line, part)
        if part.items:  # on the line of the heading, which is all there is of it
            self.plan.section = above

    def describe(self, found: PartHeading, line: PastedLine, group: DraftGroup) -> None:
        """What a heading says of its list, and the items that stand behind it on its line."""
        self.plan.started = True
        self.plan.part = OpenList(group, line.level)
        if found.directive and found.directive.only_options:
            group.form = replace(group.form, dose=found.directive.form.dose)
            if found.directive.form.between_exercises or found.directive.form.between_rounds:
                self.plan.pending.append((line, found.directive))
        elif found.directive:
            self.plan.open(found.directive.group(line), line)
        if found.rest and not self.behind(found.rest, line, group):
            group.sources[-1] = (line, "the words behind the heading are not read")

    def behind(self, text: str, line: PastedLine, group: DraftGroup) -> bool:
        """Steps on the line of their heading; a dose alone is of the phase itself."""
        found = inline_lists.items(text, line, self.metres)
        if not found and self.plan.phase in WHOLE_PHASES:
            alone = Work(WHOLE_PHASES[self.plan.phase], None, START)
            dosed = steps.with_dose(alone, text)
            found = [DraftStep(dosed, line)] if dosed else []
        group.items += found
        return bool(found)

    def dose(self, line: PastedLine) -> bool:
        """A dose that stands below its exercise."""
        items = self.plan.stack[-1].group.items if self.plan.stack else []
        above = items[-1] if items else None
        if not isinstance(above, DraftStep) or not isinstance(above.step, Work):
            return False
        if row := SET_ROW.match(line.body):
            return self.set_row(above, above.step, line, line.body[row.end() :])
        if above.dosed:
            return False
        if (what := inline_lists.spoken(line.body)) and isinstance(what.form.form, Circuit):
            return False
        dosed = steps.with_dose(above.step, line.body)
        if dosed is None:
            return False
        items[-1] = replace(above, step=dosed)
        self.plan.stack[-1].group.sources.append((line, ""))
        return True

    def set_row(self, above: DraftStep, work: Work, line: PastedLine, text: str) -> bool:
        """`Set 2: 8 reps @ 15 kg` below an exercise: a set more, or a step with another dose."""
        bare = Work(work.exercise, None, work.origin)
        dosed = steps.with_dose(bare, text)
        if dosed is None:
            return False
        items = self.plan.stack[-1].group.items
        count = work.sets.low if work.sets else 1
        if not above.dosed:
            items[-1] = replace(above, step=dosed)
        elif replace(work, sets=None) == dosed:
            items[-1] = replace(above, step=replace(work, sets=Range(count + 1, count + 1)))
        else:
            items.append(DraftStep(dosed, line))
        self.plan.stack[-1].group.sources.append((line, ""))
        return True

    def directive(self, line: PastedLine) -> bool:
        """How a list is done: above it, below it, or on the same line as it."""
        try:
            what = directive(line.body)
        except Mistake as mistake:
            self.plan.add(Unread(line, mistake.message), line)
            return True
        if what is None:
            plain_words = not any(
                map(str.isdigit, inline_lists.MORE.split(line.body, maxsplit=1)[-1])
            )
            return plain_words and self.says_more(line.body, line)
        if what.only_options:
            self.option(line, what)
        elif self.closes(line, what):
            self.close(line, what)
        else:
            self.open(what, line)
        return True

    def open(self, what: ListDirective, line: PastedLine) -> None:
        """Begins a list; `Then, 8 rounds of:` goes on with the one against the clock."""
        self.plan.started = True
        top = self.plan.top
        if top is None or not THEN.match(line.body) or not isinstance(top.form.form, ForTime):
            self.plan.open(what.group(line), line)
            return
        part = what.group(line)
        top.items.append(part)
        self.plan.stack.append(OpenList(part, line.level))

    def option(self, line: PastedLine, what: ListDirective) -> None:
        target = self.plan.top or self.plan.last
        dosed = target is not None and all(step.dosed for step in target.steps())
        if target is None or (what.form.dose and dosed and target.items):
            self.plan.pending.append((line, what))
        else:
            merge(target, line, what)

    def closes(self, line: PastedLine, what: ListDirective) -> bool:
        """Whether a form is of the list above it."""
        above = bool(self.plan.stack and self.plan.stack[-1].group.items)
        if not isinstance(what.form.form, Circuit | Sets) or not (above or self.plan.last):
            return False
        after = self.below()
        if line.body.rstrip().endswith(":") or (what.opens and after):
            return False
        if after is not None and after.level[0] > line.level[0]:
            return False
        last = not any(self.lines[self.at + 1 :])
        return what.repeats or (above and after is None) or (last and self.plan.last is not None)

    def close(self, line: PastedLine, what: ListDirective) -> None:
        target = (
            self.plan.stack[-1].group
            if self.plan.stack and self.plan.stack[-1].group.items
            else self.plan.last
        )
        assert target is not None
        if (
            what.form.between_rounds
        ):  # said of the rounds alone, it goes before what `20 s off` says
            target.form = replace(target.form, between_rounds=None)
        if target.form.form is not None:
            repeat(target, line, what)
        else:
            merge(target, line, what)

    def step(self, line: PastedLine) -> bool:
        if group := inline_lists.headed(line.body, line, self.metres, colon=True):
            self.whole(group, line)
            return True
        slot = SLOT.match(line.body) if self.plan.in_slots else None
        body = line.body[slot.end() :] if slot else line.body
        reading = steps.read(body, metres=self.metres)
        if reading.step is not None and reading.dosed:
            if self.rests_from_work(line, reading.step):
                return True
            if slot:
                self.take_turns()
            if not self.recovers(line, reading.step):
                reasons = (*reading.reasons, *self.after_rounds(line))
                self.plan.add(DraftStep(reading.step, line, reasons), line)
            return True
        return (
            self.repeated(body, line)
            or self.chained(body, line)
            or self.several(body, line)
            or self.one_line(line)
            or self.undosed(reading, body, line)
        )

    def repeated(self, body: str, line: PastedLine) -> bool:
        """Rounds of several steps on one line."""
        if group := inline_lists.repeated(body, line, self.metres):
            self.whole(group, line)
        return group is not None

    def chained(self, body: str, line: PastedLine) -> bool:
        """A step and a list on one line: `Run 1 km, then 2 rounds: 50 jumping jacks, 10 squats`."""
        head, then, tail = body.partition(", then ")
        reading = steps.read(head, metres=self.metres) if then else None
        group = inline_lists.headed(tail.rstrip("."), line, self.metres) if then else None
        if group is None or reading is None or reading.step is None or not reading.dosed:
            return False
        self.plan.add(DraftStep(reading.step, line, reading.reasons), line)
        self.plan.border()
        self.whole(group, line)
        return True

    def after_rounds(self, line: PastedLine) -> Iterator[str]:
        """What is chosen for a step below rounds and a blank line: it may be one of them."""
        above = self.closed
        if self.plan.stack or not self.blank_before or above is None or above.name:
            return
        rounds = isinstance(above.form.form, Circuit | Superset) and above.form.form.rounds.high > 1
        first = next(above.lines(), None)
        if rounds and first and first.level == line.level:
            yield "below a blank line: done once, after the rounds above"

    def recovers(self, line: PastedLine, step: ImportedStep) -> bool:
        """A recovery right below a step of several sets is between them."""
        items = self.plan.stack[-1].group.items if self.plan.stack else []
        above = items[-1] if items and not self.blank_before else None
        if not isinstance(above, DraftStep) or not isinstance(above.step, Work):
            return False
        work = above.step
        if not (
            work.sets and not work.rest and isinstance(step, Pause) and RECOVERY.search(line.body)
        ):
            return False
        items[-1] = replace(above, step=replace(work, rest=step.length))
        self.plan.stack[-1].group.sources.append((line, "the recovery is taken between the sets"))
        return True

    def take_turns(self) -> None:
        """The steps of a list that numbers its slots take turns."""
        group = self.plan.stack[-1].group
        if isinstance(group.form.form, Emom):
            group.form = replace(group.form, form=replace(group.form.form, alternating=True))

    def several(self, body: str, line: PastedLine) -> bool:
        """Steps on one line, each with its dose."""
        several = steps.several(body, metres=self.metres)
        for one in several:
            assert one.step is not None
            self.plan.add(DraftStep(one.step, line, one.reasons), line)
        return bool(several)

    def one_line(self, line: PastedLine) -> bool:
        """A heading and its list on one line."""
        if group := self.inline(line.body, line):
            self.whole(group, line)
        return group is not None

    def undosed(self, reading: steps.StepReading, body: str, line: PastedLine) -> bool:
        """An exercise whose dose stands elsewhere; or the heading of a deeper list."""
        if reading.step is None or part_headings.is_prose(body) or inline_lists.NOTE.match(body):
            return False
        if self.is_tail(line):
            return False
        if self.heads_list(line):
            self.begin_part(part_headings.part_heading(body), line)
            return True
        self.plan.add(DraftStep(reading.step, line, reading.reasons), line)
        return True

    def is_tail(self, line: PastedLine) -> bool:
        """Whether words are indented below a step of their list, and name no exercise."""
        top = self.plan.stack[-1] if self.plan.stack else None
        below_step = top is not None and bool(top.group.items) and top.first is not None
        if not below_step or part_headings.names_exercise(line.body):
            return False
        assert top is not None
        assert top.first is not None
        return line.level[0] > top.first[0] and not line.level[1]

    def rests_from_work(self, line: PastedLine, step: ImportedStep) -> bool:
        """A rest right below a time of work, before any exercise, goes between them all."""
        above = self.plan.pending[-1][1] if self.plan.pending and not self.plan.stack else None
        if above is None or above.form.dose is None or not isinstance(step, Pause):
            return False
        if step.kind is not PauseKind.REST:
            return False
        form = DraftForm(between_exercises=step.length, between_rounds=step.length)
        reason = "this rest follows each exercise"
        self.plan.pending.append((line, ListDirective(form, reason=reason)))
        return True

    def whole(self, group: DraftGroup, line: PastedLine) -> None:
        """Puts a list that stands on one line where it belongs."""
        if self.plan.choice:
            self.plan.stack[-1].group.items.append(group)
            return
        self.plan.open(group, line)
        self.plan.started = True
        self.plan.last = self.plan.stack.pop().group

    def heads_list(self, line: PastedLine) -> bool:
        """Whether a line without a dose is a heading: a deeper list follows it."""
        below = self.below()
        if below is None or line.level[1] or part_headings.names_exercise(line.body):
            return False
        if not self.plan.stack and self.blank_before and not self.plan.section.form.dose:
            return True
        first = self.plan.stack[-1].first if self.plan.stack else None
        return below.level > line.level and (first is None or line.level < first)

    def inline(self, text: str, line: PastedLine) -> DraftGroup | None:
        """A heading and its list on one line."""
        found = inline_lists.headed(text, line, self.metres)
        return found or inline_lists.labelled(text, line, self.metres, self.plan.choice)

    def unread(self, line: PastedLine) -> None:
        if not self.plan.started and not self.plan.stack:
            self.preface(line)
            return
        reading = steps.read(line.body, metres=self.metres)
        reason = reading.reasons[0] if reading.reasons else "it reads as a remark"
        self.plan.add(Unread(line, reason), line)

    def preface(self, line: PastedLine) -> None:
        """A line of words before the plan begins."""
        if self.plan.made.title_line is not None and not any(map(str.isdigit, line.body)):
            self.plan.made.description.append(line)
            return
        reading = steps.read(line.body, metres=self.metres)
        reason = reading.reasons[0] if reading.reasons else "it reads as a remark"
        self.plan.made.head.append(Unread(line, reason))


def _is_main(line: PastedLine) -> bool:
    return len(line.body) <= MAX_LINE and part_headings.part_heading(line.body).phase == "workout"
