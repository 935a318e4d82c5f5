"""The Python API."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import audioworkout
from audioworkout.ground.cache import FOLDER_VARIABLE
from audioworkout.plan.timeline import Timeline
from audioworkout.voices import casting
from command import SHORT
from fake import FakeVoice


@pytest.fixture(autouse=True)
def fake_voice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "cache"))
    monkeypatch.setattr(casting, "find_voice", lambda spec, folder: FakeVoice())


@pytest.fixture
def short(tmp_path: Path) -> Path:
    path = tmp_path / "short.yaml"
    path.write_text(SHORT)
    return path


def test_text_file_and_name_give_a_session(short: Path) -> None:
    from_text = audioworkout.compile_text(SHORT)
    from_file = audioworkout.compile_file(short)
    assert isinstance(from_text, audioworkout.Session)
    assert isinstance(from_text.timeline, Timeline)
    assert from_text.timeline == from_file.timeline
    assert audioworkout.compile_file(str(short)).timeline == from_file.timeline
    assert audioworkout.compile_file("core").timeline.title == "Core"


def test_the_mp3_in_memory_is_the_one_on_disk(short: Path, tmp_path: Path) -> None:
    session = audioworkout.compile_file(short)
    session.save(tmp_path / "short.mp3")
    session.save(str(tmp_path / "again.mp3"))
    assert session.mp3() == (tmp_path / "short.mp3").read_bytes()
    assert session.mp3() == (tmp_path / "again.mp3").read_bytes()
    assert len(session.mp3(bitrate=32)) < len(session.mp3()) < len(session.mp3(bitrate=128))
    assert audioworkout.compile_file(short, pause="silence").mp3() != session.mp3()
    session.save(tmp_path / "short.flac")
    assert (tmp_path / "short.flac").read_bytes()[:4] == b"fLaC"


def test_options_go_before_the_files_own() -> None:
    text = "title: Range\neffort: low\nworkout:\n  - 2-4 rounds:\n      - 10s squats\n"

    def lengths(**options: Any) -> int:
        return audioworkout.compile_text(text, **options).timeline.length

    assert lengths() == lengths(effort=0) < lengths(effort=0.5) < lengths(effort=1)
    quiet = audioworkout.compile_text(text, coaching="quiet").timeline
    full = audioworkout.compile_text(text, coaching="full").timeline
    assert len(quiet.events) < len(full.events)


def test_audio_is_the_whole_session_as_pydub_has_it() -> None:
    session = audioworkout.compile_text(SHORT)
    audio = session.audio()
    assert type(audio).__name__ == "AudioSegment"
    assert (audio.frame_rate, audio.channels, audio.sample_width) == (48_000, 1, 2)
    assert len(audio) == session.timeline.length
    assert audio.frame_count() == session.timeline.length * 48
    first = session.timeline.events[0]
    assert audio[first.start : first.end].rms > 1000
    between = next(
        (before.end, after.start)
        for before, after in zip(session.timeline.events, session.timeline.events[1:], strict=False)
        if after.start - before.end > 1000
    )
    assert 1024 < audio[between[0] : between[1]].max < 1600  # air


@pytest.mark.skipif(not shutil.which("ffmpeg"), reason="needs ffmpeg")
def test_audio_and_mp3_are_of_one_length(tmp_path: Path) -> None:
    session = audioworkout.compile_text(SHORT)
    session.save(tmp_path / "short.mp3")
    path = str(tmp_path / "short.mp3")
    command = ["ffmpeg", "-v", "error", "-i", path, "-f", "s16le", "-"]
    pcm = subprocess.run(command, capture_output=True, check=True).stdout
    assert len(pcm) == len(session.audio().raw_data)


def test_mistakes_are_data() -> None:
    with pytest.raises(audioworkout.WorkoutError) as refused:
        audioworkout.compile_text("title: T\nworkout:\n  - exercise: squats\n    wrk: 40s\n")
    (mistake,) = refused.value.diagnostics
    assert str(refused.value) == "<text>: 1 mistake"
    assert (mistake.message, mistake.span.line, mistake.span.column) == (
        "unknown key `wrk`",
        4,
        5,
    )
    assert mistake.hint == "did you mean `work`?"


def test_a_warning_is_no_error() -> None:
    session = audioworkout.compile_text(f"language: tlh\n{SHORT}")
    assert [warning.rule for warning in session.timeline.warnings] == ["language"]
    silenced = audioworkout.compile_text(f"language: tlh\nsilence_warnings: language\n{SHORT}")
    assert silenced.timeline.warnings == ()


def test_what_is_not_there_is_a_workout_error(tmp_path: Path, short: Path) -> None:
    with pytest.raises(audioworkout.WorkoutError, match="there is no such file"):
        audioworkout.compile_file(tmp_path / "absent.yaml")
    with pytest.raises(audioworkout.WorkoutError, match="this is a folder"):
        audioworkout.compile_file(tmp_path)
    with pytest.raises(audioworkout.WorkoutError, match=r"did you mean `.*short\.yaml`\?"):
        audioworkout.compile_file(short.with_suffix(""))
    session = audioworkout.compile_file(short)
    for target in (tmp_path / "absent" / "x.mp3", tmp_path, Path("/")):
        with pytest.raises(audioworkout.WorkoutError, match="cannot write"):
            session.save(target)


def test_what_a_program_gets_wrong_is_a_value_error(short: Path, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="from 0 to 1"):
        audioworkout.compile_file(short, effort=50)
    with pytest.raises(ValueError, match="'loud'"):
        audioworkout.compile_file(short, coaching="loud")
    session = audioworkout.compile_file(short)
    (tmp_path / "x.mp3").write_bytes(b"old")
    with pytest.raises(ValueError, match="'loud'"):
        audioworkout.compile_file(short, mix="loud")
    with pytest.raises(audioworkout.WorkoutError, match="MP3 has no 1000 kbit/s"):
        session.save(tmp_path / "x.mp3", bitrate=1000)
    assert (tmp_path / "x.mp3").read_bytes() == b"old"
    assert list(tmp_path.glob(".*")) == []


def test_the_package_itself_loads_nothing() -> None:
    code = "import sys, audioworkout; print('audioworkout.session.api' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        audioworkout.nonsense  # noqa: B018
