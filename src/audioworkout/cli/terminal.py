"""What reaches a terminal is text: no file, name, feed or server can send it a command.

Escape sequences move the cursor, change titles and colours, or fill the clipboard; marks of
direction turn around what is read. Whatever of them is printed is shown as `�`, here, in the one
place that all goes through: `print` by the streams, tables and screens by the console.
"""

import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from io import TextIOWrapper
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType
    from rich.segment import Segment

# C0 but for tab and line feed, DEL, C1; separators of lines; Unicode's marks of direction.
_COMMANDS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
SEEN = "\N{REPLACEMENT CHARACTER}"


def shown(text: str) -> str:
    """A text of as many characters that no terminal takes for a command."""
    return _COMMANDS.sub(SEEN, text)


class GuardedStream(TextIOWrapper):
    """A stream for text; `unguarded` is what it stands for."""

    def __init__(self, unguarded: TextIOWrapper) -> None:
        super().__init__(
            unguarded.buffer,
            encoding=unguarded.encoding,
            errors="replace",  # not every terminal has a `█`
            line_buffering=unguarded.line_buffering,
            write_through=unguarded.write_through,
        )
        self.unguarded = unguarded

    def write(self, text: str, /) -> int:
        """Writes what is `shown` of a text."""
        super().write(shown(text.replace("\r\n", "\n")))
        return len(text)


@contextmanager
def guarded() -> Iterator[None]:
    """Standard error is guarded, and standard output where it is a terminal: files get all."""
    before = sys.stdout, sys.stderr
    put = []
    for name, stream in zip(("stdout", "stderr"), before, strict=True):
        if not isinstance(stream, TextIOWrapper):  # closed, or a test's
            continue
        stream.reconfigure(errors="replace")
        if name == "stderr" or stream.isatty():
            with suppress(OSError):
                stream.flush()
            put.append(GuardedStream(stream))
            setattr(sys, name, put[-1])
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before
        for each in put:
            with suppress(OSError, ValueError):
                each.detach()


def put(data: bytes) -> None:
    """A file on standard output: byte by byte, and on a terminal as text."""
    if sys.stdout is None:  # it is closed
        return
    if sys.stdout.isatty():
        sys.stdout.write(data.decode(errors="replace"))
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


def console(*, stderr: bool = False) -> "Console":
    """A console on which each text is `shown`; in colour unless NO_COLOR asks for none."""
    stream = sys.stderr if stderr else sys.stdout
    file = stream.unguarded if isinstance(stream, GuardedStream) else stream
    colours: Literal["auto"] | None = None if os.environ.get("NO_COLOR") else "auto"
    return _guarded_console()(file=file, stderr=stderr, color_system=colours)


@cache
def _guarded_console() -> type["Console"]:
    from rich.console import Console
    from rich.segment import Segment

    class GuardedConsole(Console):
        """A console whose own commands alone reach the terminal."""

        def render(
            self, renderable: "RenderableType", options: "ConsoleOptions | None" = None
        ) -> "Iterable[Segment]":
            for text, style, control in super().render(renderable, options):
                yield Segment(text if control else shown(text), style, control)

    return GuardedConsole
