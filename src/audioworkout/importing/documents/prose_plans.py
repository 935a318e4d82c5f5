"""Plans that stand in sentences alone: lists, single steps, sessions of endurance."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from audioworkout.importing.documents import numbered
from audioworkout.importing.documents.entries import PieceKind, TextPiece
from audioworkout.importing.documents.facts import Facts
from audioworkout.importing.documents.said import Sentence, together
from audioworkout.importing.documents.sentence_lists import list_in, steps_in
from audioworkout.importing.documents.sessions import SessionPart, session_part
from audioworkout.importing.draft import DraftPlan, Unread
from audioworkout.importing.lines import PastedLine

NO_AMOUNT = "no number says how much of it"
HEAD, ITEM = (0, 0), (2, 1)  # levels of a heading and of what is below it


@dataclass(frozen=True, slots=True)
class ProseLines:
    """The lines that sentences are read as, and the further lines that each was made of."""

    lines: list[PastedLine | None] = field(default_factory=list)
    sources: dict[PastedLine, list[PastedLine]] = field(default_factory=dict)

    def head(self, said: Facts) -> None:
        """A heading that says what sentences say."""
        line = replace(said.lines[0], body=said.heading(), level=HEAD)
        self.lines.append(line)
        self.sources[line] = list(said.lines[1:])


def referred_list(
    names: dict[int, numbered.Explained], said: Sequence[Sentence], shared: Facts
) -> tuple[ProseLines, list[numbered.Explained]]:
    """The exercises that a text explains and then refers to, if sentences give their dose."""
    found, chosen = ProseLines(), list[numbered.Explained]()
    facts = together(said).and_those(shared)
    if not names or not (facts.dose or facts.work):
        return found, chosen
    text = " ".join(one.text for one in said)
    called = {number: one.name for number, one in names.items()}
    chosen = [names[number] for number in numbered.order(text, called) or names]
    found.head(facts)
    found.lines.extend(replace(one.entry.line, body=one.name, level=ITEM) for one in chosen)
    for sentence in said:
        sentence.used = sentence.used or sentence.line in facts.lines
    return found, chosen


def lists_in(entries: Sequence[TextPiece], said: Sequence[Sentence]) -> ProseLines:
    """The lists that sentences hold; single steps only where two sentences hold some."""
    found = ProseLines()
    prose = [one for one in said if one.open and entries[one.at].kind is PieceKind.PROSE]
    alone: dict[int, list[PastedLine]] = {}  # by the `id` of the sentence
    for one in prose:
        if lines := list_in(one.text, one.line):
            found.lines.extend([*lines, None])
            one.used = True
        elif lines := steps_in(one.text, one.line):
            alone[id(one)] = lines
    if found.lines or len(alone) < 2:
        return found
    _add_neighbours(prose, alone)
    facts = together(one for one in said if id(one) not in alone)
    if facts:
        found.head(facts)
    for one in said:
        one.used = id(one) in alone or one.line in facts.lines
        found.lines.extend(_levelled(line) for line in alone.get(id(one), ()))
    return found


def _add_neighbours(prose: Sequence[Sentence], alone: dict[int, list[PastedLine]]) -> None:
    """The steps beside those that were found, which the catalogue lacks."""
    places = {one.at for one in prose if id(one) in alone}
    for one in prose:
        if id(one) not in alone and one.at in places:
            lines = steps_in(one.text, one.line, beside=True)
            if lines:
                alone[id(one)] = lines


def _levelled(line: PastedLine) -> PastedLine:
    return replace(line, level=HEAD if line.body.endswith(":") else ITEM)


def add_session(draft: DraftPlan, said: Sequence[Sentence], gait: str) -> list[Unread]:
    """Adds what sentences say of a session; beside a list, its warm-up and cooldown alone.

    `gait` is how one moves where a sentence does not say it. Gives the words that are left.
    """
    listed = _has_steps(draft)
    parts = _parts(said, gait)
    if not listed and sum(len(part.items) for _, part in parts) < 2:
        return []
    left: list[Unread] = []
    for sentence, part in parts:
        phase = draft.phases[part.phase]
        if listed and (part.phase == "workout" or any(True for _ in phase.steps())):
            continue
        sentence.used = True
        phase.items += part.items
        left += [Unread(replace(sentence.line, text=words), NO_AMOUNT) for words in part.left]
    return left


def _has_steps(draft: DraftPlan) -> bool:
    return any(True for phase in draft.phases.values() for _ in phase.steps())


def _parts(said: Sequence[Sentence], gait: str) -> list[tuple[Sentence, SessionPart]]:
    begun = "workout"
    parts: list[tuple[Sentence, SessionPart]] = []
    for sentence in said:
        part = session_part(sentence.text, sentence.line, gait, begun) if sentence.open else None
        if part is not None:
            parts.append((sentence, part))
            begun = "workout" if part.phase == "warmup" else part.phase
    return parts
