"""Lines that go on in the next one, and lists between braces: what is pasted, line by line."""

import re
from dataclasses import replace

from audioworkout.importing import steps
from audioworkout.importing.lines import PastedLine, PastedText
from audioworkout.importing.plain_text import plain

DEEPER = 4  # columns by which what stands between braces is taken to be indented
MIDDLE = re.compile(
    rf"(?:or|and)\b|(?:kgs?|lbs?|pounds?|pood|cm|inch(?:es)?|in|foot|ft|m|yards?)\b"
    rf"|(?:{steps.LOAD}|{steps.SIZE})",
    re.I,
)
GOES_ON = re.compile(r"(?:\b(?:or|and|with|per|alternating|from|of the)|[a-z\d] ?[/&+])$")


def unbraced(pasted: PastedText) -> list[PastedLine | None]:
    """The lines of a text, with those between `2 x {` and `}` deeper, and without the braces."""
    found: list[PastedLine | None] = []
    depth = 0
    for line, raw in zip(pasted.lines, pasted.text.splitlines(), strict=False):
        if raw.strip() == "}":
            depth = max(0, depth - 1)
        elif line is not None:
            opens = line.body.endswith("{")
            body = f"{line.body[:-1].rstrip(' :')}:" if opens else line.body
            level = (line.level[0] + DEEPER * depth, line.level[1])
            found.append(replace(line, body=body, level=level))
            depth += opens
            continue
        found.append(None)
    return found


def unwrapped(lines: list[PastedLine | None]) -> list[PastedLine | None]:
    """The lines, those that end in the middle of words joined to what they go on with."""
    found: list[PastedLine | None] = []
    for line in lines:
        before = found[-1] if found else None
        if line and before and not line.level[1] and continues(before, line):
            found[-1] = replace(
                before, text=f"{before.text} {line.text}", body=f"{before.body} {line.body}"
            )
        else:
            found.append(line)
    return found


def continues(before: PastedLine, line: PastedLine) -> bool:
    """Whether a line goes on with the one above: it ends amid words, or its load is indented."""
    if GOES_ON.search(before.body):
        return True
    indented = line.level[0] > before.level[0] and any(map(str.isdigit, before.body))
    if not indented or before.body.endswith(":"):
        return False
    if MIDDLE.match(line.body) or before.body.endswith(","):
        return True
    return line.body[:1].islower() and bool(steps.HAS_LOAD.search(plain(line.body)))
