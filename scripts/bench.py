"""Measures speed and memory side by side with what one would do instead, in one run.

    python scripts/bench.py [--quick]

Each row is a whole process, timed from outside, the fastest of three runs (pydub's and the
longest session under music: of one). A first rendering starts from an empty cache each time.
The workout is half an hour of circuit training, rendered with the default voice. A show of 200
short workouts is published from a cache that has their phrases. Needs ffmpeg.
"""

import argparse
import json
import os
import shutil
import tempfile
import wave
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import rivals
from bench_show import publishing
from measuring import AUDIOWORKOUT, PYTHON, Bench, Row, Run

if TYPE_CHECKING:
    from audioworkout.session.compiling import CompiledSession
    from audioworkout.sound.streaming import Block

WORKOUT = """
title: Half an hour
{music}workout:
  - {rounds} rounds, 15s between exercises, 60s between rounds:
      - 40s squats
      - 40s walking lunges
      - 30s side plank per side
      - 12 push-ups
      - 40s glute bridges
      - 40s mountain climbers
"""
SHORT = "title: Short\n{music}workout: [10s squats]\n"
HALF_AN_HOUR, FOUR_HOURS = 5, 40  # rounds
EDIT = ("40s mountain climbers", "40s dead bugs with a pause")

# Length in seconds, beats a minute, deepest note in Hz, seed.
TUNES = {"first.mp3": (250, 124, 110.0, 1), "second.flac": (200, 96, 130.8, 2)}
MUSIC = f"music: [{', '.join(TUNES)}]\n"
TUNES_LENGTH = sum(length for length, *_ in TUNES.values())
MUSIC_BITRATE = 128  # kbit/s, stereo: what the program takes for a session with music


def workout(folder: Path, rounds: int, *, edited: bool = False, music: bool = False) -> Path:
    """The workout as a file; edited, one line is another."""
    text = WORKOUT.format(rounds=rounds, music=MUSIC if music else "")
    name = f"rounds-{rounds}{'-edited' * edited}{'-music' * music}.yaml"
    path = folder / name
    path.write_text(text.replace(*EDIT) if edited else text)
    return path


def plan(path: Path, cache: Path) -> "CompiledSession":
    """The compiled session, from the cache."""
    from audioworkout.ground.cache import Cache
    from audioworkout.language.document.inputs import read
    from audioworkout.session.compiling import Options, compile_workout

    return compile_workout(read(path), Options(), Cache(cache))


# What the others are given


def give_clips(session: "CompiledSession", folder: Path) -> Path:
    """Every sound of a session as a WAV file, and where each is to start."""
    files: dict[str, Path] = {}
    events: list[tuple[int, str]] = []
    for event in session.timeline.events:
        key = session.sounds.key(event.sound)
        if key not in files:
            files[key] = folder / f"clip-{len(files)}.wav"
            with wave.open(str(files[key]), "wb") as out:
                out.setparams((1, 2, 48_000, 0, "NONE", ""))
                out.writeframes(session.sounds.pcm(event.sound))
        events.append((event.start, str(files[key])))
    path = folder / "events.json"
    path.write_text(json.dumps({"events": events, "length": session.timeline.length}))
    return path


def phrases_of(session: "CompiledSession") -> dict[tuple[str, int], None]:
    """The distinct phrases of a session as the engine is given them, with their rates."""
    from audioworkout.plan.segments import Speech
    from audioworkout.words.pronunciation import pronounce

    workout = session.workout
    spoken = [e.sound for e in session.timeline.events if isinstance(e.sound, Speech)]
    return dict.fromkeys(
        (pronounce(sound.text, workout.language, workout.say_as), sound.rate_percent)
        for sound in spoken
    )


def give_phrases(
    session: "CompiledSession", folder: Path, known: "CompiledSession | None" = None
) -> Path:
    """The phrases of a session that another does not have, the longest first."""
    old = phrases_of(known) if known else {}
    new = sorted(phrases_of(session).keys() - old.keys(), key=lambda phrase: -len(phrase[0]))
    path = folder / f"phrases-{len(new)}.json"
    path.write_text(json.dumps(new))
    return path


