"""What only a block's surroundings can tell: doses that are missing, choices too large."""

from dataclasses import dataclass

from audioworkout.ground.diagnostics import Diagnostic, error
from audioworkout.language.model import (
    Amrap,
    AnyOf,
    Block,
    Emom,
    Form,
    ForTime,
    Group,
    Intervals,
    Ladder,
    Pyramid,
    Sets,
    Work,
)

TIMED = (Intervals, Ladder, Pyramid, Amrap, ForTime)
"""The forms whose heading gives a dose to steps without one, or that need none."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a list stands: whether a heading above it gives a dose, or repeats it in sets."""

    dosed: bool = False
    sets: bool = False

    def inside(self, form: Form | None) -> "Place":
        """The place of a group's list. A heading that could not be read excuses everything."""
        if form is None:
            return Place(dosed=True)
        dosed = isinstance(form, TIMED) or (self.dosed and not isinstance(form, Emom))
        return Place(dosed, self.sets or isinstance(form, Sets))


def misplaced(block: Block, place: Place) -> Diagnostic | None:
    """What is wrong with a block where it stands, if anything."""
    match block:
        case Work(dose=None) if not place.dosed:
            name = block.exercise
            hint = f"write `30s {name}` or `12 {name}`"
            return error(f"`{name}` has no dose", block.origin, hint)
        case Work(sets=own) if own is not None and place.sets:
            hint = "take the number of sets from the step or from the heading"
            return error("sets inside sets", block.origin, hint)
        case Group(form=Sets()) if place.sets:
            return error("sets inside sets", block.origin, "make `rounds` of one of them")
        case Group(form=AnyOf(count)) if count > len(block.blocks):
            message = f"cannot choose {count} of {len(block.blocks)}"
            return error(message, block.origin, "ask for fewer, or add to the list")
    return None
