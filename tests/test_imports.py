"""Imports stand at the top of a file, but in a package's `__init__` and where a reason is given."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from checkout import ROOT

PACKAGE = ROOT / "src" / "audioworkout"

RICH = "slow to load; only where a table or a bar is drawn"
FUZZY = "only where a name is misspelt"
LARGE = "slow to load; only where the words need it"
OPTIONAL = "may not be installed"
# File or folder, what it imports inside a function, and why.
LATE = {
    ("cli", "rich"): RICH,
    ("cli/play.py", "audioworkout.cli"): "takes rich, and numpy; only on a terminal",
    ("cli/serve.py", "audioworkout.cli.qr"): "takes rich; only with --lan",
    ("importing/tables/sheets.py", "openpyxl"): OPTIONAL,
    ("ground", "platformdirs"): "not where variables name the folders",
    ("ground/locks.py", "filelock"): "slow to load; a rendering takes no lock",
    ("ground/spelling.py", "rapidfuzz"): FUZZY,
    ("plan/export/labels.py", "babel"): LARGE,
    ("plan/export/picture.py", "font_roboto"): "only for a PNG",
    ("plan/export/picture.py", "resvg_py"): "only for a PNG",
    ("podcast/shows", "dateutil"): "only where a show has a row of dates",
    ("podcast/shows", "email_validator"): "slow to load; `check` reads workouts, too",
    ("sound/formats/m4a.py", "av"): OPTIONAL,
    ("sound/playback.py", "sounddevice"): OPTIONAL,
    ("voices/decode.py", "pydub"): "warns of a missing ffmpeg when it is imported",
    ("voices/espeak.py", "espeakng_loader"): OPTIONAL,
    ("words", "babel"): LARGE,
    ("words", "num2words"): LARGE,
}


def imported(path: Path) -> Iterator[str]:
    """The modules that a file imports inside functions."""
    for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.ImportFrom):
                    yield str(node.module)
                elif isinstance(node, ast.Import):
                    yield from (name.name for name in node.names)


@cache
def late_imports() -> set[tuple[str, str]]:
    """File and module of each, those of packages' own `__init__` left out."""
    files = (path for path in PACKAGE.rglob("*.py") if path.name != "__init__.py")
    return {
        (path.relative_to(PACKAGE).as_posix(), name) for path in files for name in imported(path)
    }


def covers(allowed: tuple[str, str], found: tuple[str, str]) -> bool:
    return all(
        f"{b}/".replace(".", "/").startswith(f"{a}/".replace(".", "/"))
        for a, b in zip(allowed, found, strict=True)
    )


def test_an_import_inside_a_function_has_a_reason() -> None:
    found = late_imports()
    assert [late for late in sorted(found) if not any(covers(row, late) for row in LATE)] == []


@pytest.mark.parametrize("allowed", LATE)
def test_no_reason_is_given_for_what_is_not_there(allowed: tuple[str, str]) -> None:
    assert any(covers(allowed, late) for late in late_imports())
