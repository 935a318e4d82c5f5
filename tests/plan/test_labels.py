"""What is shown speaks the workout's language, as what is said does."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import Any

import pytest

from audioworkout.cli.plan import _plain_table
from audioworkout.language.document import parse
from audioworkout.plan.export.calendar import ics
from audioworkout.plan.export.card import markdown
from audioworkout.plan.export.labels import labels_for
from audioworkout.plan.export.picture import svg
from audioworkout.plan.export.subtitles import lrc
from audioworkout.plan.segments import Kind
from audioworkout.session.metadata import metadata
from audioworkout.words.phrases import fields_of, languages, phrases_for
from fake import timeline

PLAN = """\
title: Rumpf
language: de
warmup:
  - 60s march
workout:
  - 2 rounds:
      - 12 push-ups
      - transition 10s
      - 15s side plank per side
  - rest 20s
  - 3 sets, rest 45s:
      - 37.5s hollow hold
cooldown:
  - 30s walk
"""


def templates(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Each label with its path; of a counted one the form that goes with most numbers."""
    for name, inside in value.items():
        if isinstance(inside, dict):
            counted = "other" in inside
            yield from [(name, inside["other"])] if counted else templates(inside, f"{path}{name}.")
        else:
            yield f"{path}{name}", inside


def labels(language: str) -> dict[str, Any]:
    found: dict[str, Any] = phrases_for(language)[0].data["labels"]
    return found


@pytest.mark.parametrize("language", languages())
def test_every_language_has_every_label_with_its_fields(language: str) -> None:
    fields = {name: fields_of(label) for name, label in templates(labels(language))}
    assert fields == {name: fields_of(label) for name, label in templates(labels("en"))}
    assert all(label.strip() for _, label in templates(labels(language)))


@pytest.mark.parametrize("language", languages())
def test_a_figure_stands_in_every_form(language: str) -> None:
    shown = labels_for(language)
    for name in ("rounds", "exercises", "reps", "more", "repeated"):
        for number in (1, 2, 5, 21, 100):
            assert str(number) in shown.count(name, number, dose="")


@pytest.mark.parametrize("language", languages())
def test_sides_have_a_letter_each(language: str) -> None:
    letters = labels_for(language).letter("left"), labels_for(language).letter("right")
    assert [len(letter) for letter in letters] == [1, 1]
    assert letters[0] != letters[1]
    assert all(letter.isupper() for letter in letters)


@pytest.mark.parametrize("language", languages())
def test_every_kind_has_a_word(language: str) -> None:
    shown = labels_for(language)
    assert all(shown.kind(kind) for kind in Kind)
    assert all(shown.legend(kind) for kind in Kind if kind is not Kind.WORK)


def test_lengths_in_figures_have_the_mark_of_the_language() -> None:
    assert labels_for("en").span(37_500) == "37.5 s"
    assert labels_for("de").span(37_500) == "37,5 s"
    assert labels_for("de").span(90_000) == "1:30 min"


def test_a_side_that_no_language_lists_is_shown_as_written() -> None:
    assert labels_for("de").side("vorn") == "vorn"
    assert labels_for("de").letter("vorn") == "V"
    assert labels_for("de").side(None) == ""


def test_a_language_without_labels_has_english_ones() -> None:
    assert labels_for("tlh").kind(Kind.REST) == "rest"
    assert timeline(PLAN.replace("de", "tlh", 1)).language == "en"


def test_a_card_in_german() -> None:
    assert (
        markdown(timeline(PLAN))
        == """\
# Rumpf

8:09 insgesamt, Belastung 5:22.

## Aufwärmen

| Übung | Umfang |
| --- | --- |
| Marschieren | 1 min |

## Hauptteil

**2 Runden:**

| Übung | Umfang | Seiten | Pause |
| --- | --- | --- | --- |
| Liegestütze | 12 Wdh. |  | 10 s zum Wechseln |
| Seitstütz | 15 s | links, rechts |  |

Pause danach: 20 s.

| Übung | Umfang | Pause |
| --- | --- | --- |
| Schiffchen halten | 3 × 37,5 s | 45 s zwischen den Sätzen |

## Abwärmen

| Übung | Umfang |
| --- | --- |
| Gehen | 30 s |
"""
    )


