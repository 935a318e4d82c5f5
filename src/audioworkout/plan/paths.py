"""Where in the groups of a plan a segment was unrolled: its path, from the outermost list inward.

Unrolling makes one row of rounds within rounds. A path keeps what the row alone cannot tell:
whether a rest belongs to a round or follows the last one, and which of two circuits a second
round is of.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from audioworkout.ground.diagnostics import Span


class Unit(StrEnum):
    """What a list is gone through in: just once, in rounds, or in sets of one exercise."""

    ONCE = "once"
    ROUNDS = "rounds"
    SETS = "sets"


@dataclass(frozen=True, slots=True)
class Pass:
    """One time, the `number`-th from 1, through the list or the step that is written at `origin`.

    `item` counts what stands in the list from 0, in the order in which it is done. So the path
    of a step is told from that of every other, and from the same step's in another pass.
    """

    origin: Span
    unit: Unit = Unit.ONCE
    number: int = 1
    item: int = 0


Path: TypeAlias = tuple[Pass, ...]


@dataclass(frozen=True, slots=True)
class Loop:
    """All passes through one list: where it is written, and the path to it."""

    outer: Path
    origin: Span

    def turn(self, path: Path) -> Pass | None:
        """The pass of this loop that a path lies in; None outside of it."""
        depth = len(self.outer)
        inside = len(path) > depth and path[:depth] == self.outer
        return path[depth] if inside and path[depth].origin == self.origin else None


def innermost(path: Sequence[Pass], unit: Unit) -> Loop | None:
    """The innermost loop of a unit that a path lies in."""
    for depth in reversed(range(len(path))):
        if path[depth].unit is unit:
            return Loop(tuple(path[:depth]), path[depth].origin)
    return None
