"""A list of blocks: steps, rests and groups, each in its short or its long form."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from audioworkout.ground.diagnostics import Diagnostic, error
from audioworkout.ground.nodes import Mapping, Node, Scalar, Sequence
from audioworkout.language.document.checks import Place, misplaced
from audioworkout.language.durations import quoted
from audioworkout.language.forms.headings import Heading, heading
from audioworkout.language.forms.lines import group_line
from audioworkout.language.forms.long import form_of
from audioworkout.language.forms.table import GROUP
from audioworkout.language.grammar import Mistake
from audioworkout.language.keys import (
    Mistakes,
    collect,
    fill,
    located,
    plain_text,
    refusal,
    what,
)
from audioworkout.language.model import Block, Group, Pace, Pause, Play, Say, Work
from audioworkout.language.steps import pauses
from audioworkout.language.steps.long import long_step
from audioworkout.language.steps.short import step
from audioworkout.language.steps.table import STEP
from audioworkout.words import catalogue
from audioworkout.words.exercise import Exercise

T = TypeVar("T")

NO_BULLET = re.compile(r"[-–—•*·]\s+")  # dashes and spaces that only look like YAML's
TOP = Place()
LIST = "a list of steps"
STEP_KEYS = frozenset(STEP) - frozenset(pauses.KEYS)
GROUP_KEYS = frozenset(GROUP) - frozenset(STEP)


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads lists of blocks whose exercises have names of a language, by a file's own paces."""

    language: str
    paces: tuple[tuple[str, Pace], ...] = ()

    def blocks(self, node: Node, place: Place = TOP) -> tuple[Block, ...]:
        """The blocks of a list, or of lines that were pasted where a list goes; raises Mistakes."""

        def block(item: Node) -> Block:
            read = self._block(item, place)
            if problem := misplaced(read, place):
                raise Mistakes(problem)
            return read

        match node:
            case Sequence(items=()):
                raise refusal("this list is empty", node.span, "add a step: `- 30s squats`")
            case Sequence(items=items):
                return collect(block, items)
            case Scalar(lines=lines) if len(lines) > 1 or (lines and node.start is None):
                return collect(block, lines)
        hint = "begin each step with `- `, as in `- 30s squats`"
        if isinstance(node, Scalar) and (dashed := NO_BULLET.match(node.text)):
            hint = f"begin it with `- `, a hyphen and a space: `- {node.text[dashed.end() :]}`"
        raise refusal(f"expected {LIST}, found {what(node)}", node.span, hint)

    def _find(self, name: str) -> Exercise | None:
        return catalogue.find(name, language=self.language)

    def _knows(self, name: str) -> bool:
        return self._find(name) is not None

    def _block(self, node: Node, place: Place) -> Block:
        match node:
            case Scalar():
                return self._group_line(node, place) or self._line(node)
            case Mapping(entries=()):
                raise refusal("this step is empty", node.span)
            case Mapping():
                return self._mapping(node, place)
            case Sequence():
                hint = "a list inside a list needs a heading, such as `5 rounds:`"
                raise refusal("expected a step, found a list", node.span, hint)

    def _group_line(self, node: Scalar, place: Place, name: str | None = None) -> Group | None:
        """The group that a line is, such as `6 x (1 min hard, 1 min easy)`; None for a step."""
        try:
            found = group_line(node.text)
            form = heading(found.heading).form if found else None
        except Mistake as mistake:
            raise located(mistake, node) from None
        if found is None or form is None:
            return None
        pieces = (Scalar(piece.text, node.at(piece.start, piece.end)) for piece in found.steps)
        inside = self.blocks(Sequence(tuple(pieces), node.span), place.inside(form))
        return Group(form, inside, node.span, name)

    def _line(self, node: Scalar, name: str | None = None) -> Work | Pause | Say | Play:
        if not node.text.strip():
            hint = "delete the dash, or write a step behind it"
            raise refusal("this step is empty", node.span, hint)
        if len(node.lines) > 1 and node.lines[1].text.startswith("- "):
            first = node.lines[0]
            hint = f"write `{first.text}:`"
            raise refusal(f"a colon is missing behind `{first.text}`", first.span, hint)
        try:
            return step(node.text, node.span, self._knows, name, dict(self.paces))
        except Mistake as mistake:
            raise located(mistake, node) from None

    def _mapping(self, node: Mapping, place: Place) -> Block:
        """A long form, or a heading with its list, or a name with its dose.

        A key can be an option and a heading (`rounds`, `rest`): a list below it decides.
        """
        keys = {key.text for key, _ in node.entries}
        if "exercise" in keys:
            return long_step(node, self._find, dict(self.paces))
        key, value = node.entries[0]
        listed = isinstance(value, Sequence) or (isinstance(value, Scalar) and bool(value.lines))
        if "exercises" in keys or (keys & GROUP_KEYS and not listed):
            return self._long_group(node, place)
        if len(keys) > 1 or (keys & STEP_KEYS and not listed):
            raise Mistakes(*self._too_many_keys(node, place))
        if key.text.strip().lower() in pauses.KEYS:
            return self._keyword(key, value, node)
        if isinstance(value, Scalar) and not listed and value.text.strip():
            return self._dose_apart(key, value, node, place)
        return self._headed(key, value, place)

    def _too_many_keys(self, node: Mapping, place: Place) -> list[Diagnostic]:
        """What is wrong with a mapping that is neither a long form nor one heading."""
        first_key, first_value = node.entries[0]
        if first_key.text in STEP_KEYS:
            return [error("a step needs `exercise`", first_key.span, "write `exercise: squats`")]
        second = node.entries[1][0]
        if isinstance(first_value, Sequence):
            message = f"`{second.text}` beside the heading `{first_key.text}`"
            hint = "a heading takes its list only; the long form is `rounds: 5` with `exercises:`"
            found = [error(message, second.span, hint)]
            _gather(found, lambda: self._headed(first_key, first_value, place))
            return found
        hint = "begin each step with `- `"
        message = f"`{second.text}` does not belong to `{first_key.text}`"
        return [error(message, second.span, hint)]

    def _keyword(self, key: Scalar, value: Node, node: Mapping) -> Block:
        """`rest: 15s`, `say: Well done`."""
        text = plain_text(value)
        word = key.text.strip().lower()
        if words := pauses.keyword(word, text, node.span):
            return words
        try:
            return step(f"{word} {text}", node.span, self._knows)
        except Mistake as mistake:
            message = f"expected a duration such as `15s`, found `{text}`"
            hint = None if mistake.hint is None else f"write `{word}: 15s`"
            raise refusal(message, value.span, hint) from None

    def _dose_apart(self, key: Scalar, value: Scalar, node: Mapping, place: Place) -> Block:
        """`push-ups: 30s`."""
        if key.text.count('"') % 2:
            _heading(key)
        name = " ".join(key.text.split())
        if group := self._group_line(value, place, name):
            return replace(group, origin=node.span)
        work = self._line(value, name)
        if not isinstance(work, Work):
            raise refusal(f"expected a dose, found `{value.text}`", value.span)
        return replace(work, origin=node.span)

    def _headed(self, key: Scalar, value: Node, place: Place) -> Group:
        found: list[Diagnostic] = []
        if isinstance(value, Scalar) and not value.text.strip():
            hint = "indent its list: the dashes stand further right than the heading's"
            found.append(error(f"{quoted(key.text)} has no list below it", key.span, hint))
            raise Mistakes(*found)
        lone = isinstance(value, Sequence) and len(value.items) == 1
        head = _gather(found, lambda: _heading(key, lone=lone))
        within = place.inside(head.form if head else None)
        inside = _gather(found, lambda: self.blocks(value, within))
        if head is None or inside is None:
            raise Mistakes(*found)
        return Group(head.form, inside, key.span, head.name)

    def _long_group(self, node: Mapping, place: Place) -> Group:
        """A group from its mapping; raises Mistakes."""
        found: list[Diagnostic] = []
        listed = node.get("exercises")
        rest = Mapping(tuple(e for e in node.entries if e[0].text != "exercises"), node.span)
        if listed is None:
            hint = "write `exercises:` and the list below it"
            found.append(error("a group needs `exercises`", node.entries[0][0].span, hint))
        given = _gather(found, lambda: fill(GROUP, rest, "a group", more=("exercises",)))
        form = _gather(found, lambda: form_of(given, rest)) if given is not None else None
        inside = None
        if listed is not None:
            inside = _gather(found, lambda: self.blocks(listed, place.inside(form)))
        if inside is None or given is None or form is None:
            raise Mistakes(*found)
        return Group(form, inside, node.span, given.get("name"), given.get("say"))


def _heading(key: Scalar, *, lone: bool = False) -> Heading:
    try:
        return heading(key.text, lone=lone)
    except Mistake as mistake:
        raise located(mistake, key) from None


def _gather(found: list[Diagnostic], parse: Callable[[], T]) -> T | None:
    """What `parse` gives; what it raises goes to `found`."""
    try:
        return parse()
    except Mistakes as mistakes:
        found.extend(mistakes.diagnostics)
        return None
