"""Whatever goes wrong costs time, never correctness: equal input gives equal bytes."""

import ctypes
import errno
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from audioworkout.ground.cache import FOLDER_VARIABLE, Cache
from audioworkout.language.document import inputs
from audioworkout.session import compiling, rendering
from audioworkout.sound.mp3 import encoded
from audioworkout.voices import Pcm, casting
from checkout import TESTS
from command import SHORT, Done, environment, run, start
from fake import FakeVoice

MANY = "title: Many\nworkout:\n" + "".join(
    f"  - exercise: exercise {name}\n    work: 10s\n" for name in "abcdefghijklmnopqrst"
)
PHRASES = 20  # at the least: each exercise has a name

pytestmark = pytest.mark.slow  # most of them run the program, some several times


@pytest.fixture(autouse=True)
def fake_voice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(casting, "find_voice", lambda spec, folder: FakeVoice())


def rendered(text: str, cache: Path, progress: compiling.Progress | None = None) -> bytes:
    """A workout's MP3, rendered in this process."""
    source = inputs.Source("workout.yaml", text, Path(), "workout")
    session = compiling.compile_workout(source, compiling.Options(), Cache(cache), progress)
    tag, body = rendering.assemble(session, progress=progress)
    path = cache.parent / "rendered.mp3"
    with path.open("wb") as file:
        file.write(tag)
        body.write(file)
    return path.read_bytes()


