"""The long form of a step: a mapping with `exercise`."""

from typing import Annotated, Literal

from pydantic import PlainValidator

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
    TONGUE,
    Fields,
    collect,
    entries_of,
    fill,
    plain_text,
    refusal,
    scalar,
)
from audioworkout.language.model import Range, Tempo, TimedWords, Work
from audioworkout.language.steps.names import exercise_name, limb_of
from audioworkout.language.steps.parts import Parts, build
from audioworkout.words import catalogue

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


class StepFields(Fields):
    """The keys of a step's long form."""

    exercise: Annotated[str, PlainValidator(scalar(exercise_name, "an exercise's name"))]
    work: Annotated[Range | None, PlainValidator(scalar(parse_times, TIME))] = None
    reps: Annotated[Range | Most | None, PlainValidator(scalar(_reps, "a number of reps"))] = None
    distance: Annotated[
        tuple[float, str] | None, PlainValidator(scalar(parse_distance, "a distance"))
    ] = None
    pace: Annotated[int | None, PlainValidator(scalar(parse_pace, "a pace"))] = None
    sets: Annotated[Range | None, PlainValidator(scalar(parse_count, "a number of sets"))] = None
    rest: Annotated[Range | None, PlainValidator(scalar(parse_pause, TIME))] = None
    sides: Annotated[Sides | None, PlainValidator(_sides)] = None
    switch: Annotated[int | None, PlainValidator(scalar(parse_switch, TIME))] = None
    tempo: Annotated[Tempo | None, PlainValidator(scalar(parse_tempo, "a tempo"))] = None
    every: Annotated[int | None, PlainValidator(scalar(parse_duration, TIME))] = None
    metronome: Annotated[int | None, PlainValidator(scalar(parse_metronome, "beats a minute"))] = (
        None
    )
    weight: Annotated[str | None, PlainValidator(scalar(_weight))] = None
    intensity: Annotated[str | None, PlainValidator(plain_text)] = None
    say: Annotated[str | None, PlainValidator(plain_text)] = None
    tip: Annotated[str | None, PlainValidator(plain_text)] = None
    note: Annotated[str | None, PlainValidator(plain_text)] = None
    cues: Annotated[tuple[TimedWords, ...], PlainValidator(_cues)] = ()


def long_step(node: Mapping) -> Work:
    """A step from its mapping; raises Mistakes."""
    given = fill(StepFields, node, "a step", {"exercise": "exercise: squats"})
    sides, limb = given.sides or ((), None)
    if sides and limb is None:
        known = catalogue.find(given.exercise, language=TONGUE.get())
        limb = known.limb if known else "side"
    parts = Parts(
        given.exercise,
        given.work,
        None if given.reps == "max" else given.reps,
        given.reps == "max",
        given.distance,
        given.pace,
        given.sets,
        given.rest,
        sides,
        limb or "side",
        given.switch,
        given.tempo,
        given.every,
        given.metronome,
        given.weight,
        given.intensity,
        given.note,
        given.say,
        given.tip,
        given.cues,
    )
    try:
        return build(parts, node.span)
    except Mistake as mistake:
        blame = node.get(mistake.field or "") or node.get("exercise") or node
        raise refusal(mistake.message, blame.span, mistake.hint) from None
