import io
import pickle
import subprocess
import sys
import tracemalloc
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from audioworkout.plan.timeline import Event, Timeline
from audioworkout.sound.mix import CEILING_DB, Clip, mix
from audioworkout.sound.mp3 import encoded
from audioworkout.sound.mp3.assembling import PAUSE, assemble
from audioworkout.sound.mp3.encode import encode, encoded_shape
from audioworkout.sound.mp3.frames import BITRATES, MP3_FRAME, frames_for
from audioworkout.sound.mp3.info import info_frame
from audioworkout.sound.mp3.islands import Placement, Shape
from audioworkout.sound.mp3.lame import Encoding
from listen import (
    complaints,
    decode,
    decoded_samples,
    error_db,
    kept_by_skip_silence,
    needs,
    offset,
    peak_db,
    run,
)
from sessions import (
    GO,
    TICK,
    WORDS,
    Sounds,
    Store,
    countdowns,
    link,
    linked,
    pcm,
    session,
    source,
    wave,
)

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class RefusingStore:
    def get(self, kind: str, key: str) -> bytes | None:
        raise PermissionError("no reading")

    def put(self, kind: str, key: str, data: bytes) -> None:
        raise OSError("no space left on device")


class ForgetfulStore(Store):
    def get(self, kind: str, key: str) -> bytes | None:
        return self.entries.pop((kind, key), None)


@pytest.fixture(scope="module")
def store() -> Store:
    """Objects that the module's tests share."""
    return Store()


# --- time ---


@needs("ffmpeg")
@pytest.mark.parametrize(
    "minutes", [1, pytest.param(60, marks=pytest.mark.slow)], ids="{} min".format
)
@pytest.mark.parametrize("pause", ["air", "silence"])
def test_every_sound_decodes_at_its_very_sample(
    minutes: int, pause: str, tmp_path: Path, store: Store
) -> None:
    timeline = countdowns(minutes * 60_000)
    encoding = Encoding(pause="air" if pause == "air" else "silence")

    heard = decode(linked(tmp_path, timeline, store, encoding))

    late = [offset(heard, wave(event.sound), event.start * 48) for event in timeline.events]
    assert late == [0] * len(timeline.events)


@needs("ffmpeg")
@pytest.mark.parametrize("length", [1, 23, 24, 25, 61, 999, 1000, 12_345, 30_001, 61_007])
def test_the_decoded_length_is_exact(length: int, tmp_path: Path, store: Store) -> None:
    timeline = session(length, [(length - 80, TICK)] if length > 80 else [])

    assert decoded_samples(linked(tmp_path, timeline, store)) == length * 48


@needs("ffmpeg")
def test_sounds_at_both_ends_of_a_session_are_whole(tmp_path: Path, store: Store) -> None:
    timeline = session(5000, [(0, GO), (4600, GO)])

    heard = decode(linked(tmp_path, timeline, store))

    assert [offset(heard, wave(GO), start * 48) for start in (0, 4600)] == [0, 0]
    assert error_db(heard[4700 * 48 :], wave(GO)[100 * 48 :]) > 15


# --- sound ---


@needs("ffmpeg")
def test_linking_costs_no_quality_against_encoding_in_one_go(tmp_path: Path, store: Store) -> None:
    timeline = countdowns(120_000)
    samples = timeline.length * 48
    frames = frames_for(samples)
    whole = encode([source(timeline), bytes(4 * MP3_FRAME)], frames, 64)
    path = tmp_path / "whole.mp3"
    path.write_bytes(info_frame(64, frames, samples, whole.crc(frames)) + whole.data)
    original = (np.frombuffer(source(timeline), "<i2") / 32768).astype(np.float32)

    in_one_go = error_db(decode(path), original)
    by_linking = error_db(
        decode(linked(tmp_path, timeline, store, Encoding(pause="silence"))), original
    )

    assert by_linking == pytest.approx(in_one_go, abs=0.25)


@needs("ffmpeg")
def test_seams_do_not_click(tmp_path: Path, store: Store) -> None:
    """With sounds of no level, all that is heard above the air is what seams leave."""
    timeline = countdowns(120_000)
    hushed = tuple(replace(event, gain_db=-200.0) for event in timeline.events)

    heard = decode(linked(tmp_path, replace(timeline, events=hushed), store))

    assert peak_db(heard, above=100) < -50
    assert peak_db(heard, above=1000) < -75


