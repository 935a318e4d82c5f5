"""The compiler's way: each stage takes what the one before found."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import audioworkout
from audioworkout.ground.cache import FOLDER_VARIABLE, Cache
from audioworkout.language.document.inputs import Source
from audioworkout.plan import unrolling
from audioworkout.plan.unrolling.blocks import Unroller
from audioworkout.podcast.publish import publish
from audioworkout.session import compiling
from audioworkout.voices import UnavailableError, casting
from command import SHORT
from fake import FakeVoice

SHOW = """\
title: Legs
description: Short sessions.
author: Hill Runners
email: coach@example.org
link: https://example.org/legs/
episodes:
  - {workout: a.yaml, date: 2027-01-01}
  - {workout: b.yaml, date: 2027-01-02}
  - {workout: a.yaml, date: 2027-01-03, slug: again}
"""


class Absent(FakeVoice):
    """Finds out that it cannot speak when it is asked to."""

    name = "fake:absent"

    def key(self, text: str) -> str:
        raise UnavailableError("fake:absent: not here")


@pytest.fixture(autouse=True)
def fake_voice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "cache"))
    monkeypatch.setattr(casting, "find_voice", lambda spec, folder: FakeVoice())


@pytest.fixture
def efforts(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The effort of each unrolling, as it comes."""
    done: list[float] = []

    class Counted(Unroller):
        def __init__(self, *given: Any) -> None:
            super().__init__(*given)
            done.append(self.effort)

    monkeypatch.setattr(unrolling, "Unroller", Counted)
    return done


def test_a_compile_unrolls_once(efforts: list[float]) -> None:
    audioworkout.compile_text(SHORT).mp3()
    assert efforts == [0.5]


def test_what_has_spoken_lets_its_model_go(monkeypatch: pytest.MonkeyPatch) -> None:
    class Heavy(FakeVoice):
        loaded = True

        def release(self) -> None:
            self.loaded = False

    voice = Heavy()
    monkeypatch.setattr(casting, "find_voice", lambda spec, folder: voice)
    audioworkout.compile_text(f"voice: heavy\n{SHORT}")
    assert voice.spoken
    assert not voice.loaded


def test_a_second_voice_unrolls_nothing_anew(
    efforts: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    casts = (casting.Cast((voice,)) for voice in (Absent(), FakeVoice()))
    monkeypatch.setattr(casting, "by_language", lambda language, folder: casts)
    source = Source("<text>", SHORT, Path(), "workout")
    session = compiling.compile_workout(source, compiling.Options(), Cache())
    assert session.notes == ("fake:absent: not here",)
    assert efforts == [0.5]


@pytest.mark.parametrize(
    ("effort", "unrolled"), [(0.0, [0.0, 1.0]), (0.5, [0.5, 0.0, 1.0]), (1.0, [1.0, 0.0])]
)
def test_a_broken_promise_is_weighed_at_the_other_efforts_alone(
    efforts: list[float], effort: float, unrolled: list[float]
) -> None:
    text = "title: 20 minutes of squats\nworkout:\n  - 30s squats\n"
    (found,) = audioworkout.compile_text(text, effort=effort).timeline.warnings
    assert found.rule == "total"
    assert efforts == unrolled


def test_publishing_unrolls_each_workout_once_and_an_unchanged_one_never(
    efforts: list[float], tmp_path: Path
) -> None:
    show, now = tmp_path / "show.yaml", datetime(2027, 3, 1, tzinfo=UTC)
    show.write_text(SHOW)
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text(f"title: {name}\nworkout:\n  - 20s squats\n")
    for _ in range(2):
        publish(show, tmp_path / "public", now=now, cache=Cache())
    assert efforts == [0.5, 0.5]
