"""Publishing: what is made, what is left alone, and that a folder changes whole or not at all."""

import errno
import io
import json
import os
import shutil
import signal
import threading
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from audioworkout.ground.cache import FOLDER_VARIABLE, Cache
from audioworkout.ground.diagnostics import WorkoutError
from audioworkout.ground.folders import CONFIGURATION_VARIABLE
from audioworkout.podcast import artwork
from audioworkout.podcast.publish import Report, publish, transaction
from audioworkout.podcast.publish.soundbite import soundbite_of
from audioworkout.podcast.shows.model import Soundbite
from audioworkout.session import compiling, rendering
from audioworkout.voices import casting, find_voice
from command import run, start
from fake import FakeVoice, timeline

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
SHOW = """\
title: Legs & lungs
description: Short sessions.
author: Hill Runners
email: coach@example.org
link: https://example.org/legs/
episodes:
  - {workout: a.yaml, date: 2027-01-01}
  - {workout: b.yaml, date: 2027-01-02}
  - {workout: c.yaml, date: 2027-01-03}
"""
WORKOUT = "title: Session {name}\ncoaching: quiet\nworkout:\n  - 20s {name} squats\n"
PER_EPISODE = ("{}.chapters.json", "{}.html", "{}.mp3", "{}.srt", "{}.vtt")
Files = dict[str, tuple[int, int, bytes]]


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache that the tests share: what it holds costs them time only."""
    return tmp_path_factory.mktemp("cache")


@dataclass
class Place:
    """A show's folder, and how to publish it."""

    folder: Path
    clips: Path

    @property
    def public(self) -> Path:
        return self.folder / "public"

    def publish(self, now: datetime = NOW, **options: Any) -> Report:
        show, cache = self.folder / "show.yaml", Cache(self.clips)
        return publish(show, self.public, now=now, cache=cache, **options)

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text)

    def edit(self, name: str, old: str, new: str) -> None:
        text = (self.folder / name).read_text()
        assert old in text
        self.write(name, text.replace(old, new))

    def files(self) -> Files:
        """Each published file with its inode, time and content."""
        return files(self.public)

    def ledger(self) -> str:
        return (self.folder / "show.published.yaml").read_text()


def files(folder: Path) -> Files:
    return {
        path.relative_to(folder).as_posix(): (
            path.lstat().st_ino,
            path.lstat().st_mtime_ns,
            path.read_bytes(),
        )
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def contents(folder: Path) -> dict[str, bytes]:
    """The files' content; the manifest has times in it, and is left out."""
    return {name: row[2] for name, row in files(folder).items() if name != ".audioworkout.json"}


def changed(before: Files, after: Files) -> set[str]:
    """The names of files that are new, gone or touched, without the hash in a cover's."""
    names = {name for name in before | after if before.get(name) != after.get(name)}
    return {f"{name[:-18]}*.jpg" if name.endswith("-small.jpg") else name for name in names} - {
        name for name in names if name.endswith(".jpg") and not name.endswith("-small.jpg")
    }


def picture(seed: str) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (8, 8), (sum(seed.encode()) % 256, len(seed) % 256, 0)).save(made, "JPEG")
    return made.getvalue() + seed.encode()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, clips: Path) -> None:
    """A voice and covers that take no time; nobody's own settings."""
    found = find_voice

    def fake(spec: str, folder: Path) -> Any:
        return FakeVoice() if spec == "joe" else found(spec, folder)

    monkeypatch.setattr(casting, "find_voice", fake)
    monkeypatch.setattr(artwork, "show_cover", lambda *texts: picture(repr(texts)))
    monkeypatch.setattr(
        artwork,
        "episode_cover",
        lambda title, label, line: picture(f"{title} {label} {line.length}"),
    )
    monkeypatch.setattr(artwork, "small", lambda jpeg: jpeg)
    monkeypatch.setattr(artwork, "own_cover", lambda path, notice: path.read_bytes())
    monkeypatch.setenv(CONFIGURATION_VARIABLE, str(tmp_path / "settings"))
    monkeypatch.setenv(FOLDER_VARIABLE, str(clips))


@pytest.fixture
def place(tmp_path: Path, clips: Path) -> Place:
    """A show of three workouts, nothing published yet."""
    made = Place(tmp_path / "show", clips)
    made.folder.mkdir()
    made.write("show.yaml", SHOW)
    for name in "abc":
        made.write(f"{name}.yaml", WORKOUT.format(name=name))
    return made


