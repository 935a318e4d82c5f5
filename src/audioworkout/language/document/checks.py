"""What only a block's surroundings can tell: doses that are missing, choices too large."""

from dataclasses import dataclass

from audioworkout.ground.diagnostics import Diagnostic, error
from audioworkout.language.durations import format_count
from audioworkout.language.forms.table import row_of
from audioworkout.language.model import Amount, Block, Form, Group, Work
from audioworkout.language.steps.dose import needs_pace


@dataclass(frozen=True, slots=True)
class Place:
    """Where a list stands: whether a heading above it gives a dose, or repeats it in sets.

    `untimed`: a step may take as long as it takes.
    """

    dosed: bool = False
    sets: bool = False
    untimed: bool = False

    def inside(self, form: Form | None) -> "Place":
        """The place of a group's list. A heading that could not be read excuses everything."""
        if form is None:
            return ANYWHERE
        row = row_of(form)
        dosed = self.dosed if row.doses is None else row.doses
        untimed = self.untimed if row.doses is None else row.untimed
        return Place(dosed or row.gives_dose(form), self.sets or row.in_sets, untimed)


ANYWHERE = Place(dosed=True, untimed=True)
"""Where a step needs no dose of its own, and no time."""


def misplaced(block: Block, place: Place) -> Diagnostic | None:
    """What is wrong with a block where it stands, if anything."""
    match block:
        case Work(dose=None) if not place.dosed:
            name = block.exercise
            times = f"{format_count(block.sets)} x " if block.sets else ""
            hint = f"write `{times}30s {name}` or `{times}12 {name}`"
            return error(f"`{name}` has no dose", block.origin, hint)
        case Work(dose=Amount() as amount) if not place.untimed:
            message, hint = needs_pace(block, amount)
            return error(message, block.origin, hint)
        case Work(sets=own) if own is not None and place.sets:
            hint = "take the number of sets from the step or from the heading"
            return error("sets inside sets", block.origin, hint)
        case Group(form=form):
            row = row_of(form)
            if row.in_sets and place.sets:
                return error("sets inside sets", block.origin, "make `rounds` of one of them")
            if wrong := row.check(form, len(block.blocks)):
                message, hint = wrong
                return error(message, block.origin, hint)
    return None
