"""Feeds mutated files of all kinds to the front end, and says what it withstood.

    python scripts/fuzz.py [--runs 100000] [--seed 1] [--guided]

Each input must be taken, or give diagnostics with a span inside the text: no other exception,
within a second, and with no more than 200 MiB held by the process. Mutations flip, insert,
delete and repeat characters, words and lines, and splice two inputs. The slowest input is
named; a failing one is printed whole, with the exit code 1. `--guided` lets atheris, where it
is installed, look for inputs that reach new code.
"""

import argparse
import random
import resource
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from audioworkout import importing
from audioworkout.ground.diagnostics import Diagnostic
from audioworkout.language.document import parse
from audioworkout.plan.unrolling import unroll
from audioworkout.words import catalogue
from audioworkout.words.phrases import phrase_fields
from fuzz_kinds import KINDS, Kind

TOP = Path(__file__).parent.parent
WORKOUTS = ("workouts/**/*.yaml", "tests/golden/diagnostics/*.yaml")
GUIDED_MEMORY = 500  # MiB: the instrumentation and its corpus take their share
SLOWEST = 1.0  # s for one input
MOST_MEMORY = 200  # MiB for the process
WORDS = """30s 1:30 90 0s -5s 8-12 12 3x12 1h 400m 5:00/km 3-5 rounds sets rest per leg each side
tempo 4-0-1 every 2s max in emom 10 min amrap tabata ladder 21-15-9 pyramid superset any of
shuffled: say "x" silence play switch 3s x8 ( ) [ ] { } : , - • * & # | > ' \\ \t é 中 \u202e
title workout warmup cooldown exercise work reps sides tip cues effort coaching &a *a << Repeat
perform five rounds seconds minutes""".split()  # noqa: SIM905


def seeds(*patterns: str) -> list[str]:
    """The texts of the files that the patterns name."""
    files = sorted(path for pattern in patterns for path in TOP.glob(pattern) if path.is_file())
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in files]
    return [text for text in texts if len(text) < 5_000]


def mutated(dice: random.Random, corpus: list[str]) -> str:
    """A seed, changed in one to four places."""
    text = dice.choice(corpus)
    for _ in range(dice.randint(1, 4)):
        text = dice.choice(MUTATIONS)(dice, text, corpus)
    return text[:20_000]


def _flip(dice: random.Random, text: str, _: list[str]) -> str:
    at = dice.randrange(len(text) + 1)
    char = chr(dice.choice((dice.randrange(128), dice.randrange(0xD800))))
    return text[:at] + char + text[at + 1 :]


def _word(dice: random.Random, text: str, _: list[str]) -> str:
    at = dice.randrange(len(text) + 1)
    space = dice.choice(("", " "))
    return f"{text[:at]}{space}{dice.choice(WORDS)}{space}{text[at:]}"


def _delete(dice: random.Random, text: str, _: list[str]) -> str:
    at = dice.randrange(len(text) + 1)
    return text[:at] + text[at + dice.randrange(40) :]


def _repeat(dice: random.Random, text: str, _: list[str]) -> str:
    lines = text.split("\n")
    at = dice.randrange(len(lines))
    return "\n".join([*lines[:at], *lines[at : at + 1] * dice.choice((2, 3, 50)), *lines[at + 1 :]])


def _indent(dice: random.Random, text: str, _: list[str]) -> str:
    lines = text.split("\n")
    at = dice.randrange(len(lines))
    lines[at] = dice.choice(("  ", "      ", "\t")) + lines[at].lstrip()
    return "\n".join(lines)


def _splice(dice: random.Random, text: str, corpus: list[str]) -> str:
    other = dice.choice(corpus)
    return text[: dice.randrange(len(text) + 1)] + other[dice.randrange(len(other) + 1) :]


MUTATIONS = (_flip, _word, _word, _delete, _repeat, _indent, _splice)


