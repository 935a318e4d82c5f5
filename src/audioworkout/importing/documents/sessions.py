"""Endurance sessions in sentences: `6 x 400 m at 1:40 with 90 seconds jog in between`."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from audioworkout.importing import steps
from audioworkout.importing.draft import DraftForm, DraftGroup, DraftItem, DraftStep
from audioworkout.importing.heading_patterns import TIME, number
from audioworkout.importing.lines import PastedLine
from audioworkout.importing.plain_text import plain
from audioworkout.language.model import Circuit, Pause, Range, Work

LONGEST = 300  # characters of a sentence

PHASES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (
        phase,
        re.compile(
            rf"(?:first|then|finally|to start|next)?,? ?{words}(?: (?:with|for|by doing|by|is"
            rf"|of))?[:,]? ?"
        ),
    )
    for phase, words in (
        ("warmup", r"(?:your |the |a )?warm(?:ing)?[ -]?up(?: run| jog)?"),
        ("cooldown", r"(?:your |the |a )?(?:cool(?:ing)?|warm)[ -]?down(?: run| jog)?"),
        (
            "workout",
            r"(?:the |your )?(?:main (?:part|set|session|work(?:out)?|block|bit)|workout|session)"
            r"(?: (?:is|are|comes|consists of|then is))?",
        ),
    )
)
EFFORT = (
    r"(?:(?:very|nice and|fairly) )?(?:easy|easily|steady|steadily|hard|moderate|relaxed|gentle"
    r"|gently|light"
    r"|brisk|slow|slowly|fast|quick)"
)
GAITS = {
    "run": r"runs?|running|uphill|up ?hill|hill (?:runs?|reps?|sprints?)",
    "jog": r"jogs?|jogging",
    "walk": r"walks?|walking",
    "stride": r"strides?|strideouts?",
    "sprint": r"sprints?|sprinting",
    "ride": r"rides?|riding|cycling|cycle|spin|spinning",
    "swim": r"swims?|swimming",
    "row": r"rows?|rowing",
}
GAIT = rf"(?:{'|'.join(GAITS.values())})"
REST = r"(?:(?:standing |full |complete |static )?(?:rest|recovery|recoveries|break|pause)s?)"
DIST = (
    r"\d{1,5}(?:\.\d{1,3})? ?(?:km|k|m|met(?:er|re)s?|kilomet(?:er|re)s?|miles?|mi|yards?|yds?)\b"
)
DOSE = rf"(?:{TIME}|{DIST})"
METRES = re.compile(DIST)
PACE = (
    r"(?:\d{1,2}:\d\d(?: ?/ ?(?:km|mile|mi|k)| (?:per|a|an) (?:km|kilomet(?:er|re)|mile|k))?"
    r"|(?:your )?(?:5 ?k|10 ?k|half[- ]marathon|marathon|threshold|tempo|race|goal|mile|interval"
    r"|vo2 ?max)"
    r"(?: race)?(?: pace| effort| intensity)?)"
)
BETWEEN = (
    r"(?:in ?between(?: each| them)?|between (?:each|them|reps|efforts|repeats|intervals)(?: one|"
    r" rep)?|recovery|recoveries)"
)
EFFORT_OR_GAIT = (
    rf"(?:(?P<effort>{EFFORT}) ?)?(?:(?P<gait>{GAIT}) ?)?(?:(?P<effort2>{EFFORT}|at (?:an"
    rf" )?{EFFORT}(?: pace| effort)?) ?)?"
)
RECOVERY = (
    rf",? ?(?:and |then )?(?:with |w/ ?|by |off )?(?:an? )?(?P<rec>{DOSE})(?: of)?"
    rf" ?(?:(?P<rec_effort>{EFFORT}) )?"
    rf"(?P<rec_gait>{GAITS['jog']}|{GAITS['walk']}|float|{EFFORT}|{REST})(?: (?P<back>back(?:"
    rf" down)?|down))?"
    rf"(?: (?P<between>{BETWEEN})| (?:after|for) (?:each|every)(?: \w+)?)?"
)
LEAD = (
    r"(?:(?:then|next|after that|finally|do|run|jog|ride|swim|row|complete|perform|go|start"
    r"|begin|finish|end|take|a|an|for|with"
    r"|of|some|about|around|by|up|on|off)[ ,]+)*"
)
REPEATS = re.compile(
    rf"{LEAD}(?P<count>\d{{1,2}}(?:-\d{{1,2}})?)(?: ?x ?| (?:times|reps of|repeats of"
    rf"|repetitions of|lots of|sets of) | (?={GAIT}))"
    rf"(?:(?P<kind>{GAIT}) (?:of|x|for|over|lasting) )?(?P<dose>{DOSE}) ?"
    rf"{EFFORT_OR_GAIT}(?:(?:at|in|@) ?(?P<pace>{PACE}) ?)?(?:{RECOVERY})?"
)
SINGLE = re.compile(
    rf"{LEAD}(?P<dose>{DOSE})(?: of| at an?)? ?{EFFORT_OR_GAIT}(?:pace|effort|intensity)?"
    rf" ?(?:(?:at|in|@) ?(?P<pace>{PACE}))?"
)
GAIT_FIRST = re.compile(
    rf"(?:an? )?(?:(?P<effort>{EFFORT}) )?(?P<gait>{GAIT})(?: (?P<effort2>{EFFORT}))?(?: (?:for"
    rf"|of))? (?P<dose>{DOSE})"
    rf"(?: (?P<effort3>{EFFORT}))?(?: (?:at|in|@) ?(?P<pace>{PACE}))?"
)
SPLIT = re.compile(
    r",? (?:and )?then |,? followed by |,? and finally |; |, and (?=\d)|, (?=\d)| and (?=\d{1,2}"
    r" (?:x|min|strides))"
    r"| and (?=(?:an? (?:few|couple)|some)\b)"
)
BASE = {
    "easily": "easy",
    "steadily": "steady",
    "gently": "gentle",
    "slowly": "slow",
    "relaxed": "easy",
}


@dataclass(frozen=True, slots=True)
class SessionPart:
    """What a sentence says to do: in which phase, and the words of it that were not read."""

    phase: str
    items: tuple[DraftItem, ...]
    left: tuple[str, ...] = ()


def usual_gait(text: str) -> str:
    """How one moves in a text where a sentence does not say it; empty if nothing tells."""
    low = text.lower()
    counts = Counter(
        {
            name: len(re.findall(rf"\b(?:{words})\b", low))
            for name, words in (
                ("run", r"runs?|running|runners?|jog\w*|strides?|track|marathon|5k|10k|tempo"),
                ("ride", r"rides?|riding|cyclists?|cycling|bike|trainer|watts|cadence"),
                ("swim", r"swim\w*|pool|freestyle|pull buoy"),
                ("row", r"rowing|rower|erg|row"),
            )
        }
    )
    best, count = counts.most_common(1)[0]
    return best if count else ""


def session_part(sentence: str, line: PastedLine, gait: str, begun: str) -> SessionPart | None:
    """The part of a session that a sentence holds; None where it holds anything else.

    `gait` is how one moves where it does not say; `begun` the phase of the sentence before.
    """
    if len(sentence) > LONGEST or not any(map(str.isdigit, plain(sentence))):
        return None
    phase, rest = _phase(plain(sentence).lower().strip(" .!"), begun)
    source = replace(line, text=sentence, body=sentence)
    items: list[DraftItem] = []
    left: list[str] = []
    for piece in filter(None, (part.strip(" ,") for part in SPLIT.split(rest))):
        found = list(_piece(piece, source, gait))
        if not found and any(map(str.isdigit, piece)):
            return None
        items += found
        if not found:
            left.append(piece)
    return SessionPart(phase, tuple(items), tuple(left)) if items else None


def _phase(text: str, begun: str) -> tuple[str, str]:
    for phase, words in PHASES:
        if found := words.match(text):
            return phase, text[found.end() :]
    return begun, text


def _piece(text: str, line: PastedLine, gait: str) -> Iterator[DraftItem]:
    """The items of a part of a sentence; none if it is not understood whole."""
    if found := REPEATS.fullmatch(text):
        yield from _repeats(found, line, gait)
        return
    single = SINGLE.fullmatch(text) or GAIT_FIRST.fullmatch(text)
    step = _moved(single, line, gait) if single else None
    if step is not None:
        yield step


def _moved(found: re.Match[str], line: PastedLine, gait: str) -> DraftStep | None:
    """The step that a match describes, but for how often it is done."""
    given = found.groupdict()
    words = given.get("kind") or given["gait"] or ""
    effort = next(filter(None, (given.get(f"effort{n}") for n in ("", "2", "3"))), "")
    pace = given.get("pace") or ""
    if not (words or effort or pace or "count" in given or METRES.search(given["dose"])):
        return None
    moved = next((name for name, ways in GAITS.items() if re.fullmatch(ways, words)), gait)
    if not moved:
        return None
    return _step(given["dose"], effort, moved, pace, line)


def _step(dose: str, effort: str, gait: str, pace: str, line: PastedLine) -> DraftStep | None:
    effort = re.sub(r"^at (?:an )?|^(?:very|nice and|fairly) | (?:pace|effort)$", "", effort)
    name = " ".join(filter(None, (BASE.get(effort, effort), gait)))
    timed = pace[:1].isdigit() and ":" in pace
    if pace and not timed:
        name = f"{name} ({pace})"
    pace = re.sub(r" ?(?:/|per|an?) ?(k|km|mile|mi|kilomet\w+)$", r"/\1", pace)
    spelled = f"{dose} {name}{f' at {pace}' if timed else ''}"
    reading = steps.read(re.sub(r"/(?:k|kilomet\w+)$", "/km", spelled))
    if reading.step is None or not reading.dosed:
        return None
    return DraftStep(reading.step, line, reading.reasons)


def _repeats(found: re.Match[str], line: PastedLine, gait: str) -> Iterator[DraftItem]:
    step = _moved(found, line, gait)
    if step is None or not isinstance(step.step, Work):
        return
    rounds = number(found["count"])
    if found["rec"] is None:
        yield replace(step, step=replace(step.step, sets=rounds))
        return
    rest = _recovery(found, line)
    if rest is None:
        return
    if isinstance(rest.step, Pause) and not found["back"]:
        yield replace(step, step=replace(step.step, sets=rounds, rest=rest.step.length))
        return
    if found["between"] is None:
        yield _round(rounds, [step, rest], line)
        return
    if rounds.high > 1:
        yield _round(Range(max(rounds.low - 1, 1), rounds.high - 1), [step, rest], line)
    yield step


def _round(rounds: Range, items: list[DraftItem], line: PastedLine) -> DraftGroup:
    return DraftGroup(DraftForm(Circuit(rounds)), items=items, sources=[(line, "")])


def _recovery(found: re.Match[str], line: PastedLine) -> DraftStep | None:
    words, dose = found["rec_gait"], found["rec"]
    if re.fullmatch(REST, words):
        reading = steps.read(f"rest {dose}")
        return DraftStep(reading.step, line) if isinstance(reading.step, Pause) else None
    gait = "walk" if re.fullmatch(GAITS["walk"], words) else "jog"
    effort = found["rec_effort"] or (words if re.fullmatch(EFFORT, words) else "")
    return _step(dose, effort, gait, "", line)
