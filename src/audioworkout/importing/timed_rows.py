"""A name and a time in seconds, as timers and tables have them, to a step."""

import re

from audioworkout.ground.diagnostics import START
from audioworkout.ground.units import SECOND
from audioworkout.importing import shape
from audioworkout.importing.draft import Line, Step, Unread
from audioworkout.language.durations import LONGEST
from audioworkout.language.grammar import Mistake
from audioworkout.language.model import Pause, PauseKind, Range, Time, Work

RESTS = re.compile(
    r"(?:active )?(?:rest|pause|break|recovery|recover|relax|pausa|descanso|repos|ruhe)(?:ing)?",
    re.I,
)
CHANGES = re.compile(r"(?:get ready|prepare|preparation|transition|change ?over|switch)", re.I)


def timed(name: str, seconds: int, line: Line) -> Step | Unread:
    """The step of a name and a time: a rest where it is called one."""
    if not 0 < seconds * SECOND <= LONGEST:
        return Unread(line, "the time is not between a second and 12 hours")
    length = Range(seconds * SECOND, seconds * SECOND)
    for words, kind in ((RESTS, PauseKind.REST), (CHANGES, PauseKind.TRANSITION)):
        if words.fullmatch(name.strip(" .!")):
            return Step(shape.line(Pause(kind, length, START)) or "", line)
    text = shape.line(Work(name, Time(length), START))
    if text is not None:
        return Step(text, line)
    return _spelled(name, shape.times(length), line)


def _spelled(name: str, time: str, line: Line) -> Step | Unread:
    """A step whose name says more than a name: its numbers and sides are read too."""
    if any(map(str.isalpha, name)):
        for text in (f"{time} {name}", f'{time} "{name.replace(chr(34), "")}"'):
            try:
                block = shape.read(text)
            except Mistake:
                continue
            if isinstance(block, Work) and isinstance(block.dose, Time) and not block.sets:
                return Step(shape.line(block) or text, line)
    return Unread(line, "it names no exercise")
