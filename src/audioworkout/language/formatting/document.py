"""A whole file in its canonical form."""

from collections import Counter
from dataclasses import replace

from audioworkout.ground.diagnostics import Diagnostic
from audioworkout.ground.nodes import Mapping, Node, read
from audioworkout.language.document import parse, parse_effort, parse_seed
from audioworkout.language.document.file import ExerciseFields
from audioworkout.language.durations import format_duration, parse_switch
from audioworkout.language.formatting import audio
from audioworkout.language.formatting.blocks import list_lines, listed
from audioworkout.language.formatting.comments import Comment, attach, scan
from audioworkout.language.formatting.draft import Line
from audioworkout.language.formatting.entries import Page, entry
from audioworkout.language.formatting.layout import laid_out
from audioworkout.language.formatting.steps import text
from audioworkout.language.formatting.values import Tidy, each, plain, single_spaces, switched, word
from audioworkout.language.formatting.verify import same
from audioworkout.language.model import Workout

KEYS = (
    "title",
    "description",
    "author",
    "image",
    "date",
    "language",
    "voice",
    "coaching",
    "sounds",
    "music",
    "mix",
    "metronome",
    "pause",
    "effort",
    "seed",
    "lead_in",
    "exercises",
    "say_as",
    "phrases",
    "silence_warnings",
    "warmup",
    "workout",
    "cooldown",
)
"""The keys of a file in their order. An empty line stands above each list of blocks."""

LISTS = ("warmup", "workout", "cooldown")


PASSES = 4  # a bound; the second pass usually changes nothing


def formatted(source: str) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """The canonical form of a workout's text, or None and every mistake in it.

    The result means the same, holds every comment, and is its own canonical form. The line
    breaks are those of the first line.
    """
    workout, problems = parse(source)
    if workout is None:
        return None, problems
    plain = source.removeprefix("\ufeff")
    comments = scan(plain)
    result = _settled(_written(plain, workout, comments))
    if not _faithful(result, workout, comments):
        raise AssertionError("the result would mean something else")
    first = plain.splitlines(keepends=True)[0]
    return result.replace("\n", "\r\n") if first.endswith("\r\n") else result, problems


def _settled(result: str) -> str:
    """The text once it no longer changes: a list may close up where a comment has left it."""
    for _ in range(PASSES):
        workout, _ = parse(result)
        assert workout is not None
        again = _written(result, workout, scan(result))
        if again == result:
            break
        result = again
    return result


def _faithful(result: str, workout: Workout, comments: tuple[Comment, ...]) -> bool:
    again, _ = parse(result)
    if again is None or not same(again, workout):
        return False
    return _texts(scan(result)) == _texts(comments)


def _texts(comments: tuple[Comment, ...]) -> Counter[str]:
    return Counter(comment.text for comment in comments)


def _written(source: str, workout: Workout, comments: tuple[Comment, ...]) -> str:
    root, _ = read(source)
    assert isinstance(root, Mapping)
    page = Page(source, comments)
    for name, given in sorted(root.entries, key=lambda item: KEYS.index(item[0].text)):
        if name.text not in LISTS:
            line = Line("", 0, None, name.span.column, loose=True)
            entry(page, name, TIDY.get(name.text, plain)(given), line)
            continue
        head, below = listed(page, f"{name.text}:", given)
        line = Line(head, 0, None, name.span.column, loose=True, apart=True)
        number = page.draft.add(line, name.span)
        if below:
            list_lines(page, given, getattr(workout, name.text), 2, number)
        else:
            page.draft.mark(number, given.span)
    return laid_out(page.draft, attach(comments, page.draft))


# Values


def _effort(words: str) -> str:
    given = word(words)
    number = f"{parse_effort(given):g}"
    exact = given[0] in "01." and float(number) == float(given) and "e" not in number
    return number if exact else given


def _coaching(node: Node) -> Node:
    """A level alone as one word; cues directly below `coaching`."""
    if not isinstance(node, Mapping):
        return each(word)(node)
    level = [(key, each(word)(value)) for key, value in node.entries if key.text == "level"]
    cues = [
        (inner_key, switched(inner))
        for key, value in node.entries
        if key.text != "level"
        for inner_key, inner in (value.entries if isinstance(value, Mapping) else [(key, value)])
    ]
    if len({key.text for key, _ in cues}) < len(cues):
        return plain(node)
    if not cues:
        return level[0][1] if level else replace(text("standard"), span=node.span)
    return replace(node, entries=(*level, *cues))


def _exercises(node: Node) -> Node:
    """Definitions with their keys in one order."""
    assert isinstance(node, Mapping)
    return replace(
        node,
        entries=tuple(
            (replace(name, text=single_spaces(name.text)), _exercise(given))
            for name, given in node.entries
        ),
    )


def _exercise(node: Node) -> Node:
    assert isinstance(node, Mapping)
    order = list(ExerciseFields.model_fields)
    entries = sorted(node.entries, key=lambda item: order.index(item[0].text))
    return replace(
        node,
        entries=tuple(
            (name, switched(given) if name.text == "sided" else plain(given))
            for name, given in entries
        ),
    )


TIDY: dict[str, Tidy] = {
    "coaching": _coaching,
    "sounds": audio.sounds,
    "music": audio.music,
    "mix": audio.mix,
    "metronome": audio.METRONOME,
    "pause": audio.PAUSE,
    "effort": each(_effort),
    "seed": each(lambda words: str(parse_seed(words))),
    "lead_in": each(lambda words: format_duration(parse_switch(words))),
    "exercises": _exercises,
}
