"""Ctrl-C and SIGTERM at any moment: no traceback, nothing half done, nothing left."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from hashlib import sha256
from importlib import import_module
from pathlib import Path

import pytest

from audioworkout.ground.interrupts import held_back, listening
from command import SHORT, environment, start

posix = pytest.mark.skipif(os.name != "posix", reason="needs signals")
pytestmark = posix

LONG = SHORT + "".join(f"  - 10s {chr(97 + n)}{chr(97 + n)} walk\n" for n in range(26))
SHOW = """\
title: Legs
description: Short sessions.
author: Hill Runners
email: coach@example.org
link: https://example.org/legs/
episodes: [a.yaml, b.yaml, c.yaml]
"""
WORKOUT = "title: Session {name}\ncoaching: quiet\nworkout:\n  - {seconds}s squats\n"


@pytest.mark.parametrize(("ends", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize("command", ["render", "check", "show"])
def test_a_command_that_is_ended_leaves_nothing(
    tmp_path: Path, command: str, ends: signal.Signals, code: int
) -> None:
    (tmp_path / "long.yaml").write_text(LONG)
    (tmp_path / "out").write_bytes(b"old")
    given = {
        "render": ("-q", "long.yaml", "-o", "out"),
        "check": ("long.yaml",),
        "show": ("long.yaml", "-o", "out"),
    }
    cache = tmp_path.with_name(f"{tmp_path.name}-cache")
    process = start(command, *given[command], cache=cache, voice="0.5", cwd=tmp_path)
    while process.poll() is None and not [*cache.rglob("*.entry")]:
        time.sleep(0.01)
    process.send_signal(ends)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (code, b"", b"interrupted\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["long.yaml", "out"]
    assert (tmp_path / "out").read_bytes() == b"old"


def listens_to_sigint() -> None:
    """Undoes what a shell does to a job in the background: it is started deaf to Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def catches_sigterm(pid: int) -> bool:
    """Whether a process has come so far; what Python itself does before is not ours."""
    status = Path(f"/proc/{pid}/status").read_text()
    (caught,) = (line.split()[1] for line in status.splitlines() if line.startswith("SigCgt"))
    return bool(int(caught, 16) >> (signal.SIGTERM - 1) & 1)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_while_it_loads_it_ends_without_a_traceback(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "audioworkout", "list"]
    codes = []
    for turn in range(20):
        process = subprocess.Popen(
            words,
            env=environment(tmp_path),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            preexec_fn=listens_to_sigint,
        )
        while process.poll() is None and not catches_sigterm(process.pid):
            time.sleep(0.001)
        time.sleep(0.04 * turn)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
        codes.append(process.returncode)
        assert err == (b"interrupted\n" if codes[-1] else b"")
    assert set(codes) <= {0, 130}
    assert codes.count(130) > 2


# What must not be left half done


def test_what_is_held_back_comes_afterwards() -> None:
    done = []

    def work() -> None:
        with listening() as came:
            with held_back():
                signal.raise_signal(signal.SIGTERM)
                signal.raise_signal(signal.SIGTERM)
                done.append(list(came))
            raise AssertionError("not reached")

    with pytest.raises(KeyboardInterrupt):
        work()
    assert done == [[]]


def test_a_second_sigterm_does_not_disturb_the_tidying_up() -> None:
    done = []

    def work() -> None:
        with listening() as came:
            try:
                signal.raise_signal(signal.SIGTERM)
            finally:
                signal.raise_signal(signal.SIGTERM)
                done.append(came)

    with pytest.raises(KeyboardInterrupt):
        work()
    assert done == [[signal.SIGTERM, signal.SIGTERM]]


def test_an_interruption_that_python_drops_comes_again() -> None:
    class Tidy:
        def __del__(self) -> None:
            signal.raise_signal(signal.SIGTERM)

    def work() -> None:
        with listening():
            Tidy()
            time.sleep(20)

    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        work()
    assert time.monotonic() - began < 10


def test_an_import_ends_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "slow_to_load.py").write_text(
        "import signal, time\nsignal.raise_signal(signal.SIGTERM)\ntime.sleep(0.1)\ndone = True\n"
    )
    monkeypatch.syspath_prepend(tmp_path)

    def work() -> None:
        with listening():
            import_module("slow_to_load")
            time.sleep(20)

    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        work()
    assert sys.modules.pop("slow_to_load").done
    assert time.monotonic() - began < 10


def test_what_is_ignored_stays_ignored() -> None:
    """As after `nohup`, or behind `&` in a script."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with listening() as came, held_back():
            signal.raise_signal(signal.SIGINT)
        assert came == []
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


MANIFEST = ".audioworkout.json"


def contents(folder: Path) -> dict[str, str]:
    """A hash of each file, but for the manifest, which holds times."""
    paths = [path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST]
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest() for path in paths
    }


def noted(folder: Path) -> dict[str, str]:
    """The same as the manifest has it."""
    files = json.loads((folder / MANIFEST).read_text())["files"]
    return {name: file["sha256"] for name, file in files.items()}


def edited(folder: Path, seconds: int) -> None:
    for name in "abc":
        text = WORKOUT.format(name=name, seconds=seconds)
        (folder / f"{name}.yaml").write_text(text)


def published(folder: Path, cache: Path) -> dict[str, str]:
    process = start("publish", "-q", "show.yaml", cache=cache, cwd=folder)
    _, err = process.communicate(timeout=120)
    assert (process.returncode, err) == (0, b"")
    return contents(folder / "public")


@pytest.mark.slow
@pytest.mark.parametrize("turns", [int(os.environ.get("AUDIOWORKOUT_KILLS", "5"))])
def test_a_folder_is_never_published_in_part(tmp_path: Path, turns: int) -> None:
    """SIGTERM at random moments; `AUDIOWORKOUT_KILLS` says how many."""
    place, cache, dice = tmp_path / "place", tmp_path / "cache", random.Random(turns)
    place.mkdir()
    (place / "show.yaml").write_text(SHOW)
    edited(place, 20)
    old = published(place, cache)
    began = time.monotonic()
    shutil.copytree(place, tmp_path / "after")
    edited(tmp_path / "after", 25)
    new = published(tmp_path / "after", cache)
    took = time.monotonic() - began
    codes = []
    for turn in range(turns):
        here = tmp_path / f"turn-{turn}"
        shutil.copytree(place, here)
        edited(here, 25)
        process = start("publish", "-q", "show.yaml", cache=cache, cwd=here)
        time.sleep(dice.uniform(0.3, 1) * took)
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=120)
        codes.append(process.returncode)
        assert err == (b"interrupted\n" if codes[-1] == 143 else b"")
        found = contents(here / "public")
        assert found in (old, new)
        assert found == noted(here / "public")
        left = {path.name for path in here.iterdir()}
        assert left <= {path.name for path in place.iterdir()} | {".public.lock"}
        shutil.rmtree(here)
    assert set(codes) <= {0, 143, -signal.SIGTERM}
    print(f"{turns} times SIGTERM, {codes.count(143)} of them while it published")
