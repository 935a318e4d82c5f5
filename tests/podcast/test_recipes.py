"""The recipes of docs/publishing.md: servers set up as it says, looked at as an app would."""

import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import socket
from time import monotonic, sleep
from typing import Any

import pytest
import yaml

from audioworkout.ground.diagnostics import Severity
from audioworkout.podcast.online import Finding, answers, audio, check, texts
from checkout import ROOT
from command import SHORT, run, start
from fences import blocks
from published import folder

RECIPES = (ROOT / "docs" / "publishing.md").read_text("utf-8")
E, W = Severity.ERROR, Severity.WARNING


def free_port() -> int:
    with closing(socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port


def show(root: Path, port: int) -> str:
    """A published show in a folder, with its feed's address at that port."""
    base = f"http://127.0.0.1:{port}/"
    root.mkdir()
    for name, content in folder(base).items():
        (root / name).write_bytes(content)
    (root / ".audioworkout.json").write_text("{}")
    return f"{base}feed.xml"


@contextmanager
def running(process: "subprocess.Popen[bytes]", port: int) -> Iterator[None]:
    """A server in a process of its own, from when it listens."""
    with process:
        try:
            late = monotonic() + 20
            while not listening(port):
                assert process.poll() is None, process.stderr and process.stderr.read()
                assert monotonic() < late
                sleep(0.02)
            yield
        finally:
            process.terminate()


def listening(port: int) -> bool:
    with closing(socket()) as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


NGINX = """\
daemon off;
master_process off;
pid {folder}/pid;
error_log stderr;
events {{ }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {server}
}}
"""


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("nginx", path="/usr/sbin:/usr/bin"), reason="no nginx here")
def test_nginx_as_the_recipe_sets_it_up(tmp_path: Path) -> None:
    port = free_port()
    url = show(tmp_path / "show", port)
    (server,) = blocks(RECIPES, "nginx")
    server = server.replace("listen 80;", f"listen 127.0.0.1:{port};")
    server = server.replace("/var/www/show", str(tmp_path / "show"))
    (tmp_path / "nginx.conf").write_text(NGINX.format(folder=tmp_path, server=server))
    nginx = shutil.which("nginx", path="/usr/sbin:/usr/bin") or ""
    words = (nginx, "-p", tmp_path, "-c", tmp_path / "nginx.conf")
    with running(subprocess.Popen(words, stderr=subprocess.PIPE), port):
        assert check(url) == ()
        hidden = url.replace("feed.xml", ".audioworkout.json")
        missing = Finding(E, hidden, "is not given out: 404 Not Found", answers.MISSING)
        assert check(hidden) == (missing,)


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("caddy"), reason="no Caddy here")
def test_caddy_as_the_recipe_sets_it_up(tmp_path: Path) -> None:
    port = free_port()
    url = show(tmp_path / "show", port)
    (site,) = blocks(RECIPES, "caddy")
    site = site.replace("show.example.org", f"http://127.0.0.1:{port}")
    site = site.replace("/var/www/show", str(tmp_path / "show"))
    (tmp_path / "Caddyfile").write_text("{\n\tadmin off\n}\n" + site)
    words = (shutil.which("caddy") or "", "run", "--config", tmp_path / "Caddyfile")
    home = {"HOME": str(tmp_path)}
    with running(subprocess.Popen(words, env=home, stderr=subprocess.PIPE), port):
        assert check(url) == ()
        hidden = url.replace("feed.xml", ".audioworkout.json")
        missing = Finding(E, hidden, "is not given out: 404 Not Found", answers.MISSING)
        assert check(hidden) == (missing,)


SHOW = """\
title: Morning
description: Ten minutes before breakfast.
author: A coach
email: coach@example.org
link: http://127.0.0.1:{port}/
also: [m4a]
episodes: [legs.yaml, core.yaml]
"""


@pytest.mark.slow
def test_what_the_program_publishes_by_its_own_server(tmp_path: Path) -> None:
    port = free_port()
    (tmp_path / "show.yaml").write_text(SHOW.format(port=port))
    for name in ("legs", "core"):
        (tmp_path / f"{name}.yaml").write_text(SHORT)
    how: dict[str, Any] = {"cache": tmp_path / "cache", "cwd": tmp_path}
    assert run("publish", "show.yaml", "--quiet", **how).code == 0
    with running(start("serve", "public", "--port", str(port), **how), port):
        assert check(f"http://127.0.0.1:{port}/feed.xml") == ()


def test_pythons_own_server_knows_no_ranges(tmp_path: Path) -> None:
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (as inherited)
            pass

    handler = partial(Quiet, directory=str(tmp_path / "show"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        url = show(tmp_path / "show", server.server_address[1])
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        found = check(url)
        server.shutdown()
    whole = "was asked for a range, and answers 200 OK with all of it"
    base = url.removesuffix("feed.xml")
    ranges = [Finding(E, f"{base}{name}.mp3", whole, audio.RANGES) for name in ("legs", "core")]
    assert [finding for finding in found if finding.severity is E] == ranges
    assert {finding.hint for finding in found if finding.severity is W} <= {
        answers.SHARED,
        texts.SERVED,
    }


def test_the_workflow_is_yaml_with_steps_in_order() -> None:
    (text,) = blocks(RECIPES, "yaml")
    workflow = yaml.safe_load(text)
    steps = workflow["jobs"]["publish"]["steps"]
    assert [step.get("uses") or step["run"].split()[0] for step in steps] == [
        "actions/checkout@v7",
        "actions/setup-python@v7",
        "actions/cache@v6",
        "pip",
        "audioworkout",
        "git",
        "actions/configure-pages@v6",
        "actions/upload-pages-artifact@v5",
        "actions/deploy-pages@v5",
    ]
    assert workflow["permissions"] == {"contents": "write", "pages": "write", "id-token": "write"}


@pytest.mark.skipif(sys.platform == "win32", reason="no POSIX shell")
@pytest.mark.parametrize("script", blocks(RECIPES, "sh"))
def test_shell_scripts_are_well_formed(script: str) -> None:
    subprocess.run(["sh", "-n"], input=script, text=True, check=True)


def test_every_kind_of_file_is_uploaded_and_the_feed_last() -> None:
    upload = next(script for script in blocks(RECIPES, "sh") if "aws s3 sync" in script)
    patterns = [line.split()[1].strip('"') for line in upload.splitlines() if line[:3] == "up "]
    assert patterns[-1] == "feed.xml"
    names = [*folder(""), "a.m4a", "a.opus", "index.html", "assets/a.1.css", "assets/a.1.js"]
    uploads = {name: [p for p in patterns if Path(name).match(p)] for name in names}
    assert {name: len(found) for name, found in uploads.items()} == dict.fromkeys(names, 1)
