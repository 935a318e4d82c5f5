"""Where in the plan a block stands, and what may stand there."""

from collections.abc import Sequence
from dataclasses import dataclass

from audioworkout.ground.diagnostics import Diagnostic, Span, error
from audioworkout.ground.units import HOUR, Ms, clock
from audioworkout.language.model import Block, Group, Pause, Reps, Time, Work
from audioworkout.plan.segments import Kind, Segment


@dataclass(frozen=True, slots=True)
class Spot:
    """Where in the plan a block stands: what its segments inherit."""

    section: str | None = None
    round: int | None = None
    rounds: int | None = None
    set: int | None = None
    sets: int | None = None
    dose: Time | Reps | None = None  # from the heading, for steps without one of their own
    fixed: bool = False  # the heading's dose holds for every step
    clocked: bool = False  # the heading sets when each step begins


class RefusedError(Exception):
    """A block that cannot be unrolled, and why."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        self.diagnostic = diagnostic


LONGEST: Ms = 12 * HOUR  # no session is longer; a typo in a number of rounds often is
MOST_SEGMENTS = 20_000  # 12 hours of 2-second intervals; bounds memory before time does


class Budget:
    """What keeps the recursion over blocks in bounds: what it has made so far."""

    def __init__(self) -> None:
        self.length: Ms = 0
        self.visits = 0
        self.exhausted = False
        self.last: Segment | None = None  # without speech, which takes no time of the plan's

    def count(self, segment: Segment) -> None:
        """Adds a segment to the session; raises RefusedError past the longest."""
        if segment.kind is not Kind.SPEECH:
            self.last = segment
        self.length += segment.length or 0
        if self.length > LONGEST:
            message = f"the session grows past {clock(LONGEST)}, the longest allowed"
            self._exhaust(message, segment.origin)

    def changes_to(self, exercise: str | None) -> bool:
        """Whether another exercise comes just before this one, with no pause between."""
        if self.last is None or self.last.kind is not Kind.WORK:
            return False
        before = self.last.source
        return exercise is None or not (isinstance(before, Work) and before.exercise == exercise)

    def visit(self, block: Block) -> None:
        """Counts a block that is unrolled; raises RefusedError past the most."""
        self.visits += 1
        if self.visits > MOST_SEGMENTS:
            self._exhaust(f"the session unrolls to more than {MOST_SEGMENTS:,} steps", block.origin)

    def _exhaust(self, message: str, origin: Span) -> None:
        self.exhausted = True
        hint = "check the rounds, sets and lengths up to this line"
        raise RefusedError(error(message, origin, hint))


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
    """The steps that take turns; anything else has no place in a list that does."""
    steps: list[Work | Group] = []
    for block in group.blocks:
        if not isinstance(block, Work | Group):
            message = "only exercises can take turns"
            raise RefusedError(error(message, block.origin, "move this line out of the list"))
        steps.append(block)
    return steps
