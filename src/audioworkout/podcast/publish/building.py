"""A show to its folder, top to bottom.

show → workouts looked at → plan → episodes → pages → index → feed → the folder changed at once
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from itertools import chain, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from audioworkout.ground.cache import Cache, digest
from audioworkout.ground.diagnostics import START, Diagnostic, WorkoutError
from audioworkout.ground.files import set_aside
from audioworkout.ground.units import Ms
from audioworkout.language.document import inputs
from audioworkout.podcast import artwork, feed, pages, shows
from audioworkout.podcast.publish import manifest
from audioworkout.podcast.publish.covers import Covers
from audioworkout.podcast.publish.episodes import Maker, Result, State, tips_of
from audioworkout.podcast.publish.fingerprints import Looks
from audioworkout.podcast.publish.manifest import Cover, Looked, Made, Manifest
from audioworkout.podcast.publish.sources import Sources
from audioworkout.podcast.publish.transaction import Change, alone, in_the_way, written
from audioworkout.podcast.publish.version import program_version
from audioworkout.podcast.shows import Ledger, Plan, Planned
from audioworkout.podcast.shows.model import ASSETS, FEED, INDEX, Episode
from audioworkout.session import rendering
from audioworkout.session.compiling import Progress

if TYPE_CHECKING:
    from audioworkout.session.compiling import Session

COVER = "cover"
NO_JEKYLL = ".nojekyll"  # asks GitHub Pages to serve every file as it is


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an episode."""

    slug: str
    title: str
    published: datetime
    length: Ms
    size: int
    """Of its MP3, in bytes."""

    state: State


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did. Episodes are newest first, those that come later soonest first."""

    folder: Path
    feed_url: str
    episodes: tuple[Outcome, ...]
    later: tuple[Planned, ...]
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
) -> Report:
    """Brings a folder up to date with a show; what has not changed is not touched.

    `link` is a base URL in place of the show's own; episodes dated later than `now` are left
    out unless `everything` is wanted. Raises WorkoutError, MistakesError where several workouts
    have mistakes; whatever is raised, the folder is as it was.
    """
    real = Path(os.path.realpath(folder))
    if real.exists() and not real.is_dir():
        raise WorkoutError(f"{folder}: a folder is needed here, and this is a file")
    try:
        with alone(real):
            build = _Build(show_path, real, link, cache, progress)
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
    ) -> None:
        self.source, self.show, self.warnings = shows.read_show(show_path, link=link)
        self.folder = folder
        found = manifest.read(folder)
        self.before = found or Manifest("")
        itself = {manifest.NAME: written(folder / manifest.NAME)} if found else {}
        self.known = {**self.before.files, **itself}
        self.change = Change(folder, self.known)
        self.looks = Looks(show_path.parent)
        self.sources = Sources(self.show, show_path.parent, cache, self.looks)
        self.ledger_path = shows.ledger_path(show_path)
        self.maker = Maker(self.sources, self.change, self.before.episodes, progress)

    def run(self, everything: bool, now: datetime) -> Report:
        """All of it; leaves nothing beside the folder."""
        looked = self.sources.checked(self.before.workouts)
        plan = self._plan(looked, everything, now)
        self._require(plan)
        try:
            results = tuple(self._paged(plan, looked))
            after = self._whole(plan, looked, results)
            with _recorded(self.ledger_path, plan.ledger) as record:
                kept = self.change.apply(record)
        finally:
            self.change.discard()
        return self._report(plan, results, after, kept)

    # Before anything is made

    def _plan(self, looked: Mapping[str, Looked], everything: bool, now: datetime) -> Plan:
        facts = {name: each.facts for name, each in looked.items()}
        ledger = shows.read_ledger(self.ledger_path) or self._lost_ledger()
        plan = shows.plan(self.show, facts, ledger, now, everything=everything)
        if plan.diagnostics:
            raise inputs.refused(self.source, plan.diagnostics)
        if self.before.guid not in ("", plan.ledger.guid):
            raise WorkoutError(
                f"{self.folder} holds another show, or {self.ledger_path.name} was lost, which"
                f" has the show's GUID ({self.before.guid}); take it back, or publish into"
                " another folder with `-o`"
            )
        return plan

    def _lost_ledger(self) -> Ledger | None:
        """What the folder knows, where it holds a show of this very address."""
        guid = shows.show_guid(self.show.feed_url)
        if self.before.guid != guid:
            return None
        episodes = [made.episode for made in self.before.episodes.values()]
        known = tuple(shows.Known(each.slug, each.guid, each.published) for each in episodes)
        return Ledger(guid, self.show.link, known)

    def _require(self, plan: Plan) -> None:
        """Tells before a word is spoken what would stop the build."""
        names = [INDEX, FEED, manifest.NAME]
        for planned in plan.due:
            names += (f"{planned.slug}.{end}" for end in ("html", "mp3", "vtt", "srt"))
        foreign = [n for n in names if n not in self.known and os.path.lexists(self.folder / n)]
        if foreign:
            raise in_the_way(self.folder, foreign)
        rendering.require(rendering.Output("mp3", self.show.bitrate))
        for form in self.show.also:
            rendering.require(rendering.Output(form))

    # What is made

    def _paged(self, plan: Plan, looked: Mapping[str, Looked]) -> Iterator[Result]:
        """The episodes with their pages, which show the neighbours, without their sessions."""
        show = repr(replace(self.show, entries=(), origin=START))
        made = chain((None,), self.maker.made(plan.due, looked), (None,))
        newer: Episode | None = None
        for result, following in pairwise(made):
            if result is None:
                continue
            older = following.made.episode if following else None
            page = self._page(result, newer, older, show)
            newer = result.made.episode
            yield replace(result, made=page, session=None)

    def _page(
        self,
        result: Result,
        newer: Episode | None,
        older: Episode | None,
        show: str,
    ) -> Made:
        made = result.made
        beside = tuple(each and (each.page, each.title, each.language) for each in (newer, older))
        key = self._key(show, repr(made.episode), made.cover.small, made.audio, beside)
        name = made.episode.page
        if made.page == key and self.change.holds(name):
            self.change.keep(name)
            return made
        session: Session = result.session or self.maker.compiled(result.planned)
        tips, small = tips_of(session), made.cover.small
        page = pages.episode_page(
            self.show, made.episode, session.timeline, tips, small, newer, older
        )
        self.change.put(name, page.encode("utf-8", "replace"))
        return replace(made, page=key)

    def _whole(
        self, plan: Plan, looked: Mapping[str, Looked], results: Sequence[Result]
    ) -> Manifest:
        """Index, feed, assets, and the manifest of everything."""
        show, guid = self.show, plan.ledger.guid
        episodes = [result.made.episode for result in results]
        for name, content in pages.assets().items():
            self.change.put(f"{ASSETS}/{name}", content)
        self.change.put(NO_JEKYLL, b"")
        cover = self._cover()
        all_of_it = repr((replace(show, entries=(), origin=START), episodes))
        index = self._key(all_of_it, cover.small)
        self._put_if(
            INDEX,
            self.before.index == index,
            lambda: pages.show_page(show, episodes, cover.small).encode("utf-8", "replace"),
        )
        key = self._key(all_of_it, cover.name, guid)
        self._put_if(
            FEED,
            self.before.feed == key,
            lambda: feed.rss(show, episodes, cover.name, guid),
        )
        made = {result.planned.slug: result.made for result in results}
        files = dict(sorted(self.change.files.items()))
        after = Manifest(guid, key, index, cover, looked, made, files)
        if after == self.before and self.change.holds(manifest.NAME):
            self.change.keep(manifest.NAME)
        else:
            self.change.put(manifest.NAME, manifest.dump(after))
        return after

    def _put_if(self, name: str, same: bool, content: Callable[[], bytes]) -> None:
        if same and self.change.holds(name):
            self.change.keep(name)
        else:
            self.change.put(name, content())

    def _cover(self) -> Cover:
        covers = Covers(self.change, self.looks, self.maker.note)
        old, show = self.before.cover, self.show
        if show.image:
            return covers.own(COVER, old, self.sources.folder / show.image)
        texts = (show.title, show.author, show.language)
        return covers.drawn(COVER, old, texts, lambda: artwork.show_cover(*texts))

    def _key(self, *parts: object) -> str:
        return digest(program_version(), self._assets, repr(parts))

    @cached_property
    def _assets(self) -> tuple[str, ...]:
        return tuple(sorted(pages.assets()))

    def _report(
        self,
        plan: Plan,
        results: Iterable[Result],
        after: Manifest,
        kept: tuple[str, ...],
    ) -> Report:
        edited = [name for name in self.change.edited if name in self.change.files]
        notes = [*self.maker.notes]
        notes += (f"{name} was changed by somebody else, and is written again" for name in edited)
        notes += (f"{name} is no longer needed, but was changed: it stays" for name in kept)
        old = self.before.files
        new = tuple(name for name, file in after.files.items() if old.get(name) != file)
        removed = tuple(name for name in old if name not in after.files and name not in kept)
        warnings = ((self.source, self.warnings), *self.maker.warnings)
        found = tuple(map(_outcome, results))
        url = self.show.feed_url
        return Report(self.folder, url, found, plan.later, new, removed, warnings, tuple(notes))


def _outcome(result: Result) -> Outcome:
    episode = result.made.episode
    size = episode.audio.size
    return Outcome(
        episode.slug, episode.title, episode.published, episode.length, size, result.state
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
            _write(path, text.encode())

    try:
        yield record
    except BaseException:
        with suppress(OSError, WorkoutError):
            if wanted and path.exists() and path.read_bytes() != before:
                _write(path, before) if before is not None else path.unlink()
        raise


def _write(path: Path, content: bytes) -> None:
    with set_aside(path) as file:
        file.write(content)
