"""Numbers in words, by language: `thirty-five` is 35."""

import re
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NumberWords:
    """The words of a language for the numbers below 100.

    `counted` are those from 1 on in their order, `tens` those from 20 on, which take one of the
    first nine behind a hyphen or a space.
    """

    counted: tuple[str, ...]
    tens: tuple[str, ...]

    def value(self, word: str) -> int | None:
        """The number that a word in small letters is by itself."""
        if word in self.counted:
            return self.counted.index(word) + 1
        return (self.tens.index(word) + 2) * 10 if word in self.tens else None

    def spelled_at(self, words: Sequence[str], index: int) -> tuple[int, int]:
        """The number that words spell from `index` on, and where it ends; (0, index) if none.

        What stands between two words, such as a hyphen, is an item of `words` too.
        """
        number = self.value(words[index].lower())
        if number is None:
            return 0, index
        if number >= 20 and words[index + 1 : index + 2] in (["-"], [" "]):
            unit = self.value(words[index + 2].lower()) if index + 2 < len(words) else None
            if unit is not None and unit < 10:
                return number + unit, index + 3
        return number, index + 1

    def in_figures(self, text: str) -> str:
        """The text with each number in figures."""
        words = re.findall(r"[^\W\d_]+|\d+|[\W_]", text)
        out: list[str] = []
        index = 0
        while index < len(words):
            number, after = self.spelled_at(words, index)
            out.append(str(number) if after > index else words[index])
            index = max(after, index + 1)
        return "".join(out)


# fmt: off
ENGLISH = NumberWords(
    ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
     "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
    ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"),
)
# fmt: on
