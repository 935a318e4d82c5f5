"""A draft's loose ends: doses that a heading gives, rests without a place, forms in forms."""

from collections.abc import Iterator
from dataclasses import replace

from audioworkout.importing import shape
from audioworkout.importing.draft import Draft, Form, Group, Item, Line, Step, Unread
from audioworkout.importing.heading_patterns import DEFAULT_CAP, DEFAULT_ROUNDS
from audioworkout.importing.inline import UNDOSED
from audioworkout.language.grammar import Mistake
from audioworkout.language.model import Pause, Reps, Time, Work

NO_DOSE = "it has no dose, such as 30 seconds or 12 reps"
TIMED = ("tabata", "intervals")

# The fields that a form has a place for; `dose` goes to the steps.
TAKES: dict[str, tuple[str, ...]] = {
    "": (),
    "rounds": ("count", "between_exercises", "between_rounds"),
    "sets": ("count", "rest", "between_exercises"),
    "intervals": ("count", "work", "rest"),
    "superset": ("count", "between_rounds"),
    "ladder": ("count", "between_rounds"),
}
RESTS = ("rest", "between_exercises", "between_rounds")


def settle(draft: Draft) -> None:
    """Completes every list of a draft in place."""
    for phase in draft.phases.values():
        phase.items = list(_items(phase, phase.form.dose, False))
    steps = {name: any(True for _ in phase.steps()) for name, phase in draft.phases.items()}
    if not steps["workout"]:
        other = next((name for name, found in steps.items() if found), None)
        if other is not None:
            work, moved = draft.phases["workout"], draft.phases[other]
            work.items = [*work.items, *moved.items]
            reason = "a plan needs a workout, and this is its only part"
            work.sources += [(line, reason) for line, _ in moved.sources]
            draft.phases[other] = Group()


def _items(group: Group, dose: str, excused: bool) -> Iterator[Item]:
    for item in group.items:
        match item:
            case Step(dosed=False):
                yield _dosed(item, dose, excused)
            case Group():
                yield from _settled(item, dose, excused)
            case _:
                yield item


def _dosed(step: Step, dose: str, excused: bool) -> Step | Unread:
    """A step with its list's dose. `excused`: its list sets the time, or needs none."""
    if dose:
        try:
            block = shape.read(f"{dose} {step.text}")
        except Mistake as mistake:
            return Unread(step.line, mistake.message)
        text = shape.line(block) if isinstance(block, Work | Pause) else None
        return replace(step, text=text or f"{dose} {step.text}", dosed=True)
    return step if excused else Unread(step.line, NO_DOSE)


def _settled(group: Group, dose: str, excused: bool) -> Iterator[Item]:
    form = group.form
    excused = form.kind in UNDOSED or (excused and form.kind not in ("emom", "every"))
    timed = form.kind in TIMED
    inner = "" if timed else form.dose or dose
    group.items = list(_items(group, inner, excused))
    if timed:
        group.items = [_undosed(item, form) for item in group.items]
    if form.kind == "intervals" and not form.work:
        _drop_form(group, "intervals need a time of work")
    if form.kind == "any" and any(isinstance(item, Group) for item in group.items):
        _drop_form(group, "it is said again at each of the lists below")
    if form.kind == "sets" and any(_sets(step) for step in group.steps()):
        form.kind = "rounds"
        _tell(group, "its exercises have sets of their own: rounds")
    if form.kind in ("for_time", "ladder_for_time") and not form.length:
        form.length = DEFAULT_CAP
        _tell(group, f"no cap is given: {DEFAULT_CAP}")
    _against_the_clock(group)
    _round_off(group)
    _join(group)
    yield group


def _undosed(item: Item, form: Form) -> Item:
    """A step of intervals, whose time the heading sets: a dose of its own becomes a note."""
    if not isinstance(item, Step):
        return item
    block = shape.block_of(item.text)
    if not isinstance(block, Work) or block.dose is None:
        return item
    bare = replace(block, dose=None, sets=None, rest=None)
    match block.dose:
        case Time(length) if shape.times(length) == (form.work or "20s"):
            return replace(item, text=shape.line(bare) or item.text)
        case Time(length):
            own = shape.times(length)
        case Reps(count):
            own = f"{shape.counts(count)} reps"
        case _:
            return item
    text = shape.line(replace(bare, note=", ".join(filter(None, (own, block.note)))))
    reason = f"its heading sets the time: {own} is a note"
    return replace(item, text=text or item.text, reasons=(*item.reasons, reason))


