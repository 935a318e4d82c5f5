"""Atomic writes: a file is there whole or not at all."""

import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from glob import escape
from pathlib import Path
from typing import BinaryIO

from audioworkout.ground.diagnostics import WorkoutError

PART = ".part"  # how the name of a file ends that is being written
STALE = 24 * 3600  # s; what a killed rendering left half written is removed after this


@contextmanager
def atomic_write(path: Path) -> Iterator[BinaryIO]:
    """A temporary file that replaces the one at the path when it is complete.

    What is not a regular file, such as a device or a pipe, is written to as it is. Raises
    WorkoutError if the path cannot be written.
    """
    real = Path(os.path.realpath(path))  # through a link, to the file that it names
    temporary = real.parent / f"{_prefix(real)}{secrets.token_hex(4)}{PART}"
    try:
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
        temporary.replace(real)
    except OSError as failed:
        raise WorkoutError(f"cannot write {path}: {failed.strerror or failed}") from failed
    finally:
        with suppress(OSError):
            temporary.unlink()


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
