"""Lines and headings: each with the parts that it must give."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioworkout.ground.diagnostics import START
from audioworkout.language.forms.headings import heading
from audioworkout.language.grammar import Mistake
from audioworkout.language.model import (
    Amount,
    Amrap,
    AnyOf,
    Block,
    Circuit,
    DeathBy,
    Distance,
    Dose,
    Emom,
    Form,
    ForTime,
    Intervals,
    Ladder,
    MaxReps,
    Pace,
    Pause,
    PauseKind,
    Play,
    Pyramid,
    Range,
    Reps,
    Say,
    Section,
    Sets,
    Shuffled,
    Superset,
    Tempo,
    Time,
    Work,
)
from audioworkout.language.steps.short import step

KNOWN = {"plank", "side plank", "side planks", "leg extensions", "lunges"}


def read(line: str) -> Block:
    return step(line, START, KNOWN.__contains__)


def work(exercise: str, dose: Dose | None, **parts: Any) -> Work:
    return replace(Work(exercise, dose, START), **parts)


def exactly(value: int) -> Range:
    return Range(value, value)


def seconds(low: int, high: int | None = None) -> Time:
    return Time(Range(low * 1000, (high or low) * 1000))


def reps(low: int, high: int | None = None) -> Reps:
    return Reps(Range(low, high or low))


def far(metres: float, text: str, length: int, pace: Pace | None = None) -> Distance:
    return Distance(metres, text, exactly(length), pace)


FIVE = Pace("5:00/km", exactly(300_000))
PACED = Pace("4:30-4:40/km", Range(270_000, 280_000))


def worked(rounds: int, on: int, off: int) -> Circuit:
    rest = exactly(off * 1000)
    return Circuit(exactly(rounds), rest, rest, exactly(on * 1000))


LEGS: dict[str, Any] = {"sides": ("left", "right"), "limb": "leg"}
ARMS: dict[str, Any] = {"sides": ("left", "right"), "limb": "arm"}
SIDES: dict[str, Any] = {"sides": ("left", "right"), "limb": "side"}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        # a time
        ("30s squats", work("squats", seconds(30))),
        ("30 seconds of squats", work("squats", seconds(30))),
        ("30 seconds squats", work("squats", seconds(30))),
        ("squats 30s", work("squats", seconds(30))),
        ("squats x 30s", work("squats", seconds(30))),
        ("30-second plank", work("plank", seconds(30))),
        ("30S of the Squats", work("Squats", seconds(30))),
        ("1:30 plank", work("plank", seconds(90))),
        ("1m30s plank", work("plank", seconds(90))),
        ("30-45s plank", work("plank", seconds(30, 45))),
        ("30 – 45 s plank", work("plank", seconds(30, 45))),
        ("30s 90/90 hip stretch", work("90/90 hip stretch", seconds(30))),
        ("3-point plank 30s", work("3-point plank", seconds(30))),
        ("10 min easy run", work("easy run", seconds(600))),
        ("10 min recovery run", work("recovery run", seconds(600))),
        ('30s "Rest position"', work("Rest position", seconds(30))),
        # reps
        ("12 push-ups", work("push-ups", reps(12))),
        ("12 reps of push-ups", work("push-ups", reps(12))),
        ("push-ups x12", work("push-ups", reps(12))),
        ("push-ups × 12", work("push-ups", reps(12))),
        ("8-12 squats", work("squats", reps(8, 12))),
        ("8 to 12 squats", work("squats", reps(8, 12))),
        ("12 side bends", work("side bends", reps(12))),
        ("10 hip thrusts", work("hip thrusts", reps(10))),
        ("max push-ups in 30s", work("push-ups", MaxReps(exactly(30_000)))),
        ("30s max push-ups", work("push-ups", MaxReps(exactly(30_000)))),
        # sets
        (
            "3 x 12 push-ups, rest 60s",
            work("push-ups", reps(12), sets=exactly(3), rest=exactly(60_000)),
        ),
        (
            "push-ups 3x12, 60s rest",
            work("push-ups", reps(12), sets=exactly(3), rest=exactly(60_000)),
        ),
        ("3 sets of 20 walking lunges", work("walking lunges", reps(20), sets=exactly(3))),
        ("20 walking lunges, 3 sets", work("walking lunges", reps(20), sets=exactly(3))),
        ("3–4 × 30s plank", work("plank", seconds(30), sets=Range(3, 4))),
        # sides
        ("8-12 leg extensions per leg", work("leg extensions", reps(8, 12), **LEGS)),
        ("30s single-leg balance per leg", work("single-leg balance", seconds(30), **LEGS)),
        (
            "30 seconds per leg in single-leg balance",
            work("single-leg balance", seconds(30), **LEGS),
        ),
        ("15 hip flexions each side", work("hip flexions", reps(15), **SIDES)),
        ("15 hip flexions, on each side", work("hip flexions", reps(15), **SIDES)),
        ("12 lunges/leg", work("lunges", reps(12), **LEGS)),
        ("12/leg lunges", work("lunges", reps(12), **LEGS)),
        ("30s plank per arm, switch 3s", work("plank", seconds(30), switch=3000, **ARMS)),
        ("30 seconds per side planks", work("side planks", seconds(30), **SIDES)),
        ("30 s a side side plank", work("side plank", seconds(30), **SIDES)),
        ("12 a leg extensions", work("leg extensions", reps(12))),
        (
            "15 seconds per arm in single-arm plank (30 seconds total)",
            work("single-arm plank", seconds(15), **ARMS),
        ),
        ("2 x 8 lunges per leg (32 in all)", work("lunges", reps(8), sets=exactly(2), **LEGS)),
        ("8-10 lunges per leg (16-20 total)", work("lunges", reps(8, 10), **LEGS)),
        (
            "3x12 push-ups w/ 60s rest",
            work("push-ups", reps(12), sets=exactly(3), rest=exactly(60_000)),
        ),
        ("push-ups - 3 sets of 12", work("push-ups", reps(12), sets=exactly(3))),
        ("10 min run at threshold", work("run", seconds(600), intensity="threshold")),
        ("10 min ride @ 200-220 W", work("ride", seconds(600), intensity="200-220 W")),
        (
            "5 x 1 km at 5:00/km, rest 2 min",
            work("run", far(1000, "1 km", 300_000, FIVE), sets=exactly(5), rest=exactly(120_000)),
        ),
        # words that could be notation, and are none
        ("12 pause squats", work("pause squats", reps(12))),
        ("20 round kicks", work("round kicks", reps(20))),
        (
            "12 push-ups, slow and with a pause",
            work("push-ups", reps(12), note="slow and with a pause"),
        ),
        ('30s "figure 8 walks"', work("figure 8 walks", seconds(30))),
        ("10 min tempo run", work("tempo run", seconds(600))),
        # notes and other options
        ("lunges, alternating legs", work("lunges", None, note="alternating legs")),
        (
            "30 seconds lunges or jumping lunges, alternating legs",
            work("lunges or jumping lunges", seconds(30), note="alternating legs"),
        ),
        ("30s squats (slowly), low", work("squats", seconds(30), note="slowly, low")),
        ("30s squats — slowly", work("squats", seconds(30), note="slowly")),
        ('12 squats, note "5, then 7"', work("squats", reps(12), note="5, then 7")),
        (
            "3-5 nordic curls, tempo 4-0-1",
            work("nordic curls", reps(3, 5), tempo=Tempo(4000, 0, 1000)),
        ),
        ("5 push-ups, hold 2s", work("push-ups", reps(5), hold=2000)),
        ("5 push-ups; 1.5 s hold", work("push-ups", reps(5), hold=1500)),
        ("5 push-ups, hold for 2s, every 5s", work("push-ups", reps(5), hold=2000, every=5000)),
        (
            "5 push-ups, hold the bar",
            work("push-ups", reps(5), note="hold the bar"),
        ),
        ("12 swings, every 2s", work("swings", reps(12), every=2000)),
        ("10 min run, metronome 170", work("run", seconds(600), metronome=170)),
        ("10 min run — metronome 170 BPM", work("run", seconds(600), metronome=170)),
        ("10 min run @ 170 spm", work("run", seconds(600), metronome=170)),
        ("10 min run, metronome off", work("run", seconds(600), metronome=0)),
        ("12 swings, weight 12 kg", work("swings", reps(12), weight="12 kg")),
        ("12 swings, weight 8–12 kg", work("swings", reps(12), weight="8–12 kg")),
        ("12 swings with 2 x 12 kg", work("swings", reps(12), weight="2 x 12 kg")),
        ("12 squats, at 75%", work("squats", reps(12), intensity="75%")),
        ("12 squats at 75% 1RM", work("squats", reps(12), intensity="75% of 1RM")),
        (
            "12 squats @ 80–85 % of my 1 RM",
            work("squats", reps(12), intensity="80–85 % of my 1 RM"),
        ),
        ("5 min bike at 90% FTP", work("bike", seconds(300), intensity="90% of FTP")),
        ("12 squats at 75% of 1RM", work("squats", reps(12), intensity="75% of 1RM")),
        ('12 squats, tip "Chest up"', work("squats", reps(12), tip="Chest up")),
        ('12 squats, say "skwots"', work("squats", reps(12), say="skwots")),
        # distances
        (
            "1 km run at 5:00/km",
            work("run", far(1000, "1 km", 300_000, Pace("5:00/km", exactly(300_000)))),
        ),
        ("400m run at 1:40", work("run", far(400, "400 m", 100_000))),
        (
            "400 m run at 5:00/km",
            work("run", far(400, "400 m", 120_000, Pace("5:00/km", exactly(300_000)))),
        ),
        ("5 km run in 25 min", work("run", far(5000, "5 km", 1_500_000))),
        (
            "10 km ride at 30 km/h",
            work("ride", far(10_000, "10 km", 1_200_000, Pace("30 km/h", exactly(120_000)))),
        ),
        (
            "1 mile run at 8:00/mile",
            work("run", far(1609.344, "1 mile", 480_000, Pace("8:00/mile", exactly(298_258)))),
        ),
        (
            "10 × 400m run at 1:40, rest 1 min",
            work("run", far(400, "400 m", 100_000), sets=exactly(10), rest=exactly(60_000)),
        ),
        ("1 km run at 5 min/km", work("run", far(1000, "1 km", 300_000, FIVE))),
        (
            "1 km run at 4:30-4:40/km",
            work("run", Distance(1000, "1 km", Range(270_000, 280_000), PACED)),
        ),
        (
            "200m swim at 1:45/100m",
            work("swim", far(200, "200 m", 210_000, Pace("1:45/100 m", exactly(1_050_000)))),
        ),
        ("800 m run at 5k pace", work("run", Amount("800 m"), intensity="5k pace")),
        ("800m run", work("run", Amount("800 m"))),
        ("20/leg lunges", work("lunges", reps(20), **LEGS)),
        ("15-20 cal row", work("row", Amount("15-20 calories", is_distance=False))),
        ("10 min run at Zone 2", work("run", seconds(600), intensity="zone 2")),
        ("10 min run in zone 2-3", work("run", seconds(600), intensity="zone 2-3")),
        ("10 min Z2 run", work("run", seconds(600), intensity="zone 2")),
        ("10 min run @ my 10K race pace", work("run", seconds(600), intensity="10k race pace")),
        ("12 squats, RPE 8", work("squats", reps(12), intensity="RPE 8")),
        # pauses, words, sounds
        ("rest 15s", Pause(PauseKind.REST, exactly(15_000), START)),
        ("15 seconds rest", Pause(PauseKind.REST, exactly(15_000), START)),
        ("15s of rest", Pause(PauseKind.REST, exactly(15_000), START)),
        ("rest 1 min", Pause(PauseKind.REST, exactly(60_000), START)),
        ("30-60s recovery", Pause(PauseKind.REST, Range(30_000, 60_000), START)),
        ("transition 10s", Pause(PauseKind.TRANSITION, exactly(10_000), START)),
        ("10s to change over", Pause(PauseKind.TRANSITION, exactly(10_000), START)),
        ("silence 10s", Pause(PauseKind.SILENCE, exactly(10_000), START)),
        ('say "Keep your shoulders down"', Say("Keep your shoulders down", START)),
        ("say Well done, 1,5 times", Say("Well done, 1,5 times", START)),
        ("play intro.mp3", Play("intro.mp3", START)),
        # as pasted
        ("A1. push-ups x 8", work("push-ups", reps(8))),
        ("2) 30s squats", work("squats", seconds(30))),
        ("• 30 seconds squats", work("squats", seconds(30))),
        ("- 30 seconds squats", work("squats", seconds(30))),
        ("*  15 seconds rest", Pause(PauseKind.REST, exactly(15_000), START)),
    ],
)
def test_what_a_line_means(line: str, expected: Block) -> None:
    assert read(line) == expected


@pytest.mark.parametrize(
    ("line", "part", "message"),
    [
        ("3 m plank", "3 m", "`3 m` could be 3 minutes or 3 metres"),
        ("25m run", "25m", "`25m` could be 25 minutes or 25 metres"),
        ("3x squats", "3x", "`3 x` could be 3 sets or 3 reps"),
        ("squats 30", "30", "`squats 30` could be 30 reps or 30 seconds"),
        ("30 s a side plank", "a side", "`a side plank` could be `side plank`, or `plank` on each"),
        ("20s a leg wiggle", "a leg", "`a leg wiggle` could be `wiggle` on each leg, or `leg"),
        ("12 lunges both legs", "both legs", "`both legs` could be the dose on each leg, or both"),
        ("12 lunges (per leg)", "(per leg)", "`(per leg)` could be the sides to do, or a note"),
        ("12 lunges each", "each", "each what?"),
        ("12 lunges per leg, alternating", "alternating", "`per leg` does one side after the"),
        (
            "15s per arm plank (40s total)",
            "(40s total)",
            "the total says 40s, but 2 × 15s make 30s",
        ),
        ("12 lunges (30 seconds total)", "(30 seconds total)", "this total cannot be checked"),
        ("0s squats", "0s", "a duration must be more than zero"),
        ("0 squats", "0", "expected at least 1, found `0`"),
        ("-30s squats", "-30s", "`-30s` is less than zero"),
        ("rest 0s", "0s", "a rest of no length: delete it"),
        ("1 min 30 plank", "30", "`30` has no unit"),
        ("rest 15", "15", "`15` has no unit"),
        ("1,5 min plank", "1,5", "a number takes no comma"),
        ("30s squats 15s rest", "15s", "both `30s` and `15s` in one step"),
        ("12 push-ups in 30s", "30s", "both `12` and `30s` in one step"),
        ("squats 30s lunges", "30s", "words on both sides of `30s`"),
        ("30s squats, 15s rest", "15s rest", "the rest of a step goes between its sets"),
        ("30s squats, switch 3s", "switch 3s", "`switch` needs sides"),
        ("30s squats, tempo 4-0-1", "tempo 4-0-1", "`tempo` paces reps, and this step has a"),
        ("12 squats, every 2s, tempo 1-0-1", "every 2s", "`tempo` and `every` in one step"),
        ("30s squats, hold 2s", "hold 2s", "`hold` is a pause in each rep, and this step"),
        ("max squats in 30s, hold 2s", "hold 2s", "`hold` is a pause in each rep, and this step"),
        ("12 squats, tempo 1-0-1, hold 2s", "hold 2s", "`hold` and `tempo` in one step"),
        ("12 squats, every 2s, hold 2s", "hold 2s", "a hold of 2s fills a rep of 2s"),
        ("12 squats, hold 0s", "hold 0s", "a duration must be more than zero"),
        ("30s squats, swich 3s", "swich 3s", "unknown option `swich 3s`"),
        ("30s squats, not slowly", "not slowly", "unknown option `not slowly`"),
        ("30s squats, side plank", "side plank", "`side plank` is another exercise"),
        ("12 swings, weight 12", "12", "`weight 12` has no unit"),
        ("max push-ups", "max", "`max` needs a time"),
        ("5 km run at 5:00", "5:00", "5 km in 5:00 is faster than anyone runs"),
        ("800 m run at 5k pace, at RPE 8", "5k pace", "both `RPE 8` and `5k pace` in one step"),
        ("30 min run at 5:00/km", "5:00/km", "a pace needs a distance"),
        ("Repeat", "Repeat", "a line cannot say how often to repeat"),
        ("• repeat x5", "repeat x5", "a line cannot say how often to repeat"),
        ("5 rounds", None, "`5 rounds` is a heading without its list"),
        ("rest", "rest", "`rest` alone says too little"),
        ("15s rest between exercises", "rest", "a rest takes a duration and nothing else"),
        ("30s", None, "this line names no exercise"),
        ("8-12 reps", None, "this line names no exercise"),
        ("30s (squats", "30s (squats", "a bracket or a quotation mark is missing its partner"),
        ("13h run", "13h", "`13h` is longer than 12 hours"),
        ("99999999999999999999 squats", "99999999999999999999", "`99999999999999999999` is more"),
        ("4-2 x 10 squats", "4-2", "the range `4-2` runs downwards"),
        ("2 rounds of 10 push-ups", "2 rounds", "`2 rounds` looks like rounds"),
        ("45 Sekunden Kniebeugen", "45 Sekunden", "`45 Sekunden` looks like a time"),
        ("Kniebeugen 45 Sek.", "45 Sek", "`45 Sek` looks like a time"),
        ("3 Sätze à 12 Kniebeugen", "3 Sätze", "`3 Sätze` looks like sets"),
        ("15 répétitions de pompes", "15 répétitions", "`15 répétitions` looks like reps"),
        ("30 segundos de plancha", "30 segundos", "`30 segundos` looks like a time"),
        ("500 metri di corsa", "500 metri", "`500 metri` looks like a distance"),
        ("3 voltas de agachamento", "3 voltas", "`3 voltas` looks like rounds"),
        ("12 Ausfallschritte pro Bein", "pro Bein", "`pro Bein` looks like the sides to do"),
        ("12 squats per kant", "per kant", "`per kant` looks like the sides to do"),
        ("10 afundos/perna", "/perna", "`/perna` looks like the sides to do"),
        ("30s Trabpause", "Trabpause", "`Trabpause` looks like a rest"),
        ("rust 30s", "rust", "`rust` looks like a rest"),
        ("water break 60s", "break", "`break` looks like a rest"),
        ("45s work", "work", "`work` names no exercise"),
        ("10 push-ups + 10 squats", "10", "`10` cannot stand inside a name"),
        ("21-15-9 thrusters", "21-15-9", "`21-15-9` cannot stand inside a name"),
        ("10 burpees every minute", "every minute", "`every minute` looks like a dose for each"),
        ("10 arm circles each way", "each way", "`each way` looks like a dose for each"),
        ("ten push-ups", "ten", "`ten` looks like a number"),
        ("three sets of ten squats", "three sets", "`three sets` looks like sets"),
        ("12 squats, twice", "twice", "`twice` looks like a number of times"),
        ("12 squats, drei Sätze", "drei Sätze", "`drei Sätze` looks like sets"),
        ("12 squats (3 sets)", "(3 sets)", "`3 sets` looks like sets"),
        ("12 squats, short rest", "short rest", "`short rest` looks like a rest"),
        ("8 x 30s hills, jog down", "jog down", "`jog down` between the sets takes an unknown"),
        ("2 min run @ goal", "@", "`@` says how hard, and nothing is read behind it"),
        ("a dozen push-ups", "dozen", "`dozen` looks like a number"),
        ("4 x 400 metres", None, "this line names no exercise"),
        ("30 ‘ plank", "30 ‘", "`30 ‘` could be a time or a length"),
        ("30s | plank", "|", "`|` cannot stand inside a name"),
        ("5 x 100 free", None, "`5 x 100` could be reps or metres"),
        ("push-ups 3 × 12 – 60s", "3 ×", "`12 – 60s` could be 12 reps and a rest, or a range"),
        ("12 lunges L/R", "L/R", "`L/R` looks like the sides to do"),
        ("12 lunges links und rechts", "links und rechts", "`links und rechts` looks like the"),
        ("12 lunges, left and right", "left and right", "`left and right` looks like the sides"),
        ("push-ups to failure", "to failure", "`to failure`: a recording cannot wait for"),
        ('20 box jumps, 24"', '24"', '`24"` could be a time or a length'),
        ('30" plank 15" hold', '30"', '`30"` could be a time or a length'),
        ("2’ plank", "2’", "`2’` could be a time or a length"),
        ("a" * 401, None, "this line has more than 400 characters"),
    ],
)
def test_what_a_line_cannot_mean(line: str, part: str | None, message: str) -> None:
    with pytest.raises(Mistake) as mistake:
        read(line)
    start, end = mistake.value.start, mistake.value.end
    assert mistake.value.message.startswith(message)
    assert (None if start is None else line[start:end]) == part


@pytest.mark.parametrize(
    ("line", "form"),
    [
        ("5 rounds", Circuit(exactly(5))),
        ("3–5 Rounds", Circuit(Range(3, 5))),
        (
            "5 rounds, 15s between exercises, 60s between rounds",
            Circuit(exactly(5), exactly(15_000), exactly(60_000)),
        ),
        (
            "5 rounds, 15s rest between exercises and 1 min rest between rounds",
            Circuit(exactly(5), exactly(15_000), exactly(60_000)),
        ),
        ("3 rounds - 40s on / 20s off", worked(3, 40, 20)),
        ("40s on, 20s off, 3 rounds", worked(3, 40, 20)),
        ("work 40s rest 20s x 3", worked(3, 40, 20)),
        ("40/20 for 3 rounds", worked(3, 40, 20)),
        ("3 min on, 1 min off", worked(1, 180, 60)),
        ("5 rounds w/ 1 min rest", Circuit(exactly(5), None, exactly(60_000))),
        ("5 rounds - 1 min between rounds", Circuit(exactly(5), None, exactly(60_000))),
        ("5 rounds for time (cap 20 min)", ForTime(1_200_000, 5)),
        ("4 sets of", Sets(exactly(4))),
        ("3x", Circuit(exactly(3))),
        ("x3", Circuit(exactly(3))),
        ("Three rounds", Circuit(exactly(3))),
        ("3 times through", Circuit(exactly(3))),
        ("repeat 3", Circuit(exactly(3))),
        ("repeat three times", Circuit(exactly(3))),
        ("Do 3 rounds of the following", Circuit(exactly(3))),
        ("rounds 3", Circuit(exactly(3))),
        ("twice", Circuit(exactly(2))),
        ("5 rounds with 1-2 min rest", Circuit(exactly(5), None, Range(60_000, 120_000))),
        ("3 rounds, 40s on, 20s off", worked(3, 40, 20)),
        ("3 rounds, work 40s, rest 20s", worked(3, 40, 20)),
        ("3 rounds of 40s per exercise, 20s rest", worked(3, 40, 20)),
        ("40s / 20s, 3 rounds", worked(3, 40, 20)),
        ("30/30", worked(1, 30, 30)),
        ("1 min/30s x 4", worked(4, 60, 30)),
        ("7/3 x 6", worked(6, 7, 3)),
        (
            "3 rounds, 40/20, 2 min between rounds",
            Circuit(exactly(3), exactly(20_000), exactly(120_000), exactly(40_000)),
        ),
        ("8 intervals, 40/20", Intervals(exactly(8), exactly(40_000), exactly(20_000))),
        ("tabata 20/10 x 6", Intervals(exactly(6), exactly(20_000), exactly(10_000), tabata=True)),
        ("tabata 30/15", Intervals(exactly(8), exactly(30_000), exactly(15_000))),
        ("three supersets", Superset(exactly(3))),
        ("3 sets", Sets(exactly(3))),
        ("3 sets, rest 60s", Sets(exactly(3), exactly(60_000))),
        ("3 sets, 60s between sets", Sets(exactly(3), exactly(60_000))),
        ("superset x3", Superset(exactly(3))),
        ("superset × 3, rest 90s", Superset(exactly(3), exactly(90_000))),
        (
            "15 intervals of 30s work, 15s rest",
            Intervals(exactly(15), exactly(30_000), exactly(15_000)),
        ),
        (
            "8 intervals, 20s on, 10s off",
            Intervals(exactly(8), exactly(20_000), exactly(10_000)),
        ),
        ("tabata", Intervals(exactly(8), exactly(20_000), exactly(10_000), tabata=True)),
        ("Tabata x12", Intervals(exactly(12), exactly(20_000), exactly(10_000), tabata=True)),
        ("emom 10 min", Emom(60_000, 10)),
        ("10-minute EMOM", Emom(60_000, 10)),
        ("every 90s x6", Emom(90_000, 6)),
        ("every 2 min for 12 min", Emom(120_000, 6)),
        ("e2mom 12 min", Emom(120_000, 6)),
        ("alternating emom 10 min", Emom(60_000, 10, alternating=True)),
        ("every minute on the minute for 5 min", Emom(60_000, 5)),
        ("amrap 12 min", Amrap(720_000)),
        ("12 min AMRAP", Amrap(720_000)),
        ("for time, cap 15 min", ForTime(900_000)),
        ("3 rounds for time, cap 15 min", ForTime(900_000, 3)),
        ("ladder 10-8-6-4-2", Ladder((10, 8, 6, 4, 2))),
        ("21–15–9", Ladder((21, 15, 9))),
        ("ladder 1..5", Ladder((1, 2, 3, 4, 5))),
        ("ladder 5..1", Ladder((5, 4, 3, 2, 1))),
        ("ladder 2..10 by 4", Ladder((2, 6, 10))),
        ("ladder 21-15-9, 60s between rounds", Ladder((21, 15, 9), exactly(60_000))),
        ("pyramid 10s-20s-10s", Pyramid((10_000, 20_000, 10_000))),
        ("pyramid 10-20-10s", Pyramid((10_000, 20_000, 10_000))),
        ("death by, cap 10 min", DeathBy(600_000)),
        ("Death by 10 min, by 2, from 5", DeathBy(600_000, first=5, by=2)),
        ("any 3 of", AnyOf(3)),
        ("shuffled", Shuffled()),
    ],
)
def test_what_a_heading_means(line: str, form: Form) -> None:
    assert heading(line).form == form
    assert heading(line).name is None


@pytest.mark.parametrize(
    ("line", "name", "form"),
    [
        ("Main set", "Main set", Section()),
        ("Warm-up:  easy", "Warm-up: easy", Section()),
        ("Round the block", "Round the block", Section()),
        ("Main set, 5 rounds", "Main set", Circuit(exactly(5))),
        ("Main set x3", "Main set", Circuit(exactly(3))),
        ("Main set - 3 rounds", "Main set", Circuit(exactly(3))),
        (
            "Main set (5 rounds, 60s between rounds)",
            "Main set",
            heading("5 rounds, 60s between rounds").form,
        ),
        ("Circuit 2 x3", "Circuit 2", Circuit(exactly(3))),
        ("Circuit 1 - 3x", "Circuit 1", Circuit(exactly(3))),
        ("Set 2 - 3 rounds", "Set 2", Circuit(exactly(3))),
        ("Finisher: tabata", "Finisher", heading("tabata").form),
        ("Week 2-3", "Week 2-3", Section()),
        ("Round 1", "Round 1", Section()),
        ("Push, pull and legs, tabata", "Push, pull and legs", heading("tabata").form),
    ],
)
def test_headings_with_names(line: str, name: str, form: Form) -> None:
    assert heading(line).name == name
    assert heading(line).form == form


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("5 rounds, rest 60s", "this rest could be between exercises or between rounds"),
        ("5 rounds, cap 10 min", "`cap 10 min` has no meaning behind `5 rounds`"),
        ("5 rounds, 15s between rounds, 20s between rounds", "`rest between rounds` twice"),
        ("5 ronds", "cannot read the heading `5 ronds`"),
        ("Legs 5x5", "`5x5` cannot stand inside a name"),
        ("21-15-9 for time, cap 9 min", "a ladder for time is not read"),
        ("3/1", "`3/1` could be minutes or seconds"),
        ("40/20s", "`40` has no unit"),
        ("5 rounds, 40s on, 40/20", "`40s on` beside `40/20`"),
        ("5 rounds, 0/20", "a duration must be more than zero"),
        ("Drei Runden", "`Drei Runden` looks like rounds, which is not read here"),
        ("Zirkel, drei Durchgänge", "`drei Durchgänge` looks like rounds"),
        ("dos vueltas", "`dos vueltas` looks like rounds"),
        ("5 fois", "`5 fois` looks like a number of times"),
        ("zweimal", "`zweimal` looks like a number of times"),
        ("30 secondi", "`30 secondi` looks like a time"),
        ("per kant", "`per kant` looks like the sides to do"),
        ("Repeat", "a line cannot say how often to repeat"),
        ("Finisher AMRAP", "`AMRAP` looks like a heading"),
        ("On the minute x10", "`On the minute` looks like a heading"),
        ("as many rounds as possible in 20 min", "`as many rounds as possible`: a recording"),
        ("Each exercise, 3 rounds", "`Each exercise` looks like a dose for each"),
        ("Stretch, quiet", "a section has no coaching of its own: `Stretch, quiet`"),
        ("ladder 1 2 3", "cannot read the heading `ladder 1 2 3`"),
        ("every 2 min", "cannot read the heading `every 2 min`"),
        ("tabatta", "unknown heading `tabatta`"),
        ("tabata finisher", "cannot read the heading `tabata finisher`"),
        ("emom", "cannot read the heading `emom`"),
        ("superset", "how many times?"),
        ("15 intervals", "intervals need their work time"),
        ("15 intervals of 0s work, 15s rest", "intervals need their work time"),
        ("for time", "`for time` needs a cap, the time at which it ends"),
        ("death by", "`death by` needs a cap, the time at which it ends at the latest"),
        ("death by burpees", "cannot read the heading `death by burpees`"),
        ("death by 90s", "slots of 1 min do not fill 1:30"),
        ("death by 10 min, from 0", "expected a number of reps from 1 to 1,000"),
        ("death by 2 h, by 2", "the last minute would have 239 reps; nobody does more than 120"),
        ("e2mom 13 min", "slots of 2 min do not fill 13 min"),
        ("every 0s x5", "a slot must be longer than zero"),
        ("ladder 10-2", "`10-2` could be two rounds, or all numbers between"),
        ("pyramid 10-20-30", "`10` has no unit"),
        ("5-3 rounds", "the range `5-3` runs downwards"),
        ("0 rounds", "expected at least 1, found `0`"),
        ("1000000000 rounds", "`1000000000` is more than 1,000, the most allowed"),
        ("ladder 1..100000", "the numbers of a ladder go from 1 to 10,000"),
    ],
)
def test_what_a_heading_cannot_mean(line: str, message: str) -> None:
    with pytest.raises(Mistake) as mistake:
        heading(line)
    assert mistake.value.message.startswith(message)


def test_a_name_that_stands_apart_from_its_dose() -> None:
    assert step("3 x 12, rest 60s", START, KNOWN.__contains__, "push-ups") == read(
        "3 x 12 push-ups, rest 60s"
    )
    for name, dose in (("push-ups", "30s squats"), ("Set 1", "8 reps"), ("Rounds", "3")):
        with pytest.raises(Mistake):
            step(dose, START, KNOWN.__contains__, name)


WORDS = (
    '30s 30 8-12 x × 3 sets rounds rest per leg a side squats plank , ( ) " tempo 4-0-1 every 2s '
    "emom 10 min tabata ladder at 75% 5:00/km 400m switch total max in of each both • - 1:75 m İ "
    "e9mom ² .. any shuffled for time cap superset 12 kg say play 99999999999999999999"
)


def refusal(parse: Callable[[str], object], line: str) -> Mistake | None:
    try:
        parse(line)
    except Mistake as mistake:
        return mistake
    return None


@given(st.text() | st.lists(st.sampled_from(WORDS.split(" ")), max_size=9).map(" ".join))
def test_any_line_is_read_or_refused_at_a_place_inside_it(line: str) -> None:
    for parse in (read, heading):
        mistake = refusal(parse, line)
        if mistake is not None and mistake.start is not None and mistake.end is not None:
            assert 0 <= mistake.start <= mistake.end <= len(line)
