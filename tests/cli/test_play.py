"""Playing on a device that is not there, in a time of its own; the running plan, as text."""

import os
import re
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from importlib import import_module
from io import StringIO
from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import typer
from rich.cells import cell_len
from rich.console import Console
from typer.testing import CliRunner

from audioworkout.cli.keys import pressed
from audioworkout.cli.play import _lines, _shown, beginning
from audioworkout.cli.running import screen
from audioworkout.ground.diagnostics import Span, WorkoutError
from audioworkout.plan.segments import Kind, Segment
from audioworkout.plan.timeline import Chapter, Placed, Timeline
from audioworkout.session import compiling, rendering
from audioworkout.sound import playback
from audioworkout.sound.playback import Keypress
from audioworkout.voices import casting
from command import SHORT
from fake import FakeVoice

play_module = import_module("audioworkout.cli.play")  # not the function of that name

Block = npt.NDArray[np.float32]

TICK = 4800  # samples in the tenth of a second between two looks at the keys


class Device:
    """Stands in for the module sounddevice: what it was given to play, and what was asked of it."""

    class PortAudioError(Exception):
        pass

    def __init__(self, channels: int = 2, told: float = 0.0) -> None:
        self.channels = channels
        self.told = told
        self.latency = 0.0
        self.active = False
        self.calls: list[str] = []
        self.played: list[Block] = []
        self.refusal: str | None = None

    def query_devices(self, kind: str) -> dict[str, Any]:
        assert kind == "output"
        return {"max_output_channels": self.channels}

    def check_output_settings(self, channels: int, samplerate: int) -> None:
        assert samplerate == 48_000
        if self.refusal == "check":
            raise self.PortAudioError("Invalid sample rate")

    def OutputStream(  # noqa: N802 (the name in sounddevice)
        self, samplerate: int, channels: int, dtype: str, latency: float, callback: Any
    ) -> "Device":
        if self.refusal == "open":
            raise self.PortAudioError("Device unavailable")
        assert (samplerate, dtype, channels) == (48_000, "float32", min(2, self.channels))
        self.callback = callback
        return self

    def start(self) -> None:
        if self.refusal == "start":
            raise self.PortAudioError("Unanticipated host error")
        self.active = True

    def stop(self) -> None:
        self.calls.append("stop")
        self.active = False

    def abort(self) -> None:
        self.calls.append("abort")
        self.active = False

    def close(self) -> None:
        self.calls.append("close")

    def pull(self, count: int = TICK) -> Block:
        out: Block = np.full((count, min(2, self.channels)), 9, np.float32)
        times = SimpleNamespace(currentTime=7.0, outputBufferDacTime=7.0 + self.told)
        self.callback(out, count, times, None)
        self.played.append(out)
        return out

    @property
    def sound(self) -> list[int]:
        """All that was played on the left, without the silence around it."""
        left = np.concatenate(self.played)[:, 0]
        return [int(sample) for sample in np.trim_zeros(left)]


class Hours:
    """A clock, and what a listener does at its ticks: keys, or a function to call."""

    def __init__(self, device: Device, doings: Mapping[int, Any] | None = None) -> None:
        self.device = device
        self.doings = dict(doings or {})
        self.ticks: int = 0
        self.starving = False

    def now(self) -> float:
        return 100 + self.ticks / 10

    def sleep(self, seconds: float) -> None:
        assert seconds == 0.1
        if self.device.active:
            if not self.starving:
                self.settle()
            self.device.pull()
        self.ticks += 1
        if callable(doing := self.doings.get(self.ticks)):
            doing()

    def settle(self) -> None:
        """Lets the thread that makes the sound come as far as it can."""
        run = self.device.callback.__self__._playback
        while not (run._ended or run.error or run._waiting >= TICK):
            time.sleep(0.001)

    def keys(self) -> tuple[Keypress, ...]:
        doing = self.doings.get(self.ticks, ())
        return () if callable(doing) else doing


