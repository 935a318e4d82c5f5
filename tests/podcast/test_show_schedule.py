"""What is due: dates, their order, GUIDs that stay, and what is refused."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioworkout.ground.diagnostics import START, WorkoutError
from audioworkout.podcast.shows import (
    Known,
    Ledger,
    Schedule,
    WorkoutFacts,
    episode_guid,
    facts_of,
    read_show,
    schedule,
    show_guid,
    workout_of,
)
from audioworkout.podcast.shows.model import Entry, Person, Show

LINK = "https://example.org/legs/"
GUID = show_guid(LINK + "feed.xml")
NOW = datetime(2027, 1, 20, 12, 0, 0, 5, tzinfo=UTC)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


def day(number: int, hour: int = 6) -> datetime:
    """A day of January 2027."""
    return datetime(2027, 1, number, hour, tzinfo=UTC)


def entry(slug: str, date: datetime | None = None, **more: object) -> Entry:
    return replace(Entry(f"{slug}.yaml", START, slug=slug, date=date), **more)  # type: ignore[arg-type]


def show(*entries: Entry) -> Show:
    return Show("Legs", "Two a week.", "Hill Runners", "coach@example.org", LINK, entries, START)


def facts(*entries: Entry, date: str | None = None) -> dict[str, WorkoutFacts]:
    return {e.workout: WorkoutFacts(f"The {e.slug}", "Slow.", date) for e in entries}


def known(**dates: datetime) -> Ledger:
    return Ledger(
        GUID, LINK, tuple(Known(s, episode_guid(GUID, s), date) for s, date in dates.items())
    )


def planned(*entries: Entry, ledger: Ledger | None = None, everything: bool = False) -> Schedule:
    return schedule(show(*entries), facts(*entries), ledger, NOW, everything=everything)


def rows(made: Schedule) -> tuple[list[tuple[str, datetime]], list[tuple[str, datetime]]]:
    due, later = ([(e.slug, e.published) for e in part] for part in (made.due, made.later))
    assert made.diagnostics == ()
    return due, later


def test_an_episode_has_what_its_workout_says_unless_the_show_says_otherwise() -> None:
    plain = entry("a", day(1))
    own = entry("b", day(2), title="B", description="Own.", season=1, number=2, type="bonus")
    own = replace(own, explicit=True, persons=(Person("A Guest"),))
    b, a = planned(plain, own).due
    assert (a.title, a.description, a.season, a.number) == ("The a", "Slow.", None, None)
    assert (a.type, a.explicit, a.persons) == ("full", False, ())
    assert (b.title, b.description, b.season, b.number) == ("B", "Own.", 1, 2)
    assert (b.type, b.explicit, b.persons) == (
        "bonus",
        True,
        (Person("A Guest"),),
    )
    assert (a.slug, a.guid) == ("a", episode_guid(GUID, "a"))


def test_texts_of_a_workout_are_freed_of_what_cannot_be_seen() -> None:
    one = entry("a", day(1))
    found = {one.workout: WorkoutFacts("\u202eA\x85b\n" + "x" * 500, "\u200fC\x9fd")}
    (a,) = schedule(show(one), found, None, NOW).due
    assert a.title.startswith("A b xxx")
    assert len(a.title) == 300
    assert a.description == "C d"


def test_episodes_ahead_wait_for_their_day() -> None:
    row = (entry("a", day(5)), entry("c", day(25)), entry("b", day(20, 12)), entry("d", day(22)))
    due, later = rows(planned(*row))
    assert due == [("b", day(20, 12)), ("a", day(5))]
    assert later == [("d", day(22)), ("c", day(25))]
    due, later = rows(planned(*row, everything=True))
    assert [slug for slug, _ in due] == ["c", "d", "b", "a"]
    assert later == []


def test_dates_come_from_the_show_the_ledger_the_workout_and_the_clock_in_this_order() -> None:
    ledger = known(a=day(5), b=day(6))
    row = (entry("a", day(4)), entry("b"), entry("c"))
    made = schedule(show(*row), facts(*row, date="2027-01-07"), ledger, NOW)
    assert rows(made)[0] == [("c", day(7)), ("b", day(6)), ("a", day(4))]
    assert rows(planned(entry("d")))[0] == [("d", NOW.replace(microsecond=0))]


def test_a_workout_s_date_is_of_the_show_s_zone() -> None:
    one = entry("a")
    berlin = replace(show(one), timezone="Europe/Berlin")
    assert schedule(berlin, facts(one, date="2027-01-07"), None, NOW).due[0].published == day(7, 5)


def test_new_ones_without_a_date_keep_their_order_a_minute_apart() -> None:
    now = NOW.replace(microsecond=0)
    assert rows(planned(entry("a"), entry("b"), entry("c")))[0] == [
        ("c", now),
        ("b", now - MINUTE),
        ("a", now - 2 * MINUTE),
    ]


def test_new_ones_come_after_what_was_published_just_now() -> None:
    now = NOW.replace(microsecond=0)
    ledger = known(z=now - timedelta(seconds=30))
    assert rows(planned(entry("a"), entry("b"), entry("z"), ledger=ledger))[0] == [
        ("b", now),
        ("a", now - timedelta(seconds=15)),
        ("z", now - timedelta(seconds=30)),
    ]


def test_a_second_plan_is_the_first_one() -> None:
    row = (entry("a"), entry("b"), entry("c", day(25)))
    first = planned(*row)
    second = schedule(show(*row), facts(*row), first.ledger, NOW + 2 * DAY)
    assert (second.due, second.ledger) == (first.due, first.ledger)


def test_the_ledger_gains_what_is_due_and_loses_nothing() -> None:
    before = known(gone=day(2), a=day(3), ahead=day(30))
    made = planned(entry("a", day(4)), entry("b", day(5)), entry("c", day(25)), ledger=before)
    assert made.ledger == known(gone=day(2), a=day(3), ahead=day(30), b=day(5))


def test_guids_stay_though_the_link_changes() -> None:
    old = Ledger(GUID, LINK, (Known("a", "https://old.example/?p=1", day(3)),))
    row = (entry("a"), entry("b"))
    moved = replace(show(*row), link="https://elsewhere.example/")
    made = schedule(moved, facts(*row), old, NOW)
    assert [(e.slug, e.guid) for e in made.due] == [
        ("b", episode_guid(GUID, "b")),
        ("a", "https://old.example/?p=1"),
    ]
    assert (made.ledger.guid, made.ledger.link) == (GUID, LINK)


# Dates that move


def refusals(*entries: Entry, ledger: Ledger) -> list[tuple[int, str, str | None]]:
    placed = tuple(
        replace(e, origin=replace(START, line=line)) for line, e in enumerate(entries, 1)
    )
    found = schedule(show(*placed), facts(*placed), ledger, NOW).diagnostics
    return [(problem.span.line, problem.message, problem.hint) for problem in found]


def test_a_published_episode_keeps_its_place() -> None:
    ledger = known(a=day(3), b=day(5), c=day(7))
    assert refusals(entry("a", day(6)), entry("b"), entry("c"), ledger=ledger) == [
        (
            1,
            "`b` was published after `a` and would move behind it",
            "delete its date, or write `date: 2027-01-03 06:00Z`;"
            " to bring it out again, give it another `slug`",
        )
    ]
    assert refusals(entry("a"), entry("b"), entry("c", day(1)), ledger=ledger) == [
        (
            3,
            "`c` was published after `b` and would move behind it",
            "delete its date, or write `date: 2027-01-07 06:00Z`;"
            " to bring it out again, give it another `slug`",
        )
    ]


def test_a_published_episode_does_not_disappear() -> None:
    ledger = known(a=day(3), b=day(5))
    assert refusals(entry("a"), entry("b", day(21)), ledger=ledger) == [
        (
            2,
            "`b` was published on 2027-01-05 06:00Z and would disappear until 2027-01-21 06:00Z",
            "delete its date, or write `date: 2027-01-05 06:00Z`;"
            " to bring it out again, give it another `slug`",
        )
    ]


def test_dates_may_move_where_nobody_sees_it() -> None:
    ledger = known(a=day(3), b=day(5), c=day(7), ahead=day(25))
    row = (entry("a", day(4)), entry("c", day(8)), entry("ahead", day(23)), entry("new", day(1)))
    assert refusals(*row, ledger=ledger) == []
    assert rows(planned(*row, ledger=ledger))[1] == [("ahead", day(23))]
    made = planned(*row, ledger=ledger, everything=True)
    assert made.ledger == known(a=day(3), b=day(5), c=day(7), ahead=day(23), new=day(1))


DATES = st.dictionaries(st.sampled_from("abcde"), st.integers(1, 30).map(day))


@given(DATES, DATES)
def test_what_is_not_refused_keeps_the_order_and_is_there(
    before: dict[str, datetime], now_given: dict[str, datetime]
) -> None:
    row = [entry(slug, now_given.get(slug)) for slug in sorted({*before, *now_given})]
    made = planned(*row, ledger=known(**before))
    published = {slug: date for slug, date in before.items() if date <= NOW}
    today = {episode.slug: episode.published for episode in made.due}
    hidden = [slug for slug in published if slug not in today]
    swapped = [
        (a, b)
        for a in published
        for b in published
        if published[a] < published[b] and a in today and b in today and today[a] > today[b]
    ]
    assert bool(made.diagnostics) == bool(hidden or swapped)


# What workouts say


def test_what_a_workout_says_is_checked_too() -> None:
    one, two = entry("a"), entry("b", day(2))
    found = {
        one.workout: WorkoutFacts("A", "é" * 2001, "0999-01-01"),
        two.workout: WorkoutFacts("B", None, "0999-01-01"),
    }
    assert [
        (p.message, p.hint) for p in schedule(show(one, two), found, None, NOW).diagnostics
    ] == [
        (
            "`a.yaml`: the year 999 is out of reach: 1970 to 2199 are known",
            "give the episode a `date` of its own",
        ),
        (
            "`a.yaml`: the description has 4,002 bytes; 4,000 is the most that directories take",
            "write a shorter `description` into the workout or beside it",
        ),
    ]


SHOW = """\
title: Legs
description: Two a week.
author: Hill Runners
email: coach@example.org
link: https://example.org/legs/
episodes: [core, legs.yaml]
"""


def test_workouts_on_disk(tmp_path: Path) -> None:
    (tmp_path / "show.yaml").write_text(SHOW)
    (tmp_path / "legs.yaml").write_text("title: Legs\ndate: 2027-01-04\nworkout: [30s squats]\n")
    _, made, _ = read_show(tmp_path / "show.yaml")
    assert [workout_of(e, tmp_path) for e in made.entries] == ["core", tmp_path / "legs.yaml"]
    found = facts_of(made, tmp_path)
    assert found["legs.yaml"] == WorkoutFacts("Legs", None, "2027-01-04")
    assert found["core"].title == "Core"
    (tmp_path / "legs.yaml").write_text("title: Legs\nworkout: [30 squirts of]\nx: y\n")
    with pytest.raises(WorkoutError, match="mistake"):
        facts_of(made, tmp_path)
