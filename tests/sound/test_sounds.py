import importlib.util
import wave
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from audioworkout.ground import assets
from audioworkout.ground.diagnostics import WorkoutError
from audioworkout.language.model import SOUND_PACKS
from audioworkout.sound import loudness, tones
from audioworkout.sound.clip_making import SPEECH_LEVEL
from checkout import ROOT

SCRIPT = ROOT / "scripts" / "make_sounds.py"

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
    "beat": 28,
}


# Least and most ms in any pack: a go is over before speech starts, 600 ms after it.
LIMITS = {
    "tick": (60, 120),
    "go": (400, 560),
    "rest": (500, 700),
    "round_break": (700, 1300),
    "halfway": (250, 400),
    "rep": (30, 60),
    "down": (150, 250),
    "up": (150, 250),
    "finish": (1200, 2500),
    "beat": (25, 40),
}

# Hz of the highest partial that counts: brass and what is struck hard have more of them.
HIGHEST = {"classic": 3000, "soft": 3000, "bright": 4000, "boxing": 4000, "wood": 4000}

# When the strokes of the sounds that have several begin, in ms.
STROKES = {
    "classic": {"round_break": [0, 280], "finish": [0, 180, 360, 540]},
    "soft": {"round_break": [0, 200, 400], "finish": [0, 150, 300, 450]},
    "bright": {"round_break": [0, 200, 400], "finish": [0, 150, 300, 450]},
    "boxing": {"round_break": [0, 270, 540], "finish": [0, 160, 320, 480, 640]},
    "wood": {"round_break": [0, 130, 400, 530], "finish": [0, 120, 240, 360, 600, 720, 840]},
}

EACH = [
    pytest.param(pack, role, id=f"{pack}-{role}") for pack in SOUND_PACKS for role in tones.ROLES
]


def signal(role: str, pack: str = "classic") -> Any:
    return np.frombuffer(tones.tone_pcm(pack, role), "<i2") / 32768


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


