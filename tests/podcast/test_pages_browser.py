"""Pages in a real browser: they play, seek, and ask nobody else for anything."""

import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

import audioworkout
from audioworkout.ground.cache import FOLDER_VARIABLE
from audioworkout.plan.export.subtitles import srt, vtt
from audioworkout.plan.timeline import Timeline
from audioworkout.podcast.pages import assets, episode_page, show_page
from audioworkout.podcast.shows.model import ASSETS, Episode
from audioworkout.voices import casting
from checkout import ROOT
from fake import FakeVoice
from sample_show import (
    HOSTILE,
    episode,
    hostile_episode,
    hostile_session,
    hostile_show,
    on,
    tips,
)

playwright = pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium (Debian: chromium)"),
]

COVER = ROOT / "audio_assets" / "cover.jpg"
PLAN = """\
title: Core
workout:
  - 2 rounds:
      - 20s push-ups
      - rest 10s
      - 15s side plank per side
cooldown:
  - 30s walk
"""
FLAGS = (
    "--no-sandbox",  # root, in a container
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-default-apps",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
PHONE = {"width": 390, "height": 844}
SCREEN = {"width": 1280, "height": 900}


@dataclass
class Site:
    """A published folder behind a server; `facts` of its one episode."""

    url: str
    session: Timeline
    facts: Episode


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("public")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv(FOLDER_VARIABLE, str(tmp_path_factory.mktemp("cache")))
        patched.setattr(casting, "find_voice", lambda spec, folder: FakeVoice())
        session = audioworkout.compile_text(PLAN)
        session.save(folder / "core.mp3")
    facts = replace(episode("core", session.timeline, 3), alternates=())
    with serving(folder) as url:
        _write(folder, url, session.timeline, facts)
        yield Site(url, session.timeline, facts)


def _write(folder: Path, url: str, session: Timeline, facts: Episode) -> None:
    show, small = on(url), "core-0a1b2c3d-small.jpg"
    other = replace(facts, slug="other", page="core.html", title="Another one")
    page = episode_page(show, facts, session, tips(session), small, newer=other)
    (folder / "core.html").write_text(page, encoding="utf-8")
    strange = hostile_session(session)
    facts_of = replace(hostile_episode("hostile", strange), audio=facts.audio, vtt=facts.vtt)
    page = episode_page(
        hostile_show(url), facts_of, strange, {HOSTILE: (HOSTILE,)}, small, facts_of, facts_of
    )
    (folder / "hostile.html").write_text(page, encoding="utf-8")
    (folder / "index.html").write_text(show_page(show, ((facts, small),), small), encoding="utf-8")
    (folder / small).write_bytes(COVER.read_bytes())
    (folder / "core.vtt").write_text(vtt(session), encoding="utf-8")
    (folder / "core.srt").write_text(srt(session), encoding="utf-8")
    (folder / ASSETS).mkdir()
    for name, content in assets().items():
        (folder / ASSETS / name).write_bytes(content)


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The folder on a free port of this machine, with ranges; its URL."""
    import uvicorn

    from audioworkout.podcast.server import application

    app = application(folder)
    with socket.create_server(("127.0.0.1", 0)) as port:
        server = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [port]})
        thread.start()
        yield f"http://127.0.0.1:{port.getsockname()[1]}/"
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
"""


@dataclass
class Visit:
    """An open page, and all that went wrong on it."""

    page: Any
    wrong: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def listen(self) -> None:
        def failed(request: Any) -> None:
            # A player takes as much of a recording as it needs, and hangs up.
            if (request.resource_type, request.failure) != ("media", "net::ERR_ABORTED"):
                self.wrong.append(f"{request.url} {request.failure}")

        def answered(answer: Any) -> None:
            if answer.status >= 400:
                self.wrong.append(f"{answer.url} {answer.status}")

        self.page.on("console", lambda line: self.wrong.append(f"{line.type} {line.text}"))
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("requestfailed", failed)
        self.page.on("response", answered)
        self.page.on("request", lambda request: self.asked.append(request.url))

    def do(self, script: str) -> Any:
        return self.page.evaluate(script)

    def time(self) -> float:
        return float(self.do("document.querySelector('audio').currentTime"))

    def until(self, script: str) -> None:
        """Waits until an expression is true: by asking, since the policy forbids to poll inside."""
        for _ in range(400):
            if self.do(script):
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"it never came true: {script}")

    def at(self, seconds: float) -> None:
        """Waits until the recording is there, to half a second."""
        self.until(f"Math.abs(document.querySelector('audio').currentTime - {seconds}) < 0.5")

    def shown(self, selector: str) -> str:
        return str(self.page.locator(selector).inner_text())


