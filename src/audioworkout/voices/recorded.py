"""A person's own recordings: a folder of sound files, each named as its phrase."""

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from audioworkout.ground import folders
from audioworkout.ground.cache import digest
from audioworkout.ground.files import open_regular
from audioworkout.voices import Offer, Pcm, VoiceError, decode, stretching, trim

SUFFIXES = frozenset({".wav", ".flac", ".mp3", ".ogg", ".oga", ".opus", ".aif", ".aiff", ".caf"})
SUFFIXES |= {".m4a", ".aac", ".amr", ".3gp", ".webm", ".wma"}  # which take ffmpeg
MOST_BYTES = 256 << 20  # five minutes at 96 kHz, the most that is decoded, take 115 MB in stereo

TRIM_FORMAT = 1  # raise it whenever `trim` would cut the same recording at another place

MOST_WORDS = 70  # characters of a file's name between number and suffix
HASH_DIGITS = 8

NUMBER = re.compile(r"\s*\d+\s*[-_.)]+\s*(?=\S)")  # `012-`, `12. `; not the 12 of `12 squats`
ACCENTS = re.compile("(?<=[a-zα-ω])[\u0300-\u036f]+")  # elsewhere a mark makes another letter


def file_name(number: int, text: str) -> str:
    """The name for the recording of a phrase, such as `012-next-squats-left-leg.wav`.

    ASCII, at most 80 characters up to number 999,999. Phrases that differ in more than case,
    punctuation, accents and spaces get different names, whatever their number.
    """
    return f"{number:03d}-{_words(text)}.wav"


def unused(folder: Path, texts: Iterable[str]) -> tuple[str, ...]:
    """The names of a folder's recordings that none of these phrases is spoken with, sorted."""
    found = _index(folder)
    used = {_match(found, text) for text in texts}
    return tuple(path.name for path in _recordings(folder) if path not in used)


class RecordedEngine:
    """Folders of recordings: beside the workout, of the user, or anywhere."""

    def voice(self, name: str, folder: Path) -> "RecordedVoice":
        """The recordings in a folder. Raises VoiceError if there is no such folder."""
        places = _places(name, folder)
        for place in places:
            if os.path.isdir(place):  # noqa: PTH112 (Path's raises for a name that is too long)
                return RecordedVoice(f"recorded:{name}", place, _index(place))
        raise VoiceError(
            f"there are no recordings `{name}`: make the folder "
            f"{' or '.join(str(place) for place in places)} and record each phrase into a file "
            "of its own there, named as the phrase, such as `rest-fifteen-seconds.wav`"
        )

    def offers(self) -> Iterator[Offer]:
        """The folders that lie where the user's recordings do."""
        for place in sorted(path for path in _own().glob("*") if path.is_dir()):
            count = len(_recordings(place))
            note = f"{count} recording{'s' if count != 1 else ''} in {place}"
            yield Offer(f"recorded:{place.name}", "und", note, ready=count > 0)


@dataclass(frozen=True, slots=True)
class RecordedVoice:
    """What one person recorded, as the folder was when the voice was made."""

    name: str
    folder: Path
    _found: dict[str, Path] = field(repr=False)
    language: str = "und"
    at_once: int = field(default_factory=lambda: os.cpu_count() or 1)
    _sums: dict[Path, str] = field(default_factory=dict, repr=False, compare=False)

    def file_of(self, text: str) -> Path | None:
        """The recording of a phrase, or None.

        Case, punctuation, accents, spaces and a number before the name do not count. Of several
        recordings of a phrase it is the first by name.
        """
        return _match(self._found, text)

    def key(self, text: str) -> str | None:
        """A hash of the recording's content; None if there is none."""
        path = self.file_of(text)
        if path is None:
            return None
        if path not in self._sums:
            try:
                self._sums[path] = _sum(_content(path))
            except VoiceError as refusal:  # which `speak` will raise
                self._sums[path] = str(refusal)
        return digest("recorded", TRIM_FORMAT, self._sums[path])

    def speak(self, text: str, rate_percent: int) -> Pcm:
        """The recording without the room around it. Raises VoiceError naming its file."""
        path = self.file_of(text)
        if path is None:
            raise VoiceError(
                f"{self.name} has no recording of “{text}”: "
                f"record it as {self.folder / _words(text)}.wav"
            )
        content = _content(path)
        if self._sums.get(path) not in (None, _sum(content)):
            raise VoiceError(f"{path} changed while it was used; run the command again")
        spoken = trim.trimmed(decode.decode(content, str(path)))
        if not spoken.samples:
            raise VoiceError(f"{path}: nothing is heard in it; record “{text}” again")
        return stretching.paced(spoken, rate_percent)