def strokes(heard: Any) -> list[int]:
    """When the level rises by 3 dB within 20 ms, in ms, to the nearest ten."""
    peaks = np.abs(heard[: len(heard) // 480 * 480]).reshape(-1, 480).max(axis=1)
    level = 20 * np.log10(peaks + 1e-4)
    rises = [0]
    for at in range(2, len(level)):
        risen = level[at] - level[at - 2 : at].min() > 3 and level[at] > level[at - 1] + 1
        if risen and 10 * at - rises[-1] > 30:
            rises.append(10 * at)
    return rises


def script(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(SCRIPT.parent)
    spec = importlib.util.spec_from_file_location("make_sounds", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("pack", SOUND_PACKS)
def test_a_pack_has_a_sound_for_each_role_its_licence_and_nothing_else(pack: str) -> None:
    folder = assets.audio_assets() / "sounds" / pack
    assert {path.name for path in folder.iterdir()} == {
        "LICENSE",
        *(f"{role}.wav" for role in tones.ROLES),
    }
    licence = (folder / "LICENSE").read_text("utf-8")
    assert f"the pack `{pack}`" in licence
    assert "CC0 1.0 Universal,\nhttps://creativecommons.org/publicdomain/zero/1.0/" in licence


def test_every_pack_and_role_is_described() -> None:
    words = tones.described()
    assert tuple(words["packs"]) == SOUND_PACKS
    assert tones.packs() == tuple(sorted(SOUND_PACKS))
    assert tuple(words["roles"]) == tones.ROLES


def test_the_lengths_of_the_pack_that_is_played_unasked() -> None:
    assert {role: tones.tone_length("classic", role) for role in tones.ROLES} == LENGTHS


@pytest.mark.parametrize(("pack", "role"), EACH)
def test_a_tone_is_as_long_as_its_role_needs(pack: str, role: str) -> None:
    least, most = LIMITS[role]
    assert least <= tones.tone_length(pack, role) <= min(most, tones.LONGEST[role])


@pytest.mark.parametrize(("pack", "role"), EACH)
def test_a_tone_rises_within_5_ms_and_fades_out(pack: str, role: str) -> None:
    heard = np.abs(signal(role, pack))
    assert heard[:240].max() > 0.6 * heard.max()
    assert heard[:48].max() > 0.1 * heard.max(), "the file's first millisecond sounds"
    assert heard[0] < 0.02
    assert heard[-48:].max() < 0.05 * heard.max()


@pytest.mark.parametrize(("pack", "role"), EACH)
def test_a_tone_has_two_partials_that_a_phone_plays(pack: str, role: str) -> None:
    heard = signal(role, pack)
    assert len([hz for hz in partials(heard) if 800 <= hz <= 3000]) >= 2
    spectrum = np.abs(np.fft.rfft(heard, 48_000)) ** 2
    assert spectrum[800 : HIGHEST[pack] + 1].sum() > 0.9 * spectrum.sum()


@pytest.mark.parametrize(("pack", "role"), EACH)
def test_a_tone_leaves_room_for_speech_below_it_and_has_no_step(pack: str, role: str) -> None:
    heard = signal(role, pack)
    assert np.abs(heard).max() <= 10 ** (-6 / 20)
    assert abs(heard.mean()) < 0.001
    steepest = 2 * np.pi * HIGHEST[pack] / 48_000  # of a full partial of that pitch
    assert np.abs(np.diff(heard)).max() < steepest * np.abs(heard).max()


@pytest.mark.parametrize("pack", SOUND_PACKS)
@pytest.mark.parametrize("role", ["tick", "go", "rest", "round_break", "finish"])
def test_the_tones_of_the_countdown_start_clearly_above_the_speech(role: str, pack: str) -> None:
    onset = signal(role, pack)[: 48 * 80]
    assert loudness.active(onset) > SPEECH_LEVEL + loudness.ACTIVE_OVER_INTEGRATED + 1.5


@pytest.mark.parametrize("pack", SOUND_PACKS)
def test_the_beat_may_sound_under_speech(pack: str) -> None:
    heard = signal("beat", pack)
    assert -15 < 20 * np.log10(np.abs(heard).max()) < -12.5
    assert loudness.active(heard) < SPEECH_LEVEL + loudness.ACTIVE_OVER_INTEGRATED - 6


@pytest.mark.parametrize("pack", SOUND_PACKS)
def test_the_roles_cannot_be_mistaken_for_one_another(pack: str) -> None:
    tick, go = signal("tick", pack), signal("go", pack)
    assert pitch(go) > 1.25 * pitch(tick)
    assert len(go) > 4 * len(tick)
    rest = signal("rest", pack)
    assert pitch(rest[-9600:]) < 0.85 * pitch(rest[:9600]), "rest falls"
    assert pitch(rest[-9600:]) < pitch(go)
    down, up = signal("down", pack), signal("up", pack)
    assert pitch(down[-4800:]) < 0.85 * pitch(down[:4800])
    assert pitch(up[-4800:]) > 1.15 * pitch(up[:4800])
    lengths = {role: len(signal(role, pack)) for role in tones.ROLES}
    assert max(lengths, key=lambda role: lengths[role]) == "finish"
    assert len({tones.tone_key(pack, role) for role in tones.ROLES}) == len(tones.ROLES)


@pytest.mark.parametrize("pack", SOUND_PACKS)
def test_a_round_break_and_the_finish_have_several_strokes(pack: str) -> None:
    found = {role: strokes(signal(role, pack)) for role in STROKES[pack]}
    assert found == STROKES[pack]
    assert strokes(signal("tick", pack)) == [0]


def test_the_finish_of_the_classic_pack_is_a_melody_that_rises() -> None:
    finish = signal("finish")
    notes = [pitch(finish[start * 48 : (start + 150) * 48]) for start in (0, 180, 360)]
    assert notes == sorted(notes)
    assert len(set(notes)) == 3


def test_the_script_makes_the_very_files_that_ship(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["make_sounds.py", str(tmp_path)])
    script(monkeypatch).main()
    shipped = assets.audio_assets() / "sounds"
    assert {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.glob("*/*")} == {
        path.relative_to(shipped): path.read_bytes() for path in shipped.glob("*/*.wav")
    }


def test_a_pack_or_tone_that_does_not_exist_is_told_with_those_that_do() -> None:
    with pytest.raises(
        WorkoutError, match=r"no sound pack is called `clasic`; did you mean `classic`\?"
    ):
        tones.tone_pcm("clasic", "go")
    with pytest.raises(WorkoutError, match="no tone is called `gonggong`; there are: tick, go"):
        tones.tone_length("classic", "gonggong")
    with pytest.raises(WorkoutError, match="; there are: boxing, bright, classic, soft, wood"):
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
