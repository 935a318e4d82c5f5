"""`sounds`, `music`, `mix`, `metronome` and `pause`: what they mean, and when the beat sounds."""

from dataclasses import replace
from typing import Any

import pytest

from audioworkout.ground.diagnostics import START
from audioworkout.language.document import parse
from audioworkout.language.formatting import formatted
from audioworkout.language.model import (
    SOUND_PACKS,
    TONE_ROLES,
    Mix,
    Music,
    Range,
    SoundChoice,
    Time,
    Tracks,
    Work,
    Workout,
)
from audioworkout.plan.placing import UNDER_DB
from audioworkout.plan.segments import BEAT, Kind, Speech, Tone
from audioworkout.plan.timeline import Event, Timeline, as_json, listing
from audioworkout.plan.unrolling import unroll
from audioworkout.sound import tones
from audioworkout.words import catalogue
from fake import timeline

BARE = "title: T\nworkout: [30s squats]\n"


def workout(line: str) -> Workout:
    made, problems = parse(f"{BARE}{line}\n")
    assert made is not None, problems
    return made


def music(files: str, *more: str, **parts: Any) -> Music:
    return replace(Music((files, *more), START), **parts)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("music: run.mp3", music("run.mp3")),
        ("music: music/", music("music/")),
        ("music: [a.mp3, b/]", music("a.mp3", "b/")),
        ("music: {file: run.mp3}", music("run.mp3")),
        ("music: {folder: music}", music("music")),
        ("music: {files: [a.mp3, b/], shuffled: on}", music("a.mp3", "b/", shuffled=True)),
        ("music: {files: a.mp3, gain_db: -3 dB}", music("a.mp3", gain_db=-3.0)),
        ("music: {files: a.mp3, gain_db: +2.5}", music("a.mp3", gain_db=2.5)),
        ("music: {files: a.mp3, gain_db: −6}", music("a.mp3", gain_db=-6.0)),
        ("music: {files: a.mp3, duck_db: 15}", music("a.mp3", duck_db=-15.0)),
        ("music: {files: a.mp3, duck_db: -15}", music("a.mp3", duck_db=-15.0)),
        ("music: {files: a.mp3, duck_db: 0}", music("a.mp3", duck_db=0.0)),
        (
            "music: {files: a.mp3, attack: 250ms, release: 0.9s, crossfade: 0s, fade_out: 1 min}",
            music("a.mp3", attack=250, release=900, crossfade=0, fade_out=60_000),
        ),
        (
            "music: {files: a.mp3, work: [b.mp3, c/], rest: {gain_db: -6}}",
            music("a.mp3", work=Tracks(("b.mp3", "c/")), rest=Tracks(gain_db=-6.0)),
        ),
        (
            "music: {files: a.mp3, work: {file: b.mp3, gain_db: 2}}",
            music("a.mp3", work=Tracks(("b.mp3",), 2.0)),
        ),
        (
            "music: {work: fast/, rest: {files: calm.mp3, gain_db: -6}}",
            music("calm.mp3", work=Tracks(("fast/",)), rest=Tracks(gain_db=-6.0)),
        ),
    ],
)
def test_music(line: str, expected: Music) -> None:
    made = workout(line).music
    assert made is not None
    assert replace(made, origin=START) == expected


@pytest.mark.parametrize(
    ("line", "key", "expected"),
    [
        ("music: off", "music", None),
        ("mix: Outdoor", "mix", Mix("outdoor")),
        ("mix: {speech_db: 2, music_db: -3 dB}", "mix", Mix(speech_db=2.0, music_db=-3.0)),
        (
            "mix: {preset: quiet, tones_db: 0, loudness: -18 LUFS}",
            "mix",
            Mix("quiet", tones_db=0.0, loudness=-18.0),
        ),
        ("sounds: boxing", "sounds", SoundChoice("boxing")),
        (
            "sounds: {finish: hurray.mp3, go: gong.wav}",
            "sounds",
            SoundChoice("classic", (("go", "gong.wav"), ("finish", "hurray.mp3"))),
        ),
        (
            "sounds: {pack: wood, beat: click.wav}",
            "sounds",
            SoundChoice("wood", (("beat", "click.wav"),)),
        ),
        ("metronome: 170", "metronome", 170),
        ("metronome: 170 bpm", "metronome", 170),
        ("metronome: 88 SPM", "metronome", 88),
        ("metronome: off", "metronome", None),
        ("pause: Silence", "pause", "silence"),
        ("pause: sea.mp3", "pause", "sea.mp3"),
        ("pause: sounds/sea", "pause", "sounds/sea"),
    ],
)
def test_other_keys(line: str, key: str, expected: object) -> None:
    assert getattr(workout(line), key) == expected


