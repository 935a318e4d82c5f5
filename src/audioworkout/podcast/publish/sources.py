"""What a show's workouts are made of: their text and words, voices, sounds, music, pictures."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path

from audioworkout.ground import assets, folders
from audioworkout.ground.cache import Cache, digest
from audioworkout.ground.diagnostics import Span, WorkoutError
from audioworkout.ground.nodes import Mapping as Node
from audioworkout.ground.nodes import read
from audioworkout.language.document import inputs
from audioworkout.language.model import Workout
from audioworkout.podcast.publish.fingerprints import Fingerprint, Fingerprints
from audioworkout.podcast.publish.manifest import WorkoutRecord
from audioworkout.podcast.shows import WorkoutFacts, workout_of
from audioworkout.podcast.shows.model import Entry, Show
from audioworkout.session import compiling, preflight, trust
from audioworkout.session.checked import Checked
from audioworkout.session.metadata import read_cover
from audioworkout.session.sounds import SessionSounds
from audioworkout.session.trust import Named, Trust
from audioworkout.sound.voice_chain import VoiceChain
from audioworkout.voices import Voice, VoiceError, casting
from audioworkout.voices.configured import FILE as OWN_VOICES
from audioworkout.words.phrases import FALLBACK, phrases_for


@dataclass(frozen=True, slots=True)
class Sources:
    """The workouts of a show: each read and checked once, where it changed."""

    source: inputs.Source
    """The show's text."""

    show: Show
    folder: Path
    """The show file's."""

    cache: Cache
    fingerprints: Fingerprints
    trust: Trust
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

        Raises WorkoutError with those of every workout that has some.
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
            raise WorkoutError.of(errors)
        return found

    def _known(self, record: WorkoutRecord | None) -> WorkoutRecord | None:
        if record is None or record.asked != self.show.voice:
            return None
        same = all(map(self.fingerprints.is_same, record.inputs))
        return record if same and all(map(self._may_use, record.inputs)) else None

    def _may_use(self, used: Fingerprint) -> bool:
        """Whether a file may be used still, for the user's settings may have changed."""
        homes = (self.folder, assets.workouts(), folders.configuration())
        return self.trust.allows(self.fingerprints.path(used), homes)

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
        self._require_own(entry, source)
        beside = tuple(map(self.fingerprints.take, self._beside(entry, source)))
        checked = self._checked[entry.workout] = compiling.require(source, self.options)
        workout = checked.workout
        self._require_trusted(checked)
        read_cover(workout.image, source.folder)
        unspoken = SessionSounds.of(checked, VoiceChain((), self.cache))
        preflight.require_sounds(checked, compiling.coached(checked).segments, unspoken)
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

    def _require_own(self, entry: Entry, source: inputs.Source) -> None:
        """The workout itself lies in the show's folder, or comes with the program."""
        named = Named(source.folder / Path(source.name).name, entry.workout, entry.origin)
        homes = (self.folder, assets.workouts())
        if found := tuple(trust.refused_public((named,), self.trust, *homes)):
            raise inputs.refused(self.source, found)

    def require_pictures(self) -> None:
        """The pictures that the show itself names lie in its folder; raises WorkoutError."""
        named = [
            Named(self.folder / each.image, each.image, each.origin)
            for each in self.show.entries
            if each.image
        ]
        if self.show.image:
            image = self.show.image
            named.append(Named(self.folder / image, image, self._place_of("image")))
        if found := tuple(trust.refused_public(dict.fromkeys(named), self.trust, self.folder)):
            raise inputs.refused(self.source, found)

    def _place_of(self, key: str) -> Span:
        """Where the show has a key."""
        root, _ = read(self.source.text)
        value = root.get(key) if isinstance(root, Node) else None
        return value.span if value else self.show.origin

    def _require_trusted(self, checked: Checked) -> None:
        """What the workout names lies in its folder or the show's, or where the user allows."""
        workout, source = checked.workout, checked.source
        homes = (source.folder, self.folder)
        names = trust.named(workout, checked.segments, source.folder)
        found = tuple(trust.refused_public(names, self.trust, *homes))
        if found:
            raise inputs.refused(source, tuple(sorted(found, key=attrgetter("span"))))
        about, origin = source, workout.place_of("voice")
        if self.show.voice:
            about, origin = self.source, self._place_of("voice")
        voices = _voices(workout.voice, source.folder)
        recorded = [Named(path, str(path), origin) for path in trust.recordings(voices)]
        found = (
            *trust.refused_public(recorded, self.trust, *homes),
            *trust.refused_models(voices, self.trust, origin),
        )
        if found:
            raise inputs.refused(about, found)

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
        for folder in trust.recordings(_voices(workout.voice, source.folder)):
            yield from map(self.fingerprints.take, trust.within(folder))


def spoken(workout: Workout) -> str:
    """The language that a workout is spoken in."""
    return workout.language if phrases_for(workout.language)[1] else FALLBACK


def _files(checked: Checked) -> Iterator[Path]:
    """The files that a workout names; of a folder itself and all that is in it."""
    for each in trust.named(checked.workout, checked.segments, checked.source.folder):
        yield from trust.within(each.path)


def _voices(chain: tuple[str, ...], folder: Path) -> tuple[Voice, ...]:
    """The voices of a chain that can be had here."""
    try:
        return casting.named(chain, folder).voices if chain else ()
    except VoiceError:
        return ()


def _signature(chain: tuple[str, ...], language: str, folder: Path) -> str:
    try:
        casts = [casting.named(chain, folder)] if chain else casting.by_language(language, folder)
        voices = [voice for cast in casts for voice in cast.voices]
    except VoiceError as refusal:
        return digest("none", str(refusal))
    return digest(*map(_voice_key, voices))


def _voice_key(voice: Voice) -> tuple[str, str | None]:
    return voice.name, voice.key("rest")
