"""A podcast app that is not ours takes a show from our server: gPodder on the command line."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from urllib.request import urlopen

import pytest

from command import SHORT, start
from served import AUDIO, TITLES, publish, serving

GPO = shutil.which("gpo")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(GPO is None, reason="gPodder is not installed (Debian: gpodder)"),
]

Gpo = Callable[..., str]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def gpo(home: Path) -> Gpo:
    """Runs a command of gPodder, which knows nothing of this machine's user."""

    def run(*words: str) -> str:
        kept = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "no_proxy": "*"}
        here = {"HOME": str(home), "GPODDER_HOME": str(home / "gPodder")}
        done = subprocess.run(
            [str(GPO), "--quiet", *words],
            env={**kept, **here},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        )
        return done.stdout

    return run


def test_a_published_folder(tmp_path: Path, home: Path, gpo: Gpo) -> None:
    with serving(publish(tmp_path / "public")) as running:
        feed = f"{running.url}feed.xml"
        gpo("subscribe", feed)
        assert gpo("list") == f"# Legs\n{feed}\n"
        assert re.findall(r"^ +(\d+)\. +\* +(.*)$", gpo("episodes", feed), re.MULTILINE) == [
            (str(number), title) for number, title in enumerate(TITLES, start=1)
        ]
        assert gpo("download", feed).endswith("\n2 episodes downloaded.\n")
    assert downloads(home) == AUDIO


def test_workouts_that_are_served(tmp_path: Path, home: Path, gpo: Gpo) -> None:
    (tmp_path / "short.yaml").write_text(SHORT)
    names = (tmp_path / "short.yaml", "first-fifteen")
    process = start("serve", "--port", "0", *names, cache=tmp_path / "cache", bufsize=0)
    assert process.stdout
    try:
        url = process.stdout.readline().decode().partition(" ")[0]
        gpo("subscribe", f"{url}feed.xml")
        assert gpo("download", f"{url}feed.xml").endswith("\n2 episodes downloaded.\n")
        served = {}
        for name in ("short.mp3", "first-fifteen.mp3"):
            with urlopen(url + name, timeout=20) as answer:
                served[name] = answer.read()
    finally:
        process.terminate()
        process.communicate(timeout=60)
    assert process.returncode == 0
    assert downloads(home) == served


def downloads(home: Path) -> dict[str, bytes]:
    """What the app has fetched, by name."""
    return {path.name: path.read_bytes() for path in home.glob("gPodder/Downloads/*/*.mp3")}
