"""The dose of a step: a time, reps, as many reps as possible, or a distance."""

from collections.abc import Callable, Iterator
from typing import Any, assert_never

from parsimonious.nodes import Node

from audioworkout.ground.units import MINUTE, Ms, clock
from audioworkout.language.durations import (
    LONGEST,
    MOST_REPS,
    count_of,
    distance_of,
    format_count,
    format_duration,
    format_pace,
    format_times,
    pace_of,
    parse_distance,
    parse_pace,
    parse_reps,
    parse_times,
    quoted,
    times_of,
)
from audioworkout.language.grammar import Mistake, first, part, tree
from audioworkout.language.keys import Key, maybe, scalar
from audioworkout.language.model import Distance, Dose, MaxReps, Range, Reps, Time
from audioworkout.language.shapes import either, has, implies, in_any_letters, none_of, ref
from audioworkout.language.steps.line import Line
from audioworkout.language.steps.option import Find, Option, Parts

TIME = "a duration such as `40s`"
FASTEST: Ms = MINUTE  # per kilometre: faster than any runner, so such a target is a slip


# Parts of a line


def _max(line: Line, node: Node) -> None:
    line.put("most", True, node)
    line.places["reps"] = line.places["most"]  # the long form's `reps: max`


def _time(line: Line, node: Node) -> None:
    line.doses.append(node)
    if "reps" in line.found:
        line.put("reps", None, node)
    line.put("work", times_of(part(node, "times")), node)


def _target(line: Line, node: Node) -> None:
    """`at 1:40`, which is for a distance."""
    if "distance" not in line.found and "metres" not in line.found:
        hint = "`at 1:40` is the time of a distance, such as `400m run at 1:40`"
        raise line.mistake(f"what is {quoted(line.source(node))}?", hint, node)
    line.put("work", times_of(part(node, "times")), node)


def _reps(line: Line, node: Node) -> None:
    line.doses.append(node)
    line.put("reps", count_of(part(node, "count"), MOST_REPS), node)


def _distance(line: Line, node: Node) -> None:
    line.doses.append(node)
    line.put("distance", distance_of(node), node)


def _metres(line: Line, node: Node) -> None:
    line.doses.append(node)
    line.put("metres", node, node)


def minutes_or_metres(line: Line, name: str) -> None:
    """A lone `400m` is metres where a pace or a time comes with it, and an error otherwise."""
    node = line.found.pop("metres", None)
    if node is None:
        return
    if "pace" in line.found or "work" in line.found:
        line.found["distance"] = distance_of(node)
        line.places["distance"] = line.places["metres"]
        return
    number = part(node, "number").text
    message = f"`{line.source(node).strip()}` could be {number} minutes or {number} metres"
    hint = f"write `{number} min {name}`, or `{number} m {name} at 1:40` with its time"
    raise line.mistake(message, hint, node)


def _negative(line: Line, node: Node) -> None:
    hint = "delete the minus" if node.start else "a bullet takes a space behind it"
    raise line.mistake(f"{quoted(node.text)} is less than zero", hint, node)


def _pace(line: Line, node: Node) -> None:
    line.put("pace", pace_of(node), node)


def _total(line: Line, node: Node) -> None:
    value = (
        Time(times_of(times))
        if (times := first(node, "times"))
        else Reps(count_of(part(node, "count"), MOST_REPS * 10))
    )
    line.put("total", value, node)


def total_in(line: Line, text: str, node: Node) -> bool:
    """Whether a text in brackets is a total, which is noted then."""
    total = tree("total", text)
    if total is None:
        return False
    _total(line, total)
    line.places["total"] = (node.start, node.start + len(node.text.rstrip()))
    return True


# The dose of the parts


def dose_of(parts: Parts) -> Dose | None:
    """The dose, once its parts fit together; raises Mistake."""
    if parts.distance is not None:
        return _run(*parts.distance, parts)
    if parts.most:
        if parts.work is None:
            hint = f"write `max {parts.step.exercise} in 30s`"
            raise Mistake("`max` needs a time", hint, field="reps")
        return MaxReps(parts.work)
    if parts.reps is not None:
        return Reps(parts.reps)
    return Time(parts.work) if parts.work is not None else None


def _run(metres: float, text: str, parts: Parts) -> Distance:
    """A distance with the time that follows.

    A pace and a time together must agree within half a second, and a time that no runner reaches
    was probably meant as a pace.
    """
    if metres <= 0:
        raise Mistake("a distance must be more than zero", field="distance")
    paced = None if parts.pace is None else scaled_pace(metres, parts.pace)
    target = parts.work.low if parts.work is not None else None
    if parts.work is not None and parts.work.low != parts.work.high:
        raise Mistake("a distance takes one time, no range", field="work")
    length = target if paced is None else paced
    if length is None:
        example = clock(scaled_pace(metres, 5 * MINUTE))
        step = f"{text} {parts.step.exercise}"
        hint = f"write `{step} at 5:00/km` or `{step} at {example}`"
        raise Mistake(f"`{text}` needs a pace or a time", hint, field="distance")
    if paced is not None and target is not None and abs(paced - target) > 500:
        message = f"{text} at this pace takes {format_duration(_second(paced))}"
        raise Mistake(f"{message}, not {format_duration(target)}", "leave out one", field="work")
    if paced is None and metres >= 400 and length / metres * 1000 <= FASTEST:
        time = clock(length)
        hint = f"write `at {time}/km` for the pace, or the time that the whole distance takes"
        message = f"{text} in {time} is faster than anyone runs; is `{time}` a pace?"
        raise Mistake(message, hint, field="work")
    if length > LONGEST:
        raise Mistake(f"{text} takes more than 12 hours, the longest allowed", field="distance")
    return Distance(metres, text, max(1, length), parts.pace)


