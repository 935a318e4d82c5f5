"""The compiler, top to bottom: a workout's text to a timeline.

text → workout → segments → cued segments → timeline
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from operator import attrgetter
from typing import Protocol

from audioworkout.ground.cache import Cache
from audioworkout.ground.diagnostics import Diagnostic, warning
from audioworkout.ground.units import Ms
from audioworkout.language import document
from audioworkout.language.document.inputs import Source, own_exercises, own_lexicon, refused
from audioworkout.language.model import COACHING_LEVELS, MIX_PRESETS, Coaching, Mix, Workout
from audioworkout.plan.advice import Plan, advise
from audioworkout.plan.chapters import chapters
from audioworkout.plan.coaching import coach
from audioworkout.plan.export.labels import Labels
from audioworkout.plan.placing import place
from audioworkout.plan.segments import Segment, Sound, Speech
from audioworkout.plan.summary import Outline, outline_of
from audioworkout.plan.timeline import Chapter, Event, Placed, Timeline
from audioworkout.plan.unrolling import lower
from audioworkout.session import preflight
from audioworkout.session.metadata import Release, read_cover
from audioworkout.session.sounds import Sounds
from audioworkout.sound.levels import Levels, levels_of
from audioworkout.sound.speaker import Share, Speaker
from audioworkout.sound.tones import Tones
from audioworkout.voices import UnavailableError, VoiceError, casting
from audioworkout.words import catalogue
from audioworkout.words.exercise import Exercise
from audioworkout.words.phrases import FALLBACK, Phrases, phrase_fields, phrases_for

SHOWN = 5  # of the phrases that a voice left to the next

Progress = Callable[[str, int, int], None]
"""Called with a stage (`speak` or `encode`), how much of it is done, and of how much."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a caller may choose over the file's own choice."""

    voice: str | None = None
    effort: float | None = None
    coaching: str | None = None
    mix: str | None = None
    loudness: float | None = None
    pause: str | None = None

    def __post_init__(self) -> None:
        if self.effort is not None and not 0 <= self.effort <= 1:
            raise ValueError(f"an effort is from 0 to 1, not {self.effort}")
        if self.coaching is not None and self.coaching not in COACHING_LEVELS:
            raise ValueError(f"no level of coaching: {self.coaching!r}")
        if self.mix is not None and self.mix not in MIX_PRESETS:
            raise ValueError(f"no mix: {self.mix!r}")


@dataclass(frozen=True, slots=True)
class Session:
    """A compiled workout: its timeline, and all that it takes to render it."""

    source: Source
    workout: Workout
    timeline: Timeline
    sounds: Sounds
    levels: Levels
    cache: Cache
    cover: bytes
    notes: tuple[str, ...] = ()
    """What the user should know of the voices: who speaks, and what was left to the next."""

    release: Release | None = None


def check(given: Source, options: Options) -> tuple[Workout | None, tuple[Diagnostic, ...]]:
    """Every mistake and warning that shows without speaking a word."""
    parsed, problems = document.parse(given.text, phrase_fields=phrase_fields())
    if parsed is None:
        return None, problems
    known = (*parsed.exercises, *own_exercises(given.folder))
    say_as = (*parsed.say_as, *own_lexicon(given.folder, parsed.language))
    chosen = _chosen(replace(parsed, exercises=known, say_as=say_as), options)
    _, mistakes = lower(chosen, _finder(chosen))
    return (None if mistakes else chosen), (*problems, *mistakes)


def _finder(chosen: Workout) -> Callable[[str], Exercise | None]:
    return partial(catalogue.find, own=chosen.exercises, language=chosen.language)


def compile_workout(
    given: Source,
    options: Options,
    cache: Cache,
    progress: Progress | None = None,
    *,
    stand_in: bool = False,
) -> Session:
    """A workout's text to its timeline. Speaks the phrases that were never spoken.

    With a stand-in, a voice of the language speaks what the named voices do not have.

    Raises WorkoutError with every diagnostic if the workout has mistakes, or if its cover
    or a sound file cannot be used, and VoiceError if none of its voices can be had: all
    before a word is spoken.
    """
    parsed, problems = check(given, options)
    if parsed is None:
        raise refused(given, problems)
    cover = read_cover(parsed.image, given.folder)
    casts = _casts(parsed, given, stand_in)
    reasons: list[str] = []
    for cast in casts:
        speaker = Speaker(cast.voices, cache)
        sounds = _sounds(parsed, given, speaker)
        if not reasons:
            _require_sound(parsed, given, sounds)
        try:
            timeline = lay_out(parsed, sounds, progress)
        except UnavailableError as refusal:
            reasons.append(str(refusal))
            continue
        heard = (*preflight.cut_tones(parsed, sounds), *preflight.foreign(parsed, cast.voices))
        shown = (
            w for w in (*problems, *heard, *timeline.warnings) if w.rule not in parsed.silenced
        )
        timeline = replace(timeline, warnings=tuple(shown))
        notes = (*reasons, *cast.notes, *_shares(sounds.shares(timeline)))
        levels = levels_of(parsed.mix)
        return Session(given, parsed, timeline, sounds, levels, cache, cover, notes)
    raise VoiceError("\n".join(reasons))


