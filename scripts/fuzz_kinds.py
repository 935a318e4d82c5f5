"""The other kinds of files, for `fuzz.py`: how each is read, and texts that are taken."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from audioworkout.ground.diagnostics import Diagnostic
from audioworkout.language.document import parse_exercises, parse_lexicon
from audioworkout.language.document.inputs import Source
from audioworkout.plan.coaching import coach
from audioworkout.plan.unrolling import unroll
from audioworkout.podcast.shows.document import parse as parse_show
from audioworkout.podcast.shows.ledger import parse_ledger
from audioworkout.session import compiling, trust
from audioworkout.session.compiling import Options
from audioworkout.voices.configured import parse_commands
from audioworkout.words import catalogue
from audioworkout.words.exercise import Exercise
from audioworkout.words.phrases import phrases_for

Problems = tuple[Diagnostic, ...]
STARTER = Path(compiling.__file__).parents[1] / "words" / "data" / "show.yaml"


@dataclass(frozen=True, slots=True)
class Kind:
    """Files of one kind: what is found wrong with a text, and texts with which nothing is."""

    problems: Callable[[str], Problems]
    seeds: tuple[str, ...]
    words: str


def _show(text: str) -> Problems:
    show, problems = parse_show(text, lambda spec: (spec,) if spec.endswith(("ml", "g")) else ())
    if show is None and not problems:
        raise AssertionError("neither a show nor a diagnostic")
    return () if show else problems


def _ledger(text: str) -> Problems:
    ledger, problems = parse_ledger(text)
    if ledger is None and not problems:
        raise AssertionError("neither a ledger nor a diagnostic")
    return problems


def _exercises(text: str) -> Problems:
    """What is accepted must do in a workout, too."""
    found, problems = parse_exercises(text)
    if not problems:
        _used(found)
    return problems


def _used(found: tuple[Exercise, ...]) -> None:
    rows = "".join(f"  - exercise: {_quoted(each.name)}\n    work: 30s\n" for each in found[:20])
    source = Source("w", f"title: All\nworkout:\n{rows or '  - rest 5s'}\n", Path(), "w")
    checked, _ = compiling.check(source, Options())
    if checked is not None:
        find = partial(catalogue.find, own=found, language="en")
        workout = checked.workout
        coach(unroll(workout, find)[0], workout, phrases_for("en")[0], find)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


KINDS = {
    "show": Kind(
        _show,
        (
            STARTER.read_text(encoding="utf-8"),
            """\
title: Legs at seven
description: |
  Two sessions a week.

  No equipment.
author: Hill Runners
email: coach@example.org
link: https://example.org/legs/
language: pt-BR
category: [Health & Fitness > Fitness, Sports > Running]
type: serial
explicit: no
copyright: 2027 Hill Runners
funding: {link: https://example.org/give, words: Support us}
persons: [Hill Runners, {name: A Guest, role: guest, link: https://example.org/}]
locked: yes
bitrate: 96
voice: joe
also: [m4a, opus]
timezone: Europe/Berlin
episodes:
  - {workout: [a.yaml, b.yaml], date: 2027-01-04 18:30, every: "monday, thursday", number: 1}
  - {workout: legs.yaml, title: Legs, slug: legs, season: 2, number: 3, type: bonus}
""",
        ),
        "2027-01-04 every: week monday season number slug trailer image: a.jpg Europe/Rome 06:00Z",
    ),
    "exercises": Kind(
        _exercises,
        (
            """\
wall ball:
  aliases: [wall balls, ball to the wall]
  sided: off
  seconds_per_rep: 2.5
  position: standing
  tips: [Catch it low., Chest up.]
  equipment: medicine ball
  muscles: [legs, shoulders]
  kind: strength
""",
            "squats: {seconds_per_rep: 4}\nkick: {sided: on, limb: leg}\n",
        ),
        "aliases: sided: on limb: leg seconds_per_rep: 2.5 position: tips: equipment: muscles: 0",
    ),
    "lexicon": Kind(
        lambda text: parse_lexicon(text, "de")[1],
        ("RDL: R D L\nde:\n  Burpee: Börpi\n", "kettlebell: kettle bell\nen: {row: roe}\n"),
        "de: en: pt-BR: say RDL kettlebell",
    ),
    "voices": Kind(
        lambda text: parse_commands(text)[1],
        (
            """\
commands:
  say: {run: [say, -o, "{output}", --data-format=LEI16@22050, "{text}"], language: en}
  mimic: {run: [mimic3, --rate, "{rate}"], language: pt-BR, timeout: 1:30}
""",
        ),
        "run: language: timeout: {text} {output} {rate} {{text}} commands: sh -c",
    ),
    "ledger": Kind(
        _ledger,
        (
            """\
guid: 917393e3-1b1e-5cef-ace4-edaa54e1f810
link: https://example.org/legs/
episodes:
  legs: 2027-01-04 06:00Z 2ed5b4a8-39a5-5a3b-8b34-7fcb0a1b9d0e
  core: '2027-01-05 06:00:30Z https://example.org/?p=12 : x'
""",
        ),
        "2027-01-04 06:00Z guid: link: episodes: 2ed5b4a8-39a5-5a3b-8b34-7fcb0a1b9d0e",
    ),
    "trusted": Kind(
        lambda text: trust.parse(text)[1],
        ("# mine\nplaces:\n  - ~/Music\n  - /srv/songs\n", "places: /srv/songs\n"),
        "places: ~ ~root / .. /srv",
    ),
}
