import json
import os
import re
import select
import shlex
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from audioworkout.ground import folders
from audioworkout.ground.diagnostics import render
from audioworkout.language.document import parse_voice
from audioworkout.language.grammar import Mistake
from audioworkout.voices import (
    Offer,
    Pcm,
    UnavailableError,
    Voice,
    VoiceError,
    command,
    find_voice,
    offers,
)
from audioworkout.voices.command import CommandVoice
from audioworkout.voices.configured import KEYS, Command, configured, parse_commands
from checkout import ROOT

# What stands for a speech program: a second of sound at 8 kHz, and a note of how it was called.
SPEAKER = """\
import json, os, sys, wave
given = sys.stdin.read()
with open(sys.argv[1], "w") as note:
    json.dump({"words": sys.argv[2:], "given": given, "folder": os.getcwd()}, note)
where = next((word for word in sys.argv[2:] if word.endswith(".wav")), None)
with wave.open(where or sys.stdout.buffer, "wb") as file:
    file.setparams((1, 2, 8000, 0, "NONE", ""))
    file.writeframes(b"\\0\\x10\\0\\xf0" * 4000)
"""


@pytest.fixture
def note(tmp_path: Path) -> Path:
    """Where the speech program writes how it was called."""
    (tmp_path / "speaker.py").write_text(SPEAKER)
    return tmp_path / "note.json"


def speaking(note: Path, *arguments: str) -> Voice:
    """The voice of the speech program with these arguments, written out."""
    words = [sys.executable, str(note.with_name("speaker.py")), str(note), *arguments]
    return find_voice(f"command:{shlex.join(words)}")


def python(code: str, *arguments: str) -> CommandVoice:
    """The voice of a line of Python."""
    return CommandVoice("x", Command((sys.executable, "-c", code, *arguments), Path.cwd()))


def length(pcm: Pcm) -> float:
    return len(pcm.samples) / 2 / pcm.sample_rate


# How a program is called


@pytest.mark.parametrize(
    ("arguments", "words", "given"),
    [
        (["{output}", "{text}"], ["OUTPUT", "Rest. Go!"], ""),
        (["-o", "{output}"], ["-o", "OUTPUT"], "Rest. Go!\n"),
        (["--text={text}"], ["--text=Rest. Go!"], ""),
        ([], [], "Rest. Go!\n"),
        (
            ["{{text}}", "{ }", "{}", "$HOME", "*"],
            ["{text}", "{ }", "{}", "$HOME", "*"],
            "Rest. Go!\n",
        ),
    ],
)
def test_a_program_is_given_the_phrase_and_gives_a_sound(
    note: Path, arguments: list[str], words: list[str], given: str
) -> None:
    pcm = speaking(note, *arguments).speak("Rest. Go!", 100)
    called = json.loads(note.read_text())
    output = str(Path(called["folder"]) / "output.wav")
    assert [word.replace(output, "OUTPUT") for word in called["words"]] == words
    assert called["given"] == given
    assert pcm == Pcm(b"\0\x10\0\xf0" * 4000, 8000)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("-w /etc/passwd", " -w /etc/passwd"),
        ("--help", " --help"),
        ("@file", " @file"),
        ("$(touch x); `touch y` & 'z' \"", "$(touch x); `touch y` & 'z' \""),
        ("{output} {rate} {text}", "{output} {rate} {text}"),
        ("深蹲 – Élévation", "深蹲 – Élévation"),
    ],
)
def test_a_phrase_is_one_argument_and_never_an_option(note: Path, text: str, word: str) -> None:
    speaking(note, "{text}").speak(text, 100)
    called = json.loads(note.read_text())
    assert called["words"] == [word]


@pytest.mark.parametrize("arguments", [["{text}"], []])
@pytest.mark.parametrize("text", ["a\0b", "a\ud800b"])
def test_what_is_no_text_is_refused(note: Path, arguments: list[str], text: str) -> None:
    with pytest.raises(VoiceError, match="there is a character in it that is no text"):
        speaking(note, *arguments).speak(text, 100)
    assert not note.exists()


