"""What a step says beside its name and its dose, an option a row."""

import re
from functools import partial
from typing import Any

from parsimonious.nodes import Node as Tree

from audioworkout.ground.nodes import Node, Sequence
from audioworkout.ground.units import SECOND, Ms
from audioworkout.language.durations import (
    beats_of,
    count_of,
    duration_of,
    format_beats,
    format_count,
    format_duration,
    format_tempo,
    format_times,
    parse_count,
    parse_duration,
    parse_metronome,
    parse_pause,
    parse_switch,
    parse_tempo,
    tempo_of,
    times_of,
)
from audioworkout.language.grammar import Mistake, part
from audioworkout.language.keys import (
    Key,
    collect,
    listed,
    maybe,
    refusal,
    scalar,
)
from audioworkout.language.model import Work
from audioworkout.language.shapes import METRONOME, has, implies, none_of, ref
from audioworkout.language.steps.dose import TIME
from audioworkout.language.steps.line import Line
from audioworkout.language.steps.names import limb_in, limb_of
from audioworkout.language.steps.option import Find, Option, Parts, behind_comma
from audioworkout.language.steps.spoken import CUES, INTENSITY, NOTE, SAY, TIP, WEIGHT

BOTH = ("left", "right")


def _needs(parts: Parts, field: str, other: str, message: str, hint: str) -> None:
    if getattr(parts.step, field) is not None and not getattr(parts.step, other):
        raise Mistake(message, hint, field=field)


# Sets and the rest between them

SPACED = re.compile(r" *([0-9]+) +[-–—] +([0-9]+ ?(?:s|secs?|seconds?|min|mins|minutes?)\b)", re.I)


def _sets(line: Line, node: Tree) -> None:
    behind = line.text[node.end :]
    if spaced := SPACED.match(behind):
        reps, time = spaced.groups()
        message = f"`{spaced[0].strip()}` could be {reps} reps and a rest, or a range of times"
        hint = f"write `{reps} …, rest {time}`, or `{reps}-{time}`"
        raise line.mistake(message, hint, node)
    line.put("sets", count_of(part(node, "count")), node)


def _lone_sets(line: Line, node: Tree) -> None:
    """Sets in front of a name, with no dose between: `3 x squats`."""
    count = part(node, "count").text
    if node.text.rstrip().endswith("x"):
        message = f"`{count} x` could be {count} sets or {count} reps"
        hint = f"write `{count} x 12 …` for sets, or `{count} …` for reps"
        raise line.mistake(message, hint, node)
    _sets(line, node)


def _sets_line(step: Work) -> tuple[str, ...]:
    """Sets of a step without a dose, before which they stand otherwise."""
    return (f"{format_count(step.sets)} sets",) if step.sets and step.dose is None else ()


SETS = Option(
    Key(
        scalar(parse_count, "a number of sets"),
        ref("count"),
        "How many sets, one after another.",
        (3, "2-3"),
    ),
    {"lone_sets": _lone_sets, "sets": _sets, "bare_sets": _sets, "o_sets": _sets},
    "sets",
    line=_sets_line,
    entry=lambda step: maybe(format_count, step.sets),
)


def _rest(line: Line, node: Tree) -> None:
    line.put("rest", times_of(part(node, "times")), node)


REST = Option(
    Key(scalar(parse_pause, TIME), ref("break"), "Between the sets.", ("60s",)),
    {"o_rest": _rest, "with_rest": _rest},
    "rest",
    line=lambda step: behind_comma("rest", maybe(format_times, step.rest)),
    entry=lambda step: maybe(format_times, step.rest),
    checks=(
        partial(
            _needs,
            field="rest",
            other="sets",
            message="the rest of a step goes between its sets, and this step has none",
            hint="write the rest on a line of its own: `rest 15s`",
        ),
    ),
    rules=(implies(has("rest"), has("sets")),),
)


# Sides


def _sides_short(line: Line, node: Tree) -> None:
    line.put("sides", BOTH, node)
    line.found["limb"] = limb_in(part(node, "limb"))


