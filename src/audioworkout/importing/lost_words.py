"""Which words of a pasted line are in what was made of it."""

import re
from collections.abc import Iterator

from audioworkout.importing.heading_patterns import SOFT
from audioworkout.importing.lines import unbulleted
from audioworkout.importing.plain_text import plain

UNITS = {
    **dict.fromkeys(("second", "seconds", "sec", "secs"), "s"),
    **dict.fromkeys(("minute", "minutes", "mins", "m"), "min"),
    **dict.fromkeys(("recovery", "recover", "break", "pause", "resting"), "rest"),
    **dict.fromkeys(("circuits", "laps", "times"), "rounds"),
    **dict.fromkeys(("every", "each"), "per"),
    **dict.fromkeys(("move", "moves", "movement", "movements", "stations"), "exercises"),
}
SILENT = re.compile(
    r"s|min|x|a|an|of|in|the|for|with|on|and|per|rep|reps|repetitions|sets|set|at|to|is|rounds"
    r"|round|rest|hold|held"
)


def lost(source: str, shown: str) -> bool:
    """Whether words or numbers of a line are not in what became of it."""
    return any(
        not (SOFT.fullmatch(word) or SILENT.fullmatch(word))
        for word in _words(unbulleted(source)) - _words(shown)
    )


def _words(text: str) -> set[str]:
    joined = re.sub(r"(?<=[^\W\d_])[-'](?=[^\W\d_])", "", plain(text).lower())
    return set(_tokens(joined))


def _tokens(text: str) -> Iterator[str]:
    for word in re.findall(r"[^\W\d_]+|\d+", text):
        yield UNITS.get(word, word)
