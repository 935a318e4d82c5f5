"""A transaction on the published folder: it changes as a whole or not at all.

    .FOLDER.publishing/    the staging folder, beside the published one: on its file system
        new/NAME           what is to be put in
        old/NAME           a hard link to what stood there before, until that is replaced
        journal.json       there from the first move to the last: whoever finds it rolls back

A file system renames one file atomically, never a hundred. So all is staged first, and the
moves are written down in a journal before the first is made. A build that fails rolls back by
it; of one that was killed, the next build finds the journal and does the same. Rolling back can
itself be interrupted and repeated: each step looks at what is there. The feed is moved last,
since apps fetch what it names as soon as they see it.

What the program did not write is neither replaced nor deleted.
"""

import hashlib
import json
import os
import re
import shutil
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

from pydantic import TypeAdapter

from audioworkout.ground import locks
from audioworkout.ground.diagnostics import WorkoutError
from audioworkout.ground.files import open_regular
from audioworkout.ground.interrupts import held_back
from audioworkout.podcast.publish.manifest import OWN, FileRecord
from audioworkout.podcast.shows.model import ASSETS, FEED, INDEX, MANIFEST

JOURNAL = "journal.json"
WAIT = 10  # s for another build to end
SHOWN = 5  # names in a message
OWN_FOLDER = re.compile(rf"\.|{ASSETS}")


