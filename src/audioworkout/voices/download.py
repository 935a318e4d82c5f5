"""Piper's published voices: fetched into the user's folder, or taken out of it again.

The publisher's index says where the two files of a voice lie, how long they are, and what their
MD5 is. A file is written under another name until all of that holds, so that a voice is either
there whole or not at all. A broken download is resumed the next time (HTTP ranges); the part's
name holds the MD5 that it is to have, so that parts of two editions never mix.
"""

import errno
import hashlib
import json
import os
import re
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import requests
from requests import RequestException
from requests.exceptions import ProxyError, SSLError

from audioworkout.ground.folders import DATA_VARIABLE
from audioworkout.ground.locks import locked
from audioworkout.ground.spelling import nearest_few
from audioworkout.voices import VoiceError
from audioworkout.voices.piper import MODEL, PUBLISHED, SETTINGS, downloads

PUBLISHER = "https://huggingface.co/rhasspy/piper-voices/resolve/main/"
MIRROR_VARIABLE = "AUDIOWORKOUT_PIPER_VOICES"  # names another place than PUBLISHER
INDEX = "voices.json"
MOST_INDEX_BYTES = 32_000_000  # it has some hundred thousand
SAMPLES = "https://rhasspy.github.io/piper-samples"

TIMEOUTS = (10, 30)  # s: to connect, and between two pieces
PIECE = 1 << 16  # bytes; of a piece that breaks off nothing is kept
CONNECTIONS = 5  # at most for a file in one go
PART = ".part"
CLOSE = 70  # of 100: how much alike a name that is proposed must be

PARTIAL, NO_SUCH_RANGE = 206, 416  # HTTP
MD5 = re.compile(r"[0-9a-f]{32}")

Progress = Callable[[int, int], None]
"""Called with the bytes of a voice that are there, and those that it has."""


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file as the index describes it."""

    url: str
    size: int
    md5: str


@dataclass(frozen=True, slots=True)
class Published:
    """A voice that can be fetched."""

    name: str
    language: str
    """A BCP 47 tag."""

    speakers: int
    model: RemoteFile
    settings: RemoteFile

    @property
    def size(self) -> int:
        """Bytes of both files."""
        return self.model.size + self.settings.size


def add(name: str, progress: Progress | None = None) -> Path:
    """Fetch a published voice, unless it is there as the index has it; returns its model.

    Raises VoiceError with a way out: for a name that nobody published, without a network, with a
    disk that is full or may not be written, where the content is not what the index says.
    """
    name = unicodedata.normalize("NFC", name)
    voices = {voice.name: voice for voice in published(name)}
    if name not in voices:
        raise VoiceError(_unknown(name, voices))
    with _explained(name), _locked(name):
        _fetch(voices[name], progress or (lambda _there, _all: None))
    return downloads() / f"{name}{MODEL}"


def remove(name: str) -> None:
    """Delete a downloaded voice, and what is left of its download. VoiceError if there is none."""
    name = unicodedata.normalize("NFC", name)
    files = _files(name)
    if not files:
        have = sorted(path.name.removesuffix(MODEL) for path in downloads().glob(f"*{MODEL}"))
        raise VoiceError(
            f"no downloaded voice is called `{name}`; there is: {', '.join(have) or 'none'}"
        )
    with _explained(name), _locked(name):
        for path in files:
            path.unlink(missing_ok=True)


def published(wanted: str = "") -> tuple[Published, ...]:
    """All voices of the index, by name; raises VoiceError, which tells how to get `wanted`."""
    base = _base()
    with _explained(wanted), _answer(base + INDEX, {}) as answer:
        text = bytearray()
        for piece in answer.iter_content(PIECE):
            text += piece
            if len(text) > MOST_INDEX_BYTES:
                break
    try:
        entries = json.loads(text).items()
    except (ValueError, AttributeError):
        entries = ()
    voices = [voice for name, entry in entries if (voice := _published(base, name, entry))]
    if not voices:
        raise VoiceError(f"{base + INDEX} is not the index of Piper's voices")
    return tuple(sorted(voices, key=lambda voice: voice.name))


def _published(base: str, name: str, entry: Any) -> Published | None:
    """A voice of the index; None where its name could not be a file's, or something lacks."""
    name = unicodedata.normalize("NFC", name)
    if not PUBLISHED.fullmatch(name):
        return None
    try:
        files = {unicodedata.normalize("NFC", path): path for path in entry["files"]}
        model, settings = (
            _remote(base, next(files[path] for path in files if path.endswith(f"/{end}")), entry)
            for end in (name + MODEL, name + SETTINGS)
        )
        language = str(entry["language"]["code"]).replace("_", "-")
        return Published(name, language, int(entry["num_speakers"]), model, settings)
    except (KeyError, AttributeError, TypeError, ValueError, RuntimeError):
        return None


