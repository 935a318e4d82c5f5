"""Unrolling: what a plan's lines become, in order and to the millisecond."""

import pytest

from audioworkout.language.document import parse
from audioworkout.plan.paths import Pass
from audioworkout.plan.segments import Kind
from audioworkout.plan.unrolling import unroll
from audioworkout.words import catalogue


def unrolled(text: str) -> list[str]:
    """The body of a plan, a line a segment, without welcome, lead-in and finish."""
    workout, problems = parse("title: T\nworkout:\n" + text)
    assert workout is not None, problems
    segments, refused = unroll(workout, catalogue.find)
    assert refused == ()
    body = [s for s in segments if s.kind not in (Kind.WELCOME, Kind.PREPARE, Kind.FINISH)]
    return [
        " ".join(
            part
            for part in (
                str(s.kind),
                f"{(s.length or 0) / 1000:g}",
                s.exercise if s.kind is Kind.WORK else "",
                s.side,
                f"x{s.reps}" if s.reps else "",
                f"r{s.round}/{s.rounds}" if s.round and s.kind is Kind.WORK else "",
                f"s{s.set}/{s.sets}" if s.set and s.kind is Kind.WORK else "",
                "break" if s.breaks else "",
            )
            if part
        )
        for s in body
    ]


def refusal(text: str) -> list[str]:
    workout, problems = parse("title: T\nworkout:\n" + text)
    assert workout is not None, problems
    segments, refused = unroll(workout, catalogue.find)
    assert segments == ()
    return [f"{p.span.line}:{p.span.column}: {p.message}" for p in refused]


def test_steps_in_a_row() -> None:
    plan = (
        "  - 30s squats\n  - 15s rest\n  - 12 push-ups\n  - transition 10s\n  - 1 min easy walk\n"
    )
    assert unrolled(plan) == [
        "work 30 squats",
        "rest 15",
        "work 30 push-ups x12",
        "transition 10",
        "work 60 easy walk",
    ]


def test_a_hold_lengthens_each_rep_unless_every_sets_its_length() -> None:
    assert unrolled("  - 4 push-ups, hold 2s\n  - 4 push-ups, every 5s, hold 2s\n") == [
        "work 18 push-ups x4",
        "work 20 push-ups x4",
    ]


def test_death_by_adds_reps_each_minute_and_fills_the_minutes_that_are_too_short() -> None:
    plan = "  - death by, cap 3 min, from 10, by 10:\n      - squats\n  - 20s walk\n"
    assert unrolled(plan) == [
        "work 30 squats x10 r1/3",
        "rest 30 break",
        "work 60 squats x20 r2/3",
        "work 60 squats x30 r3/3",
        "work 20 walk",
    ]


def test_in_death_by_only_reps_without_a_pace_of_their_own_come_faster() -> None:
    plan = (
        "  - death by 1 min, from 20:\n      - squats\n      - 8 swings, every 3s\n      - rows\n"
    )
    assert unrolled(plan) == [
        "work 18 squats x20 r1/1",
        "work 24 swings x8 r1/1",
        "work 18 rows x20 r1/1",
    ]
    assert refusal("  - death by 1 min, from 20:\n      - squats, every 4s\n") == [
        "3:5: the list takes 1:20, longer than its slot of 1:00"
    ]


ROUND = ["squats 20", "transition 10", "rows 20"]
TRANSITIONS = [
    ("- 20s squats\n- 20s lunges", ["squats 20", "transition 10", "lunges 20"]),
    ("- 20s squats\n- rest 15s\n- 20s lunges", ["squats 20", "rest 15", "lunges 20"]),
    ("- 20s squats\n- 20s squats", ["squats 20", "squats 20"]),
    ("- 2 x 4 squats", ["squats 12", "squats 12"]),
    ("- 20s plank per side, switch 5s", ["plank 20", "switch 5", "plank 20"]),
    (
        "- 2 rounds, 30s between rounds: [20s squats, 20s rows]",
        [*ROUND, "rest 30", *ROUND],
    ),
    (
        "- 2 rounds, 5s between exercises: [20s squats, 20s rows]",
        ["squats 20", "rest 5", "rows 20", "transition 10", "squats 20", "rest 5", "rows 20"],
    ),
    (
        "- 2 sets: [20s squats, 20s rows]",
        ["squats 20", "squats 20", "transition 10", "rows 20", "rows 20"],
    ),
    (
        "- 20s plank\n- emom 1 min: [4 squats, 4 rows]\n- 20s plank",
        ["plank 20", "transition 10", "squats 12", "rows 12", "rest 36", "plank 20"],
    ),
    (
        "- 2 intervals of 30s work: [squats, rows]\n- 20s plank",
        ["squats 30", "rows 30", "transition 10", "plank 20"],
    ),
    (
        "- amrap 5 min: [4 squats, 4 rows]\n- 20s plank",
        ["speech 0", "AMRAP 300", "transition 10", "plank 20"],
    ),
    (
        "- 20s squats\n- say Next\n- 20s plank",
        ["squats 20", "speech 0", "transition 10", "plank 20"],
    ),
]