@dataclass(frozen=True, slots=True)
class Journal:
    """The moves of a change: what is put in, what of it was not there before, what is removed."""

    put: tuple[str, ...]
    fresh: tuple[str, ...]
    gone: tuple[str, ...]
    folders: tuple[str, ...]
    """Folders that the change makes, `.` for the published one."""


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Holds the folder's lock, after rolling back what a build that was killed has left.

    Raises WorkoutError if another build holds the lock for longer than `WAIT`.
    """
    beside = _beside(folder)
    beside.mkdir(parents=True, exist_ok=True)
    lock = beside / f".{folder.name}.lock"
    taken = WorkoutError(
        f"{folder}: another build is writing it; wait until that is done, and publish again"
    )
    way_out = "publish into a folder of another disk with `-o`, and copy that"
    with locks.locked(lock, wait_s=WAIT, taken=taken, way_out=way_out):
        for place in {_staging(folder.parent, folder), _staging(folder, folder)}:
            recover(folder, place)
        yield


def _beside(folder: Path) -> Path:
    """Where to stage a change: by the folder, or in it where that is another file system."""
    try:
        inside = os.path.ismount(folder) or (
            folder.is_dir() and not os.access(folder.parent, os.W_OK)
        )
    except OSError:
        inside = False
    return folder if inside else folder.parent


def _staging(place: Path, folder: Path) -> Path:
    return place / f".{folder.name}.publishing"


def recover(folder: Path, staging: Path) -> None:
    """Rolls back a build that was stopped between two moves, and removes its staging folder."""
    try:
        with open_regular(staging / JOURNAL) as file:
            journal = _read_journal(file.read())
    except (FileNotFoundError, NotADirectoryError):
        pass
    except ValueError as damaged:
        raise WorkoutError(
            f"{staging}: a build was stopped here, and its journal cannot be read; delete this"
            f" and {folder}, and publish again"
        ) from damaged
    else:
        with held_back():
            _undo(folder, staging, journal)
    if staging.is_dir():
        shutil.rmtree(staging)


def _read_journal(text: bytes) -> Journal:
    """The journal of a text; raises ValueError for what this program did not write."""
    journal = TypeAdapter(Journal).validate_json(text, extra="forbid")
    if not all(map(OWN_FOLDER.fullmatch, journal.folders)):
        raise ValueError("a folder that is never made")
    return journal


def _undo(folder: Path, staging: Path, journal: Journal) -> None:
    """Rolls back the moves of a journal; interrupted anywhere, it can be repeated."""
    names = (*journal.put, *journal.gone, *journal.fresh)
    if not all(map(OWN.fullmatch, names)):
        raise WorkoutError(f"{staging}: its journal names files that were never published")
    for name in (*journal.gone, *reversed(journal.put)):
        if (staging / "old" / name).exists():
            (staging / "old" / name).replace(folder / name)
        elif name in journal.fresh and not (staging / "new" / name).exists():
            (folder / name).unlink(missing_ok=True)
    for made in reversed(journal.folders):
        with suppress(OSError):
            (folder / made).rmdir()
    (staging / JOURNAL).unlink(missing_ok=True)


class Change:
    """What a folder is to hold: what stays, what is new; all put in place by `apply`."""

    def __init__(self, folder: Path, known: Mapping[str, FileRecord]) -> None:
        """`known` is what the program wrote there. Nothing is made before the first `put`."""
        self.folder = folder
        self.files: dict[str, FileRecord] = {}
        """What the folder will hold."""
        self.edited: list[str] = []
        """What somebody else changed, and the program writes again."""
        self._known = known
        self._staging = _staging(_beside(folder), folder)
        self._staged: list[str] = []
        self._intact: dict[str, bool] = {}

    def holds(self, *names: str) -> bool:
        """Whether files lie there as the program wrote them."""
        return all(map(self._is_intact, names))

    def keep(self, *names: str) -> None:
        """Files stay as they are."""
        self.files |= {name: self._known[name] for name in names}

    def put(self, name: str, data: bytes) -> None:
        """A file with this content; the one that is there stays where it has it."""
        if self.holds(name) and self._known[name].sha256 == hashlib.sha256(data).hexdigest():
            self.keep(name)
            return
        with self.open(name) as file:
            file.write(data)

    @contextmanager
    def open(self, name: str) -> Iterator[BinaryIO]:
        """A file to write a content to; the one that is there stays where it is the same."""
        path = self._staging / "new" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w+b") as file:
            yield file
        found = written(path)
        if self.holds(name) and self._known[name].sha256 == found.sha256:
            path.unlink()
            self.keep(name)
        else:
            self.files[name] = found
            self._staged.append(name)

    def read(self, name: str) -> bytes:
        """The content that a file will have."""
        staged = name in self._staged
        return ((self._staging / "new" if staged else self.folder) / name).read_bytes()

    def apply(self, before_feed: Callable[[], None]) -> tuple[str, ...]:
        """Puts everything in place, the feed last, then removes what is no longer wanted.

        `before_feed` is called when all but the feed is in place. Whatever is raised, the folder
        is as it was. The names of files that were to go, but were changed by somebody else.
        """
        self._refuse_foreign()
        obsolete = [name for name in self._known if name not in self.files and name != MANIFEST]
        gone = [name for name in obsolete if self.holds(name)]
        kept = [n for n in obsolete if n not in gone and os.path.lexists(self.folder / n)]
        if not self._staged and not gone:
            before_feed()
            return tuple(kept)
        journal = self._journal(gone)
        try:
            self._move(journal, before_feed)
            (self._staging / JOURNAL).unlink()  # from here on the change is made
        except BaseException:
            _undo(self.folder, self._staging, journal)
            raise
        return tuple(kept)

    def discard(self) -> None:
        """Removes what was got ready, unless the folder must be put back from it first."""
        if self._staging.is_dir() and not (self._staging / JOURNAL).exists():
            shutil.rmtree(self._staging, ignore_errors=True)

    def _journal(self, gone: Iterable[str]) -> Journal:
        """Writes down the moves that follow, with all that is new on the disk before it."""
        put = tuple(sorted(self._staged, key=_rank))
        fresh = tuple(name for name in put if not os.path.lexists(self.folder / name))
        parents = {name.rpartition("/")[0] or "." for name in put} | {"."}
        folders = tuple(name for name in sorted(parents) if not (self.folder / name).is_dir())
        journal = Journal(put=put, fresh=fresh, gone=tuple(gone), folders=folders)
        self._staging.mkdir(parents=True, exist_ok=True)
        for name in put:
            _to_disk(self._staging / "new" / name)
        whole = self._staging / f"{JOURNAL}.new"
        whole.write_text(json.dumps(asdict(journal)))
        _to_disk(whole)
        whole.replace(self._staging / JOURNAL)
        return journal

    def _move(self, journal: Journal, before_feed: Callable[[], None]) -> None:
        for name in journal.folders:
            (self.folder / name).mkdir(exist_ok=True)
        for name in (name for name in journal.put if name != FEED):
            self._put_in(name, name in journal.fresh)
        before_feed()
        if FEED in journal.put:
            self._put_in(FEED, FEED in journal.fresh)
        for name in journal.gone:
            (self.folder / name).replace(self._old(name))

    def _put_in(self, name: str, fresh: bool) -> None:
        target = self.folder / name
        if not fresh:
            _hard_link(target, self._old(name))
        (self._staging / "new" / name).replace(target)

    def _old(self, name: str) -> Path:
        path = self._staging / "old" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def _is_intact(self, name: str) -> bool:
        if name not in self._intact:
            self._intact[name] = name in self._known and self._is_as_written(name)
        return self._intact[name]

    def _is_as_written(self, name: str) -> bool:
        known, path = self._known[name], self.folder / name
        try:
            found = path.lstat()
        except OSError:
            return False
        same = stat.S_ISREG(found.st_mode) and found.st_size == known.size
        if same and found.st_mtime_ns != known.mtime_ns:
            same = written(path).sha256 == known.sha256
        if not same:
            self.edited.append(name)
        return same

    def _refuse_foreign(self) -> None:
        """Raises WorkoutError if a file that the program did not write is in the way."""
        foreign = [name for name in list(self._staged) if self._is_foreign(name)]
        if foreign:
            raise in_the_way(self.folder, foreign)

    def _is_foreign(self, name: str) -> bool:
        path = self.folder / name
        if path.parent != self.folder and os.path.lexists(path.parent):
            parent = path.parent.lstat()
            if not stat.S_ISDIR(parent.st_mode):
                return True
        if not os.path.lexists(path):
            return False
        if path.is_symlink() or not path.is_file():
            return True
        return name not in self._known and written(path).sha256 != self.files[name].sha256


def in_the_way(folder: Path, names: Iterable[str]) -> WorkoutError:
    """The error that names files which would be replaced, and must not be."""
    found = sorted(str(folder / name) for name in names)
    more = f" and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
    were = "it was" if len(found) == 1 else "they were"
    return WorkoutError(
        f"{', '.join(found[:SHOWN])}{more}: {were} not written by this program, and would be"
        " replaced; move what is there, or choose another folder with `-o`"
    )


def _rank(name: str) -> tuple[int, str]:
    """The order of moves: what others refer to comes before them, the feed last."""
    if name == FEED:
        return 3, name
    if name in (INDEX, MANIFEST):
        return 2, name
    return int(name.endswith(".html")), name


def written(path: Path) -> FileRecord:
    """A file's size, time and hash as it lies on the disk now."""
    with path.open("rb") as file:
        content = hashlib.file_digest(file, "sha256").hexdigest()
        found = os.fstat(file.fileno())
    return FileRecord(size=found.st_size, mtime_ns=found.st_mtime_ns, sha256=content)


def _to_disk(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _hard_link(path: Path, other: Path) -> None:
    """Makes `other` a hard link to a file, or a copy of it."""
    try:
        os.link(path, other)
    except FileExistsError:
        pass
    except OSError:  # not every file system has hard links
        whole = other.with_name(f"{other.name}.part")
        shutil.copy2(path, whole)
        whole.replace(other)
