"""The compiler, top to bottom: a workout's text to a timeline.

text → workout → segments → cued segments → timeline
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields, replace
from functools import partial
from typing import Protocol

from audioworkout.ground.cache import Cache
from audioworkout.ground.diagnostics import Diagnostic, WorkoutError, error, warning
from audioworkout.ground.units import Ms
from audioworkout.language import document
from audioworkout.language.document.inputs import Source, own_exercises, own_lexicon, refused
from audioworkout.language.model import (
    COACHING_LEVELS,
    FILLERS,
    MIX_PRESETS,
    Coaching,
    Mix,
    Workout,
)
from audioworkout.plan.advice import Plan, advise
from audioworkout.plan.chapters import chapters
from audioworkout.plan.coaching import coach
from audioworkout.plan.export.labels import Labels
from audioworkout.plan.placing import place
from audioworkout.plan.segments import Segment, Sound, Speech
from audioworkout.plan.summary import Summary, summary_of
from audioworkout.plan.timeline import Chapter, Event, Placed, Timeline
from audioworkout.session import preflight, trust
from audioworkout.session.checked import Checked, unrolled
from audioworkout.session.metadata import Release, read_cover
from audioworkout.session.sounds import SessionSounds
from audioworkout.sound.levels import Levels, levels_of
from audioworkout.sound.voice_chain import Share, VoiceChain
from audioworkout.voices import UnavailableError, VoiceError, casting
from audioworkout.words import catalogue
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

    @property
    def chosen(self) -> frozenset[str]:
        """The names of what the caller chose."""
        return frozenset(each.name for each in fields(self) if getattr(self, each.name) is not None)


@dataclass(frozen=True, slots=True)
class CompiledSession:
    """A compiled workout: its timeline, and all that it takes to render it."""

    checked: Checked
    timeline: Timeline
    sounds: SessionSounds
    levels: Levels
    cache: Cache
    cover: bytes
    notes: tuple[str, ...] = ()
    """What the user should know of the voices: who speaks, and what was left to the next."""

    release: Release | None = None

    @property
    def source(self) -> Source:
        """Where the workout was read."""
        return self.checked.source

    @property
    def workout(self) -> Workout:
        """The workout, with what the caller chose."""
        return self.checked.workout


def check(source: Source, options: Options) -> tuple[Checked | None, tuple[Diagnostic, ...]]:
    """A workout with every warning, or None with every mistake: what shows without a word spoken.

    Raises WorkoutError where the user's own exercises or lexicon beside it have mistakes.
    """
    parsed, problems = document.parse(source.text, phrase_fields=phrase_fields())
    if parsed is None:
        return None, problems
    known = (*parsed.exercises, *own_exercises(source.folder))
    say_as = (*parsed.say_as, *own_lexicon(source.folder, parsed.language))
    chosen = _chosen(replace(parsed, exercises=known, say_as=say_as), options)
    return unrolled(source, chosen, problems, options.chosen)


def require(source: Source, options: Options) -> Checked:
    """The same; raises WorkoutError with every mistake."""
    checked, problems = check(source, options)
    if checked is None:
        raise refused(source, problems)
    return checked


def compile_workout(
    source: Source,
    options: Options,
    cache: Cache,
    progress: Progress | None = None,
    *,
    stand_in: bool = False,
) -> CompiledSession:
    """A workout's text to its timeline; as `compile_checked`, for a text nobody checked yet."""
    checked = require(source, options)
    return compile_checked(checked, cache, progress, stand_in=stand_in)


def compile_checked(
    checked: Checked,
    cache: Cache,
    progress: Progress | None = None,
    *,
    stand_in: bool = False,
) -> CompiledSession:
    """A workout to its timeline. Speaks the phrases that were never spoken.

    With a stand-in, a voice of the language speaks what the named voices do not have.

    Raises WorkoutError with every diagnostic if the workout has mistakes, or if its cover
    or a sound file cannot be used, and VoiceError if none of its voices can be had: all
    before a word is spoken.
    """
    workout = checked.workout
    cover = read_cover(workout.image, checked.source.folder)
    cued = coached(checked)
    reasons: list[str] = []
    for cast in _casts(checked, stand_in):
        if "voice" not in checked.overridden:
            _require_trusted(checked, cast)
        sounds = SessionSounds.of(checked, VoiceChain(cast.voices, cache))
        if not reasons:
            preflight.require_sounds(checked, cued.segments, sounds)
        try:
            timeline = lay_out(checked, cued, sounds, progress)
        except UnavailableError as refusal:
            reasons.append(str(refusal))
            continue
        except VoiceError as refusal:
            raise _at_its_line(refusal, checked, cued.segments) from refusal
        sounds.chain.release()  # before the encoding takes its memory
        heard = (*preflight.cut_tones(workout, sounds), *preflight.foreign(workout, cast.voices))
        found = (*checked.warnings, *heard, *timeline.warnings)
        shown = tuple(each for each in found if each.rule not in workout.silenced)
        return CompiledSession(
            checked=checked,
            timeline=replace(timeline, warnings=shown),
            sounds=sounds,
            levels=levels_of(workout.mix),
            cache=cache,
            cover=cover,
            notes=(*reasons, *cast.notes, *_shares(sounds.shares(timeline)), *_elsewhere(checked)),
        )
    raise VoiceError("\n".join(reasons))


