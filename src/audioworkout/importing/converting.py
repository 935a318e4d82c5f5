"""A text in any of the formats to the text of a workout file."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from types import ModuleType

from audioworkout.ground import nodes
from audioworkout.importing.completing import complete
from audioworkout.importing.draft import DraftPlan, ImportRemark
from audioworkout.importing.formats import (
    foreign,
    free_text,
    intervals_icu,
    table,
    timer_exports,
    wodcraft,
)
from audioworkout.importing.lines import MAX_LINES, PastedText, count, lines_of, printable
from audioworkout.importing.writing import write

UNTITLED = "Imported workout"
LONGEST_TITLE = 200  # characters

# Each format's module has `fits(pasted)` and `read(pasted)`; they are asked in this order.
FORMATS: dict[str, ModuleType] = {
    "json": timer_exports,
    "wodcraft": wodcraft,
    "csv": table,
    "intervals": intervals_icu,
    "text": free_text,
}


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """A workout file's text; which format it was read as; what to tell about it, by line."""

    text: str
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
    """The workout file that a text makes. `form` is one of `FORMATS`; None finds it by content.

    `name` is that of the file: it tells a format too, and is the title where the text has
    none and `title` is not given. Raises ImportRefusedError where no step could be read.
    """
    if len(given) > nodes.MAX_LENGTH:
        raise ImportRefusedError(f"the text is longer than {nodes.MAX_LENGTH:,} characters")
    pasted = PastedText(given, tuple(lines_of(given)), name)
    if not count(pasted.lines):
        raise ImportRefusedError("there is no text to read")
    if count(pasted.lines) > MAX_LINES:
        raise ImportRefusedError(f"the text has more than {MAX_LINES:,} lines")
    if form is None and _is_workout(pasted):
        raise ImportRefusedError("this is a workout file already: render it as it is")
    if form is None and (refused := foreign.refusal(pasted)):
        raise ImportRefusedError(refused)
    form = form or next(key for key, module in FORMATS.items() if module.fits(pasted))
    read: DraftPlan | Sequence[DraftPlan] = FORMATS[form].read(pasted)
    drafts = [read] if isinstance(read, DraftPlan) else list(read)
    if len(drafts) > 1:
        raise ImportRefusedError(f"there are {len(drafts)} plans in the text")
    plan = drafts[0]
    plan.title = _title(title or plan.title or _named_after(name))
    complete(plan)
    workout, remarks = write(plan)
    if workout is None:
        raise ImportRefusedError("no step could be read", remarks)
    return ImportedFile(workout, form, remarks)


def _is_workout(pasted: PastedText) -> bool:
    lines = [line.text for line in pasted.lines if line is not None]
    return any(line == "workout:" for line in lines) and any(
        line.startswith("title:") for line in lines
    )


def _title(text: str) -> str:
    return " ".join(printable(text).split())[:LONGEST_TITLE] or UNTITLED


def _named_after(name: str) -> str:
    return PurePath(name).stem.replace("_", " ").replace("-", " ").strip().capitalize()
