"""Measures speed and memory side by side with what one would do instead, in one run.

    python scripts/bench.py [--quick]

Each row is a whole process, timed from outside, the fastest of three runs (pydub's: of one).
A first rendering starts from an empty cache each time. The workout is half an hour of
circuit training, rendered with the default voice. Needs ffmpeg.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audioworkout.build import Session
    from audioworkout.segments import Sound

HALF_HOUR = """
title: Half an hour
workout:
  - {rounds} rounds, 15s between exercises, 60s between rounds:
      - 40s squats
      - 40s walking lunges
      - 30s side plank per side
      - 12 push-ups
      - 40s glute bridges
      - 40s mountain climbers
"""
EDIT = ("40s mountain climbers", "40s dead bugs with a pause")

AUDIOWORKOUT = [sys.executable, "-m", "audioworkout"]

# What a script with pydub does: the session as one segment, each sound overlaid, exported.
PYDUB = """
import sys, wave, json
from pydub import AudioSegment
plan = json.load(open(sys.argv[1]))
clips = {path: AudioSegment.from_wav(path) for _, path in plan["events"]}
session = AudioSegment.silent(0, frame_rate=48000)
for start, path in plan["events"]:
    if start > len(session):
        session += AudioSegment.silent(start - len(session), frame_rate=48000)
    clip = clips[path]
    rest = start + len(clip) - len(session)
    if rest > 0:
        session += AudioSegment.silent(rest, frame_rate=48000)
    session = session.overlay(clip, position=start)
session.export(sys.argv[2], format="mp3", bitrate="64k")
"""

# The engine alone: the session's distinct phrases, on as many threads as the program uses.
ENGINE = """
import json, os, sys, time
from concurrent.futures import ThreadPoolExecutor
from audioworkout.voices import find_voice
phrases = json.load(open(sys.argv[1]))
voice = find_voice("joe")
began = time.perf_counter()
with ThreadPoolExecutor(os.cpu_count()) as pool:
    list(pool.map(lambda phrase: voice.speak(*phrase), phrases))
