"""The commands that a user lets speak: those of `voices.yaml` in the user's own folder.

    commands:
      say: {run: [say, -o, "{output}", --data-format=LEI16@22050, "{text}"], language: en}

That folder and the command line are the only places that can name a program: a workout can
be anybody's.
"""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from audioworkout.ground.diagnostics import Diagnostic, error
from audioworkout.ground.files import open_regular
from audioworkout.ground.nodes import MAX_LENGTH, Node, Scalar, Sequence, decode, read
from audioworkout.ground.units import SECOND, Ms
from audioworkout.language.durations import parse_duration
from audioworkout.language.keys import (
    Key,
    Mistakes,
    collect,
    entries_of,
    fill,
    refusal,
    scalar,
    text_of,
    what,
)
from audioworkout.language.wordings import parse_language
from audioworkout.voices import VoiceError

FILE = "voices.yaml"
TIMEOUT: Ms = 30 * SECOND
ANY_LANGUAGE = "und"
NAME = re.compile(r"[\w.-]+")

PLACEHOLDER = re.compile(r"\{\{(\w+)\}\}|\{(\w+)\}")
DOUBLED = re.compile(r"\{\{\w+\}\}")
PLACES = ("text", "output", "rate")
KNOWN = "there is `{text}`, `{output}` and `{rate}`; braces that are meant go double: `{{%s}}`"

# Where a phrase would be read as a program: a phrase comes from a workout, which can be anybody's.
BESIDE_TEXT = re.compile(r"[\w.,:=/+-]*")  # as in `--text={text}`
CODE_OPTIONS = re.compile(r"-[a-z]{0,2}[ce]|--eval|--exec(ute)?|/c|-command", re.IGNORECASE)
INSIDE = "`{text}` stands inside other text here: a phrase could change what that does"
ALONE = "make it an argument of its own, or leave it out and read standard input"


@dataclass(frozen=True, slots=True)
class Command:
    """A program with its arguments, their placeholders not filled in yet.

    A program's relative path starts from `folder`.
    """

    run: tuple[str, ...]
    folder: Path
    language: str = ANY_LANGUAGE
    timeout: Ms = TIMEOUT

    def takes(self, place: str) -> bool:
        """Whether a placeholder occurs in the arguments."""
        return any(place == found[2] for part in self.run for found in PLACEHOLDER.finditer(part))


def configured(folder: Path) -> dict[str, Command]:
    """The commands of the `voices.yaml` in a folder, by name; none where there is no such file.

    Raises VoiceError with every mistake in it.
    """
    path = folder / FILE
    try:
        with open_regular(path) as file:
            text, problems = decode(file.read(4 * MAX_LENGTH + 1))
    except FileNotFoundError:
        return {}
    except OSError as failed:
        raise VoiceError(f"{path}: {failed.strerror or failed}") from failed
    commands: dict[str, Command] = {}
    if not problems:
        commands, problems = parse_commands(text, folder)
    if problems:
        raise _refused(path, text, problems)
    return commands


def parse_commands(
    text: str, folder: Path = Path()
) -> tuple[dict[str, Command], tuple[Diagnostic, ...]]:
    """The commands of such a file's text, and every mistake in it, by place."""
    if not any(line.partition("#")[0].strip() for line in text.splitlines()):
        return {}, ()
    root, problems = read(text)
    if root is None:
        return {}, problems
    try:
        given = fill(FILE_KEYS, root, "a file of voices")
    except Mistakes as mistakes:
        return {}, tuple(sorted(mistakes.diagnostics, key=lambda found: found.span))
    return {name: Command(folder=folder, **keys) for name, keys in given.get("commands", ())}, ()


def inline(line: str) -> Command:
    """The command of a line, split as a shell splits it; raises VoiceError."""
    try:
        run = tuple(shlex.split(line))
    except ValueError:
        raise VoiceError(f"`command:{line}`: {OPEN_QUOTE}") from None
    for _, message, hint in _faults(run):
        raise VoiceError(f"`command:{line}`: {message}; {hint}")
    return Command(run, Path.cwd())


OPEN_QUOTE = "a quotation mark is not closed"


def _faults(run: tuple[str, ...]) -> Iterator[tuple[int, str, str]]:
    """What is wrong with arguments: of which, what, and a way out."""
    if not run or not run[0].strip() or PLACEHOLDER.search(run[0]):
        yield 0, "the first word must be the program", "write `run: [say, …]`, for example"
    for index, part in enumerate(run):
        for found in PLACEHOLDER.finditer(part):
            if found[2] and found[2] not in PLACES:
                yield index, f"unknown placeholder `{found[0]}`", KNOWN % found[2]
        before, placed, after = DOUBLED.sub("", part).partition("{text}")
        beside = BESIDE_TEXT.fullmatch(before) and BESIDE_TEXT.fullmatch(after)
        if placed and not (beside and not CODE_OPTIONS.fullmatch(run[index - 1])):
            yield index, INSIDE, ALONE


def _argument(node: Node) -> str:
    if not isinstance(node, Scalar):
        hint = 'put it into quotes: `"{text}"`'
        raise refusal(f"expected an argument, found {what(node)}", node.span, hint)
    return node.text


def _run(node: Node) -> tuple[str, ...]:
    parts = node.items if isinstance(node, Sequence) else ()
    if parts:
        run = collect(_argument, parts)
    else:
        try:
            run = tuple(shlex.split(text_of(node, "a program and its arguments")))
        except ValueError:
            raise refusal(OPEN_QUOTE, node.span, "close it, or write a list") from None
    faults = tuple(_faults(run))
    if faults:
        where = [parts[index].span if parts else node.span for index, _, _ in faults]
        raise Mistakes(
            *(error(text, span, hint) for span, (_, text, hint) in zip(where, faults, strict=True))
        )
    return run


KEYS = {
    "run": Key(_run, needed='run: [say, -o, "{output}", "{text}"]'),
    "language": Key(scalar(parse_language)),
    "timeout": Key(scalar(parse_duration, "a duration such as `30s`")),
}


def _command(entry: tuple[Scalar, Node]) -> tuple[str, dict[str, Any]]:
    key, node = entry
    if not NAME.fullmatch(key.text):
        hint = "it has letters, digits, `_`, `-` and `.` alone, so that a workout can write it"
        raise refusal(f"a command cannot be called `{key.text}`", key.span, hint)
    return key.text, fill(KEYS, node, "a command")


def _commands(node: Node) -> tuple[tuple[str, dict[str, Any]], ...]:
    return collect(_command, entries_of(node, "a mapping of names to commands"))


FILE_KEYS = {"commands": Key(_commands)}


def _refused(path: Path, text: str, problems: tuple[Diagnostic, ...]) -> VoiceError:
    """One error for the file; its message tells the first mistake to who shows just that."""
    first, more = problems[0], len(problems) - 1
    message = f"{path}:{first.span.line}:{first.span.column}: {first.message}"
    message += f" ({first.hint})" if first.hint else ""
    message += f", and {more} more mistake{'s' if more > 1 else ''}" if more else ""
    return VoiceError(message, name=str(path), text=text, diagnostics=problems)