def numbered(length: int, channels: int = 1) -> playback.Blocks:
    """Each sample is its own number from 1 on; a second channel has it negative."""

    def blocks(start: int) -> Iterator[Block]:
        for at in range(start, length, 30_000):
            ramp = np.arange(at, min(at + 30_000, length), dtype=np.float32) + 1
            yield np.stack([ramp, -ramp][:channels], axis=1)

    return blocks


Told = list[tuple[int, bool]]


def stream(
    device: Device, hours: Hours, blocks: playback.Blocks, length: int, start: int = 0
) -> tuple[int, Told]:
    """Plays `length` samples from `start` ms on; the time heard last, and all that was told."""
    told: Told = []
    heard = playback.stream(
        playback.OutputDevice(device, min(2, device.channels)),
        blocks,
        length // 48,
        on_time=lambda at, paused: told.append((at, paused)),
        start=start,
        keys=hours.keys,
        now=hours.now,
        sleep=hours.sleep,
    )
    return heard, told


# The stream


def test_every_sample_is_played_once_in_order() -> None:
    device = Device()
    heard, told = stream(device, Hours(device), numbered(4 * 48_000 + 48), 4 * 48_000 + 48)
    assert device.sound == list(range(1, 4 * 48_000 + 49))
    assert heard == 4_001
    assert [at for at, _ in told[:-1]] == list(range(0, 4_001, 100))
    assert told[-1] == (4_001, False)
    assert device.calls == ["stop", "abort", "close"]


def test_from_a_time_on() -> None:
    device = Device()
    _, told = stream(device, Hours(device), numbered(96_000), 96_000, start=1_500)
    assert device.sound == list(range(72_001, 96_001))
    assert told[0] == (1_500, False)


@pytest.mark.parametrize(
    ("outputs", "channels", "expected"),
    [(2, 1, [1.0, 1.0]), (2, 2, [1.0, -1.0]), (1, 2, [0.0]), (1, 1, [1.0]), (8, 2, [1.0, -1.0])],
)
def test_channels_fit_the_device(outputs: int, channels: int, expected: list[float]) -> None:
    device = Device(outputs)
    stream(device, Hours(device), numbered(4_800, channels), 4_800)
    assert device.played[0][0].tolist() == expected


@pytest.mark.parametrize(("told", "latency", "behind"), [(0.3, 0.1, 300), (0.0, 0.2, 200)])
def test_what_is_told_is_what_is_heard(told: float, latency: float, behind: int) -> None:
    device = Device(told=told)
    device.latency = latency
    heard, times = stream(device, Hours(device), numbered(48_000), 48_000)
    assert [at for at, _ in times[:8]] == [max(0, at - behind) for at in range(0, 800, 100)]
    assert heard == 1_000


def test_a_pause_loses_nothing_and_the_time_stands_still() -> None:
    device = Device()
    hours = Hours(device, {3: (Keypress.PAUSE,), 5: (Keypress.PAUSE,)})
    _, told = stream(device, hours, numbered(48_000), 48_000)
    assert told[2:7] == [(200, False), (300, True), (300, True), (300, False), (400, False)]
    assert not device.played[3].any()
    assert not device.played[4].any()
    sound = np.concatenate([*device.played[:3], *device.played[5:]])[:, 0]
    assert sound[:48_000].tolist() == list(range(1, 48_001))