def _remote(base: str, path: str, entry: Any) -> RemoteFile:
    size, md5 = int(entry["files"][path]["size_bytes"]), str(entry["files"][path]["md5_digest"])
    if size <= 0 or not MD5.fullmatch(md5):
        raise ValueError(path)
    return RemoteFile(base + quote(path), size, md5)


def _fetch(voice: Published, progress: Progress) -> None:
    """Both files, put in place when both are there: the settings first, the model last.

    A voice counts as installed once both are there, so one that was interrupted is never used.
    """
    settings, model = (downloads() / f"{voice.name}{end}" for end in (SETTINGS, MODEL))
    lacking = {
        path: file
        for path, file in ((settings, voice.settings), (model, voice.model))
        if not _is(path, file)
    }
    parts = {path: path.with_name(f"{path.name}.{lacking[path].md5}{PART}") for path in lacking}
    for path in _files(voice.name):
        if path.suffix == PART and path not in parts.values():
            path.unlink()
    done = voice.size - sum(file.size for file in lacking.values())
    for path, file in lacking.items():

        def tell(there: int, before: int = done) -> None:
            progress(before + there, voice.size)

        _complete(file, parts[path], tell)
        done += file.size
    if len(lacking) > 1:
        model.unlink(missing_ok=True)  # never an old model beside new settings
    for path, part in parts.items():
        part.replace(path)
    progress(voice.size, voice.size)


def _complete(file: RemoteFile, part: Path, progress: Callable[[int], None]) -> None:
    """Make `part` the file, resuming what there is of it.

    A wrong MD5 after resuming may be the old part's fault, so the file is fetched once more from
    its beginning; a wrong one after that is the server's, and an error.
    """
    leftover = part.exists()
    for _ in range(CONNECTIONS):
        if _size(part) < file.size:
            _stream(file, part, progress)
        if _size(part) < file.size:
            continue
        if _is(part, file):
            return
        part.unlink()
        if not leftover:
            raise VoiceError(
                f"{file.url}: what came is not what the index says, so it was removed; try again "
                f"later, or name a mirror by the environment variable {MIRROR_VARIABLE}"
            )
        leftover = False
    raise VoiceError(
        f"{file.url}: the connection broke off {CONNECTIONS} times, the last time after "
        f"{_size(part)} of {file.size} bytes; the same command goes on from there"
    )


def _stream(file: RemoteFile, part: Path, progress: Callable[[int], None]) -> None:
    """Appends what one connection brings; raises RequestException if that is nothing."""
    there = _size(part)
    try:
        with _answer(file.url, {"Range": f"bytes={there}-"} if there else {}) as answer:
            if answer.status_code == NO_SUCH_RANGE:
                part.unlink(missing_ok=True)
            else:
                _append(answer, file, part, progress)
    except RequestException:
        if _size(part) <= there:
            raise


def _append(
    answer: requests.Response, file: RemoteFile, part: Path, progress: Callable[[int], None]
) -> None:
    there = _size(part)
    # A server that does not know ranges sends the whole file: it is written from its beginning.
    goes_on = answer.headers.get("Content-Range", "").startswith(f"bytes {there}-")
    goes_on = goes_on and answer.status_code == PARTIAL
    there = there if goes_on else 0
    with part.open("ab" if goes_on else "wb") as output:
        for piece in answer.iter_content(PIECE):
            output.write(piece)
            there += len(piece)
            progress(min(there, file.size))
            if there > file.size:
                break


