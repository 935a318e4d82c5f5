"""Numbers with their units and marks, in words of a language."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, reduce
from itertools import pairwise
from typing import Any

from audioworkout.ground.units import HOUR, MINUTE, SECOND, Ms
from audioworkout.words.phrases import Phrases
from audioworkout.words.pronunciation.patterns import DASH, TIME_UNITS, TIMES, Units, item

NUMBERS = "0123456789.,"  # what a number begins with
LONGEST = 15  # digits; a longer number is said digit by digit
QUARTERS = {"¼": ".25", "½": ".5", "¾": ".75"}


@dataclass(frozen=True, slots=True)
class SpokenAmount:
    """A number in words, and the row of its unit. `value` is for the plural and for order."""

    words: str
    value: Decimal
    unit: str | None = None
    clock: bool = False


class NoMeasureError(ValueError):
    """What looks like a measure is none, and stays as it is written."""


class Measures:
    """Says the measures of one language, by its `units` and what it has under `spoken`."""

    def __init__(
        self, phrases: Phrases, units: Units, spoken: Mapping[str, Any], times: str
    ) -> None:
        self._phrases = phrases
        self._units = units
        self._spoken = spoken
        self._times = times
        self._rows = {
            _case(spelling): name for name, row in units.items() for spelling in row["written"]
        }
        self._item = re.compile(item(units))

    def tempo(self, text: str) -> str:
        """`30X1`."""
        strokes = (c if c == "X" else self._digit(c) for c in text)
        return str(self._spoken["tempo"]).join(strokes)

    def repeated(self, text: str) -> str:
        """`x12`."""
        return self._repeatedly(self._row(text.lstrip("xX× ")))

    def loose(self, text: str) -> str:
        """A unit's mark that has no number: `%`."""
        forms = {"other": self._units[self._rows[text]]["other"]}
        return self._phrases.counted(forms, 0, "").strip()

    def measure(self, text: str) -> str:
        """Rows of numbers, times each other, over each other, per something.

        Raises NoMeasureError for what only looks like it, such as `1.2.3`.
        """
        more, negative = text.endswith("+"), text[0] in "-−"
        text, per = self._without_per(text.removesuffix("+").lstrip("-−"))
        said = self._over([self._factors(part) for part in re.split(" ?/ ?(?=[0-9.,])", text)])
        if per:
            said = f"{said} {per}"
        if negative:
            said = self._spoken["negative"].format(n=said)
        return str(self._spoken["or_more"].format(n=said) if more else said)

    def _without_per(self, text: str) -> tuple[str, str | None]:
        """`5:00/km`: the measure, and `per kilometer`."""
        before, _, unit = text.rpartition("/")
        if not before or unit.strip()[0] in NUMBERS:
            return text, None
        return before.rstrip(), str(self._units[self._named(unit.strip())]["per"])

    def _over(self, parts: list[tuple[str, SpokenAmount]]) -> str:
        """`2:00/500m` is a pace; `40/20` and `90/90` are two numbers, one after another."""
        said = parts[0][0]
        for (_, before), (words, after) in pairwise(parts):
            if _is_time(before) and after.unit and not _is_time(after):
                said = self._spoken["per"].format(measure=said, distance=words)
            elif before == after and not before.unit:
                said = f"{said} {words}"
            else:
                said = f"{said}{self._spoken['tempo']}{words}"
        return str(said)

    def _factors(self, text: str) -> tuple[str, SpokenAmount]:
        """`3x8-12`, `4 × 400 m`, `5x`: in words, and the last of the rows."""
        lone = re.search(rf"(?<!-) ?{TIMES}$", text)
        rows = re.split(rf" ?{TIMES} ?(?=[0-9.,])", text[: lone.start()] if lone else text)
        amounts = [self._row(row) for row in rows]
        *first, last = amounts
        said = self._repeatedly(last) if lone else self._said(last)
        return reduce(self._multiplied, reversed(first), said), last

    def _multiplied(self, what: str, amount: SpokenAmount) -> str:
        """`3x12`: `three times twelve`."""
        if amount.unit or amount.clock:
            return f"{self._said(amount)} {self._times} {what}"
        return self._phrases.counted(self._spoken["times"], amount.value, amount.words, what=what)

    def _repeatedly(self, amount: SpokenAmount) -> str:
        if amount.unit or amount.clock:
            return f"{self._said(amount)} {self._times}"
        return self._phrases.counted(self._spoken["repeated"], amount.value, amount.words)

    def _row(self, text: str) -> SpokenAmount:
        """One number, a range of two, or several one after another (`3-0-1`)."""
        items, dashes = re.split(DASH, text), re.findall(DASH, text)
        if not dashes:
            return self._amount(text)
        if any(item in "xX" for item in items):
            return self._explosive(items)
        amounts = [self._amount(item) for item in items]
        if any(" " in dash for dash in dashes) and not _is_range(amounts):
            said = map(str.__add__, map(self._said, amounts), (*dashes, ""))
            return SpokenAmount("".join(said), amounts[-1].value)
        return self._joined(amounts)

    def _explosive(self, items: list[str]) -> SpokenAmount:
        """A tempo with a stroke as fast as can be: `3-0-X-1`."""
        if len(items) < 3:
            raise NoMeasureError
        amounts = [SpokenAmount("X", Decimal()) if i in "xX" else self._amount(i) for i in items]
        return self._joined(amounts)

    def _joined(self, amounts: list[SpokenAmount]) -> SpokenAmount:
        """A row with the unit that its last number has for all of them."""
        last = amounts[-1]
        shared = {amount.unit for amount in amounts[:-1]} <= {None, last.unit}
        words = [amount.words if shared else self._said(amount) for amount in amounts]
        if len(words) > 2:
            said = self._spoken["tempo"].join(words)
        elif words[0] == words[1]:
            said = " ".join(words)
        else:
            said = self._phrases.words("range", low=words[0], high=words[1])
        return SpokenAmount(said, last.value, last.unit if shared else None, last.clock)

    def _said(self, amount: SpokenAmount) -> str:
        if amount.unit is None:
            return amount.words
        return self._phrases.counted(self._units[amount.unit], amount.value, amount.words)

    def _amount(self, text: str) -> SpokenAmount:
        found = self._item.fullmatch(text)
        if found is None:
            raise NoMeasureError
        if found["joint"]:
            return self._joint(text)
        if found["clock"]:
            return self._clock(found["clock"], found["of"])
        words, value = self._number(found["number"])
        return SpokenAmount(words, value, self._named(found["unit"]) if found["unit"] else None)

    def _named(self, spelling: str) -> str:
        """The row of a unit; letters of other scripts may match a pattern, but name none."""
        if (row := self._rows.get(_case(spelling))) is None:
            raise NoMeasureError
        return row

    def _joint(self, text: str) -> SpokenAmount:
        """`1h30`, `1m30s`; but `1m80` is not a time."""
        numbers, units = re.findall("[0-9]+", text), re.findall("[^0-9]+", text)
        rows = [self._rows.get(_case(unit), "minute") for unit in units]
        if units[0] == "m" and rows[1:] != ["second"]:
            raise NoMeasureError
        scales = {"hour": [HOUR, MINUTE, SECOND], "minute": [MINUTE, SECOND]}
        scale = scales.get("minute" if units[0] == "m" else rows[0])
        if scale is None or len(numbers) > len(scale):
            raise NoMeasureError
        return self._duration(sum(int(n) * s for n, s in zip(numbers, scale, strict=False)))

    def _clock(self, text: str, unit: str | None) -> SpokenAmount:
        *larger, last = (int(part) for part in re.findall("[0-9]+", text.removesuffix(unit or "")))
        if last >= 60 or any(part >= 60 for part in larger[1:]):
            raise NoMeasureError
        hours = len(larger) == 1 and unit is not None and self._named(unit) == "hour"
        numbers = [*larger, last, 0] if hours else [*larger, last]
        seconds = reduce(lambda total, part: total * 60 + part, numbers)
        return self._duration(seconds * SECOND)

    def _duration(self, length: Ms) -> SpokenAmount:
        seconds = Decimal(length // SECOND)
        words = self._phrases.duration(length) if length else self._said(self._zero())
        return SpokenAmount(words, seconds, clock=True)

    def _zero(self) -> SpokenAmount:
        return SpokenAmount(self._phrases.number(0), Decimal(), "second")

    def _number(self, text: str) -> tuple[str, Decimal]:
        """A number in words; its marks are those of the language, or plainly a decimal's."""
        text = re.sub("[¼½¾]", lambda mark: QUARTERS[mark[0]], text)
        for group in _group_marks(self._phrases.language, self._phrases.locale):
            mark = re.escape(group)
            if re.fullmatch(
                rf"[0-9]{{1,3}}(?:{mark}[0-9]{{2,3}})*{mark}[0-9]{{3}}(?:[.,][0-9]+)?", text
            ):
                text = text.replace(group, "")
        whole, *rest = re.split("[.,]", text)
        if len(rest) > 1:
            raise NoMeasureError
        value = Decimal(".".join((whole or "0", *rest)))
        words = self._integer(whole or "0")
        if rest:
            words = self._spoken["decimal"].format(
                whole=words,
                digits=" ".join(map(self._digit, rest[0])),
                fraction=self._fraction(rest[0]),
            )
        return words, value

    def _integer(self, digits: str) -> str:
        if len(digits) > LONGEST or (digits[0] == "0" and digits != "0"):
            return " ".join(map(self._digit, digits))
        return self._phrases.number(int(digits))

    def _fraction(self, digits: str) -> str:
        """What follows the mark as one number, its noughts in front one by one."""
        number = digits.lstrip("0")
        noughts = [self._digit("0")] * (len(digits) - len(number))
        return " ".join([*noughts, *([self._integer(number)] if number else [])])

    def _digit(self, digit: str) -> str:
        return self._phrases.number(int(digit))


def _is_range(amounts: list[SpokenAmount]) -> bool:
    low, high = amounts[0], amounts[-1]
    return len(amounts) == 2 and low.value < high.value and low.unit in (None, high.unit)


def _is_time(amount: SpokenAmount) -> bool:
    return amount.clock or amount.unit in TIME_UNITS


def _case(spelling: str) -> str:
    """The key of a unit's spelling, which has a letter case only if it is one letter."""
    return spelling if len(spelling) == 1 else spelling.casefold()


@cache
def _group_marks(language: str, locale: str) -> frozenset[str]:
    """The marks between thousands, by CLDR: the region's, and the language's if no decimal mark.

    Where it is a space or an apostrophe, numbers have come here without it.
    """
    from babel import Locale

    known = [Locale.parse(name).number_symbols["latn"] for name in (language, locale)]
    return frozenset(marks["group"] for marks in known) - {known[-1]["decimal"]} & set(".,")