def test_jumps() -> None:
    device = Device()
    length = 60 * 48_000
    keys = {
        5: (Keypress.FORWARD, Keypress.FORWARD),
        10: (Keypress.BACK,),
        15: (Keypress.BACK, Keypress.BACK, Keypress.BACK),
        20: (Keypress.QUIT,),
    }
    heard, told = stream(device, Hours(device, keys), numbered(length), length)
    assert [at for at, _ in told][5::5] == [20_500, 11_000, 0]
    assert heard == 500
    starts = [int(device.played[tick][0, 0]) - 1 for tick in (0, 5, 10, 15)]
    assert [start // 48 for start in starts] == [0, 20_500, 11_000, 0]
    assert device.calls == ["abort", "close"]


def test_a_jump_past_the_end_ends() -> None:
    device = Device()
    heard, _ = stream(device, Hours(device, {2: (Keypress.FORWARD,)}), numbered(480_000), 480_000)
    assert heard == 10_000
    assert device.sound == list(range(1, 9_601))


def test_a_jump_while_it_is_paused_waits() -> None:
    device = Device()
    keys = {2: (Keypress.PAUSE,), 3: (Keypress.FORWARD,), 6: (Keypress.PAUSE,), 8: (Keypress.QUIT,)}
    _, told = stream(device, Hours(device, keys), numbered(960_000), 960_000)
    assert told[3:7] == [(10_200, True)] * 3 + [(10_200, False)]
    assert device.played[6][0, 0] == 10_200 * 48 + 1


def test_sound_that_comes_too_late_is_silence_and_then_goes_on() -> None:
    device = Device()
    hours: Hours = Hours(device, {3: lambda: setattr(hours, "starving", False)})
    hours.starving = True

    def late(start: int) -> Iterator[Block]:
        while hours.starving:
            time.sleep(0.001)
        yield from numbered(24_000)(start)

    heard, told = stream(device, hours, late, 24_000)
    assert not np.concatenate(device.played[:3]).any()
    assert device.sound == list(range(1, 24_001))
    assert [at for at, _ in told[:6]] == [0, 0, 0, 0, 100, 200]
    assert heard == 500


def test_a_device_that_asks_for_odd_numbers_of_samples() -> None:
    device = Device()
    hours = Hours(device)

    def odd() -> Block:
        return np.concatenate([Device.pull(device, count) for count in (1, 4_097, 333, 369)])

    device.pull = odd  # type: ignore[method-assign,assignment]
    stream(device, hours, numbered(48_001), 48_001)
    assert device.sound == list(range(1, 48_002))


def test_no_more_than_two_seconds_and_a_piece_are_made_ahead() -> None:
    device = Device()
    made: list[int] = []

    def blocks(start: int) -> Iterator[Block]:
        for block in numbered(20 * 48_000)(start):
            made.append(len(block))
            yield block

    def look() -> None:
        run = device.callback.__self__._playback
        while run._waiting < 2 * 48_000:
            time.sleep(0.001)
        assert run._waiting < 2 * 48_000 + 4_800
        assert sum(made) < 5 * 48_000

    stream(device, Hours(device, {10: look, 11: (Keypress.QUIT,)}), blocks, 20 * 48_000)


def test_interrupted_it_stops_at_once() -> None:
    device = Device()

    def interrupt() -> None:
        raise KeyboardInterrupt

    before = threading.active_count()
    with pytest.raises(KeyboardInterrupt):
        stream(device, Hours(device, {3: interrupt}), numbered(10**7), 10**7)
    assert device.calls == ["abort", "close"]
    assert threading.active_count() == before


def test_what_making_the_sound_raises_is_raised_here() -> None:
    device = Device()

    def broken(start: int) -> Iterator[Block]:
        yield from numbered(30_000)(start)
        raise WorkoutError("beat.mp3: this is no sound any more")

    with pytest.raises(WorkoutError, match=r"^beat\.mp3: this is no sound any more$"):
        stream(device, Hours(device), broken, 96_000)
    assert device.calls == ["abort", "close"]


def test_a_device_that_is_pulled_out() -> None:
    device = Device()
    hours = Hours(device, {25: lambda: setattr(device, "active", False)})
    with pytest.raises(WorkoutError) as raised:
        stream(device, hours, numbered(3_840_000), 3_840_000, start=61_000)
    assert str(raised.value) == "the sound device gave up at 1:03; go on with `--from 1:03`"
    assert device.calls == ["abort", "close"]


def test_a_device_that_never_asks_again() -> None:
    device = Device()
    hours = Hours(device)
    pull = device.pull

    def stuck(count: int = TICK) -> Block:
        return pull(count) if hours.ticks < 20 else device.played[-1]

    device.pull = stuck  # type: ignore[method-assign]
    with pytest.raises(WorkoutError, match="gave up at 0:02"):
        stream(device, hours, numbered(960_000), 960_000)
    assert hours.ticks == 20 + 101


@pytest.mark.parametrize(
    ("refusal", "calls", "reason"),
    [("open", [], "Device unavailable"), ("start", ["close"], "Unanticipated host error")],
)
def test_a_device_that_cannot_be_opened(refusal: str, calls: list[str], reason: str) -> None:
    device = Device()
    device.refusal = refusal
    with pytest.raises(WorkoutError) as raised:
        stream(device, Hours(device), numbered(48), 48)
    assert str(raised.value) == f"the sound device cannot be used: {reason}"
    assert device.calls == calls


# Where there is nothing to play through


def test_without_sounddevice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sounddevice", None)
    with pytest.raises(WorkoutError) as raised:
        playback.output()
    assert str(raised.value) == "playing takes sounddevice: pip install 'audioworkout[play]'"


def test_without_portaudio(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "sounddevice.py").write_text("raise OSError('PortAudio library not found')")
    monkeypatch.delitem(sys.modules, "sounddevice", raising=False)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(WorkoutError) as raised:
        playback.output()
    assert str(raised.value) == (
        "playing takes PortAudio (PortAudio library not found);"
        " on Debian: apt-get install libportaudio2"
    )


def test_without_a_device(monkeypatch: pytest.MonkeyPatch) -> None:
    device = Device()

    def none(kind: str) -> None:
        raise device.PortAudioError("Error querying device -1")

    monkeypatch.setattr(device, "query_devices", none)
    monkeypatch.setitem(sys.modules, "sounddevice", device)
    with pytest.raises(WorkoutError) as raised:
        playback.play(b"\0\0")
    assert str(raised.value) == (
        "there is no sound device here to play through (Error querying device -1)"
    )


def test_a_device_for_other_rates(monkeypatch: pytest.MonkeyPatch) -> None:
    device = Device()
    device.refusal = "check"
    monkeypatch.setitem(sys.modules, "sounddevice", device)
    with pytest.raises(WorkoutError) as raised:
        playback.output()
    assert str(raised.value) == "the sound device refuses 48 kHz: Invalid sample rate"


# Where to begin


def session(language: str = "en") -> Timeline:
    """Five and a half minutes, with rounds, sides, sets and sections."""
    rows: list[tuple[Kind, int, dict[str, Any]]] = [
        (Kind.WELCOME, 8_750, {}),
        (Kind.PREPARE, 10_000, {}),
        (Kind.WORK, 60_000, {"exercise": "march", "section": "Warm-up"}),
    ]
    for number in (1, 2):
        inside = {"section": "Workout", "round": number, "rounds": 2}
        rows += [
            (Kind.WORK, 30_000, {"exercise": "push-ups", "reps": 12, **inside}),
            (Kind.TRANSITION, 10_000, {"section": "Workout"}),
            (Kind.WORK, 15_000, {"exercise": "side plank", "side": "left", **inside}),
            (Kind.SWITCH, 5_000, {"exercise": "side plank", "side": "right", **inside}),
            (Kind.WORK, 15_000, {"exercise": "side plank", "side": "right", **inside}),
        ]
    last = {"exercise": "hollow hold", "section": "Café finisher", "sets": 2}
    rows += [
        (Kind.REST, 20_000, {"section": "Workout"}),
        (Kind.WORK, 37_500, {**last, "set": 1}),
        (Kind.REST, 45_000, {"section": "Café finisher"}),
        (Kind.WORK, 37_500, {**last, "set": 2}),
        (Kind.FINISH, 5_810, {}),
    ]
    segments: list[Placed] = []
    for kind, length, more in rows:
        start = segments[-1].end if segments else 0
        segment = Segment(kind, length, Span(1, 1, 1, 1), **more)
        segments.append(Placed(start, start + length, segment))
    chapters = (
        Chapter(0, 18_750, "Welcome"),
        Chapter(18_750, 78_750, "Warm-up · march"),
        Chapter(78_750, 118_750, "Round 1 of 2 · push-ups"),
        Chapter(118_750, 138_750, "Round 1 of 2 · side plank, left"),
        Chapter(138_750, 153_750, "Round 1 of 2 · side plank, right"),
        Chapter(153_750, 248_750, "Round 2 of 2"),
        Chapter(248_750, 368_750, "Café finisher · hollow hold"),
        Chapter(368_750, 374_560, "Finish"),
    )
    return Timeline("Core and balance", 374_560, tuple(segments), (), chapters, language=language)


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("Welcome", 0),
        ("Warm-up", 18_750),
        ("warm up", 18_750),
        ("WARMUP", 18_750),
        ("push-ups", 78_750),
        ("round 1 of 2", 78_750),
        ("Round 2", 153_750),
        ("side plank, right", 138_750),
        ("Workout", 78_750),
        ("cafe finisher", 248_750),
        ("CAFÉ", 248_750),
        ("finish", 368_750),
    ],
)
def test_a_section_or_chapter_by_its_name(name: str, start: int) -> None:
    assert beginning(session(), name) == start


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("coffee finisher", "did you mean `Café finisher`?"),
        ("pushupps", "did you mean `push-ups`?"),
        (
            "",
            "there are `Welcome`, `Warm-up`, `Warm-up · march`, `Workout`,"
            " `Round 1 of 2 · push-ups`, `Round 1 of 2 · side plank, left`,"
            " `Round 1 of 2 · side plank, right`, `Round 2 of 2`, `Café finisher`,"
            " `Café finisher · hollow hold`, `Finish`",
        ),
    ],
)
def test_a_name_that_is_not_there(name: str, found: str) -> None:
    with pytest.raises(WorkoutError) as raised:
        beginning(session(), name)
    assert str(raised.value) == f"no section or chapter is called `{name}`; {found}"


