"""Lists that stand in a sentence: `three sets of 15 reps of squats, lunges and push-ups`."""

import re
from dataclasses import replace
from typing import Any

from audioworkout.importing.documents.facts import Facts, facts
from audioworkout.importing.documents.standing import Standing, can_name, known, stood
from audioworkout.importing.heading_patterns import COUNT, TIME
from audioworkout.importing.lines import PastedLine
from audioworkout.importing.part_headings import part_heading
from audioworkout.importing.plain_text import plain

LONGEST = 600  # characters of a sentence
MOST_IN_STEPS = 24  # words of a sentence that is steps
TALK = re.compile(
    r"\b(?:is|are|was|were|be|you|your|it|its|that|this|because|when|while|so|but|not|can|will"
    r"|should"
    r"|would|have|has|had|they|we|i|my|our|who|which|if|good|better)\b",
    re.I,
)
LONGEST_HEAD = 60  # characters of a heading before its first step
MOST_WORDS = 5  # of a name in it

N = r"\d{1,2}(?:-\d{1,2})?"
DOSE = rf"(?:{TIME}|{COUNT} ?(?:reps|repetitions)?)"
SETS_OF = re.compile(
    rf"\b(?P<count>{N}) ?(?P<form>sets|rounds|x|circuits) ?(?:of )?(?P<dose>{DOSE})(?: each)?(?:"
    rf" (?:of|on|for))?:? "
    r"(?P<list>[^\d.;]+)(?P<tail>.*)",
    re.I,
)
EACH_OF = re.compile(
    rf"\b(?P<dose>{COUNT} (?:reps|repetitions)(?: each)?|{TIME} each) (?:of|on|for):?"
    rf" (?P<list>[^\d.;]+)(?P<tail>.*)",
    re.I,
)
REPEATED = re.compile(r"\d ?(?:x|sets|rounds|circuits|times)\b", re.I)
CUT = re.compile(
    r"(?:,? (?:all|each))?,? (?:with|resting|taking|rest)$|,? (?:all|each)$|,? (?:with|resting"
    r"|taking|rest)\b.*",
    re.I,
)
BETWEEN = re.compile(r", (?:and |or then |then )?| and (?:then )?")
LEAD = re.compile(
    r"(?:(?:and|then|next|first|now|finally|after that|start(?: off)?|begin|finish(?: off)?|end"
    r"|follow|continue)"
    r"(?: with| by doing| it with| up with| with a set of)?,? |(?:you )?(?:do|perform|complete"
    r"|try|hit|crank out|knock out|bang out) )+",
    re.I,
)


def list_in(sentence: str, line: PastedLine) -> list[PastedLine]:
    """The heading and the items of the list that a sentence holds; empty if it holds none."""
    if len(sentence) > LONGEST:
        return []
    spoken = plain(sentence).strip(" .!")
    for pattern in (SETS_OF, EACH_OF):
        found = pattern.search(spoken)
        if pattern is EACH_OF and found and REPEATED.search(spoken[: found.start()]):
            return []
        if found and (names := _names(found["list"])):
            return _lines(_heading(found, sentence, line), names, sentence, line)
    return []


def steps_in(sentence: str, line: PastedLine, *, beside: bool = False) -> list[PastedLine]:
    """The steps that a sentence is; empty unless the catalogue has each of them.

    `beside`: it stands beside other steps, and need not be in the catalogue. A heading may come
    before its first step: `Circuit (3 rounds): squats: 12 reps.`
    """
    head, colon, rest = sentence.partition(": ")
    named = part_heading(head) if colon and len(head) <= LONGEST_HEAD else None
    if named and (named.directive or named.phase):
        steps = steps_in(rest, line, beside=True)
        level = (max(line.level[0] - 2, 0), 0)
        return [replace(line, text=sentence, body=f"{head}:", level=level), *steps] if steps else []
    spoken = plain(sentence).strip(" .!")
    lead = LEAD.match(spoken)
    body = spoken[lead.end() :] if lead else spoken
    if not any(map(str.isdigit, body)) or len(body.split()) > MOST_IN_STEPS:
        return []
    if TALK.search(body):
        return []
    wanted = (Standing.KNOWN, Standing.REST, *((Standing.STEP,) if beside else ()))
    if stood(body).standing not in wanted:
        return []
    return [replace(line, text=sentence, body=body)]


def _names(text: str) -> list[str]:
    """The exercises of a list of words, if it is one; the catalogue has half of them at least."""
    words = CUT.sub("", text.strip(" ,:")).strip(" ,:")
    names = [part.strip() for part in BETWEEN.split(words) if part.strip()]
    if len(names) < 2 or not all(can_name(n) and len(n.split()) <= MOST_WORDS for n in names):
        return []
    return names if 2 * sum(map(known, names)) >= len(names) else []


def _heading(found: re.Match[str], sentence: str, line: PastedLine) -> Facts:
    given = found.groupdict()
    dose = " ".join(given["dose"].removesuffix("each").split())
    said = facts(sentence, line).without("rounds", "sets", "dose", "work", "intervals")
    if dose.isdigit() or re.fullmatch(COUNT, dose):
        dose = f"{dose} reps"
    count = given.get("count") or ""
    straight = (given.get("form") or "").lower() in ("sets", "x")
    of: dict[str, Any] = {"sets" if straight else "rounds": count} if count else {}
    return Facts(dose=dose.replace("repetitions", "reps"), lines=(line,), **of).and_those(said)


def _lines(said: Facts, names: list[str], sentence: str, line: PastedLine) -> list[PastedLine]:
    depth = line.level[0]
    head = replace(line, text=sentence, body=said.heading(), level=(depth, 0))
    return [head, *(replace(head, body=name, level=(depth + 2, 1)) for name in names)]
