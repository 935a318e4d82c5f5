"""A step's line to a step of the model."""

import re
from collections.abc import Callable

from parsimonious.nodes import Node

from audioworkout.ground.diagnostics import Span
from audioworkout.ground.spelling import slip_of
from audioworkout.language.durations import (
    MOST_REPS,
    beats_of,
    count_of,
    distance_of,
    duration_of,
    pace_of,
    quoted,
    tempo_of,
    times_of,
)
from audioworkout.language.grammar import Mistake, first, named, normalised, part, tree
from audioworkout.language.model import Pause, PauseKind, Play, Reps, Say, Time, Work
from audioworkout.language.steps.line import HOW, Knows, Line, unquoted
from audioworkout.language.steps.names import FILLERS, limb_in, name_of
from audioworkout.language.steps.parts import Parts, build

BULLET = re.compile(r"\s*(?:[•◦▪‣·*–—-]\s+)*\s*")
OPTIONS = (
    "rest",
    "tempo",
    "every",
    "switch",
    "metronome",
    "weight",
    "note",
    "tip",
    "say",
    "sets",
    "per leg",
)
PAUSES = {"rest": PauseKind.REST, "transition": PauseKind.TRANSITION, "silence": PauseKind.SILENCE}

DECIMAL_COMMA = re.compile(r"[0-9]+,[0-9]+")
THOUSANDS = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")
QUOTED = re.compile(r'"[^"]*"')


def step(
    text: str, origin: Span, knows: Knows, name: str | None = None
) -> Work | Pause | Say | Play:
    """The step that a line describes; raises Mistake with the place in `text`.

    `knows` tells whether a name is an exercise of the catalogue, which decides between two
    readings of some lines. `name` is the exercise where it stands apart (`push-ups: 30s`).
    """
    bullet = BULLET.match(text)
    start = bullet.end() if bullet else 0
    if not text[start:].strip():
        raise Mistake("this line is empty", HOW)
    whole = tree("step", text, start)
    if whole is None:
        raise Mistake("a bracket or a quotation mark is missing its partner", start=start)
    kind = next(named(whole, "say", "play", "repeat", "pause", "work"))
    match kind.expr_name:
        case "say" | "play":
            words = unquoted(text[part(kind, "anything").start :])
            return Say(words, origin) if kind.expr_name == "say" else Play(words, origin)
        case "repeat":
            hint = "write `5 rounds:` above the list, and the list indented below it"
            raise Mistake("a line cannot say how often to repeat", hint, start=start)
        case "pause":
            return _pause(kind, origin)
    if comma := DECIMAL_COMMA.search(QUOTED.sub(_blank, normalised(text))):
        number = comma[0].replace(",", "" if THOUSANDS.fullmatch(comma[0]) else ".")
        hint = f"write `{number}`, or a space behind the comma"
        raise Mistake("a number takes no comma", hint, start=comma.start(), end=comma.end())
    return _work(Line(text, knows), kind, name, origin)


def _blank(quoted_text: re.Match[str]) -> str:
    return "_" * len(quoted_text[0])


def _pause(node: Node, origin: Span) -> Pause:
    times = part(node, "times")
    span = times_of(times)
    word = part(node, "pause_word")
    kind = next(named(word, *PAUSES)).expr_name
    if span.low <= 0:
        raise Mistake("a rest of no length: delete it", start=times.start, end=times.end)
    return Pause(PAUSES[kind], span, origin)


def _work(line: Line, node: Node, name: str | None, origin: Span) -> Work:
    for piece in named(node, *READ):
        READ[piece.expr_name](line, piece)
    if name is None:
        name = name_of(line)
    elif extra := [word for word in line.words if word.text not in FILLERS]:
        message = f"`{name}` and {quoted(line.source(extra[0]))}: which is the exercise?"
        raise line.mistake(message, "write the dose alone, or the step on one line", extra[0])
    if line.notes:
        line.found["note"] = ", ".join(line.notes)
    _minutes_or_metres(line, name)
    try:
        return build(Parts(exercise=name, **line.found), origin)
    except Mistake as mistake:
        start, end = line.places.get(mistake.field or "", (None, None))
        raise Mistake(mistake.message, mistake.hint, start=start, end=end) from None


def _minutes_or_metres(line: Line, name: str) -> None:
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


# Pieces of the line


def _word(line: Line, node: Node) -> None:
    line.words.append(node)


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


def _sets(line: Line, node: Node) -> None:
    line.put("sets", count_of(part(node, "count")), node)


def _lone_sets(line: Line, node: Node) -> None:
    """Sets in front of a name, with no dose between: `3 x squats`."""
    count = part(node, "count").text
    if node.text.rstrip().endswith("x"):
        message = f"`{count} x` could be {count} sets or {count} reps"
        raise line.mistake(
            message, f"write `{count} x 12 …` for sets, or `{count} …` for reps", node
        )
    _sets(line, node)


def _negative(line: Line, node: Node) -> None:
    hint = "delete the minus" if node.start else "a bullet takes a space behind it"
    raise line.mistake(f"{quoted(node.text)} is less than zero", hint, node)


def _sides(line: Line, node: Node) -> None:
    line.put("sides", ("left", "right"), node)
    line.found["limb"] = limb_in(part(node, "limb"))


