"""Pauses, words and sounds between the steps: `rest 15s`, `say "Well done"`, `play intro.mp3`."""

from parsimonious.nodes import Node as Tree

from audioworkout.ground.diagnostics import Span
from audioworkout.language.durations import format_times, times_of
from audioworkout.language.grammar import Mistake, named, part
from audioworkout.language.keys import Key, plain_text
from audioworkout.language.model import Pause, PauseKind, Play, Say
from audioworkout.language.shapes import ref
from audioworkout.language.steps.line import unquoted

KINDS = {"rest": PauseKind.REST, "transition": PauseKind.TRANSITION, "silence": PauseKind.SILENCE}


def _pause(words: str, example: str) -> Key:
    return Key(plain_text, ref("durations"), words, (example,))


KEYS = {
    "rest": _pause("A rest.", "15s"),
    "recovery": _pause("A rest.", "15s"),
    "transition": _pause("Time to get to the next station.", "10s"),
    "silence": _pause("Nothing is heard.", "10s"),
    "say": Key(plain_text, ref("text"), "What is said.", ("Well done",)),
    "play": Key(plain_text, ref("text"), "The sound file that is played.", ("intro.mp3",)),
}
"""The words that begin such a line, or are the one key of such a mapping."""


def example(word: str) -> str:
    """A line that begins with one of the words."""
    (value,) = KEYS[word].examples
    return f'{word} "{value}"' if word == "say" else f"{word} {value}"


def pause_of(node: Tree, origin: Span) -> Pause:
    """A `pause` part of the grammar; raises Mistake."""
    times = part(node, "times")
    span = times_of(times)
    word = part(node, "pause_word")
    kind = next(named(word, *KINDS)).expr_name
    if span.low <= 0:
        raise Mistake("a rest of no length: delete it", start=times.start, end=times.end)
    return Pause(KINDS[kind], span, origin)


def words_of(node: Tree, text: str, origin: Span) -> Say | Play:
    """A `say` or `play` part of the grammar of a text."""
    words = unquoted(text[part(node, "anything").start :])
    return Say(words, origin) if node.expr_name == "say" else Play(words, origin)


def keyword(word: str, words: str, origin: Span) -> Say | Play | None:
    """`say: Well done`, `play: intro.mp3`; None for a pause, whose time is read as a line's is."""
    if word == "say":
        return Say(words, origin)
    return Play(words, origin) if word == "play" else None


def pause_line(pause: Pause) -> str:
    """`rest 15s`."""
    return f"{pause.kind} {format_times(pause.length)}"
