"""Puts what was found beside a plan into its draft: tips, comments, sources."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from audioworkout.importing.draft import DraftGroup, DraftItem, DraftPlan, DraftStep, Unread
from audioworkout.importing.lines import PastedLine
from audioworkout.language.model import Range, Work

LONGEST_TIP = 240  # characters; a longer one is not heard out

Change = Callable[[DraftStep], DraftStep]


def tip_of(sentences: Iterable[str]) -> tuple[str, str]:
    """Sentences as the tip of a step, as many as there is room for; and those that are left."""
    tip, left = "", ""
    for sentence in sentences:
        longer = f"{tip} {sentence}".strip()
        if left or len(longer) > LONGEST_TIP:
            left = f"{left} {sentence}".strip()
        else:
            tip = longer
    return tip.replace('"', "'"), left


def with_tip(tip: str) -> Change:
    """The change that gives a step its tip."""

    def change(step: DraftStep) -> DraftStep:
        if not isinstance(step.step, Work) or step.step.tip:
            return step
        return replace(step, step=replace(step.step, tip=tip))

    return change


def rested(length: Range) -> Change:
    """The change that gives a step of several sets the rest between them, in ms."""

    def change(step: DraftStep) -> DraftStep:
        work = step.step
        if not isinstance(work, Work) or not work.sets or work.rest:
            return step
        return replace(step, step=replace(work, rest=length))

    return change


def noted(made: Callable[[Work], Work | None]) -> Change:
    """The change that a note makes of a step; where it does not fit one, that is told."""

    def change(step: DraftStep) -> DraftStep:
        changed = made(step.step) if isinstance(step.step, Work) else None
        if changed is None:
            return replace(step, reasons=(*step.reasons, "its note does not fit it"))
        return replace(step, step=changed)

    return change


def change_steps(plan: DraftPlan, changes: Mapping[int, Iterable[Change]]) -> None:
    """Changes the steps of a plan by the numbers of the lines that they were read from."""
    for phase in plan.phases.values():
        _change(phase, changes)


def _change(group: DraftGroup, changes: Mapping[int, Iterable[Change]]) -> None:
    for index, item in enumerate(group.items):
        if isinstance(item, DraftGroup):
            _change(item, changes)
        elif isinstance(item, DraftStep):
            for change in changes.get(item.line.number, ()):
                item = change(item)
            group.items[index] = item


def add_sources(plan: DraftPlan, sources: Mapping[PastedLine, Iterable[PastedLine]]) -> None:
    """Adds further lines to the groups that were made of the first of them."""
    for group in _groups(plan):
        for line, _ in list(group.sources):
            group.sources += [(further, "") for further in sources.get(line, ())]


def _groups(plan: DraftPlan) -> Iterator[DraftGroup]:
    waiting = list(plan.phases.values())
    while waiting:
        group = waiting.pop()
        yield group
        waiting += [item for item in group.items if isinstance(item, DraftGroup)]


def add_remarks(plan: DraftPlan, remarks: Iterable[Unread]) -> None:
    """Puts lines that stay comments behind the item that stands above them in the text."""
    places = sorted(
        (
            (line.number, order, group, item)
            for order, (line, group, item) in enumerate(_places(plan))
        ),
        key=lambda place: place[:2],
    )
    numbers = [place[0] for place in places]
    in_order = sorted(remarks, key=lambda it: it.line.number)
    for remark in reversed(in_order):
        at = bisect_left(numbers, remark.line.number) - 1
        if at < 0:
            plan.head.insert(0, remark)
            continue
        _, _, group, item = places[at]
        index = next(i for i, other in enumerate(group.items) if other is item)
        group.items.insert(index + 1, remark)


def _places(plan: DraftPlan) -> Iterator[tuple[PastedLine, DraftGroup, DraftItem]]:
    """Each item that is no group, with the group that it is in."""
    for group in (one for phase in plan.phases.values() for one in _in_order(phase)):
        for item in group.items:
            if not isinstance(item, DraftGroup):
                yield item.line, group, item


def _in_order(group: DraftGroup) -> Iterator[DraftGroup]:
    yield group
    for item in group.items:
        if isinstance(item, DraftGroup):
            yield from _in_order(item)
