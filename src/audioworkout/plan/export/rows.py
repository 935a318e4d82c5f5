"""The plan as a table that a spreadsheet opens."""

import csv as writer
from io import StringIO

from audioworkout.ground.text import one_line
from audioworkout.ground.units import decimal_seconds
from audioworkout.plan.timeline import Placed, Timeline

COLUMNS = (
    "start",
    "end",
    "length",
    "kind",
    "exercise",
    "side",
    "reps",
    "round",
    "rounds",
    "set",
    "sets",
    "section",
    "line",
)

# A cell that starts so is a formula to a spreadsheet, even between quotes (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def csv(timeline: Timeline) -> str:
    """A row a segment after a row of titles, as in RFC 4180 (so lines end in CR LF).

    Times are seconds with three decimals. A text that a spreadsheet would compute has an
    apostrophe in front.
    """
    file = StringIO(newline="")
    rows = writer.writer(file)
    rows.writerow(COLUMNS)
    rows.writerows(map(_row, timeline.segments))
    return file.getvalue()


def _row(row: Placed) -> tuple[object, ...]:
    segment = row.segment
    return (
        decimal_seconds(row.start),
        decimal_seconds(row.end),
        decimal_seconds(row.length),
        segment.kind.value,
        _inert(segment.exercise),
        _inert(segment.side),
        segment.reps,
        segment.round,
        segment.rounds,
        segment.set,
        segment.sets,
        _inert(segment.section),
        segment.origin.line,
    )


def _inert(text: str | None) -> str:
    line = one_line(text or "")
    return f"'{line}" if line.startswith(FORMULA) else line
