"""Whole processes, measured from outside: wall time, processor time, peak memory."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
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
