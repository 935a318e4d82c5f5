"""From a request's path to a file of the published folder, and never to any other."""

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

from audioworkout.podcast.shows.model import FEED, INDEX, MANIFEST

_REFUSED = frozenset('\\:*?"<>|\x7f') | {chr(code) for code in range(32)}
"""Never in a published name, and on Windows another way to write folders, drives and streams."""


_NOWHERE = {errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG, errno.ELOOP, errno.EINVAL}


class AbsentError(Exception):
    """There is no such file to give away."""


def published(folder: Path) -> bool:
    """Whether a folder holds a published show."""
    return (folder / FEED).is_file() and (folder / MANIFEST).is_file()


def find(folder: Path, path: str) -> str:
    """The name, from the folder, of the file that a decoded path asks for; `/` is the index.

    Raises AbsentError for what is hidden, or lies elsewhere by way of `..` or of a link.
    """
    name = path.removeprefix("/") or INDEX
    if not all(map(_plain, name.split("/"))):
        raise AbsentError(path)
    root = Path(os.path.realpath(folder))
    real = Path(os.path.realpath(root / name))
    if not real.is_relative_to(root) or not all(map(_plain, real.relative_to(root).parts)):
        raise AbsentError(path)
    return name


def opened(folder: Path, path: str) -> tuple[str, BinaryIO]:
    """The name and the bytes of the file that a path asks for. Raises AbsentError and OSError."""
    try:
        name = find(folder, path)
        if not stat.S_ISREG((folder / name).stat().st_mode):  # a pipe would be waited for
            raise AbsentError(path)
        return name, (folder / name).open("rb")
    except OSError as failed:
        if failed.errno in _NOWHERE:
            raise AbsentError(path) from failed
        raise


def _plain(part: str) -> bool:
    """Whether a part of a path is a name that is not hidden and means the same everywhere."""
    return bool(part) and part[0] != "." and part[-1] not in ". " and not _REFUSED & set(part)
