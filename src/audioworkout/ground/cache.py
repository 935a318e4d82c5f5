"""A content-addressed store on disk: what is costly to make is made once.

An entry is one file, `<kind>/<two hex digits>/<key>.entry`: a header (magic, length of the
payload, seal, checksum) and the payload. The seal covers kind, key and length, the checksum
the payload, so an entry that is cut short, damaged or misplaced counts as missing and is made
again. Files are written under a temporary name and moved into place, so that processes can
share a folder without locks. Nothing that goes wrong with the disk is an error: it costs time,
never correctness, and `Cache.problem` keeps what was wrong for whoever wants to tell the user.
"""

import hashlib
import os
import re
import secrets
import struct
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TypeAlias

FOLDER_VARIABLE = "AUDIOWORKOUT_CACHE"
"""The environment variable that names another folder than the user's own."""

DEFAULT_LIMIT = 512 * 1024 * 1024  # bytes; some 90 minutes of distinct speech
ROOM_AFTER_EVICTION = 0.8  # of the limit: so that eviction does not follow at each put
CHECK_EVERY = 1 / 16  # of the limit: bytes that a process puts before it looks again
FRESH = 3600  # s; an entry used within the last hour is not marked as used again
STALE = 3600  # s; a temporary file this old belongs to a process that died

_HEADER = struct.Struct("<8sQ8s24s")
_MAGIC = b"AWENTRY2"
_KEY = re.compile(r"[0-9a-f]{64}")
_KIND = re.compile(r"[a-z][a-z0-9-]*")
_ENTRY = re.compile(r"[0-9a-f]{64}\.entry")
_TEMPORARY = re.compile(r"[0-9a-f]{64}\.[0-9]+-[0-9a-f]+\.tmp")

Part: TypeAlias = "str | bytes | bool | int | float | tuple[Part, ...] | None"


def digest(*parts: Part) -> str:
    """The key of all parts together: 64 hex digits, different whenever any part differs.

    Types count (`1`, `1.0`, `True` and `"1"` differ), and so does where one part ends and
    the next begins.
    """
    return hashlib.sha256(_encode(parts)).hexdigest()


def _encode(part: Part) -> bytes:
    match part:
        case None:
            tag, body = b"n", b""
        case bool():
            tag, body = b"o", bytes([part])
        case int():
            tag, body = b"i", str(part).encode()
        case float():
            tag, body = b"f", struct.pack(">d", part)
        case str():
            tag, body = b"s", part.encode("utf-8", "surrogatepass")
        case bytes():
            tag, body = b"b", part
        case tuple():
            tag, body = b"t", b"".join(map(_encode, part))
    return tag + struct.pack(">Q", len(body)) + body


@dataclass(frozen=True, slots=True)
class Usage:
    """How many entries there are, and the bytes that their files hold."""

    entries: int = 0
    size: int = 0

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(self.entries + other.entries, self.size + other.size)


def default_folder() -> Path:
    """`AUDIOWORKOUT_CACHE` where it is set, else the user's cache folder for this program."""
    if named := os.environ.get(FOLDER_VARIABLE):
        return Path(named)
    from platformdirs import user_cache_path

    folder = user_cache_path("audioworkout")
    # Without a home, platformdirs gives a folder called `~` in the working one.
    return folder if folder.is_absolute() else Path(tempfile.gettempdir()) / "audioworkout"