def _both_sides(line: Line, node: Tree) -> None:
    said = line.source(node).strip()
    limb = part(node, "limb").text
    one = limb_in(part(node, "limb"))
    message = f"`{said}` could be the dose on each {one}, or both in one"
    raise line.mistake(message, f"write `per {one}`, or `alternating {limb}` behind a comma", node)


Sides = tuple[tuple[str, ...], str | None]


def _sides(node: Node) -> Sides:
    """`leg`, `per leg`, `[left, right]` or `[right leg, left leg]`: the sides and their limb."""
    if isinstance(node, Sequence):
        pairs = collect(scalar(_side), node.items)
        limbs = {limb for _, limb in pairs}
        names = tuple(side for side, _ in pairs)
        if len(limbs) > 1 or len(set(names)) != len(names) or not names:
            hint = "write `[left, right]`, or `leg`, `arm`, `side`, …"
            raise refusal("expected two different sides of one limb", node.span, hint)
        return names, limbs.pop()
    return BOTH, scalar(limb_of, "sides")(node)


def _side(text: str) -> tuple[str, str | None]:
    side, _, limb = text.strip().lower().partition(" ")
    if side not in BOTH:
        raise Mistake(f"expected `left` or `right`, found `{text.strip()}`")
    return side, limb_of(limb) if limb else None


def _with_limb(given: Sides, exercise: str, find: Find) -> dict[str, Any]:
    """The sides, and what they are sides of: what the catalogue knows, where nobody says."""
    sides, limb = given
    known = find(exercise)
    return {"sides": sides, "limb": limb or (known.limb if known else "side")}


def _sides_entry(step: Work) -> Node | str | None:
    if step.sides == BOTH:
        return step.limb
    return listed(f"{side} {step.limb}" for side in step.sides) if step.sides else None


SIDES = Option(
    Key(
        _sides,
        ref("sides"),
        "Each side gets its full dose, one after the other.",
        ("leg", "arm", "side", ["left", "right"]),
    ),
    {"sides": _sides_short, "both_sides": _both_sides},
    "per leg",
    entry=_sides_entry,
    spread=_with_limb,
)


def _switch(line: Line, node: Tree) -> None:
    line.put("switch", duration_of(part(node, "duration")), node)


SWITCH = Option(
    Key(scalar(parse_switch, TIME), ref("gap"), "Time to change sides.", ("5s",)),
    {"o_switch": _switch},
    "switch",
    line=lambda step: behind_comma("switch", maybe(format_duration, step.switch)),
    entry=lambda step: maybe(format_duration, step.switch),
    checks=(
        partial(
            _needs,
            field="switch",
            other="sides",
            message="`switch` needs sides",
            hint="write `per leg`, or `sides: [left, right]` in the long form",
        ),
    ),
    rules=(implies(has("switch"), has("sides")),),
)


# The pace of the reps


def _paces_reps(parts: Parts, field: str) -> None:
    if getattr(parts.step, field) is not None and parts.timed:
        hint = "write a number of reps, such as `5 squats, tempo 4-0-1` or `12 swings, every 2s`"
        raise Mistake(f"`{field}` paces reps, and this step has a time", hint, field=field)


def _tempo(line: Line, node: Tree) -> None:
    line.put("tempo", tempo_of(part(node, "tempo_value")), node)


TEMPO = Option(
    Key(
        scalar(parse_tempo, "a tempo"),
        ref("tempo"),
        "Seconds down, in the pause below, up, and on top.",
        ("4-0-1", "3-1-1-0"),
    ),
    {"o_tempo": _tempo},
    "tempo",
    line=lambda step: behind_comma("tempo", maybe(format_tempo, step.tempo)),
    entry=lambda step: maybe(format_tempo, step.tempo),
    checks=(partial(_paces_reps, field="tempo"),),
    rules=(implies(has("tempo"), none_of("work", "distance", "every")),),
)


SLOW_REP: Ms = 15 * SECOND  # nobody does one rep so seldom: a set is meant


def _every(line: Line, node: Tree) -> None:
    time = duration_of(part(node, "duration"))
    if time >= SLOW_REP and "sets" in line.found:
        said = line.source(part(node, "duration"))
        message = f"`every {said}` could be a set or a rep every {said}"
        raise line.mistake(message, f"write `on {said}` without a comma for the sets", node)
    line.put("every", time, node)


