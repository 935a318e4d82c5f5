"""What holds for every workout: generated plans, a fake voice."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioworkout.plan.segments import Kind, Speech, Tone
from audioworkout.plan.timeline import Timeline
from fake import timeline

NAMES = st.sampled_from(
    ["squats", "lunges", "side plank per side", "single-leg Romanian deadlift per leg", "burpees"]
)
SECONDS = st.integers(2, 90)
STEP = st.one_of(
    st.builds("{1}s {0}".format, NAMES, SECONDS),
    st.builds("{1} {0}".format, NAMES, st.integers(1, 20)),
    st.builds("{0}s rest".format, SECONDS),
    st.builds("transition {0}s".format, SECONDS),
    st.just('say "Keep your shoulders down."'),
)
STEPS = st.lists(STEP, min_size=1, max_size=6).map(lambda steps: [*steps, "20s squats"])


def listed(steps: list[str], indent: int) -> str:
    return "".join(f"{' ' * indent}- {step}\n" for step in steps)


def plan(body: str) -> Timeline:
    return timeline("title: A plan\nworkout:\n" + body)


@st.composite
def plans(draw: st.DrawFn) -> Timeline:
    rounds = draw(st.integers(1, 3))
    rests = draw(st.sampled_from(["", ", 5s between exercises", ", 30s between rounds"]))
    body = f"  - {rounds} rounds{rests}:\n" + listed(draw(STEPS), 6) + listed(draw(STEPS), 2)
    return plan(body)


@given(STEPS, st.integers(1, 3))
def test_a_circuit_equals_its_rounds_written_out(steps: list[str], rounds: int) -> None:
    circuit = plan(f"  - {rounds} rounds:\n" + listed(steps, 6))
    written = plan(listed(steps * rounds, 2))
    assert shape(circuit) == shape(written)


def shape(session: Timeline) -> list[tuple[object, ...]]:
    """What is done, and for how long; speech is as long as what there is to say."""
    body = session.segments[2:-1]
    return [
        (
            row.segment.kind,
            row.segment.exercise,
            row.segment.side,
            row.segment.reps,
            row.segment.kind is not Kind.SPEECH and row.length,
        )
        for row in body
    ]


@given(plans())
def test_the_timing_contract(session: Timeline) -> None:
    segments, events = session.segments, session.events
    # Segments cover the whole; so do chapters.
    assert segments[0].start == 0
    assert segments[-1].end == session.length
    assert all(a.end == b.start for a, b in pairwise(segments))
    assert session.chapters[0].start == 0
    assert session.chapters[-1].end == session.length
    assert all(a.end == b.start for a, b in pairwise(session.chapters))
    # Events are sorted and inside.
    assert list(events) == sorted(events, key=lambda event: event.start)
    assert all(0 <= event.start <= event.end <= session.length for event in events)
    # Speech never overlaps speech, and never crosses the boundary of its segment.
    speech = [event for event in events if isinstance(event.sound, Speech)]
    assert all(a.end <= b.start for a, b in pairwise(speech))
    starts = [segment.start for segment in segments]
    for event in speech:
        inside = segments[sum(start <= event.start for start in starts) - 1]
        assert event.end <= inside.end
        assert isinstance(event.sound, Speech)
        assert event.sound.rate_percent <= 115
    # Where a tone lies over speech, speech is lowered.
    tones = [event for event in events if isinstance(event.sound, Tone)]
    for event in speech:
        covered = any(t.start < event.end and event.start < t.end for t in tones)
        assert event.gain_db == (-6.0 if covered else 0.0)
    # Each work starts with go; timed work ends with 3, 2, 1.
    at = {(event.start, event.sound.name) for event in tones if isinstance(event.sound, Tone)}
    for row in segments:
        if row.segment.kind is Kind.WORK:
            assert (row.start, "go") in at
            if row.segment.reps is None and row.length >= 4_000:
                assert all((row.end - before, "tick") in at for before in (3000, 2000, 1000))


@given(plans())
def test_each_exercise_is_named_before_it_starts(session: Timeline) -> None:
    said = [(e.start, e.sound.text.lower()) for e in session.events if isinstance(e.sound, Speech)]
    previous = None
    for row in session.segments:
        segment = row.segment
        if segment.kind is Kind.WORK and segment.exercise:
            other_side = previous and (previous.exercise, previous.origin) == (
                segment.exercise,
                segment.origin,
            )
            name = segment.side if other_side and segment.side == "right" else segment.exercise
            assert any(start < row.start and str(name).lower() in text for start, text in said)
            previous = segment


@pytest.mark.parametrize("level", ["quiet", "standard", "full"])
def test_levels_change_no_interval(level: str) -> None:
    body = "workout:\n  - 2 rounds:\n      - 40s squats\n      - 20s rest\n"
    segments = timeline(f"title: T\ncoaching: {level}\n{body}").segments
    lengths = [
        row.length for row in segments if row.segment.kind not in (Kind.WELCOME, Kind.FINISH)
    ]
    assert lengths == [10_000, 40_000, 20_000, 40_000]
