"""A part of a step in one row: how it is read short and long, written, checked and described."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, TypeAlias

from parsimonious.nodes import Node as Tree

from audioworkout.ground.nodes import Node
from audioworkout.language.keys import Key
from audioworkout.language.model import Pace, Range, Reps, Time, Work
from audioworkout.language.shapes import Schema
from audioworkout.language.steps.line import Line
from audioworkout.words.exercise import Exercise


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What a step says, short or long: the step without its dose, and what the dose is made of.

    `work` is a time in ms: the dose itself, or the target of a distance or of `most` (as
    many reps as possible). `total` is what a bracket claims the sum to be.
    """

    step: Work
    work: Range | None = None
    reps: Range | None = None
    most: bool = False
    distance: tuple[float, str] | None = None
    calories: Range | None = None
    pace: Pace | None = None
    total: Time | Reps | None = None

    @property
    def timed(self) -> bool:
        """Whether the step lasts a time of its own, or a distance."""
        return self.work is not None or self.distance is not None


DOSE_PARTS = tuple(part.name for part in fields(Parts) if part.name != "step")

Find: TypeAlias = Callable[[str], Exercise | None]
Paces: TypeAlias = Mapping[str, Pace]
"""The paces that a file defines, by the names that `pace_name` gives."""
Read: TypeAlias = Callable[[Line, Tree], None]
"""Reads a part of the grammar's tree of a line."""


def _nothing(step: Work) -> tuple[str, ...]:
    del step
    return ()


@dataclass(frozen=True, slots=True)
class Option:
    """A key of a step's long form, and the parts of a line that say the same.

    `reads` holds what reads each of those parts, by its name in the grammar, and `word` how the
    option begins in a line. `line` gives the ways to write it behind a comma, the preferred one
    first, and `entry` its value in the long form. `checks` raise Mistake, naming the key as the
    `field` to blame; `rules` say the same as JSON Schema where that can. `spread` makes of the
    key's value what the step says by it, where that is more than the value itself.
    """

    key: Key
    reads: Mapping[str, Read] = field(default_factory=dict)
    word: str | None = None
    line: Callable[[Work], Iterable[str]] = _nothing
    entry: Callable[[Work], Node | str | None] = lambda step: None
    checks: tuple[Callable[[Parts], None], ...] = ()
    rules: tuple[Schema, ...] = ()
    spread: Callable[[Any, str, Find], dict[str, Any]] | None = None


def behind_comma(option: str, value: str | None) -> tuple[str, ...]:
    """`rest 60s`, where there is a value."""
    return () if value is None else (f"{option} {value}",)
