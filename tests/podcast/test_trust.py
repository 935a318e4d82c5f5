"""What a stranger's workout or show reaches for outside of its folder does not become public."""

import shutil
import wave
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
import soundfile
from PIL import Image

from audioworkout.ground.cache import Cache
from audioworkout.ground.diagnostics import WorkoutError, render
from audioworkout.language.document import inputs
from audioworkout.podcast.publish import publish
from audioworkout.session import compiling
from audioworkout.session.trust import OWN_ONLY, Trust, of_user, parse
from audioworkout.voices import UnavailableError, Voice, casting, find_voice
from command import run
from fake import FakeVoice

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
SHOW = """\
title: Legs
description: Short sessions.
author: Hill Runners
email: coach@example.org
link: https://example.org/legs/
episodes: a.yaml
"""
HEAD = "title: Bait\ncoaching: quiet\n"
BODY = "workout:\n  - 20s squats\n"
WAY_OUT = "copy it there, list its place in {settings}/trusted.yaml, or allow it once with"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The files of whoever publishes: a song, a picture, a workout, recordings and a model."""
    mine = tmp_path / "mine"
    mine.mkdir()
    soundfile.write(mine / "song.wav", 0.3 * np.sin(np.arange(96_000) / 20), 48_000)
    with wave.open(str(mine / "go.wav"), "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(b"\0\x10\0\xf0" * 800)
    Image.new("RGB", (1400, 1400)).save(mine / "me.jpg")
    (mine / "private.yaml").write_text(HEAD + BODY)
    (mine / "voice.onnx").write_bytes(b"no model")
    (mine / "voice.onnx.json").write_text('{"espeak": {"voice": "en"}}')
    recordings = tmp_path / "data" / "voices" / "recorded" / "me"
    recordings.mkdir(parents=True)
    (recordings / "rest.wav").write_bytes((mine / "go.wav").read_bytes())
    monkeypatch.setenv("AUDIOWORKOUT_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("AUDIOWORKOUT_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("AUDIOWORKOUT_DATA", str(tmp_path / "data"))

    def found(spec: str, folder: Path) -> Voice:
        return find_voice(spec, folder) if ":" in spec or spec.endswith("nx") else FakeVoice()

    monkeypatch.setattr(casting, "find_voice", found)
    return tmp_path


def bring(home: Path, workout: str, show: str = SHOW, trust: Trust = OWN_ONLY) -> Path:
    """Publishes a show in a folder of its own, as it came from a stranger."""
    theirs = home / "theirs"
    theirs.mkdir(exist_ok=True)
    (theirs / "show.yaml").write_text(show)
    (theirs / "a.yaml").write_text(workout)
    publish(theirs / "show.yaml", theirs / "public", now=NOW, cache=Cache(), trust=trust)
    return theirs / "public"


# Each door: what is written, and the line and column of the name.
BY_WORKOUT = {
    "play": (HEAD + BODY + "  - play {mine}/go.wav\n", (5, 5)),
    "sounds": (HEAD + "sounds: {{go: {mine}/go.wav}}\n" + BODY, (3, 9)),
    "music": (HEAD + "music: {mine}/song.wav\n" + BODY, (3, 8)),
    "music for rest": (
        HEAD + "music: {{work: {mine}/song.wav, rest: {mine}}}\n" + BODY,
        (3, 8),
    ),
    "pause": (HEAD + "pause: ../mine/song.wav\n" + BODY, (3, 8)),
    "image": (HEAD + "image: ../mine/me.jpg\n" + BODY, (3, 8)),
    "recorded": (HEAD + "voice: recorded:me\n" + BODY, (3, 8)),
    "recorded, faster": (HEAD + "voice: [recorded:me@1.1, joe]\n" + BODY, (3, 8)),
    "recorded by path": (HEAD + "voice: recorded:{mine}\n" + BODY, (3, 8)),
}


@pytest.mark.parametrize("door", BY_WORKOUT)
def test_a_workout_cannot_publish_the_user_s_files(home: Path, door: str) -> None:
    text, place = BY_WORKOUT[door]
    with pytest.raises(WorkoutError) as refused:
        bring(home, text.format(mine=home / "mine"))
    first = refused.value.diagnostics[0]
    assert refused.value.name.endswith("a.yaml")
    assert (first.span.line, first.span.column) == place
    assert first.message.endswith("lies outside of this folder, and would become public")
    assert first.hint is not None
    assert first.hint.startswith(WAY_OUT.format(settings=home / "config"))
    assert not (home / "theirs" / "public").exists()


BY_SHOW = {
    "image": (SHOW + "image: ../mine/me.jpg\n", (7, 8)),
    "image of an episode": (
        SHOW.replace("a.yaml", "{{workout: a.yaml, image: ../mine/me.jpg}}"),
        (6, 21),
    ),
    "workout": (SHOW.replace("a.yaml", "{mine}/private.yaml"), (6, 11)),
    "pattern": (SHOW.replace("a.yaml", "'{mine}/priv*.yaml'"), (6, 11)),
    "voice": (SHOW + "voice: recorded:me\n", (7, 8)),
}


@pytest.mark.parametrize("door", BY_SHOW)
def test_a_show_cannot_publish_the_user_s_files(home: Path, door: str) -> None:
    text, place = BY_SHOW[door]
    with pytest.raises(WorkoutError) as refused:
        bring(home, HEAD + BODY, text.format(mine=home / "mine"))
    first = refused.value.diagnostics[0]
    assert refused.value.name.endswith("show.yaml")
    assert (first.span.line, first.span.column) == place
    assert "would become public" in first.message


@pytest.mark.parametrize("name", ["go.wav", "folder/go.wav"])
def test_a_link_in_its_folder_is_followed(home: Path, name: str) -> None:
    theirs = home / "theirs"
    theirs.mkdir()
    (theirs / "go.wav").symlink_to(home / "mine" / "go.wav")
    (theirs / "folder").symlink_to(home / "mine")
    with pytest.raises(WorkoutError, match="1 mistake"):
        bring(home, HEAD + BODY + f"  - play {name}\n")


def test_a_link_among_the_songs_of_a_folder_is_followed(home: Path) -> None:
    songs = home / "theirs" / "songs"
    songs.mkdir(parents=True)
    (songs / "one.wav").symlink_to(home / "mine" / "song.wav")
    with pytest.raises(WorkoutError, match="1 mistake"):
        bring(home, HEAD + "music: songs\n" + BODY)


ALLOWED: dict[str, Callable[[Path], Trust]] = {
    "its folder": lambda home: Trust((home / "mine",)),
    "itself": lambda home: Trust((home / "mine" / "song.wav",)),
    "anywhere": lambda _: Trust(anywhere=True),
}


@pytest.mark.parametrize("how", ALLOWED)
def test_what_the_user_allows_is_published(home: Path, how: str) -> None:
    workout = HEAD + "music: ../mine/song.wav\n" + BODY
    public = bring(home, workout, trust=ALLOWED[how](home))
    assert (public / "a.mp3").stat().st_size > 100_000
    with pytest.raises(WorkoutError, match="1 mistake"):  # though nothing has changed since
        bring(home, workout)


def test_its_own_files_need_no_word(home: Path) -> None:
    theirs = home / "theirs"
    (theirs / "week-1").mkdir(parents=True)
    (theirs / "go.wav").write_bytes((home / "mine" / "go.wav").read_bytes())
    (theirs / "week-1" / "mon.yaml").write_text(HEAD + BODY + "  - play ../go.wav\n")
    show = SHOW.replace("a.yaml", "[a.yaml, week-1/*.yaml, core]")
    assert (bring(home, HEAD + BODY, show) / "week-1-mon.mp3").exists()


# On one's own computer


def test_at_home_it_is_read_and_told(home: Path) -> None:
    text = HEAD + BODY + f"  - play {home}/mine/go.wav\n"
    source = inputs.Source("a.yaml", text, home / "theirs", "a")
    told = f"line 5: `{home}/mine/go.wav` lies outside of the workout's folder;"
    (note,) = compiling.compile_workout(source, compiling.Options(), Cache()).notes
    assert note == f"{told} `publish` and `serve` would refuse it"
    (home / "config").mkdir()
    (home / "config" / "trusted.yaml").write_text(f"places: {home}/mine\n")
    assert compiling.compile_workout(source, compiling.Options(), Cache()).notes == ()


@pytest.mark.parametrize("spec", ["piper:models/voice.onnx", "piper:models/voice.onnx@1.1"])
def test_a_model_needs_the_user_s_word_everywhere(home: Path, spec: str) -> None:
    mine = home / "theirs" / "models"
    shutil.copytree(home / "mine", mine)
    text = HEAD + f"voice: {spec}\n" + BODY
    source = inputs.Source("a.yaml", text, home / "theirs", "a")
    with pytest.raises(WorkoutError) as refused:
        compiling.compile_workout(source, compiling.Options(), Cache())
    (problem,) = refused.value.diagnostics
    assert (problem.span.line, problem.span.column) == (3, 8)
    assert "is a model from outside of" in problem.message
    assert problem.hint == (
        f"list it under `places` in {home}/config/trusted.yaml if you trust where it comes from"
    )
    for loaded in (f"places: {mine}/voice.onnx\n", f"# mine\nplaces:\n  - {mine}\n"):
        (home / "config").mkdir(exist_ok=True)
        (home / "config" / "trusted.yaml").write_text(loaded)
        with pytest.raises(WorkoutError, match="the model cannot be loaded"):
            compiling.compile_workout(source, compiling.Options(), Cache())
    with pytest.raises(UnavailableError, match="the model cannot be loaded"):
        find_voice(f"{mine}/voice.onnx").speak("Go", 100)


def test_a_model_that_the_command_names_is_loaded(home: Path) -> None:
    source = inputs.Source("a.yaml", HEAD + BODY, home / "theirs", "a")
    chosen = compiling.Options(voice=f"{home}/mine/voice.onnx")
    with pytest.raises(WorkoutError, match="the model cannot be loaded"):
        compiling.compile_workout(source, chosen, Cache())


# The settings


def test_the_settings_list_places(home: Path) -> None:
    assert of_user() == Trust()
    (home / "config").mkdir()
    (home / "config" / "trusted.yaml").write_text("places: [~/Music, /srv/songs]\n")
    assert of_user() == Trust((Path("~/Music").expanduser(), Path("/srv/songs")))
    assert of_user(anywhere=True).anywhere


REFUSED = {
    "places: songs\n": "1:9: error: expected a whole path, found `songs`",
    "place: /srv\n": "1:1: error: unknown key `place`",
    "places: [/srv, ~nobody-here/x]\n": "1:16: error: there is no such home folder",
    "[/srv]\n": "1:1: error: expected a list of trusted places",
}


@pytest.mark.parametrize(("text", "told"), REFUSED.items())
def test_mistakes_in_the_settings_are_told_by_line(text: str, told: str) -> None:
    places, problems = parse(text)
    assert places == ()
    assert told in "\n".join(render(problem, "trusted.yaml", text) for problem in problems)


def test_empty_settings_trust_nothing() -> None:
    assert parse("# nothing yet\n") == ((), ())


def test_the_command_line_allows_it_once(home: Path) -> None:
    theirs = home / "theirs"
    theirs.mkdir()
    (theirs / "show.yaml").write_text(SHOW)
    (theirs / "a.yaml").write_text(HEAD + "pause: ../mine/song.wav\n" + BODY)
    more = {"AUDIOWORKOUT_CONFIG": str(home / "config")}
    command = ("publish", "-q", "show.yaml")
    done = run(*command, cache=home / "cache", cwd=theirs, more=more)
    assert done.code == 1
    assert done.err.startswith("a.yaml:3:8: error: `../mine/song.wav` lies outside of this folder")
    done = run(*command, "--allow-outside", cache=home / "cache", cwd=theirs, more=more)
    assert (done.code, done.err) == (0, "")
    assert run(*command, cache=home / "cache", cwd=theirs, more=more).code == 1
