import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioworkout.plan.speech_rate import estimate, shortest

# What the default voice took for them, in ms.
SPOKEN = {
    "Squats.": 701,
    "Weight on the foot.": 766,
    "Next: squats.": 1_342,
    "Switch. Right side.": 1_351,
    "Switch sides. Right side.": 1_804,
    "Stand with your feet shoulder-width apart.": 1_975,
    "The bottom hip wants to sink, so push it up.": 2_427,
    "Let the weights hang straight down while your hips sink between your knees.": 3_030,
    "Thirty-two minutes. Five rounds of six exercises.": 3_342,
    "Step out long, dip the back knee, and swing it through into the next step.": 3_737,
}


@pytest.mark.parametrize(("text", "length"), SPOKEN.items())
def test_speech_takes_about_its_estimate_and_never_less_than_the_least(
    text: str, length: int
) -> None:
    assert estimate(text) == pytest.approx(length, rel=0.45)
    assert shortest(text) <= length


def test_the_estimates_are_near_on_average() -> None:
    assert sum(map(estimate, SPOKEN)) == pytest.approx(sum(SPOKEN.values()), rel=0.06)


@pytest.mark.parametrize(
    ("text", "usual", "least"),
    [
        ("Ten.", 250 + 4 * 44, 4 * 40),
        ("Go, go.", 250 + 7 * 44 + 330, 7 * 40 + 220),
        ("Next: go.", 250 + 9 * 44 + 400, 9 * 40),
        ("Go. Go!", 250 + 7 * 44 + 500, 7 * 40 + 330),
        ("At 1:40, 2.5 km.", 250 + 16 * 44 + 330, 16 * 40 + 220),
    ],
)
def test_pauses_are_at_marks_between_words(text: str, usual: int, least: int) -> None:
    assert (estimate(text), shortest(text)) == (usual, least)


@given(st.text(max_size=200), st.integers(50, 200))
def test_the_least_is_less_than_the_estimate_at_every_rate(text: str, rate_percent: int) -> None:
    assert 0 <= shortest(text, rate_percent) < estimate(text, rate_percent)
    assert estimate(text, rate_percent) == pytest.approx(estimate(text) * 100 / rate_percent, abs=1)
