"""Whether two readings mean the same: equal up to where they were written."""

from dataclasses import replace

from audioworkout.ground.diagnostics import START
from audioworkout.language.model import Block, Group, Work, Workout


def same(one: Workout, other: Workout) -> bool:
    """Whether two workouts are equal up to the places that they were written at."""
    return _bare_workout(one) == _bare_workout(other)


def same_block(one: Block, other: Block) -> bool:
    """Whether two blocks are equal up to the places that they were written at."""
    return bare(one) == bare(other)


def bare(block: Block) -> Block:
    """The block without the places that it was written at."""
    match block:
        case Group():
            return replace(block, origin=START, blocks=tuple(map(bare, block.blocks)))
        case Work():
            cues = tuple(replace(cue, origin=START) for cue in block.cues)
            return replace(block, origin=START, cues=cues)
    return replace(block, origin=START)


def _bare_workout(workout: Workout) -> Workout:
    music = workout.music and replace(workout.music, origin=START)
    return replace(
        workout,
        origin=START,
        music=music,
        warmup=tuple(map(bare, workout.warmup)),
        workout=tuple(map(bare, workout.workout)),
        cooldown=tuple(map(bare, workout.cooldown)),
    )