@pytest.fixture
def published(place: Place) -> Place:
    """The same, published."""
    place.publish()
    return place


# What is made


def test_a_show_becomes_a_folder(place: Place) -> None:
    report = place.publish()
    names = set(place.files())
    covers = {name for name in names if name.endswith(".jpg")}
    assets = {name for name in names if name.startswith("assets/")}
    expected = {".audioworkout.json", ".nojekyll", "feed.xml", "index.html"}
    expected |= {name.format(slug) for name in PER_EPISODE for slug in "abc"}
    assert names - covers - assets == expected
    assert (len(covers), len(assets)) == (8, 2)
    assert [(e.slug, state) for e, state in report.episodes] == [
        ("c", "new"),
        ("b", "new"),
        ("a", "new"),
    ]
    assert set(report.written) == names - {".audioworkout.json"}
    assert (report.removed, report.later, report.notes) == ((), (), ())
    assert report.feed_url == "https://example.org/legs/feed.xml"
    feed = ET.fromstring(place.files()["feed.xml"][2])
    enclosures = [item.find("enclosure") for item in feed.iter("item")]
    assert [e.attrib for e in enclosures if e is not None] == [
        {
            "url": f"https://example.org/legs/{slug}.mp3",
            "length": str((place.public / f"{slug}.mp3").stat().st_size),
            "type": "audio/mpeg",
        }
        for slug in "cba"
    ]
    assert sorted(path.name for path in place.folder.iterdir()) == [
        *(".public.lock", "a.yaml", "b.yaml", "c.yaml", "public"),
        *("show.published.yaml", "show.yaml"),
    ]


def test_the_tags_are_the_shows(place: Place) -> None:
    from mutagen.id3 import ID3

    hostile = "Legs </title> ]]> & \u05d0 \N{FLEXED BICEPS} " + "long " * 70
    place.edit("show.yaml", "{workout: b.yaml,", "{workout: b.yaml, number: 7,")
    place.edit("b.yaml", "Session b", f"'{hostile}'")
    place.edit("b.yaml", "coaching", "description: All of the legs.\ncoaching")
    place.publish()
    tags = ID3(place.public / "b.mp3", translate=False)
    text = {key: str(tags[key]) for key in ("TALB", "TPE1", "TPE2", "TRCK", "TYER", "TCON")}
    assert text == {
        "TALB": "Legs & lungs",
        "TPE1": "Hill Runners",
        "TPE2": "Hill Runners",
        "TRCK": "7",
        "TYER": "2027",
        "TCON": "Fitness",
    }
    title = str(tags["TIT2"])
    assert title.startswith("Legs </title> ]]> &")
    assert len(title) <= 250
    assert str(tags["COMM::eng"]) == "All of the legs."
    assert tags["WOAF"].url == "https://example.org/legs/b.html"
    (small,) = place.public.glob("b-*-small.jpg")
    assert tags["APIC:"].data == small.read_bytes()


def test_other_formats_are_alternates(place: Place) -> None:
    place.edit("show.yaml", "episodes", "also: opus\nepisodes")
    place.publish()
    feed = (place.public / "feed.xml").read_text()
    size = (place.public / "a.opus").stat().st_size
    assert f'type="audio/ogg" length="{size}"' in feed
    before = place.files()
    place.publish()
    assert place.files() == before


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("lead_in: 5s\nworkout: [5s squats]", None),
        ("lead_in: 5s\nworkout: [20s squats]", (5_000, 20_000)),
        ("lead_in: 5s\nworkout: [20s squats, rest 10s, 40s push-ups]", (5_000, 30_000)),
        ("lead_in: 5s\nworkout: [5 min squats]", (5_000, 60_000)),
    ],
)
def test_a_soundbite_is_the_first_work(text: str, expected: tuple[int, int] | None) -> None:
    session = timeline(f"title: t\ncoaching: {{cues: {{farewell: off, welcome: off}}}}\n{text}\n")
    work = next((row.start for row in session.segments if row.segment.exercise), 0)
    found = soundbite_of(session)
    if expected is None:
        assert found is None
        return
    assert isinstance(found, Soundbite)
    length = min(expected[1], session.length - work)
    assert (found.start, found.title) == (work, "squats")
    assert length <= found.length <= 60_000


# What is left alone


