"""`list`, `exercises`, the forms of `plan`, and a user's own exercises."""

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from audioworkout.cli import app
from audioworkout.ground.cache import Cache
from audioworkout.ground.diagnostics import WorkoutError
from audioworkout.language.document import inputs
from audioworkout.plan.export import FORMATS
from audioworkout.session import compiling
from audioworkout.sound.formats import FORMATS as SOUND
from audioworkout.voices import casting
from fake import FakeVoice

CORE = "title: Two\nworkout:\n  - 30s squats\n  - rest 20s\n  - 30s lunges\n"
TEXT_FORMS = {
    "svg": "<svg",
    "csv": "start,end,",
    "ics": "BEGIN:VCALENDAR",
    "srt": "1\n00:00:00,000",
    "vtt": "WEBVTT",
    "lrc": "[ti:Two]",
    "markdown": "# Two",
    "listing": "Two [",
}


@pytest.fixture
def workout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AUDIOWORKOUT_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("AUDIOWORKOUT_CONFIG", str(tmp_path / "config"))
    monkeypatch.setattr(casting, "find_voice", lambda spec, folder: FakeVoice())
    path = tmp_path / "two.yaml"
    path.write_text(CORE)
    return path


def run(*arguments: str | Path) -> str:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.parametrize(("form", "beginning"), TEXT_FORMS.items())
def test_a_plan_in_each_text_form(workout: Path, form: str, beginning: str) -> None:
    assert run("plan", workout, "--format", form).startswith(beginning)


def test_a_plan_as_a_picture_in_a_file(workout: Path) -> None:
    for ground in ([], ["--dark"]):
        run("plan", workout, "--format", "png", "-o", "plan.png", *ground)
        assert Path("plan.png").read_bytes().startswith(b"\x89PNG\r\n")


def test_show_is_the_old_name_of_plan_and_no_help_lists_it(workout: Path) -> None:
    assert run("show", workout, "--format", "json") == run("plan", workout, "--format", "json")
    assert "  plan " in run("--help")
    assert "  show " not in run("--help")


def test_every_form_of_the_table_can_be_asked_for(workout: Path) -> None:
    for form in ("table", *FORMATS):
        run("plan", workout, "--format", form, "-o", f"plan.{form}")
    written = [path.suffix[1:] for path in Path().glob("plan.*")]
    assert sorted(written) == sorted(["table", *FORMATS])


def test_a_rendering_can_have_each_format_of_the_table(workout: Path) -> None:
    assert f"<{'|'.join(SOUND)}>" in "".join(run("render", "--help").split())
    done = CliRunner().invoke(app, ["render", str(workout), "--format", "aiff"])
    assert (done.exit_code, "'aiff' is not one of 'mp3', 'wav'" in done.output) == (2, True)


def test_a_calendar_entry_begins_when_asked(workout: Path) -> None:
    entry = run("plan", workout, "--format", "ics", "--start", "2026-05-31T18:30")
    assert "DTSTART:20260531T183000" in entry


@pytest.mark.parametrize(
    "options", [["--dark"], ["--start", "2026-05-31"], ["--format", "ics", "--start", "soon"]]
)
def test_an_option_of_another_form_is_refused(workout: Path, options: list[str]) -> None:
    assert CliRunner().invoke(app, ["plan", str(workout), "-o", "x", *options]).exit_code == 2


def test_list_names_every_bundled_workout_with_its_equipment(workout: Path) -> None:
    listed = run("list")
    assert all(name in listed for name in inputs.bundled_names())
    assert "kettlebell" in next(line for line in listed.splitlines() if "full-body" in line)


def test_exercises_are_found_by_word_muscle_and_equipment(workout: Path) -> None:
    card = run("exercises", "single-arm", "plank")
    assert card.startswith("single-arm plank\n")
    assert "each arm" in card
    hamstrings = run("exercises", "--muscle", "hamstring", "--equipment", "band")
    assert "hip extension" in hamstrings
    assert "push-up" not in hamstrings


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("--muscle", "legs"), "muscles: .*, quadriceps"),
        (("--equipment", "dumbell"), "equipment: .*, dumbbell"),
        (("wobble",), "try fewer words"),
    ],
)
def test_no_exercise_fits(workout: Path, asked: tuple[str, ...], told: str) -> None:
    found = CliRunner().invoke(app, ["exercises", *asked])
    assert re.search(f"no exercise fits; {told}", str(found.exception))


def test_own_exercises_beside_the_workout_and_in_the_configuration(workout: Path) -> None:
    workout.write_text("title: T\nworkout:\n  - 10 frog hops\n  - 10 toe wiggles\n")
    Path("exercises.yaml").write_text("frog hop: {seconds_per_rep: 2}\n")
    Path("config").mkdir()
    Path("config/exercises.yaml").write_text(
        "toe wiggle: {seconds_per_rep: 0.5}\nfrog hop: {seconds_per_rep: 9}\n"
    )
    segments = json.loads(run("plan", workout, "--format", "json"))["segments"]
    lengths = [s["end_ms"] - s["start_ms"] for s in segments if s["kind"] == "work"]
    assert lengths == [20_000, 5_000]
    assert "frog hop" in run("exercises", "frog")


def test_mistakes_in_own_exercises_name_their_file(workout: Path) -> None:
    Path("exercises.yaml").write_text("frog hop: {pace: 2}\n")
    with pytest.raises(WorkoutError) as caught:
        compiling.check(inputs.read(workout), compiling.Options())
    assert caught.value.name == str(workout.parent / "exercises.yaml")
    assert [problem.message for problem in caught.value.diagnostics] == ["unknown key `pace`"]


def test_a_file_to_play_that_is_not_there_is_named_with_its_line(workout: Path) -> None:
    workout.write_text("title: T\nworkout:\n  - 10s squats\n  - play ding.wav\n")
    with pytest.raises(WorkoutError) as caught:
        compiling.compile_workout(inputs.read(workout), compiling.Options(), Cache())
    (problem,) = caught.value.diagnostics
    assert (problem.span.line, problem.span.column) == (4, 5)
    assert "ding.wav: No such file" in problem.message


def test_what_replaces_a_file_is_as_readable_as_it_was(workout: Path) -> None:
    Path("two.mp3").write_bytes(b"old")
    Path("two.mp3").chmod(0o640)
    run("render", workout)
    assert Path("two.mp3").stat().st_mode & 0o777 == 0o640
    assert Path("two.mp3").stat().st_size > 1_000
