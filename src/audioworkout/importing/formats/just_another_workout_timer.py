"""Workouts that the Android app Just Another Workout Timer exports, as JSON.

A workout has a `title` and `sets`; a set has `repetitions`, `exercises` and, in newer
versions, a `name`; an exercise has a `name` and a `duration` in seconds. An export wraps
workouts in `{"workouts": [...]}`, a shared file is one of them.
(`lib/utils/workout.dart` of github.com/blockbasti/just_another_workout_timer)
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from audioworkout.importing.draft import (
    DraftForm,
    DraftGroup,
    DraftItem,
    DraftPlan,
    DraftStep,
    Unread,
)
from audioworkout.importing.formats.json_values import count, listed, shown, words
from audioworkout.importing.formats.timed_rows import timed
from audioworkout.importing.lines import PastedLine
from audioworkout.language.model import Circuit, Range

# The app writes the low byte of each character; letters beyond Latin-1 become such remains.
LOST = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
LOST_NAME = "the app that exported it lost letters of this name"
UNNAMED = "Exercise"


def workouts(data: Any) -> list[Mapping[str, Any]]:
    """The workouts of an export, or of a shared file; empty where there are none."""
    found = data.get("workouts", [data]) if isinstance(data, dict) else data
    objects = (one for one in listed(found) if isinstance(one, dict))
    return [one for one in objects if isinstance(one.get("sets"), list)]


def read_workout(given: Mapping[str, Any]) -> DraftPlan:
    """The draft of a workout: its sets one after the other."""
    title, lost = _name(given.get("title"))
    draft = DraftPlan(title=title)
    if lost:
        draft.head.append(Unread(PastedLine(1, title or UNNAMED, title), LOST_NAME))
    draft.phases["workout"].items = [item for one in listed(given["sets"]) for item in _set(one)]
    return draft


def _name(raw: Any) -> tuple[str, bool]:
    """What is left of a name, empty where too little is; and whether letters of it were lost."""
    name = words(raw)
    if not isinstance(raw, str) or not LOST.search(raw):
        return name, False
    letters = sum(char.isalpha() or char == " " for char in name)
    return name if 4 * letters >= 3 * len(raw) else "", True


def _set(given: Any) -> list[DraftItem]:
    """A set: its exercises, in rounds where it has repetitions."""
    if not isinstance(given, dict):
        return []
    items = [_exercise(one) for one in listed(given.get("exercises"))]
    rounds = count(given.get("repetitions"))
    form = DraftForm(Circuit(Range(rounds, rounds))) if rounds > 1 else DraftForm()
    return [DraftGroup(form, words(given.get("name")), [*items])]


def _exercise(given: Any) -> DraftStep | Unread:
    if not isinstance(given, dict):
        return Unread(shown(given), "it is no exercise")
    name, lost = _name(given.get("name"))
    seconds = given.get("duration")
    if isinstance(seconds, bool) or not isinstance(seconds, int) or seconds <= 0:
        return Unread(shown(given), "it has no duration in seconds")
    named = name if any(map(str.isalpha, name)) else UNNAMED
    found = timed(named, seconds, PastedLine(1, named, named))
    if lost and isinstance(found, DraftStep):
        return replace(found, reasons=(*found.reasons, LOST_NAME))
    return found
