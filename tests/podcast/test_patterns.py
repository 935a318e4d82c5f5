"""Patterns of a show: what they find, and that none takes long."""

import time
from pathlib import Path

import pytest

from audioworkout.ground.diagnostics import WorkoutError
from audioworkout.podcast.shows import patterns, read_show

HEAD = "title: A\ndescription: B\nauthor: C\nemail: a@example.org\nlink: https://example.org/\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "show"
    for name in ("a.yaml", "b1.yaml", "w1/c.yaml", "w2/d.yaml", "w2/e/f.yaml", ".git/g.yaml"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x")
    (folder / "round").symlink_to(folder)
    return folder


def shown(folder: Path, pattern: str) -> list[str]:
    (folder / "show.yaml").write_text(f"{HEAD}episodes: ['{pattern}']\n")
    return [entry.workout for entry in read_show(folder / "show.yaml")[1].entries]


FOUND = {
    "*.yaml": ["a.yaml", "b1.yaml"],
    "b[0-9].yam?": ["b1.yaml"],
    "w*/*.yaml": ["w1/c.yaml", "w2/d.yaml"],
    "./w2/*.yaml": ["w2/d.yaml"],
    "../show/*.yaml": ["../show/a.yaml", "../show/b1.yaml"],
    "**/*.yaml": ["a.yaml", "b1.yaml", "w1/c.yaml", "w2/d.yaml", "w2/e/f.yaml"],
    "**/**/**/**/*.yaml": ["a.yaml", "b1.yaml", "w1/c.yaml", "w2/d.yaml", "w2/e/f.yaml"],
    "w2/**/?.yaml": ["w2/d.yaml", "w2/e/f.yaml"],
    "**/e/**/f.yaml": ["w2/e/f.yaml"],
    "*/a.yaml": ["round/a.yaml"],
}


@pytest.mark.parametrize(("pattern", "found"), FOUND.items())
def test_what_a_pattern_finds(folder: Path, pattern: str, found: list[str]) -> None:
    assert shown(folder, pattern) == found


def test_a_whole_path_may_have_a_pattern(folder: Path) -> None:
    assert shown(folder, f"{folder}/*1.yaml") == [f"{folder}/b1.yaml"]


REFUSED = {
    "*/../*/../*.yaml": "`..` cannot stand behind a `*` in `*/../*/../*.yaml`",
    "**/../a.yaml": "`..` cannot stand behind a `*` in `**/../a.yaml`",
    "/**/*.yaml": "`**` goes through folders below the show's only, not in `/**/*.yaml`",
    "../../**/*.yaml": "`**` goes through folders below the show's only, not in `../../**/*.yaml`",
    "*/" * 20 + "a.yaml": "a pattern has at most 20 folders in a row",
}


@pytest.mark.parametrize(("pattern", "told"), REFUSED.items())
def test_a_pattern_that_is_not_followed(folder: Path, pattern: str, told: str) -> None:
    with pytest.raises(WorkoutError) as refused:
        shown(folder, pattern)
    (problem,) = refused.value.diagnostics
    assert (problem.span.line, problem.span.column) == (6, 12)
    assert problem.message == told
    assert problem.hint == "name the folder in it, such as `week-1/*.yaml`"


def test_there_is_a_bound_to_what_is_looked_through(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patterns, "MOST_ENTRIES", 30)
    assert shown(folder, "**/*.yaml")
    with pytest.raises(WorkoutError) as refused:
        shown(folder, "**/*/**/*/**/*.yaml")
    (problem,) = refused.value.diagnostics
    assert problem.message == "there are more than 30 files to look through"


def test_a_picture_is_named_outright(folder: Path) -> None:
    (folder / "me.jpg").write_bytes(b"x")
    (folder / "[me].jpg").write_bytes(b"x")
    for image, right in (("me.jpg", True), ("[me].jpg", True), ("*.jpg", False), ("/**/x", False)):
        (folder / "show.yaml").write_text(f"{HEAD}episodes: a.yaml\nimage: '{image}'\n")
        if right:
            assert read_show(folder / "show.yaml")[1].image == image
            continue
        with pytest.raises(WorkoutError) as refused:
            read_show(folder / "show.yaml")
        assert refused.value.diagnostics[0].message == f"there is no file `{image}`"


@pytest.mark.slow
def test_no_pattern_takes_a_second(tmp_path: Path) -> None:
    """In a wide and deep folder, whatever is asked of it, many times over."""
    for name in (f"{a}/{b}/{c}" for a in "abcdefgh" for b in "abcdefgh" for c in "abcdefgh"):
        (tmp_path / name).mkdir(parents=True)
        for number in range(20):
            (tmp_path / name / f"{number}.yaml").touch()
    deep = tmp_path / "deep"
    for _ in range(300):
        deep = deep / "d"
    deep.mkdir(parents=True)
    hostile = ("**/*/**/*/**/*.yaml", "**/a/**/b/**/c/**/x.yaml", "*/*/*/*.y[!a]ml", "**/x?.yaml")
    for each in hostile:
        listed = "".join(f"  - '{each}'\n  - '{each}{n}'\n" for n in range(50))
        (tmp_path / "show.yaml").write_text(f"{HEAD}episodes:\n{listed}")
        began = time.process_time()
        with pytest.raises(WorkoutError):
            read_show(tmp_path / "show.yaml")
        assert time.process_time() - began < 1
