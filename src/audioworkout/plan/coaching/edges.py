"""The welcome, the time to get ready, speech of the plan's own, and the finish."""

from collections.abc import Iterator
from dataclasses import replace

from audioworkout.ground.units import MINUTE, SECOND, Ms
from audioworkout.language.model import Distance, Play, Reps, Say, Time, Work
from audioworkout.plan.coaching.announce import announcement, naming, with_reps
from audioworkout.plan.coaching.pauses import reminder
from audioworkout.plan.coaching.session import Session, ticks, tone
from audioworkout.plan.segments import Cue, Edge, Kind, Priority, Sample, Segment
from audioworkout.words.pieces import SAID_IN_TURN, pieces


def welcome(session: Session, index: int) -> Iterator[Cue]:
    """What the session is, what it needs, and what comes first."""
    phrases, workout, required = session.phrases, session.workout, Priority.REQUIRED
    yield session.cue("title", Edge.START, title=workout.title, priority=required)
    if session.on("welcome"):
        rounds, exercises = _extent(session)
        yield session.cue(
            "welcome",
            Edge.START,
            total=phrases.duration(_rounded(session.total)),
            rounds=phrases.count("round", rounds) if rounds > 1 else None,
            exercises=phrases.count("exercise", exercises),
        )
        needed = _equipment(session)
        if needed:
            yield session.cue("equipment", Edge.START, equipment=phrases.list(needed))
    yield from announcement(session, index, Edge.START)


def _extent(session: Session) -> tuple[int, int]:
    """Rounds (1 where the plan has no one number of them) and different exercises."""
    main = [session.segments[index] for index in session.works]
    main = [work for work in main if work.section not in ("warmup", "cooldown")] or main
    rounds = {work.rounds for work in main}
    names = {name for work in main for name in _names(work)}
    return rounds.pop() or 1 if len(rounds) == 1 else 1, len(names)


def _names(work: Segment) -> list[str | None]:
    """What is done: an exercise, or each of a list."""
    return [step.exercise for step in work.listing] or [work.exercise]


def _rounded(total: Ms) -> Ms:
    """A total as one says it beforehand: to the minute, or to half a minute where it is short."""
    unit = MINUTE if total >= 5 * MINUTE else MINUTE // 2
    return max(unit, (total + unit // 2) // unit * unit)


def _equipment(session: Session) -> list[str]:
    known = [session.find(session.segments[index].exercise or "") for index in session.works]
    return list(
        dict.fromkeys(
            session.phrases.equipment(item)
            for exercise in known
            if exercise
            for item in exercise.equipment
        )
    )


def prepare(session: Session, index: int) -> Iterator[Cue]:
    """`Get ready`, and the countdown."""
    length = session.segments[index].length or 0
    yield from ticks(length)
    if session.on("welcome"):
        yield session.cue("get_ready", Edge.END)
    yield from reminder(session, index, index + 1)


def speech(session: Session, index: int) -> Iterator[Cue]:
    """The plan's own words or file, or a list that the athlete works through alone."""
    segment = session.segments[index]
    required = Priority.REQUIRED
    if session.segments[index - 1].kind is Kind.WORK:
        yield replace(tone("rest"), edge=Edge.START)
    match segment.source:
        case Say(text):
            for part in pieces(text, SAID_IN_TURN, session.phrases.language):
                yield Cue("say", Edge.START, 0, required, (part,))
        case Play(file):
            yield Cue("play", Edge.START, 0, required, sound=Sample(file))
    yield from announcement(session, index, Edge.START)
    for step in segment.listing:
        yield _listed(session, segment, step)


def _listed(session: Session, segment: Segment, step: Work) -> Cue:
    """A line of the list that an AMRAP or a list for time reads out before the start."""
    phrases, effort = session.phrases, session.workout.effort
    called = session.called(step.exercise)
    row = replace(segment, source=step, exercise=called, listing=(), times=1)
    fields = naming(session, row)
    name = fields["exercise"] or ""
    match step.dose:
        case Reps(count):
            name = with_reps(phrases, step, count.pick(effort), name)
        case Time(length):
            duration = phrases.duration(length.pick(effort, SECOND))
            name = phrases.words("amount", amount=duration, exercise=name)
    if step.sets:
        sets = phrases.count("set", step.sets.pick(effort))
        counted = isinstance(step.dose, Reps | Time | Distance)
        name = phrases.words("sets" if counted else "sets_open", sets=sets, exercise=name)
    side = phrases.side("each", step.limb) if step.sides else fields["side"]
    fields |= {"exercise": name, "side": side}
    return session.cue("list_item", Edge.START, priority=Priority.REQUIRED, naming=fields)


def finish(session: Session, _index: int) -> Iterator[Cue]:
    """That it is over, how long it took, and a line of praise."""
    yield replace(tone("finish"), edge=Edge.START)
    yield session.cue("finish", Edge.START, priority=Priority.REQUIRED)
    if session.on("farewell"):
        yield session.cue("farewell", Edge.START, total=session.phrases.duration(session.total))
        yield Cue("praise", Edge.START, wordings=(session.drawn("praise", 0),))
