"""Durations, counts, distances and paces: from text, and back."""

import re
from collections.abc import Callable

from parsimonious.nodes import Node

from audioworkout.ground.units import HOUR, MINUTE, SECOND, Ms
from audioworkout.language.grammar import Mistake, first, named, normalised, part, tree
from audioworkout.language.model import Pace, Range, Tempo

LONGEST: Ms = 12 * HOUR  # of one duration
MOST = 1_000  # rounds, sets, intervals
MOST_REPS = 10_000
BEATS = (10, 240)  # a minute: from a breath to the fastest steps

UNITS: dict[str, Ms] = {
    "hours": HOUR,
    "minutes": MINUTE,
    "short_minutes": MINUTE,
    "seconds": SECOND,
}
KM_PER_MILE = 1.609344
METRES = {"k": 1000.0, "mi": KM_PER_MILE * 1000, "y": 0.9144, "m": 1.0}
SHOWN = {"k": "km", "mi": "mile", "y": "yard", "m": "m"}


def parse_duration(text: str) -> Ms:
    """One duration above zero, in ms; raises Mistake."""
    span = parse_times(text)
    if span.low != span.high:
        raise Mistake(f"expected one duration, found the range `{text.strip()}`")
    return span.low


def parse_times(text: str) -> Range:
    """A duration or a range of durations above zero (`30s`, `30-45s`), in ms; raises Mistake."""
    return _positive(_times_field(text), text.strip())


def parse_pause(text: str) -> Range:
    """A duration or a range of them, zero allowed; raises Mistake."""
    return _times_field(text)


def parse_switch(text: str) -> Ms:
    """One duration, zero allowed, in ms; raises Mistake."""
    span = _times_field(text)
    if span.low != span.high:
        raise Mistake(f"expected one duration, found the range `{text.strip()}`")
    return span.low


def parse_moment(text: str) -> Ms:
    """A time inside a step, in ms; negative (`-10s`) counts back from its end."""
    found = tree("signed_field", text)
    if found is None:
        raise Mistake(f"expected a time such as `10s` or `-10s`, found {quoted(text)}")
    time = duration_of(part(found, "duration"))
    return -time if found.text.strip().startswith("-") else time


def _times_field(text: str) -> Range:
    found = tree("duration_field", text)
    if found is None:
        raise Mistake(f"expected a duration such as `40s`, found {quoted(text)}")
    if first(found, "negative"):
        raise Mistake(f"a duration must be more than zero, found {quoted(text)}")
    if times := first(found, "times"):
        return times_of(times)
    if ambiguous := first(found, "metres_or_minutes"):
        number = part(ambiguous, "number").text
        raise Mistake(
            f"`{text.strip()}` could be {number} minutes or {number} metres",
            f"write `{number} min`, or `distance: {number} m`",
        )
    number = text.strip()
    raise Mistake(f"`{number}` has no unit", f"write `{number}s` or `{number} min`")


def quoted(text: str) -> str:
    """A piece of the file inside a message: shortened, and never empty."""
    text = " ".join(text.split())
    if not text:
        return "nothing"
    return f"`{text[:40]}…`" if len(text) > 41 else f"`{text}`"


# Parts of a parse tree


def times_of(node: Node) -> Range:
    """A `times` part as a range in ms, zero allowed."""
    durations = list(named(node, "duration", "single"))
    values = [duration_of(duration) for duration in durations]
    bare = first(node, "number")
    if bare is not None and not _inside(durations, bare):
        unit = next(named(durations[0], *UNITS))
        values.insert(0, scaled(bare.text, UNITS[unit.expr_name]))
    return ascending(values, node)


def _inside(nodes: list[Node], node: Node) -> bool:
    return any(outer.start <= node.start < outer.end for outer in nodes)


def duration_of(node: Node) -> Ms:
    """A `duration` or `single` part in ms."""
    if clock := first(node, "clock"):
        return _clock(clock)
    total = sum(
        scaled(part(piece, "number").text, UNITS[piece.expr_name]) for piece in named(node, *UNITS)
    )
    return limited(total, node)


def _clock(node: Node) -> Ms:
    fields = [int(field) for field in node.text.split(":")]
    if any(field > 59 for field in fields[1:]):
        raise Mistake(
            f"`{node.text}` is no time: minutes and seconds end at 59",
            start=node.start,
            end=node.end,
        )
    hours, minutes, seconds = fields if len(fields) == 3 else (0, *fields)
    return limited(hours * HOUR + minutes * MINUTE + seconds * SECOND, node)


def scaled(number: str, unit: int) -> int:
    """A decimal number times a unit, exact, halves up."""
    whole, _, fraction = number.partition(".")
    scale: int = 10 ** len(fraction)
    return (2 * int(whole + fraction) * unit + scale) // (2 * scale)


def limited(time: Ms, node: Node) -> Ms:
    """The time, where it is not above 12 hours."""
    if time > LONGEST:
        raise Mistake(
            f"{quoted(node.text)} is longer than 12 hours, the longest allowed",
            start=node.start,
            end=node.end,
        )
    return time


