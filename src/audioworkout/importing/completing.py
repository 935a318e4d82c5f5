"""A draft's loose ends: doses that a heading gives, rests without a place, forms in forms.

Each list is completed after the lists in it, by `RULES` in their order.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, replace
from typing import Any

from audioworkout.importing.draft import (
    RESTS,
    DraftForm,
    DraftGroup,
    DraftItem,
    DraftPlan,
    DraftStep,
    Unread,
)
from audioworkout.importing.heading_patterns import DEFAULT_CAP, DEFAULT_ROUNDS, not_one
from audioworkout.importing.inline_lists import gives_doses
from audioworkout.language.durations import format_count, format_duration, format_times
from audioworkout.language.model import (
    Amrap,
    AnyOf,
    Circuit,
    DeathBy,
    Dose,
    Emom,
    Form,
    ForTime,
    Intervals,
    Ladder,
    Pause,
    PauseKind,
    Range,
    Reps,
    Sets,
    Superset,
    Time,
    Work,
)

NO_DOSE = "it has no dose, such as 30 seconds or 12 reps"
ONCE = Range(1, 1)


def complete(plan: DraftPlan) -> None:
    """Completes every list of a draft in place."""
    for phase in plan.phases.values():
        phase.items = _completed_items(phase.items, phase.form.dose, False)
    begun = [name for name, phase in plan.phases.items() if any(True for _ in phase.steps())]
    if begun and "workout" not in begun:
        _make_workout(plan, begun[0])


def _make_workout(plan: DraftPlan, name: str) -> None:
    """Moves the first phase with steps to the workout, which has none."""
    work, moved = plan.phases["workout"], plan.phases[name]
    reason = "a plan needs a workout, and this is its only part"
    work.items = [*work.items, *moved.items]
    work.sources += [(line, reason) for line, _ in moved.sources]
    plan.phases[name] = DraftGroup()


def _completed_items(
    items: Iterable[DraftItem], dose: Dose | None, excused: bool
) -> list[DraftItem]:
    """The items with their doses. `excused`: their list sets the time, or they need none."""
    return [_completed(item, dose, excused) for item in items]


def _completed(item: DraftItem, dose: Dose | None, excused: bool) -> DraftItem:
    match item:
        case DraftStep(dosed=False):
            return _dosed(item, dose, excused)
        case DraftGroup():
            return _completed_list(item, dose, excused)
    return item


def _dosed(item: DraftStep, dose: Dose | None, excused: bool) -> DraftStep | Unread:
    """A step with its list's dose."""
    if dose is not None and isinstance(item.step, Work):
        return replace(item, step=replace(item.step, dose=dose))
    return item if excused else Unread(item.line, NO_DOSE)


def _completed_list(given: DraftGroup, dose: Dose | None, excused: bool) -> DraftGroup:
    group = replace(given, sources=[*given.sources])
    _set_work_time(group)
    form = group.form.form
    excused = gives_doses(form) or (excused and not isinstance(form, Emom))
    inner = None if isinstance(form, Intervals) else group.form.dose or dose
    group.items = _completed_items(group.items, inner, excused)
    for rule in RULES:
        rule(group)
    return group


def _drop_form(group: DraftGroup, reason: str) -> None:
    group.form = DraftForm(dose=group.form.dose)
    group.tell(reason)


def _become(group: DraftGroup, form: Form) -> None:
    group.form = replace(group.form, form=form, open=False)


def _set_work_time(group: DraftGroup) -> None:
    """Intervals take their time of work from another line, and are none without it."""
    form = group.form
    if not isinstance(form.form, Intervals) or not form.open:
        return
    if form.work is None:
        _drop_form(group, "intervals need a time of work")
    else:
        _become(group, replace(form.form, work=form.work))


# Rules


def _take_times(group: DraftGroup) -> None:
    """The steps of intervals, whose heading sets the time: a dose of their own becomes a note."""
    form = group.form.form
    if isinstance(form, Intervals):
        group.items = [_untimed(item, form.work) for item in group.items]


def _untimed(item: DraftItem, work: Range) -> DraftItem:
    if not isinstance(item, DraftStep) or not isinstance(item.step, Work):
        return item
    bare = replace(item.step, dose=None, sets=None, rest=None)
    match item.step.dose:
        case Time(length) if length == work:
            return replace(item, step=bare)
        case Time(length):
            own = format_times(length)
        case Reps(count):
            own = f"{format_count(count)} reps"
        case _:
            return item
    reason = f"its heading sets the time: {own} is a note"
    noted = replace(bare, note=", ".join(filter(None, (own, bare.note))))
    return replace(item, step=noted, reasons=(*item.reasons, reason))


