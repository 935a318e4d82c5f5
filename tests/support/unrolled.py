"""A workout's text to a line for each thing that is to be done: `work push-ups x12 set 1/3`."""

from collections.abc import Iterator
from pathlib import Path

from audioworkout.importing import ImportRefusedError, convert_all
from audioworkout.language.document import parse
from audioworkout.plan.segments import Kind, Segment
from audioworkout.plan.unrolling import unroll
from audioworkout.words import catalogue


def plans(path: Path) -> str:
    """Each workout file that a text makes, then what is done in it; or why it makes none."""
    try:
        made = convert_all(path.read_bytes().decode("utf-8"), name=path.name)
    except ImportRefusedError as refused:
        return f"refused: {refused}\n"
    parts = []
    for one in made:
        told = "".join(f"# {it.line}: {it.kind}: {it.reason}\n" for it in one.remarks)
        done = "\n".join(unrolled(one.text))
        parts.append(f"{one.text}\n# Read as {one.format}\n{told}\n{done}\n")
    return "\n---\n\n".join(parts)


def unrolled(text: str) -> list[str]:
    """The lines of a workout in order, at its effort; its mistakes fail the test."""
    workout, problems = parse(text)
    assert workout is not None, problems
    segments, problems = unroll(workout, catalogue.find)
    assert segments, problems
    return [" ".join(_words(one)) for one in segments if one.kind in (Kind.WORK, Kind.REST)]


def _words(one: Segment) -> Iterator[str]:
    yield str(one.kind)
    if one.exercise:
        yield one.exercise
    if one.side:
        yield f"{one.side} {one.limb}"
    if one.reps is not None:
        yield f"x{one.reps}"
    elif one.length is not None:
        yield f"{one.length / 1000:g}s"
    if one.sets:
        yield f"set {one.set}/{one.sets}"
