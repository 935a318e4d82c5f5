"""Episodes: each made of its workout where that changed, or kept as it is."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import fields, replace
from functools import partial
from pathlib import Path
from typing import Any, Literal

from audioworkout.ground.cache import digest
from audioworkout.ground.diagnostics import Diagnostic
from audioworkout.language.document.inputs import Source
from audioworkout.plan.export.outline import work_length
from audioworkout.plan.export.subtitles import srt, vtt
from audioworkout.plan.segments import Kind
from audioworkout.podcast import artwork, feed
from audioworkout.podcast.publish.covers import Covers, shape
from audioworkout.podcast.publish.keys import named
from audioworkout.podcast.publish.manifest import Cover, EpisodeRecord, WorkoutRecord
from audioworkout.podcast.publish.soundbite import soundbite_of
from audioworkout.podcast.publish.sources import Sources
from audioworkout.podcast.publish.transaction import Change
from audioworkout.podcast.publish.version import program_version
from audioworkout.podcast.shows.model import Episode, EpisodeFacts, File, Show
from audioworkout.session import compiling, rendering
from audioworkout.session.metadata import Release
from audioworkout.sound.formats import FORMATS

AHEAD = 1  # sessions that wait for their cover while the next is compiled

State = Literal["new", "changed", "unchanged"]


Rendered = tuple[EpisodeRecord, State, compiling.CompiledSession | None]
"""An episode as it is now, what became of it, and its session where it was compiled for that."""


class Maker:
    """Makes the episodes of a show, the cover of one while the next is compiled."""

    def __init__(
        self,
        sources: Sources,
        change: Change,
        before: Mapping[str, EpisodeRecord],
        progress: compiling.Progress | None,
    ) -> None:
        self.warnings: list[tuple[Source, tuple[Diagnostic, ...]]] = []
        """Of the workouts that were made."""
        self.notes: dict[str, None] = {}
        """What the user should know of voices and images."""
        self._sources = sources
        self._show = sources.show
        self._entries = {entry.slug: entry for entry in sources.show.entries}
        self._change = change
        self._covers = Covers(change, sources.fingerprints, self.note)
        self._before = before
        self._progress = progress

    def rendered(
        self, episodes: Sequence[EpisodeFacts], workouts: Mapping[str, WorkoutRecord]
    ) -> Iterator[Rendered]:
        """The episodes in their order, made where they changed; few sessions are held at a time."""
        waiting: deque[Callable[[], Rendered]] = deque()
        with ThreadPoolExecutor(1) as pool:
            for number, facts in enumerate(episodes):
                compiling.tell(self._progress, "episode", number, len(episodes))
                workout = workouts[self._entries[facts.slug].workout]
                waiting.append(self._begun(facts, workout, pool))
                if len(waiting) > AHEAD:
                    yield waiting.popleft()()
            while waiting:
                yield waiting.popleft()()
        compiling.tell(self._progress, "episode", len(episodes), len(episodes))

    def compiled(self, slug: str) -> compiling.CompiledSession:
        """The session of an episode."""
        checked = self._sources.checked(self._entries[slug])
        return compiling.compile_checked(checked, self._sources.cache, self._progress)

    def note(self, text: str) -> None:
        """Keeps something that the user should know, once."""
        self.notes.setdefault(text)

    def _begun(
        self, facts: EpisodeFacts, workout: WorkoutRecord, pool: ThreadPoolExecutor
    ) -> Callable[[], Rendered]:
        """What finishes an episode: its session is compiled now, its cover drawn meanwhile."""
        audio, image = self._audio_key(facts, workout), self._image(facts, workout)
        old = self._before.get(facts.slug)
        if old and old.audio == audio and self._is_same(old, image):
            return partial(self._kept, facts, old)
        session = self.compiled(facts.slug)
        self.warnings.append((session.source, session.timeline.warnings))
        self.notes |= dict.fromkeys(session.notes)
        cover = pool.submit(self._cover, facts, image, session, old.cover if old else None)
        return partial(self._new, facts, audio, old, session, cover)

    def _audio_key(self, facts: EpisodeFacts, workout: WorkoutRecord) -> str:
        """A key of all that the sound, its tags and its transcripts are made of."""
        voices = self._sources.voices(self._entries[facts.slug], workout)
        forms: tuple[int | str, ...] = (self._show.bitrate, *self._show.also)
        tags = named(release(self._show, facts))
        return digest(program_version(), workout.key, voices, forms, tags, label(facts))

    def _is_same(self, old: EpisodeRecord, image: Path | None) -> bool:
        """Whether the files of its sound are there, and its artwork is of the same image."""
        taken = old.cover.image
        now = self._sources.fingerprints.take(image, taken) if image else None
        same = (now and now.sha256) == (taken and taken.sha256)
        return same and self._change.holds(*_sound_files(old))

    def _image(self, facts: EpisodeFacts, workout: WorkoutRecord) -> Path | None:
        """The episode's own image, else that of its workout."""
        entry = self._entries[facts.slug]
        return (
            self._sources.folder / entry.image
            if entry.image
            else self._sources.image(entry, workout)
        )

    def _cover(
        self,
        facts: EpisodeFacts,
        image: Path | None,
        session: compiling.CompiledSession,
        old: Cover | None,
    ) -> Cover:
        if image:
            return self._covers.own(facts.slug, old, image)
        title, where = facts.title, label(facts)
        return self._covers.drawn(
            facts.slug,
            old,
            (title, where, shape(session.timeline)),
            lambda: artwork.episode_cover(title, where, session.timeline),
        )

    def _new(
        self,
        facts: EpisodeFacts,
        audio: str,
        old: EpisodeRecord | None,
        session: compiling.CompiledSession,
        drawn: Future[Cover],
    ) -> Rendered:
        """An episode that is rendered, with its transcripts and chapters."""
        cover = drawn.result()
        small = self._change.read(cover.small)
        session = replace(session, cover=small, release=release(self._show, facts))
        forms = (
            rendering.Output("mp3", self._show.bitrate),
            *map(rendering.Output, self._show.also),
        )
        sound, *others = [self._sound(facts.slug, session, form) for form in forms]
        episode = _episode(facts, session, cover.name, sound, tuple(others))
        self._put_text(episode.vtt, vtt(session.timeline))
        self._put_text(episode.srt, srt(session.timeline))
        self._put_text(episode.chapters_file, feed.chapters_json(episode, self._show.link))
        page = old.page if old else ""
        made = EpisodeRecord(episode=episode, cover=cover, audio=audio, page=page)
        return made, "changed" if old else "new", session

    def _kept(self, facts: EpisodeFacts, old: EpisodeRecord) -> Rendered:
        """An episode whose sound stays; the words about it may be others."""
        self._change.keep(*_sound_files(old))
        made = replace(old, episode=replace(old.episode, **_by_name(facts)))
        name, same = made.episode.chapters_file, made == old
        if same and self._change.holds(name):
            self._change.keep(name)
        else:
            self._put_text(name, feed.chapters_json(made.episode, self._show.link))
        return made, "unchanged" if same else "changed", None

    def _sound(self, slug: str, session: compiling.CompiledSession, form: rendering.Output) -> File:
        name = f"{slug}.{form.format}"
        with self._change.open(name) as file:
            rendering.write(session, file, form, self._progress)
        return File(name, self._change.files[name].size, FORMATS[form.format].media_type)

    def _put_text(self, name: str, text: str) -> None:
        self._change.put(name, text.encode("utf-8", "replace"))


