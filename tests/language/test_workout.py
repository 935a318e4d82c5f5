"""Whole files: the model they make, short forms against long ones, and what is refused."""

import time
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioworkout.ground.diagnostics import START, Severity, Span, render
from audioworkout.language.document import parse, parse_effort, parse_voice
from audioworkout.language.model import (
    Block,
    Circuit,
    Coaching,
    Group,
    Pause,
    PauseKind,
    Range,
    Reps,
    Time,
    TimedWords,
    Work,
    Workout,
)
from audioworkout.words.exercise import Exercise
from checkout import GOLDEN

BROKEN = GOLDEN / "diagnostics"


def workout(text: str) -> Workout:
    made, problems = parse(text)
    assert made is not None, problems
    return made


def blocks(text: str) -> Any:
    """The blocks of a list, without their places."""
    indented = "".join(f"  {line}\n" for line in text.strip("\n").splitlines())
    return placeless(workout(f"title: x\nworkout:\n{indented}").workout)


def messages(text: str) -> list[str]:
    made, problems = parse(text)
    assert made is None
    return [f"{problem.span.line}: {problem.message}" for problem in problems]


def placeless(value: Any) -> Any:
    """The value with every span the same."""
    if isinstance(value, Span):
        return START
    if isinstance(value, tuple):
        return tuple(placeless(item) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        parts = {field.name: placeless(getattr(value, field.name)) for field in fields(value)}
        return type(value)(**parts)
    return value


def test_a_whole_file() -> None:
    made = workout(
        """\
title: Lower body blast
description: >
  Squat, balance
  and lunge.
author: Coach
date: 2024-05-31
language: en-GB
voice: [piper:joe, robot]
coaching:
  level: full
  halfway: off
  cues: {count: on}
effort: high
seed: 7
lead_in: 15s
say_as: {RDL: R D L}
phrases:
  rest: Breathe
  halfway: [Half of it is done, Half]
silence_warnings: rest-too-short
exercises:
  wiggle: {aliases: wobble, sided: yes, limb: arm, seconds_per_rep: 1.5}
warmup:
  - 20s elephant walks
workout:
  - 5 rounds:
      - 30 seconds squats
      - 15 seconds rest
cooldown:
  - 1 min easy walk
"""
    )
    assert made == Workout(
        title="Lower body blast",
        description="Squat, balance and lunge.",
        author="Coach",
        date="2024-05-31",
        language="en-GB",
        voice=("piper:joe", "robot"),
        coaching=Coaching("full", (("halfway", False), ("count", True))),
        effort=1.0,
        seed=7,
        lead_in=15_000,
        say_as=(("RDL", "R D L"),),
        phrases=(("rest", ("Breathe",)), ("halfway", ("Half of it is done", "Half"))),
        silenced=("rest-too-short",),
        exercises=(Exercise("wiggle", ("wobble",), True, "arm", 1.5),),
        origin=Span(1, 1, 1, 6),
        warmup=(Work("elephant walks", Time(Range(20_000, 20_000)), Span(24, 5, 24, 23)),),
        workout=(
            Group(
                Circuit(Range(5, 5)),
                (
                    Work("squats", Time(Range(30_000, 30_000)), Span(27, 9, 27, 26)),
                    Pause(PauseKind.REST, Range(15_000, 15_000), Span(28, 9, 28, 24)),
                ),
                Span(26, 5, 26, 13),
            ),
        ),
        cooldown=(Work("easy walk", Time(Range(60_000, 60_000)), Span(30, 5, 30, 20)),),
    )


def test_what_a_file_leaves_out() -> None:
    made = workout("title: x\nworkout: [30s squats]\n")
    assert (made.language, made.voice, made.effort) == ("en", (), 0.5)
    assert (made.sounds.pack, made.seed, made.lead_in) == ("classic", 0, 10_000)
    assert made.coaching == Coaching("standard")


def test_an_exercise_of_the_file_keeps_what_the_catalogue_knows() -> None:
    made = workout("title: x\nworkout: [30s squats]\nexercises: {squats: {tips: Deep}}\n")
    (squats,) = made.exercises
    assert squats.name == "squats"
    assert squats.tips == ("Deep",)
    assert squats.position is not None


STEPS = [
    ("- 30s squats", "- {exercise: squats, work: 30s}"),
    ("- 30s squats", "- squats: 30s"),
    ("- 8-12 push-ups", "- {exercise: push-ups, reps: 8-12}"),
    ("- max push-ups in 30s", "- {exercise: push-ups, reps: max, work: 30s}"),
    ("- 3 x 12 push-ups, rest 60s", "- {exercise: push-ups, reps: 12, sets: 3, rest: 60s}"),
    ("- 3 x 12 push-ups, rest 60s", "- push-ups: 3 x 12, rest 60s"),
    (
        "- 30s single-leg balance per leg, switch 3s",
        "- {exercise: single-leg balance, work: 30s, sides: [left, right], switch: 3s}",
    ),
    ("- 12 wiggles per arm", "- {exercise: wiggles, reps: 12, sides: arm}"),
    ("- 12 wiggles per arm", "- {exercise: wiggles, reps: 12, sides: [left arm, right arm]}"),
    ("- 3-5 nordic curls, tempo 4-0-1", "- {exercise: nordic curls, reps: 3-5, tempo: 4-0-1}"),
    ("- 5 push-ups, hold 2s", "- {exercise: push-ups, reps: 5, hold: 2s}"),
    ("- 12 swings, every 2s", "- {exercise: swings, reps: 12, every: 2s}"),
    ("- 1 km run at 5:00/km", "- {exercise: run, distance: 1 km, pace: 5:00/km}"),
    ("- 400m run at 1:40", "- {exercise: run, distance: 400m, work: 1:40}"),
    (
        '- 12 swings, weight 12 kg, at 75%, note "low", tip "Snap", say "swinks"',
        "- {exercise: swings, reps: 12, weight: 12 kg, intensity: 75%, note: low, tip: Snap, "
        "say: swinks}",
    ),
    ("- rest 15s", "- rest: 15s"),
    ("- 10s to change over", "- transition: 10s"),
    ("- silence 10s", "- silence: 10s"),
    ('- say "Well done"', "- say: Well done"),
    ("- play intro.mp3", "- play: intro.mp3"),
]
GROUPS = [
    ("- 3-5 rounds:", "- rounds: 3-5"),
    (
        "- Main set, 5 rounds, 15s between exercises, 60s between rounds:",
        "- {name: Main set, rounds: 5, rest_between_exercises: 15s, rest_between_rounds: 60s",
    ),
    ("- 3 sets, rest 60s:", "- {sets: 3, rest: 60s"),
    ("- superset x3:", "- {superset: 3"),
    ("- 15 intervals of 30s work, 15s rest:", "- {intervals: 15, work: 30s, rest: 15s"),
    ("- tabata:", "- {tabata: yes"),
    ("- tabata x12:", "- {tabata: 12"),
    ("- emom 10 min:", "- {emom: 10 min"),
    ("- alternating emom 10 min:", "- {emom: 10 min, alternating: yes"),
    ("- e2mom 12 min:", "- {e2mom: 12 min"),
    ("- every 90s x6:", "- {every: 90s x6"),
    ("- amrap 12 min:", "- {amrap: 12 min"),
    ("- 3 rounds for time, cap 15 min:", "- {for_time: 15 min, rounds: 3"),
    ("- ladder 10-8-6:", "- {ladder: 10-8-6"),
    ("- ladder 10-8-6:", "- {ladder: [10, 8, 6]"),
    ("- ladder 1..5:", "- {ladder: 1..5"),
    ("- pyramid 10s-20s-10s:", "- {pyramid: [10s, 20s, 10s]"),
    ("- any 1 of:", "- {any: 1"),
    ("- shuffled:", "- {shuffled: yes"),
    ("- Main set:", "- {name: Main set"),
]


@pytest.mark.parametrize(("short", "long"), STEPS)
def test_a_step_is_the_same_in_both_forms(short: str, long: str) -> None:
    assert blocks(short) == blocks(long)


@pytest.mark.parametrize(("short", "long"), GROUPS)
def test_a_group_is_the_same_in_both_forms(short: str, long: str) -> None:
    listed = "[12 squats, rest 15s]"
    if "{" not in long:
        long = long.replace("- ", "- {", 1)
    if "intervals" in long or "tabata" in long:
        listed = "[squats, push-ups]"
    assert blocks(f"{short} {listed}") == blocks(f"{long}, exercises: {listed}}}")


def test_words_at_set_times_and_before_a_group() -> None:
    (group,) = blocks(
        """
- rounds: 2
  say: Twice through
  exercises:
    - exercise: squats
      reps: 12
      cues: {10s: Breathe, -10s: Strong finish}
"""
    )
    assert group.intro == "Twice through"
    assert group.blocks[0].cues == (
        TimedWords(10_000, "Breathe", START),
        TimedWords(-10_000, "Strong finish", START),
    )


def test_a_pasted_list_reads_without_change() -> None:
    pasted = """
- 3 rounds:
    • 20 seconds of kettlebell swings
    • 15 seconds per arm in single-arm plank (30 seconds total)
    • 30 seconds per side planks
    • 30 seconds rest
"""
    written = """
- 3 rounds:
    - 20s kettlebell swings
    - 15s single-arm plank per arm
    - 30s side planks per side
    - rest 30s
"""
    assert blocks(pasted) == blocks(written)


def test_a_block_is_written_once_and_used_twice() -> None:
    twice = blocks("- Main: &easy\n    - 30s squats\n    - rest 15s\n- Again: *easy")
    assert [group.name for group in twice] == ["Main", "Again"]
    assert twice[0].blocks == twice[1].blocks


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("- squats", True),
        ("- 5 rounds: [squats]", True),
        ("- emom 5 min: [squats]", True),
        ("- tabata: [5 rounds: [emom 2 min: [squats]]]", True),
        ("- tabata: [squats]", False),
        ("- ladder 5-4-3: [squats]", False),
        ("- pyramid 10s-20s: [squats]", False),
        ("- amrap 5 min: [squats]", False),
        ("- 15 intervals of 30s work, 15s rest: [any 1 of: [squats, lunges]]", False),
    ],
)
def test_where_a_step_needs_a_dose(text: str, missing: bool) -> None:
    _, problems = parse(f"title: x\nworkout:\n  {text}\n")
    assert [problem.message for problem in problems] == ["`squats` has no dose"] * missing


