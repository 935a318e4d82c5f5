"""A show to its folder, top to bottom.

show → workouts checked → schedule → episodes → pages → index → feed → the folder changed at once
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from itertools import chain, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from audioworkout.ground.cache import Cache, Part, digest
from audioworkout.ground.diagnostics import Diagnostic, WorkoutError
from audioworkout.ground.files import write_whole
from audioworkout.ground.interrupts import held_back
from audioworkout.language.document import inputs
from audioworkout.podcast import artwork, feed, pages, shows
from audioworkout.podcast.publish import manifest
from audioworkout.podcast.publish.covers import Covers
from audioworkout.podcast.publish.episodes import Maker, State, tips_of
from audioworkout.podcast.publish.fingerprints import Fingerprints
from audioworkout.podcast.publish.keys import named
from audioworkout.podcast.publish.manifest import Cover, EpisodeRecord, Manifest, WorkoutRecord
from audioworkout.podcast.publish.sources import Sources
from audioworkout.podcast.publish.transaction import Change, in_the_way, locked, written
from audioworkout.podcast.publish.version import program_version
from audioworkout.podcast.shows import Ledger, Schedule
from audioworkout.podcast.shows.model import ASSETS, FEED, INDEX, MANIFEST, Episode, EpisodeFacts
from audioworkout.session import rendering
from audioworkout.session.compiling import Progress
from audioworkout.session.trust import OWN_ONLY, Trust

if TYPE_CHECKING:
    from audioworkout.session.compiling import CompiledSession

COVER = "cover"
NO_JEKYLL = ".nojekyll"  # asks GitHub Pages to serve every file as it is


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did. Episodes are newest first, those that come later soonest first."""

    folder: Path
    feed_url: str
    episodes: tuple[tuple[Episode, State], ...]
    later: tuple[EpisodeFacts, ...]
    written: tuple[str, ...]
    """The names of files that are new or other than before."""

    removed: tuple[str, ...]
    warnings: tuple[tuple[inputs.Source, tuple[Diagnostic, ...]], ...]
    notes: tuple[str, ...]


def publish(
    show_path: Path,
    folder: Path,
    *,
    link: str | None = None,
    everything: bool = False,
    now: datetime,
    progress: Progress | None = None,
    cache: Cache,
    trust: Trust = OWN_ONLY,
) -> Report:
    """Brings a folder up to date with a show; what has not changed is not touched.

    `link` is a base URL in place of the show's own; episodes dated later than `now` are left
    out unless `everything` is wanted. `trust` has the places that may be used besides the show's
    folder. Raises WorkoutError, whose `errors` are those of several workouts; whatever is
    raised, the folder is as it was.
    """
    real = Path(os.path.realpath(folder))
    if real.exists() and not real.is_dir():
        raise WorkoutError(f"{folder}: a folder is needed here, and this is a file")
    try:
        with locked(real):
            build = _Build(show_path, real, link, cache, progress, trust)
            return replace(build.run(everything, now), folder=folder)
    except OSError as failed:
        about = failed.filename or real
        reason = f"{about}: {failed.strerror or failed}"
        raise WorkoutError(f"{reason}; nothing was published, {folder} is as it was") from failed


