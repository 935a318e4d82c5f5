"""`audioworkout serve`: what it takes, what it says, how it ends, and the code for the phone."""

import errno
import io
import json
import re
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest
from PIL import Image
from rich.console import Console
from rich.text import Text

from audioworkout.cli import qr, temporary_show
from audioworkout.cli.serve import serve
from audioworkout.ground.diagnostics import WorkoutError
from audioworkout.podcast import server, shows
from audioworkout.podcast.server import addresses
from command import SHORT, run, start
from served import AUDIO, Running, publish

URL = "http://192.168.178.100:65535/"  # as long as they get
ALONE = "on this machine alone; `--lan` is for the phones on the same network\n"

pytestmark = pytest.mark.slow  # most of them run the program


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return publish(tmp_path / "public")


@contextmanager
def served(*arguments: str | Path, cache: Path) -> Iterator[tuple["subprocess.Popen[bytes]", str]]:
    """The command while it serves, and its base URL; then SIGTERM ends it in order."""
    process = start("serve", "--port", "0", *arguments, cache=cache)
    assert process.stdout
    try:
        url = process.stdout.readline().decode().partition(" ")[0]
        assert url.startswith("http://"), process.communicate()
        yield process, url
        process.terminate()
        assert process.wait(60) == 0
    finally:
        process.kill()
        process.communicate()


def body(url: str) -> bytes:
    with urlopen(url, timeout=20) as answer:
        found: bytes = answer.read()
        return found


# From start to end


@pytest.mark.parametrize(
    ("ends", "told"), [((signal.SIGTERM, 0), ""), ((signal.SIGINT, 130), "interrupted\n")]
)
def test_what_it_prints(
    folder: Path, cache: Path, ends: tuple[signal.Signals, int], told: str
) -> None:
    process = start("serve", "--port", "0", "--log", folder, cache=cache, bufsize=0)
    assert process.stdout
    first = process.stdout.readline().decode()
    url = first.partition(" ")[0]
    body(f"{url}legs.vtt")
    process.send_signal(ends[0])
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err.decode()) == (ends[1], told)
    rest = out.decode().splitlines(keepends=True)
    assert first == f"{url}  for a browser\n"
    assert rest[:3] == [f"{url}feed.xml  for a podcast app\n", ALONE, "Ctrl-C ends it\n"]
    (line,) = rest[3:]
    assert re.fullmatch(r"\S+ 127\.0\.0\.1 GET /legs\.vtt 200 43\n", line)


def test_the_folder_here_without_being_told(folder: Path, cache: Path) -> None:
    process = start("serve", "--port", "0", cache=cache, cwd=folder.parent, bufsize=0)
    assert process.stdout
    url = process.stdout.readline().decode().partition(" ")[0]
    assert body(f"{url}core.mp3") == AUDIO["core.mp3"]
    process.terminate()
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, b"")
    assert b"GET" not in out  # nobody asked for lines


def test_a_download_is_given_time_to_end(folder: Path, cache: Path) -> None:
    with (folder / "big.mp3").open("wb") as file:
        file.truncate(30_000_000)
    with served(folder, cache=cache) as (process, url):
        connection = Running(int(url.rstrip("/").rpartition(":")[2])).connect()
        connection.sendall(b"GET /big.mp3 HTTP/1.0\r\n\r\n")
        got = len(connection.recv(1000).partition(b"\r\n\r\n")[2])
        process.send_signal(signal.SIGTERM)
        with connection:
            while data := connection.recv(1 << 20):
                got += len(data)
        assert got == 30_000_000


def test_who_does_not_read_does_not_hold_up_the_end(folder: Path, cache: Path) -> None:
    with (folder / "big.mp3").open("wb") as file:
        file.truncate(200_000_000)
    with served(folder, cache=cache) as (_, url):
        idle = Running(int(url.rstrip("/").rpartition(":")[2])).connect()
        idle.sendall(b"GET /big.mp3 HTTP/1.0\r\n\r\n")
        assert idle.recv(1)
    idle.close()


def test_workouts_as_a_show_that_is_gone_afterwards(tmp_path: Path, cache: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    (tmp_path / "short.yaml").write_text(SHORT)
    names = ("short.yaml", "first-fifteen")
    more = {"TMPDIR": str(scratch)}
    process = start("serve", "--port", "0", *names, cache=cache, more=more, cwd=tmp_path)
    assert process.stdout
    url = process.stdout.readline().decode().partition(" ")[0]
    feed = body(f"{url}feed.xml").decode()
    pieces = sorted(re.findall(r'<enclosure url="([^"]*)" length="(\d+)"', feed))
    assert [link for link, _ in pieces] == [f"{url}first-fifteen.mp3", f"{url}short.mp3"]
    assert [len(body(link)) for link, _ in pieces] == [int(size) for _, size in pieces]
    assert b"Short" in body(url)
    assert len(list(scratch.iterdir())) == 1
    process.terminate()
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err.decode()) == (0, "")
    assert list(scratch.iterdir()) == []


