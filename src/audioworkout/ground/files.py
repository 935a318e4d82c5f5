"""Atomic writes: a file is there whole or not at all."""

import errno
import os
import secrets
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from glob import escape
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

from audioworkout.ground.diagnostics import WorkoutError

PART = ".part"  # how the name of a file ends that is being written
STALE = 24 * 3600  # s; what a killed rendering left half written is removed after this


@contextmanager
def atomic_write(path: Path, *, over: bool = True) -> Iterator[BinaryIO]:
    """A temporary file that replaces the one at the path when it is complete.

    What is not a regular file, such as a device or a pipe, is written to as it is. Raises
    WorkoutError if the path cannot be written; unless it may be written `over`, FileExistsError
    for what is there.
    """
    real = Path(os.path.realpath(path))  # through a link, to the file that it names
    temporary = real.parent / f"{_prefix(real)}{secrets.token_hex(4)}{PART}"
    try:
        if not over:
            _require_absent(path)
        if real.exists() and not real.is_file():
            with real.open("wb") as file:
                yield file
            return
        _remove_stale(real)
        with temporary.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if path.exists():  # what replaces a file is as readable as it was
            temporary.chmod(path.stat().st_mode & 0o7777)
        if over:
            temporary.replace(real)
        else:
            _fill(real, temporary)
    except OSError as failed:
        if not over and isinstance(failed, FileExistsError):
            raise
        raise WorkoutError(f"cannot write {path}: {failed.strerror or failed}") from failed
    finally:
        with suppress(OSError):
            temporary.unlink()


def write_whole(path: Path, content: bytes, *, over: bool = True) -> None:
    """Writes a file that is there whole or as it was; raises as `atomic_write` does."""
    with atomic_write(path, over=over) as file:
        file.write(content)


def open_regular(path: Path) -> BufferedReader:
    """A file to read. Raises OSError, also for a pipe, which would be waited for, or a device."""
    waits_for_none = getattr(os, "O_NONBLOCK", 0)
    descriptor = os.open(path, os.O_RDONLY | waits_for_none | getattr(os, "O_BINARY", 0))
    mode = os.fstat(descriptor).st_mode
    if stat.S_ISREG(mode):
        return os.fdopen(descriptor, "rb")
    os.close(descriptor)
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    raise OSError(errno.EINVAL, "this is not a file, but a pipe or a device", str(path))


def _require_absent(path: Path) -> None:
    if os.path.lexists(path):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))


def _fill(empty: Path, temporary: Path) -> None:
    """Puts a file where none is; raises FileExistsError if one came there meanwhile."""
    try:
        os.link(temporary, empty)
    except FileExistsError:
        raise
    except OSError:  # not every file system has hard links
        _require_absent(empty)
        temporary.replace(empty)


def _prefix(path: Path) -> str:
    """How the name of a temporary file begins; it leaves room for the rest of the name."""
    kept = path.name.encode(errors="ignore")[:200].decode(errors="ignore")
    return f".{kept}."


def _remove_stale(path: Path) -> None:
    """What renderings of the same file left behind when they were killed."""
    for left in path.parent.glob(f"{escape(_prefix(path))}{'[0-9a-f]' * 8}{PART}"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > STALE:
                left.unlink()