def count_of(node: Node, most: int = MOST) -> Range:
    """A `count` part as a range of whole numbers, at least 1 and at most `most`."""
    values = [int(number.text) for number in named(node, "integer")]
    if max(values) > most:
        raise Mistake(
            f"{quoted(node.text)} is more than {most:,}, the most allowed",
            start=node.start,
            end=node.end,
        )
    if min(values) < 1:
        raise Mistake(f"expected at least 1, found `{node.text}`", start=node.start, end=node.end)
    return ascending(values, node)


def ascending(values: list[int], node: Node) -> Range:
    """The range from the first to the last value, which is not smaller."""
    if values[0] > values[-1]:
        raise Mistake(
            f"the range `{node.text.strip()}` runs downwards",
            "write the smaller number first",
            start=node.start,
            end=node.end,
        )
    return Range(values[0], values[-1])


def _positive(span: Range, text: str) -> Range:
    if span.low <= 0:
        raise Mistake(f"a duration must be more than zero, found {quoted(text)}")
    return span


def distance_of(node: Node) -> tuple[float, str]:
    """A `distance` part in metres, and as the athlete reads it."""
    unit = part(node, "distance_unit").text if first(node, "distance_unit") else "m"
    return _metres(part(node, "number").text, unit)


def _metres(number: str, unit: str) -> tuple[float, str]:
    key = "mi" if unit.startswith("mi") else unit[0]
    shown = SHOWN[key]
    plural = "s" if len(shown) > 2 and number != "1" else ""
    if len(number) > 9:
        raise Mistake(f"{quoted(number + ' ' + unit)} is too far")
    return float(number) * METRES[key], f"{number} {shown}{plural}"


def pace_of(node: Node) -> Pace:
    """A `pace` or `speed` part: how fast, in ms a kilometre, and in one spelling."""
    if unit := first(node, "pace_unit"):
        alone = first(node, "minutes_alone")
        span = _whole(scaled(alone.text, MINUTE)) if alone else times_of(part(node, "times"))
        if not span.low:
            raise Mistake(f"expected a pace, found `{node.text}`")
        name, metres = _pace_unit(unit.text)
        shown = "-".join(_minutes_seconds(time) for time in sorted({span.low, span.high}))
        exact = not (span.low % SECOND or span.high % SECOND)
        text = f"{shown}/{name}" if exact else " ".join(node.text.split())
        return Pace(text, Range(*(round(time * 1000 / metres) for time in (span.low, span.high))))
    unit = part(node, "speed_unit")
    numbers = [number.text for number in named(node, "number")]
    factor = KM_PER_MILE if unit.text == "mph" else 1.0
    speeds = [float(number) * factor if len(number) < 9 else 0.0 for number in numbers]
    if not all(1 <= speed <= 100 for speed in speeds):
        raise Mistake(f"expected a speed from 1 to 100 km/h, found {quoted(node.text)}")
    text = f"{'-'.join(numbers)} {'mph' if unit.text == 'mph' else 'km/h'}"
    return Pace(text, ascending_pace([round(HOUR / speed) for speed in reversed(speeds)], node))


def ascending_pace(values: list[int], node: Node) -> Range:
    """The range of two paces, the faster first."""
    return ascending([values[0], values[-1]], node)


def _whole(value: int) -> Range:
    return Range(value, value)


def _pace_unit(text: str) -> tuple[str, float]:
    """What a pace is per, in one spelling and in metres."""
    if text.startswith("mi"):
        return "mile", KM_PER_MILE * 1000
    if text[0] == "k":
        return "km", 1000.0
    number = "1000" if text.startswith("1000") else text[:3]
    if text.rstrip("s.").endswith(("y", "yd", "yard")):
        return f"{number} yd", float(number) * METRES["y"]
    return ("km", 1000.0) if number == "1000" else (f"{number} m", float(number))


ZONE = re.compile(r"z(?:one)? ?([1-7](?:-z?[1-7])?)")


def pace_name(text: str) -> str:
    """The name of a pace in one spelling: `5k`, `marathon`, `zone 2`."""
    name = " ".join(normalised(text).split())
    if zone := ZONE.fullmatch(name):
        return f"zone {zone[1].replace('z', '')}"
    return re.sub(r"^(?:my|your|the) |[ -]?pace$", "", name).strip()


def named_pace(text: str) -> Pace:
    """`5k pace` or `zone 2`, whose speed is still to be looked up."""
    name = pace_name(text)
    return Pace(name if ZONE.fullmatch(name) else f"{name} pace", None)


def tempo_of(node: Node) -> Tempo:
    """A `tempo_value` part: seconds down, pause, up, and pause on top."""
    tempo = Tempo(*(limited(scaled(n.text, SECOND), n) for n in named(node, "number")))
    if not tempo.rep:
        raise Mistake(
            "a tempo must be more than zero", "`tempo 4-0-1` is 4 s down, no pause, 1 s up"
        )
    return tempo


