"""Pauses that are too short for what has to be said in them."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from audioworkout.ground.diagnostics import Diagnostic, Span, warning
from audioworkout.ground.units import SECOND, Ms
from audioworkout.plan.advice.plan import Plan, amount
from audioworkout.plan.placing import TONE_GAP
from audioworkout.plan.segments import Cue, Kind, Priority, Speech, Tone
from audioworkout.plan.timeline import Event

PAUSES = {Kind.REST: "rest", Kind.TRANSITION: "transition", Kind.SWITCH: "switch"}
COUNTDOWN: Ms = 3 * SECOND


def short_rest(plan: Plan) -> Iterator[Diagnostic]:
    """Pauses whose announcement had to run under the countdown, or to be said before them.

    Of the rounds that a pause stands in, the one that needs most time counts.
    """
    starts = [event.start for event in plan.events]
    worst: dict[Span, tuple[Ms, Diagnostic]] = {}
    for index, row in enumerate(plan.rows):
        if row.segment.kind not in PAUSES:
            continue
        first, end = bisect_left(starts, row.start), bisect_left(starts, row.end)
        inside = plan.events[first:end]
        for cue in _required(row.segment.cues):
            event = _misplaced(cue, plan.events, first, end)
            if event is None:
                continue
            needed = _needed(event, inside, row.start)
            where = "in the interval before" if event.start < row.start else "under the countdown"
            if row.segment.origin not in worst or needed > worst[row.segment.origin][0]:
                worst[row.segment.origin] = needed, _too_short(plan, index, needed, where)
    for _, found in worst.values():
        yield found


def _required(cues: Sequence[Cue]) -> Iterator[Cue]:
    """What is said under any circumstances, wherever it has to be said."""
    return (cue for cue in cues if cue.sound is None and cue.priority is Priority.REQUIRED)


def _misplaced(cue: Cue, events: Sequence[Event], first: int, end: int) -> Event | None:
    """The event of a cue that found no room of its own among those from `first` to `end`."""
    inside = [events[index] for index in range(first, end) if _says(events[index], cue)]
    if inside:
        return None if any(event.gain_db == 0 for event in inside) else inside[0]
    before = (events[index] for index in range(first - 1, -1, -1))
    return next((event for event in before if _says(event, cue)), None)


def _says(event: Event, cue: Cue) -> bool:
    return isinstance(event.sound, Speech) and event.sound.text in cue.wordings


def _needed(event: Event, inside: Sequence[Event], start: Ms) -> Ms:
    """The whole seconds in which a pause holds its own tone, the words and the countdown."""
    assert isinstance(event.sound, Speech)
    opening = [tone for tone in inside if isinstance(tone.sound, Tone) and tone.start == start]
    needed = sum(tone.length + TONE_GAP for tone in opening)
    needed += event.length * event.sound.rate_percent // 100 + TONE_GAP + COUNTDOWN
    return -(-needed // SECOND) * SECOND


def _too_short(plan: Plan, index: int, needed: Ms, where: str) -> Diagnostic:
    row = plan.rows[index]
    work = next(row for row in plan.rows[index:] if row.segment.kind is Kind.WORK)
    what = (
        f"`{work.segment.exercise}`"
        if row.segment.kind is not Kind.SWITCH
        else f"the {work.segment.side} side"
    )
    pause = PAUSES[row.segment.kind]
    message = (
        f"a {pause} of {amount(row.end - row.start)} is too short to announce {what}, "
        f"which is said {where}"
    )
    hint = f"give the {pause} {amount(needed)} or more"
    return warning(message, row.segment.origin, hint, rule="short-rest")
