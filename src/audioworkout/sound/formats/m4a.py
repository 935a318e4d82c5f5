"""M4A: AAC-LC by PyAV or by the program ffmpeg, whichever is there; tags by mutagen.

Both write the chapters twice, as a chapter track (Apple) and as a Nero `chpl` list, the index
before the sound, and an edit list that trims the encoder's delay. mutagen adds `iTunSMPB`, by
which other players trim it.
"""

import subprocess
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from fractions import Fraction
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import Any, TypeAlias

import numpy as np
from mutagen.mp4 import MP4, MP4Cover, MP4FreeForm

from audioworkout.ground import ffmpeg
from audioworkout.ground.diagnostics import WorkoutError
from audioworkout.ground.units import SAMPLE_RATE
from audioworkout.plan.timeline import Chapter
from audioworkout.sound.formats.tagging import cut, tagging
from audioworkout.sound.mp3.tags import (
    Metadata,
    chapter_titles,
    comment_text,
    lyrics_text,
    tag_line,
)
from audioworkout.sound.streaming import Block, each

AAC_FRAME = 1024  # samples; also the delay of ffmpeg's AAC encoder
OLDEST_PYAV = 16  # its major version: the first that writes chapters
LONGEST_TITLE = 255  # bytes in a `chpl` list
LAYOUTS = {1: "mono", 2: "stereo"}
INDEX_FIRST = "+faststart"

Encode: TypeAlias = Callable[[Path, Iterable[Block], int, int, tuple[Chapter, ...]], None]
"""Writes blocks into a path: channels, kbit/s, and chapters with their titles."""


def write(
    path: Path,
    blocks: Iterable[Block],
    samples: int,
    channels: int,
    metadata: Metadata,
    bitrate: int,
) -> None:
    """Writes over `path`, at about a rate in kbit/s; raises OSError if it cannot be written."""
    titled = zip(metadata.chapters, chapter_titles(metadata), strict=True)
    chapters = tuple(
        Chapter(part.start, part.end, cut(title, LONGEST_TITLE)) for part, title in titled
    )
    encoder()(path, blocks, channels, bitrate, chapters)
    _tag(path, samples, metadata)


def encoder() -> Encode:
    """What encodes AAC on this machine; raises WorkoutError if there is nothing."""
    if _pyav() >= OLDEST_PYAV:
        return _by_pyav
    if ffmpeg.installed():
        return _by_ffmpeg
    raise WorkoutError(
        "M4A takes an AAC encoder, and there is none: install PyAV "
        "(`pip install 'audioworkout[m4a]'`) or the program ffmpeg"
    )


def _pyav() -> int:
    """The major version of the PyAV that is installed; 0 if none is."""
    try:
        return int(version("av").partition(".")[0])
    except PackageNotFoundError:
        return 0


# PyAV


def _by_pyav(
    path: Path,
    blocks: Iterable[Block],
    channels: int,
    bitrate: int,
    chapters: tuple[Chapter, ...],
) -> None:
    import av

    options = {"movflags": INDEX_FIRST}
    with av.open(f"file:{path}", "w", format="ipod", options=options) as container:
        stream = container.add_stream("aac", rate=SAMPLE_RATE, layout=LAYOUTS[channels])
        stream.bit_rate = 1000 * bitrate
        container.set_chapters([_entry(number, part) for number, part in enumerate(chapters)])
        each(lambda frame: container.mux(stream.encode(frame)), _frames(blocks, channels))
        container.mux(stream.encode(None))


def _entry(number: int, chapter: Chapter) -> Any:
    return {
        "id": number,
        "start": chapter.start,
        "end": chapter.end,
        "time_base": Fraction(1, 1000),
        "metadata": {"title": chapter.title},
    }


def _frames(blocks: Iterable[Block], channels: int) -> Iterator[Any]:
    from av import AudioFrame

    done = 0
    for block in blocks:
        planes = np.ascontiguousarray(block.T)
        frame = AudioFrame.from_ndarray(planes, format="fltp", layout=LAYOUTS[channels])
        frame.sample_rate, frame.time_base = SAMPLE_RATE, Fraction(1, SAMPLE_RATE)
        frame.pts = done
        done += len(block)
        yield frame


