"""How reps fill the time that their heading gives them."""

from collections.abc import Iterator
from dataclasses import replace

from audioworkout.ground.diagnostics import error
from audioworkout.ground.units import Ms
from audioworkout.language.model import Amount, Work
from audioworkout.plan.segments import Kind, Segment
from audioworkout.plan.unrolling.context import UnrollingError


def filled(segments: list[Segment], slot: Ms) -> list[Segment]:
    """The segments with a last one that takes no known time as long as the slot still is.

    Raises UnrollingError where it is not the last, or nothing is left for it.
    """
    open_ended = [segment for segment in segments if _takes_what_is_left(segment)]
    if not open_ended:
        return segments
    left = slot - sum(segment.length or 0 for segment in segments)
    if open_ended != segments[-1:] or left <= 0:
        message = "nobody knows how long this takes: it can only end a slot that has time left"
        hint = "put it last, or give it a pace or a time"
        raise UnrollingError(error(message, open_ended[0].origin, hint))
    return [*segments[:-1], replace(segments[-1], length=left)]


def _takes_what_is_left(segment: Segment) -> bool:
    return (
        segment.kind is Kind.WORK
        and isinstance(segment.source, Work)
        and isinstance(segment.source.dose, Amount)
    )


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
