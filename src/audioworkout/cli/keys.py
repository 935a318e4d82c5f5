"""Keys as they are pressed, without waiting for them and without showing them."""

import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from audioworkout.sound.playback import Keypress

Pressed = Callable[[], tuple[Keypress, ...]]
"""What was pressed since it was last called."""

if sys.platform == "win32":
    import msvcrt

    _KEYS = {
        " ": Keypress.PAUSE,
        "\xe0K": Keypress.BACK,  # an arrow comes as two
        "\xe0M": Keypress.FORWARD,
        "q": Keypress.QUIT,
        "Q": Keypress.QUIT,
    }

    @contextmanager
    def pressed() -> Iterator[Pressed]:
        """Reads keys while it lasts; none where standard input is not a terminal."""
        yield _read if sys.stdin and sys.stdin.isatty() else tuple

    def _read() -> tuple[Keypress, ...]:
        found = []
        while msvcrt.kbhit():
            key = msvcrt.getwch()
            if key in "\x00\xe0":
                key = "\xe0" + msvcrt.getwch()
            if key in _KEYS:
                found.append(_KEYS[key])
        return tuple(found)

else:
    import select
    import termios
    import tty

    _KEYS = {
        b" ": Keypress.PAUSE,
        b"\x1b[D": Keypress.BACK,
        b"\x1bOD": Keypress.BACK,
        b"\x1b[C": Keypress.FORWARD,
        b"\x1bOC": Keypress.FORWARD,
        b"q": Keypress.QUIT,
        b"Q": Keypress.QUIT,
    }
    # One key each: an escape sequence as a whole, or a byte.
    _ONE = re.compile(rb"\x1b\[[0-9;]*[@-~]|\x1bO.|.", re.DOTALL)

    @contextmanager
    def pressed() -> Iterator[Pressed]:
        """Reads keys while it lasts; none where standard input is not our terminal."""
        if not sys.stdin or not sys.stdin.isatty() or not _in_front(sys.stdin.fileno()):
            yield tuple
            return
        terminal = sys.stdin.fileno()
        before = termios.tcgetattr(terminal)
        tty.setcbreak(terminal)
        try:
            yield lambda: _read(terminal)
        finally:
            termios.tcsetattr(terminal, termios.TCSANOW, before)

    def _in_front(terminal: int) -> bool:
        """Whether keys are ours: a job in the background that asks for them is stopped."""
        try:
            return os.tcgetpgrp(terminal) == os.getpgrp()
        except OSError:  # not the terminal that governs our jobs
            return True

    def _read(terminal: int) -> tuple[Keypress, ...]:
        data = b""
        while select.select([terminal], [], [], 0)[0]:
            more = os.read(terminal, 1024)
            if not more:
                break
            data += more
        return tuple(_KEYS[key] for key in _ONE.findall(data) if key in _KEYS)
