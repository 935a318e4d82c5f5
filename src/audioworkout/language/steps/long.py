"""The long form of a step: a mapping with `exercise`."""

from collections.abc import Callable
from typing import Literal

from audioworkout.ground.nodes import Mapping, Node, Scalar, Sequence
from audioworkout.language.durations import (
    parse_count,
    parse_distance,
    parse_duration,
    parse_metronome,
    parse_moment,
    parse_pace,
    parse_pause,
    parse_reps,
    parse_switch,
    parse_tempo,
    parse_times,
)
from audioworkout.language.grammar import Mistake
from audioworkout.language.keys import (
    Key,
    collect,
    entries_of,
    fill,
    plain_text,
    refusal,
    scalar,
)
from audioworkout.language.model import Range, TimedWords, Work
from audioworkout.language.shapes import METRONOME, mapping, ref
from audioworkout.language.steps.names import exercise_name, limb_of
from audioworkout.language.steps.parts import Parts, build
from audioworkout.words.exercise import Exercise

TIME = "a duration such as `40s`"

Most = Literal["max"]
Sides = tuple[tuple[str, ...], str | None]


def _reps(text: str) -> Range | Most:
    return "max" if text.strip().lower() == "max" else parse_reps(text)


def _weight(text: str) -> str:
    if not any(char.isalpha() for char in text):
        number = text.strip()
        raise Mistake(f"`{number}` has no unit", f"write `{number} kg` or `{number} lb`")
    return " ".join(text.split())


def _sides(node: Node) -> Sides:
    """`leg`, `per leg`, `[left, right]` or `[right leg, left leg]`: the sides and their limb."""
    if isinstance(node, Sequence):
        pairs = collect(scalar(_side), node.items)
        limbs = {limb for _, limb in pairs}
        names = tuple(side for side, _ in pairs)
        if len(limbs) > 1 or len(set(names)) != len(names) or not names:
            raise refusal("expected two different sides of one limb", node.span, SIDES)
        return names, limbs.pop()
    return ("left", "right"), scalar(limb_of, "sides")(node)


SIDES = "write `[left, right]`, or `leg`, `arm`, `side`, …"


def _side(text: str) -> tuple[str, str | None]:
    side, _, limb = text.strip().lower().partition(" ")
    if side not in ("left", "right"):
        raise Mistake(f"expected `left` or `right`, found `{text.strip()}`")
    return side, limb_of(limb) if limb else None


def _cues(node: Node) -> tuple[TimedWords, ...]:
    entries = entries_of(node, "a mapping such as `{10s: Breathe}`")
    return collect(_cue, entries)


def _cue(entry: tuple[Scalar, Node]) -> TimedWords:
    key, value = entry
    return TimedWords(scalar(parse_moment)(key), plain_text(value), key.span)


STEP = {
    "exercise": Key(
        scalar(exercise_name, "an exercise's name"),
        ref("name"),
        "What to do; a name that the catalogue knows brings its tips.",
        ("squats",),
        needed="exercise: squats",
    ),
    "work": Key(
        scalar(parse_times, TIME),
        ref("durations"),
        "How long; beside `distance`, the time it takes; beside `reps: max`, the time there is.",
        ("30s", "1:30", "2 min", "30-45s"),
    ),
    "reps": Key(
        scalar(_reps, "a number of reps"),
        ref("reps"),
        "How many reps, or `max` with `work`.",
        (12, "8-12", "max"),
    ),
    "distance": Key(
        scalar(parse_distance, "a distance"),
        ref("distance"),
        "How far; takes a `pace` or `work`.",
        ("1 km", "400 m"),
    ),
    "pace": Key(
        scalar(parse_pace, "a pace"),
        ref("pace"),
        "How fast a distance is done.",
        ("5:00/km", "12 km/h"),
    ),
    "sets": Key(
        scalar(parse_count, "a number of sets"),
        ref("count"),
        "How many sets, one after another.",
        (3, "2-3"),
    ),
    "rest": Key(scalar(parse_pause, TIME), ref("break"), "Between the sets.", ("60s",)),
    "sides": Key(
        _sides,
        ref("sides"),
        "Each side gets its full dose, one after the other.",
        ("leg", "arm", "side", ["left", "right"]),
    ),
    "switch": Key(scalar(parse_switch, TIME), ref("gap"), "Time to change sides.", ("5s",)),
    "tempo": Key(
        scalar(parse_tempo, "a tempo"),
        ref("tempo"),
        "Seconds down, in the pause below, up, and on top.",
        ("4-0-1", "3-1-1-0"),
    ),
    "every": Key(scalar(parse_duration, TIME), ref("duration"), "One rep each such time.", ("2s",)),
    "metronome": Key(
        scalar(parse_metronome, "beats a minute"),
        METRONOME,
        "Beats a minute under this step, or `off`.",
        (170, "off"),
    ),
    "weight": Key(
        scalar(_weight),
        ref("weight"),
        "Spoken with the announcement.",
        ("12 kg", "8 to 12 kg"),
    ),
    "intensity": Key(plain_text, ref("text"), "Spoken with the announcement.", ("75%", "RPE 8")),
    "say": Key(plain_text, ref("text"), "How the exercise is spoken."),
    "tip": Key(plain_text, ref("text"), "One line on how to do it.", ("Knees out, chest tall.",)),
    "note": Key(plain_text, ref("text"), "Spoken with the announcement.", ("alternating legs",)),
    "cues": Key(
        _cues,
        mapping(ref("text"), propertyNames=ref("moment")),
        "Words at set times inside the step; a negative time counts from its end.",
        ({"10s": "Breathe", "-10s": "Strong finish"},),
    ),
}


def long_step(node: Mapping, find: Callable[[str], Exercise | None]) -> Work:
    """A step from its mapping, by a catalogue that knows the limbs; raises Mistakes."""
    given = fill(STEP, node, "a step")
    if "sides" in given:
        given["sides"], limb = given["sides"]
        known = find(given["exercise"])
        given["limb"] = limb or (known.limb if known else "side")
    if given.get("reps") == "max":
        given["reps"], given["most"] = None, True
    try:
        return build(Parts(**given), node.span)
    except Mistake as mistake:
        blame = node.get(mistake.field or "") or node.get("exercise") or node
        raise refusal(mistake.message, blame.span, mistake.hint) from None
