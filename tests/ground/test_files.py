"""Files that are written whole or not at all, and what may be read as one."""

import ast
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from audioworkout.ground.files import open_regular, write_whole
from checkout import ROOT
from command import SHORT, Done, run

SOURCES = ROOT / "src" / "audioworkout"

# What writes beside the one atomic writer, and why that loses nothing.
WRITERS = {
    "ground/files.py": "the atomic writer itself",
    "ground/cache.py": "an entry gets its name when it is whole, without waiting for the disk",
    "podcast/publish/transaction.py": "beside the published folder, moved in by a journal",
    "sound/formats/mp3.py": "into the temporary file of the caller",
    "sound/formats/m4a.py": "into the temporary file of the caller, and a temporary folder",
    "sound/formats/sndfile.py": "into the temporary file of the caller",
    "sound/formats/wav.py": "into the temporary file of the caller",
    "sound/formats/xiph.py": "into the temporary file of the caller",
    "voices/command.py": "in a temporary folder",
    "voices/download.py": "what a broken connection leaves is gone on with",
    "cli/temporary_show.py": "in a temporary folder",
}
PATHS = {"open", "write_text", "write_bytes", "touch"}


def writes(tree: ast.AST) -> Iterator[ast.Call]:
    """Calls that open a file to write, or write one."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        texts = [
            value.value
            for value in (*node.args, *(keyword.value for keyword in node.keywords))
            if isinstance(value, ast.Constant) and isinstance(value.value, str)
        ]
        modes = any(set(text) <= set("rwaxbt+") and set(text) & set("wax+") for text in texts)
        computed = any(isinstance(argument, ast.IfExp) for argument in node.args)
        if name in PATHS - {"open"} or (name == "open" and (modes or computed)):
            yield node


def test_every_write_goes_by_the_atomic_writer() -> None:
    found = {
        path.relative_to(SOURCES).as_posix()
        for path in SOURCES.rglob("*.py")
        if any(writes(ast.parse(path.read_text(encoding="utf-8"))))
    }
    assert found == set(WRITERS)


def test_the_search_above_finds_each_way_to_write() -> None:
    ways = (
        'open(p, "w")',
        'p.open("x")',
        'p.open(mode="ab")',
        'p.open("w" if force else "x")',
        "p.write_text(t)",
        "p.write_bytes(b)",
        "p.touch()",
        'os.fdopen(d) or p.open("r+b")',
    )
    assert all(any(writes(ast.parse(way))) for way in ways)
    reads = ("open(p)", 'p.open("rb")', 'open(p, encoding="utf-8")', "p.read_text()")
    assert not any(any(writes(ast.parse(way))) for way in reads)


# A disk that is full


def no_room() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10))


@pytest.mark.skipif(sys.platform == "win32", reason="has no limit on a file's size")
def test_an_import_on_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    plan, out = tmp_path / "plan.txt", tmp_path / "out.yaml"
    plan.write_text("10 push-ups\n20 squats\n")
    out.write_text("title: mine\n")
    arguments = ("import", plan, "-o", out, "--force")
    done = run(*arguments, cache=tmp_path / "cache", preexec_fn=no_room)
    assert done == Done(1, b"", f"error: cannot write {out}: File too large\n")
    assert out.read_text() == "title: mine\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.yaml", "plan.txt"]


@pytest.mark.skipif(sys.platform == "win32", reason="has no limit on a file's size")
@pytest.mark.parametrize("command", [("new",), ("import", "-", "-o")])
def test_a_full_disk_leaves_no_half_file(tmp_path: Path, command: tuple[str, ...]) -> None:
    out = tmp_path / "out.yaml"
    done = run(*command, out, given=b"10 push-ups\n", cache=tmp_path / "cache", preexec_fn=no_room)
    assert done == Done(1, b"", f"error: cannot write {out}: File too large\n")
    assert list(tmp_path.iterdir()) == []


# What is there already


def test_what_may_not_be_replaced_stays(tmp_path: Path) -> None:
    mine, link = tmp_path / "mine.yaml", tmp_path / "link.yaml"
    mine.write_text("mine")
    link.symlink_to("nowhere.yaml")
    for path in (mine, link):
        with pytest.raises(FileExistsError):
            write_whole(path, b"new", over=False)
    assert mine.read_text() == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.yaml", "mine.yaml"]


@pytest.mark.parametrize("links", [True, False], ids=["hard links", "no hard links"])
def test_what_comes_there_meanwhile_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    path = tmp_path / "new.yaml"
    fsync = os.fsync

    def somebody_else_writes(descriptor: int) -> None:
        fsync(descriptor)
        path.write_text("theirs")

    def unlinkable(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(os, "fsync", somebody_else_writes)
    if not links:
        monkeypatch.setattr(os, "link", unlinkable)
    with pytest.raises(FileExistsError):
        write_whole(path, b"mine", over=False)
    assert [found.read_text() for found in tmp_path.iterdir()] == ["theirs"]
    monkeypatch.setattr(os, "fsync", fsync)
    write_whole(tmp_path / "free.yaml", b"mine", over=False)
    assert (tmp_path / "free.yaml").read_text() == "mine"


# What can be read


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="has no named pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="not a file, but a pipe or a device"):
        open_regular(tmp_path / "pipe")
    with pytest.raises(OSError, match="not a file, but a pipe or a device"):
        open_regular(Path(os.devnull))
    with pytest.raises(IsADirectoryError):
        open_regular(tmp_path)
    (tmp_path / "short.yaml").write_text(SHORT)
    with open_regular(tmp_path / "short.yaml") as file:
        assert file.read() == SHORT.encode()
