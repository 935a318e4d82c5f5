"""A whole session as one stream of samples: coach and tones over music, at the loudness asked for.

    events → voice, tones ─┐
    bed → ducked ──────────┴→ sum → gain to the target → limiter

Nothing is held but clips up to a bound, a gain each 10 ms and a power each 100 ms.

The loudness of the whole is known before a sample is mixed: powers of sounds that have nothing in
common add up, so those of clips and bed, each measured once, are summed on a grid of 100 ms and
gated as BS.1770 does. What the limiter will take is reckoned in, so the gain is found by trial.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from math import log10
from operator import attrgetter
from typing import Literal, Protocol

import numpy as np
import numpy.typing as npt

from audioworkout.ground.diagnostics import START
from audioworkout.ground.units import SAMPLES_PER_MS, Ms, samples
from audioworkout.language.model import Music
from audioworkout.sound.air import air
from audioworkout.sound.ducking import POWER_STEP, DuckingCurve, Powers, Window, ducking
from audioworkout.sound.interpolation import spread
from audioworkout.sound.limiter import HELD, limited_blocks
from audioworkout.sound.loudness import (
    PerMs,
    gated,
    limited_power,
    loudness_of,
    peak_per_ms,
    power_per_ms,
)
from audioworkout.sound.mix import CEILING_DB, FULL_SCALE, LONGEST_BLOCK, Clip, Stored, add
from audioworkout.sound.streaming import Block

Stem = Literal["voice", "tones", "music"]
STEMS: tuple[Stem, ...] = ("voice", "tones", "music")

MOST_RAISED = 6.0  # dB; a session of little speech must not be blown up
NEAR_ENOUGH = 0.1  # LU
MOST_TRIES = 6  # of a gain; two where the limiter has little to do
CEILING = 10 ** (CEILING_DB / 20)


class Bed(Protocol):
    """Music for a whole session, cut to its length."""

    @property
    def channels(self) -> int:
        """1 or 2."""

    def blocks(self, since: int = 0) -> Iterator[Block]:
        """The samples from one on, in blocks of at most 10 s."""

    def powers(self) -> Powers:
        """The K-weighted mean square of each 100 ms, channels added."""


@dataclass(frozen=True, slots=True)
class TimedClip:
    """A clip at its time, of a stem; `ducks` where music goes down under it.

    What does not count for the loudness of the whole, the beats of a metronome, fills time
    that would otherwise be below the gate, and would push the speech up.
    """

    stem: Stem
    start: Ms
    pcm: Stored
    gain_db: float
    ducks: bool
    counts: bool = True

    @property
    def end(self) -> Ms:
        """The millisecond after its last."""
        return self.start + len(self.pcm) // (2 * SAMPLES_PER_MS)


@dataclass(frozen=True, slots=True)
class Ducks:
    """How music gives way: by `least_db` (negative), in `attack` ms before and `release` after."""

    least_db: float
    attack: Ms
    release: Ms

    @classmethod
    def of(cls, music: Music) -> "Ducks":
        """As the keys of a workout's music say."""
        return cls(music.duck_db, music.attack, music.release)


USUAL = Ducks.of(Music((), START))
"""How music gives way whose keys say nothing of it."""


@dataclass(frozen=True, slots=True)
class _Measured:
    """A clip's K-weighted power and its peak by the millisecond, and its loudness in LUFS."""

    power: PerMs
    peaks: PerMs
    loudness: float


