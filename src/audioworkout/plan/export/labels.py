"""The words that are shown, in the language of the session: short ones, and lengths in figures."""

from dataclasses import dataclass
from typing import Any

from audioworkout.ground.units import HOUR, MINUTE, SECOND, Ms, clock
from audioworkout.plan.segments import Kind
from audioworkout.plan.timeline import Timeline
from audioworkout.words.phrases import Phrases, phrases_for

SPOKEN = frozenset({Kind.WELCOME, Kind.SPEECH, Kind.FINISH})
"""The kinds that the legend has one word for."""


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of a language's phrases, filled with what they are about."""

    phrases: Phrases

    def word(self, name: str, **fields: str) -> str:
        """The label of that name."""
        return str(self._data[name]).format(**fields)

    def count(self, name: str, number: int, **fields: str) -> str:
        """A label in the plural that goes with a number, with the number in figures: `5 rounds`."""
        return self.phrases.plural(self._data[name], number).format(n=number, **fields)

    def kind(self, kind: Kind) -> str:
        """What happens in a segment, as a line of a list names it."""
        return str(self._data["kinds"][kind.value])

    def legend(self, kind: Kind) -> str:
        """The same as the picture's legend names it, where all that is only spoken is one."""
        return str(self._data["legend"]["spoken" if kind in SPOKEN else kind.value])

    def side(self, side: str | None) -> str:
        """`left` in the language. One that no language lists is shown as written; none is ""."""
        return str(self._data["sides"].get(side, side or ""))

    def letter(self, side: str) -> str:
        """A side's letter; of one that no language lists, its first."""
        return str(self._data["letters"].get(side, side[:1].upper()))

    @property
    def columns(self) -> tuple[str, str, str, str]:
        """The heads of a card's table: exercise, dose, sides, rest."""
        heads = self._data["columns"]
        return heads["exercise"], heads["dose"], heads["sides"], heads["rest"]

    def work(self, length: Ms) -> str:
        """The time under work: `work 10:00`."""
        return self.word("work", time=clock(length))

    def span(self, length: Ms) -> str:
        """A length in figures: `45 s`, `37.5 s`, `10 min`, `1:30 min`, `2 h`, `1:05 h`."""
        if length < MINUTE:
            return self.word("second", n=self._seconds(length))
        seconds = (length + SECOND // 2) // SECOND
        if length < HOUR:
            return self.word("minute", n=_pair(seconds))
        return self.word("hour", n=_pair((seconds + 30) // 60))

    def _seconds(self, length: Ms) -> str:
        if length % SECOND == 0:
            return str(length // SECOND)
        from babel.numbers import format_decimal

        return format_decimal(length / SECOND, locale=self.phrases.language)

    @property
    def _data(self) -> Any:
        return self.phrases.data["labels"]


def _pair(small: int) -> str:
    """`1:30` of 90 minutes or seconds, and `2` of 120."""
    return f"{small // 60}:{small % 60:02}" if small % 60 else f"{small // 60}"


def labels_for(language: str) -> Labels:
    """The labels for a BCP 47 tag; English ones where its language has none."""
    return Labels(phrases_for(language)[0])


def labels_of(timeline: Timeline) -> Labels:
    """The labels in the timeline's language."""
    return labels_for(timeline.language)