@needs("ffmpeg")
def test_air_survives_apps_that_cut_silence_and_silence_does_not(
    tmp_path: Path, store: Store
) -> None:
    timeline = countdowns(300_000, every=60_000)

    with_air = decode(linked(tmp_path, timeline, store))
    with_silence = decode(linked(tmp_path, timeline, store, Encoding(pause="silence")))

    assert kept_by_skip_silence(with_air) >= 0.99
    assert kept_by_skip_silence(with_silence) < 0.5


# --- the stream ---


@needs("ffmpeg", "mp3val", "mp3guessenc")
@pytest.mark.parametrize("bitrate", [32, 64, 128, 320])
def test_the_programs_that_check_mp3_files_find_nothing(
    bitrate: int, tmp_path: Path, store: Store
) -> None:
    path = linked(tmp_path, countdowns(60_123), store, Encoding(bitrate=bitrate))

    assert complaints(path) == ""
    assert "WARNING" not in run("mp3val", path)
    report = run("mp3guessenc", "-v", path)
    assert "Tag verification      : passed" in report
    assert f"[ Length of original audio : {60_123 * 48} samples ]" in report


@pytest.mark.parametrize("bitrate", BITRATES)
def test_each_prefix_of_a_run_holds_all_the_data_of_its_frames(bitrate: int) -> None:
    shape = Shape(60, (Placement(WORDS, 48, 900, 0.0), Placement(TICK, 1000, 80, 0.0)))

    made = encoded_shape(shape, {WORDS: pcm(WORDS), TICK: pcm(TICK)}, Encoding(bitrate))

    room = made.frame_size - 4 - 17  # bytes of main data that a mono frame has room for
    for number in range(made.frames):
        frame = made.data[number * made.frame_size :][: made.frame_size]
        side_info = f"{int.from_bytes(frame[4:21], 'big'):0136b}"
        starts_before = int(side_info[:9], 2)
        bits = int(side_info[18:30], 2) + int(side_info[77:89], 2)  # of both granules
        start = number * room - starts_before
        assert start >= 0
        assert start + bits / 8 <= (number + 1) * room


