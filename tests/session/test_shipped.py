"""Each workout that ships, rendered with the real voice, decoded, and listened to."""

import json
from collections.abc import Iterator
from functools import cache
from itertools import islice, pairwise
from pathlib import Path

import numpy as np
import pytest

from audioworkout.ground import files
from audioworkout.ground.assets import workouts
from audioworkout.ground.cache import Cache
from audioworkout.language.document import inputs
from audioworkout.plan.segments import Kind, Speech, Tone
from audioworkout.plan.timeline import Event
from audioworkout.session import compiling, rendering
from listen import (
    RATE,
    Signal,
    complaints,
    decode,
    kept_by_skip_silence,
    loudness,
    needs,
    offset,
    run,
    true_peak,
)
from recogniser import Recogniser, words

pytestmark = [pytest.mark.voice, needs("ffmpeg")]

LONG = 8 * 60_000  # ms; of longer sessions ffmpeg would take ten seconds for the peaks
MOST_HEARD = 40  # announcements of a workout; its later rounds repeat them

SHIPPED = sorted(str(p.relative_to(workouts()).with_suffix("")) for p in workouts().rglob("*.yaml"))


@cache
def session(name: str) -> compiling.CompiledSession:
    return compiling.compile_workout(inputs.read(name), compiling.Options(), Cache())


@pytest.fixture(scope="module", params=SHIPPED)
def rendered(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[compiling.CompiledSession, Path, Signal]]:
    compiled = session(request.param)
    path = tmp_path_factory.mktemp("shipped") / "session.mp3"
    with files.atomic_write(path) as file:
        rendering.write(compiled, file)
    yield compiled, path, decode(path)
    path.unlink()


def test_the_file_is_sound(rendered: tuple[compiling.CompiledSession, Path, Signal]) -> None:
    compiled, path, heard = rendered
    assert complaints(path) == ""
    assert len(heard) == compiled.timeline.length * 48


@needs("mp3val", "mp3guessenc")
def test_checkers_have_nothing_against_it(
    rendered: tuple[compiling.CompiledSession, Path, Signal],
) -> None:
    _, path, _ = rendered
    assert "WARNING" not in run("mp3val", path)
    assert "Tag verification      : passed" in run("mp3guessenc", path)


def test_loudness_and_true_peak(rendered: tuple[compiling.CompiledSession, Path, Signal]) -> None:
    compiled, path, heard = rendered
    long = compiled.timeline.length > LONG
    integrated, peak = loudness(path, peaks=not long)
    assert integrated == pytest.approx(-16, abs=1)
    assert (true_peak(heard) if long else peak) <= -1


def test_every_tone_is_on_time(rendered: tuple[compiling.CompiledSession, Path, Signal]) -> None:
    compiled, _, heard = rendered
    for event in compiled.timeline.events:
        if isinstance(event.sound, Tone):
            pcm = np.frombuffer(compiled.sounds.pcm(event.sound), "<i2")
            sound = (pcm / 32768).astype(np.float32)
            late = offset(heard, sound, event.start * 48)
            assert abs(late) <= 48, f"{event.sound.name} at {event.start} ms is {late} samples off"


def test_podcast_apps_skip_nothing(
    rendered: tuple[compiling.CompiledSession, Path, Signal],
) -> None:
    assert kept_by_skip_silence(rendered[2]) >= 0.99


def test_ffprobe_reads_the_chapters(
    rendered: tuple[compiling.CompiledSession, Path, Signal],
) -> None:
    compiled, path, _ = rendered
    read = json.loads(run("ffprobe", "-v", "error", "-of", "json", "-show_chapters", path))
    assert [
        (
            round(float(c["start_time"]) * 1000),
            round(float(c["end_time"]) * 1000),
            c["tags"]["title"],
        )
        for c in read["chapters"]
    ] == [(c.start, c.end, c.title) for c in compiled.timeline.chapters]


@cache
def recogniser() -> Recogniser:
    """Knows every phrase that any of the workouts says."""
    return Recogniser(
        event.sound.text
        for name in SHIPPED
        for event in session(name).timeline.events
        if isinstance(event.sound, Speech)
    )


def announcements(compiled: compiling.CompiledSession) -> Iterator[tuple[str, Event]]:
    """Each exercise's name with the event that announces it: the last before its start."""
    events = [event for event in compiled.timeline.events if isinstance(event.sound, Speech)]
    for before, row in pairwise(compiled.timeline.segments):
        name = row.segment.exercise or ""
        if row.segment.kind is not Kind.WORK or (before.segment.kind is Kind.SWITCH):
            continue
        naming = [
            event
            for event in events
            if event.start < row.start
            and isinstance(event.sound, Speech)
            and words(name) in words(event.sound.text)
        ]
        yield name, naming[-1]


def test_a_recogniser_hears_the_exercises_in_order(
    rendered: tuple[compiling.CompiledSession, Path, Signal],
) -> None:
    compiled, _, heard = rendered
    expected, found = [], []
    for _, event in islice(announcements(compiled), MOST_HEARD):
        assert isinstance(event.sound, Speech)
        expected.append(words(event.sound.text))
        signal = heard[event.start * 48 : event.end * 48]
        found.append(recogniser().hear(signal, RATE))
    assert found == expected
