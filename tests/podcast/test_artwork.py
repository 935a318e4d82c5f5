"""Cover art: what is drawn is looked at pixel by pixel; the user's own picture is checked."""

import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageCms, ImageDraw

from audioworkout.ground.diagnostics import Span, WorkoutError
from audioworkout.plan.export.palette import DARK
from audioworkout.plan.segments import Kind, Segment
from audioworkout.plan.timeline import Placed, Timeline
from audioworkout.podcast import artwork
from audioworkout.podcast.artwork import columns, cover, drawing, lettering, supplied

Row = tuple[Kind, float, str | None]
Colour = tuple[int, int, int]


def session(*rows: Row, title: str = "Core", language: str = "en") -> Timeline:
    segments: list[Placed] = []
    start = 0
    for kind, seconds, exercise in rows:
        end = start + round(seconds * 1000)
        segment = Segment(kind, end - start, Span(1, 1, 1, 2), exercise=exercise)
        segments.append(Placed(start, end, segment))
        start = end
    return Timeline(title, start, tuple(segments), (), (), language=language)


def work(seconds: float, exercise: str) -> Row:
    return Kind.WORK, seconds, exercise


def rest(seconds: float) -> Row:
    return Kind.REST, seconds, None


CORE = session(
    (Kind.WELCOME, 5, None),
    (Kind.PREPARE, 10, None),
    work(40, "plank"),
    (Kind.TRANSITION, 10, None),
    work(40, "squats"),
    rest(60),
    work(40, "plank"),
    (Kind.FINISH, 4, None),
)


@pytest.fixture
def little(monkeypatch: pytest.MonkeyPatch) -> None:
    """Covers of 500 pixels, which take a fraction of the time."""
    monkeypatch.setattr(drawing, "SIZE", 500)


def opened(jpeg: bytes) -> Image.Image:
    return Image.open(io.BytesIO(jpeg))


def rgb(colour: str) -> Colour:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue


def near(one: Colour, other: Colour, most: int = 12) -> bool:
    return all(abs(a - b) <= most for a, b in zip(one, other, strict=True))


def pixel(picture: Image.Image, x: float, y: float) -> Colour:
    """The colour at a place in thousandths of the picture."""
    found = picture.getpixel((int(x * picture.width / 1000), int(y * picture.height / 1000)))
    assert isinstance(found, tuple)
    red, green, blue = found
    return int(red), int(green), int(blue)


# The file


@pytest.mark.parametrize("kind", ["show", "episode"])
def test_a_cover_is_what_directories_take(kind: str) -> None:
    def made() -> bytes:
        if kind == "show":
            return artwork.show_cover("Two strong weeks", "A coach", "en")
        return artwork.episode_cover("Core", "S1 · E3", CORE)

    jpeg = made()
    picture = opened(jpeg)
    assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (3000, 3000))
    assert picture.info["dpi"] == (72, 72)
    assert "progressive" not in picture.info
    assert "exif" not in picture.info
    assert "icc_profile" not in picture.info
    assert len(jpeg) < 500_000
    assert made() == jpeg


def test_small_is_the_same_picture(little: None) -> None:
    jpeg = artwork.episode_cover("Core", "3", CORE)
    reduced = opened(artwork.small(jpeg, 100))
    assert (reduced.format, reduced.mode, reduced.size) == ("JPEG", "RGB", (100, 100))
    assert near(pixel(reduced, 500, 300), pixel(opened(jpeg), 500, 300))
    assert opened(artwork.small(jpeg)).size == (600, 600)


def test_a_changed_picture_has_another_name() -> None:
    assert artwork.content_name("core", b"one") == "core-7692c3ad.jpg"
    assert artwork.content_name("core", b"two") == "core-3fc4ccfe.jpg"


