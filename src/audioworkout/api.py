"""The Python API: a workout to a timeline, to MP3 bytes, to pydub's AudioSegment."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from audioworkout import build, files, inputs
from audioworkout.cache import Cache
from audioworkout.diagnostics import WorkoutError
from audioworkout.timeline import Timeline

if TYPE_CHECKING:
    from pydub import AudioSegment

Pause = Literal["air", "silence"]


@dataclass(frozen=True)
class Session:
    """A compiled workout. Make one with `compile_file` or `compile_text`."""

    _session: build.Session

    @property
    def timeline(self) -> Timeline:
        """Segments, events and chapters in absolute time (ms), and the warnings."""
        return self._session.timeline

    def mp3(self, *, bitrate: int = 64, pause: Pause = "air") -> bytes:
        """The MP3 with its tag: at 64 kbit/s some 8 kB a second.

        Raises ValueError for a bit rate that MPEG-1 Layer III does not have.
        """
        return build.mp3_bytes(self._session, bitrate, pause)

    def save(self, path: str | Path, *, bitrate: int = 64, pause: Pause = "air") -> None:
        """Writes the MP3 in bounded memory; an earlier file is replaced only by a whole one."""
        with files.set_aside(Path(path)) as file:
            build.write(self._session, file, bitrate, pause)

    def audio(self) -> "AudioSegment":
        """The whole session as PCM: mono, 48 kHz, 16 bit; 96 kB a second in memory."""
        from audioworkout.sound.clips import as_segment
        from audioworkout.sound.mix import Clip, mix, silence
        from audioworkout.units import samples

        clips = [
            Clip(samples(event.start), self._session.sounds.pcm(event.sound), event.gain_db)
            for event in self.timeline.events
        ]
        return as_segment(b"".join(mix(clips, samples(self.timeline.length), silence)))


def compile_file(
    path: str | Path,
    *,
    voice: str | None = None,
    effort: float | None = None,
    coaching: str | None = None,
) -> Session:
    """Compiles the workout at a path, or a bundled one by its name (`core`).

    `voice`, `effort` (0 to 1) and `coaching` go before the file's own. Raises
    WorkoutError; its `diagnostics` name every mistake with line and column. Raises
    ValueError for an effort or a level of coaching that there is not.
    """
    return _compiled(inputs.read(path), voice, effort, coaching)


def compile_text(
    text: str,
    *,
    voice: str | None = None,
    effort: float | None = None,
    coaching: str | None = None,
) -> Session:
    """Compiles a workout given as YAML; otherwise as `compile_file`."""
    return _compiled(inputs.Source("<text>", text, Path(), "workout"), voice, effort, coaching)


def _compiled(
    source: inputs.Source, voice: str | None, effort: float | None, coaching: str | None
) -> Session:
    options = build.Options(voice=voice, effort=effort, coaching=coaching)
    return Session(build.compile_workout(source, options, Cache()))


__all__ = ["Session", "WorkoutError", "compile_file", "compile_text"]