@pytest.fixture(scope="module")
def wanted(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The MP3 of MANY, rendered undisturbed in another process."""
    folder = tmp_path_factory.mktemp("wanted")
    done = run("render", "-", "-o", "-", "-q", given=MANY.encode(), cache=folder / "cache")
    assert (done.code, done.err) == (0, "")
    return done.out


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache that holds all of MANY. Take a copy."""
    folder = tmp_path_factory.mktemp("warm") / "cache"
    run("render", "-", "-o", os.devnull, "-q", given=MANY.encode(), cache=folder)
    return folder


@pytest.fixture
def cache(warm: Path, tmp_path: Path) -> Path:
    """A copy of the warm cache."""
    return shutil.copytree(warm, tmp_path / "cache")


def entries(cache: Path) -> list[Path]:
    found = sorted(cache.rglob("*.entry"))
    assert len(found) > 2 * PHRASES
    return found


# Determinism


def test_empty_and_warm_cache_give_the_same_bytes(
    wanted: bytes, cache: Path, tmp_path: Path
) -> None:
    assert rendered(MANY, tmp_path / "empty") == wanted
    assert rendered(MANY, tmp_path / "empty") == wanted
    assert rendered(MANY, cache) == wanted


def test_what_was_rendered_before_changes_nothing(wanted: bytes, tmp_path: Path) -> None:
    alone = rendered(SHORT, tmp_path / "one")
    assert rendered(MANY, tmp_path / "one") == wanted
    assert rendered(MANY, tmp_path / "other") == wanted
    assert rendered(SHORT, tmp_path / "other") == alone


@pytest.mark.parametrize("threads", [1, 7])
def test_the_number_of_threads_changes_nothing(
    wanted: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, threads: int
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: threads)
    monkeypatch.setattr(encoded, "ENCODERS", threads)
    assert rendered(MANY, tmp_path / "cache") == wanted


@pytest.mark.parametrize("seed", ["0", "4711"])
def test_the_order_of_hashes_changes_nothing(wanted: bytes, tmp_path: Path, seed: str) -> None:
    how: dict[str, Any] = {"cache": tmp_path / "cache", "more": {"PYTHONHASHSEED": seed}}
    assert run("render", "-", "-o", "-", "-q", given=MANY.encode(), **how).out == wanted


@pytest.mark.voice
def test_the_real_voice_says_the_same_on_any_number_of_threads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    first = rendered(SHORT, tmp_path / "first")
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    assert rendered(SHORT, tmp_path / "second") == first
    again = run(
        "render", "-", "-o", "-", "-q", given=SHORT.encode(), voice=None, cache=tmp_path / "third"
    )
    assert again.out == first


# The cache


def garble(path: Path) -> None:
    path.write_bytes(random.Random(path.name).randbytes(path.stat().st_size))


def flip_a_bit(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def empty(path: Path) -> None:
    os.truncate(path, 0)


def put_a_folder_there(path: Path) -> None:
    path.unlink()
    path.mkdir()


DAMAGES = [garble, flip_a_bit, cut, empty, put_a_folder_there, Path.unlink]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
@pytest.mark.parametrize("every", [1, 3])
def test_a_damaged_cache(
    wanted: bytes, cache: Path, damage: Callable[[Path], None], every: int
) -> None:
    for path in entries(cache)[::every]:
        damage(path)
    assert rendered(MANY, cache) == wanted


def test_entries_that_changed_places(wanted: bytes, cache: Path) -> None:
    found = entries(cache)
    contents = [path.read_bytes() for path in found]
    for path, content in zip(found, contents[1:] + contents[:1], strict=True):
        path.write_bytes(content)
    assert rendered(MANY, cache) == wanted


def test_a_cache_that_is_a_file(wanted: bytes, tmp_path: Path) -> None:
    (tmp_path / "cache").write_bytes(b"no folder")
    assert rendered(MANY, tmp_path / "cache") == wanted
    assert (tmp_path / "cache").read_bytes() == b"no folder"


def test_a_cache_on_a_disk_that_is_full(
    wanted: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = iter(range(30))  # and then no more

    def replace(path: Path, target: Path, original: Any = Path.replace) -> Path:
        if next(kept, None) is None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        result: Path = original(path, target)
        return result

    monkeypatch.setattr(Path, "replace", replace)
    assert rendered(MANY, tmp_path / "cache") == wanted
    assert next(kept, None) is None


def test_a_cache_that_forgets_at_once(
    wanted: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Cache, "put", lambda *_: True)
    assert rendered(MANY, tmp_path / "cache") == wanted


@pytest.mark.parametrize("stage", ["speak", "encode"])
def test_a_cache_that_is_removed_midway(wanted: bytes, tmp_path: Path, stage: str) -> None:
    removed = []

    def progress(now: str, done: int, total: int) -> None:
        if now == stage and done == total // 2:
            (tmp_path / "cache").rename(tmp_path / "removed")
            removed.append(now)

    assert rendered(MANY, tmp_path / "cache", progress) == wanted
    assert removed


def test_two_at_once_on_an_empty_cache(wanted: bytes, tmp_path: Path) -> None:
    (tmp_path / "many.yaml").write_text(MANY)
    targets = [tmp_path / name for name in ("one.mp3", "other.mp3", "same.mp3", "same.mp3")]
    both = [
        start(
            "render", "-q", tmp_path / "many.yaml", "-o", target, cache=tmp_path / "c", voice="0.01"
        )
        for target in targets
    ]
    assert [(one.communicate(), one.returncode) for one in both] == [((b"", b""), 0)] * 4
    assert {target.read_bytes() for target in targets} == {wanted}
    assert list(tmp_path.glob(".*")) == []


def test_no_home(wanted: bytes, tmp_path: Path) -> None:
    words = [
        "env",
        "-u",
        "HOME",
        "-u",
        FOLDER_VARIABLE,
        sys.executable,
        str(TESTS / "support" / "driver.py"),
    ]
    folder = {"XDG_CACHE_HOME": str(tmp_path)}  # or the user's own cache would be filled
    done = subprocess.run(
        [*words, "render", "-", "-o", "-"],
        input=MANY.encode(),
        env=environment(tmp_path, more=folder),
        capture_output=True,
        check=True,
    )
    assert done.stdout == wanted
    assert b"note" not in done.stderr
    assert entries(tmp_path / "audioworkout")


# Users who may not write or read


OVERRIDES = (1, 2)  # CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH: root needs no permission
PR_CAPBSET_DROP = 24


def as_a_user(*arguments: str | Path, cache: Path, **how: Any) -> Done:
    """A command for which permissions hold, though root may run the tests."""
    if os.getuid():
        return run(*arguments, cache=cache, **how)
    if sys.platform != "linux":
        pytest.skip("root has every permission")
    library = ctypes.CDLL(None)

    def renounce() -> None:
        for capability in OVERRIDES:
            library.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)

    return run(*arguments, cache=cache, preexec_fn=renounce, **how)


def test_a_read_only_cache(wanted: bytes, cache: Path) -> None:
    for path in entries(cache)[::2]:
        path.unlink()
    folders = [cache, *(path for path in cache.rglob("*") if path.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    done = as_a_user("render", "-", "-o", "-", given=MANY.encode(), cache=cache)
    for folder in folders:
        folder.chmod(0o755)
    assert (done.code, done.out) == (0, wanted)
    summary, note = done.err.splitlines()
    assert summary.startswith("standard output")
    assert note == f"note: the cache could not be used: {cache}: Permission denied"


def test_what_may_not_be_written_or_read(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    (closed / "secret.yaml").write_text(SHORT)
    (closed / "secret.yaml").chmod(0o000)
    (closed / "open.yaml").write_text(SHORT)
    closed.chmod(0o555)
    refused = {
        ("render", f"{closed}/secret.yaml", "-o", os.devnull): f"{closed}/secret.yaml",
        ("render", f"{closed}/open.yaml", "-o", f"{closed}/x.mp3"): f"cannot write {closed}/x.mp3",
        ("render", f"{closed}/open.yaml", "-o", f"{closed}/f/"): (
            f"cannot make the folder {closed}/f"
        ),
        ("new", f"{closed}/new.yaml"): f"cannot write {closed}/new.yaml",
    }
    for arguments, what in refused.items():
        done = as_a_user(*arguments, cache=tmp_path / "cache")
        assert done == Done(1, b"", f"error: {what}: Permission denied\n")
    closed.chmod(0o755)
    assert sorted(path.name for path in closed.iterdir()) == ["open.yaml", "secret.yaml"]


@pytest.mark.skipif(sys.platform == "win32", reason="has no limit on a file's size")
def test_a_disk_that_fills_up_while_writing(tmp_path: Path, warm: Path) -> None:
    def limit() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    (tmp_path / "out.mp3").write_bytes(b"old")
    done = run(
        "render", "-", "-o", tmp_path / "out.mp3", given=MANY.encode(), cache=warm, preexec_fn=limit
    )
    assert done == Done(1, b"", f"error: cannot write {tmp_path}/out.mp3: File too large\n")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"old"]


# Killed and interrupted


def wait_for(
    process: "subprocess.Popen[bytes]", folder: Path, pattern: str, count: int
) -> list[Path]:
    """The files of a pattern, as soon as there are so many; or when the process has ended."""
    while len(found := list(folder.glob(pattern))) < count and process.poll() is None:
        time.sleep(0.005)
    return found


def test_interrupted_it_ends_at_once_and_keeps_what_was_spoken(
    wanted: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "many.yaml").write_text(MANY)
    target, cache = tmp_path / "many.mp3", tmp_path / "cache"
    target.write_bytes(b"old")
    arguments = ("render", "-q", tmp_path / "many.yaml", "-o", target)
    process = start(*arguments, cache=cache, voice="0.2")
    wait_for(process, cache, "**/*.entry", 2)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate()
    assert (process.returncode, out, err) == (130, b"", b"interrupted\n")
    kept = len(list(cache.rglob("*.entry")))
    assert 2 <= kept < PHRASES
    assert target.read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cache", "many.mp3", "many.yaml"]
    spoken: list[str] = []

    class Listening(FakeVoice):
        def speak(self, text: str, rate_percent: int) -> Pcm:
            spoken.append(text)
            return super().speak(text, rate_percent)

    monkeypatch.setattr(casting, "find_voice", lambda spec, folder: Listening())
    assert rendered(MANY, cache) == wanted
    whole = len({path.stem for path in (cache / "clip").rglob("*.entry")})
    assert len(spoken) == whole - kept


def test_killed_at_any_moment_it_leaves_the_old_file_or_the_new(
    wanted: bytes, tmp_path: Path
) -> None:
    (tmp_path / "many.yaml").write_text(MANY)
    target, cache = tmp_path / "many.mp3", tmp_path / "cache"
    arguments = ("render", "-q", tmp_path / "many.yaml", "-o", target)
    chance = random.Random(1)
    killed = 0
    for turn in range(12):
        if turn % 2:
            shutil.rmtree(cache, ignore_errors=True)
        target.write_bytes(b"old")
        process = start(*arguments, cache=cache, voice="0.02")
        wait_for(process, tmp_path, ".many.mp3.*.part", 1)
        time.sleep(chance.uniform(0, 0.6))
        process.kill()
        process.communicate()
        killed += process.returncode == -signal.SIGKILL
        assert target.read_bytes() in ([b"old", wanted] if process.returncode else [wanted])
        for path in tmp_path.glob(".*"):
            path.unlink()
        if turn % 4 == 3:
            assert run(*arguments, cache=cache).code == 0
            assert target.read_bytes() == wanted
    assert killed >= 3


def test_what_a_killed_rendering_left_is_removed_a_day_later(tmp_path: Path) -> None:
    (tmp_path / "a[b].yaml").write_text(SHORT)
    target, cache = tmp_path / "a[b].mp3", tmp_path / "cache"
    arguments = ("render", "-q", tmp_path / "a[b].yaml", "-o", target)
    process = start(*arguments, cache=cache, voice="0.2")
    left = wait_for(process, tmp_path, ".*.part", 1)
    process.kill()
    process.communicate()
    assert len(left) == 1
    foreign = [".a[b].mp3.notes123.part", ".b.mp3.0123abcd.part", ".a[b].mp3", "0123abcd.part"]
    for name in foreign:
        (tmp_path / name).write_text("mine")
    for path in (left[0], *(tmp_path / name for name in foreign)):
        os.utime(path, (time.time() - 80_000,) * 2)
    assert run(*arguments, cache=cache).code == 0
    assert left[0].exists()  # it may still be written to
    for path in (left[0], *(tmp_path / name for name in foreign)):
        os.utime(path, (time.time() - 90_000,) * 2)
    assert run(*arguments, cache=cache).code == 0
    assert not left[0].exists()
    assert all((tmp_path / name).exists() for name in foreign)


# Input that is bad, or meant badly


def bomb() -> str:
    levels = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30)]
    return "title: Bomb\na0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(levels)


WORKOUT = "title: T\nworkout:\n"
TEXTS: dict[str, tuple[str | bytes, str]] = {
    "empty": ("", "the file is empty"),
    "binary": (b"ID3\x04\0\0" + bytes(range(256)) * 1000, "this is not UTF-8 text"),
    "large": (WORKOUT + "  - 10s squats\n" * 700_000, "the file is too large"),
    "alias bomb": (bomb(), "the aliases multiply"),
    "nested": (WORKOUT + "  - " + "[" * 100_000, "nested more than"),
    "rounds": (WORKOUT + "  - 1000000000 rounds:\n      - 10s squats\n", "`1000000000`"),
    "rounds of rounds": (
        WORKOUT
        + "".join(f"{'    ' * depth}  - 999 rounds:\n" for depth in range(9))
        + f"{'    ' * 9}  - 10s squats\n",
        "the session grows past 12:00:00",
    ),
    "hours": (WORKOUT + "  - 13 h march\n", "the longest allowed"),
    "digits": (WORKOUT + f"  - {'9' * 100_000} s squats\n", "9999"),
    "no workout": ("title: T\n", "a workout needs `workout`"),
    "no mapping": ("just text\n", "expected the keys `title` and `workout`"),
    "tabs": (WORKOUT + "\t- 10s squats\n", "a tab cannot indent a line"),
    "quote": ('title: "T\nworkout:\n  - 10s squats\n', "a quotation mark opens here"),
    "date": (WORKOUT + "  - 10s squats\ndate: 31.12.2024\n", "expected a date such as"),
    "image": (WORKOUT + "  - 10s squats\nimage: /dev/zero\n", "this is not a file"),
}


def peak(*arguments: str | Path, folder: Path, **how: Any) -> tuple[Done, float]:
    """How a command ended, and its peak of resident memory in MiB."""
    told = folder / "report.json"
    cache = folder / "cache"
    done = run(*arguments, cache=cache, voice=None, more={"DRIVER_REPORT": str(told)}, **how)
    return done, json.loads(told.read_text())["peak_kib"] / 1024


needs_proc = pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="reads its memory from /proc"
)


@needs_proc
@pytest.mark.parametrize("name", TEXTS)
def test_bad_input_is_refused_in_bounded_memory(tmp_path: Path, name: str) -> None:
    given, message = TEXTS[name]
    text = given if isinstance(given, bytes) else given.encode()
    path = tmp_path / "bad.yaml"
    path.write_bytes(text)
    done, memory = peak("render", path, "-o", tmp_path / "bad.mp3", folder=tmp_path)
    assert (done.code, done.out) == (1, b"")
    assert message in done.err
    assert "Traceback" not in done.err
    assert len(done.err) < 1000
    assert memory < 250
    assert not (tmp_path / "bad.mp3").exists()


@needs_proc
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("absent.yaml",), "error: absent.yaml: there is no such file\n"),
        (("absent",), "error: absent: there is no such file; bundled are: "),
        (("/",), "error: /: this is a folder; name a workout in it\n"),
        (("",), "error: .: this is a folder; name a workout in it\n"),
        (("/dev/zero",), "the file is too large"),
        (("core", "--voice", "nonsense"), "error: no Piper voice is called `nonsense`; "),
        (("core", "--voice", "nonsense:joe"), "error: no voice engine is called `nonsense`; "),
        (("core", "--voice", "piper:/no/such.onnx"), "`/no/such.onnx` cannot be read"),
        (("core", "--voice", ""), "error: no Piper voice is called ``; "),
    ],
)
def test_bad_arguments_are_refused_in_bounded_memory(
    tmp_path: Path, arguments: tuple[str, ...], message: str
) -> None:
    done, memory = peak("render", *arguments, "-o", os.devnull, folder=tmp_path, cwd=tmp_path)
    assert (done.code, done.out) == (1, b"")
    assert message in done.err
    assert "Traceback" not in done.err
    assert memory < 250


@needs_proc
def test_the_mp3_itself_is_no_workout(tmp_path: Path, wanted: bytes) -> None:
    (tmp_path / "many.mp3").write_bytes(wanted)
    done, memory = peak("check", tmp_path / "many.mp3", folder=tmp_path)
    assert (done.code, done.out) == (1, b"")
    assert "is this a workout file?" in done.err
    assert len(done.err) < 1000
    assert memory < 250