def test_nothing_heavy_is_imported_before_a_cover_is_drawn() -> None:
    code = (
        "import sys\nfrom audioworkout.podcast import artwork\n"
        "print(sorted({'PIL', 'resvg_py', 'font_roboto', 'numpy'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"


# What is seen


def test_bars_have_the_colours_of_their_exercises(little: None) -> None:
    picture = opened(artwork.episode_cover("Core", "3", CORE))
    row = columns.columns(CORE)
    found = []
    left = 0.0
    for column in row:
        middle = left + column.width * 500
        top = 1000 - column.height * cover.TALL
        assert near(pixel(picture, middle, top - 8), rgb(DARK.card))
        found.append(pixel(picture, middle, top + 20))
        left += column.width * 1000
    blue, orange = rgb(DARK.work[0]), rgb(DARK.work[1])
    wanted = [blue, rgb(DARK.change), orange, rgb(DARK.rest), blue]
    assert len(found) == len(wanted)
    assert all(map(near, found, wanted)), found


def simplified(*rows: Row) -> str:
    """The columns: exercises as letters, a rest as `.` and a change as `,`."""
    return "".join(
        {"rest": ".", "change": ","}[c.pause] if c.exercise is None else "ABCDEFGH"[c.exercise % 8]
        for c in columns.columns(session(*rows))
    )


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        ([work(60, "run")], "A"),
        ([work(30, "a"), rest(10), rest(5), work(30, "b")], "A.B"),
        ([work(30, "a"), work(30, "a")], "AA"),
        ([work(20, "run"), rest(10)] * 8, "A.A.A.A.A.A.A.A."),
        ([work(20, "run"), rest(10)] * 60, "A.A.A.A.A.A.A.A."),
        ([work(20, "run"), rest(10)] * 59 + [work(20, "run")], "A.A.A.A.A.A.A.A"),
        (
            [work(20, "a"), work(20, "b"), work(20, "c"), rest(30)] * 20,
            "ABC.ABC.ABC.ABC.",
        ),
        (
            [row for name in "abcdefghijkl" for row in (work(50, name), rest(10))],
            "ABC.DEF.GHA.BCD.",
        ),
        ([work(30, f"exercise {number}") for number in range(24)], "ACEGACEGACEG"),
        ([(Kind.WELCOME, 60, None), (Kind.SPEECH, 600, None)], ""),
        ([rest(600)], ""),
        ([], ""),
    ],
)
def test_columns(rows: list[Row], wanted: str) -> None:
    assert simplified(*rows) == wanted


def test_long_sessions_have_few_columns_that_can_be_seen() -> None:
    rows = [
        row
        for number in range(5000)
        for row in (work(7 + number % 13, f"e{number % 31}"), rest(3 + number % 7))
    ]
    found = columns.columns(session(*rows, work(4000, "last")))
    assert len(found) <= columns.MOST
    assert sum(column.width for column in found) == pytest.approx(1)
    assert min(c.width for c in found) * columns.STEADY >= max(c.width for c in found) * 0.999


def test_neighbours_differ_at_60_pixels(little: None) -> None:
    labels = [f"S1 · E{number}" for number in range(1, 9)]
    covers = [opened(artwork.small(artwork.episode_cover("Core", x, CORE), 60)) for x in labels]
    panels = [pixel(picture, 500, 20) for picture in covers]
    for at, one in enumerate(panels):
        assert all(not near(one, other, 30) for other in panels[at + 1 :])


def test_a_number_is_legible_at_60_pixels(little: None) -> None:
    small = opened(artwork.small(artwork.episode_cover("", "S1 · E8", CORE), 60))
    panel = small.crop((0, 0, 36, 34)).convert("L")
    dark = panel.point(lambda value: 255 if value < 90 else 0).getbbox()
    assert dark is not None
    assert dark[3] - dark[1] >= 10
    assert dark[2] - dark[0] >= 14


