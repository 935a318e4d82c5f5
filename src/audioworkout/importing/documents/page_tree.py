"""The pieces of a saved page: its lists and tables as it has them, without what is around them.

The page's main content is its longest `article`, else its `main`, else its body.
"""

import re
from collections.abc import Iterator

from lxml import etree, html

from audioworkout.importing.documents.entries import (
    PieceKind,
    TextPiece,
    clean,
    is_prose,
    table_entry,
)
from audioworkout.importing.lines import PastedLine, printable
from audioworkout.importing.tables import SheetRow

DEEPEST = 100  # elements inside each other; what is deeper is read as part of that

# Elements around the text of a page, or that nobody reads; `role` and `class` say it of others.
AROUND = re.compile(
    "nav|aside|footer|script|style|noscript|template|svg|form|button|iframe|select|object|audio"
    "|video|canvas|dialog|menu|figure|head"
)
ROLES = re.compile("navigation|complementary|contentinfo|banner|search|dialog|alert")
NAMED_SO = re.compile(
    r"(?:^|[\s_-])(?:nav(?:bar|igation)?|menu|sidebar|footer|related|share|sharing|social"
    r"|comments?|newsletter"
    r"|subscribe|cookies?|breadcrumbs?|promo|advert(?:isement)?s?|ads?|banner|recommended"
    r"|popular|byline|meta|tags)(?:$|[\s_-])",
    re.I,
)
HEADINGS = {f"h{level}": level for level in range(1, 7)}
BLOCKS = re.compile(
    "p|div|section|article|main|header|ul|ol|li|dl|dt|dd|blockquote|pre|table|caption|address"
    "|details|summary|center|fieldset|hr|figcaption|tbody|thead|tr|td|th|h[1-6]"
)


def entries_of(source: str) -> tuple[list[TextPiece], PastedLine | None]:
    """The pieces of a page's main content in order, and the line with the title of the page.

    There is no such line where a heading of the content is one.
    """
    try:
        tree = html.document_fromstring(source.encode(errors="replace"), parser=_parser())
    except etree.ParserError:  # there is nothing in it
        return [], None
    entries = _Page(_main(tree)).entries()
    return entries, None if any(entry.level == 1 for entry in entries) else _title(tree)


def _parser() -> html.HTMLParser:
    return html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)


def _main(tree: html.HtmlElement) -> html.HtmlElement:
    """The element that holds the text of the page."""
    for name in ("article", "main"):
        found = [each for each in tree.iter(name) if not any(map(_around, each.iterancestors()))]
        if found:
            return max(found, key=lambda each: len(each.text_content()))
    body = tree.find("body")
    return tree if body is None else body


def _title(tree: html.HtmlElement) -> PastedLine | None:
    """The title of the page, without the name of the site."""
    element = tree.find(".//title")
    text = _spaced(element.text or "") if element is not None else ""
    body = re.split(r" [|·•–—-] ", text)[0]
    return PastedLine(element.sourceline or 1, text, body) if body else None


def _around(element: html.HtmlElement) -> bool:
    """Whether an element is not part of the text of a page."""
    if not isinstance(element.tag, str) or AROUND.fullmatch(element.tag):
        return True
    if ROLES.fullmatch(element.get("role", "")) or element.get("aria-hidden") == "true":
        return True
    if element.get("hidden") is not None or "display:none" in element.get("style", "").replace(
        " ", ""
    ):
        return True
    if element.tag in ("body", "article", "main", "html"):
        return False
    return bool(NAMED_SO.search(f"{element.get('class', '')} {element.get('id', '')}"))


def _spaced(text: str) -> str:
    return " ".join(printable(text).split())


class _Page:
    """A page while it is read: the words since the last block began, and where that stands."""

    def __init__(self, main: html.HtmlElement) -> None:
        self.main = main
        self.words: list[str] = []
        self.line = 1
        self.level = 0  # of the heading
        self.depth = 0  # of the list
        self.bullet = False
        self.behind = 0  # 1 behind the first line of an item, which is deeper
        self.apart = True
        self.found: list[TextPiece] = []

    def entries(self) -> list[TextPiece]:
        self.walk(self.main, 0)
        self.flush()
        return self.found

    def walk(self, element: html.HtmlElement, deep: int) -> None:
        if _around(element) and element is not self.main:
            self.say(element.tail)
            return
        tag = element.tag
        if tag == "table" and not element.findall(".//table"):
            self.table(element)
        elif tag == "br":
            self.flush(apart=False)
        elif BLOCKS.fullmatch(tag) and deep < DEEPEST:
            self.block(element, deep)
        elif tag == "input" and element.get("type") == "checkbox":
            pass
        else:
            self.inside(element, deep)
        if element is not self.main:
            self.say(element.tail)

    def inside(self, element: html.HtmlElement, deep: int) -> None:
        if not self.words:
            self.line = element.sourceline or self.line
        self.say(element.text)
        if deep >= DEEPEST:
            self.say(" ".join(element.itertext()))
            return
        for child in element:
            self.walk(child, deep + 1)

    def block(self, element: html.HtmlElement, deep: int) -> None:
        """An element that begins a line of its own."""
        tag = str(element.tag)
        self.flush(apart=tag != "li")
        before = self.level, self.depth, self.bullet, self.behind
        self.behind = 0 if tag in ("li", "ul", "ol", "dl") else self.behind
        self.line = element.sourceline or self.line
        self.level = HEADINGS.get(tag, 0)
        self.depth += tag in ("ul", "ol", "dl")
        self.bullet = tag in ("li", "dd") or (self.bullet and tag not in ("ul", "ol", "p"))
        if tag == "p" and element.getparent() is not None and element.getparent().tag == "li":
            self.bullet = not self.behind
        self.inside(element, deep)
        self.flush(apart=tag != "li")
        self.level, self.depth, self.bullet, self.behind = before

    def say(self, text: str | None) -> None:
        if text:
            self.words.append(text)

    def flush(self, *, apart: bool = True) -> None:
        """Ends the line that is being read."""
        text = clean(_spaced("".join(self.words)))
        self.words.clear()
        if text and any(map(str.isalnum, text)):
            line = PastedLine(
                self.line, text, text, (2 * self.depth + self.behind, int(self.bullet))
            )
            self.found.append(TextPiece(self.kind(text), line, self.level, self.apart))
            self.apart = False
            if self.bullet:
                self.behind = 1
                self.bullet = False  # what follows in the item is about it
        self.apart = self.apart or apart

    def kind(self, text: str) -> PieceKind:
        if self.level:
            return PieceKind.HEADING
        if self.bullet:
            return PieceKind.ITEM
        behind = self.behind and text[-1:] in ".!"
        return PieceKind.PROSE if behind or is_prose(text) else PieceKind.LINE

    def table(self, element: html.HtmlElement) -> None:
        """A table, by its rows and cells."""
        self.flush()
        rows = list(_rows(element))
        if len(rows) > 1 and max(len(row.cells) for row in rows) > 1:
            self.found.append(table_entry(rows, True))
            return
        for row in rows:
            self.line = row.line.number
            for cell in row.cells:
                self.say(cell)
                self.flush()


def _rows(table: html.HtmlElement) -> Iterator[SheetRow]:
    """The rows of a table, with a space between the elements of a cell."""
    for row in table.iter("tr"):
        cells = tuple(
            _spaced(" ".join(cell.itertext())) for cell in row if cell.tag in ("td", "th")
        )
        if any(cells):
            text = " ".join(filter(None, cells))
            yield SheetRow(PastedLine(row.sourceline or 1, text, text), cells)
