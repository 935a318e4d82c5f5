"""A session in other forms: each written out, read back, and fed with what is hostile."""

import csv as reader
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import checkout
from audioworkout.ground.diagnostics import START, Span
from audioworkout.plan.export import FORMATS, exported
from audioworkout.plan.export.calendar import ics
from audioworkout.plan.export.card import markdown
from audioworkout.plan.export.labels import labels_for
from audioworkout.plan.export.palette import DARK, LIGHT, Palette
from audioworkout.plan.export.picture import inline_svg, png, svg
from audioworkout.plan.export.rows import csv
from audioworkout.plan.export.subtitles import lrc, srt, vtt
from audioworkout.plan.export.text import fit, width, wrap
from audioworkout.plan.paths import Pass, Unit
from audioworkout.plan.segments import Kind, Segment, Speech, Tone
from audioworkout.plan.timeline import Event, Placed, Timeline
from fake import timeline

GOLDEN = checkout.GOLDEN / "export"
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = (
    '</title><script>alert(1)</script>\x00\x1b[31m\u202e --> &amp; "|*_`\ud800\uffff שלום'
    + 5000 * "x"
)

Row = tuple[Kind, float, dict[str, object]]


def work(seconds: float, exercise: str, line: int = 1, **place: object) -> Row:
    return Kind.WORK, seconds, {"exercise": exercise, "line": line, **place}


def rest(seconds: float, **place: object) -> Row:
    return Kind.REST, seconds, place


def path_of(segment: Segment) -> Iterator[Pass]:
    """One list in rounds, or once through; in it the steps by their lines, in sets."""
    line = segment.origin.line
    if segment.round:
        yield Pass(START, Unit.ROUNDS, segment.round, line)
    else:
        yield Pass(START, item=line)
    if segment.set:
        yield Pass(segment.origin, Unit.SETS, segment.set)


def session(title: str, *rows: Row, said: dict[float, str] | None = None) -> Timeline:
    """A timeline of segments in a row; what is said lasts 1 s."""
    segments: list[Placed] = []
    start = 0
    for kind, seconds, place in rows:
        end = start + round(seconds * 1000)
        line = place.pop("line", 1)
        assert isinstance(line, int)
        segment = Segment(kind, end - start, Span(line, 1, line, 2), **place)  # type: ignore[arg-type]
        segment = replace(segment, path=tuple(path_of(segment)))
        segments.append(Placed(start, end, segment))
        start = end
    events = [Event(round(at * 1000), 1000, Speech(text)) for at, text in (said or {}).items()]
    return Timeline(title, start, tuple(segments), tuple(events), ())


def core() -> Timeline:
    """Two rounds with a change, sides and a rest."""
    rows: list[Row] = [(Kind.WELCOME, 5.5, {}), (Kind.PREPARE, 10, {})]
    for number in (1, 2):
        place: dict[str, object] = {"round": number, "rounds": 2}
        rows += [
            work(30, "reverse plank", 3, **place),
            (Kind.TRANSITION, 10, {"line": 4}),
            work(15, "side plank", 5, side="left", **place),
            (Kind.SWITCH, 5, {"exercise": "side plank", "side": "right", "line": 5, **place}),
            work(15, "side plank", 5, side="right", **place),
        ]
        rows += [rest(300, line=6)] if number == 1 else []
    rows.append((Kind.FINISH, 3, {}))
    return session("Core", *rows, said={0: "Core & more.", 6: "Get ready.", 6.5: "x" * 140})


# The picture


def test_picture(golden: Callable[[Path, str], None]) -> None:
    golden(GOLDEN / "core.svg", svg(core(), width=390))


def texts(picture: str) -> list[str]:
    root = ET.fromstring(picture)
    return ["".join(element.itertext()) for element in root.iter(f"{SVG}text")]