@pytest.fixture
def no_build(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("compiled")

    monkeypatch.setattr(compiling, "compile_workout", refuse)
    monkeypatch.setattr(compiling, "check", refuse)


def test_a_second_run_touches_and_compiles_nothing(
    published: Place, request: pytest.FixtureRequest
) -> None:
    before, ledger = published.files(), published.ledger()
    around = {path.name: path.stat().st_mtime_ns for path in published.folder.iterdir()}
    request.getfixturevalue("no_build")
    report = published.publish(NOW + timedelta(days=1))
    assert [state for _, state in report.episodes] == ["unchanged"] * 3
    assert (report.written, report.removed, report.warnings[1:]) == ((), (), ())
    assert (published.files(), published.ledger()) == (before, ledger)
    del around[".public.lock"]
    assert (
        around.items() <= {p.name: p.stat().st_mtime_ns for p in published.folder.iterdir()}.items()
    )


def test_what_was_only_touched_is_unchanged(
    published: Place, request: pytest.FixtureRequest
) -> None:
    before = published.files()
    request.getfixturevalue("no_build")
    for path in published.folder.glob("*.yaml"):
        os.utime(path, (1, 1))
    published.publish()
    assert published.files() == before


def test_a_copy_of_the_folder_is_known(published: Place, request: pytest.FixtureRequest) -> None:
    other = published.folder.with_name("moved")
    shutil.copytree(published.folder, other, copy_function=shutil.copy)  # with other times
    before = files(other / "public")
    request.getfixturevalue("no_build")
    Place(other, published.clips).publish()
    assert files(other / "public") == before


EVERY_PAGE = {"feed.xml", "index.html", ".audioworkout.json"}


def test_an_edit_touches_its_episode_the_feed_and_what_shows_it(published: Place) -> None:
    before = published.files()
    published.edit("b.yaml", "20s", "25s")
    report = published.publish()
    assert [state for _, state in report.episodes] == ["unchanged", "changed", "unchanged"]
    own = {name.format("b") for name in PER_EPISODE}
    assert changed(before, published.files()) == EVERY_PAGE | own | {"b-*.jpg"}


def test_an_edit_that_is_not_heard_touches_no_mp3(published: Place) -> None:
    before = published.files()
    published.edit("b.yaml", "coaching", "# a remark\ncoaching")
    published.publish()
    assert changed(before, published.files()) == {".audioworkout.json"}


def test_a_new_title_is_on_the_pages_beside_it(published: Place) -> None:
    before = published.files()
    published.edit("show.yaml", "{workout: b.yaml,", "{workout: b.yaml, title: Other,")
    published.publish()
    own = {"b.mp3", "b.html", "b.chapters.json", "b-*.jpg"}
    found = changed(before, published.files())
    assert found - {"b.chapters.json"} == EVERY_PAGE | (own - {"b.chapters.json"}) | {
        "a.html",
        "c.html",
    }


def test_a_new_description_of_the_show_touches_no_episodes_sound(published: Place) -> None:
    before = published.files()
    published.edit("show.yaml", "Short sessions.", "Longer sessions.")
    published.publish()
    pages = {"a.html", "b.html", "c.html"}
    assert changed(before, published.files()) - pages == EVERY_PAGE


def test_an_episode_that_leaves_takes_its_files_along(published: Place) -> None:
    published.edit("show.yaml", "  - {workout: b.yaml, date: 2027-01-02}\n", "")
    report = published.publish()
    assert not [name for name in published.files() if name.startswith(("b.", "b-"))]
    assert len(report.removed) == 7
    assert "b: 2027-01-02" in published.ledger()


TUNE = b"RIFF" + (36 + 96_000).to_bytes(4, "little") + b"WAVEfmt " + (16).to_bytes(4, "little")
TUNE += b"\x01\0\x01\0" + (48_000).to_bytes(4, "little") + (96_000).to_bytes(4, "little")
TUNE += b"\x02\0\x10\0data" + (96_000).to_bytes(4, "little")


def tune(level: int) -> bytes:
    return TUNE + (level.to_bytes(2, "little") + (65_536 - level).to_bytes(2, "little")) * 24_000


def with_lines(*lines: str) -> Callable[[Place], None]:
    def prepare(place: Place) -> None:
        place.edit("a.yaml", "coaching", "\n".join((*lines, "coaching")))
        (place.folder / "tune.wav").write_bytes(tune(5_000))
        (place.folder / "music").mkdir()
        (place.folder / "music" / "one.wav").write_bytes(tune(6_000))
        (place.folder / "own.jpg").write_bytes(picture("own"))

    return prepare


def put(name: str, content: bytes) -> Callable[[Place], None]:
    def write(place: Place) -> None:
        path = place.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)

    return write


