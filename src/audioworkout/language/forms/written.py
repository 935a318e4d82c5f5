"""The ways to write the head of a group, the preferred one first."""

from collections.abc import Iterator

from audioworkout.language.forms.row import Entries
from audioworkout.language.forms.table import row_of
from audioworkout.language.model import Form, Section


def short(form: Form, name: str | None) -> Iterator[str]:
    """Headings of a form, with the name that may stand before it; each must still be read."""
    if isinstance(form, Section):
        yield name or ""
        return
    for heading in row_of(form).headings(form):
        yield f"{name}, {heading}" if name else heading


def long(form: Form, name: str | None, intro: str | None) -> Entries:
    """The keys of a group's long form, without its list."""
    return [("name", name), ("say", intro), *row_of(form).entries(form)]
