"""Episodes: each made of its workout where that changed, or kept as it is."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from audioworkout.ground.cache import digest
from audioworkout.ground.diagnostics import Diagnostic
from audioworkout.language.document.inputs import Source
from audioworkout.plan.export import srt, vtt
from audioworkout.plan.export.outline import work_length
from audioworkout.plan.segments import Kind
from audioworkout.podcast import artwork, feed
from audioworkout.podcast.publish.covers import Covers, shape
from audioworkout.podcast.publish.manifest import Cover, Looked, Made
from audioworkout.podcast.publish.soundbite import soundbite_of
from audioworkout.podcast.publish.sources import Sources, finder
from audioworkout.podcast.publish.transaction import Change
from audioworkout.podcast.publish.version import program_version
from audioworkout.podcast.shows import Planned
from audioworkout.podcast.shows.model import Episode, File, Show
from audioworkout.session import compiling, rendering
from audioworkout.session.metadata import Release

AHEAD = 1  # sessions that wait for their cover while the next is compiled
TYPES = {"mp3": "audio/mpeg", "m4a": "audio/mp4", "opus": "audio/ogg"}

State = Literal["new", "changed", "unchanged"]


@dataclass(frozen=True, slots=True)
class Result:
    """An episode as it is now; with its session where it was compiled for that."""

    planned: Planned
    made: Made
    state: State
    session: compiling.Session | None = None


@dataclass(frozen=True, slots=True)
class _Job:
    """An episode to be made, as far as it is; without a session, one that is kept."""

    planned: Planned
    audio: str
    old: Made | None
    session: compiling.Session | None = None
    cover: Future[Cover] | None = None


class Maker:
    """Makes the episodes of a show, the cover of one while the next is compiled."""

    def __init__(
        self,
        sources: Sources,
        change: Change,
        before: Mapping[str, Made],
        progress: compiling.Progress | None,
    ) -> None:
        self.warnings: list[tuple[Source, tuple[Diagnostic, ...]]] = []
        """Of the workouts that were made."""
        self.notes: dict[str, None] = {}
        """What the user should know of voices and images."""
        self._sources = sources
        self._show = sources.show
        self._change = change
        self._covers = Covers(change, sources.looks, self.note)
        self._before = before
        self._progress = progress

    def made(self, episodes: Sequence[Planned], looked: Mapping[str, Looked]) -> Iterator[Result]:
        """The episodes in their order; few sessions are held at a time."""
        waiting: deque[_Job] = deque()
        with ThreadPoolExecutor(1) as pool:
            for number, planned in enumerate(episodes):
                compiling.tell(self._progress, "episode", number, len(episodes))
                waiting.append(self._begun(planned, looked[planned.entry.workout], pool))
                if len(waiting) > AHEAD:
                    yield self._finished(waiting.popleft())
            while waiting:
                yield self._finished(waiting.popleft())
        compiling.tell(self._progress, "episode", len(episodes), len(episodes))

    def compiled(self, planned: Planned) -> compiling.Session:
        """The session of an episode."""
        source, options = self._sources.read(planned.entry), self._sources.options
        return compiling.compile_workout(source, options, self._sources.cache, self._progress)

    def note(self, text: str) -> None:
        """Keeps something that the user should know, once."""
        self.notes.setdefault(text)

    def _begun(self, planned: Planned, looked: Looked, pool: ThreadPoolExecutor) -> _Job:
        audio, image = self._audio_key(planned, looked), self._image(planned, looked)
        old = self._before.get(planned.slug)
        if old and old.audio == audio and self._is_same(old, image):
            return _Job(planned, audio, old)
        session = self.compiled(planned)
        self.warnings.append((session.source, session.timeline.warnings))
        self.notes |= dict.fromkeys(session.notes)
        cover = pool.submit(self._cover, planned, image, session, old.cover if old else None)
        return _Job(planned, audio, old, session, cover)

    def _audio_key(self, planned: Planned, looked: Looked) -> str:
        """A key of all that the sound, its tags and its transcripts are made of."""
        voices = self._sources.voices(planned.entry, looked)
        forms = (self._show.bitrate, *self._show.also)
        tags = repr(release(self._show, planned))
        return digest(program_version(), looked.key, voices, forms, tags, label(planned))

    def _is_same(self, old: Made, image: Path | None) -> bool:
        """Whether the files of its sound are there, and its artwork is of the same image."""
        taken = old.cover.image
        now = self._sources.looks.take(image, taken) if image else None
        same = (now and now.sha256) == (taken and taken.sha256)
        return same and self._change.holds(*_sound_files(old))

    def _image(self, planned: Planned, looked: Looked) -> Path | None:
        """The episode's own image, else that of its workout."""
        if planned.image:
            return self._sources.folder / planned.image
        return self._sources.image(planned.entry, looked)

    def _cover(
        self, planned: Planned, image: Path | None, session: compiling.Session, old: Cover | None
    ) -> Cover:
        if image:
            return self._covers.own(planned.slug, old, image)
        title, where = planned.title, label(planned)
        return self._covers.drawn(
            planned.slug,
            old,
            (title, where, shape(session.timeline)),
            lambda: artwork.episode_cover(title, where, session.timeline),
        )

    def _finished(self, job: _Job) -> Result:
        if job.session is None or job.cover is None:
            assert job.old is not None
            return self._kept(job.planned, job.old)
        planned, cover = job.planned, job.cover.result()
        small = self._change.read(cover.small)
        session = replace(job.session, cover=small, release=release(self._show, planned))
        forms = (
            rendering.Output("mp3", self._show.bitrate),
            *map(rendering.Output, self._show.also),
        )
        sound, *others = [self._sound(planned.slug, session, form) for form in forms]
        episode = _episode(planned, session, cover.name, sound, tuple(others))
        self._put_text(episode.vtt, vtt(session.timeline))
        self._put_text(episode.srt, srt(session.timeline))
        self._put_text(episode.chapters_file, feed.chapters_json(episode, self._show.link))
        made = Made(episode, cover, job.audio, job.old.page if job.old else "")
        return Result(planned, made, "changed" if job.old else "new", session)

    def _kept(self, planned: Planned, old: Made) -> Result:
        """An episode whose sound stays; the words about it may be others."""
        self._change.keep(*_sound_files(old))
        made = replace(old, episode=replace(old.episode, **_facts(planned)))
        name, same = made.episode.chapters_file, made == old
        if same and self._change.holds(name):
            self._change.keep(name)
        else:
            self._put_text(name, feed.chapters_json(made.episode, self._show.link))
        return Result(planned, made, "unchanged" if same else "changed")

    def _sound(self, slug: str, session: compiling.Session, form: rendering.Output) -> File:
        name = f"{slug}.{form.format}"
        with self._change.open(name) as file:
            rendering.write(session, file, form, self._progress)
        return File(name, self._change.files[name].size, TYPES[form.format])

    def _put_text(self, name: str, text: str) -> None:
        self._change.put(name, text.encode("utf-8", "replace"))