def test_a_calendar_in_german() -> None:
    event = ics(timeline(PLAN.replace("de", "de-AT", 1))).replace("\r\n ", "")
    plan = event.partition("DESCRIPTION:")[2].partition("\r\n")[0]
    assert plan.replace("\\n", "\n").replace("\\,", ",").splitlines() == [
        "8:09 insgesamt, Belastung 5:22.",
        "",
        "Aufwärmen:",
        "- Marschieren 1 min",
        "",
        "Hauptteil, 2 Runden:",
        "- Liegestütze 12 Wdh., Pause 10 s zum Wechseln",
        "- Seitstütz 15 s, links und rechts",
        "Pause danach: 20 s",
        "",
        "- Schiffchen halten 3 × 37,5 s, Pause 45 s zwischen den Sätzen",
        "",
        "Abwärmen:",
        "- Gehen 30 s",
    ]


def test_a_picture_in_german() -> None:
    root = ET.fromstring(svg(timeline(PLAN)))
    texts = ["".join(text.itertext()) for text in root.iter("{http://www.w3.org/2000/svg}text")]
    assert texts[1:5] == ["8:09 · Belastung 5:22 · 5 Übungen", "Runde 1", "Runde 2", "Hauptteil"]
    assert [text for text in texts[5:] if len(text) > 5] == [
        "Aufwärmen · 1 min",
        "Marschieren1 min",
        "Hauptteil · 6:13 min",
        "Liegestütze2 × 12 Wdh.",
        "Seitstütz2 × 15 s pro Seite",
        "Schiffchen halten3 × 37,5 s",
        "Abwärmen · 30 s",
        "Gehen30 s",
        "Übungswechsel",
        "Seitenwechsel",
        "Vorbereitung",
        "Ansage",
    ]


def test_lyrics_of_the_tag_in_german() -> None:
    workout, _ = parse(PLAN)
    assert workout is not None
    tag = metadata(workout, timeline(PLAN), b"")
    assert tag.language == "deu"
    assert tag.lyrics[:5] == (
        (19_050, "Marschieren (1:00)"),
        (79_050, "Liegestütze, 12 Wdh. (0:30)"),
        (109_050, "Übungswechsel (0:10)"),
        (119_050, "Seitstütz, links (0:15)"),
        (134_050, "Seitenwechsel, rechts (0:05)"),
    )


def test_lyrics_of_what_is_said_in_german() -> None:
    said = [line.partition("]")[2] for line in lrc(timeline(PLAN)).splitlines()]
    assert said[2:6] == [
        "Rumpf.",
        "Acht Minuten. Drei Übungen.",
        "Aufwärmen.",
        "Erste Übung: Marschieren.",
    ]


def test_the_table_has_german_rows_below_its_english_heads() -> None:
    rows = [re.split(" {2,}", row.strip()) for row in _plain_table(timeline(PLAN)).splitlines()]
    assert rows[0] == ["Rumpf · 8:09, Belastung 5:22"]
    assert rows[2] == ["at", "for", "what", "round"]
    assert [row[2] for row in rows[11:16]] == [
        "12 Liegestütze",
        "Übungswechsel",
        "Seitstütz, links",
        "Wechsel nach rechts",
        "Seitstütz, rechts",
    ]


def test_chapters_in_german() -> None:
    titles = [chapter.title for chapter in timeline(PLAN).chapters]
    assert titles[:5] == [
        "Begrüßung",
        "Aufwärmen · Marschieren",
        "Runde 1 von 2 · Liegestütze",
        "Runde 1 von 2 · Seitstütz, links",
        "Runde 1 von 2 · Seitstütz, rechts",
    ]