@pytest.mark.parametrize("path", sorted(BROKEN.glob("*.yaml")), ids=lambda path: path.stem)
def test_diagnostics(path: Path, golden: Callable[[Path, str], None]) -> None:
    text = path.read_text("utf-8")
    made, problems = parse(text)
    assert made is None
    shown = "\n\n".join(render(problem, path.name, text) for problem in problems)
    golden(path.with_suffix(".txt"), shown + "\n")


def test_names_of_phrases_are_checked_where_they_are_known() -> None:
    text = "title: x\nworkout: [30s squats]\nphrases: {haflway: Half}\n"
    assert parse(text)[0] is not None
    made, (problem,) = parse(
        text, phrase_fields={"halfway": frozenset(), "rest": frozenset({"duration"})}
    )
    assert made is None
    assert (problem.message, problem.hint) == (
        "unknown cue `haflway`",
        "did you mean `halfway`?",
    )


def test_efforts_and_voices_as_options() -> None:
    assert [parse_effort(text) for text in ("low", "Middle", "high", "0.3", "1")] == [
        0.0,
        0.5,
        1.0,
        0.3,
        1.0,
    ]
    assert parse_voice(" piper:joe ") == "piper:joe"
    for wrong in ("", "1.5", "-1", "nan", "٣"):
        with pytest.raises(ValueError, match="expected"):
            parse_effort(wrong)
    with pytest.raises(ValueError, match="expected a voice"):
        parse_voice("two words")