class Cache:
    """Entries by kind (`clip`, say) and key (a `digest`). No method raises for the disk's sake."""

    def __init__(self, folder: Path | None = None, limit: int = DEFAULT_LIMIT) -> None:
        """`limit` is in bytes. Nothing is read or made before the first use."""
        self.folder = folder or default_folder()
        self.limit = limit
        self.problem: str | None = None
        """Why the last put failed, as the system words it; None while all is well."""
        self._lock = Lock()
        self._held: int | None = None  # bytes in the folder at the last look, and our puts since
        self._unchecked = 0

    def get(self, kind: str, key: str) -> bytes | None:
        """The payload, checked against its sum; None if it is missing or damaged."""
        try:
            with self._path(kind, key).open("rb") as file:
                content = file.read()
                self._mark_used(file.fileno(), kind, key)
        except OSError:
            return None
        payload = content[_HEADER.size :]
        return payload if content[: _HEADER.size] == _header(kind, key, payload) else None

    def length(self, kind: str, key: str) -> int | None:
        """Bytes of the payload, from the header and the file's size; None if missing or cut."""
        try:
            with self._path(kind, key).open("rb") as file:
                header = file.read(_HEADER.size)
                size = self._mark_used(file.fileno(), kind, key)
        except OSError:
            return None
        if len(header) < _HEADER.size:
            return None
        length = size - _HEADER.size
        start = (_MAGIC, length, _seal(kind, key, length))
        return length if _HEADER.unpack(header)[:3] == start else None

    def put(self, kind: str, key: str, data: bytes) -> bool:
        """Keep `data`; False where the folder cannot take it (`problem` says why)."""
        path = self._path(kind, key)
        temporary = path.with_name(f"{key}.{os.getpid()}-{secrets.token_hex(8)}.tmp")
        header = _header(kind, key, data)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                with temporary.open("xb") as file:
                    file.write(header)
                    file.write(data)
                temporary.replace(path)
            except BaseException:
                temporary.unlink(missing_ok=True)
                raise
        except OSError as error:
            self.problem = f"{self.folder}: {error.strerror or error}"
            return False
        self._keep_in_bounds(len(header) + len(data))
        return True

    def stats(self) -> dict[str, Usage]:
        """What the folder holds, by kind; sorted by name."""
        usage: dict[str, Usage] = {}
        for path, stat in self._files():
            if path.suffix == ".entry":
                kind = path.parent.parent.name
                usage[kind] = usage.get(kind, Usage()) + Usage(1, stat.st_size)
        return dict(sorted(usage.items()))

    def clear(self) -> Usage:
        """Delete entries, temporary files and the folders that this empties; nothing else."""
        removed = Usage()
        for path, stat in list(self._files()):
            with suppress(OSError):
                path.unlink()
                removed += Usage(path.suffix == ".entry", stat.st_size)
            with suppress(OSError):
                path.parent.rmdir()
                path.parent.parent.rmdir()
        self._held = None
        return removed

    def _path(self, kind: str, key: str) -> Path:
        if not (_KIND.fullmatch(kind) and _KEY.fullmatch(key)):
            raise ValueError(f"no cache entry can be named {kind!r}, {key!r}")
        return self.folder / kind / key[:2] / f"{key}.entry"

    def _mark_used(self, descriptor: int, kind: str, key: str) -> int:
        """Date the file now, so that eviction takes it last; its size in bytes."""
        stat = os.fstat(descriptor)
        if time.time() - stat.st_mtime > FRESH:
            with suppress(OSError):
                os.utime(self._path(kind, key))
        return stat.st_size

    def _keep_in_bounds(self, added: int) -> None:
        with self._lock:
            self._unchecked += added
            if self._held is None or self._unchecked > self.limit * CHECK_EVERY:
                self._held = sum(stat.st_size for _, stat in self._files())
                self._unchecked = 0
            if self._held + self._unchecked > self.limit:
                self._held, self._unchecked = self._evict(), 0

    def _evict(self) -> int:
        """Delete the least recently used until there is room; the bytes that are left."""
        now = time.time()
        files = sorted(self._files(), key=lambda file: file[1].st_mtime)
        held = sum(stat.st_size for _, stat in files)
        for path, stat in files:
            stale = path.suffix == ".tmp" and now - stat.st_mtime > STALE
            crowded = path.suffix == ".entry" and held > self.limit * ROOM_AFTER_EVICTION
            if stale or crowded:
                with suppress(OSError):
                    path.unlink()
                    held -= stat.st_size
        return held

    def _files(self) -> Iterator[tuple[Path, os.stat_result]]:
        """The store's own files, temporary ones too, told by where and how they are named."""
        for kind in _folders(self.folder, _KIND):
            for shard in _folders(kind, re.compile(r"[0-9a-f]{2}")):
                for entry in _scan(shard):
                    if _ENTRY.fullmatch(entry.name) or _TEMPORARY.fullmatch(entry.name):
                        with suppress(OSError):
                            if entry.is_file(follow_symlinks=False):
                                yield Path(entry.path), entry.stat(follow_symlinks=False)


def _header(kind: str, key: str, payload: bytes) -> bytes:
    checksum = hashlib.blake2b(payload, digest_size=24).digest()
    return _HEADER.pack(_MAGIC, len(payload), _seal(kind, key, len(payload)), checksum)


def _seal(kind: str, key: str, length: int) -> bytes:
    return hashlib.blake2b(f"{kind} {key} {length}".encode(), digest_size=8).digest()


def _folders(parent: Path, name: re.Pattern[str]) -> Iterator[Path]:
    for entry in _scan(parent):
        if name.fullmatch(entry.name) and entry.is_dir(follow_symlinks=False):
            yield Path(entry.path)


def _scan(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return []
