"""Where in the plan a block stands, and what may stand there."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

from audioworkout.ground.diagnostics import Diagnostic, error
from audioworkout.language.model import Block, Group, Pause, Reps, Time, Work
from audioworkout.plan.paths import Pass, Path


@dataclass(frozen=True, slots=True)
class Context:
    """Where in the plan a block stands: what its segments inherit."""

    path: Path = ()
    section: str | None = None
    round: int | None = None
    rounds: int | None = None
    set: int | None = None
    sets: int | None = None
    dose: Time | Reps | None = None  # from the heading, for steps without one of their own
    fixed: bool = False  # the heading's dose holds for every step
    shared: bool = False  # the sides of a step share the heading's dose
    clocked: bool = False  # the heading sets when each step begins

    def at(self, turn: Pass) -> Self:
        """The same, one list further in."""
        return replace(self, path=(*self.path, turn))


class UnrollingError(Exception):
    """A block that cannot be unrolled, and why."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        self.diagnostic = diagnostic


def exercise_follows(blocks: Sequence[Block], index: int) -> bool:
    """Whether two exercises meet after `index` with no pause written between them."""
    if not isinstance(blocks[index], Work | Group):
        return False
    for block in blocks[index + 1 :]:
        if isinstance(block, Work | Group):
            return True
        if isinstance(block, Pause):
            return False
    return False


def steps_of(group: Group) -> list[Work | Group]:
    """The steps that take turns; anything else has no context in a list that does."""
    steps: list[Work | Group] = []
    for block in group.blocks:
        if not isinstance(block, Work | Group):
            message = "only exercises can take turns"
            raise UnrollingError(error(message, block.origin, "move this line out of the list"))
        steps.append(block)
    return steps
