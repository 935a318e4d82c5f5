"""A show of 200 episodes: the first build, a build of nothing new, one after an edit."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from measuring import Bench, Row, Run, fastest

EXERCISES = (
    *("squats", "push-ups", "walking lunges", "glute bridges", "mountain climbers"),
    *("plank", "dead bugs", "step-ups", "calf raises", "burpees"),
)
SECONDS = (20, 25, 30, 35)
MINUTE = """\
title: A minute
coaching: quiet
workout:
  - {first}s {one}
  - rest 10s
  - {second}s {two}
"""
SHOW = """\
title: Two hundred minutes
description: A minute a day.
author: The coach
email: coach@example.org
link: https://example.org/minutes/
bitrate: 64
episodes:
  - day-*.yaml
"""
EPISODES, QUICK = 200, 20


@dataclass(frozen=True, slots=True)
class Season:
    """A folder with a show and its workouts, which share their phrases."""

    folder: Path
    episodes: int

    @property
    def show(self) -> Path:
        """The show file."""
        return self.folder / "show.yaml"

    @property
    def public(self) -> Path:
        """Where it is published."""
        return self.folder / "public"

    def day(self, number: int) -> Path:
        """One of its workouts."""
        return self.folder / f"day-{number:03}.yaml"

    def write(self) -> None:
        """Show and workouts, no two of which are the same."""
        self.folder.mkdir()
        self.show.write_text(SHOW)
        for number in range(self.episodes):
            self.day(number).write_text(minute(number))

    def publishing(self, command: tuple[str, ...]) -> list[str | Path]:
        """The command, as a user writes it."""
        return [*command, "publish", "-q", self.show]

    def rendering(self, command: tuple[str, ...]) -> list[str | Path]:
        """All of them in one process."""
        days = map(self.day, range(self.episodes))
        return [*command, "render", "-q", "--bitrate", "64", "-o", self.folder / "out", *days]

    def loop(self, command: tuple[str, ...]) -> list[str | Path]:
        """What one would do without: a loop in the shell that renders each workout."""
        line = 'for day in "$0"/day-*.yaml; do "$@" -o "$0/${day##*/}.mp3" "$day" || exit 1; done'
        return ["sh", "-c", line, self.folder, *command, "render", "-q", "--bitrate", "64"]


def minute(number: int) -> str:
    """A workout of a minute, another for each number up to 1,600."""
    one, two = EXERCISES[number % 10], EXERCISES[(number // 10 + number + 1) % 10]
    first, second = SECONDS[number // 100 % 4], SECONDS[number // 10 % 4]
    return MINUTE.format(first=first, second=second, one=one, two=two)


def only_spoken(cache: Path, spoken: Path) -> Path:
    """A copy of a cache that has the phrases of `spoken`, and nothing that was encoded."""
    shutil.rmtree(cache, ignore_errors=True)
    shutil.copytree(spoken / "clip", cache / "clip")
    return cache


def publishing(bench: Bench, command: tuple[str, ...], quick: bool) -> Iterator[Row]:
    """Builds from a cache that has the phrases, beside a loop that only renders."""
    episodes = QUICK if quick else EPISODES
    season = Season(bench.folder / "season", episodes)
    season.write()
    spoken = bench.folder / "season-spoken"
    bench.once(season.rendering(command), spoken)
    cache = only_spoken(bench.folder / "season-cache", spoken)
    loop = bench.once(season.loop(command), cache)
    cache = only_spoken(cache, spoken)
    first = bench.once(season.publishing(command), cache)
    yield f"show, {episodes} episodes", first, f"{first.seconds / episodes:.2f} s an episode"
    yield "  rendered in a loop", loop, "no covers, pages or feed"
    unchanged = fastest(bench.once(season.publishing(command), cache) for _ in range(bench.times))
    yield "  nothing changed", unchanged, _each(bench, command, cache, unchanged, episodes)
    season.day(0).write_text(minute(EPISODES))
    edited = bench.once(season.publishing(command), cache)
    again = bench.once(season.loop(command), cache)
    yield "  after one edit", edited, f"{again.seconds / edited.seconds:.0f} × faster than the loop"
    yield "  the loop after it", again, "all but one from the cache"


def _each(bench: Bench, command: tuple[str, ...], cache: Path, whole: Run, episodes: int) -> str:
    """What an unchanged episode costs: what a show of all takes more than one of a single."""
    single = Season(bench.folder / "single", 1)
    single.write()
    bench.once(single.publishing(command), cache)
    one = fastest(bench.once(single.publishing(command), cache) for _ in range(bench.times))
    spent = (whole.seconds - one.seconds) / (episodes - 1)
    return f"{1000 * spent:.1f} ms an episode, {whole.memory - one.memory:+.0f} MiB for all"
