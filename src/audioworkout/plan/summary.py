"""What one wants to know before choosing a workout."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from audioworkout.ground.units import Ms
from audioworkout.plan.segments import Kind, Segment
from audioworkout.words.exercise import Exercise

FOCUS = 3  # muscles that a summary names


@dataclass(frozen=True, slots=True)
class Summary:
    """A workout in a line: the length of its intervals, what it needs, what it trains most."""

    length: Ms
    equipment: tuple[str, ...]
    focus: tuple[str, ...]


def summary_of(segments: Sequence[Segment], find: Callable[[str], Exercise | None]) -> Summary:
    """The summary of an unrolled plan; muscles count by the time that they are worked."""
    equipment: dict[str, None] = {}
    worked: Counter[str] = Counter()
    for segment in segments:
        known = find(segment.exercise) if segment.exercise else None
        if known and segment.kind is Kind.WORK:
            equipment |= dict.fromkeys(known.equipment)
            worked.update(dict.fromkeys(known.muscles, segment.length or 0))
    focus = tuple(muscle for muscle, _ in worked.most_common(FOCUS))
    length = sum(segment.length or 0 for segment in segments)
    return Summary(length=length, equipment=tuple(equipment), focus=focus)