Open = Callable[..., Visit]


@pytest.fixture
def visit(chromium: Any, site: Site) -> Iterator[Open]:
    contexts = []
    visits = []

    def opened(name: str = "core.html", **options: Any) -> Visit:
        context = chromium.new_context(viewport=options.pop("viewport", PHONE), **options)
        contexts.append(context)
        context.add_init_script(WATCH)
        made = Visit(context.new_page())
        visits.append(made)
        made.listen()
        made.page.goto(site.url + name)
        if options.get("java_script_enabled", True) and name != "index.html":
            made.until("document.querySelector('audio').readyState > 0")
            made.do("document.querySelector('audio').muted = true")
        return made

    yield opened
    for made in visits:
        assert made.wrong == []
        assert made.do("window.violations ?? []") == []
        assert [url for url in made.asked if not url.startswith(site.url)] == []
    for context in contexts:
        context.close()


def chapter(site: Site, number: int) -> float:
    return site.facts.chapters[number].start / 1000


# Playing


def test_the_cursor_moves_while_it_plays(visit: Open) -> None:
    page = visit()
    cursor = "document.querySelector('.narrow .cursor').getBoundingClientRect()"
    before = page.do(f"{cursor}.x")
    page.page.get_by_role("button", name="Play", exact=True).click()
    page.until("document.querySelector('audio').currentTime > 1.5")
    assert page.do(f"{cursor}.x") > before
    page.page.get_by_role("button", name="Pause", exact=True).click()
    page.until("document.querySelector('audio').paused")


def test_the_cursor_stands_at_its_share_of_the_plot(visit: Open) -> None:
    page = visit(viewport=SCREEN)
    page.do(
        "document.querySelector('audio').currentTime = document.querySelector('audio').duration / 2"
    )
    page.until("document.querySelector('.cursor').getAttribute('transform') !== 'translate(16 0)'")
    middle, plot = page.do(
        """(() => {
          const path = document.querySelector(".broad .cursor path").getBoundingClientRect();
          const plot = document.querySelector(".broad .aw-plot").getBoundingClientRect();
          return [path.x + path.width / 2, [plot.x, plot.width]];
        })()"""
    )
    assert middle == pytest.approx(plot[0] + plot[1] / 2, abs=1.5)


def test_a_chapter_plays_from_its_second(visit: Open, site: Site) -> None:
    page = visit()
    page.page.locator("[data-rows=chapters] a").nth(3).click()
    page.until("!document.querySelector('audio').paused")
    assert chapter(site, 3) - 0.5 < page.time() < chapter(site, 3) + 2
    page.do("document.querySelector('audio').pause()")
    page.at(chapter(site, 3) + 0.4)
    current = page.page.locator("[data-rows=chapters] [aria-current]")
    assert current.all_inner_texts() == [
        page.page.locator("[data-rows=chapters] a").nth(3).inner_text()
    ]
    assert page.page.url.endswith("core.html")


def test_a_click_in_the_picture_seeks(visit: Open, site: Site) -> None:
    page = visit()
    plot = page.page.locator(".narrow .aw-plot").bounding_box()
    page.page.mouse.click(plot["x"] + plot["width"] * 0.75, plot["y"] + plot["height"] / 2)
    page.at(site.session.length / 1000 * 0.75)