# ffmpeg


class _EndedError(Exception):
    """ffmpeg reads no more."""


def _by_ffmpeg(
    path: Path,
    blocks: Iterable[Block],
    channels: int,
    bitrate: int,
    chapters: tuple[Chapter, ...],
) -> None:
    with TemporaryDirectory() as folder, TemporaryFile() as complaints:
        plan = Path(folder, "chapters")
        plan.write_text(_ffmetadata(chapters), encoding="utf-8")
        samples = ("-ar", str(SAMPLE_RATE), "-ac", str(channels))
        inputs = (
            ffmpeg.Input("f32le", ffmpeg.PIPE, samples),
            ffmpeg.Input("ffmetadata", f"file:{plan}"),
        )
        output = (
            *("-xerror", "-y", "-map", "0:a", "-map_chapters", "1"),
            *("-c:a", "aac", "-b:a", f"{bitrate}k", "-movflags", INDEX_FIRST),
            *("-f", "ipod", f"file:{path}"),
        )
        streams = {"stdin": subprocess.PIPE, "stderr": complaints}
        with ffmpeg.start(inputs, output, tells="error", **streams) as encoder:
            _feed(encoder, blocks)
        if encoder.returncode:
            complaints.seek(0)
            said = complaints.read().decode(errors="replace").strip().splitlines()
            raise WorkoutError(f"ffmpeg cannot write the M4A: {said[-1] if said else 'no reason'}")


def _feed(encoder: "subprocess.Popen[bytes]", blocks: "Iterable[Block]") -> None:
    pipe = encoder.stdin
    assert pipe is not None

    def write(data: bytes) -> None:
        try:
            pipe.write(data)
        except OSError as gone:
            raise _EndedError from gone

    try:
        with suppress(_EndedError):
            each(write, (block.astype("<f4").tobytes() for block in blocks))
    except BaseException:
        encoder.kill()
        raise
    finally:
        with suppress(OSError):
            pipe.close()


def _ffmetadata(chapters: Iterable[Chapter]) -> str:
    parts = [
        f"[CHAPTER]\nTIMEBASE=1/1000\nSTART={part.start}\nEND={part.end}\ntitle={_escaped(part.title)}"
        for part in chapters
    ]
    return "\n".join((";FFMETADATA1", *parts, ""))


def _escaped(text: str) -> str:
    escaped = "".join(f"\\{char}" if char in "=;#\\" else char for char in text)
    return f"{escaped} " if text.endswith("\\") else escaped  # else ffmpeg escapes the line's end


# Tags


def _tag(path: Path, samples: int, metadata: Metadata) -> None:
    released = metadata.released
    texts = {
        "\xa9nam": tag_line(metadata.title),
        "\xa9ART": tag_line(metadata.artist),
        "\xa9alb": tag_line(metadata.album),
        "aART": tag_line(metadata.album_artist),
        "\xa9gen": tag_line(metadata.genre),
        "\xa9day": released.isoformat() if released else "",
        "\xa9cmt": comment_text(metadata),
        "\xa9lyr": lyrics_text(metadata),
    }
    with tagging():
        file = MP4(path)
        tags: Any = file.tags
        tags.update({key: [text] for key, text in texts.items() if text})
        if metadata.track:
            tags["trkn"] = [(metadata.track, 0)]
        if metadata.cover is not None:
            tags["covr"] = [MP4Cover(metadata.cover, MP4Cover.FORMAT_JPEG)]
        tags["----:com.apple.iTunes:iTunSMPB"] = [MP4FreeForm(_gapless(samples).encode())]
        file.save()


def _gapless(samples: int) -> str:
    """Apple's hexadecimal line: the samples to trim before and behind, and those between."""
    padding = -(samples + AAC_FRAME) % AAC_FRAME
    return f" 00000000 {AAC_FRAME:08X} {padding:08X} {samples:016X}" + 8 * " 00000000"
