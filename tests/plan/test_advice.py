"""Warnings: each says its piece about a plan that needs it, and nothing about one that does not.

A fake voice takes 60 ms a character. Every example of docs/checks.md is run as it stands.
"""

import re
import wave
from pathlib import Path

import pytest

from audioworkout.ground.cache import Cache
from audioworkout.ground.diagnostics import Diagnostic, render
from audioworkout.language.document import parse
from audioworkout.plan.advice import ELSEWHERE, RULES
from audioworkout.session.preflight import cut_tones, foreign
from audioworkout.session.sounds import SessionSounds
from audioworkout.sound.tones import Tones
from audioworkout.sound.voice_chain import VoiceChain
from audioworkout.voices import find_voice
from checkout import ROOT
from fake import timeline

CHECKS = (ROOT / "docs/checks.md").read_text(encoding="utf-8")
SECTIONS = re.findall(
    r"^## `([\w-]+)`\n.*?^```yaml\n(.*?)^```\n\n```\n(.*?)^```$", CHECKS, re.DOTALL | re.MULTILINE
)
SHIPPED = [*(ROOT / "workouts").rglob("*.yaml"), ROOT / "src/audioworkout/words/data/starter.yaml"]


def warnings(text: str) -> list[str]:
    """The advice on a workout, as it is printed."""
    return [
        render(warning, "w.yaml", text)
        for warning in timeline(text).warnings
        if warning.rule in RULES
    ]


def heard(body: str) -> list[str]:
    """The first lines of what is said about a plan."""
    return [text.split("\n")[0] for text in warnings(f"title: T\nworkout:\n{body}")]


def fired(body: str, top: str = "title: T\n") -> set[str]:
    """The rules that have something to say about a plan."""
    text = f"{top}workout:\n{body}"
    return {warning.rule for warning in timeline(text).warnings if warning.rule in RULES}


def of_the_soundcheck(text: str, folder: Path) -> tuple[Diagnostic, ...]:
    """What the voices and files of a workout give reason to; `horn.wav` lasts 1.8 s."""
    workout, _ = parse(text)
    assert workout is not None
    horn = (b"\x00\x20" * 40 + b"\x00\xe0" * 40) * 1080
    with wave.open(str(folder / "horn.wav"), "wb") as file:
        file.setparams((1, 2, 48_000, 0, "NONE", ""))
        file.writeframes(horn)
    own = {role: folder / path for role, path in workout.sounds.own}
    sounds = SessionSounds(VoiceChain([], Cache(folder)), Tones(workout.sounds.pack, own))
    voices = tuple(find_voice(spec) for spec in workout.voice)
    return (*cut_tones(workout, sounds), *foreign(workout, voices))


# All rules


def test_every_rule_is_documented() -> None:
    headings = re.findall(r"^## `([\w-]+)`$", CHECKS, re.MULTILINE)
    assert sorted(headings) == sorted((*RULES, *ELSEWHERE))
    assert [section[0] for section in SECTIONS] == headings


def test_the_rules_are_those_that_the_source_names() -> None:
    sources = (ROOT / "src/audioworkout").rglob("*.py")
    named = {rule for path in sources for rule in re.findall(r'rule="([\w-]+)"', path.read_text())}
    assert named == {*RULES, *ELSEWHERE}


@pytest.mark.parametrize(("rule", "text", "printed"), SECTIONS, ids=[s[0] for s in SECTIONS])
def test_the_example_of_the_documentation(
    rule: str, text: str, printed: str, tmp_path: Path
) -> None:
    name = printed.split(":")[0]
    found = (*timeline(text).warnings, *of_the_soundcheck(text, tmp_path))
    about = [warning for warning in found if warning.rule == rule]
    assert "".join(render(warning, name, text) + "\n" for warning in about) == printed


@pytest.mark.parametrize(("rule", "text", "printed"), SECTIONS, ids=[s[0] for s in SECTIONS])
def test_a_silenced_rule_says_nothing(rule: str, text: str, printed: str) -> None:
    if rule in RULES and rule != "unknown-rule":
        silenced = f"silence_warnings: [{rule}]\n{text}"
        assert rule not in {warning.rule for warning in timeline(silenced).warnings}