# The running plan


def text(at: int, width: int, height: int, language: str = "en", **more: bool) -> list[str]:
    """The plan as lines of text, spaces at their ends left out."""
    console = Console(width=width, height=height, file=StringIO(), color_system=None)
    console.print(screen(session(language), at, width, height, **more))
    assert isinstance(console.file, StringIO)
    return [line.rstrip() for line in console.file.getvalue().splitlines()]


@pytest.mark.parametrize(
    ("at", "width", "height", "language", "expected"),
    [
        (
            90_000,
            80,
            24,
            "en",
            """\
Core and balance                                                     1:30 / 6:14

Push-ups, 12 reps

██████            ██      ██████
██  ██    ██    ████      ██  ██
██  ██            ██      ██████
██  ██    ██      ██          ██
██████          ██████    ██████

━━━━━━━━━━━━━━━━━━━━━━━━━━━━─────────────────────────────────────────────── 0:19
Round 1 of 2 · Workout
→ transition 0:10  → side plank, left 0:15

     0:08   0:10  prepare
     0:18   1:00  march
▸    1:18   0:30  push-ups, 12 reps
     1:48   0:10  transition
     1:58   0:15  side plank, left
     2:13   0:05  switch to right
     2:18   0:15  side plank, right

━━━━━━━━━━━━━━━━━━───────────────────────────────────────────────────────── 4:44
space ▮▮   ← → 10 s   q ■
""",
        ),
        (
            135_000,
            40,
            20,
            "en",
            """\
Core and balance             2:15 / 6:14
Switch to right
██████          ██████    ██  ██
██  ██    ██    ██  ██    ██  ██
██  ██          ██  ██    ██████
██  ██    ██    ██  ██        ██
██████          ██████        ██
━━━━━━━━╸────────────────────────── 0:04
Round 1 of 2 · Workout
→ side plank, right 0:15
   0:10  transition
   0:15  side plank, left
▸  0:05  switch to right
   0:15  side plank, right
   0:30  push-ups, 12 reps
   0:10  transition
   0:15  side plank, left
   0:05  switch to right
━━━━━━━━━━━━╸────────────────────── 3:59
space ▮▮   ← → 10 s   q ■
""",
        ),
        (
            250_000,
            40,
            20,
            "de",
            """\
Core and balance             4:10 / 6:14
Hollow hold
██████          ██████    ██████
██  ██    ██        ██        ██
██  ██          ██████        ██
██  ██    ██        ██        ██
██████          ██████        ██
━────────────────────────────────── 0:37
Satz 1 von 2 · Café finisher
→ Pause 0:45  → hollow hold 0:37
   0:15  side plank, links
   0:05  Wechsel nach rechts
   0:15  side plank, rechts
   0:20  Pause
▸  0:37  hollow hold
   0:45  Pause
   0:37  hollow hold
   0:05  Abschluss
━━━━━━━━━━━━━━━━━━━━━━━──────────── 2:04
space ▮▮   ← → 10 s   q ■
""",
        ),
        (
            60_000,
            40,
            10,
            "en",
            """\
Core and balance             1:00 / 6:14
March
━━━━━━━━━━━━━━━━━━━━━━━━─────────── 0:19
Warm-up
→ push-ups, 12 reps 0:30
   0:10  prepare
▸  1:00  march
   0:30  push-ups, 12 reps
   0:10  transition
━━━━━╸───────────────────────────── 5:14
""",
        ),
        (
            60_000,
            20,
            4,
            "en",
            """\
March
━━━━━━━━━━───── 0:19
→ pus…, 12 reps 0:30
━━───────────── 5:14
""",
        ),
        (
            150_000,
            24,
            2,
            "en",
            """\
Side plank, right
━━━━━━━━━━━━━━───── 0:04
""",
        ),
        (
            374_560,
            30,
            9,
            "en",
            """\
Core and balance   6:14 / 6:14
Finish
━━━━━━━━━━━━━━━━━━━━━━━━━ 0:00


   0:45  rest
   0:37  hollow hold
▸  0:05  finish
━━━━━━━━━━━━━━━━━━━━━━━━━ 0:00
""",
        ),
    ],
)
def test_the_plan_at_a_time(at: int, width: int, height: int, language: str, expected: str) -> None:
    assert "\n".join(text(at, width, height, language)) + "\n" == expected


