"""The long form of a step: a mapping with `exercise`."""

from audioworkout.ground.nodes import Mapping
from audioworkout.language.grammar import Mistake
from audioworkout.language.keys import fill, refusal
from audioworkout.language.model import Work
from audioworkout.language.steps.option import Find, Paces
from audioworkout.language.steps.table import KEYS, STEP, build


def long_step(node: Mapping, find: Find, paces: Paces) -> Work:
    """A step from its mapping, by a catalogue that knows the limbs and the
    file's own paces; raises Mistakes."""
    given = fill(KEYS, node, "a step")
    for name in list(given):
        if spread := STEP[name].spread:
            given |= spread(given.pop(name), given["exercise"], find)
    try:
        return build(given, node.span, paces)
    except Mistake as mistake:
        blame = node.get(mistake.field or "") or node.get("exercise") or node
        raise refusal(mistake.message, blame.span, mistake.hint) from None
