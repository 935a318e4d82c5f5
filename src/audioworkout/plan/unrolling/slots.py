"""How reps fill the time that their heading gives them."""

from collections.abc import Iterator
from dataclasses import replace

from audioworkout.ground.units import Ms
from audioworkout.language.model import Work
from audioworkout.plan.segments import Kind, Segment


def within(segments: list[Segment], slot: Ms) -> Iterator[Segment]:
    """The segments with their reps, if need be, just so much faster that they fill the slot.

    Reps whose pace the plan sets stay as they are.
    """
    own = sum(segment.length or 0 for segment in segments if _at_own_pace(segment))
    left = slot - (sum(segment.length or 0 for segment in segments) - own)
    for segment in segments:
        if own <= left or left <= 0 or not _at_own_pace(segment):
            yield segment
            continue
        length = (segment.length or 0) * left // own
        own, left = own - (segment.length or 0), left - length
        yield replace(segment, length=length, rep=length // (segment.reps or 1))


def _at_own_pace(segment: Segment) -> bool:
    work = segment.source
    paced = isinstance(work, Work) and (work.tempo or work.every or work.hold)
    return segment.kind is Kind.WORK and segment.reps is not None and not paced
