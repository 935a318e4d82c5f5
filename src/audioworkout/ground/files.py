"""Files that are there whole or not at all."""

import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from glob import escape
from pathlib import Path
from typing import BinaryIO

from audioworkout.ground.diagnostics import WorkoutError

ASIDE = ".part"  # how the name of a file ends that is being written
STALE = 24 * 3600  # s; a file set aside by a rendering that was killed is removed after this


@contextmanager
def set_aside(path: Path) -> Iterator[BinaryIO]:
    """A file that takes the path's place only when it is complete.

    What is no regular file, such as a device or a pipe, is written to as it is. Raises
    WorkoutError if the path cannot be written.
    """
    real = Path(os.path.realpath(path))  # through a link, to the file that it names
    aside = real.parent / f"{_aside_prefix(real)}{secrets.token_hex(4)}{ASIDE}"
    try:
        if real.exists() and not real.is_file():
            with real.open("wb") as file:
                yield file
            return
        _remove_stale(real)
        with aside.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if path.exists():  # what replaces a file is as readable as it was
            aside.chmod(path.stat().st_mode & 0o7777)
        aside.replace(real)
    except OSError as failed:
        raise WorkoutError(f"cannot write {path}: {failed.strerror or failed}") from failed
    finally:
        with suppress(OSError):
            aside.unlink()


def _aside_prefix(path: Path) -> str:
    """The beginning of the name of a file set aside; it leaves room for the rest of the name."""
    kept = path.name.encode(errors="ignore")[:200].decode(errors="ignore")
    return f".{kept}."


def _remove_stale(path: Path) -> None:
    """What renderings of the same file left behind when they were killed."""
    for left in path.parent.glob(f"{escape(_aside_prefix(path))}{'[0-9a-f]' * 8}{ASIDE}"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > STALE:
                left.unlink()