# What is refused


def test_refusals(folder: Path, cache: Path) -> None:
    here = folder.parent
    (here / "plain").mkdir()
    (here / "short.yaml").write_text(SHORT)
    (here / "wrong.yaml").write_text("title: Wrong\nworkout:\n  - exercise: squats\n    wrk: 40s\n")
    (here / "show.yaml").write_text("title: Legs\nepisodes: short.yaml\n")
    tries = {
        ("plain",): "plain: this is no published show, which has a feed.xml and a"
        " .audioworkout.json; `audioworkout publish SHOW.yaml -o plain` writes one",
        ("public", "short.yaml"): "public: this is a folder; serve it alone, or workouts",
        ("absent.yaml",): "absent.yaml: there is no such file",
        ("-",): "`serve` takes workouts by file or name, not from standard input",
        ("show.yaml",): "show.yaml: this is a show; `audioworkout publish show.yaml` writes it"
        " into a folder, which `serve` takes",
    }
    for arguments, message in tries.items():
        done = run("serve", *arguments, cache=cache, cwd=here)
        assert (done.code, done.out, done.err) == (1, b"", f"error: {message}\n")
    done = run("serve", "wrong.yaml", cache=cache, cwd=here)
    assert (done.code, done.err.splitlines()[0][:33]) == (1, "wrong.yaml:4:5: error: unknown ke")
    done = run("serve", cache=cache, cwd=here / "plain")
    assert done.err == (
        "error: there is no published show in `public` here; name a folder that `audioworkout"
        " publish` wrote, or workouts, as in `audioworkout serve core`\n"
    )


