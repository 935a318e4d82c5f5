"""The command line: what it prints, writes and exits with."""

import io
import json
import os
import re
import select
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer

from audioworkout.cli import app, main
from audioworkout.ground.cache import FOLDER_VARIABLE
from audioworkout.session import compiling
from audioworkout.voices import casting, find_voice
from command import SHORT, Done, run, start
from fake import FakeVoice

Command = Callable[..., Done]

SUMMARY = r"{name}  0:\d\d  \d+\.\d kB  \d chapters  \d+\.\d s\n"
MISTAKEN = """\
title: Two mistakes
workout:
  - 40 lightyears squats: 3
  - exercise: push-ups
    wrk: 40s
"""
NO_MP3 = "title: No voice\nvoice: nonsense\nworkout:\n  - 10s squats\n"


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache that the tests share: what it holds costs them time only."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, with a short workout in it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "short.yaml").write_text(SHORT)
    return tmp_path


@pytest.fixture
def audioworkout(
    here: Path,
    cache: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> Command:
    """The command in this process, its voice a fake."""
    found = find_voice
    monkeypatch.setenv(FOLDER_VARIABLE, str(cache))
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.setattr(
        casting,
        "find_voice",
        lambda spec, folder: FakeVoice() if spec == "joe" else found(spec, folder),
    )

    def command(*arguments: str | Path, given: bytes = b"") -> Done:
        monkeypatch.setattr(sys, "argv", ["audioworkout", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsysbinary.readouterr()
        return Done(int(ended.value.code or 0), out, err.decode())

    return command


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# render: where the MP3 goes


def test_an_mp3_of_the_workouts_name_in_the_working_folder(
    here: Path, audioworkout: Command
) -> None:
    done = audioworkout("render", "short.yaml")
    assert (done.code, done.err) == (0, "")
    assert re.fullmatch(SUMMARY.format(name=r"short\.mp3"), done.out.decode())
    assert (here / "short.mp3").read_bytes().startswith(b"ID3")
    assert files(here) == ["short.mp3", "short.yaml"]


def test_quiet_prints_nothing(here: Path, audioworkout: Command) -> None:
    assert audioworkout("render", "-q", "short.yaml", "--pause", "silence") == Done(0, b"", "")
    assert (here / "short.mp3").exists()


@pytest.mark.parametrize("output", ["out/", "out/deeper/"])
def test_a_slash_at_the_end_means_a_folder(here: Path, audioworkout: Command, output: str) -> None:
    assert audioworkout("render", "short.yaml", "-o", output).code == 0
    assert files(here / output) == ["short.mp3"]


def test_several_go_to_a_folder_one_summary_each(here: Path, audioworkout: Command) -> None:
    (here / "other.yaml").write_text(SHORT)
    done = audioworkout("render", "short.yaml", "other.yaml", "-o", "out")
    assert done.code == 0
    names = [line.split("  ")[0] for line in done.out.decode().splitlines()]
    assert names == ["out/short.mp3", "out/other.mp3"]
    assert files(here / "out") == ["other.mp3", "short.mp3"]


def test_standard_input_and_output(here: Path, audioworkout: Command) -> None:
    audioworkout("render", "short.yaml", "-q")
    wanted = (here / "short.mp3").read_bytes()
    done = audioworkout("render", "-", "-o", "-", given=SHORT.encode())
    assert (done.code, done.out) == (0, wanted)
    assert re.fullmatch(SUMMARY.format(name="standard output"), done.err)
    assert audioworkout("render", "-", "-q", given=SHORT.encode()).code == 0
    assert (here / "workout.mp3").read_bytes() == wanted


def test_the_options_of_the_command_go_before_the_files(here: Path, audioworkout: Command) -> None:
    (here / "range.yaml").write_text(
        "title: Range\nworkout:\n  - 2-4 rounds:\n      - 10s squats\n"
    )

    def rounds(*options: str) -> int:
        plan = audioworkout("plan", "range.yaml", "--format", "json", *options)
        return sum(row["kind"] == "work" for row in json.loads(plan.out)["segments"])

    assert [rounds("--effort", effort) for effort in ("low", "0.5", "high")] == [2, 3, 4]

    def words(level: str) -> int:
        plan = audioworkout("plan", "range.yaml", "--format", "json", "--coaching", level)
        return sum(event["sound"] == "speech" for event in json.loads(plan.out)["events"])

    assert words("quiet") < words("standard")


def test_bitrate_and_pause_reach_the_file(here: Path, audioworkout: Command) -> None:
    sizes = []
    for number, options in enumerate([(), ("--bitrate", "128"), ("--pause", "silence")]):
        done = audioworkout("render", "short.yaml", "-o", f"{number}.mp3", *options)
        assert done.code == 0
        sizes.append((here / f"{number}.mp3").stat().st_size)
    assert "apps that skip silence" in done.err
    tag = int.from_bytes(bytes((here / "0.mp3").read_bytes()[6:10]), "big")
    assert tag > 0
    plan = json.loads(audioworkout("plan", "short.yaml", "--format", "json").out)
    assert sizes[1] - sizes[0] == pytest.approx(plan["duration_ms"] * 8, rel=0.02)
    assert (here / "0.mp3").read_bytes() != (here / "2.mp3").read_bytes()


NAMES = ["my legs.yaml", 'it\'s "mine".yaml', "[red]über 🦵.yaml", "-dash.yaml", "a.b.yaml", "none"]


@pytest.mark.parametrize("name", NAMES)
def test_any_name_will_do(here: Path, audioworkout: Command, name: str) -> None:
    (here / name).write_text(SHORT)
    done = audioworkout("render", "--", name)
    target = here / f"{Path(name).stem}.mp3"
    assert (done.code, done.err) == (0, "")
    assert target.exists()
    assert done.out.decode().startswith(target.name)


def test_a_very_long_name(here: Path, audioworkout: Command) -> None:
    longest = "ü" * 125  # 250 bytes, and ".yaml" makes 255, the most that file systems take
    (here / f"{longest}.yaml").write_text(SHORT)
    assert audioworkout("render", f"{longest}.yaml").code == 0
    assert (here / f"{longest}.mp3").exists()
    done = audioworkout("render", "short.yaml", "-o", "x" * 300)
    assert done == Done(1, b"", f"error: cannot write {'x' * 300}: File name too long\n")
    done = audioworkout("render", "x" * 300)
    assert done == Done(1, b"", f"error: {'x' * 300}: File name too long\n")


def test_a_bundled_workout_by_its_name_and_a_file_of_that_name_first(
    here: Path, audioworkout: Command
) -> None:
    (here / "core").mkdir()  # a folder is no workout
    assert "Core" in audioworkout("plan", "core").out.decode()
    (here / "core").rmdir()
    (here / "core").write_text(SHORT)
    assert "Short" in audioworkout("plan", "core").out.decode()


def test_a_link_is_followed(here: Path, audioworkout: Command) -> None:
    (here / "real.mp3").write_bytes(b"old")
    (here / "link.mp3").symlink_to("real.mp3")
    assert audioworkout("render", "short.yaml", "-o", "link.mp3").code == 0
    assert (here / "link.mp3").is_symlink()
    assert (here / "real.mp3").read_bytes().startswith(b"ID3")


def test_devices_and_pipes_are_written_to_as_they_are(here: Path, audioworkout: Command) -> None:
    assert audioworkout("render", "short.yaml", "-o", os.devnull).code == 0
    audioworkout("render", "short.yaml")
    os.mkfifo(here / "pipe")
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append((here / "pipe").read_bytes()))
    reader.start()
    assert audioworkout("render", "short.yaml", "-o", "pipe").code == 0
    reader.join()
    assert read == [(here / "short.mp3").read_bytes()]
    assert files(here) == ["pipe", "short.mp3", "short.yaml"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="has no device that is full")
def test_a_disk_that_is_full(audioworkout: Command) -> None:
    done = audioworkout("render", "short.yaml", "-o", "/dev/full")
    assert done == Done(1, b"", "error: cannot write /dev/full: No space left on device\n")


# render: what it refuses, before a word is spoken


REFUSED = {
    ("missing/short.mp3",): "error: cannot write missing/short.mp3: No such file or directory\n",
    ("short.yaml",): "error: short.yaml: this is a workout, and its sound would replace it\n",
    ("other.YML",): "error: other.YML: this is a workout, and its sound would replace it\n",
    ("link.mp3",): "error: link.mp3: this is a workout, and its sound would replace it\n",
    ("short.yaml/",): "error: short.yaml: a folder is needed here, and this is a file\n",
    ("short.yaml/x/",): "error: cannot make the folder short.yaml/x: Not a directory\n",
    ("-", "plain"): "error: standard output takes one workout; name a folder for several\n",
    ("plain", "plain"): "error: plain: a folder is needed here, and this is a file\n",
    ("out", "short.yaml"): (
        "error: two workouts have the same name; render them one by one with `-o`\n"
    ),
}


@pytest.mark.parametrize(("arguments", "message"), REFUSED.items())
def test_an_output_that_cannot_be(
    here: Path,
    audioworkout: Command,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    message: str,
) -> None:
    (here / "link.mp3").symlink_to("short.yaml")
    (here / "plain").write_text(SHORT)
    monkeypatch.setattr(FakeVoice, "speak", None)  # nothing may be spoken before
    output, *more = arguments
    assert audioworkout("render", "short.yaml", *more, "-o", output) == Done(1, b"", message)
    assert (here / "short.yaml").read_text() == (here / "plain").read_text() == SHORT


def test_a_workout_without_a_suffix_is_not_overwritten(here: Path, audioworkout: Command) -> None:
    (here / "plan.mp3").write_text(SHORT)
    done = audioworkout("render", "plan.mp3")
    assert done.code == 1
    assert done.err == "error: plan.mp3: this is a workout, and its sound would replace it\n"
    assert (here / "plan.mp3").read_text() == SHORT


def test_what_fails_does_not_keep_the_others_from_being_rendered(
    here: Path, audioworkout: Command
) -> None:
    (here / "mistaken.yaml").write_text(MISTAKEN)
    (here / "voiceless.yaml").write_text(NO_MP3)
    (here / "last.yaml").write_text(SHORT)
    workouts = ["absent.yaml", "short.yaml", "mistaken.yaml", "voiceless.yaml", "last.yaml"]
    done = audioworkout("render", *workouts, "-o", "out")
    assert done.code == 1
    assert files(here / "out") == ["last.mp3", "short.mp3"]
    assert len(done.out.splitlines()) == 2
    for part in ("absent.yaml: there is no such file", "mistaken.yaml:5:5: error", "`nonsense`"):
        assert part in done.err


def test_a_failed_rendering_leaves_the_old_file(here: Path, audioworkout: Command) -> None:
    (here / "mistaken.yaml").write_text(MISTAKEN)
    (here / "out.mp3").write_bytes(b"old")
    assert audioworkout("render", "mistaken.yaml", "-o", "out.mp3").code == 1
    assert (here / "out.mp3").read_bytes() == b"old"
    assert files(here) == ["mistaken.yaml", "out.mp3", "short.yaml"]


def test_the_first_voice_that_can_be_had_speaks(here: Path, audioworkout: Command) -> None:
    text = "title: Voices\nvoice: [nonsense, joe]\nworkout:\n  - 10s squats\n"
    (here / "two.yaml").write_text(text)
    assert audioworkout("check", "two.yaml").code == 0
    (here / "none.yaml").write_text(text.replace("joe", "gibberish"))
    done = audioworkout("check", "none.yaml")
    assert done.code == 1
    assert "`nonsense`" in done.err
    assert "`gibberish`" in done.err


COVERS = {
    "absent.jpg": "error: the image absent.jpg: No such file or directory\n",
    "short.yaml": "error: the image short.yaml: a cover must be a JPEG\n",
    "large.jpg": "error: the image large.jpg: a cover has at most 16 MiB\n",
    ".": "error: the image .: Is a directory\n",
}


@pytest.mark.parametrize(("image", "message"), COVERS.items())
@pytest.mark.parametrize("command", ["check", "render"])
def test_a_cover_that_is_none_shows_before_a_word_is_spoken(
    here: Path,
    audioworkout: Command,
    monkeypatch: pytest.MonkeyPatch,
    command: str,
    image: str,
    message: str,
) -> None:
    with (here / "large.jpg").open("wb") as file:
        file.write(b"\xff\xd8\xff")
        file.truncate(17 * 1024 * 1024)
    (here / "covered.yaml").write_text(f"image: {image}\n{SHORT}")
    monkeypatch.setattr(FakeVoice, "speak", None)
    assert audioworkout(command, "covered.yaml") == Done(1, b"", message)


# check


def test_check_tells_every_mistake_with_its_line(here: Path, audioworkout: Command) -> None:
    (here / "mistaken.yaml").write_text(
        "title: Three mistakes\ndate: soon\neffort: most\nworkout:\n  - exercise: push-ups\n"
        "    wrk: 40s\n"
    )
    done = audioworkout("check", "mistaken.yaml")
    assert (done.code, done.out) == (1, b"")
    assert done.err == (
        "mistaken.yaml:2:7: error: expected a date such as `2024-05-31`, found `soon`\n"
        "  |\n"
        "2 | date: soon\n"
        "  |       ^^^^\n"
        "mistaken.yaml:3:9: error: expected `low`, `middle`, `high` or a number from 0 to 1,"
        " found `most`\n"
        "  |\n"
        "3 | effort: most\n"
        "  |         ^^^^\n"
        "mistaken.yaml:6:5: error: unknown key `wrk`\n"
        "  |\n"
        "6 |     wrk: 40s\n"
        "  |     ^^^\n"
        "  = hint: did you mean `work`?\n"
    )


UNKNOWN_LANGUAGE = "title: Gym\nlanguage: tlh\nworkout:\n  - 10s squats\n"


def test_check_of_several_files_and_standard_input(here: Path, audioworkout: Command) -> None:
    (here / "mistaken.yaml").write_text(MISTAKEN)
    (here / "klingon.yaml").write_text(UNKNOWN_LANGUAGE)
    done = audioworkout("check", "short.yaml", "mistaken.yaml", "klingon.yaml", "-", given=b"a: b")
    assert done.code == 1
    assert re.fullmatch(
        r"short\.yaml: no mistake, 0:\d\d\nklingon\.yaml: 1 warning, 0:\d\d\n", done.out.decode()
    )
    assert "mistaken.yaml:5:5: error: unknown key `wrk`" in done.err
    assert "klingon.yaml:1:1: warning: there are no phrases for the language `tlh`" in done.err
    assert "<stdin>:1:1: error: unknown key `a`" in done.err


def test_a_warning_can_be_silenced(here: Path, audioworkout: Command) -> None:
    (here / "klingon.yaml").write_text(UNKNOWN_LANGUAGE)
    warned = audioworkout("check", "klingon.yaml")
    assert (warned.code, warned.err.count("[language]")) == (0, 1)
    (here / "klingon.yaml").write_text(f"silence_warnings: language\n{UNKNOWN_LANGUAGE}")
    done = audioworkout("check", "klingon.yaml")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(b"klingon.yaml: no mistake, ")


# plan


def test_json_has_the_documented_shape(here: Path, audioworkout: Command) -> None:
    (here / "gym.yaml").write_text(
        "title: Gym\nlanguage: tlh\nworkout:\n"
        "  - Upper body:\n      - 2 rounds:\n          - 8 push-ups\n"
        "          - 10s side plank per side\n          - rest 10s\n"
    )
    done = audioworkout("plan", "gym.yaml", "--format", "json")
    assert done.code == 0
    plan = json.loads(done.out)
    keys = "title duration_ms sample_rate segments events chapters warnings"
    assert list(plan) == keys.split()
    assert (plan["title"], plan["sample_rate"]) == ("Gym", 48_000)
    segment = "kind start_ms end_ms exercise side round rounds set sets reps section line"
    assert {tuple(row) for row in plan["segments"]} == {tuple(segment.split())}
    event = "start_ms end_ms sound name text gain_db line"
    assert {tuple(row) for row in plan["events"]} == {tuple(event.split())}
    assert {row["sound"] for row in plan["events"]} == {"speech", "tone"}
    assert {tuple(row) for row in plan["chapters"]} == {("start_ms", "end_ms", "title")}
    assert [tuple(row) for row in plan["warnings"]] == [("line", "column", "message")]
    for rows in (plan["segments"], plan["chapters"]):
        edges = [0, *(row["end_ms"] for row in rows)]
        assert [row["start_ms"] for row in rows] == edges[:-1]
        assert edges[-1] == plan["duration_ms"]
    (first, *_) = (row for row in plan["segments"] if row["kind"] == "work")
    assert (first["exercise"], first["reps"], first["round"], first["rounds"]) == (
        "push-ups",
        8,
        1,
        2,
    )
    assert (first["section"], first["line"]) == ("Upper body", 6)
    assert [row["side"] for row in plan["segments"] if row["side"]][:2] == ["left", "right"]


@pytest.mark.skipif(not shutil.which("ffmpeg"), reason="needs ffmpeg")
def test_plan_and_render_agree_to_the_millisecond(here: Path, audioworkout: Command) -> None:
    plan = json.loads(audioworkout("plan", "short.yaml", "--format", "json").out)
    audioworkout("render", "short.yaml")
    command = ["ffmpeg", "-v", "error", "-i", "short.mp3", "-f", "s16le", "-ac", "1", "-"]
    pcm = subprocess.run(command, capture_output=True, check=True).stdout
    assert len(pcm) == plan["duration_ms"] * 96


LONG = """\
title: "[/bold] A session :fire: of hours with a title that is longer than a terminal is wide"
workout:
  - An uncommonly long heading for a section, which has to be folded somewhere:
      - 12 rounds:
          - 2 sets of 4 min alternating single-leg romanian deadlift to overhead press
          - 5 min rest
"""


def test_the_table_fits_a_terminal_and_has_no_escapes(here: Path, audioworkout: Command) -> None:
    (here / "long.yaml").write_text(LONG)
    table = audioworkout("plan", "long.yaml").out.decode()
    assert "[/bold] A session :fire: of hours" in table
    assert "12/12" in table
    assert max(map(len, table.splitlines())) <= 80
    assert "\x1b" not in table


def test_the_listing_tells_every_sound(audioworkout: Command) -> None:
    listing = audioworkout("plan", "short.yaml", "--format", "listing").out.decode()
    assert listing.startswith("Short [0:")
    assert re.search(r"^0:\d\d\.\d{3} work +0:20\.000 squats \(line 4\)$", listing, re.MULTILINE)
    assert re.search(r"^  0:\d\d\.\d{3} \d\.\d{3} go$", listing, re.MULTILINE)


# new, cache, version, help, completion


def test_the_starter_compiles_without_warnings(here: Path, audioworkout: Command) -> None:
    done = audioworkout("new", "my legs.yaml")
    hint = "my legs.yaml: edit it, then run `audioworkout render 'my legs.yaml'`\n"
    assert done == Done(0, hint.encode(), "")
    done = audioworkout("check", "my legs.yaml")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(b"my legs.yaml: no mistake, ")


def test_new_overwrites_nothing(here: Path, audioworkout: Command) -> None:
    done = audioworkout("new", "short.yaml")
    message = "error: short.yaml exists and is left as it is; choose another name\n"
    assert done == Done(1, b"", message)
    assert (here / "short.yaml").read_text() == SHORT
    done = audioworkout("new", "missing/x.yaml")
    message = "error: cannot write missing/x.yaml: No such file or directory\n"
    assert done == Done(1, b"", message)


def test_the_cache_is_shown_and_cleared(
    here: Path, audioworkout: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(here / "own"))
    assert audioworkout("cache").out.decode() == f"{here}/own (at most 536.9 MB)\n"
    audioworkout("render", "short.yaml")
    shown = audioworkout("cache").out.decode()
    kinds = (r"clips +\d+  \d+\.\d [kM]B", r"levels +1  \d+ bytes", r"objects +\d+  \d+\.\d kB")
    assert re.search("\n" + "\n".join(kinds) + "\n$", shown)
    assert re.match(r"\d+ entries removed, ", audioworkout("cache", "clear").out.decode())
    assert audioworkout("cache").out.decode() == f"{here}/own (at most 536.9 MB)\n"


def test_a_cache_that_cannot_be_used_is_told(
    here: Path, audioworkout: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(here / "short.yaml"))
    note = f"note: the cache could not be used: {here}/short.yaml: Not a directory\n"
    for command in ("render", "check", "plan"):
        done = audioworkout(command, "short.yaml")
        assert (done.code, done.err) == (0, note)
    assert audioworkout("render", "-q", "short.yaml") == Done(0, b"", "")


COMMANDS = ["", *typer.main.get_command(app).commands, "cache clear"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(audioworkout: Command, command: str) -> None:
    done = audioworkout(*command.split(), "--help")
    assert (done.code, done.err) == (0, "")
    assert done.out.decode().startswith(f"Usage: audioworkout {command}".rstrip())
    assert max(map(len, done.out.decode().splitlines())) <= 80


def test_version(audioworkout: Command) -> None:
    done = audioworkout("--version")
    assert re.fullmatch(r"audioworkout (\d+\.\d+\.\d+\S*|\(not installed\))\n", done.out.decode())


def test_completion_knows_bundled_names_and_workouts_here(here: Path, cache: Path) -> None:
    (here / "fun.yaml").write_text(SHORT)
    (here / "fun.txt").touch()
    (here / "folder").mkdir()

    def complete(*words: str) -> list[str]:
        asked = {
            "_AUDIOWORKOUT_COMPLETE": "complete_bash",
            "COMP_WORDS": " ".join(["audioworkout", *words]),
            "COMP_CWORD": str(len(words)),
        }
        return run(cache=cache, more=asked).out.decode().split()

    assert complete("render", "fu") == ["full-body", "fun.yaml"]
    assert complete("check", f"{here}/fo") == [f"{here}/folder/"]
    assert complete("plan", "cor") == ["core"]
    assert complete("ch") == ["check"]
    assert complete("plan", "--format", "js") == ["json"]


def test_completion_is_installed_under_the_commands_own_name(cache: Path) -> None:
    undetected = {"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    script = run("--show-completion", "bash", cache=cache, more=undetected).out.decode()
    assert "_AUDIOWORKOUT_COMPLETE=complete_bash" in script
    assert "complete -o default -F _audioworkout_completion audioworkout" in script


def test_the_ending_of_the_output_chooses_the_format(here: Path, audioworkout: Command) -> None:
    audioworkout("render", "short.yaml", "-o", "short.flac")
    audioworkout("render", "short.yaml", "-o", "short.sound", "--format", "wav")
    audioworkout("render", "short.yaml", "-o", "short.ogg", "--format", "opus")
    audioworkout("render", "short.yaml", "-o", "short")
    names = ("short.flac", "short.sound", "short.ogg", "short")
    heads = [(here / name).read_bytes()[:4] for name in names]
    assert heads == [b"fLaC", b"RIFF", b"OggS", b"ID3\x03"]


KNOWN = "there is `.mp3`, `.wav`, `.flac`, `.ogg`, `.opus`, `.m4a`"
MISLEADING = {
    ("render", "short.yaml", "-o", "x.mp4"): (
        f"x.mp4: nothing is written as `.mp4`, {KNOWN}; write `x.m4a`"
    ),
    ("render", "short.yaml", "-o", "2027.01"): (
        f"2027.01: nothing is written as `.01`, {KNOWN}; write `2027.01.mp3`"
    ),
    ("render", "short.yaml", "-o", "x.mp3", "--format", "wav"): (
        "x.mp3: `.mp3` says mp3, and `--format` wav; end it in `.wav`, or leave `--format` out"
    ),
    ("render", "short.yaml", "-o", "x.mp4", "--format", "flac"): (
        "x.mp4: `.mp4` says m4a, and `--format` flac; end it in `.flac`, or leave `--format` out"
    ),
    ("voices", "try", "joe", "Go", "-o", "x.mp3"): (
        "x.mp3: a WAV file is written; call it `x.wav`"
    ),
    ("sounds", "classic", "-o", "x.mp3"): (
        "x.mp3: WAV files are written; call it `x.wav`, or name a folder"
    ),
}


@pytest.mark.parametrize(("arguments", "told"), MISLEADING.items())
def test_an_ending_that_would_mislead_is_refused(
    here: Path, audioworkout: Command, arguments: tuple[str, ...], told: str
) -> None:
    assert audioworkout(*arguments) == Done(1, b"", f"error: {told}\n")
    assert not (here / "x.mp3").exists()


def test_a_folder_for_several_may_have_any_name(here: Path, audioworkout: Command) -> None:
    (here / "other.yaml").write_text(SHORT)
    assert audioworkout("render", "short.yaml", "other.yaml", "-o", "2027.01").code == 0
    assert sorted(path.name for path in (here / "2027.01").iterdir()) == ["other.mp3", "short.mp3"]


# Exit codes


USAGE = {
    ("render",): "Missing argument",
    ("render", "short.yaml", "--nonsense"): "No such option: --nonsense",
    ("render", "short.yaml", "--effort", "nonsense"): "expected `low`, `middle`, `high` or",
    ("render", "short.yaml", "--coaching", "loud"): "expected quiet, standard, full; found `loud`",
    ("render", "short.yaml", "--bitrate", "1000"): "found `1000`",
    ("render", "short.yaml", "--bitrate", "-64"): "found `-64`",
    ("render", "short.yaml", "--pause", "music"): "music",
    ("plan", "short.yaml", "--format", "xml"): "xml",
    ("plan", "short.yaml", "core"): "unexpected extra argument",
    ("nonsense",): "No such command",
}


@pytest.mark.parametrize(("arguments", "message"), USAGE.items())
def test_wrong_usage_is_told_with_the_usage_line(
    audioworkout: Command, arguments: tuple[str, ...], message: str
) -> None:
    done = audioworkout(*arguments)
    assert (done.code, done.out) == (2, b"")
    assert done.err.startswith("Usage: audioworkout ")
    assert message in done.err


@pytest.fixture
def bug(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("the cause")

    monkeypatch.setattr(compiling, "lay_out", broken)


@pytest.mark.usefixtures("bug")
def test_a_bug_is_owned_up_to_without_a_traceback(
    audioworkout: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AUDIOWORKOUT_DEBUG", raising=False)
    done = audioworkout("render", "short.yaml")
    assert done == Done(
        3,
        b"",
        "unexpected error: ZeroDivisionError: the cause\n"
        "this is a bug; AUDIOWORKOUT_DEBUG=1 shows where it happened\n",
    )


@pytest.mark.usefixtures("bug")
def test_a_bug_shows_where_it_is_when_asked(
    audioworkout: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDIOWORKOUT_DEBUG", "1")
    monkeypatch.setattr(sys, "argv", ["audioworkout", "render", "short.yaml"])
    with pytest.raises(ZeroDivisionError, match="the cause"):
        main()


# Pipes and terminals, in a process of its own


@pytest.mark.slow
def test_a_reader_that_goes_away_is_no_error_to_print(here: Path, cache: Path) -> None:
    (here / "many.yaml").write_text(
        "title: Many\ncoaching: quiet\nworkout:\n  - 800 rounds:\n      - 10s squats\n"
    )
    for arguments in (
        ("plan", "many.yaml", "--format", "json"),
        ("plan", "many.yaml", "--format", "listing"),
        ("plan", "many.yaml"),
        ("render", "many.yaml", "-o", "-", "-q"),
    ):
        process = start(*arguments, cache=cache)
        assert process.stdout is not None
        assert process.stdout.read(1)
        process.stdout.close()
        _, err = process.communicate()
        assert (process.returncode, err) == (1, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="has no device that is full")
@pytest.mark.parametrize(
    "arguments", [("render", "short.yaml", "-o", "-", "-q"), ("plan", "short.yaml")]
)
def test_an_output_that_is_full(here: Path, cache: Path, arguments: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = run(*arguments, cache=cache, stdout=full)
    assert done == Done(1, b"", "error: No space left on device\n")


def test_an_output_that_lacks_a_character(here: Path, cache: Path) -> None:
    ascii_only = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = run("plan", "short.yaml", cache=cache, more=ascii_only)
    assert (done.code, done.err) == (0, "")
    assert done.out.isascii()


def on_terminal(*arguments: str, cache: Path, voice: str, more: dict[str, str], fd: str) -> Done:
    """A command whose standard output or error is a terminal; `Done.err` is what that got."""
    ours, theirs = os.openpty()
    process = start(
        *arguments, cache=cache, voice=voice, more={"TERM": "xterm", **more}, **{fd: theirs}
    )
    os.close(theirs)
    shown = b""
    while process.poll() is None or select.select([ours], [], [], 0)[0]:
        if select.select([ours], [], [], 0.05)[0]:
            try:
                shown += os.read(ours, 65536)
            except OSError:  # Linux: the other end is closed
                break
    os.close(ours)
    out, _ = process.communicate()
    return Done(process.returncode, out or b"", shown.decode())


@pytest.fixture
def cold(tmp_path: Path) -> Path:
    return tmp_path / "cold"


def test_a_bar_on_a_terminal_and_only_there(here: Path, cold: Path) -> None:
    done = on_terminal("render", "short.yaml", cache=cold, voice="0.1", more={}, fd="stderr")
    assert done.code == 0
    assert re.fullmatch(SUMMARY.format(name=r"short\.mp3"), done.out.decode())
    assert "short: speaking" in done.err
    assert "short: encoding" in done.err
    shutil.rmtree(cold)
    quiet = on_terminal("render", "-q", "short.yaml", cache=cold, voice="0", more={}, fd="stderr")
    assert quiet == Done(0, b"", "")


def test_colours_on_a_terminal_unless_unwanted(here: Path, cache: Path) -> None:
    for more, coloured in (({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)):
        done = on_terminal("plan", "short.yaml", cache=cache, voice="0", more=more, fd="stdout")
        assert done.code == 0
        assert ("\x1b[" in done.err) == coloured


def test_an_mp3_is_not_for_a_terminal(here: Path, cache: Path) -> None:
    done = on_terminal(
        "render", "short.yaml", "-o", "-", cache=cache, voice="0", more={}, fd="stdout"
    )
    assert (done.code, done.err) == (1, "")


def test_streams_that_are_closed(here: Path, cache: Path) -> None:
    def closed(*arguments: str, number: int) -> Any:
        return run(*arguments, cache=cache, preexec_fn=lambda: os.close(number))

    assert closed("plan", "short.yaml", number=1) == Done(0, b"", "")
    assert closed("render", "-", number=0) == Done(1, b"", "error: standard input is closed\n")
    assert closed("render", "short.yaml", "-o", "-", number=1).code == 1
    assert closed("render", "short.yaml", "-q", number=2) == Done(0, b"", "")
