"""Composed lines in seven languages: read as what they say, or refused; never as something else."""

import json
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioworkout.language.document import parse
from audioworkout.language.model import (
    Block,
    Circuit,
    Group,
    Pause,
    Range,
    Reps,
    Section,
    Time,
    Work,
)
from audioworkout.words import catalogue

UNITS = {
    1_000: "s sec secs. seconds Sek. Sekunden Sekunde secondes seconde segundos seg. secondi "
    "segundos segs seconden sec.",
    60_000: "min mins minutes Min. Minuten minuto minutos minuti minuut minuten mn",
}
UNIT = st.sampled_from([(word, ms) for ms, words in UNITS.items() for word in words.split()])
REPS = st.sampled_from(
    [
        "reps",
        "repetitions",
        "Wdh.",
        "Wiederholungen",
        "répétitions",
        "rép.",
        "repeticiones",
        "ripetizioni",
        "rip.",
        "repetições",
        "herhalingen",
        "mal",
        "fois",
        "veces",
        "volte",
        "vezes",
        "keer",
        "times",
    ]
)
SETS = st.sampled_from(
    ["sets", "set", "Sätze", "Serien", "séries", "series", "serie", "tandas", "séries", "reeksen"]
)
ROUNDS = st.sampled_from(
    [
        "rounds",
        "Rounds",
        "round",
        "circuits",
        "Runden",
        "Durchgänge",
        "tours",
        "circuits",
        "rondas",
        "vueltas",
        "giri",
        "circuiti",
        "rodadas",
        "voltas",
        "rondes",
        "rondjes",
        "times",
        "mal",
        "fois",
        "veces",
        "volte",
        "vezes",
        "keer",
    ]
)
RESTS = st.sampled_from(
    [
        "rest",
        "Rest",
        "recovery",
        "break",
        "Pause",
        "Erholung",
        "Trabpause",
        "repos",
        "récup.",
        "récupération",
        "descanso",
        "rec",
        "recuperación",
        "riposo",
        "recupero",
        "pausa",
        "intervalo",
        "rust",
        "pauze",
        "herstel",
        "dribbelpauze",
    ]
)
SIDES = st.sampled_from(
    [
        "per leg",
        "each side",
        "per arm",
        "pro Bein",
        "je Seite",
        "jede Seite",
        "par jambe",
        "de chaque côté",
        "chaque bras",
        "por pierna",
        "cada lado",
        "per gamba",
        "ogni lato",
        "por perna",
        "cada perna",
        "per been",
        "per kant",
        "elke kant",
        "/leg",
        "/Bein",
        "/jambe",
    ]
)
NAME = st.sampled_from(
    [
        "squats",
        "push-ups",
        "plank",
        "Kniebeugen",
        "Liegestütze",
        "pompes",
        "fentes",
        "sentadillas",
        "flexiones",
        "plancha",
        "piegamenti",
        "affondi",
        "agachamentos",
        "prancha",
        "opdrukken",
        "lunges",
        "burpees",
    ]
)
OF = st.sampled_from(["", "", "of ", "de ", "di ", "da ", "von ", "van ", "à "])
NUMBER = st.integers(2, 60)
WORDS = st.sampled_from(
    [
        "two",
        "three",
        "five",
        "ten",
        "zwei",
        "drei",
        "fünf",
        "zehn",
        "deux",
        "trois",
        "cinq",
        "dix",
        "dos",
        "tres",
        "cinco",
        "diez",
        "due",
        "tre",
        "cinque",
        "dieci",
        "dois",
        "três",
        "dez",
        "twee",
        "drie",
        "vijf",
        "tien",
    ]
)
VALUES = dict(
    zip(
        [
            "two",
            "three",
            "five",
            "ten",
            "zwei",
            "drei",
            "fünf",
            "zehn",
            "deux",
            "trois",
            "cinq",
            "dix",
            "dos",
            "tres",
            "cinco",
            "diez",
            "due",
            "tre",
            "cinque",
            "dieci",
            "dois",
            "três",
            "dez",
            "twee",
            "drie",
            "vijf",
            "tien",
        ],
        [2, 3, 5, 10, 2, 3, 5, 10, 2, 3, 5, 10, 2, 3, 5, 10, 2, 3, 5, 10, 2, 3, 10, 2, 3, 5, 10],
        strict=True,
    )
)