@dataclass(frozen=True)
class Mixdown:
    """Parts over a bed, `length` ms in all, brought to `loudness` (LUFS)."""

    parts: Sequence[TimedClip]
    length: Ms
    loudness: float
    bed: Bed | None = None
    ducks: Ducks = USUAL
    airy: bool = True
    _measured: dict[int, _Measured] = field(default_factory=dict, repr=False)

    @property
    def channels(self) -> int:
        """1, or 2 where the music has two."""
        return self.bed.channels if self.bed else 1

    def blocks(self, start: int = 0) -> Iterator[Block]:
        """The session from a sample on, to its exact end; no true peak over CEILING_DB.

        The samples are the same wherever one starts.
        """
        # The limiter looks both ways, and at whole milliseconds: it starts early, and what it gives
        # before `start` is dropped.
        first = max(0, start // SAMPLES_PER_MS * SAMPLES_PER_MS - 2 * HELD)

        def summed() -> Iterator[Block]:
            for start, block in self._music(first):
                own = air(start, len(block)) if self.airy else np.zeros(len(block), np.float32)
                add(own, start, self._around(start, len(block), self._clips))
                block += spread(own, self.channels)
                yield block

        early = start - first
        for block in limited_blocks(summed(), CEILING_DB):
            if len(block) > early:
                yield block[early:]
            early = max(0, early - len(block))

    def stem(self, stem: Stem) -> Iterator[Block]:
        """One stem alone, before air and limiter: as many samples and channels as the whole."""
        if stem == "music":
            for _, music in self._music(0):
                yield music
            return
        pairs = zip(self._sorted, self._clips, strict=True)
        clips = [clip for part, clip in pairs if part.stem == stem]
        for start in range(0, samples(self.length), LONGEST_BLOCK):
            block = np.zeros(min(LONGEST_BLOCK, samples(self.length) - start), np.float32)
            add(block, start, self._around(start, len(block), clips))
            yield spread(block, self.channels)

    @cached_property
    def correction_db(self) -> float:
        """What brings the whole to the loudness, what the limiter takes being given back."""
        self._measure_all()
        raised_db = 0.0
        for _ in range(MOST_TRIES):
            measured = gated(self._powers(raised_db))
            if not np.isfinite(measured):
                return 0.0
            lacking = self.loudness - measured
            raised_db = min(raised_db + lacking, MOST_RAISED)
            if abs(lacking) < NEAR_ENOUGH or raised_db == MOST_RAISED:
                break
        return raised_db

    def _powers(self, raised_db: float) -> npt.NDArray[np.float64]:
        """The power of each 100 ms of the whole, from those of its parts: they add up."""
        powers = np.zeros(-(-self.length // POWER_STEP))
        limited: dict[tuple[int, float], PerMs] = {}
        for part in filter(attrgetter("counts"), self._sorted):
            key = id(part.pcm), part.gain_db
            if key not in limited:
                limited[key] = self._limited(part, part.gain_db + raised_db)
            each = limited[key]
            first, within = divmod(part.start, POWER_STEP)
            at = (within + np.arange(len(each))) // POWER_STEP
            # Each ms of the clip goes to the 100 ms that it lies in, wherever the clip starts.
            own = np.bincount(at, each / POWER_STEP)[: len(powers) - first]
            powers[first : first + len(own)] += own
        if self.bed:
            powers += self._curve.powers(self._bed_powers) * 10 ** (raised_db / 10)
        return powers

    def _limited(self, part: TimedClip, gain_db: float) -> PerMs:
        """The power of a part, as much as the limiter leaves of it."""
        measured, gain = self._measure(part), 10 ** (gain_db / 20)
        # BS.1770 adds the channels up: what both of them play is 3 LU louder.
        return self.channels * limited_power(measured.power, measured.peaks, gain, CEILING)

    @cached_property
    def _sorted(self) -> tuple[TimedClip, ...]:
        return tuple(sorted(self.parts, key=lambda part: part.start))

    @cached_property
    def _clips(self) -> list[Clip]:
        gain_db = self.correction_db
        return [
            Clip(samples(part.start), part.pcm, part.gain_db + gain_db) for part in self._sorted
        ]

    @cached_property
    def _longest(self) -> int:
        return max((len(clip.pcm) // 2 for clip in self._clips), default=0)

    def _around(self, start: int, count: int, clips: Sequence[Clip]) -> Sequence[Clip]:
        """Those of the clips that may sound in a block, by bisection: clips are sorted by start."""
        first = bisect_left(clips, start - self._longest, key=attrgetter("start"))
        return clips[first : bisect_left(clips, start + count, key=attrgetter("start"))]

    @cached_property
    def _bed_powers(self) -> Powers:
        assert self.bed
        powers = self.bed.powers()
        return np.pad(powers, (0, max(0, -(-self.length // POWER_STEP) - len(powers))))

    @cached_property
    def _curve(self) -> DuckingCurve:
        windows = [
            Window(part.start, part.end, self._heard(part)) for part in self._sorted if part.ducks
        ]
        how = self.ducks
        return ducking(
            windows,
            self._bed_powers,
            least_db=how.least_db,
            attack=how.attack,
            release=how.release,
        )

    def _heard(self, part: TimedClip) -> float:
        return self._measure(part).loudness + part.gain_db + 10 * log10(self.channels)

    def _measure_all(self) -> None:
        """Measures the clips side by side: NumPy's FFT releases the interpreter's lock (GIL)."""
        each = {id(part.pcm): part for part in self.parts}
        with ThreadPoolExecutor() as pool:
            list(pool.map(self._measure, each.values()))

    def _measure(self, part: TimedClip) -> _Measured:
        key = id(part.pcm)  # equal sounds are one object: each is measured once
        if key not in self._measured:
            signal = np.frombuffer(bytes(part.pcm), "<i2") / FULL_SCALE
            power = power_per_ms(signal)
            self._measured[key] = _Measured(power, peak_per_ms(signal), loudness_of(power))
        return self._measured[key]

    def _music(self, since: int) -> Iterator[tuple[int, Block]]:
        """The bed from a sample on, ducked and corrected, in blocks of one's own with their places.

        Without a bed, silence.
        """
        if not self.bed:
            for start in range(since, samples(self.length), LONGEST_BLOCK):
                yield (
                    start,
                    np.zeros((min(LONGEST_BLOCK, samples(self.length) - start), 1), np.float32),
                )
            return
        start, gain = since, np.float32(10 ** (self.correction_db / 20))
        for block in self.bed.blocks(since):
            gains = self._curve.gains(start, len(block)) * gain
            yield start, block * spread(gains, self.channels)
            start += len(block)
