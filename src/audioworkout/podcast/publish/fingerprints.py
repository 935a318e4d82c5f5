"""Fingerprints of the files that something was made of, so that a change is seen cheaply.

As in a build system, size and time of a file stand for its content. Only where they differ is the
content read and hashed: a file that was touched, or copied to another machine, is no change.
"""

import hashlib
import os
import stat
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from audioworkout.ground import assets, folders
from audioworkout.ground.cache import digest

YOUNG = 2_000_000_000  # ns; a file changed so lately may change again without a later time
HOME = "~"

Kind = Literal["file", "folder", "absent"]


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A file's content, a folder's names, or that nothing is there.

    `path` begins with a name for where it starts, so that the fingerprint holds on another
    machine, and shows nobody's name. `changed_ns` is 0 where the time says nothing.
    """

    path: str
    kind: Kind
    size: int = 0
    changed_ns: int = 0
    sha256: str = ""


class Fingerprints:
    """Takes the fingerprints of files, of each file once."""

    def __init__(self, folder: Path) -> None:
        """Paths start from `folder`, the show's, where no other place is nearer."""
        self._places = (
            ("show:", _absolute(folder)),
            ("bundled:", _absolute(assets.workouts())),
            ("settings:", _absolute(folders.configuration())),
            ("data:", _absolute(folders.data())),
            (f"{HOME}/", _absolute(Path.home())),
        )
        self._taken: dict[str, Fingerprint] = {}
        self._same: dict[Fingerprint, bool] = {}

    def take(self, path: Path, known: Fingerprint | None = None) -> Fingerprint:
        """The fingerprint of what is at a path now: the known one, if it still holds."""
        name = self._name(_absolute(path))
        if known and known.path == name and self._is_untouched(known):
            return known
        if name not in self._taken:
            self._taken[name] = _fingerprint(name, path)
        return self._taken[name]

    def is_same(self, known: Fingerprint) -> bool:
        """Whether it is as it was; content is read only where size or time differ."""
        if known not in self._same:
            self._same[known] = self._is_untouched(known) or self._is_equal(known)
        return self._same[known]

    def _is_untouched(self, known: Fingerprint) -> bool:
        try:
            found = self._path(known.path).stat()
        except (OSError, ValueError):
            return known.kind == "absent"
        kind = "folder" if stat.S_ISDIR(found.st_mode) else "file"
        size = found.st_size if kind == "file" else 0
        return (kind, size, _changed(found)) == (known.kind, known.size, known.changed_ns)

    def _is_equal(self, known: Fingerprint) -> bool:
        found = self.take(self._path(known.path))
        return replace(found, changed_ns=0) == replace(known, changed_ns=0)

    def path(self, known: Fingerprint) -> Path:
        """The file that a fingerprint is of."""
        return self._path(known.path)

    def _name(self, path: Path) -> str:
        for name, place in self._places:
            if path.is_relative_to(place):
                return name + path.relative_to(place).as_posix()
        return str(path)

    def _path(self, name: str) -> Path:
        for start, place in self._places:
            if name.startswith(start):
                return place / name.removeprefix(start)
        return Path(name)


def _absolute(path: Path) -> Path:
    """Without links followed: a link that names another file then is a change."""
    return Path(os.path.abspath(path))  # noqa: PTH100 (Path.absolute keeps `..`)


def _fingerprint(name: str, path: Path) -> Fingerprint:
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            listing = digest(*sorted(child.name for child in path.iterdir()))
            return Fingerprint(name, "folder", changed_ns=_settled(found), sha256=listing)
        if not stat.S_ISREG(found.st_mode):
            return Fingerprint(name, "absent")
        with path.open("rb") as file:
            content = hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError):
        return Fingerprint(name, "absent")
    return Fingerprint(name, "file", size=found.st_size, changed_ns=_settled(found), sha256=content)


def _changed(found: os.stat_result) -> int:
    """The later of two times: that of the content, and that of the entry, which no copy keeps."""
    return max(found.st_mtime_ns, found.st_ctime_ns)


def _settled(found: os.stat_result) -> int:
    changed = _changed(found)
    return changed if time.time_ns() - changed > YOUNG else 0
