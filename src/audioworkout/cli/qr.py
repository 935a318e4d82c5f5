"""A QR code on the terminal, for the camera of a phone."""

from io import StringIO

import segno
from rich.console import Console
from rich.text import Text

QUIET_ZONE = 4  # modules of light around the code, as ISO/IEC 18004 has it
INK = "color(231) on color(16)"  # white on black, whatever the terminal's own colours are
BLOCKS = "█▀▄"
SPACES = {0: "on color(231)", 1: "on color(16)"}


def print_code(text: str, console: Console) -> None:
    """Prints the code of a text; nothing where it would not fit, or nobody could see it.

    Half blocks make two rows of one line, so that the code of a URL takes 17 of 24 lines.
    A terminal that has no such blocks is given coloured spaces, if it has colours.
    """
    if not console.is_terminal:
        return
    code = segno.make(text, error="l", boost_error=True, micro=False)
    width, _ = code.symbol_size(border=QUIET_ZONE)
    if BLOCKS.encode(console.encoding, "replace").count(b"?"):
        if not console.color_system:
            return
        view, width = spaces(code), 2 * int(width)
    else:
        view = half_blocks(code)
    if width <= console.width:
        console.print(view, no_wrap=True, crop=False, overflow="ignore")


def half_blocks(code: segno.QRCode) -> Text:
    """Two rows on a line; what is light is drawn. segno itself would leave the colours open."""
    drawn = StringIO()
    code.terminal(drawn, border=QUIET_ZONE, compact=True)
    return Text(drawn.getvalue().rstrip("\n"), INK)


def spaces(code: segno.QRCode) -> Text:
    """A row on a line, each module two spaces in its colour."""
    return Text("\n").join(
        Text.assemble(*(("  ", SPACES[module]) for module in row))
        for row in code.matrix_iter(border=QUIET_ZONE)
    )