def compiled(text: str) -> str:
    """Whether a workout is a `plan` or is `refused`. Raises AssertionError where it is neither."""
    workout, problems = parse(text, phrase_fields=phrase_fields())
    if workout is not None:
        segments, problems = unroll(workout, partial(catalogue.find, own=workout.exercises))
        if segments:
            return "plan"
    if not problems:
        raise AssertionError("neither a plan nor a diagnostic")
    _require_spans(problems, text)
    return "refused"


def _require_spans(problems: tuple[Diagnostic, ...], text: str) -> None:
    last = text.count("\n") + text.count("\r") + text.count("\x85") + 2
    for problem in problems:
        if not (1 <= problem.span.line <= last and problem.span.column >= 1):
            raise AssertionError(f"a span outside the text: {problem}")


def imported(text: str) -> str:
    """Whether a text reads as a pasted plan; what comes out must parse."""
    try:
        made = importing.convert(text)
    except importing.ImportRefusedError:
        return "unread"
    if parse(made.text)[0] is None:
        raise AssertionError(f"the import does not parse:\n{made.text}")
    return "imported"


def read(kind: Kind, text: str) -> str:
    """Whether a file of another kind is taken or refused, with a place inside the text."""
    problems = kind.problems(text)
    _require_spans(problems, text)
    return "refused" if problems else "taken"


def _withstand(dice: random.Random, number: int, corpora: dict[str, list[str]]) -> tuple[str, str]:
    """The kind of file whose turn it is, and a text for it."""
    others = [*KINDS]
    kind = ("import", "workout", "workout", *dice.sample(others, 2))[number % 5]
    return kind, mutated(dice, corpora[kind])


def _outcome(kind: str, text: str) -> str:
    match kind:
        case "workout":
            return compiled(text)
        case "import":
            return imported(text)
        case _:
            return f"{kind} {read(KINDS[kind], text)}"


def guided(runs: int, seed: int) -> None:
    """The same promises, with inputs that atheris grows from the seeds."""
    import atheris

    def one(data: bytes) -> None:
        compiled(data.decode("utf-8", "replace"))

    with tempfile.TemporaryDirectory() as corpus:
        for number, text in enumerate(seeds(*WORKOUTS)):
            Path(corpus, str(number)).write_text(text, encoding="utf-8")
        options = [f"-runs={runs}", f"-seed={seed}", f"-timeout={SLOWEST:.0f}", "-max_len=4000"]
        atheris.instrument_all()
        atheris.Setup([sys.argv[0], *options, f"-rss_limit_mb={GUIDED_MEMORY}", corpus], one)
        atheris.Fuzz()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--guided", action="store_true")
    given = parser.parse_args()
    if given.guided:
        guided(given.runs, given.seed)
        return
    dice = random.Random(given.seed)
    corpora = {"workout": seeds(*WORKOUTS), "import": seeds("tests/golden/import/*")}
    corpora |= {name: [*kind.seeds, kind.words] for name, kind in KINDS.items()}
    for name, other in KINDS.items():
        for text in other.seeds:
            if problems := other.problems(text):
                raise SystemExit(f"a seed of {name} is refused: {problems[0]}")
    outcomes: dict[str, int] = {}
    slowest, slow_text = 0.0, ""
    for number in range(given.runs):
        kind, text = _withstand(dice, number, corpora)
        began = time.process_time()
        try:
            outcome = _outcome(kind, text)
        except Exception as broken:
            print(f"{type(broken).__name__}: {broken}\n{text}", file=sys.stderr)
            raise SystemExit(1) from broken
        took = time.process_time() - began
        if took > slowest:
            slowest, slow_text = took, text
        outcomes[outcome] = outcomes.get(outcome, 0) + 1
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    number = sum(map(len, corpora.values()))
    print(f"{given.runs:,} inputs from {number} seeds, without an exception")
    for outcome, count in sorted(outcomes.items()):
        print(f"  {outcome:<20} {count:>8,}")
    print(f"slowest {slowest:.2f} s of CPU, memory {memory:.0f} MiB")
    if slowest > SLOWEST or memory > MOST_MEMORY:
        print(slow_text, file=sys.stderr)
        raise SystemExit(1)


if __name__ == "__main__":
    main()
