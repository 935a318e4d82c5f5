"""A whole file: its top-level keys, and the workout that they make."""

import re
from collections.abc import Iterator
from collections.abc import Mapping as AbstractMapping
from dataclasses import fields, replace
from datetime import date
from string import Formatter
from typing import Annotated

from pydantic import PlainValidator

from audioworkout.ground.diagnostics import Diagnostic, error
from audioworkout.ground.language_tags import primary
from audioworkout.ground.nodes import Mapping, Node, Scalar, Sequence, read
from audioworkout.ground.spelling import did_you_mean
from audioworkout.ground.units import Ms
from audioworkout.language.document.blocks import blocks
from audioworkout.language.durations import parse_switch
from audioworkout.language.grammar import Mistake
from audioworkout.language.keys import (
    TONGUE,
    Fields,
    Mistakes,
    choice,
    collect,
    entries_of,
    fill,
    one_or_many,
    plain_text,
    refusal,
    scalar,
    switch,
)
from audioworkout.language.model import (
    COACHING_LEVELS,
    CUES,
    FILLERS,
    Block,
    Coaching,
    Mix,
    Music,
    SoundChoice,
    Workout,
)
from audioworkout.language.sounds import metronome_of, mix_of, music_of, pause_of, sounds_of
from audioworkout.language.voice import voices
from audioworkout.words import catalogue
from audioworkout.words.exercise import Exercise

EFFORTS = {"low": 0.0, "middle": 0.5, "high": 1.0}
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
SECTIONS = ("warmup", "workout", "cooldown")
MAX_WRITTEN = 40_000  # characters, some 1,000 different steps; bounds the time to read them
EXAMPLES = {
    "title": "title: Lower body blast",
    "workout": "workout:` and a list of steps below it, such as `- 30s squats",
}


def parse_effort(text: str) -> float:
    """`low`, `middle`, `high` or a number from 0 to 1; raises Mistake."""
    word = text.strip().lower()
    if word in EFFORTS:
        return EFFORTS[word]
    if re.fullmatch(r"0(\.\d+)?|1(\.0+)?|\.\d+", word, re.ASCII):
        return float(word)
    raise Mistake(f"expected `low`, `middle`, `high` or a number from 0 to 1, found `{word}`")


def parse_seed(text: str) -> int:
    """A whole number; raises Mistake."""
    if re.fullmatch(r"-?[0-9]{1,18}", text.strip()):
        return int(text)
    raise Mistake(f"expected a whole number, found `{text.strip()}`")


def _language(text: str) -> str:
    if LANGUAGE.fullmatch(text.strip()):
        return text.strip()
    raise Mistake(f"expected a language such as `en` or `pt-BR`, found `{text.strip()}`")


def _date(text: str) -> str:
    try:
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError:
        found = text.strip()
        raise Mistake(f"expected a date such as `2024-05-31`, found `{found}`") from None


def _coaching(node: Node) -> Coaching:
    """A level, or a mapping of a level and cues to switch on or off."""
    if isinstance(node, Scalar):
        return Coaching(scalar(choice(*COACHING_LEVELS), "a level")(node))
    settings = collect(_setting, entries_of(node, "`quiet`, `standard`, `full` or a mapping"))
    levels = [setting for setting in settings if isinstance(setting, str)]
    cues = [cue for setting in settings if isinstance(setting, tuple) for cue in setting]
    return Coaching(levels[0] if levels else "standard", tuple(cues))


Cue = tuple[str, bool]


def _setting(entry: tuple[Scalar, Node]) -> str | tuple[Cue, ...]:
    key, value = entry
    if key.text == "level":
        return scalar(choice(*COACHING_LEVELS), "a level")(value)
    if key.text == "cues":
        return collect(_cue, entries_of(value, "a mapping such as `{halfway: off}`"))
    return (_cue(entry),)


def _cue(entry: tuple[Scalar, Node]) -> Cue:
    key, value = entry
    if key.text not in CUES:
        hint = did_you_mean(key.text, CUES) or f"cues are {', '.join(CUES)}"
        raise refusal(f"unknown cue `{key.text}`", key.span, hint)
    return key.text, scalar(switch, "`on` or `off`")(value)


def _seconds_per_rep(text: str) -> float:
    if re.fullmatch(r"[0-9]{1,3}(\.[0-9]+)?", text.strip()) and 0.1 <= float(text) <= 120:
        return float(text)
    raise Mistake(f"expected seconds from 0.1 to 120, such as `2.5`, found `{text.strip()}`")


