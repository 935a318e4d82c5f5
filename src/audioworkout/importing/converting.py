"""A text in any of the formats to the texts of workout files, one a plan."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from types import ModuleType

from audioworkout.ground import nodes
from audioworkout.importing import steps
from audioworkout.importing.completing import complete
from audioworkout.importing.documents import pages, reading
from audioworkout.importing.draft import DraftPlan, ImportRemark, RemarkKind
from audioworkout.importing.formats import (
    foreign,
    intervals_icu,
    table,
    timer_exports,
    wodcraft,
)
from audioworkout.importing.lines import (
    MAX_LINES,
    PastedText,
    count,
    lines_of,
    printable,
    unbulleted,
)
from audioworkout.importing.tables import sheets
from audioworkout.importing.writing import write

UNTITLED = "Imported workout"
LONGEST_TITLE = 200  # characters
FEW = 3  # lines of a text that was meant to be steps, and no article
LONGEST_QUOTE = 60  # characters of a line in a message

# Each format's module has `fits(pasted)` and `read(pasted)`, which gives a draft or several; they
# are asked in this order.
FORMATS: dict[str, ModuleType] = {
    "json": timer_exports,
    "wodcraft": wodcraft,
    "html": pages,
    "csv": table,
    "intervals": intervals_icu,
    "text": reading,
}


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """A workout file's text; its title and its exercises, each once; the format it was read as.

    `remarks` are what to tell about it, by line.
    """

    text: str
    title: str
    exercises: tuple[str, ...]
    format: str
    remarks: tuple[ImportRemark, ...]


class ImportRefusedError(ValueError):
    """A text that no workout came out of: why, and what is to be told of its lines."""

    def __init__(self, message: str, remarks: tuple[ImportRemark, ...] = ()) -> None:
        super().__init__(message)
        self.remarks = remarks


def convert(
    given: str, *, name: str = "", form: str | None = None, title: str = ""
) -> ImportedFile:
    """The workout file of a text's only plan; as `convert_all`, and several plans are refused."""
    found = convert_all(given, name=name, form=form, title=title)
    if len(found) > 1:
        raise ImportRefusedError(f"there are {len(found)} plans in the text")
    return found[0]


def convert_all(
    given: str, *, name: str = "", form: str | None = None, title: str = ""
) -> tuple[ImportedFile, ...]:
    """The workout files that a text makes, one a plan and at least one.

    `form` is one of `FORMATS`; None finds it by content. `name` is that of the file: it tells a
    format too, and is the title where the text has none and `title` is not given. Raises
    ImportRefusedError where no step could be read.
    """
    pasted = _readable(given, name)
    if form is None and _is_workout(pasted):
        raise ImportRefusedError("this is a workout file already: render it as it is")
    if form is None and (refused := foreign.refusal(pasted)):
        raise ImportRefusedError(refused)
    form = form or next(key for key, module in FORMATS.items() if module.fits(pasted))
    try:
        read: DraftPlan | Sequence[DraftPlan] = FORMATS[form].read(pasted)
    except pages.PageError as refused:
        raise ImportRefusedError(str(refused)) from refused
    return _made([read] if isinstance(read, DraftPlan) else list(read), form, name, title)


def convert_workbook(data: bytes, *, name: str = "", title: str = "") -> tuple[ImportedFile, ...]:
    """The workout files that the bytes of an XLSX workbook make, one a sheet with a plan.

    Raises ImportRefusedError where no step could be read, or openpyxl is missing.
    """
    try:
        found = sheets.drafts(data)
    except sheets.SheetError as refused:
        raise ImportRefusedError(str(refused)) from refused
    return _made(found, "xlsx", name, title)


def _made(
    drafts: Sequence[DraftPlan], form: str, name: str, title: str
) -> tuple[ImportedFile, ...]:
    """The files of some drafts; raises ImportRefusedError where there is no step in any."""
    made: list[ImportedFile] = []
    unread: list[ImportRemark] = []
    for draft in drafts:
        alone = len(drafts) == 1
        draft.title = _title((title if alone else draft.title) or draft.title or _named_after(name))
        if title and not alone:
            draft.title = _title(f"{title}: {draft.title}")
        complete(draft)
        text, remarks = write(draft)
        if text is None:
            unread += remarks
        else:
            made.append(ImportedFile(text, draft.title, draft.exercises(), form, remarks))
    if not made:
        raise ImportRefusedError(_nothing(unread), tuple(unread))
    return tuple(made)


def _readable(given: str, name: str) -> PastedText:
    """The text in lines; raises ImportRefusedError where there is nothing in it, or too much."""
    if len(given) > nodes.MAX_LENGTH:
        raise ImportRefusedError(f"the text is longer than {nodes.MAX_LENGTH:,} characters")
    pasted = PastedText(given, tuple(lines_of(given)), name)
    if not count(pasted.lines):
        raise ImportRefusedError("there is no text to read")
    if count(pasted.lines) > MAX_LINES:
        raise ImportRefusedError(f"the text has more than {MAX_LINES:,} lines")
    return pasted


def _has_digit(remark: ImportRemark) -> bool:
    return any(map(str.isdigit, remark.text))


def _nothing(remarks: Sequence[ImportRemark]) -> str:
    """That there is no plan, and the reason that a reader of the text would look for first."""
    told = [it for it in remarks if it.kind is RemarkKind.UNREAD and it.reason not in reading.ASIDE]
    if not told and len(remarks) <= FEW and (line := next(filter(_has_digit, remarks), None)):
        tried = steps.read(unbulleted(line.text))
        told = [replace(line, reason=tried.reasons[0])] if tried.reasons else []
    if not told:
        return "no plan could be found in the text: no line of it is a step"
    first = told[0]
    quoted = first.text if len(first.text) <= LONGEST_QUOTE else f"{first.text[:LONGEST_QUOTE]}…"
    return f'no step could be read; line {first.line}: "{quoted}": {first.reason}'


def _is_workout(pasted: PastedText) -> bool:
    lines = [line.text for line in pasted.lines if line is not None]
    return any(line == "workout:" for line in lines) and any(
        line.startswith("title:") for line in lines
    )


def _title(text: str) -> str:
    return " ".join(printable(text).split())[:LONGEST_TITLE] or UNTITLED


def _named_after(name: str) -> str:
    return PurePath(name).stem.replace("_", " ").replace("-", " ").strip().capitalize()
