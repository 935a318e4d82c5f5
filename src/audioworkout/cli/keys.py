"""Keys as they are pressed, without waiting for them and without showing them."""

import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from audioworkout.sound.playback import Key

Pressed = Callable[[], tuple[Key, ...]]
"""What was pressed since it was last called."""

if sys.platform == "win32":
    import msvcrt

    _KEYS = {
        " ": Key.PAUSE,
        "\xe0K": Key.BACK,  # an arrow comes as two
        "\xe0M": Key.FORWARD,
        "q": Key.QUIT,
        "Q": Key.QUIT,
    }

    @contextmanager
    def pressed() -> Iterator[Pressed]:
        """Reads keys while it lasts; none where standard input is not a terminal."""
        yield _read if sys.stdin and sys.stdin.isatty() else tuple

    def _read() -> tuple[Key, ...]:
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
        b" ": Key.PAUSE,
        b"\x1b[D": Key.BACK,
        b"\x1bOD": Key.BACK,
        b"\x1b[C": Key.FORWARD,
        b"\x1bOC": Key.FORWARD,
        b"q": Key.QUIT,
        b"Q": Key.QUIT,
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

    def _read(terminal: int) -> tuple[Key, ...]:
        data = b""
        while select.select([terminal], [], [], 0)[0]:
            more = os.read(terminal, 1024)
            if not more:
                break
            data += more
        return tuple(_KEYS[key] for key in _ONE.findall(data) if key in _KEYS)
