import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from audioworkout.ground.cache import FOLDER_VARIABLE, Cache, Part, Usage, default_folder, digest

KEY = digest("squats")
OTHER = digest("lunges")
PAYLOAD = bytes(range(256)) * 4


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


def entry(cache: Cache) -> Path:
    (file,) = cache.folder.rglob("*.entry")
    return file


def test_what_is_put_is_got_by_another_process_too(cache: Cache) -> None:
    assert cache.get("clip", KEY) is None
    assert cache.length("clip", KEY) is None
    assert cache.put("clip", KEY, PAYLOAD)
    for reader in (cache, Cache(cache.folder)):
        assert reader.get("clip", KEY) == PAYLOAD
        assert reader.length("clip", KEY) == len(PAYLOAD)
        assert reader.get("object", KEY) is None
        assert reader.get("clip", OTHER) is None


def test_an_empty_payload_is_an_entry(cache: Cache) -> None:
    cache.put("clip", KEY, b"")
    assert (cache.get("clip", KEY), cache.length("clip", KEY)) == (b"", 0)


@pytest.mark.parametrize("place", [0, 7, 8, 15, 16, 47, 48, 500, -1])
def test_a_flipped_bit_anywhere_makes_an_entry_missing_until_it_is_made_again(
    cache: Cache, place: int
) -> None:
    cache.put("clip", KEY, PAYLOAD)
    content = bytearray(entry(cache).read_bytes())
    content[place] ^= 1
    entry(cache).write_bytes(content)
    assert cache.get("clip", KEY) is None
    cache.put("clip", KEY, PAYLOAD)
    assert cache.get("clip", KEY) == PAYLOAD


@pytest.mark.parametrize("kept", [0, 1, 47, 48, 500, 1071])
def test_a_truncated_entry_has_neither_payload_nor_length(cache: Cache, kept: int) -> None:
    cache.put("clip", KEY, PAYLOAD)
    content = entry(cache).read_bytes()
    assert len(content) == 1072
    entry(cache).write_bytes(content[:kept])
    assert (cache.get("clip", KEY), cache.length("clip", KEY)) == (None, None)


def test_an_entry_with_something_after_it_is_missing(cache: Cache) -> None:
    cache.put("clip", KEY, PAYLOAD)
    with entry(cache).open("ab") as file:
        file.write(b"x")
    assert (cache.get("clip", KEY), cache.length("clip", KEY)) == (None, None)


def test_an_entry_under_another_name_or_kind_is_missing(cache: Cache) -> None:
    cache.put("clip", KEY, PAYLOAD)
    source = cache.folder / "clip" / KEY[:2] / f"{KEY}.entry"
    for kind, key in (("clip", OTHER), ("object", KEY)):
        copy = cache.folder / kind / key[:2] / f"{key}.entry"
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(source.read_bytes())
        assert cache.get(kind, key) is None


def test_a_folder_in_an_entrys_place_costs_time_only(cache: Cache) -> None:
    (cache.folder / "clip" / KEY[:2] / f"{KEY}.entry").mkdir(parents=True)
    assert not cache.put("clip", KEY, PAYLOAD)
    assert (cache.get("clip", KEY), cache.length("clip", KEY)) == (None, None)
    assert list(cache.folder.rglob("*.tmp")) == []