def test_a_port_that_is_taken(folder: Path, cache: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = run("serve", "--port", str(port), folder, cache=cache)
    assert done.code == 1
    told = rf"error: port {port} is taken by another program; `--port (\d+)` is free\n"
    found = re.fullmatch(told, done.err)
    assert found
    assert port < int(found[1]) <= port + addresses.TRIED


def test_a_port_that_is_taken_on_the_other_loopback() -> None:
    """Else `localhost` would lead some programs here and others there."""
    listening = server.listen(0, lan=False)
    if len(listening.sockets) < 2:
        listening.close()
        pytest.skip("this machine has no IPv6 loopback")
    listening.sockets[0].close()
    with pytest.raises(WorkoutError, match=f"port {listening.port} is taken by another program"):
        server.listen(listening.port, lan=False)
    listening.close()


@pytest.mark.parametrize(
    ("code", "message"),
    [
        (errno.EACCES, "port 80 is reserved to the system; `--port 8000` is not"),
        (errno.EADDRNOTAVAIL, "cannot listen on 127.0.0.1, port 80: Cannot assign"),
    ],
)
def test_ports_that_cannot_be_had(monkeypatch: pytest.MonkeyPatch, code: int, message: str) -> None:
    def refused(*_: object) -> None:
        raise OSError(code, "Cannot assign")

    monkeypatch.setattr(socket.socket, "bind", refused)
    with pytest.raises(WorkoutError) as found:
        server.listen(80, lan=False)
    assert str(found.value) == message


# On the network


@pytest.mark.parametrize(
    ("address", "lines"),
    [
        (
            "192.168.0.7",
            "http://192.168.0.7:PORT/  for a browser, here also http://127.0.0.1:PORT/\n"
            "http://192.168.0.7:PORT/feed.xml  for a podcast app\n"
            "anybody on this network can download it as long as it runs, unencrypted\n",
        ),
        (
            None,
            "http://127.0.0.1:PORT/  for a browser\n"
            "http://127.0.0.1:PORT/feed.xml  for a podcast app\n"
            "this machine is on no network: only itself can see it\n",
        ),
        (
            "9.9.9.9",
            "http://9.9.9.9:PORT/  for a browser, here also http://127.0.0.1:PORT/\n"
            "http://9.9.9.9:PORT/feed.xml  for a podcast app\n"
            "this is a public address: anybody on the internet can download it, unless a\n"
            "firewall is between\n",
        ),
    ],
)
def test_what_lan_means(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    folder: Path,
    address: str | None,
    lines: str,
) -> None:
    """All but the serving itself, into a pipe: there is no code for a camera in it."""
    bound: list[str] = []

    def served(_: Path, listening: server.Listening, **__: object) -> None:
        bound.extend(each.getsockname()[0] for each in listening.sockets)
        lines = capsys.readouterr().out
        print(lines.replace(str(listening.port), "PORT"), end="")

    monkeypatch.setattr(addresses, "lan_address", lambda: address)
    monkeypatch.setattr(server, "run", served)
    serve([str(folder)], port=0, lan=True)
    assert bound[0] == "0.0.0.0"
    assert set(bound[1:]) <= {"::1"}  # IPv6 addresses are often open to the internet
    assert capsys.readouterr().out == f"{lines}Ctrl-C ends it\n"


def test_the_address_is_this_machines() -> None:
    address = addresses.lan_address()
    if address is None:
        pytest.skip("this machine is on no network")
    with socket.create_server((address, 0)):
        pass


# The code


def painted(text: Text, halves: bool) -> Image.Image:
    """What a terminal shows, a module a square of 4 pixels."""
    rows = list(text.split("\n"))
    width = rows[0].cell_len // (1 if halves else 2)
    image = Image.new("RGB", (width, len(rows) * (2 if halves else 1)), "gray")
    console = Console(color_system="truecolor")
    for y, row in enumerate(rows):
        for x in range(width):
            at = x if halves else 2 * x
            style = row.get_style_at_offset(console, at)
            assert style.color or not halves
            assert style.bgcolor
            ground = style.bgcolor.get_truecolor()
            if not halves:
                image.putpixel((x, y), tuple(ground))
                continue
            assert style.color
            ink = style.color.get_truecolor()
            upper, lower = {"█": (1, 1), "▀": (1, 0), "▄": (0, 1), " ": (0, 0)}[row.plain[at]]
            image.putpixel((x, 2 * y), tuple(ink if upper else ground))
            image.putpixel((x, 2 * y + 1), tuple(ink if lower else ground))
    return image.resize((image.width * 4, image.height * 4), Image.Resampling.NEAREST)


class Latin(io.StringIO):
    """A terminal that has no half blocks."""

    encoding = "latin-1"


def printed(
    url: str, file: io.StringIO | None = None, width: int = 80, colours: str | None = "256"
) -> str:
    file = file or io.StringIO()
    console = Console(
        file=file,
        force_terminal=True,
        color_system=colours,  # type: ignore[arg-type]  # its Literal has no name
        width=width,
        legacy_windows=False,
        _environ={},
    )
    qr.print_code(url, console)
    return file.getvalue()


@pytest.mark.parametrize("url", [URL, "http://10.0.0.2:80/", "http://my-computer.local:8000/"])
@pytest.mark.parametrize(("file", "halves"), [(io.StringIO, True), (Latin, False)])
def test_a_camera_reads_it(url: str, file: Callable[[], io.StringIO], halves: bool) -> None:
    zxingcpp = pytest.importorskip("zxingcpp")
    shown = printed(url, file())
    image = painted(Text.from_ansi(shown.rstrip("\n")), halves)
    assert [found.text for found in zxingcpp.read_barcodes(image)] == [url]
    assert image.getpixel((0, 0)) == (255, 255, 255)
    if not halves:
        assert shown.isascii()


def test_it_fits_a_small_terminal() -> None:
    lines = Text.from_ansi(printed(URL)).plain.rstrip("\n").split("\n")
    assert {len(line) for line in lines} == {33}
    assert len(lines) == 17  # and four lines above, one below: 22 of 24


@pytest.mark.parametrize(
    ("width", "file", "colours", "seen"),
    [
        (33, io.StringIO, "256", True),
        (32, io.StringIO, "256", False),
        (80, io.StringIO, None, True),
        (80, Latin, None, False),
        (66, Latin, "standard", True),
        (65, Latin, "standard", False),
    ],
)
def test_no_code_where_none_would_be_seen(
    width: int, file: Callable[[], io.StringIO], colours: str | None, seen: bool
) -> None:
    assert bool(printed(URL, file(), width, colours)) == seen


# Workouts as a show


def test_file_names_for_the_web() -> None:
    given = ("a/Legs & Core.yaml", "b/legs-core.yaml", "тренировка.yaml", "index", "💪.yaml")
    assert temporary_show.slugs(given) == (
        "legs-core",
        "legs-core-2",
        "trenirovka",
        "index-2",
        "workout",
    )


def test_a_show_of_what_may_be_called_anything(tmp_path: Path) -> None:
    title = "A: 'b' \"c\" <d> & #e ‮f 💪 {g}"
    odd = tmp_path / "[a]*: #b & 'c'.yaml"
    odd.write_text(
        f"title: {json.dumps(title, ensure_ascii=False)}\nlanguage: de\nworkout:\n  - 20s squats\n"
    )
    (tmp_path / "show.yaml").write_text(
        temporary_show.show_text([str(odd)], "http://127.0.0.1:8000/")
    )
    _, show, problems = shows.read_show(tmp_path / "show.yaml")
    assert problems == ()
    assert (show.link, show.language) == ("http://127.0.0.1:8000/", "de")
    assert show.title == title.replace("‮", "")
    assert [entry.workout for entry in show.entries] == [str(odd)]