def give_music(folder: Path) -> None:
    """Two tracks, beside the workouts."""
    from tunes import tune

    for name, figures in TUNES.items():
        tune(folder, name, *figures)


def give_coach(session: "CompiledSession", path: Path) -> None:
    """Voice and tones of a session, at the loudness that they have in it, as a WAV file."""
    from audioworkout.session.rendering import mixdown

    whole = mixdown(session)
    voice, tones = whole.stem("voice"), whole.stem("tones")
    with wave.open(str(path), "wb") as out:
        out.setparams((whole.channels, 2, 48_000, 0, "NONE", ""))
        for data in _pcm(a + b for a, b in zip(voice, tones, strict=True)):
            out.writeframesraw(data)


def give_samples(session: "CompiledSession", path: Path) -> None:
    """The very samples that the program hands to the encoder."""
    from audioworkout.session.rendering import mixdown

    with path.open("wb") as out:
        out.writelines(_pcm(mixdown(session).blocks()))


def _pcm(blocks: "Iterable[Block]") -> Iterator[bytes]:
    from audioworkout.sound.streaming import int16

    return (int16(block).tobytes() for block in blocks)


# What is measured


def speaking(bench: Bench) -> Iterator[Row]:
    """A first rendering, and one with a line edited, against the engine alone."""
    half, edited = (
        workout(bench.folder, HALF_AN_HOUR),
        workout(bench.folder, HALF_AN_HOUR, edited=True),
    )
    bench.once(bench.rendering(half))
    session = plan(half, bench.cache)
    phrases = give_phrases(session, bench.folder)
    first, piper, driven = bench.in_turn(
        lambda: bench.fresh(half),
        lambda: bench.speak(rivals.PIPER, phrases),
        lambda: bench.speak(rivals.ENGINE, phrases),
    )
    ratios = f"{first.seconds / piper.seconds:.2f} and {first.seconds / driven.seconds:.2f} ×"
    yield "first rendering", first, f"{ratios} the two below"
    yield "  Piper's own interface", piper, f"{len(phrases_of(session))} phrases"
    yield "  the engine as driven here", driven, "one thread a phrase"
    known = bench.folder / "known"
    shutil.copytree(bench.cache, known)
    bench.once(bench.rendering(edited))
    added = give_phrases(plan(edited, bench.cache), bench.folder, session)
    edit, new = bench.in_turn(
        lambda: bench.fresh(edited, known), lambda: bench.speak(rivals.ENGINE, added)
    )
    over = f"{edit.seconds - new.seconds:+.2f} s over the new phrases' engine"
    yield "one line edited", edit, over
    yield "  the engine, new phrases", new, ""


def linking(bench: Bench, quick: bool) -> Iterator[Row]:
    """Cached renderings, against ffmpeg, which only encodes the same samples, and pydub."""
    half, long = workout(bench.folder, HALF_AN_HOUR), workout(bench.folder, FOUR_HOURS)
    cached = bench.render(half)
    wav, encoded = bench.folder / "half.wav", bench.folder / "encoded.mp3"
    bench.once([*rivals.FFMPEG, "-i", bench.out, wav])
    ffmpeg = bench.run(rivals.encode(wav, encoded))
    yield "cached rendering", cached, f"{cached.seconds / ffmpeg.seconds:.3f} × ffmpeg"
    yield "  ffmpeg, encoding only", ffmpeg, ""
    bench.once(bench.rendering(long))
    yield _longer("cached", bench.render(long), cached, plan(long, bench.cache))
    if not quick:
        clips = give_clips(plan(half, bench.cache), bench.folder)
        usual = bench.once([*PYTHON, rivals.PYDUB, clips, encoded])
        ratio = f"{usual.seconds / cached.seconds:.0f} × the cached rendering"
        yield "  pydub, clips for free", usual, ratio