def _sets(step: Step) -> bool:
    block = shape.block_of(step.text)
    return isinstance(block, Work) and block.sets is not None


def _tell(group: Group, reason: str) -> None:
    """Adds a reason to the first line that a heading was made of."""
    if not group.sources:
        first = next(_lines(group), None)
        if first is None:
            return
        group.sources.append((first, reason))
        return
    line, said = group.sources[0]
    group.sources[0] = (line, f"{said}; {reason}" if said else reason)


def _lines(group: Group) -> Iterator[Line]:
    for item in group.items:
        yield from _lines(item) if isinstance(item, Group) else [item.line]


def _drop_form(group: Group, reason: str) -> None:
    group.form = Form(dose=group.form.dose)
    _tell(group, reason)


def _against_the_clock(group: Group) -> None:
    """What is done for time or as many times as possible is one list of steps, read out."""
    form = group.form
    if form.kind == "ladder_for_time":
        rungs = form.count.split("-")
        group.items = [
            item
            for number, rung in enumerate(rungs)
            for item in _rung(group.items, rung)
            if isinstance(item, Step) or not number
        ]
        group.form = Form("for_time", length=form.length)
        _tell(group, f"the {len(rungs)} rounds are written out")
        form = group.form
    if form.kind not in ("for_time", "amrap"):
        return
    lists = [item for item in group.items if isinstance(item, Group)]
    steps = [item for item in group.items if isinstance(item, Step)]
    if not lists:
        group.items = [_unpaused(item) for item in group.items]
        return
    only = lists[0]
    if form.kind == "for_time" and len(lists) == 1 and not steps:
        if only.form.kind == "rounds" and only.form.count.isdigit() and not _named_lists(only):
            form.count = only.form.count
            _take_in(group, only)
            return
        if only.form.kind == "ladder" and not _named_lists(only):
            form.kind, form.count = "ladder_for_time", only.form.count
            _take_in(group, only)
            _against_the_clock(group)
            return
    _drop_form(group, "it has parts, which are coached one by one")
    group.items = list(_items(group, "", False))


def _unpaused(item: Item) -> Item:
    """A step of a list that the athlete works through alone; its rests are not timed."""
    if isinstance(item, Step) and isinstance(shape.block_of(item.text), Pause):
        return Unread(item.line, "a list against the clock has no timed rest")
    return item


def _named_lists(group: Group) -> bool:
    return bool(group.name) or any(isinstance(item, Group) for item in group.items)


def _take_in(group: Group, inner: Group) -> None:
    at = group.items.index(inner)
    group.items[at : at + 1] = inner.items
    group.sources += inner.sources


def _rung(items: list[Item], rung: str) -> Iterator[Item]:
    """A round of a ladder, written out."""
    for item in items:
        if isinstance(item, Step):
            yield item if item.dosed else _dosed(item, rung, False)
        else:
            yield item


def _round_off(group: Group) -> None:
    """Puts the rests of a form where it has a place for them, and numbers its rounds."""
    form = group.form
    if form.kind == "rounds" and not form.count:
        form.count = DEFAULT_ROUNDS
        _tell(group, f"no number is given: {DEFAULT_ROUNDS} rounds, the effort picks")
    if not form.kind and form.between_exercises:
        form.kind, form.count = "rounds", "1"
        _tell(group, "once through the list")
    if form.kind == "sets" and not form.rest and form.between_rounds:
        form.rest, form.between_rounds = form.between_rounds, ""
    if form.rest and form.kind in ("", "rounds"):
        rested = [_rested(item, form.rest) for item in group.items]
        if rested != group.items:
            group.items, form.rest = rested, ""
    allowed = TAKES.get(form.kind, ())
    for field in RESTS:
        text = getattr(form, field)
        if text and field not in allowed:
            setattr(form, field, "")
            _tell(group, f"a rest of {text} has no place in this list")


def _rested(item: Item, rest: str) -> Item:
    """A step of several sets with the rest between them."""
    if not isinstance(item, Step):
        return item
    block = shape.block_of(item.text)
    if isinstance(block, Work) and block.sets is not None and block.rest is None:
        return replace(item, text=f"{item.text}, rest {rest}")
    return item


def _join(group: Group) -> None:
    """A part whose only list has the form becomes that list, with the part's name."""
    lists = [item for item in group.items if isinstance(item, Group)]
    steps = [item for item in group.items if isinstance(item, Step)]
    if group.form.kind or steps or len(lists) != 1 or (lists[0].name and group.name):
        return
    only = lists[0]
    _take_in(group, only)
    group.form, group.name = only.form, group.name or only.name
