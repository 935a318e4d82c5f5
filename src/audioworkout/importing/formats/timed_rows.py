"""A name and a time in seconds, as timers and tables have them, to a step."""

import re

from audioworkout.ground.diagnostics import START
from audioworkout.ground.units import SECOND
from audioworkout.importing.draft import DraftStep, Unread
from audioworkout.importing.lines import PastedLine
from audioworkout.importing.steps import in_notation
from audioworkout.language.durations import LONGEST, format_duration
from audioworkout.language.model import Pause, PauseKind, Range, Time, Work
from audioworkout.words import tables

QUALIFIED = re.compile(
    r"(?:(?:long|short|big|quick|full|set|round|final) )?(.+?)(?: [0-9]{1,2})?", re.I
)
KINDS = {"rest": PauseKind.REST, "change": PauseKind.TRANSITION}


def pause_kind(name: str) -> PauseKind | None:
    """The kind of pause that a name is of (`Long rest`, `Pause 2`), or None."""
    found = QUALIFIED.fullmatch(" ".join(name.split()).strip(" .!:"))
    return KINDS.get(tables.cell(found[1]) or "") if found else None


def timed(name: str, seconds: float, line: PastedLine) -> DraftStep | Unread:
    """The step of a name and a time: a rest where it is called one."""
    if not 0 < seconds * SECOND <= LONGEST:
        return Unread(line, "the time is not between a second and 12 hours")
    length = Range(round(seconds * SECOND), round(seconds * SECOND))
    if kind := pause_kind(name):
        return DraftStep(Pause(kind, length, START), line)
    work = _work(name, format_duration(length.low))
    return DraftStep(work, line) if work else Unread(line, "it names no exercise")


def _work(name: str, time: str) -> Work | None:
    """An exercise for a time; its sides and notes are read too where the name says more."""
    for said in (name, f'"{name.replace(chr(34), "")}"') if any(map(str.isalpha, name)) else ():
        step = in_notation(f"{time} {said}").step
        if isinstance(step, Work) and isinstance(step.dose, Time) and not step.sets:
            return step
    return None
