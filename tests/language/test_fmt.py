"""The canonical form of a workout: short, with every comment, and of the same meaning."""

import os
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioworkout.ground.assets import workouts
from audioworkout.language.document import parse
from audioworkout.language.formatting import formatted, same
from audioworkout.language.formatting.comments import scan
from checkout import ROOT
from command import SHORT, run
from plans import FILE, TEXTS, Data, Pen

STARTER = ROOT / "src" / "audioworkout" / "words" / "data" / "starter.yaml"
SHIPPED = [*sorted(workouts().rglob("*.yaml")), STARTER]


def fmt(text: str) -> str:
    result, problems = formatted(text)
    assert not problems
    assert result is not None
    return result


def body(step: str) -> str:
    """What a step becomes, without the lines around it."""
    head = "title: t\n\nworkout:\n"
    result = fmt(f"title: t\nworkout:\n  - {step}\n")
    assert result.startswith(head)
    return "".join(line.removeprefix("  ") for line in result[len(head) :].splitlines(True))


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("30 seconds of squats", "30s squats"),
        ("squats 30s", "30s squats"),
        ("push-ups: 30s", "30s push-ups"),
        ("{exercise: squats, work: 30s}", "30s squats"),
        ("push-ups × 12", "12 push-ups"),
        ("{reps: 8 to 12, exercise: push-ups}", "8-12 push-ups"),
        ("30s per side in side plank", "30s side plank per side"),
        ("{exercise: side plank, work: 30s, sides: [left, right]}", "30s side plank per side"),
        ("3 sets of 12 push-ups, 60s rest", "3 x 12 push-ups, rest 1 min"),
        ("{exercise: push-ups, sets: 3, reps: 12, rest: 60s}", "3 x 12 push-ups, rest 1 min"),
        ("30s plank per side, switch in 3s", "30s plank per side, switch 3s"),
        ("3-5 nordic curls, tempo 4-0-1-0", "3-5 nordic curls, tempo 4-0-1"),
        ("5 push-ups, 2 s hold, every 5s", "5 push-ups, every 5s, hold 2s"),
        ("12 swings, one every 2s", "12 swings, every 2s"),
        ("30s max push-ups", "max push-ups in 30s"),
        ("10 min run, metronome 170 bpm", "10 min run, metronome 170"),
        ("10 min run at 170 spm", "10 min run, metronome 170"),
        ("{exercise: run, work: 10 min, metronome: OFF}", "10 min run, metronome off"),
        ("{exercise: push-ups, reps: max, work: 30s}", "max push-ups in 30s"),
        ("run 1 km at 5:00 /km", "1 km run at 5:00/km"),
        ("1 km run at 5 min per km", "1 km run at 5:00/km"),
        ("1 km run at 8:00/mile", "1 km run at 8:00/mile"),
        ("400m run at 100s", "400 m run at 1:40"),
        ("200m swim @ 1:45 per 100m", "200 m swim at 1:45/100 m"),
        ("1 km run at 4:30–4:40 /km", "1 km run at 4:30-4:40/km"),
        ("10 min z2 run", "10 min run, at zone 2"),
        ("12 squats, RPE 8", "12 squats, at RPE 8"),
        ("5 squats @ 75 % 1RM", "5 squats, at 75 % of 1RM"),
        ("8 squats with 12 kg", "8 squats, weight 12 kg"),
        ("{exercise: squats, reps: 8, intensity: 75%}", "8 squats, at 75%"),
        ("{exercise: squats, work: 30s, note: slow}", "30s squats, slow"),
        ("{exercise: squats, work: 30s, note: 2 up}", '30s squats, note "2 up"'),
        ("30s squats (slow)", "30s squats, slow"),
        ("{exercise: 'lunge, then jump', work: 30s}", '30s "lunge, then jump"'),
        (
            "15 s per arm in single-arm plank (30 seconds total)",
            "15s single-arm plank per arm (30 seconds total)",
        ),
        ("15s recovery", "rest 15s"),
        ("rest: 15s", "rest 15s"),
        ("10s to change over", "transition 10s"),
        ("say: Well done", 'say "Well done"'),
        ("say well done", 'say "well done"'),
        ("'say \"Ready: go\"'", "'say \"Ready: go\"'"),
        ('play "intro.mp3"', "play intro.mp3"),
    ],
)
def test_a_step_is_its_shortest_line(written: str, canonical: str) -> None:
    assert body(written) == f"- {canonical}\n"


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("20 cal row", "20 calories row"),
        ("{exercise: row, calories: 8-12}", "8-12 calories row"),
        ("400m run", "400 m run"),
        ("800 m run at 10K pace", "800 m run, at 10k pace"),
    ],
)
def test_a_step_that_takes_no_known_time(written: str, canonical: str) -> None:
    assert body(f"amrap 9 min: [{written}]") == f"- amrap 9 min:\n    - {canonical}\n"


