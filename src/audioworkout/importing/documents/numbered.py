"""Exercises that a text explains one by one, and then refers to: `Move #1: calf raises`."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from audioworkout.ground.diagnostics import START
from audioworkout.importing import steps
from audioworkout.importing.documents.entries import Entry, Kind, sentences
from audioworkout.importing.documents.standing import Standing, can_name, stood
from audioworkout.importing.plain_text import plain
from audioworkout.language.model import Work

LONGEST = 100  # characters of a name with its number
SHORTEST_HOLD = 10  # s; less is a pause inside a rep, not its dose

KINDS = r"(?:moves?|exercises?|drills?|movements?|stations?|poses?|stretch(?:es)?|positions?)"
LABEL = re.compile(
    rf"(?:{KINDS} ?(?:no\.? ?|number |# ?)?|(?:no\. ?|number |# ?))(\d{{1,2}}) ?(?:[:.)-]|-)"
    rf" ?(?=\S)",
    re.I,
)
NUMBER = re.compile(r"(?:#+ )?(?:\*\*|__)?\(?(\d{1,2})[.)]\s")
REFERENCE = re.compile(
    rf"(?:{KINDS} ?)?# ?(\d{{1,2}})\b|\b{KINDS} (\d{{1,2}})\b(?! ?(?:x|s|sec|min))", re.I
)
ROW = re.compile(rf"\b{KINDS} (\d{{1,2}}(?:(?:, ?| and |, and | ?& ?)\d{{1,2}})+)", re.I)

DO = re.compile(
    r"(?:(?:then|now|and|aim|try|start|shoot|go) (?:to |for |with )?)?"
    r"(?:(?:do|perform|complete|repeat|hold|continue|stay|keep going|work)"
    r"(?: (?:it|this|here|there|the (?:pose|position|stretch|plank|movement|exercise)))?(?:"
    r" for)? )?",
    re.I,
)
SIDES = re.compile(
    r"(?:,|\.)? ?(?:and |then |before )?(?:and |then )?(?:switch(?:ing)?|change|changing|swap"
    r"|repeat(?:ing)?|do the same)"
    r"(?: to| on| with)?(?: the)?(?: other| opposite)? (?:sides?|legs?|arms?)$",
    re.I,
)
OTHER_SIDE = re.compile(
    r"(?:then |and |now )?(?:switch|change|swap|repeat|do the same)(?: to| on| with)?(?:"
    r" the)?(?: other| opposite)?"
    r" (?:side|leg|arm)s?",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Explained:
    """An exercise with sentences below it. `body` is the line to read: the name with its dose.

    `number` is what the text calls it by; `tips` are the sentences that hold no dose.
    """

    entry: Entry
    number: int | None
    name: str
    body: str
    dosed: bool
    tips: tuple[str, ...]
    below: tuple[Entry, ...]


def explained(entries: Sequence[Entry]) -> list[Explained]:
    """The exercises of a text that are explained one by one; empty unless there are two."""
    found: list[Explained] = []
    for index, entry in enumerate(entries):
        if entry.kind in (Kind.PROSE, Kind.TABLE) or len(entry.body) > LONGEST:
            continue
        below = _below(entries, index)
        if below and (one := _explained(entry, below)):
            found.append(one)
    return found if len(found) > 1 else []


def _is_told(entry: Entry) -> bool:
    """Whether a piece is about the exercise above it; a number in front makes a step."""
    return entry.kind is Kind.PROSE and not entry.body[:1].isdigit()


def _below(entries: Sequence[Entry], index: int) -> tuple[Entry, ...]:
    end = index + 1
    while end < len(entries) and _is_told(entries[end]):
        end += 1
    return tuple(entries[index + 1 : end])


def _explained(entry: Entry, below: tuple[Entry, ...]) -> Explained | None:
    label = LABEL.match(entry.body)
    listed = NUMBER.match(entry.line.text)
    name = entry.body[label.end() :] if label else re.sub(r"^\(?\d{1,2}[.)] ", "", entry.body)
    name = name.strip(" :.-–—")
    standing = stood(name).standing
    dosed = standing in (Standing.KNOWN, Standing.STEP)
    if not (dosed or standing is Standing.NAME or ((label or listed) and can_name(name))):
        return None
    if standing is Standing.STEP and not (label or listed):
        return None
    number = int((label or listed)[1]) if label or listed else None  # type: ignore[index]
    dose, tips = _told(below)
    body = f"{name}: {dose}" if dose and not dosed else name
    return Explained(entry, number, name, body, dosed or bool(dose), tips, below)


def _told(below: Sequence[Entry]) -> tuple[str, tuple[str, ...]]:
    """The dose that sentences hold, and those that hold none."""
    dose, sides, tips = "", False, []
    for sentence in (one for entry in below for one in sentences(entry.body)):
        if OTHER_SIDE.fullmatch(sentence.strip(" .!")):
            sides = True
        elif not dose and (found := _dose(sentence)):
            dose = found
        else:
            tips.append(sentence)
    if dose and sides and not re.search(r"\bper\b|\beach\b", dose):
        dose = f"{dose} per side"
    return dose, tuple(tips)


def _dose(sentence: str) -> str:
    """The dose that a sentence says and says nothing else; empty if it has none."""
    spoken = plain(sentence).strip(" .!")
    if len(spoken) > LONGEST or not any(map(str.isdigit, spoken)):
        return ""
    both = SIDES.search(spoken)
    text = spoken[: both.start()] if both else spoken
    verb = DO.match(text)
    text = text[verb.end() :] if verb else text
    text = re.sub(r"^(\d{1,3}(?:-\d{1,3})?) times\b", r"\1 reps", text)
    text = re.sub(r"(?<=\d) (?:total )?(?:steps|repetitions)\b", " reps", text)
    step = steps.with_dose(Work(steps.STAND_IN, None, START), text)
    if step is None or step.dose is None:
        return ""
    if re.match(r"(?:then |and )?hold", spoken, re.I) and _short(text):
        return ""
    return f"{text} per side" if both and not step.sides else text


def _short(text: str) -> bool:
    """Whether a hold is a pause in a rep."""
    found = re.match(r"(\d{1,3})(?:-\d{1,3})? ?s", text)
    return bool(found and int(found[1]) < SHORTEST_HOLD)


def referred(text: str, names: Mapping[int, str]) -> str:
    """A text with the names in place of the numbers that it refers to: `#1` to `calf raises`."""

    def name(found: re.Match[str]) -> str:
        return names.get(int(found[1] or found[2]), found[0])

    return REFERENCE.sub(name, text)


def order(text: str, names: Mapping[int, str]) -> list[int]:
    """The numbers that a text refers to, each once, as they come first."""
    found: dict[int, None] = {}
    for reference in re.finditer(f"{ROW.pattern}|{REFERENCE.pattern}", text, re.I):
        digits = re.findall(r"\d{1,2}", reference[0])
        found.update(dict.fromkeys(int(digit) for digit in digits if int(digit) in names))
    return list(found)
