"""The pipeline, top to bottom: a workout's text to a timeline, a timeline to an MP3.

    text → workout → segments → cued segments → timeline → objects → MP3

This is the only place that chooses paths.
"""

import os
import secrets
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from glob import escape
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal, Protocol

from audioworkout import assets, exercises, source, workout
from audioworkout.advice import Plan, advise
from audioworkout.cache import Cache
from audioworkout.chapters import chapters
from audioworkout.coach import coach
from audioworkout.diagnostics import Diagnostic, Severity, WorkoutError, error, warning
from audioworkout.lower import lower
from audioworkout.metadata import metadata, read_cover
from audioworkout.model import COACHING_LEVELS, Coaching, Exercise, Play, Workout
from audioworkout.outline import Outline, outline_of
from audioworkout.phrases import Phrases, phrase_fields, phrases_for
from audioworkout.place import place
from audioworkout.segments import Sample, Segment, Sound, Speech
from audioworkout.sound.clips import Speaker
from audioworkout.sounds import Sounds
from audioworkout.timeline import Chapter, Event, Placed, Timeline
from audioworkout.units import Ms
from audioworkout.voices import Voice, VoiceError, find_voice

if TYPE_CHECKING:
    from audioworkout.mp3.linker import Mp3Body

MOST_BYTES = 4 * source.MAX_LENGTH + 1  # read at most: a character has up to four bytes
OWN_EXERCISES = "exercises.yaml"
CONFIGURATION_VARIABLE = "AUDIOWORKOUT_CONFIG"  # names another folder than the user's own
ASIDE = ".part"  # how the name of a file ends that is being written
STALE = 24 * 3600  # s; a file set aside by a rendering that was killed is removed after this

Progress = Callable[[str, int, int], None]
"""Called with a stage (`speak` or `encode`), how much of it is done, and of how much."""


@dataclass(frozen=True, slots=True)
class Source:
    """A workout's text, the name that messages use, and the folder its paths start from."""

    name: str
    text: str
    folder: Path
    stem: str


@dataclass(frozen=True, slots=True)
class Options:
    """What a caller may choose over the file's own choice."""

    voice: str | None = None
    effort: float | None = None
    coaching: str | None = None

    def __post_init__(self) -> None:
        if self.effort is not None and not 0 <= self.effort <= 1:
            raise ValueError(f"an effort is from 0 to 1, not {self.effort}")
        if self.coaching is not None and self.coaching not in COACHING_LEVELS:
            raise ValueError(f"no level of coaching: {self.coaching!r}")


@dataclass(frozen=True, slots=True)
class Session:
    """A compiled workout: its timeline, and all that it takes to render it."""

    source: Source
    workout: Workout
    timeline: Timeline
    sounds: Sounds
    cache: Cache
    cover: bytes


def stem(spec: str | Path) -> str:
    """How the MP3 of the workout at a path or of a name is called, without its `.mp3`."""
    return "workout" if spec == "-" else Path(spec).stem


def read(spec: str | Path) -> Source:
    """The workout at a path, of a bundled name (`core`), or from standard input (`-`).

    Raises WorkoutError if there is none, or if it is no text.
    """
    if spec == "-":
        if sys.stdin is None:
            raise WorkoutError("standard input is closed")
        return _source("<stdin>", sys.stdin.buffer.read(MOST_BYTES), Path(), stem(spec))
    path = Path(spec)
    try:
        data = _head(path)
    except (FileNotFoundError, IsADirectoryError) as absent:
        if str(spec) not in bundled_names():
            raise _not_read(path, absent) from absent
        path = assets.workouts() / f"{spec}.yaml"
        data = _head(path)
    except OSError as failed:
        raise _not_read(path, failed) from failed
    return _source(str(spec), data, path.parent, stem(spec))


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MOST_BYTES)