def luminance(colour: str) -> float:
    parts = [part / 255 for part in rgb(colour)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrasts() -> None:
    fills = cover.FILLS
    panels = [colour for name, colour in fills.items() if name.startswith("aw-w")]
    assert len(panels) == 8
    assert min(contrast(fills["on"], panel) for panel in panels) >= 4.5
    assert min(contrast(fills[name], fills["ground"]) for name in ("text", "muted")) >= 4.5
    bars = [*panels, fills["rest"], fills["change"]]
    assert min(contrast(bar, fills["ground"]) for bar in bars) >= 3


def test_a_session_without_work_has_a_picture(little: None) -> None:
    said = session((Kind.WELCOME, 5, None))
    picture = opened(artwork.episode_cover("News", "", said))
    assert not near(pixel(picture, 950, 950), rgb(DARK.card))


def test_shows_differ(little: None) -> None:
    one, other = artwork.show_cover("One", "", "en"), artwork.show_cover("Two", "", "en")
    assert not near(pixel(opened(one), 950, 950), pixel(opened(other), 950, 950))


# Titles

HOSTILE = [
    "</svg><script>alert(1)</script>&amp;<![CDATA[ ]]>",
    "\x00\x1b[31m\x07\r\n\t\ufffe\ud800",
    "\u202eright to left\u2066 override",
    "שלום 3 Kettlebells!",
    "تمارين القوة والتحمل للمبتدئين في المنزل",
    "🏋️‍♀️ Go 🧘🏽 🇩🇪 ⚡ 1️⃣",
    "筋トレ、毎日15分。「体幹」のための入門コース",
    "हिन्दी ไทย 한국어",
    "Z̷̡̛̤a̸̢͋l̵̰̈g̶̱̀o̴̟͌" * 20,
    "W" * 300,
    "x" * 5000,
    "word " * 1000,
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
    "A",
    " ",
    "",
]


@pytest.mark.parametrize("title", HOSTILE, ids=lambda title: ascii(title)[:24])
def test_texts_stay_in_their_room(little: None, title: str) -> None:
    for jpeg, edge, ground in (
        (artwork.show_cover(title, title, "en"), 560, DARK.card),
        (artwork.episode_cover(title, "7", CORE), 560, DARK.work[6]),
        (artwork.episode_cover(title, title, CORE), 560, None),
    ):
        picture = opened(jpeg)
        wanted = rgb(ground) if ground else pixel(picture, 5, 5)
        low = int(edge * 0.5)
        for box in ((0, 0, 22, low), (500 - 22, 0, 500, low), (0, 0, 500, 8)):
            colours = picture.crop(box).getcolors(100_000)
            assert colours is not None
            assert all(near(found, wanted, 40) for _, found in colours), box  # type: ignore[arg-type]


def test_what_no_font_has_is_left_out(little: None) -> None:
    absent = "\U0010fffd"
    assert artwork.missing(f"Core {absent}b{absent}") == absent
    assert artwork.missing("Core é ß Ж Ω – … “”\u200b") == ""
    with_it = artwork.episode_cover(f"Core {absent} two", f"{absent}3", CORE)
    assert with_it == artwork.episode_cover("Core two", "3", CORE)


def test_an_arrow_comes_from_another_font(little: None) -> None:
    if artwork.missing("→"):
        pytest.skip("no font of this computer has an arrow")
    assert lettering.letters("a → b")[2].is_foreign
    assert artwork.show_cover("→", "", "en") != artwork.show_cover("", "", "en")


@pytest.mark.parametrize(("title", "language"), [("שלום", "en"), ("2026", "he"), ("12", "ar-EG")])
def test_what_is_read_from_the_right_begins_there(little: None, title: str, language: str) -> None:
    if artwork.missing(title):
        pytest.skip("no font of this computer has Hebrew letters")
    picture = opened(artwork.show_cover(title, "", language)).convert("L").crop((0, 0, 500, 290))
    ink = picture.point(lambda value: 255 if value > 128 else 0).getbbox()
    assert ink is not None
    assert 450 <= ink[2] <= 470
    assert ink[0] > 100


def test_words_from_the_right_stay_together() -> None:
    def row(text: str) -> lettering.Line:
        return tuple(
            lettering.Letter(char, 0.5, None if char >= "א" else lettering.ROBOTO) for char in text
        )

    words = lettering.markup(row("Go אב גד & on"), 10, 20)
    assert words == (
        '<tspan x="10">Go </tspan><tspan x="40">אב גד </tspan><tspan x="100">&amp; on</tspan>'
    )


def lines(text: str, room: float, most: int = 4) -> list[str]:
    filled = lettering.fill(lettering.letters(text), room, 1000, (10,), most)
    return ["".join(letter.text for letter in line) for line in filled.lines]


def test_lines() -> None:
    assert lines("one two three", 1000) == ["one two three"]
    assert lines("Push-ups and squats", 60) == ["Push-ups", "and squats"]
    assert lines("squats push-ups", 50) == ["squats", "push-ups"]
    assert lines("Kraftausdauertraining", 60) == ["Kraftausdau", "ertraining"]
    assert lines("one two three four five six", 40, 2) == ["one two", "three…"]
    assert lines("", 40) == []


def test_ideographs_need_no_spaces(monkeypatch: pytest.MonkeyPatch) -> None:
    row = tuple(lettering.Letter(char, 1.0, None) for char in "毎日の運動。入門")
    filled = lettering.fill(row, 50, 1000, (10,), 4)
    words = ["".join(letter.text for letter in line) for line in filled.lines]
    assert words == ["毎日の運", "動。入門"]


def test_titles_are_as_large_as_they_fit() -> None:
    sizes = (100, 50, 25)
    found = [
        lettering.fill(lettering.letters(text), 200, 100, sizes, 2).size
        for text in ("Core", "Strengthening", "Strength for all of us", "Strength " * 20)
    ]
    assert found == [50, 25, 25, 25]


# The user's own picture


def saved(path: Path, picture: Image.Image, format_: str, **options: object) -> Path:
    picture.save(path, format_, **options)
    return path


def plain(wide: int, high: int, mode: str = "RGB", colour: object = "#336699") -> Image.Image:
    return Image.new(mode, (wide, high), colour)  # type: ignore[arg-type]


def result(jpeg: bytes) -> Image.Image:
    picture = opened(jpeg)
    picture.load()
    assert (picture.format, picture.mode) == ("JPEG", "RGB")
    assert picture.width == picture.height
    assert "progressive" not in picture.info
    return picture


@pytest.mark.parametrize("side", [1400, 3000])
def test_a_picture_that_is_right_is_left_alone(tmp_path: Path, side: int) -> None:
    path = saved(tmp_path / "a.jpg", plain(side, side), "JPEG")
    said: list[str] = []
    assert artwork.own_cover(path, notice=said.append) == path.read_bytes()
    assert said == []


def test_what_is_not_square_loses_its_ends(tmp_path: Path) -> None:
    picture = plain(2000, 1400)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, 290, 1400), "#ff0000")
    draw.rectangle((1710, 0, 2000, 1400), "#ff0000")
    path = saved(tmp_path / "a.png", picture, "PNG")
    said: list[str] = []
    cropped = result(artwork.own_cover(path, notice=said.append))
    assert cropped.size == (1400, 1400)
    assert said == [f"the image {path}: it is not square, and its middle is used"]
    for x in (0, 500, 999):
        assert near(pixel(cropped, x, 500), rgb("#336699"))


