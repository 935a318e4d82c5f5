"""All the sounds of a session behind one door: speech, tones and sample files."""

from collections.abc import Callable, Iterable
from pathlib import Path

from audioworkout.cache import digest
from audioworkout.phrases import FALLBACK
from audioworkout.pronunciation import pronounce
from audioworkout.segments import Sample, Sound, Speech, Tone
from audioworkout.sound import clips, tones
from audioworkout.sound.speaker import Share, Speaker
from audioworkout.timeline import Timeline
from audioworkout.units import SECOND, Ms

TYPICAL_SPEECH = 15  # characters a second; the default voice says the shipped workouts at 14 to 16


class Sounds:
    """Lengths, keys and samples of a session's sounds.

    Speech is given to the voice as `say_as` says it is pronounced. Samples are mono,
    48 kHz, 16 bit little endian.
    """

    def __init__(
        self,
        speaker: Speaker,
        pack: str,
        say_as: tuple[tuple[str, str], ...] = (),
        folder: Path = Path(),
        language: str = FALLBACK,
    ) -> None:
        self.speaker = speaker
        self._pack = pack
        self._say_as = say_as
        self._folder = folder
        self._language = language
        self._samples: dict[str, bytes] = {}

    def length_of(self, sound: Sound) -> Ms:
        """How long a sound is; speech is spoken for it if it never was."""
        match sound:
            case Speech():
                return self.speaker.length_of(self._pronounced(sound))
            case Tone(name):
                return tones.tone_length(self._pack, name)
            case Sample(path):
                return clips.length(self._sample(path))

    def known_length(self, sound: Sound) -> Ms | None:
        """The same, but None for speech that was never spoken."""
        if isinstance(sound, Speech):
            return self.speaker.known_length(self._pronounced(sound))
        return self.length_of(sound)

    def estimate(self, speech: Speech) -> Ms:
        """About how long speech will be, before it is spoken."""
        text = self._pronounced(speech).text
        return len(text) * SECOND * 100 // (TYPICAL_SPEECH * speech.rate)

    def speak(
        self, speeches: Iterable[Speech], progress: Callable[[int, int], None] | None = None
    ) -> None:
        """Speaks what was never spoken, several phrases at a time."""
        self.speaker.prefetch(map(self._pronounced, speeches), progress=progress)

    def shares(self, timeline: Timeline) -> tuple[Share, ...]:
        """Which voice speaks how many of a timeline's phrases."""
        spoken = (event.sound for event in timeline.events if isinstance(event.sound, Speech))
        return self.speaker.shares(map(self._pronounced, spoken))

    def script(self, timeline: Timeline) -> tuple[str, ...]:
        """The different phrases of a timeline as a voice is given them, in their order."""
        spoken = (event.sound for event in timeline.events if isinstance(event.sound, Speech))
        return tuple(dict.fromkeys(self._pronounced(sound).text for sound in spoken))

    def key(self, sound: Sound) -> str:
        """A hash of all that shapes a sound's samples."""
        match sound:
            case Speech():
                return self.speaker.key(self._pronounced(sound))
            case Tone(name):
                return tones.tone_key(self._pack, name)
            case Sample(path):
                return digest("sample", self._sample(path))

    def pcm(self, sound: Sound) -> bytes:
        """A sound's samples."""
        match sound:
            case Speech():
                return self.speaker.pcm(self._pronounced(sound))
            case Tone(name):
                return tones.tone_pcm(self._pack, name)
            case Sample(path):
                return self._sample(path)

    def _pronounced(self, speech: Speech) -> Speech:
        return Speech(pronounce(speech.text, self._language, self._say_as), speech.rate)

    def _sample(self, path: str) -> bytes:
        if path not in self._samples:
            self._samples[path] = clips.read_sample(self._folder / path, self.speaker.cache)
        return self._samples[path]
