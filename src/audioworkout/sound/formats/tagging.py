"""What the tags of several formats need."""

from collections.abc import Iterator
from contextlib import contextmanager

from mutagen import MutagenError

from audioworkout.ground.diagnostics import WorkoutError


@contextmanager
def tagging() -> Iterator[None]:
    """Raises the OSError behind a mutagen error; WorkoutError for a file that it cannot read."""
    try:
        yield
    except MutagenError as failed:
        cause = failed.args[0] if failed.args else None
        if isinstance(cause, OSError):
            raise cause from None
        raise WorkoutError(
            f"what was encoded is no whole file, is the disk full? ({failed})"
        ) from failed


def cut(text: str, most: int) -> str:
    """As much of a text as `most` bytes of UTF-8 hold, no character halved."""
    return text.encode()[:most].decode(errors="ignore")
