"""Before a word is spoken: whether every sound that a workout names can be heard, and as meant."""

from collections.abc import Callable, Iterator
from functools import partial
from operator import attrgetter
from pathlib import Path

from audioworkout.ground.diagnostics import Diagnostic, Span, WorkoutError, error, warning
from audioworkout.ground.language_tags import primary
from audioworkout.language.document.inputs import refused
from audioworkout.language.model import FILLERS, Play, Workout
from audioworkout.plan.segments import Sample
from audioworkout.session.checked import Checked
from audioworkout.session.sounds import SessionSounds
from audioworkout.voices import Voice
from audioworkout.words.phrases import phrases_for


def require_files(checked: Checked, sounds: SessionSounds) -> None:
    """Raises WorkoutError with every line that names a sound file which cannot be used."""
    if missing := tuple(sorted(_unreadable(checked, sounds), key=attrgetter("span"))):
        raise refused(checked.source, missing)


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
    from audioworkout.sound.music.tracks import tracks

    return tracks(files, folder)


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
