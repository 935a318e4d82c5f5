"""A table by minutes: an EMOM, or times where each row has as many minutes of its own."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from audioworkout.ground.diagnostics import START
from audioworkout.ground.units import MINUTE, SECOND, Ms
from audioworkout.importing.draft import DraftForm, DraftGroup, DraftItem, DraftStep, Unread
from audioworkout.importing.lines import PastedLine
from audioworkout.importing.plain_text import plain
from audioworkout.language.durations import MOST, format_duration
from audioworkout.language.model import (
    Amount,
    Circuit,
    Distance,
    Emom,
    Pause,
    PauseKind,
    Range,
    Work,
)
from audioworkout.words import tables

GOES_ON = re.compile(
    r"…|\.\.\.|\betc\b|\brepeat|\bcontinue|\bgoes on|\bkeep going|\band so on|\busw\b|\bu\.s\.w"
    r"|\bweiter|\bwiederhol|\brépét|\brepet|\bripet|\bherhaal",
    re.I,
)
TOTAL = (
    re.compile(
        r"(?:for|of|in|after|total[: ]|until|till|to|bis|hasta|jusqu'à|fino a|até|tot) ?"
        r"(?:a total of |minute |minuto )?(\d{1,3})(?: ?[- ]?(?:min\w*|'))?(?![\d:])",
        re.I,
    ),
    re.compile(r"(\d{1,3})[ -]?(?:min\w*|')", re.I),
)
AGAIN = re.compile(
    r"x ?(\d{1,2})\b|(\d{1,2}) ?(?:x\b|times|rounds|more times|more rounds|mal\b|fois|veces"
    r"|volte|vezes|keer|runden|tours|rondas|giri|rondes)",
    re.I,
)
CLOCK = re.compile(r"(\d{1,3}):([0-5]\d)")
WORDED = re.compile(
    r"(?:min(?:ute|uto|uut)?s?\.?|#)? ?(\d{1,3})(?:st|nd|rd|th|\.|'|er|e|º)?(?: ?min\w*)?", re.I
)
SPAN = re.compile(r"(?:min(?:ute)?s? )?(\d{1,3})-(\d{1,3})(?: ?min\w*)?", re.I)
LISTED = re.compile(r"\d{1,3}(?: ?[,/&+] ?\d{1,3})+")


@dataclass(frozen=True, slots=True)
class Slot:
    """A row of such a table: what stands for its minute, and what is done in it."""

    minute: str
    items: tuple[DraftItem, ...]
    line: PastedLine
    words: str  # the whole row


def starts(cells: Sequence[str]) -> tuple[Ms, ...] | None:
    """When the slot of each cell starts, in ms from the first, if the cells number slots.

    `1, 2, 3` are minutes, `0, 2, 4` slots of two, `0:00, 1:30` what the clock shows.
    """
    found = [_start(cell) for cell in cells]
    if len(found) < 2 or None in found:
        return None
    times = [time for time in found if time is not None]
    steps = {later - earlier for earlier, later in pairwise(times)}
    if len(steps) != 1 or min(steps) <= 0:
        return None
    step = min(steps)
    if times[0] not in (0, MINUTE) or (times[0] == MINUTE and step != MINUTE):
        return None
    return tuple(time - times[0] for time in times)


def _start(cell: str) -> Ms | None:
    text = plain(cell).strip()
    if clock := CLOCK.fullmatch(text):
        return int(clock[1]) * MINUTE + int(clock[2]) * SECOND
    found = WORDED.fullmatch(text)
    return int(found[1]) * MINUTE if found else None


def goes_on(minute: str, words: str) -> bool:
    """Whether a row says that the rows above it are done again; one with its minute does not."""
    return GOES_ON.search(words) is not None and _start(minute) is None


def is_table_of_slots(minutes: Sequence[str], words: Sequence[str]) -> bool:
    """Whether the cells of a column number the slots of an EMOM. `words`: each whole row."""
    own = [cell for cell, row in zip(minutes, words, strict=True) if not goes_on(cell, row)]
    return starts(own) is not None or _turns(own) is not None


def spans(cells: Sequence[str]) -> tuple[Ms, ...] | None:
    """How long the row of each cell takes, in ms, if each begins where the one before ends.

    `0-5, 5-10` end at a minute, `1-3, 4-6` with one. None where the cells say anything else.
    """
    found = [SPAN.fullmatch(plain(cell).strip()) for cell in cells]
    if len(found) < 2 or None in found:
        return None
    edges = [(int(span[1]), int(span[2])) for span in found if span is not None]
    gaps = {later[0] - earlier[1] for earlier, later in pairwise(edges)}
    if len(gaps) != 1 or (gap := min(gaps)) not in (0, 1) or edges[0][0] not in (0, gap):
        return None
    lengths = tuple((last - first + gap) * MINUTE for first, last in edges)
    return lengths if min(lengths) > 0 else None


def is_clock(cells: Sequence[str]) -> bool:
    """Whether the cells of a column are what the clock shows, from 0:00 on."""
    shown = [CLOCK.fullmatch(plain(cell).strip()) for cell in cells]
    times = [_start(cell) or 0 for cell in cells]
    own = len(shown) > 1 and None not in shown and times[0] == 0
    return own and all(later > earlier for earlier, later in pairwise(times))


def between(cells: Sequence[str]) -> tuple[Ms, ...]:
    """The time from each cell to the next, in ms; the cells are clock times."""
    return tuple((_start(later) or 0) - (_start(cell) or 0) for cell, later in pairwise(cells))


def _turns(cells: Sequence[str]) -> list[list[int]] | None:
    """The minutes of each row, where the rows list theirs and leave none out."""
    if [tables.cell(cell) for cell in cells] == ["odd", "even"]:
        return [[1], [2]]
    listed = [
        sorted(map(int, re.findall(r"\d+", cell))) for cell in cells if LISTED.fullmatch(cell)
    ]
    if len(listed) != len(cells) or not listed:
        return None
    every = sorted(minute for minutes in listed for minute in minutes)
    return listed if every == list(range(1, len(every) + 1)) else None


def emom(slots: Sequence[Slot]) -> list[DraftItem]:
    """The group of a table by minutes, and what was not read of it."""
    own = [slot for slot in slots if not goes_on(slot.minute, slot.words)]
    more = [slot for slot in slots if goes_on(slot.minute, slot.words)]
    if turns := _turns([slot.minute for slot in own]):
        order = {
            minute: slot for minutes, slot in zip(turns, own, strict=True) for minute in minutes
        }
        own = [order[minute] for minute in sorted(order)]
        length = MINUTE
    else:
        begun = starts([slot.minute for slot in own])
        assert begun is not None
        length = begun[1]
    broken = next((item for slot in own for item in slot.items if isinstance(item, Unread)), None)
    if broken is not None or not all(slot.items for slot in own):
        return [Unread(slot.line, "not every minute of the table is read") for slot in slots]
    cycle = own[: _period([_done(slot) for slot in own])]
    count, untold = _count(own, cycle, more, length)
    if untold and not more:
        return [Unread(slot.line, untold) for slot in slots]
    group = _in_turn(cycle, count, length)
    group.sources += [(slot.line, "") for slot in more if not untold]
    return [group, *(Unread(slot.line, why) for slot in more if (why := untold))]


def _done(slot: Slot) -> object:
    return tuple(item.step for item in slot.items if isinstance(item, DraftStep))


def _period(done: Sequence[object]) -> int:
    """After how many rows they begin anew."""
    periods = (
        length
        for length in range(1, len(done))
        if all(one == done[index % length] for index, one in enumerate(done))
    )
    return next(periods, len(done))


def _count(
    own: Sequence[Slot], cycle: Sequence[Slot], more: Sequence[Slot], length: Ms
) -> tuple[int, str]:
    """How many slots there are; and why a row that goes on is not read, if it is not."""
    if not more and tables.cell(own[0].minute) == "odd":
        return len(own), "it does not say for how many minutes"
    if not more:
        return len(own), ""
    words = plain(" ".join(slot.words for slot in more)).lower()
    if span := SPAN.fullmatch(plain(more[-1].minute).strip()):
        words = f"{span[2]} min"
    if again := AGAIN.search(words):
        times = int(again[1] or again[2])
        return len(cycle) * times, ""
    found = next((at for pattern in TOTAL if (at := pattern.search(words))), None)
    if found is None:
        return len(own), "it does not say for how many minutes"
    minutes = int(found[1]) * MINUTE
    if minutes % length or not len(own) <= minutes // length <= MOST:
        return len(own), f"slots of {format_duration(length)} do not fill {found[1]} minutes"
    return minutes // length, ""


def _in_turn(cycle: Sequence[Slot], count: int, length: Ms) -> DraftGroup:
    """The slots as a group: the exercises in turn, or slot by slot where one has a rest or more."""
    cycle = [_filled(slot) for slot in cycle]
    single = all(len(slot.items) == 1 and _is_work(slot.items[0]) for slot in cycle)
    if single:
        form = DraftForm(Emom(length, count, alternating=len(cycle) > 1))
        return DraftGroup(form, items=[item for slot in cycle for item in slot.items])
    rounds, left = divmod(count, len(cycle))
    listed = [*cycle] if not left else [cycle[index % len(cycle)] for index in range(count)]
    items: list[DraftItem] = [_slot(slot, length) for slot in listed]
    if left or rounds < 2:
        return DraftGroup(items=items)
    return DraftGroup(DraftForm(Circuit(Range(rounds, rounds))), items=items)


def _filled(slot: Slot) -> Slot:
    """A slot whose last step is a distance without a pace: it takes what is left of the slot."""
    last = slot.items[-1]
    if not isinstance(last, DraftStep) or not isinstance(last.step, Work):
        return slot
    dose = last.step.dose
    if not isinstance(dose, Distance) or not last.reasons:
        return slot
    filling = DraftStep(replace(last.step, dose=Amount(dose.text)), last.line)
    return replace(slot, items=(*slot.items[:-1], filling))


def _is_work(item: DraftItem) -> bool:
    return isinstance(item, DraftStep) and isinstance(item.step, Work)


def _slot(slot: Slot, length: Ms) -> DraftItem:
    """One slot: what is done in it, and rest for what is left; or nothing but rest."""
    first = slot.items[0]
    if len(slot.items) == 1 and isinstance(first, DraftStep) and isinstance(first.step, Pause):
        return replace(first, step=Pause(PauseKind.REST, Range(length, length), START))
    return DraftGroup(DraftForm(Emom(length, 1)), items=[*slot.items])
