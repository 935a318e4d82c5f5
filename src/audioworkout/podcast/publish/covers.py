"""Covers: drawn or taken from the user's image once, then kept under the same names."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from audioworkout.ground.cache import digest
from audioworkout.ground.diagnostics import START
from audioworkout.plan.timeline import Timeline
from audioworkout.podcast import artwork
from audioworkout.podcast.publish.fingerprints import Looks, Print
from audioworkout.podcast.publish.manifest import Cover
from audioworkout.podcast.publish.transaction import Change
from audioworkout.podcast.publish.version import program_version


@dataclass(frozen=True, slots=True)
class Covers:
    """Puts covers into a folder that is changed."""

    change: Change
    looks: Looks
    notice: Callable[[str], None]
    """Told what was cut off an image."""

    def drawn(
        self, stem: str, old: Cover | None, shown: tuple[str, ...], draw: Callable[[], bytes]
    ) -> Cover:
        """A picture that the program draws of what is `shown`; the old one, where that is it."""
        key = digest("drawn", program_version(), shown)
        return self._kept(old, key, None) or self._new(stem, key, draw(), None)

    def own(self, stem: str, old: Cover | None, image: Path) -> Cover:
        """The user's image, cropped; raises WorkoutError if it cannot serve as artwork."""
        taken = self.looks.take(image, old.image if old else None)
        key = digest("own", program_version(), taken.kind, taken.sha256)
        return self._kept(old, key, taken) or self._new(
            stem, key, artwork.own_cover(image, notice=self.notice), taken
        )

    def _kept(self, old: Cover | None, key: str, taken: Print | None) -> Cover | None:
        if old is None or old.key != key or not self.change.holds(old.name, old.small):
            return None
        self.change.keep(old.name, old.small)
        return old if old.image == taken else replace(old, image=taken)

    def _new(self, stem: str, key: str, jpeg: bytes, taken: Print | None) -> Cover:
        name = artwork.content_name(stem, jpeg)
        small = f"{name.removesuffix('.jpg')}-small.jpg"
        self.change.put(name, jpeg)
        self.change.put(small, artwork.small(jpeg))
        return Cover(key, name, small, taken)


def shape(timeline: Timeline) -> str:
    """All that a picture of a session can show, wherever it is written."""
    rows = tuple(replace(row, origin=START) for row in timeline.segments)
    return repr((timeline.title, timeline.length, timeline.language, rows))