"""


@dataclass(frozen=True, slots=True)
class Run:
    """A finished process: wall seconds, and its peak resident memory in MiB."""

    seconds: float
    memory: float


def run(command: Sequence[str | Path], cache: Path, times: int = 1) -> Run:
    """The fastest of `times` runs."""
    runs = []
    for _ in range(times):
        environment = {**os.environ, "AUDIOWORKOUT_CACHE": str(cache)}
        began = time.perf_counter()
        process = subprocess.Popen(
            [str(part) for part in command], env=environment, stdout=subprocess.DEVNULL
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"failed: {command}")
        runs.append(Run(seconds, usage.ru_maxrss / 1024))
    return min(runs, key=lambda done: done.seconds)


def workout(folder: Path, rounds: int, edited: bool = False) -> Path:
    """The workout as a file; edited, one line is another."""
    text = HALF_HOUR.format(rounds=rounds)
    path = folder / f"rounds-{rounds}{'-edited' if edited else ''}.yaml"
    path.write_text(text.replace(*EDIT) if edited else text)
    return path


def plan(path: Path, cache: Path) -> "Session":
    """The compiled session, from the cache."""
    from audioworkout.build import Options, compile_workout
    from audioworkout.cache import Cache
    from audioworkout.inputs import read

    return compile_workout(read(path), Options(), Cache(cache))


def give_clips(session: "Session", folder: Path) -> Path:
    """Every sound of a session as a WAV file, and where each is to start: free, for pydub."""
    import json
    import wave

    files: dict[Sound, Path] = {}
    for event in session.timeline.events:
        if event.sound not in files:
            files[event.sound] = folder / f"clip-{len(files)}.wav"
            with wave.open(str(files[event.sound]), "wb") as out:
                out.setparams((1, 2, 48_000, 0, "NONE", ""))
                out.writeframes(session.sounds.pcm(event.sound))
    path = folder / "events.json"
    events = [(event.start, str(files[event.sound])) for event in session.timeline.events]
    path.write_text(json.dumps({"events": events}))
    return path


def give_phrases(session: "Session", folder: Path, known: "Session | None" = None) -> Path:
    """The distinct phrases of a session that another does not have."""
    import json

    from audioworkout.segments import Speech

    old = {event.sound for event in known.timeline.events} if known else set()
    new = dict.fromkeys(
        (event.sound.text, event.sound.rate)
        for event in session.timeline.events
        if isinstance(event.sound, Speech) and event.sound not in old
    )
    path = folder / f"phrases-{len(new)}.json"
    path.write_text(json.dumps(list(new)))
    return path


Row = tuple[str, Run, str]


@dataclass(frozen=True, slots=True)
class Bench:
    """A folder to measure in, and how often."""

    folder: Path
    times: int

    @property
    def cache(self) -> Path:
        """The cache that holds the half-hour session once it was rendered."""
        return self.folder / "cache"

    def render(self, path: Path, cache: Path) -> Run:
        """One rendering, as a user runs it."""
        out = self.folder / "out.mp3"
        return run([*AUDIOWORKOUT, "render", "-q", "-o", out, path], cache)

    def fresh(self, path: Path, known: Path | None = None) -> Run:
        """A rendering whose cache holds nothing, or no more than a known one."""
        runs = []
        for number in range(self.times):
            cache = self.folder / f"fresh-{path.stem}-{number}"
            if known:
                shutil.copytree(known, cache)
            runs.append(self.render(path, cache))
            if not self.cache.exists():
                cache.rename(self.cache)
        return min(runs, key=lambda done: done.seconds)

    def engine(self, phrases: Path) -> Run:
        """The voice engine alone, with the phrases of a file."""
        return run([sys.executable, "-c", ENGINE, phrases], self.cache, self.times)


def speaking(bench: Bench, half: Path, edited: Path) -> list[Row]:
    """A first rendering, and one with a line edited, against the engine alone."""
    first = bench.fresh(half)
    session = plan(half, bench.cache)
    engine = bench.engine(give_phrases(session, bench.folder))
    edit = bench.fresh(edited, known=bench.cache)
    after = plan(edited, bench.folder / f"fresh-{edited.stem}-0")
    new = bench.engine(give_phrases(after, bench.folder, session))
    over = f"{edit.seconds - new.seconds:+.2f} s over the new phrases' engine"
    return [
        ("first rendering", first, f"{first.seconds / engine.seconds:.2f} × the engine alone"),
        ("  the engine alone", engine, ""),
        ("one line edited", edit, over),
        ("  the engine, new phrases", new, ""),
    ]


def linking(bench: Bench, half: Path, long: Path) -> list[Row]:
    """Cached renderings, against ffmpeg, which only encodes the same samples."""
    bench.render(long, bench.cache)
    hours = min((bench.render(long, bench.cache) for _ in range(bench.times)), key=_seconds)
    cached = min((bench.render(half, bench.cache) for _ in range(bench.times)), key=_seconds)
    wav, out = bench.folder / "half.wav", bench.folder / "out.mp3"
    ffmpeg = ["ffmpeg", "-v", "error", "-y"]
    run([*ffmpeg, "-i", out, wav], bench.cache)
    encode = [*ffmpeg, "-i", str(wav), "-b:a", "64k", str(bench.folder / "f.mp3")]
    encoded = run(encode, bench.cache, bench.times)
    length = plan(long, bench.cache).timeline.length / 3_600_000
    return [
        ("cached rendering", cached, f"{cached.seconds / encoded.seconds:.3f} × ffmpeg"),
        ("  ffmpeg, encoding only", encoded, ""),
        (f"cached, {length:.1f} h", hours, f"{hours.seconds / cached.seconds:.2f} × half an hour"),
    ]


def usual(bench: Bench, half: Path, cached: Run) -> Row:
    """The usual script with pydub, which gets every clip for free."""
    clips = give_clips(plan(half, bench.cache), bench.folder)
    script = [sys.executable, "-c", PYDUB, str(clips), str(bench.folder / "p.mp3")]
    done = run(script, bench.cache)
    ratio = f"{done.seconds / cached.seconds:.0f} × the cached rendering"
    return "pydub, clips for free", done, ratio


def _seconds(done: Run) -> float:
    return done.seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one run each, no pydub")
    quick = parser.parse_args().quick
    if not shutil.which("ffmpeg"):
        raise SystemExit("ffmpeg is needed to compare with")
    with tempfile.TemporaryDirectory() as name:
        bench = Bench(Path(name), 1 if quick else 3)
        half, long = workout(bench.folder, 5), workout(bench.folder, 40)
        rows = speaking(bench, half, workout(bench.folder, 5, edited=True))
        rows += linking(bench, half, long)
        if not quick:
            rows.append(
                usual(bench, half, next(run for label, run, _ in rows if "cached" in label))
            )
        timeline = plan(half, bench.cache).timeline
        sounds = f"{timeline.length / 60_000:.1f} min, {len(timeline.events)} sounds"
        print(f"{sounds}, {os.cpu_count()} cores")
        print(f"{'':<26} {'seconds':>8} {'MiB':>6}")
        for label, done, note in rows:
            print(f"{label:<26} {done.seconds:>8.2f} {done.memory:>6.0f}  {note}")


if __name__ == "__main__":
    main()
