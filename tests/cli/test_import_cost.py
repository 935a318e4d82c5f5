"""What a start of the program loads: nothing heavy for help, no engine for what is cached."""

import json
from pathlib import Path

import pytest

from command import SHORT, run

ENGINES = {"numpy", "scipy", "onnxruntime", "piper", "lameenc", "soxr", "pydub"}
PARSERS = {"yaml", "pydantic", "parsimonious", "mutagen", "rich", "rapidfuzz", "num2words", "babel"}


def loaded(*arguments: str, folder: Path, voice: str | None) -> set[str]:
    """The top-level modules that a command has loaded when it ends."""
    told = folder / "report.json"
    more = {"DRIVER_REPORT": str(told)}
    done = run(*arguments, cache=folder / "cache", voice=voice, more=more, cwd=folder)
    assert (done.code, done.err) == (0, "")
    return {name.partition(".")[0] for name in json.loads(told.read_text())["modules"]}


@pytest.mark.parametrize("arguments", [("--help",), ("--version",)])
def test_help_loads_neither_parsers_nor_engines(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    assert not loaded(*arguments, folder=tmp_path, voice=None) & (ENGINES | PARSERS)


@pytest.mark.parametrize("arguments", [("render", "--help"), ("new", "x.yaml"), ("cache",)])
def test_the_small_commands_load_no_more_than_typer_does(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    typers = {"pydantic"}
    assert not loaded(*arguments, folder=tmp_path, voice=None) & (ENGINES | PARSERS - typers)


def test_a_cached_rendering_loads_no_engine(tmp_path: Path) -> None:
    (tmp_path / "short.yaml").write_text(SHORT)
    render = ("render", "short.yaml")
    assert {"numpy", "lameenc"} <= loaded(*render, folder=tmp_path, voice="0")
    again = loaded(*render, folder=tmp_path, voice="0")
    assert not again & (ENGINES | {"rich", "rapidfuzz"})


@pytest.mark.voice
def test_the_real_voice_is_not_loaded_for_what_it_said_before(tmp_path: Path) -> None:
    (tmp_path / "short.yaml").write_text(SHORT)
    render = ("render", "short.yaml")
    assert ENGINES - {"scipy"} <= loaded(*render, folder=tmp_path, voice=None)
    assert not loaded(*render, folder=tmp_path, voice=None) & ENGINES
    assert not loaded("check", "short.yaml", folder=tmp_path, voice=None) & ENGINES