def _both_sides(line: Line, node: Node) -> None:
    said = line.source(node).strip()
    limb = part(node, "limb").text
    one = limb_in(part(node, "limb"))
    message = f"`{said}` could be the dose on each {one}, or both in one"
    raise line.mistake(message, f"write `per {one}`, or `alternating {limb}` behind a comma", node)


def _pace(line: Line, node: Node) -> None:
    line.put("pace", pace_of(node), node)


def _cadence(line: Line, node: Node) -> None:
    """`at 170 spm`; in beats a minute it could be the heart's."""
    number = part(node, "integer").text
    if node.text.rstrip().endswith("bpm"):
        message = f"`{number} bpm` could be a heart rate, or beats to move to"
        hint = f'write `note "{number} bpm"`, or `metronome {number}`'
        raise line.mistake(message, hint, node)
    _metronome(line, node)


def _intensity(line: Line, node: Node) -> None:
    line.put("intensity", " ".join(line.source(node).split()), node)


def _weight(line: Line, node: Node) -> None:
    text = unquoted(line.source(node))
    if not any(char.isalpha() for char in text):
        hint = f"write `weight {text} kg` or `weight {text} lb`"
        raise line.mistake(f"`weight {text}` has no unit", hint, node)
    line.put("weight", text, node)


def _heavy(line: Line, node: Node) -> None:
    _weight(line, next(named(node, "quoted", "free")))


def _bracket(line: Line, node: Node) -> None:
    inside = part(node, "in_brackets")
    text = line.text[inside.start : inside.end].strip()
    if not text:
        return
    if total := tree("total", text):
        _total(line, total)
        line.places["total"] = (node.start, node.start + len(node.text.rstrip()))
    elif tree("sides", text):
        hint = f'write `{text}` without brackets, or `note "{text}"`'
        message = f"`({text})` could be the sides to do, or a note"
        raise line.mistake(message, hint, node)
    else:
        line.notes.append(unquoted(text))


def _total(line: Line, node: Node) -> None:
    value = (
        Time(times_of(times))
        if (times := first(node, "times"))
        else Reps(count_of(part(node, "count"), MOST_REPS * 10))
    )
    line.put("total", value, node)


# Options behind commas


def _rest(line: Line, node: Node) -> None:
    line.put("rest", times_of(part(node, "times")), node)


def _tempo(line: Line, node: Node) -> None:
    line.put("tempo", tempo_of(part(node, "tempo_value")), node)


def _every(line: Line, node: Node) -> None:
    line.put("every", duration_of(part(node, "duration")), node)


def _switch(line: Line, node: Node) -> None:
    line.put("switch", duration_of(part(node, "duration")), node)


def _metronome(line: Line, node: Node) -> None:
    line.put("metronome", beats_of(node), node)


def _note(line: Line, node: Node) -> None:
    line.places["note"] = (node.start, node.end)
    line.notes.append(unquoted(line.source(next(named(node, "quoted", "free")))))


def _tip(line: Line, node: Node) -> None:
    line.put("tip", unquoted(line.source(next(named(node, "quoted", "free")))), node)


def _say(line: Line, node: Node) -> None:
    line.put("say", unquoted(line.source(next(named(node, "quoted", "free")))), node)


def _free(line: Line, node: Node) -> None:
    """Words behind a comma: a note, unless they look like something else."""
    text = unquoted(line.source(node))
    word = normalised(text).split()[0] if text.split() else ""
    if not word:
        return
    if first(node, "quoted") is None:
        _check_free(line, text, word, node)
    line.places["note"] = (node.start, node.end)
    line.notes.append(text)


def _check_free(line: Line, text: str, word: str, node: Node) -> None:
    if word in OPTIONS or any(char.isdigit() for char in text):
        hint = f"options are {', '.join(f'`{name}`' for name in OPTIONS)}; "
        hint += f'any other text goes into `note "{text}"`'
        raise line.mistake(f"cannot read {quoted(text)}", hint, node)
    if near := slip_of(word, OPTIONS):
        hint = f'did you mean `{near}`? A note goes into `note "{text}"`'
        raise line.mistake(f"unknown option {quoted(text)}", hint, node)
    if line.knows(text):
        hint = f'one exercise a line; a note goes into `note "{text}"`'
        raise line.mistake(f"{quoted(text)} is another exercise", hint, node)


# What each part of the grammar does; the parts inside a listed part are read by its method.
READ: dict[str, Callable[[Line, Node], None]] = {
    "word": _word,
    "quoted": _word,
    "max": _max,
    "time": _time,
    "reps": _reps,
    "bare_reps": _reps,
    "reps_only": _reps,
    "distance": _distance,
    "metres_or_minutes": _metres,
    "lone_sets": _lone_sets,
    "sets": _sets,
    "bare_sets": _sets,
    "negative": _negative,
    "sides": _sides,
    "both_sides": _both_sides,
    "pace": _pace,
    "speed": _pace,
    "target": _target,
    "percent": _intensity,
    "effort_scale": _intensity,
    "load": _weight,
    "cadence": _cadence,
    "bracket": _bracket,
    "o_rest": _rest,
    "o_sets": _sets,
    "o_tempo": _tempo,
    "o_every": _every,
    "o_switch": _switch,
    "o_metronome": _metronome,
    "o_within": _time,
    "o_weight": _heavy,
    "o_note": _note,
    "o_tip": _tip,
    "o_say": _say,
    "o_total": _total,
    "free": _free,
}
