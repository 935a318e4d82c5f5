"""ffmpeg is started in one place, told each format, and reads nothing but what it is given."""

import ast
import re
from collections.abc import Iterator

import pytest

from audioworkout.ground import ffmpeg
from checkout import ROOT

SOURCES = ROOT / "src" / "audioworkout"
STARTERS = {"ground/ffmpeg.py", "voices/command.py", "voices/espeak.py"}
"""Where a program is started: ffmpeg, what a user configured, and espeak-ng."""

STARTS = re.compile(
    r"(subprocess|os|asyncio|shutil)\."
    r"(Popen|run|call|check_call|check_output|getoutput|system|popen|exec\w*|spawn\w*"
    r"|posix_spawn\w*|startfile|create_subprocess\w*)"
)
BY_PYDUB = re.compile(r"\w+\.(from_(file|mp3|ogg|flv|wav|file_using_temporary_files)|mediainfo\w*)")


def calls(pattern: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """Which module calls what fits a pattern."""
    for path in sorted(SOURCES.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and pattern.fullmatch(ast.unparse(node.func)):
                yield path.relative_to(SOURCES).as_posix(), ast.unparse(node)


def test_programs_are_started_in_three_places_and_ffmpeg_in_one() -> None:
    started = list(calls(STARTS))
    assert {module for module, _ in started} == STARTERS
    assert not [call for _, call in started if "shell" in call]


def test_ffmpeg_is_named_in_one_place_and_ffprobe_in_none() -> None:
    named = {
        path.relative_to(SOURCES).as_posix()
        for path in SOURCES.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value in ("ffmpeg", "ffprobe", "avconv")
    }
    assert named == {"ground/ffmpeg.py"}
    assert ffmpeg.NAME == "ffmpeg"


def test_pydub_reads_no_file() -> None:
    """It would ask ffprobe what a file is, which guesses."""
    assert list(calls(BY_PYDUB)) == []


def test_ffmpeg_is_told_the_format_and_may_read_its_input_only() -> None:
    assert ffmpeg.standard_input("mov").arguments() == (
        *("-protocol_whitelist", "cache,pipe", "-f", "mov"),
        *("-read_ahead_limit", "-1", "-i", "cache:pipe:0"),
    )
    assert ffmpeg.Input("ffmetadata", "file:/a:b/plan").arguments() == (
        *("-protocol_whitelist", "file", "-f", "ffmetadata", "-i", "file:/a:b/plan"),
    )


@pytest.mark.parametrize("kind", ["", "hls", "concat", "mp3", "lavfi", "image2"])
def test_a_format_that_is_not_in_the_list_never_reaches_ffmpeg(kind: str) -> None:
    with pytest.raises(ValueError, match="no format for ffmpeg"):
        ffmpeg.standard_input(kind).arguments()


@pytest.mark.parametrize(
    "start", [b"", b"#EXTM3U\n", b"ffconcat version 1.0\n", b"http://127.0.0.1/", b"RIFF"]
)
def test_what_is_no_sound_in_the_list_has_no_format(start: bytes) -> None:
    assert ffmpeg.sniffed(start, ffmpeg.MUSIC_FORMATS) is None
