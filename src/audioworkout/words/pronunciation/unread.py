"""What is left that engines read each in their own way."""

import re
from collections.abc import Iterator
from functools import cache

from audioworkout.words import catalogue
from audioworkout.words.phrases import FALLBACK, phrases_for
from audioworkout.words.pronunciation.patterns import OF_THE_DAY

TIME_OF_DAY = re.compile(rf"[0-9]{{1,2}}:[0-9]{{2}}{OF_THE_DAY}")
MARKS = re.compile(r"[0-9][-–—/:.,x×*][0-9]|[%&+@#=~°×≈±→≥≤<>|^_*\\/¼½¾{}\[\]]")
WORDS = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
READ_WELL = re.compile(
    r"[0-9]+(?:[A-Z]|st|nd|rd|th|er|re|e|ème|ste|de)?|[A-Za-z][0-9]{1,2}|[AP]M|OK"
)


def unread(text: str, language: str = FALLBACK) -> tuple[str, ...]:
    """What in a pronounced text an engine would still read in its own way, each once.

    Digits glued to letters or to each other by marks, marks, and capitals that are not a
    word of the coach's own in that language.
    """
    tokens = TIME_OF_DAY.sub("", text).split()
    return tuple(dict.fromkeys(part for token in tokens for part in _odd(token, language)))


def _odd(token: str, language: str) -> Iterator[str]:
    if MARKS.search(token):
        yield token.strip(".,;:!?()\"'“”")
        return
    for word in WORDS.findall(token):
        if any(char.isdigit() for char in word):
            odd = not READ_WELL.fullmatch(word)
        else:
            odd = len(word) > 1 and word.isupper() and not _is_word(word, language)
        if odd:
            yield word


def _is_word(capitals: str, language: str) -> bool:
    return bool(READ_WELL.fullmatch(capitals)) or capitals.lower() in _vocabulary(language)


@cache
def _vocabulary(language: str) -> frozenset[str]:
    """Words that may be shouted: those of the language's cues and exercises."""
    phrases, _ = phrases_for(language)
    texts = [str(phrases.data["cues"]), *phrases.data["encouragement"]]
    for name in catalogue.names():
        known = catalogue.find(name, language=language)
        texts += (name, known.position or "", *known.tips) if known else ()
    return frozenset(word.lower() for text in texts for word in WORDS.findall(text))
