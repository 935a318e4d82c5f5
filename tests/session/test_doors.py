"""What a workout names is read as what it is: no address that stands in it is asked for.

The baits are harmless texts, a playlist or a picture that names an address of this computer, under
the names of sound files; what listens there must see nobody.
"""

import os
import shutil
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from audioworkout.ground import ffmpeg
from audioworkout.ground.cache import Cache
from audioworkout.ground.diagnostics import WorkoutError
from audioworkout.language.document import inputs
from audioworkout.podcast.artwork import own_cover
from audioworkout.session import compiling, rendering
from audioworkout.voices import casting, find_voice
from fake import FakeVoice

LISTS = (
    "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n{url}one.ts\n#EXT-X-ENDLIST\n",
    "#EXTM3U\n{url}one.mp3\n",
    "ffconcat version 1.0\nfile '{url}one.mp3'\n",
    "[playlist]\nFile1={url}one.mp3\nNumberOfEntries=1\n",
    '<ASX version="3.0"><Entry><Ref href="{url}one.wma"/></Entry></ASX>',
    '<svg xmlns="http://www.w3.org/2000/svg"><image href="{url}one.png"/></svg>',
    "v=0\nc=IN IP4 127.0.0.1\nm=audio 5004 RTP/AVP 0\na=control:{url}\n",
    "{url}one.mp3\n",
)
ENDINGS = ("mp3", "m3u", "m3u8", "wav", "mp4", "m4a", "aac", "jpg", "pls", "sdp")


class Listener:
    """Counts who connects to a port of this computer."""

    def __init__(self) -> None:
        self.seen = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/"
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                with connection:
                    self.seen += 1

    def close(self) -> None:
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join()


@pytest.fixture
def listener() -> Iterator[Listener]:
    listening = Listener()
    yield listening
    listening.close()


def baits(url: str) -> Iterator[bytes]:
    """Texts that name the address; bare, and behind the first bytes of each format of ffmpeg's."""
    for text in LISTS:
        yield text.format(url=url).encode()
    for at, magic, _ in ffmpeg.MUSIC_FORMATS:
        yield at * b"\0" + magic + b"\n" + LISTS[0].format(url=url).encode()


@pytest.fixture
def files(tmp_path: Path, listener: Listener) -> tuple[Path, ...]:
    made = []
    for number, bait in enumerate(baits(listener.url)):
        ending = ENDINGS[number % len(ENDINGS)]
        made.append(tmp_path / f"bait-{number}.{ending}")
        made[-1].write_bytes(bait)
    return tuple(made)


@pytest.fixture(autouse=True)
def silent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(casting, "find_voice", lambda spec, folder: FakeVoice())


def rendered(file: Path, lines: str) -> None:
    source = inputs.Source("bait.yaml", lines.format(file=file.name), file.parent, "bait")
    session = compiling.compile_workout(source, compiling.Options(), Cache(file.parent / "cache"))
    rendering.mp3_bytes(session)


def by_recording(file: Path) -> None:
    folder = file.parent / f"me-{file.stem}"
    folder.mkdir()
    shutil.copy(file, folder / f"rest.{file.suffix[1:]}")
    for suffix in ("wav", "mp3", "m4a"):
        shutil.copy(file, folder / f"go.{suffix}")
        find_voice(f"recorded:{folder}").speak("go", 100)


def by_command(file: Path) -> None:
    copy = f"{sys.executable} -c 'import shutil, sys; shutil.copy(*sys.argv[1:])' {file}"
    find_voice(f"command:{copy} {{output}}").speak("go", 100)


HEAD = "title: Bait\ncoaching: quiet\n"
SQUATS = "workout:\n  - 20s squats\n"
DOORS: dict[str, Callable[[Path], object]] = {
    "play": lambda file: rendered(file, HEAD + SQUATS + "  - play {file}\n"),
    "sounds": lambda file: rendered(file, HEAD + "sounds: {{go: {file}}}\n" + SQUATS),
    "music": lambda file: rendered(file, HEAD + "music: {file}\n" + SQUATS),
    "pause": lambda file: rendered(file, HEAD + "pause: {file}\n" + SQUATS),
    "image": lambda file: rendered(file, HEAD + "image: {file}\n" + SQUATS),
    "image of a show": own_cover,
    "recorded": by_recording,
    "command": by_command,
}


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where an ffprobe that is found first would write that it was asked."""
    probe, note = tmp_path / "bin" / "ffprobe", tmp_path / "asked"
    probe.parent.mkdir()
    probe.write_text(f"#!/bin/sh\necho asked >>{note}\nexit 1\n")
    probe.chmod(0o755)
    monkeypatch.setenv("PATH", str(probe.parent), prepend=os.pathsep)
    return note


@pytest.mark.parametrize("door", DOORS)
def test_no_address_in_a_file_is_asked_for(
    door: str, files: tuple[Path, ...], listener: Listener, asked: Path
) -> None:
    for file in files:
        with pytest.raises(WorkoutError):
            DOORS[door](file)
    assert listener.seen == 0
    assert not asked.exists()


def test_the_listener_sees_who_asks(listener: Listener) -> None:
    host, port = listener.url.removeprefix("http://").rstrip("/").split(":")
    with socket.create_connection((host, int(port))) as connection:
        connection.recv(1)
    assert listener.seen == 1