@pytest.mark.parametrize("text", ["", " "])
def test_for_no_words_no_program_is_run(note: Path, text: str) -> None:
    assert length(speaking(note, "{text}").speak(text, 100)) == 0
    assert not note.exists()


def test_a_program_that_takes_a_rate_paces_itself_and_another_is_paced(note: Path) -> None:
    assert length(speaking(note, "{text}").speak("Rest", 125)) == pytest.approx(0.8)
    assert length(speaking(note, "{text}", "-r={rate}").speak("Rest", 125)) == 1
    assert json.loads(note.read_text())["words"] == ["Rest", "-r=125"]


def test_nothing_is_left_behind(
    note: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    speaking(note, "{output}").speak("Rest", 100)
    assert Path(json.loads(note.read_text())["folder"]).parent == tmp_path / "tmp"
    assert list((tmp_path / "tmp").iterdir()) == []


def test_the_documented_commands_and_tables_are_what_is_read() -> None:
    page = (ROOT / "docs" / "voices.md").read_text("utf-8")
    (example,) = re.findall(r"```yaml\n(commands:.*?)```", page, re.DOTALL)
    commands, problems = parse_commands(example)
    assert (list(commands), problems) == (["say", "flite", "server"], ())
    section = page[page.index("## Any program") :]
    tables = re.findall(r"^\| `(\w+|\{\w+\})` \|", section, re.MULTILINE)
    assert [name.strip("{}") for name in tables[:6]] == [
        *KEYS,
        *("text", "output", "rate"),
    ]
    (line,) = re.findall(r"^  `(run: \[sh.*)`", page, re.MULTILINE)
    assert parse_commands(f"commands:\n  x:\n    {line}\n")[1] == ()
    (written_out,) = re.findall(r"--voice '(command:.*)'", page)
    assert find_voice(written_out).name == written_out


# What goes wrong


@pytest.mark.parametrize(
    ("voice", "message"),
    [
        (
            python("import sys; print('one\\nTwo\\x1b[31m!\\n\\n', file=sys.stderr); sys.exit(3)"),
            "failed (exit code 3): Two [31m!",
        ),
        (python("raise SystemExit(1)"), "failed (exit code 1)"),
        (python("import os; os.kill(os.getpid(), 9)"), "failed (ended by signal 9)"),
        (python(""), "wrote no sound to standard output"),
        (python("", "{output}"), "wrote no sound to `{output}`"),
        (
            python("import os, sys; os.mkdir(sys.argv[1])", "{output}"),
            "wrote no sound to `{output}`",
        ),
    ],
)
def test_what_a_program_did_wrong_is_told(voice: CommandVoice, message: str) -> None:
    with pytest.raises(VoiceError) as refusal:
        voice.speak("Rest.", 100)
    assert str(refusal.value) == f"“Rest.”: `{sys.executable}` {message}"
    assert not isinstance(refusal.value, UnavailableError), "another phrase may go well"


def test_what_is_no_sound_is_told() -> None:
    with pytest.raises(VoiceError) as refusal:
        python("print('no sound')").speak("Rest.", 100)
    told = f"what `{sys.executable}` made of “Rest.”: cannot be read as sound"
    assert str(refusal.value).startswith(told)


def test_a_disk_that_takes_nothing_is_told(
    note: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    with pytest.raises(UnavailableError, match=r"no temporary file can be written: .*gone"):
        speaking(note, "{text}").speak("Rest", 100)


def test_a_program_that_is_not_there_is_unavailable(tmp_path: Path) -> None:
    with pytest.raises(UnavailableError) as refusal:
        find_voice("command:no-such-program {text}").speak("Rest", 100)
    assert str(refusal.value) == (
        "the program `no-such-program` is not found; install it, or write its whole path"
    )
    broken = tmp_path / "broken"
    broken.write_bytes(b"\x7fELF")
    broken.chmod(0o755)
    with pytest.raises(UnavailableError, match=r"broken` cannot be started: "):
        find_voice(f"command:{broken} {{text}}").speak("Rest", 100)


ENDLESS = """
import subprocess, sys, time
subprocess.Popen([sys.executable, "-c", sys.argv[2], sys.argv[1]])
time.sleep(600)
"""
HELPER = "import sys, time; file = open(sys.argv[1], 'w', 1); print(file=file); time.sleep(600)"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_program_that_does_not_end_is_ended_with_all_that_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alive = tmp_path / "alive"
    os.mkfifo(alive)
    reader = os.open(alive, os.O_RDONLY | os.O_NONBLOCK)
    heard = bytearray()

    def clock() -> float:  # an hour passes once the helper has said that it runs
        with suppress(BlockingIOError):
            heard.extend(os.read(reader, 1))
        return 3600.0 if heard else 0.0

    monkeypatch.setattr(command, "time", SimpleNamespace(monotonic=clock))
    with pytest.raises(VoiceError) as refusal:
        python(ENDLESS, str(alive), HELPER).speak("Rest", 100)
    assert str(refusal.value) == (
        f"“Rest”: `{sys.executable}` took longer than 30s (`timeout` in voices.yaml sets the limit)"
    )
    assert select.select([reader], [], [], 60) == ([reader], [], [])
    assert os.read(reader, 1) == b"", "the helper's end of the pipe is closed: it runs no more"
    os.close(reader)


@pytest.mark.parametrize("stream", ["sys.stdout", "sys.stderr", "open(sys.argv[1], 'w')"])
def test_a_program_that_writes_without_end_is_ended(
    monkeypatch: pytest.MonkeyPatch, stream: str
) -> None:
    monkeypatch.setattr(command, "MOST_BYTES", 1_000_000)
    code = f"import sys; file = {stream}\nwhile True: file.write('x' * 9999)"
    voice = python(code, *["{output}"] * ("argv" in stream))
    with pytest.raises(VoiceError, match="wrote more than 1 MB"):
        voice.speak("Rest", 100)


# What can be written


def test_the_key_is_the_command_and_its_language() -> None:
    first = python("1", "{text}")
    others = [
        python("2", "{text}"),
        python("1", "{text}", "{rate}"),
        CommandVoice("x", replace(first.command, language="de")),
    ]
    assert len({voice.key("Rest") for voice in (first, *others)}) == 4
    assert first.key("Rest") == first.key("Go")
    patient = CommandVoice("x", replace(first.command, timeout=60_000))
    assert patient.key("Rest") == first.key("Rest")


def configure(folder: Path, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / "voices.yaml"
    path.write_text(text, "utf-8")
    return path


def test_commands_are_read_from_the_users_own_file_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, beside = tmp_path / "own", tmp_path / "workouts"
    monkeypatch.setenv(folders.CONFIGURATION_VARIABLE, str(own))
    configure(beside, "commands: {evil: {run: [evil]}}")
    with pytest.raises(VoiceError) as refusal:
        find_voice("command:evil", beside)
    assert str(refusal.value) == (
        f"no command is called `evil` in {own}/voices.yaml; there is: none"
    )
    configure(own, SAY)
    voice = find_voice("command:say", beside)
    assert isinstance(voice, CommandVoice)
    assert (voice.name, voice.language, voice.command) == (
        "command:say",
        "en-GB",
        Command(("say", "-o", "{output}", "{text}"), own, "en-GB", 90_000),
    )
    assert voice.at_once >= 1
    with pytest.raises(VoiceError, match=r"no command is called `sya` in .*; did you mean `say`"):
        find_voice("command:sya")


SAY = """\
commands:
  say:
    run: [say, -o, "{output}", "{text}"]
    language: en-GB
    timeout: 90s
  server:
    run: curl -sfG --data-urlencode text@- 'http://localhost:5002/api/tts'
"""


@pytest.mark.parametrize("space", [" ", "\t", "\n", "\u00a0", "\u2003", "\u3000"])
def test_a_workout_cannot_bring_a_command_of_its_own(space: str) -> None:
    with pytest.raises(Mistake):
        parse_voice(f"command:touch{space}x")


def test_configured_commands_are_offered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(folders.CONFIGURATION_VARIABLE, str(tmp_path))
    assert offers("command") == ()
    here = tmp_path / "here"
    here.touch(0o755)
    configure(tmp_path, "commands:\n  a: {run: ./here, language: en}\n  b: {run: no-such-thing}\n")
    assert offers("command") == (
        Offer("command:a", "en", "runs `./here`"),
        Offer(
            "command:b",
            "und",
            "the program `no-such-thing` is not found; install it, or write its whole path",
            ready=False,
        ),
    )


def test_a_relative_path_starts_from_the_file_that_names_it(
    note: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(folders.CONFIGURATION_VARIABLE, str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "python").symlink_to(sys.executable)
    for program in ("./python", "~/python"):
        run = json.dumps([program, str(tmp_path / "speaker.py"), str(note)])
        configure(tmp_path, f"commands: {{mine: {{run: {run}}}}}")
        assert length(find_voice("command:mine").speak("Rest", 100)) == 1


@pytest.mark.parametrize("text", ["", "\n", "# nothing yet\n", "commands: {}\n"])
def test_a_file_without_commands_is_no_mistake(tmp_path: Path, text: str) -> None:
    configure(tmp_path, text)
    assert configured(tmp_path) == {}
    assert configured(tmp_path / "nowhere") == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "comands:\n  say: {run: say}\n",
            "voices.yaml:1:1: error: unknown key `comands`\n"
            "  |\n1 | comands:\n  | ^^^^^^^\n  = hint: did you mean `commands`?",
        ),
        (
            "commands:\n  say: {rn: say, language: English please, timeout: soon}\n",
            "voices.yaml:2:9: error: unknown key `rn`\n"
            "  |\n2 |   say: {rn: say, language: English please, timeout: soon}\n"
            "  |         ^^\n  = hint: did you mean `run`?\n"
            "voices.yaml:2:28: error: "
            "expected a language such as `en` or `pt-BR`, found `English please`\n"
            "  |\n2 |   say: {rn: say, language: English please, timeout: soon}\n"
            "  |                            ^^^^^^^^^^^^^^\n"
            "voices.yaml:2:53: error: expected a duration such as `40s`, found `soon`\n"
            "  |\n2 |   say: {rn: say, language: English please, timeout: soon}\n"
            "  |                                                     ^^^^",
        ),
        (
            "commands:\n  say: {language: en}\n",
            "voices.yaml:2:9: error: a command needs `run`\n"
            "  |\n2 |   say: {language: en}\n  |         ^^^^^^^^\n"
            '  = hint: write `run: [say, -o, "{output}", "{text}"]`',
        ),
        (
            "commands:\n  my say: {run: say}\n",
            "voices.yaml:2:3: error: a command cannot be called `my say`\n"
            "  |\n2 |   my say: {run: say}\n  |   ^^^^^^\n"
            "  = hint: it has letters, digits, `_`, `-` and `.` alone, so that a workout can "
            "write it",
        ),
        (
            "commands:\n  say: {run: [say, {text}]}\n",
            "voices.yaml:2:20: error: expected an argument, found a mapping\n"
            "  |\n2 |   say: {run: [say, {text}]}\n  |                    ^^^^^^\n"
            '  = hint: put it into quotes: `"{text}"`',
        ),
        (
            'commands:\n  say: {run: [say, "{txt}", "{{txt}}"]}\n',
            "voices.yaml:2:20: error: unknown placeholder `{txt}`\n"
            '  |\n2 |   say: {run: [say, "{txt}", "{{txt}}"]}\n  |                    ^^^^^^^\n'
            "  = hint: there is `{text}`, `{output}` and `{rate}`; braces that are meant go "
            "double: `{{txt}}`",
        ),
        (
            "commands:\n  say:\n    run: say 'Hello\n",
            "voices.yaml:3:10: error: a quotation mark is not closed\n"
            "  |\n3 |     run: say 'Hello\n  |          ^^^^^^^^^^\n"
            "  = hint: close it, or write a list",
        ),
        (
            'commands:\n  say: {run: ["{text}", -x]}\n',
            "voices.yaml:2:15: error: the first word must be the program\n"
            '  |\n2 |   say: {run: ["{text}", -x]}\n  |               ^^^^^^^^\n'
            "  = hint: write `run: [say, …]`, for example",
        ),
        (
            "commands:\n  say: {run: []}\n",
            "voices.yaml:2:14: error: expected a program and its arguments, found a list\n"
            "  |\n2 |   say: {run: []}\n  |              ^^",
        ),
        (
            "commands: say\n",
            "voices.yaml:1:11: error: expected a mapping of names to commands, found text\n"
            "  |\n1 | commands: say\n  |           ^^^",
        ),
    ],
)
def test_mistakes_in_the_file_are_told_by_line_and_column(
    tmp_path: Path, text: str, expected: str
) -> None:
    commands, problems = parse_commands(text)
    assert commands == {}
    assert "\n".join(render(problem, "voices.yaml", text) for problem in problems) == expected
    path = configure(tmp_path, text)
    with pytest.raises(VoiceError) as refusal:
        configured(tmp_path)
    assert (refusal.value.name, refusal.value.text) == (str(path), text)
    assert refusal.value.diagnostics == problems
    place, _, message = expected.partition("\n")[0].partition(" error: ")
    assert str(refusal.value).startswith(str(tmp_path / place) + f" {message}")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("say 'Hello", "a quotation mark is not closed"),
        ("say {txt}", "unknown placeholder `{txt}`; there is `{text}`"),
        ("{text} -x", "the first word must be the program"),
        ("'' -x", "the first word must be the program"),
        (" say", "no command is called ` say`"),
    ],
)
def test_mistakes_in_a_command_that_is_written_out_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, message: str
) -> None:
    monkeypatch.setenv(folders.CONFIGURATION_VARIABLE, str(tmp_path))
    with pytest.raises(VoiceError) as refusal:
        find_voice(f"command:{line}")
    assert message in str(refusal.value)


