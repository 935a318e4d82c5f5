"""A step of the model as the short line that a workout file has for it."""

import re

from audioworkout.ground.diagnostics import START
from audioworkout.language.durations import format_duration
from audioworkout.language.grammar import Mistake
from audioworkout.language.model import (
    Distance,
    MaxReps,
    Pause,
    Play,
    Range,
    Reps,
    Say,
    Tempo,
    Time,
    Work,
)
from audioworkout.language.steps.short import step
from audioworkout.words import catalogue

Block = Work | Pause | Say | Play


def read(text: str) -> Block:
    """The step that a line of a workout file describes; raises Mistake."""
    return step(text, START, known)


def block_of(text: str) -> Block | None:
    """The step that a line describes, or None."""
    try:
        return read(text)
    except Mistake:
        return None


def known(name: str) -> bool:
    """Whether the catalogue has an exercise of that name."""
    return catalogue.find(name) is not None


def line(block: Pause | Work) -> str | None:
    """The shortest line that reads back as the same step; None if there is none."""
    if isinstance(block, Pause):
        return f"{block.kind.value} {times(block.length)}"
    for text in _candidates(block):
        if block_of(text) == block:
            return text
    return None


def times(span: Range) -> str:
    """A time, or a range of times."""
    low, high = format_duration(span.low), format_duration(span.high)
    if low == high:
        return low
    return f"{low[:-1] if low[-1] == high[-1] == 's' else low}-{high}"


def counts(span: Range) -> str:
    """A number, or a range of numbers."""
    return str(span.low) if span.low == span.high else f"{span.low}-{span.high}"


def _candidates(work: Work) -> list[str]:
    head = " ".join(filter(None, (_dose(work), work.exercise, _sides(work), _at(work))))
    options = ", ".join([head, *_options(work)])
    if not work.note:
        return [options]
    return [f"{options} ({work.note})", f'{options}, note "{work.note}"', f"{options}, {work.note}"]


def _dose(work: Work) -> str:
    sets = f"{counts(work.sets)} x " if work.sets else ""
    match work.dose:
        case Time(length):
            return sets + times(length)
        case Reps(count):
            return sets + counts(count)
        case MaxReps(within):
            return f"{sets}{times(within)} max"
        case Distance(text=text):
            return sets + text
        case None:
            return f"{counts(work.sets)} sets" if work.sets else ""


def _sides(work: Work) -> str:
    return f"per {work.limb}" if work.sides else ""


def _at(work: Work) -> str:
    parts = []
    if isinstance(work.dose, Distance):
        pace, length = work.dose.pace, work.dose.length
        parts.append(f"at {_clock(pace)}/km" if pace else f"at {_clock(length)}")
    if work.intensity:
        parts.append(f"at {re.sub('^(?:at|@) *', '', work.intensity, flags=re.I)}")
    return " ".join(parts)


def _clock(time: int) -> str:
    minutes, seconds = divmod(round(time / 1000), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def _options(work: Work) -> list[str]:
    tempo = work.tempo
    return [
        text
        for text, given in (
            (work.rest and f"rest {times(work.rest)}", work.rest),
            (work.weight and f"weight {work.weight}", work.weight),
            (
                tempo and "tempo " + "-".join(_seconds(t) for t in _phases(tempo)),
                tempo,
            ),
            (work.every and f"every {format_duration(work.every)}", work.every),
            (work.switch is not None and f"switch {format_duration(work.switch)}", True),
            (work.say and f'say "{work.say}"', work.say),
            (work.tip and f'tip "{work.tip}"', work.tip),
        )
        if text and given
    ]


def _phases(tempo: Tempo) -> list[int]:
    phases = [tempo.down, tempo.bottom, tempo.up]
    return [*phases, tempo.top] if tempo.top else phases


def _seconds(time: int) -> str:
    return f"{time / 1000:g}"
