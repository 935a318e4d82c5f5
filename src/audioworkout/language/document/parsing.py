"""A whole file: its text to a workout, or to all that is wrong with it."""

from audioworkout.ground.diagnostics import Diagnostic
from audioworkout.ground.nodes import Mapping, Node, Scalar, Sequence, read
from audioworkout.language.document.file import SECTIONS, keys_in, paces_in
from audioworkout.language.exercises import EXERCISES
from audioworkout.language.keys import Mistakes, fill, refusal
from audioworkout.language.model import FILLERS, Pace, Workout
from audioworkout.language.wordings import Pairs, PhraseFields, lexicon, wrong_phrases
from audioworkout.words.exercise import Exercise

MAX_WRITTEN = 40_000  # characters, some 1,000 different steps; bounds the time to read them


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
        return EXERCISES.read(root), problems
    except Mistakes as mistakes:
        return (), _sorted(*problems, *mistakes.diagnostics)


def parse_lexicon(text: str, language: str) -> tuple[Pairs, tuple[Diagnostic, ...]]:
    """A lexicon's pronunciations for a language, its own first, and every mistake in it."""
    root, problems = read(text)
    if root is None:
        return (), problems
    try:
        entries = lexicon(root)
    except Mistakes as mistakes:
        return (), _sorted(*problems, *mistakes.diagnostics)
    primary = _primary(language)
    spoken = [pairs for tag, pairs in entries if tag and _primary(tag) == primary]
    spoken += [pairs for tag, pairs in entries if tag is None]
    return tuple(pair for pairs in spoken for pair in pairs), problems


def _primary(tag: str) -> str:
    return tag.split("-")[0].lower()


def _sorted(*problems: Diagnostic) -> tuple[Diagnostic, ...]:
    return tuple(sorted(dict.fromkeys(problems), key=lambda diagnostic: diagnostic.span))


def _workout(root: Node, phrase_fields: PhraseFields | None) -> Workout:
    if not isinstance(root, Mapping):
        hint = "begin with `title: …`, then `workout:` and the list; `audioworkout import` does it"
        raise refusal("expected the keys `title` and `workout`", root.span, hint)
    if (episodes := root.get("episodes")) and root.get("workout") is None:
        hint = "`audioworkout publish` makes a podcast of it; name one of its workouts here"
        raise refusal("this is a show, not a workout", episodes.span, hint)
    for section in SECTIONS:
        if (listed := root.get(section)) and _written(listed) > MAX_WRITTEN:
            message = f"this list holds more than {MAX_WRITTEN:,} characters of different text"
            raise refusal(message, listed.span, "no session is that long: make several files")
    given = fill(keys_in(_language(root), _paces(root)), root, "a workout")
    if phrase_fields is not None and (wrong := tuple(wrong_phrases(root, phrase_fields))):
        raise Mistakes(*wrong)
    silenced = given.pop("silence_warnings", ())
    workout = Workout(
        **given,
        silenced=silenced,
        origin=root.entries[0][0].span,
        places=tuple((key.text, value.span) for key, value in root.entries),
    )
    if workout.music and workout.pause not in FILLERS and (filler := root.get("pause")):
        message = "`music` plays in the pauses already: this file would not be heard"
        raise refusal(message, filler.span, "delete one of the two")
    return workout


def _language(root: Mapping) -> str:
    """The language of the names in the file, whatever else is wrong with it."""
    spoken = root.get("language")
    return spoken.text.strip() if isinstance(spoken, Scalar) else "en"


def _paces(root: Mapping) -> tuple[tuple[str, Pace], ...]:
    """The paces of the file, none where they are not right: that is told with the other keys."""
    defined = root.get("paces")
    try:
        return paces_in(defined) if defined else ()
    except Mistakes:
        return ()


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
