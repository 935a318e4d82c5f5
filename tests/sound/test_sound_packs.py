"""Sound packs: unlike by ear, equally loud; files in their place; `audioworkout sounds`."""

import io
import sys
import wave
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pytest
import soundfile

from audioworkout.cli import main
from audioworkout.ground.cache import FOLDER_VARIABLE, Cache
from audioworkout.ground.diagnostics import WorkoutError
from audioworkout.ground.units import Ms
from audioworkout.language.model import SOUND_PACKS as PACKS
from audioworkout.sound import loudness, own_tones, playback, tones
from command import Done

UNLIKE = 5.0  # dB on the average of bands and frames; the closest in `classic` are 6.5 apart
UNLIKE_ROLES = 5.5

FRAME = 960  # samples: 20 ms
RANGE_DB = 30.0  # under the loudest band: nobody hears it any more

Signal: TypeAlias = npt.NDArray[np.float64]
Command = Callable[..., Done]


def signal(pack: str, role: str) -> Signal:
    return np.asarray(np.frombuffer(tones.tone_pcm(pack, role), "<i2") / 32768)


def heard(sound: Signal, frames: int) -> Signal:
    """What of a sound the ear tells apart: dB in 23 mel bands from 0.5 to 6 kHz, each 20 ms."""
    padded = np.pad(sound, (0, frames * FRAME - len(sound))).reshape(frames, FRAME)
    power = np.abs(np.fft.rfft(padded * np.hanning(FRAME), 4800)) ** 2
    mel = np.log10(1 + np.arange(power.shape[1]) * 10 / 700)
    edges = np.linspace(np.log10(1 + 500 / 700), np.log10(1 + 6000 / 700), 24)
    band = np.digitize(mel, edges)
    bands = np.stack([power[:, band == n].sum(axis=1) for n in range(1, 24)])
    return np.asarray(10 * np.log10(np.maximum(bands / bands.max(), 10 ** (-RANGE_DB / 10))))


