"""`audioworkout sounds`: the sound packs, and hearing or keeping what is in them."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audioworkout.cli.console import print_table
from audioworkout.ground import files
from audioworkout.ground.diagnostics import WorkoutError
from audioworkout.ground.units import Ms, samples
from audioworkout.sound import clip_making, clips, playback, tones
from audioworkout.sound.formats import format_by_name

if TYPE_CHECKING:
    from rich.table import Table

APART: Ms = 400  # between two sounds, so that the ear can tell where one ends


def sounds(
    pack: Annotated[
        str | None, typer.Argument(metavar="PACK", help="The pack to hear.", show_default=False)
    ] = None,
    role: Annotated[
        str | None,
        typer.Argument(metavar="ROLE", help="One of its sounds: `go`.", show_default=False),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FOLDER_OR_FILE",
            help="A folder for WAV files, or one `.wav` file for all, in place of playing them.",
        ),
    ] = None,
) -> None:
    """Show the sound packs, play one or one of its sounds, or write them as WAV files."""
    if pack is None:
        if output is not None:
            raise typer.BadParameter("name a pack to write: `audioworkout sounds classic -o DIR`")
        _show()
        return
    if output is not None and format_by_name(output) not in (None, "wav"):
        wav = output.with_suffix(".wav")
        raise WorkoutError(f"{output}: WAV files are written; call it `{wav}`, or name a folder")
    made = {name: tones.tone_pcm(pack, name) for name in ([role] if role else tones.ROLES)}
    if output is None:
        _play(made)
    elif output.suffix.lower() == ".wav" and not output.is_dir():
        _write(output, _in_turn(made.values()))
    else:
        _write_each(output, made)


def _show() -> None:
    words = tones.described()
    print_table(_packs(words["packs"].items()))
    print_table(_lengths(tuple(words["packs"]), words["roles"].items()))


def _packs(packs: Iterable[tuple[str, str]]) -> "Table":
    view = _table("pack", "")
    for name, text in packs:
        view.add_row(name, text)
    return view


def _lengths(packs: tuple[str, ...], roles: Iterable[tuple[str, str]]) -> "Table":
    """A row for each role, and in each pack's column how long its sound is."""
    view = _table("role", "length in ms")
    for pack in packs:
        view.add_column(pack, justify="right")
    for role, text in roles:
        view.add_row(role, text, *(str(tones.tone_length(pack, role)) for pack in packs))
    return view


def _table(*columns: str) -> "Table":
    from rich import box
    from rich.table import Table

    view = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in columns:
        view.add_column(name)
    return view


def _play(made: dict[str, bytes]) -> None:
    for name, clip in made.items():
        print(_line(name, clip), flush=True)
        try:
            playback.play(clip + _pause())
        except WorkoutError as silent:
            raise WorkoutError(f"{silent}; `-o FOLDER` writes WAV files") from silent


def _write_each(folder: Path, made: dict[str, bytes]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as failed:
        raise WorkoutError(f"cannot write {folder}: {failed.strerror or failed}") from failed
    for name, clip in made.items():
        _write(folder / f"{name}.wav", clip)


def _write(path: Path, clip: bytes) -> None:
    with files.atomic_write(path) as file:
        clip_making.as_segment(clip).export(file, format="wav")
    print(_line(str(path), clip))


def _line(name: str, clip: bytes) -> str:
    return f"{name}  {clips.length(clip)} ms"


def _in_turn(clips: Iterable[bytes]) -> bytes:
    """Clips one after the other, APART."""
    return _pause().join(clips)


def _pause() -> bytes:
    return bytes(2 * samples(APART))