def beats_of(node: Node) -> int:
    """A `beats` or `cadence` part: beats a minute, 0 for `off`."""
    number = first(node, "integer")
    if number is None:
        return 0
    if len(number.text) < 9 and BEATS[0] <= int(number.text) <= BEATS[1]:
        return int(number.text)
    raise Mistake(
        f"expected from {BEATS[0]} to {BEATS[1]} beats a minute, found {quoted(number.text)}",
        start=number.start,
        end=number.end,
    )


# Fields of the long form


def _field(rule: str, example: str) -> Callable[[str], Node]:
    def parse(text: str) -> Node:
        found = tree(rule, text)
        if found is None:
            raise Mistake(f"expected {example}, found {quoted(text)}")
        return found

    return parse


_count_field = _field("count_field", "a whole number such as `5` or `3-5`")
_distance_field = _field("distance_field", "a distance such as `1 km` or `400 m`")
_pace_field = _field("pace_field", "a pace such as `5:00/km`")
_tempo_field = _field("tempo_field", "a tempo such as `4-0-1`")
_metronome_field = _field("metronome_field", "beats a minute such as `170`, or `off`")


def parse_count(text: str) -> Range:
    """`5` or `3-5`, from 1 to 1,000; raises Mistake."""
    return count_of(part(_count_field(text), "count"))


def parse_reps(text: str) -> Range:
    """`12` or `8-12`, from 1 to 10,000; raises Mistake."""
    return count_of(part(_count_field(text), "count"), MOST_REPS)


def parse_distance(text: str) -> tuple[float, str]:
    """A distance in metres, and as the athlete reads it; raises Mistake."""
    found = _distance_field(text)
    return distance_of(next(named(found, "distance", "plain_metres")))


def parse_pace(text: str) -> Pace:
    """A pace or a speed, or the name of a pace; raises Mistake."""
    if tree("named_field", text):
        return named_pace(text)
    return pace_of(next(named(_pace_field(text), "pace", "speed")))


def parse_tempo(text: str) -> Tempo:
    """`4-0-1` or `4-0-1-0`, in seconds; raises Mistake."""
    return tempo_of(part(_tempo_field(text), "tempo_value"))


def parse_metronome(text: str) -> int:
    """Beats a minute (`170`, `170 bpm`), 0 for `off`; raises Mistake."""
    return beats_of(part(_metronome_field(text), "beats"))


# Back to text


def format_duration(time: Ms) -> str:
    """A duration as a workout file writes it: `45s`, `90s` as `1:30`, `2 min`, `1:05:00`, `1.5s`.

    `parse_duration` reads it back to the same number of milliseconds.
    """
    minutes, rest = divmod(time, MINUTE)
    hours, minutes_left = divmod(minutes, 60)
    if rest % SECOND:
        seconds = f"{rest // SECOND}.{rest % SECOND:03}".rstrip("0")
        return f"{minutes} min {seconds} s" if minutes else f"{seconds}s"
    if not minutes:
        return f"{rest // SECOND}s"
    if not rest:
        return f"{minutes} min" if minutes_left or not hours else f"{hours} h"
    if hours:
        return f"{hours}:{minutes_left:02}:{rest // SECOND:02}"
    return f"{minutes}:{rest // SECOND:02}"


def format_times(span: Range) -> str:
    """`45s`, `30-45s`, `45s-1:30`."""
    low, high = format_duration(span.low), format_duration(span.high)
    if span.low == span.high:
        return low
    number, unit = _split(low)
    if unit and _split(high)[1] == unit:
        return f"{number}-{high}"
    return f"{low}-{high}"


def _split(duration: str) -> tuple[str, str]:
    """A duration of one unit as its number and its unit; without a unit where it has several."""
    number = duration.rstrip("abcdefghijklmnopqrstuvwxyz ")
    plain = number.replace(".", "").isdigit()
    return (number, duration[len(number) :]) if plain else (duration, "")


def format_count(span: Range) -> str:
    """`12`, `8-12`."""
    return str(span.low) if span.low == span.high else f"{span.low}-{span.high}"


def format_tempo(value: Tempo) -> str:
    """`4-0-1`, with a fourth number where there is a pause on top."""
    phases = [value.down, value.bottom, value.up, *([value.top] if value.top else [])]
    return "-".join(format(phase / SECOND, ".3f").rstrip("0").rstrip(".") for phase in phases)


def _minutes_seconds(value: Ms) -> str:
    minutes, seconds = divmod(value // SECOND, 60)
    return f"{minutes}:{seconds:02}"


def format_moment(at: Ms) -> str:
    """A time inside a step: `10s`, or `-10s` back from its end."""
    return f"-{format_duration(-at)}" if at < 0 else format_duration(at)


def format_beats(beats: int | None) -> str:
    """Beats a minute, or `off` for none."""
    return str(beats or "off")
