"""The package of `docs/example-voice`, installed as a user would install it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from checkout import ROOT
from command import SHORT, SOURCES

EXAMPLE = ROOT / "docs" / "example-voice"
INSTALL = ("-m", "pip", "install", "--no-deps", "--no-build-isolation")
RENDER = ("-m", "audioworkout", "render", "short.yaml", "--voice", "beeps:high")

CODE = """
from audioworkout.voices import engines, find_voice, offers
voice = find_voice("beeps:high")
print(engines()[-1], [offer.spec for offer in offers("beeps")], voice.name, voice.key("é"))
print([len(voice.speak("Go! 9", rate).samples) for rate in (100, 200)])
"""


@pytest.mark.slow
def test_the_example_brings_a_voice_that_renders_a_workout(tmp_path: Path) -> None:
    pytest.importorskip("pip")
    pytest.importorskip("hatchling")
    (tmp_path / "short.yaml").write_text(SHORT)
    without = python(*RENDER, folder=tmp_path)
    assert without.returncode == 1
    assert "no voice engine is called `beeps`" in without.stderr

    installed = python(*INSTALL, "--target=site", copied(tmp_path), folder=tmp_path)
    assert installed.returncode == 0, installed.stderr
    found = python("-c", CODE, folder=tmp_path)
    assert (found.stdout, found.stderr) == (
        "beeps ['beeps:high', 'beeps:low'] beeps:high None\n[19200, 9600]\n",
        "",
    )
    rendered = python(*RENDER, folder=tmp_path)
    assert (rendered.returncode, rendered.stderr) == (0, "")
    assert rendered.stdout.startswith("short.mp3  ")
    assert (tmp_path / "short.mp3").stat().st_size > 300_000


def copied(folder: Path) -> str:
    """The package where a build may leave things behind."""
    package = folder / "example-voice"
    package.mkdir()
    for file in EXAMPLE.iterdir():
        if file.is_file():
            (package / file.name).write_bytes(file.read_bytes())
    return str(package)


def python(*arguments: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    """Python with this checkout and what was installed into `site`."""
    paths = {"PYTHONPATH": os.pathsep.join([str(SOURCES), str(folder / "site")])}
    more = {"AUDIOWORKOUT_CACHE": str(folder / "cache"), "PIP_NO_INDEX": "1"}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={**os.environ, **paths, **more},
        capture_output=True,
        text=True,
    )