def _every_above_zero(parts: Parts) -> None:
    if parts.step.every == 0:
        raise Mistake("a duration must be more than zero", field="every")


def _every_or_tempo(parts: Parts) -> None:
    if parts.step.tempo is not None and parts.step.every is not None:
        hint = "a tempo sets the length of a rep already: leave out one of them"
        raise Mistake("`tempo` and `every` in one step", hint, field="every")


EVERY = Option(
    Key(scalar(parse_duration, TIME), ref("duration"), "One rep each such time.", ("2s",)),
    {"o_every": _every},
    "every",
    line=lambda step: behind_comma("every", maybe(format_duration, step.every)),
    entry=lambda step: maybe(format_duration, step.every),
    checks=(_every_above_zero, partial(_paces_reps, field="every"), _every_or_tempo),
    rules=(implies(has("every"), none_of("work", "distance")),),
)


def _hold(line: Line, node: Tree) -> None:
    line.put("hold", duration_of(part(node, "duration")), node)


def _hold_in_reps(parts: Parts) -> None:
    hold, every = parts.step.hold, parts.step.every
    if hold is None:
        return
    if hold <= 0:
        raise Mistake("a duration must be more than zero", field="hold")
    if parts.timed:
        hint = "write a number of reps, such as `5 push-ups, hold 2s`"
        raise Mistake("`hold` is a pause in each rep, and this step has a time", hint, field="hold")
    if parts.step.tempo is not None:
        hint = "a tempo has pauses of its own: `tempo 4-2-1` holds for 2 s between down and up"
        raise Mistake("`hold` and `tempo` in one step", hint, field="hold")
    if every is not None and hold >= every:
        message = f"a hold of {format_duration(hold)} fills a rep of {format_duration(every)}"
        raise Mistake(message, "shorten `hold`, or take a longer `every`", field="hold")


HOLD = Option(
    Key(
        scalar(parse_duration, TIME),
        ref("duration"),
        "A pause in each rep, between the way there and the way back.",
        ("2s",),
    ),
    {"o_hold": _hold},
    "hold 2s",  # words such as `hold the bar` are a note
    line=lambda step: behind_comma("hold", maybe(format_duration, step.hold)),
    entry=lambda step: maybe(format_duration, step.hold),
    checks=(_hold_in_reps,),
    rules=(implies(has("hold"), none_of("work", "distance", "tempo")),),
)


def _metronome(line: Line, node: Tree) -> None:
    line.put("metronome", beats_of(node), node)


def _cadence(line: Line, node: Tree) -> None:
    """`at 170 spm`; in beats a minute it could be the heart's."""
    number = part(node, "integer").text
    if node.text.rstrip().endswith("bpm"):
        message = f"`{number} bpm` could be a heart rate, or beats to move to"
        hint = f'write `note "{number} bpm"`, or `metronome {number}`'
        raise line.mistake(message, hint, node)
    _metronome(line, node)


BEAT = Option(
    Key(
        scalar(parse_metronome, "beats a minute"),
        METRONOME,
        "Beats a minute under this step, or `off`.",
        (170, "off"),
    ),
    {"o_metronome": _metronome, "cadence": _cadence},
    "metronome",
    line=lambda step: behind_comma("metronome", maybe(format_beats, step.metronome)),
    entry=lambda step: maybe(format_beats, step.metronome),
)


# The keys of the long form in their order, and the order behind a comma.
OPTIONS = {
    "sets": SETS,
    "rest": REST,
    "sides": SIDES,
    "switch": SWITCH,
    "tempo": TEMPO,
    "every": EVERY,
    "hold": HOLD,
    "metronome": BEAT,
    "weight": WEIGHT,
    "intensity": INTENSITY,
    "say": SAY,
    "tip": TIP,
    "note": NOTE,
    "cues": CUES,
}
BEHIND_COMMAS = (
    REST,
    TEMPO,
    EVERY,
    HOLD,
    SWITCH,
    BEAT,
    WEIGHT,
    INTENSITY,
    NOTE,
    TIP,
    SAY,
    SETS,
    SIDES,
)
