"""Saved pages, to the drafts of the plans in them."""

import re

from audioworkout.importing.documents import page_tree
from audioworkout.importing.documents.reading import plans_in
from audioworkout.importing.draft import DraftPlan
from audioworkout.importing.lines import PastedText

PAGE = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype html|html|head|body"
    r"|article|main|section)\b",
    re.I | re.S,
)
NEEDED = "reading pages takes lxml: pip install 'audioworkout[pages]'"
MARKUP = re.compile(r"</(?:p|li|ul|ol|h[1-6]|table|tr|div)>", re.I)


class PageError(ValueError):
    """A page cannot be read here, and what it takes."""


def fits(pasted: PastedText) -> bool:
    """Whether a text is a page's source, or a piece of one with lists or paragraphs."""
    if PAGE.match(pasted.text):
        return True
    return pasted.text.lstrip().startswith("<") and len(MARKUP.findall(pasted.text, 0, 20_000)) > 1


def read(pasted: PastedText) -> list[DraftPlan]:
    """The drafts of a page's plans, at least one; raises PageError where lxml is missing."""
    try:
        entries, title = page_tree.entries_of(pasted.text)
    except ModuleNotFoundError as absent:
        raise PageError(NEEDED) from absent
    return plans_in(entries, title)
