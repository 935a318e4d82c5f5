"""A whole file in its canonical form."""

from collections import Counter

from audioworkout.ground.diagnostics import Diagnostic
from audioworkout.ground.nodes import Mapping, read
from audioworkout.language.document import parse
from audioworkout.language.document.file import FILE, SECTIONS
from audioworkout.language.formatting.blocks import list_lines, listed
from audioworkout.language.formatting.comments import Comment, attach, scan
from audioworkout.language.formatting.draft import WrittenLine
from audioworkout.language.formatting.entries import Page, entry
from audioworkout.language.formatting.layout import laid_out
from audioworkout.language.formatting.verify import same
from audioworkout.language.model import Workout

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
    page = Page(source, comments, workout.language, workout.paces)
    order = list(FILE)
    for name, given in sorted(root.entries, key=lambda item: order.index(item[0].text)):
        if name.text not in SECTIONS:
            line = WrittenLine("", 0, None, name.span.column, loose=True)
            entry(page, name, FILE[name.text].write(given), line)
            continue
        head, below = listed(page, f"{name.text}:", given)
        line = WrittenLine(head, 0, None, name.span.column, loose=True, apart=True)
        number = page.draft.add(line, name.span)
        if below:
            list_lines(page, given, getattr(workout, name.text), 2, number)
        else:
            page.draft.mark(number, given.span)
    return laid_out(page.draft, attach(comments, page.draft))
