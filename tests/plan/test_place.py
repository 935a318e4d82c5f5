"""Placing: what fits where, and what happens to what does not; 60 ms a character."""

from audioworkout.ground.diagnostics import Span
from audioworkout.ground.units import Ms
from audioworkout.plan.placing import DUCK_DB, GAP, TONE_GAP, place
from audioworkout.plan.segments import Cue, Edge, Kind, Priority, Segment, Sound, Speech, Tone
from audioworkout.plan.timeline import Event

LINE = Span(7, 1, 7, 10)
TONES = {"tick": 90, "go": 450, "rest": 600}


def length_of(sound: Sound) -> Ms:
    match sound:
        case Speech(text, rate_percent):
            return len(text) * 60 * 100 // rate_percent
        case Tone(name):
            return TONES[name]
    raise AssertionError(sound)


def tone(name: str, offset: Ms = 0) -> Cue:
    return Cue(name, Edge.AT, offset, Priority.REQUIRED, sound=Tone(name))


TICKS = tuple(tone("tick", -1000 * n) for n in (3, 2, 1))


def say(edge: Edge, *wordings: str, offset: Ms = 0, slack: Ms = 0, priority: int = 1) -> Cue:
    return Cue("words", edge, offset, Priority(priority), wordings, slack=slack)


def segment(length: Ms | None, *cues: Cue, kind: Kind = Kind.REST) -> Segment:
    return Segment(kind, length, LINE, cues=cues)


def spoken(events: tuple[Event, ...]) -> list[tuple[Ms, str, int, float]]:
    return [
        (event.start, event.sound.text, event.sound.rate_percent, event.gain_db)
        for event in events
        if isinstance(event.sound, Speech)
    ]


def test_cues_from_the_start_follow_the_opening_tone_one_after_another() -> None:
    rest = segment(10_000, tone("rest"), say(Edge.START, "Rest."), say(Edge.START, "Next: squats."))
    _, events, problems = place([rest], length_of)
    assert spoken(events) == [
        (600 + TONE_GAP, "Rest.", 100, 0.0),
        (600 + TONE_GAP + 300 + GAP, "Next: squats.", 100, 0.0),
    ]
    assert problems == ()


def test_cues_at_the_end_are_done_before_the_countdown() -> None:
    work = segment(20_000, tone("go"), *TICKS, say(Edge.END, "Next: lunges."))
    _, events, _ = place([work], length_of)
    assert spoken(events) == [(17_000 - TONE_GAP - 13 * 60, "Next: lunges.", 100, 0.0)]


def test_a_cue_with_a_time_starts_at_it() -> None:
    work = segment(30_000, tone("go"), say(Edge.AT, "Ten seconds.", offset=-10_000))
    _, events, _ = place([work], length_of)
    assert spoken(events) == [(20_000, "Ten seconds.", 100, 0.0)]


def test_the_longest_wording_that_fits_is_taken() -> None:
    wordings = ("Rest for quite a while now.", "Rest a while.", "Rest.")
    for length, text in ((2_400, wordings[0]), (1_600, wordings[1]), (1_200, wordings[2])):
        _, events, _ = place([segment(length, tone("rest"), say(Edge.START, *wordings))], length_of)
        assert [text for _, text, *_ in spoken(events)] == [text]


def test_the_less_important_cue_is_shortened_first() -> None:
    rest = segment(
        2_700,
        tone("rest"),
        say(Edge.START, "Rest. Two seconds.", "Rest."),
        say(Edge.START, "Next: squats.", "Squats.", priority=2),
    )
    _, events, _ = place([rest], length_of)
    assert [text for _, text, *_ in spoken(events)] == ["Rest.", "Next: squats."]


def test_then_a_cue_with_a_time_starts_earlier() -> None:
    cue = say(Edge.AT, "Jumping lunges.", offset=-3_500, slack=2_000)
    rest = segment(15_000, tone("rest"), *TICKS, cue)
    _, events, _ = place([rest], length_of)
    assert spoken(events) == [(12_000 - TONE_GAP - 15 * 60, "Jumping lunges.", 100, 0.0)]