PRESETS = "`standard`, `outdoor`, `earphones`, `quiet`"


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("music:", [("3:7", "expected text, found nothing")]),
        ("music: []", [("3:8", "this list is empty; name a sound file or a folder")]),
        ("music: [a.mp3, [b]]", [("3:16", "expected text, found a list")]),
        (
            "music: {gain_db: -3}",
            [
                (
                    "3:9",
                    "music needs `files`; write `files: run.mp3`, or name the music of both"
                    " `work` and `rest`",
                )
            ],
        ),
        (
            "music: {file: a.mp3, folder: b}",
            [
                (
                    "3:22",
                    "`file` and `folder` mean the same; put everything into one list:"
                    " `files: [a.mp3, b/]`",
                )
            ],
        ),
        (
            "music: {files: a.mp3, duk_db: 12, shuffled: maybe}",
            [
                ("3:23", "unknown key `duk_db`; did you mean `duck_db`?"),
                ("3:45", "expected `on` or `off`, found `maybe`"),
            ],
        ),
        (
            "music: {files: a.mp3, rest: {gain_bd: -3}}",
            [("3:30", "unknown key `gain_bd`; did you mean `gain_db`?")],
        ),
        (
            "music: {files: a.mp3, gain_db: 25, duck_db: -41}",
            [
                ("3:32", "expected a gain from -24 to 24 dB, such as `-6`, found `25`"),
                ("3:45", "expected decibels from -40 to 40 dB, such as `-12`, found `-41`"),
            ],
        ),
        (
            "music: {files: a.mp3, attack: 400, crossfade: 61000ms}",
            [
                ("3:31", "`400` has no unit; write `400s` or `400 min`"),
                ("3:47", "`61000ms` is longer than a minute, the longest fade"),
            ],
        ),
        (
            "mix: outdor",
            [
                (
                    "3:6",
                    f"expected one of {PRESETS}, found `outdor`; did you mean `outdoor`?",
                )
            ],
        ),
        (
            "mix: {speech: 2, loudness: -8}",
            [
                ("3:7", "unknown key `speech`; did you mean `speech_db`?"),
                ("3:28", "expected a loudness from -30 to -14 LUFS, such as `-16`, found `-8`"),
            ],
        ),
        (
            "sounds: {pakc: wood, haflway: [x]}",
            [
                ("3:10", "unknown sound `pakc`; did you mean `pack`?"),
                ("3:22", "unknown sound `haflway`; did you mean `halfway`?"),
            ],
        ),
        (
            "sounds: {whistle: x.wav}",
            [("3:10", f"unknown sound `whistle`; sounds are {', '.join(TONE_ROLES)}")],
        ),
        ("metronome: 5", [("3:12", "expected from 10 to 240 beats a minute, found `5`")]),
        (
            "metronome: quick",
            [("3:12", "expected beats a minute such as `170`, or `off`, found `quick`")],
        ),
        (
            "pause: silense",
            [
                (
                    "3:8",
                    "expected `air`, `silence` or a sound file such as `sea.mp3`, found `silense`;"
                    " did you mean `silence`?",
                )
            ],
        ),
    ],
)
def test_mistakes(line: str, found: list[tuple[str, str]]) -> None:
    made, problems = parse(f"{BARE}{line}\n")
    assert made is None
    assert [
        (f"{p.span.line}:{p.span.column}", p.message + (f"; {p.hint}" if p.hint else ""))
        for p in problems
    ] == found


def test_the_place_of_each_key_is_kept() -> None:
    made = workout("pause: sea.mp3\nsounds:\n  go: gong.wav")
    assert (made.place_of("pause").line, made.place_of("pause").column) == (3, 8)
    assert (made.place_of("sounds").line, made.place_of("sounds").column) == (5, 3)
    assert made.place_of("image") == made.origin