def _at_its_line(
    refusal: VoiceError, checked: Checked, segments: Iterable[Segment]
) -> WorkoutError:
    """A phrase that no voice could speak, at the first line that has it said."""
    for segment in segments:
        for cue in segment.cues:
            if refusal.phrase and refusal.phrase in cue.wordings:
                hint = "word it differently, or name one more voice: `voice: [joe, espeak:en]`"
                return refused(
                    checked.source, (error(str(refusal), cue.origin or segment.origin, hint),)
                )
    return refusal


def _require_trusted(checked: Checked, cast: casting.Cast) -> None:
    """Refuses a model that the workout names and nobody said may run here."""
    if any(trust.models(cast.voices)):
        origin = checked.workout.place_of("voice")
        if found := tuple(trust.refused_models(cast.voices, trust.of_user(), origin)):
            raise refused(checked.source, found)


def _elsewhere(checked: Checked) -> tuple[str, ...]:
    """What the user should know of files that the workout names outside of its folder."""
    workout, folder = checked.workout, checked.source.folder
    own = replace(workout, pause=FILLERS[0]) if "pause" in checked.overridden else workout
    return tuple(trust.notes(trust.named(own, checked.segments, folder), folder))


def _casts(checked: Checked, stand_in: bool) -> Iterator[casting.Cast]:
    """The voices to try one after another, each for the whole session."""
    workout, folder = checked.workout, checked.source.folder
    _, known = phrases_for(workout.language)
    language = workout.language if known else FALLBACK
    if not workout.voice:
        yield from casting.by_language(language, folder)
        return
    chosen = casting.named(workout.voice, folder)
    if not stand_in:
        yield chosen
        return
    for other in casting.by_language(language, folder):
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


def summary(source: Source, options: Options) -> Summary:
    """A workout in a line, without speaking a word.

    Raises WorkoutError as `compile_workout` does.
    """
    checked = require(source, options)
    return summary_of(checked.segments, checked.find)


class Lengths(Protocol):
    """Tells how long sounds are, and speaks what nobody has heard yet."""

    def known_length(self, sound: Sound) -> Ms | None:
        """A sound's length; None for speech that was never spoken."""

    def estimate(self, speech: Speech) -> Ms:
        """About how long such speech will be."""

    def speak(self, speeches: Iterable[Speech], progress: Callable[[int, int], None]) -> None:
        """Speaks phrases, after which their lengths are known."""


@dataclass(frozen=True, slots=True)
class Coached:
    """The segments of a workout with their cues, and the phrases that worded them.

    `known`: whether they are in the workout's own language, else they are English.
    """

    segments: tuple[Segment, ...]
    phrases: Phrases
    known: bool


def coached(checked: Checked) -> Coached:
    """What is to be said in a checked workout, before anybody asks how long it takes."""
    workout = checked.workout
    phrases, known = phrases_for(workout.language, workout.phrases)
    return Coached(coach(checked.segments, workout, phrases, checked.find), phrases, known)


def lay_out(
    checked: Checked, cued: Coached, sounds: Lengths, progress: Progress | None = None
) -> Timeline:
    """A coached workout's timeline: placed, with its chapters and warnings."""
    workout, phrases = checked.workout, cued.phrases
    rows, events, left_out = _placed(cued.segments, sounds, progress)
    close = partial(catalogue.close, own=workout.exercises, language=workout.language)
    plan = Plan(workout=workout, rows=rows, events=events, find=checked.find, close=close)
    warnings = tuple(sorted((*left_out, *advise(plan)), key=lambda found: found.span))
    return Timeline(
        title=workout.title,
        length=rows[-1].end,
        segments=tuple(_titled(row, phrases) for row in rows),
        events=events,
        chapters=_chapters(rows, phrases),
        warnings=warnings if cued.known else (_no_phrases(workout), *warnings),
        language=phrases.language,
    )


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
    """The row with its section's name as the language has it."""
    segment = row.segment
    if not segment.section:
        return row
    return replace(row, segment=replace(segment, section=phrases.section(segment.section)))


def _chapters(rows: tuple[Placed, ...], phrases: Phrases) -> tuple[Chapter, ...]:
    def round_title(segment: Segment) -> str:
        return phrases.words("round", round=str(segment.round), rounds=str(segment.rounds))

    return chapters(
        rows,
        opening=phrases.words("opening"),
        closing=phrases.words("closing"),
        round_title=round_title,
        section=lambda segment: phrases.section(segment.section or ""),
        side=lambda segment: Labels(phrases).side(segment.side),
    )
