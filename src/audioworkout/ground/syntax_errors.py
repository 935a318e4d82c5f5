"""What the YAML parser says against a text, in words for people who do not know YAML."""

import re
from collections.abc import Callable

import yaml

from audioworkout.ground.diagnostics import Diagnostic, Span, error


def syntax_error(problem: yaml.MarkedYAMLError, text: str) -> Diagnostic:
    """What the YAML parser says, in words for people who do not know YAML.

    The parser names the place where it gave up, which often lies below the mistake: so tabs, open
    quotation marks and swallowed lines are looked for first.
    """
    said = f"{problem.context or ''}; {problem.problem or ''}"
    mark = problem.problem_mark or problem.context_mark
    lines = text.splitlines() or [""]
    at_line, at_column = (mark.line, mark.column) if mark is not None else (0, 0)
    number = min(at_line + 1, len(lines))
    line = lines[number - 1]
    column = min(at_column, len(line)) + 1 if at_line < len(lines) else len(line) + 1
    if "\t" in line[: len(line) - len(line.lstrip())] or "'\\t'" in said:
        tab = line.index("\t") + 1 if "\t" in line else column
        hint = "indent with spaces"
        return error("a tab cannot indent a line", Span(number, tab, number, tab + 1), hint)
    start = problem.context_mark
    if "quoted scalar" in said and "end of stream" in said and start is not None:
        place = Span(start.line + 1, start.column + 1, start.line + 1, start.column + 2)
        return error("a quotation mark opens here and never closes", place, "close it")
    unknown: tuple[str, str, str | None] = (
        "",
        f"this is not YAML: {problem.problem or 'syntax error'}",
        None,
    )
    row = next((row for row in SYNTAX if row[0] in said), unknown)
    _, message, explained = row
    for mend in MENDS.get(message, ()):
        if found := mend(lines, number):
            return found
    return error(message, Span(number, column, number, column + 1), explained)


NO_FIT = "this line does not fit the lines above it"
NO_ALIAS = "text cannot begin with `*`"
NO_COLON = "a colon is missing on this line"
SECOND_COLON = "a second colon on this line, or a line that is indented too far"

SYNTAX: tuple[tuple[str, str, str | None], ...] = (
    (
        "mapping values are not allowed",
        SECOND_COLON,
        'put text that contains `: ` into quotes: `say: "Ready: go"`',
    ),
    (
        "could not find expected ':'",
        NO_COLON,
        "write `key: value`, with a space after the colon",
    ),
    (
        "expected ',' or ']'",
        "this bracket list is not closed, or a comma is missing",
        "write `[one, two]`",
    ),
    (
        "expected ',' or '}'",
        "these braces are not closed, or a comma is missing",
        "write `{exercise: squats, work: 30s}`",
    ),
    (
        "while parsing a block mapping; did not find expected key",
        NO_FIT,
        "indent it like the lines that it belongs with, and quote text that has quotes in it",
    ),
    (
        "expected <block end>",
        NO_FIT,
        "put its dash below the dashes of its list",
    ),
    (
        "did not find expected '-' indicator",
        "this line does not fit the list above it",
        "begin it with `- `, or indent it as its key is",
    ),
    (
        "block sequence entries are not allowed",
        "a list cannot begin here",
        "begin it on the next line",
    ),
    (
        "cannot start any token",
        "text cannot begin with this character",
        "put the text into quotes",
    ),
    (
        "unknown escape character",
        "a backslash in double quotes needs a second one",
        "use single quotes",
    ),
    ("did not find expected node content", "something is missing here", None),
    ("while parsing a node", "something is missing here", None),
    ("while scanning a directive", "text cannot begin with `%`", "put it into quotes"),
    ("undefined tag handle", "text cannot begin with `!`", "put it into quotes"),
    ("while scanning an alias", NO_ALIAS, "put it into quotes"),
    ("while scanning an anchor", "text cannot begin with `&`", "put it into quotes"),
    ("while scanning a tag", "text cannot begin with `!`", "put it into quotes"),
    ("while scanning a block scalar", "nothing can follow `|` or `>` on its line", None),
)


def _swallowed_line(lines: list[str], number: int) -> Diagnostic | None:
    """The line to blame where YAML noticed a missing `: ` only at the next one."""
    for line_number in range(number, max(0, number - 2), -1):
        line = lines[line_number - 1]
        if found := re.match(r"\s*(?:- )?([\w ]+):(?=[^\s:])", line):
            column = found.end() + 1
            hint = f"write `{found[1]}: {line[found.end() :].strip()}`"
            place = Span(line_number, column, line_number, column + 1)
            return error("a space is missing after the colon", place, hint)
    return None


def _bare_key(lines: list[str], number: int) -> Diagnostic | None:
    """The word without a colon above the line at which YAML noticed that."""
    for line_number in range(number, 0, -1):
        line = lines[line_number - 1]
        below = next((text for text in lines[line_number:] if text.strip()), "")
        if re.fullmatch(r" *(?:- )?[\w ]+", line) and re.match(r" *- ", below):
            end = len(line) + 1
            hint = f"write `{line.strip().removeprefix('- ')}:`"
            return error(NO_COLON, Span(line_number, end, line_number, end + 1), hint)
    return None


def _second_colon(lines: list[str], number: int) -> Diagnostic | None:
    """`title: Legs: day 2`, which needs quotes around its text."""
    line = lines[number - 1]
    found = re.match(r"( *(?:- )?)([^:\"'#]+): +([^\"']+: .*)$", line)
    if found is None:
        return None
    colon = line.index(": ", found.start(3)) + 1
    hint = f'write `{found[2]}: "{found[3].strip()}"`'
    return error(SECOND_COLON, Span(number, colon, number, colon + 1), hint)


def _dash_apart(lines: list[str], number: int) -> Diagnostic | None:
    """A dash that stands left or right of the dashes of its list."""
    line = lines[number - 1]
    if not re.match(r" *- ", line):
        return None
    column = len(line) - len(line.lstrip()) + 1
    hint = "put its dash below the dashes of its list"
    return error(NO_FIT, Span(number, column, number, column + 1), hint)


def _star_bullet(lines: list[str], number: int) -> Diagnostic | None:
    """`* 30s squats`, as a bullet."""
    found = re.match(r" *\* +(.+)", lines[number - 1])
    if found is None:
        return None
    column = found[0].index("*") + 1
    place = Span(number, column, number, column + 1)
    return error("a step begins with `- `, not with `* `", place, f"write `- {found[1].strip()}`")


Mend = Callable[[list[str], int], Diagnostic | None]

MENDS: dict[str, tuple[Mend, ...]] = {
    NO_COLON: (_swallowed_line, _bare_key),
    SECOND_COLON: (_swallowed_line, _second_colon),
    NO_FIT: (_dash_apart,),
    NO_ALIAS: (_star_bullet,),
}
"""For a message of the parser: what may be wrong instead, seen from the lines."""