def test_a_pace_of_the_file_keeps_its_name() -> None:
    head = "title: T\n\npaces:\n  5k: 4:30 /km\n\nworkout:\n"
    assert fmt(f"{head}  - 2 km run @ 5K pace\n").endswith("  - 2 km run at 5k pace\n")


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("90s", "1:30"),
        ("60 seconds", "1 min"),
        ("0:45", "45s"),
        ("5m 0s", "5 min"),
        ("3600s", "1 h"),
        ("65 min 5 s", "1:05:05"),
        ("1.5 s", "1.5s"),
        ("30 – 45 seconds", "30-45s"),
        ("3 to 5 min", "3-5 min"),
        ("45s-90s", "45s-1:30"),
    ],
)
def test_a_duration_has_one_spelling(written: str, canonical: str) -> None:
    assert body(f"{{exercise: run, work: {written}}}") == f"- {canonical} run\n"


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("{rounds: 5, exercises: [30s x]}", "5 rounds"),
        ("{rounds: 1, exercises: [30s x]}", "1 round"),
        (
            "{rounds: 3-5, rest_between_rounds: 60s, rest_between_exercises: 15s,"
            " exercises: [1s x]}",
            "3-5 rounds, 15s between exercises, 1 min between rounds",
        ),
        ("{rounds: 5, name: Main set, exercises: [30s x]}", "Main set, 5 rounds"),
        ("{name: Main set, exercises: [30s x]}", "Main set"),
        ("{sets: 3, rest: 60s, exercises: [30s x]}", "3 sets, rest 1 min"),
        ("3 supersets: [30s x]", "superset x3"),
        ("15 intervals / 30s on / 15s off: [x]", "15 intervals of 30s work, 15s rest"),
        ("{intervals: 15, work: 30s, exercises: [x]}", "15 intervals of 30s work"),
        ("tabata x8: [x]", "tabata"),
        ("{tabata: 6, exercises: [x]}", "tabata x6"),
        ("every minute for 10 min: [9 lunges]", "emom 10 min"),
        ("e2mom x6: [9 lunges]", "e2mom 12 min"),
        ("e3mom 12 min: [9 lunges]", "every 3 min x4"),
        ("{emom: 10 min, alternating: on, exercises: [9 lunges]}", "alternating emom 10 min"),
        ("12 min amrap: [9 lunges]", "amrap 12 min"),
        ("{for_time: 15 min, rounds: 3, exercises: [9 lunges]}", "3 rounds for time, cap 15 min"),
        ("ladder 10-8-6: [x]", "10-8-6"),
        ("1-2-3-4-5-6-7-8-9-10: [x]", "ladder 1..10"),
        ("{ladder: [10, 2], exercises: [x]}", "ladder 10..2 by 8"),
        ("pyramid 10-20-10s: [x]", "pyramid 10s-20s-10s"),
        ("choose 1 of these: [30s x]", "any 1 of"),
        ("in any order: [30s x]", "shuffled"),
    ],
)
def test_a_group_has_a_heading(written: str, canonical: str) -> None:
    assert body(written).splitlines()[0] == f"- {canonical}:"