class _Build:
    """One run; what its steps share."""

    def __init__(
        self,
        show_path: Path,
        folder: Path,
        link: str | None,
        cache: Cache,
        progress: Progress | None,
        trust: Trust,
    ) -> None:
        self.source, self.show, self.warnings = shows.read_show(show_path, link=link)
        self.folder = folder
        found = manifest.read(folder)
        self.before = found or Manifest("")
        itself = {MANIFEST: written(folder / MANIFEST)} if found else {}
        self.known = {**self.before.files, **itself}
        self.change = Change(folder, self.known)
        self.fingerprints = Fingerprints(show_path.parent)
        self.sources = Sources(
            self.source, self.show, show_path.parent, cache, self.fingerprints, trust
        )
        self.ledger_path = shows.ledger_path(show_path)
        self.maker = Maker(self.sources, self.change, self.before.episodes, progress)

    def run(self, everything: bool, now: datetime) -> Report:
        """All of it; leaves nothing beside the folder."""
        self.sources.require_pictures()
        workouts = self.sources.records(self.before.workouts)
        schedule = self._schedule(workouts, everything, now)
        self._require(schedule)
        try:
            made = tuple(self._paged(schedule, workouts))
            after = self._whole(schedule, workouts, [record for record, _ in made])
            with held_back(), _recorded(self.ledger_path, schedule.ledger) as record:
                kept = self.change.apply(record)
        finally:
            self.change.discard()
        episodes = tuple((record.episode, state) for record, state in made)
        return self._report(schedule, episodes, after, kept)

    # Before anything is made

    def _schedule(
        self, workouts: Mapping[str, WorkoutRecord], everything: bool, now: datetime
    ) -> Schedule:
        facts = {name: each.facts for name, each in workouts.items()}
        ledger = shows.read_ledger(self.ledger_path) or self._lost_ledger()
        schedule = shows.schedule(self.show, facts, ledger, now, everything=everything)
        if schedule.diagnostics:
            raise inputs.refused(self.source, schedule.diagnostics)
        if self.before.guid not in ("", schedule.ledger.guid):
            raise WorkoutError(
                f"{self.folder} holds another show, or {self.ledger_path.name} was lost, which"
                f" has the show's GUID ({self.before.guid}); take it back, or publish into"
                " another folder with `-o`"
            )
        return schedule

    def _lost_ledger(self) -> Ledger | None:
        """What the folder knows, where it holds a show of this very address."""
        guid = shows.show_guid(self.show.feed_url)
        if self.before.guid != guid:
            return None
        episodes = [made.episode for made in self.before.episodes.values()]
        known = tuple(shows.Known(each.slug, each.guid, each.published) for each in episodes)
        return Ledger(guid, self.show.link, known)

    def _require(self, schedule: Schedule) -> None:
        """Tells before a word is spoken what would stop the build."""
        names = [INDEX, FEED, MANIFEST]
        for facts in schedule.due:
            names += (f"{facts.slug}.{end}" for end in ("html", "mp3", "vtt", "srt"))
        foreign = [n for n in names if n not in self.known and os.path.lexists(self.folder / n)]
        if foreign:
            raise in_the_way(self.folder, foreign)
        rendering.require(rendering.Output("mp3", self.show.bitrate))
        for form in self.show.also:
            rendering.require(rendering.Output(form))

    # What is made

    def _paged(
        self, schedule: Schedule, workouts: Mapping[str, WorkoutRecord]
    ) -> Iterator[tuple[EpisodeRecord, State]]:
        """The episodes with their pages, which show the neighbours, without their sessions."""
        made = chain((None,), self.maker.rendered(schedule.due, workouts), (None,))
        newer: Episode | None = None
        for rendered, following in pairwise(made):
            if rendered is None:
                continue
            record, state, session = rendered
            older = following[0].episode if following else None
            key = self._page(record, session, newer, older)
            newer = record.episode
            yield replace(record, page=key), state

    def _page(
        self,
        made: EpisodeRecord,
        session: "CompiledSession | None",
        newer: Episode | None,
        older: Episode | None,
    ) -> str:
        """Puts an episode's page in place; the key of all that it shows."""
        beside = tuple(
            (each.page, each.title, each.language) if each else None for each in (newer, older)
        )
        small, name = made.cover.small, made.episode.page
        key = self._key(self._of_show, named(made.episode), small, made.audio, beside)
        if made.page == key and self.change.holds(name):
            self.change.keep(name)
            return key
        session = session or self.maker.compiled(made.episode.slug)
        page = pages.episode_page(
            self.show, made.episode, session.timeline, tips_of(session), small, newer, older
        )
        self.change.put(name, page.encode("utf-8", "replace"))
        return key

    def _whole(
        self,
        schedule: Schedule,
        workouts: Mapping[str, WorkoutRecord],
        made: Sequence[EpisodeRecord],
    ) -> Manifest:
        """Index, feed, assets, and the manifest of everything."""
        show, guid = self.show, schedule.ledger.guid
        episodes = [each.episode for each in made]
        shown = [(each.episode, each.cover.small) for each in made]
        for name, content in pages.assets().items():
            self.change.put(f"{ASSETS}/{name}", content)
        self.change.put(NO_JEKYLL, b"")
        cover = self._cover()
        index_key = self._key(self._of_show, named(shown), cover.small)
        self._put_if(
            INDEX,
            self.before.index == index_key,
            lambda: pages.show_page(show, shown, cover.small).encode("utf-8", "replace"),
        )
        feed_key = self._key(self._of_show, named(episodes), cover.name, guid)
        self._put_if(
            FEED,
            self.before.feed == feed_key,
            lambda: feed.rss(show, episodes, cover.name, guid),
        )
        after = Manifest(
            guid=guid,
            feed=feed_key,
            index=index_key,
            cover=cover,
            workouts=workouts,
            episodes={each.episode.slug: each for each in made},
            files=dict(sorted(self.change.files.items())),
        )
        if after == self.before and self.change.holds(MANIFEST):
            self.change.keep(MANIFEST)
        else:
            self.change.put(MANIFEST, manifest.dump(after))
        return after

    def _put_if(self, name: str, same: bool, content: Callable[[], bytes]) -> None:
        if same and self.change.holds(name):
            self.change.keep(name)
        else:
            self.change.put(name, content())

    def _cover(self) -> Cover:
        covers = Covers(self.change, self.fingerprints, self.maker.note)
        old, show = self.before.cover, self.show
        if show.image:
            return covers.own(COVER, old, self.sources.folder / show.image)
        texts = (show.title, show.author, show.language)
        return covers.drawn(COVER, old, texts, lambda: artwork.show_cover(*texts))

    def _key(self, *parts: Part) -> str:
        return digest(program_version(), self._assets, parts)

    @cached_property
    def _of_show(self) -> Part:
        """What pages and feed say of the show, as part of their keys."""
        return named(self.show, without=("entries", "origin"))

    @cached_property
    def _assets(self) -> tuple[str, ...]:
        return tuple(sorted(pages.assets()))

    def _report(
        self,
        schedule: Schedule,
        episodes: tuple[tuple[Episode, State], ...],
        after: Manifest,
        kept: tuple[str, ...],
    ) -> Report:
        edited = [name for name in self.change.edited if name in self.change.files]
        notes = [*self.maker.notes]
        notes += (f"{name} was changed by somebody else, and is written again" for name in edited)
        notes += (f"{name} is no longer needed, but was changed: it stays" for name in kept)
        old = self.before.files
        return Report(
            folder=self.folder,
            feed_url=self.show.feed_url,
            episodes=episodes,
            later=schedule.later,
            written=tuple(name for name, file in after.files.items() if old.get(name) != file),
            removed=tuple(name for name in old if name not in after.files and name not in kept),
            warnings=((self.source, self.warnings), *self.maker.warnings),
            notes=tuple(notes),
        )


@contextmanager
def _recorded(path: Path, ledger: Ledger) -> Iterator[Callable[[], None]]:
    """Gives what writes a ledger; what it writes is taken back where the rest fails.

    It is called before the feed is in place. So no feed was ever seen with a GUID or a date that
    is not kept, wherever a build is killed; a ledger may know an episode that nobody saw yet.
    """
    before = path.read_bytes() if path.exists() else None
    known = shows.read_ledger(path)
    text = shows.dump_ledger(ledger)
    wanted = known is None or shows.dump_ledger(known) != text

    def record() -> None:
        if wanted:
            write_whole(path, text.encode())

    try:
        yield record
    except BaseException:
        with suppress(OSError, WorkoutError):
            if wanted and path.exists() and path.read_bytes() != before:
                write_whole(path, before) if before is not None else path.unlink()
        raise
