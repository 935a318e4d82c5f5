"""What sentences say of the lists of a plan, and what of it the lists do not say themselves."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from audioworkout.importing.documents.facts import Facts
from audioworkout.importing.documents.runs import StepRun
from audioworkout.importing.documents.said import Sentence
from audioworkout.importing.documents.standing import Standing, Stood

NOT_HERE = "it is not said which list it is about"
OTHERWISE = "another line says otherwise"
TWICE = "the list says so itself"


def assigned(
    sentences: Iterable[Sentence], runs: Sequence[StepRun], shared: Facts
) -> dict[StepRun, Facts]:
    """What is said of each list. `shared` goes for all plans of a text."""
    lists = [run for run in runs if not run.forms_only]
    main = [run for run in lists if run.phase == "workout"] or lists
    found: dict[StepRun, Facts] = {}
    for sentence in sentences:
        if sentence.facts:
            _assign(sentence, lists, main, found)
    for run in main if shared else ():
        given = shared if len(main) == 1 else shared.without("rounds", "sets", "intervals")
        found[run] = found.get(run, Facts()).and_those(given)
    return {run: said for run, said in found.items() if said}


def _assign(
    sentence: Sentence,
    lists: Sequence[StepRun],
    main: Sequence[StepRun],
    found: dict[StepRun, Facts],
) -> None:
    targets = _targets(sentence, lists, main)
    given = sentence.facts
    if len(targets) > 1:
        given = given.without("rounds", "intervals", "between_rounds")
    sentence.reason = NOT_HERE
    for target in targets if given else ():
        have = found.get(target, Facts())
        if have.contradict(given):
            sentence.reason = OTHERWISE
        else:
            found[target] = have.and_those(given)
            sentence.used = True


def _targets(
    said: Sentence, lists: Sequence[StepRun], main: Sequence[StepRun]
) -> Sequence[StepRun]:
    """The lists that a sentence is about: the one below or above it in its section, else all."""
    near = [run for run in lists if run.section == said.section]
    above = [run for run in near if run.indexes[0] < said.at]
    below = [run for run in near if run.indexes[0] > said.at]
    if above and (said.facts.closes or not below):
        return above[-1:]
    if below and said.section >= 0:
        return below[:1] if said.facts.rounds or above else below
    if len(main) > 1 and any(run.indexes[0] < said.at for run in main):
        return ()
    return main


def left_open(run: StepRun, said: Facts, *, formed: bool) -> Facts:
    """What is said and the list does not say itself. `formed`: it has its rounds elsewhere."""
    works, rests = run.works, run.rests
    dosed = bool(works) and all(one.dose for one in works) and not run.count(Standing.NAME)
    if rests:
        said = said.without("between_exercises", "rest")
    if rests and said.between_rounds and _last(run).step is rests[-1]:
        said = said.without("between_rounds")
    if dosed and not said.intervals:
        said = said.without("dose")
        if said.work:
            between = said.between_exercises or said.rest
            said = replace(said.without("work", "rest"), between_exercises=between)
    if any(one.sets for one in works):
        said = said.without("sets", "between_sets")
    return said.without("rounds", "sets", "intervals") if formed else said


def _last(run: StepRun) -> Stood:
    """The last line that does not say how the list is done."""
    lines = [one for one in run.stood if one.standing is not Standing.FORM]
    return lines[-1] if lines else run.stood[-1]


def first_step(run: StepRun) -> int:
    """The index of the first line that does not say how the list is done."""
    forms = (one.standing is Standing.FORM for one in run.stood)
    return run.indexes[next((n for n, form in enumerate(forms) if not form), 0)]


def has_form(run: StepRun, beside: Iterable[StepRun]) -> bool:
    """Whether the heading or a line beside a list says how often it is done."""
    says = [run.said, *(one.says for other in beside for one in other.stood)]
    return any(it is not None and it.form.form is not None and not it.form.open for it in says)
