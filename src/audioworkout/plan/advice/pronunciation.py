"""Words that a voice may read in its own way."""

from collections.abc import Iterator

from audioworkout.ground.diagnostics import Diagnostic, Span, warning
from audioworkout.plan.advice.plan import Plan
from audioworkout.words.pronunciation import pronounce, unread


def pronunciation(plan: Plan) -> Iterator[Diagnostic]:
    """Abbreviations and marks that stay after a phrase was put into words, once each."""
    told: set[str] = set()
    for text, origin in _spoken(plan):
        language = plan.workout.language
        found = unread(pronounce(text, language, plan.workout.say_as), language)
        for part in found:
            if part not in told:
                message = f"a voice may spell out or misread `{part}`"
                hint = f"say how it is spoken: `say_as: {{{_key(part)}: …}}`"
                yield warning(message, origin, hint, rule="pronunciation")
        told.update(found)


def _spoken(plan: Plan) -> Iterator[tuple[str, Span]]:
    """What may be said, in all its wordings, each with the line that it comes from."""
    for segment in plan.segments:
        for cue in segment.cues:
            for wording in cue.wordings:
                yield wording, cue.origin or segment.origin


def _key(part: str) -> str:
    """A spelling as a key of a mapping in one line of YAML."""
    return part if part.isalnum() else '"' + part.replace("\\", r"\\").replace('"', r"\"") + '"'
