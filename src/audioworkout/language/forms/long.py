"""The long form of a group: a mapping with `exercises`."""

from audioworkout.ground.diagnostics import Span
from audioworkout.ground.nodes import Mapping, Scalar
from audioworkout.language.forms.rounds import SECTION
from audioworkout.language.forms.row import Given
from audioworkout.language.forms.table import ALWAYS, KINDS
from audioworkout.language.grammar import Mistake
from audioworkout.language.keys import refusal
from audioworkout.language.model import Form


def form_of(given: Given, node: Mapping) -> Form:
    """The form that the keys describe; raises Mistakes where they describe two, or none."""
    kind = next((key for key in KINDS if key in given), None)
    row = KINDS[kind] if kind else SECTION
    for key, _ in node.entries:
        if key.text not in {kind, *row.beside, *ALWAYS}:
            raise refusal(*_misfit(key, kind, row.beside))
    try:
        form: Form = row.build(kind or "", given)
    except Mistake as mistake:
        blame = node.get(mistake.field or kind or "") or node
        raise refusal(mistake.message, blame.span, mistake.hint) from None
    return form


def _misfit(
    node: Scalar, kind: str | None, beside: tuple[str, ...]
) -> tuple[str, Span, str | None]:
    key = node.text
    if kind is None:
        forms = ", ".join(f"`{form}`" for form in KINDS)
        return f"`{key}` needs a form beside it", node.span, f"one of {forms}"
    if key in KINDS:
        hint = "put one group into the list of the other"
        return f"`{kind}` and `{key}` in one group", node.span, hint
    if key == "rest" and "rest_between_rounds" in beside:
        hint = "write `rest_between_rounds`"
        if "rest_between_exercises" in beside:
            hint = "write `rest_between_exercises` or `rest_between_rounds`"
        return f"`rest` beside `{kind}` could be one of two", node.span, hint
    return f"`{key}` has no meaning beside `{kind}`", node.span, None
