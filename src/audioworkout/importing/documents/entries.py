"""A long text in pieces: headings, items of lists, short lines, prose and tables."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from audioworkout.importing import inline_lists
from audioworkout.importing.heading_patterns import directive
from audioworkout.importing.lines import PastedLine, PastedText, line_of
from audioworkout.importing.tables.rows import BARS, SheetRow, plain_cell
from audioworkout.importing.wrapped_lines import continues
from audioworkout.language.grammar import Mistake

MOST_WORDS = 12  # of a line that is no prose
WRAPPED = 40  # characters of a line that may go on in the next
WRAPPED_FULL = 72  # characters of a line that goes on in the next whatever that begins with
LONGEST = 2_000  # characters that wrapped lines are joined to
FRONT_MATTER = 60  # lines between the two rules on top of a Markdown file

HEADING = re.compile(r"(#{1,6})\s*(?=[^\s#])")
BOLD = re.compile(r"(\*\*|__)([^*_].{0,78}?)(\1:?|:\1)")
RULE = re.compile(r"\s*(?:\|?\s*:?-{2,}:?\s*)(?:\|\s*:?-{2,}:?\s*)*\|?\s*")
TIGHT = re.compile(r"\s*[-*•–](?=[A-Za-z0-9])")  # a bullet without a space behind it
UNDERLINE = re.compile(r"(={3,}|-{3,})\s*")
FENCE = re.compile(r"\s*(?:```|~~~)")
LINK = re.compile(r"!?\[([^\[\]]{0,200})\]\((?:[^()\s]|\([^()\s]*\)){0,500}(?: \"[^\"]*\")?\)")
IMAGE = re.compile(r"!\[[^\[\]]{0,200}\]\([^()\s]{0,500}\)")
SYMBOLS = re.compile(
    r"^[\s\u2600-\u27bf\U0001f000-\U0001faff\ufe0f]+|[\s\u2600-\u27bf\U0001f000-\U0001faff\ufe0f]+$"
)
COLUMN = re.compile(r"\t+| {3,}")
SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’)*\]]*\s+(?=[\"'“‘(*#]*[A-Z0-9])")
ABBREVIATED = re.compile(
    r"\b(?:no|nr|approx|ca|vs|e\.g|i\.e|dr|mrs?|ms|st|fig|incl)\.$|\b[A-Z]\.$", re.I
)


class PieceKind(StrEnum):
    """What a piece of a text is, by its look alone."""

    HEADING = "heading"
    ITEM = "item"
    LINE = "line"
    PROSE = "prose"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A piece of a text.

    `line` has all of its words, `body` in one line what is to be read of them. `level` is that of
    a heading from 1, or 0 where there is no mark of one. `apart`: a blank line stands above it.
    `rows` are those of a table.
    """

    kind: PieceKind
    line: PastedLine
    level: int = 0
    apart: bool = False
    rows: tuple[SheetRow, ...] = ()

    @property
    def body(self) -> str:
        """What is to be read of it."""
        return self.line.body

    def read_as(self, body: str) -> "TextPiece":
        """The same piece, with other words to be read of it."""
        return replace(self, line=replace(self.line, body=body))


def of_text(pasted: PastedText) -> tuple[list[TextPiece], PastedLine | None, list[PastedLine]]:
    """The pieces of a text in order; the line of its front matter that has the title, and all."""
    raw = pasted.text.splitlines()
    title, start = _front_matter(raw)
    front = [line for line in pasted.lines[:start] if line is not None]
    found: list[TextPiece] = []
    apart, skip = True, 0
    tight = sum(bool(TIGHT.match(row)) for row in raw) > 2
    for index, line in enumerate(pasted.lines):
        if index < max(start, skip):
            continue
        if line is None:
            apart = apart or not (raw[index].strip() and FENCE.match(raw[index]))
            continue
        if FENCE.match(raw[index]):
            continue
        if rows := _table(pasted, raw, index):
            skip = index + len(rows) + 1
            found.append(table_entry(rows, apart))
        else:
            entry = _entry(line, raw, index, apart)
            if tight and TIGHT.match(entry.body) and entry.kind is not PieceKind.HEADING:
                bare = replace(line, body=entry.body[1:], level=(line.level[0], 1))
                entry = replace(entry, kind=PieceKind.ITEM, line=bare)
            _add(found, entry, raw)
        apart = False
    return found, title, front


def _front_matter(raw: Sequence[str]) -> tuple[PastedLine | None, int]:
    """The line with the title between two rules on top, and where the text begins below them."""
    if not raw or raw[0].strip() != "---":
        return None, 0
    end = next((i for i, row in enumerate(raw[1:FRONT_MATTER], 1) if row.strip() == "---"), 0)
    for index, row in enumerate(raw[1:end], 1):
        if found := re.match(r"title:\s*[\"']?(.+?)[\"']?\s*$", row):
            line = line_of(index + 1, row)
            return (line and replace(line, body=found[1])), end + 1
    return None, end + 1 if end else 0


def _table(pasted: PastedText, raw: Sequence[str], index: int) -> list[SheetRow]:
    """The rows of a Markdown table that begins at a line, its headings first."""
    if "|" not in raw[index] or index + 1 >= len(raw):
        return []
    if "|" not in raw[index + 1] or not RULE.fullmatch(raw[index + 1]):
        return []
    rows: list[SheetRow] = []
    for at in (index, *range(index + 2, len(raw))):
        line = pasted.lines[at]
        if line is None or "|" not in raw[at]:
            break
        rows.append(SheetRow(line, _cells(raw[at])))
    return rows