def _require_sound(parsed: Workout, given: Source, sounds: Sounds) -> None:
    """Raises WorkoutError where a sound is missing, or a phrase too long."""
    find = _finder(parsed)
    segments, _ = lower(parsed, find)
    phrases, _ = phrases_for(parsed.language, parsed.phrases)
    cued = coach(segments, parsed, phrases, find)
    found = (
        *preflight.unreadable(parsed, segments, sounds, given.folder),
        *preflight.unsayable(parsed, cued),
    )
    if found:
        raise refused(given, tuple(sorted(found, key=attrgetter("span"))))


def _sounds(parsed: Workout, given: Source, speaker: Speaker) -> Sounds:
    own = {role: given.folder / file for role, file in parsed.sounds.own}
    return Sounds(
        speaker,
        Tones(parsed.sounds.pack, own, speaker.cache),
        given.folder,
        language=parsed.language,
        say_as=parsed.say_as,
        levels=levels_of(parsed.mix),
    )


def _casts(parsed: Workout, given: Source, stand_in: bool) -> Iterator[casting.Cast]:
    """The voices to try one after another, each for the whole session."""
    _, known = phrases_for(parsed.language)
    language = parsed.language if known else FALLBACK
    if not parsed.voice:
        yield from casting.by_language(language, given.folder)
        return
    chosen = casting.named(parsed.voice, given.folder)
    if not stand_in:
        yield chosen
        return
    for other in casting.by_language(language, given.folder):
        yield replace(chosen, voices=(*chosen.voices, *other.voices))


def _shares(shares: tuple[Share, ...]) -> Iterator[str]:
    """What a chain's voices left to the next, where they left anything."""
    if not any(share.reasons for share in shares):
        return
    yield "spoken: " + ", ".join(f"{share.phrases} by {share.voice}" for share in shares)
    for share in shares:
        for reason in share.reasons[:SHOWN]:
            yield f"{share.voice}: {reason}"
        if len(share.reasons) > SHOWN:
            yield f"{share.voice}: and {len(share.reasons) - SHOWN} more"


def outline(given: Source, options: Options) -> Outline:
    """A workout in a line, without speaking a word.

    Raises WorkoutError as `compile_workout` does.
    """
    parsed, problems = check(given, options)
    if parsed is None:
        raise refused(given, problems)
    find = _finder(parsed)
    return outline_of(lower(parsed, find)[0], find)


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
    find = _finder(chosen)
    segments, _ = lower(chosen, find)
    phrases, known = phrases_for(chosen.language, chosen.phrases)
    cued = coach(segments, chosen, phrases, find)
    rows, events, left_out = _placed(cued, sounds, progress)
    titled = tuple(_titled(row, phrases) for row in rows)
    close = partial(catalogue.close, own=chosen.exercises, language=chosen.language)
    plan = Plan(chosen, cued, rows, events, find, close)
    warnings = tuple(sorted((*left_out, *advise(plan)), key=lambda found: found.span))
    warnings = warnings if known else (_no_phrases(chosen), *warnings)
    marks = _chapters(rows, phrases)
    end, language = rows[-1].end, phrases.language
    return Timeline(chosen.title, end, titled, events, marks, warnings, language=language)


def _no_phrases(parsed: Workout) -> Diagnostic:
    message = f"there are no phrases for the language `{parsed.language}`: English is spoken"
    return warning(message, parsed.origin, "give your own under `phrases`", rule="language")


def _chosen(parsed: Workout, options: Options) -> Workout:
    """The workout with what the caller chose over the file."""
    if options.voice is not None:
        parsed = replace(parsed, voice=_chain(options.voice))
    if options.effort is not None:
        parsed = replace(parsed, effort=options.effort)
    if options.coaching is not None:
        parsed = replace(parsed, coaching=Coaching(options.coaching))
    if options.mix is not None:
        parsed = replace(parsed, mix=Mix(options.mix))
    if options.loudness is not None:
        parsed = replace(parsed, mix=replace(parsed.mix, loudness=options.loudness))
    if options.pause is not None:
        parsed = replace(parsed, pause=options.pause)
    return parsed


def _chain(text: str) -> tuple[str, ...]:
    """Voices with commas between; one with a space is a command line, commas and all."""
    if " " in text.strip():
        return (text.strip(),)
    return tuple(name.strip() for name in text.split(","))


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
        tell(progress, "speak", done, total)
        before = done

        def spoken(count: int, _: int, before: int = before, total: int = total) -> None:
            tell(progress, "speak", before + count, total)

        sounds.speak(asked, spoken)
        done = total


def tell(progress: Progress | None, stage: str, done: int, total: int) -> None:
    """Tells whoever wants to know how far a stage is."""
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
        side=lambda row: Labels(phrases).side(row.side),
    )