TEXT = PlainValidator(plain_text)
TEXTS = PlainValidator(one_or_many(plain_text))


class ExerciseFields(Fields):
    """The keys of an exercise that the file defines, or knows better than the catalogue."""

    aliases: Annotated[tuple[str, ...] | None, TEXTS] = None
    sided: Annotated[bool | None, PlainValidator(scalar(switch, "`on` or `off`"))] = None
    limb: Annotated[str | None, TEXT] = None
    seconds_per_rep: Annotated[
        float | None, PlainValidator(scalar(_seconds_per_rep, "a number"))
    ] = None
    equipment: Annotated[tuple[str, ...] | None, TEXTS] = None
    muscles: Annotated[tuple[str, ...] | None, TEXTS] = None
    tips: Annotated[tuple[str, ...] | None, TEXTS] = None
    position: Annotated[str | None, TEXT] = None
    kind: Annotated[str | None, TEXT] = None


def _exercise(entry: tuple[Scalar, Node]) -> Exercise:
    key, value = entry
    name = " ".join(key.text.split())
    given = fill(ExerciseFields, value, "an exercise", {})
    known = {field: value for field, value in given if value is not None}
    found = catalogue.find(name, language=TONGUE.get()) or Exercise(name)
    return replace(found, name=name, **known)


def _exercises(node: Node) -> tuple[Exercise, ...]:
    return collect(_exercise, entries_of(node, "a mapping of names to exercises"))


Pairs = tuple[tuple[str, str], ...]


def _pairs(node: Node) -> Pairs:
    return collect(_pair, entries_of(node, "a mapping of spellings to pronunciations"))


def _pair(entry: tuple[Scalar, Node]) -> tuple[str, str]:
    return plain_text(entry[0]), plain_text(entry[1])


def _lexicon(node: Node) -> tuple[tuple[str | None, Pairs], ...]:
    """Pairs, those of a language's own mapping with its tag."""
    return collect(_lexicon_entry, entries_of(node, "a mapping of spellings to pronunciations"))


def _lexicon_entry(entry: tuple[Scalar, Node]) -> tuple[str | None, Pairs]:
    key, value = entry
    if not isinstance(value, Mapping):
        return None, (_pair(entry),)
    return scalar(_language)(key), _pairs(value)


Phrase = tuple[str, tuple[str, ...]]

PhraseFields = AbstractMapping[str, frozenset[str]]
"""The cues that a file may word itself, each with the fields of its wordings."""


def _phrases(node: Node) -> tuple[Phrase, ...]:
    wordings = one_or_many(plain_text)
    entries = entries_of(node, "a mapping of cues to wordings")
    return collect(lambda entry: (entry[0].text, wordings(entry[1])), entries)


BLOCKS = PlainValidator(blocks)


class WorkoutFields(Fields):
    """The keys of a file."""

    title: Annotated[str, TEXT]
    workout: Annotated[tuple[Block, ...], BLOCKS]
    warmup: Annotated[tuple[Block, ...], BLOCKS] = ()
    cooldown: Annotated[tuple[Block, ...], BLOCKS] = ()
    description: Annotated[str | None, TEXT] = None
    author: Annotated[str | None, TEXT] = None
    image: Annotated[str | None, TEXT] = None
    date: Annotated[str | None, PlainValidator(scalar(_date, "a date"))] = None
    language: Annotated[str, PlainValidator(scalar(_language))] = "en"
    voice: Annotated[tuple[str, ...], PlainValidator(voices)] = ()
    coaching: Annotated[Coaching, PlainValidator(_coaching)] = Coaching()
    sounds: Annotated[SoundChoice, PlainValidator(sounds_of)] = SoundChoice()
    music: Annotated[Music | None, PlainValidator(music_of)] = None
    mix: Annotated[Mix, PlainValidator(mix_of)] = Mix()
    metronome: Annotated[int | None, PlainValidator(metronome_of)] = None
    pause: Annotated[str, PlainValidator(pause_of)] = "air"
    effort: Annotated[float, PlainValidator(scalar(parse_effort, "an effort"))] = 0.5
    seed: Annotated[int, PlainValidator(scalar(parse_seed, "a whole number"))] = 0
    lead_in: Annotated[Ms, PlainValidator(scalar(parse_switch, "a duration such as `10s`"))] = (
        10_000
    )
    exercises: Annotated[tuple[Exercise, ...], PlainValidator(_exercises)] = ()
    say_as: Annotated[Pairs, PlainValidator(_pairs)] = ()
    phrases: Annotated[tuple[Phrase, ...], PlainValidator(_phrases)] = ()
    silence_warnings: Annotated[tuple[str, ...], TEXTS] = ()


