"""`new --show` and `check` with a show file."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from audioworkout.podcast.shows import read_show
from command import Done, run

Command = Callable[..., Done]

SHOW = """\
title: Legs
description: Two a week.
author: Hill Runners
email: coach@example.org
link: https://example.org/legs/
episodes:
  - a.yaml
  - {workout: b.yaml, date: 2199-01-04}
"""
WORKOUT = "title: A\ncoaching: quiet\nworkout: [20s squats, rest 10s, 10s push-ups]\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(WORKOUT)
    (tmp_path / "show.yaml").write_text(SHOW)
    return tmp_path


@pytest.fixture
def audioworkout(here: Path) -> Command:
    return partial(run, cache=here / "cache")


def test_the_starter_is_a_show_without_a_mistake(here: Path, audioworkout: Command) -> None:
    done = audioworkout("new", "--show", "my show.yaml")
    hint = "my show.yaml: edit it, then run `audioworkout publish 'my show.yaml'`\n"
    assert done == Done(0, hint.encode(), "")
    _, show, warnings = read_show(here / "my show.yaml")
    assert [entry.workout for entry in show.entries] == ["first-fifteen", "core"]
    assert warnings == ()


def test_what_the_starter_has_in_comments_is_right_too(here: Path, audioworkout: Command) -> None:
    audioworkout("new", "--show", "full.yaml")
    (here / "week-1").mkdir()
    (here / "week-1" / "mon.yaml").write_text(WORKOUT)
    text = (here / "full.yaml").read_text()
    head, mark, programme = text.partition("  # - workout: week")
    (here / "full.yaml").write_text(head + (mark + programme).replace("  # ", "  "))
    entry = read_show(here / "full.yaml")[1].entries[-1]
    assert (entry.workout, entry.season, entry.number) == ("week-1/mon.yaml", 1, 1)


def test_check_takes_a_show_with_its_workouts(here: Path, audioworkout: Command) -> None:
    done = audioworkout("check", "show.yaml", "a.yaml")
    assert (done.code, done.err) == (0, "")
    lines = [line.partition(", 0:")[0] for line in done.out.decode().splitlines()]
    assert lines == [
        "a.yaml: no mistake",
        "b.yaml: no mistake",
        "show.yaml: no mistake, 2 episodes, 1 of them later",
        "a.yaml: no mistake",
    ]


def test_check_shows_the_mistakes_of_a_show(here: Path, audioworkout: Command) -> None:
    (here / "show.yaml").write_text(SHOW.replace("a.yaml", "c.yaml").replace("email", "emial"))
    done = audioworkout("check", "show.yaml")
    assert (done.code, done.out) == (1, b"")
    assert done.err.splitlines() == [
        "show.yaml:4:1: error: unknown key `emial`",
        "  |",
        "4 | emial: coach@example.org",
        "  | ^^^^^",
        "  = hint: did you mean `email`?",
        "show.yaml:7:5: error: there is no workout `c.yaml`",
        "  |",
        "7 |   - c.yaml",
        "  |     ^^^^^^",
        "  = hint: did you mean `a.yaml`?",
    ]


def test_check_shows_the_mistakes_of_every_workout(here: Path, audioworkout: Command) -> None:
    (here / "a.yaml").write_text(WORKOUT + "x: y\n")
    (here / "b.yaml").write_text(WORKOUT + "z: y\n")
    done = audioworkout("check", "show.yaml")
    assert (done.code, done.out) == (1, b"")
    assert [line for line in done.err.splitlines() if "error" in line] == [
        "a.yaml:4:1: error: unknown key `x`",
        "b.yaml:4:1: error: unknown key `z`",
    ]


def test_check_shows_a_date_that_would_move_an_episode(here: Path, audioworkout: Command) -> None:
    (here / "show.published.yaml").write_text("""\
guid: 917393e3-1b1e-5cef-ace4-edaa54e1f810
link: https://example.org/legs/
episodes:
  b: 2020-01-04 06:00Z b9a7e3b8
""")
    done = audioworkout("check", "show.yaml")
    assert done.code == 1
    assert done.err.splitlines()[0] == (
        "show.yaml:8:15: error: `b` was published on 2020-01-04 06:00Z"
        " and would disappear until 2199-01-04 06:00Z"
    )
