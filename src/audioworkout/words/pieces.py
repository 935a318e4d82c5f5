"""A long text in pieces, for engines that take only so much at once.

It is cut where a speaker would breathe: at the end of a sentence, else after a comma or the
like, else before a conjunction, else between words, and only a longer word in itself.
"""

import re

SAID_AT_ONCE = 400  # characters of a phrase, some 20 s: what is spoken whole is in memory whole
SAID_IN_TURN = 250  # of a part of a longer `say`

SENTENCE_END = re.compile(r"(?<=[.!?]) +")
MARK = re.compile(r"(?<=[,;:–—]) +")
SPACE = re.compile(" +")
ENDS = tuple(".!?,;:–—")

CONJUNCTIONS = {
    "de": "und|oder|aber|dann|während|bis",
    "en": "and|or|but|then|while|until",
    "es": "y|e|o|u|pero|luego|mientras|hasta",
    "fr": "et|ou|mais|puis|pendant|jusqu'à",
    "it": "e|ed|o|ma|poi|mentre|finché",
    "nl": "en|of|maar|dan|terwijl|tot",
    "pt": "e|ou|mas|depois|enquanto|até",
}
"""Before which a speaker may breathe, by language."""


def pieces(text: str, longest: int, language: str) -> list[str]:
    """The text in as few pieces of at most `longest` characters as sound natural.

    A piece that ends between two words gets a comma, which is not counted.
    """
    if len(text) <= longest:
        return [text]
    head, tail = _cut(text, longest, language)
    return [*pieces(head, longest, language), *pieces(tail, longest, language)]


def inside_sentences(text: str, longest: int, language: str) -> list[str]:
    """The text, cut only inside those of its sentences that are longer than `longest`."""
    parts = [""]
    for sentence in SENTENCE_END.split(text):
        first, *rest = pieces(sentence, longest, language)
        parts[-1] = f"{parts[-1]} {first}".lstrip()
        parts += rest
    return parts


def _cut(text: str, longest: int, language: str) -> tuple[str, str]:
    """The text in two, each as long as fits the number of pieces that it takes."""
    count = -(-len(text) // longest)
    aim = len(text) * (count // 2) / count
    before = CONJUNCTIONS.get(language.partition("-")[0].lower())
    joint = re.compile(rf" +(?=(?:{before})\b)", re.IGNORECASE) if before else SPACE
    for boundary in (SENTENCE_END, MARK, joint, SPACE):
        found = [at for at in boundary.finditer(text) if at.start() >= longest // 4]
        found = [at for at in found if len(text) - at.end() >= longest // 4]
        if found:
            at = min(found, key=lambda match: abs(match.start() - aim))
            head = text[: at.start()]
            return head if head.endswith(ENDS) else f"{head},", text[at.end() :]
    return text[: round(aim)], text[round(aim) :]
