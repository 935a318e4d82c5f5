import io
import json
from dataclasses import replace
from datetime import date
from itertools import chain
from pathlib import Path

import eyed3
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mutagen.id3 import ID3

from audioworkout.plan.timeline import Chapter
from audioworkout.sound.mp3 import tags
from audioworkout.sound.mp3.encode import encode
from audioworkout.sound.mp3.frames import MP3_FRAME, frames_for
from audioworkout.sound.mp3.info import info_frame
from audioworkout.sound.mp3.tags import MAX_LINE, Metadata, id3, tag_line
from listen import complaints, needs, run

LENGTH = 60_000
JPEG = b"\xff\xd8\xff\xe0 a picture that nothing here decodes \xff\xd9"

HOSTILE = [
    "Plank",
    "Größe – “straight” → 30 s",
    "深蹲 💪🏽 ضغط",
    "one\x00two\x1b[31m\r\nthree\x85four\u2028five",
    "half \ud83d character",
    "\ufeff\ufffe bytes that look like marks",
    "x" * 5000,
    "ÿþ ÿû looks like a frame",
    " ",
    "",
]


@pytest.fixture(scope="module")
def body() -> bytes:
    """A minute of silence behind an Info frame."""
    samples = LENGTH * 48
    frames = frames_for(samples)
    made = encode([bytes(2 * frames * MP3_FRAME)], frames, 64)
    return info_frame(64, frames, samples, made.crc(frames)) + made.data


def chapters(*titles: str) -> tuple[Chapter, ...]:
    """Chapters of 100 ms, one after the other."""
    return tuple(Chapter(at * 100, at * 100 + 100, title) for at, title in enumerate(titles))


def write(folder: Path, metadata: Metadata, body: bytes) -> Path:
    path = folder / "session.mp3"
    path.write_bytes(id3(metadata) + body)
    return path


def probed(path: Path) -> list[tuple[int, int, str]]:
    shown = json.loads(run("ffprobe", "-v", "error", "-show_chapters", "-of", "json", path))
    return [
        (
            round(float(chapter["start_time"]) * 1000),
            round(float(chapter["end_time"]) * 1000),
            chapter["tags"]["title"],
        )
        for chapter in shown["chapters"]
    ]


def by_eyed3(path: Path) -> list[tuple[int, int, str]]:
    """The chapters in the order in which the tables of contents give them."""
    tag = eyed3.load(path).tag

    def leaves(name: bytes) -> list[bytes]:
        table = tag.table_of_contents.get(name)
        children = map(leaves, table.child_ids) if table else [[name]]
        return list(chain.from_iterable(children))

    found = [tag.chapters.get(name) for name in leaves(b"toc")]
    return [(*chapter.times, chapter.title) for chapter in found]


def given_to(metadata: Metadata) -> list[tuple[int, int, str]]:
    return [(chapter.start, chapter.end, chapter.title) for chapter in metadata.chapters]


@needs("ffprobe")
@pytest.mark.parametrize("count", [1, 30, 255, 256, 600])
def test_chapters_are_read_back_by_ffprobe_and_eyed3(
    count: int, tmp_path: Path, body: bytes
) -> None:
    titles = [f"Round {number}: " + "squats " * (number % 20) + "end" for number in range(count)]
    metadata = Metadata("Legs", LENGTH, chapters=chapters(*titles))

    path = write(tmp_path, metadata, body)

    assert probed(path) == by_eyed3(path) == given_to(metadata)


def test_more_chapters_than_a_table_holds_are_nested() -> None:
    tag = ID3(io.BytesIO(id3(Metadata("", 1, chapters=chapters(*"x" * 600)))), translate=False)

    tables = {table.element_id: table for table in tag.getall("CTOC")}

    assert tables["toc"].child_element_ids == ["toc0", "toc255", "toc510"]
    assert [int(table.flags) for table in tables.values()] == [3, 1, 1, 1]  # top-level, ordered
    assert [len(tables[name].child_element_ids) for name in tables["toc"].child_element_ids] == [
        255,
        255,
        90,
    ]
    assert tables["toc255"].sub_frames["TIT2"].text == ["256 to 510"]


@needs("ffprobe", "ffmpeg")
def test_hostile_titles_are_read_back_as_one_line(tmp_path: Path, body: bytes) -> None:
    lines = [tag_line(title) or str(at + 1) for at, title in enumerate(HOSTILE)]
    metadata = Metadata(HOSTILE[3], LENGTH, artist=HOSTILE[2], chapters=chapters(*HOSTILE))

    path = write(tmp_path, metadata, body)

    assert complaints(path) == ""
    assert [title for _, _, title in probed(path)] == lines
    assert [title for _, _, title in by_eyed3(path)] == lines
    assert eyed3.load(path).tag.title == "one two [31m three four five"
    assert eyed3.load(path).tag.artist == HOSTILE[2]
    assert eyed3.load(path).info.time_secs == pytest.approx(60, abs=0.1)