def test_what_is_now_and_next(visit: Open, site: Site) -> None:
    page = visit()
    page.do(f"document.querySelector('audio').currentTime = {chapter(site, 1) + 5}")
    page.until("document.querySelector('.left').textContent === '0:15'")
    assert page.shown(".chapter") == "Round 1 of 2 · push-ups"
    assert page.shown(".what").lower() == "push-ups"
    assert page.shown(".then") == "Next: rest 0:10 → side plank, left 0:15"
    assert page.page.locator("[aria-current=step]").count() == 1
    assert page.page.locator("[aria-live]").count() == 0


def test_what_is_said_can_be_read(visit: Open) -> None:
    page = visit()
    page.page.keyboard.press("k")
    page.until("document.querySelector('.said').textContent === 'Core.'")


def test_keys(visit: Open, site: Site) -> None:
    page = visit()
    press = page.page.keyboard.press
    press("ArrowRight")
    page.at(10)
    press("ArrowRight")
    page.at(20)
    press("ArrowLeft")
    page.at(10)
    press("n")
    page.at(chapter(site, 1))
    press("Shift+ArrowRight")
    page.at(chapter(site, 2))
    press("p")
    page.at(chapter(site, 1))
    press("Shift+ArrowLeft")
    page.at(0)
    for key in ("Space", "k"):
        press(key)
        page.until("!document.querySelector('audio').paused")
        press(key)
        page.until("document.querySelector('audio').paused")
    assert page.do("scrollY") == 0


def test_keys_of_the_browser_and_of_controls_stay_theirs(visit: Open) -> None:
    page = visit()
    page.page.keyboard.press("Control+ArrowRight")
    page.page.locator("#feed").focus()
    page.page.keyboard.press("k")
    page.page.keyboard.press("ArrowRight")
    page.page.locator("summary").focus()
    page.page.keyboard.press("Space")
    page.until("document.querySelector('details').open")
    assert page.do("document.querySelector('audio').paused")
    assert page.time() == 0


def test_every_control_is_reached_by_tab_and_shows_it(visit: Open) -> None:
    page = visit()
    for name in ("previous", "back", "play", "forward", "next"):
        while page.do("document.activeElement.dataset?.do") != name:
            page.page.keyboard.press("Tab")
        outline = page.do("getComputedStyle(document.activeElement).outlineWidth")
        assert outline == "3px"


def test_buttons_move_by_ten_seconds_and_by_chapters(visit: Open, site: Site) -> None:
    page = visit()
    for name, seconds in (
        ("Forward 10 seconds", 10.0),
        ("Back 10 seconds", 0.0),
        ("Next chapter", chapter(site, 1)),
        ("Previous chapter", 0.0),
    ):
        page.page.get_by_role("button", name=name, exact=True).click()
        page.at(seconds)


def test_the_place_is_kept(visit: Open) -> None:
    page = visit()
    page.do("document.querySelector('audio').currentTime = 42")
    page.at(42)
    page.page.keyboard.press("k")
    page.until("document.querySelector('audio').currentTime > 42.1")
    page.page.keyboard.press("k")
    page.until("localStorage.length === 1")
    page.page.reload()
    page.until("document.querySelector('audio').currentTime > 41.9")
    page.do("document.querySelector('audio').currentTime = 1e6")
    page.page.keyboard.press("k")
    page.until("localStorage.length === 0")


def test_a_browser_that_keeps_nothing_plays(chromium: Any, site: Site) -> None:
    context = chromium.new_context()
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('no'); }});"
    )
    made = Visit(context.new_page())
    made.listen()
    made.page.goto(site.url + "core.html")
    made.until("document.querySelector('audio').readyState > 0")
    made.page.keyboard.press("ArrowRight")
    made.at(10)
    assert made.wrong == []
    context.close()