def _choose_in_parts(group: DraftGroup) -> None:
    """A choice from each of several lists is theirs."""
    if isinstance(group.form.form, AnyOf) and _lists(group):
        _drop_form(group, "it is said again at each of the lists below")


def _repeat_own_sets(group: DraftGroup) -> None:
    """Sets of exercises that have sets of their own are rounds."""
    form = group.form.form
    own = (isinstance(one.step, Work) and one.step.sets is not None for one in group.steps())
    if isinstance(form, Sets) and any(own):
        _become(group, Circuit(form.sets))
        group.tell("its exercises have sets of their own: rounds")


def _fill_minutes(group: DraftGroup) -> None:
    """`5 minutes of:` one exercise is that exercise for five minutes, of a list an AMRAP."""
    form = group.form
    if not (isinstance(form.form, Amrap) and form.open):
        return
    steps = list(group.steps())
    if len(steps) == len(group.items) == 1 and not steps[0].dosed:
        length = Range(form.form.length, form.form.length)
        group.form = replace(form, form=None, open=False)
        group.items = [_dosed(steps[0], Time(length), False)]
        return
    _become(group, form.form)
    group.tell("as many rounds as possible in this time")


def _set_cap(group: DraftGroup) -> None:
    """What is done for time ends at a cap."""
    form = group.form
    if not (isinstance(form.form, ForTime | DeathBy) or form.for_time):
        return
    if form.cap is None:
        group.tell(f"no cap is given: {format_duration(DEFAULT_CAP)}")
    cap = form.cap or Range(DEFAULT_CAP, DEFAULT_CAP)
    group.form = replace(form, cap=cap, refusal=not_one(cap))
    if isinstance(form.form, ForTime | DeathBy):
        _become(group, replace(form.form, cap=cap.low))


def _race(group: DraftGroup) -> None:
    """What is done for time or as often as possible is one list of steps, read out before it."""
    if group.form.for_time:
        _write_out(group)
    if not isinstance(group.form.form, ForTime | Amrap):
        return
    if not _lists(group):
        group.items = [_unpaused(item) for item in group.items]
    elif not _takes_in_rounds(group):
        _drop_form(group, "it has parts, which are coached one by one")
        group.items = _unexcused(group.items)


def _write_out(group: DraftGroup) -> None:
    """The rounds of a ladder for time, one after the other."""
    form = group.form
    assert isinstance(form.form, Ladder)
    assert form.cap is not None
    first, *others = (list(_rung(group.items, reps)) for reps in form.form.rungs)
    steps = (item for rung in others for item in rung if isinstance(item, DraftStep))
    group.items = [*first, *steps]
    group.form = DraftForm(ForTime(form.cap.low), refusal=form.refusal)
    group.tell(f"the {len(form.form.rungs)} rounds are written out")


def _rung(items: Iterable[DraftItem], reps: int) -> Iterator[DraftItem]:
    """A round of a ladder: steps without a dose take its number."""
    for item in items:
        undosed = isinstance(item, DraftStep) and not item.dosed
        yield _completed(item, Reps(Range(reps, reps)), False) if undosed else item


def _takes_in_rounds(group: DraftGroup) -> bool:
    """Whether a list for time holds nothing but rounds or a ladder, and has become these."""
    form, lists = group.form, _lists(group)
    if not isinstance(form.form, ForTime) or len(lists) > 1 or _steps(group):
        return False
    only = lists[0]
    if only.name or _lists(only):
        return False
    match only.form.form:
        case Circuit(Range(low, high)) if low == high:
            _become(group, replace(form.form, rounds=low))
            _take_in(group, only)
            return True
        case Ladder():
            group.form = replace(form, form=only.form.form, for_time=True)
            _take_in(group, only)
            _race(group)
            return True
    return False


def _unpaused(item: DraftItem) -> DraftItem:
    """A step of a list that the athlete works through alone; its rests are not timed."""
    if isinstance(item, DraftStep) and isinstance(item.step, Pause):
        return Unread(item.line, "a list against the clock has no timed rest")
    return item


