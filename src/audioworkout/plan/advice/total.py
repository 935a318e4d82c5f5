"""Sessions that are not as long as their title says."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from audioworkout.ground.diagnostics import Diagnostic, warning
from audioworkout.ground.units import MINUTE, Ms, clock
from audioworkout.language.model import Workout
from audioworkout.plan.advice.plan import Plan
from audioworkout.plan.segments import Kind, Segment
from audioworkout.plan.unrolling import unroll
from audioworkout.words.numbers import ENGLISH

FAR = 0.2  # of the length that is promised
FAR_AT_LEAST: Ms = 2 * MINUTE

PHRASES = (
    ("three quarters of an hour", "45 minutes"),
    ("an hour and a half", "90 minutes"),
    ("half an hour", "30 minutes"),
    ("half-hour", "30-minute"),
    ("quarter of an hour", "15 minutes"),
    ("an hour", "60 minutes"),
)
DURATION = (
    r"(?<![\d.])(?P<low>\d{1,3}(?:\.\d)?)(?:\s*(?:-|–|to)\s*(?P<high>\d{1,3}(?:\.\d)?))?"
    r"[\s-]*(?P<unit>min(?:ute)?s?|hours?|h)\b"
    r"(?:(?: and)? (?P<minutes>\d{1,2})[\s-]min(?:ute)?s?\b)?"
)
SESSION = r"(?:session|workout|circuit|routine|class|programme|program)s?\b"
IN_TITLE = re.compile(DURATION)
IN_DESCRIPTION = tuple(
    re.compile(pattern)
    for pattern in (
        rf"^(?:an? |about |around |some |just |only |roughly )*{DURATION}(?! [a-z]+,)",
        rf"{DURATION}[\s-]+(?:[\w-]+\s+){{0,2}}{SESSION}",
        rf"\b(?:takes|lasts|lasting)(?: about| around| some| just| only| roughly)? {DURATION}",
    )
)
"""Where a description speaks of the whole: `20 minutes of …`, `a 20-minute circuit`, `takes …`."""

PARTS = re.compile(
    r"\b(then|followed|plus|each|every|per|after|before|rounds? of|under|sub|break|rest|intervals?"
    r"|repeats?|emom|amrap|tabata|[x×]|\d+ ?k|km|miles?)\b|[x×+] ?\d"
)
"""What makes a length that of a part, or of a race, rather than of the session."""


def total(plan: Plan) -> Iterator[Diagnostic]:
    """A session far from the length that its title or description promises.

    With or without warm-up and cool-down, at any effort: what one of these comes near to is
    no mistake.
    """
    promised = _promised(plan.workout)
    if promised is None:
        return
    low, high = promised
    actual = plan.rows[-1].start - plan.rows[0].end
    if not _far(low, high, actual, actual):
        return
    least, most = _extent(plan)
    if _far(low, high, least, max(most, actual)):
        message = f"the title or description promises {_minutes(low, high)}, the session takes "
        message += clock(actual)
        hint = "change the rounds or lengths, or the promise"
        yield warning(message, plan.workout.origin, hint, rule="total")


def _far(low: Ms, high: Ms, least: Ms, most: Ms) -> bool:
    """Whether the lengths from `least` to `most` are far from those from `low` to `high`."""
    over, under = least - high, low - most
    return over > max(FAR_AT_LEAST, high * FAR) or under > max(FAR_AT_LEAST, low * FAR)


def _extent(plan: Plan) -> tuple[Ms, Ms]:
    """The main part's length at the lowest effort, and the whole's at the highest."""
    lowest, highest = _at_effort(plan, 0.0), _at_effort(plan, 1.0)
    main = (segment for segment in lowest if segment.section not in ("warmup", "cooldown"))
    return _length(main), _length(highest)


def _at_effort(plan: Plan, effort: float) -> Iterable[Segment]:
    """The plan's own segments, unrolled anew only for an effort that is not its own."""
    if plan.workout.effort == effort:
        return plan.segments
    return unroll(replace(plan.workout, effort=effort), plan.find)[0]


def _length(segments: Iterable[Segment]) -> Ms:
    return sum(segment.length or 0 for segment in segments if segment.kind is not Kind.PREPARE)


def _promised(workout: Workout) -> tuple[Ms, Ms] | None:
    """The one length, or range of lengths, that title or description give to the whole."""
    title = _plain(workout.title)
    if PARTS.search(title):
        return None
    found = _lengths(title, (IN_TITLE,))
    for sentence in re.split(r"[.;!?]\s+", _plain(workout.description or "")):
        if not PARTS.search(sentence):
            found |= _lengths(sentence, IN_DESCRIPTION)
    return found.pop() if len(found) == 1 else None


def _lengths(text: str, patterns: Iterable[re.Pattern[str]]) -> set[tuple[Ms, Ms]]:
    """The lengths that a text names in one of the ways; none where it names several in any."""
    if len(IN_TITLE.findall(text)) != 1:
        return set()
    return {_range(match) for pattern in patterns for match in pattern.finditer(text)}


def _range(match: re.Match[str]) -> tuple[Ms, Ms]:
    unit = MINUTE if match["unit"].startswith("m") else 60 * MINUTE
    more = int(match["minutes"] or 0) * MINUTE
    low = round(float(match["low"]) * unit) + more
    return low, round(float(match["high"]) * unit) + more if match["high"] else low


def _plain(text: str) -> str:
    """Lower case, with numbers in figures."""
    plain = " ".join(text.casefold().split())
    for phrase, figures in PHRASES:
        plain = plain.replace(phrase, figures)
    return ENGLISH.in_figures(plain)


def _minutes(low: Ms, high: Ms) -> str:
    low, high = low // MINUTE, high // MINUTE
    return f"{low} minutes" if low == high else f"{low} to {high} minutes"
