"""Slips of the pen: which of the known words was probably meant.

Distances are those of optimal string alignment (OSA): a letter that is wrong, missing, too
many, or swapped with its neighbour counts one. rapidfuzz is loaded by the first question.
"""

from collections.abc import Callable, Iterable

ALIKE = 0.6  # OSA similarity, of 1, from which a word is taken for another
SHORTEST = 4  # letters; a shorter word is one letter away from too many others


def folded(word: str) -> str:
    """A word as keys are spelled: in small letters, with `_` for spaces and hyphens."""
    return word.lower().replace(" ", "_").replace("-", "_")


def nearest(
    word: str,
    known: Iterable[str],
    *,
    alike: float = ALIKE,
    fold: Callable[[str], str] = folded,
) -> str | None:
    """The known word that is spelled most like this one, the first of several; None if none is.

    `fold` takes from both what makes no difference; `alike` is the least OSA similarity, of 1.
    """
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    scorer = OSA.normalized_similarity
    found = process.extractOne(word, list(known), scorer=scorer, processor=fold, score_cutoff=alike)
    return str(found[0]) if found else None


def nearest_few(
    word: str, known: Iterable[str], most: int, *, alike: float, partly: bool = False
) -> list[str]:
    """At most so many known words that are spelled much like this one, the nearest first.

    `alike` is the least similarity, of 100: rapidfuzz's `ratio` of the two words or, `partly`,
    its `WRatio`, for which part of a word is enough.
    """
    from rapidfuzz import fuzz, process

    scorer = fuzz.WRatio if partly else fuzz.ratio
    found = process.extract(word, list(known), scorer=scorer, limit=most, score_cutoff=alike)
    return [match for match, _, _ in found]


def one_letter_off(word: str, other: str) -> bool:
    """Whether one letter is wrong, missing, too many or swapped with its neighbour."""
    from rapidfuzz.distance import OSA

    return OSA.distance(word, other) == 1


def slip_of(word: str, known: Iterable[str]) -> str | None:
    """The first known word of four letters or more that is one letter off; None if none is."""
    return next((w for w in known if len(w) >= SHORTEST and one_letter_off(word, w)), None)


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """A hint that names the nearest known word; None where none is near."""
    meant = nearest(word, known)
    return None if meant is None else f"did you mean `{meant}`?"
