"""The ways to write a step, the preferred one first."""

from collections.abc import Iterator

from audioworkout.ground.nodes import Mapping, Node, Scalar, Sequence
from audioworkout.language.durations import (
    format_beats,
    format_count,
    format_duration,
    format_moment,
    format_pace,
    format_tempo,
    format_times,
)
from audioworkout.language.formatting.draft import NOWHERE
from audioworkout.language.grammar import first, tree
from audioworkout.language.model import (
    Distance,
    MaxReps,
    Pause,
    Play,
    Reps,
    Say,
    Time,
    TimedWords,
    Work,
)

BOTH = ("left", "right")


def text(words: str) -> Scalar:
    """A piece of text that stands nowhere in the source."""
    return Scalar(words, NOWHERE)


def mapping(*entries: tuple[str, Node | str | None]) -> Mapping:
    """A mapping that stands nowhere in the source, of the entries that have a value."""
    return Mapping(
        tuple(
            (text(key), text(value) if isinstance(value, str) else value)
            for key, value in entries
            if value is not None
        ),
        NOWHERE,
    )


def spellings(step: Work | Pause | Say | Play, written: Node) -> Iterator[Node]:
    """Ways to write a step; each must still be read to see whether it means the same.

    `written` is the step as the source has it.
    """
    match step:
        case Pause(kind, length):
            yield text(f"{kind} {format_times(length)}")
        case Say(words):
            yield from (text(f'say "{words}"'), text(f"say {words}"), mapping(("say", words)))
        case Play(file):
            yield from (text(f"play {file}"), text(f'play "{file}"'), mapping(("play", file)))
        case Work():
            yield from _work(step, _total(written))


def _total(written: Node) -> str:
    """The total that the author wrote in brackets: a check that the step should keep."""
    if not isinstance(written, Scalar):
        return ""
    found = tree("step", written.text.strip())
    total = found and first(found, "in_brackets")
    if not total or tree("total", total.text.strip()) is None:
        return ""
    return f" ({' '.join(total.text.split())})"


def _work(step: Work, total: str) -> Iterator[Node]:
    plain = not (step.tip or step.say or step.cues)
    if plain:
        yield from (text(line) for line in _lines(step, total))
    yield _long(step)
    yield from (text(line) for line in _lines(step, total))
    dose = " ".join(filter(None, (_dose(step), _sides(step).strip(), _target(step).strip())))
    for options in _options(step):
        yield mapping((step.exercise, dose + options))


def _lines(step: Work, total: str) -> Iterator[str]:
    for name in (step.exercise, f'"{step.exercise}"'):
        body = _body(step, name)
        for end in dict.fromkeys((total, "")):
            for options in _options(step):
                yield body + end + options


def _body(step: Work, name: str) -> str:
    match step.dose:
        case MaxReps(within):
            return f"{_sets(step)}max {name}{_sides(step)} in {format_times(within)}"
        case None:
            return f"{name}{_sides(step)}"
    return f"{_dose(step)} {name}{_sides(step)}{_target(step)}"


def _sets(step: Work) -> str:
    return f"{format_count(step.sets)} x " if step.sets and step.dose else ""


def _dose(step: Work) -> str:
    match step.dose:
        case Time(length):
            return _sets(step) + format_times(length)
        case Reps(count):
            return _sets(step) + format_count(count)
        case MaxReps(within):
            return f"{_sets(step)}max in {format_times(within)}"
        case Distance():
            return _sets(step) + step.dose.text
    return ""


def _sides(step: Work) -> str:
    return f" per {step.limb}" if step.sides else ""


def _target(step: Work) -> str:
    """How fast, or in what time, a distance is done."""
    if not isinstance(step.dose, Distance):
        return ""
    if step.dose.pace is not None:
        return f" at {format_pace(step.dose.pace)}"
    return f" at {format_duration(step.dose.length)}"


def _options(step: Work) -> Iterator[str]:
    """What stands behind commas: free text as it is where it can be, else in quotes."""
    options = _measured(step)
    quoted = [f'{key} "{value}"' for key, value in (("tip", step.tip), ("say", step.say)) if value]
    weights = [f"weight {step.weight}", f'weight "{step.weight}"'] if step.weight else [None]
    notes = [step.note, f'note "{step.note}"'] if step.note else [None]
    for weight in weights:
        for note in notes:
            intensity = f"at {step.intensity}" if step.intensity else None
            yield "".join(f", {o}" for o in (*options, weight, intensity, note, *quoted) if o)


def _measured(step: Work) -> list[str]:
    options: list[str] = []
    if step.sets and step.dose is None:
        options.append(f"{format_count(step.sets)} sets")
    if step.rest is not None:
        options.append(f"rest {format_times(step.rest)}")
    if step.tempo is not None:
        options.append(f"tempo {format_tempo(step.tempo)}")
    if step.every is not None:
        options.append(f"every {format_duration(step.every)}")
    if step.switch is not None:
        options.append(f"switch {format_duration(step.switch)}")
    if step.metronome is not None:
        options.append(f"metronome {format_beats(step.metronome)}")
    return options


def _beats(step: Work) -> str:
    return str(step.metronome or "off")


# The long form


def _long(step: Work) -> Mapping:
    return mapping(
        ("exercise", step.exercise),
        *_long_dose(step),
        ("sets", format_count(step.sets) if step.sets else None),
        ("rest", format_times(step.rest) if step.rest else None),
        ("sides", _long_sides(step)),
        ("switch", None if step.switch is None else format_duration(step.switch)),
        ("tempo", format_tempo(step.tempo) if step.tempo else None),
        ("every", None if step.every is None else format_duration(step.every)),
        ("metronome", None if step.metronome is None else format_beats(step.metronome)),
        ("weight", step.weight),
        ("intensity", step.intensity),
        ("say", step.say),
        ("tip", step.tip),
        ("note", step.note),
        ("cues", _cues(step.cues)),
    )


def _long_dose(step: Work) -> list[tuple[str, str | None]]:
    match step.dose:
        case Time(length):
            return [("work", format_times(length))]
        case Reps(count):
            return [("reps", format_count(count))]
        case MaxReps(within):
            return [("reps", "max"), ("work", format_times(within))]
        case Distance(_, shown, length, None):
            return [("distance", shown), ("work", format_duration(length))]
        case Distance(_, shown, _, int(pace)):
            return [("distance", shown), ("pace", format_pace(pace))]
    return []


def _long_sides(step: Work) -> Node | None:
    if not step.sides:
        return None
    if step.sides == BOTH:
        return text(step.limb)
    return Sequence(tuple(text(f"{side} {step.limb}") for side in step.sides), NOWHERE)


def _cues(cues: tuple[TimedWords, ...]) -> Node | None:
    return mapping(*((format_moment(cue.at), cue.text) for cue in cues)) if cues else None