def test_body_and_bytes_agree(store: Store) -> None:
    body = assemble(countdowns(65_432), Sounds(), store, Encoding())
    out = io.BytesIO()
    body.write(out)

    assert body.samples == 65_432 * 48
    assert body.frames == -(-(65_432 * 48 + 1105) // 1152)
    assert body.size == len(out.getvalue()) == (body.frames + 1) * 192


def test_an_info_frame_refuses_a_length_that_its_frames_do_not_have() -> None:
    with pytest.raises(ValueError, match="cannot stand for"):
        info_frame(64, 10, 10 * MP3_FRAME, 0)


# --- the store ---


def test_a_second_rendering_asks_for_no_sound_and_gives_the_same_bytes() -> None:
    store, sounds = Store(), Sounds()
    timeline = countdowns(120_000)
    first = link(timeline, store)
    puts = store.puts

    again = io.BytesIO()
    assemble(timeline, sounds, store, Encoding()).write(again)

    assert again.getvalue() == first
    assert (sounds.asked, store.puts) == (0, puts)


def test_repeated_islands_are_one_object_and_an_edit_makes_one_more() -> None:
    store = Store()
    timeline = countdowns(120_000)  # every 30 s, 1,250 frames: four times the same five islands
    link(timeline, store)
    assert store.puts == 1 + 1 + 3 + 1  # pause, words, a tick on three phases of the grid, go

    events = (*timeline.events[:-1], replace(timeline.events[-1], gain_db=-3.0))
    link(replace(timeline, events=events), store)
    assert store.puts == 6 + 1


def test_each_encoding_has_objects_of_its_own() -> None:
    store = Store()
    timeline = session(3000, [(500, TICK)])

    sizes = {
        (bitrate, pause): len(link(timeline, store, Encoding(bitrate, pause)))
        for bitrate in (64, 96)
        for pause in ("air", "silence")
    }

    assert store.puts == 2 * len(sizes)
    assert sizes[96, "air"] == sizes[64, "air"] * 96 // 64


@pytest.mark.parametrize("kept_bytes", [0, encoded.KEPT_BYTES])
@pytest.mark.parametrize("broken", [RefusingStore, ForgetfulStore])
def test_a_store_that_fails_costs_only_time(
    broken: type[encoded.ObjectStore],
    kept_bytes: int,
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(encoded, "KEPT_BYTES", kept_bytes)
    timeline = session(20_000, [(1000, TICK), (5000, WORDS), (19_000, TICK)])

    assert link(timeline, broken()) == link(timeline, store)


def test_damaged_objects_are_made_again() -> None:
    store = Store()
    timeline = countdowns(60_000)
    whole = link(timeline, store)
    entries = dict(store.entries)
    for number, (name, packed) in enumerate(entries.items()):
        store.entries[name] = (packed[:-7], packed[:40] + b"?" + packed[41:], b"")[number % 3]

    assert link(timeline, store) == whole
    assert store.entries == entries


def test_an_object_that_changes_while_it_is_linked_is_never_written() -> None:
    body = assemble(session(1000), Sounds(), Store(), Encoding())
    other = encoded_shape(Shape(PAUSE.frames, ()), {}, Encoding(pause="silence"))

    with pytest.raises(RuntimeError, match="changed while it was linked"):
        replace(body, load=lambda key: other).write(io.BytesIO())


def test_progress_counts_distinct_objects() -> None:
    told: list[tuple[int, int]] = []

    assemble(
        countdowns(120_000), Sounds(), Store(), Encoding(), progress=lambda *now: told.append(now)
    )

    assert told == [(done, 6) for done in range(1, 7)]


def test_four_hours_take_no_more_memory_than_half_an_hour() -> None:
    class Nowhere(io.BytesIO):
        def write(self, data: "ReadableBuffer") -> int:
            return len(memoryview(data))

    filled = Store()

    def peak(timeline: Timeline) -> int:
        tracemalloc.start()
        body = assemble(timeline, Sounds(), filled, Encoding())
        body.write(Nowhere())
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return used

    short, long = countdowns(30 * 60_000), countdowns(240 * 60_000)
    link(short, filled)

    assert peak(long) < peak(short) + 2_000_000 < 5_000_000 < 115_000_000


def test_a_rendering_from_the_store_loads_neither_numpy_nor_the_encoder(tmp_path: Path) -> None:
    store = Store()
    link(session(5000, [(1000, TICK)]), store)
    script = """
import io, pickle, sys
from audioworkout.sound.mp3.assembling import assemble
from audioworkout.sound.mp3.lame import Encoding
from audioworkout.plan.segments import Tone
from audioworkout.plan.timeline import Event, Timeline
class Sounds:
    def key(self, sound): return sys.argv[2]
class Store:
    entries = pickle.load(open(sys.argv[1], 'rb'))
    def get(self, kind, key): return self.entries[kind, key]
timeline = Timeline('', 5000, (), (Event(1000, 80, Tone('tick')),), ())
assemble(timeline, Sounds(), Store(), Encoding()).write(io.BytesIO())
print(sorted({'numpy', 'scipy', 'lameenc', 'pydub', 'mutagen'} & set(sys.modules)))
"""
    entries = tmp_path / "entries"
    entries.write_bytes(pickle.dumps(store.entries))

    heavy = subprocess.check_output(
        [sys.executable, "-c", script, entries, Sounds().key(TICK)], text=True
    )

    assert heavy == "[]\n"


# --- mistakes ---


def test_sounds_that_pass_full_scale_together_are_turned_down() -> None:
    (block,) = mix([Clip(0, b"\xff\x7f" * 10), Clip(5, b"\xff\x7f" * 10)], 100)
    assert np.abs(np.frombuffer(block, "<i2")).max() <= 32768 * 10 ** (CEILING_DB / 20)


def test_a_sound_longer_than_its_place_is_refused() -> None:
    timeline = Timeline("", 5000, (), (Event(1000, 79, TICK),), ())

    with pytest.raises(ValueError, match="longer than the planned 79 ms"):
        assemble(timeline, Sounds(), Store(), Encoding())


@pytest.mark.parametrize("start", [-1, 4921])
def test_a_sound_outside_the_session_is_refused(start: int) -> None:
    with pytest.raises(ValueError, match="outside a session of 5000 ms"):
        assemble(session(5000, [(start, TICK)]), Sounds(), Store(), Encoding())


def test_a_rate_that_mp3_has_not_is_refused() -> None:
    with pytest.raises(ValueError, match="65 kbit/s"):
        Encoding(bitrate=65)
