"""How much a plan may unroll to.

The budget is checked while unrolling, not after: four nested lists of 999 rounds would fill the
memory before anybody could count them.
"""

from dataclasses import dataclass
from typing import NoReturn

from audioworkout.ground.diagnostics import Span, error
from audioworkout.ground.units import HOUR, Ms, clock
from audioworkout.language.model import Block, Work
from audioworkout.plan.segments import Kind, Segment
from audioworkout.plan.unrolling.context import UnrollingError

LONGEST: Ms = 12 * HOUR  # no session is longer; a typo in a number of rounds often is
MOST_SEGMENTS = 20_000  # 12 hours of 2-second intervals; bounds memory before time does


@dataclass(slots=True)
class Budget:
    """What was spent so far; each method raises UnrollingError where that is too much."""

    length: Ms = 0
    blocks: int = 0
    exhausted: bool = False
    last: Segment | None = None  # without speech, which takes no time of the plan's

    def spend(self, segment: Segment) -> None:
        """Adds a segment's length."""
        if segment.kind is not Kind.SPEECH:
            self.last = segment
        self.length += segment.length or 0
        if self.length > LONGEST:
            limit = clock(LONGEST)
            self._stop(f"the session grows past {limit}, the longest allowed", segment.origin)

    def changes_to(self, exercise: str | None) -> bool:
        """Whether another exercise comes just before this one, with no pause between."""
        if self.last is None or self.last.kind is not Kind.WORK:
            return False
        before = self.last.source
        return exercise is None or not (isinstance(before, Work) and before.exercise == exercise)

    def visit(self, block: Block) -> None:
        """Adds a block, each time that it is unrolled."""
        self.blocks += 1
        if self.blocks > MOST_SEGMENTS:
            self._stop(f"the session unrolls to more than {MOST_SEGMENTS:,} steps", block.origin)

    def _stop(self, message: str, origin: Span) -> NoReturn:
        self.exhausted = True
        hint = "check the rounds, sets and lengths up to this line"
        raise UnrollingError(error(message, origin, hint))
