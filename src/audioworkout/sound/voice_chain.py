"""A voice with a memory, and a second one where the first has nothing to say."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass

from audioworkout.ground.cache import Cache, digest
from audioworkout.ground.units import Ms
from audioworkout.plan.segments import Speech
from audioworkout.sound import clip_making
from audioworkout.sound.clips import BYTES_PER_MS, CLIP_FORMAT, KIND, length
from audioworkout.voices import UnavailableError, Voice, VoiceError, interrupted, release

SHOWN = 3  # phrases that a message quotes


@dataclass(frozen=True, slots=True)
class _Spoken:
    """Who speaks a phrase in this session, where its clip is kept, and how long it is."""

    voice: Voice
    key: str
    length: Ms


@dataclass(frozen=True, slots=True)
class Share:
    """What one voice of a chain spoke: its phrases, and why it left others to the next."""

    voice: str
    phrases: int
    reasons: tuple[str, ...] = ()


class VoiceChain:
    """Voices in a chain: each phrase is spoken by the first that can, once, and then kept.

    Who speaks a phrase stays the same for a session, so that what was measured is played.
    """

    def __init__(self, voices: Sequence[Voice], cache: Cache) -> None:
        self.voices = tuple(voices)
        self.cache = cache
        self._spoken: dict[Speech, _Spoken] = {}
        self._unkept: dict[str, bytes] = {}  # what the cache would not take
        self._out: dict[str, str] = {}  # voices that can speak nothing now, and why
        self._refused: dict[tuple[str, Speech], str] = {}

    def key(self, speech: Speech) -> str:
        """The name of the clip in the cache: all that shapes it. Spoken now if it never was."""
        self.length_of(speech)
        return self._spoken[speech].key

    def length_of(self, speech: Speech) -> Ms:
        """The clip's length; spoken now if it never was. Raises VoiceError if nobody can."""
        known = self.known_length(speech)
        return length(self._make(speech)) if known is None else known

    def known_length(self, speech: Speech) -> Ms | None:
        """The clip's length; None if it was never spoken."""
        if speech not in self._spoken:
            for voice, key in self._able(speech):
                size = self.cache.length(KIND, key)
                if size is not None:
                    self._spoken[speech] = _Spoken(voice, key, size // BYTES_PER_MS)
                    break
                if voice.name not in self._out and (voice.name, speech) not in self._refused:
                    return None
            else:
                return None
        return self._spoken[speech].length

    def pcm(self, speech: Speech) -> bytes:
        """The clip; spoken now if it never was, or if its entry was lost or damaged."""
        key = self.key(speech)
        data = self._unkept.get(key)
        if data is None:
            data = self.cache.get(KIND, key)
        return self._again(speech) if data is None else data

    def prefetch(
        self,
        speeches: Iterable[Speech],
        threads: int | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> int:
        """Speak what was never spoken, several phrases at a time; how many that were.

        `progress` is told how many are done, of how many. What is done stays done when an
        exception, Ctrl-C among them, ends the work early. Raises VoiceError.
        """
        missing = [
            speech for speech in dict.fromkeys(speeches) if self.known_length(speech) is None
        ]
        if not missing:
            return 0
        self._require_able(missing)
        interrupted.clear()
        # The longest first, so that no thread is left alone with a long one at the end.
        missing.sort(key=lambda speech: len(speech.text), reverse=True)
        pool = ThreadPoolExecutor(threads or max(voice.at_once for voice in self.voices))
        try:
            for done, future in enumerate(
                as_completed(pool.submit(self._make, speech) for speech in missing)
            ):
                future.result()
                if progress:
                    progress(done + 1, len(missing))
        except VoiceError as refusal:
            pool.shutdown(cancel_futures=True)
            raise self._with_what_is_kept(refusal, missing) from refusal
        except KeyboardInterrupt:
            interrupted.set()
            raise
        finally:
            pool.shutdown(cancel_futures=True)
        return len(missing)

    def release(self) -> None:
        """Lets the voices' models go: what is spoken is in the cache."""
        for voice in self.voices:
            release(voice)

    def shares(self, speeches: Iterable[Speech]) -> tuple[Share, ...]:
        """Who spoke how many of the phrases, those first that were asked first."""
        counts = {voice.name: 0 for voice in self.voices}
        lacking: dict[str, list[str]] = {voice.name: [] for voice in self.voices}
        for speech in dict.fromkeys(speeches):
            spoke = self._spoken[speech].voice.name
            counts[spoke] += 1
            for voice in self.voices:
                if voice.name == spoke:
                    break
                lacking[voice.name].append(self._why_not(voice, speech))
        return tuple(
            Share(name, count, tuple(dict.fromkeys(lacking[name])))
            for name, count in counts.items()
        )

    def _why_not(self, voice: Voice, speech: Speech) -> str:
        return (
            self._out.get(voice.name)
            or self._refused.get((voice.name, speech))
            or f"it has no “{speech.text}”"
        )

    def _able(self, speech: Speech) -> Iterator[tuple[Voice, str]]:
        """The voices that have a phrase, each with the clip's key in the cache."""
        for voice in self.voices:
            shaping = voice.key(speech.text)
            if shaping is not None:
                yield (
                    voice,
                    digest("speech", CLIP_FORMAT, shaping, speech.text, speech.rate_percent),
                )

    def _require_able(self, speeches: Sequence[Speech]) -> None:
        lacking = [speech.text for speech in speeches if not any(self._able(speech))]
        if lacking:
            names = ", ".join(voice.name for voice in self.voices)
            quoted = ", ".join(f"“{text}”" for text in lacking[:SHOWN])
            more = f" and {len(lacking) - SHOWN} more" if len(lacking) > SHOWN else ""
            raise VoiceError(
                f"{names} cannot speak {quoted}{more};"
                f" name a voice that speaks the rest: `voice: [{names}, joe]`"
            )

    def _with_what_is_kept(self, refusal: VoiceError, wanted: Sequence[Speech]) -> VoiceError:
        kept = len(self._spoken)
        left = sum(speech not in self._spoken for speech in wanted)
        message = f"{refusal}\n{kept} phrases are spoken and kept, {left} are not yet"
        told = type(refusal)(message)
        told.phrase = refusal.phrase
        return told

    def _make(self, speech: Speech) -> bytes:
        """The clip by the first voice that can; raises what the last one had to say."""
        refusals: list[VoiceError] = []
        for voice, key in self._able(speech):
            if (reason := self._out.get(voice.name)) is not None:
                refusals.append(UnavailableError(reason))
                continue
            try:
                return self._spoken_by(voice, key, speech)
            except UnavailableError as refusal:
                self._out[voice.name] = str(refusal)
                refusals.append(refusal)
            except VoiceError as refusal:
                self._refused[voice.name, speech] = str(refusal)
                refusal.phrase = speech.text
                refusals.append(refusal)
        if not refusals:
            self._require_able([speech])
        raise refusals[-1]

    def _again(self, speech: Speech) -> bytes:
        """The clip by the voice that spoke it before."""
        spoken = self._spoken[speech]
        return self._spoken_by(spoken.voice, spoken.key, speech)

    def _spoken_by(self, voice: Voice, key: str, speech: Speech) -> bytes:
        clip = clip_making.make_clip(voice.speak(speech.text, speech.rate_percent))
        if not self.cache.put(KIND, key, clip):
            self._unkept[key] = clip
        self._spoken[speech] = _Spoken(voice, key, length(clip))
        return clip
