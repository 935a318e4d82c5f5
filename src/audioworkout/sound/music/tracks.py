"""Tracks: the files and folders that a workout names, checked and ready to be read."""

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from audioworkout.ground import ffmpeg
from audioworkout.ground.diagnostics import WorkoutError
from audioworkout.ground.files import open_regular
from audioworkout.ground.folders import at_home
from audioworkout.ground.units import SAMPLE_RATE
from audioworkout.sound.music import reading
from audioworkout.sound.streaming import Block
from audioworkout.voices.decode import (
    HIGHEST_SAMPLE_RATE,
    LOWEST_SAMPLE_RATE,
    MOST_CHANNELS,
)

# Of a folder's files, those that are music by name.
SUFFIXES = (
    *(".wav", ".wave", ".flac", ".mp3", ".ogg", ".oga", ".opus"),
    *(".aif", ".aiff", ".aifc", ".au", ".caf", ".w64"),
    *(".m4a", ".aac", ".mka", ".weba", ".wma", ".wv", ".ape", ".mpc", ".tta", ".dsf"),
)
UNSTATED = 1 << 62  # frames; libsndfile's count where there is none


@dataclass(frozen=True, slots=True)
class Track:
    """A file of music: mono or stereo, whatever its own sample rate and number of channels are.

    `length` is what its header states, in samples at 48 kHz; None where it states none. A file
    that is cut short has less. `kind` is ffmpeg's name of a format that ffmpeg reads.
    """

    path: Path
    channels: int
    length: int | None = None
    kind: str | None = None

    def blocks(self, start: int = 0) -> Generator[Block]:
        """The sound at 48 kHz from sample `start` on, as far as the file can be read.

        Blocks are short and not to be written to. Raises WorkoutError if the file is gone.
        """
        if self.kind:
            yield from reading.blocks_by_ffmpeg(self.path, self.kind, start)
        else:
            yield from reading.blocks(self.path, start)


def tracks(files: tuple[str, ...], folder: Path) -> tuple[Track, ...]:
    """The tracks of files and folders, whose paths start from `folder`; `~` is one's home.

    Of a folder its sound files by name, none of the folders in it. Raises WorkoutError, which
    names the file and what to do, for what is missing, empty or no sound.
    """
    return tuple(_track(path) for name in files for path in _files(folder / at_home(name)))


def silent(path: Path) -> WorkoutError:
    """The error of a file in which nothing can be heard, not even silence."""
    return WorkoutError(f"{path}: there is no sound in it; remove it or name another file")


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    if not path.exists():
        raise WorkoutError(
            f"{path}: there is no such file or folder; paths start from the workout's folder"
        )
    if not path.is_dir():
        raise WorkoutError(f"{path}: this is neither a file nor a folder; name one of them")
    found = [file for file in path.iterdir() if _is_sound(file)]
    if not found:
        raise WorkoutError(f"{path}: there is no sound file in this folder; put MP3 or WAV in it")
    return sorted(found, key=lambda file: (file.name.casefold(), file.name))


def _is_sound(file: Path) -> bool:
    """Whether it is one by its name; some systems keep a hidden file beside each."""
    named = file.suffix.lower() in SUFFIXES and not file.name.startswith(".")
    return named and file.is_file()


def _track(path: Path) -> Track:
    try:
        with open_regular(path) as file:
            magic = file.read(ffmpeg.LONGEST_MAGIC)
    except OSError as failed:
        raise WorkoutError(f"{path}: {failed.strerror or failed}") from failed
    if not magic:
        raise WorkoutError(f"{path}: the file is empty; remove it or name another")
    kind = ffmpeg.sniffed(magic, ffmpeg.MUSIC_FORMATS)
    if kind:
        reading.require_ffmpeg(path)  # a process for each file of a folder would take too long
        return Track(path, 2, None, kind)
    return _read_here(path)


def _read_here(path: Path) -> Track:
    with reading.opened(path) as file:
        sample_rate, channels = file.samplerate, file.channels
        known = LOWEST_SAMPLE_RATE <= sample_rate <= HIGHEST_SAMPLE_RATE
        if not (channels <= MOST_CHANNELS and known):
            raise WorkoutError(
                f"{path}: {channels} channels at {sample_rate} Hz; music has up to {MOST_CHANNELS} "
                f"channels at {LOWEST_SAMPLE_RATE} to {HIGHEST_SAMPLE_RATE} Hz"
            )
        if not len(reading.following(file)):
            raise silent(path)
        stated = file.frames * SAMPLE_RATE // sample_rate if file.frames < UNSTATED else None
        return Track(path, min(channels, 2), stated)