@pytest.mark.parametrize(("steps", "plan"), TRANSITIONS)
def test_a_transition_goes_between_exercises_that_meet(steps: str, plan: list[str]) -> None:
    workout, problems = parse(f"title: T\ntransition: 10s\nworkout:\n{steps}\n")
    assert workout is not None, problems
    segments, _ = unroll(workout, catalogue.find)
    body = [s for s in segments if s.kind not in (Kind.WELCOME, Kind.PREPARE, Kind.FINISH)]
    names = [(s.exercise if s.kind is Kind.WORK else None) or s.kind for s in body]
    assert [f"{n} {(s.length or 0) / 1000:g}" for n, s in zip(names, body, strict=True)] == plan


def test_sides_with_their_switch() -> None:
    assert unrolled("  - 30s side plank per side\n") == [
        "work 30 side plank left",
        "switch 5 right",
        "work 30 side plank right",
    ]
    assert unrolled("  - 30s side plank per side, switch 3s\n")[1] == "switch 3 right"


def test_sets_rest_between_them_and_before_the_next_exercise() -> None:
    assert unrolled("  - 3 x 12 push-ups, rest 60s\n  - 20s squats\n") == [
        "work 30 push-ups x12 s1/3",
        "rest 60 break",
        "work 30 push-ups x12 s2/3",
        "rest 60 break",
        "work 30 push-ups x12 s3/3",
        "rest 60 break",
        "work 20 squats",
    ]


def test_the_last_rest_of_sets_gives_way_to_any_pause_and_to_the_end_of_a_part() -> None:
    sets = ["work 10 squats s1/2", "rest 30 break", "work 10 squats s2/2"]
    step = "  - 2 x 10s squats, rest 30s\n"
    assert unrolled(f"{step}  - say Well done\n  - rest 5s\n  - 9s plank\n") == [
        *sets,
        "speech 0",
        "rest 5",
        "work 9 plank",
    ]
    assert unrolled(f"{step}  - transition 5s\n  - 9s plank\n") == [
        *sets,
        "transition 5",
        "work 9 plank",
    ]
    assert unrolled(f"{step}cooldown:\n  - 9s plank\n") == [*sets, "work 9 plank"]
    assert unrolled(f"  - emom 1 min:\n    - 2 x 10s squats, rest 30s\n{step}") == [
        "work 10 squats r1/1 s1/2",
        "rest 30 break",
        "work 10 squats r1/1 s2/2",
        "rest 10 break",
        *sets,
    ]


def test_a_circuit_with_rests() -> None:
    plan = (
        "  - 2 rounds, 15s between exercises, 60s between rounds:\n"
        "      - 30s squats\n"
        "      - 20s lunges\n"
    )
    assert unrolled(plan) == [
        "work 30 squats r1/2",
        "rest 15",
        "work 20 lunges r1/2",
        "rest 60 break",
        "work 30 squats r2/2",
        "rest 15",
        "work 20 lunges r2/2",
    ]


def test_a_pause_of_its_own_stands_in_for_the_rest_between_exercises() -> None:
    plan = (
        "  - 1 round, 15s between exercises:\n"
        "      - 30s squats\n"
        "      - transition 5s\n"
        "      - 20s lunges\n"
    )
    assert unrolled(plan) == ["work 30 squats r1/1", "transition 5", "work 20 lunges r1/1"]


def test_the_rest_that_ends_a_round_is_played_but_not_at_the_end_of_all() -> None:
    plan = "  - 2 rounds:\n      - 30s squats\n      - 15s rest\n"
    assert unrolled(plan) == ["work 30 squats r1/2", "rest 15 break", "work 30 squats r2/2"]


def test_straight_sets() -> None:
    plan = "  - 2 sets, rest 30s:\n      - 10s squats\n      - 10s lunges\n"
    assert unrolled(plan) == [
        "work 10 squats s1/2",
        "rest 30 break",
        "work 10 squats s2/2",
        "rest 30 break",
        "work 10 lunges s1/2",
        "rest 30 break",
        "work 10 lunges s2/2",
    ]


def test_nested_rounds_name_the_inner_one() -> None:
    plan = "  - 2 rounds:\n      - 2 rounds:\n          - 10s squats\n      - 20s rest\n"
    assert unrolled(plan) == [
        "work 10 squats r1/2",
        "work 10 squats r2/2",
        "rest 20 break",
        "work 10 squats r1/2",
        "work 10 squats r2/2",
    ]