def made_anew(before: Files, after: Files) -> set[str]:
    """The episodes whose sound was made again, whether or not it came out the same."""
    rows = [json.loads(found[".audioworkout.json"][2])["episodes"] for found in (before, after)]
    return {slug for slug in rows[0] if rows[0][slug]["audio"] != rows[1][slug]["audio"]}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("prepare", "edit", "expected"),
    [
        (with_lines(), put("exercises.yaml", b"squats: {tips: [Low.]}\n"), "abc"),
        (with_lines(), put("../settings/exercises.yaml", b"squats: {tips: [Low.]}\n"), "abc"),
        (with_lines("music: tune.wav"), put("tune.wav", tune(7_000)), "a"),
        (with_lines("music: music/"), put("music/two.wav", tune(7_000)), "a"),
        (with_lines("music: music/"), put("music/one.wav", tune(7_000)), "a"),
        (with_lines("pause: tune.wav"), put("tune.wav", tune(7_000)), "a"),
        (with_lines("sounds: {go: tune.wav}"), put("tune.wav", tune(7_000)), "a"),
        (with_lines("image: own.jpg"), put("own.jpg", picture("other")), "a"),
        (with_lines("warmup: [play tune.wav]"), put("tune.wav", tune(7_000)), "a"),
    ],
)
def test_what_a_workout_is_made_of_counts(
    place: Place,
    prepare: Callable[[Place], None],
    edit: Callable[[Place], None],
    expected: str,
) -> None:
    prepare(place)
    place.publish()
    before = place.files()
    edit(place)
    place.publish()
    after = place.files()
    assert sorted(made_anew(before, after)) == sorted(expected)
    again = place.publish()
    assert [state for _, state in again.episodes] == ["unchanged"] * 3


@pytest.mark.parametrize(
    ("line", "what"),
    [("bitrate: 64", "mp3"), ("author: Alex", "mp3"), ("link: https://example.org/other/", "mp3")],
)
def test_what_the_show_says_in_each_mp3_counts(published: Place, line: str, what: str) -> None:
    before = published.files()
    key = line.partition(":")[0]
    rows = [row for row in SHOW.splitlines() if not row.startswith(f"{key}:")]
    published.write("show.yaml", "\n".join([line, *rows]) + "\n")
    published.publish()
    assert {f"{slug}.{what}" for slug in "abc"} <= changed(before, published.files())


def test_content_of_the_same_size_and_time_is_told_apart(published: Place) -> None:
    path = published.folder / "b.yaml"
    for other in published.folder.glob("*.yaml"):
        os.utime(other, (1, 1))
    published.edit("a.yaml", "20s", "30s")
    published.publish()
    published.edit("b.yaml", "20s", "30s")
    os.utime(path, (1, 1))
    assert [state for _, state in published.publish().episodes] == [
        "unchanged",
        "changed",
        "unchanged",
    ]


# Files of others, and files that others changed


@pytest.mark.parametrize("name", ["index.html", "feed.xml", "a.mp3", "b.vtt"])
def test_a_file_that_is_in_the_way_stays(place: Place, name: str) -> None:
    place.public.mkdir()
    (place.public / name).write_text("mine")
    with pytest.raises(WorkoutError) as refused:
        place.publish()
    assert str(refused.value) == (
        f"{place.public / name}: it was not written by this program, and would be replaced; move"
        " what is there, or choose another folder with `-o`"
    )
    assert contents(place.public) == {name: b"mine"}
    assert not (place.folder / "show.published.yaml").exists()


def test_what_is_found_in_the_way_late_stays_too(place: Place) -> None:
    place.public.mkdir()
    (place.public / "a.chapters.json").write_text("mine")
    with pytest.raises(WorkoutError, match=r"a\.chapters\.json: it was not written"):
        place.publish()
    assert contents(place.public) == {"a.chapters.json": b"mine"}


def test_assets_that_lead_elsewhere_are_refused(place: Place, tmp_path: Path) -> None:
    place.public.mkdir()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (place.public / "assets").symlink_to(elsewhere)
    with pytest.raises(WorkoutError, match="not written by this program"):
        place.publish()
    assert not list(elsewhere.iterdir())


