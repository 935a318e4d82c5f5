"""Runs the command line in a process of its own, its voice a fake unless told otherwise."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from checkout import TESTS

SOURCES = TESTS.parent / "src"

SHORT = """\
title: Short
coaching: quiet
workout:
  - 20s squats
  - rest 10s
  - 10s push-ups
"""


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended, and what it printed."""

    code: int
    out: bytes
    err: str


def environment(
    cache: Path, *, voice: str | None = "0", more: Mapping[str, str] | None = None
) -> dict[str, str]:
    """What a command's process finds; `voice` is the fake one's delay, None the real ones."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    paths = os.pathsep.join([str(SOURCES), str(TESTS / "support")])
    chosen = {"AUDIOWORKOUT_CACHE": str(cache), "PYTHONPATH": paths, "PYTHONUTF8": "1"}
    fake = {} if voice is None else {"DRIVER_VOICE": voice}
    return {**kept, **chosen, **fake, **(more or {})}


def start(
    *arguments: str | Path,
    cache: Path,
    voice: str | None = "0",
    more: Mapping[str, str] | None = None,
    **how: Any,
) -> "subprocess.Popen[bytes]":
    """A command that runs; `how` goes to Popen."""
    words = [sys.executable, str(TESTS / "support" / "driver.py"), *map(str, arguments)]
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(
        words, env=environment(cache, voice=voice, more=more), **{**pipes, **how}
    )


def run(*arguments: str | Path, cache: Path, given: bytes | None = None, **how: Any) -> Done:
    """A command that has ended; `given` is its standard input."""
    if given is not None:
        how["stdin"] = subprocess.PIPE
    process = start(*arguments, cache=cache, **how)
    out, err = process.communicate(given, timeout=120)
    return Done(process.returncode, out or b"", (err or b"").decode())