def _unexcused(items: Iterable[DraftItem]) -> list[DraftItem]:
    """The items, where no list sets the time: a step without a dose cannot be done."""
    left: list[DraftItem] = []
    for item in items:
        if isinstance(item, DraftStep) and not item.dosed:
            left.append(Unread(item.line, NO_DOSE))
        elif isinstance(item, DraftGroup) and not gives_doses(item.form.form):
            left.append(replace(item, items=_unexcused(item.items)))
        else:
            left.append(item)
    return left


def _lists(group: DraftGroup) -> list[DraftGroup]:
    return [item for item in group.items if isinstance(item, DraftGroup)]


def _steps(group: DraftGroup) -> list[DraftStep]:
    return [item for item in group.items if isinstance(item, DraftStep)]


def _take_in(group: DraftGroup, inner: DraftGroup) -> None:
    """Puts the items of a list in its place."""
    at = next(index for index, item in enumerate(group.items) if item is inner)
    group.items = [*group.items[:at], *inner.items, *group.items[at + 1 :]]
    group.sources += inner.sources


def _count_rounds(group: DraftGroup) -> None:
    """A list that is to be repeated has a number of rounds, one with rests in it too."""
    form = group.form
    if isinstance(form.form, Circuit) and form.open:
        _become(group, form.form)
        rounds = format_count(DEFAULT_ROUNDS)
        group.tell(f"no number is given: {rounds} rounds, the effort picks")
    if form.form is None and form.between_exercises:
        _become(group, Circuit(ONCE))
        group.tell("once through the list")


def _place_rests(group: DraftGroup) -> None:
    """Puts each rest where the form has a place for it; the steps take one between their sets."""
    form = group.form
    if isinstance(form.form, Sets) and not form.rest and form.between_rounds:
        group.form = replace(form, rest=form.between_rounds, between_rounds=None)
    if form.rest and isinstance(form.form, Circuit | None):
        _rest_between_own_sets(group, form.rest)
    for name in RESTS:
        rest = getattr(group.form, name)
        if rest is not None and not _put(group, name, rest):
            group.tell(f"a rest of {format_times(rest)} has no place in this list")


def _put(group: DraftGroup, name: str, rest: Range) -> bool:
    """Gives the form a rest, if it has a field of that name; Tabata's own is fixed."""
    form = group.form.form
    fixed = form is None or (isinstance(form, Intervals) and form.tabata)
    if form is None or fixed or name not in (field.name for field in fields(form)):
        return False
    given: dict[str, Any] = {name: rest}
    _become(group, replace(form, **given))
    return True


def _rest_between_own_sets(group: DraftGroup, rest: Range) -> None:
    rested = [_rested(item, rest) for item in group.items]
    if rested != group.items:
        group.items = rested
        group.form = replace(group.form, rest=None)


def _rested(item: DraftItem, rest: Range) -> DraftItem:
    """A step of several sets with the rest between them."""
    step = item.step if isinstance(item, DraftStep) else None
    if isinstance(item, DraftStep) and isinstance(step, Work) and step.sets and not step.rest:
        return replace(item, step=replace(step, rest=rest))
    return item


def _rest_in_superset(group: DraftGroup) -> None:
    """A rest below the last exercise of a superset is between its rounds."""
    form, last = group.form.form, group.items[-1] if group.items else None
    step = last.step if isinstance(last, DraftStep) else None
    if not isinstance(form, Superset) or not isinstance(step, Pause) or form.between_rounds:
        return
    if step.kind is PauseKind.REST and len(group.items) > 1 and isinstance(last, DraftStep):
        group.items = group.items[:-1]
        group.sources.append((last.line, "this rest is taken to be between rounds"))
        _become(group, replace(form, between_rounds=step.length))


def _join(group: DraftGroup) -> None:
    """A part whose only list has the form becomes that list, with the part's name."""
    lists = _lists(group)
    if group.form.form is not None or _steps(group) or len(lists) != 1:
        return
    only = lists[0]
    if only.name and group.name:
        return
    _take_in(group, only)
    group.form, group.name = only.form, group.name or only.name


RULES: tuple[Callable[[DraftGroup], None], ...] = (
    _take_times,
    _choose_in_parts,
    _repeat_own_sets,
    _fill_minutes,
    _set_cap,
    _race,
    _count_rounds,
    _place_rests,
    _rest_in_superset,
    _join,
)
