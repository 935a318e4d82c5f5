"""Draw `docs/pictures/page.png`, an episode's page on a phone: python scripts/make_page_picture.py

Needs Chromium and Playwright (the `test` extra): a show is published, served and photographed.
"""

import shutil
import socket
import threading
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import uvicorn
from playwright.sync_api import sync_playwright

from audioworkout.ground.cache import Cache
from audioworkout.podcast.publish import publish
from audioworkout.podcast.server import application

FILE = Path(__file__).parent.parent / "docs" / "pictures" / "page.png"
SHOW = """\
title: Strength for runners
description: A circuit a week, hands-free.
author: Hill Runners
email: coach@example.org
link: https://example.org/strength/
episodes: [{workout: core, date: 2026-05-04, season: 1, number: 3}]
"""
WIDE, HIGH = 390, 690  # px
SHOWN = 205  # s into the session: the second round has begun
FLAGS = (
    "--no-sandbox",  # root, in a container
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
READY = "() => document.querySelector('audio').readyState > 2"
SEEK = f"document.querySelector('audio').currentTime = {SHOWN}"


def main() -> None:
    with TemporaryDirectory() as name, closing(socket.create_server(("127.0.0.1", 0))) as port:
        folder = Path(name) / "public"
        (Path(name) / "show.yaml").write_text(SHOW)
        publish(Path(name) / "show.yaml", folder, now=datetime.now(UTC), cache=Cache())
        server = uvicorn.Server(uvicorn.Config(application(folder), log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [port]})
        thread.start()
        try:
            photograph(f"http://127.0.0.1:{port.getsockname()[1]}/core.html")
        finally:
            server.should_exit = True
            thread.join()


def photograph(url: str) -> None:
    """Writes the picture of a page that plays."""
    with sync_playwright() as engines:
        browser = engines.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = browser.new_page(viewport={"width": WIDE, "height": HIGH}, device_scale_factor=2)
        page.goto(url)
        page.evaluate("document.querySelector('audio').load()")
        page.wait_for_function(READY)
        page.evaluate(SEEK)
        page.wait_for_timeout(500)
        page.screenshot(path=FILE)
        browser.close()


if __name__ == "__main__":
    main()
