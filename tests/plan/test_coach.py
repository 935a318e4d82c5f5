"""What is said, and when: small plans, a fake voice."""

import itertools

import pytest

from audioworkout.plan.segments import Kind, Speech, Tone
from fake import timeline


def said(text: str) -> list[str]:
    """Everything that a plan says after the welcome."""
    session = timeline(f"title: T\nworkout:\n{text}")
    welcome = session.segments[0].end
    events = (event for event in session.events if event.start >= welcome)
    return [event.sound.text for event in events if isinstance(event.sound, Speech)]


def test_a_range_of_reps_is_said_and_counted_to_its_number() -> None:
    spoken = said("  - 20s squats\n  - rest 20s\n  - 3-5 push-ups\n")
    assert "Next: three to five push-ups." in spoken
    assert [word for word in spoken if word in ("Three.", "Four.", "Five.")] == ["Three.", "Four."]


def test_a_tabata_has_ticks_and_names_only() -> None:
    spoken = said("  - tabata:\n      - squats\n      - lunges\n")
    inside = spoken[1:-3]  # between "get ready" and the finish
    assert set(inside) == {"Next: lunges.", "Next: squats."}


def test_a_list_for_time_is_read_out_and_the_time_called() -> None:
    spoken = said("  - for time, cap 3 min:\n      - 5 lunges per leg\n      - 3 x 5 pull-ups\n")
    assert spoken[:4] == [
        "Next: for time, within three minutes.",
        "Five lunges, each leg.",
        "Three sets of five pull-ups.",
        "Get ready.",
    ]
    assert [word for word in spoken if "minute" in word][1:3] == ["One minute.", "Two minutes."]


def test_a_tempo_is_heard_as_down_and_up() -> None:
    session = timeline("title: T\nworkout:\n  - 2 squats, tempo 3-1-1\n")
    start = next(s.start for s in session.segments if s.segment.kind is Kind.WORK)
    tones = [
        (event.start - start, event.sound.name)
        for event in session.events
        if isinstance(event.sound, Tone) and start <= event.start < start + 10_000
    ]
    assert tones == [(0, "go"), (4_000, "up"), (5_000, "down"), (9_000, "up")]


HOLDS = [
    (
        "2s",
        "",
        [(600, "One."), (1_500, "Hold."), (5_000, "Two."), (6_500, "Hold.")],
        [3_500, 8_500],
    ),
    ("0.5s", "", [(600, "One."), (3_500, "Two.")], [1_500, 2_000, 5_000, 5_500]),
    ("2s", "coaching: {count: off}\n", [], [1_500, 3_500, 5_000, 6_500, 8_500]),
]


@pytest.mark.parametrize(("hold", "coaching", "words", "tones"), HOLDS)
def test_a_hold_is_heard_in_each_rep(
    hold: str, coaching: str, words: list[tuple[int, str]], tones: list[int]
) -> None:
    session = timeline(f"title: T\n{coaching}workout:\n  - 2 squats, hold {hold}\n")
    (work,) = (s for s in session.segments if s.segment.kind is Kind.WORK)
    inside = [e for e in session.events if work.start <= e.start < work.end]
    spoken = [(e.start - work.start, e.sound.text) for e in inside if isinstance(e.sound, Speech)]
    heard = [e.start - work.start for e in inside if isinstance(e.sound, Tone)]
    assert spoken == words
    assert heard == [0, *tones]


def test_work_after_work_is_announced_over_its_end() -> None:
    session = timeline("title: T\nworkout:\n  - 20s squats\n  - 20s lunges\n")
    (second,) = [s.start for s in session.segments if s.segment.exercise == "lunges"]
    (named,) = [e for e in session.events if e.sound == Speech("Next: lunges.")]
    assert second - 6_000 < named.start < named.end <= second - 3_000


def test_quiet_keeps_names_ticks_and_tones() -> None:
    session = timeline(
        "title: T\ncoaching: quiet\nworkout:\n  - 40s squats\n  - rest 30s\n  - 40s lunges\n"
    )
    spoken = [e.sound.text for e in session.events if isinstance(e.sound, Speech)]
    assert spoken == ["T.", "First: squats.", "Next: lunges.", "Workout complete."]
    tones = {e.sound.name for e in session.events if isinstance(e.sound, Tone)}
    assert tones == {"tick", "go", "halfway", "rest", "finish"}


def test_single_cues_are_switched() -> None:
    text = "title: T\ncoaching: {{halfway: {}}}\nworkout:\n  - 40s squats\n"
    for switch, heard in (("on", True), ("off", False)):
        events = timeline(text.format(switch)).events
        assert any(e.sound == Speech("Halfway.") for e in events) is heard


def test_encouragement_never_repeats_a_line_at_once() -> None:
    session = timeline("title: T\ncoaching: full\nworkout:\n  - 12 rounds:\n      - 40s squats\n")
    lines = [event.sound.text for event in session.events if isinstance(event.sound, Speech)]
    cheers = [line for line in lines if line in ENCOURAGEMENT]
    assert len(cheers) == 12
    assert all(a != b for a, b in itertools.pairwise(cheers))


ENCOURAGEMENT = {
    "Keep it smooth.",
    "You've got this.",
    "Stay with it.",
    "Nice and steady.",
    "Keep breathing.",
    "Looking strong.",
    "Hold that form.",
    "Good rhythm.",
}