@pytest.mark.parametrize(("effort", "rounds"), [("low", 3), ("middle", 4), ("high", 5), ("0.2", 3)])
def test_effort_picks_inside_the_range(effort: str, rounds: int) -> None:
    text = f"title: T\neffort: {effort}\nworkout:\n  - 3-5 rounds:\n      - 10s squats\n"
    workout, _ = parse(text)
    assert workout is not None
    segments, _ = unroll(workout, catalogue.find)
    assert [s.rounds for s in segments if s.kind is Kind.WORK] == [rounds] * rounds


def test_intervals_take_turns() -> None:
    plan = "  - 3 intervals of 30s work, 15s rest:\n      - squats\n      - lunges\n"
    assert unrolled(plan) == [
        "work 30 squats r1/2",
        "rest 15",
        "work 30 lunges r1/2",
        "rest 15",
        "work 30 squats r2/2",
    ]


def test_an_interval_with_sides_is_shared_by_them() -> None:
    plan = "  - 1 interval of 30s work, 15s rest:\n      - single-leg balance per leg\n"
    assert unrolled(plan) == [
        "work 15 single-leg balance left r1/1",
        "work 15 single-leg balance right r1/1",
    ]


def test_emom_starts_on_the_mark() -> None:
    plan = "  - emom 2 min:\n      - 10 push-ups\n  - 10s squats\n"
    assert unrolled(plan) == [
        "work 25 push-ups x10 r1/2",
        "rest 35 break",
        "work 25 push-ups x10 r2/2",
        "rest 35 break",
        "work 10 squats",
    ]


def test_a_list_longer_than_its_slot_is_refused() -> None:
    assert refusal("  - emom 2 min:\n      - 30 push-ups\n") == [
        "3:5: the list takes 1:15, longer than its slot of 1:00"
    ]


def test_a_ladder_gives_its_number_to_steps_without_one() -> None:
    plan = "  - ladder 3..2:\n      - push-ups\n      - 10s squats\n"
    assert unrolled(plan) == [
        "work 7.5 push-ups x3 r1/2",
        "work 10 squats r1/2",
        "work 5 push-ups x2 r2/2",
        "work 10 squats r2/2",
    ]


def test_a_choice_is_the_same_each_time() -> None:
    steps = "".join(f"      - {n}0s squats\n" for n in range(1, 7))
    plan = "  - any 3 of:\n" + steps
    chosen = unrolled(plan)
    assert len(chosen) == 3
    assert chosen == sorted(chosen) == unrolled(plan)


def test_an_amrap_reads_its_list_out_first() -> None:
    plan = "  - amrap 12 min:\n      - 10 squats\n      - 5 push-ups\n"
    assert unrolled(plan) == ["speech 0", "work 720 AMRAP"]


@pytest.mark.parametrize(
    ("plan", "message"),
    [
        ("  - 1000 rounds:\n      - 60s squats\n", "the session grows past 12:00:00"),
        (
            "  - 1000 rounds:\n"
            "      - 1000 rounds:\n"
            "          - 1000 rounds:\n"
            "              - 1s squats\n",
            "the session unrolls to more than 20,000 steps",
        ),
    ],
)
def test_too_long_is_refused_at_once(plan: str, message: str) -> None:
    (problem,) = refusal(plan)
    assert message in problem


def test_a_segment_keeps_its_path_through_the_groups() -> None:
    workout, _ = parse(
        "title: T\nlead_in: 0s\nworkout:\n  - 10s march\n  - 2 rounds, 5s between rounds:\n"
        "      - 10s side planks per side, switch 0s\n      - 2 x 10 lunges, rest 20s\n"
    )
    assert workout is not None
    segments, _ = unroll(workout, catalogue.find)
    found = [
        (segment.exercise or segment.kind.value, *map(named, segment.path))
        for segment in segments[1:-1]
    ]
    planks = [("side planks", "once 1.1", f"rounds {n}.0") for n in (1, 2)]
    lunges = [
        [
            ("lunges", "once 1.1", f"rounds {n}.1", "sets 1.0"),
            ("rest", "once 1.1", f"rounds {n}.1"),
            ("lunges", "once 1.1", f"rounds {n}.1", "sets 2.0"),
        ]
        for n in (1, 2)
    ]
    assert found == [
        ("march", "once 1.0"),
        *(planks[0], planks[0], *lunges[0]),
        ("rest", "once 1.1", "rounds 1.0"),
        *(planks[1], planks[1], *lunges[1]),
    ]


def named(turn: Pass) -> str:
    return f"{turn.unit} {turn.number}.{turn.item}"