@pytest.mark.parametrize(
    ("line", "canonical"),
    [
        ("music: {file: a.mp3}", "music: a.mp3"),
        ("music: {folder: [b/]}", "music: b/"),
        ("music: OFF", "music: off"),
        ("music: {files: off}", "music:\n  files: off"),
        (
            "music: {rest: {gain_db: -6.0 dB}, duck_db: 12, attack: 400 ms, file: a.mp3,"
            " shuffled: YES, work: {folder: b/}}",
            "music:\n  files: a.mp3\n  shuffled: on\n  duck_db: -12\n  attack: 0.4s\n"
            "  work: b/\n  rest:\n    gain_db: -6",
        ),
        ("mix: {preset: Outdoor}", "mix: outdoor"),
        (
            "mix: {loudness: -14.0 LUFS, speech_db: +2 dB, preset: Quiet}",
            "mix:\n  preset: quiet\n  speech_db: 2\n  loudness: -14",
        ),
        ("sounds: {pack: Wood}", "sounds: wood"),
        (
            "sounds: {finish: a.wav, go: b.wav, pack: wood}",
            "sounds:\n  pack: wood\n  go: b.wav\n  finish: a.wav",
        ),
        ("metronome: 170 bpm", "metronome: 170"),
        ("pause: AIR", "pause: air"),
    ],
)
def test_canonical_forms(line: str, canonical: str) -> None:
    expected = f"title: T\n{canonical}\n\nworkout:\n  - 30s squats\n"
    assert formatted(f"{BARE}{line}\n") == (expected, ())
    assert formatted(expected) == (expected, ())


def test_the_packs_have_all_roles() -> None:
    assert tuple(TONE_ROLES) == tones.ROLES
    assert sorted(SOUND_PACKS) == sorted(tones.packs())


# The metronome


@pytest.mark.parametrize(
    ("line", "metronome"),
    [
        ("30s run, metronome 170", 170),
        ("30s run, metronome 170 bpm", 170),
        ("30s run, metronome 170spm", 170),
        ("30s run, metronome off", 0),
        ("30s run at 170 spm", 170),
        ("30s run, at 170 spm", 170),
        ("{exercise: run, work: 30s, metronome: 170}", 170),
        ("{exercise: run, work: 30s, metronome: off}", 0),
    ],
)
def test_a_step_has_a_beat_of_its_own(line: str, metronome: int) -> None:
    made, problems = parse(f"title: T\nworkout:\n  - {line}\n")
    assert made is not None, problems
    dose = Time(Range(30_000, 30_000))
    expected = Work("run", dose, made.workout[0].origin, metronome=metronome)
    assert made.workout == (expected,)


def test_a_step_of_a_list_that_is_worked_through_alone_has_none() -> None:
    made, _ = parse("title: T\nworkout:\n  - amrap 2 min:\n      - 9 lunges, metronome 60\n")
    assert made is not None
    (mistake,) = unroll(made, catalogue.find)[1]
    assert (mistake.span.line, mistake.message, mistake.hint) == (
        4,
        "nobody knows when this step is done: it takes no metronome of its own",
        "the workout's `metronome` beats under the whole list",
    )


def planned(text: str) -> Timeline:
    """A plan with a metronome of 120."""
    return timeline(f"title: T\nmetronome: 120\nworkout:\n{text}")


def beats(session: Timeline) -> list[list[int]]:
    """The times of the beats in each exercise, from its start."""
    return [
        [e.start - row.start for e in session.events if e.sound == BEAT and inside(e, row)]
        for row in session.segments
        if row.segment.kind is Kind.WORK
    ]


def inside(event: Event, row: Any) -> bool:
    return bool(row.start <= event.start < row.end)


LATE = (4235, 4588, 5294, 5647)


def test_beats_count_from_the_start_and_stay_clear_of_other_tones() -> None:
    (found,) = beats(timeline("title: T\nmetronome: 170\nworkout:\n  - 6s squats\n"))
    # 353 ms apart, from the go on; ticks stand at 3,000, 4,000 and 5,000, work ends at 6,000.
    assert found == [353, 706, 1059, 1412, 1765, 2118, 2471, 2824, 3176, 3529, *LATE]