def test_files_of_others_stay(published: Place) -> None:
    for name in ("CNAME", "photo.jpg", "assets/own.css"):
        (published.public / name).write_text("mine")
    mine = {n: row for n, row in published.files().items() if row[2] == b"mine"}
    published.write("show.yaml", SHOW.replace("  - {workout: b.yaml, date: 2027-01-02}\n", ""))
    published.publish()
    assert mine.items() <= published.files().items()
    assert len(mine) == 3


def test_an_empty_nojekyll_of_the_users_is_taken_over(place: Place) -> None:
    place.public.mkdir()
    (place.public / ".nojekyll").touch()
    place.publish()
    assert (place.public / "feed.xml").exists()


def test_a_file_that_somebody_edited_is_written_again_and_named(published: Place) -> None:
    before = contents(published.public)
    (published.public / "b.html").write_text("edited")
    (published.public / "a.mp3").unlink()
    report = published.publish()
    assert report.notes == ("b.html was changed by somebody else, and is written again",)
    assert contents(published.public) == before


def test_an_edited_file_that_is_no_longer_needed_stays(published: Place) -> None:
    published.edit("show.yaml", "  - {workout: b.yaml, date: 2027-01-02}\n", "")
    (published.public / "b.html").write_text("edited")
    report = published.publish()
    assert report.notes == ("b.html is no longer needed, but was changed: it stays",)
    assert (published.public / "b.html").read_text() == "edited"
    assert not (published.public / "b.mp3").exists()


def test_a_manifest_cannot_lead_out_of_the_folder(published: Place) -> None:
    manifest = published.public / ".audioworkout.json"
    manifest.write_text(manifest.read_text().replace('"b.html": {', '"../b.yaml": {'))
    with pytest.raises(WorkoutError, match="this is not what the program wrote there"):
        published.publish()
    assert (published.folder / "b.yaml").exists()


def test_the_manifest_names_no_one(published: Place) -> None:
    manifest = (published.public / ".audioworkout.json").read_text()
    assert str(published.folder) not in manifest
    assert '"path": "show:a.yaml"' in manifest
    assert '"path": "settings:lexicon.yaml"' in manifest


# The schedule, the ledger, the address


def test_an_episode_of_the_future_waits(place: Place) -> None:
    place.edit("show.yaml", "2027-01-03", "2027-03-02 06:00Z")
    report = place.publish()
    assert [episode.slug for episode, _ in report.episodes] == ["b", "a"]
    assert [(later.slug, f"{later.published:%F %R}") for later in report.later] == [
        ("c", "2027-03-02 06:00")
    ]
    assert not (place.public / "c.mp3").exists()
    report = place.publish(NOW + timedelta(days=1))
    assert [(e.slug, state) for e, state in report.episodes] == [
        ("c", "new"),
        ("b", "unchanged"),
        ("a", "unchanged"),
    ]
    assert report.later == ()


def test_everything_can_be_asked_for(place: Place) -> None:
    place.edit("show.yaml", "2027-01-03", "2027-03-02 06:00Z")
    assert len(place.publish(everything=True).episodes) == 3


def test_a_ledger_that_was_lost_is_known_from_the_folder(place: Place) -> None:
    place.edit("show.yaml", ", date: 2027-01-02", "")
    place.publish()
    ledger = place.ledger()
    (place.folder / "show.published.yaml").unlink()
    before = place.files()
    place.publish(NOW + timedelta(days=30))
    assert (place.ledger(), place.files()) == (ledger, before)


def test_another_show_is_not_published_over_this_one(published: Place, tmp_path: Path) -> None:
    other = Place(tmp_path / "other", published.clips)
    shutil.copytree(published.folder, other.folder)
    (other.folder / "show.published.yaml").unlink()
    before = other.files()
    with pytest.raises(WorkoutError, match=r"show\.published\.yaml was lost"):
        other.publish(link="https://example.com/")
    assert other.files() == before


def test_a_base_url_takes_the_place_of_the_link(published: Place) -> None:
    report = published.publish(link="http://127.0.0.1:8000/")
    feed = (published.public / "feed.xml").read_text()
    assert report.feed_url == "http://127.0.0.1:8000/feed.xml"
    assert "http://127.0.0.1:8000/a.mp3" in feed
    assert "https://example.org" not in feed