def page_of(slug: str) -> str:
    """The name of an episode's page."""
    return f"{slug}.html"


def label(planned: Planned) -> str:
    """Where an episode stands in its show: `S1 · E3`, or ""."""
    season = f"S{planned.season}" if planned.season is not None else ""
    number = f"E{planned.number}" if planned.number is not None else ""
    return " · ".join(filter(None, (season, number)))


def release(show: Show, planned: Planned) -> Release:
    """What the tags of an episode say."""
    return Release(
        title=planned.title,
        artist=show.author,
        album=show.title,
        released=planned.published.date(),
        comment=planned.description,
        page=show.link + page_of(planned.slug),
        number=planned.number,
    )


def _facts(planned: Planned) -> dict[str, Any]:
    """What is known of an episode before it is made, by the names of `Episode`."""
    names = ("guid", "title", "description", "published", "season", "number", "type", "explicit")
    return {name: getattr(planned, name) for name in (*names, "persons")}


def _episode(
    planned: Planned, session: compiling.Session, image: str, sound: File, others: tuple[File, ...]
) -> Episode:
    slug, timeline = planned.slug, session.timeline
    return Episode(
        slug=slug,
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
        **_facts(planned),
    )


def _equipment(session: compiling.Session) -> tuple[str, ...]:
    """What the exercises of a session need, in their order."""
    find = finder(session.workout)
    names = dict.fromkeys(
        row.exercise for row in session.timeline.segments if row.kind is Kind.WORK and row.exercise
    )
    known = filter(None, map(find, names))
    return tuple(dict.fromkeys(item for exercise in known for item in exercise.equipment))


def tips_of(session: compiling.Session) -> dict[str, tuple[str, ...]]:
    """The tips for each exercise of a session, by the name that its timeline has."""
    find = finder(session.workout)
    names = dict.fromkeys(row.exercise for row in session.timeline.segments if row.exercise)
    return {name: known.tips for name in names if (known := find(name)) and known.tips}


def _sound_files(made: Made) -> tuple[str, ...]:
    """The files of an episode that are made of its session, but for its page."""
    episode, cover = made.episode, made.cover
    sounds = (file.name for file in (episode.audio, *episode.alternates))
    return (*sounds, episode.vtt, episode.srt, cover.name, cover.small)
