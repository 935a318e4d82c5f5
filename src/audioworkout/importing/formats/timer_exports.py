"""What timers for phones export as JSON, by the shape of it.

OpenHIIT exports a list of timers, each with its `activities` and `timeSettings`
(`lib/core/models/timer_type.dart` and `lib/core/utils/interval_calculation.dart` of
github.com/a-mabe/OpenHIIT); TimeR Machine `timers` of `steps` and groups of steps, in
milliseconds (`data/datas/` of github.com/timer-machine/timer-machine-android).
"""

from collections.abc import Callable, Mapping
from typing import Any

from audioworkout.importing.draft import (
    DraftForm,
    DraftGroup,
    DraftItem,
    DraftPlan,
    DraftStep,
    Unread,
)
from audioworkout.importing.formats import just_another_workout_timer as just_another
from audioworkout.importing.formats.json_values import (
    MOST,
    count,
    listed,
    loaded,
    shown,
    whole,
    words,
)
from audioworkout.importing.formats.timed_rows import timed
from audioworkout.importing.lines import PastedLine, PastedText
from audioworkout.language.model import Circuit, Range

SHAPES = "the exports of Just Another Workout Timer, OpenHIIT and TimeR Machine"
DEEPEST = 5  # groups in groups
UNNAMED_WORK = "Work"


def fits(pasted: PastedText) -> bool:
    """Whether a text is JSON at all."""
    return loaded(pasted.text) is not None


def read(pasted: PastedText) -> list[DraftPlan]:
    """The draft of each workout in an export; one that holds nothing for any other JSON."""
    data = loaded(pasted.text)
    for workouts, reader in SHAPED:
        if found := workouts(data):
            return [reader(one) for one in found]
    line = next((line for line in pasted.lines if line is not None), PastedLine(1, "", ""))
    draft = DraftPlan()
    draft.head.append(Unread(line, f"of JSON only {SHAPES} are read"))
    return [draft]


def _objects(value: Any, *keys: str) -> list[Mapping[str, Any]]:
    """The objects of a list that have all of the keys."""
    objects = (one for one in listed(value) if isinstance(one, dict))
    return [one for one in objects if all(key in one for key in keys)]


# OpenHIIT


def open_hiit_timers(data: Any) -> list[Mapping[str, Any]]:
    """The timers of an export of OpenHIIT; empty where it is none."""
    return _objects(data if isinstance(data, list) else [data], "activities", "timeSettings")


def open_hiit(timer: Mapping[str, Any]) -> DraftPlan:
    """A timer: its activities in turn with rests between them, again after a break."""
    given = timer["timeSettings"]
    times = loaded(given) if isinstance(given, str) else given
    settings: Mapping[str, Any] = times if isinstance(times, dict) else {}
    draft = DraftPlan(title=words(timer.get("name")))
    work, rest = whole(settings.get("workTime")), whole(settings.get("restTime"))
    names = [words(name) for name in listed(timer["activities"])]
    intervals = whole(timer.get("activeIntervals")) or len(names)
    body: list[DraftItem] = []
    for index in range(min(intervals, MOST)):
        name = names[index] if index < len(names) else UNNAMED_WORK
        body.append(_timed(name or UNNAMED_WORK, work))
        if rest and index < intervals - 1:
            body.append(_timed("Rest", rest))
    rounds = whole(settings.get("restarts")) + 1
    pause = whole(settings.get("breakTime")) or rest
    draft.phases["workout"].items = [_rounds(body, rounds, pause)]
    if warm := whole(settings.get("warmupTime")):
        draft.phases["warmup"].items = [_timed("Warmup", warm)]
        draft.phases["warmup"].items += [_timed("Rest", rest)] if rest else []
    if cool := whole(settings.get("cooldownTime")):
        draft.phases["cooldown"].items = [_timed("Cooldown", cool)]
    return draft


def _rounds(items: list[DraftItem], rounds: int, pause: int) -> DraftGroup:
    if rounds < 2:
        return DraftGroup(items=items)
    between = Range(pause * 1000, pause * 1000) if pause else None
    return DraftGroup(
        DraftForm(Circuit(Range(rounds, rounds)), between_rounds=between), items=items
    )


def _timed(name: str, seconds: float) -> DraftStep | Unread:
    return timed(name, seconds, PastedLine(1, name, name))


# TimeR Machine


def machine_timers(data: Any) -> list[Mapping[str, Any]]:
    """The timers of an export of TimeR Machine; empty where it is none."""
    inside = data.get("timers", [data]) if isinstance(data, dict) else data
    return [one for one in _objects(inside, "name", "steps") if _objects(one["steps"])]


def machine(timer: Mapping[str, Any]) -> DraftPlan:
    """A timer: its steps, as often as it loops; what comes before and after them is done once."""
    draft = DraftPlan(title=words(timer.get("name")))
    items = [item for one in listed(timer["steps"]) for item in _machine_items(one, 1)]
    ends = [
        _machine_items(timer[key], 1) if timer.get(key) else [] for key in ("startStep", "endStep")
    ]
    loops = count(timer.get("loop"))
    draft.phases["workout"].items = [*ends[0], _rounds(items, loops, 0), *ends[1]]
    return draft


def _machine_items(given: Any, depth: int) -> list[DraftItem]:
    """A step with a length in milliseconds, or a group of them."""
    if not isinstance(given, dict):
        return [Unread(shown(given), "it is no step")]
    if isinstance(given.get("steps"), list):
        if depth >= DEEPEST:
            return [Unread(shown(given), "its lists are too deep")]
        inner = [item for one in listed(given["steps"]) for item in _machine_items(one, depth + 1)]
        group = _rounds(inner, count(given.get("loop")), 0)
        group.name = words(given.get("name"))
        return [group]
    name, length = words(given.get("label")), given.get("length")
    if isinstance(length, bool) or not isinstance(length, int):
        return [Unread(shown(given), "it has no length in milliseconds")]
    return [_timed(name, length / 1000)]


Reader = Callable[[Mapping[str, Any]], DraftPlan]
SHAPED: tuple[tuple[Callable[[Any], list[Mapping[str, Any]]], Reader], ...] = (
    (just_another.workouts, just_another.read_workout),
    (open_hiit_timers, open_hiit),
    (machine_timers, machine),
)
