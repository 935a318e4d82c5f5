"""Workouts that the Android app Just Another Workout Timer exports, as JSON.

A workout has a `title` and `sets`; a set has `repetitions`, `exercises` and, in newer
versions, a `name`; an exercise has a `name` and a `duration` in seconds. An export wraps
workouts in `{"workouts": [...]}`, a shared file is one of them.
(`lib/utils/workout.dart` of github.com/blockbasti/just_another_workout_timer)
"""

import json
from typing import Any

from audioworkout.importing.draft import (
    DraftForm,
    DraftGroup,
    DraftItem,
    DraftPlan,
    DraftStep,
    Unread,
)
from audioworkout.importing.formats.timed_rows import timed
from audioworkout.importing.lines import PastedLine, PastedText, printable
from audioworkout.language.model import Circuit, Range

MOST = 1_000  # workouts, sets of one, exercises of one


def fits(pasted: PastedText) -> bool:
    """Whether a text is JSON at all."""
    return (
        pasted.text.lstrip("\ufeff \t\r\n")[:1] in ("{", "[") and _loaded(pasted.text) is not None
    )


def read(pasted: PastedText) -> DraftPlan:
    """The draft of an export; empty where the JSON has no workouts."""
    draft = DraftPlan()
    data = _loaded(pasted.text)
    found = data.get("workouts", [data]) if isinstance(data, dict) else data
    workouts = [one for one in _listed(found) if isinstance(one, dict) and "sets" in one]
    body = draft.phases["workout"]
    for one in workouts:
        items = [item for given in _listed(one["sets"]) for item in _set(given)]
        name = _text(one.get("title"))
        if len(workouts) == 1:
            draft.title = name
            body.items = items
        else:
            body.items.append(DraftGroup(name=name, items=items))
    if not workouts:
        line = next(line for line in pasted.lines if line is not None)
        draft.head.append(Unread(line, "this JSON has no `sets` of `exercises`"))
    return draft


def _loaded(text: str) -> Any:
    try:
        return json.loads(text.lstrip("\ufeff \t\r\n"))
    except (ValueError, RecursionError):
        return None


def _listed(value: Any) -> list[Any]:
    return value[:MOST] if isinstance(value, list) else []


def _text(value: Any) -> str:
    return " ".join(printable(str(value)).split()) if isinstance(value, str) else ""


def _set(given: Any) -> list[DraftItem]:
    """A set: its exercises, in rounds where it has repetitions."""
    if not isinstance(given, dict):
        return []
    items = [_exercise(one) for one in _listed(given.get("exercises"))]
    rounds = given.get("repetitions")
    form = DraftForm()
    if isinstance(rounds, int) and 1 < rounds <= MOST:
        form = DraftForm(Circuit(Range(rounds, rounds)))
    return [DraftGroup(form, _text(given.get("name")), [*items])]


def _exercise(given: Any) -> DraftStep | Unread:
    if not isinstance(given, dict):
        return Unread(_line(given), "it is no exercise")
    name, seconds = _text(given.get("name")), given.get("duration")
    if isinstance(seconds, bool) or not isinstance(seconds, int) or seconds <= 0:
        return Unread(_line(given), "it has no duration in seconds")
    return timed(name, seconds, PastedLine(1, name, name))


def _line(given: Any) -> PastedLine:
    """Anything in an export, as it can be shown in one line."""
    text = _text(json.dumps(given, ensure_ascii=False)[:200])
    return PastedLine(1, text, text)
