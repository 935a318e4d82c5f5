"""Announcements: what prepares the athlete for the next exercise."""

from collections.abc import Iterator
from dataclasses import replace
from typing import assert_never

from audioworkout.ground.units import SECOND, Ms
from audioworkout.language.model import Amount, Distance, MaxReps, Reps, Tempo, Time, Work
from audioworkout.plan.coaching.context import HALFWAY_FROM, SHORT, CoachingContext
from audioworkout.plan.segments import Cue, Edge, Kind, Priority, Segment
from audioworkout.words.exercise import Exercise
from audioworkout.words.phrases import Phrases


def announcement(context: CoachingContext, announcer: int, edge: Edge) -> Iterator[Cue]:
    """The cues that prepare the exercise which this segment announces, in their order."""
    index = context.announced.get(announcer)
    if index is None:
        return
    work = context.segments[index]
    if context.turns(index):
        side = context.phrases.side(work.side, work.limb)
        yield context.cue("switch", edge, side=side, priority=Priority.REQUIRED)
        return
    terse = _terse(context.segments[announcer], work)
    if not terse:
        yield from _whereabouts(context, index, edge)
    phrase = "first" if context.segments[announcer].kind is Kind.WELCOME else "next"
    if work.listing:
        phrase = "list"
    yield replace(
        context.cue(
            "next", edge, phrase=phrase, priority=Priority.REQUIRED, naming=naming(context, work)
        ),
        origin=work.origin,
    )
    if edge is Edge.END or terse:
        return
    yield from _hints(context, announcer, index, edge)


def _terse(announcer: Segment, work: Segment) -> bool:
    """Whether intervals are so short that names are enough, as in a Tabata."""
    if announcer.kind not in (Kind.REST, Kind.WORK):
        return False
    pause = 0 if announcer.kind is Kind.WORK else announcer.length or 0
    return pause < SHORT and (work.length or 0) <= HALFWAY_FROM


def _whereabouts(context: CoachingContext, index: int, edge: Edge) -> Iterator[Cue]:
    """Section, round and set, as far as they are news.

    The first round of all is none: the welcome has just said how many there are.
    """
    work, before = context.segments[index], context.previous_work[index]
    phrases = context.phrases
    if context.on("section") and work.section and (not before or before.section != work.section):
        yield context.cue("section", edge, section=phrases.section(work.section))
    news = before is None or (before.round, before.rounds) != (work.round, work.rounds)
    first = before is None and work.round == 1
    if context.on("round") and news and not first and work.round and (work.rounds or 0) > 1:
        last = work.round == work.rounds
        yield context.cue(
            "round",
            edge,
            phrase="last_round" if last else "round",
            round=phrases.number(work.round),
            rounds=phrases.number(work.rounds or 0),
        )
    if context.on("set") and work.set and (work.sets or 0) > 1:
        last = work.set == work.sets
        yield context.cue(
            "set",
            edge,
            phrase="last_set" if last else "set",
            set=phrases.number(work.set),
            sets=phrases.number(work.sets or 0),
        )
    if context.on("last") and index == context.last:
        yield context.cue("last", edge)


def naming(context: CoachingContext, work: Segment) -> dict[str, str | None]:
    """The fields that name an exercise: `twelve push-ups`, `left leg`, `12 kg`."""
    phrases, source = context.phrases, work.source
    name = work.exercise or ""
    details: list[str] = []
    if isinstance(source, Work):
        name = source.say or name
        match source.dose:
            case Distance(text=text) | Amount(text):
                name = phrases.words("amount", amount=text, exercise=name)
            case MaxReps():
                details.append(phrases.words("max"))
            case Reps() | Time() | None:
                pass  # reps are said with the name, and a time where it changes
            case never:
                assert_never(never)
        details += [part for part in (source.weight, source.intensity) if part]
        if source.tempo:
            details.append(phrases.words("tempo", tempo=_tempo(source.tempo)))
        if source.hold:
            details.append(phrases.words("hold", duration=_held(phrases, source.hold)))
        if source.note:
            details.append(source.note)
    if work.reps:
        name = with_reps(phrases, source, work.reps, name)
    if work.listing:
        limit = "within" if work.counts_up else "lasting"
        details.append(phrases.words(limit, duration=phrases.duration(work.length or 0)))
    if work.times > 1:
        details.append(phrases.count("round", work.times))
    return {
        "exercise": name,
        "side": phrases.side(work.side, work.limb),
        "details": ", ".join(details) or None,
    }


def with_reps(phrases: Phrases, source: object, picked: int, exercise: str) -> str:
    """An exercise after its reps; of a range both ends, though it is counted to the one picked."""
    dose = source.dose if isinstance(source, Work) else None
    if isinstance(dose, Reps) and dose.count.low < dose.count.high:
        return phrases.reps(exercise, dose.count.low, dose.count.high)
    return phrases.reps(exercise, picked, picked)


def _held(phrases: Phrases, hold: Ms) -> str:
    """A hold as it is said: to the second in words, else in figures, which the voice reads out."""
    return f"{hold / SECOND:g} s" if hold % SECOND else phrases.duration(hold)


def _tempo(tempo: Tempo) -> str:
    parts = (tempo.down, tempo.bottom, tempo.up, tempo.top)
    shown = parts if tempo.top else parts[:3]
    return " ".join(f"{part / SECOND:g}" for part in shown)


def _hints(context: CoachingContext, announcer: int, index: int, edge: Edge) -> Iterator[Cue]:
    """How to get into position, how long it takes where that changes, and a tip."""
    work, before = context.segments[index], context.previous_work[index]
    known = context.find(work.exercise or "")
    optional = Priority.OPTIONAL
    timed = work.reps is None and not work.listing and work.length is not None
    if context.on("dose") and timed and (before is None or before.length != work.length):
        duration = context.phrases.duration(work.length or 0)
        yield context.cue("dose", edge, duration=duration, priority=optional)
    first = context.segments[announcer].kind is Kind.WELCOME
    if first and context.on("position") and known and known.position:
        yield context.cue("position", edge, position=known.position)
        return
    wordings = tips(work, known, context.occurrences[index])
    if context.on("tip") and wordings and not first:
        yield Cue("tip", edge, 0, optional, wordings, origin=work.origin)


def tips(work: Segment, known: Exercise | None, occurrence: int) -> tuple[str, ...]:
    """The plan's own tip; else the catalogue's, from another one on each time round."""
    if isinstance(work.source, Work) and work.source.tip:
        return (work.source.tip,)
    tips = known.tips if known else ()
    return tips[occurrence % len(tips) :] if tips else ()
