"""All the sounds of a session behind one door: speech, tones and sample files."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Self, assert_never

from audioworkout.ground.cache import digest
from audioworkout.ground.units import Ms
from audioworkout.plan.segments import Sample, Sound, Speech, Tone
from audioworkout.plan.speech_rate import estimate
from audioworkout.plan.timeline import Timeline
from audioworkout.session.checked import Checked
from audioworkout.sound import clips, shaping
from audioworkout.sound.levels import STANDARD, Levels, bright_key, dense_key, levels_of
from audioworkout.sound.tones import Tones
from audioworkout.sound.voice_chain import Share, VoiceChain
from audioworkout.voices import VoiceError
from audioworkout.words.phrases import FALLBACK
from audioworkout.words.pronunciation import pronounce


class SessionSounds:
    """Lengths, keys and samples of a session's sounds.

    Speech is given to the voice as `say_as` says it is pronounced; the levels shape it and
    the tones, never their lengths. Samples are mono, 48 kHz, 16 bit little endian.
    """

    def __init__(
        self,
        chain: VoiceChain,
        tones: Tones,
        folder: Path = Path(),
        *,
        language: str = FALLBACK,
        say_as: tuple[tuple[str, str], ...] = (),
        levels: Levels = STANDARD,
    ) -> None:
        self.chain = chain
        self.tones = tones
        self._folder = folder
        self._language = language
        self._say_as = say_as
        self._levels = levels
        self._samples: dict[str, bytes] = {}
        self._shaped: dict[str, bytes] = {}

    @classmethod
    def of(cls, checked: Checked, chain: VoiceChain) -> Self:
        """The sounds of a workout, spoken by these voices."""
        workout, folder = checked.workout, checked.source.folder
        own = {role: folder / file for role, file in workout.sounds.own}
        return cls(
            chain,
            Tones(workout.sounds.pack, own, chain.cache),
            folder,
            language=workout.language,
            say_as=workout.say_as,
            levels=levels_of(workout.mix),
        )

    def length_of(self, sound: Sound) -> Ms:
        """How long a sound is; speech is spoken for it if it never was."""
        match sound:
            case Speech():
                return self.chain.length_of(self._pronounced(sound))
            case Tone(name):
                return self.tones.length(name)
            case Sample(path):
                return clips.length(self._sample(path))
            case never:
                assert_never(never)

    def known_length(self, sound: Sound) -> Ms | None:
        """The same, but None for speech that was never spoken."""
        if isinstance(sound, Speech):
            return self.chain.known_length(self._pronounced(sound))
        return self.length_of(sound)

    def estimate(self, speech: Speech) -> Ms:
        """About how long speech will be, before it is spoken."""
        return estimate(self._pronounced(speech).text, speech.rate_percent)

    def speak(
        self, speeches: Iterable[Speech], progress: Callable[[int, int], None] | None = None
    ) -> None:
        """Speaks what was never spoken, several phrases at a time.

        Raises VoiceError, whose `phrase` is as the workout has it.
        """
        written = {self._pronounced(speech): speech.text for speech in speeches}
        try:
            self.chain.prefetch(written, progress=progress)
        except VoiceError as refusal:
            texts = {speech.text: text for speech, text in written.items()}
            refusal.phrase = texts.get(refusal.phrase, "")
            raise

    def shares(self, timeline: Timeline) -> tuple[Share, ...]:
        """Which voice speaks how many of a timeline's phrases."""
        spoken = (event.sound for event in timeline.events if isinstance(event.sound, Speech))
        return self.chain.shares(map(self._pronounced, spoken))

    def script(self, timeline: Timeline) -> tuple[str, ...]:
        """The different phrases of a timeline as a voice is given them, in their order."""
        spoken = (event.sound for event in timeline.events if isinstance(event.sound, Speech))
        return tuple(dict.fromkeys(self._pronounced(sound).text for sound in spoken))

    def gain_db(self, sound: Sound) -> float:
        """What the levels add to a sound, over its gain in the timeline."""
        levels = self._levels
        return levels.master_db + (levels.tones_db if isinstance(sound, Tone) else levels.speech_db)

    def key(self, sound: Sound) -> str:
        """A hash of all that shapes a sound's samples."""
        match sound:
            case Speech():
                key = self.chain.key(self._pronounced(sound))
                return dense_key(key) if self._levels.dense else key
            case Tone(name):
                key = self.tones.key(name)
                return bright_key(key) if self._levels.bright else key
            case Sample(path):
                return digest("sample", self._sample(path))
            case never:
                assert_never(never)

    def pcm(self, sound: Sound) -> bytes:
        """A sound's samples."""
        match sound:
            case Speech():
                clip = self.chain.pcm(self._pronounced(sound))
                if not self._levels.dense:
                    return clip
                return self._once(self.key(sound), shaping.dense, clip)
            case Tone(name):
                tone = self.tones.pcm(name)
                if not self._levels.bright:
                    return tone
                return self._once(self.key(sound), shaping.bright, tone)
            case Sample(path):
                return self._sample(path)
            case never:
                assert_never(never)

    def _once(self, key: str, shape: Callable[[bytes], bytes], clip: bytes) -> bytes:
        """A clip as the levels want it, shaped once."""
        if key not in self._shaped:
            self._shaped[key] = shape(clip)
        return self._shaped[key]

    def _pronounced(self, speech: Speech) -> Speech:
        return Speech(pronounce(speech.text, self._language, self._say_as), speech.rate_percent)

    def _sample(self, path: str) -> bytes:
        if path not in self._samples:
            self._samples[path] = clips.read_sample(self._folder / path, self.chain.cache)
        return self._samples[path]
