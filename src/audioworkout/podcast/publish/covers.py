"""Covers: drawn or taken from the user's image once, then kept under the same names."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from audioworkout.ground.cache import Part, digest
from audioworkout.plan.segments import Segment
from audioworkout.plan.timeline import Timeline
from audioworkout.podcast import artwork
from audioworkout.podcast.publish.fingerprints import Fingerprint, Fingerprints
from audioworkout.podcast.publish.manifest import Cover
from audioworkout.podcast.publish.transaction import Change
from audioworkout.podcast.publish.version import program_version


@dataclass(frozen=True, slots=True)
class Covers:
    """Puts covers into a folder that is changed."""

    change: Change
    fingerprints: Fingerprints
    notice: Callable[[str], None]
    """Told what was cut off an image."""

    def drawn(self, stem: str, old: Cover | None, shown: Part, draw: Callable[[], bytes]) -> Cover:
        """A picture that the program draws of what is `shown`; the old one, where that is it."""
        key = digest("drawn", program_version(), shown)
        return self._kept(old, key, None) or self._new(stem, key, draw(), None)

    def own(self, stem: str, old: Cover | None, image: Path) -> Cover:
        """The user's image, cropped; raises WorkoutError if it cannot serve as artwork."""
        taken = self.fingerprints.take(image, old.image if old else None)
        key = digest("own", program_version(), taken.kind, taken.sha256)
        return self._kept(old, key, taken) or self._new(
            stem, key, artwork.own_cover(image, notice=self.notice), taken
        )

    def _kept(self, old: Cover | None, key: str, taken: Fingerprint | None) -> Cover | None:
        if old is None or old.key != key or not self.change.holds(old.name, old.small):
            return None
        self.change.keep(old.name, old.small)
        return old if old.image == taken else replace(old, image=taken)

    def _new(self, stem: str, key: str, jpeg: bytes, taken: Fingerprint | None) -> Cover:
        name = artwork.content_name(stem, jpeg)
        small = f"{name.removesuffix('.jpg')}-small.jpg"
        self.change.put(name, jpeg)
        self.change.put(small, artwork.small(jpeg))
        return Cover(key=key, name=name, small=small, image=taken)


def shape(timeline: Timeline) -> Part:
    """All that a picture of a session can show, wherever it is written."""
    rows = tuple((row.start, row.end, *_shown(row.segment)) for row in timeline.segments)
    return timeline.title, timeline.length, timeline.language, rows


def _shown(segment: Segment) -> tuple[Part, ...]:
    place = (segment.round, segment.rounds, segment.set, segment.sets, segment.section)
    return (segment.kind.value, segment.exercise, segment.side, segment.reps, *place)