def _not_read(path: Path, failed: OSError) -> WorkoutError:
    if isinstance(failed, IsADirectoryError):
        return WorkoutError(f"{path}: this is a folder; name a workout in it")
    if isinstance(failed, FileNotFoundError) and not path.suffix:
        hint = f"bundled are: {', '.join(bundled_names())}"
        beside = path.with_suffix(".yaml")
        if beside.is_file():
            hint = f"did you mean `{beside}`?"
        return WorkoutError(f"{path}: there is no such file; {hint}")
    if isinstance(failed, FileNotFoundError):
        return WorkoutError(f"{path}: there is no such file")
    return WorkoutError(f"{path}: {failed.strerror or failed}")


def bundled_names() -> list[str]:
    """The names of the workouts that ship."""
    folder = assets.workouts()
    return sorted(str(p.relative_to(folder).with_suffix("")) for p in folder.rglob("*.yaml"))


def _source(name: str, data: bytes, folder: Path, stem: str) -> Source:
    text, problems = source.decode(data)
    given = Source(name, text, folder, stem)
    if problems:
        raise _refused(given, problems)
    return given


def check(given: Source, options: Options) -> tuple[Workout | None, tuple[Diagnostic, ...]]:
    """Every mistake and warning that shows without speaking a word."""
    parsed, problems = workout.parse(given.text, phrase_fields=phrase_fields())
    if parsed is None:
        return None, problems
    known = (*parsed.exercises, *own_exercises(given.folder))
    chosen = _chosen(replace(parsed, exercises=known), options)
    _, refused = lower(chosen, partial(exercises.find, own=chosen.exercises))
    return (None if refused else chosen), (*problems, *refused)


def own_exercises(folder: Path) -> tuple[Exercise, ...]:
    """The user's exercises: those of `exercises.yaml` in a folder, then of the configuration's.

    Raises WorkoutError with every diagnostic if such a file has mistakes.
    """
    found: list[Exercise] = []
    for parent in (folder, _configuration()):
        path = parent / OWN_EXERCISES
        if path.is_file():
            given = read(path)
            defined, problems = workout.parse_exercises(given.text)
            if problems:
                raise _refused(given, problems)
            found += defined
    return tuple(found)


def _configuration() -> Path:
    if named := os.environ.get(CONFIGURATION_VARIABLE):
        return Path(named)
    from platformdirs import user_config_path

    return user_config_path("audioworkout")


def compile_workout(
    given: Source, options: Options, cache: Cache, progress: Progress | None = None
) -> Session:
    """A workout's text to its timeline. Speaks the phrases that were never spoken.

    Raises WorkoutError with every diagnostic if the workout has mistakes, or if its cover
    or a sound file cannot be used, and VoiceError if none of its voices can be had: all
    before a word is spoken.
    """
    parsed, problems = check(given, options)
    if parsed is None:
        raise _refused(given, problems)
    cover = read_cover(parsed.image, given.folder)
    voice = _first_voice(parsed.voice)
    sounds = Sounds(Speaker(voice, cache), parsed.sounds, parsed.say_as, given.folder)
    if unreadable := tuple(_unreadable_files(parsed, sounds)):
        raise _refused(given, unreadable)
    timeline = lay_out(parsed, sounds, progress)
    warnings = (w for w in (*problems, *timeline.warnings) if w.rule not in parsed.silenced)
    return Session(given, parsed, replace(timeline, warnings=tuple(warnings)), sounds, cache, cover)


def _unreadable_files(chosen: Workout, sounds: Sounds) -> Iterator[Diagnostic]:
    """A mistake for each line that plays a file which is not there, or is no sound."""
    segments, _ = lower(chosen, partial(exercises.find, own=chosen.exercises))
    played = {segment.source for segment in segments if isinstance(segment.source, Play)}
    for line in sorted(played, key=lambda play: play.origin):
        try:
            sounds.length_of(Sample(line.file))
        except WorkoutError as wrong:
            yield error(str(wrong), line.origin, "its path starts from the workout's folder")


