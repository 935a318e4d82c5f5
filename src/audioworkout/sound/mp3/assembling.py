"""From a timeline to the body of an MP3: islands become objects, objects and pauses are linked.

Nothing is encoded that the store holds. What is missing is mixed and encoded, and stored; a
store that loses entries or takes none costs time, never correctness.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from audioworkout.ground.units import samples
from audioworkout.plan.timeline import Timeline
from audioworkout.sound.mp3.encoded import EncodedIslands, ObjectStore, SoundSource
from audioworkout.sound.mp3.frames import frames_for
from audioworkout.sound.mp3.islands import Shape, islands
from audioworkout.sound.mp3.lame import Encoding
from audioworkout.sound.mp3.linker import Mp3Body, Piece

PAUSE = Shape(frames=400, placements=())  # 9.6 s; a longer pause repeats it

Progress = Callable[[int, int], None]
"""Called with how many distinct objects are ready, and how many there are."""


@dataclass(frozen=True, slots=True)
class _Span:
    """The first frames of the object of a key."""

    key: str
    frames: int


def assemble(
    timeline: Timeline,
    sounds: SoundSource,
    store: ObjectStore,
    encoding: Encoding,
    *,
    progress: Progress | None = None,
) -> Mp3Body:
    """The body of a timeline's MP3: each object found or made, none kept beyond a bound.

    Equal input gives equal bytes, whatever the store held. Raises `ValueError` if a sound
    lies outside the session.
    """
    _require_inside(timeline)
    encoded = EncodedIslands(sounds, store, encoding)
    spans = tuple(_spans(timeline, encoded.key))
    crcs = _crcs(spans, encoded, progress or (lambda done, total: None))
    pieces = tuple(Piece(span.key, span.frames, crcs[span]) for span in spans)
    return Mp3Body(encoding.bitrate, samples(timeline.length), pieces, encoded.load)


def _require_inside(timeline: Timeline) -> None:
    for event in timeline.events:
        if event.start < 0 or event.end > timeline.length:
            raise ValueError(
                f"a sound from {event.start} to {event.end} ms lies outside a session"
                f" of {timeline.length} ms: {event.sound}"
            )


def _spans(timeline: Timeline, key_of: Callable[[Shape], str]) -> Iterator[_Span]:
    """Objects and pauses in a row, without gap or overlap, up to the session's last frame."""
    total = frames_for(samples(timeline.length))
    at = 0
    for island in islands(timeline.events):
        yield from _pause(island.start - at, key_of)
        at = min(island.end, total)
        yield _Span(key_of(island.shape), at - island.start)
    yield from _pause(total - at, key_of)


def _pause(frames: int, key_of: Callable[[Shape], str]) -> Iterator[_Span]:
    key = key_of(PAUSE)
    for done in range(0, frames, PAUSE.frames):
        yield _Span(key, min(PAUSE.frames, frames - done))


def _crcs(spans: Iterable[_Span], encoded: EncodedIslands, progress: Progress) -> dict[_Span, int]:
    wanted: defaultdict[str, set[_Span]] = defaultdict(set)
    for span in spans:
        wanted[span.key].add(span)
    crcs: dict[_Span, int] = {}
    for done, (key, run) in enumerate(encoded.runs(wanted), start=1):
        crcs.update((span, run.crc(span.frames)) for span in wanted[key])
        progress(done, len(wanted))
    return crcs
