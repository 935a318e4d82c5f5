"""Shows: workouts published as a podcast, the language of `show.yaml`, what must never change."""

from audioworkout.podcast.shows.document import parse, show_schema
from audioworkout.podcast.shows.folder import facts_of, is_show, read_show, workout_of
from audioworkout.podcast.shows.guids import episode_guid, show_guid
from audioworkout.podcast.shows.ledger import (
    Known,
    Ledger,
    dump_ledger,
    ledger_path,
    parse_ledger,
    read_ledger,
)
from audioworkout.podcast.shows.model import INDEX
from audioworkout.podcast.shows.schedule import Schedule, WorkoutFacts, schedule
from audioworkout.podcast.shows.values import RESERVED, slug_of

__all__ = [
    "INDEX",
    "RESERVED",
    "Known",
    "Ledger",
    "Schedule",
    "WorkoutFacts",
    "dump_ledger",
    "episode_guid",
    "facts_of",
    "is_show",
    "ledger_path",
    "parse",
    "parse_ledger",
    "read_ledger",
    "read_show",
    "schedule",
    "show_guid",
    "show_schema",
    "slug_of",
    "workout_of",
]
