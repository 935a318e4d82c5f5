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
    format_times,
    named_pace,
    pace_name,
    pace_of,
    parse_distance,
    parse_pace,
    parse_reps,
    parse_times,
    quoted,
    times_of,
)
from audioworkout.language.grammar import Mistake, first, part, tree
from audioworkout.language.keys import Key, scalar
from audioworkout.language.model import (
    Amount,
    Distance,
    Dose,
    MaxReps,
    Range,
    Reps,
    Time,
    Work,
)
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


SURELY_METRES = 100  # nobody does anything for 100 minutes and writes `100m`


def _metres(line: Line, node: Node) -> None:
    """A lone `400m`: metres where the number is large; else a pace or a time must tell."""
    line.doses.append(node)
    large = float(part(node, "number").text) >= SURELY_METRES
    line.put("distance" if large else "metres", distance_of(node) if large else node, node)


def minutes_or_metres(line: Line, name: str) -> None:
    """A lone `25m` is metres where a pace or a time comes with it, and an error otherwise."""
    node = line.found.pop("metres", None)
    if node is None:
        return
    if "pace" in line.found or "work" in line.found:
        line.found["distance"] = distance_of(node)
        line.places["distance"] = line.places["metres"]
        return
    number = part(node, "number").text
    message = f"`{line.source(node).strip()}` could be {number} minutes or {number} metres"
    hint = f"write `{number} min {name}` or `{number} metres {name}`"
    raise line.mistake(message, hint, node)


def _calories(line: Line, node: Node) -> None:
    line.doses.append(node)
    line.put("calories", count_of(part(node, "count"), MOST_REPS), node)


def _named_pace(line: Line, node: Node) -> None:
    line.put("pace", named_pace(line.source(node)), node)


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
    if parts.calories is not None:
        count = format_count(parts.calories)
        return Amount(f"{count} calorie{'s' * (parts.calories.high > 1)}", is_distance=False)
    if parts.most:
        if parts.work is None:
            hint = f"write `max {parts.step.exercise} in 30s`"
            raise Mistake("`max` needs a time", hint, field="reps")
        return MaxReps(parts.work)
    if parts.reps is not None:
        return Reps(parts.reps)
    return Time(parts.work) if parts.work is not None else None


def _run(metres: float, text: str, parts: Parts) -> Distance | Amount:
    if metres <= 0:
        raise Mistake("a distance must be more than zero", field="distance")
    target = parts.work
    if target is not None and target.low != target.high:
        raise Mistake("a distance takes one time, no range", field="work")
    span = parts.pace.span if parts.pace else None
    paced = None if span is None else _taking(metres, span)
    length = paced or target
    if length is None:
        return Amount(text)
    if paced is not None and target is not None:
        if not paced.low - 500 <= target.low <= paced.high + 500:
            takes = format_times(Range(_second(paced.low), _second(paced.high)))
            message = f"{text} at this pace takes {takes}, not {format_times(target)}"
            raise Mistake(message, "leave out one", field="work")
        length = paced
    if paced is None and metres >= 400 and length.low / metres * 1000 <= FASTEST:
        time = clock(length.low)
        hint = f"write `at {time}/km` for the pace, or the time that the whole distance takes"
        message = f"{text} in {time} is faster than anyone runs; is `{time}` a pace?"
        raise Mistake(message, hint, field="work")
    if length.high > LONGEST:
        raise Mistake(f"{text} takes more than 12 hours, the longest allowed", field="distance")
    return Distance(metres, text, length, parts.pace)


def _taking(metres: float, pace: Range) -> Range:
    """How long a distance takes at a pace per kilometre."""
    return Range(*(max(1, round(metres / 1000 * time)) for time in (pace.low, pace.high)))


# Of an easy run, in the unit that the writer has.
EASY = (("mile", "8:00/mile", 298_000), ("", "5:00/km", 5 * MINUTE))


def needs_pace(work: Work, amount: Amount) -> tuple[str, str]:
    """What is wrong with a distance that takes no known time where a time is needed, and a hint."""
    if not amount.is_distance:
        hint = f'write `1 min {work.exercise}, note "{amount.text}"`'
        return f"`{amount.text}` take no known time here", hint
    if work.intensity and work.intensity == named_pace(work.intensity).text:
        hint = f"`paces: {{{pace_name(work.intensity)}: 5:00/km}}` at the top of the file"
        return f"no pace is called `{work.intensity}`", hint
    metres, text = parse_distance(amount.text)
    _, pace, easy = next(row for row in EASY if row[0] in text)
    step = f"{text} {work.exercise}"
    time = clock(_taking(metres, Range(easy, easy)).low)
    return f"`{text}` needs a pace or a time", f"write `{step} at {pace}` or `{step} at {time}`"


def _second(time: Ms) -> Ms:
    return (time + 500) // 1000 * 1000


def _one_dose(parts: Parts) -> None:
    counted = (parts.reps, parts.calories)
    others = (parts.work, parts.distance)
    if None not in counted or (counted != (None, None) and others != (None, None)):
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
        case Distance(text=text, length=length, pace=pace):
            return text, f"at {pace.text if pace else format_times(length)}"
        case Amount(text):
            return text, ""
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
        case Distance(_, shown, length, pace):
            fast = ("pace", pace.text) if pace else ("work", format_times(length))
            return [("distance", shown), fast]
        case Amount(shown, is_distance=True):
            return [("distance", shown)]
        case Amount(shown):
            return [("calories", shown.split()[0])]
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
            "How far; takes a `pace` or `work`, except where the athlete works alone.",
            ("1 km", "400 m"),
        ),
        {"distance": _distance, "metres_or_minutes": _metres},
    ),
    "calories": Option(
        Key(
            scalar(parse_reps, "a number of calories"),
            ref("count"),
            "How many calories, where the athlete works alone.",
            (20,),
        ),
        {"calories": _calories},
        rules=(implies(has("calories"), none_of("reps", "work", "distance")),),
    ),
    "pace": Option(
        Key(
            scalar(parse_pace, "a pace"),
            ref("pace"),
            "How fast a distance is done: a pace, a speed, or one that `paces` has.",
            ("5:00/km", "4:30-4:40/km", "1:45/100 m", "12 km/h", "5k pace"),
        ),
        {"pace": _pace, "speed": _pace, "named_pace": _named_pace, "zone": _named_pace},
        checks=(_pace_needs_distance,),
        rules=(implies(has("pace"), has("distance")),),
    ),
}