def test_what_has_no_short_form_stays_long_with_its_keys_in_order() -> None:
    assert body(
        "{cues: {10s: Breathe, -10s: 'Last: go'}, tip: Chest up, work: 30s, sides: [right, left],"
        " exercise: squats, weight: 12 kg}"
    ) == (
        "- exercise: squats\n"
        "  work: 30s\n"
        "  sides: [right side, left side]\n"
        "  weight: 12 kg\n"
        "  tip: Chest up\n"
        "  cues:\n"
        "    10s: Breathe\n"
        '    -10s: "Last: go"\n'
    )
    assert body("{exercises: [30s squats], say: Now the legs, rounds: 2}") == (
        "- say: Now the legs\n  rounds: 2\n  exercises:\n    - 30s squats\n"
    )
    assert body("{ladder: [5, 5], exercises: [squats]}") == (
        "- ladder: [5, 5]\n  exercises:\n    - squats\n"
    )


def test_pasted_lines_become_a_list() -> None:
    text = "title: t\nworkout: |\n  • 30 seconds squats\n  • 15 seconds rest\n"
    assert fmt(text) == "title: t\n\nworkout:\n  - 30s squats\n  - rest 15s\n"


def test_keys_are_known_and_in_order() -> None:
    text = """\
workout: [30s squats]
cooldown: [1 min walk]
silence_warnings: [a-rule]
phrases: {rest: [Pause, "Stop: rest"]}
say_as: {RDL: R D L}
exercises: {wiggle:   {tips: [Long tip, Tip], sided: YES, aliases: [wobble]}}
transition: 10 seconds
lead_in: 5 seconds
seed: 007
effort: 0.50
pause: Silence
metronome: 170 spm
mix: {tones_db: -3dB, preset: Outdoor}
music: {file: [run.mp3], shuffled: YES}
sounds: Classic
coaching: {cues: {halfway: no}, level: full}
voice: [piper:joe, joe]
language: en
date: 20240531
image: cover.jpg
author: me
description: >
  One
  two
title: "Legs"
"""
    assert (
        fmt(text)
        == """\
title: Legs
description: One two
author: me
image: cover.jpg
date: 20240531
language: en
voice: ["piper:joe", joe]
coaching:
  level: full
  halfway: off
sounds: classic
music:
  files: run.mp3
  shuffled: on
mix:
  preset: outdoor
  tones_db: -3
metronome: 170
pause: silence
effort: 0.5
seed: 7
lead_in: 5s
transition: 10s
exercises:
  wiggle:
    aliases: wobble
    sided: on
    tips: [Long tip, Tip]
say_as:
  RDL: R D L
phrases:
  rest: [Pause, "Stop: rest"]
silence_warnings: a-rule

workout:
  - 30s squats

cooldown:
  - 1 min walk
"""
    )


def test_long_text_is_folded() -> None:
    words = " ".join(["word"] * 30)
    assert fmt(f"description: {words}\ntitle: t\nworkout: [30s squats]\n") == (
        "title: t\n"
        "description: >\n"
        f"  {' '.join(['word'] * 19)}\n"
        f"  {' '.join(['word'] * 11)}\n"
        "\nworkout:\n  - 30s squats\n"
    )


def test_comments_go_with_what_they_belong_to() -> None:
    text = """\
# The file's.
# yaml-language-server: $schema=workout.json

# Above the list.
workout:   # Behind the list.
    # Above the first.
    - 30 seconds squats # Behind a step.


    - exercise: lunges      # Behind a key.
      # Between keys.
      work: 30s
    # Above the heading.
    - rounds: 5   # Behind the form.
      exercises:
          - {exercise: planks, # Inside braces.
             work: 40s}
          # At the end of the list.
    # 30s of something that was left out
# About the title.
title: '# not a comment' # Behind it.
# At the end.
"""
    assert (
        fmt(text)
        == """\
# The file's.
# yaml-language-server: $schema=workout.json

# About the title.
title: "# not a comment"  # Behind it.

# Above the list.
workout:  # Behind the list.
  # Above the first.
  - 30s squats  # Behind a step.

  # Between keys.
  - 30s lunges  # Behind a key.
  # Above the heading.
  - 5 rounds:       # Behind the form.
      - 40s planks  # Inside braces.
      # At the end of the list.
  # 30s of something that was left out
# At the end.
"""
    )