def scaled_pace(metres: float, pace: Ms) -> Ms:
    """How long a distance takes at a pace per kilometre."""
    return round(metres / 1000 * pace)


def _second(time: Ms) -> Ms:
    return (time + 500) // 1000 * 1000


def _one_dose(parts: Parts) -> None:
    if parts.reps is not None and (parts.work is not None or parts.distance is not None):
        hint = "a step lasts a time, a number of reps or a distance: leave out one of them"
        raise Mistake("two doses in one step", hint, field="work" if parts.work else "distance")


def _above_zero(parts: Parts) -> None:
    if parts.work is not None and parts.work.low <= 0:
        raise Mistake("a duration must be more than zero", field="work")


def _pace_needs_distance(parts: Parts) -> None:
    if parts.pace is not None and parts.distance is None:
        hint = "write `1 km run at 5:00/km`; a run by time takes `note` for its pace"
        raise Mistake("a pace needs a distance", hint, field="pace")


def check_total(parts: Parts, dose: Dose | None) -> None:
    """A total in brackets must be the sum over sides, or over sides and sets.

    Both readings are common, so either is right.
    """
    if parts.total is None:
        return
    shown: Callable[[int], str]
    match parts.total, dose:
        case Time(claimed), Time(single):
            shown = format_duration
        case Reps(claimed), Reps(single):
            shown = str
        case _:
            hint = "a total repeats the kind of dose: seconds for seconds, reps for reps"
            raise Mistake("this total cannot be checked against the dose", hint, field="total")
    sums = list(_sums(single, len(parts.step.sides) or 1, parts.step.sets))
    if claimed not in sums:
        message = f"the total says {_shown(claimed, shown)}, but "
        message += (
            f"{len(parts.step.sides) or 1} × {_shown(single, shown)} make {_shown(sums[0], shown)}"
        )
        if parts.step.sets is not None:
            message += f", and {_shown(parts.step.sets, str)} sets make {_shown(sums[1], shown)}"
        raise Mistake(message, "correct one of the two", field="total")


def _sums(single: Range, sides: int, sets: Range | None) -> Iterator[Range]:
    one = Range(single.low * sides, single.high * sides)
    yield one
    if sets is not None:
        yield Range(one.low * sets.low, one.high * sets.high)


def _shown(span: Range, shown: Callable[[int], str]) -> str:
    if span.low == span.high:
        return shown(span.low)
    return f"{shown(span.low)} to {shown(span.high)}"


# Back to text


def dose_texts(dose: Dose | None) -> tuple[str, str]:
    """What of a dose stands before the exercise's name, and what behind it."""
    match dose:
        case Time(length):
            return format_times(length), ""
        case Reps(count):
            return format_count(count), ""
        case MaxReps(within):
            return "max", f"in {format_times(within)}"
        case Distance(text=text, length=length, pace=None):
            return text, f"at {format_duration(length)}"
        case Distance(text=text, pace=pace):
            return text, f"at {maybe(format_pace, pace)}"
        case None:
            return "", ""
        case never:
            assert_never(never)


def dose_entries(dose: Dose | None) -> list[tuple[str, str | None]]:
    """The keys of a dose and their values."""
    match dose:
        case Time(length):
            return [("work", format_times(length))]
        case Reps(count):
            return [("reps", format_count(count))]
        case MaxReps(within):
            return [("reps", "max"), ("work", format_times(within))]
        case Distance(_, shown, length, None):
            return [("distance", shown), ("work", format_duration(length))]
        case Distance(_, shown, _, pace):
            return [("distance", shown), ("pace", maybe(format_pace, pace))]
        case None:
            return []
        case never:
            assert_never(never)


# Rows


def _reps_or_max(text: str) -> Range | None:
    return None if text.strip().lower() == "max" else parse_reps(text)


def _most(value: Range | None, exercise: str, find: Find) -> dict[str, Any]:
    del exercise, find
    return {"most": True} if value is None else {"reps": value}


_MAX = {"properties": {"reps": in_any_letters(r"^\s*max\s*$")}, **has("reps")}

DOSE = {
    "work": Option(
        Key(
            scalar(parse_times, TIME),
            ref("durations"),
            "How long; beside `distance`, the time it takes; beside `reps: max`,"
            " the time there is.",
            ("30s", "1:30", "2 min", "30-45s"),
        ),
        {"time": _time, "o_within": _time, "target": _target, "negative": _negative},
        checks=(_one_dose, _above_zero),
    ),
    "reps": Option(
        Key(
            scalar(_reps_or_max, "a number of reps"),
            ref("reps"),
            "How many reps, or `max` with `work`.",
            (12, "8-12", "max"),
        ),
        {"reps": _reps, "bare_reps": _reps, "reps_only": _reps, "max": _max, "o_total": _total},
        rules=(
            implies({"allOf": [has("reps"), {"not": _MAX}]}, none_of("work", "distance")),
            implies(_MAX, either(has("work"), has("distance"))),
        ),
        spread=_most,
    ),
    "distance": Option(
        Key(
            scalar(parse_distance, "a distance"),
            ref("distance"),
            "How far; takes a `pace` or `work`.",
            ("1 km", "400 m"),
        ),
        {"distance": _distance, "metres_or_minutes": _metres},
        rules=(implies(has("distance"), either(has("pace"), has("work"))),),
    ),
    "pace": Option(
        Key(
            scalar(parse_pace, "a pace"),
            ref("pace"),
            "How fast a distance is done.",
            ("5:00/km", "12 km/h"),
        ),
        {"pace": _pace, "speed": _pace},
        checks=(_pace_needs_distance,),
        rules=(implies(has("pace"), has("distance")),),
    ),
}
