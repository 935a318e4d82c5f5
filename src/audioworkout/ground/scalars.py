"""A piece of text as YAML: plain where it can be, quoted where it must be."""

import textwrap
from io import StringIO

from yaml.emitter import Emitter

WIDTH = 100  # columns that a line of free text may take
LONGEST_KEY = 1_000  # YAML reads 1,024 characters ahead for the colon of a key
ESCAPES = {"\n": "\\n", "\t": "\\t", '"': '\\"', "\\": "\\\\"}
NOTHING = ("", "~", "null", "Null", "NULL")  # for YAML, though not for a workout
BREAKS = "\r\x85\u2028\u2029"


def scalar(text: str, *, flow: bool = False, quote: str = '"') -> str:
    """The text on one line, in quotation marks only where YAML would read it otherwise.

    `quote` is the mark that is preferred; single ones need no escapes.
    """
    analysis = Emitter(StringIO(), allow_unicode=True).analyze_scalar(text)
    plain = analysis.allow_flow_plain if flow else analysis.allow_block_plain
    if text not in NOTHING and plain and not analysis.multiline:
        return text
    if analysis.multiline or not analysis.allow_single_quoted:
        return f'"{"".join(map(_escaped, text))}"'
    if quote == "'" or '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def _escaped(char: str) -> str:
    if char in ESCAPES:
        return ESCAPES[char]
    return f"\\u{ord(char):04X}" if char in BREAKS else char


def key(text: str) -> str:
    """A key with its colon; one that is very long takes a line of its own."""
    written = scalar(text)
    return f"{written}:" if len(written) <= LONGEST_KEY else f"? {written}\n:"


def value(text: str, indent: int, *, before: int) -> str:
    """A value on its key's line, or folded below it where it is too long.

    `indent` is the column of its key, `before` the room that the key takes.
    """
    room = WIDTH - indent - 2
    if before + 1 + len(text) <= room + 2 or " " not in text:
        return scalar(text)
    rows = textwrap.wrap(text, room, break_long_words=False, break_on_hyphens=False)
    return "\n".join((">", *(f"  {row}" for row in rows)))