def test_the_plan_stands_still_in_a_pause() -> None:
    playing, paused = text(90_000, 60, 20), text(90_000, 60, 20, paused=True)
    assert paused[0] == "▮▮ Core and balance                              1:30 / 6:14"
    assert paused[1:] == playing[1:]


def test_keys_are_shown_where_there_are_any() -> None:
    assert text(90_000, 60, 20)[-1] == "space ▮▮   ← → 10 s   q ■"
    assert text(90_000, 60, 20, keys=False)[-1].endswith(" 4:44")


@pytest.mark.parametrize("width", [1, 2, 9, 17, 23, 40, 80, 300])
def test_the_plan_keeps_inside_the_screen(width: int) -> None:
    long = "日本語 single-leg Romanian deadlift with a kettlebell, and slowly"
    before = session()
    segments = tuple(
        replace(row, segment=replace(row.segment, exercise=long, reps=1_000))
        if row.segment.exercise
        else row
        for row in before.segments
    )
    wordy = replace(before, title=long, segments=segments)
    for at, height in product((0, 20_000, 119_000, 374_560, 10**9), (1, 3, 4, 7, 13, 14, 22, 60)):
        console = Console(width=500, file=StringIO(), color_system=None)
        console.print(screen(wordy, at, width, height))
        assert isinstance(console.file, StringIO)
        lines = console.file.getvalue().splitlines()
        assert len(lines) <= height
        assert max(map(cell_len, lines)) <= width