def page_of(slug: str) -> str:
    """The name of an episode's page."""
    return f"{slug}.html"


def label(facts: EpisodeFacts) -> str:
    """Where an episode stands in its show: `S1 · E3`, or ""."""
    season = f"S{facts.season}" if facts.season is not None else ""
    number = f"E{facts.number}" if facts.number is not None else ""
    return " · ".join(filter(None, (season, number)))


def release(show: Show, facts: EpisodeFacts) -> Release:
    """What the tags of an episode say."""
    return Release(
        title=facts.title,
        artist=show.author,
        album=show.title,
        released=facts.published.date(),
        comment=facts.description,
        page=show.link + page_of(facts.slug),
        number=facts.number,
    )


def _by_name(facts: EpisodeFacts) -> dict[str, Any]:
    return {each.name: getattr(facts, each.name) for each in fields(EpisodeFacts)}


def _episode(
    facts: EpisodeFacts,
    session: compiling.CompiledSession,
    image: str,
    sound: File,
    others: tuple[File, ...],
) -> Episode:
    slug, timeline = facts.slug, session.timeline
    return Episode(
        **_by_name(facts),
        length=timeline.length,
        language=timeline.language,
        chapters=timeline.chapters,
        audio=sound,
        image=image,
        page=page_of(slug),
        chapters_file=f"{slug}.chapters.json",
        vtt=f"{slug}.vtt",
        srt=f"{slug}.srt",
        alternates=others,
        soundbite=soundbite_of(timeline),
        equipment=_equipment(session),
        work=work_length(timeline),
    )


def _equipment(session: compiling.CompiledSession) -> tuple[str, ...]:
    """What the exercises of a session need, in their order."""
    find = session.checked.find
    names = dict.fromkeys(
        row.segment.exercise
        for row in session.timeline.segments
        if row.segment.kind is Kind.WORK and row.segment.exercise
    )
    known = filter(None, map(find, names))
    return tuple(dict.fromkeys(item for exercise in known for item in exercise.equipment))


def tips_of(session: compiling.CompiledSession) -> dict[str, tuple[str, ...]]:
    """The tips for each exercise of a session, by the name that its timeline has."""
    find = session.checked.find
    names = dict.fromkeys(
        row.segment.exercise for row in session.timeline.segments if row.segment.exercise
    )
    return {name: known.tips for name in names if (known := find(name)) and known.tips}


def _sound_files(made: EpisodeRecord) -> tuple[str, ...]:
    """The files of an episode that are made of its session, but for its page."""
    episode, cover = made.episode, made.cover
    sounds = (file.name for file in (episode.audio, *episode.alternates))
    return (*sounds, episode.vtt, episode.srt, cover.name, cover.small)
