"""Who speaks a workout: the voices that it names, or one that speaks its language."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from audioworkout.ground.language_tags import primary
from audioworkout.voices import Voice, VoiceError, find_voice, piper
from audioworkout.words.phrases import languages, piper_voice

ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Cast:
    """A chain of voices, and what the user should know of how it came about."""

    voices: tuple[Voice, ...]
    notes: tuple[str, ...] = ()


def named(specs: tuple[str, ...], folder: Path) -> Cast:
    """The voices of a workout's own chain that can be had here.

    Raises VoiceError if there is none of them, with all the reasons.
    """
    found: list[Voice] = []
    refusals: list[str] = []
    for spec in specs:
        try:
            found.append(find_voice(spec, folder))
        except VoiceError as refusal:
            refusals.append(str(refusal))
    if not found:
        raise VoiceError("\n".join(refusals))
    return Cast(tuple(found), tuple(refusals))


def by_language(language: str, folder: Path) -> Iterator[Cast]:
    """Voices for a language with a catalogue of phrases, the best first, each alone.

    English is spoken by the embedded voice. Others by an installed Piper voice, else
    Google Translate's, else espeak-ng's; the network is not asked before the first phrase.
    """
    if primary(language) == ENGLISH:
        yield named((piper_voice(ENGLISH),), folder)
        return
    for voice in _speaking(language, folder):
        yield Cast((voice,), (f"{voice.name} speaks, as no voice is named", *_advice(voice)))


def _speaking(language: str, folder: Path) -> Iterator[Voice]:
    for name in piper.installed(language)[:1]:
        yield find_voice(f"piper:{name}", folder)
    for engine in ("gtts", "espeak"):
        for tag in dict.fromkeys((language.lower(), primary(language))):
            try:
                yield find_voice(f"{engine}:{tag}", folder)
            except VoiceError:
                continue
            break


def _advice(voice: Voice) -> tuple[str, ...]:
    engine, _, _ = voice.name.partition(":")
    if engine == "piper" or primary(voice.language) not in languages():
        return ()
    suggested = piper_voice(voice.language)
    return (f"a neural voice that needs no network: audioworkout voices add {suggested}",)
