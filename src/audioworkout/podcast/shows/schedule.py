"""Which episodes a show has today: their names, GUIDs, dates, and what is refused."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from audioworkout.ground.diagnostics import Diagnostic, error
from audioworkout.ground.text import clean, paragraphs
from audioworkout.language.grammar import Mistake
from audioworkout.podcast.shows.dates import parse_date, zone_of
from audioworkout.podcast.shows.guids import episode_guid, show_guid
from audioworkout.podcast.shows.ledger import Known, Ledger, written
from audioworkout.podcast.shows.model import Entry, EpisodeFacts, Show
from audioworkout.podcast.shows.values import too_long

APART = timedelta(minutes=1)
"""Between episodes without a date that are published in one go, so that their order is told."""


@dataclass(frozen=True, slots=True)
class WorkoutFacts:
    """What a workout says of itself; its `date` as it is written."""

    title: str
    description: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Schedule:
    """The episodes that are due, newest first, those that come later, soonest first.

    `ledger` is what to keep once they are published. Where there are diagnostics, nothing may be.
    """

    due: tuple[EpisodeFacts, ...]
    later: tuple[EpisodeFacts, ...]
    ledger: Ledger
    diagnostics: tuple[Diagnostic, ...] = ()


def schedule(
    show: Show,
    facts: Mapping[str, WorkoutFacts],
    ledger: Ledger | None,
    now: datetime,
    *,
    everything: bool = False,
) -> Schedule:
    """What to publish now, by the show, what its workouts say, and what was published before.

    Episodes dated later than `now` wait, unless `everything` is asked for.
    """
    before = ledger or Ledger(show_guid(show.feed_url), show.link)
    now = now.astimezone(UTC).replace(microsecond=0)
    known = {episode.slug: episode for episode in before.episodes}
    dated = _dated(show, facts, known, now)
    planned = [
        _facts(show, entry, facts[entry.workout], _guid(before, known, entry), when)
        for entry, when in dated
    ]
    ordered = sorted(planned, key=lambda episode: episode.published)  # stable: as in the file
    out = {entry.slug for entry in show.entries if _is_out(entry, facts[entry.workout], known)}
    due = [e for e in ordered if everything or e.published <= now or e.slug in out]
    later = [episode for episode in ordered if episode not in due]
    wrong = (
        *_moved(dated, known, now),
        *_strange(show, facts, known),
        *_long(show.entries, planned),
    )
    problems = tuple(sorted(dict.fromkeys(wrong), key=lambda problem: problem.span))
    return Schedule(
        due=tuple(reversed(due)),
        later=tuple(later),
        ledger=_kept(before, due, now),
        diagnostics=problems,
    )


Dated = tuple[Entry, datetime]
BySlug = Mapping[str, Known]


def _dated(
    show: Show, facts: Mapping[str, WorkoutFacts], known: BySlug, now: datetime
) -> list[Dated]:
    """Each episode's date: its own, else the first one, else its workout's, else now."""
    given = [_date(show, entry, facts[entry.workout], known) for entry in show.entries]
    undated = sum(when is None for when in given)
    newest = max((each.date for each in known.values() if each.date <= now), default=None)
    rest = iter(_new_dates(undated, newest, now))
    return [
        (entry, (when or next(rest)).astimezone(UTC))
        for entry, when in zip(show.entries, given, strict=True)
    ]


def _date(show: Show, entry: Entry, facts: WorkoutFacts, known: BySlug) -> datetime | None:
    if entry.date is not None:
        return entry.date
    if before := known.get(_slug(entry)):
        return before.date
    try:
        return parse_date(facts.date).at(zone_of(show.timezone)) if facts.date else None
    except Mistake:  # reported by _strange
        return None


def _is_out(entry: Entry, facts: WorkoutFacts, known: BySlug) -> bool:
    """Whether it was published when it got its date; a clock that goes back takes nothing back."""
    return entry.date is None and facts.date is None and _slug(entry) in known


def _strange(show: Show, facts: Mapping[str, WorkoutFacts], known: BySlug) -> Iterator[Diagnostic]:
    """Dates of workouts that cannot be those of an episode."""
    for entry in show.entries:
        date = facts[entry.workout].date
        if date is None or entry.date is not None or _slug(entry) in known:
            continue
        try:
            parse_date(date)
        except Mistake as mistake:
            hint = "give the episode a `date` of its own"
            yield error(f"`{entry.workout}`: {mistake.message}", entry.origin, hint)


def _new_dates(count: int, newest: datetime | None, now: datetime) -> Iterator[datetime]:
    """That many dates up to now, a minute apart, or closer where the newest one is near."""
    room = (now - newest) // count if newest is not None and count else APART
    step = min(APART, timedelta(seconds=room // timedelta(seconds=1)))
    return (now - step * (count - 1 - index) for index in range(count))


def _facts(
    show: Show, entry: Entry, workout: WorkoutFacts, guid: str, published: datetime
) -> EpisodeFacts:
    slug = _slug(entry)
    return EpisodeFacts(
        slug=slug,
        guid=guid,
        title=entry.title or clean(workout.title) or slug,
        description=entry.description or "\n\n".join(paragraphs(workout.description or "")),
        published=published,
        season=entry.season,
        number=entry.number,
        type=entry.type,
        explicit=show.explicit if entry.explicit is None else entry.explicit,
        persons=entry.persons,
    )


def _slug(entry: Entry) -> str:
    assert entry.slug is not None
    return entry.slug


def _guid(ledger: Ledger, known: BySlug, entry: Entry) -> str:
    """The GUID that an episode ever had, or a new one."""
    slug = _slug(entry)
    return known[slug].guid if slug in known else episode_guid(ledger.guid, slug)


def _long(entries: Sequence[Entry], episodes: Sequence[EpisodeFacts]) -> Iterator[Diagnostic]:
    for entry, episode in zip(entries, episodes, strict=True):
        if problem := too_long(episode.description):
            hint = "write a shorter `description` into the workout or beside it"
            yield error(f"`{entry.workout}`: {problem}", entry.origin, hint)


def _moved(dated: list[Dated], known: BySlug, now: datetime) -> Iterator[Diagnostic]:
    """Published episodes that would disappear, or change their places.

    Apps sort by date and keep what they once saw, so none may move behind an older one.
    """
    published = [
        (before, when, entry)
        for entry, when in dated
        if (before := known.get(_slug(entry))) and before.date <= now
    ]
    for before, when, entry in published:
        if when > now:
            message = f"`{before.slug}` was published on {written(before.date)}"
            message += f" and would disappear until {written(when)}"
            yield error(message, entry.origin, _way_out(before))
    kept = sorted(
        (row for row in published if row[1] <= now), key=lambda row: (row[0].date, row[1])
    )
    for (older, early, first), (newer, late, second) in pairwise(kept):
        if early > late:
            message = f"`{newer.slug}` was published after `{older.slug}` and would move behind it"
            entry, moved = (second, newer) if late != newer.date else (first, older)
            yield error(message, entry.origin, _way_out(moved))


def _way_out(known: Known) -> str:
    return (
        f"delete its date, or write `date: {written(known.date)}`;"
        " to bring it out again, give it another `slug`"
    )


def _kept(ledger: Ledger, due: Sequence[EpisodeFacts], now: datetime) -> Ledger:
    """The ledger with what is published now; what it had stays, its first dates too."""
    episodes = {known.slug: known for known in ledger.episodes}
    for episode in due:
        known = episodes.get(episode.slug)
        if known is None or known.date > now:
            episodes[episode.slug] = Known(episode.slug, episode.guid, episode.published)
    return replace(ledger, episodes=tuple(episodes.values()))