@pytest.mark.parametrize("effort", ["low", "middle", "high"])
@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_workouts_need_no_advice(path: Path, effort: str) -> None:
    text = re.sub(r"^effort:.*\n", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    advice = [w for w in timeline(f"effort: {effort}\n{text}").warnings if w.rule in RULES]
    assert advice == []


PLANS = {
    "turns": "  - 15 intervals of 30s work, 15s rest:\n"
    "      - squat\n      - single-leg balance into lunge\n      - jumping lunges\n",
    "lower body": "  - 5 rounds:\n      - 30 seconds squats\n      - 15 seconds rest\n"
    "      - 30 seconds per leg in single-leg balance\n      - 15 seconds rest\n"
    "      - 30 seconds lunges or jumping lunges, alternating legs\n      - 15 seconds rest\n",
    "full body": "  - 5 rounds:\n      - 20s kettlebell swings, weight 8-12 kg\n"
    "      - 20s lunges\n      - 20s push-ups\n      - 20s rest\n",
    "weight room": "  - 3 rounds, 30s between exercises, 30s between rounds:\n"
    "      - 20 walking lunges\n      - 20 seated rows\n      - 20 box step-ups\n"
    "      - 20 back extensions\n      - 20 pull-ups\n      - 20 leg press\n"
    "      - 20 military press\n      - 20 single-leg Romanian deadlifts\n",
    "tabata": "  - tabata:\n      - squats\n      - mountain climbers\n",
    "hills": "  - 10 min easy run\n  - 8 rounds:\n      - 45s uphill run\n      - 90s easy jog\n",
    "track": "  - 2 km easy run at 5:30/km\n  - 6 x 400m hard run at 1:20, rest 90s\n",
    "emom": "  - emom 10 min:\n      - 12 kettlebell swings\n",
}


@pytest.mark.parametrize("body", PLANS.values(), ids=PLANS)
def test_ordinary_plans_need_no_advice(body: str) -> None:
    assert fired(body) == set()


def test_a_step_is_warned_of_once_however_many_rounds_it_has() -> None:
    body = "  - 4 rounds:\n      - 30s push-ups\n      - 5s rest\n      - 30s kettlebell swings\n"
    assert heard(body) == [
        "w.yaml:6:9: warning: there is only 5 s after `push-ups` to fetch the kettlebell for "
        "`kettlebell swings` [equipment-change]"
    ]


# Announcements


def test_a_rest_that_holds_no_word_of_the_announcement() -> None:
    assert heard("  - 30s squats\n  - 1s rest\n  - 30s lunges\n") == [
        "w.yaml:4:5: warning: a rest of 1 s is too short to announce `lunges`, which is said in "
        "the interval before [short-rest]"
    ]


def test_a_switch_too_short_for_the_side() -> None:
    assert heard("  - 30s side plank per side, switch 1s\n") == [
        "w.yaml:3:5: warning: a switch of 1 s is too short to announce the right side, which is "
        "said in the interval before [short-rest]"
    ]


def test_the_rest_that_the_hint_asks_for_is_long_enough() -> None:
    plan = "  - 30s squats\n  - {}s rest\n  - 30s single-leg balance reach\n"
    assert "give the rest 6 s or more" in warnings("title: T\nworkout:\n" + plan.format(3))[0]
    assert "short-rest" not in fired(plan.format(6))


def test_work_without_rests_is_announced_in_the_work() -> None:
    assert fired("  - 20s squats\n  - 20s lunges\n  - 20s plank\n") == set()


def test_nothing_needs_announcing_in_silence() -> None:
    assert fired("  - 30s squats\n  - silence 2s\n  - 30s lunges\n") == set()


# Equipment


@pytest.mark.parametrize(
    "body",
    [
        "  - 30s push-ups\n  - 10s rest\n  - 30s kettlebell swings\n",
        "  - 30s kettlebell swings\n  - 30s push-ups\n",
        "  - 30s dumbbell squats\n  - 30s rows\n",
        "  - 30s push-ups\n  - 30s wall sit\n",
        "  - 30s squats, weight 12 kg\n  - 30s dumbbell squats\n",
        "  - 30s flag waving\n  - 30s dumbbell squats\n",
    ],
    ids=["time enough", "set down", "the same", "the wall", "some weight", "unknown exercise"],
)
def test_no_equipment_to_fetch(body: str) -> None:
    assert "equipment-change" not in fired(body)


def test_equipment_without_a_pause() -> None:
    assert heard("  - 30s lunges\n  - 12 hip flexions\n") == [
        "w.yaml:4:5: warning: there is no time after `lunges` to fetch the band and the door "
        "anchor for `hip flexions` [equipment-change]"
    ]


# Sides


def test_reps_of_one_side() -> None:
    body = "  - {exercise: squats, reps: 10, sides: [left]}\n"
    assert heard(body) == [
        "w.yaml:3:5: warning: the left side does more of `squats` than the right: 10 reps, not "
        "0 reps [one-sided]"
    ]


@pytest.mark.parametrize(
    "body",
    [
        "  - 30s side plank per side\n",
        "  - 6 intervals of 30s work, 15s rest:\n      - left side plank\n"
        "      - right side plank\n",
        "  - 30s turn left\n",
    ],
    ids=["per side", "even", "no side"],
)
def test_equal_sides(body: str) -> None:
    assert "one-sided" not in fired(body)


# Warm-up


def test_a_list_to_work_through_jumps_at_once() -> None:
    assert heard("  - amrap 12 min:\n      - 10 box jumps\n      - 10 squats\n") == [
        "w.yaml:4:9: warning: `box jumps` comes at once, and the session has no warm-up "
        "[no-warm-up]"
    ]


def test_stretches_do_not_warm_up() -> None:
    assert "no-warm-up" in fired("  - 2 min calf stretch\n  - 20s hill sprint\n")


@pytest.mark.parametrize(
    "body",
    [
        "  - 1 min easy jog\n  - 20s sprint\n",
        "  - 3 min calf stretch\n  - 20s hill sprint\n",
        '  - say "Warm up for ten minutes first."\n  - 20s sprint\n',
        "  - Warm-up:\n      - 20s skipping drill\n  - 20s sprint\n",
        "  - 30s jumping jacks\n",
    ],
    ids=["moved", "late", "told", "section", "no jumps to speak of"],
)
def test_warm_enough(body: str) -> None:
    assert "no-warm-up" not in fired(body)


def test_a_warm_up_is_enough() -> None:
    assert "no-warm-up" not in fired("  - 20s sprint\n", "title: T\nwarmup:\n  - 30s leg swings\n")


# Paces


def test_a_tempo_that_nobody_holds() -> None:
    assert heard("  - 5 nordic curls, tempo 1-0-0.5\n") == [
        "w.yaml:3:5: warning: nobody can do `nordic curls` in 1.5 s a rep: 6 s is usual [pace]"
    ]


@pytest.mark.parametrize(
    "body",
    [
        "  - 10 squats, every 1s\n",
        "  - 20 jumping jacks, every 0.5s\n",
        "  - 20 shuttle runs, every 0.5s\n",
        "  - 400m run at 0:44\n",
        "  - 5 km bike at 9:00\n",
    ],
    ids=["brisk", "usual", "unknown", "world class", "no run"],
)
def test_a_pace_that_someone_holds(body: str) -> None:
    assert "pace" not in fired(body)


# Totals

FIVE_MINUTES = "  - 5 rounds:\n      - 30s plank\n      - 30s dead bug\n"


@pytest.mark.parametrize(
    "top",
    [
        "title: Half-hour core\n",
        "title: Core\ndescription: About half an hour for the middle of the body.\n",
        "title: Core\ndescription: Planks. A ten-minute floor circuit for runners.\n",
        "title: Core\ndescription: Planks and more. It takes 1 hour 10 minutes.\n",
        "title: Core, 10-15 min\n",
    ],
)
def test_a_promise_that_is_not_kept(top: str) -> None:
    assert fired(FIVE_MINUTES, top) == {"total"}


@pytest.mark.parametrize(
    "top",
    [
        "title: Five-minute core\n",
        "title: Core in 7 minutes\n",
        "title: Core, 4 to 20 min\n",
        "title: 12-minute AMRAP\n",
        "title: Core\ndescription: Do it after a 40-minute run.\n",
        "title: Core\ndescription: 20 minutes easy, then planks.\n",
        "title: Core\ndescription: Ten minutes easy and ten minutes hard.\n",
        "title: Core\ndescription: For those who have only 20 minutes.\n",
        "title: 10-minute core\ndescription: A 12-minute workout.\n",
        "title: 9-minute core\nwarmup:\n  - 4 min easy jog\n",
    ],
)
def test_no_promise_is_broken(top: str) -> None:
    assert "total" not in fired(FIVE_MINUTES, top)


def test_a_promise_kept_at_another_effort_is_kept() -> None:
    rounds = "  - 2-10 rounds:\n      - 30s plank\n      - 30s dead bug\n"
    assert fired(rounds, "title: 10-minute core\neffort: low\n") == set()
    assert fired(rounds, "title: 20-minute core\neffort: low\n") == {"total"}


# Names


@pytest.mark.parametrize(
    "slip", ["sqauts", "kettelbell swings", "montain climbers", "single leg balence"]
)
def test_a_slip_of_the_pen(slip: str) -> None:
    assert "unknown-exercise" in fired(f"  - 30s {slip}\n")


@pytest.mark.parametrize(
    "name",
    [
        "squat hold",
        "leg swings",
        "decline push-ups",
        "scapular pull-ups",
        "plate twist",
        "cat stretch",
        "lunges or jumping lunges",
        "downhill jog",
        "arm swings",
    ],
)
def test_a_name_of_its_own(name: str) -> None:
    assert "unknown-exercise" not in fired(f"  - 30s {name}\n")


def test_an_exercise_of_the_file_is_known() -> None:
    own = "title: T\nexercises:\n  sqauts: {tips: Like a duck.}\n"
    assert fired("  - 30s sqauts\n", own) == set()


# Lengths


def test_reps_without_a_break() -> None:
    assert heard("  - 300 squats\n") == [
        "w.yaml:3:5: warning: 300 `squats` take 15:00 without a break [long-work]"
    ]


@pytest.mark.parametrize(
    "body",
    ["  - 45 min easy run\n", "  - 5 min plank\n", "  - amrap 20 min:\n      - 10 squats\n"],
)
def test_work_that_may_be_long(body: str) -> None:
    assert "long-work" not in fired(body)


def test_a_rest_that_may_be_long() -> None:
    assert "long-rest" not in fired("  - 30s squats\n  - 10 min rest\n  - 30s squats\n")


# Pronunciation


def told(text: str) -> list[str]:
    """What is said about the pronunciation of a file: its line, and the rest of the message."""
    warnings = (w for w in timeline(text).warnings if w.rule == "pronunciation")
    return [f"{w.span.line}: {w.message}; {w.hint}" for w in warnings]


def test_what_a_voice_may_misread_is_named_once_at_its_line() -> None:
    text = """\
title: ABX day
phrases: {rest: "Rest, DEX."}
workout:
  - 2 rounds:
      - 30s ZBX squats
      - 15s rest
      - 20 reps ZBX rows, note "hold 1.2.3"
  - say "It's QRS time"
"""
    spell = "a voice may spell out or misread"
    assert told(text) == [
        f"1: {spell} `ABX`; say how it is spoken: `say_as: {{ABX: …}}`",
        f"5: {spell} `ZBX`; say how it is spoken: `say_as: {{ZBX: …}}`",
        f"6: {spell} `DEX`; say how it is spoken: `say_as: {{DEX: …}}`",
        f'7: {spell} `1.2.3`; say how it is spoken: `say_as: {{"1.2.3": …}}`',
        f"8: {spell} `QRS`; say how it is spoken: `say_as: {{QRS: …}}`",
    ]


def test_what_a_file_says_how_to_say_needs_no_advice() -> None:
    text = """\
title: ABX day
say_as: {abx: A B X, "1.2.3": one two three}
workout: ["30s ABX squats, note \\"hold 1.2.3\\""]
"""
    assert told(text) == []


@pytest.mark.parametrize(
    "step",
    [
        "30s KB swings, weight 12 kg",
        "8 RDL, tempo 3-0-1, at 75% of 1RM",
        "1 km run at 5:00/km",
        "10 TRX rows/leg",
        'say "HOLD it. GO! REST. 3x12 @ RPE 8, 90/90 and/or T-bar"',
    ],
)
def test_what_is_put_into_words_needs_no_advice(step: str) -> None:
    assert told(f"title: T\nworkout:\n  - {step}\n  - 10 squats\n") == []
