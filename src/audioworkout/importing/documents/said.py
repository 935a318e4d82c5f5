"""The sentences around a plan, and what became of each."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from audioworkout.importing.documents.entries import TextPiece, sentences
from audioworkout.importing.documents.facts import Facts, facts, is_hint, opens_hint
from audioworkout.importing.draft import HINT, PROSE, Unread
from audioworkout.importing.lines import PastedLine
from audioworkout.importing.plain_text import plain

UNSURE = "it says how long or how often, and no rule reads it"
AMOUNT = re.compile(
    r"\d ?(?:rounds?|sets?|reps?|repetitions|times|circuits?|laps?|sec(?:ond)?s?|s|min(?:ute)?s?"
    r"|k?m|met(?:er|re)s?|miles?)\b|\bx ?\d",
    re.I,
)
OTHER_WAY = re.compile(
    r"(?:make (?:it|this)|easier|harder|beginners?|intermediate|advanced|modif\w*|scal\w*|options?"
    r"|variations?|progressions?|regressions?|alternatives?|too |need |want |not enough)"
    r"[^.:?]{0,60}[:?]",
    re.I,
)


@dataclass(slots=True)
class Sentence:
    """A sentence: the index of its piece, that of the heading above, what it says of a list.

    `used`: it became part of the plan. `reason` tells why it did not.
    """

    at: int
    section: int
    text: str
    line: PastedLine
    facts: Facts
    used: bool = False
    reason: str = PROSE

    @property
    def open(self) -> bool:
        """Whether it may still become part of the plan."""
        return not self.used and self.reason != HINT and not is_hint(self.text)


def sentences_of(entry: TextPiece, index: int, section: int) -> list[Sentence]:
    """The sentences of a piece; those about another way to do it say nothing of a list."""
    found: list[Sentence] = []
    hinted = all_hints = False
    for text in sentences(entry.body):
        line = replace(entry.line, text=text)
        all_hints = all_hints or bool(OTHER_WAY.match(text))
        hint = all_hints or hinted or opens_hint(text) or is_hint(text)
        sentence = Sentence(index, section, text, line, Facts() if hint else facts(text, line))
        if hint:
            sentence.reason = HINT
        elif not sentence.facts and AMOUNT.search(plain(text)):
            sentence.reason = UNSURE
        found.append(sentence)
        hinted = opens_hint(text) or (hinted and not text.endswith("."))
    return found


def together(said: Iterable[Sentence]) -> Facts:
    """What sentences say together of one list."""
    found = Facts()
    for sentence in said:
        found = found.and_those(sentence.facts)
    return found


def facts_of(entries: Sequence[TextPiece]) -> Facts:
    """What the sentences of some pieces say together of lists that stand elsewhere."""
    return together(one for at, entry in enumerate(entries) for one in sentences_of(entry, at, -1))


def unused(said: Iterable[Sentence]) -> list[Unread]:
    """The sentences that became part of nothing, those that stand together as one."""
    found: list[Unread] = []
    before: Sentence | None = None
    for sentence in said:
        if sentence.used:
            before = None
            continue
        reason = UNSURE if sentence.facts and sentence.reason == PROSE else sentence.reason
        alike = before is not None and (before.at, before.reason) == (sentence.at, sentence.reason)
        if alike and found:
            joined = f"{found[-1].line.text} {sentence.text}"
            found[-1] = replace(found[-1], line=replace(sentence.line, text=joined))
        else:
            found.append(Unread(sentence.line, reason))
        before = sentence
    return found
