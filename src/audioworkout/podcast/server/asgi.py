"""The published folder as an ASGI application: GET, HEAD and OPTIONS of its files."""

import hashlib
import io
import os
from collections.abc import AsyncIterator
from email.utils import formatdate
from pathlib import Path
from typing import BinaryIO

from anyio import to_thread
from starlette.datastructures import Headers
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from audioworkout.podcast.server import answers, conditions, media_types, paths
from audioworkout.podcast.server.conditions import ByteRange, Version
from audioworkout.podcast.server.rewriting import readdress

CHUNK = 65536  # bytes that are read and handed on at a time
LONGEST_TEXT = (
    4 << 20
)  # bytes; longer ones are not held in memory, and keep the show's public address


class Site:
    """Serves a folder under whatever address the client reached it at."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        if scope["method"] in ("GET", "HEAD"):
            await self._file(scope, receive, send)
        else:
            await answers.no_file(scope["method"])(scope, receive, send)

    async def _file(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Sends a file, which is closed also where the client goes away."""
        try:
            name, file = await to_thread.run_sync(paths.opened, self.folder, scope["path"])
        except paths.AbsentError:
            await answers.refusal(404, "there is no such file")(scope, receive, send)
            return
        except PermissionError:
            await answers.refusal(403, "this file may not be read")(scope, receive, send)
            return
        with file:
            address = f"http://{Headers(scope=scope)['host']}/"
            sent, version = await to_thread.run_sync(_as_sent, file, name, self.folder, address)
            with sent:
                await _response(scope, name, sent, version)(scope, receive, send)


def _as_sent(file: BinaryIO, name: str, folder: Path, address: str) -> tuple[BinaryIO, Version]:
    """The bytes as this client gets them, and their version.

    What is published is replaced by renaming, never written in place; so time and size tell.
    """
    facts = os.fstat(file.fileno())
    modified = int(facts.st_mtime)
    if not name.endswith(media_types.ADDRESSED) or facts.st_size > LONGEST_TEXT:
        tag = f'"{facts.st_ino:x}-{facts.st_mtime_ns:x}-{facts.st_size:x}"'
        return file, Version(facts.st_size, tag, modified)
    text = readdress(file.read(), folder, address)
    tag = f'"{hashlib.sha256(text).hexdigest()[:32]}"'
    return io.BytesIO(text), Version(len(text), tag, modified)


def _response(scope: Scope, name: str, file: BinaryIO, version: Version) -> Response:
    known = {"etag": version.tag, "accept-ranges": "bytes"}
    headers = {
        **answers.ALWAYS,
        **known,
        **media_types.headers(name),
        "last-modified": formatdate(version.modified, usegmt=True),
    }
    match conditions.judge(scope["method"], Headers(scope=scope), version):
        case conditions.UNCHANGED:
            return answers.bare(304, headers)
        case conditions.FAILED:
            refused = known | media_types.access(name)
            return answers.refusal(412, "the file has changed", refused)
        case conditions.UNSATISFIABLE:
            refused = known | media_types.access(name) | _span("*", version)
            return answers.refusal(416, "the file is not that long", refused)
        case ByteRange(start, stop) as part:
            headers |= _span(f"{start}-{stop - 1}", version)
            return _part(scope, 206, headers, name, file, part)
        case _:
            return _part(scope, 200, headers, name, file, ByteRange(0, version.size))


def _span(part: str, version: Version) -> dict[str, str]:
    return {"content-range": f"bytes {part}/{version.size}"}


def _part(
    scope: Scope, status: int, headers: dict[str, str], name: str, file: BinaryIO, part: ByteRange
) -> Response:
    kind = media_types.media_type(name)
    headers |= {"content-type": kind, "content-length": str(part.stop - part.start)}
    if scope["method"] == "HEAD":
        return answers.bare(status, headers)
    return StreamingResponse(_chunks(file, part), status, headers)


async def _chunks(file: BinaryIO, part: ByteRange) -> AsyncIterator[bytes]:
    file.seek(part.start)
    left = part.stop - part.start
    while left:
        data = await to_thread.run_sync(file.read, min(CHUNK, left))
        if not data:
            raise OSError("the file became shorter while it was sent")
        left -= len(data)
        yield data
