"""The command line in a process of its own, with a voice that takes no time, and a report.

    python driver.py ARGUMENT...

`DRIVER_VOICE=0.05` puts a fake voice that takes 0.05 s a phrase in place of the real ones.
`DRIVER_REPORT=FILE` writes as JSON, at exit, what was imported, and the peak of resident memory.
"""

import atexit
import json
import os
import signal
import sys
import time
from pathlib import Path

signal.signal(signal.SIGINT, signal.default_int_handler)  # whatever started us may ignore it


def report(path: Path) -> None:
    status = Path("/proc/self/status").read_text().splitlines()
    (peak,) = (int(line.split()[1]) for line in status if line.startswith("VmHWM"))
    path.write_text(json.dumps({"modules": sorted(sys.modules), "peak_kib": peak}))


def fake_voice(delay: float) -> None:
    from audioworkout.voices import Pcm, casting
    from fake import FakeVoice

    class SlowVoice(FakeVoice):
        def speak(self, text: str, rate_percent: int) -> Pcm:
            time.sleep(delay)
            return super().speak(text, rate_percent)

    vars(casting)["find_voice"] = lambda spec, folder: SlowVoice()


if __name__ == "__main__":
    if path := os.environ.get("DRIVER_REPORT"):
        atexit.register(report, Path(path))
    if delay := os.environ.get("DRIVER_VOICE"):
        fake_voice(float(delay))
    from audioworkout.cli import main, run

    main() if path else run()  # which, as the program does, runs nothing at exit