@contextmanager
def _answer(url: str, headers: dict[str, str]) -> Iterator[requests.Response]:
    headers = {"Accept-Encoding": "identity", **headers}
    with requests.get(url, headers=headers, stream=True, timeout=TIMEOUTS) as answer:
        if answer.status_code >= 400 and answer.status_code != NO_SUCH_RANGE:
            raise VoiceError(
                f"{url}: the server answers {answer.status_code} {answer.reason}; try again "
                f"later, or name a mirror by the environment variable {MIRROR_VARIABLE}"
            )
        yield answer


@contextmanager
def _locked(name: str) -> Iterator[None]:
    """Holds the lock file of a voice, so that no other process adds or removes it meanwhile.

    Makes the folder. Raises VoiceError at once where another process has the lock.
    """
    downloads().mkdir(parents=True, exist_ok=True)
    taken = VoiceError(f"`{name}` is being downloaded or removed already; wait until that is done")
    way_out = f"name a folder on another disk by the environment variable {DATA_VARIABLE}"
    with locked(downloads() / f".{name}.lock", wait_s=0, taken=taken, way_out=way_out):
        yield


@contextmanager
def _explained(name: str) -> Iterator[None]:
    """What network and disk raise, as sentences."""
    try:
        yield
    except RequestException as error:
        raise VoiceError(_unreachable(name, error)) from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise VoiceError(
                f"the disk of {downloads()} is full: make room, and the same command goes on"
            ) from error
        raise VoiceError(
            f"{error.filename or downloads()}: {error.strerror or error}; name a folder that can "
            f"be written by the environment variable {DATA_VARIABLE}"
        ) from error


def _unreachable(name: str, error: Exception) -> str:
    kinds = ((SSLError, "its certificate is not accepted"), (ProxyError, "the proxy refuses"))
    reasons = [reason for kind, reason in kinds if isinstance(error, kind)]
    waited = isinstance(error, requests.Timeout)
    late = f"no answer within {TIMEOUTS[1]} s" if waited else "no connection"
    base = _base()
    way_out = "try again with a network"
    if PUBLISHED.fullmatch(name):
        code, voice, quality = name.split("-", 2)
        path = f"{base}{code.partition('_')[0]}/{code}/{voice}/{quality}/{name}"
        way_out += (
            f", or bring {path}{MODEL} and {path}{SETTINGS} by other means, both into {downloads()}"
        )
    return f"{base} cannot be reached ({(*reasons, late)[0]}): {way_out}"


def _base() -> str:
    base = os.environ.get(MIRROR_VARIABLE) or PUBLISHER
    if not base.startswith(("http://", "https://")):
        raise VoiceError(f"{MIRROR_VARIABLE} is `{base}`: expected http://... or https://...")
    return base.rstrip("/") + "/"


def _unknown(name: str, voices: dict[str, Published]) -> str:
    found = nearest_few(name, voices, 5, alike=CLOSE, partly=True)
    close = f"; there is: {', '.join(found)}" if found else ""
    return f"nobody published a Piper voice called `{name}`{close} (all {len(voices)}: {SAMPLES})"


def _files(name: str) -> tuple[Path, ...]:
    """What there is of a voice, the model first; entries of the folder itself, never others."""
    start = f"{name}{MODEL}"
    found = downloads().iterdir() if downloads().is_dir() else ()
    return tuple(
        sorted(
            path
            for path in found
            if path.name in (start, f"{name}{SETTINGS}")
            or (path.name.startswith(f"{start}.") and path.suffix == PART)
        )
    )


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _is(path: Path, file: RemoteFile) -> bool:
    if _size(path) != file.size:
        return False
    with path.open("rb") as content:
        md5 = hashlib.file_digest(content, lambda: hashlib.md5(usedforsecurity=False))
    return md5.hexdigest() == file.md5
