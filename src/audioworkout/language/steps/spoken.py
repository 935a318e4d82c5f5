"""What of a step is said: weight, intensity, its name in other words, tips, notes and cues."""

from collections.abc import Callable, Iterable

from parsimonious.nodes import Node as Tree

from audioworkout.ground.nodes import Node, Scalar
from audioworkout.language.durations import format_moment, parse_moment
from audioworkout.language.grammar import Mistake, first, named
from audioworkout.language.keys import Key, collect, entries_of, made, plain_text, scalar
from audioworkout.language.model import TimedWords, Work
from audioworkout.language.shapes import mapping, ref
from audioworkout.language.steps.line import Line, unquoted
from audioworkout.language.steps.option import Option, Parts, behind_comma


def _words_of(line: Line, node: Tree) -> str:
    """The words behind an option's name."""
    return unquoted(line.source(next(named(node, "quoted", "free"))))


def _put_weight(line: Line, node: Tree, text: str) -> None:
    if not any(char.isalpha() for char in text):
        hint = f"write `weight {text} kg` or `weight {text} lb`"
        raise line.mistake(f"`weight {text}` has no unit", hint, node)
    line.put("weight", text, node)


def _heavy(line: Line, node: Tree) -> None:
    words = next(named(node, "quoted", "free"))
    _put_weight(line, words, unquoted(line.source(words)))


def _weight(text: str) -> str:
    if not any(char.isalpha() for char in text):
        number = text.strip()
        raise Mistake(f"`{number}` has no unit", f"write `{number} kg` or `{number} lb`")
    return " ".join(text.split())


def _weight_line(step: Work) -> Iterable[str]:
    return (f"weight {step.weight}", f'weight "{step.weight}"') if step.weight else ()


WEIGHT = Option(
    Key(
        scalar(_weight),
        ref("weight"),
        "Spoken with the announcement.",
        ("12 kg", "8 to 12 kg"),
    ),
    {
        "o_weight": _heavy,
        "load": lambda line, node: _put_weight(line, node, unquoted(line.source(node))),
    },
    "weight",
    line=_weight_line,
    entry=lambda step: step.weight,
)


def _intensity(line: Line, node: Tree) -> None:
    line.put("intensity", " ".join(line.source(node).split()), node)


def _percent(line: Line, node: Tree) -> None:
    """`75%`, and `75% 1RM` as `75% of 1RM`."""
    of = first(node, "percent_of")
    if of is None:
        _intensity(line, node)
        return
    share = line.text[node.start : node.start + node.text.index("%") + 1]
    line.put("intensity", f"{' '.join(share.split())} of {line.source(of)}", node)


INTENSITY = Option(
    Key(plain_text, ref("text"), "Spoken with the announcement.", ("75%", "RPE 8")),
    {"percent": _percent, "effort_scale": _intensity, "effort_word": _intensity},
    line=lambda step: behind_comma("at", step.intensity),
    entry=lambda step: step.intensity,
)


def _spoken(field: str) -> Callable[[Line, Tree], None]:
    return lambda line, node: line.put(field, _words_of(line, node), node)


def _quoted(option: str, value: str | None) -> tuple[str, ...]:
    return behind_comma(option, f'"{value}"') if value else ()


SAY = Option(
    Key(plain_text, ref("text"), "How the exercise is spoken."),
    {"o_say": _spoken("say")},
    "say",
    line=lambda step: _quoted("say", step.say),
    entry=lambda step: step.say,
)
TIP = Option(
    Key(plain_text, ref("text"), "One line on how to do it.", ("Knees out, chest tall.",)),
    {"o_tip": _spoken("tip")},
    "tip",
    line=lambda step: _quoted("tip", step.tip),
    entry=lambda step: step.tip,
)


def _note(line: Line, node: Tree) -> None:
    line.places["note"] = (node.start, node.end)
    line.notes.append(_words_of(line, node))


def _alternating_has_no_sides(parts: Parts) -> None:
    step = parts.step
    if step.sides and step.note and "alternat" in step.note.lower():
        hint = f"keep `per {step.limb}`, or keep the note and write the reps or time of both"
        message = f"`per {step.limb}` does one side after the other, `alternating` takes turns"
        raise Mistake(message, hint, field="note")


NOTE = Option(
    Key(plain_text, ref("text"), "Spoken with the announcement.", ("alternating legs",)),
    {"o_note": _note},
    "note",
    line=lambda step: (step.note, *_quoted("note", step.note)) if step.note else (),
    entry=lambda step: step.note,
    checks=(_alternating_has_no_sides,),
)


def _cues(node: Node) -> tuple[TimedWords, ...]:
    entries = entries_of(node, "a mapping such as `{10s: Breathe}`")
    return collect(_cue, entries)


def _cue(entry: tuple[Scalar, Node]) -> TimedWords:
    key, value = entry
    return TimedWords(scalar(parse_moment)(key), plain_text(value), key.span)


CUES = Option(
    Key(
        _cues,
        mapping(ref("text"), propertyNames=ref("moment")),
        "Words at set times inside the step; a negative time counts from its end.",
        ({"10s": "Breathe", "-10s": "Strong finish"},),
    ),
    entry=lambda step: (
        made(*((format_moment(cue.at), cue.text) for cue in step.cues)) if step.cues else None
    ),
)