def _cells(row: str) -> tuple[str, ...]:
    inner = row.strip().removeprefix("|").removesuffix("|")
    return tuple(plain_cell(cell.replace("\\|", "|")) for cell in BARS.split(inner))


def clean(text: str) -> str:
    """A text of Markdown without its links and its emphasis."""
    text = LINK.sub(r"\1", IMAGE.sub("", text)) if "](" in text else text
    text = re.sub(r"(\*\*|__|`)(?=\S)(.{1,200}?)(?<=\S)\1", r"\2", text)
    return " ".join(text.replace("<br>", " ").split())


def table_entry(rows: Sequence[SheetRow], apart: bool) -> TextPiece:
    """The piece that a table is."""
    whole = " / ".join(" ".join(filter(None, row.cells)) for row in rows)
    line = replace(rows[0].line, text=whole, body=whole)
    return TextPiece(PieceKind.TABLE, line, 0, apart, tuple(rows))


def _entry(line: PastedLine, raw: Sequence[str], index: int, apart: bool) -> TextPiece:
    if marked := HEADING.match(line.text):
        body = clean(line.text[marked.end() :].strip(" #"))
        return TextPiece(PieceKind.HEADING, replace(line, body=body), len(marked[1]), apart)
    if not line.level[1] and BOLD.fullmatch(line.text) and not is_sentence(line.body):
        return TextPiece(PieceKind.HEADING, replace(line, body=line.body.strip()), 6, apart)
    below = raw[index + 1].strip() if index + 1 < len(raw) else ""
    if apart and not line.level[1] and UNDERLINE.fullmatch(below):
        return TextPiece(PieceKind.HEADING, line, 1 if below[0] == "=" else 2, apart)
    body = SYMBOLS.sub("", clean(_columns(line, raw[index]))) or line.body
    deeper = line.level[0] > 0 and body[-1:] in ".!" and not any(map(str.isdigit, body))
    prose = is_prose(body) or (deeper and " " in body)
    kind = PieceKind.ITEM if line.level[1] else PieceKind.PROSE if prose else PieceKind.LINE
    return TextPiece(kind, replace(line, body=body), 0, apart)


def _columns(line: PastedLine, row: str) -> str:
    """A line's words, with a dash where a name and its dose stand in columns."""
    columns = [part for part in COLUMN.split(row.strip()) if part.strip()]
    if len(columns) != 2 or is_sentence(columns[0]):
        return line.body
    words = line.body.split()
    behind = len(words) - len(columns[1].split())
    return " ".join((*words[:behind], "-", *words[behind:])) if behind > 0 else line.body


def _add(found: list[TextPiece], new: TextPiece, raw: Sequence[str]) -> None:
    """Puts a piece at the end, or takes it for the rest of the one before."""
    before = found[-1] if found else None
    if (
        before is None
        or new.apart
        or new.kind in (PieceKind.ITEM, PieceKind.HEADING, PieceKind.TABLE)
    ):
        found.append(new)
    elif before.kind in (PieceKind.PROSE, PieceKind.LINE, PieceKind.ITEM) and _wraps(
        before, new, raw
    ):
        found[-1] = _joined(before, new)
    else:
        found.append(new)


def _wraps(before: TextPiece, new: TextPiece, raw: Sequence[str]) -> bool:
    """Whether a line goes on in the next; `raw` has the width of what stands last of it."""
    if len(before.body) + len(new.body) > LONGEST:
        return False
    if continues(before.line, new.line):
        return True
    width = len(_last_row(before, new, raw))
    ended = before.body[-1:] in ".!?:"
    if new.body[:1].islower() or new.body[:1] in "(&":
        return not ended and width >= WRAPPED
    if before.kind is PieceKind.ITEM:
        return False
    return not ended and width >= WRAPPED_FULL and len(new.body) >= WRAPPED // 2


def _last_row(before: TextPiece, new: TextPiece, raw: Sequence[str]) -> str:
    """The row of the text above a piece."""
    above = new.line.number - 2
    return raw[above].strip() if 0 <= above < len(raw) else before.body


def _joined(before: TextPiece, new: TextPiece) -> TextPiece:
    line = before.line
    body = f"{line.body} {new.line.body}"
    whole = replace(line, text=f"{line.text} {new.line.text}", body=body)
    kind = before.kind
    if kind is PieceKind.LINE and is_prose(body):
        kind = PieceKind.PROSE
    return replace(before, kind=kind, line=whole)


def is_prose(text: str) -> bool:
    """Whether a line is a sentence or more, and does not say how a list is done."""
    if not is_sentence(text) or inline_lists.is_plan(text):
        return False
    try:
        return directive(text) is None
    except Mistake:
        return True


def is_sentence(text: str) -> bool:
    """Whether a line is too much of a sentence for a heading or a step."""
    words = text.split()
    if len(words) > MOST_WORDS and not _is_list(text):
        return True
    return (text[-1:] in ".!?" and len(words) > 4) or len(list(sentences(text))) > 1


def _is_list(text: str) -> bool:
    """Whether a long line is short pieces beside each other: `Core: 30 s plank, 20 sit-ups`."""
    pieces = [piece.split() for piece in re.split(r"[,;:+|()]| [–—-] ", text) if piece.strip()]
    if text[-1:] in ".!?" or len(text.split()) > 3 * MOST_WORDS:
        return False
    return len(pieces) > 2 and all(len(piece) <= MOST_WORDS // 2 + 1 for piece in pieces)


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text, in order."""
    start = 0
    for end in SENTENCE_END.finditer(text):
        if not ABBREVIATED.search(text[max(start, end.start() - 12) : end.start()]):
            yield text[start : end.start()].strip()
            start = end.end()
    if text[start:].strip():
        yield text[start:].strip()