def test_comments_behind_adjacent_lines_stand_in_a_column() -> None:
    text = "title: t\nworkout:\n- 30s squats # a\n- 5s x # b\n- rest 5s\n- 5s x     # c\n"
    assert fmt(text) == (
        "title: t\n\nworkout:\n"
        "  - 30s squats  # a\n  - 5s x        # b\n  - rest 5s\n  - 5s x  # c\n"
    )


def test_a_list_with_comments_keeps_its_lines() -> None:
    text = "title: t\nvoice:\n- joe # first\n- piper:joe\nworkout: [30s squats]\n"
    assert fmt(text) == (
        "title: t\nvoice:\n  - joe  # first\n  - piper:joe\n\nworkout:\n  - 30s squats\n"
    )


def test_a_sign_inside_text_begins_no_comment() -> None:
    text = """\
title: "a # b"
description: |  # yes
  # no

  # no
author: a#b
workout: ['say "# no"', {exercise: x, work: 30s, tip: '# no'}]  # yes too
"""
    assert [comment.text for comment in scan(text)] == ["# yes", "# yes too"]


def test_at_most_one_empty_line_and_none_where_a_list_begins() -> None:
    text = "\n\ntitle: t\n\n\nauthor: a\nworkout:\n\n- 30s x\n\n\n- 30s y\n- 30s z\n\n\n"
    assert fmt(text) == ("title: t\n\nauthor: a\n\nworkout:\n  - 30s x\n\n  - 30s y\n  - 30s z\n")


def test_aliases_of_blocks_stay_and_others_are_written_out() -> None:
    text = """\
title: &t Core
description: *t
workout: &all
  - &go
    exercise: squats
    tip: Chest up
    work: 30s
  - *go
  - &main {rounds: 2, exercises: &inner [20 seconds lunges, *go]}
  - *main
  - Again: *inner
cooldown: *all
"""
    assert (
        fmt(text)
        == """\
title: Core
description: Core

workout: &all
  - &go
    exercise: squats
    work: 30s
    tip: Chest up
  - *go
  - &main
    2 rounds: &inner
      - 20s lunges
      - *go
  - *main
  - Again: *inner

cooldown: *all
"""
    )


def test_an_alias_that_would_come_before_its_anchor_is_written_out() -> None:
    text = "title: t\nworkout: &w\n  - &a 30s squats # first\n  - *a\nwarmup: *w\n"
    assert (
        fmt(text)
        == """\
title: t

warmup:
  - 30s squats
  - 30s squats

workout: &w
  - &a 30s squats  # first
  - *a
"""
    )


def test_line_breaks_stay_what_they_are() -> None:
    assert fmt("title: t\r\nworkout:\r\n- 30s squats\r\n") == (
        "title: t\r\n\r\nworkout:\r\n  - 30s squats\r\n"
    )


