"""Patterns of a show: `*`, `?`, `[ab]` in a name, `**` for any folders below the show's.

A show may be a stranger's. So what there is to look through has a bound, and a pattern that would
walk up again from each folder it finds, or through the whole disk, is refused.
"""

import os
from collections.abc import Iterator
from fnmatch import fnmatchcase
from itertools import islice, zip_longest
from pathlib import Path, PurePath

from audioworkout.language.grammar import Mistake

MOST_ENTRIES = 50_000  # of folders, for all patterns of a show; half a second
MOST_PARTS = 20
DEEPEST = 100  # folders below the show's that `**` goes through
ANY_FOLDERS = "**"
NARROWER = "name the folder in it, such as `week-1/*.yaml`"


class Patterns:
    """What the patterns of a show in a folder find."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._left = MOST_ENTRIES

    def found(self, pattern: str) -> Iterator[str]:
        """Paths from the folder, hidden ones left out; some twice. Raises Mistake."""
        parts = _parts(pattern)
        above = PurePath(pattern).anchor
        yield from self._below(Path(self._folder, above), above, parts)

    def _below(self, folder: Path, name: str, parts: tuple[str, ...]) -> Iterator[str]:
        if not parts:
            yield name
            return
        first, rest = parts[0], parts[1:]
        if first == ANY_FOLDERS:
            yield from self._below(folder, name, rest)
            for entry in self._entries(folder) if name.count(os.sep) < DEEPEST else ():
                if entry.is_dir(follow_symlinks=False):
                    yield from self._below(folder / entry.name, _join(name, entry.name), parts)
        elif _is_wild(first):
            for entry in self._entries(folder):
                if fnmatchcase(os.path.normcase(entry.name), os.path.normcase(first)) and (
                    not rest or entry.is_dir()
                ):
                    yield from self._below(folder / entry.name, _join(name, entry.name), rest)
        elif os.path.lexists(folder / first):
            yield from self._below(folder / first, _join(name, first), rest)

    def _entries(self, folder: Path) -> Iterator[os.DirEntry[str]]:
        """What a folder holds, hidden entries left out; nothing where it cannot be read."""
        try:
            with os.scandir(folder) as entries:
                found = list(islice(entries, max(0, self._left) + 1))
        except OSError:
            return
        self._left -= len(found)
        if self._left < 0:
            raise Mistake(f"there are more than {MOST_ENTRIES:,} files to look through", NARROWER)
        yield from (entry for entry in found if not entry.name.startswith("."))


def _parts(pattern: str) -> tuple[str, ...]:
    """The parts of a pattern behind its root; raises Mistake for one that is not followed."""
    path = PurePath(pattern)
    parts = path.parts[1:] if path.anchor else path.parts
    wild = [index for index, part in enumerate(parts) if _is_wild(part)]
    if ".." in parts[wild[0] :]:
        raise Mistake(f"`..` cannot stand behind a `*` in `{pattern}`", NARROWER)
    if ANY_FOLDERS in parts and (path.anchor or ".." in parts):
        message = f"`**` goes through folders below the show's only, not in `{pattern}`"
        raise Mistake(message, NARROWER)
    if len(parts) > MOST_PARTS:
        raise Mistake(f"a pattern has at most {MOST_PARTS} folders in a row", NARROWER)
    # `**/**` means no more than one of them, and would be walked twice.
    kept = (p for p, after in zip_longest(parts, parts[1:]) if not p == after == ANY_FOLDERS)
    return tuple(kept)


def _is_wild(part: str) -> bool:
    return any(char in part for char in "*?[")


def _join(folder: str, name: str) -> str:
    return os.path.join(folder, name)  # noqa: PTH118 (of a string that may be empty)
