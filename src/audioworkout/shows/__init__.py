"""Shows: workouts published as a podcast, the language of `show.yaml`, what must never change."""

from audioworkout.shows.document import parse
from audioworkout.shows.folder import facts_of, is_show, read_show, workout_of
from audioworkout.shows.guids import episode_guid, show_guid
from audioworkout.shows.ledger import (
    Known,
    Ledger,
    dump_ledger,
    ledger_path,
    parse_ledger,
    read_ledger,
)
from audioworkout.shows.plan import Plan, Planned, WorkoutFacts, plan

__all__ = [
    "Known",
    "Ledger",
    "Plan",
    "Planned",
    "WorkoutFacts",
    "dump_ledger",
    "episode_guid",
    "facts_of",
    "is_show",
    "ledger_path",
    "parse",
    "parse_ledger",
    "plan",
    "read_ledger",
    "read_show",
    "show_guid",
    "workout_of",
]
