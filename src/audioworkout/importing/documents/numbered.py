"""Exercises that a text explains one by one, and then refers to: `Move #1: calf raises`."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from audioworkout.ground.diagnostics import START
from audioworkout.importing import steps
from audioworkout.importing.documents.entries import PieceKind, TextPiece, is_sentence, sentences
from audioworkout.importing.documents.facts import facts
from audioworkout.importing.documents.standing import Standing, can_name, stood
from audioworkout.importing.plain_text import plain
from audioworkout.language.model import Work

LONGEST = 100  # characters of a name with its number
SHORTEST_HOLD = 10  # s; less is a pause inside a rep, not its dose

STEPS = (Standing.KNOWN, Standing.STEP)
KINDS = r"(?:moves?|exercises?|drills?|movements?|stations?|poses?|stretch(?:es)?|positions?)"
IN_ONE = re.compile(r"([A-Za-z][^.:–—]{2,40}?) ?(?:[–—:]|-(?= )) (?=[A-Za-z])(.{20,})")
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

    entry: TextPiece
    number: int | None
    name: str
    body: str
    dosed: bool
    tips: tuple[str, ...]
    below: tuple[TextPiece, ...]


def explained(entries: Sequence[TextPiece]) -> list[Explained]:
    """The exercises of a text that are explained one by one; empty unless there are two."""
    found: list[Explained] = []
    for index, entry in enumerate(entries):
        if entry.kind in (PieceKind.PROSE, PieceKind.ITEM) and (one := _in_one(entry)):
            found.append(one)
            continue
        if entry.kind in (PieceKind.PROSE, PieceKind.TABLE) or len(entry.body) > LONGEST:
            continue
        below = _below(entries, index)
        if below and (one := _explained(entry, below)):
            found.append(one)
    if len(found) < 2:
        return []
    lines = (
        entry
        for entry in entries
        if entry.kind in (PieceKind.ITEM, PieceKind.LINE, PieceKind.HEADING)
    )
    alike = [entry for entry in lines if stood(entry.body).standing in STEPS]
    return _siblings(entries, found) if 2 * len(found) >= len(alike) else []


def _in_one(entry: TextPiece) -> Explained | None:
    """An exercise and its sentences in one paragraph: `Push-ups — Keep the body straight.`"""
    split = IN_ONE.match(entry.body)
    if split is None or not is_sentence(split[2]):
        return None
    listed = NUMBER.match(entry.line.text)
    named = stood(split[1]).standing is Standing.NAME or (listed and can_name(split[1]))
    if not named:
        return None
    behind = replace(entry.line, text=split[2], body=split[2])
    dose, tips = _told([TextPiece(PieceKind.PROSE, behind)])
    number = int(listed[1]) if listed else None
    body = f"{split[1]}: {dose}" if dose else split[1]
    return Explained(entry, number, split[1], body, bool(dose), tips, ())


def _siblings(entries: Sequence[TextPiece], found: list[Explained]) -> list[Explained]:
    """Those with the others that are numbered like them, and have no sentences."""
    done = {one.entry.line.number for one in found}
    if not any(one.number for one in found) or any(one.dosed for one in found):
        return found
    for entry in entries:
        listed = NUMBER.match(entry.line.text)
        if listed and entry.line.number not in done and entry.kind is not PieceKind.PROSE:
            name = re.sub(r"^\(?\d{1,2}[.)] ", "", entry.body).strip(" :.")
            if stood(name).standing is Standing.NAME:
                found.append(Explained(entry, int(listed[1]), name, name, False, (), ()))
    return sorted(found, key=lambda one: one.entry.line.number)


def _below(entries: Sequence[TextPiece], index: int) -> tuple[TextPiece, ...]:
    end = index + 1
    while end < len(entries) and _is_text(entries[end]):
        end += 1
    return tuple(entries[index + 1 : end])


def _is_text(entry: TextPiece) -> bool:
    """Whether a piece is a sentence, if only of some words."""
    if entry.apart and any(facts(one, entry.line) for one in sentences(entry.body)):
        return False
    if entry.kind is PieceKind.LINE and not entry.apart and entry.body.endswith((".", "!")):
        return stood(entry.body).standing is Standing.OTHER
    return entry.kind is PieceKind.PROSE and not entry.body[:1].isdigit()  # else it is a step


def _explained(entry: TextPiece, below: tuple[TextPiece, ...]) -> Explained | None:
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


def _told(below: Sequence[TextPiece]) -> tuple[str, tuple[str, ...]]:
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