def apart(one: Signal, other: Signal) -> float:
    """How unlike two sounds are, whatever their level: the RMS of their difference in dB."""
    frames = -(-max(len(one), len(other)) // FRAME)
    return float(np.sqrt(((heard(one, frames) - heard(other, frames)) ** 2).mean()))


# The packs


@pytest.mark.parametrize("pack", PACKS)
def test_the_roles_of_a_pack_are_unlike_one_another(pack: str) -> None:
    close = {
        (one, other): round(far, 1)
        for one, other in combinations(tones.ROLES, 2)
        if (far := apart(signal(pack, one), signal(pack, other))) < UNLIKE_ROLES
    }
    assert close == {}


@pytest.mark.parametrize("role", tones.ROLES)
def test_a_role_sounds_unlike_in_each_pack(role: str) -> None:
    close = {
        (one, other): round(far, 1)
        for one, other in combinations(PACKS, 2)
        if (far := apart(signal(one, role), signal(other, role))) < UNLIKE
    }
    assert close == {}


def test_the_measure_tells_pitch_length_and_strokes_apart_but_not_level() -> None:
    tone = chord(1.0)
    assert apart(tone, 0.2 * tone) < 1e-6
    assert apart(tone, chord(1.005)) < UNLIKE
    assert apart(tone, chord(1.3)) > UNLIKE_ROLES
    assert apart(tone, tone[:4800]) > UNLIKE_ROLES
    assert apart(tone, tone * (np.arange(9600) % 3840 < 1920)) > UNLIKE_ROLES


def chord(pitch: float) -> Signal:
    """Partials of equal size, 200 ms long."""
    time = np.arange(9600) / 48_000
    partials = [np.sin(2 * np.pi * pitch * hz * time) for hz in (900, 1300, 2000, 2900)]
    return np.asarray(np.sum(partials, axis=0))


@pytest.mark.parametrize("pack", PACKS)
def test_a_role_is_as_loud_in_each_pack(pack: str) -> None:
    wanted = {role: loudness.active(signal("classic", role)) for role in tones.ROLES}
    level = {role: loudness.active(signal(pack, role)) for role in tones.ROLES}
    differ = {role: round(level[role] - wanted[role], 1) for role in tones.ROLES}
    assert {role: by for role, by in differ.items() if abs(by) > 2} == {}


def centre(pack: str) -> float:
    """Where the power of a pack's tick, go and rest lies, in Hz."""
    sums = [np.abs(np.fft.rfft(signal(pack, role), 48_000)) ** 2 for role in ("tick", "go", "rest")]
    power = np.sum([each / each.sum() for each in sums], axis=0)
    return float((power * np.arange(len(power))).sum() / power.sum())


def test_the_soft_pack_is_rounder_and_the_bright_one_brighter() -> None:
    assert centre("soft") < centre("classic") < centre("bright")
    for role in ("tick", "go", "rest", "finish"):
        soft, bright = signal("soft", role), signal("bright", role)
        assert np.abs(soft[:24]).max() < np.abs(bright[:24]).max() / 2, "it rises more slowly"


# Files in place of a pack's sounds


def tone_file(path: Path, *parts: tuple[float, float], rate: int = 48_000) -> Path:
    """A file of parts in turn (amplitude, seconds) of 1 kHz with its third partial."""
    sounds = []
    for size, seconds in parts:
        time = np.arange(round(seconds * rate)) / rate
        sounds.append(size * (np.sin(2000 * np.pi * time) + 0.3 * np.sin(6000 * np.pi * time)))
    soundfile.write(path, np.concatenate(sounds), rate)
    return path


def samples(tone: tones.OwnTone) -> Signal:
    return np.asarray(np.frombuffer(tone.pcm, "<i2") / 32768)


@pytest.mark.parametrize(("name", "rate"), [("horn.wav", 48_000), ("horn.flac", 44_100)])
@pytest.mark.parametrize("role", ["go", "finish"])
def test_a_file_starts_at_its_onset_as_loud_as_the_packs_sound(
    tmp_path: Path, name: str, rate: int, role: str
) -> None:
    path = tone_file(tmp_path / name, (0, 0.3), (0.05, 0.4), (0, 0.5), rate=rate)
    tone = tones.own_tone(path, role, "soft")
    assert tone.length == pytest.approx(401, abs=2)
    assert not tone.cut
    sound = np.abs(samples(tone))
    assert sound[0] < 0.01
    assert sound[:48].max() > 0.5 * sound.max()
    assert sound[-10:].max() < 0.01
    assert sound.max() <= 10 ** (-6 / 20)
    wanted = loudness.active(signal("soft", role))
    assert loudness.active(samples(tone)) == pytest.approx(wanted, abs=0.1)


@pytest.mark.parametrize(("role", "limit"), tones.LONGEST.items())
def test_a_file_that_is_too_long_for_its_role_is_faded_out(
    tmp_path: Path, role: str, limit: int
) -> None:
    path = tone_file(tmp_path / "long.wav", (0.2, 8))
    tone = tones.own_tone(path, role, "classic")
    assert (tone.length, tone.whole, tone.cut) == (limit, 8000, True)
    sound = np.abs(samples(tone))
    fade = [sound[-48 * ms :][:48].max() / sound.max() for ms in (31, 15, 1)]
    assert fade == [
        pytest.approx(1, abs=0.02),
        pytest.approx(0.5, abs=0.1),
        pytest.approx(0, abs=0.01),
    ]
    assert np.abs(np.diff(sound)).max() < 0.5 * sound.max()


def test_breath_before_the_sound_and_a_far_echo_do_not_count(tmp_path: Path) -> None:
    path = tone_file(tmp_path / "bell.wav", (0.02, 1), (0.5, 0.2), (0.0005, 1))
    tone = tones.own_tone(path, "go", "classic")
    assert tone.whole == pytest.approx(200, abs=2)


def test_a_sound_of_high_peaks_is_limited_rather_than_left_quiet(tmp_path: Path) -> None:
    time = np.arange(24_000) / 48_000
    clicks = np.sin(2 * np.pi * 1500 * time) * 0.5 ** (time % 0.1 / 0.02)
    soundfile.write(tmp_path / "clicks.wav", 0.9 * clicks, 48_000)
    tone = samples(tones.own_tone(tmp_path / "clicks.wav", "go", "classic"))
    assert np.abs(tone).max() <= 10 ** (-6 / 20)
    wanted = loudness.active(signal("classic", "go"))
    plain = loudness.active(clicks * 10 ** (-6 / 20))
    assert plain < wanted - 2
    assert loudness.active(tone) == pytest.approx(wanted, abs=0.2)


def test_a_file_without_sound_is_refused(tmp_path: Path) -> None:
    silent = tone_file(tmp_path / "silent.wav", (0, 1))
    with pytest.raises(WorkoutError, match=r"silent\.wav: nothing sounds in it; name another file"):
        tones.own_tone(silent, "go", "classic", Cache(tmp_path / "cache"))
    with pytest.raises(WorkoutError, match=r"none\.wav: No such file"):
        tones.own_tone(tmp_path / "none.wav", "go", "classic")
    (tmp_path / "text.wav").write_text("no sound")
    with pytest.raises(WorkoutError, match=r"text\.wav: cannot be read as sound"):
        tones.own_tone(tmp_path / "text.wav", "go", "classic")


def test_a_file_is_worked_on_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tone_file(tmp_path / "horn.wav", (0.2, 1))
    cache = Cache(tmp_path / "cache")
    first = tones.own_tone(path, "go", "classic", cache)
    made = own_tones.made
    asked: list[Ms] = []

    def noted(sample: bytes, most: Ms, like: bytes) -> bytes:
        asked.append(most)
        return made(sample, most, like)

    monkeypatch.setattr(own_tones, "made", noted)
    assert tones.own_tone(path, "go", "classic", cache) == first
    assert asked == []
    assert tones.own_tone(path, "tick", "classic", cache).length == 300
    assert tones.own_tone(path, "go", "wood", cache) != first
    tone_file(path, (0.2, 0.4))
    assert tones.own_tone(path, "go", "classic", cache).length == 400
    assert asked == [300, 560, 560]


def test_a_sessions_tones_are_the_packs_but_for_those_replaced(tmp_path: Path) -> None:
    horn = tone_file(tmp_path / "horn.wav", (0.2, 0.25))
    session = tones.Tones("wood", {"go": horn})
    own = tones.own_tone(horn, "go", "wood")
    assert (session.own("go"), session.own("rest")) == (own, None)
    assert (session.pcm("go"), session.length("go")) == (own.pcm, 250)
    assert session.key("go") not in {tones.tone_key("wood", role) for role in tones.ROLES}
    assert session.pcm("rest") == tones.tone_pcm("wood", "rest")
    assert session.key("rest") == tones.Tones("wood").key("rest") == tones.tone_key("wood", "rest")


# The command


@pytest.fixture
def audioworkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> Command:
    """The command in this process and a folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "cache"))
    monkeypatch.delenv("COLUMNS", raising=False)

    def command(*arguments: str) -> Done:
        monkeypatch.setattr(sys, "argv", ["audioworkout", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsysbinary.readouterr()
        return Done(int(ended.value.code or 0), out, err.decode())

    return command


@pytest.fixture
def played(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What went to the sound device."""
    clips: list[bytes] = []
    monkeypatch.setattr(playback, "play", clips.append)
    return clips


def rows(done: Done) -> list[list[str]]:
    return [line.split() for line in done.out.decode().splitlines() if line.strip(" ─")]


def test_sounds_shows_each_pack_and_how_long_its_sounds_are(audioworkout: Command) -> None:
    done = audioworkout("sounds")
    assert (done.code, done.err) == (0, "")
    shown = rows(done)
    assert [row[0] for row in shown] == ["pack", *PACKS, "role", *tones.ROLES]
    assert " ".join(shown[4]) == "boxing a ring bell, and a clapper for the ticks"
    assert shown[6] == ["role", "length", "in", "ms", *PACKS]
    assert " ".join(shown[8]) == "go work starts 450 520 530 555 540"


def test_sounds_plays_a_pack_and_names_each_role(
    audioworkout: Command, played: list[bytes]
) -> None:
    done = audioworkout("sounds", "classic")
    assert (done.code, done.err) == (0, "")
    assert done.out.decode().splitlines()[:2] == ["tick  90 ms", "go  450 ms"]
    assert [row[0] for row in rows(done)] == list(tones.ROLES)
    pause = bytes(2 * 48 * 400)
    assert played == [tones.tone_pcm("classic", role) + pause for role in tones.ROLES]


def test_sounds_plays_one_role(audioworkout: Command, played: list[bytes]) -> None:
    assert audioworkout("sounds", "soft", "go") == Done(0, b"go  520 ms\n", "")
    assert len(played) == 1


def test_sounds_writes_a_folder_or_a_file(
    tmp_path: Path, audioworkout: Command, played: list[bytes]
) -> None:
    done = audioworkout("sounds", "boxing", "-o", "out/box")
    assert (done.code, done.err) == (0, "")
    assert done.out.decode().splitlines()[1] == "out/box/go.wav  555 ms"
    assert {path.stem for path in (tmp_path / "out" / "box").iterdir()} == set(tones.ROLES)
    done = audioworkout("sounds", "boxing", "rest", "-o", "bell.wav")
    assert done == Done(0, b"bell.wav  690 ms\n", "")
    audioworkout("sounds", "boxing", "-o", "all.wav")

    def content(name: str) -> tuple[Any, bytes]:
        with wave.open(io.BytesIO((tmp_path / name).read_bytes())) as file:
            return file.getparams()[:3], file.readframes(file.getnframes())

    sounds = [tones.tone_pcm("boxing", role) for role in tones.ROLES]
    assert content("out/box/go.wav") == ((1, 2, 48_000), sounds[1])
    assert content("bell.wav") == ((1, 2, 48_000), sounds[2])
    assert content("all.wav") == ((1, 2, 48_000), bytes(2 * 48 * 400).join(sounds))
    assert played == []


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("clasic",), 1, "error: no sound pack is called `clasic`; did you mean `classic`?\n"),
        (
            ("gong",),
            1,
            "called `gong`; there are: boxing, bright, classic, soft, wood\n",
        ),
        (("wood", "finsh"), 1, "error: no tone is called `finsh`; did you mean `finish`?\n"),
        (("-o", "x"), 2, "name a pack to write: `audioworkout sounds classic -o DIR`"),
        (("wood", "-o", "file/x"), 1, "error: cannot write file/x: Not a directory\n"),
        (("wood", "-o", "file"), 1, "error: cannot write file: File exists\n"),
    ],
)
def test_what_sounds_cannot_do_it_says_with_a_way_out(
    tmp_path: Path, audioworkout: Command, arguments: tuple[str, ...], code: int, said: str
) -> None:
    (tmp_path / "file").write_text("")
    done = audioworkout("sounds", *arguments)
    assert (done.code, done.out) == (code, b"")
    assert done.err.endswith(said) or said in done.err


def test_without_a_sound_device_sounds_names_the_way_to_files(
    audioworkout: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(clip: bytes) -> None:
        raise WorkoutError("no sound device can be used here: none")

    monkeypatch.setattr(playback, "play", silent)
    done = audioworkout("sounds", "wood")
    assert done.code == 1
    assert done.err == (
        "error: no sound device can be used here: none; `-o FOLDER` writes WAV files\n"
    )
