"""A named pipe is not waited for at any door: who could write to it may never come."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from audioworkout.ground.cache import Cache
from audioworkout.ground.diagnostics import WorkoutError
from audioworkout.language.document import inputs
from audioworkout.podcast.artwork import own_cover
from audioworkout.podcast.publish import manifest
from audioworkout.podcast.shows.model import MANIFEST
from audioworkout.session import compiling
from audioworkout.voices import casting, find_voice
from audioworkout.voices.configured import configured
from command import run
from fake import FakeVoice

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="has no named pipes")

HEAD = "title: Pipe\ncoaching: quiet\n"
SQUATS = "workout:\n  - 20s squats\n"


@pytest.fixture
def pipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(casting, "find_voice", lambda spec, folder: FakeVoice())
    os.mkfifo(tmp_path / "pipe.wav")
    return tmp_path / "pipe.wav"


def compiled(pipe: Path, lines: str) -> None:
    source = inputs.Source("w.yaml", lines.format(pipe=pipe.name), pipe.parent, "w")
    compiling.compile_workout(source, compiling.Options(), Cache(pipe.parent / "cache"))


def model(pipe: Path) -> None:
    os.mkfifo(pipe.with_name("voice.onnx"))
    pipe.rename(pipe.with_name("voice.onnx.json"))
    find_voice(str(pipe.with_name("voice.onnx"))).speak("Go", 100)


def settings(pipe: Path) -> None:
    configured(pipe.rename(pipe.with_name("voices.yaml")).parent)


def noted(pipe: Path) -> None:
    manifest.read(pipe.rename(pipe.with_name(MANIFEST)).parent)


DOORS: dict[str, Callable[[Path], object]] = {
    "workout": inputs.read,
    "play": lambda pipe: compiled(pipe, HEAD + SQUATS + "  - play {pipe}\n"),
    "sounds": lambda pipe: compiled(pipe, HEAD + "sounds: {{go: {pipe}}}\n" + SQUATS),
    "music": lambda pipe: compiled(pipe, HEAD + "music: {pipe}\n" + SQUATS),
    "pause": lambda pipe: compiled(pipe, HEAD + "pause: {pipe}\n" + SQUATS),
    "image": lambda pipe: compiled(pipe, HEAD + "image: {pipe}\n" + SQUATS),
    "image of a show": own_cover,
    "model": model,
    "voices.yaml": settings,
    "manifest": noted,
}


@pytest.mark.parametrize("door", DOORS)
def test_a_pipe_is_refused(door: str, pipe: Path) -> None:
    with pytest.raises(WorkoutError):
        DOORS[door](pipe)


def test_an_import_does_not_wait_for_one(pipe: Path) -> None:
    done = run("import", pipe, cache=pipe.parent / "cache")
    told = f"error: cannot read {pipe}: this is not a file, but a pipe or a device\n"
    assert (done.code, done.err) == (1, told)


@pytest.mark.skipif(sys.platform != "linux", reason="needs /dev/fd")
def test_the_pipe_of_a_shell_is_read() -> None:
    """As of `audioworkout render <(generate)`."""
    read, write = os.pipe()
    os.write(write, (HEAD + SQUATS).encode())
    os.close(write)
    assert inputs.read(f"/dev/fd/{read}").text == HEAD + SQUATS
    os.close(read)
