"""What a show's workouts are made of: their text and words, voices, sounds, music, pictures."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from operator import attrgetter
from pathlib import Path

from audioworkout.ground import assets, folders
from audioworkout.ground.cache import Cache, digest
from audioworkout.ground.diagnostics import WorkoutError
from audioworkout.language.document import inputs
from audioworkout.language.model import FILLERS, Play, Workout
from audioworkout.plan.segments import Segment
from audioworkout.plan.unrolling import lower
from audioworkout.podcast.publish.fingerprints import Looks, Print
from audioworkout.podcast.publish.manifest import Looked
from audioworkout.podcast.shows import WorkoutFacts, workout_of
from audioworkout.podcast.shows.model import Entry, Show
from audioworkout.session import compiling, preflight
from audioworkout.session.metadata import read_cover
from audioworkout.session.sounds import Sounds
from audioworkout.sound.speaker import Speaker
from audioworkout.sound.tones import Tones
from audioworkout.voices import Voice, VoiceError, casting
from audioworkout.voices.configured import FILE as OWN_VOICES
from audioworkout.voices.recorded import RecordedVoice
from audioworkout.words import catalogue
from audioworkout.words.exercise import Exercise
from audioworkout.words.phrases import FALLBACK, phrases_for


@dataclass(frozen=True, slots=True)
class Sources:
    """The workouts of a show, found and looked at."""

    show: Show
    folder: Path
    """The show file's."""

    cache: Cache
    looks: Looks
    _signatures: dict[tuple[tuple[str, ...], str, Path], str] = field(default_factory=dict)

    @property
    def options(self) -> compiling.Options:
        """What the show chooses over its workouts."""
        return compiling.Options(voice=self.show.voice)

    def read(self, entry: Entry) -> inputs.Source:
        """An episode's workout; raises WorkoutError if it cannot be read."""
        return inputs.read(workout_of(entry, self.folder))

    def checked(self, known: Mapping[str, Looked]) -> dict[str, Looked]:
        """All workouts, as they were found to be right before or just now.

        Raises WorkoutError with those of every workout that has some.
        """
        found: dict[str, Looked] = {}
        errors: list[WorkoutError] = []
        for entry in self.show.entries:
            name = entry.workout
            try:
                found.setdefault(name, self._known(known.get(name)) or self._check(entry))
            except WorkoutError as wrong:
                errors.append(wrong)
        if errors:
            raise WorkoutError.of(errors)
        return found

    def _known(self, looked: Looked | None) -> Looked | None:
        if looked is None or looked.asked != self.show.voice:
            return None
        return looked if all(map(self.looks.is_same, looked.inputs)) else None

    def _check(self, entry: Entry) -> Looked:
        self.looks.take(self.folder / entry.workout)  # before it is read, should it change now
        source = self.read(entry)
        beside = tuple(map(self.looks.take, self._beside(entry, source)))
        parsed, problems = compiling.check(source, self.options)
        if parsed is None:
            raise inputs.refused(source, problems)
        read_cover(parsed.image, source.folder)
        segments, _ = lower(parsed, finder(parsed))
        self._require_sounds(parsed, source, segments)
        facts = WorkoutFacts(parsed.title, parsed.description, parsed.date)
        sounds = map(self.looks.take, _files(parsed, segments, source.folder))
        made_of = dict.fromkeys((*beside, *sounds, *self._recordings(parsed, source)))
        language = spoken(parsed)
        asked = self.show.voice
        return Looked(facts, language, asked, parsed.voice, parsed.image, tuple(made_of))

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

    def _require_sounds(
        self, parsed: Workout, source: inputs.Source, segments: tuple[Segment, ...]
    ) -> None:
        own = {role: source.folder / file for role, file in parsed.sounds.own}
        tones = Tones(parsed.sounds.pack, own, self.cache)
        sounds = Sounds(Speaker((), self.cache), tones, source.folder)
        missing = preflight.unreadable(parsed, segments, sounds, source.folder)
        if found := tuple(sorted(missing, key=attrgetter("span"))):
            raise inputs.refused(source, found)

    def voices(self, entry: Entry, looked: Looked) -> str:
        """A key of the voices that a workout would have here; loads no model."""
        asked = (looked.voice, looked.language, self._folder_of(entry))
        if asked not in self._signatures:
            self._signatures[asked] = _signature(*asked)
        return self._signatures[asked]

    def image(self, entry: Entry, looked: Looked) -> Path | None:
        """The image that a workout names."""
        return self._folder_of(entry) / looked.image if looked.image else None

    def _folder_of(self, entry: Entry) -> Path:
        workout = workout_of(entry, self.folder)
        path = workout if isinstance(workout, Path) else assets.workouts() / workout
        return path.parent

    def _recordings(self, parsed: Workout, source: inputs.Source) -> Iterator[Print]:
        """The folders of recordings that speak a workout, with all that is in them."""
        try:
            voices = casting.named(parsed.voice, source.folder).voices if parsed.voice else ()
        except VoiceError:
            return
        for voice in voices:
            recorded = getattr(voice, "voice", voice)  # at another speed
            if isinstance(recorded, RecordedVoice):
                yield from map(self.looks.take, _within(recorded.folder))


def finder(parsed: Workout) -> Callable[[str], Exercise | None]:
    """Looks exercises up as a workout knows them."""
    return partial(catalogue.find, own=parsed.exercises, language=parsed.language)


def spoken(parsed: Workout) -> str:
    """The language that a workout is spoken in."""
    return parsed.language if phrases_for(parsed.language)[1] else FALLBACK


def _files(parsed: Workout, segments: tuple[Segment, ...], folder: Path) -> Iterator[Path]:
    """The files that a workout names; of a folder itself and all that is in it."""
    if parsed.image:
        yield folder / parsed.image
    for segment in segments:
        if isinstance(segment.source, Play):
            yield folder / segment.source.file
    for _, file in parsed.sounds.own:
        yield folder / file
    music = parsed.music
    under = (*music.files, *music.work.files, *music.rest.files) if music else ()
    for name in (*under, *(() if parsed.pause in FILLERS else (parsed.pause,))):
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
