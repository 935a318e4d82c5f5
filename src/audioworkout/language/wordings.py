"""`language`, how words are pronounced (`say_as`, a lexicon), and `phrases` of one's own."""

import re
from collections.abc import Iterator
from collections.abc import Mapping as AbstractMapping
from string import Formatter

from audioworkout.ground.diagnostics import Diagnostic, error
from audioworkout.ground.nodes import Mapping, Node, Scalar, Sequence
from audioworkout.ground.spelling import did_you_mean
from audioworkout.language.grammar import Mistake
from audioworkout.language.keys import (
    Key,
    collect,
    entries_of,
    one_or_many,
    plain_text,
    scalar,
)
from audioworkout.language.shapes import mapping, ref, text

TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def parse_language(words: str) -> str:
    """A BCP 47 tag; raises Mistake."""
    tag = words.strip()
    if TAG.fullmatch(tag):
        return tag
    raise Mistake(f"expected a language such as `en` or `pt-BR`, found `{tag}`")


SHAPES = {"language": text(rf"^\s*{TAG.pattern}\s*$")}
LANGUAGE = Key(
    scalar(parse_language), ref("language"), "The language that is spoken.", ("en", "pt-BR")
)

Pairs = tuple[tuple[str, str], ...]


def _pairs(node: Node) -> Pairs:
    return collect(_pair, entries_of(node, "a mapping of spellings to pronunciations"))


def _pair(entry: tuple[Scalar, Node]) -> tuple[str, str]:
    return plain_text(entry[0]), plain_text(entry[1])


SAY_AS = Key(
    _pairs,
    mapping(ref("text")),
    "How words are pronounced: spelling to sound.",
    ({"RDL": "R D L"},),
)


def lexicon(node: Node) -> tuple[tuple[str | None, Pairs], ...]:
    """Pairs, those of a language's own mapping with its tag; raises Mistakes."""
    return collect(_lexicon_entry, entries_of(node, "a mapping of spellings to pronunciations"))


def _lexicon_entry(entry: tuple[Scalar, Node]) -> tuple[str | None, Pairs]:
    key, value = entry
    if not isinstance(value, Mapping):
        return None, (_pair(entry),)
    return scalar(parse_language)(key), _pairs(value)


Phrase = tuple[str, tuple[str, ...]]

PhraseFields = AbstractMapping[str, frozenset[str]]
"""The cues that a file may word itself, each with the fields of its wordings."""


def _phrases(node: Node) -> tuple[Phrase, ...]:
    wordings = one_or_many(plain_text)
    entries = entries_of(node, "a mapping of cues to wordings")
    return collect(lambda entry: (entry[0].text, wordings(entry[1])), entries)


PHRASES = Key(_phrases, mapping(ref("texts")), "Other wordings of what is said, the longest first.")


def wrong_phrases(root: Mapping, allowed: PhraseFields) -> Iterator[Diagnostic]:
    """Wordings of cues that do not exist, with fields that their cue does not have."""
    phrases = root.get("phrases")
    entries = phrases.entries if isinstance(phrases, Mapping) else ()
    for key, value in entries:
        if key.text not in allowed:
            yield error(f"unknown cue `{key.text}`", key.span, did_you_mean(key.text, allowed))
            continue
        known = ", ".join(f"`{{{name}}}`" for name in sorted(allowed[key.text])) or "no fields"
        for wording in value.items if isinstance(value, Sequence) else (value,):
            try:
                used = {name for _, name, _, _ in Formatter().parse(plain_text(wording)) if name}
            except ValueError:
                message = "a brace stands alone here"
                yield error(message, wording.span, f"this cue takes {known}")
                continue
            for name in sorted(used - allowed[key.text]):
                message = f"`{key.text}` has no field `{{{name}}}`"
                yield error(message, wording.span, f"it takes {known}")