def parse(
    text: str, *, phrase_fields: PhraseFields | None = None
) -> tuple[Workout | None, tuple[Diagnostic, ...]]:
    """The workout of a file's text, and every mistake in it, by place; None where there is one.

    `phrase_fields` names the cues whose wording a file may set, each with the fields that
    it may use; None leaves them unchecked.
    """
    root, problems = read(text)
    if root is None:
        return None, problems
    try:
        workout = _workout(root, phrase_fields)
    except Mistakes as mistakes:
        return None, _sorted(*problems, *mistakes.diagnostics)
    return workout, problems


def parse_exercises(text: str) -> tuple[tuple[Exercise, ...], tuple[Diagnostic, ...]]:
    """The exercises of a file of one's own, and every mistake in it, by place."""
    root, problems = read(text)
    if root is None:
        return (), problems
    try:
        return _exercises(root), problems
    except Mistakes as mistakes:
        return (), _sorted(*problems, *mistakes.diagnostics)


def parse_lexicon(text: str, language: str) -> tuple[Pairs, tuple[Diagnostic, ...]]:
    """A lexicon's pronunciations for a language, its own first, and every mistake in it."""
    root, problems = read(text)
    if root is None:
        return (), problems
    try:
        entries = _lexicon(root)
    except Mistakes as mistakes:
        return (), _sorted(*problems, *mistakes.diagnostics)
    wanted = primary(language)
    spoken = [pairs for tag, pairs in entries if tag and primary(tag) == wanted]
    spoken += [pairs for tag, pairs in entries if tag is None]
    return tuple(pair for pairs in spoken for pair in pairs), problems


def _sorted(*problems: Diagnostic) -> tuple[Diagnostic, ...]:
    return tuple(sorted(dict.fromkeys(problems), key=lambda diagnostic: diagnostic.span))


def _workout(root: Node, phrase_fields: PhraseFields | None) -> Workout:
    if not isinstance(root, Mapping):
        hint = "begin with `title: …`, then `workout:` and the list below it"
        raise refusal("expected the keys `title` and `workout`", root.span, hint)
    if (episodes := root.get("episodes")) and root.get("workout") is None:
        hint = "`audioworkout publish` makes a podcast of it; name one of its workouts here"
        raise refusal("this is a show, not a workout", episodes.span, hint)
    for section in SECTIONS:
        if (listed := root.get(section)) and _written(listed) > MAX_WRITTEN:
            message = f"this list holds more than {MAX_WRITTEN:,} characters of different text"
            raise refusal(message, listed.span, "no session is that long: make several files")
    spoken = root.get("language")
    token = TONGUE.set(spoken.text.strip() if isinstance(spoken, Scalar) else "en")
    try:
        given = fill(WorkoutFields, root, "a workout", EXAMPLES)
    finally:
        TONGUE.reset(token)
    if phrase_fields is not None and (wrong := tuple(_wrong_phrases(root, phrase_fields))):
        raise Mistakes(*wrong)
    if given.music is not None and given.pause not in FILLERS and (filler := root.get("pause")):
        message = "`music` plays in the pauses already: this file would not be heard"
        raise refusal(message, filler.span, "delete one of the two")
    values = {name: value for name, value in given if name in WORKOUT_NAMES}
    return Workout(
        **values,
        origin=root.entries[0][0].span,
        silenced=given.silence_warnings,
        places=tuple((key.text, value.span) for key, value in root.entries),
    )


def _written(node: Node) -> int:
    """How many characters the different texts below a node have: what reading them costs."""
    texts: set[str] = set()
    waiting = [node]
    while waiting:
        match waiting.pop():
            case Scalar(text):
                texts.add(text)
            case Sequence(items):
                waiting.extend(items)
            case Mapping(entries):
                waiting.extend(part for entry in entries for part in entry)
    return sum(map(len, texts))


WORKOUT_NAMES = {field.name for field in fields(Workout)}


def _wrong_phrases(root: Mapping, allowed: PhraseFields) -> Iterator[Diagnostic]:
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
