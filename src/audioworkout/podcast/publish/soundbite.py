"""The stretch of a session that stands for all of it."""

from audioworkout.ground.text import clean
from audioworkout.ground.units import SECOND, Ms
from audioworkout.plan.segments import Kind
from audioworkout.plan.timeline import Timeline
from audioworkout.podcast.shows.model import Soundbite

LEAST: Ms = 15 * SECOND  # what `podcast:soundbite` recommends, to 120 s
WANTED: Ms = 30 * SECOND
MOST: Ms = 60 * SECOND


def soundbite_of(timeline: Timeline) -> Soundbite | None:
    """From the first work on, 30 to 60 s and to the end of an interval where that lies there.

    None where less than 15 s are left of the session.
    """
    work = next((row for row in timeline.segments if row.segment.kind is Kind.WORK), None)
    if work is None or timeline.length - work.start < LEAST:
        return None
    ends = (row.end - work.start for row in timeline.segments if row.end > work.start)
    length = next((end for end in ends if end >= WANTED), timeline.length - work.start)
    return Soundbite(work.start, min(length, MOST), clean(work.segment.exercise or timeline.title))
