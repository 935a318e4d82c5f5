"""How long a text takes to say, before anybody has said it.

The rate of speech, with the pauses of the punctuation apart. The figures are those of 679 phrases,
names and tips as the default voice says them: half of them take within 7 % of the estimate,
95 in 100 within 20 %. The quickest took 40.3 ms a character.
"""

import re
from dataclasses import dataclass

from audioworkout.ground.units import Ms


@dataclass(frozen=True, slots=True)
class _Figures:
    """What a text takes, in ms: each character, its pauses, and its onset and last sound."""

    ends: Ms
    character: Ms
    comma: Ms
    colon: Ms
    full_stop: Ms


_USUAL = _Figures(ends=250, character=44, comma=330, colon=400, full_stop=500)
_LEAST = _Figures(ends=0, character=40, comma=220, colon=0, full_stop=330)

_COMMA = re.compile(r"[,;–—](?=\s)")
_COLON = re.compile(r":(?=\s)")
_FULL_STOP = re.compile(r"[.!?](?=\s+\S)")  # inside the text


def estimate(text: str, rate_percent: int = 100) -> Ms:
    """About how long `text` is at `rate_percent` of a voice's own speed."""
    return _length(_USUAL, text, rate_percent)


def shortest(text: str, rate_percent: int = 100) -> Ms:
    """How long it is at least, whoever says it."""
    return _length(_LEAST, text, rate_percent)


def _length(figures: _Figures, text: str, rate_percent: int) -> Ms:
    pauses = (
        figures.comma * len(_COMMA.findall(text))
        + figures.colon * len(_COLON.findall(text))
        + figures.full_stop * len(_FULL_STOP.findall(text))
    )
    return (figures.ends + figures.character * len(text) + pauses) * 100 // rate_percent
