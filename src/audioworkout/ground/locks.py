"""A lock between processes: who has it works alone until it is given back."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from audioworkout.ground.diagnostics import WorkoutError

WITHOUT_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP}


@contextmanager
def locked(path: Path, *, wait_s: float, taken: WorkoutError, way_out: str) -> Iterator[None]:
    """Holds the lock file at a path.

    Raises `taken` if another process does not give it back in time, and WorkoutError with the
    way out where the file system has no locks.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(str(path), timeout=wait_s)
    try:
        lock.acquire()
    except Timeout:
        raise taken from None
    except (NotImplementedError, OSError) as failed:
        if isinstance(failed, OSError) and failed.errno not in WITHOUT_LOCKS:
            raise
        raise WorkoutError(
            f"{path.parent}: the file system there has no locks, so two runs could mix; {way_out}"
        ) from failed
    try:
        yield
    finally:
        lock.release()
