"""Marks between words: those that engines glue, drop or call by their names become pauses.

espeak-ng, whose sounds the neural voices take, makes one word of `set... go`, says "dot" in
`Plank.Rest` and "exclamation" to a mark that stands alone, and calls a picture by its name.
"""

import re
import unicodedata

from audioworkout.words.pronunciation.patterns import DONE

LETTER = rf"(?:[^\W\d_]|{DONE})"
DOMAINS = "app|at|be|br|ch|co|com|de|es|eu|fm|fr|info|io|it|mx|net|nl|org|pt|tv|uk"
DOMAIN = rf"(?:[a-z0-9-]+\.)*(?:{DOMAINS})\b"

KEPT = frozenset("°№℃℉") | {DONE}  # symbols that are read, and what is pronounced already
JOINERS = "\u00ad\u200d\u20e3\ufe0e\ufe0f\ufeff"  # nothing by themselves
DROPPED = {"So", "Sk", "Cs", "Co"}  # pictures, tones of skin, and what is no character

ADDRESS = re.compile(r"(?i:https?://)(?:www\.)?([^\s/?#:]+)\S*?(?=[.,;:!?)]*(?: |$))")
SMILE = re.compile(r"(?<!\S)[:;]-?[()DP](?!\w)")
TAG = re.compile(r"</?[A-Za-z]+>")
ARROW = re.compile(r"[-=]+>")
ENDING = re.compile(rf"(?<={LETTER})[(\[]({LETTER}{{1,3}})[)\]]")  # rep(s)
EMPHASIS = re.compile(rf"(?<!\w)[*`~]+(?={LETTER})|(?<=[^\W\d]|[.!?])[*`~]+(?!\w)")
BULLET = re.compile(r"^(?:[-–—*•·‣>] )+")
APART = re.compile(r" ?[•·|] ?|(?<=\w) ?-{2,3} ?(?=\w)")
ELLIPSIS = re.compile(r" ?(?:…|\.\.)(?:[ …]|(?<! )\.|\.(?![0-9]))*")  # not the dot of ` .5`

GLUED = re.compile(
    rf"(?:(?<={LETTER}{LETTER})|(?<=[0-9]{LETTER}))"
    rf"(?:[,;:](?={LETTER}|[0-9])|\.(?=[0-9]|[A-ZÀ-Þ]|(?!{DOMAIN}){LETTER}{{2,}}\b))"
    rf"|(?<=[0-9])[.,;:](?={LETTER}{{2}})"
    rf"|[!?](?={LETTER}|[0-9])"
)

OPENED = re.compile(r" ?\( ?")
CLOSED = re.compile(r" ?\) ?")
DASH = re.compile(r" -{1,3}(?: |$)")
MARKS = re.compile(r"[.,;:!?](?: ?[.,;:!?])+")
FOLLOWING = re.compile(r"[,;:!?)]|\.(?![0-9])")  # a mark that pauses by itself
AT_FIRST = re.compile(r"^[.,;:!? ]+")


def spaced(text: str) -> str:
    """A text whose words stand apart, for who reads its numbers and short forms next."""
    if not text.isascii():
        text = "".join(map(_plain, text))
    text = ADDRESS.sub(r"\1", text)
    text = TAG.sub(" ", ARROW.sub("→", SMILE.sub(" ", text)))
    text = ENDING.sub(r"\1", text).translate(BRACKETS)
    text = BULLET.sub("", " ".join(EMPHASIS.sub("", text).split()))
    text = ELLIPSIS.sub(_pause, APART.sub(", ", text))
    return GLUED.sub(r"\g<0> ", text)


def tidied(text: str) -> str:
    """A text with one mark at each pause, and none before its first word."""
    text = OPENED.sub(_comma, text.replace("*", " "))
    text = DASH.sub(", ", CLOSED.sub(_comma, text))
    text = AT_FIRST.sub("", MARKS.sub(_strongest, text))
    return " ".join(text.split()).rstrip(",;: ")


BRACKETS = str.maketrans("[]{}_\\`", "()()   ")


def _plain(char: str) -> str:
    """Nothing for a picture."""
    if char in JOINERS:
        return ""
    return " " if unicodedata.category(char) in DROPPED and char not in KEPT else char


def _pause(ellipsis: re.Match[str]) -> str:
    """A full stop before a capital and at the end, else a comma."""
    before, after = ellipsis.string[: ellipsis.start()], ellipsis.string[ellipsis.end() :]
    if not before or before.endswith(("!", "?")) or FOLLOWING.match(after):
        return " "
    return ". " if not after or after[0].isupper() else ", "


def _comma(bracket: re.Match[str]) -> str:
    before, after = bracket.string[: bracket.start()], bracket.string[bracket.end() :]
    if not before or not after or after[0] in ".,;:!?":
        return ""
    return " " if before[-1] in ".,;:!?" else ", "


def _strongest(marks: re.Match[str]) -> str:
    """Of several marks in a row the one that counts; a dot before another is an abbreviation's."""
    return next((mark for mark in "?!" if mark in marks[0]), marks[0][-1])