def test_a_photograph_is_turned_upright_and_reduced(tmp_path: Path) -> None:
    picture = plain(4000, 3200, colour="#0000ff")
    ImageDraw.Draw(picture).rectangle((0, 0, 2000, 3200), "#ff0000")
    exif = Image.Exif()
    exif[0x0112] = 6  # the row 0 is at the right: to be turned clockwise
    path = saved(tmp_path / "a.jpg", picture, "JPEG", exif=exif)
    turned = result(artwork.own_cover(path))
    assert turned.size == (3000, 3000)
    assert "exif" not in turned.info
    assert near(pixel(turned, 500, 200), (254, 0, 0))
    assert near(pixel(turned, 500, 800), (0, 0, 254))


def test_where_a_picture_was_taken_is_not_published(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (52.0, 31.0, 12.0)}
    path = saved(tmp_path / "a.jpg", plain(1400, 1400), "JPEG", exif=exif)
    assert b"Exif" in path.read_bytes()
    assert b"Exif" not in artwork.own_cover(path)


@pytest.mark.parametrize(
    ("mode", "colour", "format_", "wanted"),
    [
        ("RGBA", (255, 0, 0, 0), "PNG", (255, 255, 255)),
        ("RGBA", (0, 0, 255, 255), "WEBP", (0, 0, 255)),
        ("LA", (10, 255), "PNG", (10, 10, 10)),
        ("L", 200, "JPEG", (200, 200, 200)),
        ("1", 1, "PNG", (255, 255, 255)),
        ("I;16", 0x8000, "PNG", (128, 128, 128)),
        ("CMYK", (0, 255, 255, 0), "JPEG", (255, 0, 0)),
        ("P", 3, "PNG", None),
        ("P", 3, "GIF", None),
    ],
)
def test_other_modes_become_rgb(
    tmp_path: Path, mode: str, colour: object, format_: str, wanted: Colour | None
) -> None:
    picture = plain(1500, 1500, mode, colour)
    if mode == "P":
        picture.putpalette([0, 0, 0, 0, 0, 0, 0, 0, 0, 20, 160, 90])
        wanted = (20, 160, 90)
    path = saved(tmp_path / "a", picture, format_)
    assert wanted is not None
    assert near(pixel(result(artwork.own_cover(path)), 500, 500), wanted)