def outline(given: Source, options: Options) -> Outline:
    """A workout in a line, without speaking a word.

    Raises WorkoutError as `compile_workout` does.
    """
    parsed, problems = check(given, options)
    if parsed is None:
        raise _refused(given, problems)
    find = partial(exercises.find, own=parsed.exercises)
    return outline_of(lower(parsed, find)[0], find)


def _first_voice(specs: tuple[str, ...]) -> Voice:
    """The first of the voices that can be had here; raises VoiceError if there is none."""
    refusals = [] if specs else ["`voice` names none: write `voice: joe`"]
    for spec in specs:
        try:
            return find_voice(spec)
        except VoiceError as refusal:
            refusals.append(str(refusal))
    raise VoiceError("\n".join(refusals))


class Lengths(Protocol):
    """Tells how long sounds are, and speaks what nobody has heard yet."""

    def known_length(self, sound: Sound) -> Ms | None:
        """A sound's length; None for speech that was never spoken."""

    def estimate(self, speech: Speech) -> Ms:
        """About how long such speech will be."""

    def speak(self, speeches: Iterable[Speech], progress: Callable[[int, int], None]) -> None:
        """Speaks phrases, after which their lengths are known."""


def lay_out(chosen: Workout, sounds: Lengths, progress: Progress | None = None) -> Timeline:
    """A checked workout's timeline: lowered, coached, placed, with its chapters."""
    find = partial(exercises.find, own=chosen.exercises)
    segments, _ = lower(chosen, find)
    phrases, known = phrases_for(chosen.language, chosen.phrases)
    cued = coach(segments, chosen, phrases, find)
    rows, events, left_out = _placed(cued, sounds, progress)
    titled = tuple(_titled(row, phrases) for row in rows)
    plan = Plan(chosen, cued, rows, events, find, partial(exercises.close, own=chosen.exercises))
    warnings = tuple(sorted((*left_out, *advise(plan)), key=lambda found: found.span))
    warnings = warnings if known else (_no_phrases(chosen), *warnings)
    marks = _chapters(rows, phrases)
    return Timeline(chosen.title, rows[-1].end, titled, events, marks, warnings)


def _refused(given: Source, problems: tuple[Diagnostic, ...]) -> WorkoutError:
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    message = f"{given.name}: {errors} mistake{'s' if errors > 1 else ''}"
    return WorkoutError(message, name=given.name, text=given.text, diagnostics=problems)


def _no_phrases(parsed: Workout) -> Diagnostic:
    message = f"there are no phrases for the language `{parsed.language}`: English is spoken"
    return warning(message, parsed.origin, "give your own under `phrases`", rule="language")


def _chosen(parsed: Workout, options: Options) -> Workout:
    """The workout with what the caller chose over the file."""
    if options.voice is not None:
        parsed = replace(parsed, voice=(options.voice,))
    if options.effort is not None:
        parsed = replace(parsed, effort=options.effort)
    if options.coaching is not None:
        parsed = replace(parsed, coaching=Coaching(options.coaching))
    return parsed


def _placed(
    segments: tuple[Segment, ...], sounds: Lengths, progress: Progress | None
) -> tuple[tuple[Placed, ...], tuple[Event, ...], tuple[Diagnostic, ...]]:
    """Places the cues, speaking just what placing them asked for.

    Unknown lengths are estimated, the phrases that were asked for are spoken side by side,
    and all is placed anew, until nothing was estimated. So the result depends on the
    measured lengths alone, never on what the cache held.
    """
    done = 0
    while True:
        asked: dict[Speech, None] = {}

        def length_of(sound: Sound, asked: dict[Speech, None] = asked) -> Ms:
            known = sounds.known_length(sound)
            if known is not None:
                return known
            assert isinstance(sound, Speech)
            asked[sound] = None
            return sounds.estimate(sound)

        result = place(segments, length_of)
        if not asked:
            return result
        total = done + len(asked)
        _tell(progress, "speak", done, total)
        before = done

        def spoken(count: int, _: int, before: int = before, total: int = total) -> None:
            _tell(progress, "speak", before + count, total)

        sounds.speak(asked, spoken)
        done = total


