"""The grammar of lines as regular expressions that JSON Schema takes.

Each rule is translated by its structure. A grammar of this kind takes the first choice
that fits and never comes back, a regular expression tries them all: so a pattern takes
everything that its rule does, and now and then a little more.
"""

import re
from collections.abc import Iterator
from functools import cache

from parsimonious.expressions import (
    Expression,
    Literal,
    Lookahead,
    OneOf,
    Quantifier,
    Regex,
    Sequence,
)

from audioworkout.language.grammar import SPELLINGS, grammar


def spellings(char: str) -> str:
    """A character of normalised text in all its spellings; the dash comes last."""
    others = "".join(chr(code) for code, normal in SPELLINGS.items() if normal == char)
    chars = dict.fromkeys(char + char.upper() + others)
    return "".join(sorted(chars, key=lambda one: one == "-"))


def _letters(word: str) -> str:
    return "".join(f"[{spellings(char)}]" for char in word)


# A regular expression of the grammar, in pieces: an escape, a class, a group's head, a character.
PIECES = re.compile(r"\\.|\[\^?(?:\\.|[^\]])*\]|\(\?[:=!]|\{[0-9,]*\}|.")
SPECIAL = re.compile(r"[\\^$.|?*+(){}\[\]]")

TIMES = f"[0-9][0-9a-zA-Z.:{spellings(' ')}{spellings('-')}]*"
ROUGH = {"times": TIMES, "duration": TIMES, "pyramid": f"{_letters('pyramid')} *{TIMES}"}
"""Whatever looks like durations: a pattern that knows the units is long."""


def whole(*rules: str) -> str:
    """A pattern for a text that is, between spaces, what one of the rules of the grammar takes."""
    return f"^ *(?:{'|'.join(_rule(name, False) for name in rules)}) *$"


def rough(rule: str) -> str:
    """The pattern of a rule, as a part of another; whatever looks like a duration is one."""
    return _rule(rule, True)


@cache
def _rule(name: str, rough: bool) -> str:
    if rough and name in ROUGH:
        return ROUGH[name]
    return _pattern(grammar()[name], rough)


def _pattern(node: Expression, rough: bool) -> str:
    def part(inner: Expression) -> str:
        return _rule(inner.name, rough) if inner.name else _pattern(inner, rough)

    match node:
        case Literal(literal=text):
            return in_any_case(
                "".join(rf"\{char}" if SPECIAL.match(char) else char for char in text)
            )
        case Regex():
            pattern = in_any_case(node.re.pattern)
            return f"(?:{pattern})" if "|" in pattern else pattern
        case Sequence(members=members):
            return "".join(map(part, members))
        case OneOf(members=members):
            return f"(?:{'|'.join(map(part, members))})"
        case Lookahead(members=(inner,)):
            return f"(?{'!' if node.negativity else '='}{part(inner)})"
        case Quantifier(members=(inner,)):
            return f"(?:{part(inner)}){OFTEN[node.min, node.max]}"
    raise TypeError(f"no pattern for {node}")


OFTEN = {(0, 1): "?", (0, float("inf")): "*", (1, float("inf")): "+"}


def in_any_case(pattern: str) -> str:
    """A regular expression for normalised text, as one for the text as it is written."""
    return "".join(_spelled(pattern))


def _spelled(pattern: str) -> Iterator[str]:
    for piece in PIECES.findall(pattern):
        if piece.startswith("["):
            yield piece.replace("a-z", "a-zA-Z")
        elif len(piece) > 1 or SPECIAL.match(piece) or len(spellings(piece)) == 1:
            yield piece
        else:
            yield f"[{spellings(piece)}]"
