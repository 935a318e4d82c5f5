"""A QR code on the terminal, for the camera of a phone."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

QUIET_ZONE = 4  # modules of light around the code, as ISO/IEC 18004 has it
INK = "color(231) on color(16)"  # white on black, whatever the terminal's own colours are
HALVES = {(1, 1): " ", (0, 1): "▀", (1, 0): "▄", (0, 0): "█"}  # dark is what is left out
SPACES = {0: "on color(231)", 1: "on color(16)"}


def print_code(text: str, console: "Console") -> None:
    """Prints the code of a text; nothing where it would not fit, or nobody could see it.

    Half blocks make two rows of one line, so that the code of a URL takes 17 of 24 lines.
    A terminal that has no such blocks is given coloured spaces, if it has colours.
    """
    if not console.is_terminal:
        return
    rows = modules(text)
    if "".join(HALVES.values()).encode(console.encoding, "replace").count(b"?"):
        if not console.color_system:
            return
        view, width = spaces(rows), 2 * len(rows)
    else:
        view, width = half_blocks(rows), len(rows)
    if width <= console.width:
        console.print(view, no_wrap=True, crop=False, overflow="ignore")


def modules(text: str) -> list[list[int]]:
    """The code as rows of modules, 1 where it is dark, with its quiet zone."""
    import segno

    code = segno.make(text, error="l", boost_error=True, micro=False)
    return [list(row) for row in code.matrix_iter(border=QUIET_ZONE)]


def half_blocks(rows: list[list[int]]) -> "Text":
    """Two rows on a line; what is light is drawn."""
    from rich.text import Text

    even = [*rows, [0] * len(rows[0])] if len(rows) % 2 else rows
    pairs = zip(even[::2], even[1::2], strict=True)
    lines = ("".join(HALVES[pair] for pair in zip(*two, strict=True)) for two in pairs)
    return Text("\n").join(Text(line, INK) for line in lines)


def spaces(rows: list[list[int]]) -> "Text":
    """A row on a line, each module two spaces in its colour."""
    from rich.text import Text

    return Text("\n").join(
        Text.assemble(*(("  ", SPACES[module]) for module in row)) for row in rows
    )
