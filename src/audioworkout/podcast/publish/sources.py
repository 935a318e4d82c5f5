"""What a show's workouts are made of: their text and words, voices, sounds, music, pictures."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from audioworkout.ground import assets, folders
from audioworkout.ground.cache import Cache, digest
from audioworkout.ground.diagnostics import MistakesError, WorkoutError
from audioworkout.language.document import inputs
from audioworkout.language.model import FILLERS, Play, Workout
from audioworkout.podcast.publish.fingerprints import Fingerprint, Fingerprints
from audioworkout.podcast.publish.manifest import WorkoutRecord
from audioworkout.podcast.shows import WorkoutFacts, workout_of
from audioworkout.podcast.shows.model import Entry, Show
from audioworkout.session import compiling, preflight
from audioworkout.session.checked import Checked
from audioworkout.session.metadata import read_cover
from audioworkout.session.sounds import SessionSounds
from audioworkout.sound.speaker import Speaker
from audioworkout.voices import Voice, VoiceError, casting
from audioworkout.voices.configured import FILE as OWN_VOICES
from audioworkout.voices.recorded import RecordedVoice
from audioworkout.words.phrases import FALLBACK, phrases_for


@dataclass(frozen=True, slots=True)
class Sources:
    """The workouts of a show: each read and checked once, where it changed."""

    show: Show
    folder: Path
    """The show file's."""

    cache: Cache
    fingerprints: Fingerprints
    _checked: dict[str, Checked] = field(default_factory=dict)
    _signatures: dict[tuple[tuple[str, ...], str, Path], str] = field(default_factory=dict)

    @property
    def options(self) -> compiling.Options:
        """What the show chooses over its workouts."""
        return compiling.Options(voice=self.show.voice)

    def _read(self, entry: Entry) -> inputs.Source:
        """An episode's workout; raises WorkoutError if it cannot be read."""
        return inputs.read(workout_of(entry, self.folder))

    def records(self, known: Mapping[str, WorkoutRecord]) -> dict[str, WorkoutRecord]:
        """All workouts by name, with what they are made of: as recorded before, or checked now.

        Raises MistakesError with those of every workout that has some.
        """
        found: dict[str, WorkoutRecord] = {}
        errors: list[WorkoutError] = []
        for entry in self.show.entries:
            name = entry.workout
            if name in found:
                continue
            try:
                found[name] = self._known(known.get(name)) or self._record(entry)
            except WorkoutError as wrong:
                errors.append(wrong)
        if errors:
            raise errors[0] if len(errors) == 1 else MistakesError(tuple(errors))
        return found

    def _known(self, record: WorkoutRecord | None) -> WorkoutRecord | None:
        if record is None or record.asked != self.show.voice:
            return None
        return record if all(map(self.fingerprints.is_same, record.inputs)) else None

    def checked(self, entry: Entry) -> Checked:
        """An episode's workout without mistakes, checked once in a build; raises WorkoutError."""
        name = entry.workout
        if name not in self._checked:
            self._checked[name] = compiling.require(self._read(entry), self.options)
        return self._checked[name]

    def _record(self, entry: Entry) -> WorkoutRecord:
        # Taken before it is read: if it changes meanwhile, the next build checks it again.
        self.fingerprints.take(self.folder / entry.workout)
        source = self._read(entry)
        beside = tuple(map(self.fingerprints.take, self._beside(entry, source)))
        checked = self._checked[entry.workout] = compiling.require(source, self.options)
        workout = checked.workout
        read_cover(workout.image, source.folder)
        unspoken = SessionSounds.of(checked, Speaker((), self.cache))
        preflight.require_files(checked, unspoken)
        sounds = map(self.fingerprints.take, _files(checked))
        made_of = dict.fromkeys((*beside, *sounds, *self._recordings(workout, source)))
        return WorkoutRecord(
            facts=WorkoutFacts(
                title=workout.title, description=workout.description, date=workout.date
            ),
            language=spoken(workout),
            asked=self.show.voice,
            voice=workout.voice,
            image=workout.image,
            inputs=tuple(made_of),
        )

    def _beside(self, entry: Entry, source: inputs.Source) -> Iterator[Path]:
        """Files that shape what a workout means, there or not."""
        own = self.folder / entry.workout
        yield own
        if not own.is_file():
            yield source.folder / f"{Path(entry.workout).name}.yaml"
        for folder in (source.folder, folders.configuration()):
            yield folder / inputs.OWN_EXERCISES
            yield folder / inputs.OWN_LEXICON
        yield folders.configuration() / OWN_VOICES

    def voices(self, entry: Entry, record: WorkoutRecord) -> str:
        """A key of the voices that a workout would have here; loads no model."""
        asked = (record.voice, record.language, self._folder_of(entry))
        if asked not in self._signatures:
            self._signatures[asked] = _signature(*asked)
        return self._signatures[asked]

    def image(self, entry: Entry, record: WorkoutRecord) -> Path | None:
        """The image that a workout names."""
        return self._folder_of(entry) / record.image if record.image else None

    def _folder_of(self, entry: Entry) -> Path:
        workout = workout_of(entry, self.folder)
        path = workout if isinstance(workout, Path) else assets.workouts() / workout
        return path.parent

    def _recordings(self, workout: Workout, source: inputs.Source) -> Iterator[Fingerprint]:
        """The folders of recordings that speak a workout, with all that is in them."""
        try:
            voices = casting.named(workout.voice, source.folder).voices if workout.voice else ()
        except VoiceError:
            return
        for voice in voices:
            recorded = getattr(voice, "voice", voice)  # at another speed
            if isinstance(recorded, RecordedVoice):
                yield from map(self.fingerprints.take, _within(recorded.folder))


def spoken(workout: Workout) -> str:
    """The language that a workout is spoken in."""
    return workout.language if phrases_for(workout.language)[1] else FALLBACK


def _files(checked: Checked) -> Iterator[Path]:
    """The files that a workout names; of a folder itself and all that is in it."""
    workout, folder = checked.workout, checked.source.folder
    if workout.image:
        yield folder / workout.image
    for segment in checked.segments:
        if isinstance(segment.source, Play):
            yield folder / segment.source.file
    for _, file in workout.sounds.own:
        yield folder / file
    music = workout.music
    under = (*music.files, *music.work.files, *music.rest.files) if music else ()
    for name in (*under, *(() if workout.pause in FILLERS else (workout.pause,))):
        yield from _within(folder / Path(name).expanduser())


def _within(path: Path) -> Iterator[Path]:
    yield path
    if path.is_dir():
        yield from sorted(child for child in path.iterdir() if child.is_file())


def _signature(chain: tuple[str, ...], language: str, folder: Path) -> str:
    try:
        casts = [casting.named(chain, folder)] if chain else casting.by_language(language, folder)
        voices = [voice for cast in casts for voice in cast.voices]
    except VoiceError as refusal:
        return digest("none", str(refusal))
    return digest(*map(_voice_key, voices))


def _voice_key(voice: Voice) -> tuple[str, str | None]:
    return voice.name, voice.key("rest")
