"""Whose files a workout may use: those of its own folder, and those that the user's settings list.

A workout may be a stranger's. What it names goes into what is published or served, so there it must
not reach for the recordings, songs and pictures of whoever publishes it. A model of a voice runs
on this computer, so it needs the user's word everywhere.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from audioworkout.ground import folders
from audioworkout.ground.diagnostics import Diagnostic, Span, error
from audioworkout.ground.nodes import Node, read
from audioworkout.language.document import inputs
from audioworkout.language.keys import Key, Mistakes, fill, one_or_many, plain_text, refusal
from audioworkout.language.model import FILLERS, Play, Workout
from audioworkout.plan.segments import Segment
from audioworkout.voices import Voice
from audioworkout.voices.piper import MODEL, PiperVoice, downloads
from audioworkout.voices.recorded import RecordedVoice

FILE = "trusted.yaml"


@dataclass(frozen=True, slots=True)
class Trust:
    """Files and folders that may be used besides those of one's own folder, or `anywhere`."""

    places: tuple[Path, ...] = ()
    anywhere: bool = False

    def allows(self, path: Path, homes: Iterable[Path]) -> bool:
        """Whether a file or folder lies in one of them or in a home, links followed."""
        if self.anywhere:
            return True
        real = Path(os.path.realpath(path))
        return any(real.is_relative_to(os.path.realpath(each)) for each in (*homes, *self.places))

    def also(self, places: Iterable[Path]) -> "Trust":
        """The same with further places."""
        return replace(self, places=(*self.places, *places))


OWN_ONLY = Trust()


@dataclass(frozen=True, slots=True)
class Named:
    """A file or folder that is named, how, and where."""

    path: Path
    name: str
    origin: Span


# The user's settings


def of_user(*, anywhere: bool = False) -> Trust:
    """What `trusted.yaml` among the settings lists; raises WorkoutError with its mistakes."""
    path = folders.configuration() / FILE
    if not path.is_file():
        return Trust(anywhere=anywhere)
    source = inputs.read(path)
    places, problems = parse(source.text)
    if problems:
        raise inputs.refused(source, problems)
    return Trust(places, anywhere)


def parse(text: str) -> tuple[tuple[Path, ...], tuple[Diagnostic, ...]]:
    """The places of such a file's text, and every mistake in it, by place."""
    if not any(line.partition("#")[0].strip() for line in text.splitlines()):
        return (), ()
    root, problems = read(text)
    if root is None:
        return (), problems
    try:
        return fill(KEYS, root, "a list of trusted places")["places"], ()
    except Mistakes as mistakes:
        return (), tuple(sorted(mistakes.diagnostics, key=lambda found: found.span))


def _place(node: Node) -> Path:
    text = plain_text(node)
    try:
        place = Path(text).expanduser()
    except RuntimeError:
        raise refusal(f"there is no such home folder: `{text}`", node.span) from None
    if not place.is_absolute():
        hint = "begin with `/`, or with `~` for your home folder"
        raise refusal(f"expected a whole path, found `{text}`", node.span, hint)
    return place


KEYS = {"places": Key(one_or_many(_place), needed="places: [~/Music/licensed]")}
"""The keys of the file."""


# What is named


def named(workout: Workout, segments: Sequence[Segment], folder: Path) -> Iterator[Named]:
    """The files and folders that a workout in a folder names, all but those of its voices."""
    if workout.image:
        yield _named(folder, workout.image, workout.place_of("image"))
    for play in dict.fromkeys(s.source for s in segments if isinstance(s.source, Play)):
        yield _named(folder, play.file, play.origin)
    for _, file in workout.sounds.own:
        yield _named(folder, file, workout.place_of("sounds"))
    if music := workout.music:
        for file in (*music.files, *music.work.files, *music.rest.files):
            yield Named(folder / folders.at_home(file), file, music.origin)
    if workout.pause not in FILLERS:
        name = workout.pause
        yield Named(folder / folders.at_home(name), name, workout.place_of("pause"))


def _named(folder: Path, name: str, origin: Span) -> Named:
    return Named(folder / name, name, origin)


def recordings(voices: Iterable[Voice]) -> Iterator[Path]:
    """The folders of recordings among voices."""
    for voice in map(_itself, voices):
        if isinstance(voice, RecordedVoice):
            yield voice.folder


def models(voices: Iterable[Voice]) -> Iterator[Path]:
    """The models among voices that were named by their files."""
    for voice in map(_itself, voices):
        if isinstance(voice, PiperVoice) and MODEL in voice.name:
            yield voice.model


def _itself(voice: Voice) -> Voice:
    """The voice, which may speak at another speed than its own."""
    own: Voice = getattr(voice, "voice", voice)
    return own


def within(path: Path) -> Iterator[Path]:
    """A file; or a folder and the files in it, any of which may be a link."""
    yield path
    if path.is_dir():
        yield from sorted(child for child in path.iterdir() if child.is_file())


def outside(names: Iterable[Named], trust: Trust, *homes: Path) -> Iterator[Named]:
    """What is not to be used."""
    for each in names:
        if not all(trust.allows(path, homes) for path in within(each.path)):
            yield each


# What is told


def refused_public(names: Iterable[Named], trust: Trust, *homes: Path) -> Iterator[Diagnostic]:
    """A mistake for each name of what must not become public."""
    for each in outside(names, trust, *homes):
        hint = (
            f"copy it there, list its place in {folders.configuration() / FILE}, or allow it once"
            " with `--allow-outside`"
        )
        yield error(
            f"`{each.name}` lies outside of this folder, and would become public",
            each.origin,
            hint,
        )


def refused_models(voices: Iterable[Voice], trust: Trust, origin: Span) -> Iterator[Diagnostic]:
    """A mistake for each model that nobody said may run here."""
    for model in models(voices):
        if not trust.allows(model, (downloads(),)):
            settings = folders.configuration() / FILE
            hint = f"list it under `places` in {settings} if you trust where it comes from"
            message = f"the voice {model} is a model from outside of {downloads()}"
            yield error(message, origin, hint)


def notes(names: Iterable[Named], folder: Path) -> Iterator[str]:
    """A line for each file that a workout names from elsewhere, unless the settings list it."""
    if found := tuple(outside(names, OWN_ONLY, folder)):
        for each in outside(found, of_user(), folder):
            yield (
                f"line {each.origin.line}: `{each.name}` lies outside of the workout's folder;"
                " `publish` and `serve` would refuse it"
            )
