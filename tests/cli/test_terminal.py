"""No command for a terminal comes through from a workout, a name, a feed or a server."""

import io
import os
import re
import select
import sys
from pathlib import Path

import pytest
from rich.console import Console
from rich.table import Table
from rich.text import Text

from audioworkout.cli import main, terminal
from command import start

HOSTILE = "a\x1b]0;title\x07b\x1b[2Jc\x9b31md\u202ee\u2066f\r\bg\x7fh\x00"
SHOWN = "a�]0;title�b�[2Jc�31md�e�f��g�h�"
IN_YAML = r'"a\e]0;title\ab\e[2Jc\x9b31md\u202Ee\u2066f\bg\x7Fh"'
COMMANDS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="has no pseudo-terminals")


def on_terminal(*arguments: str | Path, cwd: Path, given: bytes = b"") -> str:
    """What a command with a terminal for output and errors writes there."""
    ours, theirs = os.openpty()
    more = {"TERM": "dumb", "AUDIOWORKOUT_CONFIG": str(cwd / "config")}
    process = start(
        *arguments, cache=cwd / "cache", more=more, cwd=cwd, stdin=-1, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    if process.stdin:
        process.stdin.write(given)
        process.stdin.close()
    written = b""
    while process.poll() is None or select.select([ours], [], [], 0)[0]:
        if select.select([ours], [], [], 0.05)[0]:
            try:
                written += os.read(ours, 65536)
            except OSError:  # Linux: the other end is closed
                break
    os.close(ours)
    process.wait()
    return written.decode().replace("\r\n", "\n")


@pytest.fixture
def here(tmp_path: Path) -> Path:
    name = "w\x1b[2J\u202e.yaml"
    lines = f"title: {IN_YAML}\ncoaching: quiet\nworkout:\n  - 20s {{word}}\n"
    (tmp_path / name).write_text(lines.format(word="squats"))
    wrong = f'title: Wrong\nworkout:\n  - {IN_YAML}: 3\n  - "4 x \u202e"\n'
    (tmp_path / "wrong.yaml").write_text(wrong)
    (tmp_path / "exercises.yaml").write_text("")
    return tmp_path


TRIED = {
    "show": ("show", "w*"),
    "show a listing": ("show", "w*", "--format", "listing"),
    "show JSON": ("show", "w*", "--format", "markdown"),
    "render": ("render", "w*"),
    "check": ("check", "w*", "wrong.yaml", "absent\x1b[2J.yaml"),
    "fmt": ("fmt", "-"),
    "fmt --diff": ("fmt", "--diff", "w*"),
    "import": ("import", "-"),
    "voices script": ("voices", "script", "w*"),
    "a wrong option": ("show", "--\x1b[2J"),
}


@pytest.mark.parametrize("name", TRIED)
def test_a_command_prints_no_command(here: Path, name: str) -> None:
    (workout,) = (path.name for path in here.iterdir() if path.name.startswith("w\x1b"))
    arguments = [workout if word == "w*" else word for word in TRIED[name]]
    given = b"Plan \x1b[2J\xe2\x80\xae\n10 push-ups \x1b]0;x\x07\n"
    if name == "fmt":
        given = (here / workout).read_bytes()
    written = on_terminal(*arguments, cwd=here, given=given)
    assert written.strip()
    assert COMMANDS.findall(written.replace("\n", "")) == []


def test_each_is_shown_in_its_place() -> None:
    assert terminal.shown(HOSTILE) == SHOWN
    assert len(SHOWN) == len(HOSTILE)
    assert terminal.shown("tab\tand\nline, עברית, 👩\u200d🎤, ü") == (
        "tab\tand\nline, עברית, 👩\u200d🎤, ü"
    )


def test_a_table_in_colour_has_its_own_sequences_only() -> None:
    file = io.StringIO()
    console = terminal._guarded_console()(file=file, force_terminal=True, color_system="truecolor")
    table = Table(title=Text(HOSTILE))
    table.add_column(Text(HOSTILE))
    table.add_row(Text(HOSTILE, style="bold red"))
    console.print(table)
    console.print(HOSTILE, markup=False)
    written = file.getvalue()
    own = re.sub(r"\x1b\[[0-9;]*m", "", written)
    assert "\x1b[1;31m" in written
    assert COMMANDS.findall(own.replace("\n", "")) == []
    assert "title" in own


def test_rich_itself_lets_them_through() -> None:
    """Which is why there is a console of our own; if this fails, it may go."""
    file = io.StringIO()
    Console(file=file, force_terminal=True).print(Text("a\x1b]0;x\x1b\\b"))
    assert "\x1b]0;" in file.getvalue()


def test_files_get_what_was_written(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """The text of an import may hold marks of direction, which belong to it."""
    terminal.put("‮a\r\n".encode())
    sys.stdout.flush()
    assert capfdbinary.readouterr().out == "‮a\r\n".encode()


def test_the_streams_are_as_before_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    out, err = io.TextIOWrapper(io.BytesIO()), io.TextIOWrapper(io.BytesIO())
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", err)
    monkeypatch.setattr(sys, "argv", ["audioworkout", "check", "absent\x1b.yaml"])
    with pytest.raises(SystemExit):
        main()
    assert (sys.stdout, sys.stderr) == (out, err)
    err.flush()
    assert isinstance(err.buffer, io.BytesIO)
    assert err.buffer.getvalue() == "error: absent�.yaml: there is no such file\n".encode()
