"""Workouts in the text notation of Intervals.icu.

A line with `- ` is a step: words to say, a duration or distance, a target. A line without
is a section's name, and `6x` at its end (or on its own) repeats the steps below until the
next name. `m` is minutes, `mtr` metres.
(forum.intervals.icu, Workout Builder Syntax Quick Guide)
"""

import re
from dataclasses import dataclass

from audioworkout.ground.units import SECOND
from audioworkout.importing import shape, titles
from audioworkout.importing.draft import Draft, Form, Group, Line, Pasted, Step, Unread
from audioworkout.importing.timed_rows import RESTS
from audioworkout.language.durations import LONGEST, format_duration
from audioworkout.language.grammar import MAX_LINE, Mistake
from audioworkout.language.model import Work

EASY_PACE = "6:00"  # min/km, for a distance whose target is no pace

STEP = re.compile(r"[-*•–] ?(?=\S)")
TIME = re.compile(
    r"(?<![\w.:/%-])(?=[0-9])(?:([0-9]{1,2})h)?(?:([0-9]{1,4})(?:m(?!tr|i|in|\w*[a-z])|'(?!'))"
    r"(?:([0-9]{1,2})(?=$| ))?)?(?:([0-9]{1,5})(?:s|\"|''))?(?![\w/%])",
)
DISTANCE = re.compile(r"(?<![\w.:/%-])([0-9]{1,5}(?:\.[0-9]{1,3})?) ?(km|mtr|mi|y)(?![\w/])", re.I)
REPEAT = re.compile(r"(?:(.*?)[\s:,-]*\b)?([0-9]{1,3})\s?[xX×]\s*$")
PACE = re.compile(
    r"([0-9]{1,2}:[0-5][0-9])(?:-[0-9]{1,2}:[0-5][0-9])?(?:/(km|mi))?(?: pace)?", re.I
)
TARGET = re.compile(
    r"[0-9]%|\bC?Z[1-9]|\b[0-9]{1,4} ?w\b|rpm\b"
    r"|\b(?:pace|ramp|freeride|HR|LTHR|press lap|RPE)\b",
    re.I,
)
PERCENT = re.compile(r"[0-9]{1,3}(?:-[0-9]{1,3})?%")
SPORTS = (
    (re.compile(r"/100m|/100y|\bswim", re.I), "swim"),
    (re.compile(r"\bpace\b|/km\b|/mi\b|\brun", re.I), "run"),
    (re.compile(r"[0-9]w\b|rpm\b|freeride|\bbike|\bcycl", re.I), "ride"),
)
RECOVERY = re.compile(r"(?:easy |active )?(?:recover(?:y|ies)?|rest)\b", re.I)
UNITS = {"km": "km", "mtr": "metres", "mi": "mi", "y": "yards"}


def fits(pasted: Pasted) -> bool:
    """Whether most steps have a duration and a target in this notation."""
    lines = [line for line in pasted.lines if line is not None and len(line.text) <= MAX_LINE]
    steps = [line for line in lines if STEP.match(line.text)]
    good = [line for line in steps if _dose(line.text) and TARGET.search(line.text)]
    return bool(good) and 2 * len(good) >= len(steps)


def read(pasted: Pasted) -> Draft:
    """The draft of a workout's text."""
    draft = Draft()
    sport = _sport(pasted.text)
    phase = section = draft.phases["workout"]
    block: Group | None = None
    order = list(draft.phases)
    for index, line in enumerate(pasted.lines):
        if line is None:
            block = None if block is not None and block.items else block
        elif len(line.text) > MAX_LINE:
            draft.head.append(Unread(line, "it is too long for a step"))
        elif step := STEP.match(line.text):
            target = block if block is not None else section
            target.items.append(_step(line.text[step.end() :], line, sport))
        elif not _above_steps(pasted.lines, index) or titles.is_prose(line.text):
            draft.head.append(Unread(line, "it reads as a remark"))
        else:
            repeat = REPEAT.fullmatch(line.text)
            name = (repeat[1] or "" if repeat else line.text).strip(" :")
            found = titles.phase_of(name)
            if found and order.index(found) >= max(
                (order.index(key) for key, group in draft.phases.items() if group.items), default=0
            ):
                phase = section = draft.phases[found]
                phase.sources.append((line, ""))
                name = ""
            elif name:
                phase.items.append(section := Group(name=name, sources=[(line, "")]))
            block = None
            if repeat:
                block = Group(Form("rounds", repeat[2]), sources=[(line, "")])
                section.items.append(block)
    return draft


def _sport(text: str) -> str:
    found = next((sport for words, sport in SPORTS if words.search(text)), None)
    return found or "steady effort"


def _above_steps(lines: tuple[Line | None, ...], index: int) -> bool:
    below = next((line for line in lines[index + 1 :] if line is not None), None)
    return below is not None and bool(STEP.match(below.text))


@dataclass(frozen=True, slots=True)
class _Dose:
    text: str
    start: int
    end: int
    distance: bool = False


def _dose(text: str) -> _Dose | None:
    """The first duration or distance of a step."""
    found = [
        _Dose(format_duration(length), at.start(), at.end())
        for at in TIME.finditer(text)
        if 0 < (length := _milliseconds(at)) <= LONGEST
    ]
    found += [
        _Dose(f"{at[1]} {UNITS[at[2].lower()]}", at.start(), at.end(), True)
        for at in DISTANCE.finditer(text)
    ]
    return min(found, key=lambda dose: dose.start, default=None)


def _milliseconds(at: re.Match[str]) -> int:
    hours, minutes, odd, seconds = (int(group or 0) for group in at.groups())
    return ((hours * 60 + minutes) * 60 + odd + seconds) * SECOND


def _step(text: str, line: Line, sport: str) -> Step | Unread:
    dose = _dose(text)
    if dose is None:
        return Unread(line, "it has no duration, such as `10m` or `30s`")
    cue = text[: dose.start].strip(" ,:-")
    target = " ".join(text[dose.end :].split())
    if RESTS.fullmatch(cue) and not target and not dose.distance:
        return Step(f"rest {dose.text}", line)
    name, reasons = _name(cue, sport), []
    words = f"{dose.text} {name}"
    pace = PACE.search(target) if dose.distance else None
    if pace:
        words += f" at {pace[1]}/{pace[2] or 'km'}"
    elif dose.distance:
        words += f" at {EASY_PACE}/km"
        reasons.append(f"no pace is given: {EASY_PACE}/km")
    if PERCENT.fullmatch(target):
        words += f" at {target}"
    elif target and not (pace and pace[0] == target):
        words += f" ({target.translate(BRACKETS)})"
    try:
        block = shape.read(words)
    except Mistake as mistake:
        return Unread(line, mistake.message)
    short = shape.line(block) if isinstance(block, Work) else None
    return Step(short or words, line, tuple(reasons))


BRACKETS = str.maketrans({"(": "[", ")": "]", '"': "'"})


def _name(cue: str, sport: str) -> str:
    """What to call a step: its words, or the sport that the targets are of."""
    if not any(map(str.isalpha, cue)):
        return sport
    recovery = RECOVERY.match(cue)
    if recovery and recovery.end() == len(cue):
        return "recovery effort" if sport == "steady effort" else f"recovery {sport}"
    return cue
