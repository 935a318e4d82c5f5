"""Ctrl-C and SIGTERM: both end a command in order, and both wait where half would be worse."""

import _thread
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

ENDS = (signal.SIGINT, signal.SIGTERM)
SOON = 0.02  # s
IMPORTING = "<frozen importlib._bootstrap>"  # the file of its frames
ENDED = 128  # and the signal's number: a command's exit code, as shells have it


@contextmanager
def listening() -> Iterator[list[int]]:
    """Raises KeyboardInterrupt at Ctrl-C and at the first SIGTERM; gives the signals that came.

    What the process ignores stays ignored. An import ends first: interrupted, it can keep for
    ever a lock that another thread waits for. Outside of the main thread, where no signal
    arrives, nothing is done.
    """
    came: list[int] = []

    def end(number: int, frame: FrameType | None) -> None:
        if _importing(frame):
            _send_soon(number)
            return
        again = number in came
        came.append(number)
        if number == signal.SIGINT or not again:
            raise KeyboardInterrupt

    with _handled(end), _raised_again(came):
        yield came


@contextmanager
def _raised_again(came: list[int]) -> Iterator[None]:
    """Python drops what a signal raises in a destructor; it comes again."""
    before = sys.unraisablehook

    def hook(dropped: "sys.UnraisableHookArgs") -> None:
        if came and dropped.exc_type is KeyboardInterrupt:
            _send_soon(came.pop())
        else:
            before(dropped)

    sys.unraisablehook = hook
    try:
        yield
    finally:
        sys.unraisablehook = before


def _importing(frame: FrameType | None) -> bool:
    while frame and frame.f_code.co_filename != IMPORTING:
        frame = frame.f_back
    return frame is not None


def _send_soon(number: int) -> None:
    timer = threading.Timer(SOON, _send, (number,))
    timer.daemon = True
    timer.start()


def _send(number: int) -> None:
    if sys.platform == "win32":
        _thread.interrupt_main(number)
    else:  # a signal, unlike that, also ends a wait
        signal.pthread_kill(threading.main_thread().ident or 0, number)


@contextmanager
def held_back() -> Iterator[None]:
    """What is inside ends first; a signal that came meanwhile is raised afterwards."""
    came: list[int] = []
    try:
        with _handled(lambda number, _: came.append(number)):
            yield
    finally:
        for number in dict.fromkeys(came):
            signal.raise_signal(number)


@contextmanager
def _handled(handler: "signal._HANDLER") -> Iterator[None]:
    """With a handler for both signals, unless they are ignored, as by `nohup`."""
    before: dict[signal.Signals, signal._HANDLER] = {}
    if threading.current_thread() is threading.main_thread():
        before = {each: signal.getsignal(each) for each in ENDS}
    heard = [each for each, known in before.items() if known not in (signal.SIG_IGN, None)]
    try:
        for each in heard:
            signal.signal(each, handler)
        yield
    finally:
        for each in heard:
            signal.signal(each, before[each])
