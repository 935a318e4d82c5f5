"""A compiled session to files: linked MP3, or one stream of samples in any format.

    without music   timeline → objects (cached) → linked MP3
    with music      timeline + bed → mixdown → one encoder → MP3
    other formats   timeline (+ bed) → mixdown → WAV, FLAC, Ogg, Opus, M4A

Only the first needs neither numerics nor an encoder the second time.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, BinaryIO

from audioworkout.ground.cache import digest
from audioworkout.ground.files import atomic_write
from audioworkout.ground.units import samples
from audioworkout.language.model import FILLERS, Music
from audioworkout.plan.segments import BEAT, Tone
from audioworkout.plan.timeline import Event, Timeline
from audioworkout.session.compiling import CompiledSession, Progress, tell
from audioworkout.session.metadata import metadata
from audioworkout.sound import mixdown as mixing
from audioworkout.sound.formats import ready, writer
from audioworkout.sound.mp3 import tags
from audioworkout.sound.mp3.assembling import assemble as assemble_body
from audioworkout.sound.mp3.lame import Encoding
from audioworkout.sound.mp3.linker import Mp3Body, write_mp3
from audioworkout.sound.music import bed as beds

if TYPE_CHECKING:
    from audioworkout.sound.mp3.tags import Metadata
    from audioworkout.sound.streaming import Block

SPEECH_BITRATE = 64  # kbit/s of a linked MP3: mono speech
LEVEL, LEVEL_FORMAT = "level", 2  # raise the format whenever loudness is worked out otherwise
FILE_DB = -20.0  # of a file that fills the pauses: 40 LU under full scale, a room's own sound
MOST_HELD = 64 << 20  # bytes of clips that a mixdown keeps in memory: 11 minutes
PACING = ("beat", "rep", "down", "up")  # tones that go on and on: music does not duck for them


@dataclass(frozen=True, slots=True)
class Output:
    """A file's format and its bit rate in kbit/s, None for the format's own."""

    format: str = "mp3"
    bitrate: int | None = None


def is_linked(session: CompiledSession, output: Output = Output()) -> bool:
    """Whether the file is linked from cached objects: an MP3 with nothing under the coach."""
    workout = session.workout
    return output.format == "mp3" and workout.music is None and workout.pause in FILLERS


def require(output: Output) -> None:
    """Tells before a word is spoken what would stop any session; raises WorkoutError."""
    ready(output.format, None, output.bitrate)


def write(
    session: CompiledSession,
    out: BinaryIO,
    output: Output = Output(),
    progress: Progress | None = None,
) -> int:
    """Writes a session piece by piece; the size in bytes.

    Raises WorkoutError for a bit rate that the format does not have, or an encoder that is
    not there.
    """
    require(output)
    if is_linked(session, output):
        return _link(session, out, output, progress)
    whole = mixdown(session)
    ready(output.format, whole.channels, output.bitrate)
    with _path_of(out) as path:
        writer(output.format)(
            path,
            whole.blocks(),
            samples(whole.length),
            whole.channels,
            _metadata(session),
            bitrate=output.bitrate,
            progress=_encoding(progress),
        )
        return path.stat().st_size


def mp3_bytes(session: CompiledSession, bitrate: int | None = None) -> bytes:
    """The whole MP3 in memory: 8 kB a second at 64 kbit/s."""
    out = BytesIO()
    write(session, out, Output("mp3", bitrate))
    return out.getvalue()


def _link(
    session: CompiledSession, out: BinaryIO, output: Output, progress: Progress | None
) -> int:
    tag, body = assemble(session, output.bitrate or SPEECH_BITRATE, progress)
    write_mp3(out, tag, body)
    return len(tag) + body.size


def assemble(
    session: CompiledSession, bitrate: int = SPEECH_BITRATE, progress: Progress | None = None
) -> tuple[bytes, Mp3Body]:
    """The tag and the body of a linked MP3, encoded as far as the cache lacks it."""
    body = assemble_body(
        _levelled(session),
        session.sounds,
        session.cache,
        Encoding(bitrate, "silence" if session.workout.pause == "silence" else "air"),
        progress=_encoding(progress),
    )
    return tags.id3(_metadata(session)), body


def _metadata(session: CompiledSession) -> "Metadata":
    return metadata(session.workout, session.timeline, session.cover, session.release)


def _levelled(session: CompiledSession) -> Timeline:
    """The timeline with the gains of the mix, at its loudness."""
    correction_db = _correction_db(session)

    def louder(event: Event) -> Event:
        gain_db = event.gain_db + session.sounds.gain_db(event.sound) + correction_db
        return replace(event, gain_db=gain_db)

    return replace(session.timeline, events=tuple(map(louder, session.timeline.events)))


def _correction_db(session: CompiledSession) -> int:
    """What brings the session to its loudness, to the decibel; measured once and then kept.

    Whole decibels, so that an edited line seldom changes every object.
    """
    sounds, loudness = session.sounds, session.levels.loudness
    events = tuple(
        (sounds.key(event.sound), event.start, event.gain_db + sounds.gain_db(event.sound))
        for event in session.timeline.events
    )
    key = digest(LEVEL, LEVEL_FORMAT, loudness, session.timeline.length, events)
    kept = session.cache.get(LEVEL, key)
    if kept is None:
        parts = tuple(_parts(session))
        correction_db = mixing.Mixdown(parts, session.timeline.length, loudness).correction_db
        kept = str(round(correction_db)).encode()
        session.cache.put(LEVEL, key, kept)
    return int(kept)


def _encoding(progress: Progress | None) -> Callable[[int, int], None]:
    return lambda done, total: tell(progress, "encode", done, total)


@contextmanager
def _path_of(out: BinaryIO) -> Iterator[Path]:
    """A path to write over in place of an open file; a stream that is not a file gets a copy."""
    name = getattr(out, "name", None)
    if isinstance(name, str) and Path(name).is_file():
        yield Path(name)
        return
    with TemporaryDirectory(prefix="audioworkout-") as folder:
        path = Path(folder) / "session"
        yield path
        with path.open("rb") as file:
            shutil.copyfileobj(file, out)


# The session as one stream


def mixdown(session: CompiledSession) -> "mixing.Mixdown":
    """The session as blocks of samples, over its music if it has any.

    Raises WorkoutError if a music file cannot be read.
    """
    music = _under(session)
    plan = [(row.start, row.end, row.segment.kind) for row in session.timeline.segments]
    folder, seed = session.source.folder, session.workout.seed
    bed = (
        beds.MusicBed(plan, music, folder=folder, cache=session.cache, seed=seed) if music else None
    )
    return mixing.Mixdown(
        tuple(_parts(session)),
        session.timeline.length,
        session.levels.loudness,
        bed,
        mixing.Ducks.of(music) if music else mixing.USUAL,
        airy=session.workout.pause != "silence",
    )


def _under(session: CompiledSession) -> Music | None:
    """What plays under the coach, at the gain of the mix."""
    workout, levels = session.workout, session.levels
    music = workout.music
    if music:
        return replace(music, gain_db=music.gain_db + levels.music_db + levels.master_db)
    if workout.pause in FILLERS:
        return None
    gain_db = FILE_DB + levels.master_db
    return Music(
        (workout.pause,), workout.place_of("pause"), gain_db=gain_db, duck_db=0, fade_out=0
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Unheld:
    """A clip that is read from the cache each time: a session may speak for longer than fits."""

    size: int  # bytes
    read: Callable[[], bytes]

    def __len__(self) -> int:
        return self.size

    def __bytes__(self) -> bytes:
        return self.read()


def _parts(session: CompiledSession) -> "Iterator[mixing.TimedClip]":
    once: dict[str, bytes | _Unheld] = {}
    room = MOST_HELD
    for event in session.timeline.events:
        sound, sounds = event.sound, session.sounds
        key = sounds.key(sound)
        if key not in once:
            pcm = sounds.pcm(sound)
            room -= len(pcm)
            once[key] = pcm if room >= 0 else _Unheld(len(pcm), partial(sounds.pcm, sound))
        tone = isinstance(sound, Tone)
        ducks = not (isinstance(sound, Tone) and sound.name in PACING)
        gain_db = event.gain_db + sounds.gain_db(sound)
        stem: mixing.Stem = "tones" if tone else "voice"
        yield mixing.TimedClip(stem, event.start, once[key], gain_db, ducks, counts=sound != BEAT)


def blocks(session: CompiledSession, start: int = 0) -> "Iterator[Block]":
    """The session's samples from sample `start` at 48 kHz on, in blocks of at most 10 s."""
    yield from mixdown(session).blocks(start)


def write_stems(
    session: CompiledSession, folder: Path, progress: Progress | None = None
) -> list[Path]:
    """Voice, tones and music as WAV files of equal length; the files.

    Their sum is the session before air and limiter. Raises WorkoutError.
    """
    whole = mixdown(session)
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for stem in mixing.STEMS:
        if stem == "music" and whole.bed is None:
            continue
        paths.append(folder / f"{stem}.wav")
        with atomic_write(paths[-1]) as out, _path_of(out) as path:
            writer("wav")(
                path,
                whole.stem(stem),
                samples(whole.length),
                whole.channels,
                _metadata(session),
                progress=_encoding(progress),
            )
    return paths