def test_a_tick_takes_the_place_of_its_beat() -> None:
    assert beats(planned("  - 6s squats\n")) == [
        [500, 1000, 1500, 2000, 2500, 3500, 4500, 5500],
    ]


def test_beats_go_on_through_work_and_only_there() -> None:
    session = planned("  - 2 x 20s plank per side, rest 20s\n  - 10s squats\n")
    assert {event.start for event in session.events if event.sound == BEAT} == {
        row.start + at
        for row, times in zip(
            [row for row in session.segments if row.segment.kind is Kind.WORK],
            beats(session),
            strict=True,
        )
        for at in times
    }
    assert [len(times) for times in beats(session)] == [36, 36, 36, 36, 16]


@pytest.mark.parametrize(
    ("step", "metronome"),
    [
        ("30s squats", 120),
        ("30s squats, metronome 60", 60),
        ("30s squats, metronome off", None),
        ("400 m run at 1:40", 120),
        ("5 squats", 120),  # counted aloud
        ("5 swings, every 1s", None),  # ticked
        ("5 swings, every 1s, metronome 90", 90),
        ("5 squats, tempo 4-0-1", None),
        ("5 squats, tempo 4-0-1, metronome 60", 60),
        ("amrap 1 min: [9 lunges]", 120),
    ],
)
def test_which_work_has_a_beat(step: str, metronome: int | None) -> None:
    session = planned(f"  - {step}\n")
    (row,) = [row for row in session.segments if row.segment.kind is Kind.WORK]
    assert row.segment.metronome == metronome
    assert any(event.sound == BEAT for event in session.events) == (metronome is not None)


def test_the_rest_of_an_emom_has_none() -> None:
    session = planned("  - emom 2 min:\n      - 20s squats\n")
    assert [(row.segment.kind, row.segment.metronome) for row in session.segments[2:5]] == [
        (Kind.WORK, 120),
        (Kind.REST, None),
        (Kind.WORK, 120),
    ]


def test_speech_neither_waits_for_beats_nor_gives_way_and_they_are_softer_under_it() -> None:
    text = "title: T\nmetronome: {}\nworkout:\n  - 1 min squats\n  - 20s lunges\n"
    plain, beating = (timeline(text.format(key)) for key in ("off", "170"))
    assert [e for e in beating.events if e.sound != BEAT] == list(plain.events)
    speech = [event for event in plain.events if isinstance(event.sound, Speech)]
    softer = 0
    for beat in (event for event in beating.events if event.sound == BEAT):
        under = any(said.start < beat.end and beat.start < said.end for said in speech)
        assert beat.gain_db == (UNDER_DB if under else 0.0)
        softer += under
    assert softer == 7


def test_the_listing_has_the_beats_of_an_exercise_on_one_line() -> None:
    session = replace(planned("  - 6s squats\n"), chapters=())
    lines = listing(session).splitlines()
    first = next(index for index, line in enumerate(lines) if " work " in line)
    assert lines[first + 1 : first + 6] == [
        "  0:16.940 0.450 go",
        "  beat 120/min from 0:17.440 to 0:22.440",
        "  0:19.940 0.090 tick",
        "  0:20.940 0.090 tick",
        "  0:21.940 0.090 tick",
    ]
    events: Any = as_json(session)["events"]
    assert len([event for event in events if event["name"] == "beat"]) == 8


def test_without_a_metronome_a_beat_has_its_own_line() -> None:
    session = timeline("title: T\nworkout: [6s squats]\n")
    event = Event(session.segments[2].start + 500, 28, Tone("beat"))
    events = sorted([*session.events, event], key=lambda event: event.start)
    assert "  0:17.440 0.028 beat\n" in listing(replace(session, events=tuple(events)))


def test_music_leaves_no_pause_for_a_file() -> None:
    parsed, problems = parse("title: T\nmusic: a.mp3\npause: sea.wav\nworkout: [30s squats]\n")
    assert parsed is None
    assert [(f"{p.span.line}:{p.span.column}", p.message) for p in problems] == [
        ("3:8", "`music` plays in the pauses already: this file would not be heard")
    ]