@pytest.mark.parametrize(
    "run",
    [
        ["sh", "-c", "say {text}"],
        ["sh", "-c", "{text}"],
        ["bash", "-lc", "{text}"],
        ["perl", "-e", "{text}"],
        ["python3", "-c", "speak('{text}')"],
        ["cmd", "/c", "{text}"],
        ["festival", "-b", '(SayText "{text}")'],
    ],
)
def test_a_phrase_never_becomes_part_of_a_program(run: list[str]) -> None:
    text = f"commands: {{x: {{run: {json.dumps(run)}}}}}"
    _, problems = parse_commands(text)
    assert [problem.message for problem in problems] == [
        "`{text}` stands inside other text here: a phrase could change what that does"
    ]


@pytest.mark.parametrize(
    "run",
    [
        ["sh", "-c", 'say "$1" >"$2"', "sh", "{text}", "{output}"],
        ["sh", "-c", "cat >{output}"],
        ["flite", "-t", "{text}", "-o", "{output}"],
        ["espeak-ng", "--stdout", "--", "{text}"],
        ["edge-tts", "--text={text}", "--write-media={output}"],
        ["mimic", "--rate={rate}"],
    ],
)
def test_a_phrase_of_its_own_is_a_command_as_it_should_be(run: list[str]) -> None:
    commands, problems = parse_commands(f"commands: {{x: {{run: {json.dumps(run)}}}}}")
    assert problems == ()
    assert commands["x"].run == tuple(run)
    (line,) = parse_commands(f"commands: {{x: {{run: {json.dumps(shlex.join(run))}}}}}")[0].values()
    assert line.run == tuple(run)


def test_finding_a_command_loads_neither_decoder_nor_numerics() -> None:
    code = (
        "import sys; from audioworkout.voices import find_voice;"
        "find_voice('command:say {text}').key('Rest');"
        "print({'numpy', 'soundfile', 'pedalboard', 'pydub', 'rapidfuzz'} & set(sys.modules))"
    )
    done: Any = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout == "set()\n"