@given(st.text())
def test_any_text_becomes_one_line_that_stays_as_it_is(text: str) -> None:
    line = tag_line(text)

    assert line.splitlines() == [line][: len(line)]
    assert len(line) <= MAX_LINE
    assert tag_line(line) == line


@given(st.text(min_size=1), st.text())
def test_any_text_is_read_back_by_mutagen(title: str, comment: str) -> None:
    metadata = Metadata(title, LENGTH, comment=comment, chapters=chapters(title))

    tag = ID3(io.BytesIO(id3(metadata)), translate=False)

    assert "".join(tag["TIT2"].text if "TIT2" in tag else "") == tag_line(title)
    assert tag["CHAP:ch0"].sub_frames["TIT2"].text == [tag_line(title) or "1"]


def test_all_fields(tmp_path: Path, body: bytes) -> None:
    metadata = Metadata(
        title="Core",
        length=LENGTH,
        artist="Coach",
        album="Winter",
        track=4,
        genre="Fitness",
        released=date(2026, 1, 9),
        comment="Two lines,\nthe second with ≥ 1 sign.",
        cover=JPEG,
        language="deu",
        chapters=chapters("Warm-up", "Round 1"),
        lyrics=((0, "Warm-up"), (61_505, "Reverse plank"), (7_325_000, "Ende · fin")),
    )

    path = write(tmp_path, metadata, body)

    tag = ID3(path, translate=False)
    assert tag.version == (2, 3, 0)
    assert sorted(tag) == [
        "APIC:", "CHAP:ch0", "CHAP:ch1", "COMM::deu", "CTOC:toc", "TALB", "TCON", "TDAT", "TIT2",
        "TLEN", "TPE1", "TRCK", "TYER", "USLT::deu",
    ]  # fmt: skip
    assert {name: str(tag[name]) for name in tag if name.startswith("T")} == {
        "TIT2": "Core",
        "TPE1": "Coach",
        "TALB": "Winter",
        "TRCK": "4",
        "TCON": "Fitness",
        "TYER": "2026",
        "TDAT": "0901",
        "TLEN": "60000",
    }
    assert str(tag["COMM::deu"]) == metadata.comment
    assert str(tag["USLT::deu"]) == (
        "[00:00.00]Warm-up\n[01:01.50]Reverse plank\n[122:05.00]Ende · fin"
    )
    assert (tag["APIC:"].mime, tag["APIC:"].type, tag["APIC:"].data) == ("image/jpeg", 3, JPEG)
    offsets = [(tag[name].start_offset, tag[name].end_offset) for name in ("CHAP:ch0", "CHAP:ch1")]
    assert offsets == [(0xFFFFFFFF, 0xFFFFFFFF)] * 2


@needs("mp3val", "mp3guessenc")
def test_programs_that_check_mp3_files_accept_the_whole(tmp_path: Path, body: bytes) -> None:
    path = write(tmp_path, Metadata("Core", LENGTH, cover=JPEG, chapters=chapters("A")), body)

    assert "WARNING" not in run("mp3val", path)
    assert "ID3v2" in run("mp3val", path)
    assert "Tag verification      : passed" in run("mp3guessenc", "-v", path)


def test_what_is_empty_is_left_out() -> None:
    tag = ID3(io.BytesIO(id3(Metadata("Core", LENGTH))), translate=False)

    assert sorted(tag) == ["TIT2", "TLEN"]


def test_equal_metadata_gives_equal_bytes() -> None:
    metadata = Metadata("Core", LENGTH, cover=JPEG, chapters=chapters(*HOSTILE))

    assert id3(metadata) == id3(replace(metadata))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"cover": b"\x89PNG\r\n"}, "no JPEG"),
        ({"language": "en"}, "such as `eng`, found `en`"),
    ],
)
def test_what_a_tag_cannot_hold_is_refused(changes: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        id3(Metadata("Core", LENGTH, **changes))  # type: ignore[arg-type]


def test_a_tag_past_the_size_that_its_header_can_tell_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tags, "MAX_TAG", 1000)

    with pytest.raises(ValueError, match="passes ID3's 1000"):
        id3(Metadata("Core", LENGTH, chapters=chapters(*"x" * 30)))
