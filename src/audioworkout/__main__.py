"""The command `audioworkout`, and `python -m audioworkout`."""

import os
import signal
from types import FrameType

from audioworkout import cli

STANDARD_ERROR = 2


def run() -> None:
    """Loads the command line, which takes some 0.3 s, and runs it; Ctrl-C ends the loading too."""
    for each in (signal.SIGINT, signal.SIGTERM):
        if signal.getsignal(each) is not signal.SIG_IGN:
            signal.signal(each, _end)
    cli.run()  # which loads it


def _end(number: int, _: FrameType | None) -> None:
    """Ends at once: so early nothing is open."""
    os.write(STANDARD_ERROR, b"interrupted\n")
    os._exit(128 + number)


if __name__ == "__main__":
    run()