def test_a_transparent_palette_lies_on_white(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.png", plain(1400, 1400, "P", 0), "PNG", transparency=0)
    assert near(pixel(result(artwork.own_cover(path)), 500, 500), (255, 255, 255))


def test_profiles_are_converted(tmp_path: Path) -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    grey = plain(1400, 1400, colour=(120, 60, 30))
    same = saved(tmp_path / "a.jpg", grey, "JPEG", icc_profile=srgb)
    assert artwork.own_cover(same) == same.read_bytes()
    for profile in (lab, b"nonsense", SWAPPED):
        path = saved(tmp_path / "b.jpg", grey, "JPEG", icc_profile=profile)
        made = result(artwork.own_cover(path))
        assert "icc_profile" not in made.info
        wanted = (30, 60, 120) if profile is SWAPPED else (120, 60, 30)
        assert near(pixel(made, 500, 500), wanted, 16)


def _swapped() -> bytes:
    """A profile in which red is blue: that of sRGB with these two primaries exchanged."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    there = profile.replace(b"rXYZ", b"____").replace(b"bXYZ", b"rXYZ").replace(b"____", b"bXYZ")
    return there.replace("sRGB".encode("utf-16-be"), "BGRs".encode("utf-16-be"))


SWAPPED = _swapped()


def _jpeg(**options: object) -> bytes:
    file = io.BytesIO()
    noise = Image.effect_noise((1400, 1400), 60).convert("RGB")
    noise.save(file, "JPEG", **options)
    return file.getvalue()


def _animation(format_: str) -> bytes:
    file = io.BytesIO()
    frames = [plain(1400, 1400, colour=colour) for colour in ("#ff0000", "#00ff00")]
    frames[0].save(file, format_, save_all=True, append_images=frames[1:])
    return file.getvalue()


def _png(wide: int, high: int) -> bytes:
    file = io.BytesIO()
    plain(wide, high, "1", 1).save(file, "PNG")
    return file.getvalue()


def _claims(wide: int, high: int) -> bytes:
    """A PNG whose head says that it is larger than it is."""
    import zlib

    data = bytearray(_png(8, 8))
    data[16:24] = wide.to_bytes(4, "big") + high.to_bytes(4, "big")
    data[29:33] = zlib.crc32(data[12:29]).to_bytes(4, "big")
    return bytes(data)


DAMAGED = "it is damaged"
UNKNOWN = "it is none, or not JPEG, PNG, WebP or GIF"
SMALL = "a cover has at least 1400 × 1400"
LARGE = "it has more than 16 million pixels; 3000 × 3000 are enough"

BROKEN: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", UNKNOWN),
    "text": (lambda: b"not a picture", UNKNOWN),
    "svg": (lambda: b'<svg xmlns="http://www.w3.org/2000/svg"/>', UNKNOWN),
    "pdf": (lambda: b"%PDF-1.7\n", UNKNOWN),
    "bmp": (lambda: b"BM" + bytes(60), UNKNOWN),
    "postscript": (lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 1400 1400\n", UNKNOWN),
    "head of a jpeg": (lambda: b"\xff\xd8\xff\xe0", UNKNOWN),
    "half a jpeg": (lambda: _jpeg()[:100_000], DAMAGED),
    "half a progressive jpeg": (lambda: _jpeg(progressive=True)[:100_000], DAMAGED),
    "half a png": (lambda: _png(1400, 1400)[:200], DAMAGED),
    "a png with a damaged row": (lambda: _png(1400, 1400)[:60] + bytes(200), DAMAGED),
    "a png that is smaller than it says": (lambda: _claims(2000, 2000), DAMAGED),
    "a bomb": (lambda: _claims(60_000, 60_000), LARGE),
    "a smaller bomb": (lambda: _claims(9_000, 9_000), LARGE),
    "nothing wide": (lambda: _claims(0, 2000), UNKNOWN),
    "too small": (lambda: _png(1399, 5000), SMALL),
    "moving gif": (lambda: _animation("GIF"), "it is animated"),
    "moving png": (lambda: _animation("PNG"), "it is animated"),
    "moving webp": (lambda: _animation("WEBP"), "it is animated"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_pictures_are_refused(tmp_path: Path, name: str) -> None:
    make, message = BROKEN[name]
    path = tmp_path / "a.jpg"
    path.write_bytes(make())
    with pytest.raises(WorkoutError) as refused:
        artwork.own_cover(path)
    assert str(refused.value).startswith(f"the image {path}: ")
    assert message in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_file_that_cannot_be_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(WorkoutError, match="No such file"):
        artwork.own_cover(tmp_path / "none.jpg")
    with pytest.raises(WorkoutError, match="directory"):
        artwork.own_cover(tmp_path)
    monkeypatch.setattr(supplied, "MOST_BYTES", 1024 * 1024)
    (tmp_path / "a.jpg").write_bytes(bytes(1024 * 1024 + 1))
    with pytest.raises(WorkoutError, match="it has more than 1 MiB; save it smaller"):
        artwork.own_cover(tmp_path / "a.jpg")
