"""Whole processes, measured from outside: wall time, processor time, peak memory."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

# A process begins as a copy of the one that starts it, whose memory then counts as its own. So a
# small one starts it.
START = """
import json, os, subprocess, sys, time
began = time.perf_counter()
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, usage = os.wait4(process.pid, 0)
seconds = time.perf_counter() - began
cpu = usage.ru_utime + usage.ru_stime
print(json.dumps([os.waitstatus_to_exitcode(status), seconds, cpu, usage.ru_maxrss / 1024]))
"""


AUDIOWORKOUT = (sys.executable, "-m", "audioworkout")
PYTHON = (sys.executable, "-c")


@dataclass(frozen=True, slots=True)
class Run:
    """A finished process: seconds by the clock and on processors, and its peak memory in MiB.

    Both count the processes that it started: their seconds are added, of their peaks the
    highest counts.
    """

    seconds: float
    cpu: float
    memory: float


def run(command: Sequence[str | Path], cache: Path, bytecode: Path) -> Run:
    """Runs a command once. Exits if it fails.

    Python keeps compiled modules in the folder `bytecode`, as an installed package has them.
    """
    environment = {
        **os.environ,
        "AUDIOWORKOUT_CACHE": str(cache),
        "PYTHONPYCACHEPREFIX": str(bytecode),
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    starter = [sys.executable, "-I", "-S", "-c", START]
    done = subprocess.run(
        [*starter, *map(str, command)], env=environment, stdout=subprocess.PIPE, check=True
    )
    code, *figures = json.loads(done.stdout)
    if code:
        raise SystemExit(f"failed: {command}")
    return Run(*figures)


def fastest(runs: Iterable[Run]) -> Run:
    """The one that took the least time; what else the machine did slowed it least."""
    return min(runs, key=lambda done: done.seconds)


Row = tuple[str, Run, str]
"""What was measured, its fastest run, and a remark."""


@dataclass(frozen=True, slots=True)
class Bench:
    """A folder to measure in, and how often."""

    folder: Path
    times: int

    @property
    def cache(self) -> Path:
        """The cache that holds the half-hour session once it was rendered."""
        return self.folder / "cache"

    @property
    def out(self) -> Path:
        """What was rendered last."""
        return self.folder / "out.mp3"

    def once(self, command: Sequence[str | Path], cache: Path | None = None) -> Run:
        """One run of a command."""
        return run(command, cache or self.cache, self.folder / "bytecode")

    def run(self, command: Sequence[str | Path]) -> Run:
        """The fastest run of a command."""
        return fastest(self.once(command) for _ in range(self.times))

    def render(self, path: Path) -> Run:
        """The fastest rendering, all that can be kept being in the cache."""
        return self.run(self.rendering(path))

    def rendering(self, path: Path) -> list[str | Path]:
        """The command, as a user writes it."""
        return [*AUDIOWORKOUT, "render", "-q", "-o", self.out, path]

    def in_turn(self, *works: Callable[[], Run]) -> list[Run]:
        """The fastest run of each, run in turn: what slows the machine down slows them all."""
        rounds = [[work() for work in works] for _ in range(self.times)]
        return [fastest(runs) for runs in zip(*rounds, strict=True)]

    def fresh(self, path: Path, known: Path | None = None) -> Run:
        """A rendering whose cache holds nothing, or no more than a known one."""
        with tempfile.TemporaryDirectory(dir=self.folder) as name:
            cache = Path(name) / "cache"
            if known:
                shutil.copytree(known, cache)
            return self.once(self.rendering(path), cache)

    def speak(self, rival: str, phrases: Path) -> Run:
        """One run of a voice engine alone, with the phrases of a file."""
        return self.once([*PYTHON, rival, phrases])
