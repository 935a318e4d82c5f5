import importlib.util
import wave
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from audioworkout import assets
from audioworkout.diagnostics import WorkoutError
from audioworkout.sound import loudness, tones
from audioworkout.sound.clips import SPEECH_LEVEL

SCRIPT = Path(__file__).parent.parent / "scripts" / "make_sounds.py"

# Lengths in ms, as the roles need them.
LENGTHS = {
    "tick": 90,
    "go": 450,
    "rest": 600,
    "round_break": 760,
    "halfway": 300,
    "rep": 40,
    "down": 200,
    "up": 200,
    "finish": 1400,
}


def signal(name: str) -> Any:
    return np.frombuffer(tones.tone_pcm("classic", name), "<i2") / 32768


def partials(heard: Any) -> list[float]:
    """Frequencies (Hz) of the peaks within 20 dB of the highest, at least 100 Hz apart."""
    spectrum = np.abs(np.fft.rfft(heard * np.hanning(len(heard)), 48_000))
    found: list[float] = []
    for hz in np.argsort(spectrum)[::-1]:
        if spectrum[hz] < spectrum.max() / 10:
            break
        if all(abs(hz - other) >= 100 for other in found):
            found.append(float(hz))
    return sorted(found)


def pitch(heard: Any) -> float:
    """The lowest strong partial of the first or last stretch of a tone."""
    return partials(heard)[0]


def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_sounds", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_pack_has_a_sound_for_each_role_and_no_other() -> None:
    files = {path.name for path in (assets.audio_assets() / "sounds" / "classic").iterdir()}
    assert files == {f"{role}.wav" for role in tones.ROLES}
    assert {role: tones.tone_length("classic", role) for role in tones.ROLES} == LENGTHS


@pytest.mark.parametrize("role", tones.ROLES)
def test_a_tone_rises_within_5_ms_and_fades_out(role: str) -> None:
    heard = np.abs(signal(role))
    assert heard[:240].max() > 0.6 * heard.max()
    assert heard[:48].max() > 0.1 * heard.max(), "the file's first millisecond sounds"
    assert heard[0] < 0.02
    assert heard[-48:].max() < 0.05 * heard.max()


@pytest.mark.parametrize("role", tones.ROLES)
def test_a_tone_has_two_partials_that_a_phone_plays(role: str) -> None:
    assert len([hz for hz in partials(signal(role)) if 800 <= hz <= 3000]) >= 2
    spectrum = np.abs(np.fft.rfft(signal(role), 48_000)) ** 2
    assert spectrum[800:3001].sum() > 0.9 * spectrum.sum()


@pytest.mark.parametrize("role", tones.ROLES)
def test_a_tone_leaves_room_for_speech_below_it_and_has_no_step(role: str) -> None:
    heard = signal(role)
    assert np.abs(heard).max() <= 10 ** (-6 / 20)
    assert abs(heard.mean()) < 0.001
    steepest = 2 * np.pi * 3000 / 48_000  # of a full partial at 3 kHz
    assert np.abs(np.diff(heard)).max() < steepest * np.abs(heard).max()


@pytest.mark.parametrize("role", ["tick", "go", "rest", "round_break", "finish"])
def test_the_tones_of_the_countdown_start_clearly_above_the_speech(role: str) -> None:
    onset = signal(role)[: 48 * 80]
    assert loudness.active(onset) > SPEECH_LEVEL + loudness.ACTIVE_OVER_INTEGRATED + 1.5


def test_the_roles_cannot_be_mistaken_for_one_another() -> None:
    tick, go = signal("tick"), signal("go")
    assert pitch(go) > 1.3 * pitch(tick)
    assert len(go) > 4 * len(tick)
    rest = signal("rest")
    assert pitch(rest[-9600:]) < 0.85 * pitch(rest[:9600]), "rest falls"
    assert pitch(rest[-9600:]) < pitch(go)
    down, up = signal("down"), signal("up")
    assert pitch(down[-4800:]) < pitch(down[:4800])
    assert pitch(up[-4800:]) > pitch(up[:4800])
    loud = np.abs(signal("round_break")).reshape(-1, 480).max(axis=1)
    assert loud[26] < 0.1 * loud[0] < 0.5 * loud[28], "round_break has two strokes"
    finish = signal("finish")
    notes = [pitch(finish[start * 48 : (start + 150) * 48]) for start in (0, 180, 360)]
    assert notes == sorted(notes)
    assert len(set(notes)) == 3
    assert len({tones.tone_key("classic", role) for role in tones.ROLES}) == len(tones.ROLES)


def test_the_script_makes_the_very_files_that_ship(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["make_sounds.py", str(tmp_path)])
    script().main()
    shipped = assets.audio_assets() / "sounds" / "classic"
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        path.name: path.read_bytes() for path in shipped.iterdir()
    }


def test_a_pack_or_tone_that_does_not_exist_is_told_with_those_that_do() -> None:
    with pytest.raises(WorkoutError, match=r"no sound pack is called `clasic`; there is: classic"):
        tones.tone_pcm("clasic", "go")
    with pytest.raises(WorkoutError, match="no tone is called `gong`; there are: tick, go"):
        tones.tone_length("classic", "gong")
    with pytest.raises(WorkoutError, match="no sound pack is called"):
        tones.tone_key("../sounds", "go")


def test_a_tone_of_another_format_is_refused_and_an_odd_length_padded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "sounds" / "own"
    folder.mkdir(parents=True)
    for name, rate in (("go", 44_100), ("rest", 48_000)):
        with wave.open(str(folder / f"{name}.wav"), "wb") as file:
            file.setparams((1, 2, rate, 0, "NONE", ""))
            file.writeframes(b"\1\0" * 50)
    (folder / "tick.wav").write_bytes(b"no sound")
    monkeypatch.setattr(tones, "audio_assets", lambda: tmp_path)
    with pytest.raises(WorkoutError, match="must be mono, 16 bit, 48000 Hz"):
        tones.tone_pcm("own", "go")
    with pytest.raises(WorkoutError, match="cannot be read as a WAV file"):
        tones.tone_pcm("own", "tick")
    assert tones.tone_pcm("own", "rest") == b"\1\0" * 50 + bytes(2 * 46)
    assert tones.tone_length("own", "rest") == 2


def test_the_cover_is_a_square_jpeg_small_enough_for_a_tag() -> None:
    content = (assets.audio_assets() / "cover.jpg").read_bytes()
    assert content[:3] == b"\xff\xd8\xff"
    frame = content.index(b"\xff\xc0")
    height, width = (int.from_bytes(content[frame + at : frame + at + 2]) for at in (5, 7))
    assert (width, height) == (1400, 1400)
    assert len(content) < 100_000


def test_assets_are_found_in_the_package_before_the_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "src" / "audioworkout"
    package.mkdir(parents=True)
    monkeypatch.setattr(assets, "_PACKAGE", package)
    monkeypatch.setattr(assets, "_CHECKOUT", tmp_path)
    assert assets.workouts() == tmp_path / "workouts"
    (package / "workouts").mkdir()
    assert assets.workouts() == package / "workouts"