def test_picture_says_what_happens_when() -> None:
    found = texts(svg(core(), width=390))
    assert found[:2] == ["Core", "7:48 · work 2:00 · 2 rounds · 2 exercises"]
    assert found[2:10] == ["Round 1", "Round 2", "A", "B", "A", "B", "L", "R"]
    assert found[-9:] == [
        "A",
        "reverse plank2 × 30 s",
        "B",
        "side plank2 × 15 s each side",
        "rest",
        "change over",
        "switch sides",
        "get ready",
        "spoken",
    ]


def test_a_page_is_given_the_plot_alone() -> None:
    root = ET.fromstring(inline_svg(core(), width=390))
    assert root.attrib == {
        "class": "aw-picture",
        "role": "img",
        "viewBox": "0 0 390 195",
        "data-length": "468500",
        "aria-label": "Core",
    }
    assert [shape.get("class", shape.tag) for shape in root] == [
        *("desc", "aw-rounds", "aw-letters", "aw-plot", "aw-bars", "aw-names", "aw-axis")
    ]
    whole = [shape for shape in ET.fromstring(svg(core(), width=390)) if shape.get("class")]
    of_whole = next(shape for shape in whole if shape.get("class") == "aw-bars")
    of_page = next(shape for shape in root if shape.get("class") == "aw-bars")
    assert [bar.get("x") for bar in of_page] == [bar.get("x") for bar in of_whole]


def test_bars_span_the_plot() -> None:
    root = ET.fromstring(svg(core(), width=390))
    plot = next(e for e in root.iter() if e.get("class") == "aw-plot")
    bars = [e for g in root.iter(f"{SVG}g") if g.get("class") == "aw-bars" for e in g]
    first, last = bars[0], bars[-1]
    right = float(last.get("x", "")) + float(last.get("width", ""))
    assert len(bars) == 14
    assert first.get("x") == plot.get("x") == "16"
    assert right == pytest.approx(16 + float(plot.get("width", "")), abs=1.1)
    assert root.get("data-length") == "468500"


def test_work_is_tall_rest_low_and_a_change_lower() -> None:
    root = ET.fromstring(svg(core(), theme="light"))
    bars = [e for g in root.iter(f"{SVG}g") if g.get("class") == "aw-bars" for e in g]
    heights = {e.get("class"): e.get("height") for e in bars[2:6]} | {
        e.get("class"): e.get("height") for e in bars if e.get("class") == "aw-rest"
    }
    assert heights == {"aw-w0": "128", "aw-change": "12", "aw-w1": "128", "aw-rest": "44"}


def test_picture_is_named_for_those_who_do_not_see_it() -> None:
    root = ET.fromstring(svg(core()))
    assert root.get("role") == "img"
    assert [(child.tag, child.text) for child in root[:2]] == [
        (f"{SVG}title", "Core"),
        (
            f"{SVG}desc",
            "7:48, work 2:00, 2 rounds, 2 exercises. "
            "reverse plank, 2 × 30 s; side plank, 2 × 15 s each side.",
        ),
    ]


def test_names_stand_in_bars_that_have_room() -> None:
    tabata = [work(20, name, round=1, rounds=1) for name in ("burpees", "mountain climbers")]
    assert 'rotate(-90)">mountain climbers</text>' in svg(session("T", *tabata, rest(200)))
    assert 'aw-mid" x="240" y="140">plank</text>' in svg(session("P", work(60, "plank")))


def test_sections_and_their_exercises() -> None:
    jog = session(
        "Run",
        work(600, "easy jog", section="warmup"),
        work(900, "hard run", section="Main set"),
        work(300, "easy jog", section="cooldown"),
    )
    found = texts(svg(jog, width=390))
    assert found[2:5] == ["Warm-up", "Main set", "Cool-d…"]
    assert found[-9:] == [
        "Warm-up · 10 min",
        "A",
        "easy jog10 min",
        "Main set · 15 min",
        "B",
        "hard run15 min",
        "Cool-down · 5 min",
        "A",
        "easy jog5 min",
    ]