@pytest.mark.parametrize(
    "line",
    [
        "- {n} squats 30s lunges",
        "- " + "3 x " * 90 + "{n}",
        "- 30s a" + ", b" * 120 + "{n}",
        "- 30s a" + "(" * 300 + "{n}",
        "- a" + ", 5 rounds" * 35 + "{n}: [30s squats]",
    ],
)
def test_pathological_lines_end_soon(line: str) -> None:
    text = "title: x\nworkout:\n" + "".join(line.replace("{n}", f"{n}") + "\n" for n in range(95))
    begin = time.process_time()
    assert len(messages(text)) >= 50
    assert time.process_time() - begin < 4


def test_a_file_longer_than_any_session_is_refused_before_its_lines_are_read() -> None:
    text = "title: x\nworkout:\n" + "".join(f"  - 30s {'a ' * 150}b{n}\n" for n in range(1000))
    begin = time.process_time()
    assert messages(text) == ["3: this list holds more than 40,000 characters of different text"]
    assert time.process_time() - begin < 2


LINES = st.sampled_from(
    [
        "30s squats",
        "squats: 30s",
        "5 rounds: [30s squats]",
        "{exercise: squats, work: 30s}",
        "{rounds: 5, exercises: [squats]}",
        "{rounds: , exercises: }",
        "tabata: squats",
        "rest: 5",
        "rest: [5s]",
        "say: {a: b}",
        "exercise: []",
        "cues: {x: y}",
        "{exercise: a, cues: {1: [2]}, sides: [up], sets: {}}",
        "any 9 of: [30s squats]",
        "{}",
        "[]",
        "",
        "? x",
        "*a",
        "&a 30s squats",
        "'30s",
        "İ: ²",
    ]
)