def blocks(item: object) -> tuple[Block, ...]:
    """The blocks that a step or a heading makes, none where it is refused."""
    made, _ = parse(f"title: T\nworkout: {json.dumps([item])}")
    return made.workout if made else ()


def works(found: tuple[Block, ...]) -> Iterator[Work]:
    for block in found:
        if isinstance(block, Group):
            yield from works(block.blocks)
        elif isinstance(block, Work):
            yield block


def exactly(value: int) -> Range:
    return Range(value, value)


@given(NUMBER, UNIT, OF, NAME, st.booleans())
def test_a_time_is_a_time(
    number: int, unit: tuple[str, int], of: str, name: str, behind: bool
) -> None:
    line = f"{name} {number} {unit[0]}" if behind else f"{number} {unit[0]} {of}{name}"
    for work in works(blocks(line)):
        assert work.dose == Time(exactly(number * unit[1]))
        assert catalogue.key(work.exercise) == catalogue.key(name)


@given(NUMBER, REPS, OF, NAME)
def test_reps_are_reps(number: int, unit: str, of: str, name: str) -> None:
    for work in works(blocks(f"{number} {unit} {of}{name}")):
        assert work.dose == Reps(exactly(number))
        assert catalogue.key(work.exercise) == catalogue.key(name)


@given(NUMBER, SETS, OF, NUMBER, NAME)
def test_sets_are_sets(sets: int, word: str, of: str, reps: int, name: str) -> None:
    for line in (f"{sets} {word} {of}{reps} {name}", f"{name} {sets} {word} {of}{reps}"):
        for work in works(blocks(line)):
            assert (work.sets, work.dose) == (exactly(sets), Reps(exactly(reps)))
            assert catalogue.key(work.exercise) == catalogue.key(name)


@given(st.one_of(NUMBER.map(str), WORDS), ROUNDS, OF, NAME)
def test_rounds_in_a_line_are_no_reps(number: str, word: str, of: str, name: str) -> None:
    for line in (f"{number} {word} {of}10 {name}", f"10 {name}, {number} {word}"):
        for work in works(blocks(line)):
            assert word.lower().rstrip(".") == "times" or work.sets is not None
            assert word not in f"{work.exercise} {work.note}"


@given(st.one_of(NUMBER.map(str), WORDS), ROUNDS, st.sampled_from(["", "Main set, ", "Zirkel "]))
def test_rounds_in_a_heading_are_rounds(number: str, word: str, before: str) -> None:
    count = VALUES.get(number) or int(number)
    for block in blocks({f"{before}{number} {word}": ["10 squats"]}):
        assert isinstance(block, Group)
        assert isinstance(block.form, Circuit)
        assert block.form.rounds == exactly(count)


@given(NUMBER, UNIT, RESTS, st.booleans())
def test_a_rest_is_no_work(number: int, unit: tuple[str, int], word: str, first: bool) -> None:
    time = f"{number} {unit[0]}"
    for block in blocks(f"{word} {time}" if first else f"{time} {word}"):
        assert isinstance(block, Pause)
        assert block.length == exactly(number * unit[1])


@given(NUMBER, NAME, SIDES, st.sampled_from([" ", ", "]))
def test_sides_are_sides(number: int, name: str, sides: str, between: str) -> None:
    for work in works(blocks(f"{number} {name}{between}{sides}")):
        assert work.sides == ("left", "right")
        assert work.note is None


@pytest.mark.parametrize("word", ["Runden", "tours", "rondas", "giri", "voltas", "rondes", "times"])
def test_no_section_is_named_by_rounds(word: str) -> None:
    for count in ("3", "three", "drei", "trois", "tres", "tre", "três", "drie"):
        for block in blocks({f"{count} {word}": ["10 squats"]}):
            assert isinstance(block, Group)
            assert not isinstance(block.form, Section)