def test_four_hours_stay_small() -> None:
    rows = [
        work(9, f"exercise {n % 5}", round=n // 5 + 1, rounds=400) if n % 2 else rest(5.4)
        for n in range(2000)
    ]
    picture = svg(session("Long", *rows), width=10_000)
    assert len(picture.encode()) < 200_000
    assert len(svg(session("Long", *rows), width=390).encode()) < 40_000


def test_what_is_too_narrow_is_drawn_as_what_takes_most_of_its_time() -> None:
    rows = [row for _ in range(1000) for row in (work(7, "a"), rest(3))]
    found = re.findall(
        r'<rect class="(aw-\w+)" x="[\d.]+" y="[\d.]+" width="1(?:\.\d)?"', svg(session("", *rows))
    )
    assert set(found) == {"aw-w0"}
    assert len(found) > 300


def test_many_exercises_are_counted() -> None:
    rows = [work(30, f"exercise {n}", n) for n in range(40)]
    assert texts(svg(session("Many", *rows)))[-1] == "and 10 more exercises"


@pytest.mark.parametrize("wide", [1, 240, 390, 640, 1200])
def test_texts_stay_inside(wide: int) -> None:
    rows = [
        work(30, name, section=section, round=r, rounds=3)
        for section in ("warmup", HOSTILE)
        for r in (1, 2, 3)
        for name in (HOSTILE, "W" * 60, "squats")
    ]
    root = ET.fromstring(svg(session(HOSTILE, *rows), width=wide))
    right = float(root.get("viewBox", "").split()[2])
    sizes = {"aw-title": 17.0, "aw-facts aw-muted": 13.0}
    for text in root.iter(f"{SVG}text"):
        size = sizes.get(text.get("class", ""), 13.0 if not text.get("class") else 11.0)
        if text.get("x") is None or "aw-end" in text.get("class", ""):
            continue
        classes = text.get("class", "")
        bold = "aw-title" in classes or "aw-bold" in classes
        room = width("".join(text.itertext()), size, bold=bold)
        end = float(text.get("x", "")) + (room / 2 if "aw-mid" in classes else room)
        assert end <= right - 4, "".join(text.itertext())


def test_nothing_to_show_is_shown() -> None:
    for name in FORMATS:
        assert isinstance(exported(name, session("Nothing")), bytes if name == "png" else str)


@given(st.text(st.characters(exclude_categories=()), max_size=60))
def test_no_text_breaks_a_picture(text: str) -> None:
    rows = (work(30, text, section=text, side=text), rest(10), work(30, text + "2", section="x"))
    root = ET.fromstring(svg(session(text, *rows)))
    assert root.find(f"{SVG}script") is None


def test_hostile_title_is_cut_and_inert() -> None:
    picture = svg(session(HOSTILE, work(30, HOSTILE)))
    root = ET.fromstring(picture)
    assert {element.tag.removeprefix(SVG) for element in root.iter()} == {
        *("svg", "title", "desc", "style", "rect", "text", "g", "path", "tspan")
    }
    title = root[0].text or ""
    assert title.startswith('</title><script>alert(1)</script> [31m --> &amp; "|*_` שלום')
    assert len(title) == 300
    assert not re.search(r"href|url\(|@import|\son\w+=", picture)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_contrast(palette: Palette) -> None:
    for behind in (palette.card, palette.band):
        assert contrast(palette.text, behind) >= 4.5
        assert contrast(palette.muted, behind) >= 4.5
        for shape in (palette.rest, palette.change, palette.spoken, palette.axis, *palette.work):
            assert contrast(shape, behind) >= 3, shape
    for colour in palette.work:
        assert contrast(palette.on_work, colour) >= 4.5, colour


def test_auto_follows_the_reader() -> None:
    light, dark = (svg(core(), theme=theme) for theme in ("light", "dark"))
    auto = svg(core())
    assert "prefers-color-scheme" not in light + dark
    assert auto.index(LIGHT.work[0]) < auto.index("@media (prefers-color-scheme:dark)")
    assert auto.index("@media (prefers-color-scheme:dark)") < auto.index(DARK.work[0])


def pixels(data: bytes) -> tuple[int, int]:
    return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")


def test_png() -> None:
    drawn = png(core(), width=600)
    assert drawn.startswith(b"\x89PNG\r\n\x1a\n")
    assert pixels(drawn)[0] == 600
    assert drawn == png(core(), width=600)
    assert drawn != png(core(), width=600, theme="dark")


def test_png_has_letters_without_the_fonts_of_a_system() -> None:
    one, other = (session(title, work(60, "plank")) for title in ("Plank", "Blank"))
    assert png(one) != png(other)


def test_importing_is_light() -> None:
    code = (
        "import sys, audioworkout.plan.export; "
        "print([m for m in ('resvg_py', 'font_roboto', 'numpy', 'yaml') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


# Text in figures


@pytest.mark.parametrize(
    ("length", "text"),
    [
        (500, "0.5 s"),
        (45_000, "45 s"),
        (37_500, "37.5 s"),
        (60_000, "1 min"),
        (90_000, "1:30 min"),
        (3_600_000, "1 h"),
        (3_900_000, "1:05 h"),
    ],
)
def test_span(length: int, text: str) -> None:
    assert labels_for("en").span(length) == text


def test_texts_are_cut_and_broken_to_fit() -> None:
    assert fit("squats", 10, 100) == "squats"
    assert fit("squats and lunges", 10, 60) == "squats an…"
    assert fit("squats", 10, 3) == ""
    assert wrap("one two three four", 10, 50, 2) == ["one two", "three f…"]
    assert wrap("one two three four", 10, 40, 2) == ["one", "two t…"]
    assert wrap("", 10, 50, 2) == []


# The table


def test_csv() -> None:
    plan = session(
        "Sheet",
        (Kind.WELCOME, 1.234, {}),
        work(30, 'swings, "heavy"', 3, side="left", reps=12, round=1, rounds=2, set=1, sets=3),
        work(0.001, "=HYPERLINK(1)", 4, section="\t@x\r\n-y"),
    )
    assert csv(plan) == (
        "start,end,length,kind,exercise,side,reps,round,rounds,set,sets,section,line\r\n"
        "0.000,1.234,1.234,welcome,,,,,,,,,1\r\n"
        '1.234,31.234,30.000,work,"swings, ""heavy""",left,12,1,2,1,3,,3\r\n'
        "31.234,31.235,0.001,work,'=HYPERLINK(1),,,,,,,'@x -y,4\r\n"
    )


@given(st.text(st.characters(exclude_categories=()), max_size=40))
def test_no_cell_is_a_formula(text: str) -> None:
    row = list(reader.reader(csv(session("", work(1, text))).splitlines()))[1]
    assert not row[4].startswith(("=", "+", "-", "@", "\t", "\r"))


# The calendar


def test_ics() -> None:
    plan = session(
        "Hills, up; and \\ down",
        work(29.5, "hill sprint with a name that is long enough for a fold — ü"),
        rest(30),
        work(30, "jog"),
    )
    assert ics(plan, datetime(2026, 3, 1, 6, 30), uid="hills@example.org") == (
        "BEGIN:VCALENDAR\r\n"
        "VERSION:2.0\r\n"
        "PRODID:-//audioworkout//audioworkout//EN\r\n"
        "BEGIN:VEVENT\r\n"
        "UID:hills@example.org\r\n"
        "DTSTAMP:20000101T000000Z\r\n"
        "DTSTART:20260301T063000\r\n"
        "DURATION:PT90S\r\n"
        "SUMMARY:Hills\\, up\\; and \\\\ down\r\n"
        "DESCRIPTION:1:29 in all\\, work 0:59.\\n\\n- hill sprint with a name that is l\r\n"
        " ong enough for a fold — ü 29.5 s\\, rest 30 s\\n- jog 30 s\r\n"
        "END:VEVENT\r\n"
        "END:VCALENDAR\r\n"
    )


def test_ics_in_a_zone_is_in_utc() -> None:
    start = datetime(2026, 3, 1, 6, 30, tzinfo=timezone(timedelta(hours=2)))
    assert "DTSTART:20260301T043000Z\r\n" in ics(core(), start)


def test_ics_keeps_its_identity() -> None:
    at = datetime(2026, 3, 1, 6, 30)
    first, again = ics(core(), at), ics(core(), at)
    other = ics(core(), at + timedelta(days=1))
    assert first == again
    uids = [re.findall(r"UID:(\S+)", text) for text in (first, other)]
    assert uids[0] != uids[1]


@given(st.text(st.characters(exclude_categories=()), max_size=200))
def test_ics_lines_are_short(text: str) -> None:
    lines = ics(session(text, work(1, text)), uid=text).encode().split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert sum(line.startswith(b"BEGIN:") for line in lines) == 2


# The words


def test_srt() -> None:
    assert srt(core()) == (
        "1\n00:00:00,000 --> 00:00:01,500\nCore & more.\n\n"
        "2\n00:00:06,000 --> 00:00:06,500\nGet ready.\n\n"
        f"3\n00:00:06,500 --> 00:00:14,950\n{'x' * 65}\n{'x' * 65}\n\n"
        f"4\n00:00:14,950 --> 00:00:15,600\n{'x' * 10}\n"
    )


def test_vtt() -> None:
    plan = session("V", rest(4000), said={3599.5: "<b> & --> this\n\nthat"})
    assert vtt(plan) == (
        "WEBVTT\n\n00:59:59.500 --> 01:00:01.000\n&lt;b&gt; &amp; --&gt; this that\n"
    )
    assert srt(plan) == "1\n00:59:59,500 --> 01:00:01,000\n<b> & → this that\n"


def test_lrc() -> None:
    plan = session("A [b]", rest(7000), said={1.259: "Go.", 6000: "[00:01.00] no"})
    assert lrc(plan) == "[ti:A (b)]\n[length:1:56:40]\n[00:01.25]Go.\n[100:00.00](00:01.00) no\n"


def test_words_alone_are_captions() -> None:
    plan = session("S", rest(10), said={1: "  ", 2: "Go."})
    tones = Timeline(
        plan.title, plan.length, plan.segments, (*plan.events, Event(5000, 90, Tone("go"))), ()
    )
    assert srt(tones) == "1\n00:00:02,000 --> 00:00:03,500\nGo.\n"


# The card


def test_card_of_equal_rounds() -> None:
    assert markdown(core()) == (
        "# Core\n\n"
        "7:48 in all, work 2:00.\n\n"
        "**2 rounds:**\n\n"
        "| Exercise | Dose | Sides | Rest |\n"
        "| --- | --- | --- | --- |\n"
        "| reverse plank | 30 s |  | 10 s to change over |\n"
        "| side plank | 15 s | left, right | 5 min |\n"
    )


def table(plan: Timeline) -> list[str]:
    """The card without its title and total, and without the rules of its tables."""
    lines = markdown(plan).splitlines()[4:]
    return [line for line in lines if line and not line.startswith(("| ---", "| Exercise"))]


def test_card_of_sets() -> None:
    rows = [
        row
        for n in (1, 2, 3)
        for row in (work(40, "lunges", 3, reps=20, set=n, sets=3), rest(30 if n < 3 else 60))
    ]
    assert table(session("Sets", *rows, work(20, "rows", 4, reps=1))) == [
        "| lunges | 3 × 20 reps | 30 s between sets, then 1 min |",
        "| rows | 1 rep |  |",
    ]


def test_card_of_a_ladder() -> None:
    rows = [
        work(reps * 3, name, line, reps=reps, round=n, rounds=3)
        for n, reps in enumerate((21, 15, 9), 1)
        for line, name in enumerate(("thrusters", "pull-ups"))
    ]
    assert table(session("Ladder", *rows)) == [
        "**3 rounds:**",
        "| thrusters | 21, 15, 9 reps |",
        "| pull-ups | 21, 15, 9 reps |",
    ]


def card(*blocks: str) -> list[str]:
    """The card of a plan as it is written."""
    return table(timeline("title: Plan\nlead_in: 0s\nworkout:\n" + "\n".join(blocks)))


def test_card_of_exercises_that_take_turns() -> None:
    plan = ("- EMOM 6 min alternating:", "    - 40s bridge", "    - 10 air squats, every 3s")
    assert card(*plan) == [
        "**3 rounds:**",
        "| bridge | 40 s | 20 s |",
        "| air squats | 10 reps | 30 s |",
    ]


def test_card_of_rounds_that_differ_lists_them() -> None:
    rows = [work(30, name, line, round=line, rounds=3) for line, name in enumerate("abc", 1)]
    assert table(session("Chaos", *rows)) == ["| a | 30 s |", "| b | 30 s |", "| c | 30 s |"]


@pytest.mark.parametrize("between", [10, 60])
def test_card_keeps_the_rest_after_the_last_round(between: int) -> None:
    circuit = (f"- 2 rounds, {between}s between rounds:", "    - 30s squats")
    rest = {10: "10 s", 60: "1 min"}[between]
    assert card(*circuit, "- 60s rest", *circuit) == [
        "**2 rounds:**",
        f"| squats | 30 s | {rest} |",
        "Rest after that: 1 min.",
        "**2 rounds:**",
        f"| squats | 30 s | {rest} |",
    ]


def test_card_knows_the_rest_that_each_round_ends_with() -> None:
    circuit = ("- 2 rounds, 15s between rounds:", "    - 30s squats", "    - 20s rest")
    assert card(*circuit, "- 60s rest", "- 30s lunges") == [
        "**2 rounds:**",
        "| squats | 30 s | 20 s + 15 s |",
        "Rest after that: 1 min.",
        "| lunges | 30 s |",
    ]


def test_card_of_rounds_in_a_round_of_as_many() -> None:
    inner = ("    - 2 rounds:", "        - 30s lunges")
    assert card("- 2 rounds:", "    - 30s squats", *inner) == [
        *("| squats | 30 s |", "**2 rounds:**", "| lunges | 30 s |"),
        *("| squats | 30 s |", "**2 rounds:**", "| lunges | 30 s |"),
    ]


def test_card_of_a_round_that_the_dice_make_another_lists_all() -> None:
    drawn = ("- 4 rounds:", "    - any 1 of:", "        - 30s squats", "        - 30s lunges")
    rows = card(*drawn)
    assert len(rows) == 4
    assert set(rows) == {"| squats | 30 s |", "| lunges | 30 s |"}


def test_one_exercise_twice_on_two_sides_is_two_exercises() -> None:
    assert card("- 30s side planks per side, switch 0s", "- 30s side planks per side") == [
        "| side planks | 30 s | left, right |",
        "| side planks | 30 s | left, right |",
    ]


def test_card_of_sections() -> None:
    plan = session(
        "Parts",
        work(60, "march", section="warmup"),
        rest(15, section="workout"),
        work(30, "squats", section="Legs"),
        rest(45, section="cooldown"),
        work(60, "walk", section="cooldown"),
    )
    assert table(plan) == [
        "## Warm-up",
        "| march | 1 min |",
        "Rest after that: 15 s.",
        "## Legs",
        "| squats | 30 s |",
        "## Cool-down",
        "| rest | 45 s |",
        "| walk | 1 min |",
    ]


def test_card_escapes_markup() -> None:
    card = markdown(session("# <i>*a*</i>\n| b", work(30, "a|b `c` _d_ [e](f)")))
    assert card.splitlines()[0] == r"# \# \<i\>\*a\*\</i\> \| b"
    assert card.splitlines()[-1] == r"| a\|b \`c\` \_d\_ \[e\](f) | 30 s |"


# All of them


def test_formats() -> None:
    kinds = {name: type(exported(name, core())) for name in FORMATS}
    text = ("json", "listing", "svg", "csv", "ics", "srt", "vtt", "lrc", "markdown")
    assert kinds == {"png": bytes, **dict.fromkeys(text, str)}


def test_a_session_of_the_most_segments_takes_no_time_to_speak_of() -> None:
    rows = [work(2, f"exercise {n % 7}", round=n + 1, rounds=20_000) for n in range(20_000)]
    plan = session("Most", *rows)
    assert len(svg(plan)) < 100_000
    assert len(markdown(plan).splitlines()) == 20_006
