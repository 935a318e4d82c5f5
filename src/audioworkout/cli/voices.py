"""`audioworkout voices`: who can speak here, trying a voice, adding one, a script to record."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audioworkout import voices
from audioworkout.cli import options
from audioworkout.cli.console import print_cache_problem, print_table, progress, size
from audioworkout.ground import cache as caching
from audioworkout.ground import files
from audioworkout.ground.diagnostics import WorkoutError
from audioworkout.language import document
from audioworkout.session import compiling
from audioworkout.sound import clip_making, clips, playback

if TYPE_CHECKING:
    from rich.table import Table

    from audioworkout.voices import Offer
    from audioworkout.voices.recorded import RecordedVoice

SHOWN = 9  # voices of an engine, unless all are wanted

app = typer.Typer(help="Show, try, add and record voices.")


@app.callback(invoke_without_command=True)
def show(
    context: typer.Context,
    language: Annotated[
        str | None, typer.Option(metavar="LANGUAGE", help="Only voices of a language: `de`.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Show every voice of each engine.")] = False,
) -> None:
    """Show which voices can be used here, and why the rest cannot."""
    if context.invoked_subcommand:
        return
    rows: list[tuple[str, str, str, bool]] = []
    for engine in voices.engines():
        try:
            found = [o for o in voices.offers(engine) if _speaks(o, language)]
        except voices.VoiceError as absent:
            rows.append((engine, "", str(absent), False))
            continue
        shown = found if every or language else found[:SHOWN]
        rows += [(offer.spec, offer.language, offer.note, offer.ready) for offer in shown]
        if len(found) > len(shown):
            rows.append((f"{engine}:…", "", f"{len(found) - len(shown)} more: --all", True))
    if not rows:
        raise WorkoutError(f"no voice speaks `{language}` here; try `audioworkout voices --all`")
    print_table(_table(rows))


def _speaks(offer: "Offer", language: str | None) -> bool:
    if language is None:
        return True
    wanted, spoken = language.lower(), offer.language.lower()
    return spoken == wanted or spoken.startswith(f"{wanted}-") or spoken == "und"


def _table(rows: list[tuple[str, str, str, bool]]) -> "Table":
    from rich import box
    from rich.table import Table
    from rich.text import Text

    view = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    view.add_column("voice", overflow="fold")
    view.add_column("language")
    view.add_column("")
    for spec, language, text, ready in rows:
        style = "bold" if ready else "dim"
        view.add_row(Text(spec, style), language, Text(text, "" if ready else "dim"))
    return view


@app.command("try")
def try_(
    voice: Annotated[str, typer.Argument(metavar="VOICE", help="`name` or `engine:name`.")],
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What it says.")],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="A WAV file, in place of playing it."),
    ] = None,
) -> None:
    """Hear a voice say something, as it sounds in a workout."""
    if output is not None and output.suffix.lower() not in ("", ".wav"):
        raise WorkoutError(
            f"{output}: a WAV file is written; call it `{output.with_suffix('.wav')}`"
        )
    found = voices.find_voice(voice)
    if found.key(text) is None:
        raise voices.VoiceError(f"{found.name} has no “{text}”")
    clip = clip_making.make_clip(found.speak(text, 100))
    if not clip:
        raise voices.VoiceError(f"{found.name} says nothing for “{text}”")
    if output is None:
        playback.play(clip)
        return
    with files.atomic_write(output) as file:
        clip_making.as_segment(clip).export(file, format="wav")
    print(f"{output}  {clips.length(clip) / 1000:.2f} s  {found.name}")


@app.command()
def add(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="One of Piper's voices: `en_GB-alba-medium`.")
    ],
) -> None:
    """Download one of Piper's published voices."""
    with progress(name, quiet=False) as bar:
        model = voices.download.add(
            name, (lambda done, of: bar("download", done, of)) if bar else None
        )
    print(f"piper:{name}  {size(model.stat().st_size)}  {model}")


@app.command()
def remove(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A voice that was added.")],
) -> None:
    """Delete a voice that was added."""
    voices.download.remove(name)
    print(f"piper:{name} removed")


@app.command()
def script(
    workout: options.Workout,
    recorded: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="The recordings: `me` for `recorded:me`. Default: the file's."
        ),
    ] = None,
    missing: Annotated[
        bool, typer.Option("--missing", help="Only what is not recorded yet.")
    ] = False,
) -> None:
    """Print the phrases of a workout, with the file names to record them under."""
    source = document.inputs.read(workout)
    cache = caching.Cache()
    if recorded and not (folder := source.folder / recorded).exists():
        folder.mkdir(parents=True)
        print(f"{folder}: made for the recordings", file=sys.stderr)
    chosen = compiling.Options(voice=f"recorded:{recorded}" if recorded else None)
    with progress(source.stem, quiet=False) as bar:
        session = compiling.compile_workout(source, chosen, cache, bar, stand_in=True)
    phrases = session.sounds.script(session.timeline)
    found = [
        voice
        for voice in session.sounds.chain.voices
        if isinstance(voice, voices.recorded.RecordedVoice)
    ]
    for line in _script(phrases, found, missing):
        print(line)
    for voice in found:
        for name in voices.recorded.unused(voice.folder, phrases):
            print(f"{voice.name}: no phrase is spoken with `{name}`")
    print_cache_problem(cache)


def _script(
    phrases: tuple[str, ...], recordings: list["RecordedVoice"], missing: bool
) -> Iterator[str]:
    names = [
        voices.recorded.file_name(number, text) for number, text in enumerate(phrases, start=1)
    ]
    width = max(map(len, names), default=0)
    for name, text in zip(names, phrases, strict=True):
        there = any(voice.file_of(text) for voice in recordings)
        if not (missing and there):
            yield f"{'✓' if there else ' '} {name:<{width}}  {text}"
