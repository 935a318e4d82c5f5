"""The Python API: a workout to a timeline, to MP3 bytes, to pydub's AudioSegment."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from audioworkout.ground import files
from audioworkout.ground.cache import Cache
from audioworkout.ground.diagnostics import WorkoutError
from audioworkout.language.document import inputs
from audioworkout.plan.timeline import Timeline
from audioworkout.session import compiling, rendering
from audioworkout.sound import clip_making, mix
from audioworkout.sound.formats import format_of

if TYPE_CHECKING:
    from pydub import AudioSegment


@dataclass(frozen=True)
class Session:
    """A compiled workout. Make one with `compile_file` or `compile_text`."""

    _session: compiling.CompiledSession

    @property
    def timeline(self) -> Timeline:
        """Segments, events and chapters in absolute time (ms), and the warnings."""
        return self._session.timeline

    def mp3(self, *, bitrate: int | None = None) -> bytes:
        """The MP3 with its tag: at 64 kbit/s some 8 kB a second.

        Raises WorkoutError for a bit rate that MPEG-1 Layer III does not have.
        """
        return rendering.mp3_bytes(self._session, bitrate)

    def save(self, path: str | Path, *, bitrate: int | None = None) -> None:
        """Writes the session in bounded memory, in the format that the path ends in, else as MP3.

        An earlier file is replaced only by a whole one. Raises WorkoutError.
        """
        output = rendering.Output(format_of(str(path)), bitrate)
        with files.atomic_write(Path(path)) as file:
            rendering.write(self._session, file, output)

    def audio(self) -> "AudioSegment":
        """The whole session as PCM: 48 kHz, 16 bit, two channels if its music has them.

        96 kB a second and channel, in memory.
        """
        whole = rendering.mixdown(self._session)
        return clip_making.as_segment(b"".join(map(mix.pcm, whole.blocks())), whole.channels)


def compile_file(
    path: str | Path,
    *,
    voice: str | None = None,
    effort: float | None = None,
    coaching: str | None = None,
    mix: str | None = None,
    loudness: float | None = None,
    pause: str | None = None,
) -> Session:
    """Compiles the workout at a path, or a bundled one by its name (`core`).

    `voice`, `effort` (0 to 1), `coaching`, `mix`, `loudness` (LUFS) and `pause` go before
    the file's own. Raises WorkoutError; its `diagnostics` name every mistake with line and
    column. Raises ValueError for an effort, a level of coaching or a mix that there is not.
    """
    chosen = compiling.Options(
        voice=voice, effort=effort, coaching=coaching, mix=mix, loudness=loudness, pause=pause
    )
    return _compiled(inputs.read(path), chosen)


def compile_text(
    text: str,
    *,
    voice: str | None = None,
    effort: float | None = None,
    coaching: str | None = None,
    mix: str | None = None,
    loudness: float | None = None,
    pause: str | None = None,
) -> Session:
    """Compiles a workout given as YAML; otherwise as `compile_file`."""
    chosen = compiling.Options(
        voice=voice, effort=effort, coaching=coaching, mix=mix, loudness=loudness, pause=pause
    )
    return _compiled(inputs.Source("<text>", text, Path(), "workout"), chosen)


def _compiled(source: inputs.Source, chosen: compiling.Options) -> Session:
    return Session(compiling.compile_workout(source, chosen, Cache()))


__all__ = ["Session", "WorkoutError", "compile_file", "compile_text"]
