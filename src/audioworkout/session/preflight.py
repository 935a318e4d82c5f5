"""Before a word is spoken: whether every sound that a workout names can be heard, and as meant."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from operator import attrgetter
from pathlib import Path

from audioworkout.ground.diagnostics import Diagnostic, Span, WorkoutError, error, warning
from audioworkout.ground.language_tags import primary
from audioworkout.language.document.inputs import refused
from audioworkout.language.model import FILLERS, Play, Workout
from audioworkout.plan.segments import Sample, Segment
from audioworkout.session.checked import Checked
from audioworkout.session.sounds import SessionSounds
from audioworkout.sound.music import tracks
from audioworkout.voices import Voice
from audioworkout.words.phrases import phrases_for
from audioworkout.words.pieces import SAID_AT_ONCE
from audioworkout.words.pronunciation import pronounce

IN_WORDS = 1_000  # characters of a phrase whose figures and short forms are words
QUOTED = 40  # characters of such a phrase


def require_sounds(checked: Checked, cued: Sequence[Segment], sounds: SessionSounds) -> None:
    """Raises WorkoutError with every line that names an unusable sound file or says too much."""
    found = (*_unreadable(checked, sounds), *_unsayable(checked.workout, cued))
    if found:
        raise refused(checked.source, tuple(sorted(found, key=attrgetter("span"))))


def _unreadable(checked: Checked, sounds: SessionSounds) -> Iterator[Diagnostic]:
    """A mistake for each line that names a file which is missing, or not a sound."""
    workout, folder = checked.workout, checked.source.folder
    played = {each.source for each in checked.segments if isinstance(each.source, Play)}
    wanted: list[tuple[Span, Callable[[], object]]] = [
        (line.origin, partial(sounds.length_of, Sample(line.file)))
        for line in sorted(played, key=lambda play: play.origin)
    ]
    own = workout.sounds.own
    wanted += [(workout.place_of("sounds"), partial(sounds.tones.own, role)) for role, _ in own]
    wanted += [(where, partial(_tracks, files, folder)) for where, files in _music(workout)]
    for where, look in wanted:
        try:
            look()
        except WorkoutError as wrong:
            hint = None if "folder" in str(wrong) else "its path starts from the workout's folder"
            yield error(str(wrong), where, hint)


def _music(workout: Workout) -> Iterator[tuple[Span, tuple[str, ...]]]:
    """The files that play under the coach, and where they are named."""
    if music := workout.music:
        for files in dict.fromkeys((music.files, music.work.files, music.rest.files)):
            if files:
                yield music.origin, files
    elif workout.pause not in FILLERS:
        yield workout.place_of("pause"), (workout.pause,)


def _tracks(files: tuple[str, ...], folder: Path) -> object:
    return tracks.tracks(files, folder)


def _unsayable(chosen: Workout, segments: Sequence[Segment]) -> Iterator[Diagnostic]:
    """A mistake for each phrase that is too long to be said at once, in all its wordings once."""
    told: set[Span] = set()
    for segment in segments:
        for cue in segment.cues:
            longest = max(cue.wordings, key=len, default="")
            where = cue.origin or segment.origin
            where = chosen.place_of("title") if cue.name == "title" else where
            if where not in told and (why := _too_long(longest, chosen)):
                told.add(where)
                message = f"too much to say at once: “{longest[:QUOTED]}…” has {why}"
                yield error(message, where, "shorten it, or move some of it to a line of `say`")


def _too_long(text: str, chosen: Workout) -> str | None:
    """How long a phrase is, and may be, where it is longer."""
    if len(text) > SAID_AT_ONCE:
        return f"{len(text):,} characters, and {SAID_AT_ONCE} is the most"
    said = len(pronounce(text, chosen.language, chosen.say_as))
    if said > IN_WORDS:
        return f"{said:,} characters when it is put into words, and {IN_WORDS:,} is the most"
    return None


def foreign(workout: Workout, voices: tuple[Voice, ...]) -> Iterator[Diagnostic]:
    """A warning where a voice reads the words of a language that is not its own."""
    spoken = phrases_for(workout.language)[0].language
    for voice in voices if workout.voice else ():
        own = primary(voice.language)
        if own not in (spoken, "und"):
            message = f"{voice.name} speaks `{voice.language}`, and the words are `{spoken}`"
            hint = "without `voice` one is chosen that speaks the language"
            yield warning(message, workout.place_of("voice"), hint, rule="voice-language")


def cut_tones(workout: Workout, sounds: SessionSounds) -> Iterator[Diagnostic]:
    """A warning for each sound of the user's own that is longer than its role allows."""
    for role, file in workout.sounds.own:
        tone = sounds.tones.own(role)
        if tone and tone.cut:
            message = f"`{role}` plays {tone.length} ms of {file}, which lasts {tone.whole} ms"
            where = workout.place_of("sounds")
            yield warning(message, where, "take a shorter sound", rule="cut-sound")
