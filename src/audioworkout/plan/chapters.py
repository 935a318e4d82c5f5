"""Chapters: some 10 to 30 marks that a lock screen can show.

Sections and rounds first; exercises where they are few. The finest grain that stays
within `MOST` wins, so a short circuit gets its exercises and a long one its rounds.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise

from audioworkout.plan.segments import Kind, Segment
from audioworkout.plan.timeline import Chapter, Placed

MOST = 30

Title = Callable[[Segment], str]


def chapters(
    rows: Sequence[Placed],
    *,
    opening: str,
    closing: str,
    round_title: Title,
    section: Title,
    side: Title,
) -> tuple[Chapter, ...]:
    """Chapters that cover the whole session, in order, without gap.

    `opening` and `closing` name what comes before the first exercise and after the last;
    `round_title`, `section` and `side` name a round, a section, and a side ("" for none).
    """
    work = [row for row in rows if row.segment.kind is Kind.WORK]
    grains: tuple[Title, ...] = (
        lambda s: _joined(_part(s, round_title, section), _joined(s.exercise or "", side(s), ", ")),
        lambda s: _joined(_part(s, round_title, section), s.exercise or ""),
        lambda s: _part(s, round_title, section) or s.exercise or "",
        lambda s: (s.section and section(s)) or opening,
    )
    marks: list[tuple[int, str]] = []
    for title in grains:
        marks = _marks(work, title)
        if len(marks) <= MOST - 2:
            break
    else:
        step = -(-len(marks) // (MOST - 2))
        marks = marks[::step]
    end = rows[-1].end
    starts = [(0, opening), *marks]
    if rows[-1].segment.kind is Kind.FINISH and rows[-1].length:
        starts.append((rows[-1].start, closing))
    stops = [*(start for start, _ in starts[1:]), end]
    return tuple(
        Chapter(start, stop, title) for (start, title), stop in zip(starts, stops, strict=True)
    )


def _marks(work: Sequence[Placed], title: Title) -> list[tuple[int, str]]:
    """Where a title differs from the one before."""
    marks = [(row.start, title(row.segment)) for row in work]
    return marks[:1] + [now for before, now in pairwise(marks) if now[1] != before[1]]


def _part(segment: Segment, round_title: Title, section: Title) -> str:
    name = section(segment) if segment.section else ""
    if segment.round is None or (segment.rounds or 0) < 2:
        return name
    return _joined(name if segment.section not in ("workout",) else "", round_title(segment))


def _joined(first: str, second: str, between: str = " · ") -> str:
    return between.join(part for part in (first, second) if part)
