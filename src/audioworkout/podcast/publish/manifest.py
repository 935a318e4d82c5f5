"""What a published folder holds, and of what each episode was made: `.audioworkout.json`."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from audioworkout.ground.cache import digest
from audioworkout.ground.diagnostics import WorkoutError
from audioworkout.podcast.publish.fingerprints import Print
from audioworkout.podcast.shows import WorkoutFacts
from audioworkout.podcast.shows.model import MANIFEST, Episode

if TYPE_CHECKING:
    from pydantic import TypeAdapter

NAME = MANIFEST
FORMAT = 1  # of the manifest; raised where an older one no longer says all
OWN = re.compile(r"(assets/)?[A-Za-z0-9_-][A-Za-z0-9._-]*|\.nojekyll|\.audioworkout\.json")
"""Names that the program gives: none leads out of the folder."""


@dataclass(frozen=True, slots=True)
class Written:
    """A file as the program wrote it."""

    size: int
    mtime_ns: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Looked:
    """A workout that was found to be right, and all that it is made of.

    `asked` is the show's choice of a voice, `voice` the chain that this comes to; `image` is the
    workout's own.
    """

    facts: WorkoutFacts
    language: str
    asked: str | None
    voice: tuple[str, ...]
    image: str | None
    inputs: tuple[Print, ...]

    @property
    def key(self) -> str:
        """Equal only if all is that it is made of."""
        prints = tuple((each.path, each.kind, each.sha256) for each in self.inputs)
        return digest(self.language, self.voice, prints)


@dataclass(frozen=True, slots=True)
class Cover:
    """Artwork: the key of all that it shows, its names, large and small, and the user's image."""

    key: str
    name: str
    small: str
    image: Print | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """An episode as it was made; `audio` and `page` are the keys of what went into them."""

    episode: Episode
    cover: Cover
    audio: str
    page: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """All that a published folder holds; `guid` is the show's, `feed` and `index` are keys."""

    guid: str
    feed: str = ""
    index: str = ""
    cover: Cover | None = None
    workouts: Mapping[str, Looked] = field(default_factory=dict)
    episodes: Mapping[str, Made] = field(default_factory=dict)
    files: Mapping[str, Written] = field(default_factory=dict)
    format: int = FORMAT


def read(folder: Path) -> Manifest | None:
    """What was published there; None where nothing was.

    Raises WorkoutError for what is no manifest.
    """
    path = folder / NAME
    try:
        text = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as failed:
        raise WorkoutError(f"{path}: {failed.strerror or failed}") from failed
    try:
        found = _adapter().validate_json(text)
    except ValueError:
        found = None
    if found is None or found.format != FORMAT or not all(map(OWN.fullmatch, found.files)):
        raise WorkoutError(
            f"{path}: this is not what the program wrote there; publish into a new folder with"
            f" `-o`, or delete {folder} if all of it was published"
        )
    return found


def dump(manifest: Manifest) -> bytes:
    """The manifest as JSON."""
    text = json.dumps(asdict(manifest), default=str, indent=0, ensure_ascii=False)
    return text.encode("utf-8", "backslashreplace") + b"\n"


@cache
def _adapter() -> "TypeAdapter[Manifest]":
    from pydantic import TypeAdapter

    return TypeAdapter(Manifest)
