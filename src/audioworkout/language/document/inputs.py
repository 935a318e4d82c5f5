"""What a user wrote: workouts by path or name, and the exercises beside them."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from audioworkout.ground import assets, folders, nodes
from audioworkout.ground.diagnostics import Diagnostic, Severity, WorkoutError
from audioworkout.ground.files import open_regular
from audioworkout.language import document
from audioworkout.words.exercise import Exercise

MOST_BYTES = 4 * nodes.MAX_LENGTH + 1  # read at most: a character has up to four bytes
OWN_EXERCISES = "exercises.yaml"
OWN_LEXICON = "lexicon.yaml"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Source:
    """A workout's text, the name that messages use, and the folder its paths start from."""

    name: str
    text: str
    folder: Path
    stem: str


def stem(spec: str | Path) -> str:
    """How the MP3 of the workout at a path or of a name is called, without its `.mp3`."""
    return "workout" if spec == "-" else Path(spec).stem


def read(spec: str | Path) -> Source:
    """The workout at a path, of a bundled name (`core`), or from standard input (`-`).

    Raises WorkoutError if there is none, or if it is no text.
    """
    if spec == "-":
        if sys.stdin is None:
            raise WorkoutError("standard input is closed")
        return _source("<stdin>", sys.stdin.buffer.read(MOST_BYTES), Path(), stem(spec))
    path = Path(spec)
    try:
        data = head(path)
    except (FileNotFoundError, IsADirectoryError) as absent:
        if str(spec) not in bundled_names():
            raise _not_read(path, absent) from absent
        path = assets.workouts() / f"{spec}.yaml"
        data = head(path)
    except OSError as failed:
        raise _not_read(path, failed) from failed
    return _source(str(spec), data, path.parent, stem(spec))


def head(path: Path, most: int = MOST_BYTES) -> bytes:
    """At most so many bytes of a file; raises OSError.

    A named pipe is not waited for; but a shell's, as of `<(…)`, is read.
    """
    of_the_system = path.is_relative_to("/dev")
    with path.open("rb") if of_the_system else open_regular(path) as file:
        return file.read(most)


def _not_read(path: Path, failed: OSError) -> WorkoutError:
    if isinstance(failed, IsADirectoryError):
        return WorkoutError(f"{path}: this is a folder; name a workout in it")
    if isinstance(failed, FileNotFoundError) and not path.suffix:
        hint = f"bundled are: {', '.join(bundled_names())}"
        beside = path.with_suffix(".yaml")
        if beside.is_file():
            hint = f"did you mean `{beside}`?"
        return WorkoutError(f"{path}: there is no such file; {hint}")
    if isinstance(failed, FileNotFoundError):
        return WorkoutError(f"{path}: there is no such file")
    return WorkoutError(f"{path}: {failed.strerror or failed}")


def bundled_names() -> list[str]:
    """The names of the workouts that ship."""
    folder = assets.workouts()
    return sorted(str(p.relative_to(folder).with_suffix("")) for p in folder.rglob("*.yaml"))


def _source(name: str, data: bytes, folder: Path, stem: str) -> Source:
    text, problems = nodes.decode(data)
    given = Source(name, text, folder, stem)
    if problems:
        raise refused(given, problems)
    return given


def own_exercises(folder: Path) -> tuple[Exercise, ...]:
    """The user's exercises: those of `exercises.yaml` in a folder, then of the configuration's.

    Raises WorkoutError with every diagnostic if such a file has mistakes.
    """
    return _own(OWN_EXERCISES, folder, document.parse_exercises)


def own_lexicon(folder: Path, language: str) -> tuple[tuple[str, str], ...]:
    """How the user has words pronounced: `lexicon.yaml` in a folder, then in the configuration's.

    Raises WorkoutError with every diagnostic if such a file has mistakes.
    """
    return _own(OWN_LEXICON, folder, partial(document.parse_lexicon, language=language))


def _own(
    name: str, folder: Path, parse: Callable[[str], tuple[tuple[T, ...], tuple[Diagnostic, ...]]]
) -> tuple[T, ...]:
    """What the files of that name hold, those that are nearer to the workout first."""
    found: list[T] = []
    for parent in (folder, folders.configuration()):
        path = parent / name
        if path.is_file():
            given = read(path)
            held, problems = parse(given.text)
            if problems:
                raise refused(given, problems)
            found += held
    return tuple(found)


def refused(given: Source, problems: tuple[Diagnostic, ...]) -> WorkoutError:
    """The error that shows what is wrong with a text."""
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    message = f"{given.name}: {errors} mistake{'s' if errors > 1 else ''}"
    return WorkoutError(message, name=given.name, text=given.text, diagnostics=problems)
