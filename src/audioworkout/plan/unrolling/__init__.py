"""Workout to segments: rounds, sides, sets and slots unrolled into one row.

Nothing is said here and nothing is measured. Each segment keeps the path through the groups that
it was unrolled on, so that a card can fold what stands here in a row. A rest is played as
written, except one with nothing after it in the whole session.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count, islice

from audioworkout.ground.diagnostics import Diagnostic, error
from audioworkout.language.model import Workout
from audioworkout.plan.paths import Pass
from audioworkout.plan.segments import Kind, Segment
from audioworkout.plan.unrolling.blocks import Find, Unroller
from audioworkout.plan.unrolling.context import Context, UnrollingError


def unroll(workout: Workout, find: Find) -> tuple[tuple[Segment, ...], tuple[Diagnostic, ...]]:
    """The segments of a workout in order, from the welcome to the finish; or what forbids it.

    `find` looks an exercise up by its name; its seconds per rep time the steps that count
    reps. The two halves of the result exclude each other.
    """
    unroller = Unroller(workout, find)
    parts = [
        ("warmup", workout.warmup),
        ("workout", workout.workout),
        ("cooldown", workout.cooldown),
    ]
    parts = [(name, blocks) for name, blocks in parts if blocks]
    body: list[Segment] = []
    problems: list[Diagnostic] = []
    top = count()
    for name, blocks in parts:
        context = Context(section=name if len(parts) > 1 else None)
        part: list[Segment] = []
        for block in blocks:
            try:
                turn = Pass(workout.origin, item=next(top))
                for segment in unroller.block(block, context.at(turn)):
                    unroller.budget.spend(segment)
                    part.append(segment)
            except UnrollingError as refused:
                problems.append(refused.diagnostic)
                if unroller.budget.exhausted:
                    return (), tuple(problems)
        body += _giving_way(part)
    if problems:
        return (), tuple(problems)
    while body and body[-1].kind in (Kind.REST, Kind.TRANSITION):
        body.pop()
    if not any(segment.kind is Kind.WORK for segment in body):
        message = "there is nothing to do: the workout has no exercise"
        return (), (error(message, workout.origin, "add a step such as `30s squats`"),)
    welcome = Segment(Kind.WELCOME, None, workout.origin)
    finish = Segment(Kind.FINISH, None, workout.origin)
    return (welcome, *_led_in(body, workout), finish), ()


def _giving_way(part: list[Segment]) -> Iterator[Segment]:
    """A part without the last rests of sets that end it, or that another pause follows."""
    for index, segment in enumerate(part):
        if not segment.gives_way:
            yield segment
            continue
        others = (one for one in islice(part, index + 1, None) if one.kind is not Kind.SPEECH)
        following = next(others, None)
        if following is not None and following.kind not in (Kind.REST, Kind.TRANSITION):
            yield replace(segment, gives_way=False)


def _led_in(body: list[Segment], workout: Workout) -> list[Segment]:
    """The body with the time to get ready put before whatever is not speech."""
    start = next(i for i, segment in enumerate(body) if segment.kind is not Kind.SPEECH)
    if not workout.lead_in or body[start].kind is Kind.PREPARE:
        return body
    return [*body[:start], Segment(Kind.PREPARE, workout.lead_in, workout.origin), *body[start:]]