def test_a_name_that_is_too_long_keeps_its_side() -> None:
    long = "single-leg Romanian deadlift with a kettlebell"
    before = session()
    segments = tuple(
        replace(row, segment=replace(row.segment, exercise=long)) if row.segment.side else row
        for row in before.segments
    )
    console = Console(width=30, file=StringIO(), color_system=None)
    console.print(screen(replace(before, segments=segments), 120_000, 30, 16))
    assert isinstance(console.file, StringIO)
    lines = console.file.getvalue().splitlines()
    assert lines[1:3] == ["Single-leg Romanian deadlift", "with a kettlebell, left"]
    assert lines[10] == "→ single-leg Roma…, right 0:15"
    assert lines[12] == "▸  0:15  single-leg Rom…, left"


def test_what_comes_in_colour_stays_readable_without(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    console = Console(width=80, file=StringIO(), force_terminal=True, color_system="truecolor")
    console.print(screen(session(), 90_000, 80, 24))
    assert isinstance(console.file, StringIO)
    codes = set(re.findall(r"\x1b\[([\d;]*)m", console.file.getvalue()))
    assert codes == {"0", "1", "1;7"}  # bold, and reversed where it is on


# The screen and the keys


def test_without_a_terminal_a_line_a_segment(capsys: pytest.CaptureFixture[str]) -> None:
    show = _lines(session())
    for at in (80_000, 80_100, 108_750, 125_000, 139_000, 374_560):
        show(at, False)
    assert (
        capsys.readouterr().out
        == """\
   1:18    0:30  push-ups, 12 reps · Round 1 of 2 · Workout
   1:48    0:10  transition · Workout
   1:58    0:15  side plank, left · Round 1 of 2 · Workout
   2:13    0:05  switch to right · Round 1 of 2 · Workout
   2:18    0:15  side plank, right · Round 1 of 2 · Workout
   2:33    0:30  push-ups, 12 reps · Round 2 of 2 · Workout
   3:03    0:10  transition · Workout
   3:13    0:15  side plank, left · Round 2 of 2 · Workout
   3:28    0:05  switch to right · Round 2 of 2 · Workout
   3:33    0:15  side plank, right · Round 2 of 2 · Workout
   3:48    0:20  rest · Workout
   4:08    0:37  hollow hold · Set 1 of 2 · Café finisher
   4:46    0:45  rest · Café finisher
   5:31    0:37  hollow hold · Set 2 of 2 · Café finisher
   6:08    0:05  finish
"""
    )


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_the_screen_is_left_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal()
    monkeypatch.setattr(sys, "stdout", screen)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stdin", StringIO())

    def interrupted() -> None:
        with _shown(session()) as (show, keys):
            assert keys() == ()  # standard input is no terminal
            show(90_000, False)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    written = screen.getvalue()
    assert written.startswith("\x1b[?1049h")
    assert "Push-ups, 12 reps" in written
    assert written.index("\x1b[?1049l") > written.rindex("Push-ups, 12 reps")
    assert written.rindex("\x1b[?25h") > written.rindex("\x1b[?25l")  # the cursor is back


def test_a_dumb_terminal_gets_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal()
    monkeypatch.setattr(sys, "stdout", screen)
    monkeypatch.setenv("TERM", "dumb")
    with _shown(session()) as (show, _):
        show(0, False)
    assert screen.getvalue() == "   0:00    0:08  welcome\n"


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of POSIX")
def test_keys_are_read_as_they_are_pressed(monkeypatch: pytest.MonkeyPatch) -> None:
    import termios

    ours, theirs = os.openpty()
    with open(theirs) as terminal:  # noqa: PTH123 (a descriptor, not a path)
        monkeypatch.setattr(sys, "stdin", terminal)
        before = termios.tcgetattr(theirs)
        with pressed() as keys:
            assert keys() == ()
            os.write(ours, b" x\x1b[D\x1bOD\x1b[C\x1bOC\x1b[1;5C\x1b[6~qQ\xc3\xbc")
            found = keys()
            assert keys() == ()
            assert not termios.tcgetattr(theirs)[3] & (termios.ECHO | termios.ICANON)
        assert termios.tcgetattr(theirs) == before
    os.close(ours)
    back, forward, end = Keypress.BACK, Keypress.FORWARD, Keypress.QUIT
    assert found == (Keypress.PAUSE, back, back, forward, forward, end, end)


# The command


@pytest.fixture
def playing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Device:
    """A fake voice, a fake device, and sound whose samples are numbers."""
    device = Device()
    hours = Hours(device)

    def mixdown(session: compiling.CompiledSession) -> SimpleNamespace:
        return SimpleNamespace(blocks=numbered(session.timeline.length * 48))

    timed = partial(playback.stream, now=hours.now, sleep=hours.sleep)
    monkeypatch.setattr(casting, "find_voice", lambda spec, folder: FakeVoice())
    monkeypatch.setattr(rendering, "mixdown", mixdown)
    monkeypatch.setattr(playback, "stream", timed)
    monkeypatch.setitem(sys.modules, "sounddevice", device)
    monkeypatch.setenv("AUDIOWORKOUT_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "short.yaml").write_text(SHORT, encoding="utf-8")
    return device


def run(*arguments: str) -> tuple[int, str, str]:
    """How the command ended: its exit code or error, what it printed, what it complained of."""
    app = typer.Typer(rich_markup_mode=None)
    app.command()(play_module.play)
    done = CliRunner().invoke(app, arguments)
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.stdout, done.stderr


def test_play_from_a_time(playing: Device) -> None:
    code, out, err = run("short.yaml", "--from", "0:25")
    assert (code, err) == (0, "")
    assert [line.split("  ")[-1] for line in out.splitlines()] == [
        "squats",
        "rest",
        "push-ups",
        "finish",
    ]
    assert playing.sound[0] == 25 * 48_000 + 1


def test_play_a_chapter(playing: Device) -> None:
    code, out, _ = run("short.yaml", "--section", "Push Ups")
    assert code == 0
    assert [line.split("  ")[-1] for line in out.splitlines()] == ["push-ups", "finish"]


def test_past_the_end(playing: Device) -> None:
    with pytest.raises(WorkoutError) as raised:
        run("short.yaml", "--from", "12:00")
    assert re.fullmatch(
        r"--from 12:00 is past the end: the workout is 0:5\d long", str(raised.value)
    )
    assert not playing.played


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("--from", "0:10", "--section", "rest"), "both say where to begin: give one"),
        (("--from", "soon"), "found `soon`; write `12:00` or `90s`"),
        (("--from", "12:70"), "minutes and seconds end at 59"),
        (("--from", "30"), "`30` has no unit; write `12:00` or `90s`"),
        (("--from=-5s",), "found `-5s`"),
    ],
)
def test_what_is_no_place_to_begin(
    playing: Device, arguments: tuple[str, ...], complaint: str
) -> None:
    code, _, err = run("short.yaml", *arguments)
    assert code == 2
    assert complaint in " ".join(err.split())


def test_without_a_device_nothing_is_spoken(
    playing: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unspoken(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(compiling, "compile_workout", unspoken)
    monkeypatch.setitem(sys.modules, "sounddevice", None)
    with pytest.raises(WorkoutError) as raised:
        run("short.yaml")
    assert str(raised.value) == (
        "playing takes sounddevice: pip install 'audioworkout[play]';"
        " `audioworkout render short.yaml` makes an MP3 to play elsewhere"
    )


def test_quitting_tells_how_to_go_on(playing: Device, monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def shown(_: Timeline) -> Iterator[Any]:
        yield (lambda at, paused: None), lambda: (Keypress.FORWARD, Keypress.QUIT)

    monkeypatch.setattr(play_module, "_shown", shown)
    code, out, _ = run("short.yaml", "--from", "31s")
    assert code == 0
    assert re.fullmatch(r"stopped at 0:31 of 0:5\d; go on with `--from 0:31`\n", out)