def _places(name: str, folder: Path) -> tuple[Path, ...]:
    if not name:
        raise VoiceError("`recorded:` needs the name or the path of a folder: `recorded:me`")
    try:
        path = Path(name).expanduser()
    except RuntimeError:
        raise VoiceError(f"`recorded:{name}`: there is no such home folder") from None
    return (path,) if path.is_absolute() else (folder / path, _own() / path)


def _own() -> Path:
    return folders.data() / "voices" / "recorded"


def _content(path: Path) -> bytes:
    try:
        with open_regular(path) as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise VoiceError(f"{path}: {error.strerror or error}") from error
    if len(content) > MOST_BYTES:
        raise VoiceError(f"{path}: a recording has at most {MOST_BYTES >> 20} MB")
    return content


def _sum(content: bytes) -> str:
    return sha256(content).hexdigest()


# Which recording is whose


def _recordings(folder: Path) -> list[Path]:
    """A folder's sound files by name; those that begin with a dot belong to the system."""
    try:
        found = [path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES]
    except OSError as error:
        raise VoiceError(f"{folder}: {error.strerror or error}") from error
    files = (path for path in found if path.is_file() and not path.name.startswith("."))
    return sorted(files, key=lambda path: (unicodedata.normalize("NFC", path.name), path.name))


def _index(folder: Path) -> dict[str, Path]:
    """The first recording by name for each phrase; one without its number comes after all."""
    paths = _recordings(folder)
    stems = [(path.stem, path) for path in paths]
    bare = [(stem[found.end() :], path) for stem, path in stems if (found := NUMBER.match(stem))]
    index: dict[str, Path] = {}
    for stem, path in (*stems, *bare):
        index.setdefault(_normal(stem), path)
    return index


def _match(found: dict[str, Path], text: str) -> Path | None:
    normal = _normal(text)
    return (found.get(normal) if normal else None) or found.get(_normal(_words(text)))


def _normal(text: str) -> str:
    """Letters, digits and what marks them, so that spellings of one phrase are equal.

    Between two digits something else stays a space: 2.5 is not 25.
    """
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    plain = unicodedata.normalize("NFC", ACCENTS.sub("", folded))
    spaced = "".join(char if _counts(char) else " " for char in plain)
    return re.sub(r"(?<!\d) +| +(?!\d)", "", re.sub(" +", " ", spaced))


def _counts(char: str) -> bool:
    return unicodedata.category(char)[0] in "LNM"


def _words(text: str) -> str:
    """The phrase as the name of a file: ASCII words; where these do not tell all, a hash too."""
    normal = _normal(text)
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    ascii_only = decomposed.replace("'", "").replace("’", "").encode("ascii", "ignore").decode()
    words = "-".join(re.findall(r"[a-z0-9]+", ascii_only))
    if normal and _normal(words) == normal and len(words) <= MOST_WORDS:
        return words
    whole = normal or unicodedata.normalize("NFC", text).strip()
    tail = sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:HASH_DIGITS]
    return f"{words[: MOST_WORDS - HASH_DIGITS - 1].rstrip('-')}-{tail}".lstrip("-")
