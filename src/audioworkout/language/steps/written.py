"""The ways to write a step, the preferred one first."""

from collections.abc import Iterator
from itertools import product
from typing import assert_never

from audioworkout.ground.nodes import Mapping, Node, Scalar
from audioworkout.language.durations import format_count
from audioworkout.language.grammar import first, tree
from audioworkout.language.keys import made, text
from audioworkout.language.model import Pause, Play, Say, Work
from audioworkout.language.steps.dose import dose_entries, dose_texts
from audioworkout.language.steps.options import BEHIND_COMMAS, OPTIONS, SETS
from audioworkout.language.steps.pauses import pause_line

Step = Work | Pause | Say | Play


def spellings(step: Step, written: Node) -> Iterator[Node]:
    """Ways to write a step; each must still be read to see whether it means the same.

    `written` is the step as the source has it.
    """
    match step:
        case Pause():
            yield text(pause_line(step))
        case Say(words):
            yield from (text(f'say "{words}"'), text(f"say {words}"), made(("say", words)))
        case Play(file):
            yield from (text(f"play {file}"), text(f'play "{file}"'), made(("play", file)))
        case Work():
            yield from _work(step, _total(written))
        case never:
            assert_never(never)


def _total(written: Node) -> str:
    """The total that the author wrote in brackets: a check that the step should keep."""
    if not isinstance(written, Scalar):
        return ""
    found = tree("step", written.text.strip())
    total = found and first(found, "in_brackets")
    if not total or tree("total", total.text.strip()) is None:
        return ""
    return f" ({' '.join(total.text.split())})"


def _work(step: Work, total: str) -> Iterator[Node]:
    if not (step.tip or step.say or step.cues):
        yield from map(text, _lines(step, total))
    yield _long(step)
    yield from map(text, _lines(step, total))
    dose = _body(step, "")
    for options in _options(step):
        yield made((step.exercise, dose + options))


def _lines(step: Work, total: str) -> Iterator[str]:
    for name in (step.exercise, f'"{step.exercise}"'):
        body = _body(step, name)
        for end in dict.fromkeys((total, "")):
            for options in _options(step):
                yield body + end + options


def _body(step: Work, name: str) -> str:
    """The step up to its options."""
    before, behind = dose_texts(step.dose)
    sets = f"{format_count(step.sets)} x" if step.sets and step.dose else ""
    sides = f"per {step.limb}" if step.sides else ""
    return " ".join(filter(None, (sets, before, name, sides, behind)))


def _options(step: Work) -> Iterator[str]:
    """What stands behind commas: free text as it is where it can be, else in quotes."""
    options = (SETS, *(option for option in BEHIND_COMMAS if option is not SETS))
    ways = [tuple(option.line(step)) for option in options]
    for chosen in product(*filter(None, ways)):
        yield "".join(f", {option}" for option in chosen)


def _long(step: Work) -> Mapping:
    others = ((name, option.entry(step)) for name, option in OPTIONS.items())
    return made(("exercise", step.exercise), *dose_entries(step.dose), *others)