# Mistakes


def test_all_mistakes_of_all_workouts_are_reported(published: Place) -> None:
    before = published.files()
    published.edit("a.yaml", "20s a squats", "{exercise: squats, wrk: 20s}")
    published.edit("c.yaml", "coaching: quiet", "coaching: quiet\nmusic: gone.mp3")
    with pytest.raises(WorkoutError) as refused:
        published.publish()
    found = [
        (Path(error.name).name, [problem.span.line for problem in error.diagnostics])
        for error in refused.value.errors
    ]
    assert found == [("a.yaml", [4]), ("c.yaml", [3])]
    assert published.files() == before


def test_a_mistake_of_the_plan_is_one_of_the_show(published: Place) -> None:
    published.edit("show.yaml", "2027-01-01", "2027-02-01")
    with pytest.raises(WorkoutError) as refused:
        published.publish()
    assert refused.value.name.endswith("show.yaml")
    assert [problem.span.line for problem in refused.value.diagnostics] == [7]


# Builds that fail


class Killed(BaseException):
    """The end of a process, after which it does nothing more."""


@dataclass
class Faults:
    """Lets the nth operation that changes a folder fail, or that and all that follow."""

    folder: Path
    at: int
    killed: bool
    done: int = 0

    def hook(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def operation(*arguments: Any, **options: Any) -> Any:
            own = any(str(self.folder) in str(argument) for argument in arguments)
            if own or isinstance(arguments[0], int):
                self.done += 1
                if self.killed and self.done > self.at:
                    raise Killed
                if self.done == self.at + 1:
                    raise OSError(errno.ENOSPC, "No space left on device", str(self.folder))
            return original(*arguments, **options)

        return operation


OPERATIONS = ("replace", "link", "mkdir", "unlink", "rmdir", "fsync", "rename")
STEPS = range(0, 104)  # a build has some hundred


@pytest.fixture(scope="module")
def before_and_after(
    tmp_path_factory: pytest.TempPathFactory, clips: Path
) -> Iterator[tuple[Path, dict[str, bytes], str]]:
    """A published show that was edited since, and what its folder and ledger will be."""
    folder = tmp_path_factory.mktemp("edited") / "show"
    with pytest.MonkeyPatch.context() as patched:
        quick.__wrapped__(patched, folder.parent, clips)  # type: ignore[attr-defined]
        place = Place(folder, clips)
        folder.mkdir()
        place.write("show.yaml", SHOW.replace(", date: 2027-01-03", ""))
        for name in "abcd":
            place.write(f"{name}.yaml", WORKOUT.format(name=name))
        place.publish()
        place.edit("show.yaml", "a.yaml, date: 2027-01-01", "d.yaml")
        place.edit("b.yaml", "20s", "25s")
        after = Place(folder.with_name("after"), clips)
        shutil.copytree(folder, after.folder)
        after.publish(NOW + timedelta(days=1))
        yield folder, contents(after.public), after.ledger()


def faulty(place: Place, faults: Faults, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Publishes with a fault; whether it came to that."""
    with monkeypatch.context() as patched:
        for name in OPERATIONS:
            patched.setattr(os, name, faults.hook(getattr(os, name)))
        try:
            place.publish(NOW + timedelta(days=1))
        except (WorkoutError, Killed):
            return True
    return False


@pytest.fixture
def edited(
    before_and_after: tuple[Path, dict[str, bytes], str], tmp_path: Path, clips: Path
) -> Place:
    place = Place(tmp_path / "show", clips)
    shutil.copytree(before_and_after[0], place.folder)
    return place


@pytest.mark.slow
@pytest.mark.parametrize("step", STEPS)
def test_a_build_that_fails_leaves_the_folder_as_it_was(
    edited: Place, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, ledger = edited.files(), edited.ledger()
    names = {path.name for path in edited.folder.iterdir()}
    if not faulty(edited, Faults(edited.folder, step, killed=False), monkeypatch):
        return
    assert (edited.files(), edited.ledger()) == (before, ledger)
    assert {path.name for path in edited.folder.iterdir()} - names <= {".public.lock"}


@pytest.mark.slow
@pytest.mark.parametrize("step", STEPS)
def test_a_build_that_was_killed_is_undone_and_made_again(
    edited: Place,
    step: int,
    before_and_after: tuple[Path, dict[str, bytes], str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = contents(edited.public)
    _, after, ledger = before_and_after
    faulty(edited, Faults(edited.folder, step, killed=True), monkeypatch)
    guids = [guid.text or "" for guid in ET.parse(edited.public / "feed.xml").iter("guid")]
    assert guids
    assert all(guid in edited.ledger() for guid in guids)
    left = edited.folder / ".public.publishing" / "journal.json"
    was_moving = left.exists()
    edited.edit("c.yaml", "quiet", "qiet")
    with pytest.raises(WorkoutError):
        edited.publish(NOW + timedelta(days=1))
    found = contents(edited.public)
    assert found == before if was_moving else found in (before, after)
    assert not left.parent.exists()
    edited.edit("c.yaml", "qiet", "quiet")
    edited.publish(NOW + timedelta(days=1))
    assert (contents(edited.public), edited.ledger()) == (after, ledger)


DAMAGED = {
    "no JSON": "{",
    "a text for a list": '{"put": "feed.xml", "fresh": [], "gone": [], "folders": []}',
    "numbers": '{"put": [1], "fresh": [], "gone": [], "folders": []}',
    "a field too few": '{"put": [], "fresh": [], "gone": []}',
    "a field too many": '{"put": [], "fresh": [], "gone": [], "folders": [], "more": []}',
    "a folder elsewhere": '{"put": [], "fresh": [], "gone": [], "folders": ["../empty"]}',
}


@pytest.mark.parametrize("journal", DAMAGED.values(), ids=DAMAGED)
def test_a_journal_that_this_program_did_not_write_is_not_followed(
    published: Place, journal: str
) -> None:
    before = published.files()
    (published.folder / "empty").mkdir()
    left = published.folder / ".public.publishing"
    left.mkdir()
    (left / "journal.json").write_text(journal)
    with pytest.raises(WorkoutError, match="its journal cannot be read"):
        published.publish()
    assert published.files() == before
    assert (published.folder / "empty").is_dir()


def test_a_clock_that_goes_back_takes_no_episode_back(place: Place) -> None:
    place.edit("show.yaml", "{workout: c.yaml, date: 2027-01-03}", "c.yaml")
    assert len(place.publish(NOW).episodes) == 3
    before = place.files()
    report = place.publish(NOW - timedelta(days=2))
    assert (len(report.episodes), report.later, report.written) == (3, (), ())
    assert place.files() == before


def test_the_steps_above_are_all_there_are(edited: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    faults = Faults(edited.folder, len(STEPS), killed=False)
    assert not faulty(edited, faults, monkeypatch)
    assert faults.done > len(STEPS) - 30
    assert (edited.public / "d.mp3").exists()


def test_a_disk_that_fills_up_while_rendering(
    published: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = published.files()

    def full(session: object, out: Any, *_: object) -> int:
        out.write(b"the first bytes")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(rendering, "write", full)
    published.edit("b.yaml", "20s", "25s")
    with pytest.raises(WorkoutError, match="No space left on device; nothing was published"):
        published.publish()
    assert published.files() == before
    assert not (published.folder / ".public.publishing").exists()


def test_ctrl_c_leaves_the_folder_as_it_was(
    published: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = published.files()

    def interrupted(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(rendering, "write", interrupted)
    published.edit("b.yaml", "20s", "25s")
    with pytest.raises(KeyboardInterrupt):
        published.publish()
    assert published.files() == before
    assert not (published.folder / ".public.publishing").exists()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written(published: Place) -> None:
    before = published.files()
    published.edit("b.yaml", "20s", "25s")
    published.public.chmod(0o555)
    try:
        with pytest.raises(WorkoutError, match="Permission denied"):
            published.publish()
    finally:
        published.public.chmod(0o755)
    assert published.files() == before


def test_where_there_are_no_second_names_files_are_copied(
    published: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)
    published.edit("b.yaml", "20s", "25s")
    assert published.publish().episodes[1][1] == "changed"


def test_a_folder_that_is_a_disk_of_its_own_has_the_change_in_it(
    published: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os.path, "ismount", lambda path: Path(path) == published.public)
    around = sorted(path.name for path in published.folder.iterdir())
    published.edit("b.yaml", "20s", "25s")
    assert published.publish().episodes[1][1] == "changed"
    assert sorted(path.name for path in published.folder.iterdir()) == around
    assert not [path for path in published.public.iterdir() if path.name.endswith("publishing")]


def test_a_file_where_the_folder_should_be(place: Place) -> None:
    place.public.write_text("mine")
    with pytest.raises(WorkoutError, match="a folder is needed here, and this is a file"):
        place.publish()
    assert place.public.read_text() == "mine"


# Two at once


def test_a_second_build_waits_a_little_and_says_so(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transaction, "WAIT", 0.1)
    with (
        transaction.locked(place.public),
        pytest.raises(WorkoutError, match="another build is writing"),
    ):
        place.publish()
    assert not place.public.exists()


def test_two_builds_follow_one_another(place: Place) -> None:
    reports: list[Report] = []
    threads = [threading.Thread(target=lambda: reports.append(place.publish())) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    states = [[state for _, state in report.episodes] for report in reports]
    assert states == [["new"] * 3, ["unchanged"] * 3]


@pytest.mark.slow
def test_few_sessions_are_held_at_a_time(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    import gc
    from weakref import WeakSet

    from audioworkout.session.sounds import SessionSounds

    held: WeakSet[SessionSounds] = WeakSet()
    most = 0
    compile_checked = compiling.compile_checked

    def counted(*given: Any) -> compiling.CompiledSession:
        nonlocal most
        session = compile_checked(*given)
        held.add(session.sounds)
        gc.collect()
        most = max(most, len(held))
        return session

    monkeypatch.setattr(compiling, "compile_checked", counted)
    names = [f"w{number:02}" for number in range(12)]
    for name in names:
        place.write(f"{name}.yaml", WORKOUT.format(name=name))
    place.write("show.yaml", SHOW.partition("  - ")[0] + "  - w*.yaml\n")
    assert len(place.publish().episodes) == 12
    assert most <= 4


# The command


@pytest.mark.slow
def test_the_command_reports_what_it_did(place: Place) -> None:
    place.edit("show.yaml", "2027-01-03", "2199-01-03 06:00Z")
    place.edit("show.yaml", "2027-", "2020-")
    first = run("publish", "show.yaml", cache=place.clips, cwd=place.folder)
    folder = Path("public")
    lines = first.out.decode().splitlines()
    assert first.code == 0, first.err
    assert first.err.count("warning: no exercise is called `b squats`") == 1
    assert lines[0].startswith(f"new       {folder / 'b.mp3'}  0:")
    assert lines[1].startswith(f"new       {folder / 'a.mp3'}  0:")
    assert lines[2] == "later     2199-01-03 06:00 UTC  c"
    assert lines[3] == "public: 2 episodes, 2 new; 21 files written"
    assert lines[4:] == [
        f"look at it: {folder / 'index.html'}",
        "feed: https://example.org/legs/feed.xml",
    ]
    again = run("publish", "show.yaml", "--all", "-q", cache=place.clips, cwd=place.folder)
    assert (again.code, again.out, again.err) == (0, b"", "")
    last = run("publish", "show.yaml", "--all", cache=place.clips, cwd=place.folder)
    assert last.out.decode().splitlines()[0] == "public: 3 episodes, 3 unchanged; nothing to do"


def test_the_command_shows_every_mistake(place: Place) -> None:
    place.edit("a.yaml", "20s a squats", "{exercise: squats, wrk: 20s}")
    place.edit("c.yaml", "quiet", "qiet")
    done = run("publish", "show.yaml", cache=place.clips, cwd=place.folder)
    assert (done.code, done.out) == (1, b"")
    heads = [line for line in done.err.splitlines() if ": error: " in line]
    assert [head.split(" error: ")[0] for head in heads] == ["a.yaml:4:24:", "c.yaml:2:11:"]
    assert not place.public.exists()


def test_a_build_that_is_killed_leaves_the_folder_as_it_was(
    published: Place, tmp_path: Path
) -> None:
    before = published.files()
    published.edit("b.yaml", "20s", "25s")
    fresh = tmp_path / "fresh"
    staging = published.folder / ".public.publishing"
    building = start(
        "publish", "show.yaml", "--all", cache=fresh, voice="0.02", cwd=published.folder
    )
    while building.poll() is None and not staging.exists():
        time.sleep(0.005)
    building.kill()
    _, said = building.communicate()
    assert building.returncode == -signal.SIGKILL, said
    assert staging.exists()
    assert published.files() == before
    published.publish()
    assert not staging.exists()