@pytest.mark.parametrize(
    "text", ["", "title: t\n", "title: [\n", "title: t\nworkout: [squats]\n", "- 30s squats\n"]
)
def test_a_workout_with_mistakes_is_refused(text: str) -> None:
    assert formatted(text) == parse(text)
    assert formatted(text)[0] is None


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_what_ships_means_the_same(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    check(text, [comment.text for comment in scan(text)])


@given(TEXTS)
def test_any_workout_means_the_same_and_keeps_its_comments(written: tuple[str, list[str]]) -> None:
    text, comments = written
    if parse(text)[0] is None:
        assert formatted(text) == parse(text)
    else:
        check(text, comments)


def check(text: str, comments: list[str]) -> None:
    result = fmt(text)
    before, after = parse(text)[0], parse(result)[0]
    assert before is not None
    assert after is not None
    assert same(before, after)
    assert Counter(comment.text for comment in scan(result)) == Counter(comments)
    assert fmt(result) == result


@given(FILE, st.integers(), st.integers())
def test_style_does_not_matter(data: Data, one: int, other: int) -> None:
    first, second = (Pen(Random(seed), comments=False).block(data, 0) for seed in (one, other))
    assert formatted(first)[0] == formatted(second)[0]


# The command

CANONICAL = """\
title: Short
coaching: quiet

workout:
  - 20s squats
  - rest 10s
  - 10s push-ups
"""
MISTAKEN = "title: t\nworkout:\n  - squats\n"


def test_a_file_is_rewritten_where_it_changes(tmp_path: Path) -> None:
    short, canonical = tmp_path / "short.yaml", tmp_path / "canonical.yaml"
    short.write_text(SHORT)
    short.chmod(0o640)
    canonical.write_text(CANONICAL)
    os.utime(canonical, (1, 1))
    done = run("fmt", short, canonical, cache=tmp_path / "cache")
    assert (done.code, done.out.decode(), done.err) == (0, f"{short}: formatted\n", "")
    assert short.read_text() == canonical.read_text() == CANONICAL
    assert short.stat().st_mode & 0o777 == 0o640
    assert canonical.stat().st_mtime == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["canonical.yaml", "short.yaml"]


def test_check_writes_nothing_and_fails_where_a_file_would_change(tmp_path: Path) -> None:
    short, canonical = tmp_path / "short.yaml", tmp_path / "canonical.yaml"
    short.write_text(SHORT)
    canonical.write_text(CANONICAL)
    done = run("fmt", "--check", short, canonical, cache=tmp_path / "cache")
    assert (done.code, done.out.decode(), done.err) == (1, f"{short}: would change\n", "")
    assert short.read_text() == SHORT
    assert run("fmt", "--check", canonical, cache=tmp_path / "cache").code == 0


def test_diff_shows_the_changes_and_writes_nothing(tmp_path: Path) -> None:
    short = tmp_path / "short.yaml"
    short.write_text(SHORT)
    done = run("fmt", "--diff", short, cache=tmp_path / "cache")
    assert (done.code, done.err) == (0, "")
    assert done.out.decode() == (
        f"--- {short}\n+++ {short} (formatted)\n@@ -1,5 +1,6 @@\n"
        " title: Short\n coaching: quiet\n+\n workout:\n   - 20s squats\n   - rest 10s\n"
    )
    assert short.read_text() == SHORT
    assert run("fmt", "--diff", "--check", short, cache=tmp_path / "cache").code == 1


def test_standard_input_goes_to_standard_output(tmp_path: Path) -> None:
    done = run("fmt", "-", cache=tmp_path, given=SHORT.encode() + "# é\n".encode())
    assert (done.code, done.out.decode(), done.err) == (0, f"{CANONICAL}# é\n", "")


def test_a_file_with_mistakes_is_left_alone_and_others_are_not(tmp_path: Path) -> None:
    mistaken, short = tmp_path / "mistaken.yaml", tmp_path / "short.yaml"
    mistaken.write_text(MISTAKEN)
    short.write_text(SHORT)
    done = run("fmt", mistaken, short, cache=tmp_path / "cache")
    assert (done.code, done.out.decode()) == (1, f"{short}: formatted\n")
    assert done.err.startswith(f"{mistaken}:3:5: error: `squats` has no dose\n")
    assert (mistaken.read_text(), short.read_text()) == (MISTAKEN, CANONICAL)


def test_only_files_are_formatted(tmp_path: Path) -> None:
    done = run("fmt", "core", tmp_path, cache=tmp_path / "cache")
    assert done.code == 1
    assert done.err == (f"error: core: there is no such file\nerror: {tmp_path}: this is no file\n")