def test_a_folder_that_cannot_be_made_is_told_and_not_raised(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    cache = Cache(tmp_path / "file" / "cache")
    assert cache.problem is None
    assert not cache.put("clip", KEY, PAYLOAD)
    assert cache.problem == f"{cache.folder}: Not a directory"
    assert (cache.get("clip", KEY), cache.length("clip", KEY)) == (None, None)
    assert (cache.stats(), cache.clear()) == ({}, Usage())


def test_a_read_only_folder_still_gives_what_it_has(cache: Cache) -> None:
    cache.put("clip", KEY, PAYLOAD)
    folders = [cache.folder, *(path for path in cache.folder.rglob("*") if path.is_dir())]
    for folder in folders:
        folder.chmod(0o500)
    try:
        if os.access(cache.folder, os.W_OK):
            pytest.skip("this user writes everywhere")
        assert not cache.put("clip", OTHER, PAYLOAD)
        assert "Permission denied" in str(cache.problem)
        assert cache.get("clip", KEY) == PAYLOAD
    finally:
        for folder in folders:
            folder.chmod(0o700)


@pytest.mark.parametrize(
    ("number", "words"), [(errno.ENOSPC, "No space left"), (errno.EROFS, "Read-only")]
)
def test_a_disk_that_fails_while_writing_leaves_nothing_behind(
    cache: Cache, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    def fail(path: Path, target: Path) -> Path:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Path, "replace", fail)
    assert not cache.put("clip", KEY, PAYLOAD)
    assert words in str(cache.problem)
    assert [path for path in cache.folder.rglob("*") if path.is_file()] == []


FULL = """
import resource, sys
from pathlib import Path
from audioworkout.ground.cache import Cache, digest
resource.setrlimit(resource.RLIMIT_FSIZE, (500, 500))
cache = Cache(Path(sys.argv[1]))
print(cache.put("clip", digest(1), bytes(400)), cache.put("clip", digest(2), bytes(5000)))
print(len(cache.get("clip", digest(1))), cache.get("clip", digest(2)))
print(sum(path.is_file() for path in cache.folder.rglob("*")))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="has no limit on a file's size")
def test_a_write_that_stops_halfway_is_no_entry(cache: Cache) -> None:
    command = [sys.executable, "-c", FULL, str(cache.folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == "True False\n400 None\n1\n"


WRITER = """
import sys
from pathlib import Path
from audioworkout.ground.cache import Cache, digest
cache = Cache(Path(sys.argv[1]))
for turn in range(60):
    for number in range(5):
        key, data = digest(number), bytes([number]) * 20_000
        assert cache.put("clip", key, data)
        assert cache.get("clip", key) == data
"""


def test_processes_that_write_the_same_entries_at_once_never_read_half_of_one(
    cache: Cache,
) -> None:
    command = [sys.executable, "-c", WRITER, str(cache.folder)]
    writers = [subprocess.Popen(command) for _ in range(3)]
    assert [writer.wait() for writer in writers] == [0, 0, 0]
    assert cache.stats() == {"clip": Usage(5, 5 * 20_048)}
    assert list(cache.folder.rglob("*.tmp")) == []


def test_the_least_recently_used_go_first_and_the_limit_holds(tmp_path: Path) -> None:
    cache = Cache(tmp_path, limit=10 * 1048)
    keys = [digest(number) for number in range(10)]
    for age, key in enumerate(keys):
        cache.put("clip", key, bytes(1000))
        path = tmp_path / "clip" / key[:2] / f"{key}.entry"
        os.utime(path, (1_000_000 + age, 1_000_000 + age))
    cache.length("clip", keys[0])
    cache.get("clip", keys[1])
    cache.put("clip", KEY, bytes(1000))
    held = [key for key in keys if cache.length("clip", key) is not None]
    assert held == [keys[0], keys[1], *keys[5:]]
    assert cache.get("clip", KEY) == bytes(1000)


def test_many_puts_stay_within_the_limit(tmp_path: Path) -> None:
    cache = Cache(tmp_path, limit=50_000)
    for number in range(200):
        cache.put("clip", digest(number), bytes(1000))
        held = sum(path.stat().st_size for path in tmp_path.rglob("*.entry"))
        assert held <= 50_000
    assert held > 30_000


def test_what_is_larger_than_the_limit_is_not_kept(tmp_path: Path) -> None:
    cache = Cache(tmp_path, limit=100)
    cache.put("clip", KEY, PAYLOAD)
    assert cache.get("clip", KEY) is None


def test_eviction_removes_what_a_dead_process_left_and_spares_the_living(tmp_path: Path) -> None:
    cache = Cache(tmp_path, limit=2000)
    cache.put("clip", KEY, bytes(500))
    dead, living = (entry(cache).parent / f"{OTHER}.{pid}-0.tmp" for pid in (1, 2))
    dead.write_bytes(b"x")
    living.write_bytes(b"x")
    os.utime(dead, (1_000_000, 1_000_000))
    cache.put("clip", OTHER, bytes(1500))
    assert (dead.exists(), living.exists()) == (False, True)


def test_clear_removes_what_the_cache_made_and_nothing_else(cache: Cache) -> None:
    cache.put("clip", KEY, PAYLOAD)
    cache.put("object", KEY, PAYLOAD)
    shard = cache.folder / "clip" / KEY[:2]
    (shard / f"{OTHER}.77-1.tmp").write_bytes(b"left behind")
    foreign = [shard / "notes.txt", cache.folder / "README", cache.folder / "clip" / "x.entry"]
    for path in foreign:
        path.write_text("mine")
    assert cache.stats() == {"clip": Usage(1, 1072), "object": Usage(1, 1072)}
    assert cache.clear() == Usage(2, 2155)
    assert sorted(path for path in cache.folder.rglob("*") if path.is_file()) == sorted(foreign)
    assert not (cache.folder / "object").exists()
    assert cache.stats() == {}


def test_clear_does_not_follow_a_link_out_of_the_folder(cache: Cache, tmp_path: Path) -> None:
    outside = Cache(tmp_path / "outside")
    outside.put("clip", KEY, PAYLOAD)
    cache.folder.mkdir()
    (cache.folder / "clip").symlink_to(outside.folder / "clip")
    assert cache.clear() == Usage()
    assert outside.get("clip", KEY) == PAYLOAD


def test_keys_tell_apart_what_differs_in_type_or_boundary() -> None:
    parts: list[tuple[Part, ...]] = [
        ("ab", "c"), ("a", "bc"), ("abc",), (("ab", "c"),), ("ab", b"c"), ("ab", "c", None),
        (1,), (True,), (1.0,), ("1",), (b"1",), ((1,),), (None,), ("",), (b"",), ((),), (),
        (-1,), (256,), (0.1,), (0.1 + 1e-16,), (65.0,),
    ]  # fmt: skip
    assert len({digest(*part) for part in parts}) == len(parts)
    assert digest("a", 1) == digest("a", 1)


@pytest.mark.parametrize(
    ("kind", "key"), [("clip", "../../x"), ("../clip", KEY), ("clip", KEY.upper())]
)
def test_a_name_that_could_leave_the_folder_is_refused(cache: Cache, kind: str, key: str) -> None:
    with pytest.raises(ValueError, match="no cache entry"):
        cache.get(kind, key)


def test_the_environment_names_the_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "named"))
    assert Cache().folder == default_folder() == tmp_path / "named"
    monkeypatch.delenv(FOLDER_VARIABLE)
    assert default_folder().name == "audioworkout"


def test_reading_the_cache_imports_no_numerics(cache: Cache) -> None:
    code = "import sys, audioworkout.ground.cache as c; c.Cache(); print('numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