def under_music(bench: Bench, quick: bool) -> Iterator[Row]:
    """The same session over music, which is mixed and encoded anew each time."""
    half = workout(bench.folder, HALF_AN_HOUR, music=True)
    new = bench.once(bench.rendering(half))
    cached = bench.render(half)
    session = plan(half, bench.cache)
    samples, encoded = bench.folder / "samples", bench.folder / "encoded.mp3"
    give_samples(session, samples)
    settings = (str(MUSIC_BITRATE), "2")
    lame = bench.run([*PYTHON, rivals.LAME, samples, encoded, *settings])
    samples.unlink()
    share, work = lame.seconds / cached.seconds, lame.cpu / cached.cpu
    yield "under music", cached, f"LAME alone: {share:.0%} of the time, {work:.0%} of the work"
    yield "  LAME, the same samples", lame, ""
    yield "  its tracks new", new, "their loudness is measured once"
    yield from _mixes(bench, session, cached, quick)
    if not quick:
        long = workout(bench.folder, FOUR_HOURS, music=True)
        done = bench.once(bench.rendering(long))
        yield _longer("under music", done, cached, plan(long, bench.cache))


def _mixes(bench: Bench, session: "CompiledSession", own: Run, quick: bool) -> Iterator[Row]:
    """The same mix by ffmpeg, which gets the coach as one file, and by pydub."""
    coach, encoded = bench.folder / "coach.wav", bench.folder / "encoded.mp3"
    tracks = [bench.folder / name for name in TUNES]
    give_coach(session, coach)
    seconds = session.timeline.length / 1000
    mixed = bench.run(rivals.mix(coach, tracks, seconds, TUNES_LENGTH, encoded))
    coach.unlink()
    yield "  ffmpeg, the same mix", mixed, _against(mixed, own)
    if not quick:
        clips = give_clips(session, bench.folder)
        usual = bench.once([*PYTHON, rivals.PYDUB_MUSIC, clips, encoded, *tracks])
        yield "  pydub, clips for free", usual, _against(usual, own)


def _against(other: Run, own: Run) -> str:
    return f"{other.seconds / own.seconds:.2f} × the time, {other.cpu / own.cpu:.2f} × the work"


def _longer(label: str, long: Run, half: Run, session: "CompiledSession") -> Row:
    hours = session.timeline.length / 3_600_000
    ratio = f"{long.seconds / half.seconds:.2f} × half an hour"
    return f"{label}, {hours:.1f} h", long, f"{ratio}, {long.memory - half.memory:+.0f} MiB"


def warm_up(bench: Bench) -> None:
    """Runs each program once, so that its modules are compiled, as an installation has them."""
    cache = bench.folder / "warm-up"
    for name, line in (("short", ""), ("short-music", MUSIC)):
        path = bench.folder / f"{name}.yaml"
        path.write_text(SHORT.format(music=line))
        bench.once(bench.rendering(path), cache)
    bench.once([*PYTHON, "import pydub"])


def show(label: str, done: Run, note: str) -> None:
    """Prints a row."""
    figures = f"{done.seconds:>8.2f} {done.cpu:>7.2f} {done.memory:>6.0f}"
    print(f"{label:<26} {figures}  {note}".rstrip(), flush=True)


def measure(bench: Bench, quick: bool) -> None:
    """Measures everything, and prints each row when it is known."""
    give_music(bench.folder)
    warm_up(bench)
    print(f"{'':<26} {'seconds':>8} {'work':>7} {'MiB':>6}")
    parts = (
        speaking(bench),
        linking(bench, quick),
        under_music(bench, quick),
        publishing(bench, AUDIOWORKOUT, quick),
    )
    for rows in parts:
        for row in rows:
            show(*row)
    timeline = plan(workout(bench.folder, HALF_AN_HOUR), bench.cache).timeline
    sounds = f"{timeline.length / 60_000:.1f} min, {len(timeline.events)} sounds"
    print(f"{sounds}, {os.cpu_count()} cores; work is processor seconds")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one run each, no pydub")
    quick = parser.parse_args().quick
    if not shutil.which("ffmpeg"):
        raise SystemExit("ffmpeg is needed to compare with")
    with tempfile.TemporaryDirectory() as name:
        measure(Bench(Path(name), 1 if quick else 3), quick)


if __name__ == "__main__":
    main()
