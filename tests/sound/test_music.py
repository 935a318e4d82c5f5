"""Sessions over music and in each mix, rendered, decoded by ffmpeg and measured."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import soundfile

from audioworkout.ground import files
from audioworkout.ground.cache import Cache
from audioworkout.language.document import inputs
from audioworkout.language.model import MIX_PRESETS
from audioworkout.plan.segments import Kind, Speech, Tone
from audioworkout.session import compiling, rendering
from listen import (
    RATE,
    Signal,
    complaints,
    decode,
    kept_by_skip_silence,
    loudness,
    loudness_meter,
    needs,
    offset,
    run,
)

pytestmark = [pytest.mark.slow, needs("ffmpeg")]

TEXT = """\
title: Legs
voice: espeak:en-us
{more}
workout:
  - 30s squats
  - rest 15s
  - 20s side plank per side
"""
TARGETS = {"standard": -16, "outdoor": -14, "earphones": -18, "quiet": -22}


@dataclass(frozen=True)
class Rendered:
    session: compiling.CompiledSession
    path: Path
    heard: Signal


def song(path: Path, hertz: float, level: float, seconds: float = 47) -> None:
    """A tune of its own in each channel, with a beat, that swells and dies."""
    time = np.arange(round(seconds * 44_100)) / 44_100
    beat = np.exp(-((time * 2) % 1) * 8) * np.sin(2 * np.pi * 90 * time)
    swell = 0.6 - 0.4 * np.cos(2 * np.pi * time / 13)
    left, right = (np.sin(2 * np.pi * hertz * ratio * time) for ratio in (1, 1.25))
    tune = np.stack((beat + swell * left, beat + swell * right), axis=1)
    soundfile.write(path, level * tune / np.abs(tune).max(), 44_100)


def rendered(folder: Path, more: str, output: str = "mp3") -> Rendered:
    source = inputs.Source("legs.yaml", TEXT.format(more=more), folder, "legs")
    session = compiling.compile_workout(source, compiling.Options(), Cache())
    path = folder / f"session.{output}"
    with files.atomic_write(path) as file:
        rendering.write(session, file, rendering.Output(output))
    return Rendered(session, path, decode(path))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("music")
    song(folder / "one.flac", 440, 0.9)
    song(folder / "two.ogg", 330, 0.2)
    return folder


@pytest.fixture(scope="module")
def over_music(folder: Path) -> Rendered:
    return rendered(folder, "music: [one.flac, two.ogg]")


def test_the_file_is_sound_stereo_and_as_long_as_the_plan(over_music: Rendered) -> None:
    assert complaints(over_music.path) == ""
    assert len(over_music.heard) == over_music.session.timeline.length * 48
    probed = json.loads(
        run("ffprobe", "-v", "error", "-of", "json", "-show_streams", over_music.path)
    )
    stream = probed["streams"][0]
    assert (stream["channels"], stream["bit_rate"]) == (2, "128000")


def test_it_has_the_loudness_of_a_podcast(over_music: Rendered) -> None:
    integrated, true_peak = loudness(over_music.path)
    assert integrated == pytest.approx(-16, abs=1)
    assert true_peak <= -1


def test_every_tone_is_on_time_over_music(over_music: Rendered) -> None:
    session = over_music.session
    quiet = np.diff(over_music.heard, prepend=np.float32(0))  # what a tone has more of than music
    late = []
    for event in session.timeline.events:
        if isinstance(event.sound, Tone) and event.sound.name in ("go", "tick", "rest"):
            pcm = np.frombuffer(session.sounds.pcm(event.sound), "<i2") / 32768
            tone = np.diff(pcm, prepend=0).astype(np.float32)
            late.append(abs(offset(quiet, tone, event.start * 48)))
    assert len(late) > 10
    assert max(late) <= 48


def test_podcast_apps_skip_nothing(over_music: Rendered) -> None:
    assert kept_by_skip_silence(over_music.heard) >= 0.99


def test_speech_stands_ten_units_above_the_music_and_the_music_comes_back(
    over_music: Rendered, tmp_path: Path
) -> None:
    session = over_music.session
    paths = rendering.write_stems(session, tmp_path)
    stems = {path.stem: soundfile.read(path)[0] for path in paths}
    assert {len(stem) for stem in stems.values()} == {session.timeline.length * 48}
    meter = loudness_meter(RATE)
    spoken = [e for e in session.timeline.events if isinstance(e.sound, Speech)]
    for event in spoken:
        if event.length >= 500:  # a shorter one is less than two blocks of the measure
            during = slice(event.start * 48, event.end * 48)
            voice, music = (meter.integrated_loudness(stems[n][during]) for n in ("voice", "music"))
            assert voice - music >= 10, event
    levels = []
    for row in session.timeline.segments:
        if row.segment.kind is Kind.WORK and row.segment.exercise == "squats":
            calm = slice((row.start + 4_000) * 48, (row.start + 12_000) * 48)
            levels.append(meter.integrated_loudness(stems["music"][calm]))
    voice = meter.integrated_loudness(stems["voice"])
    assert all(4 <= voice - level <= 14 for level in levels)


def test_no_step_louder_than_the_songs_own(over_music: Rendered, folder: Path) -> None:
    session = over_music.session
    bed = rendering.mixdown(session).bed
    assert bed
    jump, last = 0.0, None
    for block in bed.blocks():
        whole = block if last is None else np.concatenate((last, block))
        jump, last = max(jump, float(np.abs(np.diff(whole, axis=0)).max())), block[-1:]
    own = 0.0
    for name in ("one.flac", "two.ogg"):
        samples = soundfile.read(folder / name)[0]
        gain = 10 ** ((-20 - loudness_meter(44_100).integrated_loudness(samples)) / 20)
        own = max(own, gain * float(np.abs(np.diff(samples, axis=0)).max()))
    assert jump <= 1.1 * own * np.sqrt(2)  # two songs cross at equal power


def test_work_and_rest_have_their_own(folder: Path) -> None:
    more = "music: {files: one.flac, work: {gain_db: 3}, rest: {files: two.ogg, gain_db: -6}}"
    session = rendered(folder, more, "wav").session
    bed = rendering.mixdown(session).bed
    assert bed
    music = np.concatenate(list(bed.blocks()))
    for row in session.timeline.segments:
        middle = slice((row.start + 3_000) * 48, (row.end - 3_000) * 48)
        if row.segment.kind in (Kind.WORK, Kind.REST) and row.end - row.start >= 10_000:
            spectrum = np.abs(np.fft.rfft(music[middle, 0]))
            hertz = np.fft.rfftfreq(middle.stop - middle.start, 1 / RATE)
            tune = hertz[np.argmax(np.where(hertz > 200, spectrum, 0))]
            assert tune == pytest.approx(440 if row.segment.kind is Kind.WORK else 330, abs=2)


@pytest.mark.parametrize("mix", MIX_PRESETS)
@pytest.mark.parametrize("music", ["", "music: one.flac"])
def test_each_mix_has_its_loudness(folder: Path, mix: str, music: str) -> None:
    path = rendered(folder, f"mix: {mix}\n{music}").path
    integrated, true_peak = loudness(path)
    assert integrated == pytest.approx(TARGETS[mix], abs=1)
    assert true_peak <= -1


@pytest.mark.parametrize("target", [-14, -20])
def test_a_loudness_of_ones_own(folder: Path, target: int) -> None:
    for music in ("", "music: one.flac"):
        path = rendered(folder, f"mix: {{loudness: {target}}}\n{music}").path
        integrated, true_peak = loudness(path)
        assert integrated == pytest.approx(target, abs=1)
        assert true_peak <= -1


def test_a_file_loops_in_the_pauses(folder: Path) -> None:
    song(folder / "sea.wav", 700, 0.5, seconds=5)
    sea = rendered(folder, "pause: sea.wav")
    assert kept_by_skip_silence(sea.heard) >= 0.99
    calm = next(r for r in sea.session.timeline.segments if r.segment.exercise == "squats")
    during = sea.heard[(calm.start + 4_000) * 48 : (calm.start + 12_000) * 48]
    assert loudness_meter(RATE).integrated_loudness(during) == pytest.approx(-40, abs=4)
    integrated, true_peak = loudness(sea.path)
    assert integrated == pytest.approx(-16, abs=1)
    assert true_peak <= -1
