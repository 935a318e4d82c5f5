"""Groups on one line: each means the list that it stands for, or is refused."""

import json

import pytest

from audioworkout.language.document import parse
from audioworkout.language.formatting import formatted
from audioworkout.language.formatting.verify import bare
from audioworkout.language.model import Block


def block(item: object) -> Block:
    made, problems = parse(f"title: T\npaces: {{5k: 4:30/km}}\nworkout: {json.dumps([item])}")
    assert made is not None, problems
    (only,) = made.workout
    return bare(only)


@pytest.mark.parametrize(
    ("line", "heading", "steps"),
    [
        ("6 x 1 min hard / 1 min easy", "6 rounds", ["1 min hard", "1 min easy"]),
        ("6 × 1 min hard/1 min easy", "6 rounds", ["1 min hard", "1 min easy"]),
        ("6x1 min hard, 1 min easy", "6 rounds", ["1 min hard", "1 min easy"]),
        ("6 times 1 min hard then 1 min easy", "6 rounds", ["1 min hard", "1 min easy"]),
        ("6 x (1 min hard, 1 min easy)", "6 rounds", ["1 min hard", "1 min easy"]),
        ("6 x (1 min hard + 1 min easy)", "6 rounds", ["1 min hard", "1 min easy"]),
        ("3-5 x (1 min hard / 1 min easy)", "3-5 rounds", ["1 min hard", "1 min easy"]),
        ("4 x 4 min hard, 3 min easy jog", "4 rounds", ["4 min hard", "3 min easy jog"]),
        ("4 x 4 min hard with 3 min jog recovery", "4 rounds", ["4 min hard", "3 min jog"]),
        ("5 x 3 min run at 5k pace w/ 90s walk", "5 rounds", ["3 min run at 5k pace", "90s walk"]),
        ("10 x 800 m in 3:30, 90s jog", "10 rounds", ["800 m run in 3:30", "90s jog"]),
        (
            "8 x 400m at 1:30, 200m jog in 1:30",
            "8 rounds",
            ["400 m run at 1:30", "200 m jog in 1:30"],
        ),
        ("8 x 1 km at 5k pace, 2 min jog", "8 rounds", ["1 km run at 5k pace", "2 min jog"]),
        (
            "3 x (10 push-ups, slow, 10 squats), rest 60s",
            "3 rounds, 60s between rounds",
            ["10 push-ups, slow", "10 squats"],
        ),
        ("3 x (30s sprint, rest 90s)", "3 rounds", ["30s sprint", "rest 90s"]),
        ("10 x 400 m run at 1:40 on 2:00", "every 2:00 x10", ["400 m run at 1:40"]),
        ("10 x 100 m swim leaving on 2:00", "every 2:00 x10", ["100 m swim"]),
        ("8 x 50m swim on the 1:00", "every 1:00 x8", ["50 metres swim"]),
        ("5 x 5 deadlifts, on 2 min", "every 2 min x5", ["5 deadlifts"]),
        ("pyramid 1-2-3-2-1 min hard", "pyramid 1-2-3-2-1 min", ["hard"]),
        ("1-2-3-2-1 min hard, equal recovery", "pyramid 1-2-3-2-1 min, equal rest", ["hard"]),
        ("30-60-30s plank; 15s rest", "pyramid 30-60-30s, 15s between rounds", ["plank"]),
    ],
)
def test_a_line_means_its_list(line: str, heading: str, steps: list[str]) -> None:
    assert block(line) == block({heading: steps})


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("4 x 4 min hard, 3 min jog between", "`between` would leave out the last"),
        ("3 x 10 squats, 30s plank", "`30s plank` is another step"),
        ("3 x (10 squats, 30s plank), slowly", "cannot read `, slowly`"),
        ("3-5 x 100 m swim on 2:00", "expected one number of intervals"),
        ("3 x (10 squats, plank)", "`plank` is another exercise"),
        ("6 x 1 min hard / 1 min easy, rest 60s", "`rest 60s` could be of one step or of both"),
        ("10 x 800 m in 3:30, rest 90s", "this line names no exercise"),
        ("1-2-3-2-1 min hard, equal jog", "cannot read `equal jog`"),
        ("4 x 5 squats, every 60s", "`every 60s` could be a set or a rep every 60s"),
        ("200-400-200 m run", "`200-400-200` cannot stand inside a name"),
    ],
)
def test_what_a_group_on_a_line_cannot_mean(line: str, message: str) -> None:
    made, problems = parse(f"title: T\nworkout: {json.dumps([line])}")
    assert made is None
    assert problems[0].message.startswith(message)


def test_a_group_on_a_line_keeps_its_place_in_the_file() -> None:
    _, (problem,) = parse("title: T\nworkout:\n  - 6 x (1 min hard, 0 min easy)\n")
    assert (problem.span.line, problem.span.column) == (3, 22)


def test_it_may_have_a_name_and_stays_on_its_line() -> None:
    lines = "  - 6 x 1 min hard / 1 min easy\n  - Main: 2 x (1 min hard, 9s jog)\n"
    text = f"title: T\n\nworkout:\n{lines}"
    assert formatted(text)[0] == text