def test_the_lock_screen_is_told(visit: Open, site: Site) -> None:
    page = visit()
    page.page.keyboard.press("n")
    page.at(chapter(site, 1))
    page.until("navigator.mediaSession.metadata.title.startsWith('Round 1')")
    assert page.do(
        "(({title, artist, album, artwork}) => [title, artist, album, artwork[0].src])"
        "(navigator.mediaSession.metadata)"
    ) == [
        "Round 1 of 2 · push-ups",
        "Core",
        "Legs & Core",
        site.url + "core-0a1b2c3d-small.jpg",
    ]


def test_the_feeds_address_is_copied(visit: Open, site: Site) -> None:
    page = visit("index.html", permissions=["clipboard-read", "clipboard-write"])
    page.page.get_by_role("button", name="Copy").click()
    page.until("document.querySelector('[role=status]').textContent === 'Copied'")
    assert page.do("navigator.clipboard.readText()") == site.url + "feed.xml"


# Without JavaScript


def test_without_javascript(visit: Open, site: Site) -> None:
    page = visit(java_script_enabled=False).page
    page.wait_for_load_state("networkidle")
    for selector in (".now", ".transport", ".keys", ".copy button"):
        assert not page.locator(selector).is_visible()
    assert page.locator("audio").is_visible()
    assert page.locator("noscript p").is_visible()
    assert page.locator(".narrow svg").is_visible()
    place = page.locator("audio").bounding_box()
    assert place["height"] >= 40
    link = page.locator("[data-rows=chapters] a").nth(2)
    assert link.get_attribute("href") == f"core.mp3#t={chapter(site, 2):g}"
    link.click()
    page.wait_for_url("**/core.mp3#t=*")


def test_a_link_with_a_time_opens_the_recording_there(chromium: Any, site: Site) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{site.url}core.mp3#t={chapter(site, 2):g}")
    page.wait_for_function("document.querySelector('video').currentTime > 0")
    at = page.evaluate("document.querySelector('video').currentTime")
    assert abs(at - chapter(site, 2)) < 0.5
    context.close()


# For everybody


@pytest.mark.parametrize("viewport", [PHONE, SCREEN], ids=["phone", "screen"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["core.html", "index.html"])
def test_axe_finds_nothing(visit: Open, name: str, scheme: str, viewport: dict[str, int]) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = visit(name, color_scheme=scheme, viewport=viewport, reduced_motion="reduce")
    if name == "core.html":
        page.do("document.querySelector('details').open = true")
        page.page.keyboard.press("n")
    found = Axe().run(page.page).response["violations"]
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []


@pytest.mark.parametrize("width", [320, 360, 390, 560, 940])
@pytest.mark.parametrize("name", ["core.html", "hostile.html", "index.html"])
def test_no_screen_is_too_narrow(visit: Open, name: str, width: int) -> None:
    page = visit(name, viewport={"width": width, "height": 800})
    assert page.do("document.documentElement.scrollWidth") <= width
    wider = "[...document.querySelectorAll('.card')].filter(c => c.scrollWidth > c.clientWidth + 1)"
    assert page.do(f"{wider}.length") == 0


def test_hostile_words_run_nothing(visit: Open) -> None:
    page = visit("hostile.html")
    page.page.keyboard.press("n")
    page.page.keyboard.press("k")
    page.until("document.querySelector('audio').currentTime > 0.1")
    assert page.page.locator("script").count() == 1
    assert page.page.locator("img").count() == 1
    assert "<script>alert(1)</script>" in page.shown("h1")


def test_on_paper_the_plan_stays(visit: Open) -> None:
    page = visit(viewport=SCREEN).page
    page.emulate_media(media="print")
    assert page.locator("table").first.is_visible()
    assert page.locator(".tips").is_visible()
    for selector in ("audio", ".transport", ".side", "[data-rows=chapters]"):
        assert not page.locator(selector).is_visible()


def test_the_code_for_the_phone_is_shown_where_there_is_room(visit: Open) -> None:
    assert visit(viewport=SCREEN).page.locator("svg.qr").is_visible()
    assert not visit().page.locator("svg.qr").is_visible()
