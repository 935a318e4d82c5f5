"""The interval picture: a session along time, work tall, rest low, as SVG.

All sizes are in units of the `viewBox`, in which the smallest text is 11 high. A wide picture
is drawn larger, not just longer, so that it can still be read where a page scales it down.
"""

from collections.abc import Iterable
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

from audioworkout.ground.text import clean
from audioworkout.ground.units import clock
from audioworkout.plan.export import bars, guides, outline, shapes
from audioworkout.plan.export.labels import labels_of
from audioworkout.plan.export.legend import legend
from audioworkout.plan.export.palette import Theme, style
from audioworkout.plan.export.text import fit, wrap
from audioworkout.plan.segments import Kind
from audioworkout.plan.timeline import Timeline

NARROWEST, WIDEST = 240, 10_000  # px; below the first no label fits
UNZOOMED = 480  # px; a wider picture is enlarged, at most by half
MARGIN = 16.0
ABOVE, BELOW = 9.0, 24.0  # a plot without head and legend: over its sections, under its base
TITLE_SIZE, FACTS_SIZE = 17.0, 13.0
MOST_DESCRIPTION = 2_000  # characters


def svg(timeline: Timeline, *, theme: Theme = "auto", width: int = 640) -> str:
    """The interval picture as SVG, `width` px wide (240 to 10,000) and as high as it needs.

    `theme` auto follows the reader's `prefers-color-scheme`. The document holds no script
    and refers to nothing outside it. For a cursor: `rect.aw-plot` spans the session's time
    from left to right, and `data-length` of the root is its length in ms.
    """
    width = min(max(width, NARROWEST), WIDEST)
    zoom = _zoom(width)
    wide = width / zoom
    room = wide - 2 * MARGIN
    head, top = _head(timeline, room)
    plot, base = _plot(timeline, wide, top)
    key = legend(timeline, MARGIN, base + 34, room)
    high = key.bottom + MARGIN
    n = shapes.number
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="aw-picture aw-{theme}" role="img" '
        f'width="{width}" height="{n(high * zoom)}" viewBox="0 0 {n(wide)} {n(high)}" '
        f'data-length="{timeline.length}">\n'
        f"<title>{escape(clean(timeline.title))}</title>\n"
        f"<desc>{escape(_description(timeline))}</desc>\n"
        f"<style>{style(theme)}</style>\n"
        f"{shapes.rect('aw-card', 0.5, 0.5, wide - 1, high - 1, 12)}\n"
        f"{_lines((*head, *plot, shapes.group('aw-legend', key.shapes)))}\n</svg>\n"
    )


def inline_svg(timeline: Timeline, *, width: int) -> str:
    """The plot alone, to stand in an HTML page that says title, facts and legend itself.

    Laid out as in a picture `width` px wide, but of no size of its own, without a namespace and
    without a style sheet: the page has one. The title is its name for those who do not see it.
    """
    wide = width / _zoom(width)
    plot, base = _plot(timeline, wide, ABOVE)
    n = shapes.number
    return (
        f'<svg class="aw-picture" role="img" viewBox="0 0 {n(wide)} {n(base + BELOW)}" '
        f'data-length="{timeline.length}" aria-label={quoteattr(clean(timeline.title))}>\n'
        f"<desc>{escape(_description(timeline))}</desc>\n"
        f"{_lines(plot)}\n</svg>\n"
    )


def _lines(drawn: Iterable[str]) -> str:
    return "\n".join(filter(None, drawn))


def _zoom(width: int) -> float:
    return min(max(1.0, width / UNZOOMED), 1.5)


def png(
    timeline: Timeline, *, theme: Literal["light", "dark"] = "light", width: int = 1200
) -> bytes:
    """The interval picture as PNG, `width` px wide.

    Letters are Roboto's, so that the same bytes come out everywhere; what Roboto lacks
    (it has Latin, Greek and Cyrillic) is taken from the fonts of the system.
    """
    import font_roboto
    import resvg_py

    drawing = svg(timeline, theme=theme, width=width)
    return resvg_py.svg_to_bytes(
        svg_string=drawing,
        font_files=[font_roboto.Roboto, font_roboto.RobotoBold],
        skip_system_fonts=not any(map(_is_foreign, drawing)),
    )


def _is_foreign(char: str) -> bool:
    return "\u0530" <= char < "\u1e00" or char >= "\u20d0"


def _head(timeline: Timeline, room: float) -> tuple[list[str], float]:
    """Title and facts, and where what follows them begins."""
    title = wrap(clean(timeline.title), TITLE_SIZE, room, 2)
    y = MARGIN + 22 * len(title)
    lines = (
        shapes.text(MARGIN, MARGIN + 16 + 22 * line, words, "aw-title")
        for line, words in enumerate(title)
    )
    facts = fit(_facts(timeline), FACTS_SIZE, room)
    return [*lines, shapes.text(MARGIN, y + 13, facts, "aw-facts aw-muted")], y + 30


def _plot(timeline: Timeline, wide: float, y: float) -> tuple[list[str], float]:
    """The bars from `y` on, with sections, rounds, letters and axis; and where they stand."""
    scale = bars.Scale(MARGIN, wide - MARGIN, timeline.length)
    numbers = outline.numbers(timeline.segments)
    labels = labels_of(timeline)
    row = list(bars.bars(timeline.segments, scale))
    sections = outline.sections(timeline)
    rounds = outline.rounds(timeline.segments)
    titles = guides.round_titles(rounds, scale, labels)
    rounds_y = y + (18 if sections else 0)
    letters_y = rounds_y + (17 if titles else 0)
    names = bars.names(row, 0, labels)
    letters = [] if names else bars.letters(row, numbers, letters_y + 12)
    base = letters_y + (17 if letters else 4) + bars.TALL
    drawn = [
        shapes.group("aw-rounds", guides.bands(rounds, titles, scale, rounds_y, base)),
        shapes.group("aw-sections", guides.sections(sections, scale, y, base)),
        shapes.group("aw-letters", letters),
        shapes.rect("aw-plot", scale.left, base - bars.TALL, wide - 2 * MARGIN, bars.TALL),
        shapes.group("aw-bars", (bars.shape(bar, numbers, base) for bar in row)),
        shapes.group(
            "aw-names", bars.names(row, base, labels) if names else bars.sides(row, base, labels)
        ),
        shapes.group("aw-axis", guides.axis(timeline.length, scale, base, labels)),
    ]
    return drawn, base


def _facts(timeline: Timeline) -> str:
    """`14:52 · work 10:00 · 5 rounds · 3 exercises`."""
    labels = labels_of(timeline)
    facts = [clock(timeline.length), labels.work(outline.work_length(timeline))]
    rounds = {row.segment.rounds or 1 for row in timeline.segments if row.segment.kind is Kind.WORK}
    if len(rounds) == 1 and (number := rounds.pop()) > 1:
        facts.append(labels.count("rounds", number))
    facts.append(labels.count("exercises", len(outline.numbers(timeline.segments))))
    return " · ".join(facts)


def _description(timeline: Timeline) -> str:
    """The picture in words, for those who do not see it."""
    texts = [f"{_facts(timeline).replace(' · ', ', ')}."]
    for part in outline.parts(timeline):
        head = f"{part.title}: " if part.title else ""
        texts.append(head + "; ".join(map(str, part.items)) + ".")
    whole = " ".join(texts)
    return whole if len(whole) <= MOST_DESCRIPTION else whole[:MOST_DESCRIPTION].rstrip() + "…"
