"""What an MP3 says about itself: title, cover, chapters, and the plan as synchronised text."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from audioworkout.ground import assets
from audioworkout.ground.diagnostics import WorkoutError
from audioworkout.ground.files import open_regular
from audioworkout.ground.units import Ms, clock
from audioworkout.language.model import Workout
from audioworkout.plan.export.labels import labels_of
from audioworkout.plan.segments import Kind
from audioworkout.plan.timeline import Timeline
from audioworkout.sound.mp3 import tags
from audioworkout.words.phrases import phrases_for

LARGEST_COVER = 16 * 1024 * 1024  # bytes; it is held in memory and stands in the MP3
JPEG = b"\xff\xd8\xff"  # how every JPEG begins


@dataclass(frozen=True, slots=True)
class Release:
    """What a session goes out as: one of a series, such as an episode of a show."""

    title: str
    artist: str
    album: str
    released: date
    comment: str
    page: str
    """The URL of its page."""

    number: int | None = None


def read_cover(image: str | None, folder: Path) -> bytes:
    """The JPEG that a workout names, or the one that comes with the program.

    Raises WorkoutError if there is none, or if it is not a JPEG or too large.
    """
    path = folder / image if image else assets.audio_assets() / "cover.jpg"
    try:
        with open_regular(path) as file:
            data = file.read(LARGEST_COVER + 1)
    except OSError as failed:
        raise WorkoutError(f"the image {path}: {failed.strerror or failed}") from failed
    if not data.startswith(JPEG):
        raise WorkoutError(f"the image {path}: a cover must be a JPEG")
    if len(data) > LARGEST_COVER:
        most = LARGEST_COVER // (1024 * 1024)
        raise WorkoutError(f"the image {path}: a cover has at most {most} MiB")
    return data


def metadata(
    workout: Workout, timeline: Timeline, cover: bytes, release: Release | None = None
) -> "tags.Metadata":
    """What the tag of a workout's MP3 holds; what a release says of it comes first."""
    own = tags.Metadata(
        title=workout.title,
        length=timeline.length,
        artist=workout.author or "audioworkout",
        album="audioworkout",
        genre="Fitness",
        released=date.fromisoformat(workout.date) if workout.date else None,
        comment=workout.description or "",
        cover=cover,
        language=phrases_for(workout.language)[0].iso_639_2,
        chapters=timeline.chapters,
        lyrics=tuple(_lyrics(timeline)),
    )
    if release is None:
        return own
    return replace(
        own,
        title=release.title,
        artist=release.artist,
        album=release.album,
        album_artist=release.artist,
        track=release.number,
        released=release.released,
        comment=release.comment,
        page=release.page,
    )


def _lyrics(timeline: Timeline) -> Iterator[tuple[Ms, str]]:
    """The plan, a line a segment, at its time."""
    labels = labels_of(timeline)
    for row in timeline.segments:
        if row.segment.kind in (Kind.WELCOME, Kind.PREPARE, Kind.SPEECH):
            continue
        kind = labels.kind(row.segment.kind)
        title = (
            row.segment.exercise if row.segment.kind is Kind.WORK else kind[:1].upper() + kind[1:]
        )
        reps = labels.count("reps", row.segment.reps) if row.segment.reps else ""
        line = ", ".join(filter(None, (title, labels.side(row.segment.side), reps)))
        yield row.start, f"{line} ({clock(row.end - row.start)})"
