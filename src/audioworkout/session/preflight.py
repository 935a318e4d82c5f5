"""Before a word is spoken: whether every sound that a workout names can be heard, and as meant."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from audioworkout.ground.diagnostics import Diagnostic, Span, WorkoutError, error, warning
from audioworkout.language.model import FILLERS, Play, Workout
from audioworkout.plan.segments import Sample, Segment
from audioworkout.session.sounds import Sounds
from audioworkout.sound.music import tracks
from audioworkout.voices import Voice
from audioworkout.words.phrases import phrases_for


def unreadable(
    chosen: Workout, segments: Sequence[Segment], sounds: Sounds, folder: Path
) -> Iterator[Diagnostic]:
    """A mistake for each line that names a file which is not there, or is no sound."""
    played = {segment.source for segment in segments if isinstance(segment.source, Play)}
    wanted: list[tuple[Span, Callable[[], object]]] = [
        (line.origin, partial(sounds.length_of, Sample(line.file)))
        for line in sorted(played, key=lambda play: play.origin)
    ]
    own = chosen.sounds.own
    wanted += [(chosen.place_of("sounds"), partial(sounds.tones.own, role)) for role, _ in own]
    wanted += [(where, partial(_tracks, files, folder)) for where, files in _music(chosen)]
    for where, look in wanted:
        try:
            look()
        except WorkoutError as wrong:
            hint = None if "folder" in str(wrong) else "its path starts from the workout's folder"
            yield error(str(wrong), where, hint)


def _music(chosen: Workout) -> Iterator[tuple[Span, tuple[str, ...]]]:
    """The files that play under the coach, and where they are named."""
    if music := chosen.music:
        for files in dict.fromkeys((music.files, music.work.files, music.rest.files)):
            if files:
                yield music.origin, files
    elif chosen.pause not in FILLERS:
        yield chosen.place_of("pause"), (chosen.pause,)


def _tracks(files: tuple[str, ...], folder: Path) -> object:
    return tracks.tracks(files, folder)


def foreign(chosen: Workout, voices: tuple[Voice, ...]) -> Iterator[Diagnostic]:
    """A warning where a voice reads the words of a language that is not its own."""
    spoken = phrases_for(chosen.language)[0].language
    for voice in voices if chosen.voice else ():
        own = voice.language.split("-")[0].lower()
        if own not in (spoken, "und"):
            message = f"{voice.name} speaks `{voice.language}`, and the words are `{spoken}`"
            hint = "without `voice` one is chosen that speaks the language"
            yield warning(message, chosen.place_of("voice"), hint, rule="voice-language")


def cut_tones(chosen: Workout, sounds: Sounds) -> Iterator[Diagnostic]:
    """A warning for each sound of the user's own that is longer than its role allows."""
    for role, file in chosen.sounds.own:
        tone = sounds.tones.own(role)
        if tone and tone.cut:
            message = f"`{role}` plays {tone.length} ms of {file}, which lasts {tone.whole} ms"
            where = chosen.place_of("sounds")
            yield warning(message, where, "take a shorter sound", rule="cut-sound")