def test_then_it_is_spoken_faster() -> None:
    rest = segment(10_000, tone("rest"), say(Edge.START, "x" * 156))
    _, events, problems = place([rest], length_of)
    assert spoken(events) == [(720, "x" * 156, 107, 0.0)]
    assert problems == ()


def test_then_it_is_left_out_with_a_warning_that_names_its_line() -> None:
    rest = segment(2_000, tone("rest"), say(Edge.START, "x" * 30))
    _, events, problems = place([rest], length_of)
    assert spoken(events) == []
    assert [(p.span.line, p.rule) for p in problems] == [(7, "left-out")]
    assert problems[0].message == f"no time to say “{'x' * 30}” here: it is left out"


def test_an_optional_cue_is_left_out_in_silence() -> None:
    rest = segment(2_000, tone("rest"), say(Edge.START, "x" * 30, priority=0))
    assert place([rest], length_of)[2] == ()


def test_of_an_optional_cue_the_last_wording_is_tried_wherever_it_may_fit() -> None:
    wordings = ("Back straight, hips low, breathe.", "Front, side, back.")
    # Estimated at 2,362 and 1,702 ms, and at least 1,760 and 1,160; they take 1,980 and 1,080.
    for length, said in ((2_500, wordings[0]), (1_200, wordings[1])):
        rest = segment(length, say(Edge.START, *wordings, priority=0))
        _, events, _ = place([rest], length_of)
        assert [text for _, text, *_ in spoken(events)] == [said]


def test_no_tip_is_said_between_the_ticks_of_a_countdown() -> None:
    words = say(Edge.START, "Lie and rest."), say(Edge.START, "Breathe.", priority=0)
    rest = segment(4_000, *TICKS, *words)
    _, events, _ = place([rest], length_of)
    assert [text for _, text, *_ in spoken(events)] == ["Lie and rest."]


def test_what_is_required_runs_under_the_countdown_lowered() -> None:
    rest = segment(4_000, tone("rest"), *TICKS, say(Edge.START, "x" * 40, priority=2))
    _, events, _ = place([rest], length_of)
    assert spoken(events) == [(720, "x" * 40, 100, DUCK_DB)]


def test_what_is_required_and_does_not_fit_moves_to_the_segment_before() -> None:
    work = segment(20_000, tone("go"), *TICKS, kind=Kind.WORK)
    rest = segment(1_500, tone("rest"), say(Edge.START, "Next: squats, left leg.", priority=2))
    rows, events, _ = place([work, rest], length_of)
    assert spoken(events) == [(17_000 - TONE_GAP - 23 * 60, "Next: squats, left leg.", 100, 0.0)]
    assert [(row.start, row.end) for row in rows] == [(0, 20_000), (20_000, 21_500)]


def test_a_wanted_cue_gives_way_to_a_required_one_with_a_warning() -> None:
    rest = segment(
        3_000,
        tone("rest"),
        say(Edge.START, "Round two of five."),
        say(Edge.START, "Next: walking lunges, far.", priority=2),
    )
    _, events, problems = place([rest], length_of)
    assert [text for _, text, *_ in spoken(events)] == ["Next: walking lunges, far."]
    assert [p.message for p in problems] == [
        "no time to say “Round two of five.” here: it is left out"
    ]


def test_a_segment_without_a_length_is_as_long_as_what_it_says() -> None:
    finish = segment(None, Cue("finish", Edge.START, sound=Tone("go")), say(Edge.START, "Done."))
    rows, events, _ = place([finish], length_of)
    assert [(event.start, event.end) for event in events] == [(0, 450), (700, 1_000)]
    assert rows[0].end == 1_000


def test_text_that_no_voice_could_say_in_time_is_never_measured() -> None:
    asked: list[Sound] = []

    def measure(sound: Sound) -> Ms:
        asked.append(sound)
        return length_of(sound)

    rest = segment(2_000, say(Edge.START, "x" * 70, "x" * 20))
    place([rest], measure)
    assert asked == [Speech("x" * 20)]