@given(st.lists(LINES, max_size=6), st.sampled_from(["", "  ", "      "]))
def test_any_file_gives_a_workout_or_errors(lines: list[str], indent: str) -> None:
    text = "title: x\nworkout:\n" + "".join(f"{indent}- {line}\n" for line in lines)
    made, problems = parse(text)
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    assert (made is None) == bool(errors)
    assert list(problems) == sorted(problems, key=lambda problem: problem.span)
    assert len(set(problems)) == len(problems)


def test_every_block_knows_its_line() -> None:
    made = workout("title: x\nworkout:\n  - 5 rounds:\n      - 30s squats\n      - rest 5s\n")

    def lines(listed: tuple[Block, ...]) -> list[int]:
        return [
            line
            for block in listed
            for line in (
                block.origin.line,
                *(lines(block.blocks) if isinstance(block, Group) else ()),
            )
        ]

    assert lines(made.workout) == [3, 4, 5]


def test_reps_and_times_do_not_mix() -> None:
    (step,) = blocks("- 12 squats")
    assert step.dose == Reps(Range(12, 12))
    assert messages("title: x\nworkout: [{exercise: squats, reps: 12, work: 30s}]\n") == [
        "2: two doses in one step"
    ]


@pytest.mark.parametrize(
    ("written", "voices"),
    [
        ("joe", ("joe",)),
        ("joe@1.1", ("joe@1.1",)),
        ("piper:en_US-libritts-high#12@0.9", ("piper:en_US-libritts-high#12@0.9",)),
        ("[recorded:me, joe]", ("recorded:me", "joe")),
        ("{voice: joe, speed: 1.1}", ("joe@1.1",)),
        ("{voice: en_US-libritts-high, speaker: 3, speed: 2}", ("en_US-libritts-high#3@2",)),
        ("[{voice: recorded:me}, joe]", ("recorded:me", "joe")),
    ],
)
def test_a_voice_has_a_short_and_a_long_form(written: str, voices: tuple[str, ...]) -> None:
    parsed, problems = parse(f"title: T\nvoice: {written}\nworkout: [30s squats]\n")
    assert parsed is not None, problems
    assert parsed.voice == voices


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("joe@9", "expected a speed from 0.5 to 2, found `9`"),
        ("{voice: joe, speed: fast}", "expected a speed from 0.5 to 2, found `fast`"),
        ("{voice: joe, speaker: two}", "expected a speaker's number, found `two`"),
        ("{voice: joe@1.1, speed: 1.2}", "this is said twice"),
        ("{speed: 1.2}", "a voice needs `voice`"),
        ("[]", "this list names no voice"),
        ("'command:sh -c true'", "expected a voice such as `joe` or `piper:joe`, found"),
    ],
)
def test_a_voice_that_is_not_one_is_refused(written: str, message: str) -> None:
    parsed, problems = parse(f"title: T\nvoice: {written}\nworkout: [30s squats]\n")
    assert parsed is None
    assert problems[0].message.startswith(message)


def test_a_name_of_the_files_language_brings_what_is_known_of_it() -> None:
    text = "workout: [{exercise: Einbeinstand, work: 30s, sides: [left, right]}]\n"
    for language, limb in (("de", "leg"), ("en", "side")):
        parsed, problems = parse(f"title: T\nlanguage: {language}\n{text}")
        assert parsed is not None, problems
        (step,) = parsed.workout
        assert isinstance(step, Work)
        assert step.limb == limb