def _tell(progress: Progress | None, stage: str, done: int, total: int) -> None:
    if progress:
        progress(stage, done, total)


def _titled(row: Placed, phrases: Phrases) -> Placed:
    return replace(row, section=phrases.section(row.section)) if row.section else row


def _chapters(rows: tuple[Placed, ...], phrases: Phrases) -> tuple[Chapter, ...]:
    def round_title(row: Placed) -> str:
        return phrases.words("round", round=str(row.round), rounds=str(row.rounds))

    return chapters(
        rows,
        opening=phrases.words("opening"),
        closing=phrases.words("closing"),
        round_title=round_title,
        section=lambda row: phrases.section(row.section or ""),
    )


# Timeline to MP3


def assemble(
    session: Session,
    bitrate: int = 64,
    pause: Literal["air", "silence"] = "air",
    progress: Progress | None = None,
) -> "tuple[bytes, Mp3Body]":
    """The tag and the body of a session's MP3, encoded as far as the cache lacks it."""
    from audioworkout.assemble import assemble as assemble_body
    from audioworkout.mp3.tags import id3
    from audioworkout.objects import Encoding

    def encoded(done: int, total: int) -> None:
        _tell(progress, "encode", done, total)

    body = assemble_body(
        session.timeline, session.sounds, session.cache, Encoding(bitrate, pause), progress=encoded
    )
    return id3(metadata(session.workout, session.timeline, session.cover)), body


def mp3_bytes(
    session: Session, bitrate: int = 64, pause: Literal["air", "silence"] = "air"
) -> bytes:
    """The whole MP3 in memory: 8 kB a second at 64 kbit/s."""
    out = BytesIO()
    write(session, out, bitrate, pause)
    return out.getvalue()


def write(
    session: Session,
    out: BinaryIO,
    bitrate: int = 64,
    pause: Literal["air", "silence"] = "air",
    progress: Progress | None = None,
) -> int:
    """Writes the MP3 piece by piece; its size in bytes."""
    from audioworkout.mp3.linker import write_mp3

    tag, body = assemble(session, bitrate, pause, progress)
    write_mp3(out, tag, body)
    return len(tag) + body.size


@contextmanager
def set_aside(path: Path) -> Iterator[BinaryIO]:
    """A file that takes the path's place only when it is complete.

    What is no regular file, such as a device or a pipe, is written to as it is. Raises
    WorkoutError if the path cannot be written.
    """
    real = Path(os.path.realpath(path))  # through a link, to the file that it names
    aside = real.parent / f"{_aside_prefix(real)}{secrets.token_hex(4)}{ASIDE}"
    try:
        if real.exists() and not real.is_file():
            with real.open("wb") as file:
                yield file
            return
        _remove_stale(real)
        with aside.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if path.exists():  # what replaces a file is as readable as it was
            aside.chmod(path.stat().st_mode & 0o7777)
        aside.replace(real)
    except OSError as failed:
        raise WorkoutError(f"cannot write {path}: {failed.strerror or failed}") from failed
    finally:
        with suppress(OSError):
            aside.unlink()


def _aside_prefix(path: Path) -> str:
    """The beginning of the name of a file set aside; it leaves room for the rest of the name."""
    kept = path.name.encode(errors="ignore")[:200].decode(errors="ignore")
    return f".{kept}."


def _remove_stale(path: Path) -> None:
    """What renderings of the same file left behind when they were killed."""
    for left in path.parent.glob(f"{escape(_aside_prefix(path))}{'[0-9a-f]' * 8}{ASIDE}"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > STALE:
                left.unlink()
